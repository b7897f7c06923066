"""A second reading, by the clock alone, for a note whose first reading does not come to what the note itself states.

The first reading knows many ways to lay a visit out, and an unknown one can mislead it. Then its minutes are not the
total that the note states, or a charged service has no block that could be it. The second reading knows no layout: it
takes those times that together are the stated total, parts the text between them, and is believed only where each part
tells work and every charged service finds one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from romberg.knowledge import codes
from romberg.notes.interventions import Mention, group_codes
from romberg.notes.layout import Covered
from romberg.notes.minutes.durations import Duration
from romberg.notes.treatments.activities import Item, is_dose, items
from romberg.notes.treatments.blocks.block import Block
from romberg.notes.treatments.draft import Draft, of_block
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.filling import leads
from romberg.notes.treatments.head import Head
from romberg.notes.treatments.heads import between_them
from romberg.visit import Span

_REGIONS = ("header", "treatment", "objective", "response", "assessment", "totals")
_FEWEST, _MOST = 1, 12  # times of a visit
_SHORTEST, _LONGEST = 3, 120  # minutes of a service
_LEFT_OUT = 3  # times that may be no service's
_NEAR = 30  # signs between two tellings of one time, and between a time and its name
_NEARLY = 45  # hundredths of the strongest code: below, words do not speak for another
_PARTS = re.compile(r"[.;]\s+|,?\s(?:and\s+)?(?:then|next)\s+|,\s+(?:and\s+)?|\s/\s|\s\|\s|\s+\+\s+")


class Stated(NamedTuple):
    """What a note says of its services as a whole: all timed minutes, the codes charged by time, whose note it is.

    `charged` are all codes that it charges.
    """

    timed_minutes: int | None
    codes: frozenset[str]
    discipline: str | None = None
    charged: frozenset[str] = frozenset()


NOTHING = Stated(None, frozenset())


class _Part(NamedTuple):
    """A time with the stretch of text that it is the time of."""

    time: Duration
    start: int
    end: int


def stated_of(timed_minutes: int | None, charged: Iterable[str | None], discipline: str | None = None) -> Stated:
    """What the totals, the charges and the people of a note say, for `reconciled` and for sessions of two.

    An add-on code needs no block of its own: that of the code it is added to has its minutes.
    """
    every = frozenset(code for code in charged if code)
    own = frozenset(code for code in every if codes.is_timed(code) and not _is_add_on(code))
    return Stated(timed_minutes, own, discipline, every)


def reconciled(events: Events, first: list[Draft], stated: Stated) -> list[Draft]:
    """The first reading where it comes to what the note states; else a second that does, where there is one."""
    if not stated.timed_minutes or _agrees(first, stated):
        return first
    again = _again(events, stated)
    if not again or not _agrees(again, stated):
        return first
    taken = Covered(span for draft in again for span in draft.whole)
    if any(_is_told_apart(events, draft, taken) for draft in first) and all(_is_among(draft, first) for draft in again):
        return first
    rest = (_outside(draft, taken) for draft in first if not _is_timed(draft))
    return again + [draft for draft in rest if draft is not None]


def _is_told_apart(events: Events, draft: Draft, taken: Covered) -> bool:
    """Whether a block of the treatment has name, time and work where the second reading has nothing: it stays."""
    told = draft.names and draft.activities and draft.minutes is not None and not draft.names_only
    told = told and events.document.region_at(draft.spans[0].start) == "treatment"
    return bool(told) and _is_timed(draft) and not any(taken.meets(*span) for span in draft.spans)


def _is_among(draft: Draft, first: Sequence[Draft]) -> bool:
    """Whether the first reading has the same block: then the second only leaves others out, and reads nothing anew."""
    own = Covered(draft.spans)
    return any(one.minutes == draft.minutes and any(own.meets(*span) for span in one.spans) for one in first)


def _outside(draft: Draft, taken: Covered) -> Draft | None:
    """What a block of the first reading tells outside the parts of the second; None where that is nothing."""
    works = tuple(one for one in draft.activities if not any(taken.meets(*span) for span in one.spans))
    if not works and all(taken.meets(*span) for span in draft.spans) and not draft.names:
        return None
    if len(works) == len(draft.activities) and not any(taken.meets(*span) for span in draft.minutes_spans):
        return draft
    own = not any(taken.meets(*span) for span in draft.minutes_spans) and not draft.adds_up
    whole = tuple(span for one in works for span in one.spans) or draft.spans
    return draft._replace(
        activities=works,
        minutes=draft.minutes if own else None,
        minutes_spans=draft.minutes_spans if own else (),
        whole=whole,
    )


def _agrees(drafts: Sequence[Draft], stated: Stated) -> bool:
    """Whether blocks come to the stated minutes, and each charged service has a block that could be it."""
    timed = [draft for draft in drafts if draft.minutes is not None and _is_timed(draft)]
    surely = [draft for draft in timed if all(map(codes.is_timed, draft.names))]
    if stated.timed_minutes not in (_minutes(timed), _minutes(surely)):
        return False
    return len(timed) >= len(stated.codes) and all(any(_bears(d, code) for d in timed) for code in stated.codes)


def _minutes(drafts: Sequence[Draft]) -> int:
    return sum(draft.minutes or 0 for draft in drafts)


def _is_add_on(code: str) -> bool:
    known = codes.get(code)
    return bool(known and known.add_on_to)


def _is_timed(draft: Draft) -> bool:
    """Whether a block may be a service paid by time, by one of its names or else by what its words speak for most."""
    near = (code for ways in _ways(draft)[:1] for code in ways if 100 * ways[code] >= _NEARLY * max(ways.values()))
    return any(map(codes.is_timed, draft.names or near))


def _ways(draft: Draft) -> list[dict[str, int]]:
    return [dict(group_codes(group)) for activity in draft.activities for group in activity.groups]


def _bears(draft: Draft, code: str) -> bool:
    """Whether a block could be a service: it is called so, or some of its words speak for it."""
    if draft.names:
        return code in draft.names
    return any(100 * ways.get(code, 0) >= _NEARLY * max(ways.values()) for ways in _ways(draft))


def _again(events: Events, stated: Stated) -> list[Draft]:
    """The visit parted by those of its times that together are the stated minutes; nothing where parts tell no work."""
    times = _that_add_up(_times(events, stated), stated)
    drafts = [_draft(events, part) for part in _parts(events, times)]
    told = [draft for draft in drafts if draft is not None]
    return told if len(told) == len(times) else []


def _times(events: Events, stated: Stated) -> list[Duration]:
    """The times in the note that could be a service's, each once."""
    document = events.document
    found: list[Duration] = []
    for time in events.durations:
        if time.most is not None or not _SHORTEST <= time.minutes <= _LONGEST:
            continue
        if document.region_at(time.start) not in _REGIONS or is_dose(document.folded, time):
            continue
        if events.is_taken(time.start, time.end) or events.why_not(time.start, time.end):
            continue
        if between_them(document.folded, time.end):
            continue
        again = found and time.minutes == found[-1].minutes and time.start - found[-1].end < _NEAR
        if not again or time.kind == found[-1].kind:
            found.append(time)
    session = [time for time in found if time.kind == "clock" and time.minutes >= (stated.timed_minutes or 0)]
    return [time for time in found if time not in session]


