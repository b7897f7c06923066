"""Dated, cited numbers: what a threshold, a rate or an interval was on a day.

`medicare.therapy_threshold.pt_slp` is the key `pt_slp` of `parameters/medicare/therapy_threshold.yaml`. A file is read
when one of its parameters is named, and not before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import polars as pl

from romberg.knowledge.documents import ROOM, read_yaml
from romberg.knowledge.steps import Step, Value, latest, steps

_FOLDER = ROOM / "parameters"
_SCALE = {"usd": 100, "usd per RVU": 10_000}  # whole cents, and ten-thousandths of a dollar, inside frames


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: what it means, its unit, how long it is known, and its dated steps."""

    path: str
    description: str
    unit: str
    verified_through: date
    steps: tuple[Step, ...]


def _file(path: str) -> tuple[Path, str]:
    subject, _, key = path.rpartition(".")
    return _FOLDER.joinpath(*subject.split(".")).with_suffix(".yaml"), key


_KEYS = {"description", "unit", "keyed_on", "verified_through", "values"}


@cache
def _subject(file: Path) -> dict[str, Parameter]:
    found = read_yaml(file)
    if set(found) != _KEYS or found["keyed_on"] != "service_date":
        raise ValueError(f"{file.name}: a subject has {', '.join(sorted(_KEYS))}, and is keyed on service_date")
    stem = ".".join(file.relative_to(_FOLDER).with_suffix("").parts)
    return {
        key: Parameter(f"{stem}.{key}", found["description"], found["unit"], found["verified_through"], steps(dated))
        for key, dated in found["values"].items()
    }


@cache
def parameter(path: str) -> Parameter:
    """All that is known of one parameter."""
    file, key = _file(path)
    found = _subject(file).get(key) if file.is_file() else None
    if found is None:
        raise KeyError(f"There is no parameter {path!r}: a path names a file below parameters/ and a key in it.")
    return found


def exists(path: str) -> bool:
    """Whether there is a parameter of this name."""
    file, key = _file(path)
    return file.is_file() and key in _subject(file)


@cache
def paths() -> tuple[str, ...]:
    """The names of all parameters; reads every file, so it is for lists and tests."""
    files = sorted(_FOLDER.rglob("*.yaml"))
    return tuple(found.path for file in files for found in _subject(file).values())


def step(path: str, on: date) -> Step | None:
    """The value in force on a day, with its citation; None where it is not known."""
    found = parameter(path)
    return latest(found.steps, on) if on <= found.verified_through else None


def unknown_because(path: str, on: date) -> str:
    """Why a parameter has no known value on a day; empty where it has one."""
    found = parameter(path)
    what = found.description.rstrip(".")
    if on > found.verified_through:
        return f"{what}: nobody has verified a value after {found.verified_through}, so {on} is unknown."
    if on < found.steps[0].since:
        return f"{what}: the first value recorded here starts on {found.steps[0].since}, so {on} is unknown."
    return ""


def in_frames(value: Value, unit: str) -> Value:
    """A value as frames carry it: dollars in whole cents, factors per RVU in ten-thousandths of a dollar."""
    if unit not in _SCALE and not isinstance(value, Decimal):
        return value
    scaled = Decimal(str(value)) * _SCALE.get(unit, 1)
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{value} {unit} is no whole number of its smallest part, and frames carry no fractions.")
    return int(scaled)


def _literal(value: Value) -> pl.Expr:
    """A value as a column; whole numbers as wide as money needs them."""
    return pl.lit(value, pl.Int64) if isinstance(value, int) and not isinstance(value, bool) else pl.lit(value)


def in_force(path: str) -> pl.Expr:
    """The parameter as a column over `service_date`, named "@" + path; null where it is not known."""
    found = parameter(path)
    on = pl.col("service_date")
    chain: pl.Expr = pl.lit(None)
    for one in found.steps:  # oldest innermost: a later step wins
        chain = pl.when(on >= one.since).then(_literal(in_frames(one.value, found.unit))).otherwise(chain)
    return pl.when(on <= found.verified_through).then(chain).alias("@" + path)
