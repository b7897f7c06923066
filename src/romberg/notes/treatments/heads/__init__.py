"""Where blocks of treatment begin: a service's name or code with its minutes, in the many orders people write."""

from romberg.notes.treatments.heads.minutes import MODALITIES
from romberg.notes.treatments.heads.opening import is_summary, points_back
from romberg.notes.treatments.heads.reader import heads
from romberg.notes.treatments.heads.undivided import between_them

__all__ = ["MODALITIES", "between_them", "heads", "is_summary", "points_back"]
