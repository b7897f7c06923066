"""`romberg payers`: the payer cards, and what one asks for."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from typing import Any

from romberg.batch import options
from romberg.cli.output import print_json
from romberg.cli.rules import cite
from romberg.formats.words import WAYS
from romberg.knowledge import payers
from romberg.knowledge.payers import Card


def run(arguments: Namespace) -> int:
    """List the cards, or tell what one asks for on a day, line by line with its source."""
    on = options.day(arguments.on) if arguments.on else None
    if arguments.card:
        shown: Any = _lines(_card(options.payer(arguments.card), on))
    else:
        shown = [_head(_card(name, on)) for name in payers.names()]
    if arguments.format == "json":
        print_json(shown)
    else:
        print(_page(shown) if arguments.card else "\n".join(f"{one['payer']}: {_told(one)}" for one in shown))
    return 0


def _card(name: str, on: date | None) -> Card:
    return payers.card(name, on or payers.verified_through(name))


def _head(card: Card) -> dict[str, Any]:
    return {
        "payer": card.name,
        "title": card.title,
        "family": card.family,
        "counting": card.counting,
        "verified_through": payers.verified_through(card.name).isoformat(),
    }


def _told(one: dict[str, Any]) -> str:
    counting = WAYS.get(one["counting"], "not known")
    return f"{one['title']}; units: {counting}; verified through {one['verified_through']}"


def _lines(card: Card) -> dict[str, Any]:
    lines = [
        {
            "line": name,
            "value": _value(step.value),
            "since": step.since.isoformat(),
            "mark": step.mark,
            "cite": cite(step.cite),
        }
        for name, step in card.lines.items()
    ]
    return {**_head(card), "lines": lines, "notes": list(card.notes), "unknown_because": card.unknown_because}


def _value(value: Any) -> Any:
    return value if value is None or isinstance(value, (bool, int, str, list, dict)) else str(value)


def _page(shown: dict[str, Any]) -> str:
    lines = [f"{shown['payer']}: {_told(shown)}"]
    for one in shown["lines"]:
        marked = "" if one["mark"] == "verified" else " [not verified]"
        value = "not known" if one["value"] is None else one["value"]
        lines.append(
            f"    {one['line'].replace('_', ' ')}: {value} (since {one['since']}; {one['cite']['title']}){marked}"
        )
    return "\n".join([*lines, *(f"    {note}" for note in shown["notes"]), shown["unknown_because"]]).rstrip()
