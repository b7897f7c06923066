"""Whether the head of a note tells of an accident's claim, so that a name such as PIP or Progressive is its payer's.

Such names mean other things as well (a finger's joint, a weakness that grows): they count where the head tells of a
crash, or of a date of injury beside a second sign of a claim, and where no word beside them says otherwise.
"""

from __future__ import annotations

import re

_VEHICLE = re.compile(
    r"\b(?:mv[ac]|motor vehicle|(?:car|auto|vehicle|truck|motorcycle)\s(?:accident|collision|crash|wreck)"
    r"|rear[\s-]ended|t[\s-]boned|pi (?:file|case|claim)|personal injury (?:file|case|claim|protection))\b"
)
_INJURY = re.compile(
    r"\b(?:doi|d\.o\.i|date of (?:injury|accident|loss)|(?:injury|accident|loss) date|injured on|accident on"
    r"|work (?:injury|accident)|injured at work)\b"
)
_CLAIM_BEHIND = re.compile(
    r"[\s:/(-]{0,3}(?:claims?\b|ins\b|insurance|casualty|policy|adjuster|file\b|case\b|#|no\.|\d)"
)
_CLAIM_AHEAD = re.compile(r"(?:claims?|claim (?:no|number)|adjuster|carrier|file|payer|policy)[\s:#.(/-]{0,3}$")
_ALONE = re.compile(r"[ \t]*(?:$|\n|[|,;)]|[ \t]{2})")
_SECOND = re.compile(r"\b(?:auto|pip|med ?pay|no[\s-]fault|lien|claims?|adjuster|attorney|att?y|attn?y)\b")
_NOT_BEHIND = re.compile(
    r"[\s-]{0,2}(?:generated|populated|fill|sign|saved?\b|correct|immune|text|joints?\b|jts?\b|flex|ext|contract"
    r"|fracture|fx\b|disloc|swelling|[ap]rom\b|rom\b|resist|load|exerc|weak|pain|stiff|loss|disease|decline|increas"
    r"|level|bound|mobility|transfer|propul|push|cushion)"
)
_NOT_AHEAD = re.compile(
    r"(?:\b(?:index|long|middle|ring|small|little|thumb|fingers?|digits?|[imrls]f|[rl]|right|left|slowly|wheel)\W{0,3}$)"
)
_WORD_OF_ITS_OWN = ("progressive",)  # an adjective of every day: it needs a claim, or to stand alone, beside it
_WHEELCHAIR = ("w/c",)
_CARDS = ("auto", "workers_comp")


def named(folded: str, card: str, start: int, end: int, head: tuple[int, int]) -> bool:
    """Whether a name that means other things as well, at some place of the head, is the payer of an accident."""
    word = folded[start:end]
    if not card.startswith(_CARDS) or word in _WHEELCHAIR or _else(folded, start, end):
        return False
    told, claimed = folded[head[0] : head[1]], _claimed(folded, start, end)
    if word in _WORD_OF_ITS_OWN and not claimed and not _ALONE.match(folded, end):
        return False
    if _VEHICLE.search(told):
        return card != "workers_comp" or claimed
    if not _INJURY.search(told):
        return False
    others = [one for one in _SECOND.finditer(folded, *head) if one.end() <= start or end <= one.start()]
    return card == "workers_comp" or claimed or bool(others)


def _claimed(folded: str, start: int, end: int) -> bool:
    return bool(_CLAIM_BEHIND.match(folded, end) or _CLAIM_AHEAD.search(folded[max(0, start - 24) : start]))


def _else(folded: str, start: int, end: int) -> bool:
    return bool(_NOT_BEHIND.match(folded, end) or _NOT_AHEAD.search(folded[max(0, start - 16) : start]))
