"""Text carried over from an earlier visit, and words by which a note calls its care maintenance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from romberg.notes import header
from romberg.notes.dates import Found, dates
from romberg.notes.layout import Document, Segment
from romberg.visit import Span

_SOURCE = (
    r"\s*[(\[:]?\s*(?:from\s+)?(?:the\s+|my\s+|a\s+)?"
    r"(?:prior|previous|last|earlier|past|visit|note|tx|encounter|eval|dos|daily|\d{1,2}/\d)"
)
_SAID = re.compile(
    r"\b(?:(?:text|note|data|content|findings|info\w*|section|assessment|subjective|objective|above|documentation)\s+(?:was\s+|were\s+|is\s+)?"
    r"(?:brought|carried|pulled|rolled|copied)\s+(?:forward|over)"
    r"|template\W{1,3}(?:same\b|carr\w+|copied|as\s+(?:last|prior|before)|from\s+(?:last|prior))|carry[\s-]?over\s+of\s+\d"
    rf"|(?:brought|carried|pulled|rolled|carry|pull|copy)\s+(?:forward|over){_SOURCE}|copied(?:\s+(?:and\s+pasted|forward|over))?{_SOURCE}"
    rf"|copied\s+(?:forward|and\s+pasted)|copy[\s/\-]*paste\w*|copy\s+forward|cloned{_SOURCE}|duplicated{_SOURCE}|populated{_SOURCE}|imported{_SOURCE})"
    r"[^\n\].;]{0,60}"
)
_SAID_HINTS = ("copi", "copy", "clone", "duplicated", "populated", "imported", "template")
_CARRIED_HINTS = (
    "brought",
    "carried",
    "pulled",
    "rolled",
    "carry ",
    "carry\n",
    "carry-",
    "carryover",
    "pull ",
    "pull\n",
)
_DATED_HEADING = re.compile(
    r"\W*(?:[soapr]|subj\w*|obj\w*|asses\w*|plan|resp\w*|response)\s+(\d{1,2}/\d{1,2}(?:/\d{2,4})?)\s*[:\-]"
)
_AS_OF = re.compile(r"\bas\s+of\s+(\d{1,2}/\d{1,2}/\d{2,4})")
_VISIT = re.compile(r"visit\s*(?:#|no\.?|number)?\s*:?\s*#?(\d{1,3})\b(?!\s*(?:of\s+\d+\s+)?(?:was|ago))")
_PRESENT_VISIT = re.compile(
    r"(?:\bhere\s+for|\bseen\s+for|\bpt|\bpatient|\bthis\s+is|\btoday\s+is|\battends?|\bcompleting)\s+(?:her\s+|his\s+|their\s+)?$"
)
_INTENT = re.compile(r"\b(?:recheck|re-?exam|next|will|start|begin|retest|reassess|return|due)\b")
_PLANNED = re.compile(r"\b(?:on|by|for)\s+$")
_TODAYS = frozenset(("subjective", "objective", "treatment", "assessment", "plan", "response"))
_ALIKE = 0.7
_MAINTENANCE = re.compile(
    r"\bmaintenance\b(?!\s+(?:hep|home|exercise|ex\b|program\w*|worker|man|crew|staff|dept|department|job|tech))"
    r"|\bto\s+(?:preserve|maintain)\s+(?:the\s+|his\s+|her\s+|their\s+)?(?:current|present)\s+(?:level|function|status|rom|strength|gains)"
    r"|\btune[\s\-]?ups?\b|\bwellness\s+(?:care|visit|adjustment)|\bsupportive\s+care\b|\bkeeps?\s+(?:him|her|them)\s+(?:loose|going)\b"
    r"|\bmaintain\s+(?:current|present)\s+\w+"
)
_MAINTENANCE_HINTS = ("maint", "preserve", "tune", "wellness", "supportive", "keep")
_NOT = re.compile(r"\b(?:not|no|non|rather\s+than|isn'?t|never|nor|beyond|without)\b[\s\-]*(?:\w+\s+){0,2}$")
_AFTERWARDS = re.compile(r"\s*(?:\?|:?\s*no\b)")


def copied(document: Document) -> tuple[Span, ...]:
    """The words that show text carried over: told so, days or visit numbers not today's, an earlier visit repeated."""
    return tuple(sorted({*_told(document), *_old_days(document), *_old_visits(document), *_repeated(document)}))


