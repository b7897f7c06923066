"""Treatments of the visit: blocks and grids merged, each service once, with its minutes and hands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from romberg.knowledge import codes
from romberg.notes.interventions import group_codes
from romberg.notes.layout import Covered
from romberg.notes.people.performer import Performer
from romberg.notes.treatments.blocks import blocks
from romberg.notes.treatments.cues import flags, regions
from romberg.notes.treatments.draft import Draft, of_block, of_rows, of_strays
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.free import without_free
from romberg.notes.treatments.grids import tables
from romberg.notes.treatments.grids.allotted import allotted
from romberg.notes.treatments.grids.counted import counted
from romberg.notes.treatments.grids.row import Table
from romberg.notes.treatments.grids.unruled import columns
from romberg.notes.treatments.hands import in_order
from romberg.notes.treatments.joint import own_part
from romberg.notes.treatments.merge import merge, strongest
from romberg.notes.treatments.proven import stated
from romberg.notes.treatments.second import NOTHING, Stated, reconciled
from romberg.notes.treatments.short import broken_off
from romberg.visit import Activity, Share, Span, Treatment


def read(
    events: Events,
    performers: Sequence[Performer] = (),
    said: Stated = NOTHING,
    throughout: Performer | None = None,
) -> tuple[Treatment, ...]:
    """What was done in the visit, block by block, as the note tells it; `said` is what the blocks should come to.

    `performers` are the people said to have furnished something, `throughout` whoever furnished the whole visit.
    """
    grids = tuple(allotted(events, grid) for grid in _grids(events))
    found = blocks(events, grids)
    drafts = [draft for block in found if (draft := of_block(events, block))]
    drafts += [draft for grid in grids for draft in of_rows(events, grid)]
    drafts = _without_titles(events, _without_session_span(merge(_without_log(events, drafts))))
    drafts = [draft for draft in drafts if draft.minutes != 0]
    drafts = _without_remarks(events, drafts, said)
    drafts += _of_charges(events, drafts, said)
    drafts = _with_strays(drafts, _not_accounted(events, drafts, of_strays(events, drafts, found, grids), said))
    drafts = without_free(drafts, said.charged)
    drafts = [_with_its_code(events, draft) for draft in drafts]
    drafts = broken_off(events, own_part(events, reconciled(events, drafts, said), said.discipline))
    covered = Covered(span for draft in drafts for span in draft.whole)
    performers = [p for p in performers if events.why_not(p.start, p.end) not in _NOT_NOW]
    outside = [p for p in performers if not covered.meets(p.start, p.start + 1) and not _has_its_time(events, p)]
    alone, drafts = len(drafts) == 1, sorted(drafts, key=_place)
    hands = in_order(events, drafts, performers, outside, throughout)
    return tuple(_treatment(events, draft, who, alone) for draft, who in zip(drafts, hands, strict=True))


def _with_its_code(events: Events, draft: Draft) -> Draft:
    """Work without a name with the only code that stands in brackets behind it: "reaching in the frame (97530)"."""
    if draft.names or draft.from_grid:
        return draft
    folded = events.document.folded
    told = (m for span in draft.whole for m in events.mentions_in(*span) if m.code)
    within = {m.code for m in told if folded[m.start - 1 : m.start] == "(" and folded[m.end : m.end + 1] == ")"}
    return draft._replace(code=within.pop()) if len(within) == 1 else draft


def _has_its_time(events: Events, person: Performer) -> bool:
    """Whether an aide stands on a line with a time of its own that heads nothing: it says nothing of those below."""
    document = events.document
    index = document.segment_at(person.start).line
    line = document.lines[index]
    below = document.lines[index + 1] if index + 1 < len(document.lines) else line
    heads = below.indent > line.indent or document.folded[line.start : line.end].rstrip().endswith(":")
    return person.role == "aide" and not heads and bool(events.durations_in(line.start, line.end))


_NOT_NOW = ("not treatment time", "declined", "prior visit", "planned")  # who did that, did nothing of today's


def _grids(events: Events) -> tuple[Table, ...]:
    """The grids of a note, with lines that are rows only by what their numbers come to.

    Where most rows of a grid have no minutes and such lines in it come to a stated total, its header was misread.
    """
    sums = stated(events)
    found = tuple(counted(events, grid) for grid in tables(events.document))
    if not found or not sums:
        return found + tuple(columns(events, found))
    sure = tuple(grid for grid in found if _is_timed_by_rows(grid))
    rows = tuple(columns(events, sure))
    taken = Covered(grid.span for grid in rows)
    return tuple(grid for grid in found if grid in sure or not taken.meets(*grid.span)) + rows


def _is_timed_by_rows(grid: Table) -> bool:
    """Whether most rows of a grid that were done have minutes of their own, or a row below sums them up."""
    done = [row for row in grid.rows if row.done]
    return bool(grid.sums) or 2 * sum(row.minutes is not None for row in done) > len(done)


def _without_log(events: Events, drafts: list[Draft]) -> list[Draft]:
    """The blocks without one that only names what all others together are: "Land 1:00-1:16, then pool 1:24-1:47".

    All stay where with it they come to a total that the note states.
    """
    if sum(draft.minutes or 0 for draft in drafts) in stated(events):
        return drafts

    def is_log(draft: Draft) -> bool:
        bare = (draft.names_only or not draft.activities) and bool(draft.names)
        others = [d.minutes or 0 for d in drafts if d is not draft]
        return bare and len(others) > 1 and draft.minutes == sum(others)

    return [draft for draft in drafts if not is_log(draft)]


def _without_session_span(drafts: list[Draft]) -> list[Draft]:
    """A nameless span exactly as long as all named work together is the session's own clock, no further service."""
    named = [d.minutes for d in drafts if d.names and d.minutes is not None]
    if len(named) < 2:
        return drafts
    return [d for d in drafts if d.names or d.minutes is None or d.from_grid or d.minutes != sum(named)]


