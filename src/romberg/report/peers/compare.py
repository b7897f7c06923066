"""Where a clinician stands among peers: a percentile, with who they are, how many, and what the file hides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import polars as pl

from romberg.report.peers.published import FEWEST_PATIENTS, Peers, timed_codes

LEAST_PEERS: Final = 30  # of a state; with fewer, the nation's
_POINTS: Final = (0.10, 0.25, 0.50, 0.75, 0.90)
UNITS_A_DAY, SHARE = "units a patient's day", "share of timed units"


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of a clinician beside its peers'.

    `value` is units a patient's day, or a share between 0 and 1. `points` are the peers' 10th, 25th, 50th, 75th and
    90th percentiles. `percentile` is the share of peers below, ties counted by half, in percent; None where
    `why_not` says why there is none.
    """

    npi: str
    code: str
    measure: str
    value: float
    patients: int
    among: str
    peers: int
    points: tuple[float, ...]
    percentile: float | None
    why_not: str = ""


class _Figure(NamedTuple):
    """A figure before it is compared, in the order of `Compared`."""

    npi: str
    code: str
    measure: str
    value: float
    patients: int


def compared(
    own: pl.DataFrame, file: Peers, type_: str, state: str, codes: Sequence[str], share_of: str = "97112"
) -> tuple[Compared, ...]:
    """One clinician's rows (code, patients, units, patient_days) beside those of the same type, of the state if it has
    enough: each code's units a patient's day, then the share of one code among all timed units.
    """
    return (*_days(own, file, type_, state, codes), *_share(own, file, type_, state, share_of))


def _days(own: pl.DataFrame, file: Peers, type_: str, state: str, codes: Sequence[str]) -> Iterator[Compared]:
    for row in own.filter(pl.col("code").is_in(list(codes))).sort("code").iter_rows(named=True):
        theirs = file.services.filter(type=type_, code=row["code"]).with_columns(
            value=pl.col("units") / pl.col("patient_days")
        )
        value = row["units"] / row["patient_days"]
        figure = _Figure(row["npi"], row["code"], UNITS_A_DAY, value, row["patients"])
        yield _placed(figure, theirs, type_, state)


def _share(own: pl.DataFrame, file: Peers, type_: str, state: str, code: str) -> Iterator[Compared]:
    """A peer whose cell of the code is hidden has no share: it is left out, and not taken for nought."""
    timed = pl.col("code").is_in(list(timed_codes()))
    mine = own.filter(timed)
    part = mine.filter(code=code)
    if not part.height or not mine["units"].sum():
        return
    theirs = (
        file.services.filter(timed, type=type_)
        .group_by("npi", "state")
        .agg(
            pl.col("units").sum().alias("all"),
            pl.col("units").filter(pl.col("code") == code).sum().alias("part"),
        )
        .filter(pl.col("part") > 0)
        .with_columns(value=pl.col("part") / pl.col("all"))
    )
    value = float(part["units"].sum()) / float(mine["units"].sum())
    patients = int(part["patients"].to_list()[0])
    yield _placed(_Figure(part["npi"][0], code, SHARE, value, patients), theirs, type_, state)


def _placed(figure: _Figure, theirs: pl.DataFrame, type_: str, state: str) -> Compared:
    others = theirs.filter(pl.col("npi") != figure.npi)
    near = others.filter(state=state)
    among, chosen = (f"{type_}, {state}", near) if near.height >= LEAST_PEERS else (f"{type_}, all states", others)
    values = chosen["value"].sort()
    points = tuple(float(values.quantile(one, "nearest") or 0) for one in _POINTS) if values.len() else ()
    why_not = _why_not(figure.patients, values.len())
    percentile = None if why_not else _rank(values, figure.value)
    return Compared(*figure, among, values.len(), points, percentile, why_not)


def _rank(values: pl.Series, value: float) -> float:
    below, ties = int((values < value).sum()), int((values == value).sum())
    return 100 * (below + ties / 2) / values.len()


def _why_not(patients: int, peers: int) -> str:
    if patients < FEWEST_PATIENTS:
        return (
            f"{patients} patients: the file shows no service of fewer than {FEWEST_PATIENTS}, so there is no such peer"
        )
    if peers < LEAST_PEERS:
        return f"only {peers} peers are shown; below {LEAST_PEERS} a percentile says little"
    return ""
