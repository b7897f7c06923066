"""Code pairs: whether Medicare's edits let two codes be paid for one patient and day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Literal

from romberg.knowledge.codes import all_codes
from romberg.knowledge.editions import Edition, Library, library, newest_on, rows_of
from romberg.knowledge.published import manifest, rows
from romberg.knowledge.steps import NOT_VERIFIED

Setting = Literal["practitioner", "hospital", "medicaid"]


@dataclass(frozen=True, slots=True)
class EditPair:
    """What the edit table says of two codes on a day.

    `status`: "edit" (column two is not paid beside column one; with a distinct-service modifier only where `indicator`
    is 1), "none" (known to have no edit then) or "unknown". `start_mark` tells whether the start was read or inferred.
    """

    status: Literal["edit", "none", "unknown"]
    column_one: str
    column_two: str
    indicator: int | None
    start: date | None
    start_mark: Literal["read", "inferred", "not published", ""]
    mark: str
    reason: str
    says: str

    def role(self, code: str) -> str:
        """Which column a code stands in."""
        return {self.column_one: "column one", self.column_two: "column two"}.get(code, "")


@dataclass(frozen=True, slots=True)
class _Row:
    column_one: str
    column_two: str
    starts: date | None
    starts_known: str
    ends: date | None
    indicator: int
    status: str
    reason: str

    def live(self, on: date) -> bool:
        return self.status != "never" and (self.starts or on) <= on <= (self.ends or on)


@cache
def _pairs(_held: Library, setting: Setting, edition: Edition) -> dict[frozenset[str], list[_Row]]:
    found: dict[frozenset[str], list[_Row]] = defaultdict(list)
    for one, two, starts, known, ends, indicator, status, reason in rows_of(f"pairs_{setting}", edition).iter_rows():
        found[frozenset((one, two))].append(_Row(one, two, starts, known or "", ends, indicator, status, reason))
    return dict(found)


@cache
def _without_edit() -> dict[frozenset[str], bool]:
    """Pairs of which no live row exists, and whether that was read again in the edition of 2026Q4."""
    return {
        frozenset((row["code"], row["other"])): row["read_again_2026q4"] == "yes" for row in rows("pairs_without_edit")
    }


def _edit(row: _Row, mark: str) -> EditPair:
    how = {1: "unless a modifier for a distinct service applies", 0: "and no modifier changes that"}[row.indicator]
    return EditPair(
        "edit",
        row.column_one,
        row.column_two,
        row.indicator,
        row.starts,
        "read" if row.starts_known == "read" else "inferred" if row.starts_known else "not published",
        mark,
        row.reason,
        f"{row.column_two} is not paid beside {row.column_one}, {how}.",
    )


def _none(a: str, b: str, found: list[_Row], on: date, mark: str) -> EditPair:
    ended = max((row.ends for row in found if row.status != "never" and row.ends and row.ends < on), default=None)
    why = f"; the last one ended on {ended}" if ended else ""
    why = why or ("; the rows that name them never took force" if found else "")
    return EditPair("none", a, b, None, None, "", mark, "", f"No edit between {a} and {b} on {on}{why}.")


def _mark(pair: frozenset[str], found: list[_Row], on: date, setting: Setting) -> str:
    table = manifest()[f"pairs_{setting}"]
    again = _without_edit().get(pair, False) or any(row.starts_known == "read" for row in found)
    if any(row.starts_known == "inferred" and row.starts and row.starts > on for row in found):
        return "inferred"
    return "verified" if on <= table.edition_through or again else "as of the edition of 2024-07-01"


def edit_pair(a: str, b: str, on: date, setting: Setting = "practitioner") -> EditPair | None:
    """The edit between two codes on a day; None where our table does not name the pair.

    Medicaid's own table is not bundled: until the user imports it, Medicare's for practitioners stands in, marked so.
    """
    edition = newest_on(f"pairs_{setting}", on)
    if edition is not None:
        return _answer(library(), edition, a, b, on, setting)
    if setting != "medicaid":
        return None
    instead = edit_pair(a, b, on)
    return replace(instead, mark=NOT_VERIFIED) if instead else None


@cache
def _answer(held: Library, edition: Edition, a: str, b: str, on: date, setting: Setting) -> EditPair | None:
    pair = frozenset((a, b))
    found = _pairs(held, setting, edition).get(pair, [])
    if not _named(pair, found, edition):
        return None
    table = manifest()["pairs_hospital" if setting == "hospital" else "pairs_practitioner"]
    through = max(table.verified_through, edition.ends or date.min)
    if on > through:
        says = f"The edit table was verified through {through}; for {on} it is unknown."
        return EditPair("unknown", a, b, None, None, "", "", "", says)
    mark = _mark(pair, found, on, setting) if edition.at is None else _mark_of_whole(edition, on)
    live = next((row for row in found if row.live(on)), None)
    return _edit(live, mark) if live else _none(a, b, found, on, mark)


def _named(pair: frozenset[str], found: list[_Row], edition: Edition) -> bool:
    """Whether an edition answers for a pair: a whole, imported one does for any two codes of rehabilitation."""
    return bool(found) or (pair in _without_edit() if edition.at is None else pair <= all_codes().keys())


def _mark_of_whole(edition: Edition, on: date) -> str:
    return "verified" if edition.speaks_for(on) else f"as of the edition of {edition.issued}"
