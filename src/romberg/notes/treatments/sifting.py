"""Which heads open blocks of their own: details dropped, names and minutes found beside or below them joined."""

from __future__ import annotations

import re

from romberg.notes.layout import Line
from romberg.notes.minutes.durations import Duration, in_and_out
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.head import Head
from romberg.notes.treatments.heads import MODALITIES, points_back
from romberg.notes.treatments.heads.nameless import goes_forward, is_titled, lists_behind, opens_with_clock
from romberg.notes.treatments.listing import BULLET, with_sums
from romberg.notes.treatments.proven import stated
from romberg.visit import Span

_FORM = re.compile(r"[\s*•>-]*(?:time\s)?(?:in|start(?:ed)?|begin|began|from)\b")
_SENTENCE_ENDS = re.compile(r"[.:;]\s+$")
TELLING_WORDS = 20  # signs before minutes that can tell what was done
_ACTIVE = (
    "strength", "resistance", "motion", "endurance", "treadmill", "balance", "timing", "motor control",
    "gait", "walking place", "functional", "manual", "self care",
)  # fmt: skip
_FEW = 20  # signs of a sentence before the minutes that open it


def sifted(events: Events, found: list[Head]) -> list[Head]:
    """The heads that open blocks, each with its minutes where the note gives them apart."""
    found = _named_afterwards(events, _without_stray_minutes(events, with_sums(events, found)))
    found = _without_forms([_timed_below(events, head) for head in found])
    return _under_lists(events, _behind_modalities(events, found))


def _without_stray_minutes(events: Events, found: list[Head]) -> list[Head]:
    """Minutes without a name inside the text of a named block are a detail of it, unless the total needs them."""
    kept: list[Head] = []
    details: list[Head] = []
    for head in found:
        bare = head.label is None and head.code is None
        if kept and _only_times(events, kept[-1], head):
            kept[-1] = kept[-1]._replace(minutes=head.minutes, minutes_spans=head.minutes_spans)
            continue
        if (
            bare
            and kept
            and (kept[-1].label or kept[-1].code)
            and kept[-1].minutes is not None
            and _hangs_under(events, kept[-1], head)
        ):
            details.append(head)
            continue
        if kept and _repeats(kept[-1], head) and _hangs_under(events, kept[-1], head):
            continue
        if kept and (_is_a_part(events, kept[-1], head) or _says_it_again(events, kept[-1], head)):
            continue
        same_line = kept and kept[-1].counts and kept[-1].segment.line == head.segment.line
        if bare and same_line and not told_before(events, kept[-1]) and not _both_forward(events, kept[-1], head):
            continue
        kept.append(head)
    return _with_needed(events, kept, details)


def _with_needed(events: Events, kept: list[Head], details: list[Head]) -> list[Head]:
    """The heads with the minutes held for details, where all together are the stated total and the heads alone not."""
    details = [
        head for head in details if head.counts and (ends_its_line(events, head) or _opens_its_line(events, head))
    ]
    known = sum(head.minutes or 0 for head in kept if head.counts)
    sums = stated(events) if details else frozenset()
    if not sums or known in sums or known + sum(head.minutes or 0 for head in details) not in sums:
        return kept
    return sorted([*kept, *details], key=lambda head: head.start)


def _opens_its_line(events: Events, head: Head) -> bool:
    """Whether minutes stand first on their line: "- 9:28-9:45 fine motor tasks"."""
    line = events.document.line_at(head.start)
    return not events.document.folded[line.start : head.start].strip(" -*•>+o()[]0123456789.")


def _both_forward(events: Events, one: Head, other: Head) -> bool:
    """Two times without a name in one sentence, each with its own work: "22 minutes of steps and 16 of transfers"."""
    if one.minutes is not None and one.segment != other.segment:
        if is_titled(events, other):
            return True
        if not lists_behind(events, one) and other.start - other.segment.body < _FEW and goes_forward(events, other):
            return True
    bare = one.label is None and one.code is None and one.minutes is not None
    return bare and (goes_forward(events, other) or opens_with_clock(events, other))


