"""Work conditioning and hardening: programmes of hours, not of single activities."""

from __future__ import annotations

import re
from dataclasses import replace

from romberg.coding.procedure import Procedure
from romberg.knowledge import codes
from romberg.visit import Visit

_TITLE = re.compile(r"\bwork[\s-]+(?:conditioning|hardening)\b", re.IGNORECASE)
_FIRST_HOURS_MINUTES = 120
_LINES_OF_TITLE = 2


def as_program(visit: Visit, procedures: list[Procedure]) -> list[Procedure]:
    """Where the title names such a programme, its work is one service: the first two hours, and the hours beyond."""
    title = _TITLE.search("\n".join(visit.words[:200].split("\n")[:_LINES_OF_TITLE]))
    work = [p for p in procedures if p.code in ("97110", "97112", "97530", "97116", "97545")]
    total = visit.total_minutes or visit.timed_minutes
    if not title or not work or not total or any(p.minutes and p.timed for p in work if p.stated_code):
        return procedures
    activities = tuple(a for p in work for a in p.activities)
    known = codes.get("97545")
    first = replace(
        work[0],
        code="97545", timed=bool(known and known.timed), service="work", minutes=min(total, _FIRST_HOURS_MINUTES),
        activities=activities, spans=tuple(s for p in work for s in p.spans), candidates=(), vague=False,
        minutes_spans=visit.header_spans.get("total_minutes", ()),
        says=f"the note's title, “{title[0]}”, names a programme of hours; its stations are one service",
    )  # fmt: skip
    beyond = (
        [replace(first, code="97546", minutes=total - _FIRST_HOURS_MINUTES)] if total > _FIRST_HOURS_MINUTES else []
    )
    return [p for p in procedures if p not in work] + [first, *beyond]
