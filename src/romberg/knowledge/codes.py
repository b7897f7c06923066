"""Therapy codes, modifiers and places of service, under Romberg's own short labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, cast

from romberg.knowledge import published, typed

Therapy = Literal["always", "sometimes", "no"]


@dataclass(frozen=True, slots=True)
class Code:
    """One procedure code. `unit_minutes` is None for untimed codes; `therapy` says whether it is always therapy.

    `service` is the family of what is done ("balance", "exercise", "gait"). `disciplines` are those that commonly bill
    it. `mark` is "not verified" where the lists of always and sometimes therapy were not read themselves.
    """

    code: str
    label: str
    timed: bool
    unit_minutes: int | None
    attended: bool
    group: bool
    add_on_to: str | None
    service: str
    disciplines: tuple[str, ...]
    therapy: Therapy
    valid_from: date | None
    valid_through: date | None
    mark: str

    def valid(self, on: date) -> bool:
        """Whether the code exists on a day, as far as its dates are known."""
        return (self.valid_from or on) <= on <= (self.valid_through or on)


@dataclass(frozen=True, slots=True)
class Modifier:
    """One modifier: what it says, and its kind (discipline, assistant, distinct, threshold...)."""

    modifier: str
    label: str
    kind: str
    discipline: str
    valid_from: date | None
    valid_through: date | None
    mark: str

    def valid(self, on: date) -> bool:
        """Whether the modifier exists on a day, as far as its dates are known."""
        return (self.valid_from or on) <= on <= (self.valid_through or on)


@dataclass(frozen=True, slots=True)
class Place:
    """One place of service, and whether the fee schedule's facility amount applies there."""

    place: str
    label: str
    facility: bool


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _code(row: Mapping[str, str]) -> Code:
    return Code(
        code=row["code"],
        label=row["label"],
        timed=row["unit_minutes"] != "",
        unit_minutes=int(row["unit_minutes"]) if row["unit_minutes"] else None,
        attended=row["attended"] == "yes",
        group=row["group"] == "yes",
        add_on_to=row["add_on_to"] or None,
        service=row["service"],
        disciplines=tuple(row["disciplines"].split()),
        therapy=cast(Therapy, row["therapy"]),
        valid_from=_day(row["valid_from"]),
        valid_through=_day(row["valid_through"]),
        mark=row["mark"],
    )


def _modifier(row: Mapping[str, str]) -> Modifier:
    return Modifier(
        modifier=row["modifier"],
        label=row["label"],
        kind=row["kind"],
        discipline=row["discipline"],
        valid_from=_day(row["valid_from"]),
        valid_through=_day(row["valid_through"]),
        mark=row["mark"],
    )


@cache
def all_codes() -> dict[str, Code]:
    """Every code that Romberg knows, by its number."""
    lists = sorted(file.stem for file in typed.FOLDER.glob("procedures_*.csv"))
    return {row["code"]: _code(row) for name in lists for row in typed.rows(name)}


def get(code: str) -> Code | None:
    """One code, or None where Romberg does not know it."""
    return all_codes().get(code.strip().upper())


def is_timed(code: str) -> bool:
    """Whether a code is billed by time; false where Romberg does not know it."""
    known = get(code)
    return known is not None and known.timed


@cache
def modifiers() -> dict[str, Modifier]:
    """Every modifier that Romberg knows."""
    return {row["modifier"]: _modifier(row) for row in typed.rows("modifiers")}


@cache
def places() -> dict[str, Place]:
    """Every place of service, by its two digits."""
    rows = published.rows("places")
    return {row["place"]: Place(row["place"], row["label"], row["facility"] == "yes") for row in rows}