def _repeats(named: Head, head: Head) -> bool:
    """Whether a head only names again, without a time of its own, the service that is open: "Manual:" over "- STM"."""
    bare = head.minutes is None and head.code is None and head.counts
    return bare and head.label is not None and head.label in (named.label, named.code) and named.counts


def _is_a_part(events: Events, named: Head, head: Head) -> bool:
    """Whether minutes are those of one of several works listed under a name: "Manual: glides 9 min + STM 6 min"."""
    same = head.label is not None and head.code is None and head.label in (named.label, named.code)
    if not same or not named.counts or named.minutes is not None or named.segment != head.segment:
        return False
    return any(d.most is None for d in events.durations_in(named.end, head.start))


def _says_it_again(events: Events, named: Head, head: Head) -> bool:
    """Whether a stretch of the clock is the time that the service above it has: "NMR 12 min" over "9:00-9:12"."""
    bare = head.label is None and head.code is None and named.counts and bool(named.label or named.code)
    if not bare or head.minutes != named.minutes or head.segment.line - named.segment.line > _BELOW:
        return False
    folded = events.document.folded
    clocks = (":" in folded[head.start : head.end]) != any(":" in folded[a:b] for a, b in named.minutes_spans)
    return clocks and not any(m.group for m in events.mentions_in(named.end, head.start))


_BELOW = 2  # lines


def _named_afterwards(events: Events, found: list[Head]) -> list[Head]:
    """Minutes without a name take the one that the next sentence gives them."""
    kept: list[Head] = []
    for head in found:
        if kept and points_back(events, head) and kept[-1].label is None and kept[-1].code is None:
            kept[-1] = kept[-1]._replace(label=head.label, code=head.code)
        elif not points_back(events, head) or head.minutes is not None:
            kept.append(head)
    return kept


def _only_times(events: Events, named: Head, head: Head) -> bool:
    """Whether minutes that are a sentence of their own, on this line or the next, time the service named above."""
    waits = named.counts and named.minutes is None and (named.label or named.code)
    if not waits or head.minutes is None or head.label or head.code or not head.counts:
        return False
    near = 0 <= head.segment.line - named.segment.line <= 1
    alone = events.document.folded[head.segment.body : head.segment.end]
    return near and not alone.replace(events.document.folded[head.start : head.end], "").strip(" .;,:()-\n")


def _timed_below(events: Events, head: Head) -> Head:
    """The minutes that end the line below a service without any: "gait on turf" over "Data: 40 ft. 20 min."."""
    lines, index = events.document.lines, head.segment.line + 1
    if head.minutes is not None or not (head.label or head.code) or index >= len(lines):
        return head
    below = lines[index]
    if form := _of_a_form(events, head, below):
        return head._replace(minutes=form.minutes, minutes_spans=(Span(form.start, form.end),), end=form.end)
    times = [d for d in events.durations_in(below.start, below.end) if d.most is None]
    told = any(m.label or m.code or m.group for m in events.mentions_in(below.start, below.end))
    if len(times) != 1 or told or events.document.folded[times[0].end : below.end].strip(" .)"):
        return head
    if events.why_not(times[0].start, times[0].end) or not _SENTENCE_ENDS.search(
        events.document.folded, max(below.start, times[0].start - 3), times[0].start
    ):
        return head
    return head._replace(minutes=times[0].minutes, minutes_spans=(Span(times[0].start, times[0].end),))


def _under_lists(events: Events, found: list[Head]) -> list[Head]:
    """The heads, marked as sums of the bullets above them where every name alone on its line stands under some."""
    names = [head for head in found if head.counts and head.minutes is not None and _is_alone(events, head)]
    if not names or not all(_bullet_at(events, head, -1) for head in names) or _bullet_at(events, names[-1], 1):
        return found
    return [head._replace(summary=True, body_first=True) if head in names else head for head in found]


