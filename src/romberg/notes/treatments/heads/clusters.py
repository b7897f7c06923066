"""Runs of names, codes and minutes with nothing but filling words between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from romberg.notes.interventions import Mention
from romberg.notes.minutes.durations import Duration
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.filling import fills

Event = Mention | Duration


def clusters(events: Events, marks: Iterable[Event]) -> Iterator[list[Event]]:
    """Runs of names, codes and minutes of one sentence with nothing but filling words between them."""
    folded = events.document.folded
    run: list[Event] = []
    for event in marks:
        if run and event[0] < run[-1][1]:
            continue
        if run and (not _joined(folded[run[-1][1] : event[0]], run, event) or _belong_apart(events, run, event)):
            yield run
            run = []
        run.append(event)
    if run:
        yield run


def _joined(gap: str, run: list[Event], event: Event) -> bool:
    """Whether an event belongs to the run before it: one service, one code, one statement of minutes."""
    if len(gap) > 42 or len(run) >= _MOST or not fills(gap) or ("." in gap.strip() and isinstance(event, Mention)):
        return False
    if isinstance(event, Mention) and _BOX.search(gap):
        return False
    mentions = [e for e in (*run, event) if isinstance(e, Mention)]
    if len({_family(m.code) for m in mentions if m.code}) > 1 or len({m.label for m in mentions if m.label}) > 2:
        return False
    return not _starts_anew(run, event)


_MOST = 24  # marks; nobody names one service by more
_BOX = re.compile(r"\[\s?[x✓✔]?\s?\]|[☐□☑☒]")
_NEXT = re.compile(r",|;|\bthen\b|\band\b")
_FORWARD = re.compile(r"\s*(?:were\s+|was\s+)?(?:spent\s+)?(?P<word>(?:of|on|doing)\s+)?(?:the\s+|a\s+)?")


def _belong_apart(events: Events, run: list[Event], event: Event) -> bool:
    """Minutes that belong to what follows ("..., then 20 minutes of ther ex") or to the activity before them."""
    folded = events.document.folded
    gap = folded[run[-1][1] : event[0]]
    if _only_one_is_total(events, run[-1], event) or _opens_next(events, run, event):
        return True
    if not _NEXT.search(gap):
        return False
    if isinstance(event, Duration) and any(isinstance(e, Mention) for e in run):
        forward = _FORWARD.match(folded, event[1])
        if not forward or not (forward["word"] or any(isinstance(e, Duration) for e in run)):
            return False
        return any(m.label and m.start == forward.end() for m in events.mentions_in(event[1], event[1] + 40))
    if isinstance(event, Mention) and event.label and len(run) == 1 and isinstance(run[0], Duration):
        before = events.mentions_in(run[0].start - 30, run[0].start)
        return bool(before and before[-1].group and fills(folded[before[-1].end : run[0].start]))
    return False


_PARTED = re.compile(r"\s*(?:[,;/|&+]|and\b|then\b)+\s*(?:and\s|then\s)?$")


def _opens_next(events: Events, run: list[Event], event: Event) -> bool:
    """Whether minutes stand before the next name, as those before stood: "23 min NMR / 15 min TE"."""
    if not isinstance(event, Duration) or not isinstance(run[0], Duration) or isinstance(run[-1], Duration):
        return False
    folded = events.document.folded
    if not _PARTED.match(folded[run[-1][1] : event[0]]):
        return False
    following = next((m for m in events.mentions_in(event[1], event[1] + _SOON) if m.label or m.code), None)
    return following is not None and not folded[event[1] : following.start].strip(" :-=of")


_SOON = 8  # signs


def _only_one_is_total(events: Events, one: Event, other: Event) -> bool:
    """Whether minutes that a stated total owns meet a name outside it: "Total min: 38; TE 15"."""
    if isinstance(one, Mention) == isinstance(other, Mention):
        return False
    return any((a <= one[0] and one[1] <= b) != (a <= other[0] and other[1] <= b) for a, b in events.totals)


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
