"""Sentences from templates: "Billed {units:units} of {code}" with the evidence filled in as people write it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from romberg.money import usd

_HOLE = re.compile(r"\{(\w+)(?::(\w+))?\}")
_NOT_SAID = "not stated"


def _counted(noun: str, value: Any) -> str:
    return f"{value} {noun}" if value == 1 else f"{value} {noun}s"


def _quoted(value: Any) -> str:
    """The first of a list of quotations, so that a sentence stays readable."""
    if not value:
        return "a heading alone"
    shown = [f"“{one}”" for one in value[:3]]
    return _joined(shown) if len(value) <= 3 else ", ".join(shown) + f" and {len(value) - 3} more"


def _joined(values: list[str]) -> str:
    if len(values) < 2:
        return values[0] if values else "none"
    return ", ".join(values[:-1]) + " and " + values[-1]


def plain(value: Any) -> str:
    """A value as it reads in a sentence: lists with "and" before the last, dates as 2026-03-01."""
    if value is None:
        return _NOT_SAID
    if isinstance(value, list):
        return _joined([plain(one) for one in value])
    return value.isoformat() if isinstance(value, date) else str(value)


_FORMATS: dict[str, Callable[[Any], str]] = {
    "usd": usd,
    "quoted": _quoted,
    "units": partial(_counted, "unit"),
    "minutes": partial(_counted, "minute"),
    "days": partial(_counted, "day"),
}


def fill(template: str, values: Mapping[str, Any]) -> str:
    """The template with its holes filled: {spent:usd}, {time:minutes}, {billed:units}, {people}, {words:quoted}."""
    return _HOLE.sub(lambda hole: _one(values[hole[1]], hole[2]), template)


def parts(template: str) -> Iterator[tuple[str, str | None, str | None]]:
    """A template as what stands before each hole, the hole's name and its format; the last part has no hole."""
    end = 0
    for hole in _HOLE.finditer(template):
        yield template[end : hole.start()], hole[1], hole[2]
        end = hole.end()
    yield template[end:], None, None


def one_value(value: Any, form: str | None) -> str:
    """A value as a hole of this format shows it."""
    return _one(value, form)


def _one(value: Any, form: str | None) -> str:
    return plain(value) if value is None or form is None else _FORMATS[form](value)


def holes(template: str) -> tuple[tuple[str, str | None], ...]:
    """The names in a template, each with its format if it has one."""
    return tuple((hole[1], hole[2]) for hole in _HOLE.finditer(template))


def formats() -> frozenset[str]:
    """The formats that a template may name."""
    return frozenset(_FORMATS)
