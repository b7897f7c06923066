"""The people of a visit: who treated, supervised and signed."""

from romberg.notes.people.credentials import discipline
from romberg.notes.people.own import as_furnished, is_own, of_discipline, with_furnishers
from romberg.notes.people.reader import read

__all__ = ["as_furnished", "discipline", "is_own", "of_discipline", "read", "with_furnishers"]
