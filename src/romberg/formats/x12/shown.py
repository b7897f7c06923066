"""What a file holds, as plain objects and as lines for people; names of patients are left out."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from romberg.formats.unreadable import Unreadable
from romberg.formats.x12 import acknowledged, r835
from romberg.formats.x12.flat import FlatLine, flat_lines
from romberg.formats.x12.p837 import batches
from romberg.formats.x12.segments import opened
from romberg.formats.x12.values import element
from romberg.money import usd

_PRIVATE = ("patient_name", "member_id", "subscriber", "patient")
Found = Iterator[tuple[str, Any]]


def shown(data: bytes) -> tuple[str, list[tuple[str, dict[str, Any]]]]:
    """The kind of a file, and what it holds: a line for people and an object for each claim, payment or answer."""
    kind = _kind(data)
    read = _READERS.get(kind)
    if read is None:
        says = (
            f"this is a transaction {kind or 'of no kind'}, which is not shown; 837P, 835, 999, TA1, 277 and 271 are."
        )
        raise Unreadable("x12_other_transaction", says, "ST01")
    read = _lines if kind == "837" and _is_institutional(data) else read
    return kind, [(line, _plain(one)) for line, one in read(data)]


def _is_institutional(data: bytes) -> bool:
    return any(one.elements[0] == "SV2" for one in opened(io.BytesIO(data)).segments)


def _kind(data: bytes) -> str:
    """ST01 of the first transaction; TA1 where a file holds that alone."""
    name = ""
    for one in opened(io.BytesIO(data)).segments:
        if one.elements[0] == "ST":
            return element(one.elements, 1)
        if one.elements[0] == "TA1":
            name = "TA1"
    return name


def _claims(data: bytes) -> Found:
    for batch in batches(io.BytesIO(data)):
        for one in batch.claims:
            lines = ", ".join(f"{line.service.code} x{line.service.units}" for line in one.lines)
            yield f"{one.claim_id}: {usd(one.charge_cents)}, {lines}", one


def _lines(data: bytes) -> Found:
    """Institutional claims, line by line."""
    for one in flat_lines(io.BytesIO(data)):
        charge = "an amount that cannot be read" if one.charge_cents is None else usd(one.charge_cents)
        yield f"{one.claim_id} line {one.number}: {one.revenue} {one.code} x{one.units}, {charge}", one


def _payments(data: bytes) -> Found:
    for one in r835.remittances(io.BytesIO(data)):
        paid = "an amount that cannot be read" if one.paid_cents is None else usd(one.paid_cents)
        yield f"{one.payer_name or 'a payer without a name'}: {paid}, {len(one.claims)} claims, number {one.trace}", one


def _files(data: bytes) -> Found:
    words = {True: "taken", False: "refused", None: "taken in part, or not said"}
    for one in acknowledged.file_answers(io.BytesIO(data)):
        faults = "; ".join(
            f"{fault.segment} {fault.position or ''} {fault.element} code {fault.code}" for fault in one.faults
        )
        yield f"{one.kind} {one.control}: {words[one.taken]} ({one.code}){': ' + faults if faults else ''}", one


def _answers(data: bytes) -> Found:
    words = {True: "goes on", False: "sent back", None: "not known here"}
    for one in acknowledged.claim_answers(io.BytesIO(data)):
        yield f"{one.claim_id}: {words[one.taken]} ({one.category}, {one.status})", one


def _cover(data: bytes) -> Found:
    for one in acknowledged.eligibilities(io.BytesIO(data)):
        told = f"{len(one.benefits)} benefits, {len(one.therapy())} of therapy"
        yield (f"refused: {', '.join(one.refused)}" if one.refused else told), one


_READERS: Mapping[str, Callable[[bytes], Found]] = {
    "837": _claims,
    "835": _payments,
    "999": _files,
    "997": _files,
    "TA1": _files,
    "277": _answers,
    "271": _cover,
}


def _plain(one: Any) -> dict[str, Any]:
    found: dict[str, Any] = _texts(one._asdict() if isinstance(one, FlatLine) else asdict(one))
    return found


def _texts(value: Any) -> Any:
    """Dates as text, tuples as lists, who the patient is left out."""
    if isinstance(value, dict):
        return {key: _texts(inner) for key, inner in value.items() if key not in _PRIVATE}
    if isinstance(value, list | tuple):
        return [_texts(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
