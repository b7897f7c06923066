"""Drafts: a block or some rows of a grid on their way to a treatment."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from romberg.notes import header
from romberg.notes.layout import Covered, Document, Segment
from romberg.notes.treatments.activities import Item, items
from romberg.notes.treatments.blocks.block import Block
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.grids.row import Row, Table
from romberg.notes.treatments.listing import BULLET
from romberg.visit import Activity, Quote, Role, Span

_TELLING = ("treatment",)
_DATED = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b")
_LONGEST_HEAD = 120  # signs


class Draft(NamedTuple):
    """What a block or grid says: name, code, minutes, activities; `whole` covers all its lines, for cues."""

    label: str | None
    code: str | None
    minutes: int | None
    activities: tuple[Activity, ...]
    heading: Quote | None
    spans: tuple[Span, ...]
    whole: tuple[Span, ...]
    minutes_spans: tuple[Span, ...] = ()
    role: Role | None = None
    from_grid: bool = False
    adds_up: bool = False  # its minutes are the sum of those beside its activities, not of its head
    names_only: bool = False  # its only activity is the name of the service
    amends: bool = False  # stands in an addendum, and corrects what the note says of this service above

    @property
    def names(self) -> frozenset[str]:
        """The codes by which the note itself calls this work."""
        return frozenset(filter(None, (self.label, self.code)))


def of_block(events: Events, block: Block) -> Draft | None:
    """A block as a draft; None where it tells neither a service nor an activity."""
    head = block.head
    if not block.items and head.label is None and head.code is None:
        return None
    minutes, where = _minutes(block)
    text = events.document.text
    name = head.name
    heading = Quote(text[name.start : name.end], (name,)) if name else None
    activities = tuple(item.activity for item in block.items)
    only_name = bool(name and len(activities) == 1 and _within(activities[0].spans[0], head.start, head.end))
    span = Span(min(head.start, block.body.start), max(head.end, block.body.end))
    return Draft(
        head.label,
        head.code,
        minutes,
        activities,
        heading,
        (span,),
        block.whole,
        where,
        adds_up=head.minutes is None or head.adds_up,
        names_only=only_name,
        amends=head.start >= events.amended_from,
    )


def _within(span: Span, start: int, end: int) -> bool:
    return start <= span.start and span.end <= end


def _minutes(block: Block) -> tuple[int | None, tuple[Span, ...]]:
    """The minutes of the head; where it has none, those that stand beside the activities, added up."""
    if block.head.minutes is not None:
        return _of_each(block) or (block.head.minutes, block.head.minutes_spans)
    timed = [item.duration for item in block.items if item.duration]
    if not timed or len(timed) < len([i for i in block.items if i.groups]) / 2:
        return None, ()
    return sum(d.minutes for d in timed), tuple(Span(d.start, d.end) for d in timed)


def _of_each(block: Block) -> tuple[int, tuple[Span, ...]] | None:
    """Minutes beside each activity of a line, the last being its nameless head's: "stance 8 min, taps 7 min"."""
    head, beside = block.head, [item.duration for item in block.items[:-1]]
    named = head.label or head.code or head.summary or not head.body_first
    if named or head.minutes is None or not block.items or not beside or block.items[-1].duration:
        return None
    if not all(beside):
        return None
    known = [duration for duration in beside if duration]
    spans = tuple(Span(d.start, d.end) for d in known)
    return head.minutes + sum(d.minutes for d in known), spans + head.minutes_spans


def of_rows(events: Events, table: Table) -> list[Draft]:
    """The rows of a grid: those under one code together, those without a code one by one."""
    rows = (row for row in table.rows if row.done and row.charged and not _is_total(events, row))
    told = (row for row in rows if not _set_aside(events, row))
    done = [_named_beside(events, row) for row in told]
    coded = sorted((row for row in done if row.code), key=_code)
    drafts = [_of_rows(events, tuple(rows)) for _, rows in groupby(coded, key=_code)]
    return drafts + [_of_rows(events, (row,)) for row in done if not row.code]


