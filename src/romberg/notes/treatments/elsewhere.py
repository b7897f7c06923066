"""Work told in a part of the note that is not for it, where a heading was not understood and what stands above goes on.

Believed only where what is read then comes to what the note itself states, and the plain reading does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from romberg.knowledge import codes
from romberg.notes.interventions import group_codes
from romberg.notes.layout import Line, Segment
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.parting.fractions import tells_parts
from romberg.notes.treatments.second import Stated
from romberg.visit import Treatment

_WORKED_IN = ("treatment", "objective", "charges", "totals", "signature", "prior")
_TITLE = 70  # signs
_LISTED = re.compile(r"\s*(?:[-*•>.]|\(?(?:\d{1,2}|[a-h])[.)])\s*\S")
_CHARGED = re.compile(r"\bx\s?\d|\bunits?\b|\bbill|\bcharge")
_OPENING = 6  # signs of a line, a code among them, before the name of its service
_NUMBERED = re.compile(
    r"(?:\stotal)?[ \t:=(.-]{1,30}(?:0:)?\d{1,2}(?:/[1-8])?(?=[\s:),;-]|$)"
    r"(?!\s?(?:x|reps?|sets?|ft|deg|sec|s|lbs?|%)\b)"
)
_NOT_TODAY = re.compile(
    r"\b(?:home|daily|a day|per day|every|hep|next(?! (?:pt|patient|client|one|room|eval|\d{1,2}[ -]?min))"
    r"|will|yesterday|last(?! \d{1,2}[ -]?min)|ago"
    r"|before(?!\s*[.;,)]|\s*$|\s(?:tx|treatment|ther|exercise|manual|stretch))|goal|stg|ltg|class|gym)\b"
)


def lines_of_work(events: Events, first: Sequence[Treatment], said: Stated) -> frozenset[int]:
    """The lines outside the treatment that give a time and what it was spent on, by number.

    Where the `first` reading found no work: those as well that only name the one service charged.
    """
    may = (n for n, line in enumerate(events.document.lines) if _may_tell(events, line))
    told = frozenset(n for n in may if _tells_work(events, events.document.lines[n]) or _heads_a_list(events, n))
    told |= frozenset(n for n in _over_their_times(events))
    return told if first or len(said.charged) != 1 else told | _lines_that_name_it(events, said)


def _over_their_times(events: Events) -> Iterator[int]:
    """The lines that open with a service over a line of its time alone, and those: "Start 9:00  Stop 9:23"."""
    for at, (line, below) in enumerate(pairwise(events.document.lines)):
        if not (_may_tell(events, line) and _may_tell(events, below)) or below.end - below.start > _TITLE:
            continue
        opens = any(m.label for m in events.mentions_in(line.start, line.start + line.indent + _OPENING))
        alone = not any(events.mentions_in(below.start, below.end)) and _is_timed(events, below)
        if opens and alone and _ONLY_TIME.fullmatch(events.document.folded, below.start, below.end):
            yield from (at, at + 1)


_ONLY_TIME = re.compile(r"(?:\W|\d|\b(?:time|start|stop|in|out|end|begin|min(?:ute)?s?|from|to|until|[ap]m?)\b)*")


def _lines_that_name_it(events: Events, said: Stated) -> frozenset[int]:
    """The lines of findings that only name a service, "O: Exercises per flow chart", by number.

    Asked where a note tells no work at all: what such a line names is then all that it says was done.
    """
    document = events.document
    start, end = document.active
    told = (one for one in document.segments_in(start, end) if one.region in ("objective", "header"))
    return frozenset(one.line for one in told if _only_names(events, one, said.charged))


def _only_names(events: Events, segment: Segment, charged: frozenset[str]) -> bool:
    folded = events.document.folded
    words = folded[segment.body : segment.end].strip(" .\t")
    if len(words) > _TITLE or _DIGIT.search(words) or events.why_not(segment.body, segment.end):
        return False
    opens = _OPENS.match(folded, segment.body, segment.end)
    first = opens.end() if opens else segment.body
    return any(m.label in charged for m in events.mentions_in(first, first + 1)) and not _FOUND.search(words)


_DIGIT = re.compile(r"\d")
_OPENS = re.compile(
    r"[\s*•>-]*(?:(?:pt|patient|client|he|she|we|i)\s)?(?:(?:did|continued|performed|worked|completed|with|on|her|his|their|the"
    r"|full|gym|same|usual|all|lower|upper|left|right|knee|hip|shoulder|neck|back|leg|arm|hand|ankle|body|today's)\s)*"
)
_FOUND = re.compile(
    r"\b(?:is|was|are|were|good|fair|poor|normal|intact|impaired|wfl|wnl|limited|antalgic|steady|unsteady|improv\w*|independent"
    r"|needs?|assist\w*|deficits?|trained|tested|test)\b|[:=]"
)


def _may_tell(events: Events, line: Line) -> bool:
    """Whether a line of today's visit stands outside the parts that are read anyway, and speaks of no other day."""
    document = events.document
    if not document.active.start <= line.start < document.active.end:
        return False
    return document.region_at(line.start) not in _WORKED_IN and not _NOT_TODAY.search(
        document.folded, line.start, line.end
    )


def _is_timed(events: Events, line: Line) -> bool:
    """Whether a line gives a time, or the total of all."""
    totals = (span for span in events.totals if line.start <= span.start < line.end)
    times = (time for time in events.durations_in(line.start, line.end) if time.most is None)
    return any(times) or any(totals)


