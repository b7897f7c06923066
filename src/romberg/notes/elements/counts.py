"""Performance that was counted or measured: what a measured outcome is where no named test stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from romberg.notes.elements.moments import SAME_COUNT, THEN
from romberg.notes.elements.note import ELSEWHERE, Note, few
from romberg.notes.layout import Segment
from romberg.visit import Span

_COUNTED = re.compile(
    # opens with a set of signs, to which a search skips quickly
    r"[\dlemr](?:(?<=\d)(?:(?<![\d/.\-]\d)\d{0,2}\s*/\s*\d{1,3}(?![\d/]|\s*(?:wk|week|x\b))"
    r"|(?<!\w\d)(?:\d{0,2}(?:\s+(?:of|out\s+of)\s+\d{1,3}\b|\s?%)|\d*(?:\.\d+)?\s*(?:->|=>|-->)\s*\d"
    r"|\d*\s+(?:lob|errors|missteps|redirects|spills)\b"
    r"|\d*(?:\.\d+)?\s?(?:s|sec\w*|deg\w*|%|cm|db)?,\s(?:(?:up\s|down\s)?from|last\s(?:time|visit))\s\d+))"
    r"|(?<!\w.)(?:(?<=l)ob|(?<=e)rrors?|(?<=m)issteps?|(?<=r)edirects?)\s*x?\s*\d)"
)
_NO_COUNT = re.compile(
    r"(?:\b(?:bp|visits?|session|auth\w*|on|dos|date|dob|eval|cert|poc|c|l|t|since|until|last|by|of|#"
    r"|appt|appointment|thru|through|exp\w*|same as)\W{0,3}|\d[/-]"
    r"|\b(?:as|on|since) \d{1,2}/\d{1,2},? and )$"
)
_SIZED = re.compile(
    r"(?<![\d/.\-x])\b\d{1,3}(?:\.\d+)?\s?(?:cm|mm|db|ml|deg(?:rees?)?|°|hz|mmhg|sec(?:onds?)?)(?![a-z/])"
    r"|\b(?:girth|circumference|circ|volume|vol|figure of 8)\b[^;\n\d]{0,30}\d{1,4}(?:\.\d)?\b"
)
_DOSE = re.compile(r"\d\s*x\s*\d|\bx\s?\d|\breps\b|\bhold\b|\bsets\b|\bbp\b")


def counted(note: Note) -> tuple[Span, ...]:
    """Performance that was counted or timed: "34/40 85 %", "28 of 40", "9 -> 3"."""
    patterns = (_COUNTED, THEN, SAME_COUNT)
    spans = [Span(m.start(), m.end()) for p in patterns for m in p.finditer(note.document.folded)]
    elsewhere = ELSEWHERE | {"totals", "subjective"}
    counts = (span for span, segment in note.outside(spans, elsewhere) if _is_count(note, span, segment))
    return few(counts) or few(_sized(note))


def _sized(note: Note) -> Iterator[Span]:
    """Lengths, angles, loudness and times in findings and results: "elbow 29.8", "67 dB", "closes to 1 cm"."""
    spans = [Span(m.start(), m.end()) for m in _SIZED.finditer(note.document.folded)]
    for span, segment in note.outside(spans, ELSEWHERE | {"totals", "subjective", "treatment", "assessment"}):
        if note.in_text(segment) and not _DOSE.search(note.document.folded, segment.body, segment.end):
            yield span


def _is_count(note: Note, span: Span, segment: Segment) -> bool:
    before = _NO_COUNT.search(note.document.folded, max(segment.start, span.start - 12), span.start)
    return not before and note.in_text(segment)
