"""People who stand before the work that is theirs: "PTA: squats 15 min; bike 10 min", "..., then w/ PTA Lee: gait"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from romberg.notes.people.performer import DID, NUMBERED, Performer
from romberg.notes.treatments.draft import Draft
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.merge import strongest

_NEAR = 60  # signs between a person and the work that is led
_CLOCK = r"(?:\(?\d{1,2}:?\d\d\s?(?:[ap]m?)?\s?(?:-|to)\s?\d{1,2}:?\d\d\s?(?:[ap]m?)?\)?)?"
_DID = f"(?:{DID.pattern})"
_LEADS = re.compile(
    rf"\)?(?P<sign>(?:{_DID}[^.;:\n]{{0,40}}?|\s(?:portion|part|block|section|time|minutes|treatment|tx))?"
    rf"[ \t]*{_CLOCK}[ \t]*(?:[:=]|-(?= ))[^.;\n]*|{_DID}[^.;:\n]*"
    rf"|,?\sfor\s(?!safety|guard|balance\b|assist|support)[a-z][^.;:,\n]{{1,30}})?[ \t,]*"
)
_OPENS = re.compile(
    r"(?:^|[.;,|:)]|\b(?:then|and|with|w/|by|rest|to|by the|with the|w/ the|the|licensed|our))[\s*•>(-]*$"
)
_TIME_FIRST = re.compile(r"\d{1,3}\s?(?:min|m\b|')")


def led(events: Events, drafts: Sequence[Draft], performers: Sequence[Performer]) -> dict[int, Performer]:
    """For each block that somebody leads, by its place in the order of the note: that person.

    A person leads the block whose name or time they stand before, and those that follow in the same sentence, or on
    the line that the person opens, up to where another person is named.
    """
    found: dict[int, Performer] = {}
    order = sorted((_start(draft), index) for index, draft in enumerate(drafts) if not draft.from_grid)
    for at, person in enumerate(performers):
        first = bisect_left(order, (person.end, -1))
        if first == len(order) or not _is_before(events, drafts[order[first][1]], person):
            continue
        end = _reach(events, person, performers[at + 1] if at + 1 < len(performers) else None)
        for _, index in order[first : bisect_left(order, (end, -1))]:
            found[index] = replace(person, minutes=None, after=None)
    return found


def assigned(events: Events, people: Sequence[Performer]) -> dict[Performer, frozenset[str]]:
    """The people whose services are named apart from the work, each with those: "97110 - Dole PT 8, Dean PTA 16"."""
    found: dict[Performer, frozenset[str]] = {}
    before: Performer | None = None
    for person in people:
        joined = (
            before in found and _AND.fullmatch(events.document.folded, before.end, person.start) if before else None
        )
        codes = _works_of(events, person) or (found[before] if joined and before else frozenset())
        if codes:
            found[person] = codes
        before = person
    return found


_AND = re.compile(r"[\s)]*(?:\d{1,3}\s?(?:min(?:ute)?s?|')?)?\s?(?:,|/|\+|&|\band\b|,? then\b)\s?(?:the\s)?")


def _works_of(events: Events, person: Performer) -> frozenset[str]:
    """The services that a person is said to have given, apart from their times: "COTA saw her for paraffin"."""
    document = events.document
    if before := _named_before(events, person):
        return before
    if person.minutes is not None or not _SAW.match(document.folded, person.end):
        return frozenset()
    end = document.segment_at(person.end).end
    stop = _OTHERS.search(document.folded, person.end, end)
    told = events.mentions_in(person.end, stop.start() if stop else end)
    named = (one.code or one.label or (strongest(one.group) if one.group else None) for one in told)
    return frozenset(filter(None, named))


_OTHERS = re.compile(
    r";|[,.]\s(?:and\s)?(?:pta?|otr?|cota|slp|i|therapist|assistant)\b"
)  # "PTA did the TE, PT the NMR"


def _named_before(events: Events, person: Performer) -> frozenset[str]:
    """The services right before a person, apart from their times: "Exercise = PTA Nash", "97110 - Dean PTA 16 min"."""
    document = events.document
    segment = document.segment_at(person.start)
    since = max(segment.start, person.start - _NAMED)
    told = [one for one in events.mentions_in(since, person.start) if one.label or one.code]
    if not told or not _IS_OF.fullmatch(document.folded, told[-1].end, person.start):
        return frozenset()
    named = [told[-1]]
    for one in reversed(told[:-1]):
        if not _JOINED.fullmatch(document.folded, one.end, named[-1].start):
            break
        named.append(one)
    if events.durations_in(named[-1].start, person.start):
        return frozenset()
    return frozenset(filter(None, (one.code or one.label for one in named)))


_NAMED = 90  # signs before a person in which the services stand
_JOINED = re.compile(r"[\s(]*(?:,|/|\+|&|and|\()\s*")


_IS_OF = re.compile(
    r"[\s)]*(?:portion |part |block |minutes |time )?(?:[=:|-]|(?:(?:was|were|is)\s)?(?:done|given|led|run"
    r"|supervised|overseen|performed|provided|treated|watched"
    r"|furnished|delivered|completed|guided)\s(?:only\s|all\s)?(?:by|with)|by)?\s*(?:the\s|our\s|an?\s|licensed\s)*"
)


def in_turn(events: Events, drafts: Sequence[Draft], outside: Sequence[Performer]) -> list[list[Performer]]:
    """For each block the people who had the visit one after the other, with their minutes, where those are all blocks'.

    "Dana Pym, PT saw patient 1:00-1:30, then Ike Dorn, PTA 1:30-1:45", above 45 minutes of gait training. Of several
    blocks each is one person's; where somebody takes over in the midst of one, nobody can say who had what.
    """
    whole = [draft.minutes or 0 for draft in drafts]
    told = ([(one, _of_the_visit(events, one, counts)) for one in outside] for counts in (1, 0))
    ways = ([replace(one, minutes=minutes) for one, minutes in way if minutes] for way in told)
    timed = next((way for way in ways if len(way) > 1 and sum(one.minutes or 0 for one in way) == sum(whole)), [])
    if not timed:
        return []
    if len(drafts) == 1:
        return [timed]
    ends = {sum(one.minutes or 0 for one in timed[: at + 1]): one for at, one in enumerate(timed)}
    done = [sum(whole[: at + 1]) for at in range(len(whole))]
    if not ends.keys() <= set(done) or 0 in whole:
        return []
    return [[replace(next(one for end, one in ends.items() if at <= end), minutes=None)] for at in done]


def _of_the_visit(events: Events, person: Performer, counts: int) -> int | None:
    """The minutes of the visit that a person had: by the clock, as told, or by their number: "(min 18-40)".

    `counts` is 1 where the first of numbered minutes is one of them.
    """
    if numbered := NUMBERED.match(events.document.folded, person.end):
        return int(numbered[2]) - int(numbered[1]) + counts
    return _by_the_clock(events, person) or person.minutes


def _by_the_clock(events: Events, person: Performer) -> int | None:
    times = events.durations_in(person.end, min(person.end + _BESIDE, events.document.line_at(person.start).end))
    return times[0].minutes if times and times[0].kind == "clock" else None


_BESIDE = 24  # signs behind a person in which the time they had begins
_SAW = re.compile(_DID)


def taken(drafts: Sequence[Draft], performers: Sequence[Performer]) -> frozenset[int]:
    """Where people stand who are named in a block behind its time: they are of no later block of the same sentence."""
    places = [one.start for one in performers]
    found: set[int] = set()
    for draft in drafts:
        own = _start(draft)
        for start, end in draft.whole:
            found.update(places[bisect_left(places, max(start, own)) : bisect_left(places, end)])
    return frozenset(found)


def is_of_another(draft: Draft, person: Performer, behind: frozenset[int]) -> bool:
    """Whether somebody named before the time of a block is one of those `taken` by the block before it."""
    return person.start in behind and person.start < _start(draft)


def _start(draft: Draft) -> int:
    """Where the time of a block stands, or else its first words."""
    return min((span.start for span in draft.minutes_spans or draft.spans), default=-1)


def _is_before(events: Events, draft: Draft, person: Performer) -> bool:
    """Whether nothing stands between a person and a block but what leads on to it."""
    folded, start = events.document.folded, _start(draft)
    line = events.document.line_at(person.start)
    ahead = folded[max(line.start, person.start - _NEAR) : person.start]
    if start - person.end > _NEAR or start > line.end or not _OPENS.search(ahead):
        return False
    between = _LEADS.fullmatch(folded, person.end, start)
    return between is not None and bool(between["sign"] or _TIME_FIRST.match(folded, start))


def _reach(events: Events, person: Performer, following: Performer | None) -> int:
    """How far the work goes that a person leads: to the next person, the end of the line, or else of the sentence."""
    document = events.document
    line = document.line_at(person.start)
    ahead = person.start - line.start
    opens = ahead < _NEAR and not document.folded[line.start : person.start].strip(" *•>|-")
    end = line.end if opens else document.segment_at(person.end).end
    return min(end, following.start) if following else end
