"""How an amount by a contract is settled: against the billed charge, and between payer and patient."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from romberg.claims import ServiceLine
from romberg.knowledge.payers import Card
from romberg.knowledge.rate_terms import RateTerms
from romberg.money import usd
from romberg.pricing import grounds
from romberg.pricing.price import PriceStep


def split(card: Card, allowed: int) -> tuple[int | None, int | None]:
    """What payer and patient pay: an injured worker pays nothing, who pays alone pays all; else nobody knows."""
    if card.family == "workers_comp":
        return allowed, 0
    if card.family == "self_pay":
        return 0, allowed
    return None, None


def left_to_split(card: Card) -> Iterator[str]:
    """Where nobody knows how payer and patient share the amount."""
    if split(card, 0)[0] is None:
        yield "What payer and patient each pay of it depends on the patient's plan."


def lower_charge(charge: int | None, amount: int, terms: RateTerms, card: Card) -> Iterator[PriceStep]:
    """The step to the billed charge, where the contract pays the lower of the two."""
    if terms.lesser_of_charge and charge is not None and charge < amount:
        told = f"The contract pays the lower of rate and charge, and {usd(charge)} was charged."
        rests = grounds.rates(card, terms, "lesser_of_charge")
        yield PriceStep("lesser of charge", charge - amount, told, rests)


def charges_missing(lines: Sequence[ServiceLine], terms: RateTerms) -> Iterator[str]:
    """Where a charge is to be compared and nobody told it."""
    if terms.lesser_of_charge and any(line.charge_cents is None for line in lines):
        yield "The contract pays the lower of rate and charge; where no charge is known, the rate stands."
