"""Which of the times told with a service are its minutes: in words, corrected, or set off at the end of the line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from romberg.notes import lexicon
from romberg.notes.interventions import Mention
from romberg.notes.layout import Segment
from romberg.notes.minutes.durations import Duration
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.heads.clusters import Event
from romberg.notes.treatments.heads.nameless import is_dose
from romberg.visit import Span

# Modalities have one time, and what is done after them is no part of them.
MODALITIES = lexicon.each("97010 97012 97014 97016 97018 97022 97024 97026 97032 97033 97034 97035 G0283")
_CORRECTED = re.compile(r"\b(?:scratch that|make that|correction|sorry|i mean|rather|no,)")
_CLAUSE_END = re.compile(r"[;.]\s|,\s(?=then|and\b)|\bthen\b|\n|\sand\s|\+")
_FAR = 50  # signs between a name and minutes that are set off from it
_ROW = 1_500  # signs of a line that are looked through for the time at its end
_LED = re.compile(r"(?:\.{2,}|\s{2,}|[.,;(=:|>\[-]\s?|(?:^|\W)(?:time|duration|minutes|mins?|for|x|@)\s?[:=]?)\s*$")
_LAST = re.compile(r"\s*(?:(?:un)?timed|total|direct|1:1)?[\s.)\]|]*")
_PARTS = re.compile(
    r"[,;/+&]|\b(?:and|then|was|were)\b|\b(?:every|each|last|within|after|under|until|in|rest|hold)\s*$"
)
_ONLY_TIME = re.compile(r"\s*(?:time|duration|minutes|mins?)\b[^\d\n]{0,20}\d{1,3}\s?(?:min\w*|')?[\s.)]*")
_SUMS_UP = re.compile(r"\W*(?:total|timed|tot|tx time|treatment time|session)\b")


def minutes_told(folded: str, times: Sequence[Duration]) -> tuple[int | None, tuple[Span, ...]]:
    """The minutes told, with their words: minutes in words beat a clock span; of two the first, unless it is corrected.

    Two that agree are one fact.
    """
    usable = [t for t in times if t.most is None]
    if not usable:
        return None, ()
    plain = [t for t in usable if t.kind != "clock"]
    corrected = len(plain) > 1 and _CORRECTED.search(folded, plain[0].end, plain[-1].start)
    chosen = plain[-1 if corrected else 0] if plain else usable[0]
    total = sum(t.minutes for t in usable) if not plain and len(usable) > 1 else chosen.minutes
    spans = tuple(Span(t.start, t.end) for t in usable if t is chosen or t.minutes == chosen.minutes or not plain)
    return total, spans


def with_add_on(cluster: list[Event]) -> tuple[int, tuple[Span, ...]] | None:
    """A first code and its add-on with minutes each, "97129 15 min + 97130 15 min", are one service of both."""
    told = [event.code if isinstance(event, Mention) else "time" for event in cluster if not _is_name(event)]
    times = [event for event in cluster if isinstance(event, Duration)]
    if told != ["97129", "time", "97130", "time"] or any(time.most is not None for time in times):
        return None
    return times[0].minutes + times[1].minutes, tuple(Span(time.start, time.end) for time in times)


def _is_name(event: Event) -> bool:
    return isinstance(event, Mention) and event.code is None


def only_time(events: Events, segment: Segment, start: int) -> Duration | None:
    """The one time in the clause of a modality: "US 3.3 MHz 0.8 w/cm2 x 8' lateral epicondyle; wrist curls"."""
    clause = _CLAUSE_END.search(events.document.folded, start, segment.end)
    end = clause.start() if clause else segment.end
    times = [time for time in events.durations_in(start, end) if time.most is None]
    named = any(m.label or m.code for m in events.mentions_in(start, end))
    return times[0] if len(times) == 1 and not named else None


def closing_minutes(events: Events, segment: Segment, start: int) -> Duration | None:
    """Minutes at the far end of the line, set off: "Manual: glides ....... 10 min", "NMR: tandem. Time: 10 min"."""
    folded, end = events.document.folded, _row_end(events, segment, start)
    if end - start > _ROW:
        return None
    times = [t for t in events.durations_in(start, end) if t.most is None]
    if not times or not _LAST.fullmatch(folded, times[-1].end, end):
        return None
    last = times[-1]
    between = folded[max(start, last.start - _FAR) : last.start]
    alone = len(times) == 1 and last.start - start < _FAR and not _PARTS.search(between)
    return last if (alone or _LED.search(between)) and not is_dose(between) else None


def _row_end(events: Events, segment: Segment, start: int) -> int:
    """How far the words of a head reach on its line: to the next sentence of another part, or that names a service."""
    document, end = events.document, segment.end
    stop = min(document.lines[segment.line].end, start + _ROW)
    for following in document.segments_in(segment.start + 1, stop):
        apart = following.region != segment.region and not _ONLY_TIME.fullmatch(events.document.folded, *following[:2])
        if apart or following.start < start or _SUMS_UP.match(events.document.folded, following.start):
            break
        if any(m.label or m.code for m in events.mentions_in(following.start, following.end)):
            break
        end = following.end
    return end
