"""The measures that notes name, and how each is written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from romberg.notes import lexicon


@dataclass(frozen=True, slots=True)
class Known:
    """A measure: its units (as reported first), the totals that may follow a stroke, what the figure can be.

    `near`: the figure must stand close by, for the name is also an exercise. `needs`: a unit must be written.
    `last`: of several stages or conditions only the last counts. `each`: every form is a measure of its own.
    `once`: one figure only. `items`: a figure an item. `before`: the figure may stand before the name.
    """

    name: str
    units: tuple[str, ...]
    of: tuple[float, ...]
    low: float
    high: float
    better: str
    near: bool
    needs: bool
    last: bool
    each: bool
    once: bool
    items: bool
    before: bool


_MARKS = ("near", "needs", "last", "each", "once", "items", "before")


@cache
def known() -> dict[str, Known]:
    """Every measure of the vocabulary by name."""
    return {name: _known(name, entry) for name, entry in _raw().items()}


@cache
def forms() -> dict[str, str]:
    """Which measure a form means, by the form without blanks."""
    return {lexicon.key(form): name for name, entry in _raw().items() for form in entry["forms"]}


@cache
def every_form() -> lexicon.Words:
    """Every form of every measure, for one scan."""
    return lexicon.Words(form for entry in _raw().values() for form in entry["forms"])


@cache
def _raw() -> dict[str, dict[str, list[str]]]:
    text = resources.files(__package__).joinpath("vocabulary.yaml").read_text("utf-8")
    loaded: dict[str, dict[str, list[str]]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return loaded


def _known(name: str, entry: dict[str, list[str]]) -> Known:
    low, high = entry["range"]
    marks = {key: bool(entry.get(key)) for key in _MARKS}
    return Known(
        name=name,
        units=tuple(entry["units"]),
        of=tuple(float(total) for total in entry.get("of", ())),
        low=float(low),
        high=float(high),
        better=str(entry["better"]),
        **marks,
    )