def _is_alone(events: Events, head: Head) -> bool:
    """Whether a name with its time is all that its line tells, and the line is no bullet itself."""
    line, folded = events.document.lines[head.segment.line], events.document.folded
    around = folded[line.start : head.start] + folded[head.end : line.end]
    return (
        bool(head.label or head.code)
        and not around.strip(" .:;()=-")
        and not BULLET.match(folded, line.start, line.end)
    )


def _bullet_at(events: Events, head: Head, step: int) -> bool:
    """Whether the line above or below a head is a bullet of its part."""
    lines, at = events.document.lines, head.segment.line + step
    if not 0 <= at < len(lines) or events.document.region_at(lines[at].start) != head.segment.region:
        return False
    return bool(BULLET.match(events.document.folded, lines[at].start, lines[at].end))


def _behind_modalities(events: Events, found: list[Head]) -> list[Head]:
    """The heads, and one without a name where other work follows a timed modality behind a semicolon."""
    new = []
    for index, head in enumerate(found):
        if head.label not in MODALITIES or head.minutes is None or not head.counts:
            continue
        end = min([head.segment.end, *(h.start for h in found[index + 1 :] if h.counts)])
        told = (
            m for m in events.mentions_in(head.end, end) if m.group in _ACTIVE and not events.why_not(m.start, m.end)
        )
        first = next(told, None)
        mark = events.document.folded.rfind(";", head.end, first.start) if first else -1
        if mark >= 0:
            new.append(Head(mark + 1, mark + 1, head.segment))
    return sorted([*found, *new], key=lambda head: head.start) if new else found


def _without_forms(found: list[Head]) -> list[Head]:
    """The heads without those times that a form asks for and that time the service above them."""
    asked = [span for head in found if head.label or head.code for span in head.minutes_spans]
    bare = (head for head in found if head.label is None and head.code is None)
    doubled = [head for head in bare if any(a < head.end and head.start < b for a, b in asked)]
    return [head for head in found if head not in doubled] if doubled else found


def _of_a_form(events: Events, head: Head, below: Line) -> Duration | None:
    """What "in" and "out" give on the line of a service behind it, or on the line below it."""
    folded = events.document.folded
    line = events.document.lines[head.segment.line]
    asked = in_and_out(folded, head.end, line.end)
    if asked is None:
        opens = _FORM.match(folded, below.start, below.end)
        asked = in_and_out(folded, below.start, below.end) if opens else None
    return None if asked is None or events.is_taken(asked.start, asked.end, named=True) else asked


def _hangs_under(events: Events, named: Head, head: Head) -> bool:
    """Whether a head stands on a bulleted or deeper line of the list that a named head opened."""
    document = events.document
    opened, line = document.lines[named.segment.line], document.lines[head.segment.line]
    bulleted = bool(BULLET.match(document.folded, line.start, line.end))
    return (
        named.segment.line < head.segment.line
        and (bulleted or line.indent > opened.indent)
        and named.segment.region == head.segment.region
    )


def told_before(events: Events, head: Head) -> bool:
    """Whether a head closes what stands before it: nothing is told behind it, something before it on its line."""
    after = events.mentions_in(head.end, head.segment.end)
    line = events.document.line_at(head.start)
    before = events.mentions_in(line.start, head.start)
    return not any(m.group for m in after) and any(m.group for m in before)


def ends_its_line(events: Events, head: Head) -> bool:
    """Minutes without a name at the end of a line that tells work, nothing hanging below: "pegs, clay 9:05-9:20"."""
    document = events.document
    index = head.segment.line
    line, after = document.lines[index], document.folded[head.end : document.lines[index].end]
    if head.label or head.code or after.strip(" .;)") or head.start - line.start < TELLING_WORDS:
        return False
    below = document.lines[index + 1] if index + 1 < len(document.lines) else None
    hangs = below is not None and below.end > below.start and below.indent > line.indent
    return not hangs and any(m.group for m in events.mentions_in(line.start, head.start))
