"""Facts of a line: what its modifiers say, its place among the lines of its code, its sums, its diagnoses."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl

from romberg.facts.claimed.columns import Coded, Columns, known, spread, told, whole
from romberg.facts.claimed.eras import day_of, of_support
from romberg.facts.claimed.lines import NONE, Array, ClaimLines, before, begins, kinds, sums
from romberg.facts.claimed.services import Services
from romberg.facts.claimed.source import source, visit_of
from romberg.facts.cover.modifiers import modifier_facts
from romberg.facts.diagnoses import asked, missing, support
from romberg.knowledge import payers
from romberg.visit import BilledLine

_KEPT = 50_000
OF_MODIFIERS = (
    "modifiers", "discipline_modifier", "disciplines_count", "carries_kx", "carries_at", "carries_evaluation",
    "carries_repeat", "carries_gy", "carries_gz", "carries_notice", "carries_denial", "carries_video", "carries_voice",
    "carries_gt", "notices_count", "notices_agree", "distinct_count", "assistant_matches", "discipline_modifiers",
    "assistant_modifiers", "distinct_modifiers", "notice_modifiers", "telehealth_modifiers", "modifiers_not_valid",
    "modifiers_repeated",
)  # fmt: skip
_CODE = "97110"  # any code: what modifiers say does not hang on it


@lru_cache(maxsize=_KEPT)
def of_modifiers(modifiers: tuple[str, ...], on: date) -> dict[str, Any]:
    """The facts of a line that hang on its modifiers alone, on a day."""
    held = source(visit_of(on, None, "", ()), (BilledLine(_CODE, 1, modifiers),), payers.card("medicare", on))
    return {**modifier_facts(held.lines[0], held), "modifiers": list(modifiers)}


def modifier_columns(lines: ClaimLines, era: Array) -> Columns:
    """Facts by modifiers."""
    which, places = kinds(lines.modifiers, era - era.min(initial=0))
    rows = [of_modifiers(lines.modifier_lists[lines.modifiers[at]], day_of(int(era[at]))) for at in places]
    return spread(rows, OF_MODIFIERS, which)


def own_columns(lines: ClaimLines, services: Services, codes: list[str], carries: Array) -> Columns:
    """The line's own numbers, and those of its code in the visit; `carries`: whether it has its assistant's modifier.

    `codes` are the codes of `lines.codes` as they are compared.
    """
    count = len(lines.visit)
    first = lines.first
    told = (lines.minutes != NONE) & (lines.minutes != lines.units)
    by_assistant = sums(np.where(carries, lines.units, 0)[services.order], services.first_sorted)
    units = sums(lines.units[services.order], services.first_sorted)
    charge = begins(*(key[services.by_charge] for key in (services.of_line, lines.modifiers)))
    first_charge = np.zeros(count, bool)
    first_charge[services.by_charge] = charge
    return {
        "line": whole("line", np.arange(count) - first[lines.visit]),
        "code": pl.Series("code", codes, pl.Categorical).gather(lines.code.astype(np.uint32)),
        "billed_units": whole("billed_units", lines.units),
        "code_billed_units": whole("code_billed_units", units[services.of_line]),
        "day_units_of_code": whole("day_units_of_code", units[services.of_line]),
        "is_first_of_code": whole("is_first_of_code", services.first_line[services.of_line] == np.arange(count)),
        "is_first_charge": whole("is_first_charge", first_charge),
        "charged_minutes": whole("charged_minutes", lines.minutes, told),
        "assistant_units_billed": whole("assistant_units_billed", by_assistant[services.of_line]),
    }


def sum_columns(lines: ClaimLines) -> Columns:
    """What a line is allowed, and the year's sums before it."""
    priced = known(lines.allowed)
    amounts = np.where(priced, lines.allowed, 0)
    first = lines.first
    earlier = before(amounts, first, lines.visit)
    open_before = before((~priced).astype(np.int64), first, lines.visit)
    found = lines.allowed_before[lines.visit]
    sure = known(found) & (open_before == 0) & lines.sure[lines.visit]
    return {
        "line_allowed_cents": whole("line_allowed_cents", lines.allowed, priced),
        "allowed_at_least_cents": whole("allowed_at_least_cents", found + earlier, known(found)),
        "allowed_before_cents": whole("allowed_before_cents", found + earlier, sure),
    }


def pointer_columns(lines: ClaimLines) -> Columns:
    """The diagnoses that a line points to: by its claim's list first, and their support by what they are."""
    given = lines.has_pointers[lines.visit]
    which, places = kinds(lines.pointers, lines.diagnoses[lines.visit], given.astype(np.int64))
    rows = []
    for at in places:
        listed = lines.diagnosis_lists[lines.diagnoses[lines.visit[at]]]
        rows.append(_pointed(listed, lines.pointer_lists[lines.pointers[at]] if given[at] else None))
    return {
        **spread(rows, ("pointed_diagnoses", "pointers_astray", "is_unpointed"), which),
        "pointed_support": _support(lines, [one["pointed_diagnoses"] for one in rows], which),
    }


@lru_cache(maxsize=_KEPT)
def _pointed(diagnoses: tuple[str, ...], places: tuple[int, ...] | None) -> dict[str, Any]:
    if not places:
        return {"pointed_diagnoses": None, "pointers_astray": None, "is_unpointed": None if places is None else True}
    return {
        "pointed_diagnoses": tuple(diagnoses[place - 1] for place in places if 0 < place <= len(diagnoses)),
        "pointers_astray": [str(place) for place in places if not 0 < place <= len(diagnoses)],
        "is_unpointed": False,
    }


def _support(lines: ClaimLines, pointed: list[tuple[str, ...] | None], which: Array) -> Coded:
    """How the diagnoses that each line points to support it, on its stretch of days."""
    distinct = {one: at for at, one in enumerate(dict.fromkeys(pointed))}
    listed = np.array([distinct[one] for one in pointed] or [0])[which]
    era = of_support(lines.day)[lines.visit]
    kind, places = kinds(listed, era - era.min(initial=0))
    every = list(distinct)
    told_of = [supported(every[listed[at]], int(era[at])) for at in places]
    return told("pointed_support", told_of, kind)


@lru_cache(maxsize=_KEPT)
def supported(codes: tuple[str, ...] | None, on: int) -> str | None:
    """How some diagnoses support the service on a day counted from 1970; None where there are none."""
    return None if codes is None else support(codes, day_of(on))


def wanted_column(lines: ClaimLines, families: Array, family_names: list[str]) -> Columns:
    """What a line's code must be for and no diagnosis says; sought where a code asks for anything."""
    asks = np.array([asked(code) for code in lines.codes] or [False])[lines.code]
    rows: list[str | None] = [None]
    which = np.zeros(len(lines.code), np.int64)
    some = np.flatnonzero(asks)
    if len(some):
        visit = lines.visit[some]
        kind, places = kinds(lines.code[some], lines.diagnoses[visit], families[visit])
        which[some] = kind + 1
        for at in some[places]:
            diagnoses = lines.diagnosis_lists[lines.diagnoses[lines.visit[at]]]
            rows.append(missing(lines.codes[lines.code[at]], diagnoses, family_names[families[lines.visit[at]]]))
    return {"diagnosis_wanted": told("diagnosis_wanted", rows, which)}
