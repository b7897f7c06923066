"""Sentences that tell of an adjusted spine: doctors of chiropractic write them anywhere, under their plan too."""

from __future__ import annotations

import re

_LEVELS = r"\b(?:[ctl]\d{1,2}|si\b|sacr|atlas|axis|pelvis|ilium|cervical|thoracic|lumbar)"
# A spine that was adjusted, told in the past.
ADJUSTED = re.compile(
    r"\W*(?:today,?\s+)?(?:(?:i|we|dr\.?\s\w+)\s+)?(?:adjusted|manipulated|cmt\b|(?:spinal\s|manual\s)?(?:adjustments?|manipulation)"
    r"\s+(?:was\s|were\s)?(?:given|delivered|performed|done|made|to|of|at)\b)"
    rf"(?=[^\n]{{0,60}}?{_LEVELS})"
)
_HOW = (
    r"(?:adjust(?:ed|ments?|ing)|adj|manipulat(?:ed|ions?)|cmt|smt|thrusts?|hvlat?|gonstead|diversified|activator|thompson"
    r"|toggle(?:\srecoil)?|drop(?:\stable)?|side[ -]posture|osseous)"
)
_OPENING = re.compile(
    r"[\s*#•>\-]*(?:[pt]?\d\s?[.):-]\s*|[a-h][.)]\s+)?(?:(?:today|i|we|chiropractic|spinal|manual|hand|osseous|instrument|segments?|levels?"
    r"|by hand)[\s,]+){0,3}"
    rf"(?:{_HOW}\b[^\n.;]{{0,60}}?{_LEVELS}|{_LEVELS}[^\n.;:]{{0,20}}?\b(?:was\s|were\s)?{_HOW}\b)"
)
_AHEAD_OF_US = re.compile(
    r"\b(?:next|will|continue|cont|if|as needed|prn|per (?:week|wk)|home|hep|daily|return|rtc|follow|plan|try|add"
    r"|consider|recommend\w*|advised?)\b|x\s?/\s?w"
)
_BEFORE_TODAY = re.compile(r"\b(?:last|ago|since|before|yesterday|help(?:s|ed)|other|previous|prior|after)\b")
TIMED_WORK = re.compile(r"\d\s?min|\d'")


def tells_of_today(folded: str, body: int, end: int) -> bool:
    """Whether a sentence of a plan that tells an adjustment tells today's work: the adjustment, or timed work."""
    if _AHEAD_OF_US.search(folded, body, end):
        return False
    return bool(ADJUSTED.match(folded, body, end) or TIMED_WORK.search(folded, body, end))


def opens_adjusting(line: str) -> bool:
    """Whether a line opens with an adjustment and the level of the spine: "Adjustment: T5 anterior; L4 side lying"."""
    opened = _OPENING.match(line)
    return bool(opened) and not (_AHEAD_OF_US.search(line) or _BEFORE_TODAY.search(line))
