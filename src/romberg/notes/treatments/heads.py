"""Where a block of treatment begins: a service's name or code with its minutes, in the many orders people write."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from romberg.notes.interventions import Mention
from romberg.notes.layout import Segment
from romberg.notes.layout.document import TimedBlock
from romberg.notes.minutes.durations import Duration
from romberg.notes.people.shared_out import shared_at
from romberg.notes.treatments.bare import bare_minutes
from romberg.notes.treatments.clusters import Event, clusters
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.filling import findings, leads
from romberg.notes.treatments.head import Head
from romberg.notes.treatments.nameless import is_dose, only_minutes
from romberg.visit import Span

_FAR = 50  # signs between minutes and the code that they belong to
_WORDS = re.compile(r"[a-z/&\s(,-]*")
_SOCKET = re.compile(r"\b(?:socket|brace|splint|medication|dose|orthotic|chair|walker|cane|height)\b")
_SPINAL = re.compile(
    r"(?:\.{2,}[.:\s]*)?[^\n.;]{0,30}?\b(?:[ctl]\d{1,2}|si\b|sacr|cervical|thoracic|lumbar)"
    r"|\s?:\s[^\n.;]{0,30}?\b(?:atlas|axis|neck|(?:mid|low|lower|upper)[\s-]?back|spine|pelvis|ilium|c/t"
    r"|shoulder|elbow|wrist|hip|knee|ankle|jaw|tmj|ribs?|fibular?)\b"
)
_I_ADJUSTED = re.compile(r"\b(?:i|we|dr\.?|doctor)\s$")
_LEVEL = re.compile(r"\s*(?:the\s+)?(?:[ctls]\d|sacrum|si\b|atlas|axis|pelvis)")
_LEVELS = re.compile(  # "C2 and sacrum adjusted"
    r"(?:^|[\s:;,])(?:[ctl]\d{1,2}|sacrum|si|atlas|axis|pelvis|ilium|cervical|thoracic|lumbar)"
    r"(?:(?:[\s,&+/-]|\band\b|\b[lr]\b)+(?:[ctl]\d{1,2}|sacrum|si|atlas|axis|pelvis|ilium|cervical|thoracic|lumbar)\b)*"
    r"(?:\s(?:prone|supine|seated|side[ -]?lying|hand|manual))?\s(?:(?:was|were)\s)?$"
)
_REFERS = re.compile(r"\s*(?:all|both|these|those|them|each)\b")  # "adjusted all three": what the exam names
_SPINE = re.compile(r"\b(?:[ctl]\d{1,2}|si\b|sacr|cervical|thoracic|lumbar)")
_EXAM = 250  # signs before "adjusted all three" in which the exam names them
_SUMMARY = re.compile(r"\s*(?:={1,2}>|-{1,2}>|=|subtotal|total (?:for|of) )")
_OPENS_LIST = re.compile(r"(?:[^\n:;.]|(?<=\d):(?=\d)){0,80}?:(?!\d)")
_QUIET = ("plan", "goals", "home", "history", "prior", "signature", "education", "response")


def heads(events: Events) -> list[Head]:
    """Every block opening of today's encounter, in order."""
    document = events.document
    found: list[Head] = []
    for segment, marks in groupby(events.marks, key=lambda mark: document.segment_at(mark[0])):
        if segment.region == "prior" or not document.active.start <= segment.start < document.active.end:
            continue
        found.extend(_of_segment(events, segment, marks))
    return _with_findings_that_are_timed(events, found)


def _of_segment(events: Events, segment: Segment, marks: Iterable[Event]) -> Iterator[Head]:
    read_to = 0  # how far the head before has taken words for itself
    claimed: tuple[Span, ...] = ()  # minutes further on that the head before has taken for its own
    for told in clusters(events, marks):
        cluster = _without(told, claimed)  # a belt named at the end of the work does not take its time
        if not cluster:
            continue
        start, end = cluster[0][0], cluster[-1][1]
        if start < read_to:
            continue
        if events.document.timed_blocks and _names_a_field(events, segment, start):
            continue
        if shared := _undivided(events, segment, cluster):
            read_to = end
            yield from shared
            continue
        head = _head(events, segment, cluster)
        if claimed and any(span in claimed for span in head.minutes_spans):
            head = head._replace(minutes=None, minutes_spans=())
        if events.is_taken(start, end, named=bool(head.label or head.code)):
            continue
        if events.why_not(start, end):
            yield head._replace(counts=False)
        elif _opens(events, head):
            read_to = head.end
            claimed = tuple(span for span in head.minutes_spans if span.start >= head.end)
            yield head
        elif _is_bare_finding(events, head):
            yield head._replace(finding=True)


