"""Medicare's add-on codes (NCCI AOC): which code stands only beside which; a workbook, or text at fixed places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from romberg.knowledge.published import bundled
from romberg.knowledge.releases import grid
from romberg.knowledge.releases.kind import Kind, Progress
from romberg.knowledge.releases.quarters import called, day_of_year, last_day, quarter_in
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.rehabilitation import rehabilitation_codes
from romberg.knowledge.releases.release import Release
from romberg.knowledge.releases.schemas import TABLES
from romberg.knowledge.releases.source import Source

LEAST_ROWS: Final = 1_000
_NAME = re.compile(r"AOC_V20\d\dQ[1-4].*MCR.*\.(xlsx|txt|csv)$", re.I)
_COLUMNS: Final = (
    "AOC_Edit_Type", "Add-On_Code", "AOC_DelDT", "Primary_Code", "Primary_Code_DelDT", "AOC_Edit_EffDT",
    "AOC_Edit_DelDT",
)  # fmt: skip
_PLACES: Final = ((0, 1), (1, 6), (6, 13), (13, 18), (18, 25), (25, 32), (32, 39))
_CODE = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]")
_CONTRACTOR = "CCCCC"  # the contractor says beside which codes
_MISSING = 0.05
_WHOLE = "download the file again from the publisher, and do not edit it"


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    kind: str
    code: str
    beside: str
    starts: date
    ends: date | None


def _recognises(name: str, _head: bytes) -> bool:
    return bool(_NAME.search(name))


def _cells(source: Source) -> Iterator[tuple[int, list[str]]]:
    """The first seven cells of each row; in the text form they stand at fixed places, without a header."""
    if source.suffix == "txt":
        for line, text in grid.lines(source):
            if text[:1].isdigit():
                yield line, [text[first:after].strip() for first, after in _PLACES]
            elif text.strip() and line > 2:
                raise grid.refusal(source, line, "the line does not start with an edit type", _WHOLE)
        return
    found = grid.rows(source)
    head = [grid.plain(cell) for cell in grid.header(source, found, _COLUMNS[0], _COLUMNS)]
    at = [head.index(grid.plain(one)) for one in _COLUMNS]
    for line, cells in found:
        if any(cells):
            yield line, [cells[one] if one < len(cells) else "" for one in at]


def _row(source: Source, line: int, cells: Sequence[str]) -> _Row:
    kind, code, code_ends, beside, beside_ends, starts, ends = cells
    key = f"{code}/{beside}"
    if kind not in ("1", "2", "3"):
        raise grid.refusal(source, line, f"the edit type {kind[:10]!r} is none of 1, 2 and 3", _WHOLE, key)
    for one in (code, beside):
        if not _CODE.fullmatch(one) and (one, one) != (beside, _CONTRACTOR):
            raise grid.refusal(source, line, f"{one[:20]!r} is no procedure code", _WHOLE, key)
    days = [_day(source, line, text, key) for text in (code_ends, beside_ends, ends)]
    first = _day(source, line, starts, key)
    if first is None:
        raise grid.refusal(source, line, "the row does not say since when it holds", _WHOLE, key)
    return _Row(line, kind, code, beside, first, min((day for day in days if day), default=None))


def _day(source: Source, line: int, text: str, key: str) -> date | None:
    """A day written as year and day of the year; None for a blank."""
    if not text:
        return None
    day = day_of_year(text)
    if day is None:
        raise grid.refusal(source, line, f"{text[:20]!r} is no year and day of the year, as 2026091", _WHOLE, key)
    return day


def _read(sources: Sequence[Source], progress: Progress) -> Release:
    source = sources[0]
    first = quarter_in(source.name)
    if first is None:
        fix = "give it the name that the publisher gave it, as AOC_V2026Q2-MCR.xlsx"
        raise Refusal(source.origin, "its name does not tell its quarter", fix)
    rows = [_row(source, line, cells) for line, cells in _cells(source)]
    progress(source.size)
    _prove(source, rows, last_day(first))
    codes = rehabilitation_codes()
    kept = sorted(
        (row.code, "" if row.beside == _CONTRACTOR else row.beside, int(row.kind), row.starts, row.ends)
        for row in rows
        if row.code in codes or row.beside in codes
    )
    table = pl.DataFrame(kept, schema=TABLES["add_ons"], orient="row")
    _prove_set(source, table, first)
    return Release(
        kind=KIND.name,
        name=f"NCCI add-on {called(first)}",
        issued=first,
        starts=min(row.starts for row in rows),
        ends=last_day(first),
        tables={"add_ons": table},
        rows_read=len(rows),
    )


def _prove(source: Source, rows: Sequence[_Row], last: date) -> None:
    if len(rows) < LEAST_ROWS:
        what = f"it has {len(rows):,} rows, and an edition has more than {LEAST_ROWS:,}"
        raise Refusal(source.origin, what, "download it again: the file is cut")
    seen: dict[tuple[str, str, date], int] = {}
    for row in rows:
        key, named = (row.code, row.beside, row.starts), f"{row.code}/{row.beside}"
        if key in seen:
            raise grid.refusal(source, row.line, f"the pair stands in line {seen[key]} too", _WHOLE, named)
        if row.starts > last:
            what = f"it starts on {row.starts}, after the quarter of this edition ends on {last}"
            raise grid.refusal(source, row.line, what, "check that the name tells the true quarter", named)
        seen[key] = row.line


def _prove_set(source: Source, table: pl.DataFrame, first: date) -> None:
    """A Refusal where pairs of the bundled edition (2024Q3) are missing from a later one."""
    known = bundled("add_ons").select("code", "beside")
    lacking = known.join(table, on=["code", "beside"], how="anti").sort("code", "beside")
    if first >= date(2024, 7, 1) and lacking.height > _MISSING * known.height:
        code, beside = lacking.row(0)
        what = f"{lacking.height} of {known.height} known add-on pairs are missing, the first is {code}/{beside}"
        raise Refusal(source.origin, what, _WHOLE)


KIND = Kind(
    name="add_ons",
    title="add-on codes (NCCI AOC)",
    where="cms.gov, Medicare NCCI Add-on Code Edits: AOC_V…-MCR.xlsx or .txt",
    recognises=_recognises,
    read=_read,
    forms=("xlsx", "csv", "txt"),
)
