"""What is known of a diagnosis code on a day, for `romberg codes`."""

from __future__ import annotations

from datetime import date
from typing import Any

from romberg.formats.rule_rows import cite
from romberg.knowledge import codes, diagnoses, diagnosis_notes, diagnosis_support
from romberg.knowledge.diagnosis_signs import plain
from romberg.knowledge.steps import VERIFIED


def asked(given: str) -> bool:
    """Whether a word is a diagnosis code and no procedure code that Romberg knows."""
    return codes.get(given) is None and diagnoses.FORM.fullmatch(plain(given)) is not None


def as_object(given: str, on: date, words: bool) -> dict[str, Any]:
    """The code on the day: whether it may be billed, what it supports, and what its notes say of other codes."""
    found, family = diagnoses.standing(given, on), diagnosis_support.family(given)
    return {
        "code": found.code,
        "on": on.isoformat(),
        "billable": found.billable,
        "says": found.because,
        "instead": list(found.instead),
        "seventh_characters": list(found.sevenths),
        "mark": found.mark,
        "cite": cite(found.cite),
        "family": family.family if family else None,
        "supports_97112": family.support if family else None,
        "supports_rather": list(family.rather) if family else [],
        "wants": family.wants if family else "",
        "notes": {kind: _notes(given, kind) for kind in diagnosis_notes.KINDS},
        "words": diagnosis_notes.words(given) if words else None,
    }


def _notes(given: str, kind: diagnosis_notes.Kind) -> list[str]:
    """The codes that the notes of a kind name, as people write them."""
    return list(dict.fromkeys(code for note in diagnosis_notes.notes(given, kind) for code in note.shown()))


def page(one: dict[str, Any]) -> str:
    """The object as a page of text."""
    billable = {True: "may be billed", False: "may not be billed", None: "not known whether it may be billed"}
    marked = "" if one["mark"] == VERIFIED else " [not verified]"
    lines = [f"{one['code']}: {billable[one['billable']]} on {one['on']}{marked}"]
    lines += [f"    {one['says']}"] if one["says"] else []
    if one["family"]:
        rather = f"; supports rather {', '.join(one['supports_rather'])}" if one["supports_rather"] else ""
        lines.append(f"    {one['family']}: support for 97112 {one['supports_97112']}{rather}")
        lines += [f"    97112 wants beside it: {one['wants']}"] if one["wants"] else []
    lines += [f"    {kind}: {', '.join(named)}" for kind, named in one["notes"].items() if named]
    lines += [f"    {kind}, in the list's words: {text}" for kind, text in (one["words"] or {}).items()]
    return "\n".join([*lines, f"    {one['cite']['title']}"])
