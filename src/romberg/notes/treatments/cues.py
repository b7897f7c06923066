"""Cues about how a treatment was furnished: alone, in a group, together, uncharged; and where on the body."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from romberg.notes.assertion import Zone
from romberg.notes.layout import Document
from romberg.notes.treatments.alone import is_denied, of_absence
from romberg.notes.treatments.draft import Draft
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.free import CURRENTS
from romberg.notes.treatments.hints import hints, load
from romberg.notes.treatments.merge import strongest
from romberg.visit import Span


@cache
def _regions() -> re.Pattern[str]:
    found: dict[str, list[str]] = load("regions.yaml")
    named = "|".join(f"(?P<{name}>{'|'.join(words)})" for name, words in found.items())
    return re.compile(rf"\b(?:{named})\b")


@cache
def _any_region() -> re.Pattern[str]:
    """The same words without their names, which is much quicker: where it finds one, the name is asked for."""
    return re.compile(rf"\b(?:{'|'.join(word for words in load('regions.yaml').values() for word in words)})\b")


def flags(events: Events, draft: Draft, alone: bool = False) -> dict[str, tuple[Span, ...]]:
    """How the treatment was furnished, each cue with its words; `alone` says that the visit has no further one.

    What the head of a note says of a group holds for its only treatment.
    """
    found: dict[str, tuple[Span, ...]] = {}
    for name, where in _cues(events, draft.whole):
        if name == "not billed" and _is_of_something_else(events, draft, where.start):
            continue
        if name in _OF_MINUTES and _is_of_other_minutes(events, draft, where):
            continue
        if name == "group" and events.why_not(*where) in _NOT_HELD:
            continue
        found[name] = (*found.get(name, ()), where)
    if alone and "group" not in found and not _is_one_to_one(events, draft):
        told = tuple(where for name, where in _cues(events, _of_the_session(events)) if name == "group")
        found |= {"group": told} if told else {}
    if "unattended" not in found and _is_current(draft):
        left = _left_running(events, draft)
        found |= {"unattended": left} if left else {}
    return found


def _is_current(draft: Draft) -> bool:
    """Whether a draft is of stimulation: by its names, else by what every activity in it means most."""
    meant = draft.names or frozenset(strongest(group) for one in draft.activities for group in one.groups)
    return bool(meant) and meant <= CURRENTS


def _left_running(events: Events, draft: Draft) -> tuple[Span, ...]:
    """The words that tell that a current ran by itself; none where somebody attended it."""
    folded = events.document.folded
    told = [
        (name, Span(*match.span()))
        for start, end in draft.whole
        for name, match in hints("left.yaml").told(folded, start, min(end, start + _MOST))
        if not is_denied(folded, start, match.start())
    ]
    stayed = any(name == "stayed" for name, _ in told)
    return () if stayed else tuple(where for _, where in told)


def _is_one_to_one(events: Events, draft: Draft) -> bool:
    """Whether the words of a treatment say that the patient was alone with the clinician in it."""
    return any(_ONE_TO_ONE.search(events.document.folded, *span) for span in draft.whole)


_ONE_TO_ONE = re.compile(
    r"(?<!no )(?<!not )\b(?:(?:1\s?:\s?1|one[- ](?:on|to)[- ]one)\b"
    r"|individual(?: (?:treatment|therapy|tx|session|time|work))?\W{1,3}(?:x\s?|for )?\d)"
)


def _is_of_other_minutes(events: Events, draft: Draft, where: Span) -> bool:
    """Whether a cue stands in what is none of the treatment, or in the sentence of other minutes or right behind it.

    "8 min of bike unsupervised", told between two services, takes nothing away from either.
    """
    zone = events.zone_in(*where)
    apart = zone and zone.why == "not treatment time" and not _meets(draft.minutes_spans, zone)
    absent = any(of_absence(events.document.folded, where))  # where the clinician was is told of the whole block
    if zone and apart and not absent and any(m.group or m.label for m in events.mentions_in(*zone[:2])):
        return True
    if not draft.minutes_spans or draft.from_grid:
        return False
    bracket = _bracket(events.document.folded, where)
    if bracket and not _meets(draft.minutes_spans, bracket) and _is_timed(events, bracket):
        return True
    since = max((span.start for span in draft.whole if span.start <= where.start), default=where.start)
    for told in _backwards(events.document, since, where):
        if _meets(draft.minutes_spans, told):
            return _is_of_a_later_service(events, draft, where)
        if _is_timed(events, told):
            return True
    return False


def _is_of_a_later_service(events: Events, draft: Draft, where: Span) -> bool:
    """Whether another service is named with its time between a treatment's time and a cue of the same sentence.

    Or the time follows a cue behind a word that takes it back: "15 min group, 38 min one to one = 25 min NMR".
    """
    first = min((span.start for span in draft.minutes_spans), default=where.start)
    if first > where.end and _ALONE.search(events.document.folded, where.end, first):
        return True
    since = max((span.end for span in draft.minutes_spans if span.end <= where.start), default=where.start)
    others = [m for m in events.mentions_in(since, where.start) if m.label and m.label not in draft.names]
    return bool(others) and _is_timed(events, Span(since, where.start))


_ALONE = re.compile(r"\b(?:one[- ](?:to|on)[- ]one|1:1|individual(?:ly)?)\b")
_BREAK = re.compile(r"[.;]\s+|\n")


def _backwards(document: Document, since: int, where: Span) -> Iterator[Span]:
    """The sentences from that of a cue back to the start of its block; "length. 8 min NuStep" are two."""
    following = _BREAK.search(document.folded, where.end)
    end = following.start() if following else len(document.folded)
    starts = [since, *(mark.end() for mark in _BREAK.finditer(document.folded, since, where.start))]
    for start in reversed(starts):
        yield Span(start, end)
        end = start


def _is_timed(events: Events, within: Span) -> bool:
    return any(d.most is None for d in events.durations_in(*within))


def _meets(spans: Iterable[Span], told: Span | Zone) -> bool:
    return any(a < told.end and told.start < b for a, b in spans)


def _bracket(folded: str, where: Span) -> Span | None:
    """The brackets around a cue, on its line."""
    opens = folded.rfind("(", folded.rfind("\n", 0, where.start) + 1, where.start)
    closes = folded.find(")", where.end)
    inside = opens >= 0 and closes >= 0 and not {"(", ")", "\n"} & set(folded[opens + 1 : closes])
    return Span(opens, closes) if inside else None


def _cues(events: Events, spans: Iterable[Span]) -> Iterator[tuple[str, Span]]:
    """The cues in some stretches, by the name of what they tell."""
    folded = events.document.folded
    for begin, end in spans:
        start = max(begin, end - _MOST)
        for name, match in hints("furnished.yaml").told(folded, start, end):
            if name != "unattended" or not is_denied(folded, start, match.start()):
                yield name, Span(*match.span())
        yield from (("unattended", where) for where in of_absence(folded, Span(start, end)))


def _of_the_session(events: Events) -> Iterator[Span]:
    """The sentences of today that tell how the session went, apart from those that are not of today's treatment."""
    start, end = events.document.active
    for one in events.document.segments_in(start, min(end, start + _MOST)):
        if one.region in ("header", "treatment", "objective") and not events.why_not(one.start, one.end):
            yield Span(one.start, one.end)


