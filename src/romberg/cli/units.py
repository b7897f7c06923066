"""`romberg units`: the calculator."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from typing import Any

from romberg import units
from romberg.batch import options
from romberg.cli.output import print_json
from romberg.formats.unreadable import Unreadable
from romberg.formats.words import WAYS, label, with_modifiers
from romberg.knowledge import payers
from romberg.knowledge.payers import Card

_ASSISTANT = {"PT": "CQ", "OT": "CO"}


def run(arguments: Namespace) -> int:
    """Count the units of one visit by every rule, and print the lines to bill."""
    name = options.payer(arguments.payer or "medicare")
    on = options.day(arguments.on) if arguments.on else min(date.today(), payers.verified_through(name))
    card = payers.card(name, on)
    shown = {**_counted(arguments, on, card), "on": on.isoformat(), "payer": name}
    if arguments.format == "json":
        print_json(shown)
    else:
        print(_page(shown, card))
    return 0


def _counted(arguments: Namespace, on: date, card: Card) -> dict[str, Any]:
    modifier = _ASSISTANT[arguments.discipline] if card.assistant_modifier else None
    try:
        return units.report(units.parse(arguments.minutes), on, counting=card.counting, modifier=modifier)
    except units.UnitsInputError as error:
        raise Unreadable("units_input", str(error), error.where) from None


def _page(shown: dict[str, Any], card: Card) -> str:
    lines = []
    for way, title in WAYS.items():
        section = shown[way]
        counts = ", ".join(f"{code} {'?' if count is None else count}" for code, count in section["units"].items())
        lines += [f"{title}: {counts}", f"    {section['says']}"]
        lines += [f"    or: {', '.join(f'{c} {n}' for c, n in other.items())}" for other in section["alternatives"]]
    lines += [shown["says"], f"To bill to {card.title} on {shown['on']}, by the {WAYS[shown['counted_by']]}:"]
    lines += [f"    {_line(one)}" for one in shown["lines"]] or ["    nothing: no unit is supported"]
    if "assistants" in shown:
        lines.append(f"{shown['assistants']}")
    return "\n".join(lines)


def _line(one: dict[str, Any]) -> str:
    code = with_modifiers(one["code"], tuple(one["modifiers"]))
    open_question = (
        "  (whether it carries the assistant's modifier is not settled)" if "modifiers_unknown" in one else ""
    )
    return f"{code} x {one['units']}  {label(one['code'])}{open_question}"
