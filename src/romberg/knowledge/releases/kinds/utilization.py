"""What each clinician, or each state, billed Medicare in a year: the public utilisation files.

Names and addresses are not kept: a clinician is a number, a type and a state. A service that fewer than eleven patients
had is not in the file by provider. The file by geography may hold its row: with blank cells or with so few patients,
its counts are kept as unknown. They are not nought, and nothing here tries to work them out.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import polars as pl

from romberg.knowledge.releases import grid
from romberg.knowledge.releases.kind import Kind, Progress
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.rehabilitation import rehabilitation_codes
from romberg.knowledge.releases.release import Release
from romberg.knowledge.releases.schemas import TABLES
from romberg.knowledge.releases.source import Source

FEWEST_PATIENTS: Final = 11  # below that the publisher shows nothing
_NAME = re.compile(r"MUP_PHY_R(?P<release>\d\d).*?_D(?P<year>\d\d)_(?P<what>Prov_Svc|Geo)\w*\.csv$", re.IGNORECASE)
_UNEVEN = "its rows do not all have the cells that its header names"
_OWN = "download the file again from data.cms.gov, whole and not edited"
_COUNTS: Final = {"patients": "Tot_Benes", "services": "Tot_Srvcs", "patient_days": "Tot_Bene_Day_Srvcs"}
_PRICE: Final = {"allowed": "Avg_Mdcr_Alowd_Amt"}
_SAME: Final = {"code": "HCPCS_Cd", "place": "Place_Of_Srvc"}
_OF_PROVIDERS: Final = {"npi": "Rndrng_NPI", "type": "Rndrng_Prvdr_Type", "state": "Rndrng_Prvdr_State_Abrvtn"}
_OF_AREAS: Final = {"level": "Rndrng_Prvdr_Geo_Lvl", "area": "Rndrng_Prvdr_Geo_Desc", "providers": "Tot_Rndrng_Prvdrs"}
_NUMBER: Final = r"^\d{1,12}(\.\d+)?$"
_WHOLE: Final = r"^\d{1,9}$"
_NUMBERS: Final = ("services", "patient_days", "allowed")


def _recognises(name: str, head: bytes) -> bool:
    return bool(_NAME.search(name)) or (b"Tot_Bene_Day_Srvcs" in head and b"HCPCS_Cd" in head)


def _read(sources: Sequence[Source], progress: Progress) -> Release:
    source = sources[0]
    named = _NAME.search(source.name)
    if named is None:
        what = "its name does not tell the year, as in MUP_PHY_R25_P05_V20_D23_Prov_Svc.csv"
        raise Refusal(source.origin, what, "give the file the name that the publisher gave it")
    areas = named["what"].lower() == "geo"
    table = "peer_areas" if areas else "peer_services"
    rows, count = _rows(source, _OF_AREAS if areas else _OF_PROVIDERS)
    progress(source.size)
    year = 2000 + int(named["year"])
    return Release(
        kind=KIND.name,
        name=f"utilisation {year} by {'area' if areas else 'provider'}",
        issued=date(2000 + int(named["release"]), 1, 1),
        starts=date(year, 1, 1),
        ends=date(year, 12, 31),
        tables={table: rows.select(TABLES[table].keys())},
        rows_read=count,
        series=table,
    )


def _rows(source: Source, who: Mapping[str, str]) -> tuple[pl.DataFrame, int]:
    """The rows of rehabilitation, proved, and how many rows there are."""
    wanted = {**who, **_SAME, **_COUNTS, **_PRICE}
    scan = _scan(source, wanted)
    picked = scan.select(pl.col(column).str.strip_chars().alias(name) for name, column in wanted.items())
    ours = picked.with_row_index("row", 2).filter(pl.col("code").is_in(sorted(rehabilitation_codes())))
    try:
        kept, told = pl.collect_all([ours, picked.select(pl.len())], engine="streaming")
    except pl.exceptions.PolarsError:
        raise Refusal(source.origin, _UNEVEN, _OWN) from None
    if "npi" not in who:
        _prove_even(source)
    _prove(source, kept, "npi" in who)
    return _shaped(kept), int(told.item())


def _scan(source: Source, wanted: Mapping[str, str]) -> pl.LazyFrame:
    try:
        scan = pl.scan_csv(source.placed(), infer_schema=False, encoding="utf8-lossy", glob=False)
        there = scan.collect_schema().names()
    except pl.exceptions.PolarsError:
        raise Refusal(source.origin, "it is no table with a header", _OWN) from None
    missing = [column for column in wanted.values() if column not in there]
    if missing:
        raise Refusal(source.origin, f"the header lacks {', '.join(missing)}", _OWN)
    return scan


def _prove_even(source: Source) -> None:
    """A Refusal at a row of too few cells: a row that was cut would look like one whose counts are hidden."""
    with source.placed().open(encoding="latin-1", newline="") as lines:
        rows = csv.reader(lines)
        try:
            width = len(next(rows))
            short = next((rows.line_num for row in rows if row and len(row) != width), None)
        except csv.Error:
            raise Refusal(source.origin, _UNEVEN, _OWN) from None
    if short is not None:
        raise grid.refusal(source, short, _UNEVEN, _OWN)


def _prove(source: Source, kept: pl.DataFrame, by_provider: bool) -> None:
    """A Refusal at the first row that cannot be right."""
    if not kept.filter(pl.col("code") == "97110").height:
        raise Refusal(source.origin, "it has no row of 97110, so it is cut or no file of this kind", _OWN)
    sound = _sound_provider() if by_provider else _sound_area()
    wrong = kept.filter(~(sound & pl.col("place").is_in(["F", "O"]).fill_null(False))).head(1)
    if wrong.height:
        row = wrong.row(0, named=True)
        raise grid.refusal(source, row["row"], "a cell does not hold what its column says", _OWN, row["code"])
    few = kept.filter(_few()).head(1)
    if few.height and by_provider:
        what = f"it shows a service of fewer than {FEWEST_PATIENTS} patients, which the publisher never does"
        raise grid.refusal(source, few["row"][0], what, _OWN, few["code"][0])
    who = ["npi"] if by_provider else ["level", "area"]
    twice = kept.filter(pl.struct(*who, "code", "place").is_duplicated()).head(1)
    if twice.height:
        raise grid.refusal(source, twice["row"][0], "the service stands twice", _OWN, twice["code"][0])


def _sound_provider() -> pl.Expr:
    numbers = [_holds(name, _NUMBER) for name in _NUMBERS]
    return pl.all_horizontal(_holds("npi", r"^[12]\d{9}$"), _holds("patients", _WHOLE), *numbers)


def _sound_area() -> pl.Expr:
    """A blank count is the publisher's way to hide it; whatever else is no number is damage, as is a shown nought."""
    hidden = pl.any_horizontal(_blank(name) for name in _COUNTS) | _few()
    numbers = [_blank(name) | _holds(name, _NUMBER) for name in _NUMBERS]
    wholes = [_blank(name) | _holds(name, _WHOLE) for name in ("patients", "providers")]
    some = [hidden | (pl.col(name).cast(pl.Float64, strict=False).fill_null(0) > 0) for name in _COUNTS]
    placed = pl.col("level").is_in(["National", "State"]).fill_null(False)
    return pl.all_horizontal(placed, *some, *numbers, *wholes)


