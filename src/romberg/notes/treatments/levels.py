"""Levels of the spine that a chiropractor's treatment opens with, and no word for the adjusting: "T3, T6 prone"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from romberg.notes.interventions import Mention
from romberg.notes.layout import Document

_ADJUSTED = "98940"
_LEVEL = r"(?:[ctl]\d{1,2}|sacrum|si|atlas|axis|pelvis|ilium)"
_OPENS = re.compile(
    rf"[\s*•>-]*(?:\(?[a-h1-6][.)]\s+)?(?:[rt]x\s+)?(?P<levels>{_LEVEL}\b(?:(?:[\s,&+/-]|\band\b|\b[lr]\b|\b(?:left|right)\b)+{_LEVEL}\b)*)"
    r"(?=[\s,]+(?:[a-z-]+[\s,]+){0,3}?(?:prone|supine|seated|sitting|side[- ]?(?:lying|posture)|drop|thompson"
    r"|anterior|posterior|rotary|lateral|by hand|hands?|thrusts?|cavit\w+|instrument|activator|manual(?:ly)?"
    r"|diversified|gonstead|toggle)\b)"
)
_REFUSED = re.compile(r"\b(?:offered|declin|refus|not (?:done|given|performed)|said no|held)")


def levels_adjusted(document: Document, discipline: str | None, found: Sequence[Mention]) -> Iterator[Mention]:
    """The levels as names of an adjustment, where a chiropractor's note names none in its treatment."""
    if discipline != "DC":
        return
    folded = document.folded
    told = [
        s
        for s in document.segments_in(*document.active)
        if s.region == "treatment" or folded.startswith(("tx ", "rx "), s.start)
    ]
    named = [m.start for m in found if m.label == _ADJUSTED or m.code == _ADJUSTED]
    given = [s for s in told if not _REFUSED.search(folded, s.start, s.end)]
    if any(segment.start <= at < segment.end for segment in given for at in named):
        return
    for segment in told:
        if opened := _OPENS.match(folded, segment.body, segment.end):
            yield Mention(*opened.span("levels"), _ADJUSTED, None, None)
