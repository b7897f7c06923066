"""The papers of a packet, each with its number, in the order in which a reviewer wants them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from romberg.report.report import Report

Kind = Literal["evaluation", "plan of care", "progress report", "note", "discharge summary"]
ORDER: tuple[Kind, ...] = ("evaluation", "plan of care", "progress report", "note", "discharge summary")
_BY_VISIT: dict[str, Kind] = {
    "evaluation": "evaluation",
    "progress": "progress report",
    "daily": "note",
    "discharge": "discharge summary",
}
_PLAN = re.compile(r"plan of care|certification of (?:the )?plan|recertification", re.IGNORECASE)
_TITLE = 3  # lines in which a paper says what it is


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One paper: its number from 1, its kind, its day, the file, and the report on it. `sha256` is of its words."""

    number: int
    kind: Kind
    on: date | None
    source: str
    sha256: str
    report: Report


def exhibits(reports: Sequence[Report]) -> tuple[Exhibit, ...]:
    """The papers in order: evaluations, plans, progress reports, notes and summaries, each kind by its days."""
    found = sorted(((_kind(one), one) for one in reports), key=lambda pair: _place(*pair))
    return tuple(
        Exhibit(number, kind, _day(one), one.header.source, hashlib.sha256(one.text.encode()).hexdigest(), one)
        for number, (kind, one) in enumerate(found, 1)
    )


def _place(kind: Kind, one: Report) -> tuple[int, date, str]:
    return ORDER.index(kind), _day(one) or date.max, one.header.source


def _day(one: Report) -> date | None:
    return one.header.coded.visit.service_date


def _kind(one: Report) -> Kind:
    """What a paper is; one without charges and minutes that calls itself a plan of care is a plan."""
    visit = one.header.coded.visit
    title = "\n".join([line for line in visit.text.splitlines() if line.strip()][:_TITLE])
    timed = one.billed or visit.total_minutes or any(each.minutes for each in visit.treatments)
    if not timed and visit.kind != "evaluation" and _PLAN.search(title):
        return "plan of care"
    return _BY_VISIT[visit.kind]
