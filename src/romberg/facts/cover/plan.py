"""The plan of care: its certified period, its way to the physician, its content, and who reports on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from romberg.facts.cover.said import of
from romberg.facts.values import VisitSource
from romberg.visit import Visit

_CONTENT = ("goals", "frequency", "duration")


def plan_facts(source: VisitSource) -> dict[str, Any]:
    """What the note says of the plan of care beyond visit numbers and reports."""
    visit, plan = source.coded.visit, source.coded.visit.plan
    on, start, end = visit.service_date, plan.certification_start, plan.certification_end
    return {
        "evaluation_date": plan.evaluation_date,
        "days_since_evaluation": _days(plan.evaluation_date, on),
        "certified_days": _days(start, end),
        "days_before_certification": _days(on, start),
        "days_to_plan_sent": _days(plan.evaluation_date, _last(visit, "plan sent")),
        "days_since_verbal_order": _days(_last(visit, "verbal order"), on),
        **_lacks(visit),
        "names_assistant": any(one.role == "assistant" for one in visit.clinicians),
        "signed_by_therapist": any(one.role == "therapist" and one.signed for one in visit.clinicians),
    }


def _days(first: date | None, last: date | None) -> int | None:
    return (last - first).days if first and last else None


def _last(visit: Visit, kind: str) -> date | None:
    return max((remark.on for remark in of(visit, kind) if remark.on), default=None)


def _lacks(visit: Visit) -> dict[str, bool | None]:
    """What the plan of an evaluation does not hold; None where the visit makes no plan."""
    told = {remark.kind for remark in visit.remarks}
    makes_one = visit.kind == "evaluation"
    return {f"lacks_{part}": f"plan {part}" not in told if makes_one else None for part in _CONTENT}
