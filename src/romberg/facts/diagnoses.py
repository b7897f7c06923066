"""How well diagnoses and measures support 97112: by families of codes, the longest prefix deciding."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache

from romberg.knowledge.diagnosis_support import STRENGTHS, family
from romberg.knowledge.documents import ROOM
from romberg.visit import Measure


def _rows(name: str) -> list[dict[str, str]]:
    with (ROOM / "codes" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def support(codes: Sequence[str], on: date | None) -> str | None:
    """The best support that the diagnoses give; None where none is written, or where only unknown codes are."""
    found = [family(code) for code in codes]
    known = [one.support for one in found if one is not None and one.holds(on)]
    if len(known) < len(codes) and not {"strong", "moderate"} & set(known):
        return None
    return min(known, key=STRENGTHS.index, default=None)


@cache
def _required() -> Mapping[str, tuple[dict[str, str], ...]]:
    rows = _rows("diagnosis_required.csv")
    return {code: tuple(row for row in rows if row["code"] == code) for code in {row["code"] for row in rows}}


def asked(code: str) -> bool:
    """Whether a service must be for something that a diagnosis has to say."""
    return code in _required()


def missing(code: str, codes: Sequence[str], payer_family: str) -> str | None:
    """What a service must be for, where none of the diagnoses says it: 92526 without a swallowing disorder."""
    rows = [row for row in _required().get(code, ()) if not row["families"] or payer_family in row["families"].split()]
    if not rows or not codes or any(one.startswith(row["prefix"]) for one in codes for row in rows):
        return None
    return rows[0]["meaning"]


@cache
def _neuromuscular() -> frozenset[str]:
    return frozenset(row["measure"] for row in _rows("measure_support.csv"))


def neuromuscular(measures: Iterable[Measure]) -> list[str]:
    """The names of measures of balance, coordination, position sense or motor control, once each."""
    return list(dict.fromkeys(one.measure for one in measures if one.measure in _neuromuscular()))
