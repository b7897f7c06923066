"""Medicare's relative values (PPRRVU), and the conversion factor that stands in every row of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from romberg.knowledge import parameters
from romberg.knowledge.editions import newest_on, rows_of
from romberg.knowledge.releases import price_quarters, value_layouts
from romberg.knowledge.releases.figures import At
from romberg.knowledge.releases.kind import Kind, Progress
from romberg.knowledge.releases.price_quarters import Quarter
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.rehabilitation import rehabilitation_codes
from romberg.knowledge.releases.release import Release
from romberg.knowledge.releases.schemas import TABLES
from romberg.knowledge.releases.source import Source
from romberg.knowledge.releases.value_layouts import WHOLE, Line

LEAST_ROWS, LEAST_ROWS_QPP = 15_000, 9_000  # the whole file had 19,356 rows in 2026, the qualifying one 11,811
_NAME = re.compile(r"^pprrvu(?:20)?(\d\d)[-_ ]?(jan|apr|jul|oct)", re.IGNORECASE)
_ANY = re.compile(r"^pprrvu", re.IGNORECASE)
_QUALIFYING = re.compile(r"(?<!non)[-_]qpp", re.IGNORECASE)
_THERAPY = "5"
_CODE = re.compile(r"[A-Z0-9]{5}")


def _recognises(name: str, head: bytes) -> bool:
    return bool(_ANY.match(name)) or b"Physician Fee Schedule Relative Value File" in head


def _read(sources: Sequence[Source], progress: Progress) -> Release:
    source = sources[0]
    quarter = _quarter(source)
    qualifying = bool(_QUALIFYING.search(source.name))
    lines = list(value_layouts.lines(source, quarter))
    progress(source.size)
    _prove_rows(source, lines, LEAST_ROWS_QPP if qualifying else LEAST_ROWS)
    factor = _factor(source, lines)
    _prove_factor(source, factor, quarter, qualifying)
    if qualifying:
        tables = {"conversion_factors_qualifying": _one_factor("qualifying", factor)}
        return _release(quarter, tables, len(lines), "qualifying participants")
    rows, told = _kept(source, lines, quarter)
    tables = {"fee_schedule": rows, "conversion_factors_general": _one_factor("general", factor)}
    return _release(quarter, tables, len(lines), "", told)


def _quarter(source: Source) -> Quarter:
    found = _NAME.match(source.name)
    year, letter = (2000 + int(found[1]), price_quarters.letter_of(found[2])) if found else (None, None)
    return price_quarters.agreed(source, year, letter)


def _prove_rows(source: Source, lines: Sequence[Line], least: int) -> None:
    if len(lines) < least:
        what = f"it has {len(lines):,} rows, and such a file has more than {least:,}"
        raise Refusal(source.origin, what, WHOLE)
    seen: set[tuple[str, str]] = set()
    for line in lines:
        if not _CODE.fullmatch(line.code):
            raise At(source, line.number, line.code).refused("this is no procedure code")
        if (line.code, line.modifier) in seen:
            raise At(source, line.number, line.code).refused("the code stands twice with the same modifier")
        seen.add((line.code, line.modifier))


def _factor(source: Source, lines: Sequence[Line]) -> int:
    """The one factor of the file, in ten-thousandths of a dollar."""
    first = next((line for line in lines if line.factor), lines[0])
    factor = At(source, first.number, first.code).whole(first.factor, 4, "the conversion factor")
    for line in lines:
        if line.factor != first.factor and At(source, line.number, line.code).whole(
            line.factor or "0", 4, "the factor"
        ):
            what = f"the conversion factor is {line.factor}, and {first.factor} on line {first.number}"
            raise At(source, line.number, line.code).refused(what)
    return factor


def _prove_factor(source: Source, factor: int, quarter: Quarter, qualifying: bool) -> None:
    """For days on which the law's factor is known, the file must print one of those of its quarter."""
    path = f"medicare.conversion_factor.{'qualifying' if qualifying else 'general'}"
    known = parameters.parameter(path)
    if quarter.issued > known.verified_through:
        return
    first = parameters.step(path, quarter.issued)
    within = [one for one in known.steps if quarter.issued < one.since <= quarter.ends]
    values = {parameters.in_frames(one.value, known.unit) for one in ([first] if first else []) + within}
    if factor not in values:
        wanted = " or ".join(f"{int(str(value)) / 10_000:.4f}" for value in sorted(values, key=str))
        what = f"its conversion factor is {factor / 10_000:.4f}, and the law's for RVU{quarter.short} is {wanted}"
        raise Refusal(
            source.origin, what, "check that the file is the publisher's own and of the quarter that its name says"
        )


