"""Blocks of treatment: a head with the lines that belong to it, and the activities told there."""

from romberg.notes.treatments.blocks.block import Block
from romberg.notes.treatments.blocks.reader import blocks

__all__ = ["Block", "blocks"]
