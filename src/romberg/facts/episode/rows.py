"""One row a visit: what of it is laid beside the patient's other visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from romberg.coding.procedure import CodedVisit
from romberg.facts.visit import certified_through
from romberg.knowledge import parameters
from romberg.visit import BilledLine, Visit

_POOLS = {"PT": "pt_slp", "SLP": "pt_slp", "OT": "ot"}  # disciplines whose allowed amounts count together
_FIRST, _USUAL, _LAST = 0, 1, 2  # of one day: the evaluation before the treatment, the discharge behind it
SCHEMA: dict[str, Any] = {
    "at": pl.Int64,
    "patient": pl.String,
    "discipline": pl.String,
    "on": pl.Date,
    "rank": pl.Int64,
    "kind": pl.String,
    "treated": pl.Boolean,
    "minutes": pl.String,
    "units": pl.String,
    "measures": pl.String,
    "work": pl.String,
    "number": pl.Int64,
    "authorized": pl.Int64,
    "certified": pl.Date,
    "longest_days": pl.Int64,
    "pool": pl.String,
    "allowed_cents": pl.Int64,
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A visit with whose it is, its charges, and what they are allowed; None where that is not known."""

    coded: CodedVisit
    patient: str
    charges: tuple[BilledLine, ...] = ()
    allowed_cents: int | None = None
    medicare: bool = False


def frame(seen: Sequence[Seen]) -> pl.DataFrame:
    """The rows of some visits, in the order given; keys of equal things are equal texts."""
    return pl.DataFrame([_row(at, one) for at, one in enumerate(seen)], schema=SCHEMA, orient="row")


def _row(at: int, one: Seen) -> dict[str, Any]:
    visit = one.coded.visit
    return {
        "at": at,
        "patient": one.patient,
        "discipline": visit.discipline,
        "on": visit.service_date,
        "rank": {"evaluation": _FIRST, "discharge": _LAST}.get(visit.kind, _USUAL),
        "kind": visit.kind,
        "treated": any(procedure.service != "evaluation" for procedure in one.coded.procedures),
        "minutes": _minutes(one.coded),
        "units": _text((line.code, str(line.units)) for line in one.charges),
        "measures": _text((found.measure, found.side or "", str(found.value)) for found in visit.measures),
        "work": _text((activity.text.casefold(),) for each in one.coded.procedures for activity in each.activities),
        "number": visit.plan.visit_number,
        "authorized": visit.plan.authorized_visits,
        "certified": _certified(visit),
        "longest_days": _longest(visit.service_date),
        "pool": _POOLS.get(visit.discipline or "") if one.medicare else None,
        "allowed_cents": one.allowed_cents,
    }


def _text(parts: Any) -> str | None:
    """Things in an order of their own, as one text; None where there are none."""
    return "; ".join(sorted(" ".join(part) for part in parts)) or None


def _minutes(one: CodedVisit) -> str | None:
    """The timed services with their minutes; None where one of them has none."""
    timed = [(procedure.code, procedure.minutes) for procedure in one.procedures if procedure.timed]
    if any(minutes is None for _, minutes in timed):
        return None
    return _text((code, str(minutes)) for code, minutes in timed)


def _certified(visit: Visit) -> date | None:
    return visit.plan.certification_end or certified_through(visit.plan, visit.service_date)


def _longest(on: date | None) -> int | None:
    step = parameters.step("medicare.certification.longest", on) if on else None
    return step.value if step is not None and isinstance(step.value, int) else None