_NOT_HELD = ("declined", "planned", "prior visit", "home program")  # "peer group cancelled" was no group of today
_OF_MINUTES = ("unattended", "group", "not billed")
_MOST = 4_000  # signs of a block in which its cues are sought


def _is_of_something_else(events: Events, draft: Draft, at: int) -> bool:
    """Whether a cue speaks of another line of work, or of what its own sentence tells: "Cane cut, no charge"."""
    if _is_of_another_line(events, draft, at):
        return True
    told = events.document.segment_at(at)
    works = [span for activity in draft.activities for span in activity.spans]
    apart = works and not any(a < told.end and told.start < b for a, b in [*works, *draft.minutes_spans])
    points = _POINTS_BACK.match(events.document.folded, told.start, at)
    return bool(apart) and not points and at - told.start >= _TELLING


_TELLING = 15  # signs before a cue in which a sentence tells what it speaks of
_POINTS_BACK = re.compile(  # "That whole block was not billed" speaks of the work before it
    r"\W*(?:that|this|these|those|it|all|both|(?:the )?(?:last|first|whole|entire|other|remaining|block|part|time|rest"
    r"|minutes|session|above))\b"
)


def _is_of_another_line(events: Events, draft: Draft, at: int) -> bool:
    """Whether a line with its own minutes and none of a treatment's work is what a cue speaks of."""
    line = events.document.line_at(at)
    works = [span for activity in draft.activities for span in activity.spans]
    own = any(a < line.end and line.start < b for a, b in [*works, *draft.minutes_spans])
    return bool(works) and not own and bool(events.durations_in(line.start, line.end))


def regions(events: Events, draft: Draft) -> tuple[str, ...]:
    """The regions of the body that the block's words name, in order of mention."""
    spans = [span for activity in draft.activities for span in activity.spans] or list(draft.spans)
    if draft.label == _ADJUSTED:
        spans = [*spans, *_rest_of_the_sentence(events, draft)]
    named = tuple(name for span in spans for name in _named(events.document.folded, span))
    if draft.label == _ADJUSTED and not any(name in _SPINE for name in named):
        named += _of_the_exam(events, min(span.start for span in spans))
    return tuple(dict.fromkeys(named))


def _rest_of_the_sentence(events: Events, draft: Draft) -> Iterator[Span]:
    """The sentences in which an adjustment is named, up to what was not done: "side posture L3, R SI; prone T10"."""
    for start, _ in draft.spans[:1]:
        told = events.document.segment_at(start)
        denied = (zone.start for zone in events.zones if told.start <= zone.start < told.end)
        named = (m for m in events.mentions_in(start, told.end) if m.label not in (None, _ADJUSTED))
        others = (m.start for m in named if not _regions().fullmatch(events.document.folded, m.start, m.end))
        yield Span(start, min([told.end, *denied, *others]))


def _of_the_exam(events: Events, at: int) -> tuple[str, ...]:
    """The regions that the sentence before an adjustment names: "C6, T8 and L5 were stiff. I adjusted all three"."""
    told = events.document.segments_in(max(0, at - _FAR), at)[-2:]
    return tuple(name for one in told for name in _named(events.document.folded, Span(one.start, min(one.end, at))))


_ADJUSTED = "98940"
_SPINE = ("cervical", "thoracic", "lumbar", "sacral", "pelvic")
_FAR = 300  # signs before an adjustment in which the exam stands


def _named(folded: str, span: Span) -> Iterator[str]:
    for place in _any_region().finditer(folded, span.start, span.end):
        match = _regions().match(folded, place.start(), span.end)
        if match and match.lastgroup:
            yield match.lastgroup
