"""One claim and what its payer answered: each line's money and denials, the way to answer them, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from romberg.checks.denied import Denied, denied
from romberg.checks.foretold import AnsweredLine, Score, scores
from romberg.claims import Adjustment, ClaimPayment, LinePayment
from romberg.claims.standing import Standing, Statement
from romberg.knowledge import payers
from romberg.knowledge.deadlines import Deadline, appeal_by, file_by
from romberg.knowledge.payer_filing import card_of
from romberg.pricing.answered import answered, sums
from romberg.pricing.expected import ExpectedLine, together
from romberg.pricing.variance import LineVariance, Reason, variance
from romberg.report.answers.known import OTHERWISE, KnownClaim
from romberg.report.answers.matching import matched

_SECOND = {"2": "second", "3": "third", "20": "second", "21": "third"}  # claim status codes of later payers
_PREDETERMINED = "25"
_REASON_OF: dict[str, Reason] = {
    "deductible": "deductible",
    "coinsurance": "coinsurance",
    "copayment": "coinsurance",
    "contract": "contract",
    "multiple procedures": "multiple procedures",
    "sequestration": "sequestration",
    "incentive": "incentive",
    "interest": "incentive",
    "prior payer": "prior payer",
}
_NO_CLAIM = "The claim is not known here; give it with --claims to compare what it should bring."


@dataclass(frozen=True, slots=True)
class LineAnswered:
    """One line with what its payer did: money beside the price, denials, and the payer's reasons as sent."""

    money: LineVariance
    denials: tuple[Denied, ...]
    reasons: tuple[tuple[str, int], ...]
    rarcs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """What one payer answered to one claim, all payments together; `payer` as the books tell payers apart.

    `lines` in the claim's order; `denials` and `reasons` of the claim as a whole; `unanswered` codes of lines that were
    not answered; `appeal` and `correct` the last days; `of_claim` what was cut from the claim as a whole beside its
    priced lines; `says` what else a biller should know, a sentence each.
    """

    claim_id: str
    payer_claim_id: str
    payer: str
    payer_name: str
    card: str
    decided_on: date | None
    service_date: date | None
    lines: tuple[LineAnswered, ...]
    denials: tuple[Denied, ...]
    reasons: tuple[tuple[str, int], ...]
    unanswered: tuple[str, ...]
    paid_cents: int
    appeal: Deadline
    correct: Deadline
    of_claim: tuple[tuple[Reason, int], ...]
    says: tuple[str, ...]

    @property
    def all_denials(self) -> tuple[Denied, ...]:
        """The denials of the lines and of the claim as a whole."""
        return (*(one for line in self.lines for one in line.denials), *self.denials)

    def until(self, one: Denied) -> Deadline | None:
        """The last day to answer a denial in its way; that of an appeal where no way is known, None where none runs."""
        if one.unprocessable or one.route == "corrected claim":
            return self.correct
        return self.appeal if one.route in ("appeal", None) else None


def answer(claim: KnownClaim | None, payer: str, payer_name: str | None, told: Standing) -> ClaimAnswer | None:
    """What stands of a payer's answers to a claim; None where nothing stands (all of it was taken back)."""
    if not told.standing:
        return None
    latest = told.standing[-1]
    name = claim.card if claim else card_of(payer_name or "", latest.told.filing or "") or OTHERWISE
    service = claim.service_date if claim else _service_date(told)
    lines, strangers, unanswered = _lines(claim, told)
    decided = latest.paid_date
    card = payers.card(name, service or decided or payers.verified_through(name))
    of_claim = [one for each in told.standing for one in each.told.adjustments]
    rarcs = tuple(dict.fromkeys(rarc for each in told.standing for rarc in each.told.rarcs))
    return ClaimAnswer(
        claim_id=latest.told.claim_id,
        payer_claim_id=latest.told.payer_claim_id or "",
        payer=payer,
        payer_name=payer_name or payer,
        card=name,
        decided_on=decided,
        service_date=service,
        lines=lines + strangers,
        denials=tuple(_denials(of_claim, rarcs)),
        reasons=_reasons(of_claim),
        unanswered=unanswered,
        paid_cents=sum(each.told.paid_cents or 0 for each in told.standing),
        appeal=appeal_by(card, decided, service),
        correct=file_by(card, service),
        of_claim=_of_claim(of_claim) if lines and any(each.told.lines for each in told.standing) else (),
        says=tuple(_says(claim, told)),
    )


def _service_date(told: Standing) -> date | None:
    days = [line.service_date for each in told.standing for line in each.told.lines]
    days += [each.told.service_date for each in told.standing]
    return min((day for day in days if day is not None), default=None)


def _lines(
    claim: KnownClaim | None, told: Standing
) -> tuple[tuple[LineAnswered, ...], tuple[LineAnswered, ...], tuple[str, ...]]:
    """The answered lines of the claim, those that it does not hold, and the codes of lines that were not answered."""
    paid = [line for each in told.standing for line in each.told.lines]
    rarcs = tuple(rarc for each in told.standing for rarc in each.told.rarcs)
    why = _not_compared(told)
    found = matched(claim.lines if claim else (), paid)
    lines = claim.lines if claim else ()
    if claim is not None and not paid:
        return (_whole(claim, told, why),), (), ()
    mine = tuple(_line(line, given, rarcs, why) for line, given in zip(lines, found.answers, strict=True) if given)
    others = tuple(_line(None, (one,), rarcs, why or _stranger(claim)) for one in found.strangers)
    unanswered = tuple(lines[at].code for at in found.unanswered)
    return mine, others, unanswered


