"""Bare numbers beside services that are minutes because they add up to the minutes that the note states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby

from romberg.notes.interventions import Mention
from romberg.notes.minutes import amounts
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.head import Head
from romberg.visit import Span

_NO_DOSE = (
    r"(?![\d/%'\"#+-]|[.:]\d|\s*x|\s?(?:reps?|sets?|u|units?|lbs?|sec|s|ft|m|min|mins|minutes|deg|visits?|of|trials?|times"
    r"|rpe|kg)\b)"
)
_BEHIND = re.compile(  # also "0:25", and "25/2" for minutes and units
    rf"(?:\s?\(9\d{{4}}\))?(?:[\s:=(|.x@-]{{1,12}}|\s/\s)(?:0:(?=\d\d\b))?"
    rf"(\d{{1,2}})(?:(?<=\d\d)/[1-8](?![\d/])|{_NO_DOSE})"
)
_NUMBER = re.compile(r"\d{1,3}")
_IN_WORDS = re.compile(rf"(?<![\w.:/-]){amounts.amount('n')}")
REGIONS = ("header", "treatment", "objective", "totals", "charges")
_JOINT = 30  # signs that the first of two joined services can take
_BEFORE = re.compile(r"(?:^|(?:[,;(\n]|(?<!\d):)\s*|\band\s)(\d{1,2})\s(?:of\s|on\s)?$")
_MOST_UNITS = 12
_TIMES = re.compile(
    r"\)?\s?(?:[x@=:(]|for)\s?\d"
)  # how numbers of minutes or units stand behind a code, modifiers do not
_JOINED = re.compile(r"\s?[+/&]\s?")
_Numbered = tuple[Mention, re.Match[str]]
_LEAST = 8  # nothing less is a visit
APART = 2  # signs between a code and a number that is not a part of it, as in "97110-44"


@lru_cache(maxsize=2)  # asked for at every step of one note
def _stated(folded: str, totals: tuple[Span, ...]) -> frozenset[int]:
    told = [int(n[0]) for span in totals for n in _NUMBER.finditer(folded, *span)]
    told += [amounts.value(n[0]) for span in totals for n in _IN_WORDS.finditer(folded, *span)]
    return frozenset(minutes for minutes in told if minutes >= _LEAST)


def stated(events: Events) -> frozenset[int]:
    """The minutes that the note states as totals."""
    return _stated(events.document.folded, events.totals)


def numbered(events: Events, found: Sequence[Head], grids: Sequence[Span] = ()) -> list[Head]:
    """The heads with bare numbers behind their names as minutes, where all together are the stated total.

    Codes in `grids` are their rows', which have been read.
    """
    sums = stated(events)
    known = sum(head.minutes or 0 for head in found if head.counts and (head.label or head.code))
    if known in sums:
        return list(found)
    outside = [m for m in events.mentions if not any(grid.start <= m.start < grid.end for grid in grids)]
    ahead = [(mention, number) for mention in outside if (number := _ahead(events, mention))]
    if len(ahead) > 1 and sum(int(number[1]) for _, number in ahead) in sums | _beside(events, ahead):
        return _with_minutes(events, found, ahead)
    new = [(mention, number) for mention in outside if (number := _behind(events, mention))]
    if not new or known + _sum(new) not in sums:
        joined = [(m, n) for m in outside if m.code and (n := _behind(events, m, joined=True))]
        proven = len(joined) > 1 and known + _sum(joined) in sums
        new = joined if proven else _too_many_for_units(events, new)
    return _with_minutes(events, found, new)


def _sum(numbered: Iterable[_Numbered]) -> int:
    return sum(int(number[1]) for _, number in numbered)


def _with_minutes(events: Events, found: Sequence[Head], new: Iterable[_Numbered]) -> list[Head]:
    """The heads with the numbers for minutes, and heads for the names that opened none."""
    heads = {(head.start, head.end): head for head in found}
    for last, number in new:
        mention = _first_of(events, last)
        head = next((h for h in found if h.start <= mention.start < h.end), None)
        head = head or Head(
            mention.start, mention.end, events.document.segment_at(mention.start), mention.label, mention.code
        )
        where = (Span(number.start(1), number.end(1)),)
        heads[head.start, head.end] = head._replace(
            minutes=int(number[1]),
            minutes_spans=where,
            counts=head.counts or _beside_totals(events, mention),
            end=max(number.end(), mention.end),
            name=head.name or (Span(mention.start, mention.end) if mention.label else None),
        )
    return sorted(heads.values(), key=lambda head: head.start)


def _first_of(events: Events, last: Mention) -> Mention:
    """The first of several services that share one number: "IFC+MHP 15"."""
    folded = events.document.folded
    before = (m for m in events.mentions_in(last.start - _JOINT, last.start) if m.label)
    return next((m for m in before if _JOINED.fullmatch(folded, m.end, last.start)), last)


def _too_many_for_units(events: Events, new: Iterable[_Numbered]) -> list[_Numbered]:
    """Of codes with numbers, those on lines where one number is more than anybody bills: "97110 x 15; 97140 x 8"."""
    folded = events.document.folded
    counted = (one for one in new if one[0].code and _TIMES.match(folded, one[0].end))
    lines = groupby(counted, key=lambda one: events.document.line_at(one[0].start))
    told = (list(group) for _, group in lines)
    return [one for group in told if any(int(number[1]) > _MOST_UNITS for _, number in group) for one in group]


def _ahead(events: Events, mention: Mention) -> re.Match[str] | None:
    """The bare number straight before a service's name, at the start of a clause: "15 TE (bridges), 23 TA (lifts)"."""
    if not mention.label or events.document.region_at(mention.start) not in REGIONS:
        return None
    number = _BEFORE.search(events.document.folded, max(0, mention.start - _JOINT), mention.start)
    return None if number and events.why_not(mention.start, mention.end) else number


def _beside(events: Events, numbered: Sequence[_Numbered]) -> frozenset[int]:
    """The times on the line of the first number."""
    line = events.document.line_at(numbered[0][0].start)
    return frozenset(time.minutes for time in events.durations_in(line.start, line.end) if time.minutes >= _LEAST)


def _behind(events: Events, mention: Mention, joined: bool = False) -> re.Match[str] | None:
    """The bare number behind a service's name, where the words tell of today; `joined`: also "97110-15"."""
    if not (mention.label or mention.code):
        return None
    number = _BEHIND.match(events.document.folded, mention.end)
    if not number or not (_is_told(events, mention) or _beside_totals(events, mention)):
        return None
    if mention.code and not joined and number[0].startswith("-") and number.start(1) - mention.end < APART:
        return None  # "Account 97110-44"
    return None if events.is_taken(mention.start, number.end(), named=True) else number


def _is_told(events: Events, mention: Mention) -> bool:
    """Whether a name stands among what was done today."""
    told = events.document.region_at(mention.start) in REGIONS
    return told and not events.why_not(mention.start, mention.end)


def _beside_totals(events: Events, mention: Mention) -> bool:
    """Whether a name stands on the line of the totals: "Total timed 38   (97112 25, 97530 13)"."""
    line = events.document.line_at(mention.start)
    return any(line.start <= span.start < line.end for span in events.totals)
