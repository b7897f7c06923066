"""Runs of names, codes and minutes with nothing but filling words between them."""

from __future__ import annotations

from collections.abc import Iterator

from romberg.notes.interventions import Mention
from romberg.notes.layout import Segment
from romberg.notes.minutes.durations import Duration
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.filling import fills

Event = Mention | Duration


def clusters(events: Events, segment: Segment) -> Iterator[list[Event]]:
    """Runs of names, codes and minutes with nothing but filling words between them."""
    folded = events.document.folded
    marks = events.marks_in(segment.start, segment.end)
    run: list[Event] = []
    for event in marks:
        if run and (event[0] < run[-1][1] or not _joined(folded[run[-1][1] : event[0]], run, event)):
            if event[0] < run[-1][1]:
                continue
            yield run
            run = []
        run.append(event)
    if run:
        yield run


def _joined(gap: str, run: list[Event], event: Event) -> bool:
    """Whether an event belongs to the run before it: one service, one code, one statement of minutes."""
    if len(gap) > 42 or not fills(gap) or ("." in gap.strip() and isinstance(event, Mention)):
        return False
    mentions = [e for e in (*run, event) if isinstance(e, Mention)]
    if len({_family(m.code) for m in mentions if m.code}) > 1 or len({m.label for m in mentions if m.label}) > 2:
        return False
    return not _starts_anew(run, event)


def _starts_anew(run: list[Event], event: Event) -> bool:
    """A second name or code behind minutes is the next service."""
    if not isinstance(event, Mention) or not any(isinstance(e, Duration) for e in run):
        return False
    named = [e for e in run if isinstance(e, Mention)]
    second_code = event.code and any(e.code and _family(e.code) != _family(event.code) for e in named)
    return bool(second_code or (event.label and any(e.label for e in named)))


def _family(code: str) -> str:
    """A first code and its add-on are one service: 97129 / 97130."""
    return "97129" if code == "97130" else code
