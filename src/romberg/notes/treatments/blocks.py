"""Blocks: a head with the lines that belong to it."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from romberg.notes.layout import Document, Line, Segment
from romberg.notes.treatments.activities import Item, items
from romberg.notes.treatments.completing import completed
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.filling import leads
from romberg.notes.treatments.grids.row import Table
from romberg.notes.treatments.head import Head
from romberg.notes.treatments.heads import heads, is_summary
from romberg.notes.treatments.heads.nameless import goes_forward, lists_behind, opens_with_clock
from romberg.notes.treatments.parting import apportioned
from romberg.notes.treatments.proven import numbered, stated
from romberg.notes.treatments.sifting import BULLET, TELLING_WORDS, ends_its_line, sifted, told_before
from romberg.visit import Activity, Span

_BRACKET = re.compile(r"[\[(](?:\d{1,2}|[a-z -]{2,20}\d{1,2})(?:\s?min\w*)?[\])]")
_SET_OFF = re.compile(
    r"(?:\s-{1,2}\s?|\s[=|>]{1,2}\s?|[(\[:]\s?|\.{3,}\s?|\s{3,}|\s(?:for|as|under|=)\s)$"
)  # what parts work from its name behind it
_ENDS = re.compile(r"[.;:!?]\s*$")
_FULL = 45  # signs: a shorter line was not broken for want of room
_DOSED = re.compile(r"\d\s?x\s?\d")
_OPEN_REGIONS = ("header", "subjective", "objective", "treatment")


class Block(NamedTuple):
    """A head, the stretch of text under it, and the activities told there."""

    head: Head
    body: Span
    items: tuple[Item, ...]
    whole: tuple[Span, ...] = ()  # all lines of the block, for cues such as who was there


def blocks(events: Events, tables: tuple[Table, ...]) -> list[Block]:
    """Every block of today's encounter outside grids, with its activities."""
    found = [head for head in heads(events) if not any(_inside(head.start, table.span) for table in tables)]
    if not _timed_by(events, tables):
        found = apportioned(events, numbered(events, found, [table.span for table in tables]))
    found = completed(events, sifted(events, found))
    return [_block(events, found, index, tables) for index in range(len(found)) if found[index].counts]


def _timed_by(events: Events, tables: tuple[Table, ...]) -> bool:
    """Whether the grids give the minutes: they come to a total that the note states, or it states none."""
    sums = stated(events)
    told = {sum(row.minutes or 0 for row in table.rows if row.done) for table in tables}
    return bool(tables) and (not sums or not told.isdisjoint(sums) or sum(told) in sums)


def _inside(offset: int, span: Span) -> bool:
    return span.start <= offset < span.end


def _block(events: Events, found: list[Head], index: int, tables: tuple[Table, ...]) -> Block:
    head = found[index]
    if head.apart:
        return Block(head, Span(head.end, head.end), (), (Span(head.start, head.end),))
    limit = found[index + 1].start if index + 1 < len(found) else events.document.active.end
    if index + 1 < len(found) and _takes_its_line(events, head, found[index + 1]):
        limit = max(head.end, events.document.line_at(limit).start)
    for table in tables:
        if head.end <= table.span.start < limit:
            limit = table.span.start
    floor = found[index - 1].end if index else events.document.active.start
    if head.summary or is_summary(events, head):
        closed = head._replace(body_first=True, summary=True)
        sums_grid = any(floor <= table.span.end <= head.start for table in tables)
        if sums_grid:
            return Block(closed, Span(head.end, head.end), (), (Span(head.segment.start, head.segment.end),))
        return _closing(events, closed, floor, whole_section=True)
    if ends_its_line(events, head) or _closes_its_bullet(events, head) or _bracketed_behind(events, head):
        return _closing(events, head._replace(body_first=True), floor, whole_section=False)
    body = _body(events, head, limit)
    told = _told(events, head, body)
    if _is_closing(events, head, body, told):
        return _closing(events, head._replace(body_first=True), floor, whole_section=False)
    if not told and head.label:
        told = _head_itself(events, head, body)
    bare = head.label is None and head.code is None and head.minutes is not None
    if bare and not _opens_its_work(events, head):
        told = items(events, max(head.segment.body, floor), head.start, named=False) + told
    return Block(head, body, tuple(told), (Span(_clause_start(events, head), body.end),))


