"""Numbers without their unit that are minutes by where they stand: "NMR = 18", "NMR (18)", "[97110 15]"."""

from __future__ import annotations

import re

from romberg.notes.layout import Segment
from romberg.notes.treatments.filling import leads
from romberg.notes.treatments.head import Head

_BARE = re.compile(r"\s*(?:=|:|\||-{1,2}>|\.{3,})\s*(\d{1,3})(?![\d/:.x%'\"]|\s*[x/%#]| ?[a-z]| u\b| units?)")
_BRACKETED = re.compile(r"\s{0,2}\((\d{1,3})(?:\s?')?\)(?!\s*(?:x|reps?|sets?)\b)")
_OPENS_WORK = re.compile(r"\s(\d{2}):(?=\s[a-z])")  # "ther ex 25: squats"
_SUM_OF = re.compile(r"\s(?:sub)?total[\s:=]{1,3}(\d{1,3})\s*(?=\n|\Z|:\s)")  # "97112 total 23"
_NUMBER = re.compile(r"[\s:=(]{1,3}(\d{1,3})(?![\d/:.x%'\"]|\s?x\s?\d|\s?(?:u|units?)\b)")
_IN_BRACKETS = re.compile(r"[\s,:]{1,3}((?:[5-9]|\d{2}))\s?(?=[)\]])")
_MIN_BEFORE = re.compile(r"\bmin(?:ute)?s?\W")
_AFTER_BRACKET = re.compile(r"\s?[)\]]?\s*[:=]?\s*(\d{1,3})(?![\d/:.x%'\"]|\s*[x/%#]| ?[a-z])")


def bare_minutes(folded: str, head: Head) -> re.Match[str] | None:
    """A number without its unit behind a name: "NMR = 18"; in brackets where the name opens the line: "NMR (18)"."""
    bare = _BARE.match(folded, head.end, head.segment.end) or _behind_code(folded, head) or _with_code(folded, head)
    bare = bare or (_under_minutes(folded, head.segment, head.end) if head.name else None)
    if bare or not leads(folded[head.segment.body : head.start]):
        return bare
    opened = _BRACKETED.match(folded, head.end, head.segment.end) or _OPENS_WORK.match(
        folded, head.end, head.segment.end
    )
    return opened or _SUM_OF.match(folded, head.end, head.segment.end)


def _under_minutes(folded: str, segment: Segment, end: int) -> re.Match[str] | None:
    """A number behind a name where the heading says that it is minutes: "Minutes: NMR 15, TE 10"."""
    if "min" not in folded[segment.start : segment.body]:
        return None
    return _NUMBER.match(folded, end, segment.end)


def _behind_code(folded: str, head: Head) -> re.Match[str] | None:
    """A number behind the brackets of a code where the word for minutes stands before: "Gait: Min (97116): 14"."""
    counted = head.code and _MIN_BEFORE.search(folded, head.start, head.end)
    return _AFTER_BRACKET.match(folded, head.end, head.segment.end) if counted else None


def _with_code(folded: str, head: Head) -> re.Match[str] | None:
    """A number that shares its brackets with a code alone: "...x 15 min, RPE 12   [97110 15]"; few are units."""
    inside = head.code is not None and folded[head.start - 1 : head.start] in ("[", "(")
    return _IN_BRACKETS.match(folded, head.end, head.segment.end) if inside else None
