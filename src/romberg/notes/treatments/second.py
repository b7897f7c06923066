"""A second reading, by the clock alone, for a note whose first reading does not come to what the note itself states.

The first reading knows many ways to lay a visit out, and an unknown one can mislead it. Then its minutes are not the
total that the note states, or a charged service has no block that could be it. The second reading knows no layout: it
takes those times that together are the stated total, parts the text between them, and is believed only where each part
tells work and every charged service finds one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from romberg.knowledge import codes
from romberg.notes.interventions import Mention, group_codes
from romberg.notes.layout import Covered
from romberg.notes.treatments.activities import Item, items
from romberg.notes.treatments.blocks.block import Block
from romberg.notes.treatments.draft import Draft, of_block
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.filling import leads
from romberg.notes.treatments.head import Head
from romberg.notes.treatments.parting.by_times import Part, parts_by_times
from romberg.visit import BilledLine, Span

_NEAR = 30  # signs between a time and its name
_NEARLY = 45  # hundredths of the strongest code: below, words do not speak for another


class Stated(NamedTuple):
    """What a note says of its services as a whole: all timed minutes, the codes charged by time, whose note it is.

    `charged` are all codes that it charges, `times` the minutes that a charge gives with its words, and `all_minutes`
    those of the whole treatment.
    """

    timed_minutes: int | None
    codes: frozenset[str]
    discipline: str | None = None
    charged: frozenset[str] = frozenset()
    times: tuple[tuple[str, int, Span], ...] = ()
    all_minutes: int | None = None


NOTHING = Stated(None, frozenset())


def stated_of(
    timed_minutes: int | None,
    billed: Iterable[BilledLine],
    discipline: str | None = None,
    all_minutes: int | None = None,
) -> Stated:
    """What the totals, the charges and the people of a note say, for `reconciled` and for sessions of two.

    An add-on code needs no block of its own: that of the code it is added to has its minutes.
    """
    lines = tuple(billed)
    every = frozenset(line.code for line in lines if line.code)
    own = frozenset(code for code in every if codes.is_timed(code) and not _is_add_on(code))
    times = tuple((line.code, line.minutes, line.spans[0]) for line in lines if line.code in own and line.minutes)
    return Stated(timed_minutes, own, discipline, every, times, all_minutes)


def reconciled(events: Events, first: list[Draft], stated: Stated) -> list[Draft]:
    """The first reading where it comes to what the note states; else a second that does, where there is one.

    A note that states only all minutes is held to these.
    """
    stated = stated._replace(timed_minutes=stated.timed_minutes or stated.all_minutes)
    if not stated.timed_minutes or _agrees(first, stated):
        return first
    again = _again(events, stated.timed_minutes)
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


def _again(events: Events, minutes: int) -> list[Draft]:
    """The visit parted by those of its times that together are the stated minutes; nothing where parts tell no work."""
    parts = parts_by_times(events, minutes)
    told = [draft for part in parts if (draft := _draft(events, part)) is not None]
    return told if len(told) == len(parts) else []


def _draft(events: Events, part: Part) -> Draft | None:
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


def _name(events: Events, part: Part) -> Mention | None:
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
