"""Facts that name things out of a small vocabulary: held as the bits of one whole number, so that a look is cheap."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import get_args

import polars as pl

from romberg.knowledge import typed
from romberg.visit import Role

MOST = 62  # names that one number can hold
FINDINGS = ("pain", "asymmetry", "range", "tissue")


@cache
def vocabulary(fact: str) -> tuple[str, ...]:
    """The names that a fact can hold, in the order of their bits; raises KeyError where it holds no such names."""
    if fact in ("performers", "signer_roles", "clinician_roles"):
        return get_args(Role)
    if fact in ("proofs_wanted", "proofs_missing"):
        return tuple(sorted({row["proof"] for row in typed.rows("proofs")}))
    return {"subluxation_findings": FINDINGS}[fact]


@cache
def _bits(fact: str) -> dict[str, int]:
    names = vocabulary(fact)
    if len(names) > MOST:
        raise ValueError(f"{fact} has more names than a whole number has bits; part it.")
    return {name: 1 << at for at, name in enumerate(names)}


def packed(fact: str, names: Iterable[str] | None) -> int | None:
    """Some names as one number; None where the record does not say. Raises KeyError for a name out of nowhere."""
    if names is None:
        return None
    bits = _bits(fact)
    return sum(bits[name] for name in set(names))


def unpacked(fact: str, number: int | None) -> list[str] | None:
    """The names in a number, in the order of the vocabulary."""
    return None if number is None else [name for name, bit in _bits(fact).items() if number & bit]


def has(fact: str, *names: str) -> pl.Expr:
    """Whether a fact holds one of some names; a misspelt one fails when the rule is read."""
    bits = _bits(fact)
    return (pl.col(fact) & sum(bits[name] for name in set(names))) != 0


def wants(name: str) -> pl.Expr:
    """Whether the line's code asks for a particular."""
    return has("proofs_wanted", name)


def lacks(name: str) -> pl.Expr:
    """Whether the note does not show a particular that is asked for."""
    return has("proofs_missing", name)


def spelled(fact: str) -> pl.Expr:
    """The names that a fact holds as a list of texts, for a rule's evidence."""
    held = [pl.when(has(fact, name)).then(pl.lit(name)) for name in vocabulary(fact)]
    return pl.when(pl.col(fact).is_not_null()).then(pl.concat_list(held).list.drop_nulls())
