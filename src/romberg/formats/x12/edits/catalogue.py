"""The edits: each with its stable code, its SNIP level, what it says and the status that a payer would answer with."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing that can be wrong with a file of claims.

    `snip` is 1 (syntax), 2 (guide), 3 (balance), 4 (situation), 5 (code sets), 6 (therapy) or 7 (payer). `severity` is
    error (it is sent back), warning (it goes through and is paid otherwise, or not) or notice (worth a look, and often
    right as it is). `category` and `status` are the codes that a claim acknowledgement (277CA) would carry; `mark` says
    how well they are known.
    """

    code: str
    snip: int
    severity: str
    category: str
    status: str
    says: str
    mark: str


@dataclass(frozen=True, slots=True)
class Found:
    """An edit that failed: the segment's name and number in the file, and the element where one is at fault."""

    code: str
    segment: str
    number: int
    element: str = ""

    @property
    def edit(self) -> Edit:
        """What the catalogue says of it."""
        return edits()[self.code]

    @property
    def severity(self) -> str:
        """Error, warning or notice."""
        return self.edit.severity

    @property
    def says(self) -> str:
        """One sentence: where, and what is wrong; nothing of a patient is in it."""
        return f"{self.at}: {self.edit.says}."

    @property
    def at(self) -> str:
        """The place for people: segment 33, SV107."""
        return f"segment {self.number}" + (f", {self.element}" if self.element else "")

    def as_dict(self) -> dict[str, str | int]:
        """The error object of the report; nothing of a patient is in it."""
        edit = self.edit
        return {
            "code": self.code,
            "snip": edit.snip,
            "severity": edit.severity,
            "segment": self.segment,
            "at": self.at,
            "says": self.says,
            "category": edit.category,
            "status": edit.status,
        }


@cache
def edits() -> dict[str, Edit]:
    """Every edit by its code."""
    text = (files("romberg.formats.x12.edits") / "catalogue.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    found = {row["code"]: Edit(row["code"], int(row["snip"]), *(row[name] for name in _TEXTS)) for row in rows}
    for row in _specific():
        found.setdefault(row["code"], replace(found[row["general"]], code=row["code"], says=row["says"]))
    return found


def specific(one: Found) -> Found:
    """A finding under the code of its own element, where that has one: claim_charge_missing for element_missing."""
    code = _own_codes().get((one.code, one.segment, one.element))
    return one if code is None else replace(one, code=code)


@cache
def _own_codes() -> dict[tuple[str, str, str], str]:
    return {(row["general"], row["segment"], row["element"]): row["code"] for row in _specific()}


@cache
def _specific() -> tuple[dict[str, str], ...]:
    text = (files("romberg.formats.x12.edits") / "specific.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


_TEXTS = ("severity", "category", "status", "says", "mark")
