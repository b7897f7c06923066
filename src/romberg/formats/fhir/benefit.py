"""Reads what payers answered as FHIR: ExplanationOfBenefit (R4, CARIN Blue Button) into the values of a remittance.

An amount that is not told, or stands in another currency, is absent and never nothing; a cut whose reason is not told
leaves the adjustments unread.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import IO, Any

from romberg.claims import ClaimPayment, Remittance
from romberg.formats.decoding import decoded
from romberg.formats.documents.fhir_resources import Resource, Resources, items, resources, text_at
from romberg.formats.fhir.amounts import amount, day, of_category
from romberg.formats.fhir.benefit_line import adjusted, line
from romberg.formats.fhir.coding import EIN, NPI
from romberg.formats.unreadable import Unreadable

LARGEST_BYTES = 50_000_000
_ACCOUNT = "patientaccountnumber"  # our own number, as CARIN's supporting information carries it
_PROCESSED = {1: "1", 2: "2", 3: "3"}  # first, second and third payer, as an 835 counts them
_DENIED = "4"


def remittances(stream: IO[bytes]) -> Iterator[Remittance]:
    """What a file tells of each claim, as a part of its payment.

    Raises Unreadable where it is no JSON, too large, or tells of none.
    """
    held = resources(_parsed(stream.read(LARGEST_BYTES + 1)))
    found = [one for one in held.ordered if _counts(one)]
    if not found:
        says = "The file holds no active ExplanationOfBenefit of a claim; ask the payer for one, or give its 835."
        raise Unreadable("no_benefit", says, "ExplanationOfBenefit")
    for one in found:
        yield _remittance(one, held)


def is_json(stream: IO[bytes]) -> bool:
    """Whether a stream that can be gone back in begins as JSON does; it stands where it stood."""
    at = stream.tell()
    begins = stream.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    stream.seek(at)
    return begins in (b"{", b"[")


def _parsed(data: bytes) -> Any:
    if len(data) > LARGEST_BYTES:
        raise Unreadable("too_large", f"The file is larger than {LARGEST_BYTES // 1_000_000} MB; part it.", "file")
    try:
        return json.loads(decoded(data).removeprefix("\ufeff"), parse_float=Decimal, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}"
        raise Unreadable("no_json", f"The file is no JSON from {where} on; export it again.", where) from None
    except (RecursionError, ValueError, ArithmeticError):
        says = "The file nests too deeply, or holds a number that is none; export it again."
        raise Unreadable("no_json", says, "file") from None


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _counts(one: Resource) -> bool:
    return one.get("resourceType") == "ExplanationOfBenefit" and (one.get("status"), one.get("use")) == (
        "active",
        "claim",
    )


def _remittance(one: Resource, held: Resources) -> Remittance:
    insurer, provider = _meant(one, "insurer", held), _meant(one, "provider", held)
    paid = next(items(one.get("payment")), {})
    return Remittance(
        payer_name=text_at(insurer, "name") or text_at(one, "insurer", "display") or None,
        payer_id=_identified(insurer) or text_at(one, "insurer", "identifier", "value") or None,
        payee_npi=_identified(provider, NPI) or None,
        payee_tax_id=_identified(provider, EIN) or None,
        trace=text_at(paid, "identifier", "value") or None,
        method=None,
        paid_date=day(text_at(paid, "date")),
        paid_cents=amount(paid.get("amount")),
        claims=(_claim(one, held),),
        is_part=True,
    )


def _claim(one: Resource, held: Resources) -> ClaimPayment:
    totals = list(items(one.get("total")))
    own = [told for told in items(one.get("adjudication")) if told.get("amount")]
    lines = tuple(line(item) for item in items(one.get("item")))
    adjustments, rarcs, unread = adjusted(own)
    paid = of_category(totals, "paidtoprovider", "benefit")
    if paid is None:
        paid = amount(next(items(one.get("payment")), {}).get("amount"))
    return ClaimPayment(
        claim_id=_own_number(one, held),
        status=_status(one, paid),
        charge_cents=_charge(totals, [told.charge_cents for told in lines]),
        paid_cents=paid,
        patient_cents=of_category(totals, "memberliability"),
        payer_claim_id=_identified(one) or None,
        lines=lines,
        adjustments=adjustments,
        rarcs=rarcs,
        service_date=day(text_at(one, "billablePeriod", "start")),
        member_id=_member(one, held),
        rendering_npi=_rendering(one, held),
        adjustments_unread=unread,
    )


def _charge(totals: Sequence[Resource], lines: Sequence[int | None]) -> int | None:
    """What was charged: the total, else the sum of the lines where each tells its own."""
    told = of_category(totals, "submitted")
    known = [cents for cents in lines if cents is not None]
    return sum(known) if told is None and known and len(known) == len(lines) else told


def _status(one: Resource, paid: int | None) -> str:
    """Denied where nothing was paid and a reason for a denial stands; else by whose turn it was."""
    every = [one.get("adjudication"), *(item.get("adjudication") for item in items(one.get("item")))]
    told = (text_at(each, "category", "coding", "code") for group in every for each in items(group))
    if paid == 0 and "denialreason" in set(told):
        return _DENIED
    covers = list(items(one.get("insurance")))
    turn = next((at for at, cover in enumerate(covers, 1) if cover.get("focal") is True), 1)
    return _PROCESSED.get(turn, "1")


# --- who and which


def _meant(one: Resource, role: str, held: Resources) -> Resource:
    return held.get(text_at(one, role, "reference"), one)


def _identified(one: Resource, system: str = "") -> str:
    """The first identifier, or the first of a system."""
    for each in items(one.get("identifier")):
        if not system or each.get("system") == system:
            return text_at(each, "value")
    return ""


def _own_number(one: Resource, held: Resources) -> str:
    """Our number of the claim: where the claim is referred to, else the patient's account number, else the payer's."""
    referred = text_at(one, "claim", "identifier", "value") or _identified(_meant(one, "claim", held))
    accounts = (
        text_at(told, "valueString")
        for told in items(one.get("supportingInfo"))
        if text_at(told, "category", "coding", "code") == _ACCOUNT
    )
    return referred or next(accounts, "") or _identified(one)


def _member(one: Resource, held: Resources) -> str | None:
    for cover in items(one.get("insurance")):
        known = held.get(text_at(cover, "coverage", "reference"), one)
        if cover.get("focal") is True and text_at(known, "subscriberId"):
            return text_at(known, "subscriberId")
    return None


def _rendering(one: Resource, held: Resources) -> str | None:
    for member in items(one.get("careTeam")):
        if text_at(member, "role", "coding", "code") in ("primary", "performing", "rendering"):
            who = held.get(text_at(member, "provider", "reference"), one)
            return _identified(who, NPI) or text_at(member, "provider", "identifier", "value") or None
    return None
