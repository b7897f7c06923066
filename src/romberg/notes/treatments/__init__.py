"""Treatments: the blocks of work of a visit, with their minutes, activities and hands."""

from romberg.notes.treatments.elsewhere import is_better, lines_of_work, settled
from romberg.notes.treatments.events import Events, events
from romberg.notes.treatments.reader import read
from romberg.notes.treatments.second import Stated, stated_of

__all__ = ["Events", "Stated", "events", "is_better", "lines_of_work", "read", "settled", "stated_of"]
