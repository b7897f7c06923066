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
    places = pl.Series(which, dtype=pl.UInt32)
    return {name: catalogue.column(name, [row[name] for row in rows]).gather(places) for name in names}


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
    return catalogue.column(name, [value]).gather(np.zeros(count, np.uint32))