def _that_add_up(times: Sequence[Duration], stated: Stated) -> tuple[Duration, ...]:
    """Of all times as many as come to the stated minutes; none where there are two ways."""
    if not _FEWEST <= len(times) <= _MOST:
        return ()
    for size in range(len(times), max(_FEWEST, len(times) - _LEFT_OUT) - 1, -1):
        ways = [some for some in combinations(times, size) if sum(t.minutes for t in some) == stated.timed_minutes]
        if ways:
            return ways[0] if len(ways) == 1 else ()
    return ()


def _parts(events: Events, times: Sequence[Duration]) -> list[_Part]:
    """The text around the times, parted between each and the next."""
    if not times:
        return []
    cuts = [(_between(events, one, other)) for one, other in pairwise(times)]
    starts = [_opening(events, times[0]), *(cut for cut in cuts)]
    ends = [*(cut for cut in cuts), _ending(events, times[-1])]
    return [
        _Part(time, start, min(end, _ending(events, time)) if end > time.end else end)
        for time, start, end in zip(times, starts, ends, strict=True)
    ]


def _opening(events: Events, time: Duration) -> int:
    """Where the part of the first time begins: with its line, or behind the heading that opens it."""
    document = events.document
    start = max(document.line_at(time.start).start, document.segment_at(time.start).body)
    return _paragraph(events, time) if _is_alone(events, time) else start


