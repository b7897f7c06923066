"""Envelopes and levels of one window proved at once, as `envelope.py` proves them one by one, or not at all."""

from __future__ import annotations

import polars as pl

from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.bulk.table import Table, fields
from romberg.formats.x12.envelope import ENVELOPES, Envelopes
from romberg.formats.x12.levels import Levels
from romberg.formats.x12.segments import Segment
from romberg.formats.x12.walk import prove

_NUMBER = "^[1-9][0-9]{0,8}$"
_DEPTHS = {"20": 1, "22": 2, "23": 3}  # of billing provider, subscriber and patient, where each hangs as it should


def proved(held: Table, before: Envelopes, passed: int, kind: str) -> Envelopes | None:
    """The envelopes that are open behind a window; None where something is wrong or unusual, which others tell.

    `passed` segments stand before it; `kind` is that of its transactions (ST01).
    """
    depths = _depths(held, before.levels)
    after = before.copy()
    try:
        _take(held, after, passed, kind)
    except Unreadable:
        return None
    if depths is None:
        return None
    after.levels = after.levels.extended(depths)
    return after


def _take(held: Table, after: Envelopes, passed: int, kind: str) -> None:
    mask = held.any_of(ENVELOPES)
    for at, text in zip(mask.arg_true(), held.segments.filter(mask), strict=True):
        prove(Segment(passed + at + 1, text.split(held.signs.element)), held.signs, after, kind)


def _depths(held: Table, before: Levels) -> bytes | None:
    """How deep each level of the last transaction of a window lies; None where one of any is not as it should be.

    Levels count from 1 in each transaction; each hangs under one that was before it and lies a step higher.
    """
    mask, base = held.where("HL"), before.counted
    if not mask.any():
        return b""
    own, parent, code = fields(held.segments.filter(mask), held.signs.element, 1, 2, 3)
    regular = own.str.contains(_NUMBER).all() and (parent.str.contains(_NUMBER) | (parent == "")).all()
    if base is None or not regular:
        return None
    transactions = held.where("ST").cum_sum()
    levels = pl.DataFrame(
        {
            "own": own.cast(pl.Int64),
            "parent": parent.cast(pl.Int64, strict=False),
            "depth": code.replace_strict(_DEPTHS, default=0, return_dtype=pl.UInt8),
            "within": transactions.filter(mask),
        }
    )
    return _last_depths(levels, before, base, transactions[-1])


def _last_depths(levels: pl.DataFrame, before: Levels, base: int, last: int) -> bytes | None:
    """The depths of the levels within the last transaction; the first goes on where `base` levels were before."""
    within, at = pl.col("within"), pl.int_range(pl.len(), dtype=pl.Int64)
    levels = levels.with_columns(
        counted=pl.when(within == 0).then(base).otherwise(0),
        first=pl.when(within.ne_missing(within.shift(1))).then(at).forward_fill(),
    )
    passed = levels.filter(pl.col("parent") <= pl.col("counted"))["parent"].unique()
    known = {one: before.depth(one) for one in passed}
    above = pl.col("depth").gather(
        pl.when(pl.col("parent") > pl.col("counted")).then(pl.col("first") + pl.col("parent") - pl.col("counted") - 1),
        null_on_oob=True,
    )
    above = above.fill_null(pl.col("parent").replace_strict(known, default=0, return_dtype=pl.UInt8))
    holds = levels.select(
        (pl.col("own") == pl.col("counted") + at - pl.col("first") + 1)
        & pl.when(pl.col("parent").is_null())
        .then(pl.col("depth") == 1)
        .otherwise((pl.col("parent") < pl.col("own")) & (above > 0) & (pl.col("depth") == above + 1))
    ).to_series()
    return bytes(levels.filter(within == last)["depth"]) if holds.all() else None
