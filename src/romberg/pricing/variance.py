"""Lays what was paid beside what was priced: each line's difference, put down to its reasons to the cent.

The way from the expected payment to the actual one is gone in steps, each of which replaces one expected amount by the
payer's: what it let stand (cut for further procedures, for an assistant, by contract, by denial), the deductible, the
coinsurance, sequestration, bonuses. What follows from a step (less coinsurance on a lower amount) belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from romberg.pricing.answered import Answered
from romberg.pricing.expected import ExpectedLine

Reason = Literal[
    "denial",
    "multiple procedures",
    "assistant",
    "contract",
    "deductible",
    "coinsurance",
    "sequestration",
    "incentive",
    "prior payer",
    "rounding",
    "unexplained",
]
REASONS: tuple[Reason, ...] = (
    "denial", "multiple procedures", "assistant", "contract", "deductible", "coinsurance", "sequestration", "incentive",
    "prior payer", "rounding", "unexplained",
)  # fmt: skip
_ROUNDING = 1  # cents by which two ways of rounding one line may differ


@dataclass(frozen=True, slots=True)
class LineVariance:
    """One line: what it should have brought, what it brought, and why; the reasons sum to the difference.

    `units` are those billed, `paid_units` those the payer says. `difference_cents` is None where no price is known.
    `allowed_cents` is what the payer let stand.
    """

    code: str
    units: int
    paid_units: int | None
    modifiers: tuple[str, ...]
    expected_allowed_cents: int | None
    allowed_cents: int
    expected_cents: int | None
    paid_cents: int
    reasons: tuple[tuple[Reason, int], ...]
    unknown: str = ""

    @property
    def difference_cents(self) -> int | None:
        """What was paid beyond what was priced; below zero where it was less."""
        return None if self.expected_cents is None else self.paid_cents - self.expected_cents

    def as_dict(self) -> dict[str, Any]:
        """The line as JSON carries it."""
        return {
            "code": self.code,
            "units": self.units,
            "paid_units": self.paid_units,
            "modifiers": list(self.modifiers),
            "expected_allowed_cents": self.expected_allowed_cents,
            "allowed_cents": self.allowed_cents,
            "expected_cents": self.expected_cents,
            "paid_cents": self.paid_cents,
            "difference_cents": self.difference_cents,
            "reasons": dict(self.reasons),
            "unknown": self.unknown or None,
        }


def variance(line: ExpectedLine, answer: Answered) -> LineVariance:
    """What one line brought beside what it should have brought."""
    allowed = answer.stated_cents if answer.stated_cents is not None else answer.gross_cents
    if line.allowed_cents is None:
        known = (line.code, line.units, answer.units, line.modifiers, None, allowed, None, answer.paid_cents)
        return LineVariance(*known, (), line.unknown or "No price is known for it.")
    expected = _expected(line, answer)
    reasons = tuple(_summed(_reasons(line, answer, expected + line.prior_cents)))
    return LineVariance(
        line.code,
        line.units,
        answer.units,
        line.modifiers,
        line.allowed_cents,
        allowed,
        expected,
        answer.paid_cents,
        reasons,
    )


def _expected(line: ExpectedLine, answer: Answered) -> int:
    """What the payer should pay; where the plan alone knows the patient's share, the share that it states."""
    if line.payer_cents is not None:
        return line.payer_cents
    return (line.allowed_cents or 0) - line.assistant_cents - answer.deductible_cents - answer.coinsurance_cents


def _gross(line: ExpectedLine) -> int:
    return (line.allowed_cents or 0) - line.assistant_cents


def _reasons(line: ExpectedLine, answer: Answered, expected: int) -> Iterator[tuple[Reason, int]]:
    """The steps from the expected payment to the actual one; `expected` is what the payer would pay alone."""
    if answer.gross_cents == 0 and answer.denied_cents:
        yield "denial", answer.paid_cents - expected + line.prior_cents
        return
    parts = tuple(_standing(line, answer))
    cut = _assistant_cut(line, answer, parts)
    at = _paid(line, answer, cut, _deductible(line, answer))
    yield from _shared_out(parts, at - expected)
    before, at = at, _paid(line, answer, cut, answer.deductible_cents)
    yield "deductible", at - before
    coinsurance, sequestration = _shares(line, answer, cut, answer.deductible_cents)
    yield from _stepped("coinsurance", coinsurance - answer.coinsurance_cents)
    yield from _stepped("sequestration", sequestration - answer.sequestration_cents)
    yield "incentive", -answer.incentive_cents
    yield "prior payer", line.prior_cents - answer.prior_cents


