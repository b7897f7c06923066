"""What an evaluation, progress report or discharge summary shows, and the components of an evaluation's complexity."""

from __future__ import annotations

import re
from itertools import islice
from typing import get_args

from romberg.notes.layout import Document
from romberg.visit import Span
from romberg.visit.record import Complexity, Level, Presentation

_HISTORY = re.compile(
    r"\b(?:history|hx|hpi|pmh|onset|prior level|plof|background|occupational profile|mechanism|moi|since|ago|lives|"
    r"previous(?:ly)?|before (?:the )?(?:injury|surgery|stroke|onset)|started|began|injur\w+|fell|referr\w+)\b"
)
_STATUS = re.compile(
    r"\b(?:met|not met|partially met|unmet|achieved|reached|ongoing|in progress|progressing|continue[ds]?|not yet|"
    r"upgrade\w*|modified|revised|discontinued|d/c'?d|deferred|\d+\s?%)\b|\bnow\b"
)
_GOAL = re.compile(r"\b(?:goals?|stgs?\d?|ltgs?\d?|aims?|objectives?)\b")
_NUMBER = {"no": 0, "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "1-2": 2, "1-3": 3}
_COUNT = rf"(?P<n>{'|'.join(_NUMBER)}|\d{{1,2}})\s?\+?(?:\s?or more)?\s+"
_FACTORS = re.compile(
    rf"\b{_COUNT}(?:[a-z/]+\s+){{0,2}}?(?:factors?|comorbid(?:it(?:y|ies))?s?)\b|\b(?P<none>no)\s+comorbid\w*"
)
_ELEMENTS = re.compile(
    rf"\b{_COUNT}(?:[a-z/]+\s+){{0,2}}?(?:elements?|deficits?|body (?:structures?|systems?|regions?)|limitations?)\b"
)
_PRESENTATION = re.compile(
    r"\b(?P<stable>stable|uncomplicated)\b|\b(?P<evolving>evolving|changing)\b|\b(?P<unstable>unstable|unpredictable)\b"
)
_WORD = re.compile(
    r"\b(low|moderate|mod|high)[\s-]+complex(?:ity)?\b|\bcomplexity\W{1,3}(?:level\W{1,3})?(low|moderate|mod|high)\b"
    r"|\bdecision[\s-]making\W{1,3}(?:is |of )?(low|moderate|mod|high)\b"
)
_LEVEL = re.compile(r"\bcomplex(?:ity)?\b|\bclinical presentation\b|\bdecision making\b")
_AROUND = 160  # signs about the word of complexity in which its components are told


def read(document: Document) -> dict[str, tuple[Span, ...]]:
    """The words that show a history, and what became of the goals."""
    return {"history": _history(document), "goal status": _goal_status(document)}


def _history(document: Document) -> tuple[Span, ...]:
    parts = [Span(s.body, s.end) for s in document.segments if s.region in ("history", "subjective") and s.end > s.body]
    told = (Span(m.start(), m.end()) for m in _HISTORY.finditer(document.folded, *document.active))
    return tuple(parts[:3]) or tuple(islice(told, 3))


def _goal_status(document: Document) -> tuple[Span, ...]:
    """Sentences about goals, or under their heading, that say what became of one."""
    found = []
    for segment in document.segments:
        about = segment.region == "goals" or _GOAL.search(document.folded, segment.start, segment.end)
        if about and segment.region != "prior" and _STATUS.search(document.folded, segment.start, segment.end):
            found.append(Span(segment.body, segment.end))
    return tuple(found[:4])


def complexity(document: Document) -> Complexity:
    """The components that stand about the word of complexity."""
    folded, word = document.folded, _worded(document)
    for level in _LEVEL.finditer(folded, *document.active):
        start, end = (
            max(document.active.start, level.start() - _AROUND),
            min(document.active.end, level.end() + _AROUND),
        )
        found = [pattern.search(folded, start, end) for pattern in (_FACTORS, _ELEMENTS, _PRESENTATION)]
        if any(found):
            factors, elements, presented = found
            spans = tuple(Span(match.start(), match.end()) for match in found if match)
            return Complexity(word, _count(factors), _count(elements), _presentation(presented), spans)
    return Complexity(word)


def _worded(document: Document) -> Level | None:
    """The level that the words name; None where they name none, or two."""
    found = {one for match in _WORD.finditer(document.folded, *document.active) for one in match.groups() if one}
    levels = {"moderate" if one == "mod" else one for one in found}
    return next((one for one in get_args(Level) if levels == {one}), None)


def _count(match: re.Match[str] | None) -> int | None:
    if match is None:
        return None
    told = match["n"] if match["n"] is not None else match.groupdict().get("none")
    return _NUMBER[told] if told in _NUMBER else int(told or 0)


def _presentation(match: re.Match[str] | None) -> Presentation | None:
    return next((one for one in get_args(Presentation) if match and match[one]), None)
