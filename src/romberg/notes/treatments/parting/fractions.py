"""Services that have a part of the stated time: "half of it gait, half exercise", "60% manual, 40% TE", "evenly"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from romberg.knowledge import codes
from romberg.notes.layout import Segment
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.parting.times import Pair, Token, code_of, family, numbers, segments, services_told
from romberg.visit import Span

_NO_PART = (
    r"(?!\s?(?:an\s)?(?:hour|hr)"
    r"|[\s-](?:kneel|roll|foam|squat|sit|dome|turn|moon|time|way|inch|mile|wall|pound|lb)\w*|-\w)"
)
_PART = re.compile(
    r"(?<![\w/.])(?:(?P<percent>\d{1,2})\s?(?:%|percent\b|pct\b)|(?P<half>half|1/2|½)"
    r"|(?P<thirds>one|an?|two|1/|2/)[\s-]?(?:third|3)s?|(?P<quarters>one|an?|three|1/|3/)[\s-]?(?:quarter|4)s?)"
    rf"(?![\w/]){_NO_PART}"
)
_OFTEN = {"two": 2, "2/": 2, "three": 3, "3/": 3}
_EVENLY = re.compile(
    r"\b(?:(?:split|divided|shared|spent|parted|distributed)\b[^.;\n]{0,40}?\b(?:evenly|equally)"
    r"|equal(?:\s(?:parts|time|shares|amounts))"
    r"|(?:evenly|equally)\s(?:split|divided|shared|between|among)|half\sand\shalf|half/half|50/50|fifty[\s-]fifty)\b"
)
_REST = re.compile(r"\b(?:rest|remainder|balance)\b(?!\s(?:break|period|between|of\sthe\sday))")
_SIGNS = ("%", "half", "/", "third", "quarter", "percent", "pct", "½", "equal", "even", "fifty")


class _Share(NamedTuple):
    """A service's name with its part of the time, and the words of that part."""

    name: Token
    part: Fraction
    where: Span


def parts(events: Events, sums: frozenset[int]) -> Iterator[list[Pair]]:
    """The services with their parts of a total in `sums`; nothing where the parts do not make one whole."""
    told = [one for one in segments(events) if tells_parts(events.document.folded, one.start, one.end)]
    if not told or not sums:
        return
    for shares in (_with_fractions(events, told), *(_evenly(events, one) for one in told)):
        if pairs := _pairs(shares, _whole(events, told, shares, sums)):
            yield pairs


def tells_parts(folded: str, start: int, end: int) -> bool:
    """Whether words between two offsets tell parts of a whole, which may be ones of the time."""
    words = folded[start:end]
    signs = any(sign in words for sign in _SIGNS)
    return signs and bool(_PART.search(folded, start, end) or _EVENLY.search(folded, start, end))


def _with_fractions(events: Events, told: Sequence[Segment]) -> list[_Share]:
    """Names and parts in turn, over all sentences that tell parts; the last can have "the rest"."""
    folded = events.document.folded
    marks: list[tuple[int, Token | re.Match[str]]] = []
    for segment in told:
        marks += [(name.start, name) for name in _names(events, segment)]
        marks += [(m.start(), m) for m in _PART.finditer(folded, segment.start, segment.end)]
    marks.sort(key=_place)
    names = [one for _, one in marks if isinstance(one, Token)]
    found = [one for _, one in marks if not isinstance(one, Token)]
    turns = [isinstance(one, Token) for _, one in marks]
    if not all(_is_of(folded, one, found) for one in names):
        return []
    if len(names) == len(found) and all(a != b for a, b in pairwise(turns)):
        return [_Share(name, _size(m), Span(*m.span())) for name, m in zip(names, found, strict=True)]
    if not found or len(names) != len(found) + 1 or not turns[-1]:
        return []
    if _REST.search(folded, found[-1].end(), names[-1].end + _FAR):
        shares = [_Share(name, _size(m), Span(*m.span())) for name, m in zip(names[:-1], found, strict=True)]
        rest = 1 - sum((one.part for one in shares), Fraction())
        return [*shares, _Share(names[-1], rest, Span(names[-1].start, names[-1].end))]
    return []


def _is_of(folded: str, name: Token, found: Sequence[re.Match[str]]) -> bool:
    """Whether nothing but words of time stands between a name and a part beside it, or "the rest" does.

    "NMR with 50% cues" tells no part of the time.
    """
    before = max((m.end() for m in found if m.end() <= name.start), default=None)
    behind = min((m.start() for m in found if m.start() >= name.end), default=None)
    ahead = before is not None and (
        _OF_TIME.fullmatch(folded, before, name.start) or _REST.search(folded, before, name.start)
    )
    return bool(ahead) or (behind is not None and _OF_TIME.fullmatch(folded, name.end, behind) is not None)


_OF_TIME = re.compile(
    r"[\s:,(=~-]*(?:(?:of|it|the|this|that|our|an?|was|were|is|for|on|to|in|went|spent|devoted|given|used|took|about|roughly"
    r"|approximately|time|session|visit|treatment|min(?:ute)?s?|first|second|last|other|remaining|doing|\d{1,3})\b[\s:,(=~-]*)*"
)
_FAR = 60  # signs behind the last name in which "the rest" may follow


def _place(mark: tuple[int, Token | re.Match[str]]) -> int:
    return mark[0]


def _names(events: Events, segment: Segment) -> Iterator[Token]:
    """The services named in a sentence outside brackets, each once."""
    folded, seen = events.document.folded, set[str]()
    for one in services_told(events, segment):
        before = folded[segment.start : one.start]
        code = family(code_of(one.name)) if one.name else ""
        if code and code not in seen and before.count("(") <= before.count(")"):
            seen.add(code)
            yield one


def _size(match: re.Match[str]) -> Fraction:
    if match["percent"]:
        return Fraction(int(match["percent"]), 100)
    if match["half"]:
        return Fraction(1, 2)
    thirds, quarters = match["thirds"], match["quarters"]
    return Fraction(_OFTEN.get(thirds or quarters, 1), 3 if thirds else 4)


def _evenly(events: Events, segment: Segment) -> list[_Share]:
    """The same part for each service of a sentence: "divided equally between gait and exercise"."""
    said = _EVENLY.search(events.document.folded, segment.start, segment.end)
    names = list(_names(events, segment)) if said else []
    return [_Share(one, Fraction(1, len(names)), Span(*said.span())) for one in names] if said else []


def _whole(events: Events, told: Sequence[Segment], shares: Sequence[_Share], sums: frozenset[int]) -> int:
    """The total that is parted: the one that these sentences name, else that of timed minutes where all are timed."""
    named = [one.minutes for segment in told for one in numbers(events.document.folded, segment, ())]
    timed = all(codes.is_timed(code_of(one.name.name)) for one in shares if one.name.name)
    return next((minutes for minutes in named if minutes in sums), min(sums) if timed else max(sums))


def _pairs(shares: Sequence[_Share], whole: int) -> list[Pair]:
    """The minutes of each share; none where the parts are no whole, or parts of a minute would be left."""
    if len(shares) < 2 or sum((one.part for one in shares), Fraction()) != 1:
        return []
    minutes = [whole * one.part for one in shares]
    if any(one.denominator != 1 or one <= 0 for one in minutes):
        return []
    told = zip(shares, minutes, strict=True)
    return [Pair(code_of(one.name.name), int(n), one.where, one.name.name) for one, n in told if one.name.name]