def _holds(name: str, pattern: str) -> pl.Expr:
    return pl.col(name).str.contains(pattern).fill_null(False)


def _blank(name: str) -> pl.Expr:
    return pl.col(name).fill_null("") == ""


def _few() -> pl.Expr:
    return (pl.col("patients").cast(pl.Int64, strict=False) < FEWEST_PATIENTS).fill_null(False)


def _shaped(kept: pl.DataFrame) -> pl.DataFrame:
    """Services and patient-days in hundredths (the publisher has fractions of some), the mean allowed in cents; all
    null where the patients are hidden or fewer than the publisher shows.
    """

    def whole(name: str) -> pl.Expr:
        return (pl.col(name).cast(pl.Float64, strict=False) * 100).round().cast(pl.Int64)

    hidden = pl.any_horizontal(_blank(name) for name in _COUNTS) | _few()
    figures = {
        "patients": pl.col("patients").cast(pl.Int64, strict=False),
        "services_hundredths": whole("services"),
        "patient_days_hundredths": whole("patient_days"),
        "allowed_cents": whole("allowed"),
    }
    shown = {name: pl.when(~hidden).then(figure) for name, figure in figures.items()}
    counted = kept.with_columns(**shown)
    if "providers" not in counted.columns:
        return counted
    return counted.with_columns(pl.col("providers").cast(pl.Int64, strict=False))


KIND = Kind(
    name="utilization",
    title="what clinicians and states billed Medicare in a year (utilisation by provider, by geography)",
    where="data.cms.gov, Medicare Physician & Other Practitioners: MUP_PHY_R25_P05_V20_D23_Prov_Svc.csv, …_Geo.csv",
    recognises=_recognises,
    read=_read,
    forms=("csv",),
)
