"""Columns of facts out of a few values and, for each row, which of them it has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from romberg.facts import catalogue
from romberg.facts.claimed.lines import NONE, NOT_KNOWN, Array

Columns = dict[str, pl.Series]
_SIGN = "\x1f"  # between texts that are put together, and stands in none of them


def spread(rows: Sequence[dict[str, Any]], names: Sequence[str], which: Array) -> Columns:
    """Facts of some kinds of rows, a column each; `which` is the kind of each row."""
    return {name: told(name, [row[name] for row in rows], which) for name in names}


def told(name: str, values: Sequence[Any], which: Array) -> pl.Series:
    """One fact of some kinds of rows as a column; a list of texts that several kinds share is made once."""
    if catalogue.catalogue()[name].kind != "texts":
        return catalogue.column(name, values).gather(pl.Series(which, dtype=pl.UInt32))
    places: dict[tuple[str, ...] | None, int] = {}
    of_value = [places.setdefault(None if one is None else tuple(one), len(places)) for one in values]
    held = _lists(name, list(places))
    return held.gather(pl.Series(np.array(of_value or [0], np.uint32)[which], dtype=pl.UInt32))


def _lists(name: str, values: Sequence[tuple[str, ...] | None]) -> pl.Series:
    """Lists of texts as a column: joined and parted again, which is quicker than list by list."""
    joined = pl.Series(name, [None if one is None else _SIGN.join(one) for one in values], pl.String)
    empty = pl.Series([one is not None and not one for one in values], dtype=pl.Boolean)
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


def same(name: str, value: Any, count: int) -> pl.Series:
    """The same value for every row."""
    return told(name, [value], np.zeros(count, np.uint32))
