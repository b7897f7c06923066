"""ZIP codes: which contractor and payment locality each lies in."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cache

from romberg.knowledge.editions import Edition, Library, edition_on, latest, library, rows_of

_ZIP = re.compile(r"([0-9]{5})(?:-?([0-9]{4}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Locality:
    """Contractor and locality of a ZIP code; both None where they are not known, with the reason."""

    mac: str | None
    locality: str | None
    state: str
    unknown_because: str = ""


@dataclass(frozen=True, slots=True)
class _Runs:
    """Runs of consecutive numbers that do not overlap, each with its place."""

    firsts: tuple[int, ...]
    lasts: tuple[int, ...]
    places: tuple[Locality, ...]

    def of(self, number: int) -> Locality | None:
        """The place of a number, where a run holds it."""
        at = bisect_right(self.firsts, number) - 1
        return self.places[at] if at >= 0 and self.lasts[at] >= number else None


def runs(text: str) -> list[tuple[int, int]]:
    """The first and last number of each run of a text such as `99501-99524 99540`."""
    ends = [run.partition("-") for run in text.split()]
    return [(int(first), int(last or first)) for first, _, last in ends]


@cache
def _five(_held: Library, edition: Edition) -> _Runs:
    spread = [
        (first, last, Locality(mac, locality, state))
        for mac, locality, state, zips in rows_of("zips", edition).iter_rows()
        for first, last in runs(zips)
    ]
    spread.sort(key=lambda run: run[0])
    return _Runs(*map(tuple, zip(*spread, strict=True))) if spread else _Runs((), (), ())


@cache
def _nine(_held: Library, edition: Edition) -> _Runs:
    frame = rows_of("zips_nine", edition).sort("zip5", "first")
    found = list(frame.iter_rows())
    firsts = tuple(int(zip5) * 10_000 + first for zip5, first, *_ in found)
    lasts = tuple(int(zip5) * 10_000 + last for zip5, _, last, *_ in found)
    return _Runs(firsts, lasts, tuple(Locality(mac, locality, state) for *_, mac, locality, state in found))


@cache
def _split(_held: Library, edition: Edition) -> dict[int, str]:
    """The ZIP codes that lie in more than one locality, and their states."""
    spread = ((state, run) for state, zips in rows_of("zips_plus_four", edition).iter_rows() for run in runs(zips))
    return {one: state for state, (first, last) in spread for one in range(first, last + 1)}


def _edition(table: str, on: date | None) -> Edition | None:
    return edition_on(table, on) if on else latest(table)


def locality(given: str, on: date | None = None) -> Locality:
    """Contractor and locality of a ZIP code of five or nine digits, or why they are not known.

    `on` is the day of service; without it the newest list answers.
    """
    match = _ZIP.fullmatch(given.strip())
    if match is None:
        return Locality(None, None, "", f"{given.strip()[:5]!r} is no ZIP code of five digits.")
    number, held = int(match[1]), library()
    five, split = _edition("zips", on), _edition("zips_plus_four", on)
    if five is None or split is None:
        return Locality(None, None, "", f"No list of ZIP codes speaks for {on}.")
    if number in _split(held, split):
        return _of_nine(match[1], match[2], on) or _undecided(match[1], _split(held, split)[number])
    found = _five(held, five).of(number)
    return found or Locality(None, None, "", f"ZIP {match[1]} is not in Medicare's ZIP list ({five.name}).")


def _of_nine(zip5: str, plus_four: str | None, on: date | None) -> Locality | None:
    edition = _edition("zips_nine", on)
    if edition is None or plus_four is None:
        return None
    return _nine(library(), edition).of(int(zip5 + plus_four))


def _undecided(zip5: str, state: str) -> Locality:
    says = f"ZIP {zip5} lies in more than one payment locality; only the nine-digit ZIP decides."
    return Locality(None, None, state, says)
