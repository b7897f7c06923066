"""People who stand on the lines of the works that are theirs, apart from the log that times the services.

"[BF 9] perturbations", "[JK 14] squats" over "Neuro re-ed 17 min, ther ex 14 min": what each line speaks for, and
the minutes on it, tell whose the service was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from romberg.notes.interventions import group_codes
from romberg.notes.people.performer import Performer
from romberg.notes.treatments.draft import Draft
from romberg.notes.treatments.events import Events


def beside(events: Events, drafts: Sequence[Draft], outside: Sequence[Performer]) -> dict[int, list[Performer]]:
    """For each block, by its place, the people on the lines of its works; `outside` are those who stand in no block."""
    at = {_line(events, one.start): one for one in reversed(outside)}
    if not at:
        return {}
    return _on_its_lines(events, drafts, at) or _by_sums(events, drafts, list(at.values()))


def _line(events: Events, at: int) -> int:
    return events.document.segment_at(at).line


def _on_its_lines(events: Events, drafts: Sequence[Draft], at: dict[int, Performer]) -> dict[int, list[Performer]]:
    """The blocks all of whose works stand on a line with a person."""
    found: dict[int, list[Performer]] = {}
    for index, draft in enumerate(drafts):
        lines = [_line(events, one.spans[0].start) for one in draft.activities if one.spans]
        people = list(dict.fromkeys(at[line] for line in lines if line in at))
        if people and all(line in at for line in lines) and _is_told(people):
            found[index] = people
    return found


def _is_told(people: Sequence[Performer]) -> bool:
    """Whether people of a block are of one kind, or each has minutes."""
    return len({one.role for one in people}) == 1 or all(one.minutes for one in people)


def _by_sums(events: Events, drafts: Sequence[Draft], people: Sequence[Performer]) -> dict[int, list[Performer]]:
    """The people whose lines speak for one block each, where the minutes on those lines are just that block's."""
    found: dict[int, list[Performer]] = defaultdict(list)
    for person in people:
        minutes, groups = _told_beside(events, person)
        index = _meant(drafts, groups)
        if minutes is None or index is None:
            return {}
        found[index].append(replace(person, minutes=minutes))
    sums = {index: sum(one.minutes or 0 for one in of) for index, of in found.items()}
    return dict(found) if sums and all(drafts[index].minutes == total for index, total in sums.items()) else {}


def _told_beside(events: Events, person: Performer) -> tuple[int | None, tuple[str, ...]]:
    """The minutes and the kinds of work on a person's line."""
    line = events.document.line_at(person.start)
    times = events.durations_in(line.start, line.end)
    minutes = person.minutes or (times[0].minutes if len(times) == 1 else None)
    return minutes, tuple(one.group for one in events.mentions_in(line.start, line.end) if one.group)


def _meant(drafts: Sequence[Draft], groups: Sequence[str]) -> int | None:
    """The block for whose service some works speak most; None where they speak for none."""
    weights = {
        index: sum(group_codes(group).get(code, 0) for group in groups for code in draft.names)
        for index, draft in enumerate(drafts)
    }
    best = max(weights, key=lambda index: weights[index], default=None)
    return best if best is not None and weights[best] else None


def at_line_ends(events: Events, drafts: Sequence[Draft], people: Sequence[Performer]) -> dict[int, int]:
    """By where they stand, the people who close a line that times one block alone: that block, by its place.

    What is read as a block can begin right behind the time of the one before it: "DNF training  10 min  VS".
    """
    timed: dict[int, set[int]] = defaultdict(set)
    for index, draft in enumerate(drafts):
        for span in draft.minutes_spans:
            timed[_line(events, span.start)].add(index)
    found: dict[int, int] = {}
    for person in people:
        line = events.document.line_at(person.start)
        of = timed.get(_line(events, person.start), set())
        if len(of) == 1 and not events.document.folded[person.end : line.end].strip(" .)]"):
            found[person.start] = next(iter(of))
    return found


def closes(events: Events, person: Performer) -> bool:
    """Whether a person stands at the end of a line with a time and work of its own, and so over nothing below it."""
    line = events.document.line_at(person.start)
    if events.document.folded[person.end : line.end].strip(" .)]"):
        return False
    told = any(one.group or one.label for one in events.mentions_in(line.start, person.start))
    return told and bool(events.durations_in(line.start, person.start))
