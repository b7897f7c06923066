"""Medicare's most units of a code (NCCI MUE): practitioner and outpatient hospital, a file each a quarter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from romberg.knowledge.releases.kind import Kind, Progress
from romberg.knowledge.releases.limit_tables import read_limits
from romberg.knowledge.releases.quarters import called, last_day
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.release import Release
from romberg.knowledge.releases.source import Source

_NAME = re.compile(
    r"MCR_MUE_(?P<whose>Practitioner|OutpatientHospital)_?Services.*?"
    r"(?:Eff_(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d{4}).*)?\.(csv|txt|xlsx)$",
    re.I,
)


def _recognises(name: str, _head: bytes) -> bool:
    return bool(_NAME.search(name))


def _setting(name: str) -> str:
    return "practitioner" if "practitioner" in name.lower() else "hospital"


def _first_day(source: Source) -> date:
    """The first day of the edition, as its name tells; MUE editions start with a quarter."""
    found = _NAME.search(source.name)
    try:
        day = date(*(int(found[part]) for part in ("year", "month", "day"))) if found and found["year"] else None
    except ValueError:
        day = None
    if day is None or (day.month % 3, day.day) != (1, 1):
        what = "its name does not tell the first day of a quarter, as in MCR_MUE_PractitionerServices_Eff_04-01-2026"
        raise Refusal(source.origin, what, "give the file the name that the publisher gave it")
    return day


def _read(sources: Sequence[Source], progress: Progress) -> Release:
    source, first = sources[0], _first_day(sources[0])
    setting = _setting(source.name)
    limits = read_limits(source, f"unit_limits_{setting}", first)
    if setting not in limits.title.lower():
        what = f"its name says {setting}, and its column is headed {limits.title[:60]!r}"
        raise Refusal(source.origin, what, "give the file the name that the publisher gave it")
    progress(source.size)
    return Release(
        kind=KIND.name,
        name=f"MUE {setting} {called(first)}",
        issued=first,
        starts=first,
        ends=last_day(first),
        tables={f"unit_limits_{setting}": limits.rows},
        rows_read=limits.count,
        series=setting,
    )


KIND = Kind(
    name="unit_limits",
    title="most units of a code (NCCI MUE)",
    where="cms.gov, Medicare NCCI Medically Unlikely Edits: MCR_MUE_PractitionerServices… or …OutpatientHospital…",
    recognises=_recognises,
    read=_read,
)
