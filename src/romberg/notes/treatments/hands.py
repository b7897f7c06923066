"""Whose hands: which people furnished a treatment, and for how many of its minutes."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from romberg.notes.people.performer import Performer
from romberg.notes.treatments.beside import at_line_ends, beside, closes
from romberg.notes.treatments.draft import Draft
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.leading import assigned, in_turn, is_of_another, led, taken
from romberg.notes.treatments.merge import strongest
from romberg.visit import Role, Share, Span


def in_order(
    events: Events,
    drafts: Sequence[Draft],
    performers: Sequence[Performer],
    outside: Sequence[Performer],
    throughout: Performer | None = None,
) -> list[tuple[Share, ...]]:
    """Who furnished each of the blocks of a note; `outside` are those of the performers who stand in no block.

    What is said of nobody was furnished by whoever furnished the visit `throughout`.
    """
    if turns := in_turn(events, drafts, outside):
        return [_of_people(draft, people) for draft, people in zip(drafts, turns, strict=True)]
    leaders = led(events, drafts, performers)
    places = {one.start for one in leaders.values()}
    works = _told_apart(drafts, assigned(events, [one for one in performers if one.start not in places]), outside)
    lines = beside(events, drafts, [one for one in outside if one.start not in places and one not in works])
    places |= {one.start for one in works} | {one.start for people in lines.values() for one in people}
    named = [one for one in performers if one.start not in places]
    apart = [one for one in outside if one.start not in places and not closes(events, one)]
    behind, ends = taken(drafts, named), at_line_ends(events, drafts, named)

    def hands(index: int, draft: Draft) -> tuple[Share, ...]:
        if index in lines:
            return _of_people(draft, lines[index])
        theirs = [one for one in named if ends.get(one.start, index) == index]
        own = [one for one in theirs if one.start in ends]
        told = _shares(draft, theirs, apart, leaders.get(index), behind, own) or _by_name(draft, works)
        return told or _of_people(draft, [throughout] if throughout else ())

    return [hands(index, draft) for index, draft in enumerate(drafts)]


def _told_apart(
    drafts: Sequence[Draft], works: Mapping[Performer, frozenset[str]], outside: Sequence[Performer]
) -> dict[Performer, frozenset[str]]:
    """Of people whose services are named, those who stand in no block, or in that of another service."""
    out = set(outside)

    def is_apart(person: Performer, codes: frozenset[str]) -> bool:
        within = [d for d in drafts if any(a <= person.start < b for a, b in d.whole)]
        elsewhere = any(not codes.isdisjoint(d.names) for d in drafts)
        return person in out or (elsewhere and all(d.names and codes.isdisjoint(d.names) for d in within))

    return {person: codes for person, codes in works.items() if is_apart(person, codes)}


def _by_name(draft: Draft, works: Mapping[Performer, frozenset[str]]) -> tuple[Share, ...]:
    """Those of the people whose services are named apart from their times who are said to have given this one."""
    meant = draft.names or frozenset(strongest(group) for one in draft.activities for group in one.groups)
    gave = [person for person, codes in works.items() if not meant.isdisjoint(codes)]
    parts = all(person.minutes for person in gave)
    return _of_people(draft, gave) if len(gave) == 1 or (gave and parts) else ()


def _shares(
    draft: Draft,
    performers: Sequence[Performer],
    outside: Sequence[Performer],
    leader: Performer | None,
    behind: frozenset[int],
    own: Sequence[Performer],
) -> tuple[Share, ...]:
    """Who furnished a block: the hands of its grid rows, people named in it, else those over it; () if nobody is."""
    if any(activity.performer for activity in draft.activities):
        return _of_rows(draft)
    near = [*own, *(person for span in draft.whole for person in _within(performers, span))]
    inside = dict.fromkeys(
        person for person in near if _fits(draft, person) and not is_of_another(draft, person, behind)
    )
    if leader:
        inside = {leader: None} | {one: None for one in inside if one.minutes is not None}
    if inside:
        return _of_people(draft, sorted(inside, key=_start))
    above = _above(draft, outside)
    return _of_people(draft, [replace(above, minutes=None)]) if above else ()


def _fits(draft: Draft, person: Performer) -> bool:
    """Whether the minutes told of a person can be of a block: "TE 15 min: squats. Sport drills 20 min with ATC Lee"."""
    return person.minutes is None or draft.minutes is None or person.minutes <= draft.minutes


def _start(person: Performer) -> int:
    return person.start


def _within(performers: Sequence[Performer], span: Span) -> Sequence[Performer]:
    """Of performers in the order of the note, those named in a stretch of it."""
    begin, end = (bisect_left(performers, at, key=_start) for at in span)
    return performers[begin:end]


def _of_rows(draft: Draft) -> tuple[Share, ...]:
    minutes: dict[Role, int] = defaultdict(int)
    spans: dict[Role, tuple[Span, ...]] = defaultdict(tuple)
    for activity in draft.activities:
        role: Role = activity.performer or "therapist"
        minutes[role] += activity.minutes or 0
        spans[role] += activity.spans
    return tuple(Share(role, minutes[role] or None, spans[role]) for role in minutes)


class _Sum(NamedTuple):
    minutes: int | None
    spans: tuple[Span, ...]
    supervised: bool | None


def _of_people(draft: Draft, people: Sequence[Performer]) -> tuple[Share, ...]:
    sums: dict[Role, _Sum] = {}
    for person in people:
        before = sums.get(person.role, _Sum(None, (), None))
        told = person.minutes
        if told is None and person.after and (draft.minutes or 0) > person.after:
            told = (draft.minutes or 0) - person.after
        if told is None and person.half and draft.minutes:
            told = (draft.minutes + (person.role in _HELPERS)) // 2
        known = [m for m in (before.minutes, told) if m is not None]
        spans = (*before.spans, Span(person.start, person.end))
        sums[person.role] = _Sum(sum(known) if known else None, spans, before.supervised or person.supervised)
    sums = _of_the_rest(draft, _without_more(draft, sums))
    if len(sums) == 1:
        return tuple(share for role, only in sums.items() for share in _of_one(draft, role, only))
    rest = (draft.minutes or 0) - sum(s.minutes or 0 for s in sums.values())
    waiting = [role for role, s in sums.items() if s.minutes is None]
    left = {waiting[0]: rest} if len(waiting) == 1 and 0 < rest < (draft.minutes or 0) else {}
    return tuple(Share(role, left.get(role, s.minutes), s.spans, s.supervised) for role, s in sums.items())


def _without_more(draft: Draft, sums: dict[Role, _Sum]) -> dict[Role, _Sum]:
    """The people of a block without an aide whose minutes came on top of it: all others' are the block's."""
    others: dict[Role, _Sum] = {role: one for role, one in sums.items() if role != "aide"}
    told = [one.minutes for one in others.values()]
    whole = bool(told) and None not in told and sum(minutes or 0 for minutes in told) == draft.minutes
    return others if whole and len(others) < len(sums) and sums["aide"].minutes else sums


def _of_the_rest(draft: Draft, sums: dict[Role, _Sum]) -> dict[Role, _Sum]:
    """The people of a block, the one who had all of it without the minutes of another: "PT joined the last 9 min"."""
    whole = [role for role, one in sums.items() if one.minutes is not None and one.minutes == draft.minutes]
    others = [one.minutes for role, one in sums.items() if role not in whole]
    if len(whole) != 1 or not others or not all(others):
        return sums
    return {role: one._replace(minutes=None) if role in whole else one for role, one in sums.items()}


def _of_one(draft: Draft, role: Role, only: _Sum) -> Iterator[Share]:
    """A helper who is the only one named has all the minutes, or those told of them, and the therapist the rest."""
    part = only.minutes is not None and only.minutes < (draft.minutes or 0) and role in _HELPERS
    yield Share(role, only.minutes if part else draft.minutes, only.spans, only.supervised)
    if part:
        yield Share("therapist", (draft.minutes or 0) - (only.minutes or 0), only.spans)


_HELPERS = ("assistant", "student", "aide")


def _above(draft: Draft, outside: Sequence[Performer]) -> Performer | None:
    """The last person named over the block and outside every other block: "PROVIDED BY PTA (...)"."""
    start = min(span.start for span in draft.whole)
    return next((person for person in reversed(outside) if person.start < start), None)