def _undivided(events: Events, segment: Segment, cluster: Sequence[Event]) -> list[Head]:
    """Several services with one time that is not parted: "ther ex and neuro re-ed, 38 min between them"."""
    names = [e for e in cluster if isinstance(e, Mention) and e.label]
    times = [e for e in cluster if isinstance(e, Duration)]
    told = times and len({name.label for name in names}) > 1 and names[-1].end <= times[0].start
    them = between_them(events.document.folded, times[-1].end) if told else None
    if not them or events.why_not(cluster[0][0], cluster[-1][1]):
        return []
    heads = [Head(one.start, one.end, segment, one.label, None, name=Span(one.start, one.end)) for one in names]
    return [*heads[:-1], heads[-1]._replace(end=them.end())]


def between_them(folded: str, end: int) -> re.Match[str] | None:
    """The words behind minutes that several services share, without any part of their own."""
    return _BETWEEN_THEM.match(folded, end)


_BETWEEN_THEM = re.compile(
    r"\s(?:between\s(?:them|the\s(?:two|three)|both)|combined|jointly|for\sboth|shared|altogether)\b"
)


def _names_a_field(events: Events, segment: Segment, start: int) -> bool:
    """Whether a name is that of a field of the service above: "Activities:" under "NMR"."""
    line = events.document.lines[segment.line]
    return start - line.start - line.indent < _FIELD_OPENS and events.document.is_field(segment.line)


_FIELD_OPENS = 3  # signs


def _without(cluster: list[Event], claimed: tuple[Span, ...]) -> list[Event]:
    """The marks of a cluster without minutes that another head has; nothing where only those were told."""
    if not claimed:
        return cluster
    return [mark for mark in cluster if not any(a <= mark[0] < b for a, b in claimed)]


_POINTS_BACK = re.compile(
    r"\s*(?:that|this|these|those|it|all (?:of )?(?:that|this))\s+"
    r"(?:part|portion|time|work|was|is|were|are|block|piece|counts?)\b"
)


def points_back(events: Events, head: Head) -> bool:
    """Whether a head names what was told before it: "That part is 97112"."""
    return bool(_POINTS_BACK.match(events.document.folded, head.segment.start, head.start))


_MEASURED = re.compile(r"\d[+-]?\s?/\s?5(?!\d)|\bw[nf]l\b|\bdeg\b|°|\b(?:fair|poor|normal|antalgic|intact|impaired)\b")


def _with_findings_that_are_timed(events: Events, found: list[Head]) -> list[Head]:
    """ "Manual: ..." in the exam part is treatment where a time log names the same service, and nothing is measured."""
    timed = {h.label for h in found if h.minutes is not None and h.counts and not h.finding}
    folded = events.document.folded
    kept = (h for h in found if not h.finding or h.label in timed)
    return [
        h._replace(finding=False)
        for h in kept
        if not h.finding or not _MEASURED.search(folded, h.end, events.document.line_at(h.start).end)
    ]


def _is_bare_finding(events: Events, head: Head) -> bool:
    folded, segment = events.document.folded, head.segment
    at_start = head.start - segment.body < 12 and leads(folded[segment.body : head.start])
    return (
        at_start
        and head.label is not None
        and segment.region == "objective"
        and bool(re.match(r"\s*[:\-]", folded[head.end : head.end + 3]))
    )


def _head(events: Events, segment: Segment, cluster: list[Event]) -> Head:
    folded = events.document.folded
    names = [e for e in cluster if isinstance(e, Mention) and e.label]
    written = next((e.code for e in cluster if isinstance(e, Mention) and e.code), None)
    times = [e for e in cluster if isinstance(e, Duration)]
    end = cluster[-1][1]
    name = Span(names[0].start, names[0].end) if names else None
    minutes, where = _with_add_on(cluster) or _minutes(folded, times)
    written = written or (None if names else _code_further_on(events, segment, cluster))
    label = names[0].label if names else None
    if label and _EXTRASPINAL in (written, *(one.label for one in names)):
        label = _EXTRASPINAL
    if not written and (second := _joined_name(folded, names)):
        label, written = second, label  # which of both it is, the work decides
    head = _shared(events, Head(cluster[0][0], end, segment, label, written, minutes, where, name=name))
    if head.minutes is None and (names or written) and (below := _below(events, head)):
        return head._replace(minutes=below.minutes, minutes_spans=(below.where,))
    if head.minutes is None and (names or written) and (bare := bare_minutes(folded, head)):
        return head._replace(minutes=int(bare[1]), minutes_spans=(Span(bare.start(1), bare.end(1)),), end=bare.end())
    opens = label in MODALITIES and leads(folded[segment.body : head.start].rpartition(";")[2])
    if head.minutes is None and opens and (only := _only_time(events, segment, end)):
        return _timed(folded, head, [only])
    if head.minutes is None and (names or written) and (last := _closing_minutes(events, segment, end)):
        return _timed(folded, head, [last])
    if head.minutes is None and (names or written) and (opened := _OPENS_LIST.match(folded, end, segment.end)):
        stop = next(
            (m.start for m in events.mentions_in(end, opened.end()) if m.label not in (None, label)), opened.end()
        )
        inside = [time for time in events.durations_in(end, stop) if not _is_anothers(events, time)]
        code = next((m.code for m in events.mentions_in(end, stop) if m.code), None)
        if inside or code:
            head = _timed(folded, head, inside)._replace(code=head.code or code, end=stop)
    return head


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


