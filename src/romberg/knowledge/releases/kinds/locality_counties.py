"""Which counties each payment locality holds (yyLOCCO): csv, workbook, or text in columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import polars as pl

from romberg.knowledge.releases import grid, price_quarters
from romberg.knowledge.releases.kind import Kind, Progress
from romberg.knowledge.releases.place_keys import key, prove_keys
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.release import Release
from romberg.knowledge.releases.schemas import TABLES
from romberg.knowledge.releases.source import Source

_NAME = re.compile(r"^(\d\d)locco", re.IGNORECASE)
_TEXT = re.compile(r"\s*(\d{5})\s+(\d{2})\s")
_STATE = slice(18, 43)
_OWN = "download the file again from cms.gov, whole and not edited"
_Row = tuple[str, str, str, str, str]


def _recognises(name: str, head: bytes) -> bool:
    return bool(_NAME.match(name)) or b"COUNTIES INCLUDED IN" in head.upper()


def _cells(source: Source) -> Iterator[tuple[int, list[str]]]:
    """Contractor, locality, state, area and counties of each row, as written."""
    if source.suffix != "txt":
        found = grid.rows(source)
        head = "Medicare Administrative Contractor"
        for _, cells in found:
            if cells and grid.plain(cells[0]).startswith(grid.plain(head)[:13]):
                break
        else:
            raise Refusal(source.origin, f"no row starts with {head!r}, so there is no header", _OWN)
        yield from ((number, [*cells, *[""] * 5][:5]) for number, cells in found if any(cells))
        return
    for number, line in grid.lines(source):
        match = _TEXT.match(line)
        if match:
            area, _, counties = line[_STATE.stop :].strip().partition("  ")
            yield number, [match[1], match[2], line[_STATE].strip(), area, counties.strip()]


def _rows(source: Source) -> Iterator[_Row]:
    """The rows with zeros filled in, and the state that stands only on the first row of each."""
    state = ""
    for number, (mac, locality, own, area, counties) in _cells(source):
        if not re.fullmatch(r"\d{4,5}", mac):
            continue  # a footnote
        if not re.fullmatch(r"\d{1,2}", locality):
            raise grid.refusal(source, number, f"{locality!r} is no locality of two digits", _OWN, mac)
        state = own.strip(" *") or state
        yield *key(mac, locality), state.title(), area.strip(" *"), counties


def _read(sources: Sequence[Source], progress: Progress) -> Release:
    source = sources[0]
    found = _NAME.match(source.name)
    outer = price_quarters.in_archive(source)
    quarter = price_quarters.agreed(source, 2000 + int(found[1]) if found else None, None if outer else "A")
    title = next((line for _, line in grid.lines(source) if line.strip()), "") if source.suffix != "xlsx" else ""
    price_quarters.prove_title(source, title, quarter)
    read = list(_rows(source))
    progress(source.size)
    rows = pl.DataFrame(read, schema=TABLES["locality_counties"], orient="row").unique(maintain_order=True)
    prove_keys(source, rows.select("mac", "locality").iter_rows(), quarter.year)
    return Release(
        kind=KIND.name,
        name=f"LOCCO{quarter.short if outer else quarter.year}",
        issued=quarter.issued,
        starts=quarter.issued,
        ends=quarter.year_ends,
        tables={"locality_counties": rows},
        rows_read=len(read),
        revision=quarter.revision,
    )


KIND = Kind(
    name="locality_counties",
    title="counties of the payment localities (LOCCO)",
    where="cms.gov, Physician Fee Schedule, PFS Relative Value Files: 26LOCCO.csv in rvu26c.zip",
    recognises=_recognises,
    read=_read,
)
