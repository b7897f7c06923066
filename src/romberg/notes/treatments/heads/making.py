"""What the opening of a block tells: which service by name, which code, and how many minutes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from romberg.notes.interventions import Mention
from romberg.notes.layout import Segment
from romberg.notes.minutes.durations import Duration
from romberg.notes.people.shared_out import shared_at
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.filling import leads
from romberg.notes.treatments.head import Head
from romberg.notes.treatments.heads.bare import bare_minutes
from romberg.notes.treatments.heads.clusters import Event
from romberg.notes.treatments.heads.minutes import MODALITIES, closing_minutes, minutes_told, only_time, with_add_on
from romberg.visit import Span

_FAR = 50  # signs between minutes and the code that ends their line
_WORDS = re.compile(r"[a-z/&\s(,-]*")
_OPENED = re.compile(r"[\s:(=-]*")
_EXTRASPINAL = "98943"  # an adjustment by name, and not one of the spine
_OPENS_LIST = re.compile(r"(?:[^\n:;.]|(?<=\d):(?=\d)){0,80}?:(?!\d)")
_NEAR = 12  # signs between minutes and the name that they go forward to


def head_of(events: Events, segment: Segment, cluster: list[Event]) -> Head:
    """The head that a cluster of marks makes, with the minutes of the first place that gives it any."""
    head = _shared(events, _named(events, segment, cluster))
    if head.minutes is not None or not (head.label or head.code):
        return head
    return (
        _timed_below(events, head)
        or _with_bare_number(events, head)
        or _with_only_time(events, head)
        or _with_closing_minutes(events, head)
        or _over_its_list(events, head)
        or head
    )


def _named(events: Events, segment: Segment, cluster: list[Event]) -> Head:
    """A head with what its own words tell: the service's name, the code, the minutes."""
    folded = events.document.folded
    names = [e for e in cluster if isinstance(e, Mention) and e.label]
    written = next((e.code for e in cluster if isinstance(e, Mention) and e.code), None)
    times = [e for e in cluster if isinstance(e, Duration)]
    name = Span(names[0].start, names[0].end) if names else None
    minutes, where = with_add_on(cluster) or minutes_told(folded, times)
    written = written or (None if names else _code_further_on(events, segment, cluster))
    label = names[0].label if names else None
    if label and _EXTRASPINAL in (written, *(one.label for one in names)):
        label = _EXTRASPINAL
    if not written and (second := _joined_name(folded, names)):
        label, written = second, label  # which of both it is, the work decides
    return Head(cluster[0][0], cluster[-1][1], segment, label, written, minutes, where, name=name)


def _timed_below(events: Events, head: Head) -> Head | None:
    """A head with the time that stands on a line of its own below the line that it opens."""
    folded, segment = events.document.folded, head.segment
    below = events.document.timed_block(segment.line) if leads(folded[segment.body : head.start]) else None
    return head._replace(minutes=below.minutes, minutes_spans=(below.where,)) if below else None


def _with_bare_number(events: Events, head: Head) -> Head | None:
    """A head with a number behind it that is minutes by where it stands: "NMR = 18"."""
    bare = bare_minutes(events.document.folded, head)
    if not bare:
        return None
    return head._replace(minutes=int(bare[1]), minutes_spans=(Span(bare.start(1), bare.end(1)),), end=bare.end())


def _with_only_time(events: Events, head: Head) -> Head | None:
    """A modality that opens its clause, with the one time of it."""
    before = events.document.folded[head.segment.body : head.start]
    if head.label not in MODALITIES or not leads(before.rpartition(";")[2]):
        return None
    only = only_time(events, head.segment, head.end)
    return _timed(events, head, [only]) if only else None


def _with_closing_minutes(events: Events, head: Head) -> Head | None:
    """A head with the minutes at the far end of its line."""
    last = closing_minutes(events, head.segment, head.end)
    return _timed(events, head, [last]) if last else None


def _over_its_list(events: Events, head: Head) -> Head | None:
    """A head with the minutes and the code that stand between its name and the colon of its list."""
    opened = _OPENS_LIST.match(events.document.folded, head.end, head.segment.end)
    if not opened:
        return None
    inside = events.mentions_in(head.end, opened.end())
    stop = next((m.start for m in inside if m.label not in (None, head.label)), opened.end())
    times = [time for time in events.durations_in(head.end, stop) if not _is_anothers(events, time)]
    code = next((m.code for m in events.mentions_in(head.end, stop) if m.code), None)
    if not times and not code:
        return None
    return _timed(events, head, times)._replace(code=head.code or code, end=stop)


def _timed(events: Events, head: Head, times: Sequence[Duration]) -> Head:
    minutes, where = minutes_told(events.document.folded, times)
    return head._replace(minutes=minutes, minutes_spans=where)


def _joined_name(folded: str, names: Sequence[Mention]) -> str | None:
    """The second of two names that a stroke joins: "Exercise/neuro 18 min"."""
    if len(names) < 2 or names[0].label == names[1].label:
        return None
    return names[1].label if folded[names[0].end : names[1].start].strip() == "/" else None


def _code_further_on(events: Events, segment: Segment, cluster: list[Event]) -> str | None:
    """The code that ends a line opened by minutes, with words between that no vocabulary knows."""
    folded, end = events.document.folded, cluster[-1][1]
    if not leads(folded[segment.body : cluster[0][0]]):
        return None
    codes = [m for m in events.mentions_in(end, min(segment.end, end + _FAR)) if m.code]
    if len(codes) != 1 or folded[codes[0].end : segment.end].strip(" .)\n"):
        return None
    return codes[0].code if _WORDS.fullmatch(folded, end, codes[0].start) else None


def _shared(events: Events, head: Head) -> Head:
    """A head with the minutes of all the people among whom they are shared out behind it: "TE 15 PT + 10 PTA"."""
    if not (head.label or head.code):
        return head
    starts = (*(span.start for span in head.minutes_spans[:1]), head.end)
    at = (_OPENED.match(events.document.folded, start) for start in starts)
    told_at = (shared_at(events.document.text, found.end(), head.segment.end) for found in at if found)
    parts = next(filter(None, told_at), ())
    if not parts:
        return head
    spans = tuple(part.told for part in parts if part.told)
    told = sum(part.minutes or 0 for part in parts)
    return head._replace(minutes=told, minutes_spans=spans, end=max(head.end, spans[-1].end, parts[-1].who.end))


def _is_anothers(events: Events, time: Duration) -> bool:
    """Whether minutes go forward to the name of a service right behind them: "STM, then 20 min of ther ex: rows"."""
    return any(m.label and m.start - time.end < _NEAR for m in events.mentions_in(time.end, time.end + _NEAR))
