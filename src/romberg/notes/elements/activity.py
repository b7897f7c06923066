"""Telling activities from labels."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

import yaml

from romberg.visit import Span, Treatment

_WORD = re.compile(r"[a-z][a-z'\-]*|&")


@cache
def _labels() -> frozenset[str]:
    text = resources.files(__package__).joinpath("generic.yaml").read_text("utf-8")
    return frozenset(yaml.load(text, Loader=yaml.CSafeLoader)["words"])


def vague(words: str) -> bool:
    """Whether words (folded) only name a kind of treatment: "balance exercises", "ther ex per flow sheet"."""
    return all(word.strip("-'") in _labels() for word in _WORD.findall(words))


def specific(treatments: tuple[Treatment, ...]) -> tuple[Span, ...]:
    """The activities named beyond a label; nothing where a whole treatment is only a label."""
    found: list[Span] = []
    for treatment in treatments:
        named = [span for a in treatment.activities if not vague(a.text.lower()) for span in a.spans[:1]]
        if not named and "not billed" not in treatment.flags:
            return ()
        found += named
    return tuple(found)
