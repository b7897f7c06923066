"""Treatments: the blocks of work of a visit, with their minutes, activities and hands."""

from romberg.notes.treatments.events import Events, events
from romberg.notes.treatments.reader import read
from romberg.notes.treatments.second import stated_of

__all__ = ["Events", "events", "read", "stated_of"]
