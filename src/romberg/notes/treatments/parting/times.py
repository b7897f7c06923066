"""The names of services and the amounts in a sentence, in order, for those who pair them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from romberg.knowledge import codes
from romberg.notes.interventions import Mention
from romberg.notes.layout import Segment
from romberg.notes.minutes import amounts
from romberg.notes.minutes.wholes import of_the_visit
from romberg.notes.treatments.events import Events
from romberg.visit import Span

_NOT_IN = ("plan", "goals", "home", "history", "prior", "education")
_LEAST, _MOST = 3, 120  # minutes of a service
_AMOUNT = re.compile(
    rf"(?<![\w.$#-])(?<!\d[:/]){amounts.amount('n')}"
    r"(?!\d|[%°#\"]|[/:.](?!9\d{4}\b)\d|\s?(?:x|reps?|sets?|u|units?|lbs?|sec\w*|s|ft|feet|deg\w*|visits?|steps?|trials?|times|kg|rpe)\b)"
)


class Pair(NamedTuple):
    """A service and its minutes, with the words of both; no minutes for "the rest"."""

    code: str
    minutes: int | None
    where: Span
    name: Mention


class Token(NamedTuple):
    """A name or an amount of a sentence."""

    start: int
    end: int
    name: Mention | None = None
    minutes: int = 0


def segments(events: Events) -> Iterator[Segment]:
    """The sentences of today's visit that may tell minutes."""
    start, end = events.document.active
    return (s for s in events.document.segments_in(start, end) if s.region not in _NOT_IN or _has_total(events, s))


def _has_total(events: Events, segment: Segment) -> bool:
    return any(segment.start <= span.start < segment.end for span in events.totals)


def services_told(events: Events, segment: Segment) -> list[Token]:
    """The names of services and the amounts of a sentence, in order; what tells of no work of today is left out."""
    folded = events.document.folded
    mentions = [m for m in events.mentions_in(segment.start, segment.end) if m.label or m.code]
    names: list[Token] = []
    for mention in mentions:
        if events.why_not(mention.start, mention.end) or events.is_taken(mention.start, mention.end, named=True):
            continue
        if names and _is_same_name(folded, names[-1], mention):
            names[-1] = names[-1]._replace(end=mention.end)
        else:
            names.append(Token(mention.start, mention.end, mention))
    return sorted([*names, *_of_treatment(events, numbers(folded, segment, mentions))], key=_start)


def works(events: Events, segment: Segment) -> list[Token]:
    """The works of a sentence and its amounts, in order, where people name works for their services."""
    named = [Token(m.start, m.end, m) for m in events.mentions_in(segment.start, segment.end) if m.group]
    return sorted([*named, *_of_treatment(events, numbers(events.document.folded, segment, ()))], key=_start)


def _of_treatment(events: Events, told: Sequence[Token]) -> list[Token]:
    """The amounts but those that the note says are no time of treatment: "sorted mail 9 min, no charge"."""
    return [one for one in told if events.why_not(one.start, one.end) != "not treatment time"]


def numbers(folded: str, segment: Segment, names: Sequence[Mention]) -> list[Token]:
    """The amounts of a sentence that may be a service's minutes, outside of names."""
    told = (m for m in _AMOUNT.finditer(folded, segment.start, segment.end) if not _meets(m, names))
    told = (m for m in told if not of_the_visit(folded, *m.span("n")))
    found = (Token(*m.span("n"), None, amounts.value(m["n"])) for m in told)
    return [one for one in found if _LEAST <= one.minutes <= _MOST]


def _start(token: Token) -> int:
    return token.start


def _meets(match: re.Match[str], mentions: Sequence[Mention]) -> bool:
    return any(m.start < match.end() and match.start() < m.end for m in mentions)


def _is_same_name(folded: str, token: Token, mention: Mention) -> bool:
    """Whether a code stands beside the name of its service: "neuro re-ed (97112)"."""
    beside = not folded[token.end : mention.start].strip(" ():-,")
    return beside and token.name is not None and not (token.name.label and mention.label)


def code_of(name: Mention) -> str:
    """The code that a name stands for."""
    return name.label or name.code or ""


def family(code: str) -> str:
    """A code, or for an add-on the one that it is added to."""
    known = codes.get(code)
    return known.add_on_to if known and known.add_on_to else code
