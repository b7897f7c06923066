"""What payers before answered to a claim: found in their remittance, or in the books."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from romberg.claims import ProfessionalClaim, Subscriber
from romberg.claims.second import answered
from romberg.claims.standing import Statement, standing
from romberg.formats.note_file import opened_file
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.r835 import remittances

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
        found = answered(claim, each.cover, stands[-1].told, stands[-1].paid_date)
        if found is None:
            says = (
                f"{each.source}: the answer to {each.claim_id} is on other lines or charges than this claim has; a "
                "claim to a second payer repeats what the first was charged."
            )
            raise Unreadable("other_services", says, each.source)
        claim = found
    return claim


def _in_file(path: Path, claim_id: str) -> Iterator[Statement]:
    with opened_file(str(path)) as stream:
        for one in remittances(stream):
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
