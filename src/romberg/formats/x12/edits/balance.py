"""Edits on amounts (SNIP 3): a claim is the sum of its lines; what another payer paid and adjusted is the charge."""

from __future__ import annotations

from collections.abc import Iterator

from romberg.formats.x12.edits.catalogue import Found
from romberg.formats.x12.edits.claim import Look
from romberg.formats.x12.edits.walk import Held
from romberg.formats.x12.segments import Segment
from romberg.formats.x12.values import cents, element


def found(look: Look) -> Iterator[Found]:
    """What does not balance in a claim; amounts that cannot be read are another edit's."""
    charges = [(one, cents(element(one.elements, 2))) for line in look.lines for one in line.rows("SV1")]
    negative = [one for one, charge in charges if charge is not None and charge < 0]
    yield from (Found("amount_negative", "SV1", one.number, "SV102") for one in negative)
    stated = cents(element(look.clm.elements, 2))
    if stated is not None and stated < 0:
        yield Found("amount_negative", "CLM", look.clm.number, "CLM02")
    elif stated is not None and not negative and charges and all(charge is not None for _, charge in charges):
        whole = len(charges) == len(look.lines)
        if whole and stated != sum(charge or 0 for _, charge in charges):
            yield Found("charge_out_of_balance", "CLM", look.clm.number, "CLM02")
    yield from _paid(look)
    yield from _other_payers(look)


def _paid(look: Look) -> Iterator[Found]:
    """What the patient paid is no less than nothing."""
    one = next(look.claim.rows("AMT", "F5"), None)
    if one is not None and (cents(element(one.elements, 2)) or 0) < 0:
        yield Found("amount_negative", "AMT", one.number, "AMT02")


def _other_payers(look: Look) -> Iterator[Found]:
    for other in (one for one in look.claim.inside if one.loop.name == "2320"):
        paid = next(other.rows("AMT", "D"), None)
        name = next((element(one.first.elements, 9) for one in other.inside if one.loop.name == "2330B"), "")
        answers = [(line, one) for line in look.lines for one in line.inside if one.loop.name == "2430"]
        own = [(line, one) for line, one in answers if element(one.first.elements, 1) == name]
        if own:
            yield from _lines(look, own)
        if paid is not None and own:
            told = cents(element(paid.elements, 2))
            lines = [cents(element(one.first.elements, 2)) for _, one in own]
            taken = _taken(other)
            known = told is not None and taken is not None and None not in lines
            if known and told != sum(one or 0 for one in lines) - (taken or 0):
                yield Found("other_payment_out_of_balance", "AMT", paid.number, "AMT02")


def _lines(look: Look, answers: list[tuple[Held, Held]]) -> Iterator[Found]:
    for line, answer in answers:
        service: Segment | None = look.service(line)[0]
        charge = cents(element(service.elements, 2)) if service else None
        paid, taken = cents(element(answer.first.elements, 2)), _taken(answer)
        if charge is not None and paid is not None and taken is not None and charge != paid + taken:
            yield Found("other_payer_out_of_balance", "SVD", answer.first.number, "SVD02")


def _taken(held: Held) -> int | None:
    """What the adjustments of a loop take off together; None where one cannot be read."""
    amounts = [
        cents(element(one.elements, at))
        for one in held.rows("CAS")
        for at in range(3, max(len(one.elements), 4) + 1, 3)
        if element(one.elements, at) or element(one.elements, at - 1)
    ]
    return None if None in amounts else sum(one or 0 for one in amounts)
