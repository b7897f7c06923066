"""Medicare's own prices for every locality (PFALL), their corrections (PFREV), and one contractor's file of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import polars as pl

from romberg.knowledge.editions import edition_on, rows_of
from romberg.knowledge.releases import grid, price_quarters
from romberg.knowledge.releases.kind import Kind, Progress
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.rehabilitation import rehabilitation_codes
from romberg.knowledge.releases.release import Release
from romberg.knowledge.releases.schemas import TABLES
from romberg.knowledge.releases.source import Source

_NAME = re.compile(r"^pf(all|rev)(\d\d)([a-d])", re.IGNORECASE)
_ROW = re.compile(rb'^"20\d\d","\d{5}","\d\d","[0-9A-Z]{5}","(..)",("\d{7}\.\d\d",){2}')
_FIELDS = ("year", "mac", "locality", "code", "modifier", "office", "facility", "filler", "part", "status", "multiple",
           "reduced_office", "reduced_institution", "opps", "opps_office", "opps_facility")  # fmt: skip
_AMOUNTS = ("office", "facility", "reduced_office", "reduced_institution")
_THERAPY = "5"
_TRAILER = "TRL"
_OWN = "download the file again from cms.gov, whole and not edited"


def _recognises(name: str, head: bytes) -> bool:
    return bool(_NAME.match(name)) or bool(_ROW.match(head))


def _scan(source: Source) -> pl.LazyFrame:
    """Every line of the file with its number, cut at its commas; fields are quoted and hold no comma."""
    return (
        pl.scan_csv(
            source.placed(),
            separator="\x1f",  # a sign that no line has, so that each line is one column
            has_header=False,
            new_columns=["text"],
            quote_char=None,
            encoding="utf8-lossy",
            glob=False,  # a name is a name, whatever signs are in it
            row_index_name="line",
            row_index_offset=1,
        )
        .with_columns(pl.col("text").str.strip_chars_end("\r"))
        .filter(pl.col("text").str.strip_chars() != "")
    )


def _cut(rows: pl.LazyFrame) -> pl.LazyFrame:
    parts = pl.col("text").str.split(",")
    fields = (parts.list.get(at, null_on_oob=True).str.strip_chars('"').alias(name) for at, name in enumerate(_FIELDS))
    return rows.with_columns(count=parts.list.len()).with_columns(fields)


def _sound() -> pl.Expr:
    amount = r"^\d{7}\.\d{2}$"
    return pl.all_horizontal(
        pl.col("count") == len(_FIELDS),
        pl.col("year").str.contains(r"^20\d\d$"),
        pl.col("mac").str.contains(r"^\d{5}$"),
        pl.col("locality").str.contains(r"^\d{2}$"),
        pl.col("code").str.contains(r"^[0-9A-Z]{5}$"),
        *(pl.col(name).str.contains(amount) for name in _AMOUNTS),
    ).fill_null(False)


def _rows(source: Source) -> tuple[pl.DataFrame, int, int]:
    """The rows of rehabilitation without a modifier, how many rows there are, and the year that all of them name."""
    lines = _scan(source)
    trailer = pl.col("text").str.contains(rf'^"?{_TRAILER}')
    cut = _cut(lines.filter(~trailer)).with_columns(wrong=~_sound())
    wanted = pl.col("code").is_in(sorted(rehabilitation_codes())) & (pl.col("modifier").str.strip_chars() == "")
    ends = lines.filter(trailer).select(first=pl.col("line").min(), count=pl.len())
    tally = cut.select(pl.len(), last=pl.col("line").max(), least=pl.col("year").min(), most=pl.col("year").max())
    try:
        kept, told, end = pl.collect_all([cut.filter(wanted | pl.col("wrong")), tally, ends], engine="streaming")
    except pl.exceptions.PolarsError:
        raise Refusal(source.origin, "its bytes are not those of a text file of this kind", _OWN) from None
    _prove_lines(source, kept, told.row(0, named=True), end.row(0, named=True))
    return kept, told["len"][0], int(told["least"][0])


def _prove_lines(source: Source, kept: pl.DataFrame, told: dict[str, object], end: dict[str, object]) -> None:
    wrong = kept.filter("wrong").sort("line").head(1)
    if wrong.height:
        row = wrong.row(0, named=True)
        raise grid.refusal(source, row["line"], "the line does not have the 16 fields of this file", _OWN, row["code"])
    if not end["count"] or end["first"] <= (told["last"] or 0):  # type: ignore[operator]  # both are line numbers
        raise Refusal(source.origin, "its last lines (TRL) are missing, so it is cut", _OWN)
    if told["least"] != told["most"] or told["least"] is None:
        raise Refusal(source.origin, f"its rows are of {told['least']} to {told['most']}", _OWN)


def _read(sources: Sequence[Source], progress: Progress) -> Release:
    source = sources[0]
    kept, count, year = _rows(source)
    progress(source.size)
    found = _NAME.match(source.name)
    letter = found[3].upper() if found else "A"
    if found and 2000 + int(found[2]) != year:
        what = f"its rows are of {year}, and its name says {2000 + int(found[2])}"
        raise Refusal(source.origin, what, "download the year that you mean again")
    quarter = price_quarters.Quarter(year, letter)
    series = found[1].lower() if found else source.name.rpartition(".")[0].lower()
    rows = _shaped(kept)
    _prove_places(source, rows, year, whole=series == "all")
    return Release(
        kind=KIND.name,
        name=f"PF{found[1].upper()}{quarter.short}" if found else f"{source.name.rpartition('.')[0].upper()} {year}",
        issued=quarter.issued,
        starts=quarter.issued,
        ends=quarter.year_ends,
        tables={"published_prices": rows},
        rows_read=count,
        series=series,
    )


def _shaped(kept: pl.DataFrame) -> pl.DataFrame:
    """Amounts in cents. The reduced ones are therapy's for MULT PROC 5 alone; else other things stand there."""
    therapy = pl.col("multiple") == _THERAPY

    def cents(name: str) -> pl.Expr:
        return pl.col(name).str.replace(".", "", literal=True).cast(pl.Int64)

    return kept.select(
        "mac",
        "locality",
        "code",
        "status",
        office_cents=cents("office"),
        facility_cents=cents("facility"),
        reduced_office_cents=pl.when(therapy).then(cents("reduced_office")),
        reduced_institution_cents=pl.when(therapy).then(cents("reduced_institution")),
    ).select(TABLES["published_prices"].keys())


