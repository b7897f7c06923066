"""The nine things a payer looks for in a note, text carried over, and care that the note calls maintenance."""

from romberg.notes.elements.cloned import copied, maintenance
from romberg.notes.elements.reader import read

__all__ = ["copied", "maintenance", "read"]
