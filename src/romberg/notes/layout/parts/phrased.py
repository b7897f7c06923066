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


# A line set apart by rules, "--- Skilled services provided ---", or a label of a few words that ends in a part's name.
_RULED = re.compile(r"[ \t]*[-=*_~#]{2,}[ \t]*([a-z][a-z /&']{2,40}?)[ \t]*(?:[-=*_~#]{2,}|:)[ \t]*")
_RULES = "-=*_~#"
_LABELLED = re.compile(
    r"[ \t*>•-]*(?:[a-z']+ ){1,3}(response|reaction|tolerance|impression|reasoning|judge?ment|assessment|appt"
    r"|appointment)s?[ \t]*:[ \t]*"
)
_NAMED = (
    ("plan", re.compile(r"\bplan\b|\bnext\b|follow")),
    ("home", re.compile(r"\bhome\b|\bhep\b")),
    ("goals", re.compile(r"\bgoals?\b")),
    ("response", re.compile(r"respon|react|toler")),
    ("charges", re.compile(r"charge|billing|\bcpt\b|\bcodes?\b")),
    ("totals", re.compile(r"\btimes?\b|\bminutes\b|\btotals?\b")),
    ("signature", re.compile(r"signature|authentic|attest")),
    ("assessment", re.compile(r"assess|impression|clinical|reasoning|judge?ment|opinion|necessity")),
    ("treatment", re.compile(r"services?|intervention|treatment|procedure|exercise|provided|performed")),
    ("subjective", re.compile(r"subjective|complaint|patient report")),
    ("objective", re.compile(r"objective|finding|measure|\btests?\b|\bexam")),
)
_OF_LABELS = dict.fromkeys(("response", "reaction", "tolerance"), "response")
_OF_LABELS |= dict.fromkeys(("appt", "appointment"), "plan")
_OF_FINDINGS = re.compile(
    r"[ \t*>•-]*(?:functional|balance|gait|pain|skin|falls?|risk|needs|postural|posture|initial|sensory|home)\b"
)


# "Treatment 45 min, in a group of four: stations" gives its time and how it was furnished before the mark of a heading.
_TIMED = re.compile(
    r"[ \t*#>•-]*(?:treatments?|session|tx|rx|therapy|interventions?|activit(?:y|ies)|exercises?|work|program"
    r"|procedures?)(?: (?:today|provided|performed|given))?"
    r"[ ,;:(-]{1,3}(?=(?:9\d{4}[ ,;:(-]{1,3})?\d{1,3}[ -]?min)[^:.\n]{5,90}:(?=[ ])"
)


def timed_head(folded: str, start: int, end: int) -> tuple[str, int] | None:
    """The treatment that a line's heading opens with its time and a remark; its text begins behind the name."""
    found = _TIMED.match(folded, start, end) if "min" in folded[start : min(end, start + 48)] else None
    return ("treatment", start) if found else None


def set_apart(folded: str, start: int, end: int) -> tuple[str, int] | None:
    """The part that a ruled line or a label names: "--- Time --- timed 33", "My assessment: slower"."""
    opens = folded[start : min(end, start + 16)].lstrip(" \t")[:1]
    if (not opens or opens in _RULES) and (ruled := _RULED.match(folded, start, end)):
        part = next((name for name, words in _NAMED if words.search(ruled[1])), None)
        return (part, ruled.end()) if part else None
    label = _LABELLED.match(folded, start, end) if ":" in folded[start : min(end, start + 48)] else None
    if label is None or _OF_FINDINGS.match(folded, start):
        return None
    return _OF_LABELS.get(label[1], "assessment"), label.end()


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
