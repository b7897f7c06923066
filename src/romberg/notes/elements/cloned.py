"""Text carried over from an earlier visit, and words by which a note calls its care maintenance."""

from __future__ import annotations

import re
from datetime import date

from romberg.notes.dates import dates, first_date
from romberg.notes.layout import Document, Segment
from romberg.visit import Span

_SAID = re.compile(
    r"\b(?:cop(?:ied|y)(?:\s+(?:and\s+pasted?|forward(?:ed)?|over|from|of))+|(?:text|note|data|content|findings|subjective|objective|plan)?\s*(?:brought|carried|pulled|rolled)\s+(?:forward|over)|"
    r"carry(?:ing)?\s+forward|cloned|duplicated?\s+(?:from|of|note)|(?:auto)?populated\s+from|imported\s+from\s+(?:the\s+)?(?:prior|previous|last)|"
    r"(?:same|as)\s+as\s+(?:last|previous|prior)\s+(?:note|visit\s+note)|copy/?paste|from\s+(?:the\s+)?(?:prior|previous|last)\s+note)\b[^\n\].;]{0,60}"
)
_SAID_HINTS = (
    "copi",
    "copy",
    "forward",
    "carried over",
    "pulled",
    "rolled over",
    "clone",
    "duplicat",
    "populated",
    "imported",
    "last note",
    "previous note",
    "prior note",
)
_DATED_HEADING = re.compile(
    r"\W*(?:[soapr]|subj\w*|obj\w*|asses\w*|plan|resp\w*|response)\s+(\d{1,2}/\d{1,2}(?:/\d{2,4})?)\s*[:\-]"
)
_AS_OF = re.compile(r"\bas\s+of\s+(\d{1,2}/\d{1,2}/\d{2,4})")
_VISIT = re.compile(r"\bvisit\s*(?:#|no\.?|number)?\s*:?\s*#?(\d{1,3})\b(?!\s*(?:of\s+\d+\s+)?(?:was|ago))")
_PRESENT_VISIT = re.compile(
    r"(?:\bhere\s+for|\bseen\s+for|\bpt|\bpatient|\bthis\s+is|\btoday\s+is|\battends?|\bcompleting)\s+(?:her\s+|his\s+|their\s+)?$"
)
_PLANNED = re.compile(r"\b(?:on|by|for)\s+$")
_ALIKE = 0.7
_MAINTENANCE = re.compile(
    r"\bmaintenance\b(?!\s+(?:hep|home|exercise|ex\b|program\w*|worker|man|crew|staff|dept|department|job|supervisor|tech))|\bto\s+(?:preserve|maintain)\s+(?:the\s+|his\s+|her\s+|their\s+)?(?:current|present)\s+(?:level|function|status|rom|strength|gains)|"
    r"\btune[\s\-]?ups?\b|\bwellness\s+(?:care|visit|adjustment)|\bsupportive\s+care\b|\bkeeps?\s+(?:him|her|them)\s+(?:loose|going)\b|\bmaintain\s+(?:current|present)\s+\w+"
)
_NOT = re.compile(r"\b(?:not|no|non|rather\s+than|isn'?t|never|nor|beyond|without)\b[\s\-]*(?:\w+\s+){0,2}$")
_AFTERWARDS = re.compile(r"\s*(?:\?|:?\s*no\b)")


def copied(document: Document) -> tuple[Span, ...]:
    """The words that show text carried over: said so, or days and visit numbers that are not today's, or an earlier visit word for word."""
    folded = document.folded
    said = (
        [Span(m.start(), m.end()) for m in _SAID.finditer(folded)]
        if any(hint in folded for hint in _SAID_HINTS)
        else []
    )
    said = [span for span in said if document.region_at(span.start) != "prior"]
    return tuple(sorted({*said, *_old_days(document), *_old_visits(document), *_repeated(document)}))


def maintenance(document: Document) -> tuple[Span, ...]:
    """The words by which the note calls today's care maintenance; denials are not among them."""
    found = []
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
    today = _service_date(document)
    if today is None:
        return []
    found = []
    for segment in document.segments:
        if (
            segment.region not in ("subjective", "objective", "assessment", "plan", "response")
            or segment.start >= document.active.end
        ):
            continue
        for match in (
            _DATED_HEADING.match(document.folded, segment.start, segment.end),
            _AS_OF.search(document.folded, segment.body, segment.end),
        ):
            if match and _before(match.group(1), today):
                found.append(Span(match.start(), match.end()))
        if segment.region == "plan":
            found += _past_plans(document, segment, today)
    return found


def _past_plans(document: Document, segment: Segment, today: date) -> list[Span]:
    if not re.search(
        r"\b(?:recheck|re-?exam|next|will|start|begin|retest|reassess|return|due)\b",
        document.folded[segment.body : segment.end],
    ):
        return []
    past = (d for d in dates(document.folded, segment.body, segment.end) if d.value < today)
    return [Span(d.start, d.end) for d in past if _PLANNED.search(document.folded, max(0, d.start - 6), d.start)]


def _old_visits(document: Document) -> list[Span]:
    """Visit numbers told as today's that are not the header's."""
    numbers = [m for m in _VISIT.finditer(document.folded, *document.active)]
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
    """Sentences of today's visit that an earlier one in the same file has word for word, where most of the text is such."""
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


def _service_date(document: Document) -> date | None:
    found = first_date(document.folded[document.active.start : document.active.end])
    labelled = re.search(r"\b(?:dos|date\s+of\s+service|date\s+seen|service\s+date|date)\b\W{0,4}", document.folded)
    if labelled and len(document.encounters) < 2:
        stated = next(dates(document.folded, labelled.end(), labelled.end() + 24), None)
        found = stated or found
    return found.value if found else None


def _before(text: str, today: date) -> bool:
    parts = [int(part) for part in text.split("/")]
    year = today.year if len(parts) < 3 else parts[2] + (2000 if parts[2] < 100 else 0)
    try:
        return date(year, parts[0], parts[1]) < today
    except ValueError:
        return False
