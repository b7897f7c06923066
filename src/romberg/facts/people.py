"""Who furnished a service, and whether this payer pays for that person's work."""

from __future__ import annotations

from collections.abc import Sequence

from romberg.coding.procedure import Procedure
from romberg.knowledge.payers import Card
from romberg.visit import Clinician, Share

_MAYBE_UNPAID = ("student", "aide")


def paid(share: Share, card: Card) -> bool | None:
    """Whether the payer pays for this person's part; None where the record, or the card, does not say."""
    if card.unknown_because:
        return None if share.role in _MAYBE_UNPAID else True
    if share.role not in card.not_payable_roles:
        return True
    return share.supervised if share.role == "student" else False


def unpaid(procedures: Sequence[Procedure], clinicians: Sequence[Clinician], card: Card) -> bool | None:
    """Whether only people whom this payer does not pay furnished the services."""
    answers = [paid(share, card) for one in procedures for share in one.shares]
    if any(not one.shares for one in procedures):
        answers.append(_by_signers(clinicians, card))
    if not answers or True in answers:
        return False
    return None if None in answers else True


def _by_signers(clinicians: Sequence[Clinician], card: Card) -> bool | None:
    """Where the note does not say who did it: paid if someone named is paid, unknown if only others are named."""
    named = [one for one in clinicians if one.role not in card.not_payable_roles]
    return True if named or not clinicians else None


def counted_minutes(procedure: Procedure, card: Card) -> int | None:
    """Minutes of a service without those of people whom this payer does not pay."""
    parts = [share for share in procedure.shares if paid(share, card) is False]
    if procedure.minutes is None or not parts:
        return procedure.minutes
    if len(parts) == len(procedure.shares):
        return 0
    known = [share.minutes for share in parts if share.minutes is not None]
    return procedure.minutes - sum(known) if len(known) == len(parts) else None


def roles(procedures: Sequence[Procedure]) -> list[str]:
    """The roles of those who furnished the services, once each."""
    return list(dict.fromkeys(share.role for one in procedures for share in one.shares))


def named(unpaid_roles: Sequence[str], clinicians: Sequence[Clinician]) -> list[str]:
    """People of these roles, by name and credential where the note gives them."""
    people = [called(one) for one in clinicians if one.role in unpaid_roles]
    without = [f"a person who is {_article(role)}" for role in unpaid_roles if not _has(role, clinicians)]
    return people + without


def _has(role: str, clinicians: Sequence[Clinician]) -> bool:
    return any(one.role == role for one in clinicians)


def _article(noun: str) -> str:
    return f"an {noun}" if noun[:1] in "aeiou" else f"a {noun}"


def called(clinician: Clinician) -> str:
    """A person as the note writes them: name and credential."""
    return ", ".join(part for part in (clinician.name, clinician.credential) if part) or clinician.role
