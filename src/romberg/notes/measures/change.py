"""How much change of a measure is real, and how much matters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

import yaml


@dataclass(frozen=True, slots=True)
class Threshold:
    """A change that is more than the measure's error, or that matters to the patient, in one population."""

    kind: Literal["error", "matters"]
    points: float
    population: str
    study: str
    mark: str = ""  # "not verified" where the figure was not read in the study itself


@cache
def _table() -> dict[str, tuple[Threshold, ...]]:
    text = resources.files(__package__).joinpath("change.yaml").read_text("utf-8")
    raw = yaml.load(text, Loader=yaml.CSafeLoader)
    return {name: tuple(Threshold(**entry) for entry in entries) for name, entries in raw.items()}


def thresholds(measure: str) -> tuple[Threshold, ...]:
    """What published studies say of change in a measure; empty where none is known."""
    return _table().get(measure, ())