def _is_total(events: Events, row: Row) -> bool:
    """Whether a row only states what all come to: "40   timed minutes     40 total minutes"."""
    named = any(m.group or m.label for m in events.mentions_in(*row.activity))
    return not named and any(a < row.activity.end and row.activity.start < b for a, b in events.totals)


def _set_aside(events: Events, row: Row) -> bool:
    """Whether a whole cell of a row says that it is not today's work: "held", "next visit", "last visit 8 min"."""
    folded = events.document.folded
    for cell in row.said:
        words = folded[slice(*cell)]
        start, end = cell.start + len(words) - len(words.lstrip(" *•-")), cell.start + len(words.rstrip())
        if row.minutes and _WITHOUT.match(folded, start, end):
            continue  # "no cane 3 x 150 ft": how it was done, and it took its time
        zone = events.zone_in(start, end) if events.document.region_at(start) in _TOLD_IN else None
        if (zone and zone.start <= start and zone.end >= end) or _ASIDE.search(words):
            return True
    return False


_TOLD_IN = ("header", "treatment", "objective", "response", "assessment")  # parts that set nothing aside by themselves
_WITHOUT = re.compile(r"(?:no|without|w/o)\s(?:\w+\s){1,3}[^\n]*\d")
_ASIDE = re.compile(r"(?:^|[-(])\s*(?:hold|nt|np|d/c|dc'?d|unable|no time|home(?: only)?)\s*\)?\s*$")


def _named_beside(events: Events, row: Row) -> Row:
    """A row with the code of the service that another of its cells names: "backward step | 8 | NMR"."""
    if row.code or row.bare:
        return row
    if opened := _opened_by_name(events, row):
        return opened
    beside = (m for m in events.mentions_in(row.activity.end, row.cell.end) if m.label)
    named = next((m.label for m in beside if _fills_a_cell(events.document.folded, m.start, m.end)), None)
    return row._replace(code=named) if named else row


def _opened_by_name(events: Events, row: Row) -> Row | None:
    """A row whose words open with the name of the service and a colon: "NMR: backward pull release"."""
    start, end = row.activity
    name = next((m for m in events.mentions_in(start, start + _OPENING) if m.label), None)
    colon = _COLON.match(events.document.folded, name.end, end) if name else None
    return row._replace(code=name.label, activity=Span(colon.end(), end)) if name and colon else None


_OPENING, _COLON = 3, re.compile(r"\s?:\s*(?=\S)|\s{2,}(?=\S)")


def _fills_a_cell(folded: str, start: int, end: int) -> bool:
    return folded[start - 2 : start].strip(" |\t") == "" and folded[end : end + 2].strip(" |\t\n") == ""


def _code(row: Row) -> tuple[str, str]:
    return row.code or "", row.role or ""


def _of_rows(events: Events, rows: tuple[Row, ...]) -> Draft:
    minutes = [row.minutes for row in rows if row.minutes is not None]
    activities = tuple(_activity(events, row) for row in rows if not row.bare)
    spans = tuple(row.cell for row in rows)
    first = rows[0]
    label = next((m.label for m in events.mentions_in(*first.activity) if m.label), None)
    names_only = bool(activities) and all(not a.groups for a in activities) and label is not None
    return Draft(
        label if names_only else None, first.code, sum(minutes) if minutes else None, activities, None, spans, spans,
        tuple(row.minutes_span for row in rows if row.minutes_span), first.role, from_grid=True, names_only=names_only,
    )  # fmt: skip


def _activity(events: Events, row: Row) -> Activity:
    groups = tuple(m.group for m in events.mentions_in(row.cell.start, row.cell.end) if m.group)
    here = tuple(m.group for m in events.mentions_in(*row.activity) if m.group)
    text = events.document.text[row.activity.start : row.activity.end]
    return Activity(text, (row.activity,), row.minutes, row.role, here or groups)


