"""Medicaid's most units of a code (Medicaid NCCI MUE), practitioner: like Medicare's, without an indicator."""

from __future__ import annotations

from collections.abc import Sequence

from romberg.knowledge.releases.kind import Kind, Progress
from romberg.knowledge.releases.limit_tables import read_limits
from romberg.knowledge.releases.medicaid import first_day_of, is_medicaid
from romberg.knowledge.releases.quarters import called, last_day
from romberg.knowledge.releases.release import Release
from romberg.knowledge.releases.source import Source


def _recognises(name: str, head: bytes) -> bool:
    return is_medicaid(name, "mue") or (b"MUE Value" in head and b"\t" in head and b"Adjudication" not in head)


def _read(sources: Sequence[Source], progress: Progress) -> Release:
    source, first = sources[0], first_day_of(sources[0])
    limits = read_limits(source, "unit_limits_medicaid", first, kinds=False)
    progress(source.size)
    return Release(
        kind=KIND.name,
        name=f"Medicaid MUE {called(first)}",
        issued=first,
        starts=first,
        ends=last_day(first),
        tables={"unit_limits_medicaid": limits.rows},
        rows_read=limits.count,
    )


KIND = Kind(
    name="medicaid_limits",
    title="Medicaid's most units of a code (Medicaid NCCI MUE), practitioner",
    where="cms.gov, Medicaid NCCI Edit Files: medicaid-ncci-…-mue-edits-practitioner-services",
    recognises=_recognises,
    read=_read,
)
