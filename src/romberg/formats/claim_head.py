"""What a claim file says beside its lines: place, diagnoses and pointers, numbers of providers, authorisation, sums."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from romberg.claims import ClaimHead
from romberg.formats.unreadable import Unreadable

# The headings that people give these columns; in JSON they may stand beside the list of lines as well.
COLUMNS = {
    "place": ("place", "place of service", "pos"),
    "diagnoses": ("diagnoses", "diagnosis", "diagnosis codes", "dx", "icd", "icd10", "icd 10", "icd-10"),
    "pointers": ("pointers", "pointer", "dx pointers", "dx pointer", "diagnosis pointers", "diagnosis pointer"),
    "rendering_npi": ("npi", "rendering npi"),
    "rendering_taxonomy": ("taxonomy", "rendering taxonomy"),
    "billing_npi": ("billing npi",),
    "referring_npi": ("referring npi",),
    "authorization": (
        *("authorization", "authorisation", "prior authorization"),
        *("authorization number", "auth number", "auth"),
    ),
    "filed_on": ("filed on", "filed", "sent on", "submitted", "submitted on"),
    "allowed_so_far_cents": ("allowed so far cents",),
}  # fmt: skip
_MEANS = {
    "place": "place of service",
    "rendering_npi": "rendering NPI",
    "rendering_taxonomy": "taxonomy",
    "billing_npi": "billing NPI",
    "referring_npi": "referring NPI",
    "authorization": "authorization number",
    "filed_on": "day of filing",
    "allowed_so_far_cents": "sum allowed so far",
}
_DIAGNOSIS = re.compile(r"(?<![A-Z0-9.])([A-Z][0-9][0-9A-Z])\.?([0-9A-Z]{1,4})?(?![A-Z0-9.])")
_LONGEST = 40  # signs of a number as it is shown
Row = Mapping[str, Any]


def named(heading: str) -> str | None:
    """The column of a claim's head that a heading stands for; None where it is none."""
    return next((name for name, known in COLUMNS.items() if heading in known), None)


def read(rows: Sequence[tuple[str, Row]], lines: int) -> ClaimHead | None:
    """The head that the rows of a claim file tell, each with its place; None where they tell nothing of it.

    The last `lines` rows are the service lines; rows before them stand beside the list. Raises Unreadable, with the
    row at fault.
    """
    written = {name for _, row in rows for name in COLUMNS if _cell(row, name)}
    if not written:
        return None
    once = {name: _once(rows, name) for name in _MEANS}
    diagnoses, pointers = _diagnoses(rows, len(rows) - lines)
    return ClaimHead(diagnoses=diagnoses, pointers=pointers, **once)


def _cell(row: Row, name: str) -> str:
    value = row.get(name)
    return (
        " ".join(str(one) for one in value) if isinstance(value, list) else str("" if value is None else value).strip()
    )


def _once(rows: Sequence[tuple[str, Row]], name: str) -> Any:
    """The one value that all rows give; two that differ are refused."""
    given = [(at, _cell(row, name)) for at, row in rows if _cell(row, name)]
    values = [(at, _READ.get(name, _plain)(text, at)) for at, text in given]
    for at, value in values[1:]:
        if value != values[0][1]:
            says = f"{at}: the {_MEANS[name]} is {value} here and {values[0][1]} before; a claim has one. Correct it."
            raise Unreadable("claim_line", says, at)
    return values[0][1] if values else None


def _plain(text: str, at: str) -> str:
    if len(text) > _LONGEST:
        raise Unreadable("claim_line", f"{at}: {text:.20}... is too long for a number; correct it.", at)
    return text.upper()


def _place(text: str, at: str) -> str:
    plain = text.removesuffix(".0")
    if not re.fullmatch(r"[0-9]{1,2}", plain):
        raise Unreadable(
            "claim_line", f"{at}: {text:.20} is no place of service (two digits, as in 11); correct it.", at
        )
    return plain.zfill(2)


def _day(text: str, at: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        says = f"{at}: {text:.20} is no day of filing; write it as YYYY-MM-DD, such as 2026-03-12."
        raise Unreadable("claim_line", says, at) from None


def _cents(text: str, at: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        says = f"{at}: {text:.20} is no sum in whole cents (248000 for $2,480.00); correct it."
        raise Unreadable("claim_line", says, at)
    return int(text)


_READ = {"place": _place, "filed_on": _day, "allowed_so_far_cents": _cents}


def _diagnoses(rows: Sequence[tuple[str, Row]], ahead: int) -> tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]:
    """The claim's diagnoses, each once, and what each line points to.

    Where lines list different diagnoses and none has pointers, a line points to those that it lists itself.
    """
    own = [_codes(_cell(row, "diagnoses"), at) for at, row in rows]
    every = tuple(dict.fromkeys(code for codes in own for code in codes))
    pointed = tuple(_pointers(_cell(row, "pointers"), at) for at, row in rows[ahead:])
    if not any(pointed) and len(set(own[ahead:])) > 1:
        pointed = tuple(tuple(every.index(code) + 1 for code in codes) for codes in own[ahead:])
    return every, pointed if any(pointed) else ()


def _codes(text: str, at: str) -> tuple[str, ...]:
    found = tuple(f"{head}.{rest}" if rest else head for head, rest in _DIAGNOSIS.findall(text.upper()))
    if text and not found:
        raise Unreadable("claim_line", f"{at}: {text:.20} holds no diagnosis code (as in R26.81); correct it.", at)
    return found


def _pointers(text: str, at: str) -> tuple[int, ...]:
    """A B, AB, 1 2 or 1:2 as places in the list of diagnoses, counted from 1."""
    parts = re.findall(r"[A-L]|[0-9]+", text.upper())
    if re.sub(r"[A-L0-9\s,;:|/-]", "", text.upper()) or any(len(part) > 2 for part in parts):
        raise Unreadable("claim_line", f"{at}: {text:.20} is no diagnosis pointer (as in A B, or 1 2); correct it.", at)
    return tuple(int(part) if part.isdigit() else ord(part) - ord("A") + 1 for part in parts)
