"""Adjustment reasons (CARC) and remarks (RARC) from an export of the list: codes and days; the words are licensed.

The words of the list are read only for the code that a stopped one names as its successor, and dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from romberg.knowledge.published import rows as bundled_rows
from romberg.knowledge.releases import grid
from romberg.knowledge.releases.days import american
from romberg.knowledge.releases.kind import Kind, Progress
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.release import Release
from romberg.knowledge.releases.schemas import TABLES
from romberg.knowledge.releases.source import Source

_MISSING = 0.05  # of the codes that are bundled: lists keep what was stopped
_OWN = "export the list again from the publisher's page, whole"
_DATES = re.compile(r"(?P<what>Start|Last Modified|Stop):\s*(?P<day>\d{1,2}/\d{1,2}/\d{4})")
_NAMED = r"[A-Z]{0,2}\d{1,4}"
_INSTEAD = re.compile(
    r"\b(?:use|using|see|refer to|replaced by)\s+(?:new\s+)?(?:(?:reason|remark|group)\s+)?(?:codes?\s+)?"
    rf"(?P<codes>{_NAMED}(?:\s*(?:,|or|and|&)\s*{_NAMED})*)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _List:
    """One of the two lists: its table, its codes, how its files are named, and the least of codes that it has."""

    title: str
    table: str
    code: re.Pattern[str]
    name: re.Pattern[str]
    least: int


_LISTS: Final = (
    _List(
        "CARC",
        "adjustment_reasons",
        re.compile(r"\d{1,3}|[A-Z]\d{1,2}"),
        re.compile(r"carc|adjustment[-_ ]reason", re.I),
        250,
    ),
    _List("RARC", "remarks", re.compile(r"(M|MA|N)\d{1,4}"), re.compile(r"rarc|remark", re.I), 600),
)


@dataclass(frozen=True, slots=True)
class _Row:
    code: str
    starts: date
    changed: date | None
    stops: date | None
    instead: str


def _recognises(name: str, _head: bytes) -> bool:
    return name.lower().endswith((".csv", ".txt", ".xlsx")) and any(one.name.search(name) for one in _LISTS)


def _read(sources: Sequence[Source], progress: Progress) -> Release:
    source = sources[0]
    which = next(one for one in _LISTS if one.name.search(source.name))
    rows = list(_rows(source, which))
    progress(source.size)
    labels = {row["code"]: row["label"] for row in bundled_rows(which.table)}
    _prove(source, which, rows, labels)
    table = [
        (row.code, row.starts, row.changed, row.stops, row.instead, labels.get(row.code) or "")
        for row in sorted(rows, key=lambda one: one.code)
    ]
    issued = max(day for row in rows for day in (row.starts, row.changed) if day is not None)
    return Release(
        kind=KIND.name,
        name=f"{which.title} {issued}",
        issued=issued,
        starts=min(row.starts for row in rows),
        ends=None,
        tables={which.table: pl.DataFrame(table, schema=TABLES[which.table], orient="row")},
        rows_read=len(rows),
        series=which.title,
    )


def _rows(source: Source, which: _List) -> Iterator[_Row]:
    """The codes, from a table with a column for each date, or from one that has the dates behind the words."""
    found = grid.rows(source, "\t" if source.suffix == "txt" else ",")
    columns: Mapping[str, int] | None = None
    seen: dict[str, int] = {}
    for line, cells in found:
        if columns is None and "code" in grid.plain(cells[0] if cells else ""):
            columns = _columns(cells)
            continue
        code = cells[0].upper() if cells else ""
        if not which.code.fullmatch(code):
            if seen and any(cells):
                what = f"{code[:20]!r} is no code of this list ({which.title})"
                raise grid.refusal(source, line, what, _OWN)
            continue
        if code in seen:
            raise grid.refusal(source, line, f"the code stands in line {seen[code]} too", _OWN, code)
        seen[code] = line
        yield _row(source, line, cells, columns or {})


def _columns(head: Sequence[str]) -> dict[str, int]:
    """Where the dates stand; none of them where they stand behind the words."""
    plain = [grid.plain(cell) for cell in head]
    wanted = {"Start": "start", "Last Modified": "lastmodified", "Stop": "stop"}
    return {what: at for what, word in wanted.items() for at, cell in enumerate(plain) if cell.startswith(word)}


def _row(source: Source, line: int, cells: Sequence[str], columns: Mapping[str, int]) -> _Row:
    code, words = cells[0].upper(), " ".join(cells[1:])
    if columns:
        told = {what: cells[at] for what, at in columns.items() if at < len(cells) and cells[at]}
    else:
        told = {found["what"]: found["day"] for found in _DATES.finditer(words)}
    days = {what: american(text) for what, text in told.items()}
    wrong = next((what for what, day in days.items() if day is None), None)
    if wrong is not None:
        raise grid.refusal(source, line, f"{wrong} {told[wrong][:20]!r} is no date as 01/31/2026", _OWN, code)
    starts = days.get("Start")
    if starts is None:
        raise grid.refusal(source, line, "the row does not say since when the code is used", _OWN, code)
    stops = days.get("Stop")
    return _Row(code, starts, days.get("Last Modified"), stops, _instead(words, code) if stops else "")


def _instead(words: str, code: str) -> str:
    """The codes that the words of a stopped one name as its successors."""
    named = [one for found in _INSTEAD.finditer(words) for one in re.findall(_NAMED, found["codes"].upper())]
    return " ".join(one for one in dict.fromkeys(named) if one != code)


def _prove(source: Source, which: _List, rows: Sequence[_Row], known: Mapping[str, str]) -> None:
    if len(rows) < which.least:
        what = f"it has {len(rows)} codes, and the list ({which.title}) has more than {which.least}"
        raise Refusal(source.origin, what, _OWN)
    lacking = sorted(set(known) - {row.code for row in rows})
    if len(lacking) > _MISSING * len(known):
        what = f"{len(lacking)} of {len(known)} known codes are missing, the first is {lacking[0]}"
        raise Refusal(source.origin, what, _OWN)


KIND = Kind(
    name="adjustment_codes",
    title="adjustment reasons and remarks (CARC, RARC)",
    where="x12.org, External Code Lists 139 and 411 (a licence is needed), exported as csv, txt or xlsx",
    recognises=_recognises,
    read=_read,
)