def _whole(claim: KnownClaim, told: Standing, why: str) -> LineAnswered:
    """The claim as one line, where the payer answered it as a whole."""
    given = [
        LinePayment("", (), one.charge_cents, one.paid_cents, None, adjustments=one.adjustments)
        for one in (each.told for each in told.standing)
    ]
    rarcs = tuple(dict.fromkeys(rarc for each in told.standing for rarc in each.told.rarcs))
    line = _line(together(claim.lines), given, rarcs, why)
    return replace(line, denials=(), reasons=())  # they are told of the claim


def _not_compared(told: Standing) -> str:
    """Why an answer cannot be laid beside the price, where its status says so."""
    for each in told.standing:
        if each.told.status in _SECOND:
            return f"Paid as the {_SECOND[each.told.status]} payer, by what the one before left; that is not priced."
        if each.told.status == _PREDETERMINED:
            return "A predetermination: nothing was billed and nothing paid."
    return ""


def _stranger(claim: KnownClaim | None) -> str:
    return _NO_CLAIM if claim is None else "The claim as it is known here holds no such line."


def _line(line: ExpectedLine | None, given: Sequence[LinePayment], of_claim: Sequence[str], why: str) -> LineAnswered:
    first = given[0]
    known = line or ExpectedLine(
        first.billed_code or first.code, first.billed_units or first.units or 0, first.modifiers
    )
    if why:
        known = ExpectedLine(known.code, known.units, known.modifiers, unknown=why)
    adjustments = [one for each in given for one in each.adjustments]
    rarcs = tuple(dict.fromkeys(rarc for each in given for rarc in each.rarcs))
    return LineAnswered(
        variance(known, answered(given)),
        tuple(_denials(adjustments, tuple(dict.fromkeys((*rarcs, *of_claim))))),
        _reasons(adjustments),
        rarcs,
    )


def _denials(adjustments: Iterable[Adjustment], rarcs: Sequence[str]) -> Iterator[Denied]:
    return (found for one in adjustments if (found := denied(one, rarcs)) is not None and found.cents > 0)


def _reasons(adjustments: Iterable[Adjustment]) -> tuple[tuple[str, int], ...]:
    """What was taken off by group and reason, as the payer sent it."""
    found: dict[str, int] = {}
    for one in adjustments:
        name = f"{one.group}-{one.carc}"
        found[name] = found.get(name, 0) + one.cents
    return tuple(found.items())


def _of_claim(adjustments: Iterable[Adjustment]) -> tuple[tuple[Reason, int], ...]:
    """What was cut from the claim as a whole, by the reasons of a variance; below zero where it was less."""
    found: dict[Reason, int] = {}
    for kind, cents in sums(adjustments).items():
        reason = _REASON_OF.get(kind, "denial")
        found[reason] = found.get(reason, 0) - cents
    return tuple(sorted((reason, cents) for reason, cents in found.items() if cents))


def first_scores(claim: KnownClaim, payer: str, told: Standing) -> tuple[Score, ...]:
    """Which findings on a claim came true when its payer first decided, whatever was taken back or corrected since."""
    first = _first(told)
    if not first or (not claim.findings and not any(_denied_at_all(one.told) for one in first)):
        return ()
    decided = Standing(first, (), ())
    lines, _, _ = _lines(claim, decided)
    rarcs = tuple(rarc for one in first for rarc in one.told.rarcs)
    whole = tuple(_denials([each for one in first for each in one.told.adjustments], rarcs))
    answers = [AnsweredLine(one.money.code, one.money.paid_cents > 0, (*one.denials, *whole)) for one in lines]
    return scores(payer, claim.findings, answers)


def paid_clean(told: Standing) -> bool:
    """Whether a claim's payer denied nothing when it first decided, whatever was taken back or corrected since."""
    first = _first(told)
    return bool(first) and not any(_denied_at_all(one.told) for one in first)


def _first(told: Standing) -> tuple[Statement, ...]:
    """What a payer told on the first day on which it decided."""
    every = sorted((*told.standing, *(one for one, _ in told.taken_back)), key=lambda one: one.paid_date or date.min)
    return tuple(one for one in every if one.paid_date == every[0].paid_date)


def _denied_at_all(told: ClaimPayment) -> bool:
    every = (*told.adjustments, *(each for line in told.lines for each in line.adjustments))
    return any(denied(one) is not None for one in every)


def _says(claim: KnownClaim | None, told: Standing) -> Iterator[str]:
    if claim is None:
        yield _NO_CLAIM
    if len(told.standing) > 1:
        yield f"{len(told.standing)} payments stand for this claim; see whether it was paid twice."
    if told.open_reversals:
        yield "A reversal takes back a payment that was never told here; get the remittance before it."
    for each in told.standing:
        if each.told.forwarded_to:
            yield "The payer sent it on to another one; wait for that answer before the patient is billed."
