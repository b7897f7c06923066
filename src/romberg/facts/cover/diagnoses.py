"""Diagnosis codes on their day: which may not be billed, which exclude one another, which stand in the wrong order."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import Any

from romberg.facts.values import VisitSource
from romberg.knowledge import diagnoses, diagnosis_notes

_KEPT = 20_000  # codes and pairs that a long call remembers
_INJURY = re.compile(r"[ST][0-9][0-9A-Z]\.?[0-9A-Z]{3,4}A")
_ANY_INJURY = re.compile(r"S[0-9]|T(?:0[7-9]|1[0-9]|2[0-9]|3[0-2])")
_AFTERCARE = re.compile(r"Z4[78]|Z51\.89")
_THERAPISTS = ("PT", "OT", "SLP")


def diagnosis_facts(source: VisitSource) -> dict[str, Any]:
    """The diagnoses of the claim, or those of the note where it lists none, each on the day of the visit."""
    visit = source.coded.visit
    codes = list(dict.fromkeys(source.head.diagnoses or [one.code for one in visit.diagnoses]))
    return {**standing_facts(codes, visit.service_date), **listed_facts(codes, visit.discipline)}


def standing_facts(codes: Sequence[str], on: date | None, sound: Container[str] = ()) -> dict[str, Any]:
    """Which of some diagnoses may not be billed on the day, the first one told apart; `sound` are known to be fine."""
    standing = {code: _standing(code, on) for code in codes if code not in sound} if on else {}
    wrong = {code: one.because for code, one in standing.items() if one.billable is False}
    return {
        "first_not_billable": wrong.get(codes[0]) if codes else None,
        "others_not_billable": [because for code, because in wrong.items() if code != codes[0]],
        "diagnoses_undecided": [one.because for one in standing.values() if one.billable is None],
    }


def listed_facts(codes: Sequence[str], discipline: str | None) -> dict[str, Any]:
    """What some diagnoses are to one another, whatever the day."""
    return {
        "diagnosis_conflicts": [says for one, other in combinations(sorted(codes), 2) if (says := _apart(one, other))],
        "causes_not_first": _causes_behind(codes),
        "injuries_as_new": _as_new(codes) if discipline in _THERAPISTS else [],
        "aftercare_of_injury": _aftercare(codes),
    }


def billable(codes: Sequence[str], on: date) -> frozenset[str]:
    """Those of some diagnoses of which it is known that they may be billed on a day."""
    return frozenset(code for code in codes if _standing(code, on).billable is True)


@lru_cache(maxsize=_KEPT)
def _standing(code: str, on: date) -> diagnoses.Standing:
    return diagnoses.standing(code, on)


@lru_cache(maxsize=_KEPT)
def _apart(one: str, other: str) -> str | None:
    """The sentence on two codes that exclude one another; None where no note parts them."""
    found = diagnosis_notes.conflicts((one, other))
    return found[0].says() if found else None


def _causes_behind(codes: Sequence[str]) -> list[str]:
    """A first code whose own note asks for a cause before it, where that cause stands behind it."""
    note = diagnosis_notes.code_first(codes[0]) if len(codes) > 1 else None
    if note is None:
        return []
    return [f"{codes[0]} stands before {code}, its cause" for code in codes[1:] if note.names(code)][:1]


def _as_new(codes: Sequence[str]) -> list[str]:
    return [code for code in codes if _INJURY.fullmatch(code)]


def _aftercare(codes: Sequence[str]) -> list[str]:
    hurt = any(_ANY_INJURY.match(code) for code in codes)
    return [code for code in codes if _AFTERCARE.match(code)] if hurt else []
