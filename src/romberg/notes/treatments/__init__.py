"""Treatments: the blocks of work of a visit, with their minutes, activities and hands."""

from romberg.notes.treatments.elsewhere import comes_to, is_better, lines_of_work
from romberg.notes.treatments.events import Events, events
from romberg.notes.treatments.reader import read
from romberg.notes.treatments.second import Stated, stated_of

__all__ = ["Events", "Stated", "comes_to", "events", "is_better", "lines_of_work", "read", "stated_of"]
