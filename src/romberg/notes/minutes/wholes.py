"""Whether minutes are the whole visit's, of which a service has a part: "the rest of the 38 minute session"."""

from __future__ import annotations

import re

_BEFORE = re.compile(
    r"\b(?:of|out of|in|from)\s(?:the|our|this|that|an?|her|his|their|today's)"
    r"\s(?:whole\s|entire\s|full\s|planned\s|scheduled\s)?$"
)
_BEHIND = re.compile(r"[\s-]*(?:long\s)?(?:session|visit|treatment|encounter|(?P<planned>appointment|appt|slot))\b")
_BOOKED = re.compile(r"\b(?:for|into|to)\s(?:the|our|this|that|an?|her|his|their)\s(?:(?:plann|schedul|book)ed\s)?$")
_GIVEN = re.compile(
    r"\b(?:participated in|(?:seen|treated) for|received|completed|tolerated|attended)\s(?:a\s)?(?:total of\s)?$"
)
_CARE = re.compile(
    r"[\s-]*(?:of\s)?(?:skilled\s)?(?:(?:physical|occupational|speech)\s)?(?:pt|ot|st|slp|therapy|treatment|tx)\s*(?=[.;,\n]|$)"
)
_NEAR = 28  # signs before minutes that say what they are a part of
_LONGEST = 14  # signs behind them that name the visit


def of_the_visit(folded: str, start: int, end: int) -> bool:
    """Whether an amount at a place is said to be the visit's, or what was booked for it, and so no service's own."""
    named, care = _BEHIND.match(folded, end, end + _LONGEST + 6), _CARE.match(folded, end)
    before = folded[max(0, start - _NEAR) : start] if named or care else ""
    if care and _GIVEN.search(before):
        return True
    if not named:
        return False
    return bool(_BEFORE.search(before) or (named["planned"] and _BOOKED.search(before)))
