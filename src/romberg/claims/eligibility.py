"""What a payer tells of a patient's cover before anything is billed (271), and what was asked (270)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

# Service types (EB03) of therapy: occupational, physical, speech; PT is the older sign of physical therapy.
THERAPY = {"AD": "OT", "AE": "PT", "AF": "SLP", "PT": "PT"}
_LIMITS = "F"  # EB01 of a limit
_USED, _REMAINING = ("24",), ("29", "33")  # EB06: the year so far; what remains, of the period or of a lifetime
MONEY = "USD"


@dataclass(frozen=True, slots=True)
class Benefit:
    """One thing that a payer tells of a patient's cover: what it is, for which services, how much, for how long.

    `what` is the payer's code (1 active cover, A coinsurance, C deductible, F limit, G out of pocket ...); `services`
    the service types; `period` the code of the time it is for (22 service year, 23 calendar year, 24 the year so far,
    29 what remains). `measure` says what `count` counts (VS is visits). `needs_authorization` and `in_network` are None
    where the payer does not say, or says that it does not matter.
    """

    what: str
    services: tuple[str, ...]
    plan: str
    period: str
    amount_cents: int | None
    percent: str
    count: int | None = None
    measure: str = ""
    level: str = ""
    needs_authorization: bool | None = None
    in_network: bool | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Accumulator:
    """A yearly or other limit on one therapy: the limit, what is used of it and what remains, as the payer tells.

    `discipline` is PT, OT or SLP; amounts are cents where `unit` is USD, else whole numbers (VS: visits). None is what
    the payer does not tell. Service types that stand together in one statement each have a limit of their own.
    """

    discipline: str
    unit: str
    limit: int | None = None
    used: int | None = None
    remaining: int | None = None
    in_network: bool | None = None
    message: str = ""

    @property
    def spent(self) -> int | None:
        """What is used: as told, else the limit less what remains; None where neither is known."""
        if self.used is not None or self.limit is None or self.remaining is None:
            return self.used
        return self.limit - self.remaining


@dataclass(frozen=True, slots=True)
class Eligibility:
    """What a payer tells of one member's cover, or why it does not (`refused`: its reject reasons, AAA03)."""

    member_id: str
    payer_id: str
    benefits: tuple[Benefit, ...]
    refused: tuple[str, ...] = ()
    on: date | None = None

    def therapy(self) -> tuple[Benefit, ...]:
        """What it tells of therapy (physical, occupational, speech)."""
        return tuple(one for one in self.benefits if THERAPY.keys() & set(one.services))

    def accumulators(self) -> tuple[Accumulator, ...]:
        """The limits on therapy, each with what is used and what remains of it, in the order told."""
        found: list[Accumulator] = []
        for one in self.therapy():
            if one.what == _LIMITS:
                for discipline in dict.fromkeys(THERAPY[kind] for kind in one.services if kind in THERAPY):
                    _keep(found, one, discipline)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What was asked of a payer for one member (270): for which service types, and for which day."""

    member_id: str
    payer_id: str
    services: tuple[str, ...]
    trace: str = ""
    on: date | None = None


def _keep(found: list[Accumulator], one: Benefit, discipline: str) -> None:
    """Put a statement where it belongs: into the limit that it completes, else into one of its own."""
    unit, told = (one.measure, one.count) if one.count is not None else (MONEY, one.amount_cents)
    if told is None:
        return
    for at, other in enumerate(found):
        same = (other.discipline, other.unit, other.in_network) == (discipline, unit, one.in_network)
        if same and other.message == one.message and (completed := _with(other, one.period, told)) is not None:
            found[at] = completed
            return
    alone = Accumulator(discipline, unit, in_network=one.in_network, message=one.message)
    found.append(_with(alone, one.period, told) or alone)


def _with(limit: Accumulator, period: str, told: int) -> Accumulator | None:
    """A limit with one more of its numbers; None where it has that one already."""
    if period in _USED:
        return replace(limit, used=told) if limit.used is None else None
    if period in _REMAINING:
        return replace(limit, remaining=told) if limit.remaining is None else None
    return replace(limit, limit=told) if limit.limit is None else None
