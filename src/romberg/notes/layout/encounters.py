"""Files that hold several visits: which stretch is today's."""

from __future__ import annotations

import re
from datetime import date

from romberg.notes.dates import first_date
from romberg.notes.layout.document import Line
from romberg.visit import Span

_RULED = re.compile(r"\s*(?:[-=*_#~]{2,}|[>»]{1,3}|\[)\s*\S")
_DATED = re.compile(r"\s*\d{1,2}/\d{1,2}/\d{2,4}\s+[(\[]?(?:visit|session|tx|treatment|encounter|note|daily|appt)\b")
_OPENINGS = frozenset("-=*_#~>»[evdsn")
_LONGEST = 140  # signs
# "Visit 11.  Progress report 08/12/2026": the day of something else that this visit's head tells.
_ANOTHER_DAY = re.compile(
    r"\b(?:progress (?:report|note)|pr|pn|re-?cert\w*|cert\w*|poc|plan of care|last|next|since|prior|due|onset|injury"
    r"|surgery|dob|soc|start of care|started|began|begun|seen|eval\w*|(?:re-?)?exam|order(?:ed)?|admitted)"
    r"\b[^a-z]*(?:[a-z]+[^a-z]*)?$"
)
_NUMBERED = re.compile(r"[\s,|:-]*(?:visit|session|tx|treatment)\s?#?\d")  # "--- prior 3/19/2026 visit 15 ---"
_LITTLE = 60  # signs under a head that make no visit
_KEYED = re.compile(r"\s*(?:encounter|visit date|date of service|date of visit|dos|visit|session|note)\b[^a-z]{0,6}")


def encounters(folded: str, lines: tuple[Line, ...]) -> tuple[tuple[Span, date], ...]:
    """Each dated encounter of the file with its date; empty where the file holds one visit only."""
    likely = [line for line in lines if _may_head(folded, line)]
    if len(likely) < 2:
        return ()
    heads = [(line, found) for line in likely if (found := _head(folded, line))]
    if len({found for _, found in heads}) < 2:
        return ()
    if len(heads) > 2 and len(folded[heads[0][0].end : heads[1][0].start].strip()) < _LITTLE:
        heads = heads[1:]  # a line of names and the day over the first visit is the head of the file
    ends = [head.start for head, _ in heads[1:]] + [len(folded)]
    return tuple((Span(head.start, end), found) for (head, found), end in zip(heads, ends, strict=True))


def _may_head(folded: str, line: Line) -> bool:
    """Whether the first sign of a line can open an encounter; few lines have such a one."""
    first = folded[line.start + line.indent : line.start + line.indent + 1]
    return (first in _OPENINGS or first.isdecimal()) and line.end - line.start <= _LONGEST


def _head(folded: str, place: Line) -> date | None:
    line = folded[place.start : place.end]
    if not (_RULED.match(line) or _KEYED.match(line) or _DATED.match(line)):
        return None
    found = first_date(line)
    numbered = _RULED.match(line) and found and _NUMBERED.match(line, found.end)
    if found is None or found.start > 45 or (_ANOTHER_DAY.search(line, 0, found.start) and not numbered):
        return None
    return found.value


def today(folded: str, found: tuple[tuple[Span, date], ...]) -> int:
    """Which encounter is today's: the one that says so, else the latest, of equals the last."""
    for index, (span, _) in enumerate(found):
        first_line = folded[span.start : span.end].split("\n", 1)[0]
        if "today" in first_line or "current" in first_line:
            return index
    return max(range(len(found)), key=lambda index: (found[index][1], index))
