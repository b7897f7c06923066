"""How much help each piece of work took, as the note tells it of today: "mod A for transfers", "independent gait"."""

from __future__ import annotations

import re

from romberg.notes.layout import Document
from romberg.notes.record.contradictions import MOVES, NOT_TODAY, WORK, same_work
from romberg.visit import Span

LEVELS = ("independent", "supervision", "contact guard", "minimal", "moderate", "maximal", "total")
_WORDS = {
    "independent": 0, "indep": 0, "mod i": 0, "modified independent": 0,
    "supervision": 1, "sba": 1, "standby assist": 1, "stand by assist": 1,
    "cga": 2, "contact guard": 2, "contact guard assist": 2,
    "min": 3, "minimal": 3, "mod": 4, "moderate": 4, "max": 5, "maximal": 5, "total": 6, "dependent": 6,
}  # fmt: skip
_LEVEL = re.compile(
    rf"\b(?P<level>{'|'.join(sorted(map(re.escape, _WORDS), key=len, reverse=True))})\b\s?-?\s?"
    rf"(?P<assist>a\b|assist\w*)?\s*(?:x\s?\d\s*)?(?:with|w/|for|in)?\s*(?:all\s+)?{WORK}\b"
)
_NEEDS_ASSIST = frozenset(("min", "minimal", "mod", "moderate", "max", "maximal", "total"))  # "min" is also a minute


def levels(document: Document) -> dict[str, tuple[int, Span]]:
    """The place in LEVELS at which each piece of work stands today; work that is told at two levels is left out."""
    found: dict[str, tuple[int, Span]] = {}
    open_: set[str] = set()
    for match in _LEVEL.finditer(document.folded, *document.active):
        segment = document.segment_at(match.start())
        if match["level"] in _NEEDS_ASSIST and not match["assist"]:
            continue
        if segment.region in NOT_TODAY or MOVES.search(document.folded, segment.body, segment.end):
            continue
        work, level = same_work(match["work"]), _WORDS[match["level"]]
        if work in found and found[work][0] != level:
            open_.add(work)
        found.setdefault(work, (level, Span(match.start(), match.end())))
    return {work: told for work, told in found.items() if work not in open_}
