"""The totals that a note states of the visit as a whole."""

from romberg.notes.charges.totals.reader import Totals, totals

__all__ = ["Totals", "totals"]
