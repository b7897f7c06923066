"""Work that was broken off: "Stopped after 9 min for knee pain" counts 9 minutes, whatever was meant to be done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from romberg.notes import lexicon
from romberg.notes.treatments.draft import Draft
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.proven import stated
from romberg.visit import Span

_N = r"(?:about\s|only\s|approx\w*\s)?(?P<{}>\d{{1,2}})\s?(?:min(?:ute)?s?\b|')"
_BROKEN_OFF = re.compile(
    r"\b(?:(?:stopped|ended|terminated|halted|aborted|quit|broken off|discontinued|cut (?:short|off))\s+(?:\w+\s){0,2}?"
    rf"(?:after|at|by)\s+{_N.format('at')}"
    rf"|(?:only|tolerated|completed|did|managed|lasted|got through|made it)\s+(?:through\s|to\s)?{_N.format('did')}"
    rf"|{_N.format('done')}\s+(?:done|completed|only|tolerated|(?:was |were )(?:done|completed|tolerated))\b)"
)
_WORDS = lexicon.each(  # one of them stands in all that `_BROKEN_OFF` finds
    "stopped ended terminated halted aborted quit broken discontinued cut only tolerated completed did managed",
    "lasted got made done",
)
_WENT_ON = re.compile(
    r"[^.;\n]{0,40}?\b(?:resum|restart|then\s(?:continu|complet|finish|went|did)|but\s(?:continu|complet|finish|went))"
)


class _Break(NamedTuple):
    minutes: int
    where: Span
    sure: bool  # "stopped after": told of the whole block in words of its own


def broken_off(events: Events, drafts: Sequence[Draft]) -> list[Draft]:
    """The blocks, with the minutes until they were broken off where the stated total says so.

    Where the note states no total, only a sentence that tells of nothing else ("Stopped after 9 min") is believed.
    """
    if not events.document.has_any(_WORDS):
        return list(drafts)
    sums, kept = stated(events), list(drafts)
    for index, draft in enumerate(kept):
        told = sum(one.minutes or 0 for one in kept)
        found = _break(events, draft) if draft.minutes and draft.names else None
        if found and (told - (draft.minutes or 0) + found.minutes in sums or (found.sure and not sums)):
            kept[index] = draft._replace(minutes=found.minutes, minutes_spans=(found.where,))
    return kept


def _break(events: Events, draft: Draft) -> _Break | None:
    folded = events.document.folded
    for start, end in draft.whole:
        for match in _BROKEN_OFF.finditer(folded, start, end):
            minutes = int(match[match.lastgroup or 0])
            if minutes >= (draft.minutes or 0) or _WENT_ON.match(folded, match.end(), end):
                continue
            told = events.document.segment_at(match.start())
            alone = not any(one.group or one.label for one in events.mentions_in(told.start, told.end))
            at = Span(match.start(match.lastgroup or 0), match.end())
            return _Break(minutes, at, match.lastgroup == "at" and alone)
    return None
