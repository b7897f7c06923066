"""Invented claim lines for the audit's tests: plain dictionaries in our own columns, and files of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
from hypothesis import strategies as st

from romberg.batch.audit.meaning import diagnoses, pointers

Line = dict[str, Any]
_DAYS = (date(2024, 3, 8), date(2024, 3, 9), date(2024, 6, 30), date(2024, 7, 1), date(2024, 9, 30), date(2024, 10, 1),
         date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 2), date(2026, 3, 31), date(2026, 4, 1))  # fmt: skip
_CODES = ("97110", "97112", "97140", "97530", "97116", "97161", "97164", "G0283", "97014", "97150", "92507", "98940",
          "97129", "97130", "97010", "97750", "99213", "97602")  # fmt: skip
_MODIFIERS = ("", "GP", "GP,59", "GP,KX", "GP,CQ", "GO", "GO,CO", "GN", "XS", "GY", "GP,GA", "AT", "GP,GO", "GP,95",
              "GP,GP", "25")  # fmt: skip
_PAYERS = ("medicare", "medicare", "medicare", "medicare_institutional", "aetna", "uhc", "bcbs_nebraska", "cigna",
           "workers_comp_california", "medicaid", "anthem", "strict_fifteen")  # fmt: skip
_DIAGNOSES = ("", "M54.50", "M54.50|R26.89", "M54.5", "S83.511A|Z47.1", "G20.A1|R27.8", "M25.561|M25.562|M17.11|R42",
              "I69.351|G81.91", "R13.12", "X")  # fmt: skip
_SHARED: dict[str, st.SearchStrategy[Any]] = {
    "payer": st.sampled_from(_PAYERS),
    "service_date": st.sampled_from(_DAYS) | st.dates(date(2023, 1, 1), date(2026, 11, 30)),
    "taxonomy": st.sampled_from(("225100000X", "225X00000X", "235Z00000X", "111N00000X", "208100000X", "")),
    "place": st.sampled_from(("11", "22", "12", "31", "02", "")),
    "zip": st.sampled_from(("77002", "10001", "94103", "00000", "")),
    "diagnoses": st.sampled_from(_DIAGNOSES),
    "referring_npi": st.sampled_from(("1234567893", "1234567890", "")),
    "authorization": st.sampled_from(("", "A1")),
}
_OWN: dict[str, st.SearchStrategy[Any]] = {
    "code": st.sampled_from(_CODES),
    "units": st.sampled_from((0, 1, 1, 2, 3, 6, 40)),
    "modifiers": st.sampled_from(_MODIFIERS),
    "minutes": st.sampled_from((None, None, 1, 8, 15, 23, 38)),
    "charge": st.sampled_from((None, 0.01, 25.0, 40.5, 310.99)),
    "pointers": st.sampled_from(("", "1", "1,2", "3", "A,B", "9")),
}


@st.composite
def claims(draw: Any) -> list[Line]:
    """Some claims of few patients and clinicians, so that visits, days and years run into one another."""
    found: list[Line] = []
    for claim in range(draw(st.integers(1, 6))):
        shared: Line = {name: draw(one) for name, one in _SHARED.items()}
        if found and draw(st.booleans()):  # the same visit goes on with another claim
            shared |= {name: found[-1][name] for name in ("payer", "service_date")}
        shared |= {"patient": f"P{draw(st.integers(1, 2))}", "claim": f"C{claim}"}
        shared["rendering_npi"] = draw(st.sampled_from(("1234567893", "1003000126", "")))
        shared["billing_npi"] = draw(st.sampled_from(("1987654321", "")))
        shared["filed_on"] = shared["service_date"] + timedelta(days=draw(st.sampled_from((3, 100, 400, 800))))
        count = draw(st.integers(1, 5))
        found += [{**shared, **{name: draw(one) for name, one in _OWN.items()}, "line": at + 1} for at in range(count)]
    return found


def frame(lines: Sequence[Line]) -> pl.DataFrame:
    """Lines as a table."""
    kinds = {"units": pl.Int32, "minutes": pl.Int32, "charge": pl.Float64, "line": pl.Int32, "service_date": pl.Date,
             "filed_on": pl.Date}  # fmt: skip
    names = list(lines[0]) if lines else ["patient", "claim", "service_date", "code", "units"]
    return pl.DataFrame(list(lines), schema={name: kinds.get(name, pl.String) for name in names})


def written(folder: Path, lines: Sequence[Line], parts: int = 1) -> list[str]:
    """The lines as Parquet files, every so-many-th in each."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"lines-{part}.parquet" for part in range(parts)]
    for part, path in enumerate(paths):
        frame(lines).gather_every(parts, part).write_parquet(path)
    return [str(path) for path in paths]


def understood(lines: Iterable[Line]) -> list[Line]:
    """The lines with their texts taken apart, as the plain audit takes them."""
    return [
        one
        | {
            "modifiers": tuple(part for part in one["modifiers"].split(",") if part),
            "diagnoses": diagnoses(one["diagnoses"]),
            "pointers": pointers(one["pointers"]),
            "charge_cents": None if one["charge"] is None else round(one["charge"] * 100),
        }
        for one in lines
    ]
