"""`romberg price`: what service lines pay, step by step."""

from __future__ import annotations

import re
from argparse import Namespace

from romberg.batch import options
from romberg.claims import ServiceLine
from romberg.cli.output import print_json
from romberg.formats.unreadable import Unreadable
from romberg.formats.words import label, money, with_modifiers
from romberg.knowledge import payers
from romberg.pricing import Price, VisitToPrice, price_visits

_FORM = "write CODE:UNITS[:MODIFIERS], as in 97112:2:GP or 97110:1:GP,CQ"
_LINE = re.compile(r"([A-Z0-9]{5}):([0-9]{1,3})(?::(.*))?", re.ASCII)
_MODIFIER = re.compile(r"[A-Z0-9]{2}", re.ASCII)


def run(arguments: Namespace) -> int:
    """Price the lines and print each step."""
    name = options.payer(arguments.payer or "medicare")
    on = options.day(arguments.on)
    zip5 = options.zip5(arguments.zip) if arguments.zip else None
    facility = options.place(arguments.place).facility if arguments.place else False
    lines = tuple(_line(one) for one in arguments.code)
    visit = VisitToPrice(lines, zip5, on, payers.card(name, on), facility, arguments.qualifying)
    (price,) = price_visits([visit])
    if arguments.format == "json":
        print_json(price.as_dict())
    else:
        print(_page(price))
    return 0


def _line(given: str) -> ServiceLine:
    match = _LINE.fullmatch(given.strip().upper())
    if match is None or not int(match[2]):
        raise Unreadable("price_input", f"{given!r} is no service line; {_FORM}.", "--code")
    options.code(match[1])
    modifiers = tuple(one for one in re.split(r"[,:\s-]+", match[3] or "") if one)
    wrong = next((one for one in modifiers if not _MODIFIER.fullmatch(one)), None)
    if wrong is not None:
        raise Unreadable("price_input", f"{wrong!r} in {given!r} is no modifier; {_FORM}.", "--code")
    return ServiceLine(match[1], int(match[2]), modifiers)


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