def _kept(source: Source, lines: Sequence[Line], quarter: Quarter) -> tuple[pl.DataFrame, tuple[str, ...]]:
    wanted = rehabilitation_codes()
    chosen = [one for one in lines if not one.modifier and (one.code in wanted or one.multiple == _THERAPY)]
    rows = [_row(source, line, quarter.year) for line in chosen]
    found = pl.DataFrame(rows, schema=TABLES["fee_schedule"], orient="row").sort("code")
    _prove_codes(source, found, quarter)
    new = sorted({one.code for one in chosen} - wanted)
    told = f"New to Romberg, and priced from now on: {', '.join(new)}" if new else ""
    return found, (told,) if told else ()


def _row(source: Source, line: Line, year: int) -> tuple[int, str, str, int, int, int, int, int]:
    at = At(source, line.number, line.code)
    values = (("work", line.work), ("office expense", line.office), ("facility expense", line.facility))
    work, office, facility = (at.whole(text, 2, f"the {what} value") for what, text in values)
    malpractice = at.whole(line.malpractice, 2, "the malpractice value")
    totals = tuple(at.whole(text, 2, "the total") for text in line.totals)
    if totals != (work + office + malpractice, work + facility + malpractice):
        raise at.refused(f"the values do not add up to the totals {line.totals[0]} and {line.totals[1]}")
    if not re.fullmatch(r"[A-Z]", line.status):
        raise at.refused(f"the status {line.status!r} is no letter")
    return year, line.code, line.status, work, office, facility, malpractice, at.whole(line.multiple, 0, "MULT PROC")


def _prove_codes(source: Source, found: pl.DataFrame, quarter: Quarter) -> None:
    """The always-therapy codes of the edition before are there: codes go one by one, a cut file loses many."""
    before = newest_on("fee_schedule", quarter.issued)
    if before is None:
        return
    therapy = set(rows_of("fee_schedule", before).filter(multiple_procedure=int(_THERAPY))["code"])
    lacking = sorted(therapy - set(found["code"]))
    if len(lacking) > len(therapy) // 10:
        shown = ", ".join(lacking[:5])
        what = f"it lacks {len(lacking)} of the {len(therapy)} therapy codes of {before.name} ({shown} …)"
        raise Refusal(source.origin, what, WHOLE)
    changed = found.filter(pl.col("code").is_in(sorted(therapy)) & (pl.col("multiple_procedure") != int(_THERAPY)))
    if changed.height > len(therapy) // 10:
        what = f"MULT PROC is not 5 for {changed.height} therapy codes, so its columns are shifted"
        raise Refusal(source.origin, what, WHOLE)


def _one_factor(whose: str, factor: int) -> pl.DataFrame:
    return pl.DataFrame({"factor": [factor]}, schema=TABLES[f"conversion_factors_{whose}"])


def _release(
    quarter: Quarter, tables: dict[str, pl.DataFrame], rows: int, series: str, told: tuple[str, ...] = ()
) -> Release:
    return Release(
        kind=KIND.name,
        name=f"RVU{quarter.short}" + (" qualifying" if series else ""),
        issued=quarter.issued,
        starts=quarter.issued,
        ends=quarter.year_ends,
        tables=tables,
        rows_read=rows,
        series=series,
        revision=quarter.revision,
        warnings=told,
    )


KIND = Kind(
    name="relative_values",
    title="relative values (PPRRVU)",
    where="cms.gov, Physician Fee Schedule, PFS Relative Value Files: rvu26c.zip or a PPRRVU file of it",
    recognises=_recognises,
    read=_read,
)
