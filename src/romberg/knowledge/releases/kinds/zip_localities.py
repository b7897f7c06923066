"""Medicare's lists of ZIP codes (ZIP5 and ZIP9): text of fixed width, each code with its contractor and locality."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

import polars as pl

from romberg.knowledge.editions import latest, rows_of
from romberg.knowledge.releases import grid
from romberg.knowledge.releases.kind import Kind, Progress
from romberg.knowledge.releases.quarters import called, first_day
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.release import Release
from romberg.knowledge.releases.schemas import TABLES
from romberg.knowledge.releases.source import Source

LEAST_FIVE, LEAST_NINE = 40_000, 1_000  # ZIP5 had 42,956 rows in 2025Q4, of which 580 need the four digits of ZIP9
_WIDTH = 80
_NAME = re.compile(r"^zip([59])[-_ ]?(?!.*l(?:ay)?out)", re.IGNORECASE)
_ROW = re.compile(rb"^[A-Z]{2}\d{10}[0-9A-Z ]{2}")
_OWN = "download the file again from cms.gov, whole and not edited"
_COUNTS = (100, 130)  # localities that there have been, with room


def _recognises(name: str, head: bytes) -> bool:
    if _NAME.match(name):
        return name.lower().endswith(".txt")
    lines = head.splitlines()
    return bool(lines) and len(lines[0]) == _WIDTH and bool(_ROW.match(lines[0]))


def _rows(source: Source) -> pl.DataFrame:
    """The lines cut into their fields; a Refusal where one is of another width."""
    lines = (
        pl.DataFrame({"text": grid.text(source).splitlines()}).with_row_index("line", 1).filter(pl.col("text") != "")
    )
    wrong = lines.filter(pl.col("text").str.len_chars() != _WIDTH).head(1)
    if wrong.height:
        line, text = wrong.row(0)
        what = f"the line has {len(text)} characters, and those of this file have {_WIDTH}"
        raise grid.refusal(source, line, what, _OWN, text[2:7])
    fields = {"state": (1, 2), "zip5": (3, 7), "mac": (8, 12), "locality": (13, 14), "flag": (21, 21),
              "plus_four": (22, 25), "quarter": (76, 80)}  # fmt: skip
    cut = (pl.col("text").str.slice(first - 1, last - first + 1).alias(name) for name, (first, last) in fields.items())
    return lines.select("line", *cut)


def _prove(source: Source, rows: pl.DataFrame, nine: bool) -> date:
    """The first day of the list's quarter; a Refusal where a row cannot be one, or the quarters differ."""
    sound = pl.all_horizontal(
        pl.col("state").str.contains(r"^[A-Z]{2}$"),
        pl.col("zip5").str.contains(r"^\d{5}$"),
        pl.col("mac").str.contains(r"^\d{5}$"),
        pl.col("locality").str.contains(r"^\d{2}$"),
        pl.col("flag").is_in(["0", "1"]),
        pl.col("quarter").str.contains(r"^20\d\d[1-4]$"),
        *([pl.col("plus_four").str.contains(r"^\d{4}$")] if nine else []),
    )
    wrong = rows.filter(~sound).head(1)
    if wrong.height:
        found = wrong.row(0, named=True)
        raise grid.refusal(source, found["line"], "the line does not have the fields of this list", _OWN, found["zip5"])
    quarters = rows["quarter"].unique().sort()
    if len(quarters) != 1:
        what = f"its rows are of {len(quarters)} quarters ({quarters[0]} to {quarters[-1]})"
        raise Refusal(source.origin, what, _OWN)
    return first_day(int(quarters[0][:4]), int(quarters[0][4]))


