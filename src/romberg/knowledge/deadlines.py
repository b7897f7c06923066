"""Until when a claim may be filed or a denial appealed, by the payer card's lines."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from romberg.knowledge.card_lines import PERIOD
from romberg.knowledge.payers import Card
from romberg.knowledge.steps import Step

_AFTER_SERVICE = "(after the service)"  # a card names so the appeals whose time runs from the service itself


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day for a step; None with the reason in `says` where no day can be told.

    `step` is "redetermination", "corrected claim"; `cite` the source of the payer's line, `mark` how well it is known.
    """

    step: str
    last: date | None
    says: str
    cite: str
    mark: str


def last_day(start: date, period: str) -> date | None:
    """The last day of a period such as "120 days" or "12 months"; None where it counts in other days, or is none."""
    found = PERIOD.fullmatch(period)
    if found is None:
        return None
    count, unit = int(found[1]), found[2]
    if unit == "days":
        return start + timedelta(days=count)
    return _months_later(start, count * {"months": 1, "years": 12}[unit]) if unit in ("months", "years") else None


def file_by(card: Card, service_date: date | None) -> Deadline:
    """Until when a claim, or its correction, may be filed: so long after the service as the card says."""
    step = card.lines.get("timely_filing")
    return _deadline("corrected claim", card, step, service_date, card.timely_filing, "the service")


def appeal_by(card: Card, decided_on: date | None, service_date: date | None = None) -> Deadline:
    """Until when the first appeal may be filed, counted from the day of the decision: the sure side.

    Payers count from the day on which the decision was received, which no file tells.
    """
    step = card.lines.get("appeal_deadlines")
    name, period = next(iter(card.appeal_deadlines.items()), ("appeal", ""))
    if name.endswith(_AFTER_SERVICE):
        return _deadline(name.removesuffix(_AFTER_SERVICE).strip(), card, step, service_date, period, "the service")
    return _deadline(name, card, step, decided_on, period, "the decision")


def appeals(card: Card) -> Iterator[tuple[str, str]]:
    """Every level of appeal with its time, in their order."""
    yield from card.appeal_deadlines.items()


def _deadline(name: str, card: Card, step: Step | None, start: date | None, period: str, since: str) -> Deadline:
    cite, mark = (step.cite, step.mark) if step is not None else ("", "")
    if step is not None and step.why:
        return Deadline(name, None, f"{card.title}: {step.why[0].lower()}{step.why[1:]}.", cite, mark)
    if not period:
        why = card.unknown_because or f"The card {card.name} names no time for it."
        return Deadline(name, None, why, cite, mark)
    if start is None:
        return Deadline(name, None, f"{period} after {since}, whose day is not known.", cite, mark)
    last = last_day(start, period)
    return Deadline(name, last, f"{period} after {since} of {start}.", cite, mark)


def _months_later(on: date, months: int) -> date:
    """The same day some months later, or the last one of a shorter month."""
    year, month = divmod(on.month - 1 + months, 12)
    last = calendar.monthrange(on.year + year, month + 1)[1]
    return date(on.year + year, month + 1, min(on.day, last))
