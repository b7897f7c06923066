"""Claims without notes, visit by visit in plain Python: what the audit of many lines must say, finding for finding.

Lines are plain dictionaries in our own columns. A visit goes through the facts of a single visit; what only a note
could tell is then made null.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import polars as pl

from romberg import facts
from romberg.checks import rules
from romberg.checks.many import asks_whether_told
from romberg.claims import ClaimHead, ServiceLine
from romberg.coding.procedure import CodedVisit
from romberg.facts import Facts, catalogue
from romberg.facts.claimed import names
from romberg.facts.claimed.source import discipline, setting, visit_of
from romberg.facts.episode.beside import Beside
from romberg.knowledge import codes, payers
from romberg.knowledge.payers import terms_of
from romberg.pricing import price_frame
from romberg.pricing.price import VisitToPrice
from romberg.pricing.rows import frame_of
from romberg.pricing.visit import price_visits
from romberg.visit import BilledLine

Line = dict[str, Any]
_GROUP = {"PT": "pt_slp", "SLP": "pt_slp", "OT": "ot"}


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of some lines: `findings` (claim, line or none, rule, outcome) and each line's three amounts."""

    findings: list[tuple[str, int | None, str, str]]
    amounts: dict[tuple[str, int], tuple[int | None, int | None, int | None]]
    facts: Facts
    lines: list[Line]


def audited(lines: Sequence[Line], whole_years: bool = False) -> Told:
    """Audit lines that are all sound."""
    ordered = sorted(lines, key=lambda one: (_visit(one), one["claim"], one["line"]))
    amounts = _amounts(ordered)
    visits = [list(held) for _, held in groupby(ordered, key=_visit)]
    found = _facts(visits, amounts, whole_years)
    return Told(_findings(found, visits), amounts, found, ordered)


def _group(one: Line) -> tuple[Any, ...]:
    return one["patient"], one["payer"], one["service_date"], one["billing_npi"]


def _visit(one: Line) -> tuple[Any, ...]:
    return *_group(one), one["rendering_npi"]


def _key(one: Line) -> tuple[str, int]:
    return one["claim"], one["line"]


# --- prices


def _amounts(lines: Sequence[Line]) -> dict[tuple[str, int], tuple[int | None, int | None, int | None]]:
    found: dict[tuple[str, int], Any] = {}
    for _, held in groupby(lines, key=_group):
        group = list(held)
        card = payers.card(group[0]["payer"], group[0]["service_date"])
        if card.pays == "fee_schedule" and not card.rates.pays:
            frame = pl.concat([frame_of({0: _to_price([one], card)}) for one in group])
            told = price_frame(frame).select("allowed_cents", "payer_cents", "patient_cents").rows()
        elif terms_of(card).pays:
            (price,) = price_visits([_to_price(group, card)])
            told = [(one.allowed_cents, one.payer_cents, one.patient_cents) for one in price.lines]
        else:
            told = [(None, None, None)] * len(group)
        found |= {_key(one): amounts for one, amounts in zip(group, told, strict=True)}
    return found


def _to_price(lines: Sequence[Line], card: payers.Card) -> VisitToPrice:
    services = tuple(
        ServiceLine(one["code"], one["units"], one["modifiers"], charge_cents=one["charge_cents"]) for one in lines
    )
    place = codes.places().get(lines[0]["place"])
    zip5 = lines[0]["zip"] or None
    return VisitToPrice(services, zip5, lines[0]["service_date"], card, facility=place is not None and place.facility)


# --- facts


