"""Charges and stated totals as the note writes them."""

from romberg.notes.charges.reader import read
from romberg.notes.charges.totals import Totals, totals

__all__ = ["Totals", "read", "totals"]