def _tells_work(events: Events, line: Line) -> bool:
    told = events.mentions_in(line.start, line.end)
    coded = any(m.code for m in told) and any(m.group for m in told)
    named = any(m.label or m.code or m.group for m in told)
    several = len({m.label for m in told if m.label}) > 1
    parted = several and tells_parts(events.document.folded, line.start, line.end)
    return coded or parted or (named and _is_timed(events, line)) or _is_numbered(events, line)


def _is_numbered(events: Events, line: Line) -> bool:
    """Whether a line opens with the name of a service and a bare number, and tells work: "NMR 23: foam stance"."""
    start = line.start + line.indent
    told = events.mentions_in(start, line.end)
    named = next((m for m in told if m.label and m.start - start < _OPENING), None)
    number = named and _NUMBERED.match(events.document.folded, named.end, line.end)
    if number is None:
        return False
    return number.end() == line.end or any(m.group and m.start > number.end() for m in told)


def _heads_a_list(events: Events, index: int) -> bool:
    """Whether a line of hardly more than a time stands over deeper ones: "Treatment, 36 minutes direct, one to one"."""
    folded, (line, *below) = events.document.folded, events.document.lines[index : index + 2]
    if line.end - line.start > _TITLE or not below or below[0].start == below[0].end:
        return False
    if not (below[0].indent > line.indent or _LISTED.match(folded, below[0].start, below[0].end)):
        return False
    coded = any(m.code for m in events.mentions_in(line.start, line.end))
    return _is_timed(events, line) or (coded and not _CHARGED.search(folded, line.start, line.end))


def settled(treatments: Sequence[Treatment], said: Stated) -> bool:
    """Whether treatments come to what the note states and each code that it charges, timed or not, has one."""
    if said.all_minutes and said.timed_minutes and _minutes(treatments) < said.all_minutes:
        return False  # something untimed may be told elsewhere
    return comes_to(treatments, said) and _borne(treatments, said) == _families(said.charged)


def comes_to(treatments: Sequence[Treatment], said: Stated) -> bool:
    """Whether treatments have the minutes that the note states, and each charged service one that could be it."""
    timed = _timed(treatments)
    if not treatments or (said.timed_minutes is None and not (timed and said.codes)):
        return False
    return said.timed_minutes in (None, sum(t.minutes or 0 for t in timed)) and _bear(timed, said)


def is_better(again: Sequence[Treatment], first: Sequence[Treatment], said: Stated) -> bool:
    """Whether the work of such lines is believed: it comes to what is stated, or nothing else has time, or is told.

    So it is where only with it each charge has work that bears it, and no more minutes than the note states.
    """
    if comes_to(first, said):
        more = _borne(again, said) > _borne(first, said) or _minutes(first) != _minutes(again) == said.all_minutes
        return more and comes_to(again, said)
    if _borne(first, said) < _borne(again, said) == _families(said.charged):
        return said.timed_minutes is None or sum(t.minutes or 0 for t in _timed(again)) <= said.timed_minutes
    alone = not _timed(first) and bool(said.codes) and _bear(_timed(again), said)
    if _is_all(again, said) and not _is_all(first, said):
        return True
    if not first and again and (all(one.stated_code for one in again) or _names_several(again) or _borne(again, said)):
        return True
    return alone or _is_part(first, again, said) or comes_to(again, said)


def _is_all(treatments: Sequence[Treatment], said: Stated) -> bool:
    """Whether treatments come to all the minutes that a note states which states no timed ones."""
    timed = _timed(treatments)
    told = said.timed_minutes is None and _minutes(treatments) == said.all_minutes
    return told and bool(timed) and _bear(timed, said)


def _names_several(treatments: Sequence[Treatment]) -> bool:
    """Whether treatments are several services paid by time, each named and with its minutes."""
    named = all(one.minutes and _names(one) for one in treatments)
    return named and len({min(_names(one)) for one in _timed(treatments)}) > 1


def _is_part(first: Sequence[Treatment], again: Sequence[Treatment], said: Stated) -> bool:
    """Whether only such lines give named services their times, and most of the minutes stated."""
    named, stated = all(one.minutes and _names(one) for one in again), said.timed_minutes or said.all_minutes
    if _timed(first) or not named or stated is None or _minutes(again) <= _minutes(first):
        return False
    return _MOST * stated <= 100 * _minutes(again) <= 100 * stated


_MOST = 60  # hundredths of the stated minutes


def _minutes(treatments: Sequence[Treatment]) -> int:
    return sum(one.minutes or 0 for one in treatments)


def _borne(treatments: Sequence[Treatment], said: Stated) -> frozenset[str]:
    """The charged codes that some treatment could be."""
    return _families(said.charged) & _families(code for one in treatments for code in _codes(one))


def _families(charged: Iterable[str]) -> frozenset[str]:
    """Codes, an add-on as the code that it is added to, and those that only count regions adjusted as their first."""
    known = ((code, codes.get(code)) for code in charged)
    own = (one.add_on_to if one and one.add_on_to else code for code, one in known)
    return frozenset("98940" if code in ("98941", "98942") else code for code in own)


def _timed(treatments: Sequence[Treatment]) -> list[Treatment]:
    return [t for t in treatments if t.minutes is not None and any(map(codes.is_timed, _codes(t)))]


def _bear(timed: Sequence[Treatment], said: Stated) -> bool:
    return all(any(code in _codes(t) for t in timed) for code in said.codes)


def _codes(treatment: Treatment) -> frozenset[str]:
    """What a treatment could be: what it is called, else what its works speak for."""
    called = _names(treatment)
    works = (group_codes(group) for one in treatment.activities for group in one.groups)
    return called or frozenset(code for ways in works for code in ways)


def _names(treatment: Treatment) -> frozenset[str]:
    """The codes that the note itself gives a treatment."""
    return frozenset(code for code in (treatment.stated_code, treatment.label_code) if code)
