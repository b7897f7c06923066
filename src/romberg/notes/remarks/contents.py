"""What the plan of an evaluation holds: goals, how often, how long. Sought in evaluations only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from romberg.notes.layout import Document
from romberg.visit import Remark, Span

_ELSEWHERE = frozenset(("prior", "home", "subjective", "history", "charges", "education"))
_NUMBER = r"(?:\d{1,2}(?:\s?-\s?\d{1,2})?|one|two|three|four|five|six|eight|ten|twelve)"
_WEEK = r"(?:wks?|weeks?|w)"
_PARTS = (
    (
        "plan goals",
        ("goal", "ltg", "stg", "aim", "objectives", "target"),
        re.compile(r"\b(?:goals?|ltgs?|stgs?|aims?|targets?)\b|\bobjectives\b"),
    ),
    (
        "plan frequency",
        ("/w", "week", "wk", "daily", "month", "freq", "once", "twice", "every", "biw", "tiw", "recheck", "follow"),
        re.compile(
            rf"\b{_NUMBER}\s?x?\s?(?:times|visits?|sessions?)?\s?(?:/|per|a|an|each|every)\s?(?:{_WEEK}|month|day)\b"
            rf"|\b{_NUMBER}\s?x\s?(?:weekly|monthly|daily|{_WEEK}\b)|\b\d\s?w\s?\d{{1,2}}\b"
            rf"|\b(?:once|twice|weekly|bi-?weekly|monthly|biw|tiw)\b"
            rf"|\bevery (?:other|second|{_NUMBER})(?: {_WEEK}| days?)?\b"
            rf"|\b(?:recheck|follow[\s-]?up)\b[^.;\n]{{0,12}}\b{_NUMBER}\s?(?:{_WEEK}|days?|months?)\b|\bq\s?(?:wk|week)\b"
            rf"|\b{_NUMBER}\s?d(?:ays?)?\s?/\s?{_WEEK}\b|\b{_NUMBER}\s?(?:times|x)\s?(?:a\s)?weekly\b"
            r"|\bfreq(?:uency)?\b[\s:=]{0,3}(?:of\s)?(?:\d|once|twice|one|two|three)"
        ),
    ),
    (
        "plan duration",
        ("wk", "week", "month", "visit", "w", "session", "days"),
        re.compile(
            rf"\b(?:x|for|over|times|duration:?|up to|total of|next)\s{{0,2}}(?:another\s)?{_NUMBER}\s?"
            rf"(?:more\s)?(?:{_WEEK}|months?|mos?|visits?|sessions?|days)\b"
            rf"|\b{_NUMBER}[\s-]?(?:more\s)?(?:{_WEEK}|months?|visits?|sessions?)\b(?!\s?(?:ago|old|post|s/p|po\b))"
            r"|\b\d\s?w\s?\d{1,2}\b|(?:/|per|a)\s?(?:wk|week)\s?x\s?\d|\bthrough \d{1,2}/\d{1,2}"
        ),
    ),
)


def read(document: Document) -> Iterator[Remark]:
    """The first words for each part of the plan that an evaluation holds."""
    for kind, signs, words in _PARTS:
        if any(sign in document.folded for sign in signs):
            matches = words.finditer(document.folded, *document.active)
            found = next((one for one in matches if document.region_at(one.start()) not in _ELSEWHERE), None)
            if found is not None:
                yield Remark(kind, None, (Span(*found.span()),))