def _prove_places(source: Source, rows: pl.DataFrame, year: int, whole: bool) -> None:
    """A Refusal where a locality is not known, a code stands twice, or a whole file lacks a locality of a code."""
    edition = edition_on("localities", date(year, 12, 31))
    known = rows_of("localities", edition).select("mac", "locality") if edition else rows.select("mac", "locality")
    unknown = rows.join(known, on=["mac", "locality"], how="anti").head(1)
    if unknown.height:
        mac, locality = unknown.select("mac", "locality").row(0)
        raise Refusal(source.origin, f"{year} has no such locality", _OWN, key=f"{mac}/{locality}")
    twice = rows.filter(pl.struct("mac", "locality", "code").is_duplicated()).head(1)
    if twice.height:
        raise Refusal(source.origin, "the code stands twice for one locality", _OWN, key="/".join(twice.row(0)[:3]))
    short = rows.group_by("code").len().filter(pl.col("len") < known.unique().height).sort("code")
    if whole and (short.height or not rows.height):
        what = f"{short.height} therapy codes lack localities ({', '.join(short['code'].head(4))})"
        raise Refusal(source.origin, what if short.height else "it holds no therapy code", _OWN)


KIND = Kind(
    name="published_prices",
    title="Medicare's own prices by locality (PFALL, PFREV)",
    where="cms.gov, Physician Fee Schedule, PFS National Payment Amount and Carrier Specific Files: PFALL26A.zip",
    recognises=_recognises,
    read=_read,
    forms=("txt",),
)
