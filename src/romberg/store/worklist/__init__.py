"""The queue of a clinic: which visits need somebody, in what order, and what there is to say of each in one row."""

from romberg.store.worklist.asked import (
    EVERYONE,
    OUTCOMES,
    PAGE,
    SORTS,
    Asked,
    Outcome,
    Place,
    Sort,
    cursor,
    read_cursor,
)
from romberg.store.worklist.rows import Page, Row, open_blocks, queue

__all__ = [
    "EVERYONE",
    "OUTCOMES",
    "PAGE",
    "SORTS",
    "Asked",
    "Outcome",
    "Page",
    "Place",
    "Row",
    "Sort",
    "cursor",
    "open_blocks",
    "queue",
    "read_cursor",
]
