"""Facts of a line that hang on its code: what it is on the day, what the card says of it, whose visit it stands in.

Each hangs on as little as it may, so that few are worked out: the code and the day; the code, the card and the place;
the code under a chiropractor; the discipline.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

import numpy as np
import polars as pl

from romberg.facts import line as one_line
from romberg.facts.claimed.columns import Coded, Columns, spread, told
from romberg.facts.claimed.eras import day_of
from romberg.facts.claimed.lines import Array, ClaimLines, kinds
from romberg.facts.claimed.source import source, visit_of
from romberg.facts.counting import Counted
from romberg.facts.cover.modifiers import code_facts, modifier_facts
from romberg.facts.cover.pairs import beside_facts
from romberg.facts.limits import cap_facts, limit_facts
from romberg.facts.values import VisitSource
from romberg.facts.visit import visit_facts
from romberg.knowledge import payers
from romberg.visit import BilledLine

_KEPT = 100_000
OF_CODE = (
    "evaluation_level", "timed", "is_attended_code", "is_group_code", "service", "therapy", "code_belongs_to",
    "code_valid", "code_dates", "medicare_status", "stands_beside",
)  # fmt: skip
OF_CARD = ("day_limit", "day_limit_kind", "minimum_minutes", "is_never_paid")
OF_DISCIPLINE = ("assistant_modifier", "discipline_due")
ADDS = ("has_treatment", "has_therapy", "has_timed")
HOSPITAL = "hospital-outpatient"
_NOTHING = Counted(pl.DataFrame(), {}, 0)
_THERAPY = ("PT", "OT", "SLP")
_CHIROPRACTOR = "DC"


def code_columns(
    lines: ClaimLines, era: Array, whose: Array, hospital: Array, disciplines: tuple[str | None, ...]
) -> tuple[Columns, dict[str, Array]]:
    """Facts by code, and what each line adds to its visit: kinds of service, and whether a cap counts its units.

    Of each line `era` is its stretch of days, of each visit `whose` its discipline, `hospital` whether it was there.
    """
    of = lines.visit
    days = era - era.min(initial=0)
    plain, at = kinds(lines.code, days)
    codes = [of_code(lines.codes[lines.code[one]], int(era[one])) for one in at]
    by_card, met = kinds(lines.code, lines.card[of], days, hospital[of].astype(np.int64))
    cards = [
        of_card(lines.codes[lines.code[one]], lines.cards[lines.card[of[one]]], int(era[one]), bool(hospital[of[one]]))
        for one in met
    ]
    adds = {name: np.array([one[name] for one in codes] or [False])[plain] for name in ADDS}
    adds["has_therapy"] &= np.isin(whose, [disciplines.index(one) for one in _THERAPY])[of]
    adds["is_capped"] = np.array([one["is_capped"] for one in cards] or [False])[by_card]
    adds["is_add_on"] = np.array([one["stands_beside"] is not None for one in codes] or [False])[plain]
    return {
        **spread(codes, OF_CODE, plain),
        **spread(cards, OF_CARD, by_card),
        **spread([_of_discipline(one) for one in disciplines], OF_DISCIPLINE, whose[of]),
        "is_excluded_chiropractic": _excluded(lines, era, (whose == disciplines.index(_CHIROPRACTOR))[of]),
    }, adds


def _alone(code: str, card: str, on: int, whose: str | None = None, where: str = "") -> VisitSource:
    """A visit of one unit of a code."""
    day = day_of(on)
    return source(visit_of(day, whose, where, ()), (BilledLine(code, 1),), payers.card(card, day))


@lru_cache(maxsize=_KEPT)
def of_code(code: str, on: int) -> dict[str, Any]:
    """What hangs on the code and the day alone; `has_therapy` as in a therapist's visit."""
    held = _alone(code, "medicare", on, "PT")
    found = {**_whole(held), **code_facts(held.lines[0], held), **beside_facts(held.lines[0], held)}
    visit = visit_facts(0, held, "")
    return {**{name: found[name] for name in OF_CODE}, **{name: bool(visit[name]) for name in ADDS}}


def _whole(held: VisitSource) -> dict[str, Any]:
    (line,) = held.lines
    return one_line.line_facts(0, line, one_line.Around(0, held, _NOTHING, {line.code: 1}, ""))


@lru_cache(maxsize=_KEPT)
def of_card(code: str, card: str, on: int, hospital: bool) -> dict[str, Any]:
    """What hangs on the payer's card and the place too."""
    held = _alone(code, card, on, where=HOSPITAL if hospital else "")
    found = limit_facts(held.lines[0], held)
    return {
        "day_limit": found["day_limit"],
        "day_limit_kind": found["day_limit_kind"],
        "minimum_minutes": held.card.minimum_minutes.get(code),
        "is_never_paid": code in held.card.not_payable_codes,
        "is_capped": cap_facts(held)["units_under_cap"] == 1,
    }


@cache
def _of_discipline(whose: str | None) -> dict[str, Any]:
    held = _alone("97110", "medicare", _SOME_DAY, whose)
    return {**_whole(held), **modifier_facts(held.lines[0], held)}


_SOME_DAY = 20_000  # any day: what is due by discipline does not hang on it


def _excluded(lines: ClaimLines, era: Array, by_chiropractor: Array) -> Coded:
    """Whether a chiropractor did what the payer excludes for chiropractors."""
    rows: list[bool | None] = [False]
    which = np.zeros(len(lines.code), np.int64)
    some = np.flatnonzero(by_chiropractor)
    if len(some):
        kind, at = kinds(lines.code[some], lines.card[lines.visit[some]], era[some] - era.min())
        which[some] = kind + 1
        rows += [
            _of_chiropractor(lines.codes[lines.code[one]], lines.cards[lines.card[lines.visit[one]]], int(era[one]))
            for one in some[at]
        ]
    return told("is_excluded_chiropractic", rows, which)


@lru_cache(maxsize=_KEPT)
def _of_chiropractor(code: str, card: str, on: int) -> bool | None:
    found: bool | None = _whole(_alone(code, card, on, _CHIROPRACTOR))["is_excluded_chiropractic"]
    return found
