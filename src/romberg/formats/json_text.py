"""JSON and JSON lines: one object for each note, in the order given."""

from __future__ import annotations

import json
from typing import Any

from romberg.formats.unreadable import Unreadable
from romberg.report import Report


def object_of(source: str, found: Report | Unreadable) -> dict[str, Any]:
    """A report's object, or the object that says why a note was not read."""
    return {"source": source, "error": found.as_dict()} if isinstance(found, Unreadable) else found.as_dict()


def line(value: Any) -> str:
    """A value as one line of JSON; lone surrogates are escaped, so that it is always good UTF-8."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text if _encodes(text) else json.dumps(value, separators=(",", ":"))


def pretty(value: Any) -> str:
    """A value as JSON for people."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return text if _encodes(text) else json.dumps(value, indent=2)


def _encodes(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
