"""Where each item of the form stands: rows of six and columns of ten to the inch, counted from 1.

The places are those at which the billing package of the Indian Health Service, a work of the United States, prints the
form of 02/12; mark: not verified against a printed form. Items 24 are those of the first line: each further line stands
two rows lower.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

MOST_LINES = 6
ROWS_A_LINE = 2
_LINE = "24."


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands, and how many signs it holds. An `exact` one is never cut: it would say something else."""

    row: int
    column: int
    width: int
    exact: bool


@cache
def places() -> Mapping[str, Place]:
    """Every item with its place; those of service lines as 24.1.code to 24.6.code."""
    text = (resources.files("romberg.formats.cms1500") / "places.csv").read_text(encoding="utf-8")
    found: dict[str, Place] = {}
    for row in csv.DictReader(text.splitlines()):
        place = Place(int(row["row"]), int(row["column"]), int(row["width"]), row["exact"] == "x")
        found |= _of_lines(row["item"], place) if row["item"].startswith(_LINE) else {row["item"]: place}
    return found


def _of_lines(item: str, first: Place) -> Mapping[str, Place]:
    name = item.removeprefix(_LINE)
    return {
        f"{_LINE}{number}.{name}": Place(first.row + ROWS_A_LINE * (number - 1), first.column, first.width, first.exact)
        for number in range(1, MOST_LINES + 1)
    }