def _facts(visits: Sequence[Sequence[Line]], amounts: dict[Any, Any], whole_years: bool) -> Facts:
    before: dict[tuple[Any, ...], tuple[int, bool]] = {}
    coded, claims, cards, heads, besides = [], [], [], [], []
    for lines in visits:
        first = lines[0]
        billed = tuple(BilledLine(one["code"], one["units"], one["modifiers"], one["minutes"]) for one in lines)
        whose = discipline(billed, first["taxonomy"])
        card = payers.card(first["payer"], first["service_date"])
        diagnoses = tuple(dict.fromkeys(code for one in lines for code in one["diagnoses"]))
        year = (first["patient"], first["payer"], first["service_date"].year, _GROUP.get(whose or ""))
        counts = card.family == "medicare" and year[-1] is not None
        found, sure = before.get(year, (0, True))
        allowed = [amounts[_key(one)][0] for one in lines]
        before[year] = found + sum(one or 0 for one in allowed), sure and None not in allowed
        coded.append(CodedVisit(visit_of(first["service_date"], whose, setting(first["place"]), diagnoses), ()))
        claims.append(billed)
        cards.append(card)
        heads.append(_head(lines, diagnoses, allowed, found if counts and sure and whole_years else None))
        besides.append(Beside(year_allowed_found_cents=found if counts else None))
    return _masked(facts.of(coded, claims, cards, heads, besides))


def _head(
    lines: Sequence[Line], diagnoses: tuple[str, ...], allowed: list[int | None], so_far: int | None
) -> ClaimHead:
    first = lines[0]
    pointers = tuple(_anew(one["pointers"], one["diagnoses"], diagnoses) for one in lines)
    return ClaimHead(
        place=first["place"] or None,
        diagnoses=diagnoses,
        pointers=pointers if any(pointers) else (),
        rendering_npi=first["rendering_npi"] or None,
        rendering_taxonomy=first["taxonomy"] or None,
        billing_npi=first["billing_npi"] or None,
        referring_npi=first["referring_npi"] or None,
        authorization="A" if any(one["authorization"] for one in lines) else None,
        filed_on=first["filed_on"],
        allowed_so_far_cents=so_far,
        line_allowed_cents=tuple(allowed),
    )


def _anew(pointers: tuple[int, ...], mine: tuple[str, ...], every: tuple[str, ...]) -> tuple[int, ...]:
    if mine == every:
        return pointers
    return tuple(
        every.index(mine[one - 1]) + 1 if 0 < one <= len(mine) else max(one, len(every) + 1) for one in pointers
    )


def _masked(found: Facts) -> Facts:
    """What only a note could tell is not known."""
    told = {*names.VISIT, *names.LINE}
    visits, lines = (
        frame.with_columns(
            pl.lit(None, kind).alias(name) for name, kind in frame.schema.items() if name not in told
        ).with_columns(setting=pl.when(pl.col("setting") == "").then(None).otherwise("setting"))
        for frame in (found.visits, found.lines)
    )
    return Facts(visits, lines, found.units, found.sources)


# --- rules


def _findings(found: Facts, visits: Sequence[Sequence[Line]]) -> list[tuple[str, int | None, str, str]]:
    told = []
    for rule in rules():
        frame = found.visits if rule.grain == "visit" else found.lines
        ready = frame.with_columns(_parameters(rule))
        for row in ready.select(
            "visit", *(("line",) if rule.grain == "line" else ()), outcome=rule.outcome()
        ).to_dicts():
            if row["outcome"] == "fail" and asks_whether_told(rule, names.TOLD):
                row["outcome"] = "unknown"
            if row["outcome"] in ("fail", "unknown"):
                line = visits[row["visit"]][row.get("line", 0)]
                told.append((line["claim"], line["line"] if rule.grain == "line" else None, rule.name, row["outcome"]))
    return sorted(told, key=str)


def _parameters(rule: Any) -> list[pl.Expr]:
    from romberg.knowledge import parameters  # noqa: PLC0415

    return [parameters.in_force(path) for path in rule.parameters()]


def columns() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The facts that claims tell: of the visit, of the line."""
    known = catalogue.catalogue()
    return tuple(one for one in names.VISIT if one in known), tuple(one for one in names.LINE if one in known)


def day(text: str) -> date:
    """A day as it is written."""
    return date.fromisoformat(text)
