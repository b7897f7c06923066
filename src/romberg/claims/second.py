"""A claim that goes to a second payer: the same services, with what the first payer answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from romberg.claims.parties import Subscriber
from romberg.claims.professional import ClaimLine, LineAnswer, OtherPayer, ProfessionalClaim
from romberg.claims.remittance import ClaimPayment, LinePayment


def answered(
    claim: ProfessionalClaim, cover: Subscriber, told: ClaimPayment, paid_date: date | None
) -> ProfessionalClaim | None:
    """The claim with what a payer before answered; None where the answer is not on these services.

    A line's answer is found by our number of the line, else by code and modifiers, else by code alone. An answer
    without lines stands on the claim as a whole.
    """
    if told.charge_cents != claim.charge_cents or told.paid_cents is None:
        return None
    lines = _lines(claim.lines, told.lines, cover.payer.payer_id, paid_date)
    if lines is None:
        return None
    other = OtherPayer(
        cover,
        told.paid_cents,
        told.adjustments,
        None if told.lines else paid_date,
        told.payer_claim_id or "",
    )
    return replace(claim, lines=lines, other_payers=(*claim.other_payers, other))


def _lines(
    lines: Sequence[ClaimLine], told: Sequence[LinePayment], payer_id: str, paid_date: date | None
) -> tuple[ClaimLine, ...] | None:
    if not told:
        return tuple(lines)
    left, found = list(told), []
    for line in lines:
        one = _of(line, left)
        if one is None or one.paid_cents is None:
            return None
        left.remove(one)
        found.append(replace(line, answers=(*line.answers, _answer(line, one, payer_id, paid_date))))
    return None if left else tuple(found)


def _of(line: ClaimLine, told: Sequence[LinePayment]) -> LinePayment | None:
    """The answer to a line: the most certain match comes first."""
    service = line.service
    codes = [one for one in told if service.code in (one.code, one.billed_code)]
    charged = [one for one in codes if one.charge_cents in (line.charge_cents, None)]
    named = [one for one in charged if one.control and one.control == line.control]
    alike = [one for one in charged if one.modifiers == service.modifiers]
    return next(iter([*named, *alike, *charged]), None)


def _answer(line: ClaimLine, one: LinePayment, payer_id: str, paid_date: date | None) -> LineAnswer:
    units = line.service.units if one.units is None else one.units
    return LineAnswer(
        payer_id, one.paid_cents or 0, one.code or line.service.code, one.modifiers, units, one.adjustments, paid_date
    )
