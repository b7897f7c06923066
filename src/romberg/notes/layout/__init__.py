"""The shape of a note: lines, sentences, parts, encounters, addenda."""

from romberg.notes.layout.amended import amended_from
from romberg.notes.layout.covered import Covered
from romberg.notes.layout.cut import cut
from romberg.notes.layout.document import Document, Line, Segment
from romberg.notes.layout.parted import Part, parted

__all__ = ["Covered", "Document", "Line", "Part", "Segment", "amended_from", "cut", "parted"]
