"""The year's threshold: the running total before each line, and whether it can matter where nobody gave one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from romberg.facts.values import LineSource, VisitSource
from romberg.knowledge import parameters, tables
from romberg.money import cents

_KEPT = 4_096
_GROUP = {"PT": "pt_slp", "SLP": "pt_slp", "OT": "ot"}


def threshold_facts(source: VisitSource) -> dict[str, Any]:
    """The year's sum before the visit and that of the visit itself."""
    head = source.head
    priced = [cents for cents in head.line_allowed_cents if cents is not None]
    whole = sum(priced) if head.line_allowed_cents and len(priced) == len(head.line_allowed_cents) else None
    return {
        "year_allowed_cents": head.allowed_so_far_cents,
        "visit_allowed_cents": whole,
        "threshold_in_reach": _in_reach(source),
    }


def line_sums(number: int, source: VisitSource) -> dict[str, Any]:
    """What a line is allowed, and the year's total before it."""
    prices, before = source.head.line_allowed_cents, source.head.allowed_so_far_cents
    earlier = [cents for cents in prices[:number] if cents is not None]
    sure = before is not None and len(earlier) == len(prices[:number]) and number < max(1, len(prices))
    found = source.beside.year_allowed_found_cents
    return {
        "allowed_at_least_cents": None if found is None else found + sum(earlier),
        "line_allowed_cents": prices[number] if number < len(prices) else None,
        "allowed_before_cents": (before or 0) + sum(earlier) if sure else None,
    }


def _in_reach(source: VisitSource) -> bool:
    """Whether so many visits like this one, at national amounts, come to the threshold of the day."""
    visit, card = source.coded.visit, source.card
    on, group = visit.service_date, _GROUP.get(visit.discipline or "")
    number = visit.plan.visit_number
    if card.family != "medicare" or on is None or group is None or number is None or not source.billed:
        return False
    step = parameters.step(f"medicare.therapy_threshold.{group}", on)
    sums = [_national(line, on) for line in source.lines if line.billed]
    if step is None or None in sums:
        return False
    return number * sum(one or 0 for one in sums) >= cents(Decimal(str(step.value)))


def _national(line: LineSource, on: date) -> int | None:
    unit = _unit_cents(line.code, on)
    return None if unit is None or line.billed is None else unit * line.billed.units


@lru_cache(maxsize=_KEPT)
def _unit_cents(code: str, on: date) -> int | None:
    """What one unit is allowed nationally before any cut, in cents."""
    values, factor = tables.rvu(code, on), parameters.step("medicare.conversion_factor.general", on)
    if values is None or factor is None:
        return None
    return cents((values.work + values.office + values.malpractice) * Decimal(str(factor.value)))
