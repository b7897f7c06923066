"""Invented claim lines by the million, unfriendly on purpose: many codes, places and modifiers, ties, crowded days.

The same seed gives the same lines. Patients, numbers and clinicians are invented; NPIs keep their check digit, save a
few that are wrong on purpose.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from romberg.knowledge import tables

Array = np.ndarray[Any, Any]
_FIRST, _SPAN = date(2024, 1, 1), 1_035
_COMMON = ("97110", "97112", "97140", "97530", "97116", "97535", "97032", "97035", "G0283", "97150")
_SPEECH = ("92507", "92507", "92526", "97129", "97130", "92523")
_SPINE = ("98940", "98941", "98941", "97140", "97110")
_OTHERS = ("97161", "97162", "97164", "97165", "97014", "97012", "97124", "97129", "97130", "97533", "97542", "97750",
           "97755", "97760", "97761", "97763", "97113", "98940", "98941", "95992", "20560", "92526", "92523", "97550",
           "97551", "98975", "98980", "97597", "97610", "29530", "90912", "90913", "97010", "97016", "97018", "97022",
           "97028", "97034", "97036", "97039", "97537", "97545", "97546", "97602", "97605", "97606")  # fmt: skip
_MODIFIERS = ("GP", "GP,59", "GP,KX", "GP,CQ", "GP,KX,CQ", "GO", "GO,CO", "GO,KX", "GN", "GP,XS", "GP,XU,KX", "59",
              "", "GP,GO", "GP,GP", "GP,25", "GP,95", "GY", "GP,GA", "GP,GZ", "AT", "GP,76", "GP,59,XS")  # fmt: skip
_PAYERS = ("medicare", "medicare", "medicare", "medicare_advantage", "aetna", "cigna", "bcbs", "medicaid", "uhc")
_PLACES = (*("11",) * 9, "22", "22", "12", "31", "02", "49")
_TAXONOMIES = ("225100000X", "225100000X", "225X00000X", "235Z00000X", "111N00000X", "")
_PLANS = ("GP", "GP", "GO", "GN", "", "GP")  # by the clinician's taxonomy
_DIAGNOSES = ("M54.50", "M25.561", "M25.562", "R26.89", "R27.8", "M62.81", "G20.A1", "I69.351", "S83.511D", "S72.001D",
              "Z47.1", "M17.11", "M75.101", "H81.11", "R13.12", "G81.91", "M54.2", "R42", "M99.03", "Z51.89",
              "S93.401A", "M54.5", "F80.1", "I63.9", "M25.511", "M25.512", "M25.551", "M25.552", "M54.16", "M54.12",
              "M47.816", "M48.061", "M16.11", "M16.12", "M17.12", "S46.011D", "S82.001D", "G35", "G82.20")  # fmt: skip
_BROKEN = 4  # in ten thousand: rows that cannot be audited


def claim_lines(seed: int, count: int, first_patient: int = 0) -> pl.DataFrame:
    """So many lines of patients from a number on, in the order of their days; about 3 in 10,000 rows are faulty."""
    chance = np.random.default_rng([seed, first_patient])
    visits = _visits(chance, count, first_patient)
    size = 1 + np.minimum(chance.geometric(0.42, len(visits["patient"])), 11)
    of = np.repeat(np.arange(len(size)), size)[:count]
    lines = {name: values[of] for name, values in visits.items()}
    line = np.arange(len(of)) - np.searchsorted(of, of)
    split = (line > 1) & (chance.random(len(of)) < 0.12)  # the day's further lines stand on a second claim
    claim = visits["patient"][of] * 100_000 + (visits["day"][of] * 37 + of % 37) % 99_991 + split
    frame = pl.DataFrame(
        {
            "patient": _numbers("P", lines["patient"]),
            "claim": _numbers("C", claim),
            "line": (line + 1).astype(np.int32),
            "service_date": pl.Series(lines["day"].astype(np.int32)).cast(pl.Date),
            "code": _codes(chance, lines["clinician"] % len(_TAXONOMIES)),
            "units": chance.choice((1, 2, 3, 4, 0, 6), len(of), p=(0.6, 0.27, 0.08, 0.04, 0.005, 0.005)).astype(
                np.int32
            ),
            "modifiers": _modifiers(chance, lines["clinician"] % len(_TAXONOMIES)),
            "minutes": _sparse(chance, chance.integers(1, 61, len(of)), 0.6),
            "charge": chance.integers(1_500, 18_000, len(of)) / 100,
            "paid": _sparse(chance, chance.integers(0, 9_000, len(of)) / 100, 0.3),
            "payer": _gathered(_PAYERS, lines["payer"]),
            "rendering_npi": _gathered(_npis(lines["clinician"].max(initial=0) + 1), lines["clinician"]),
            "billing_npi": _gathered(_npis(lines["clinician"].max(initial=0) // 7 + 1), lines["clinician"] // 7),
            "referring_npi": _gathered((*_npis(997), ""), chance.integers(0, 998, len(of))),
            "taxonomy": _gathered(_TAXONOMIES, lines["clinician"] % len(_TAXONOMIES)),
            "place": _gathered(_PLACES, lines["place"]),
            "zip": _gathered(_zips(), lines["clinician"] // 7 % 1_000),
            "diagnoses": _gathered(_lists(seed), lines["diagnoses"]),
            "pointers": _of(chance, (*("1",) * 40, *("1,2",) * 4, "2", "1,2,3", "", "1,9"), len(of)),
            "authorization": _of(chance, ("", *("A1",) * 9), len(of)),
            "filed_on": pl.Series((lines["day"] + lines["late"]).astype(np.int32)).cast(pl.Date),
        }
    )
    return _spoiled(chance, frame).sort("service_date", maintain_order=True)


def _visits(chance: np.random.Generator, count: int, first_patient: int) -> dict[str, Array]:
    """About twenty visits a patient, by one clinician mostly, several on some days."""
    visits = max(count // 2, 1)
    patients = max(visits // 20, 1)
    patient = first_patient + np.sort(chance.integers(0, patients, visits))
    home = (patient * 2_654_435_761) % max(patients // 12, 1)
    start = (patient * 97_003) % (_SPAN - 120)
    day = (_FIRST - date(1970, 1, 1)).days + start + chance.integers(0, 110, visits)
    return {
        "patient": patient,
        "day": day,
        "clinician": np.where(chance.random(visits) < 0.15, chance.integers(0, max(patients // 12, 1), visits), home),
        "payer": patient % len(_PAYERS),
        "place": (patient + (chance.random(visits) < 0.05) * chance.integers(0, len(_PLACES), visits)) % len(_PLACES),
        "diagnoses": np.where(chance.random(visits) < 0.1, chance.integers(0, 6_000, visits), patient % 6_000),
        "late": chance.integers(1, 60, visits) * np.where(chance.random(visits) < 0.03, 9, 1),
    }  # fmt: skip


def _modifiers(chance: np.random.Generator, taxonomy: Array) -> pl.Series:
    """Mostly the plan of the clinician, with KX, 59, CQ or CO beside it on many lines; anything on one in thirty."""
    beside = ("", "", "", "", ",59", ",KX", ",KX,59", ",CQ", ",XS")
    tails = chance.integers(0, len(beside), len(taxonomy))
    right = [(plan + tail).replace("GO,CQ", "GO,CO").strip(",") for plan in _PLANS for tail in beside]
    odd = chance.integers(0, len(_MODIFIERS), len(taxonomy)) + len(right)
    places = np.where(chance.random(len(taxonomy)) < 1 / 30, odd, taxonomy * len(beside) + tails)
    return _gathered((*right, *_MODIFIERS), places)


def _codes(chance: np.random.Generator, taxonomy: Array) -> pl.Series:
    """Codes of the clinician's own discipline; of any other on one line in twenty-five."""
    own = [_COMMON, _COMMON, _COMMON, _SPEECH, _SPINE, _COMMON]
    first = np.cumsum([0, *(len(one) for one in own)])
    sizes = np.array([len(one) for one in own])
    places = first[taxonomy] + chance.integers(0, 1 << 30, len(taxonomy)) % sizes[taxonomy]
    every = (*(code for one in own for code in one), *_OTHERS)
    odd = chance.integers(first[-1], len(every), len(taxonomy))
    return _gathered(every, np.where(chance.random(len(taxonomy)) < 1 / 25, odd, places))