def _without_titles(events: Events, drafts: list[Draft]) -> list[Draft]:
    """The blocks without a title that names the service and its time again: "FALL GROUP  9:50 - 10:30"."""
    told = [d for d in drafts if d.minutes is not None and not _is_titled(events, d)]
    again = [d for d in drafts if _is_titled(events, d) and any(_is_same(d, one) for one in told)]
    return [d for d in drafts if not any(d is one for one in again)]


def _of_charges(events: Events, drafts: Sequence[Draft], said: Stated) -> list[Draft]:
    """The services that only the charges time, where nothing else in the note has minutes: "97110 (22 min) x1"."""
    timed = {code for code, _, _ in said.times}
    if any(draft.minutes is not None for draft in drafts) or len(timed) < len(said.times) or timed != said.codes:
        return []
    if len(timed) < _SEVERAL or sum(minutes for _, minutes, _ in said.times) not in stated(events):
        return []
    named = {code for draft in drafts for code in draft.names}
    told = (one for one in said.times if one[0] not in named)
    return [Draft(None, code, n, (), None, (at,), (at,), (at,), names_only=True) for code, n, at in told]


_SEVERAL = 2  # services of a visit: one alone has the minutes of its charge anyway


def _is_titled(events: Events, draft: Draft) -> bool:
    bare = draft.names_only or not draft.activities
    return bare and events.document.region_at(draft.spans[0].start) == "header"


def _is_same(one: Draft, other: Draft) -> bool:
    return bool(one.names & other.names) and one.minutes == other.minutes


def _without_remarks(events: Events, drafts: list[Draft], said: Stated) -> list[Draft]:
    """The blocks without a name in passing, without time, code or dose, where it is not charged or all time is told."""
    if not stated(events).isdisjoint(_sums(drafts)):
        return [d for d in drafts if d.minutes is not None or not _is_remark(events, d)]
    lines = _lines(events, [d for d in drafts if d.minutes is not None or not d.names])
    return [d for d in drafts if d.minutes is not None or not _is_uncharged(events, d, said, lines)]


def _is_remark(events: Events, draft: Draft) -> bool:
    folded = events.document.folded
    bare = draft.code is None and not draft.from_grid and bool(draft.names) and _is_timed(*draft.names)
    named = events.document.segment_at(draft.spans[0].start)
    return bare and not _DOSE.search(folded, named.start, named.end)


def _is_uncharged(events: Events, draft: Draft, said: Stated, lines: frozenset[int]) -> bool:
    """Whether a name in passing is none of the charges, on a line that tells no other work."""
    line = events.document.segment_at(draft.spans[0].start).line
    return _is_remark(events, draft) and bool(said.codes and said.codes.isdisjoint(draft.names)) and line not in lines


_DOSE = re.compile(r"\d\s?(?:x|reps?|min|sec|s\b|ft|feet|lbs?|#|')|x\s?\d")


def _sums(drafts: Sequence[Draft]) -> set[int]:
    """What blocks come to: all of them, and those that are paid by time."""
    return {sum(d.minutes or 0 for d in drafts), sum(d.minutes or 0 for d in drafts if _is_timed(*d.names))}


