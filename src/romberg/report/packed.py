"""A report as text, and the same report again: so that what was once checked need not be checked anew to be shown.

The note's words, its name and the payer's card are left out; who reads a report again brings them. Only values that a
report is made of are read back, each by its name; a text that holds anything else is refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final, cast, get_args, get_type_hints

from romberg.knowledge.payers import Card
from romberg.report.report import Report
from romberg.report.values import Header
from romberg.visit import Span, Visit

_LEFT_OUT: Final = frozenset({(Visit, "text"), (Header, "card"), (Header, "source")})
_PLAIN: Final = frozenset({str, int, float, bool, type(None)})


def pack(report: Report) -> str:
    """A report as text, without the note's words, its name and the card; TypeError for a value of no known kind."""
    return json.dumps(_plain(report), ensure_ascii=False, separators=(",", ":"))


def unpack(packed: str, text: str, source: str, card_of: Callable[[Visit], Card]) -> Report:
    """The report again, with the note's words and name and the card of its payer; ValueError where it is none."""
    try:
        found = _value(json.loads(packed))
        header = found.header
        visit = replace(header.coded.visit, text=text)
        coded = replace(header.coded, visit=visit)
        header = replace(header, source=source, coded=coded, card=card_of(visit))
        return cast(Report, replace(found, header=header))
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"no packed report: {type(error).__name__}") from None


def _plain(value: Any) -> Any:
    """A value as JSON carries it: lists are tuples, objects have one name that tells what they are."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is Span:
        return {"S": [value.start, value.end]}
    if kind is tuple:
        return [_plain(one) for one in value]
    if (names := _fields().get(kind)) is not None:
        return {kind.__name__: [_plain(getattr(value, name)) if name else None for name in names]}
    if isinstance(value, Mapping):
        return {"M": [[_plain(key), _plain(one)] for key, one in value.items()]}
    if kind is list:
        return {"L": [_plain(one) for one in value]}
    if kind is date:
        return {"D": value.isoformat()}
    if kind is Decimal:
        return {"N": str(value)}
    raise TypeError(f"a report holds no {kind.__name__}")


def _value(held: Any) -> Any:
    """The value again."""
    kind = type(held)
    if kind is list:
        return tuple([_value(one) for one in held])
    if kind is not dict:
        return held
    ((name, inner),) = held.items()
    if name == "S":
        return Span(*inner)
    if (made := _kinds().get(name)) is not None:
        return made(*[_value(one) for one in inner])
    return _OTHERS[name](inner)


@cache
def _kinds() -> dict[str, type]:
    """All frozen values that a report can hold, by their names, which are not used twice."""
    found = _within(Report, {})
    named = {kind.__name__: kind for kind in found}
    assert len(named) == len(found), "two values of one name"
    return named


def _within(hint: Any, met: dict[Any, None]) -> dict[Any, None]:
    """The frozen values that stand in a type, in those that stand in it, and so on."""
    if is_dataclass(hint) and hint not in met:
        met[hint] = None
        for inner in get_type_hints(hint).values():
            _within(inner, met)
    for part in get_args(hint):
        _within(part, met)
    return met


@cache
def _fields() -> dict[type, tuple[str, ...]]:
    """The fields of each kind of value in the order in which it is made; "" for one that is left out."""
    return {
        kind: tuple("" if (kind, one.name) in _LEFT_OUT else one.name for one in fields(kind))
        for kind in _kinds().values()
    }


_OTHERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "M": lambda held: {_value(key): _value(one) for key, one in held},
    "L": lambda held: [_value(one) for one in held],
    "D": date.fromisoformat,
    "N": Decimal,
}
