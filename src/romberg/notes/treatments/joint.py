"""Sessions that two disciplines share: each bills its own part of the minutes, as the note divides them."""

from __future__ import annotations

import re

from romberg.notes.treatments.draft import Draft, with_minutes
from romberg.notes.treatments.events import Events
from romberg.visit import Span

_LETTERS = {"pt": "PT", "ot": "OT", "slp": "SLP", "st": "SLP", "speech": "SLP"}
_WHO = "|".join(_LETTERS)
_SPLIT = re.compile(  # "OT 23 / SLP 22", "of OT 22, of PT 23", "PT 20 min and OT 20 min"
    rf"\b(?P<one>{_WHO})\b[\s:=(]{{1,3}}(?P<first>\d{{1,2}})\s?(?:min(?:ute)?s?)?\)?\s?(?:[/,;|+&]|and)\s?(?:of\s)?"
    rf"\b(?P<other>{_WHO})\b[\s:=(]{{1,3}}(?P<second>\d{{1,2}})(?![\d/:])"
)
_QUIET = ("plan", "goals", "home", "history", "prior", "subjective")


def own_part(events: Events, drafts: list[Draft], discipline: str | None) -> list[Draft]:
    """The only block of a session that two disciplines share, with the minutes of the one that writes the note.

    Changed is a block alone, and one whose minutes are those of the whole session or none.
    """
    told = _split(events) if len(drafts) == 1 and discipline else None
    if told is None or discipline is None or discipline not in told:
        return drafts
    minutes, where = told[discipline]
    whole = sum(part for part, _ in told.values())
    only = drafts[0]
    return [with_minutes(only, minutes, (where,))] if only.minutes in (None, whole) else drafts


def _split(events: Events) -> dict[str, tuple[int, Span]] | None:
    """What the note says of whose minutes are whose, by discipline; None where it says nothing or one thing twice."""
    folded, (start, end) = events.document.folded, events.document.active
    for match in _SPLIT.finditer(folded, start, end):
        one, other = _LETTERS[match["one"]], _LETTERS[match["other"]]
        if one != other and events.document.region_at(match.start()) not in _QUIET:
            return {
                one: (int(match["first"]), Span(*match.span("first"))),
                other: (int(match["second"]), Span(*match.span("second"))),
            }
    return None
