"""Diagnosis codes: whether one may be billed on a day, and which signs it lacks.

Answered by what the user imported for the day, else by the dated list of codes that were divided, else by three
editions of ICD-10-CM (January 2021, April 2025, April 2026). Between two of them a code that is the same in both is
known, and one that changed is not, unless the day of its change is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from romberg.knowledge import diagnosis_codes, divided_diagnoses
from romberg.knowledge.diagnosis_signs import matches, plain, pointed
from romberg.knowledge.documents import ROOM, read_yaml
from romberg.knowledge.steps import NOT_VERIFIED, VERIFIED

FOLDER = ROOM / "icd10cm"
FORM = re.compile(r"[A-Z][0-9A-Z]{2,6}")
_SHOWN = 8  # leaves that a sentence names


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the code set: its sign in the table, the days for which it was in force, its source."""

    sign: str
    first: date
    last: date
    cite: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a code may be billed on a day; None: not known. `because` is a sentence, empty where it may.

    `instead` are codes that stand below it on that day, a few where there are many; `sevenths` the seventh characters
    of which one is wanted, where that is all that it lacks.
    """

    code: str
    billable: bool | None
    because: str
    instead: tuple[str, ...]
    sevenths: str
    mark: str
    cite: str


@cache
def editions() -> tuple[Edition, ...]:
    """The editions that the bundled table holds, the oldest first."""
    found = read_yaml(FOLDER / "manifest.yaml")["editions"]
    return tuple(Edition(one["mark"], one["first"], one["last"], one["cite"]) for one in found)


@cache
def _new() -> tuple[tuple[str, date], ...]:
    """Codes that came between two editions, as patterns (`?` is any sign), and the day of each."""
    rows = (FOLDER / "new.csv").read_text(encoding="utf-8").splitlines()[1:]
    return tuple((pattern, date.fromisoformat(since)) for pattern, since, _ in (row.split(",") for row in rows))


def _new_since(code: str) -> date | None:
    return next((since for pattern, since in _new() if matches(code, pattern)), None)


@cache
def _lines() -> list[str]:
    """The rows of the table of leaves as text, in order: base, seventh characters, editions."""
    return (FOLDER / "leaves.csv").read_text(encoding="utf-8").splitlines()[1:]


def _rows(start: str) -> Iterator[tuple[str, str, str]]:
    """The rows whose base begins with some signs."""
    lines = _lines()
    for number in range(bisect_left(lines, start), len(lines)):
        if not lines[number].startswith(start):
            return
        base, sevenths, held = lines[number].split(",")
        yield base, sevenths, held


def _held(code: str) -> str:
    """The signs of the editions in which a code is a leaf."""
    base, seventh = code[:6], code[6:]
    return "".join(held for row, sevenths, held in _rows(base + ",") if row == base and _ends(sevenths, seventh))


def _ends(sevenths: str, seventh: str) -> bool:
    return seventh in sevenths if seventh else not sevenths


def standing(code: str, on: date) -> Standing:
    """Whether a code may be billed on a day, and if not, why and what stands in its place."""
    asked = plain(code)
    if not FORM.fullmatch(asked):
        because = f"{code.strip()} is no ICD-10-CM code: a letter and two to six signs more are wanted."
        return Standing(code.strip(), False, because, (), "", VERIFIED, editions()[-1].cite)
    return _imported(asked, on) or _divided(asked, on) or _by_editions(asked, on)


def _imported(code: str, on: date) -> Standing | None:
    told = diagnosis_codes.billable(code, on)
    if told is None:
        return None
    shown, sign = pointed(code), _nearest(on).sign
    below, sevenths = _below(code, sign)
    because = "" if told else f"{shown} may not be billed on {on} by the edition that was imported."
    return Standing(shown, told, because, () if told else below, "" if told else sevenths, VERIFIED, _nearest(on).cite)


def _divided(code: str, on: date) -> Standing | None:
    found = divided_diagnoses.get(code)
    if found is None:
        return None
    told = divided_diagnoses.billable(code, on)
    leaves = found.leaves if on > found.last_day else (found.code,)
    because = "" if told else found.says(on)
    mark = VERIFIED if _in_force(code, on) is told else found.mark
    return Standing(pointed(code), told, because, () if told else leaves, "", mark, editions()[-1].cite)


def _in_force(code: str, on: date) -> bool | None:
    """Whether the edition in force on a day holds a code as a leaf; None where no such edition is bundled."""
    own = next((one for one in editions() if one.first <= on <= one.last), None)
    return None if own is None else own.sign in _held(code)


def _by_editions(code: str, on: date) -> Standing:
    own = next((one for one in editions() if one.first <= on <= one.last), None)
    before = [one for one in editions() if one.last < on]
    after = [one for one in editions() if one.first > on]
    held = _held(code)
    if own is not None:
        return _told(code, own, own.sign in held, VERIFIED, on)
    if before and after:
        return _between(code, before[-1], after[0], on)
    near = before[-1] if before else after[0]
    found = _told(code, near, near.sign in held, NOT_VERIFIED, on)
    if found.billable or found.instead:
        return found
    because = (
        f"{pointed(code)} is not in the edition of {near.first}, and none is loaded for {on}; import its order file."
    )
    return Standing(found.code, None, because, (), "", NOT_VERIFIED, near.cite)


def _between(code: str, before: Edition, after: Edition, on: date) -> Standing:
    held = _held(code)
    if (before.sign in held) is (after.sign in held):
        return _told(code, after, after.sign in held, VERIFIED, on)
    shown = pointed(code)
    if (since := _new_since(code)) is not None and after.sign in held:
        because = "" if on >= since else f"{shown} exists since {since}."
        return Standing(shown, on >= since, because, (), "", NOT_VERIFIED, after.cite)
    because = (
        f"{shown} changed between {before.first} and {after.first}, and on which day is not recorded here, so whether "
        f"it could be billed on {on} is not known."
    )
    return Standing(shown, None, because, _below(code, after.sign)[0], "", NOT_VERIFIED, after.cite)


def _told(code: str, edition: Edition, leaf: bool, mark: str, on: date) -> Standing:
    """A code as one edition has it."""
    shown = pointed(code)
    if leaf:
        return Standing(shown, True, "", (), "", mark, edition.cite)
    below, sevenths = _below(code, edition.sign)
    if sevenths:
        because = f"{shown} wants a seventh character on {on} ({', '.join(sevenths)}), as in {below[0]}."
    elif below:
        because = f"{shown} is divided further on {on}; such as {', '.join(below)}."
    else:
        because = f"{shown} is no code of ICD-10-CM on {on}."
    return Standing(shown, False, because, below, sevenths, mark, edition.cite)


def _below(code: str, sign: str) -> tuple[tuple[str, ...], str]:
    """Some of the leaves below a code in an edition, and the seventh characters where a code lacks nothing else."""
    rows = [(base, sevenths) for base, sevenths, held in _rows(code) if sign in held and len(code) <= 6]
    bases = {base for base, _ in rows}
    if len(rows) == 1 and rows[0][1] and rows[0][0] == code.ljust(6, "X"):
        base, sevenths = rows[0]
        return tuple(pointed(base + one) for one in sevenths[:_SHOWN]), sevenths
    leaves = (pointed(base + one) for base, sevenths in rows for one in (sevenths or [""]))
    return tuple(leaf for leaf, _ in zip(leaves, range(_SHOWN), strict=False)) if bases else (), ""


def _nearest(on: date) -> Edition:
    return next((one for one in reversed(editions()) if one.first <= on), editions()[0])
