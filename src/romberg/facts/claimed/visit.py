"""Facts of a visit: its payer's card, the head of its claim, its diagnoses, and what its lines add up to."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl

from romberg.claims import ClaimHead
from romberg.facts import catalogue
from romberg.facts.claimed.columns import Columns, known, same, spread, whole
from romberg.facts.claimed.eras import day_of
from romberg.facts.claimed.lines import NONE, Array, ClaimLines, any_of, kinds, sums
from romberg.facts.claimed.source import source, visit_of
from romberg.facts.cover.diagnoses import diagnosis_facts
from romberg.facts.cover.head import head_facts, npi_faults
from romberg.facts.cover.visit import visit_facts as cover_facts
from romberg.facts.diagnoses import support
from romberg.facts.limits import cap_facts
from romberg.facts.visit import visit_facts
from romberg.knowledge import payers
from romberg.knowledge.deadlines import last_day
from romberg.visit import BilledLine

_KEPT = 50_000
OF_CARD = (
    "payer", "payer_family", "counting", "ncci_applies", "assistant_modifier_wanted", "certification_wanted",
    "progress_report_wanted", "total_time_demanded", "discipline", "setting", "unit_cap", "paid_first",
    "start_and_stop_times", "therapy_modifiers_wanted", "assistants_payable", "authorization_wanted", "visit_cap",
    "days_to_next_evaluation",
)  # fmt: skip
OF_HEAD = ("place_of_service", "taxonomy", "taxonomy_means", "taxonomy_role", "taxonomy_discipline")
OF_DIAGNOSES = (
    "first_not_billable", "others_not_billable", "diagnoses_undecided", "diagnosis_conflicts", "causes_not_first",
    "injuries_as_new", "aftercare_of_injury", "diagnosis_support", "claim_diagnoses",
)  # fmt: skip
_SIGNS = {"has_billed": True, "has_claim": True, "modifiers_known": True}


@lru_cache(maxsize=_KEPT)
def of_card(card: str, on: int, whose: str | None, where: str) -> dict[str, Any]:
    """The facts of a visit that hang on its payer's card, its discipline and its place."""
    day = day_of(on)
    held = source(visit_of(day, whose, where, ()), (), payers.card(card, day))
    return {**visit_facts(0, held, ""), **cover_facts(held), "setting": where or None}


def card_columns(lines: ClaimLines, era: Array, whose: Array, where: Array, names: list[tuple[Any, ...]]) -> Columns:
    """Facts by card; `whose` and `where` are places in the two lists of `names`."""
    which, places = kinds(lines.card, era - era.min(initial=0), whose, where)
    disciplines, settings = names
    rows = [
        of_card(lines.cards[lines.card[at]], int(era[at]), disciplines[whose[at]], settings[where[at]]) for at in places
    ]
    return spread(rows, OF_CARD, which)


@lru_cache(maxsize=_KEPT)
def of_head(place: str, taxonomy: str) -> dict[str, Any]:
    """The facts of a claim's head that hang on its place of service and its clinician's taxonomy."""
    head = ClaimHead(place=place or None, rendering_taxonomy=taxonomy or None)
    held = source(visit_of(day_of(0), None, "", ()), (), payers.card("medicare", day_of(18_262)), head)
    return head_facts(held)


def head_columns(lines: ClaimLines) -> Columns:
    """The claim's head: place, taxonomy, providers, authorisation, days."""
    heads, which = lines.claim_heads, lines.heads
    rows = [of_head(place, taxonomy) for place, taxonomy, *_ in heads]
    refers = [bool(referring) if rendering or billing else None for _, _, rendering, billing, referring in heads]
    named = np.array([bool(place or rendering or billing) for place, _, rendering, billing, _ in heads] or [False])
    faults = [npi_faults(_providers(*head[2:])) for head in heads]
    places = which.astype(np.uint32)
    filed = lines.filed != NONE
    return {
        **spread(rows, OF_HEAD, which),
        "has_referrer": catalogue.column("has_referrer", refers).gather(places),
        "npi_faults": catalogue.column("npi_faults", faults).gather(places),
        "has_authorization_number": whole(
            "has_authorization_number", lines.authorized, lines.authorized | named[which]
        ),
        "filed_on": pl.Series("filed_on", np.where(filed, lines.filed, 0)).cast(pl.Date).set(pl.Series(~filed), None),
        "claim_has_pointers": whole("claim_has_pointers", lines.has_pointers),
        **{name: same(name, value, len(which)) for name, value in _SIGNS.items()},
    }


@lru_cache(maxsize=_KEPT)
def _providers(rendering: str, billing: str, referring: str) -> ClaimHead:
    return ClaimHead(rendering_npi=rendering or None, billing_npi=billing or None, referring_npi=referring or None)


