"""What a file holds, as plain objects and as lines for people, one by one; who the patients are is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import IO, Any, NamedTuple

from romberg.claims import (
    ClaimPayment,
    InstitutionalClaim,
    InstitutionalLine,
    LinePayment,
    ProfessionalClaim,
    Remittance,
)
from romberg.claims.eligibility import MONEY, Accumulator
from romberg.claims.professional import ClaimLine
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12 import acknowledged, eligible, r835
from romberg.formats.x12.billed import billed
from romberg.formats.x12.segments import opened
from romberg.formats.x12.values import element, number
from romberg.money import usd

_PRIVATE = ("patient_name", "member_id", "subscriber", "patient")
_NO_AMOUNT = "an amount that cannot be read"


class Shown(NamedTuple):
    """One thing that a file holds: a line for people, further lines that belong under it, and the plain object."""

    line: str
    under: tuple[str, ...]
    held: Mapping[str, Any]


def shown(stream: IO[bytes]) -> tuple[str, Iterator[Shown]]:
    """The kind of a file (ST01), and what it holds, read as it is asked for. The stream is gone through twice.

    Raises Unreadable where the file is none that is shown, and while it is read, at what breaks it.
    """
    kind = kind_of(stream)
    read = _READERS.get(kind)
    if read is None:
        what = f"this is a transaction {told_kind(kind)}, which is not shown; "
        raise Unreadable("x12_other_transaction", f"{what}837, 835, 999, TA1, 277, 270 and 271 are.", "ST01")
    stream.seek(0)
    return kind, (Shown(line, tuple(under), _plain(one)) for line, under, one in read(stream))


def told_kind(kind: str) -> str:
    """A kind of transaction (ST01) as a message may tell it: three digits, or nothing of what else stands there."""
    return kind if len(kind) == 3 and number(kind) is not None else "of no kind that is known"


def kind_of(stream: IO[bytes]) -> str:
    """ST01 of the first transaction; TA1 where a file holds that alone."""
    name = ""
    for one in opened(stream).segments:
        if one.elements[0] == "ST":
            return element(one.elements, 1)
        if one.elements[0] == "TA1":
            name = "TA1"
    return name


_Found = Iterator[tuple[str, Iterator[str], Any]]
_NOTHING: tuple[str, ...] = ()


def _claims(stream: IO[bytes]) -> _Found:
    for claim, segment, _, _ in billed(stream):
        place = claim.place if isinstance(claim, ProfessionalClaim) else f"bill {claim.facility}{claim.frequency}"
        diagnoses = " ".join(claim.diagnoses)
        head = f"segment {segment}: claim {claim.claim_id}, {usd(claim.charge_cents)}, {place}, {diagnoses}"
        yield head.rstrip(", "), map(_claim_line, claim.lines), claim


def _claim_line(one: ClaimLine | InstitutionalLine) -> str:
    day = f"{one.service_date:%Y-%m-%d}" if one.service_date else "no day of its own"
    if isinstance(one, InstitutionalLine):
        code = " ".join(part for part in (one.revenue, one.code, *one.modifiers) if part)
        return f"{code} x{'?' if one.units is None else one.units}, {usd(one.charge_cents)}, {day}"
    code = " ".join((one.service.code, *one.service.modifiers))
    for_what = ", for diagnosis " + " ".join(map(str, one.pointers)) if one.pointers else ""
    return f"{code} x{one.service.units}, {usd(one.charge_cents)}, {day}{for_what}"


def _payments(stream: IO[bytes]) -> _Found:
    for one in r835.remittances(stream):
        who, count = one.payer_name or "a payer without a name", len(one.claims)
        head = (
            f"segment {one.segment}: {who} paid {_told(one.paid_cents)}, number {one.trace or 'none'}, {count} claims"
        )
        yield head, _payment_lines(one), one


def _payment_lines(one: Remittance) -> Iterator[str]:
    for claim in one.claims:
        yield f"claim {claim.claim_id}: status {claim.status}, charged {_told(claim.charge_cents)}, {_paid(claim)}"
        for line in claim.lines:
            code = " ".join((line.code, *line.modifiers))
            yield f"  {code}: charged {_told(line.charge_cents)}, {_paid(line)}"
    for moved in one.provider_adjustments:
        yield f"beside the claims: {moved.reason} {_told(moved.cents)}"


def _paid(one: ClaimPayment | LinePayment) -> str:
    reasons = [f"{cut.group} {cut.carc} {usd(cut.cents)}" for cut in one.adjustments]
    return ", ".join((f"paid {_told(one.paid_cents)}", *reasons, *one.rarcs))


def _told(cents: int | None) -> str:
    return _NO_AMOUNT if cents is None else usd(cents)


def _files(stream: IO[bytes]) -> _Found:
    words = {True: "taken", False: "refused", None: "taken in part, or not said"}
    for one in acknowledged.file_answers(stream):
        faults = (f"{fault.segment} {fault.position or ''} {fault.element} code {fault.code}" for fault in one.faults)
        yield f"{one.kind} {one.control}: {words[one.taken]} ({one.code})", faults, one


def _answers(stream: IO[bytes]) -> _Found:
    words = {True: "goes on", False: "sent back", None: "not known here"}
    for one in acknowledged.claim_answers(stream):
        yield f"{one.claim_id}: {words[one.taken]} ({one.category}, {one.status})", iter(_NOTHING), one


def _cover(stream: IO[bytes]) -> _Found:
    for one in eligible.eligibilities(stream):
        told = f"{len(one.benefits)} benefits, {len(one.therapy())} of therapy"
        limits = map(_limit, one.accumulators())
        yield (f"refused: {', '.join(one.refused)}" if one.refused else told), limits, one


def _limit(one: Accumulator) -> str:
    def amount(value: int | None) -> str:
        return "not told" if value is None else usd(value) if one.unit == MONEY else str(value)

    unit = "" if one.unit == MONEY else " visits" if one.unit == "VS" else f" ({one.unit})"
    return f"{one.discipline}: limit {amount(one.limit)}, used {amount(one.spent)}, left {amount(one.remaining)}{unit}"


def _asked(stream: IO[bytes]) -> _Found:
    for one in eligible.inquiries(stream):
        yield f"asks {one.payer_id or 'a payer'} about {', '.join(one.services)}", iter(_NOTHING), one


_READERS: Mapping[str, Callable[[IO[bytes]], _Found]] = {
    "837": _claims,
    "835": _payments,
    "999": _files,
    "997": _files,
    "TA1": _files,
    "277": _answers,
    "270": _asked,
    "271": _cover,
}


def _plain(one: ProfessionalClaim | InstitutionalClaim | Any) -> dict[str, Any]:
    found: dict[str, Any] = _texts(asdict(one))
    return found


def _texts(value: Any) -> Any:
    """Dates as text, tuples as lists, who the patient is left out."""
    if isinstance(value, dict):
        return {key: _texts(inner) for key, inner in value.items() if key not in _PRIVATE}
    if isinstance(value, list | tuple):
        return [_texts(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
