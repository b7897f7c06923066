"""The totals that a note states: timed minutes, and all minutes of treatment. Clock times alone are no stated total."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from romberg.notes.charges.totals import told
from romberg.notes.charges.totals.both import in_columns, in_short, in_spanish
from romberg.notes.charges.totals.figures import Figure
from romberg.notes.charges.totals.labelled import labelled
from romberg.notes.charges.totals.others import closes_a_service
from romberg.notes.charges.totals.without_total import without_total
from romberg.notes.layout import Document
from romberg.notes.treatments.grids import tables
from romberg.visit import Span

_GRID = 6  # a grid's column of today outweighs the first number of its row


@dataclass(frozen=True, slots=True)
class Totals:
    """Minutes as the note sums them up, each with its words; None where the note states none."""

    timed_minutes: int | None = None
    total_minutes: int | None = None
    timed_spans: tuple[Span, ...] = ()
    total_spans: tuple[Span, ...] = ()


def totals(document: Document) -> Totals:
    """The timed minutes and the total minutes that the note states for today's visit."""
    stated = [
        *(pairs := tuple(told.both(document))),
        *labelled(document, pairs),
        *in_short(document),
        *in_spanish(document),
        *in_columns(document),
        *_of_grids(document),
    ]
    stated = [one for one in stated if not document.times_a_block(one.start, one.end)]
    timed = _best([s for s in stated if s.timed])
    whole = (s for s in stated if not s.timed and s.weight > 0)
    whole = (s for s in whole if not (timed and _is_of_a_service(document, s, timed)))
    total = _best(list(whole)) or without_total(document, timed, stated)
    if timed is None and total and told.all_timed(document):
        timed = total._replace(timed=True)
    return Totals(
        timed.minutes if timed else None,
        total.minutes if total else None,
        (Span(timed.start, timed.end),) if timed else (),
        (Span(total.start, total.end),) if total else (),
    )


def _best(found: list[Figure]) -> Figure | None:
    return max(found, key=lambda s: (s.weight, s.start), default=None)


def _is_of_a_service(document: Document, told: Figure, timed: Figure) -> bool:
    """Whether a total below the timed minutes ends the line of one service: "Ther ex, squats, 14 min total"."""
    if told.minutes >= timed.minutes:
        return False
    return closes_a_service(document, document.line_at(told.start), told.start)


def _of_grids(document: Document) -> Iterator[Figure]:
    """The sums of a grid with a column for each day: today's column counts, whatever stands before it."""
    for grid in tables(document):
        yield from (Figure(one.minutes, one.timed, *one.span, _GRID) for one in grid.sums)
