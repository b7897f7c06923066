"""`romberg price`: what service lines pay, step by step."""

from __future__ import annotations

import re
from argparse import Namespace
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from romberg.batch import options
from romberg.claims import ServiceLine
from romberg.cli.output import print_json, tell_refused_cards
from romberg.formats.unreadable import Unreadable
from romberg.formats.words import label, money, with_modifiers
from romberg.knowledge import payers, rate_files
from romberg.knowledge.payers import Card
from romberg.pricing import Billing, Price, VisitToPrice, price_visits
from romberg.pricing.rows import institutional

_FORM = "write CODE:UNITS[:MODIFIERS][=CHARGE], as in 97112:2:GP or 97110:1:GP,CQ=45.00"
_LINE = re.compile(r"([A-Z0-9]{5}):([0-9]{1,3})(?::([^=]*))?(?:=\$?([0-9]{1,6})(?:\.([0-9]{2}))?)?", re.ASCII)
_MODIFIER = re.compile(r"[A-Z0-9]{2}", re.ASCII)


def run(arguments: Namespace) -> int:
    """Price the lines and print each step."""
    tell_refused_cards()
    on = options.day(arguments.on)
    card = _card(arguments, on)
    zip5 = options.zip5(arguments.zip) if arguments.zip else None
    facility = options.place(arguments.place).facility if arguments.place else False
    lines = tuple(_line(one) for one in arguments.code)
    number = _number(arguments.visit) if arguments.visit else None
    left = _dollars(arguments.deductible_left) if arguments.deductible_left is not None else None
    beside = tuple(_line(one) for one in arguments.same_day or ())
    visit = VisitToPrice(
        lines, zip5, on, card, facility, arguments.qualifying, left, number, _billing(arguments, card), beside
    )
    (price,) = price_visits([visit])
    if arguments.format == "json":
        print_json(price.as_dict())
    else:
        print(_page(price))
    return 0


def _card(arguments: Namespace, on: date) -> Card:
    """The payer's card, with the rates of a file in place of its own where one is named."""
    if arguments.rates is None:
        return payers.card(options.payer(arguments.payer or "medicare"), on)
    file = rate_files.read(Path(arguments.rates))
    card = payers.card(options.payer(arguments.payer or file.payer or "commercial"), on)
    terms = file.on(on)
    if not terms.pays:
        says = f"{arguments.rates} holds no rate for {on}; add the rates of that day, or price another one."
        raise Unreadable("rates", says, arguments.rates)
    return replace(card, title=file.title, pays="rates", rates=terms)


def _billing(arguments: Namespace, card: Card) -> Billing:
    """How the clinician stands with Medicare; refused where the payer has no such thing."""
    standing = arguments.non_participating or arguments.unassigned or arguments.mips is not None
    if standing and (card.pays != "fee_schedule" or institutional(card)):
        says = f"{card.title} knows no participation, assignment or MIPS adjustment; leave these options out."
        raise Unreadable("price_input", says, "--payer")
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
    if not re.fullmatch(r"\$?[0-9]{1,6}(\.[0-9]{2})?", given, re.ASCII):
        raise Unreadable("price_input", f"{given!r} is no sum in dollars; write 40.00.", "--deductible-left")
    return int(Decimal(given.lstrip("$")) * 100)


def _number(given: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,2}", given):
        says = f"{given!r} is no visit's number; write 1 for the first visit of the case."
        raise Unreadable("price_input", says, "--visit")
    return int(given)


def _line(given: str) -> ServiceLine:
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


def _page(price: Price) -> str:
    lines = []
    for one in price.lines:
        code = with_modifiers(one.code, one.modifiers)
        lines.append(f"{code} x {one.units}  {label(one.code)}: allowed {money(one.allowed_cents)}")
        lines += [f"    {step.step} {money(step.cents)}: {step.says}" for step in one.steps]
        lines += [f"    {step.step} {money(step.cents)}: {step.says}" for step in one.payment if step.step != "allowed"]
    lines.append(
        f"Allowed {money(price.allowed_cents)}, payer pays {money(price.payer_cents)}, "
        f"patient {money(price.patient_cents)}."
    )
    return "\n".join([*lines, *(f"Open: {one}" for one in price.unknown)])
