"""Most units of a code (MUE) as Medicare and Medicaid publish them: every row proved, rehabilitation kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from romberg.knowledge import codes
from romberg.knowledge.published import bundled
from romberg.knowledge.releases import grid
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.rehabilitation import rehabilitation_codes
from romberg.knowledge.releases.schemas import TABLES
from romberg.knowledge.releases.source import Source

LEAST_ROWS: Final = 8_000  # an edition of 2026 has about 15,000; the first editions that are offered had fewer
_MISSING, _CHANGED = 0.10, 0.25  # shares of the rehabilitation codes that a quarter may lose, or give other units
_CODE = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]")
_WHOLE = "download the file again from the publisher, and do not edit it"
_KINDS = ("1", "2", "3")
_UNITS, _INDICATOR = "muevalue", "MUE Adjudication Indicator"


@dataclass(frozen=True, slots=True)
class Limits:
    """The rows of rehabilitation, how many rows the file held in all, and the title of the column of units."""

    rows: pl.DataFrame
    count: int
    title: str


def read_limits(source: Source, table: str, first: date, kinds: bool = True) -> Limits:
    """The limits of one file of the edition of a day; `kinds` tells whether it has the adjudication indicator."""
    found = grid.rows(source, "\t" if source.suffix == "txt" else ",")
    head = grid.header(source, found, "HCPCS/CPT Code", (_INDICATOR,) if kinds else ())
    plain = [grid.plain(cell) for cell in head]
    units = next((at for at, cell in enumerate(plain) if _UNITS in cell), None)
    if units is None:
        raise Refusal(
            source.origin, "the header has no column of MUE values", "check that this is the publisher's own file"
        )
    wanted = [units, *([plain.index(grid.plain(_INDICATOR))] if kinds else [])]
    seen: dict[str, int] = {}
    kept = []
    for line, cells in found:
        if not any(cells):
            continue
        code, units, kind = _row(source, line, cells, wanted)
        if code in seen:
            raise grid.refusal(source, line, f"the code stands in line {seen[code]} too", _WHOLE, code)
        seen[code] = line
        if code in rehabilitation_codes():
            kept.append((code, units, kind))
    if len(seen) < LEAST_ROWS:
        what = f"it has {len(seen):,} rows, and an edition has more than {LEAST_ROWS:,}"
        raise Refusal(source.origin, what, "download it again: the file is cut")
    limits = pl.DataFrame(sorted(kept), schema=TABLES[table], orient="row")
    _prove_set(source, limits, table, first)
    return Limits(limits, len(seen), head[units])


def _row(source: Source, line: int, cells: list[str], wanted: list[int]) -> tuple[str, int, int | None]:
    """Code, units and kind of one row. Zero units are a limit like any other: the code is not paid."""
    code = cells[0].upper()
    if len(cells) <= max(wanted):
        raise grid.refusal(source, line, "the row has too few columns", _WHOLE, code)
    if not _CODE.fullmatch(code):
        raise grid.refusal(source, line, f"{code[:20]!r} is no procedure code", _WHOLE)
    units = cells[wanted[0]]
    if not re.fullmatch(r"\d{1,5}", units):
        raise grid.refusal(source, line, f"{units[:20]!r} is no number of units", _WHOLE, code)
    if len(wanted) == 1:
        return code, int(units), None
    kind = cells[wanted[1]][:1]
    if kind not in _KINDS:
        what = f"the adjudication indicator {cells[wanted[1]][:30]!r} starts with none of 1, 2 and 3"
        raise grid.refusal(source, line, what, _WHOLE, code)
    return code, int(units), int(kind)


def _existed(code: str, on: date) -> bool:
    own = codes.get(code)
    return own is None or own.valid(on)


def _prove_set(source: Source, limits: pl.DataFrame, table: str, first: date) -> None:
    """A Refusal where known codes are missing, or too many have other units than the edition that is bundled."""
    known = bundled(table)
    known = known.filter(pl.Series([_existed(code, first) for code in known["code"]], dtype=pl.Boolean))
    both = known.join(limits, on="code", suffix="_new")
    lacking = known.join(limits, on="code", how="anti").sort("code")
    if lacking.height > _MISSING * known.height:
        what = (
            f"{lacking.height} of {known.height} known rehabilitation codes are missing, the first is {lacking[0, 0]}"
        )
        raise Refusal(source.origin, what, _WHOLE)
    changed = both.filter(pl.col("units") != pl.col("units_new")).sort("code")
    if changed.height > _CHANGED * both.height:
        what = (
            f"{changed.height} of {both.height} rehabilitation codes have other units than in the edition before, "
            f"the first is {changed[0, 'code']} with {changed[0, 'units_new']} for {changed[0, 'units']}"
        )
        raise Refusal(source.origin, what, "check that this is the publisher's own file: limits hardly change")
