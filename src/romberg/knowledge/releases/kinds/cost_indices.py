"""Medicare's practice cost indices (GPCI) by contractor and locality."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import polars as pl

from romberg.knowledge.editions import edition_on, rows_of
from romberg.knowledge.releases import index_layouts, price_quarters
from romberg.knowledge.releases.figures import At
from romberg.knowledge.releases.index_layouts import OWN, Line
from romberg.knowledge.releases.kind import Kind, Progress
from romberg.knowledge.releases.place_keys import prove_count, prove_keys
from romberg.knowledge.releases.price_quarters import Quarter
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.release import Release
from romberg.knowledge.releases.schemas import TABLES
from romberg.knowledge.releases.source import Source

_NAME = re.compile(r"^gpci[-_ ]?(20\d\d)?", re.IGNORECASE)
# Percent by which an index may move from one year to the next: it moved by 1.5, 4 and 36 in 2020 to 2026.
_MOVES = {"work": 10, "practice": 15, "malpractice": 60}
_DISTINCT = 80  # of 109 rows 97 or 98 differ in their figures; a table with far fewer repeats itself


def _recognises(name: str, head: bytes) -> bool:
    return bool(_NAME.match(name)) or b"GEOGRAPHIC PRACTICE COST IND" in head.upper()


def _read(sources: Sequence[Source], progress: Progress) -> Release:
    source = sources[0]
    title, lines = index_layouts.lines(source)
    quarter, whole = _quarter(source, title)
    rows = [_row(source, line, quarter.year) for line in lines]
    progress(source.size)
    prove_count(source, len(rows), quarter.year)
    found = pl.DataFrame(rows, schema=TABLES["localities"], orient="row")
    _prove_once(source, found)
    prove_keys(source, found.select("mac", "locality").iter_rows(), quarter.year)
    _prove_figures(source, found, quarter.year)
    name = f"GPCI{quarter.short}" if whole else f"GPCI{quarter.year}"
    return Release(
        kind=KIND.name,
        name=name,
        issued=quarter.issued,
        starts=quarter.issued,
        ends=quarter.year_ends,
        tables={"localities": found},
        rows_read=len(rows),
        revision=quarter.revision,
    )


def _quarter(source: Source, title: str) -> tuple[Quarter, bool]:
    """The year by name and title, the quarter by the archive: a file by itself speaks from the first of January on."""
    found = _NAME.match(source.name)
    years = re.findall(r"\b(20[12]\d)\b", title)
    year = int(found[1]) if found and found[1] else int(years[0]) if years else None
    outer = price_quarters.in_archive(source)
    quarter = price_quarters.agreed(source, year, None if outer else "A")
    price_quarters.prove_title(source, title, quarter)
    return quarter, outer is not None


def _row(source: Source, line: Line, year: int) -> tuple[int, str, str, str, str, int, int, int]:
    at = At(source, line.number, f"{line.mac}/{line.locality}")
    what = ("work index", "practice expense index", "malpractice index")
    figures = [at.whole(text.strip(), 3, f"the {name}") for text, name in zip(line.indices, what, strict=True)]
    for figure, name in zip(figures, what, strict=True):
        if not 100 <= figure <= 5_000:
            raise at.refused(f"the {name} {figure / 1_000:.3f} is none that can be")
    work, practice, malpractice = figures
    place = line.place.strip(" *").title()
    return year, line.mac, line.locality, line.state, place, work, practice, malpractice


def _prove_once(source: Source, found: pl.DataFrame) -> None:
    twice = found.filter(pl.struct("mac", "locality").is_duplicated())
    if twice.height:
        mac, locality = twice.select("mac", "locality").row(0)
        raise Refusal(source.origin, "the locality stands twice", OWN, key=f"{mac}/{locality}")
    if found.select("practice", "malpractice").n_unique() < _DISTINCT:
        what = "the same figures stand at too many localities, as in no table that Medicare published"
        raise Refusal(source.origin, what, OWN)


def _prove_figures(source: Source, found: pl.DataFrame, year: int) -> None:
    """A Refusal where an index moved far more since the year before than it ever did."""
    before = edition_on("localities", date(year - 1, 12, 31))
    if before is None:
        return
    both = found.join(rows_of("localities", before), on=["mac", "locality"], suffix="_before")
    for index, most in _MOVES.items():
        moved = both.filter((pl.col(index) - pl.col(f"{index}_before")).abs() * 100 > pl.col(f"{index}_before") * most)
        if moved.height:
            row = moved.row(0, named=True)
            was, now = row[f"{index}_before"] / 1_000, row[index] / 1_000
            what = f"its {index} index is {now:.3f}, and {was:.3f} in {year - 1}: more than {most} percent apart"
            raise Refusal(source.origin, what, OWN, key=f"{row['mac']}/{row['locality']}")


KIND = Kind(
    name="cost_indices",
    title="practice cost indices (GPCI)",
    where="cms.gov, Physician Fee Schedule, PFS Relative Value Files: GPCI2026.csv in rvu26c.zip",
    recognises=_recognises,
    read=_read,
    forms=("csv", "xlsx", "txt"),
)