def of_strays(events: Events, drafts: Iterable[Draft], found: list[Block], grids: tuple[Table, ...]) -> list[Draft]:
    """Activities told in the treatment part outside every block."""
    drafts = list(drafts)
    told = any(d.activities and not d.names_only for d in drafts)
    covered = [span for block in found for span in block.whole] + [grid.span for grid in grids]
    regions: tuple[str, ...] = (
        _TELLING if told else ("treatment", "objective", "header") if not drafts else ("treatment", "objective")
    )
    if not drafts and not grids and not _strays(events, covered, regions):
        regions = ("totals",)  # "Time 9:00-9:45, circuit, 4 patients": the heading of the time heads the work
    if header.kind(events.document) == "evaluation":
        regions = _TELLING  # what else an evaluation tells was tested, not treated
    if "objective" in regions and _strays(events, covered, _TELLING):
        regions = tuple(region for region in regions if region != "objective")  # findings, where the treatment is told
    strays = _strays(events, covered, regions)
    if not strays and len(drafts) == 1 and not told:
        strays = _below(events, drafts[0], covered)
    return [_of_items(events.document, strays)] if strays else []


def _below(events: Events, draft: Draft, covered: list[Span]) -> list[Item]:
    """The list of the only service where no part of the note claims it: "92526 30 min", diet, then "- Masako x 10"."""
    lines = events.document.lines_in(draft.whole[-1].end, events.document.active.end)
    listed = [line for line in lines if BULLET.match(events.document.folded, line.start, line.end)]
    found = _strays(events, covered, ("header",))
    return [item for item in found if any(line.start <= item.activity.spans[0].start < line.end for line in listed)]


def _strays(events: Events, covered: list[Span], regions: tuple[str, ...]) -> list[Item]:
    spans = _open(events, covered, regions)
    return [item for span in spans for item in items(events, *span, named=False) if item.groups]


def _open(events: Events, covered: list[Span], regions: tuple[str, ...]) -> list[Span]:
    spans, active, taken = [], events.document.active, Covered(covered)
    for segment in events.document.segments:
        if segment.region not in regions or not active.start <= segment.start < active.end:
            continue
        if segment.region == "header" and _says_who_came(events, segment):
            continue
        end = taken.first(segment.start, segment.end)
        if end is None or end > segment.body:
            spans.append(Span(segment.body, segment.end if end is None else end))
    return spans


def _says_who_came(events: Events, segment: Segment) -> bool:
    """Whether a short dated line of a note's head tells whom it is about and names no service."""
    line = events.document.lines[segment.line]
    dated = line.end - line.start < _LONGEST_HEAD and _DATED.search(events.document.folded, line.start, line.end)
    return bool(dated) and not any(m.label for m in events.mentions_in(segment.start, segment.end))


def _of_items(document: Document, found: list[Item]) -> Draft:
    activities = tuple(item.activity for item in found)
    spans = tuple(span for activity in activities for span in activity.spans)
    timed = [item.duration for item in found if item.duration]
    minutes = sum(d.minutes for d in timed) if timed and len(timed) == len(found) else None
    where = tuple(Span(d.start, d.end) for d in timed) if minutes is not None else ()
    return Draft(None, None, minutes, activities, None, spans, _paragraphs(document, spans), where)


def _paragraphs(document: Document, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The lines in which activities stand, each from where its part begins: "all three at once. Marching"."""
    found = []
    for start, end in spans:
        line, region = document.line_at(start), document.region_at(start)
        parts = [s for s in document.segments_in(line.start, line.end + 1) if s.region == region]
        first = min((s.start for s in parts), default=start)
        found.append(Span(min(first, start), max(end, line.end if parts and parts[-1].end >= line.end else end)))
    return tuple(dict.fromkeys(found))


def with_minutes(draft: Draft, minutes: int | None, spans: tuple[Span, ...]) -> Draft:
    """The draft with minutes that stand elsewhere in the note."""
    return draft._replace(minutes=minutes, minutes_spans=spans)
