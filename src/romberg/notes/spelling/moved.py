"""A visit read from a straightened copy, with every place and quotation as in the note that was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from romberg.notes.spelling.straight import Straight
from romberg.visit import Span, Visit


def moved(visit: Visit, straight: Straight) -> Visit:
    """The same visit with spans into the note as given, and the quotations that stand there."""
    made: Visit = _moved(visit, straight)
    return made


def _moved(value: Any, straight: Straight) -> Any:
    if isinstance(value, Span):
        return straight.original(value)
    if isinstance(value, tuple):
        return tuple(_moved(one, straight) for one in value)
    if isinstance(value, Mapping):
        return {key: _moved(one, straight) for key, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return _of_fields(value, straight)
    return value


def _of_fields(value: Any, straight: Straight) -> Any:
    made = {field.name: _moved(getattr(value, field.name), straight) for field in fields(value)}
    if isinstance(value, Visit):
        made["text"] = straight.given
    elif "text" in made and made.get("spans"):
        start, end = made["spans"][0]
        made["text"] = straight.given[start:end]
    return type(value)(**made)