def _not_accounted(events: Events, drafts: list[Draft], strays: list[Draft], said: Stated) -> list[Draft]:
    """Work outside every block; none that needs time where blocks have all minutes stated, or that is not charged."""
    all_told = not stated(events).isdisjoint(_sums(drafts))
    if not strays or not (all_told or _is_beside(strays[0], drafts, said)):
        return strays
    named = frozenset(code for draft in drafts for code in draft.names)
    lines = () if all_told else _lines(events, drafts)
    of_these = tuple(
        one
        for one in strays[0].activities
        if not _needs_time(one.groups, named) or events.document.segment_at(one.spans[0].start).line in lines
    )
    return [strays[0]._replace(activities=of_these, minutes=None, minutes_spans=())] if of_these else []


def _is_beside(stray: Draft, drafts: Sequence[Draft], said: Stated) -> bool:
    """Whether work without time speaks for no charged service, while other blocks of the note are timed."""
    meant = {code for one in stray.activities for group in one.groups for code in _near(group)}
    timed = any(draft.minutes is not None for draft in drafts)
    return timed and stray.minutes is None and bool(said.codes) and said.codes.isdisjoint(meant)


def _lines(events: Events, drafts: Sequence[Draft]) -> frozenset[int]:
    """The lines on which the work of blocks is told, by number."""
    starts = (span.start for draft in drafts for one in draft.activities for span in one.spans)
    return frozenset(events.document.segment_at(start).line for start in starts)


def _near(group: str) -> list[str]:
    """The codes that a kind of work speaks for about as much as for its strongest."""
    ways = group_codes(group)
    return [code for code, weight in ways.items() if 100 * weight >= _NEARLY * max(ways.values())]


_NEARLY = 60  # hundredths


def _needs_time(groups: tuple[str, ...], named: frozenset[str]) -> bool:
    """Whether work of these groups is paid by time and is none of the services that are named."""
    meant = frozenset(map(strongest, groups))
    return bool(meant) and meant.isdisjoint(named) and _is_timed(*meant)


def _is_timed(*named: str) -> bool:
    return all(map(codes.is_timed, named))


def _with_strays(drafts: list[Draft], strays: list[Draft]) -> list[Draft]:
    """Work told outside every block belongs to the one service that is timed without work; else it stands alone."""
    waiting = [d for d in drafts if d.minutes is not None and (d.names_only or not d.activities)]
    told = [d for d in drafts if d.activities and not d.names_only]
    if strays and strays[0].minutes is None and not told and waiting:
        rest = [d for d in drafts if not any(d is one for one in waiting)]
        return merge([*rest, *_shared(waiting, strays[0])])
    return [d for d in drafts if d.activities or d.names] + strays


def _shared(waiting: list[Draft], stray: Draft) -> list[Draft]:
    """The services of a log, each with those works told apart from it that speak for it; one alone has them all."""
    if len(waiting) == 1:
        return [_filled(waiting[0], stray)]
    of = {one: _speaks_for(one, waiting) for one in stray.activities}
    apart = stray._replace(spans=(), whole=())  # whose hands it was, the log says
    shared = [_filled(d, apart._replace(activities=mine)) if (mine := _of(d, of)) else d for d in waiting]
    left = tuple(one for one in stray.activities if of[one] is None)
    return shared + ([stray._replace(activities=left)] if left else [])


def _of(draft: Draft, of: Mapping[Activity, Draft | None]) -> tuple[Activity, ...]:
    return tuple(one for one, owner in of.items() if owner is draft)


def _speaks_for(one: Activity, waiting: Sequence[Draft]) -> Draft | None:
    """Of services without work the one that an activity speaks for most; None where it speaks for none of them."""

    def weight(draft: Draft) -> int:
        return sum(group_codes(group).get(code, 0) for group in one.groups for code in draft.names)

    best = max(waiting, key=weight)
    return best if weight(best) else None


def _filled(draft: Draft, stray: Draft) -> Draft:
    return draft._replace(
        activities=stray.activities,
        names_only=False,
        spans=draft.spans + stray.spans,
        whole=draft.whole + stray.whole,
    )


def _place(draft: Draft) -> int:
    return min((a.spans[0].start for a in draft.activities), default=draft.spans[0].start)


def _treatment(events: Events, draft: Draft, hands: tuple[Share, ...], alone: bool) -> Treatment:
    return Treatment(
        heading=draft.heading,
        stated_code=draft.code,
        label_code=draft.label,
        minutes=draft.minutes,
        activities=draft.activities,
        shares=hands,
        flags=flags(events, draft, alone),
        regions=regions(events, draft),
        spans=draft.spans,
        minutes_spans=draft.minutes_spans,
        whole=tuple(_row(events, span) for span in draft.whole) if draft.from_grid else draft.whole,
    )


def _row(events: Events, cell: Span) -> Span:
    """The line of a grid in which a cell stands."""
    line = events.document.line_at(cell.start)
    return Span(line.start, max(line.end, cell.end))
