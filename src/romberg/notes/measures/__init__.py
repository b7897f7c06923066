"""Measured values: what was measured, today's figure, earlier ones, the goal."""

from romberg.notes.measures.reader import read

__all__ = ["read"]
