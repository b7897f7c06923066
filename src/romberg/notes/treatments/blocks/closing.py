"""Blocks whose minutes stand behind their work: "tandem at the sink: 18 min NMR", a sum under a list."""

from __future__ import annotations

import re

from romberg.notes.layout import Line, Segment
from romberg.notes.treatments.activities import Item, items
from romberg.notes.treatments.blocks.block import Block
from romberg.notes.treatments.blocks.reach import clause_start
from romberg.notes.treatments.blocks.work import named_only
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.filling import leads
from romberg.notes.treatments.head import Head
from romberg.notes.treatments.heads import points_back
from romberg.notes.treatments.listing import BULLET
from romberg.notes.treatments.sifting import TELLING_WORDS, ends_its_line, told_before
from romberg.visit import Span

_BRACKET = re.compile(r"[\[(](?:\d{1,2}|[a-z -]{2,20}\d{1,2})(?:\s?min\w*)?[\])]")
_SET_OFF = re.compile(
    r"(?:\s-{1,2}\s?|\s[=|>]{1,2}\s?|[(\[:]\s?|\.{3,}\s?|\s{3,}|\s(?:for|as|under|=)\s)$"
)  # what parts work from its name behind it
_DOSED = re.compile(r"\d\s?x\s?\d")


def closing(events: Events, head: Head, floor: int, whole_section: bool) -> Block:
    """A block whose activities stand before its minutes."""
    document = events.document
    start = max(floor, document.segment_at(document.lines[head.segment.line].start).body)
    stop = head.segment.start if points_back(events, head) else head.start  # "That part took 22 minutes" tells no work
    if whole_section:
        start = max(floor, _section_start(events, head.segment, floor))
    elif head.label and stop == head.start:
        start = max(start, clause_start(events, head))
    told = items(events, start, stop, named=False)
    if not told:  # no word of it is known: a sum under a list that has a name takes it as it stands
        listed = whole_section or closes_its_bullet(events, head)
        told = items(events, start, stop, named=bool(head.label)) if listed else named_only(events, head)
    return Block(head, Span(start, head.start), tuple(told), (Span(start, head.segment.end),))


def _section_start(events: Events, segment: Segment, floor: int) -> int:
    """Where the part of a sum begins, or the place before which no work is its own."""
    at = segment.start
    for earlier in reversed(events.document.segments_in(floor, segment.start)):
        if earlier.region != segment.region:
            break
        at = earlier.body
    return at


def is_closing(events: Events, head: Head, body: Span, told: list[Item]) -> bool:
    """Whether minutes close the work before them: nothing known stands under them."""
    folded = events.document.folded
    if head.minutes is None or any(item.groups for item in told):
        return False
    if re.match(r"\s*[)\]]?\s*[:\-=>]", folded[head.end : body.end]) and told:
        return False
    if head.label is None and head.code is None and head.start - head.segment.body < 45 and body.end - head.end > 30:
        return False
    return told_before(events, head) and (head.start > head.segment.body + 20 or not told)


def closes_its_bullet(events: Events, head: Head) -> bool:
    """Whether a name with its minutes ends a line of work, bulleted or set off: "- tandem at the sink: 18 min NMR"."""
    document, folded = events.document, events.document.folded
    line = document.line_at(head.start)
    if head.minutes is None or not (head.label or head.code):
        return False
    if not (
        BULLET.match(folded, line.start, line.end)
        or _SET_OFF.search(folded, max(line.start, head.start - TELLING_WORDS), head.start)
    ):
        return False
    if head.start - line.start < TELLING_WORDS or folded[head.end : line.end].strip(" .;)]"):
        return False
    before = events.mentions_in(line.start, head.start)
    body = document.segment_at(line.start).body
    if any((m.label or m.code) and leads(folded[body : m.start]) for m in before):
        return False
    return any(m.group for m in before) or bool(_DOSED.search(folded, line.start, head.start))


def bracketed_behind(events: Events, head: Head) -> bool:
    """Whether names with minutes in brackets stand behind their work on a line: "mobs [MT 11], bike [TE 19]"."""
    folded = events.document.folded
    line = events.document.line_at(head.start)
    if head.minutes is None or not _in_brackets(folded, head.start, head.end):
        return False
    first = _BRACKET.search(folded, line.start, line.end)
    if not first or first.start() > head.start:
        return False
    start = max(line.start, events.document.segment_at(first.start()).body)
    return any(m.group for m in events.mentions_in(start, first.start()))


def _in_brackets(folded: str, start: int, end: int) -> bool:
    return folded[start - 1 : start] in ("[", "(") and folded[end : end + 1] in ("]", ")")


def takes_its_line(events: Events, head: Head, following: Head) -> bool:
    """Whether the line on which a further block ends is its own from the start."""
    if closes_its_bullet(events, following):
        return True
    line = events.document.line_at(following.start)
    if line.start > head.end and _clocked(events, line, following.start):
        return True
    return following.segment.line > head.segment.line and ends_its_line(events, following)


def _clocked(events: Events, line: Line, at: int) -> bool:
    """Whether a line of a log names nobody's work before its time: "PTA  D. Reyes   9:48-10:03    97110   15"."""
    if any(m.group or m.label for m in events.mentions_in(line.start, at)):
        return False
    return any(time.kind == "clock" for time in events.durations_in(at, line.end))
