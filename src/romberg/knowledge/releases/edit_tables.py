"""Edit pairs as Medicare and Medicaid publish them: the header found, every row proved, rehabilitation kept.

A whole edition has more than two million rows, so the rows are scanned and never held: what stays in memory are the
rows of rehabilitation and the first row that is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import polars as pl

from romberg.knowledge.releases import grid
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.rehabilitation import rehabilitation_codes
from romberg.knowledge.releases.source import Source

REASONS: Final = {
    "CPT Manual or CMS manual coding instruction": "coding instruction",
    "CPT Separate procedure definition": "part of the larger service",
    "HCPCS/CPT procedure code definition": "meaning of the code",
    "Misuse of Column Two code with Column One code": "not meant to go together",
    "More extensive procedure": "the larger service includes it",
    "Mutually exclusive procedures": "one excludes the other",
    "Standards of medical/surgical practice": "usual part of the service",
}
MEDICARE: Final = ("column1", "column2", "*=in", "effective", "deletion", "modifier", "ptpeditrationale")
MEDICAID: Final = ("column1", "column2", "effective", "deletion", "modifier", "ptpeditrationale")
_NAMES: Final = {
    "column1": "column_one",
    "column2": "column_two",
    "*=in": "prior",
    "effective": "starts",
    "deletion": "ends",
    "modifier": "indicator",
    "ptpeditrationale": "reason",
}
_CODE, _DAY = r"^[0-9A-Z][0-9]{3}[0-9A-Z]$", r"^(19|20)\d{6}$"
_HEAD, _TAIL = 1 << 16, 1 << 10
_WHOLE = "download the file again from the publisher, and do not edit it"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of an edition: the rows of rehabilitation, and how many rows it held in all."""

    rows: pl.DataFrame
    count: int


def read_part(source: Source, columns: Sequence[str]) -> Part:
    """The rehabilitation rows of one file, txt or xlsx; a Refusal that names the line where one row is wrong."""
    found = _sheet(source, columns) if source.suffix == "xlsx" else _text(source, columns)
    kept = pl.col("column_one").is_in(_codes()) & pl.col("column_two").is_in(_codes())
    blank = pl.all_horizontal(pl.exclude("line").fill_null("").str.strip_chars() == "")
    wrong = ~_sound(columns).fill_null(False)
    rows = found.filter(~blank).with_columns(wrong=wrong)
    try:
        chosen, count = pl.collect_all([rows.filter(kept | pl.col("wrong")), rows.select(pl.len())], engine="streaming")
    except pl.exceptions.PolarsError:
        raise _ragged(source, len(columns)) from None
    first = chosen.filter("wrong").sort("line").head(1)
    if first.height:
        raise _refused(source, first.row(0, named=True), columns)
    return Part(_shaped(chosen), count.item())


def _codes() -> list[str]:
    return sorted(rehabilitation_codes())


def _sound(columns: Sequence[str]) -> pl.Expr:
    """Whether a row is one: two codes, a first day, a last day or none, an indicator, a reason."""
    ends = pl.col("ends").fill_null("")
    lives = ends == "*" if "*=in" in columns else ends.is_in(["", "*"])
    return pl.all_horizontal(
        pl.col("column_one").str.contains(_CODE),
        pl.col("column_two").str.contains(_CODE),
        pl.col("starts").str.contains(_DAY) & _day("starts").is_not_null(),
        lives | (ends.str.contains(_DAY) & _day("ends").is_not_null()),
        pl.col("indicator").is_in(["0", "1", "9"]),
        pl.col("reason") != "",
    )


def _day(column: str) -> pl.Expr:
    return pl.col(column).str.to_date("%Y%m%d", strict=False)


def _shaped(rows: pl.DataFrame) -> pl.DataFrame:
    """The columns of a pair table. Indicator 9 marks rows that never bound anybody."""
    never = pl.col("indicator") == "9"
    live_or_ended = pl.when(_day("ends").is_null()).then(pl.lit("live")).otherwise(pl.lit("ended"))
    return rows.select(
        "column_one",
        "column_two",
        _day("starts"),
        starts_known=pl.lit("read"),
        ends=_day("ends"),
        indicator=pl.col("indicator").cast(pl.Int64),
        status=pl.when(never).then(pl.lit("never")).otherwise(live_or_ended),
        reason=pl.col("reason").replace(REASONS),
    )


# --- the two forms


