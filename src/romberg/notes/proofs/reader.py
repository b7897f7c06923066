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


_DAYS = re.compile(
    r"\b(?P<of>\d{1,2})\s?(?:days? )?(?:of|/|out of)\s?(?:the )?(?:last |past )?(?:30|28|31)\b"
    r"|\b(?:data|readings?|use|used|transmi\w+|monitored|logged)\b[^.\n\d]{0,20}(?P<on>\d{1,2})\s?days?\b"
    r"|\b(?P<days>\d{1,2})\s?days? (?:of (?:data|use|readings?|monitoring)|with (?:data|readings?))\b"
)


def monitored_days(folded: str) -> int | None:
    """On how many days a device sent data, as the note says it; None where it does not."""
    match = _DAYS.search(folded)
    return int(next(one for one in match.groups() if one)) if match else None
