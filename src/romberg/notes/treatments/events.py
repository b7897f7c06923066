"""What the scans found in today's text, as one ordered list of events."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from romberg.notes.assertion import Zone, zone_at
from romberg.notes.interventions import Mention, scan
from romberg.notes.layout import Covered, Document, amended_from
from romberg.notes.minutes.durations import Duration, durations
from romberg.notes.minutes.wholes import of_the_visit
from romberg.notes.treatments.alone import alone
from romberg.notes.treatments.hindered import hindered
from romberg.notes.treatments.legend import by_legend
from romberg.notes.treatments.levels import levels_adjusted
from romberg.notes.treatments.timeline import along_the_clock
from romberg.visit import Span, Why


@dataclass(frozen=True, slots=True)
class Events:
    """The note's mentions and durations of today's encounter, with the zones that do not count and the claimed spans.

    `marks` are the names of services, codes and times in order; `charged` and `totals` are the words of charges and
    stated totals, which other readers own.
    """

    document: Document
    mentions: tuple[Mention, ...]
    durations: tuple[Duration, ...]
    zones: tuple[Zone, ...]
    charged: tuple[Span, ...]
    totals: tuple[Span, ...]
    of_charges: Covered
    of_others: Covered  # charges and totals
    mention_starts: tuple[int, ...]
    duration_starts: tuple[int, ...]
    zone_starts: tuple[int, ...]
    marks: tuple[Mention | Duration, ...]
    amended_from: int  # where an addendum begins that corrects what stands above it; the note's end where none does

    def mentions_in(self, start: int, end: int) -> tuple[Mention, ...]:
        """The labels, activities and codes between two offsets."""
        starts = self.mention_starts
        return self.mentions[bisect_left(starts, start) : bisect_left(starts, end)]

    def durations_in(self, start: int, end: int) -> tuple[Duration, ...]:
        """The minutes and clock spans between two offsets."""
        starts = self.duration_starts
        return self.durations[bisect_left(starts, start) : bisect_left(starts, end)]

    def why_not(self, start: int, end: int) -> Why | None:
        """Why words at a place do not tell of treatment given today; None where they may."""
        zone = self.zone_in(start, end)
        return zone.why if zone else None

    def zone_in(self, start: int, end: int) -> Zone | None:
        """The first stretch between two offsets that does not tell of treatment given today."""
        return zone_at(self.zones, self.zone_starts, start, end)

    def is_taken(self, start: int, end: int, named: bool = False) -> bool:
        """Whether another reader owns these words: a charge always, a total unless a service is `named` there."""
        return (self.of_charges if named else self.of_others).meets(start, end)


_NO = re.compile(r"(?:^|[.;:,|(\n>*•\]-]|\band\b|\bbut\b|\bso\b)\s*((?:no|without any|nor|zero)\s+)$")
_NO_AFTER_WORD = re.compile(
    r"(?:^|[.;:,|(\n>*•\]-]|\band\b|\bbut\b)\s*((?:no)\s+"
    r"(?!loss|lob|c/o|sign|need|increase|change|pain|difficulty|more|new|further|longer|sway)[a-z/-]{2,14}\s+)$"
)


_BEFORE_NO, _BEHIND_NO = 60, 600  # signs around words that are denied, as far as they matter
_HELD = re.compile(r"(?:^|[.;:,|(\n-])\s*(held\s+(?:the\s+)?)$")
_DENIAL_ENDS = re.compile(r"[;.\n]|\bbut\b|,(?=\s+\w+\s+\d)")


def _denied(document: Document, found: tuple[Mention, ...]) -> list[Zone]:
    """ "No gait training": a service or activity right behind a "no" at the start of a clause was not done."""
    denied = []
    for mention in found:
        near = document.folded[max(0, mention.start - 26) : mention.start]
        if "no" not in near and "zero" not in near and "without" not in near and "held" not in near:
            continue
        segment = document.segment_at(mention.start)
        since = max(segment.start, mention.start - _BEFORE_NO)
        before = document.folded[since : mention.start]
        match = _NO.search(before) or _NO_AFTER_WORD.search(before) or (mention.label and _HELD.search(before))
        if match:
            stop = _DENIAL_ENDS.search(document.folded, mention.end, min(segment.end, mention.end + _BEHIND_NO))
            denied.append(Zone(since + match.start(1), stop.start() if stop else segment.end, "declined"))
    return denied


# A line that lists boxes, from its start or behind a label: "Tasks: [x] pouring  [ ] laundry".
_LISTS_BOXES = re.compile(r"(?:^[\s\-*•>]*|[a-z]:\s*)(?:\[\s?[x✓✔]?\s?\]|\(\s?x?\s?\)|[☐□○☑☒])\s*\S", re.MULTILINE)
_ANY_BOX = re.compile(r"\[\s?(?P<tick>[x✓✔]\s?)?\]|\(\s?(?P<cross>x\s?)?\)|(?P<mark>[☑☒])|[☐□○]")
_EMPTY_BOX = re.compile(r"[\[(☐□○](?:(?<=\[)\s?\]|(?<=\()\s?\)|(?<=[☐□○]))")


def _unticked(document: Document) -> list[Zone]:
    """What stands behind an empty tick box, up to the next box of its line: offered by the form, not done."""
    folded = document.folded
    lines = dict.fromkeys(document.line_at(box.start()) for box in _EMPTY_BOX.finditer(folded))
    return [zone for line in lines for zone in _behind_boxes(folded, line.start, line.end)]


def _behind_boxes(folded: str, start: int, end: int) -> Iterator[Zone]:
    """The empty boxes of a line that lists them, from the first box on, ticked or not."""
    first = _LISTS_BOXES.search(folded, start, end)
    if not first:
        return
    boxes = list(_ANY_BOX.finditer(folded, first.start(), end))
    for box, following in zip(boxes, [*(b.start() for b in boxes[1:]), end], strict=True):
        if not box.lastgroup and folded[box.end() : following].strip():
            yield Zone(box.start(), following, "declined")


def _without_time(document: Document, times: tuple[Duration, ...]) -> list[Zone]:
    """Lines that give a service no minutes at all: "Gait training (97116)   Minutes: 0"; sentences among others."""
    lines = [(document.line_at(one.start), one) for one in times if one.minutes == 0]
    other = {line for line, _ in lines if any(t.minutes and line.start <= t.start < line.end for t in times)}
    told = [document.segment_at(one.start) if line in other else line for line, one in lines]
    return [Zone(one.start, one.end, "declined") for one in told]


def _apart(document: Document, found: tuple[Mention, ...], charged: tuple[Span, ...]) -> tuple[Span, ...]:
    """Charges apart from the work; a line of the treatment part can be both charge and the work's only record."""
    labelled = [m.start for m in found if m.label]
    works = [m.start for m in found if m.group]
    return tuple(
        span
        for span in charged
        if document.region_at(span.start) != "treatment"
        or not (
            any(span.start <= at < document.line_at(span.start).end for at in labelled)
            or _tells_more(document, span, labelled, works)
            or (
                document.folded[span.end : span.end + 2].strip() == ":"
                and any(span.end <= at < document.line_at(span.start).end for at in works)
            )
        )
    )


