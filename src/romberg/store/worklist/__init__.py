"""The queue of a clinic: which visits need somebody, in what order, and what there is to say of each in one row."""

from romberg.store.worklist.asked import EVERYONE, PAGE, SORTS, Asked, Sort
from romberg.store.worklist.rows import Page, Row, open_blocks, queue

__all__ = ["EVERYONE", "PAGE", "SORTS", "Asked", "Page", "Row", "Sort", "open_blocks", "queue"]