_OPENED = re.compile(r"[\s:(=-]*")
_EXTRASPINAL = "98943"  # an adjustment by name, and not one of the spine


def _joined_name(folded: str, names: Sequence[Mention]) -> str | None:
    """The second of two names that a stroke joins: "Exercise/neuro 18 min"."""
    if len(names) < 2 or names[0].label == names[1].label:
        return None
    return names[1].label if folded[names[0].end : names[1].start].strip() == "/" else None


def _below(events: Events, head: Head) -> TimedBlock | None:
    """The time that stands on a line of its own below the line that a head opens."""
    folded, segment = events.document.folded, head.segment
    return events.document.timed_block(segment.line) if leads(folded[segment.body : head.start]) else None


def _is_anothers(events: Events, time: Duration) -> bool:
    """Whether minutes go forward to the name of a service right behind them: "STM, then 20 min of ther ex: rows"."""
    return any(m.label and m.start - time.end < _NEAR for m in events.mentions_in(time.end, time.end + _NEAR))


_NEAR = 12


def _code_further_on(events: Events, segment: Segment, cluster: list[Event]) -> str | None:
    """The code that ends a line opened by minutes, with words between that no vocabulary knows."""
    folded, end = events.document.folded, cluster[-1][1]
    if not leads(folded[segment.body : cluster[0][0]]):
        return None
    codes = [m for m in events.mentions_in(end, min(segment.end, end + _FAR)) if m.code]
    if len(codes) != 1 or folded[codes[0].end : segment.end].strip(" .)\n"):
        return None
    return codes[0].code if _WORDS.fullmatch(folded, end, codes[0].start) else None


_LED = re.compile(r"(?:\.{2,}|\s{2,}|[.,;(=:|>\[-]\s?|(?:^|\W)(?:time|duration|minutes|mins?|for|x|@)\s?[:=]?)\s*$")
_LAST = re.compile(r"\s*(?:(?:un)?timed|total|direct|1:1)?[\s.)\]|]*")


# Modalities have one time, and what is done after them is no part of them.
MODALITIES = frozenset(
    (
        "97010",
        "97012",
        "97014",
        "97016",
        "97018",
        "97022",
        "97024",
        "97026",
        "97032",
        "97033",
        "97034",
        "97035",
        "G0283",
    )
)


def _only_time(events: Events, segment: Segment, start: int) -> Duration | None:
    """The one time in the clause of a modality: "US 3.3 MHz 0.8 w/cm2 x 8' lateral epicondyle; wrist curls"."""
    clause = _CLAUSE_END.search(events.document.folded, start, segment.end)
    end = clause.start() if clause else segment.end
    times = [time for time in events.durations_in(start, end) if time.most is None]
    named = any(m.label or m.code for m in events.mentions_in(start, end))
    return times[0] if len(times) == 1 and not named else None


_CLAUSE_END = re.compile(r"[;.]\s|,\s(?=then|and\b)|\bthen\b|\n|\sand\s|\+")


def _closing_minutes(events: Events, segment: Segment, start: int) -> Duration | None:
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


_ONLY_TIME = re.compile(r"\s*(?:time|duration|minutes|mins?)\b[^\d\n]{0,20}\d{1,3}\s?(?:min\w*|')?[\s.)]*")


_SUMS_UP = re.compile(r"\W*(?:total|timed|tot|tx time|treatment time|session)\b")


_ROW = 1_500  # signs of a line that are looked through for the time at its end


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


