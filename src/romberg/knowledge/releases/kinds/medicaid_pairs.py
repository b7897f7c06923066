"""Medicaid's procedure-to-procedure edits (Medicaid NCCI PTP), practitioner: one file a quarter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from romberg.knowledge.releases.edit_tables import MEDICAID, read_part
from romberg.knowledge.releases.kind import Kind, Progress
from romberg.knowledge.releases.medicaid import first_day_of, is_medicaid
from romberg.knowledge.releases.pair_edition import proved
from romberg.knowledge.releases.quarters import called, last_day
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.release import Release
from romberg.knowledge.releases.source import Source

LEAST_ROWS: Final = 1_000_000  # as of Medicare's own table, of which this one is a sister
LEAST_KEPT: Final = 500  # pairs of rehabilitation codes; Medicare's table of 2024 had 1,571 rows of them


def _recognises(name: str, head: bytes) -> bool:
    return is_medicaid(name, "ptp") or b"Column 1\tColumn 2\tEffective" in head


def _read(sources: Sequence[Source], progress: Progress) -> Release:
    source, first = sources[0], first_day_of(sources[0])
    part = read_part(source, MEDICAID)
    progress(source.size)
    for count, least, what in (
        (part.count, LEAST_ROWS, "rows"),
        (part.rows.height, LEAST_KEPT, "rehabilitation pairs"),
    ):
        if count < least:
            said = f"it has {count:,} {what}, and an edition has more than {least:,}"
            raise Refusal(source.origin, said, "download it again: the file is cut")
    found, told = proved(part.rows, sources, last_day(first))
    starts: date = found.select(pl.col("starts").min()).item()
    return Release(
        kind=KIND.name,
        name=f"Medicaid NCCI PTP {called(first)}",
        issued=first,
        starts=starts,
        ends=last_day(first),
        tables={"pairs_medicaid": found},
        rows_read=part.count,
        warnings=told,
    )


KIND = Kind(
    name="medicaid_pairs",
    title="Medicaid's procedure-to-procedure edits (Medicaid NCCI PTP), practitioner",
    where="cms.gov, Medicaid NCCI Edit Files: medicaid-ncci-…-ptp-edits-practitioner-services",
    recognises=_recognises,
    read=_read,
    forms=("txt", "xlsx"),
)
