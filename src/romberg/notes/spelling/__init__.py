"""Slips of the keyboard and of the file put right on a copy of the note, every offset kept."""

from romberg.notes.spelling.moved import moved
from romberg.notes.spelling.straight import Straight, straighten

__all__ = ["Straight", "moved", "straighten"]
