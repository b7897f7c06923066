"""Which visit of a bucket each note documents; what cannot be told is told, and never guessed.

A note is read once, and only where the patient (and the claim, the clinician and the day, where they are told) has
claim lines that it may document. Its own date decides; a table's date stands in where its words give none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from romberg.batch.audit.encoded import bounds
from romberg.batch.audit.notes_in import words_of
from romberg.batch.audit.ordering import Ordered
from romberg.batch.check import Failure, Words, header
from romberg.batch.options import Options
from romberg.facts.claimed.eras import day_of
from romberg.notes import interventions
from romberg.report import Header

_READ = 256  # notes whose words are held at a time


@dataclass(frozen=True, slots=True)
class Beside:
    """The notes of a bucket: the folder of their words, and the key of each (`notes_in.KEYS`)."""

    folder: Path
    keys: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of one note: its key, the name of the outcome, and where it was read its header and its visit."""

    key: Mapping[str, Any]
    outcome: str
    header: Header | None = None
    visit: int | None = None


def of_bucket(folder: Path | None, bucket: int, buckets: int) -> Beside | None:
    """The notes of a bucket; None where the run has none."""
    if folder is None:
        return None
    low, high = bounds(bucket, buckets)
    keys = pl.read_parquet(folder / "keys.parquet")
    mine = pl.col("hash").is_between(pl.lit(low, pl.UInt64), pl.lit(high - 1, pl.UInt64))
    return Beside(folder, keys.filter(mine & pl.col("outcome").is_null()))


def joined(held: Ordered, beside: Beside) -> list[Joined]:
    """Each note with the one visit that it documents, or with the reason why there is none."""
    interventions.own()  # a broken vocabulary of the clinic is told once, before any note is read
    visits = _visits(held)
    found: list[Joined] = []
    keys = beside.keys.to_dicts()
    for start in range(0, len(keys), _READ):
        some = [(key, _possible(visits.get(key["patient"], ()), key)) for key in keys[start : start + _READ]]
        found += [Joined(key, "no_claim") for key, possible in some if not possible]
        wanted = [(key, possible) for key, possible in some if possible]
        words = words_of(beside.folder, [key["number"] for key, _ in wanted])
        found += [_one(key, possible, said) for (key, possible), said in zip(wanted, words, strict=True)]
    return _alone(found)


def _alone(found: Sequence[Joined]) -> list[Joined]:
    """A visit takes one note; of several it is not told which."""
    times = Counter(one.visit for one in found if one.visit is not None)
    return [
        replace(one, outcome="several_notes", visit=None) if one.visit is not None and times[one.visit] > 1 else one
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class _Visit:
    """What a visit of the claims is found by."""

    number: int
    day: date
    clinician: str
    claims: frozenset[str]


def _visits(held: Ordered) -> dict[str, list[_Visit]]:
    """The visits of each patient."""
    claims = held.claims
    first = claims.first.tolist()
    ends = [*first[1:], len(claims.visit)][: len(first)]  # a bucket may be empty
    patients, names = held.names["patient"].to_list(), held.names["claim"].to_list()
    found: dict[str, list[_Visit]] = {}
    for number, (start, end) in enumerate(zip(first, ends, strict=True)):
        clinician = claims.rendering_npis[claims.rendering[number]]
        one = _Visit(number, day_of(int(claims.day[number])), clinician, frozenset(names[start:end]))
        found.setdefault(patients[start], []).append(one)
    return found


def _possible(visits: Sequence[_Visit], key: Mapping[str, Any]) -> list[_Visit]:
    """The visits that a note may document by what is told beside it; lines that name no clinician are not excluded."""
    tests: list[Callable[[_Visit], bool]] = []
    if key["claim"]:
        tests.append(lambda one: key["claim"] in one.claims)
    if key["clinician"]:
        tests.append(lambda one: one.clinician in ("", key["clinician"]))
    if key["day"]:
        tests.append(lambda one: one.day == key["day"])
    return [one for one in visits if all(test(one) for test in tests)]


def _one(key: Mapping[str, Any], possible: Sequence[_Visit], words: Words) -> Joined:
    read = header((key["source"], lambda: words), Options(on=key["day"]))
    if isinstance(read, Failure):
        return Joined(key, "not_read")
    on = read.coded.visit.service_date
    if on is None:
        return Joined(key, "no_day", read)
    if key["day"] and on != key["day"]:
        return Joined(key, "other_day", read)
    mine = [one for one in possible if one.day == on]
    if len(mine) != 1:
        return Joined(key, "several_visits" if mine else "no_claim", read)
    return Joined(key, "joined", read, mine[0].number)
