"""What payers before answered to a claim: found in their remittance, or in the books."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from romberg.claims import ClaimPayment, LinePayment, ProfessionalClaim, Subscriber
from romberg.claims.second import answered
from romberg.claims.standing import Statement, standing
from romberg.formats import fhir
from romberg.formats.note_file import opened_file
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12 import r835

Look = Callable[[str], Iterable[Statement]]  # what the books hold of a claim, by our number of it


@dataclass(frozen=True, slots=True)
class Before:
    """A payer whose turn came before: its cover, our number of the claim to it, and the file of its answer."""

    cover: Subscriber
    claim_id: str
    remittance: Path | None
    source: str


def with_answers(claim: ProfessionalClaim, before: Sequence[Before], look: Look) -> ProfessionalClaim:
    """The claim with what each payer before answered, the latest that stands.

    Raises Unreadable where a payer has not answered, or its answer is on other services.
    """
    for each in before:
        told = look(each.claim_id) if each.remittance is None else _in_file(each.remittance, each.claim_id)
        stands = standing(told).standing
        if not stands:
            raise _nothing(each)
        _prove_reasons(stands[-1].told, each.source)
        found = answered(claim, each.cover, stands[-1].told, stands[-1].paid_date)
        if found is None:
            says = (
                f"{each.source}: the answer to {each.claim_id} is on other lines or charges than this claim has; a "
                "claim to a second payer repeats what the first was charged."
            )
            raise Unreadable("other_services", says, each.source)
        claim = found
    return claim


def _prove_reasons(told: ClaimPayment, source: str) -> None:
    """Each cut needs its group and reason to be handed on."""
    parts: tuple[ClaimPayment | LinePayment, ...] = (told, *told.lines)
    given = [one for part in parts for one in part.adjustments]
    if any(part.adjustments_unread for part in parts) or not all(one.group and one.carc for one in given):
        says = f"{source}: the first payer's answer does not tell the group and reason of every cut; name its 835."
        raise Unreadable("reasons_missing", says, source)


def _in_file(path: Path, claim_id: str) -> Iterator[Statement]:
    """What an 835, or an ExplanationOfBenefit in JSON, says of a claim."""
    with opened_file(str(path)) as stream:
        for one in fhir.remittances(stream) if fhir.is_json(stream) else r835.remittances(stream):
            for at, told in enumerate(one.claims):
                if told.claim_id == claim_id:
                    yield Statement(one.payer_id or "", one.trace or "", at, one.paid_date, one.trace, told)


def _nothing(each: Before) -> Unreadable:
    where = "the books hold" if each.remittance is None else f"{each.remittance.name} holds"
    says = (
        f"{each.source}: {where} no answer to claim {each.claim_id or '(claim_id is empty)'} that stands; post the "
        "payer's 835 with `romberg remit`, or name its file as remittance."
    )
    return Unreadable("no_answer", says, each.source)
