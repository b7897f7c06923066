"""What payers before the one that a claim goes to answered, as the price of a second payer needs it."""

from __future__ import annotations

from romberg.claims import Adjustment, InstitutionalClaim, ProfessionalClaim
from romberg.claims.professional import ClaimLine, LineAnswer
from romberg.knowledge import denials
from romberg.pricing import Earlier

_PATIENTS = frozenset(("deductible", "coinsurance", "copayment"))


def earlier(claim: ProfessionalClaim | InstitutionalClaim) -> tuple[Earlier | None, ...]:
    """Line by line what all earlier payers together answered; empty where none answered any line."""
    if not isinstance(claim, ProfessionalClaim) or not any(line.answers for line in claim.lines):
        return ()
    return tuple(_of(line) if line.answers else None for line in claim.lines)


def as_a_whole(claim: ProfessionalClaim | InstitutionalClaim) -> bool:
    """Whether an earlier payer answered, and told nothing of the lines."""
    if not isinstance(claim, ProfessionalClaim):
        return False
    told = any(one.paid_cents is not None for one in claim.other_payers)
    return told and not any(line.answers for line in claim.lines)


def _of(line: ClaimLine) -> Earlier:
    """What was paid, the highest amount allowed, and the lowest that a contract binds the clinic to accept."""
    accepted = [one for one in (_accepted(line, answer) for answer in line.answers) if one is not None]
    return Earlier(
        sum(answer.paid_cents for answer in line.answers),
        max(_allowed(answer) for answer in line.answers),
        min(accepted, default=None),
    )


def _allowed(answer: LineAnswer) -> int:
    """What a payer allowed: what it paid, and what it left to the patient as deductible, coinsurance and copayment."""
    return answer.paid_cents + sum(one.cents for one in answer.adjustments if _kind(one) in _PATIENTS)


def _accepted(line: ClaimLine, answer: LineAnswer) -> int | None:
    cuts = [one.cents for one in answer.adjustments if one.group == "CO" and _kind(one) == "contract"]
    return line.charge_cents - sum(cuts) if cuts else None


def _kind(one: Adjustment) -> str:
    return denials.kind_of(one.carc)
