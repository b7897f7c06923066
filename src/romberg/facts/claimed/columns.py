"""Columns of facts, most of them as a few values and, for each row, which of them it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from romberg.facts import catalogue
from romberg.facts.claimed.lines import NONE, NOT_KNOWN, Array

_SIGN = "\x1f"  # between texts that are put together, and stands in none of them


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """A fact as its few values and the place of each row's value among them; spread over rows only where it is read."""

    values: pl.Series
    places: Array

    def gather(self, rows: Array) -> pl.Series:
        """The fact of some rows."""
        return self.values.gather(pl.Series(self.places[rows]))

    def spread(self) -> pl.Series:
        """The fact of every row."""
        return self.values.gather(pl.Series(self.places))


Columns = dict[str, pl.Series | Coded]


def some(column: pl.Series | Coded, rows: Array) -> pl.Series:
    """A fact of some rows, whichever way it is held; rows are whole numbers of 32 bits without a sign."""
    return column.gather(rows) if isinstance(column, Coded) else column.gather(pl.Series(rows))


def every(column: pl.Series | Coded) -> pl.Series:
    """A fact of every row."""
    return column.spread() if isinstance(column, Coded) else column


def spread(rows: Sequence[dict[str, Any]], names: Sequence[str], which: Array) -> Columns:
    """Facts of some kinds of rows, a column each; `which` is the kind of each row."""
    places = which.astype(np.uint32)
    return {name: told(name, [row[name] for row in rows], places) for name in names}


def told(name: str, values: Sequence[Any], which: Array) -> Coded:
    """One fact of some kinds of rows."""
    texts = catalogue.catalogue()[name].kind == "texts"
    held = _lists(name, values) if texts else catalogue.column(name, values)
    return Coded(held, which.astype(np.uint32, copy=False))


def _lists(name: str, values: Sequence[Sequence[str] | None]) -> pl.Series:
    """Lists of texts as a column: joined and parted again, which is quicker than list by list."""
    joined = pl.Series(name, [None if one is None else _SIGN.join(one) for one in values], pl.String)
    empty = pl.Series([one is not None and not one for one in values], dtype=pl.Boolean)
    if not empty.any():
        return joined.str.split(_SIGN)
    nothing = pl.Series(name, [[]], pl.List(pl.String)).new_from_index(0, len(values))
    return joined.str.split(_SIGN).zip_with(~empty, nothing)


def whole(name: str, values: Array, known: Array | None = None) -> pl.Series:
    """Whole numbers, truths or days as a fact; null where they are not known."""
    column = pl.Series(name, values).cast(catalogue.schema((name,))[name])
    return column if known is None else column.set(pl.Series(~known), None)


def known(values: Array) -> Array:
    """Whether each number is there."""
    there: Array = (values != NONE) & (values != NOT_KNOWN)
    return there


def same(name: str, value: Any, count: int) -> Coded:
    """The same value for every row."""
    return told(name, [value], np.zeros(count, np.uint32))
