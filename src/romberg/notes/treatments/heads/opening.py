"""Whether a service's name, its code or its minutes open a block of work, or are only a word in passing."""

from __future__ import annotations

import re

from romberg.notes import lexicon
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.filling import findings, leads
from romberg.notes.treatments.head import Head
from romberg.notes.treatments.heads.adjustment import opens_adjustment
from romberg.notes.treatments.heads.nameless import list_below, only_minutes

_FAR = 50  # signs before a head that are looked through
_NEAR = 40  # signs of filling words before a head that stands at the start
_ADJUSTED = "98940"
_QUIET = ("plan", "goals", "home", "history", "prior", "signature", "education", "response")
_NEVER = ("home", "goals", "history", "education")  # here minutes open nothing, even at the start of a line
_TESTED = re.compile(
    r"\b(?:evaluation|eval|examination|exam)(?:\s+(?:time|of\s+[a-z]+))?\s*[:=(-]?\s*$"
)  # "Evaluation 40 min"
_POINTS_BACK = re.compile(
    r"\s*(?:(?:that|this|these|those|it|all (?:of )?(?:that|this))\s+"
    r"(?:(?:[a-z]+\s)?(?:part|portion|time|work|block|piece)|(?:was|is|were|are)(?!\s(?:followed|then|after))|counts?|took|lasted)|this\sall\stook)\b"
)
# Services that people list one after the other between semicolons.
_LISTED = lexicon.each("97110 97112 97116 97140 97530 97535 97129 97533 97542 92526")
_SUMMARY = re.compile(r"\s*(?:={1,2}>|-{1,2}>|=|subtotal|total (?:for|of) )")


def opens(events: Events, head: Head) -> bool:
    """Whether a head opens a block of work done today, by where it stands and by what it tells."""
    segment, named = head.segment, head.label or head.code
    before = events.document.folded[segment.body : head.start]
    if before.endswith(("part of the ", "part of ", "included in ", "counted in ", "within the ")):
        return False
    if not named and _TESTED.search(before[-_FAR:]):
        return False
    at_start = (len(before) < _NEAR and leads(before)) or _opens_clause(events, head, before)
    if not named:
        loud = head.minutes is not None and segment.region not in _QUIET
        return loud and (only_minutes(events, head, at_start) or _sums_up(events, head))
    if head.minutes is not None:
        return segment.region not in _QUIET or (at_start and segment.region not in _NEVER)
    if segment.region in _QUIET or segment.region == "subjective":
        return False
    return points_back(events, head) or _opens_untimed(events, head, at_start)


def _opens_untimed(events: Events, head: Head, at_start: bool) -> bool:
    """Whether a name or a code without minutes opens a block: at the start of its line, and where work is told."""
    segment = head.segment
    if head.code and head.label:
        return at_start or segment.region == "treatment"
    if head.label == _ADJUSTED:
        return opens_adjustment(events, head, at_start)
    if at_start and head.label in _LISTED and _titles_a_list(events, head):
        return True
    worked = segment.region == "header" and any(m.group for m in events.mentions_in(head.end, segment.end))
    if not at_start or (head.code and segment.region in ("header", "charges") and not worked):
        return False
    is_finding = not head.code and _word(events, head) in findings()
    return segment.region == "treatment" or (segment.region == "objective" and not is_finding)


def _titles_a_list(events: Events, head: Head) -> bool:
    """Whether a name is all of its line, and the lines set in below it tell its work."""
    document, index = events.document, head.segment.line
    if document.folded[head.end : document.lines[index].end].strip(" :-") or not list_below(events, head):
        return False
    below = document.lines[index + 1]
    return any(m.group for m in events.mentions_in(below.start, below.end))


def _word(events: Events, head: Head) -> str:
    """The name of the service as the note writes it."""
    return events.document.folded[head.name.start : head.name.end] if head.name else ""


def _opens_clause(events: Events, head: Head, before: str) -> bool:
    """Whether a name with a colon opens a clause of the treatment: "foam stance; TE: squats"."""
    folded = events.document.folded
    if head.segment.region != "treatment" or ";" not in before or not leads(before.rpartition(";")[2]):
        return False
    if folded[head.end : head.end + 1] == ":":
        return True
    word = _word(events, head)
    stop = folded.find(";", head.end, head.segment.end)
    works = any(m.group for m in events.mentions_in(head.end, head.segment.end if stop < 0 else stop))
    treats = head.label in _LISTED
    return bool(word) and word not in findings() and treats and works


def points_back(events: Events, head: Head) -> bool:
    """Whether a head names what was told before it: "That part is 97112"."""
    return bool(_POINTS_BACK.match(events.document.folded, head.segment.start, head.start))


def _sums_up(events: Events, head: Head) -> bool:
    """Whether minutes without a name are those of the work told before their sentence: "This work took 17 minutes".

    "All of this took 38 minutes" at the end may be of several services; with further times behind, it is of the first.
    """
    document, line = events.document, events.document.line_at(head.start)
    if not points_back(events, head):
        return False
    further = events.durations_in(head.end, document.active.end)
    if document.folded[head.segment.body : head.start].lstrip().startswith("all") and not any(further):
        return False
    return any(m.group for m in events.mentions_in(line.start, head.segment.start))


def is_summary(events: Events, head: Head) -> bool:
    """Whether a head sums up the lines above it instead of opening a list below."""
    folded = events.document.folded
    line = events.document.line_at(head.start)
    return bool(_SUMMARY.match(folded, line.start, line.end)) and head.minutes is not None
