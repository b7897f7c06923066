"""What a note says of sides and of help, beside what the patient's earlier notes say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from romberg.notes.layout import cut
from romberg.notes.record.contradictions import sided
from romberg.notes.record.help_levels import LEVELS, levels
from romberg.visit import Span, Visit

_FEWEST_EARLIER = 2  # notes that name one side only, before another side in a later one is called a contradiction
_LEAST_JUMP, _DAYS = 4, 14  # levels of help, and days within which nobody gains or loses so many


@dataclass(frozen=True, slots=True)
class Said:
    """What one note says: sides of the body by part, in treatment and in all, and levels of help by work."""

    on: date | None
    treated: dict[str, frozenset[str]]
    named: dict[str, frozenset[str]]
    helped: dict[str, tuple[int, Span]]
    places: dict[str, tuple[Span, ...]]


def said(visit: Visit) -> Said:
    """Read once what a note says of sides and of help."""
    document = cut(visit.words)
    lines = [document.line_at(span.start) for one in visit.diagnoses for span in one.spans[:1]]
    whole = [span for one in visit.treatments for span in one.whole]
    treated = sided(document.folded, whole)
    every = sided(document.folded, [*whole, *(Span(line.start, line.end) for line in lines)])
    return Said(
        visit.service_date,
        {part: frozenset(sides) for part, sides in treated.items()},
        {part: frozenset(sides) for part, sides in every.items()},
        levels(document),
        {part: tuple(sides.values()) for part, sides in treated.items()},
    )


def contradicted(now: Said, earlier: Sequence[Said]) -> tuple[tuple[str, tuple[Span, ...]], ...]:
    """Statements of a note that its patient's earlier notes contradict, each with its places."""
    return (*_sides(now, earlier), *_help(now, earlier))


def _sides(now: Said, earlier: Sequence[Said]) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """A part treated on one side only, where all earlier notes that name a side of it name the other one only."""
    for part, sides in now.treated.items():
        before = [one.named[part] for one in earlier if part in one.named]
        if len(before) < _FEWEST_EARLIER or now.named[part] != sides or len(sides) != 1 or "both" in sides:
            continue
        if len(set(before)) == 1 and len(before[0]) == 1 and before[0].isdisjoint(sides | {"both"}):
            other, side = next(iter(before[0])), next(iter(sides))
            yield (
                f"the {side} {part} is treated here, and {len(before)} earlier visits name the {other} one alone",
                now.places[part],
            )


def _help(now: Said, earlier: Sequence[Said]) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Work that takes four levels of help less, or more, than at the last visit that tells of it, days before."""
    for work, (level, place) in now.helped.items():
        last = next((one for one in reversed(earlier) if work in one.helped), None)
        if last is None or now.on is None or last.on is None or not 0 < (now.on - last.on).days <= _DAYS:
            continue
        before = last.helped[work][0]
        if abs(level - before) >= _LEAST_JUMP:
            yield f"{work}: {LEVELS[level]} here, {LEVELS[before]} on {last.on}", (place,)
