"""Stretches of days within which nothing that a fact hangs on changes: no card, edition, code, modifier or parameter.

What a code or a modifier means is worked out once for each stretch in which it is met, and not for each day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np

from romberg.knowledge import codes, diagnosis_support, editions, payers, tables
from romberg.knowledge.published import manifest

Array = np.ndarray[Any, Any]
_TABLES = (
    "fee_schedule", "localities", "therapy_codes", "add_ons", "pairs_practitioner", "pairs_hospital", "pairs_medicaid",
    "unit_limits_practitioner", "unit_limits_hospital", "unit_limits_medicaid",
)  # fmt: skip
_PAIRED = ("add_ons", "pairs_practitioner", "pairs_hospital", "pairs_medicaid")
_DATED = ("add_ons", "pairs_practitioner", "pairs_hospital", "pairs_medicaid")  # tables whose rows have days of theirs
_DAY = timedelta(days=1)
_EPOCH = date(1970, 1, 1)


def day_of(number: int) -> date:
    """A day counted from 1970."""
    return _EPOCH + timedelta(days=number)


def number_of(day: date) -> int:
    """A day as its number counted from 1970."""
    return (day - _EPOCH).days


@lru_cache(maxsize=64)
def _bounds(_held: editions.Library, cards: frozenset[str]) -> Array:
    """The days of change of all that a line's code, modifiers and payer hang on."""
    dated = chain.from_iterable(payers.days_of_change(one) for one in cards)
    return _numbers(chain(_of_tables(_TABLES), _of_rows(), _of_manifest(), _of_codes(), dated))


@lru_cache(maxsize=4)
def _of_pairs(_held: editions.Library) -> Array:
    """The days of change of what the tables say of two codes."""
    return _numbers(chain(_of_tables(_PAIRED), _of_rows(), _of_manifest()))


@lru_cache(maxsize=1)
def _of_support() -> Array:
    """The days of change of how diagnoses support a service."""
    held = diagnosis_support.families().values()
    return _numbers(chain((one.since for one in held), (one.through + _DAY for one in held if one.through)))


def _numbers(days: Iterable[date]) -> Array:
    first = date(2000, 1, 1)
    return np.array(sorted({number_of(first), *(number_of(one) for one in days if one > first)}), np.int32)


def _of_tables(names: Iterable[str]) -> Iterator[date]:
    for table in names:
        yield from editions.days_of_change(table)


def _of_rows() -> Iterator[date]:
    for table in _DATED:
        rows = tables.frame(table)
        yield from (one for one in rows["starts"].unique() if one)
        yield from (one + _DAY for one in rows["ends"].unique() if one and one < date.max)


def _of_manifest() -> Iterator[date]:
    for known in manifest().values():
        yield from (known.verified_through + _DAY, known.edition_through + _DAY)


def _of_codes() -> Iterator[date]:
    dated: list[codes.Code | codes.Modifier] = [*codes.all_codes().values(), *codes.modifiers().values()]
    yield from (one.valid_from for one in dated if one.valid_from)
    yield from (one.valid_through + _DAY for one in dated if one.valid_through)


def eras(days: Array, cards: Iterable[str]) -> Array:
    """The first day of the stretch in which each day lies, counted from 1970. Days lie in 2000 or later."""
    return _since(_bounds(editions.library(), frozenset(cards)), days)


def of_pairs(days: Array) -> Array:
    """The same for what the tables say of two codes."""
    return _since(_of_pairs(editions.library()), days)


def of_support(days: Array) -> Array:
    """The same for how diagnoses support a service."""
    return _since(_of_support(), days)


def of_months(days: Array) -> Array:
    """The first day of each day's month: the code set of diagnoses changes with months."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[D]").astype(np.int32)


def _since(bounds: Array, days: Array) -> Array:
    found: Array = bounds[np.searchsorted(bounds, days, side="right") - 1]
    return found
