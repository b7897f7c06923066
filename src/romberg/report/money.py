"""The money of a report: which lines are priced, and what hangs on each finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from romberg.checks.finding import Finding
from romberg.claims import ServiceLine
from romberg.money import half_up
from romberg.pricing import Price, PricedLine, VisitToPrice, of_one_day, price_visits
from romberg.report.place import facility
from romberg.report.values import Header, SupportedLine
from romberg.visit import BilledLine

NO_DATE = "The note gives no date of service, so no fee schedule can be chosen; give the date with --on."


def to_price(header: Header, lines: Sequence[ServiceLine]) -> VisitToPrice | None:
    """A visit's lines as pricing takes them; None without a date, for prices are dated."""
    on = header.coded.visit.service_date
    if on is None:
        return None
    left = header.deductible_left_cents if header.card.family == "medicare" else None
    place = facility(header)
    return VisitToPrice(tuple(lines), header.zip5, on, header.card, place, deductible_left_cents=left)


def priced_together(headers: Sequence[Header], asked: Sequence[VisitToPrice | None]) -> Iterator[Price | None]:
    """The prices of visits in one pass, those of one patient's day together; None where nothing was asked."""
    told = [(visit, header.patient) for header, visit in zip(headers, asked, strict=True) if visit is not None]
    found = iter(price_visits(of_one_day([visit for visit, _ in told], [patient for _, patient in told])))
    return (None if visit is None else next(found) for visit in asked)


def supported_services(lines: Sequence[SupportedLine]) -> list[ServiceLine]:
    """The supported lines that carry units, as service lines."""
    return [ServiceLine(one.code, one.units, one.modifiers, one.minutes) for one in lines if one.units]


def billed_services(lines: Sequence[BilledLine]) -> list[ServiceLine]:
    """The charges as service lines, one each, so that a finding's line finds its price."""
    return [ServiceLine(one.code, one.units, one.modifiers, one.minutes) for one in lines]


def unpriced(lines: Sequence[ServiceLine], because: str = NO_DATE) -> Price:
    """Lines without amounts, and the reason; without lines there is nothing to give a reason for."""
    return Price(
        tuple(PricedLine(one.code, one.units, one.modifiers, None, None, None) for one in lines),
        (because,) if lines else (),
    )


def at_risk(finding: Finding, charged: Price, supported: Price) -> int | None:
    """What the payer would not pay if the finding stands: the excess units, the line, or the visit."""
    if finding.outcome != "fail":
        return None
    if finding.severity == "informs":
        return 0
    if finding.line is None:
        return charged.allowed_cents if charged.lines else supported.allowed_cents
    if finding.line >= len(charged.lines):  # nobody charged it
        return _of_code(finding.code, supported)
    line = charged.lines[finding.line]
    if line.allowed_cents is None or finding.rule != "units/exceed_minutes" or not line.units:
        return line.allowed_cents
    kept = sum(one.units for one in supported.lines if one.code == line.code)
    excess = min(line.units, max(1, line.units - kept))
    return int(half_up(Decimal(line.allowed_cents) * excess / line.units))


def _of_code(code: str | None, supported: Price) -> int | None:
    amounts = [one.allowed_cents for one in supported.lines if one.code == code]
    known = [one for one in amounts if one is not None]
    return sum(known) if len(known) == len(amounts) else None