def _bracketed_behind(events: Events, head: Head) -> bool:
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


def _takes_its_line(events: Events, head: Head, following: Head) -> bool:
    """Whether the line on which a further block ends is its own from the start."""
    if _closes_its_bullet(events, following):
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


def _opens_its_work(events: Events, head: Head) -> bool:
    """Whether the work of minutes without a name stands behind them, and none of it before."""
    return lists_behind(events, head) or goes_forward(events, head) or opens_with_clock(events, head)


def _closes_its_bullet(events: Events, head: Head) -> bool:
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


def _clause_start(events: Events, head: Head) -> int:
    """Where the clause of a head begins: its sentence, or behind the last semicolon before it."""
    start = head.segment.start
    return max(start, events.document.folded.rfind(";", start, head.start) + 1)


def _told(events: Events, head: Head, body: Span) -> list[Item]:
    """The activities under a head: those of its list where it has one, else all that follows."""
    document = events.document
    named = bool(head.label or head.code)
    bullets = [
        line for line in document.lines_in(body.start, body.end) if BULLET.match(document.folded, line.start, line.end)
    ]
    if len(bullets) > 1:
        start = bullets[0].start
        first = items(events, head.end, min(document.line_at(head.start).end, start), named=False)
        under = [
            item
            for line in bullets
            for item in items(events, line.start, min(_to_next(document, line, body), body.end), named=named)
        ]
        return [item for item in first if item.groups] + under
    listed = re.match(r"[\s)\]]*(?:[:\-=>\n]|$)", document.folded[head.end : body.end])
    start = head.name.start if head.name and not listed and head.name.end == head.end else head.end
    return items(events, start, body.end, named=named)


def _to_next(document: Document, line: Line, body: Span) -> int:
    """A bullet with the deeper or lower-case lines that continue it."""
    end = line.end
    for below in document.lines[bisect_right(document.line_starts, line.start) :]:
        text = document.folded[below.start : below.end]
        if (
            below.start >= body.end
            or BULLET.match(text)
            or not text.strip()
            or not document.text[below.start + below.indent].islower()
        ):
            break
        end = below.end
    return end


def _is_closing(events: Events, head: Head, body: Span, told: list[Item]) -> bool:
    folded = events.document.folded
    if head.minutes is None or any(item.groups for item in told):
        return False
    if re.match(r"\s*[)\]]?\s*[:\-=>]", folded[head.end : body.end]) and told:
        return False
    if head.label is None and head.code is None and head.start - head.segment.body < 45 and body.end - head.end > 30:
        return False
    return told_before(events, head) and (head.start > head.segment.body + 20 or not told)


def _body(events: Events, head: Head, limit: int) -> Span:
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


def _closing(events: Events, head: Head, floor: int, whole_section: bool) -> Block:
    """A block whose activities stand before its minutes."""
    document = events.document
    start = max(floor, document.segment_at(document.lines[head.segment.line].start).body)
    if whole_section:
        start = max(floor, _section_start(events, head.segment, floor))
    elif head.label:
        start = max(start, _clause_start(events, head))
    told = items(events, start, head.start, named=False)
    if not told:  # no word of it is known: a sum under a list that has a name takes it as it stands
        listed = whole_section or _closes_its_bullet(events, head)
        told = items(events, start, head.start, named=bool(head.label)) if listed else _named_only(events, head)
    return Block(head, Span(start, head.start), tuple(told), (Span(start, head.segment.end),))


def _section_start(events: Events, segment: Segment, floor: int) -> int:
    """Where the part of a sum begins, or the place before which no work is its own."""
    at = segment.start
    for earlier in reversed(events.document.segments_in(floor, segment.start)):
        if earlier.region != segment.region:
            break
        at = earlier.body
    return at


def _head_itself(events: Events, head: Head, body: Span) -> list[Item]:
    """Where no list follows, the name and the words beside it are all that is told."""
    start = head.name.start if head.name else head.start
    end = min(body.end, head.segment.end)
    told = items(events, start, max(end, head.end), named=True)
    return told or _named_only(events, head)


def _named_only(events: Events, head: Head) -> list[Item]:
    """The name alone, where nothing else is told: "ther ex"."""
    if head.name is None:
        return []
    return [Item(Activity(events.document.text[slice(*head.name)], (head.name,)), (), None)]
