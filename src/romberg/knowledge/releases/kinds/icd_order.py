"""Diagnosis codes (ICD-10-CM) from the order file of a fiscal year: each code, and whether it may be billed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

import polars as pl

from romberg.knowledge.releases import grid
from romberg.knowledge.releases.kind import Kind, Progress
from romberg.knowledge.releases.quarters import names
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.release import Release
from romberg.knowledge.releases.schemas import TABLES
from romberg.knowledge.releases.source import Source

LEAST_ROWS: Final = 80_000  # the first order file had 91,000 codes, that of April 2026 98,505
_NAME = re.compile(r"icd10cm[-_]order[-_](?:[a-z]+[-_])?(?P<year>20\d\d)\.txt$", re.I)
_LINE = re.compile(r"(?P<number>\d{5}) (?P<code>[A-Z][0-9A-Z]{2,6}) * (?P<leaf>[01]) .*\S")
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTVWXYZ"  # U came later
_LAST: Final = "Z99"
_WHOLE = "download the file again from cms.gov or cdc.gov, and do not edit it"


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    number: int
    code: str
    leaf: bool


def _recognises(name: str, _head: bytes) -> bool:
    return bool(_NAME.search(name))


def _rows(source: Source) -> Iterator[_Row]:
    for line, text in grid.lines(source):
        if not text.strip():
            continue
        found = _LINE.fullmatch(text.rstrip())
        if found is None:
            what = "the line is not number, code, 0 or 1, and titles at their places"
            raise grid.refusal(source, line, what, _WHOLE, text[6:13].strip())
        yield _Row(line, int(found["number"]), found["code"], found["leaf"] == "1")


def _read(sources: Sequence[Source], progress: Progress) -> Release:
    source = sources[0]
    rows = list(_rows(source))
    progress(source.size)
    _prove(source, rows)
    found = _NAME.search(source.name)
    assert found is not None, "a file that was recognised"
    year = int(found["year"])
    spring = "april" in names(source.origin).lower()  # an update within the fiscal year
    starts = date(year, 4, 1) if spring else date(year - 1, 10, 1)
    table = pl.DataFrame([(row.code, row.leaf) for row in rows], schema=TABLES["diagnoses"], orient="row")
    return Release(
        kind=KIND.name,
        name=f"ICD-10-CM {year}{' April' if spring else ''}",
        issued=starts,
        starts=starts,
        ends=date(year, 9, 30),
        tables={"diagnoses": table},
        rows_read=len(rows),
    )


def _prove(source: Source, rows: Sequence[_Row]) -> None:
    """The lines are numbered without a gap; what may be billed is not divided, and what may not be is."""
    for before, row in pairwise(rows):
        if row.number != before.number + 1:
            what = f"after number {before.number:05d} comes {row.number:05d}: lines are missing or moved"
            raise grid.refusal(source, row.line, what, _WHOLE, row.code)
        divided = row.code.startswith(before.code) and len(row.code) > len(before.code)
        if divided is before.leaf:
            said = (
                "may be billed, though it is divided further"
                if divided
                else "may not be billed, though it is not divided"
            )
            raise grid.refusal(source, before.line, f"the flag says that the code {said}", _WHOLE, before.code)
    if len(rows) < LEAST_ROWS:
        what = f"it has {len(rows):,} codes, and an edition has more than {LEAST_ROWS:,}"
        raise Refusal(source.origin, what, "download it again: the file is cut")
    if rows[0].number != 1:
        raise Refusal(source.origin, "its first lines are missing", _WHOLE)
    lacking = next(iter(sorted(set(_LETTERS) - {row.code[0] for row in rows})), None)
    if lacking is not None:
        raise Refusal(source.origin, f"it has no codes that start with {lacking}", _WHOLE)
    if not any(row.code.startswith(_LAST) for row in rows):
        raise Refusal(source.origin, f"it has no codes of the category {_LAST}, the last of all: it is cut", _WHOLE)


KIND = Kind(
    name="icd_order",
    title="diagnosis codes (ICD-10-CM order file)",
    where="cms.gov, ICD-10 files, Code Descriptions in Tabular Order: icd10cm_order_2026.txt",
    recognises=_recognises,
    read=_read,
    forms=("txt",),
)