def _units(chance: np.random.Generator, count: int) -> Array:
    return chance.choice((1, 2, 3, 4, 0, 6), count, p=(0.6, 0.27, 0.08, 0.04, 0.005, 0.005)).astype(np.int32)


def _spoiled(chance: np.random.Generator, frame: pl.DataFrame) -> pl.DataFrame:
    rows = chance.permutation(frame.height)[: frame.height * _BROKEN // 10_000]
    parts = np.array_split(rows, 4)
    filler, code, units, payer = (pl.Series(np.isin(np.arange(frame.height), part)) for part in parts)
    return frame.with_columns(
        patient=pl.when(filler).then(pl.lit("000000000")).otherwise("patient"),
        code=pl.when(code).then(pl.lit("9711")).otherwise("code"),
        units=pl.when(units).then(pl.lit(-1)).otherwise("units"),
        payer=pl.when(payer).then(pl.lit("Nobody's Own Mutual")).otherwise("payer"),
    )


def _of(chance: np.random.Generator, values: tuple[str, ...], count: int) -> pl.Series:
    return _gathered(values, chance.integers(0, len(values), count))


def _gathered(values: tuple[str, ...] | list[str], places: Array) -> pl.Series:
    return pl.Series(list(values), dtype=pl.String).gather(places.astype(np.uint32))


def _numbers(sign: str, values: Array) -> pl.Series:
    return pl.select(pl.format("{}{}", pl.lit(sign), pl.Series(values).cast(pl.String).str.zfill(9))).to_series()


def _sparse(chance: np.random.Generator, values: Array, missing: float) -> pl.Series:
    return pl.Series(values).set(pl.Series(chance.random(len(values)) < missing), None)


def _npis(count: int) -> list[str]:
    """Numbers that pass the check on NPIs, save one in a hundred."""
    bodies = np.arange(count) * 7_919 % 900_000_000 + 100_000_000
    digits = bodies[:, None] // 10 ** np.arange(9)[None, :] % 10
    doubled = digits[:, ::2] * 2
    total = 24 + (doubled // 10 + doubled % 10).sum(1) + digits[:, 1::2].sum(1)
    last = (-total) % 10
    wrong = np.arange(count) % 100 == 99
    return [
        f"{body}{(end + 3 * bad) % 10}"
        for body, end, bad in zip(bodies.tolist(), last.tolist(), wrong.tolist(), strict=True)
    ]


def _zips() -> list[str]:
    """A thousand ZIP codes out of all localities."""
    runs = " ".join(tables.frame("zips")["zips"].to_list()).split()
    return [runs[at].partition("-")[0] for at in range(0, len(runs), max(len(runs) // 1_000, 1))][:1_000]


def _lists(seed: int) -> list[str]:
    chance = np.random.default_rng([seed, 1])
    return ["|".join(chance.choice(_DIAGNOSES, chance.integers(1, 5), replace=False)) for _ in range(6_000)]


def written(folder: Path, seed: int, count: int, each: int = 1_000_000, jobs: int = 1) -> list[Path]:
    """The lines as Parquet files, so many lines in each, by so many processes; a file that is there stands."""
    folder.mkdir(parents=True, exist_ok=True)
    given = [
        (folder / f"lines-{at // each:04}.parquet", seed, min(each, count - at), at) for at in range(0, count, each)
    ]
    left = [one for one in given if not one[0].exists()]
    if jobs < 2 or len(left) < 2:
        for one in left:
            _write(one)
    else:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as processes:
            list(processes.map(_write, left))
    return [one[0] for one in given]


def _write(given: tuple[Path, int, int, int]) -> None:
    """One file, whole or not at all."""
    file, seed, size, first_patient = given
    beside = file.with_suffix(".part")
    claim_lines(seed, size, first_patient).write_parquet(beside, compression="zstd", compression_level=1)
    beside.replace(file)
