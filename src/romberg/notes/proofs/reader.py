"""Looks for the words of one particular (a dose, a side, a settled level of help) in stretches of a note."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

import yaml

from romberg.visit import Span

_SAME = {"site": "region"}  # where hands worked, and where a machine did: the same words, another rule


@cache
def _words() -> Mapping[str, list[str]]:
    text = resources.files(__package__).joinpath("words.yaml").read_text("utf-8")
    loaded: Mapping[str, list[str]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return loaded


def kinds() -> frozenset[str]:
    """The particulars that can be looked for."""
    return frozenset((*_words(), *_SAME))


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(_words()[_SAME.get(kind, kind)]))


def first(kind: str, folded: str, spans: Iterable[Span]) -> Span | None:
    """Where a particular is first shown in some stretches of a folded note; None where none of them shows it."""
    pattern = _pattern(kind)
    found = (pattern.search(folded, span.start, span.end) for span in spans)
    return next((Span(match.start(), match.end()) for match in found if match), None)
