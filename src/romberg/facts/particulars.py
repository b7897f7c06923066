"""Particulars as bits of a whole number, which a million lines answer in a millisecond, and lists do not."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import polars as pl

from romberg.knowledge import typed


@cache
def _bits() -> dict[str, int]:
    """Each particular of proofs.csv with a bit of its own, for this run alone."""
    names = sorted({row["proof"] for row in typed.rows("proofs")})
    if len(names) > 62:
        raise ValueError("There are more particulars than a whole number has bits; use a second column.")
    return {name: 1 << at for at, name in enumerate(names)}


def bits(names: Iterable[str] | None) -> int | None:
    """Some particulars as one number; None where they are not known."""
    return None if names is None else sum(_bits()[name] for name in set(names))


def wants(name: str) -> pl.Expr:
    """Whether the line's code asks for a particular."""
    return _holds("proofs_wanted_bits", name)


def lacks(name: str) -> pl.Expr:
    """Whether the note does not show a particular that is asked for."""
    return _holds("proofs_missing_bits", name)


def _holds(column: str, name: str) -> pl.Expr:
    return (pl.col(column) & pl.lit(_bits()[name], pl.Int64)) != 0