def _stepped(reason: Reason, cents: int) -> Iterator[tuple[Reason, int]]:
    yield ("rounding" if abs(cents) <= _ROUNDING else reason), cents


def _deductible(line: ExpectedLine, answer: Answered) -> int:
    return answer.deductible_cents if line.payer_cents is None else line.deductible_cents


def _paid(line: ExpectedLine, answer: Answered, cut: int, deductible: int) -> int:
    """What the payer would pay of the amount that it let stand, by the rates with which the line was priced."""
    return answer.gross_cents - deductible - sum(_shares(line, answer, cut, deductible))


def _shares(line: ExpectedLine, answer: Answered, cut: int, deductible: int) -> tuple[int, int]:
    """Coinsurance and sequestration on the amount let stand; those of the plan, where no rates are known.

    Coinsurance is on the amount before the assistant's `cut`, which comes off the payer's share alone.
    """
    gross = answer.gross_cents
    if line.coinsurance_percent is None:
        known = line.payer_cents is not None
        coinsurance = line.coinsurance_cents if known else answer.coinsurance_cents
        return coinsurance, line.sequestration_cents
    if (gross, cut, deductible) == (_gross(line), line.assistant_cents, line.deductible_cents):
        return line.coinsurance_cents, line.sequestration_cents
    coinsurance = _percent(max(0, gross + cut - deductible), line.coinsurance_percent)
    return coinsurance, _percent(max(0, gross - deductible - coinsurance), line.sequestration_percent or 0)


def _assistant_cut(line: ExpectedLine, answer: Answered, parts: tuple[tuple[Reason, int], ...]) -> int:
    """What the payer cut for an assistant: as it differs from the price, else in proportion to the amount let stand."""
    differs = sum(cents for reason, cents in parts if reason == "assistant")
    if differs:
        return line.assistant_cents - differs
    return line.assistant_cents * answer.gross_cents // _gross(line) if _gross(line) else 0


def _percent(amount: int, percent: int) -> int:
    return (amount * percent + 50) // 100


# --- why the payer let another amount stand


def _standing(line: ExpectedLine, answer: Answered) -> Iterator[tuple[Reason, int]]:
    """The difference between the amounts that were priced and let stand, by reason."""
    left = answer.gross_cents - _gross(line)
    denial = -min(answer.denied_cents, -left) if answer.denied_cents > 0 and left < 0 else 0
    yield "denial", denial
    left -= denial
    reason, cents = _cut(line, answer, left)
    yield reason, cents
    if left - cents:
        yield _rest(line, answer), left - cents


def _cut(line: ExpectedLine, answer: Answered, left: int) -> tuple[Reason, int]:
    """The part of a difference that the cuts for further procedures and for an assistant explain."""
    if answer.multiple_cents:
        missed = line.multiple_cents - answer.multiple_cents
        return "multiple procedures", missed if 0 <= missed * _sign(left) <= abs(left) else 0
    if left and left == line.multiple_cents:
        return "multiple procedures", left
    if left and left == line.assistant_cents:
        return "assistant", left
    if answer.by_assistant and not line.assistant_cents and left < 0:
        return "assistant", left
    return "unexplained", 0


def _sign(amount: int) -> int:
    return -1 if amount < 0 else 1


def _rest(line: ExpectedLine, answer: Answered) -> Reason:
    """What is left: the contract's amount where the payer states one or cuts to one, else nobody says."""
    stated = answer.stated_cents is not None and answer.stated_cents != line.allowed_cents
    return "contract" if stated or answer.contract_cents else "unexplained"


def _shared_out(parts: tuple[tuple[Reason, int], ...], total: int) -> Iterator[tuple[Reason, int]]:
    """What parts of the amount let stand mean for the payment: each its share of the total, to the cent."""
    whole = sum(cents for _, cents in parts)
    given = 0
    for at, (reason, cents) in enumerate(parts):
        last = not any(rest for _, rest in parts[at + 1 :])
        share = total - given if last else (total * cents // whole if whole else 0)
        given += share
        yield ("rounding" if not whole and abs(share) <= _ROUNDING else reason if whole else "unexplained"), share
        if last:
            return


def _summed(steps: Iterator[tuple[Reason, int]]) -> Iterator[tuple[Reason, int]]:
    """Each reason once, in the order of REASONS, without those that come to nothing."""
    found: dict[Reason, int] = {}
    for reason, cents in steps:
        found[reason] = found.get(reason, 0) + cents
    return ((reason, found[reason]) for reason in REASONS if found.get(reason))
