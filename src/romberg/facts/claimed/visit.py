"""Facts of a visit: its payer's card, the head of its claim, its diagnoses, and what its lines add up to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl

from romberg.claims import ClaimHead
from romberg.facts import catalogue
from romberg.facts.claimed.columns import Coded, Columns, known, same, spread, told, whole
from romberg.facts.claimed.eras import day_of, eras, of_months, of_support
from romberg.facts.claimed.line import supported
from romberg.facts.claimed.lines import NONE, Array, ClaimLines, any_of, kinds, sums
from romberg.facts.claimed.source import source, visit_of
from romberg.facts.cover.diagnoses import billable, listed_facts, standing_facts
from romberg.facts.cover.head import head_facts, npi_faults
from romberg.facts.cover.visit import visit_facts as cover_facts
from romberg.facts.limits import cap_facts
from romberg.facts.visit import visit_facts
from romberg.knowledge import payers
from romberg.knowledge.deadlines import last_day
from romberg.knowledge.npi import npi_exists
from romberg.visit import BilledLine

_KEPT = 50_000
OF_CARD = (
    "payer", "payer_family", "counting", "ncci_applies", "assistant_modifier_wanted", "certification_wanted",
    "progress_report_wanted", "total_time_demanded", "discipline", "setting", "unit_cap", "paid_first",
    "start_and_stop_times", "therapy_modifiers_wanted", "assistants_payable", "authorization_wanted", "visit_cap",
    "days_to_next_evaluation",
)  # fmt: skip
OF_HEAD = ("place_of_service", "taxonomy", "taxonomy_means", "taxonomy_role", "taxonomy_discipline")
OF_LIST = ("diagnosis_conflicts", "causes_not_first", "injuries_as_new", "aftercare_of_injury")
OF_STANDING = ("first_not_billable", "others_not_billable", "diagnoses_undecided")
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
    which, at = kinds(lines.place, lines.taxonomy)
    rows = [of_head(lines.places[lines.place[one]], lines.taxonomies[lines.taxonomy[one]]) for one in at]
    clinics = _told(lines.rendering_npis)[lines.rendering] | _told(lines.billing_npis)[lines.billing]
    named = clinics | _told(lines.places)[lines.place]
    refers = _told(lines.referring_npis)[lines.referring]
    filed = lines.filed != NONE
    return {
        **spread(rows, OF_HEAD, which),
        "has_referrer": whole("has_referrer", refers, clinics),
        "npi_faults": _faults(lines, clinics | refers),
        "has_authorization_number": whole("has_authorization_number", lines.authorized, lines.authorized | named),
        "filed_on": pl.Series("filed_on", np.where(filed, lines.filed, 0)).cast(pl.Date).set(pl.Series(~filed), None),
        "claim_has_pointers": whole("claim_has_pointers", lines.has_pointers),
        **{name: same(name, value, len(which)) for name, value in _SIGNS.items()},
    }


def _told(values: Sequence[str]) -> Array:
    return np.array([bool(one) for one in values] or [False])


def _faults(lines: ClaimLines, given: Array) -> Coded:
    """The provider numbers that cannot exist; sought where one of them is among those of a visit."""
    numbers = (lines.rendering_npis, lines.billing_npis, lines.referring_npis)
    places = (lines.rendering, lines.billing, lines.referring)
    bad = np.zeros(len(given), bool)
    for held, at in zip(numbers, places, strict=True):
        bad |= np.array([not _exists(one) for one in held] or [False])[at]
    rows: list[Any] = [None, []]
    which = given.astype(np.int64)
    for visit in np.flatnonzero(bad):
        which[visit] = len(rows)
        rows.append(npi_faults(_providers(*(held[at[visit]] for held, at in zip(numbers, places, strict=True)))))
    return told("npi_faults", rows, which)


@lru_cache(maxsize=1_000_000)
def _exists(number: str) -> bool:
    return not number or npi_exists(number)


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


def diagnosis_columns(lines: ClaimLines, whose: Array, disciplines: tuple[str | None, ...]) -> Columns:
    """Facts of the claim's diagnoses: to one another, their support, and whether they may be billed on the day."""
    lists = lines.diagnosis_lists
    listed, at = kinds(lines.diagnoses, whose)
    rows = [_listed(lists[lines.diagnoses[one]], disciplines[whose[one]]) for one in at]
    era = of_support(lines.day)
    kind, met = kinds(lines.diagnoses, era - era.min(initial=0))
    support = [supported(lists[lines.diagnoses[one]], int(era[one])) for one in met]
    return {
        **spread(rows, OF_LIST, listed),
        "diagnosis_support": told("diagnosis_support", support, kind),
        "claim_diagnoses": told("claim_diagnoses", [list(one) or None for one in lists] or [None], lines.diagnoses),
        **_standing(lines),
    }


@lru_cache(maxsize=_KEPT)
def _listed(codes: tuple[str, ...], whose: str | None) -> dict[str, Any]:
    return listed_facts(codes, whose)


def _standing(lines: ClaimLines) -> Columns:
    """Diagnoses that may not be billed; their sentences name the day, so that they are told of each day apart."""
    lists, month = lines.diagnosis_lists, of_months(lines.day)
    which, at = kinds(lines.diagnoses, month - month.min(initial=0))
    sound = [_sound(lists[lines.diagnoses[one]], int(month[one])) for one in at]
    whole_lists = [len(known) == len(lists[lines.diagnoses[one]]) for known, one in zip(sound, at, strict=True)]
    fine = np.array(whole_lists or [True])[which]
    rows = [standing_facts((), None)]
    place = np.zeros(len(which), np.int64)
    bad = np.flatnonzero(~fine)
    if len(bad):
        again, some = kinds(lines.diagnoses[bad], lines.day[bad] - lines.day.min())
        place[bad] = again + 1
        asked = zip(lines.diagnoses[bad[some]], lines.day[bad[some]], which[bad[some]], strict=True)
        rows += [standing_facts(lists[held], day_of(int(on)), sound[kind]) for held, on, kind in asked]
    return spread(rows, OF_STANDING, place)


@lru_cache(maxsize=_KEPT)
def _sound(codes: tuple[str, ...], month: int) -> frozenset[str]:
    return billable(codes, day_of(month))


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


def _out_of_order(lines: ClaimLines, capped: Array) -> Coded:
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
    return told("lines_out_of_order", rows, place)


@lru_cache(maxsize=_KEPT)
def _ordered_cap(card: str, on: int) -> int | None:
    known_card = payers.card(card, day_of(on))
    return known_card.daily_unit_cap if known_card.paid_first == "line order" else None


def _order_of(lines: ClaimLines, visit: int, first: Array) -> tuple[str, ...]:
    rows = range(first[visit], first[visit + 1])
    billed = tuple((lines.codes[lines.code[at]], int(lines.units[at])) for at in rows)
    card = lines.cards[lines.card[visit]]
    return _ordered(card, int(eras(lines.day[visit : visit + 1], [card])[0]), billed)


@lru_cache(maxsize=_KEPT)
def _ordered(card: str, on: int, billed: tuple[tuple[str, int], ...]) -> tuple[str, ...]:
    day = day_of(on)
    held = source(visit_of(day, None, "", ()), [BilledLine(*one) for one in billed], payers.card(card, day))
    return tuple(cap_facts(held)["lines_out_of_order"])
