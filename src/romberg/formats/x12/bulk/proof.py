"""Envelopes and levels of one window proved at once, as `envelope.py` proves them one by one, or not at all.

What hangs on the file before the window is kept apart (`Structure`), so that windows may be read side by side and
joined in their order.
"""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import NamedTuple

import polars as pl

from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.bulk.table import Table, fields
from romberg.formats.x12.delimiters import Delimiters
from romberg.formats.x12.envelope import ENVELOPES, Envelopes
from romberg.formats.x12.levels import Levels
from romberg.formats.x12.segments import Segment
from romberg.formats.x12.walk import prove

_NUMBER = "^[1-9][0-9]{0,8}$"
_DEPTHS = {"20": 1, "22": 2, "23": 3}  # of billing provider, subscriber and patient, where each hangs as it should
_Found = tuple[tuple[int, str], ...]


class Structure(NamedTuple):
    """What a window holds of envelopes and levels, each proved as far as the window alone tells.

    `envelopes` are their places in the window with their text. `before` levels stand before the first of the window,
    in its transaction, where it begins with some; `first` is how deep those lie, `hang` how deep levels of the windows
    before have to lie. `last` are the depths of the levels of the last transaction that begins in the window, None
    where none does.
    """

    envelopes: _Found
    before: int | None
    first: bytes
    hang: dict[int, int]
    last: bytes | None


def structure(held: Table) -> Structure | None:
    """The structure of a window; None where a level is not as it should be, which the plain reader tells more of."""
    mask = held.any_of(ENVELOPES)
    envelopes = tuple(zip(mask.arg_true(), held.segments.filter(mask), strict=True))
    begun = len(held.where("ST").arg_true())
    mask = held.where("HL")
    if not mask.any():
        return Structure(envelopes, None, b"", {}, b"" if begun else None)
    levels = _levels(held, mask)
    return None if levels is None else _proved(levels, envelopes, begun)


def _levels(held: Table, mask: pl.Series) -> pl.DataFrame | None:
    """Number, parent, depth and transaction of each level; None where a number is none."""
    own, parent, code = fields(held.segments.filter(mask), held.signs.element, 1, 2, 3)
    if not (own.str.contains(_NUMBER).all() and (parent.str.contains(_NUMBER) | (parent == "")).all()):
        return None
    return pl.DataFrame(
        {
            "own": own.cast(pl.Int64),
            "parent": parent.cast(pl.Int64, strict=False),
            "depth": reduce(add, ((code == one).cast(pl.UInt8) * depth for one, depth in _DEPTHS.items())),
            "within": held.where("ST").cum_sum().filter(mask),
        }
    )


def _proved(levels: pl.DataFrame, envelopes: _Found, begun: int) -> Structure | None:
    """Levels count on within a transaction, and each hangs under one that was before it and lies one step higher."""
    before = levels["own"][0] - 1 if levels["within"][0] == 0 else None
    within, at, parent, depth = (
        pl.col("within"),
        pl.int_range(pl.len(), dtype=pl.Int64),
        pl.col("parent"),
        pl.col("depth"),
    )
    levels = levels.with_columns(
        counted=pl.when(within == 0).then(pl.lit(before or 0, dtype=pl.Int64)).otherwise(0),
        first=pl.when(within.ne_missing(within.shift(1))).then(at).forward_fill(),
    )
    counted, first = pl.col("counted"), pl.col("first")
    levels = levels.with_columns(
        above=depth.gather(pl.when(parent > counted).then(first + parent - counted - 1), null_on_oob=True)
    )
    holds = (pl.col("own") == counted + at - first + 1) & (
        pl.when(parent.is_null())
        .then(depth == 1)
        .otherwise((parent < pl.col("own")) & (depth > 1) & ((parent <= counted) | (depth == pl.col("above") + 1)))
    )
    hang = levels.filter(parent <= counted).select("parent", depth - 1).unique().rows()
    if not levels.select(holds.all()).item() or len(dict(hang)) < len(hang):
        return None
    return Structure(
        envelopes,
        before,
        bytes(levels.filter(within == 0)["depth"]),
        dict(hang),
        bytes(levels.filter(within == begun)["depth"]) if begun else None,
    )


def follow(found: Structure, before: Envelopes, passed: int, signs: Delimiters, kind: str) -> Envelopes | None:
    """The envelopes that are open behind a window; None where something is wrong, which the plain reader tells.

    `passed` segments stand before it; `kind` is that of its transactions (ST01).
    """
    hangs = all(before.levels.depth(one) == deep for one, deep in found.hang.items())
    if not hangs or (found.before is not None and before.levels.counted != found.before):
        return None
    after = before.copy()
    try:
        for at, text in found.envelopes:
            prove(Segment(passed + at + 1, text.split(signs.element)), signs, after, kind)
    except Unreadable:
        return None
    after.levels = _extended(before.levels, found.first) if found.last is None else _extended(after.levels, found.last)
    return after


def _extended(levels: Levels, depths: bytes) -> Levels:
    return levels.extended(depths) if depths else levels
