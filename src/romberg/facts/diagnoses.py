"""How well diagnoses and measures support 97112: by families of codes, the longest prefix deciding."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from romberg.knowledge.documents import ROOM
from romberg.visit import Measure

STRENGTHS = ("strong", "moderate", "weak", "none", "unrelated")


@dataclass(frozen=True, slots=True)
class Support:
    """How well one family of diagnoses supports 97112. `mark` says whether a source was read for it."""

    prefix: str
    family: str
    support: str
    since: date
    through: date | None
    mark: str


def _rows(name: str) -> list[dict[str, str]]:
    with (ROOM / "codes" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def families() -> Mapping[str, Support]:
    """Every family by its prefix, written without the point."""
    return {row["prefix"].replace(".", ""): _support(row) for row in _rows("diagnosis_support.csv")}


def _support(row: Mapping[str, str]) -> Support:
    through = date.fromisoformat(row["through"]) if row["through"] else None
    since = date.fromisoformat(row["since"])
    return Support(row["prefix"], row["family"], row["support"], since, through, row["mark"])


@cache
def family(code: str) -> Support | None:
    """The family of a diagnosis code, or None where the table has none."""
    plain = code.upper().replace(".", "")
    return next((families()[plain[:n]] for n in range(len(plain), 0, -1) if plain[:n] in families()), None)


def support(codes: Sequence[str], on: date | None) -> str | None:
    """The best support that the diagnoses give; None where none is written, or where only unknown codes are."""
    found = [family(code) for code in codes]
    known = [one.support for one in found if one is not None and _holds(one, on)]
    if len(known) < len(codes) and not {"strong", "moderate"} & set(known):
        return None
    return min(known, key=STRENGTHS.index, default=None)


@cache
def _required() -> Mapping[str, tuple[dict[str, str], ...]]:
    rows = _rows("diagnosis_required.csv")
    return {code: tuple(row for row in rows if row["code"] == code) for code in {row["code"] for row in rows}}


def missing(code: str, codes: Sequence[str], payer_family: str) -> str | None:
    """What a service must be for, where none of the diagnoses says it: 92526 without a swallowing disorder."""
    rows = [row for row in _required().get(code, ()) if not row["families"] or payer_family in row["families"].split()]
    if not rows or not codes or any(one.startswith(row["prefix"]) for one in codes for row in rows):
        return None
    return rows[0]["meaning"]


def _holds(one: Support, on: date | None) -> bool:
    return on is None or (one.since <= on and (one.through is None or on <= one.through))


@cache
def _neuromuscular() -> frozenset[str]:
    return frozenset(row["measure"] for row in _rows("measure_support.csv"))


def neuromuscular(measures: Iterable[Measure]) -> list[str]:
    """The names of measures of balance, coordination, position sense or motor control, once each."""
    return list(dict.fromkeys(one.measure for one in measures if one.measure in _neuromuscular()))
