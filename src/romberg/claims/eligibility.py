"""What a payer tells of a patient's cover before anything is billed (271), and what was asked (270)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

# Service types (EB03) of therapy: occupational, physical, speech; PT is the older sign of physical therapy.
THERAPY = {"AD": "OT", "AE": "PT", "AF": "SLP", "PT": "PT"}
_LIMITS, _DEDUCTIBLE = "F", "C"  # EB01 of a limit, of a deductible
_USED, _REMAINING = ("24",), ("29", "33")  # EB06: the year so far; what remains, of the period or of a lifetime
_WHOLE = ("", "22", "23", "25")  # a whole year, by service or by calendar, or a contract's
_GENERAL = {"", "30", "98"}  # service types (EB03) of the plan as a whole, and of visits to an office
_PERSONAL = ("", "IND")  # EB02: the person's own, not a family's
_INPATIENT = "MA"  # EB04: Medicare's Part A
_USED_IN_WORDS = re.compile(r"\bUSED(?:\s+AMOUNT)?\s*:?\s*\$?\s*([0-9,]{1,9}\.[0-9]{2})\b", re.IGNORECASE)
MONEY = "USD"


@dataclass(frozen=True, slots=True)
class Benefit:
    """One thing that a payer tells of a patient's cover: what it is, for which services, how much, for how long.

    `what` is the payer's code (1 active cover, A coinsurance, C deductible, F limit, G out of pocket ...); `services`
    the service types; `period` the code of the time it is for (22 service year, 23 calendar year, 24 the year so far,
    29 what remains). `measure` says what `count` counts (VS is visits). `needs_authorization` and `in_network` are None
    where the payer does not say, or says that it does not matter. `insurance` is the kind of cover (EB04; MA and MB are
    Medicare's two parts).
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
    insurance: str = ""


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
        """What is used: as told, else the limit less what remains, else as the payer's words say; None elsewhere."""
        if self.used is not None:
            return self.used
        if self.limit is not None and self.remaining is not None:
            return self.limit - self.remaining
        said = _USED_IN_WORDS.search(self.message) if self.unit == MONEY else None
        return None if said is None else int(said[1].replace(",", "").replace(".", ""))


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

    def therapy_used(self, discipline: str) -> int | None:
        """Cents used of the year's limit on a therapy; None where the payer tells none, or several that differ."""
        limits = (one for one in self.accumulators() if one.discipline == discipline and one.in_network is not False)
        return _only(one.spent for one in limits if one.unit == MONEY)

    def deductible_left(self, discipline: str) -> int | None:
        """Cents left of the person's deductible; None where the payer does not tell, or tells several that differ.

        That for the therapy goes before that of the plan as a whole.
        """
        told = [one for one in self.benefits if one.what == _DEDUCTIBLE and _is_own(one)]
        own = {kind for kind, each in THERAPY.items() if each == discipline}
        of_therapy = [one for one in told if own & set(one.services)]
        return _left(of_therapy or [one for one in told if _GENERAL & set(one.services or ("",))])


def _is_own(one: Benefit) -> bool:
    """Whether a statement is on the person's own cover of outpatients, in the network."""
    outpatient = one.insurance != _INPATIENT and one.in_network is not False
    return one.amount_cents is not None and one.level in _PERSONAL and outpatient


def _left(told: Sequence[Benefit]) -> int | None:
    remaining = [one.amount_cents for one in told if one.period in _REMAINING]
    if remaining:
        return _only(remaining)
    whole = _only(one.amount_cents for one in told if one.period in _WHOLE)
    used = _only(one.amount_cents for one in told if one.period in _USED)
    return None if whole is None or (used is None and whole) else max(0, whole - (used or 0))


def _only(amounts: Iterable[int | None]) -> int | None:
    """The one amount that all tell; None where they tell none, or different ones."""
    known = {one for one in amounts if one is not None}
    return known.pop() if len(known) == 1 else None


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
