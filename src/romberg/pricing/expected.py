"""What a claim line should bring by its price: kept when the claim is known, compared when the payer has answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from romberg.claims import ServiceLine
from romberg.knowledge import parameters
from romberg.knowledge.payers import Card
from romberg.pricing.price import PricedLine

_CUT_BY_OTHERS = "multiple procedure reduction"
_EARLIER = "earlier payer"
_COINSURANCE = "medicare.coinsurance.part_b"
_SEQUESTRATION = "medicare.sequestration.payment_cut"


@dataclass(frozen=True, slots=True)
class ExpectedLine:
    """One line as billed, with what its payer should pay, in cents; amounts are None where `unknown` says why.

    `allowed` is after the multiple-procedure cut of `multiple_cents` and before the assistant's cut of
    `assistant_cents`. `prior_cents` is what an earlier payer's part takes off what this payer would pay alone, and
    `sequestration_cents` is of the latter. `payer_cents` is None also where the plan alone knows what the patient's
    share is. The rates, in percent, are those by which Medicare's share was worked out; None elsewhere.
    """

    code: str
    units: int
    modifiers: tuple[str, ...]
    charge_cents: int | None = None
    control: str = ""
    service_date: date | None = None
    allowed_cents: int | None = None
    multiple_cents: int = 0
    assistant_cents: int = 0
    deductible_cents: int = 0
    coinsurance_cents: int = 0
    sequestration_cents: int = 0
    payer_cents: int | None = None
    prior_cents: int = 0
    coinsurance_percent: int | None = None
    sequestration_percent: int | None = None
    unknown: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The line as it is kept."""
        on = self.service_date.isoformat() if self.service_date else None
        return asdict(self) | {"modifiers": list(self.modifiers), "service_date": on}


def from_dict(held: Mapping[str, Any]) -> ExpectedLine:
    """The line that was kept."""
    on = held.get("service_date")
    day = date.fromisoformat(on) if on else None
    return ExpectedLine(**{**held, "modifiers": tuple(held["modifiers"]), "service_date": day})


def expected(
    line: ServiceLine, priced: PricedLine, card: Card, on: date, unknown: str = "", control: str = ""
) -> ExpectedLine:
    """What one line should bring; `unknown` says why its price is not known, where it is not."""
    steps = {one.step: -one.cents for one in priced.steps}
    cuts = {one.step: -one.cents for one in priced.payment}
    shared = card.family == "medicare"
    percent = _percent(_SEQUESTRATION, on) if shared and card.sequestration else None
    prior, sequestration = _alone(priced, cuts, percent or 0)
    return ExpectedLine(
        code=line.code,
        units=line.units,
        modifiers=line.modifiers,
        charge_cents=line.charge_cents,
        control=control,
        service_date=on,
        allowed_cents=priced.allowed_cents,
        multiple_cents=steps.get(_CUT_BY_OTHERS, 0),
        assistant_cents=cuts.get("assistant reduction", 0),
        deductible_cents=cuts.get("deductible", 0),
        coinsurance_cents=cuts.get("coinsurance", 0),
        sequestration_cents=sequestration,
        payer_cents=priced.payer_cents,
        prior_cents=prior,
        coinsurance_percent=_percent(_COINSURANCE, on) if shared else None,
        sequestration_percent=percent,
        unknown="" if priced.allowed_cents is not None else unknown or "No price is known for it.",
    )


def _alone(priced: PricedLine, cuts: Mapping[str, int], percent: int) -> tuple[int, int]:
    """What an earlier payer's part takes off what Medicare would pay alone, and sequestration of the latter."""
    own = cuts.get("sequestration", 0)
    if not cuts.get(_EARLIER) or priced.payer_cents is None:
        return 0, own
    share = priced.payer_cents + own + cuts[_EARLIER]
    sequestration = (share * percent + 50) // 100
    return share - sequestration - priced.payer_cents, sequestration


def together(lines: Sequence[ExpectedLine]) -> ExpectedLine:
    """All lines of a claim as one, for a payer who answers the claim as a whole; unknown as soon as one of them is."""
    unknown = next((one.unknown for one in lines if one.allowed_cents is None), "")
    return ExpectedLine(
        code="all lines",
        units=sum(one.units for one in lines),
        modifiers=(),
        charge_cents=_known_sum(one.charge_cents for one in lines),
        allowed_cents=None if unknown else _known_sum(one.allowed_cents for one in lines),
        multiple_cents=sum(one.multiple_cents for one in lines),
        assistant_cents=sum(one.assistant_cents for one in lines),
        deductible_cents=sum(one.deductible_cents for one in lines),
        coinsurance_cents=sum(one.coinsurance_cents for one in lines),
        sequestration_cents=sum(one.sequestration_cents for one in lines),
        prior_cents=sum(one.prior_cents for one in lines),
        payer_cents=_known_sum(one.payer_cents for one in lines),
        coinsurance_percent=next((one.coinsurance_percent for one in lines), None),
        sequestration_percent=next((one.sequestration_percent for one in lines), None),
        unknown=unknown,
    )


def _known_sum(amounts: Iterable[int | None]) -> int | None:
    found = list(amounts)
    known = [one for one in found if one is not None]
    return sum(known) if len(known) == len(found) else None


def _percent(path: str, on: date) -> int | None:
    step = parameters.step(path, on)
    return int(step.value) if step is not None and isinstance(step.value, int) else None
