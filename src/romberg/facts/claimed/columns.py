"""Columns of facts out of a few values and, for each row, which of them it has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from romberg.facts import catalogue
from romberg.facts.claimed.lines import NONE, NOT_KNOWN, Array

Columns = dict[str, pl.Series]


def spread(rows: Sequence[dict[str, Any]], names: Sequence[str], which: Array) -> Columns:
    """Facts of some kinds of rows, a column each; `which` is the kind of each row."""
    return {name: told(name, [row[name] for row in rows], which) for name in names}


def told(name: str, values: Sequence[Any], which: Array) -> pl.Series:
    """One fact of some kinds of rows as a column; a list of texts that several kinds share is made once."""
    if catalogue.catalogue()[name].kind != "texts":
        return catalogue.column(name, values).gather(pl.Series(which, dtype=pl.UInt32))
    places: dict[tuple[str, ...] | None, int] = {}
    of_value = [places.setdefault(None if one is None else tuple(one), len(places)) for one in values]
    kind = catalogue.schema((name,))[name]
    held = pl.DataFrame([[None if one is None else list(one)] for one in places], schema={name: kind}, orient="row")
    return held[name].gather(pl.Series(np.array(of_value or [0], np.uint32)[which], dtype=pl.UInt32))


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