def _told(document: Document) -> list[Span]:
    folded = document.folded
    carried = ("forward" in folded or "over" in folded) and any(hint in folded for hint in _CARRIED_HINTS)
    if not carried and not any(hint in folded for hint in _SAID_HINTS):
        return []
    return [Span(m.start(), m.end()) for m in _SAID.finditer(folded) if document.region_at(m.start()) != "prior"]


@lru_cache(maxsize=2)  # two readers ask for it while one note is read
def maintenance(document: Document) -> tuple[Span, ...]:
    """The words by which the note calls today's care maintenance; denials are not among them."""
    found: list[Span] = []
    if not any(hint in document.folded for hint in _MAINTENANCE_HINTS):
        return ()
    for match in _MAINTENANCE.finditer(document.folded):
        segment = document.segment_at(match.start())
        if segment.region in ("prior", "home", "history", "goals", "education"):
            continue
        if _NOT.search(document.folded, max(segment.start, match.start() - 30), match.start()) or _AFTERWARDS.match(
            document.folded, match.end()
        ):
            continue
        if segment.region in ("subjective", "plan") and match.group() == "maintenance":
            continue
        found.append(Span(match.start(), match.end()))
    return tuple(found)


def _old_days(document: Document) -> list[Span]:
    """Parts of the note that carry an earlier day in their heading, and plans for a day that is past."""
    headed = [m for m in _dated_words(document) if document.region_at(m.start()) in _TODAYS]
    planned = [d for s in document.segments if s.region == "plan" for d in _planned(document, s)]
    dated = header.service_date(document) if headed or planned else None
    if dated is None:
        return []
    old = [Span(m.start(), m.end()) for m in headed if _before(m.group(1), dated.value)]
    return old + [Span(d.start, d.end) for d in planned if d.value < dated.value]


def _dated_words(document: Document) -> Iterator[re.Match[str]]:
    folded = document.folded
    headed = (s for s in document.segments if s.body > s.start and s.region in _TODAYS)
    yield from (match for s in headed if (match := _DATED_HEADING.match(folded, s.start, s.end)))
    if "as of" in folded:
        yield from _AS_OF.finditer(folded)


def _planned(document: Document, segment: Segment) -> Iterator[Found]:
    """The days for which a sentence of the plan sets something."""
    folded = document.folded
    if _INTENT.search(folded, segment.body, segment.end):
        for found in dates(folded, segment.body, segment.end):
            if _PLANNED.search(folded, max(0, found.start - 6), found.start):
                yield found


def _old_visits(document: Document) -> list[Span]:
    """Visit numbers told as today's that are not the header's."""
    numbers = list(_VISIT.finditer(document.folded, *document.active))
    header = next((m for m in numbers if document.region_at(m.start()) == "header"), None)
    if header is None:
        return []
    return [
        Span(m.start(), m.end())
        for m in numbers
        if m.group(1) != header.group(1)
        and document.region_at(m.start()) in ("subjective", "objective", "assessment", "treatment", "response")
        and _PRESENT_VISIT.search(document.folded, max(0, m.start() - 20), m.start())
    ]


def _repeated(document: Document) -> list[Span]:
    """Sentences that an earlier visit of the file has word for word, where most of today's text is such."""
    if len(document.encounters) < 2:
        return []
    body = [
        s for s in document.segments if document.active.start <= s.start < document.active.end and s.end - s.body > 20
    ]
    today = [s for s in body if s.region not in ("header", "charges", "signature", "totals", "prior")]
    earlier = {document.folded[s.body : s.end].strip() for s in document.segments if s.region == "prior"}
    same = [s for s in today if document.folded[s.body : s.end].strip() in earlier]
    whole = sum(s.end - s.body for s in today)
    alike = sum(s.end - s.body for s in same)
    return [Span(s.body, s.end) for s in same] if whole and alike >= _ALIKE * whole else []


def _before(text: str, today: date) -> bool:
    parts = [int(part) for part in text.split("/")]
    year = today.year if len(parts) < 3 else parts[2] + (2000 if parts[2] < 100 else 0)
    try:
        return date(year, parts[0], parts[1]) < today
    except ValueError:
        return False
