"""What a payer did with one line, reason by reason, in the terms in which it was priced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from romberg.claims import Adjustment, LinePayment
from romberg.knowledge import denials

_ASSISTANT = frozenset(("N646", "N851"))  # remarks of the cut for an assistant's service
_BONUS = frozenset(("incentive", "interest"))
_SHARES = {"deductible": "deductible_cents", "coinsurance": "coinsurance_cents", "copayment": "coinsurance_cents"}


@dataclass(frozen=True, slots=True)
class Answered:
    """A line as its payer answered it, in cents. `stated_cents` is the allowed amount where the payer says one.

    `incentive_cents` is what bonuses, penalties and interest took off (below zero where they added).
    """

    charge_cents: int
    paid_cents: int
    units: int | None
    deductible_cents: int
    coinsurance_cents: int
    sequestration_cents: int
    multiple_cents: int
    contract_cents: int
    denied_cents: int
    prior_cents: int
    incentive_cents: int
    stated_cents: int | None
    by_assistant: bool

    @property
    def gross_cents(self) -> int:
        """What the payer let stand before the patient's share, sequestration, bonus and an earlier payer's part."""
        shares = self.deductible_cents + self.coinsurance_cents + self.sequestration_cents
        return self.paid_cents + shares + self.incentive_cents + self.prior_cents


def answered(lines: Sequence[LinePayment]) -> Answered:
    """One line of a claim as its payer answered it, in one part or in several."""
    taken = sums(adjustment for line in lines for adjustment in line.adjustments)
    stated = [line.allowed_cents for line in lines]
    units = [line.units for line in lines]
    return Answered(
        charge_cents=sum(line.charge_cents or 0 for line in lines),
        paid_cents=sum(line.paid_cents or 0 for line in lines),
        units=sum(one or 0 for one in units) if None not in units else None,
        deductible_cents=taken["deductible"],
        coinsurance_cents=taken["coinsurance"] + taken["copayment"],
        sequestration_cents=taken["sequestration"],
        multiple_cents=taken["multiple procedures"],
        contract_cents=taken["contract"],
        denied_cents=taken["denial"],
        prior_cents=taken["prior payer"],
        incentive_cents=sum(taken[one] for one in _BONUS),
        stated_cents=sum(one or 0 for one in stated) if None not in stated else None,
        by_assistant=any(_ASSISTANT.intersection(line.rarcs) for line in lines),
    )


def sums(adjustments: Iterable[Adjustment]) -> Counter[str]:
    """What adjustments take off, by kind."""
    found: Counter[str] = Counter()
    for one in adjustments:
        found[denials.kind_of(one.carc)] += one.cents
    return found
