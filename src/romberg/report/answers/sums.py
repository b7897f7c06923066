"""What payers paid beside what was priced, summed by payer and reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from romberg.report.answers.answer import ClaimAnswer


@dataclass(frozen=True, slots=True)
class PayerSum:
    """What a payer paid beside what was priced, over the lines that were priced; reasons sum to the difference."""

    payer: str
    payer_name: str
    lines: int
    not_priced: int
    expected_cents: int
    paid_cents: int
    reasons: tuple[tuple[str, int], ...]

    def as_dict(self) -> dict[str, Any]:
        """The sum as JSON carries it."""
        return {
            "payer": self.payer,
            "payer_name": self.payer_name,
            "lines": self.lines,
            "not_priced": self.not_priced,
            "expected_cents": self.expected_cents,
            "paid_cents": self.paid_cents,
            "difference_cents": self.paid_cents - self.expected_cents,
            "reasons": dict(self.reasons),
        }


def by_payer(answers: Iterable[ClaimAnswer]) -> tuple[PayerSum, ...]:
    """Variances summed for each payer; what was cut on a claim as a whole is counted by its kind."""
    found: dict[str, list[ClaimAnswer]] = {}
    for one in answers:
        found.setdefault(one.payer, []).append(one)
    return tuple(_summed(payer, found[payer]) for payer in sorted(found))


def _summed(payer: str, answers: Sequence[ClaimAnswer]) -> PayerSum:
    every = [line.money for one in answers for line in one.lines]
    priced = [one for one in every if one.expected_cents is not None]
    reasons: dict[str, int] = {}
    of_claim = [pair for one in answers for pair in one.of_claim]
    for reason, cents in (*(pair for one in priced for pair in one.reasons), *of_claim):
        reasons[reason] = reasons.get(reason, 0) + cents
    return PayerSum(
        payer,
        answers[-1].payer_name,
        len(priced),
        len(every) - len(priced),
        sum(one.expected_cents or 0 for one in priced),
        sum(one.paid_cents for one in priced) + sum(cents for _, cents in of_claim),
        tuple(sorted(reasons.items())),
    )
