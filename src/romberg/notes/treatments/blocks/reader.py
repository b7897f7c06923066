"""Every block of today's encounter outside grids: which heads there are, and what stands under or before each."""

from __future__ import annotations

from romberg.notes.treatments.activities import items
from romberg.notes.treatments.blocks.block import Block
from romberg.notes.treatments.blocks.closing import (
    bracketed_behind,
    closes_its_bullet,
    closing,
    is_closing,
    takes_its_line,
)
from romberg.notes.treatments.blocks.reach import body_of, clause_start
from romberg.notes.treatments.blocks.work import head_itself, told_under
from romberg.notes.treatments.completing import completed
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.grids.row import Table
from romberg.notes.treatments.head import Head
from romberg.notes.treatments.heads import heads, is_summary, points_back
from romberg.notes.treatments.heads.nameless import goes_forward, lists_behind, opens_with_clock
from romberg.notes.treatments.parting import apportioned
from romberg.notes.treatments.proven import numbered, stated
from romberg.notes.treatments.sifting import ends_its_line, sifted
from romberg.visit import Span


def blocks(events: Events, tables: tuple[Table, ...]) -> list[Block]:
    """Every block of today's encounter outside grids, with its activities."""
    found = [head for head in heads(events) if not any(_inside(head.start, table.span) for table in tables)]
    if not _timed_by(events, tables):
        found = apportioned(events, numbered(events, found, [table.span for table in tables]))
    found = completed(events, sifted(events, found))
    return [_block(events, found, index, tables) for index in range(len(found)) if found[index].counts]


def _timed_by(events: Events, tables: tuple[Table, ...]) -> bool:
    """Whether the grids give the minutes: they come to a total that the note states, or it states none."""
    sums = stated(events)
    told = [_counted(events, table) for table in tables]
    whole = {done for done, _ in told}
    here = {minutes for both in told for minutes in both}
    return bool(tables) and (not sums or not here.isdisjoint(sums) or sum(whole) in sums)


def _counted(events: Events, table: Table) -> tuple[int, int]:
    """The minutes of rows that were done, and of those among them that are not set aside: "5 | - | not counted"."""
    done = [row for row in table.rows if row.done]
    kept = (row for row in done if not events.why_not(*row.cell))
    return sum(row.minutes or 0 for row in done), sum(row.minutes or 0 for row in kept)


def _inside(offset: int, span: Span) -> bool:
    return span.start <= offset < span.end


def _block(events: Events, found: list[Head], index: int, tables: tuple[Table, ...]) -> Block:
    head = found[index]
    if head.apart:
        return Block(head, Span(head.end, head.end), (), (Span(head.start, head.end),))
    floor = found[index - 1].end if index else events.document.active.start
    if head.summary or is_summary(events, head):
        return _sum(events, head._replace(body_first=True, summary=True), floor, tables)
    sums_up = head.minutes is not None and points_back(events, head)
    if sums_up or ends_its_line(events, head) or closes_its_bullet(events, head) or bracketed_behind(events, head):
        return closing(events, head._replace(body_first=True), floor, whole_section=False)
    body = body_of(events, head, _limit(events, found, index, tables))
    told = told_under(events, head, body)
    if is_closing(events, head, body, told):
        return closing(events, head._replace(body_first=True), floor, whole_section=False)
    if not told and head.label:
        told = head_itself(events, head, body)
    bare = head.label is None and head.code is None and head.minutes is not None
    if bare and not _opens_its_work(events, head):
        told = items(events, max(head.segment.body, floor), head.start, named=False) + told
    return Block(head, body, tuple(told), (Span(clause_start(events, head), body.end),))


def _limit(events: Events, found: list[Head], index: int, tables: tuple[Table, ...]) -> int:
    """Where a block ends at the latest: at the next head, or the line that is the next one's, or a grid."""
    head, line = found[index], found[index].segment.line
    following = (one for one in found[index + 1 :] if one.counts or one.segment.line != line or not one.label)
    after = next(following, None)  # "TE 20': NMES none; bike" goes on behind what was not done
    limit = after.start if after else events.document.active.end
    if after and takes_its_line(events, head, after):
        limit = max(head.end, events.document.line_at(limit).start)
    return min((table.span.start for table in tables if head.end <= table.span.start < limit), default=limit)


def _sum(events: Events, head: Head, floor: int, tables: tuple[Table, ...]) -> Block:
    """A sum under a list, with the work of the list; under a grid it has none of its own."""
    if any(floor <= table.span.end <= head.start for table in tables):
        return Block(head, Span(head.end, head.end), (), (Span(head.segment.start, head.segment.end),))
    return closing(events, head, floor, whole_section=True)


def _opens_its_work(events: Events, head: Head) -> bool:
    """Whether the work of minutes without a name stands behind them, and none of it before."""
    return lists_behind(events, head) or goes_forward(events, head) or opens_with_clock(events, head)
