"""Several services with one time that is not parted among them: "ther ex and neuro re-ed, 38 min between them"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from romberg.notes.interventions import Mention
from romberg.notes.layout import Segment
from romberg.notes.minutes.durations import Duration
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.head import Head
from romberg.notes.treatments.heads.clusters import Event
from romberg.notes.treatments.parting.times import family
from romberg.visit import Span

_BETWEEN_THEM = re.compile(
    r"\s(?:between\s(?:them|the\s(?:two|three)|both)|combined|jointly|for\sboth|shared|altogether)\b"
)


def undivided(events: Events, segment: Segment, cluster: Sequence[Event]) -> list[Head]:
    """Several services with one time that is not parted: "ther ex and neuro re-ed, 38 min between them"."""
    names = [e for e in cluster if isinstance(e, Mention) and e.label]
    times = [e for e in cluster if isinstance(e, Duration)]
    told = times and len({name.label for name in names}) > 1 and names[-1].end <= times[0].start
    if second := _sharing_one_time(events, cluster):
        return [Head(cluster[0][0], second, segment, counts=False)]
    them = between_them(events.document.folded, times[-1].end) if told else None
    if not them or events.why_not(cluster[0][0], cluster[-1][1]):
        return []
    heads = [Head(one.start, one.end, segment, one.label, None, name=Span(one.start, one.end)) for one in names]
    return [*heads[:-1], heads[-1]._replace(end=them.end())]


def _sharing_one_time(events: Events, cluster: Sequence[Event]) -> int | None:
    """Where two codes end that "and" joins behind one time: "32 minutes one on one, 97112 and 97110"."""
    last = cluster[-1]
    if len(cluster) < 2 or not isinstance(cluster[0], Duration) or not isinstance(last, Mention) or not last.code:
        return None
    joined = _AND_CODE.match(events.document.folded, last.end)
    second = events.mentions_in(joined.end(), joined.end() + 1) if joined else ()
    return next((m.end for m in second if m.code and family(m.code) != family(last.code)), None)


_AND_CODE = re.compile(r",?\s(?:and|&|\+)\s(?=9\d{4}\b(?!\s?[-:(=,]?\s?\d{1,2}\s?min))")


def between_them(folded: str, end: int) -> re.Match[str] | None:
    """The words behind minutes that several services share, without any part of their own."""
    return _BETWEEN_THEM.match(folded, end)
