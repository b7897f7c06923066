"""A payer's or a state's own schedule: a csv of rates, or a map (yaml) of the columns of the file that it offers.

Read as a file of rates is read anywhere (`rate_files`); once imported it is kept, compared and replaced like a release,
and a card names it by its name: `rates: {2026-01-01: {value: {table: medicaid-lakota}}}`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import polars as pl

from romberg.knowledge import rate_files
from romberg.knowledge.rate_cells import ALWAYS, own_columns
from romberg.knowledge.rate_files import BY_CODE, RateFile, RateRow
from romberg.knowledge.rate_tables import stored
from romberg.knowledge.releases.kind import Kind, Progress
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.rehabilitation import rehabilitation_codes
from romberg.knowledge.releases.release import Read, Release
from romberg.knowledge.releases.schemas import TABLES
from romberg.knowledge.releases.source import Source
from romberg.knowledge.releases.store import sha256

_ORDER: Final = ("term", "code", "starts")
_MAP: Final = re.compile(rb"^(terms|schedule):", re.M)


def _recognises(name: str, head: bytes) -> bool:
    low = name.lower()
    if low.endswith((".yaml", ".yml")):
        return bool(_MAP.search(head))
    if not low.endswith(".csv"):
        return False
    first = head.lstrip(b"\xef\xbb\xbf").partition(b"\n")[0].decode("latin-1")
    cells = re.split(r"[,;\t]", first)
    return {"code", "amount"} <= own_columns([cell.strip('" \r') for cell in cells]).keys()


def _read(sources: Sequence[Source], progress: Progress) -> Release:
    source = sources[0]
    if "!" in source.origin or source.placed().suffix.lower().lstrip(".") != source.suffix:
        raise Refusal(source.origin, "a schedule is read beside its map, from a folder", "unpack the archive first")
    found = rate_files.read.__wrapped__(source.placed())  # anew: the file may have changed since
    progress(source.size)
    kept = [row for row in found.rows if row.term not in BY_CODE or row.code[:5] in rehabilitation_codes()]
    if not kept:
        what = f"none of its {len(found.rows):,} rates is of a rehabilitation code"
        raise Refusal(source.origin, what, "check which column the map names as code")
    return _release(source, found, kept)


def _release(source: Source, found: RateFile, kept: Sequence[RateRow]) -> Release:
    rows = [(row.term, row.code, *stored(row.term, row.value), row.since, row.through) for row in kept]
    days = [row.since for row in kept]
    lasts = [row.through for row in kept]
    series = re.sub(r"[^a-z0-9]+", "-", source.name.lower().rpartition(".")[0]).strip("-")[:60]
    issued = max(days)
    return Release(
        kind=KIND.name,
        name=f"rates {series}" + (f" {issued}" if issued != ALWAYS else ""),
        issued=issued,
        starts=min(days),
        ends=max((last for last in lasts if last), default=None) if None not in lasts else None,
        tables={"payer_rates": pl.DataFrame(rows, schema=TABLES["payer_rates"], orient="row").sort(_ORDER)},
        rows_read=len(found.rows) + found.left_out,
        series=series,
        warnings=_warnings(found, series),
        files=tuple(Read(path.name, sha256(path), path.stat().st_size) for path in found.beside),
    )


def _warnings(found: RateFile, series: str) -> tuple[str, ...]:
    told = [f"A card names these rates as table: {series}"]
    if found.left_out:
        told.append(f"{found.left_out:,} rows carry no amount, or no procedure code, and are left out")
    return tuple(told)


KIND = Kind(
    name="payer_schedule",
    title="a payer's or a state's own schedule (csv, or a map of its columns)",
    where="the payer's or the state's page of fee schedules; the map is written by hand (docs/releases.md)",
    recognises=_recognises,
    read=_read,
    forms=("yaml", "yml", "csv"),
)
