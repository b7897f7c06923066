"""The shape of a note: lines, sentences, parts, encounters."""

from romberg.notes.layout.cut import cut
from romberg.notes.layout.document import Document, Line, Segment

__all__ = ["Document", "Line", "Segment", "cut"]
