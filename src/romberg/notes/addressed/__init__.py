"""Text in a note that is addressed to a program: nothing is read from it, and the report says so."""

from romberg.notes.addressed.reader import addressed

__all__ = ["addressed"]