_PARTS = re.compile(
    r"[,;/+&]|\b(?:and|then|was|were)\b|\b(?:every|each|last|within|after|under|until|in|rest|hold)\s*$"
)


def _with_add_on(cluster: list[Event]) -> tuple[int, tuple[Span, ...]] | None:
    """A first code and its add-on with minutes each, "97129 15 min + 97130 15 min", are one service of both."""
    told = [event.code if isinstance(event, Mention) else "time" for event in cluster if not _is_name(event)]
    times = [event for event in cluster if isinstance(event, Duration)]
    if told != ["97129", "time", "97130", "time"] or any(time.most is not None for time in times):
        return None
    return times[0].minutes + times[1].minutes, tuple(Span(time.start, time.end) for time in times)


def _is_name(event: Event) -> bool:
    return isinstance(event, Mention) and event.code is None


def _timed(folded: str, head: Head, times: Sequence[Duration]) -> Head:
    minutes, where = _minutes(folded, times)
    return head._replace(minutes=minutes, minutes_spans=where)


_CORRECTED = re.compile(r"\b(?:scratch that|make that|correction|sorry|i mean|rather|no,)")


def _minutes(folded: str, times: Sequence[Duration]) -> tuple[int | None, tuple[Span, ...]]:
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


_TESTED = re.compile(
    r"\b(?:evaluation|eval|examination|exam)(?:\s+(?:time|of\s+[a-z]+))?\s*[:=(-]?\s*$"
)  # "Evaluation 40 min"


def _opens(events: Events, head: Head) -> bool:
    folded, segment = events.document.folded, head.segment
    before = folded[segment.body : head.start]
    if before.endswith(("part of the ", "part of ", "included in ", "counted in ", "within the ")):
        return False
    if head.label is None and head.code is None and _TESTED.search(before[-_FAR:]):
        return False
    at_start = (len(before) < 40 and leads(before)) or _opens_clause(events, head, before)
    if head.label is None and head.code is None:
        return head.minutes is not None and segment.region not in _QUIET and only_minutes(events, head, at_start)
    if head.minutes is not None:
        return segment.region not in _QUIET or (
            at_start and segment.region not in ("home", "goals", "history", "education")
        )
    if segment.region in _QUIET or segment.region == "subjective":
        return False
    if (head.code or head.label) and points_back(events, head):
        return True
    if head.code and head.label:
        return at_start or segment.region == "treatment"
    if head.label == "98940":
        spinal = bool(_SPINAL.match(folded, head.end, segment.end)) or segment.region == "treatment"
        refers = _REFERS.match(folded, head.end, segment.end) and _SPINE.search(
            folded, segment.start - _EXAM, segment.start
        )
        told = _LEVEL.match(folded, head.end, segment.end) or refers
        levels = segment.region in ("treatment", "header") and bool(_LEVELS.search(before[-_FAR:]))
        at_start = at_start or levels or (bool(_I_ADJUSTED.search(before)) and bool(told))
        return (
            at_start and (spinal or levels or bool(refers)) and not _SOCKET.search(folded, segment.start, segment.end)
        )
    worked = segment.region == "header" and any(m.group for m in events.mentions_in(head.end, segment.end))
    if not at_start or (head.code and segment.region in ("header", "charges") and not worked):
        return False
    word = folded[head.name.start : head.name.end] if head.name else ""
    return segment.region == "treatment" or (
        segment.region == "objective" and (bool(head.code) or word not in findings())
    )


def _opens_clause(events: Events, head: Head, before: str) -> bool:
    """Whether a name with a colon opens a clause of the treatment: "foam stance; TE: squats"."""
    folded = events.document.folded
    if head.segment.region != "treatment" or ";" not in before or not leads(before.rpartition(";")[2]):
        return False
    if folded[head.end : head.end + 1] == ":":
        return True
    word = folded[head.name.start : head.name.end] if head.name else ""
    stop = folded.find(";", head.end, head.segment.end)
    works = any(m.group for m in events.mentions_in(head.end, head.segment.end if stop < 0 else stop))
    treats = head.label in _LISTED
    return bool(word) and word not in findings() and treats and works


_LISTED = frozenset(  # services that people list one after the other between semicolons
    ("97110", "97112", "97116", "97140", "97530", "97535", "97129", "97533", "97542", "92526")
)


def is_summary(events: Events, head: Head) -> bool:
    """Whether a head sums up the lines above it instead of opening a list below."""
    folded = events.document.folded
    line = events.document.line_at(head.start)
    return bool(_SUMMARY.match(folded, line.start, line.end)) and head.minutes is not None
