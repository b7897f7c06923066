"""What a state and the nation billed of a code in a year: the public file by geography, if it was imported.

The file counts every clinician of an area who bills the carriers, of whatever type. A cell that it hides, or that says
fewer than eleven patients, is unknown: its row is left out, and said to be.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import polars as pl

from romberg.knowledge.editions import Edition, Library, latest, library, rows_of
from romberg.report.peers.compare import SHARE, UNITS_A_DAY
from romberg.report.peers.published import FEWEST_PATIENTS, timed_codes
from romberg.report.peers.states import state_name

NATION: Final = "National"  # the file's word, in both columns
UNITS_A_PATIENT: Final = "units a patient"
_TABLE = "peer_areas"
_COUNTS: Final = ("patients", "services_hundredths", "patient_days_hundredths")


@dataclass(frozen=True, slots=True)
class Areas:
    """The imported file: its year and its rows, one for each area, code and place; hidden counts are null."""

    year: int
    rows: pl.DataFrame


@dataclass(frozen=True, slots=True)
class AreaFigure:
    """One figure of a code in an area.

    `measure` is units a patient's day, units a patient in the year, or the share of timed units (0 to 1). `least` and
    `most` are the same but for units a patient of a code billed in both places: a patient may stand in both, so that
    only the bounds are known. Both are None where `why_not` says why. `hidden` counts rows left out as unknown.
    """

    area: str
    code: str
    measure: str
    least: float | None = None
    most: float | None = None
    hidden: int = 0
    why_not: str = ""


def areas() -> Areas | None:
    """The newest file by geography that was imported; None where there is none."""
    edition = latest(_TABLE)
    return None if edition is None else _areas(library(), edition)


@cache
def _areas(_held: Library, edition: Edition) -> Areas:
    return Areas(edition.starts.year, rows_of(_TABLE, edition))


def area_figures(file: Areas, state: str, code: str, measure: str) -> tuple[AreaFigure, ...]:
    """What stands beside one comparison of a clinician: the state's figures (by its two letters), then the nation's.

    Beside units a patient's day stand the area's, and its units a patient; beside a share, the area's share.
    """
    name = state_name(state)
    nation = _figures(file.rows.filter(pl.col("level") == NATION), NATION, code, measure)
    if name is None:
        why = f"the state {state!r} is not known" if state else "no state is known; name --state"
        return (AreaFigure(state, code, measure, why_not=why), *nation)
    mine = (pl.col("level") == "State") & (pl.col("area").str.to_lowercase() == name.lower())
    return (*_figures(file.rows.filter(mine), name, code, measure), *nation)


def _figures(rows: pl.DataFrame, area: str, code: str, measure: str) -> tuple[AreaFigure, ...]:
    if measure == SHARE:
        return (_share(rows, area, code),)
    of_code = rows.filter(code=code)
    shown = _shown(of_code)
    hidden = of_code.height - shown.height
    if not shown.height:
        why = _unknown(hidden)
        return tuple(AreaFigure(area, code, one, hidden=hidden, why_not=why) for one in (UNITS_A_DAY, UNITS_A_PATIENT))
    units, days = _sum(shown, "services_hundredths"), _sum(shown, "patient_days_hundredths")
    patients = [int(one) for one in shown["patients"]]
    least, most = units / 100 / sum(patients), units / 100 / max(patients)
    return (
        AreaFigure(area, code, UNITS_A_DAY, units / days, units / days, hidden),
        AreaFigure(area, code, UNITS_A_PATIENT, least, most, hidden),
    )


def _share(rows: pl.DataFrame, area: str, code: str) -> AreaFigure:
    """The code's units over those of all timed codes; unknown, and not nought, where no row of the code is shown."""
    timed = rows.filter(pl.col("code").is_in(list(timed_codes())))
    shown = _shown(timed)
    hidden = timed.height - shown.height
    part, every = _sum(shown.filter(code=code), "services_hundredths"), _sum(shown, "services_hundredths")
    if not part:
        why = _unknown(timed.filter(code=code).height)
        return AreaFigure(area, code, SHARE, hidden=hidden, why_not=why)
    return AreaFigure(area, code, SHARE, part / every, part / every, hidden)


def _shown(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.drop_nulls(list(_COUNTS)).filter(pl.col("patients") >= FEWEST_PATIENTS)


def _sum(rows: pl.DataFrame, column: str) -> int:
    return int(rows[column].sum())


def _unknown(hidden: int) -> str:
    return "the file hides it" if hidden else "the file has no row of it"
