"""Flow sheets and grids: rows of exercises with their minutes, codes and hands."""

from romberg.notes.treatments.grids.reader import tables
from romberg.notes.treatments.grids.row import Row, Table

__all__ = ["Row", "Table", "tables"]
