"""Limits of a day: the most units of a code, a payer's cap over all lines, and the order of the lines under it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from romberg.facts.pairs import setting_of
from romberg.facts.values import LineSource, VisitSource
from romberg.knowledge import tables
from romberg.knowledge.daily_units import counted
from romberg.knowledge.tables import Mue, MueSetting
from romberg.visit import BilledLine

_WITH_LIMITS = ("medicare", "medicare_advantage", "medicaid")


def limit_facts(line: LineSource, source: VisitSource) -> dict[str, Any]:
    """The limit of a line's code, its units of the day, and the minutes that stand at the charge."""
    limit = _limit(line, source)
    same = [one.units for one in source.billed if one.code == line.code]
    return {
        "day_limit": limit.units if limit else None,
        "day_limit_kind": limit.kind if limit else None,
        "day_units_of_code": sum(same) if line.billed else None,
        "charged_minutes": _charged(line.billed, source) if line.billed else None,
    }


def _charged(charge: BilledLine, source: VisitSource) -> int | None:
    """The minutes at a charge; not where they are its units, or a total of the visit that stands behind the line."""
    visit = source.coded.visit
    return None if charge.minutes in (charge.units, visit.timed_minutes, visit.total_minutes) else charge.minutes


def _limit(line: LineSource, source: VisitSource) -> Mue | None:
    on, family = source.coded.visit.service_date, source.card.family
    if line.billed is None or on is None or family not in _WITH_LIMITS:
        return None
    setting: MueSetting = "medicaid" if family == "medicaid" else setting_of(source)
    return tables.mue(line.code, on, setting)


def cap_facts(source: VisitSource) -> dict[str, Any]:
    """The payer's cap of a day, the billed units that it counts, and lines that stand in the way of dearer ones."""
    card = source.card
    what = card.daily_units_counted if card.daily_units_counted in ("all", "timed") else "treatment"
    under = [one for one in source.billed if counted(one.code, what)]
    units = sum(one.units for one in under)
    over = card.daily_unit_cap is not None and units > card.daily_unit_cap
    return {
        "unit_cap": card.daily_unit_cap,
        "units_under_cap": units if source.billed else None,
        "paid_first": card.paid_first or None,
        "lines_out_of_order": _out_of_order(under, source) if over and card.paid_first == "line order" else [],
    }


def _out_of_order(lines: Sequence[BilledLine], source: VisitSource) -> list[str]:
    """Lines that stand before a dearer one, by Medicare's relative values; none where a value is not known."""
    on = source.coded.visit.service_date
    values = [tables.rvu(one.code, on) if on else None for one in lines]
    known = [one.work + one.office + one.malpractice for one in values if one]
    if len(known) < len(lines):
        return []
    return [
        f"{line.code} before {lines[at + 1].code}" for at, line in enumerate(lines[:-1]) if known[at] < known[at + 1]
    ]
