"""How far a block reaches: the rest of its line, and the lines below that hang on it."""

from __future__ import annotations

import re

from romberg.notes.layout import Line
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.head import Head
from romberg.notes.treatments.listing import BULLET
from romberg.visit import Span

_ENDS = re.compile(r"[.;:!?]\s*$")
_FULL = 45  # signs: a shorter line was not broken for want of room


def body_of(events: Events, head: Head, limit: int) -> Span:
    """The stretch under a head: the rest of its line, and the lines below that hang on it."""
    document = events.document
    line_index = head.segment.line
    end = _same_line_end(events, head, limit)
    inline = bool(events.mentions_in(head.end, end)) or len(document.folded[head.end : end].strip(" :-.)")) > 12
    deeper = False
    for line in document.lines[line_index + 1 :]:
        if line.start >= limit or not _hangs_on(events, head, line, end, inline):
            break
        hangs = line.indent > document.lines[line_index].indent or bool(
            BULLET.match(document.folded, line.start, line.end)
        )
        if deeper and not hangs:
            break
        deeper = deeper or hangs
        end = min(line.end, limit)
    return Span(head.end, max(end, head.end))


def _same_line_end(events: Events, head: Head, limit: int) -> int:
    """In a paragraph of dictation a head governs its sentence only; on a chart line, the whole line of its part."""
    document = events.document
    line = document.lines[head.segment.line]
    on_line = [s for s in document.segments_in(head.segment.start, line.end + 1) if s.line == head.segment.line]
    prose = len(on_line) > 2 and line.end - line.start > 250 and head.segment.start != line.start
    end = head.segment.end
    for segment in on_line[1:]:
        if prose or segment.region != head.segment.region:
            break
        end = segment.end
    return min(end, limit)


def _hangs_on(events: Events, head: Head, line: Line, end: int, inline: bool) -> bool:
    document = events.document
    segment = document.segment_at(line.start)
    text = document.folded[line.start : line.end]
    if document.timed_blocks and document.is_field(segment.line):
        return True
    if segment.region != head.segment.region or segment.body > segment.start:
        return False
    if not text.strip():
        return False
    head_line = document.lines[head.segment.line]
    if line.indent > head_line.indent or BULLET.match(text):
        return not (BULLET.match(text) and line.indent <= head_line.indent and inline)
    if not inline:
        return True
    before = document.folded[max(0, end - 3) : end]
    above = document.line_at(max(0, line.start - 1))
    full = above.end - above.start >= _FULL or before.rstrip().endswith((",", "&", "+", "/", "and"))
    return full and text[:1].isalpha() and document.text[line.start].islower() and not _ENDS.search(before)


def clause_start(events: Events, head: Head) -> int:
    """Where the clause of a head begins: its sentence, or behind the last semicolon before it."""
    start = head.segment.start
    return max(start, events.document.folded.rfind(";", start, head.start) + 1)
