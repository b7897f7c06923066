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


Places = dict[tuple[object, ...], int]  # the path of a key or of an item in a document, and its line, counted from 1
MOST_SIGNS = 2_000_000  # of a document that a person typed


class Misplaced(ValueError):  # noqa: N818  # reads as what happened to the document
    """What is wrong in a document that a person typed, with its line."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.what, self.line = what, line


def read_with_lines(text: str) -> tuple[Any, Places]:
    """A document that a person typed as plain values, with the line of each key; Misplaced where it cannot be read."""
    if len(text) > MOST_SIGNS:
        raise Misplaced("the file is far too long for one that a person typed", 1)
    try:
        loader = _Exact(text)
        node = loader.get_single_node()
        walk = _Walk(loader)
        return (None if node is None else walk.value(node, ())), walk.places
    except yaml.YAMLError as error:
        mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
        what = f"this is no readable YAML ({problem or 'a sign that cannot be'})"
        raise Misplaced(what, mark.line + 1 if mark else 1) from None
    except RecursionError:
        raise Misplaced("the file nests far too deep", 1) from None


class _Walk:
    """Turns the nodes of a document into plain values, once each, and notes the lines of their keys."""

    def __init__(self, loader: Any) -> None:
        self._loader = loader
        self._seen: set[int] = set()
        self.places: Places = {(): 1}

    def value(self, node: Any, path: tuple[object, ...]) -> Any:
        """One node with all below it."""
        if id(node) in self._seen:  # few such links unfold to more than any memory holds
            raise Misplaced("a value is a link to another one (&, *); write it out", node.start_mark.line + 1)
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._noted(one, (*path, number), one) for number, one in enumerate(node.value)]
        try:
            return self._loader.construct_object(node)
        except (ValueError, ArithmeticError):
            raise Misplaced(f"{node.value!s:.40} cannot be read", node.start_mark.line + 1) from None

    def _noted(self, node: Any, path: tuple[object, ...], at: Any) -> Any:
        self.places[path] = at.start_mark.line + 1
        return self.value(node, path)

    def _mapping(self, node: Any, path: tuple[object, ...]) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise Misplaced("a key is a list or a mapping, where a word is wanted", line)
            key = self.value(key_node, path)
            if key in found:
                raise Misplaced(f"the key {key!s:.40} stands twice", line)
            found[key] = self._noted(value_node, (*path, key), key_node)
        return found
