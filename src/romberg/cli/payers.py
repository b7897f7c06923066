"""`romberg payers`: the payer cards, what one asks for on a day, and whether a card of one's own can be used."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from romberg.batch import options
from romberg.cli.output import print_json, tell_refused_cards
from romberg.formats.rule_rows import cite
from romberg.formats.unreadable import Unreadable
from romberg.formats.words import WAYS
from romberg.knowledge import card_files, card_lines, payers
from romberg.knowledge.payers import Card
from romberg.knowledge.steps import NOT_VERIFIED, Step

_USE = "write `romberg payers`, `romberg payers show CARD` or `romberg payers check FILE`"


def run(arguments: Namespace) -> int:
    """List the cards, show one line by line, or prove a file; 2 where a card of the user's own cannot be used."""
    on = options.day(arguments.on) if arguments.on else None
    match arguments.asked:
        case []:
            return _list(on, arguments.format)
        case ["check", file]:
            return _check(file)
        case ["show", name] | [name]:
            return _show(name, on, arguments.format)
        case _:
            raise Unreadable(
                "payers_input", f"{' '.join(arguments.asked)} asks nothing of the cards; {_USE}.", "payers"
            )


def _list(on: date | None, form: str) -> int:
    heads = [_head(_card(name, on)) for name in payers.names()]
    if form == "json":
        print_json(heads)
    else:
        for one in heads:
            print(f"{one['payer']}: {_told(one)}")
        print(f"Cards of your own: {card_files.own_folder()} (docs/payer_cards.md)")
    tell_refused_cards()
    return 2 if payers.refused() else 0


def _check(file: str) -> int:
    from romberg.knowledge import own_cards  # noqa: PLC0415  # needed for this question alone

    path = Path(file)
    wrong = own_cards.check(path, card_files.own_folder(), card_files.bundled_names())
    if wrong is not None:
        raise Unreadable("payer_card", wrong.says, file)
    print(f"{path.name} can be used; put it into {card_files.own_folder()} to have it used.")
    return 0


def _show(name: str, on: date | None, form: str) -> int:
    shown = _lines(_card(options.payer(name), on), on)
    if form == "json":
        print_json(shown)
    else:
        print(_page(shown))
    return 0


def _card(name: str, on: date | None) -> Card:
    return payers.card(name, on or payers.verified_through(name))


def _head(card: Card) -> dict[str, Any]:
    return {
        "payer": card.name,
        "title": card.title,
        "family": card.family,
        "extends": payers.extends(card.name) or None,
        "counting": card.counting,
        "mark": card.mark,
        "verified_through": payers.verified_through(card.name).isoformat(),
    }


def _told(one: dict[str, Any]) -> str:
    counting = WAYS.get(one["counting"], "not known")
    return f"{one['title']}; units: {counting}; verified through {one['verified_through']}"


def _lines(card: Card, on: date | None) -> dict[str, Any]:
    day = on or payers.verified_through(card.name)
    lines = [] if card.unknown_because else [_line(name, card, day) for name in card_lines.LINES]
    told = {"on": day.isoformat(), "lines": lines, "notes": list(card.notes), "unknown_because": card.unknown_because}
    return {**_head(card), **told}


def _line(name: str, card: Card, on: date) -> dict[str, Any]:
    """One line as it is shown: its value, since when, its source and how well it is known."""
    step = card.lines.get(name)
    if step is None:
        why = f"Nothing is recorded here for {on}."
        empty = {"value": card_lines.UNKNOWN, "since": None, "mark": card_lines.UNKNOWN, "why": why, "cite": None}
        return {"line": name, **empty, "means": card_lines.LINES[name].meaning}
    return {
        "line": name,
        "value": _value(step.value),
        "since": step.since.isoformat(),
        "mark": _mark(step),
        "why": step.why and f"{step.why.rstrip('.')}.",
        "cite": cite(step.cite),
        "means": card_lines.LINES[name].meaning,
    }


def _mark(step: Step) -> str:
    return card_lines.UNKNOWN if step.value == card_lines.UNKNOWN else step.mark


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _value(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_value(one) for one in value]
    if isinstance(value, Decimal):
        return float(value)
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _page(shown: dict[str, Any]) -> str:
    lines = [f"{shown['payer']}: {_told(shown)}", f"On {shown['on']}:"]
    for one in shown["lines"]:
        lines.append(f"  {one['line'].replace('_', ' ')}: {_words(one['value'])}{_shown_mark(one)}")
        lines.append(f"      {_source(one)}" if one["cite"] else f"      {one['why']}")
        if one["why"] and one["cite"]:
            lines.append(f"      {one['why']}")
    return "\n".join([*lines, *(f"  {note}" for note in shown["notes"]), shown["unknown_because"]]).rstrip()


def _shown_mark(one: dict[str, Any]) -> str:
    return f" [{NOT_VERIFIED}]" if one["mark"] == NOT_VERIFIED else ""


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "; ".join(f"{key} {_words(one)}" for key, one in value.items()) or "none"
    if isinstance(value, list):
        return ("; " if any(" " in str(one) for one in value) else ", ").join(map(str, value)) or "none"
    return str(value)


def _source(one: dict[str, Any]) -> str:
    cited = one["cite"]
    dated = f", {cited['on']}" if cited["on"] else ""
    link = f" <{cited['link']}>" if cited["link"] else ""
    return f"since {one['since']}; {cited['title']}{dated}{link}"
