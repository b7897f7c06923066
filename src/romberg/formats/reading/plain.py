"""A reading as a plain object: the schema `romberg.read/1`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from romberg.visit import Span, Visit

SCHEMA = "romberg.read/1"


def plain(source: str, visit: Visit) -> dict[str, Any]:
    """All that the readers found in a note, each fact with its places; nothing of it is judged."""
    digest = sha256(visit.text.encode("utf-8", "surrogatepass")).hexdigest()
    found: dict[str, Any] = _plain(visit)
    del found["text"]
    return {"schema": SCHEMA, "source": source, "note_sha256": digest, "reading": found}


def _plain(value: Any) -> Any:
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value
