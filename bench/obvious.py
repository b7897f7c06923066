"""The obvious way to read a note: a vocabulary and twenty separate patterns, each over the whole text.

It finds spans and no more: nothing is linked, nothing is told apart as planned or of another day. What Romberg does
from text to visit is measured beside it.
"""

from __future__ import annotations

import re
from functools import cache

from romberg.notes import lexicon
from romberg.notes.interventions import groups, services
from romberg.notes.layout.fold import fold

_FIELDS = (
    r"\b\d{1,3}\s*(?:-|to)?\s*\d{0,3}\s*(?:min(?:ute)?s?\b|')",
    r"\b\d{1,2}:\d{2}\s*(?:am|pm)?\s*(?:-|to)\s*\d{1,2}:\d{2}\s*(?:am|pm)?",
    r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b20\d\d-\d\d-\d\d\b",
    r"\b(?:9[0-8]\d{3}|g0\d{3})\b(?:\s*-\s*(?:59|gp|go|gn|kx|cq|co))*",
    r"\b(?:x\s*)?\d{1,2}\s*(?:units?|u)\b|\bx\s*\d{1,2}\b",
    r"\b[a-tv-z]\d[0-9a-z](?:\.[0-9a-z]{1,4})?\b",
    r"\b(?:timed|total)\b[^.\n]{0,30}?\d{1,3}\s*min",
    r"\b\d+\s*x\s*\d+(?:\s*(?:reps?|sets?|s|sec))?\b",
    r"\b\d{1,2}\s*/\s*10\b|\bpain\s*:?\s*\d{1,2}\b",
    r"\b(?:tug|berg|bbs|fga|dgi|lefs|dash|ndi|odi|moca|mmse)\b[^.\n]{0,24}?\d+(?:\.\d+)?(?:\s*/\s*\d+)?",
    r"\b(?:arom|prom|rom|flexion|extension|abduction)\b[^.\n]{0,20}?\d{1,3}\s*(?:deg|°)?",
    r"\b(?:(?:min|mod|max)(?:imal|imum|erate)?\s*(?:a|assist)|cga|sba|supervision|independent|mod\s*i)\b",
    r"\b[A-Z][a-z]+\s+[A-Z][a-z]+,\s*(?:pta?|cota|otr(?:/l)?|slp|dpt|ccc-slp|dc|md)\b",
    r"(?:electronically\s+)?signed(?:\s+by)?\b[^\n]{0,40}",
    r"^\s*(?:s|o|a|p|subjective|objective|assessment|plan|treatment|goals?)\s*[:\-]",
    r"\b(?:medicare|medicaid|aetna|cigna|humana|bcbs|unitedhealthcare|uhc|tricare|workers'? comp)\b",
    r"\bvisit\s*#?\s*\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?",
    r"\b(?:cert(?:ification)?|poc|plan of care)\b[^\n]{0,40}?\d{1,2}/\d{1,2}/\d{2,4}",
    r"\b(?:no|not|declined|refused|held|deferred|without)\b[^.\n]{0,40}",
    r"\b(?:next (?:visit|session)|will|plan to|hep|home program|last (?:visit|week))\b[^.\n]{0,40}",
)


@cache
def _vocabulary() -> re.Pattern[str]:
    forms = (form for told in (services(), groups()) for words in told.values() for form in words)
    return lexicon.pattern(forms)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one, re.IGNORECASE | re.MULTILINE) for one in _FIELDS)


def spans(text: str) -> list[tuple[int, int]]:
    """Where the vocabulary and each pattern match."""
    found = [match.span() for match in _vocabulary().finditer(fold(text))]
    for one in _patterns():
        found += (match.span() for match in one.finditer(text))
    return found
