"""What each clinician, or each state, billed Medicare in a year: the public utilisation files.

Names and addresses are not kept: a clinician is a number, a type and a state. Services that fewer than eleven patients
had are not in the files; they are not nought, and nothing here tries to work them out.
"""

from __future__ import annotations

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
_OWN = "download the file again from data.cms.gov, whole and not edited"
_COUNTS: Final = {"patients": "Tot_Benes", "services": "Tot_Srvcs", "patient_days": "Tot_Bene_Day_Srvcs"}
_PRICE: Final = {"allowed": "Avg_Mdcr_Alowd_Amt"}
_SAME: Final = {"code": "HCPCS_Cd", "place": "Place_Of_Srvc"}
_OF_PROVIDERS: Final = {"npi": "Rndrng_NPI", "type": "Rndrng_Prvdr_Type", "state": "Rndrng_Prvdr_State_Abrvtn"}
_OF_AREAS: Final = {"level": "Rndrng_Prvdr_Geo_Lvl", "area": "Rndrng_Prvdr_Geo_Desc", "providers": "Tot_Rndrng_Prvdrs"}
_NUMBER: Final = r"^\d{1,12}(\.\d+)?$"


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
        raise Refusal(source.origin, "its rows do not all have the cells that its header names", _OWN) from None
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


def _prove(source: Source, kept: pl.DataFrame, by_provider: bool) -> None:
    """A Refusal at the first row that cannot be right."""
    if not kept.filter(pl.col("code") == "97110").height:
        raise Refusal(source.origin, "it has no row of 97110, so it is cut or no file of this kind", _OWN)
    numbers = [pl.col(name).str.contains(_NUMBER).fill_null(False) for name in ("services", "patient_days", "allowed")]
    patients = pl.col("patients").str.contains(r"^\d{1,9}$").fill_null(False)
    sound = pl.all_horizontal(pl.col("place").is_in(["F", "O"]), patients, *numbers)
    if by_provider:
        sound &= pl.col("npi").str.contains(r"^[12]\d{9}$").fill_null(False)
    wrong = kept.filter(~sound).head(1)
    if wrong.height:
        row = wrong.row(0, named=True)
        raise grid.refusal(source, row["row"], "a cell does not hold what its column says", _OWN, row["code"])
    few = kept.filter(pl.col("patients").cast(pl.Int64) < FEWEST_PATIENTS).head(1)
    if few.height and by_provider:
        what = f"it shows a service of fewer than {FEWEST_PATIENTS} patients, which the publisher never does"
        raise grid.refusal(source, few["row"][0], what, _OWN, few["code"][0])
    who = ["npi"] if by_provider else ["level", "area"]
    twice = kept.filter(pl.struct(*who, "code", "place").is_duplicated()).head(1)
    if twice.height:
        raise grid.refusal(source, twice["row"][0], "the service stands twice", _OWN, twice["code"][0])


def _shaped(kept: pl.DataFrame) -> pl.DataFrame:
    """Services and patient-days in hundredths (the publisher has fractions of some), the mean allowed in cents."""

    def whole(name: str) -> pl.Expr:
        return (pl.col(name).cast(pl.Float64) * 100).round().cast(pl.Int64)

    counted = kept.with_columns(
        pl.col("patients").cast(pl.Int64),
        services_hundredths=whole("services"),
        patient_days_hundredths=whole("patient_days"),
        allowed_cents=whole("allowed"),
    )
    return counted.with_columns(pl.col("providers").cast(pl.Int64)) if "providers" in counted.columns else counted


KIND = Kind(
    name="utilization",
    title="what clinicians and states billed Medicare in a year (utilisation by provider, by geography)",
    where="data.cms.gov, Medicare Physician & Other Practitioners: MUP_PHY_R25_P05_V20_D23_Prov_Svc.csv, …_Geo.csv",
    recognises=_recognises,
    read=_read,
    forms=("csv",),
)
