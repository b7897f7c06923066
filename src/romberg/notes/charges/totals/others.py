"""Minutes that are not the whole visit's: of a rest, or of one service that is named beside them."""

from __future__ import annotations

import re

from romberg.notes.interventions import scan
from romberg.notes.layout import Document, Line

RESTS = re.compile(
    r"(?:rests?|breaks?|wait(?:ing)?|driv(?:e|ing)|travel|sub-?|hep|home|walk(?:ed|ing)?|score|scale|held|hold|slept"
    r"|not|no)[\s:-]*$"
)
_OPENS = 8  # signs of a line before the name of a service that opens it
_FIELDS = ("time", "duration", "minutes")  # how the field of a service's time is named: "NMR: tandem. Time: 15 min"


def closes_a_service(document: Document, line: Line, at: int) -> bool:
    """Whether a total in brackets ends a line of one service: "Ther-ex: pulleys, wand flexion (12 min total)"."""
    start = document.segment_at(line.start).body
    return any(one.label and one.start - start < _OPENS for one in scan(document.folded, start, at))


def of_a_service(document: Document, start: int, end: int) -> bool:
    """ "Manual therapy 10 min", "NMR 23 min of one on one": minutes of a service that is named there are no total."""
    line = document.line_at(start)
    if document.folded.startswith(_FIELDS, start) and closes_a_service(document, line, start):
        return True
    if document.times_a_block(start, end):
        return True
    named = scan(document.folded, line.start, min(line.end, end + 30))
    return any(one.label and start - 2 < one.end and one.start < end + 2 for one in named)
