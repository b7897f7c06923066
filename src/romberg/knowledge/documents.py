"""Reads Romberg's own YAML: exact numbers, true dates, no key twice."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

ROOM = Path(__file__).parent
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Exact(_Base):  # type: ignore[misc]  # PyYAML is told of a number's type through a loader class
    """A safe loader that keeps 33.4009 as written, and refuses a key that stands twice."""


def _decimal(loader: Any, node: Any) -> Decimal:
    return Decimal(loader.construct_scalar(node))


def _mapping(loader: Any, node: Any) -> dict[Any, Any]:
    pairs = [(loader.construct_object(key), loader.construct_object(value, deep=True)) for key, value in node.value]
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"line {node.start_mark.line + 1}: the key {twice!r} stands twice; keep one of the two")
    return found


_Exact.add_constructor("tag:yaml.org,2002:float", _decimal)
_Exact.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_yaml(path: Path) -> dict[Any, Any]:
    """The contents of one YAML file as plain values."""
    found = yaml.load(path.read_text(encoding="utf-8"), Loader=_Exact)
    if not isinstance(found, dict):
        raise ValueError(f"{path.name}: expected keys and values at the top of the file")
    return found
