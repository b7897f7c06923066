"""Work told in a part of the note that is not for it, where a heading was not understood and what stands above goes on.

Believed only where what is read then comes to what the note itself states, and the plain reading does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from romberg.knowledge import codes
from romberg.notes.interventions import group_codes
from romberg.notes.layout import Line
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.second import Stated
from romberg.visit import Treatment

_WORKED_IN = ("treatment", "objective", "charges", "totals", "signature", "prior")
_TITLE = 70  # signs
_LISTED = re.compile(r"\s*(?:[-*•>.]|\(?(?:\d{1,2}|[a-h])[.)])\s*\S")
_CHARGED = re.compile(r"\bx\s?\d|\bunits?\b|\bbill|\bcharge")
_NOT_TODAY = re.compile(
    r"\b(?:home|daily|a day|per day|every|hep|next|will|yesterday|last|ago|before|goal|stg|ltg|class|gym)\b"
)


def lines_of_work(events: Events) -> frozenset[int]:
    """The lines outside the treatment that give a time and what it was spent on, by number."""
    document = events.document
    active = (n for n, line in enumerate(document.lines) if document.active.start <= line.start < document.active.end)
    return frozenset(n for n in active if _tells_work(events, document.lines[n]) or _heads_a_list(events, n))


def _tells_work(events: Events, line: Line) -> bool:
    document = events.document
    if document.region_at(line.start) in _WORKED_IN or _NOT_TODAY.search(document.folded, line.start, line.end):
        return False
    timed = any(time.most is None for time in events.durations_in(line.start, line.end))
    told = events.mentions_in(line.start, line.end)
    coded = any(m.code for m in told) and any(m.group for m in told)
    return coded or (timed and any(m.label or m.code or m.group for m in told))


def _heads_a_list(events: Events, index: int) -> bool:
    """Whether a line of hardly more than a time stands over deeper ones: "Treatment, 36 minutes direct, one to one"."""
    lines, document = events.document.lines, events.document
    line, below = lines[index], lines[index + 1 : index + 2]
    if document.region_at(line.start) in _WORKED_IN or line.end - line.start > _TITLE or not below:
        return False
    if _NOT_TODAY.search(document.folded, line.start, line.end) or below[0].start == below[0].end:
        return False
    deeper = below[0].indent > line.indent or _LISTED.match(document.folded, below[0].start, below[0].end)
    timed = any(time.most is None for time in events.durations_in(line.start, line.end))
    coded = any(m.code for m in events.mentions_in(line.start, line.end)) and not _CHARGED.search(
        document.folded, line.start, line.end
    )
    return bool(deeper) and (timed or coded)


def settled(treatments: Sequence[Treatment], said: Stated, charged: Iterable[str]) -> bool:
    """Whether treatments come to what the note states and each code that it charges, timed or not, has one."""
    return comes_to(treatments, said) and len(_borne(treatments, charged)) == len(frozenset(map(_family, charged)))


def comes_to(treatments: Sequence[Treatment], said: Stated) -> bool:
    """Whether treatments have the minutes that the note states, and each charged service one that could be it."""
    timed = _timed(treatments)
    if not treatments or (said.timed_minutes is None and not (timed and said.codes)):
        return False
    return said.timed_minutes in (None, sum(t.minutes or 0 for t in timed)) and _bear(timed, said)


def is_better(again: Sequence[Treatment], first: Sequence[Treatment], said: Stated, charged: Iterable[str]) -> bool:
    """Whether the work of such lines is believed: it comes to what is stated, or nothing else has time, or is told.

    `charged` are all codes that the note charges, those without time among them.
    """
    charged = frozenset(charged)
    if comes_to(first, said):
        return comes_to(again, said) and _borne(again, charged) > _borne(first, charged)
    alone = not _timed(first) and bool(said.codes) and _bear(_timed(again), said)
    return alone or (not first and bool(_borne(again, charged))) or comes_to(again, said)


def _borne(treatments: Sequence[Treatment], charged: Iterable[str]) -> frozenset[str]:
    """The charged codes that some treatment could be."""
    could = frozenset(_family(code) for t in treatments for code in _codes(t))
    return frozenset(map(_family, charged)) & could


def _family(code: str) -> str:
    """A code, or the first of those that only count the regions of one adjustment."""
    return "98940" if code in ("98941", "98942") else code


def _timed(treatments: Sequence[Treatment]) -> list[Treatment]:
    return [t for t in treatments if t.minutes is not None and any(map(_by_time, _codes(t)))]


def _bear(timed: Sequence[Treatment], said: Stated) -> bool:
    return all(any(code in _codes(t) for t in timed) for code in said.codes)


def _by_time(code: str) -> bool:
    known = codes.get(code)
    return bool(known and known.timed)


def _codes(treatment: Treatment) -> frozenset[str]:
    """What a treatment could be: what it is called, else what its works speak for."""
    called = frozenset(code for code in (treatment.stated_code, treatment.label_code) if code)
    works = (group_codes(group) for one in treatment.activities for group in one.groups)
    return called or frozenset(code for ways in works for code in ways)