def _read(sources: Sequence[Source], progress: Progress) -> Release:
    source = sources[0]
    rows = _rows(source)
    progress(source.size)
    nine = _is_nine(source, rows)
    issued = _prove(source, rows, nine)
    least = LEAST_NINE if nine else LEAST_FIVE
    if rows.height < least:
        raise Refusal(source.origin, f"it has {rows.height:,} rows, and such a list has more than {least:,}", _OWN)
    tables = _nine(rows) if nine else _five(source, rows)
    return Release(
        kind=KIND.name,
        name=f"ZIP{9 if nine else 5} {called(issued)}",
        issued=issued,
        starts=issued,
        ends=None,
        tables=tables,
        rows_read=rows.height,
        series="nine" if nine else "five",
    )


def _is_nine(source: Source, rows: pl.DataFrame) -> bool:
    found = _NAME.match(source.name)
    return found[1] == "9" if found else bool(rows.height and rows["plus_four"][0].isdigit())


def runs(numbers: Iterable[int]) -> str:
    """ZIP codes as runs: 99501-99524 99540."""
    found: list[list[int]] = []
    for one in sorted(numbers):
        if found and found[-1][1] == one - 1:
            found[-1][1] = one
        else:
            found.append([one, one])
    return " ".join(f"{a:05d}-{b:05d}" if b > a else f"{a:05d}" for a, b in found)


def _five(source: Source, rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    twice = rows.filter(pl.col("zip5").is_duplicated()).head(1)
    if twice.height:
        raise grid.refusal(source, twice["line"][0], "the ZIP code stands twice", _OWN, twice["zip5"][0])
    by_place = rows.filter(flag="0").group_by("mac", "locality", "state").agg(pl.col("zip5").cast(pl.Int64))
    split = rows.filter(flag="1").group_by("state").agg(pl.col("zip5").cast(pl.Int64))
    _prove_places(source, by_place)
    return {
        "zips": _with_runs(by_place, "mac", "locality", "state"),
        "zips_plus_four": _with_runs(split, "state"),
    }


def _with_runs(groups: pl.DataFrame, *columns: str) -> pl.DataFrame:
    rows = [(*row[:-1], runs(row[-1])) for row in groups.sort(columns).select(*columns, "zip5").iter_rows()]
    return pl.DataFrame(rows, schema=TABLES["zips" if len(columns) > 1 else "zips_plus_four"], orient="row")


def _prove_places(source: Source, places: pl.DataFrame) -> None:
    """A Refusal where the localities cannot be Medicare's: too few or many, or few of those known."""
    given = set(places.select("mac", "locality").iter_rows())
    edition = latest("localities")
    known = set(rows_of("localities", edition).select("mac", "locality").iter_rows()) if edition else given
    if not _COUNTS[0] <= len(given) <= _COUNTS[1] or len(given & known) < len(known) * 4 // 5:
        what = f"of its {len(given)} localities {len(given & known)} are among the {len(known)} known"
        raise Refusal(source.origin, what, _OWN)


def _nine(rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Runs of nine-digit codes: a run ends where the next code is of another place, or codes are left out."""
    place = ["zip5", "mac", "locality", "state"]
    cut = (
        rows.filter(flag="1")
        .with_columns(pl.col("plus_four").cast(pl.Int64))
        .unique([*place, "plus_four"])
        .sort("zip5", "plus_four")
        .with_columns(
            run=(
                pl.any_horizontal(pl.col(one).ne_missing(pl.col(one).shift()) for one in place)
                | (pl.col("plus_four") != pl.col("plus_four").shift() + 1)
            ).fill_null(True).cum_sum()
        )
    )  # fmt: skip
    found = cut.group_by("run", *place, maintain_order=True).agg(
        first=pl.col("plus_four").min(), last=pl.col("plus_four").max()
    )
    return {"zips_nine": found.select(TABLES["zips_nine"].keys())}


KIND = Kind(
    name="zip_localities",
    title="ZIP codes and their payment localities (ZIP5, ZIP9)",
    where="cms.gov, Fee Schedules - General Information, Zip Code to Carrier Locality File",
    recognises=_recognises,
    read=_read,
    forms=("txt",),
)
