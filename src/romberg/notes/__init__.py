"""Reading a note: text in, the visit out, every fact with the words that prove it."""

from romberg.notes.assemble import read

__all__ = ["read"]
