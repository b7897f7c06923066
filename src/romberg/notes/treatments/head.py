"""The opening of a block of treatment, as the readers of blocks hand it on."""

from __future__ import annotations

from typing import NamedTuple

from romberg.notes.layout import Segment
from romberg.visit import Span


class Head(NamedTuple):
    """The opening (or the closing sum) of a block of treatment.

    `label` is the code that the name stands for, `code` one written there. `body_first` says that the activities stand
    before it: "...and stairs, 12 minutes", or a sum under a list.
    """

    start: int
    end: int
    segment: Segment
    label: str | None = None
    code: str | None = None
    minutes: int | None = None
    minutes_spans: tuple[Span, ...] = ()
    body_first: bool = False
    summary: bool = False
    name: Span | None = None
    counts: bool = True  # false where it is declined, planned, at home: it ends the block above and opens none
    finding: bool = False
    apart: bool = False  # only says how long took what is told elsewhere
    adds_up: bool = False  # its minutes are the sum of those told for single works below it

    @property
    def names(self) -> frozenset[str]:
        """The codes by which the note calls the work of this block."""
        return frozenset(filter(None, (self.label, self.code)))
