"""A figure of minutes that a note states of a visit as a whole."""

from __future__ import annotations

from typing import NamedTuple


class Figure(NamedTuple):
    """Minutes of the timed work or of all treatment, with their words; of several the one of most `weight` counts."""

    minutes: int
    timed: bool
    start: int
    end: int
    weight: int
