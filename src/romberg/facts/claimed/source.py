"""A visit of which nothing is known but its claim, as the facts of a single visit take it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from romberg.claims import ClaimHead
from romberg.coding.procedure import CodedVisit
from romberg.facts.values import LineSource, VisitSource
from romberg.knowledge import taxonomy
from romberg.knowledge.payers import Card
from romberg.visit import BilledLine, Diagnosis, PlanOfCare, Visit

_OF_MODIFIER = {"GP": "PT", "GO": "OT", "GN": "SLP"}
_TREATS = ("PT", "OT", "SLP", "DC")
_MANIPULATION = frozenset({"98940", "98941", "98942"})
_SETTINGS = {
    "11": "clinic", "49": "clinic", "12": "home", "13": "home", "14": "home", "19": "hospital-outpatient",
    "22": "hospital-outpatient", "31": "nursing-facility", "32": "nursing-facility", "03": "school",
    "02": "telehealth", "10": "telehealth",
}  # fmt: skip


def setting(place: str) -> str:
    """Where a visit was, by its place of service; empty where that does not say."""
    return _SETTINGS.get(place, "")


def discipline(lines: Sequence[BilledLine], of_clinician: str) -> str | None:
    """Whose visit it was: by the clinician's taxonomy, else by the plan that a line names, else by its codes."""
    known = taxonomy.get(of_clinician) if of_clinician else None
    mine = (known.discipline or None) if known else None
    if mine in _TREATS:
        return mine
    plans = (_OF_MODIFIER[one] for line in lines for one in line.modifiers if one in _OF_MODIFIER)
    manipulated = any(line.code in _MANIPULATION for line in lines)
    return next(plans, None) or mine or ("DC" if manipulated else None)


def visit_of(on: date, whose: str | None, where: str, diagnoses: Sequence[str]) -> Visit:
    """A visit without a note; its diagnoses are those of the claim."""
    return Visit(
        text="",
        service_date=on,
        kind="daily",
        discipline=whose,
        setting=where,
        payer_named=None,
        timed_minutes=None,
        total_minutes=None,
        clinicians=(),
        treatments=(),
        measures=(),
        diagnoses=tuple(Diagnosis(code, ()) for code in diagnoses),
        documentation={},
        plan=PlanOfCare(),
        billed=(),
        not_counted=(),
    )


def source(visit: Visit, lines: Sequence[BilledLine], card: Card, head: ClaimHead | None = None) -> VisitSource:
    """The same with the lines of its claim, as facts of one visit are gathered from."""
    billed = tuple(lines)
    behind = tuple(LineSource(line.code, line, ()) for line in billed)
    return VisitSource(CodedVisit(visit, ()), card, billed, behind, True, head or ClaimHead())
