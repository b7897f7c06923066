"""Sentences of today's work among those that tell of something else: what the patient says, a remark on home."""

from __future__ import annotations

import re

from romberg.notes.minutes import words

NOT_HERE = re.compile(
    r"\b(?:home|daily|a day|per day|every|most|each (?:day|morning|night)|yesterday|hep|class|gym|last|before|ago)\b"
)
# "Did 18 min standing work: ..." behind what the patient says, in one paragraph.
_DID = re.compile(
    r"(?:today\s|then\s)?(?:(?:i|we)\s)?(?:did|worked|spent|performed|completed|provided|gave\s(?:him|her)|began\swith"
    rf"|started\swith)\b[^.;\n]{{0,24}}?(?:\d{{1,2}}|{words.PATTERN})[\s-]?min"
)
# "Then 12 minutes of manual therapy", "We then did", "After that, 15 min of": a paragraph comes back to the work.
_GOES_ON = re.compile(
    r"(?:then|next|after (?:that|this|which)|afterwards?|finally|lastly|later|followed by|this was followed by)\b,?\s"
    rf"[^.;\n]{{0,30}}?(?:\d{{1,2}}|{words.PATTERN})[\s-]?min"
    r"|(?:we|i) (?:then|also|next|finally|finished)\b[^.;\n]{0,50}?"
    rf"(?:\d{{1,2}}|{words.PATTERN})[\s-]?min"
)


def goes_on(folded: str, start: int, end: int) -> bool:
    """Whether a sentence comes back to timed work of today behind a remark on another time."""
    told = _GOES_ON.match(folded, start, end) or _DID.match(folded, start, end)
    return told is not None and not NOT_HERE.search(folded, start, end)


def did_today(folded: str, start: int, end: int) -> bool:
    """Whether a sentence among what the patient says tells of timed work that we did."""
    return bool(_DID.match(folded, start, end)) and not NOT_HERE.search(folded, start, end)
