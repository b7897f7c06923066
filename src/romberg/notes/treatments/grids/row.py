"""A grid of treatment and its rows, as the readers of grids hand them on."""

from __future__ import annotations

from typing import NamedTuple

from romberg.notes.treatments.grids.sums import Sum
from romberg.visit import Role, Span


class Row(NamedTuple):
    """One row of a grid: the activity's words, today's minutes, its code, who did it; `done` false where held."""

    activity: Span
    minutes: int | None
    code: str | None
    role: Role | None
    done: bool
    charged: bool
    cell: Span
    minutes_span: Span | None = None
    bare: bool = False  # a code with its minutes, and no words for what was done
    said: tuple[Span, ...] = ()  # the cells that tell whether it was done: activity, dose and minutes


class Table(NamedTuple):
    """A grid of treatment with its rows and the stretch of the note it covers."""

    span: Span
    rows: tuple[Row, ...]
    sums: tuple[Sum, ...] = ()  # what its last rows give as today's minutes
