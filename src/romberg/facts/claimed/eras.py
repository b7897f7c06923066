"""Stretches of days within which nothing that a fact hangs on changes: no card, edition, code, modifier or parameter.

What a code or a modifier means is worked out once for each stretch in which it is met, and not for each day. A month
is never passed, for the code set of diagnoses changes with months.
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
_DATED = ("add_ons", "pairs_practitioner", "pairs_hospital", "pairs_medicaid")  # tables whose rows have days of theirs
_DAY = timedelta(days=1)
_EPOCH = date(1970, 1, 1)
_YEARS = range(2000, 2101)


def day_of(number: int) -> date:
    """A day counted from 1970."""
    return _EPOCH + timedelta(days=number)


def number_of(day: date) -> int:
    """A day as its number counted from 1970."""
    return (day - _EPOCH).days


@lru_cache(maxsize=64)
def _bounds(_held: editions.Library, cards: frozenset[str]) -> Array:
    firsts = (date(year, month, 1) for year in _YEARS for month in range(1, 13))
    days = {*firsts, *_of_tables(), *_of_codes(), *chain.from_iterable(payers.days_of_change(one) for one in cards)}
    return np.array(sorted(number_of(one) for one in days if one >= date(2000, 1, 1)), np.int32)


def _of_tables() -> Iterator[date]:
    for table in _TABLES:
        yield from editions.days_of_change(table)
    for table in _DATED:
        rows = tables.frame(table)
        yield from (one for one in rows["starts"].unique() if one)
        yield from (one + _DAY for one in rows["ends"].unique() if one and one < date.max)
    for known in manifest().values():
        yield from (known.verified_through + _DAY, known.edition_through + _DAY)


def _of_codes() -> Iterator[date]:
    dated: list[codes.Code | codes.Modifier] = [*codes.all_codes().values(), *codes.modifiers().values()]
    yield from (one.valid_from for one in dated if one.valid_from)
    yield from (one.valid_through + _DAY for one in dated if one.valid_through)
    yield from (one.since for one in diagnosis_support.families().values())
    yield from (one.through + _DAY for one in diagnosis_support.families().values() if one.through)


def eras(days: Array, cards: Iterable[str]) -> tuple[Array, Array]:
    """The first day of the stretch in which each day lies, and the stretches met, both as days counted from 1970.

    Days lie in 2000 or later.
    """
    bounds = _bounds(editions.library(), frozenset(cards))
    first = bounds[np.searchsorted(bounds, days, side="right") - 1]
    return first, np.unique(first)