def _named(columns: Sequence[str]) -> list[str]:
    return [_NAMES[one] for one in columns]


def _text(source: Source, columns: Sequence[str]) -> pl.LazyFrame:
    with source.opener() as file:
        head = file.read(_HEAD).decode("latin-1").split("\n")
    with source.placed().open("rb") as placed:
        placed.seek(-min(_TAIL, placed.seek(0, 2)), 2)
        end = placed.read().rpartition(b"\n")[2]
    if end and end.rpartition(b"\t")[2].decode("latin-1") not in REASONS:
        raise Refusal(source.origin, "its last line is cut off", _WHOLE)
    skipped = _above(source, [line.rstrip("\r").split("\t") for line in head], columns)
    return pl.scan_csv(
        source.placed(),
        separator="\t",
        has_header=False,
        skip_lines=skipped,
        new_columns=_named(columns),
        infer_schema=False,
        quote_char=None,
        encoding="utf8-lossy",
        glob=False,
        missing_columns="insert",
        extra_columns="raise",
        row_index_name="line",
        row_index_offset=skipped + 1,
    ).with_columns(pl.exclude("line").str.strip_chars())


def _sheet(source: Source, columns: Sequence[str]) -> pl.LazyFrame:
    found = grid.sheet(source)
    skipped = _above(source, [["" if cell is None else cell for cell in row] for row in found.head(40).rows()], columns)
    if found.width != len(columns):
        raise _ragged(source, len(columns))
    named = found.rename(dict(zip(found.columns, _named(columns), strict=True))).with_row_index("line", 1)
    return named.slice(skipped).lazy().with_columns(pl.exclude("line").str.strip_chars())


def _above(source: Source, head: list[list[str]], columns: Sequence[str]) -> int:
    """How many rows stand above the first pair; the header may be on one row or stacked over several."""
    at = next((at for at, cells in enumerate(head) if grid.plain(cells[0]) == columns[0]), None)
    if at is None:
        what = "no row starts with 'Column 1', so there is no header"
        raise Refusal(source.origin, what, "check that this is the publisher's own file, whole and not edited")
    after = at + 1
    while after < len(head) and not head[after][0].strip() and any(cell.strip() for cell in head[after]):
        after += 1
    given = [grid.plain(cell) for cell in head[at]]
    while given and not given[-1]:
        given.pop()
    if len(given) != len(columns) or not all(cell.startswith(one) for cell, one in zip(given, columns, strict=True)):
        what = f"the header has other columns than the {len(columns)} of such a file"
        raise grid.refusal(source, at + 1, what, "check that this is the publisher's own file, not edited")
    return after


# --- what is said of a wrong row


def _refused(source: Source, row: dict[str, str | int], columns: Sequence[str]) -> Refusal:
    cells = {name: str(row[name] or "") for name in _named(columns)}
    what = next(
        said
        for said, wrong in (
            ("the row has too few columns", not cells["reason"] and not cells["indicator"]),
            (f"{cells['column_one']!r} is no procedure code", not _matches(cells["column_one"], _CODE)),
            (f"{cells['column_two']!r} is no procedure code", not _matches(cells["column_two"], _CODE)),
            (f"the first day {cells['starts']!r} is no date of the form 20261001", not _is_day(cells["starts"])),
            (f"the indicator {cells['indicator']!r} is none of 0, 1 and 9", cells["indicator"] not in ("0", "1", "9")),
            ("the row gives no reason for the edit", not cells["reason"]),
            (f"the last day {cells['ends']!r} is neither a date of the form 20261001 nor '*'", True),
        )
        if wrong
    )
    return grid.refusal(source, int(row["line"]), what, _WHOLE, f"{cells['column_one']}/{cells['column_two']}")


def _matches(text: str, pattern: str) -> bool:
    return re.search(pattern, text) is not None


def _is_day(text: str) -> bool:
    try:
        return _matches(text, _DAY) and datetime.strptime(text, "%Y%m%d") is not None
    except ValueError:
        return False


def _ragged(source: Source, wanted: int) -> Refusal:
    """Where a row has more columns than the header, or the sheet has."""
    if source.suffix != "xlsx":
        with source.opener() as file:
            for number, line in enumerate(file, start=1):
                if line.count(b"\t") >= wanted:
                    return grid.refusal(source, number, f"the row has more than {wanted} columns", _WHOLE)
    return Refusal(source.origin, f"its rows do not have {wanted} columns", _WHOLE)