def day_columns(lines: ClaimLines) -> Columns:
    """The day of service, and until when the claim may be filed."""
    which, places = kinds(lines.card, lines.day - lines.day.min(initial=0))
    last = [_deadline(lines.cards[lines.card[at]], int(lines.day[at])) for at in places]
    deadlines = catalogue.column("filing_deadline", last).gather(which.astype(np.uint32))
    return {"service_date": pl.Series("service_date", lines.day).cast(pl.Date), "filing_deadline": deadlines}


@lru_cache(maxsize=_KEPT)
def _deadline(card: str, on: int) -> Any:
    day = day_of(on)
    return last_day(day, payers.card(card, day).timely_filing)


def diagnosis_columns(lines: ClaimLines, era: Array, whose: Array, disciplines: tuple[str | None, ...]) -> Columns:
    """Facts of the claim's diagnoses; sentences on a code that may not be billed name the day itself."""
    first = era - era.min(initial=0)
    which, places = kinds(lines.diagnoses, first, whose)
    days = [int(era[at]) for at in places]
    rows = [_of_diagnoses(lines.diagnosis_lists[lines.diagnoses[at]], on, disciplines[whose[at]])
            for at, on in zip(places, days, strict=True)]  # fmt: skip
    dated = np.array([bool(one["dated"]) for one in rows] or [False])[which]
    if dated.any():
        at = np.flatnonzero(dated)
        again, some = kinds(lines.diagnoses[at], lines.day[at], whose[at])
        which[at] = again + len(rows)
        rows += [
            _of_diagnoses(lines.diagnosis_lists[lines.diagnoses[one]], int(lines.day[one]), disciplines[whose[one]])
            for one in at[some]
        ]
    return spread(rows, OF_DIAGNOSES, which)


@lru_cache(maxsize=_KEPT)
def _of_diagnoses(codes: tuple[str, ...], on: int, whose: str | None) -> dict[str, Any]:
    day = day_of(on)
    told = diagnosis_facts(
        source(visit_of(day, whose, "", codes), (), payers.card("medicare", day), ClaimHead(diagnoses=codes))
    )
    dated = told["first_not_billable"] or told["others_not_billable"] or told["diagnoses_undecided"]
    return {
        **told,
        "diagnosis_support": support(list(dict.fromkeys(codes)), day),
        "claim_diagnoses": list(codes) or None,
        "dated": bool(dated),
    }


def sum_columns(lines: ClaimLines, adds: dict[str, Array]) -> Columns:
    """What the lines of a visit add up to: kinds of service, units under a payer's cap, money."""
    first = lines.first
    priced = known(lines.allowed)
    whole_priced = ~any_of(~priced, first)
    amounts = sums(np.where(priced, lines.allowed, 0), first)
    capped = sums(np.where(adds["is_capped"], lines.units, 0), first)
    before = lines.allowed_before
    return {
        **{name: whole(name, any_of(adds[name], first)) for name in ("has_treatment", "has_therapy", "has_timed")},
        "units_under_cap": whole("units_under_cap", capped),
        "lines_out_of_order": _out_of_order(lines, capped),
        "visit_allowed_cents": whole("visit_allowed_cents", amounts, whole_priced),
        "year_allowed_found_cents": whole("year_allowed_found_cents", before, known(before)),
        "year_allowed_cents": whole("year_allowed_cents", before, known(before) & lines.sure),
    }


def _out_of_order(lines: ClaimLines, capped: Array) -> pl.Series:
    """Lines before dearer ones, in visits over the cap of a payer that pays the first units of the claim."""
    caps = np.full(len(capped), np.iinfo(np.int64).max)
    which, places = kinds(lines.card, lines.day - lines.day.min(initial=0))
    limits = [_ordered_cap(lines.cards[lines.card[at]], int(lines.day[at])) for at in places]
    caps = np.array([np.iinfo(np.int64).max if one is None else one for one in limits] or [0], np.int64)[which]
    over = np.flatnonzero(capped > caps)
    rows: list[Any] = [[]]
    place = np.zeros(len(capped), np.uint32)
    first = np.append(lines.first, len(lines.visit))
    for visit in over:
        place[visit] = len(rows)
        rows.append(_order_of(lines, int(visit), first))
    return catalogue.column("lines_out_of_order", rows).gather(place)


@lru_cache(maxsize=_KEPT)
def _ordered_cap(card: str, on: int) -> int | None:
    known_card = payers.card(card, day_of(on))
    return known_card.daily_unit_cap if known_card.paid_first == "line order" else None


def _order_of(lines: ClaimLines, visit: int, first: Array) -> list[str]:
    day = day_of(int(lines.day[visit]))
    billed = tuple(
        BilledLine(lines.codes[lines.code[at]], int(lines.units[at])) for at in range(first[visit], first[visit + 1])
    )
    held = source(visit_of(day, None, "", ()), billed, payers.card(lines.cards[lines.card[visit]], day))
    told: list[str] = cap_facts(held)["lines_out_of_order"]
    return told