def _is_alone(events: Events, time: Duration) -> bool:
    """Whether a time is all that its line tells, and none is below, so that it is that of what stands above."""
    line = events.document.line_at(time.start)
    if _ending(events, time) > line.end:
        return False
    return not any(m.group or m.label or m.code for m in events.mentions_in(line.start, line.end))


def _paragraph(events: Events, time: Duration) -> int:
    """Where the lines above a time begin that belong to it: behind an empty line, another part or another time."""
    document = events.document
    at, region = document.segment_at(time.start).line, document.region_at(time.start)
    start = document.lines[at].start
    for above in reversed(document.lines[:at]):
        other = document.region_at(above.start) != region or events.durations_in(above.start, above.end)
        if above.end == above.start or other:
            break
        start = max(above.start, document.segment_at(above.start).body)
    return start


def _between(events: Events, one: Duration, other: Duration) -> int:
    """Where the part of one time ends and that of the next begins."""
    line = events.document.line_at(other.start)
    if line.start > one.end:
        return _ending(events, one) if _is_alone(events, other) else line.start
    folded = events.document.folded
    marks = [m.end() for m in _PARTS.finditer(folded, one.end, other.start)]
    closes = _closes(events, one, other)
    if not marks:
        return one.end if closes else other.start
    return marks[0] if closes else max(marks[-1], events.document.segment_at(other.start).start)


def _closes(events: Events, one: Duration, other: Duration) -> bool:
    """Whether the work of a time stands before it: nothing is told between it and the first mark behind it."""
    folded = events.document.folded
    mark = _PARTS.search(folded, one.end, other.start)
    stop = mark.start() if mark else other.start
    return not any(m.group or m.label for m in events.mentions_in(one.end, stop)) and ":" not in folded[one.end : stop]


def _ending(events: Events, time: Duration) -> int:
    """How far the part of a time reaches at most: its line, and the deeper or bulleted ones under it."""
    document = events.document
    at = document.segment_at(time.start).line
    line, region = document.lines[at], document.region_at(time.start)
    end = line.end
    for below in document.lines[at + 1 :]:
        other = document.region_at(below.start) not in (region, "treatment")
        if below.end == below.start or below.indent <= line.indent or other:
            break
        end = below.end
    return end


def _draft(events: Events, part: _Part) -> Draft | None:
    """A part as a draft; None where it tells no work that is known and no name."""
    time, where = part.time, Span(part.start, part.end)
    named = _name(events, part)
    label, code = (named.label, named.code) if named else (None, None)
    apart = named and not any(m.group for m in events.mentions_in(part.start, named.start))
    told = items(events, named.end if named and apart else part.start, part.end, named=named is not None)
    if not named and not any(item.groups for item in told):
        return None
    segment = events.document.segment_at(time.start)
    name = Span(named.start, named.end) if named else None
    head = Head(time.start, time.end, segment, label, code, time.minutes, (Span(time.start, time.end),), name=name)
    return of_block(events, Block(head, where, tuple(_worth(told, named)), (where,)))


def _worth(told: list[Item], named: Mention | None) -> list[Item]:
    """What counts as work: under a name all that is told, so that no few known words outvote it; else what is known."""
    return told if named else [item for item in told if item.groups]


def _name(events: Events, part: _Part) -> Mention | None:
    """The name or code of a service that opens a part, or stands beside its time."""
    folded, time = events.document.folded, part.time
    named = [m for m in events.mentions_in(part.start, part.end) if m.label or m.code]
    beside = (m for m in named if max(m.start - time.end, time.start - m.end) < _NEAR)
    first = next((m for m in named if leads(folded[part.start : m.start])), None) or next(beside, None)
    return first or next((m for m in named if _opens_line(events, m)), None)


def _opens_line(events: Events, name: Mention) -> bool:
    """Whether a name stands first on its line, and a mark behind it: "   Therapeutic activities: jars"."""
    folded = events.document.folded
    line = events.document.line_at(name.start)
    return leads(folded[line.start : name.start]) and folded[name.end : name.end + 1] in (":", "-", "(")
