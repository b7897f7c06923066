"""Strings that a regular expression matches: each way in which it can begin, and each of its alternatives."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

_parser: Any = importlib.import_module("re._parser")  # the standard library's own; it has no stubs
_LONGEST = 16  # signs of a beginning; no word that starts a cue is longer
_CLASSES = {"CATEGORY_WORD": "a", "CATEGORY_DIGIT": "2", "CATEGORY_SPACE": " ", "CATEGORY_NOT_SPACE": "a"}
_SILENT = frozenset({"AT", "ASSERT", "ASSERT_NOT", "NEGATE"})
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})


def alternatives(expression: str) -> list[str]:
    """An expression's alternatives at its top level, each an expression of its own."""
    parts, depth, at = [""], 0, 0
    while at < len(expression):
        sign = expression[at]
        step = 2 if sign == "\\" else expression.index("]", at + 2) - at + 1 if sign == "[" else 1
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += expression[at : at + step]
        at += step
    return parts


def examples(expression: str) -> list[str]:
    """Strings that begin in every way in which a match can; those that the expression's guards refuse are left out."""
    made = dict.fromkeys(_whole(list(_parser.parse(expression))))
    pattern = re.compile(expression)
    return [one for one in made if any(pattern.match(before + one + after, len(before)) for before, after in FRAMES)]


# What may have to stand around a cue: nothing, a dash, a further word, the end of a clause, a colon, an opened bracket.
FRAMES = (("", ""), ("", "."), ("", " x"), ("", " off"), ("", ":"), ("- ", ""), ("", " ("))


def _whole(tokens: list[Any]) -> Iterator[str]:
    """Every beginning with the shortest end, and every choice made once."""
    yield from _beginnings(tokens)
    plain = [_choices(token)[0] for token in tokens]
    for index, token in enumerate(tokens):
        for choice in _choices(token):
            yield "".join([*plain[:index], choice, *plain[index + 1 :]])


def _beginnings(tokens: list[Any]) -> Iterator[str]:
    heads, rest = {""}, list(tokens)
    while rest and any(len(head) < _LONGEST for head in heads) and len(heads) < 4_000:
        token = rest.pop(0)
        longer = {head + choice for head in heads if len(head) < _LONGEST for choice in _choices(token)}
        heads = longer | {head for head in heads if len(head) >= _LONGEST}
    end = "".join(_choices(token)[0] for token in rest)
    yield from sorted(head + end for head in heads)


def _choices(token: Any) -> list[str]:
    kind, value = str(token[0]), token[1]
    if kind in _SILENT:
        return [""]
    if kind == "LITERAL":
        return [chr(value)]
    if kind == "SUBPATTERN":
        return list(_all_of(value[-1]))
    if kind == "BRANCH":
        return [one for branch in value[1] for one in _all_of(branch)]
    if kind in _REPEATS:
        least, most, inner = value
        counts = [least] if least == most else [least, least + 1] if least else [0, 1]
        return ["" if not n else one * n for n in counts for one in (_all_of(inner) if n else [""])]
    return [_sign(kind, value)]


def _all_of(tokens: Iterable[Any]) -> list[str]:
    return list(dict.fromkeys("".join(parts) for parts in product(*(_choices(token) for token in tokens))))


def _sign(kind: str, value: Any) -> str:
    """One sign of a class, or any sign."""
    if kind != "IN":
        return "a"
    first = str(value[0][0])
    if first == "NEGATE":
        return " "
    if first == "LITERAL":
        return chr(value[0][1])
    if first == "RANGE":
        return chr(value[0][1][0])
    return _CLASSES[str(value[0][1])]


def cues(expression: str) -> Iterator[str]:
    """The single cues of an expression: its alternatives, and those of a group that opens one."""
    for part in alternatives(expression):
        inside, behind = _opening_group(part)
        if len(alternatives(inside)) > 1:
            yield from (f"(?:{one}){behind}" for one in alternatives(inside))
        else:
            yield part


def _opening_group(part: str) -> tuple[str, str]:
    """The inside of the group that a part begins with, and what follows it; nothing where it begins otherwise."""
    if not part.startswith("(?:"):
        return "", part
    depth, at = 0, 0
    while at < len(part):
        sign = part[at]
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return part[3:at], part[at + 1 :]
        at += 2 if sign == "\\" else 1
    return "", part
