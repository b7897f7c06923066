"""Headings told as a question or a clause: "How she responded:", "Why this matters:", "What comes next:"."""

from __future__ import annotations

import re

_OPENS = ("how", "why", "what", "where", "when")
_ASKED = re.compile(r"[\s*#>•\-=_]*((?:how|why|what|where|when)\b[a-z ,'/&]{3,50}?)\s*(?:[:?]+|\s-+(?=\s)|\s*$)\s*")
# The part that a word of such a heading names; the first that stands in it decides.
_PARTS = (
    ("plan", re.compile(r"\b(?:next|ahead|from here|follows|plan\w*|we will|we'll|going to|comes? after)\b")),
    ("subjective", re.compile(r"\b(?:says|said|reports?|reported|told|tells|brings?|brought|hurts|complain\w*)\b")),
    ("response", re.compile(r"\b(?:respon\w+|react\w*|tolerat\w*|took|handled|went|changed|differen\w+|felt after)\b")),
    ("assessment", re.compile(r"^why\b|\b(?:matters?|needs?|needed|means?|think|reason\w*|left|limits?|stops)\b")),
    ("objective", re.compile(r"\b(?:found|measured|tested|tests?|numbers)\b")),
    ("treatment", re.compile(r"\b(?:did|done|worked|happened|treated|provided|practi[sc]ed)\b")),
)  # fmt: skip


def phrased(folded: str, start: int, end: int, region: str) -> tuple[str, int] | None:
    """The part that a line's question opens, and where its text begins; None where the line opens with none.

    `region`: the part before it. No judgement opens among the names and dates: "Why joint: one cannot cue both".
    """
    first = folded[start : min(end, start + 16)].lstrip(" \t*#>•-=_")
    if not first.startswith(_OPENS):
        return None
    asked = _ASKED.match(folded, start, end)
    if asked is None:
        return None
    part = next((name for name, words in _PARTS if words.search(asked[1])), None)
    return (part, asked.end()) if part and (part, region) != ("assessment", "header") else None
