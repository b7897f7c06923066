"""What `romberg price` is told: lines, rates, standing and the payers to compare, checked before anything is priced."""

from __future__ import annotations

import re
from argparse import Namespace
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from romberg.batch import options
from romberg.claims import ServiceLine
from romberg.formats.unreadable import Unreadable
from romberg.knowledge import payers, rate_files
from romberg.knowledge.payers import Card
from romberg.pricing import Billing, Earlier, VisitToPrice
from romberg.pricing.rows import institutional
from romberg.report.comparison import Terms, comparable

_FORM = "write CODE:UNITS[:MODIFIERS][=CHARGE], as in 97112:2:GP or 97110:1:GP,CQ=45.00"
_LINE = re.compile(r"([A-Z0-9]{5}):([0-9]{1,3})(?::([^=]*))?(?:=\$?([0-9]{1,6})(?:\.([0-9]{2}))?)?", re.ASCII)
_MODIFIER = re.compile(r"[A-Z0-9]{2}", re.ASCII)


_AMOUNT = re.compile(r"\$?[0-9]{1,6}(\.[0-9]{2})?", re.ASCII)
_ALL = "all"


def visit(arguments: Namespace, card: Card, on: date) -> VisitToPrice:
    """The lines of --code as they are priced."""
    told = terms(arguments)
    return VisitToPrice(
        tuple(line(one) for one in arguments.code),
        options.zip5(arguments.zip) if arguments.zip else None,
        on,
        card,
        options.place(arguments.place).facility if arguments.place else False,
        told.qualifying,
        told.deductible_left_cents,
        told.visit_number,
        told.billing,
        tuple(line(one) for one in arguments.same_day or ()),
        _earlier(arguments),
    )


def _earlier(arguments: Namespace) -> tuple[Earlier | None, ...]:
    """What --primary says, at the place of each line; of several lines of a code the first goes first."""
    lines = [line(one).code for one in arguments.code]
    found: list[Earlier | None] = [None] * len(lines)
    for given in arguments.primary or ():
        code, earlier = _before(given)
        at = next((at for at, one in enumerate(lines) if one == code and found[at] is None), None)
        if at is None:
            raise Unreadable("price_input", f"{given!r} speaks of a line that no --code gives.", "--primary")
        found[at] = earlier
    return tuple(found) if arguments.primary else ()


def _before(given: str) -> tuple[str, Earlier]:
    code, _, amounts = given.strip().upper().partition("=")
    parts = amounts.split("/")
    if not code or not 1 <= len(parts) <= 3 or not all(_AMOUNT.fullmatch(one) for one in parts):
        says = f"{given!r} is no payer's answer; write CODE=PAID/ALLOWED/ACCEPTED, as in 97112=40.00/55.00/55.00."
        raise Unreadable("price_input", says, "--primary")
    cents = [int(Decimal(one.lstrip("$")) * 100) for one in parts]
    return code, Earlier(*cents)


def terms(arguments: Namespace) -> Terms:
    """What is said of the visit's money beside its lines."""
    left = arguments.deductible_left
    return Terms(
        _standing(arguments),
        arguments.qualifying,
        None if left is None else _dollars(left),
        None if arguments.visit is None else _number(arguments.visit),
    )


def compared_cards(arguments: Namespace, on: date) -> list[Card]:
    """The cards of --compare in their order, each once; before them that of --rates or --payer where one is named."""
    named = [one.strip() for one in (arguments.compare or "").split(",") if one.strip()]
    if not named:
        says = "--compare takes payers' cards separated by commas, such as medicare,cigna, or all."
        raise Unreadable("price_input", says, "--compare")
    first = [own_card(arguments, on)] if arguments.rates or arguments.payer else []
    every = [each for one in named for each in (comparable(on) if one == _ALL else (options.payer(one),))]
    cards = [*first, *(payers.card(one, on) for one in every)]
    return list({(one.name, one.plan, one.title): one for one in cards}.values())


def own_card(arguments: Namespace, on: date) -> Card:
    """The payer's card, with the rates of a file in place of its own where one is named."""
    if arguments.rates is None:
        return payers.card(options.payer(arguments.payer or "medicare"), on)
    file = rate_files.read(Path(arguments.rates))
    card = payers.card(options.payer(arguments.payer or file.payer or "commercial"), on)
    terms = file.on(on)
    if not terms.pays:
        says = f"{arguments.rates} holds no rate for {on}; add the rates of that day, or price another one."
        raise Unreadable("rates", says, arguments.rates)
    others = {name: step for name, step in card.lines.items() if name != "rates"}
    return replace(card, title=file.title, pays="rates", rates=terms, lines=others)


def refuse_standing(arguments: Namespace, card: Card) -> None:
    """Refuse a standing with Medicare where the payer has no such thing."""
    standing = arguments.non_participating or arguments.unassigned or arguments.mips is not None
    if standing and (card.pays != "fee_schedule" or institutional(card)):
        says = f"{card.title} knows no participation, assignment or MIPS adjustment; leave these options out."
        raise Unreadable("price_input", says, "--payer")


def _standing(arguments: Namespace) -> Billing:
    """How the clinician stands with Medicare."""
    if arguments.unassigned and not arguments.non_participating:
        says = "Who participates takes assignment of every claim; give --non-participating as well."
        raise Unreadable("price_input", says, "--unassigned")
    mips = 0 if arguments.mips is None else _hundredths(arguments.mips)
    return Billing(not arguments.non_participating, not arguments.unassigned, mips)


def _hundredths(given: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,2}(\.[0-9]{1,2})?", given, re.ASCII):
        says = f"{given!r} is no percentage; write 1.38 for what is added, or -9 for what is taken off."
        raise Unreadable("price_input", says, "--mips")
    return int(Decimal(given) * 100)


def _dollars(given: str) -> int:
    if not _AMOUNT.fullmatch(given):
        raise Unreadable("price_input", f"{given!r} is no sum in dollars; write 40.00.", "--deductible-left")
    return int(Decimal(given.lstrip("$")) * 100)


def _number(given: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,2}", given):
        says = f"{given!r} is no visit's number; write 1 for the first visit of the case."
        raise Unreadable("price_input", says, "--visit")
    return int(given)


def line(given: str) -> ServiceLine:
    """A service line as it is typed; raises Unreadable where it is none."""
    match = _LINE.fullmatch(given.strip().upper())
    if match is None or not int(match[2]):
        raise Unreadable("price_input", f"{given!r} is no service line; {_FORM}.", "--code")
    options.code(match[1])
    modifiers = tuple(one for one in re.split(r"[,:\s-]+", match[3] or "") if one)
    wrong = next((one for one in modifiers if not _MODIFIER.fullmatch(one)), None)
    if wrong is not None:
        raise Unreadable("price_input", f"{wrong!r} in {given!r} is no modifier; {_FORM}.", "--code")
    charge = int(match[4]) * 100 + int(match[5] or 0) if match[4] else None
    return ServiceLine(match[1], int(match[2]), modifiers, charge_cents=charge)