def events(
    document: Document,
    zones: tuple[Zone, ...],
    charged: tuple[Span, ...],
    totals: tuple[Span, ...] = (),
    discipline: str | None = None,
) -> Events:
    """Run both scans over today's encounter, words read as the discipline of the visit means them."""
    start, end = document.active
    named = tuple(scan(document.folded, start, end, discipline))
    more = (*levels_adjusted(document, discipline, named), *by_legend(document, named))
    found = tuple(sorted([*named, *more], key=_first)) if more else named
    times = tuple(_times(document, start, end))
    solitary = [*alone(document, found, times), *hindered(document, found, times, zones)]
    all_zones = tuple(
        sorted([*zones, *_denied(document, found), *_unticked(document), *_without_time(document, times), *solitary])
    )
    apart = _apart(document, found, charged)
    marks: list[Mention | Duration] = sorted([*(m for m in found if m.label or m.code), *times], key=_first)
    return Events(
        document,
        mentions=found,
        durations=times,
        zones=all_zones,
        charged=apart,
        totals=totals,
        of_charges=Covered(apart),
        of_others=Covered(apart + totals),
        mention_starts=tuple(m.start for m in found),
        duration_starts=tuple(d.start for d in times),
        zone_starts=tuple(z.start for z in all_zones),
        marks=tuple(marks),
        amended_from=amended_from(document.folded, document.active),
    )


def _tells_more(document: Document, span: Span, labelled: Sequence[int], works: Sequence[int]) -> bool:
    """Whether a service is named before its charge on a line, and work behind it: "Manual 97140 1 unit 12 min L4-5"."""
    line = document.line_at(span.start)
    named = any(line.start <= at < span.start for at in labelled)
    return named and any(span.end <= at < line.end for at in works)


def _times(document: Document, start: int, end: int) -> list[Duration]:
    """Every time that may be one of a part of the visit."""
    told = durations(document.folded, start, end)
    parts = [one for one in told if not of_the_visit(document.folded, one.start, one.end)]
    begun = list(along_the_clock(document))
    return sorted([*parts, *begun], key=_first) if begun else parts


def _first(mark: Mention | Duration) -> int:
    return mark[0]
