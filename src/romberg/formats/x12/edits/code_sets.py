"""Sets of codes beside the tables of knowledge: states, every modifier, and the ranges in which procedure codes lie."""

from __future__ import annotations

import csv
import re
from datetime import date
from functools import cache
from importlib.resources import files

from romberg.knowledge import codes, tables

_PROCEDURE = re.compile(r"[0-9]{4}[0-9FTUM]|[A-V][0-9]{4}", re.ASCII)

_TAXONOMY = re.compile(r"[0-9]{3}[A-Z0-9]{6}X", re.ASCII)


@cache
def _rows(name: str) -> tuple[str, ...]:
    text = (files("romberg.formats.x12.edits") / "code_sets.csv").read_text(encoding="utf-8")
    return tuple(
        one for row in csv.DictReader(text.splitlines()) if row["set"] == name for one in row["values"].split()
    )


@cache
def states() -> frozenset[str]:
    """The states, territories and military post regions."""
    return frozenset(_rows("states"))


@cache
def modifiers() -> frozenset[str]:
    """Every modifier that we know of, those of other fields too."""
    return frozenset(_rows("modifiers")) | frozenset(codes.modifiers())


def procedure_fault(code: str, on: date | None) -> str:
    """What is wrong with a procedure code; empty where nothing is, or where our tables cannot tell.

    A code of a section that we hold whole is unknown where no table has it; one outside every section is no code.
    """
    if not _PROCEDURE.fullmatch(code):
        return "code_form_wrong"
    known = codes.get(code)
    if known is not None:
        return "" if on is None or known.valid(on) else "code_not_in_force"
    if on is not None and tables.rvu(code, on) is not None:
        return ""
    number = int(code) if code.isdigit() else None
    if number is None:
        return ""
    return "code_unknown" if not _within(number, "code_ranges") or _within(number, "held_whole") else ""


def _within(number: int, name: str) -> bool:
    spans = (one.split("-") for one in _rows(name))
    return any(int(first) <= number <= int(last) for first, last in spans)


def is_military(state: str, zip_code: str) -> bool:
    """Whether a ZIP code is one of military mail (AA, AE, AP), which the lists of places do not hold."""
    return zip_code[:3] in _rows(f"military_{state}")


def may_be_taxonomy(code: str) -> bool:
    """Whether a taxonomy code that our table does not hold may be one: its form, and a kind that is not ours whole."""
    kind = code[:3]
    ours = kind in _rows("taxonomy_held_whole")
    return _TAXONOMY.fullmatch(code) is not None and kind in _rows("taxonomy_kinds") and not ours
