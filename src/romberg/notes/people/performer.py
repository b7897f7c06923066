"""Who furnished a treatment, as words of the note say it, and the minutes that stand with a person."""

from __future__ import annotations

import re
from dataclasses import dataclass

from romberg.notes.minutes import words
from romberg.visit import Role

FURNISHED = (
    r"(?:provided|performed|given|carried out|rendered|furnished|delivered|conducted|administered|done|led|run"
    r"|treated|seen|supervised|directed|overseen|monitored|completed|guided|instructed|assisted|applied|set up"
    r"|taken through|"
    r"worked|exercis(?:ed|es)|exercises?|rehab|therapy|continued|transitioned"
    r"|delegated|(?:handed|passed)(?: (?:him|her|them|pt|care|over|off))+"
    r"|intervention|treatment|tx|session)"
)
_MIN = r"\s*(?:min(?:ute)?s?\b|')"
_WITH_WHOM = r"(?:by|with|w/)\s*:?\s*(?:the\s+|our\s+|a\s+)?$"
BEHIND = re.compile(
    r"[\s,:(=-]*(?:alone|only|solo|by (?:him|her|them)self|on (?:his|her|their) own|join(?:ed|ing|s)(?: in)?"
    r"|opened|began|started|finished|first|then|last|next|x|for|did|spent|took|treated|worked|1:1|with pt|with patient"
    r"|portion|part|about|approx\w*)?[\s:,]*(?:x\s*|for\s+(?:the\s+)?)?(?:(?:the\s+)?(?:first|1st|last|final|remaining"
    rf"|other|about)\s+)?(?P<n>\d{{1,3}}){_MIN}|\s*min(?:ute)?s?\s?[:=]\s?(?P<after_label>\d{{1,3}})(?![\d:/])"
)
_AHEAD = re.compile(
    rf"(?<![\d:])(?P<some>\d{{1,3}})(?:{_MIN})?\s(?:out\s)?of\s(?:the\s|those\s|these\s)?\d{{1,3}}{_MIN}\s+"
    rf"(?:were\s|was\s)?(?:{FURNISHED}\s)?{_WITH_WHOM}"
    rf"|(?P<these>\d{{1,3}})(?:{_MIN}|(?=\sof\s))\s*(?:of\s(?:it|this|that|these|those|them|which)\s|(?:were|was)\s)+"
    rf"(?:{FURNISHED}\s)?(?:{_WITH_WHOM}|$)"
    rf"|(?:of which|including|incl\.?)\s*(?P<part>\d{{1,3}})(?:{_MIN})?\s*(?:by|with|w/)\s*(?:the\s+|a\s+)?$"
    rf"|(?P<all>\d{{1,3}}){_MIN}\s*(?:(?:of\s+(?!which)[a-z]+\s+(?:[a-z]+\s+)?)?{_WITH_WHOM}|[-:()\[]\s*$)"
    r"|(?:^|[:;,.]|\band\b|\bthen\b|\bfirst\b|\b1st\b|\blast\b|\bfinal\b|\bnext\b|\bremaining\b)\s*"
    rf"(?P<share>\d{{1,3}}){_MIN}\s+$"
)
_IN_WORDS = re.compile(rf"\b(?P<w>{words.PATTERN})(?=[\s-]min|,?\s(?:by|with)\s)")
_AFTER = re.compile(
    r"[^.;:\n]{0,24}?\b(?:after\s+(?:the\s+first\s+)?(\d{1,3})\s*(?:min(?:ute)?s?\b|')|(?:at|from)\smin(?:ute)?\s(\d{1,3})\b)"
)
_FURTHER = re.compile(r"[^.;:\n]{0,32}?(?<![\d/:.])(\d{1,3})\s*(?:min(?:ute)?s?\b|')")
DID = re.compile(
    r"[\s,]*(?:alone\s+|then\s+|only\s+)?(?:did|led|performed|provided|completed|took|ran|supervised|assisted|worked"
    r"|gave|conducted|furnished|delivered|treated|guided|instructed|progressed|carried out|administered|set up"
    r"|monitored|handled|finished|started|continued|covered|managed|directed|stepped in|ran through"
    r"|coached|walked (?:him|her|them|pt) through"
    r"|carried on|carried through|followed(?: on)?|began|begun"
    r"|opened(?! (?:the|his|her|a) )|join(?:ed|ing|s)|saw|practi[cs]ed)\b"
    r"|,?\s+(?:alone\b|solo\b|by (?:him|her)self\b|on (?:his|her) own\b|part of the (?:session|treatment))"
)
# "supervised 10: bike", "did the other 15": a bare number behind a deed, with nothing that it could count.
_BARE = re.compile(r"\s(?:the\s)?(?:(?:other|first|last|final|remaining)\s)?(\d{1,2})(?=\s?(?:[:.,;(]|$))")
NUMBERED = re.compile(r"[\s(,]{1,3}min(?:ute)?s?\s(\d{1,2})\s?(?:-|to)\s?(\d{1,2})(?!\d)")  # "(min 18-40)"
SELDOM = ("response", "assessment")
NOT_DONE = ("plan", "subjective", "history", "home", "goals", "prior", "education", "signature", "charges", "totals")


@dataclass(frozen=True, slots=True)
class Performer:
    """Who the words at this place say furnished the treatment.

    `minutes` where they stand with the person; `supervised` of a student (or aide): True where a clinician was there,
    directing, False where the note says that none was; `discipline` where the letters tell it; `after`: how
    many minutes of the block were over when the person took it over.
    """

    start: int
    end: int
    role: Role
    name: str | None
    minutes: int | None
    supervised: bool | None
    discipline: str | None = None
    after: int | None = None
    letters: str = ""  # as written, where the person has a name
    half: bool = False  # of the block's minutes, whatever they are: "first half PT, second half PTA"


def minutes_with(folded: str, start: int, end: int, ahead: str) -> int | None:
    """The minutes that stand with a person: right behind, behind what the person did, or before "by"."""
    behind = _in_figures(folded[start : min(end, start + _NEAR)])
    if found := BEHIND.match(behind):
        return int(found["n"] or found["after_label"])
    if found := _AHEAD.search(_in_figures(ahead)):
        return int(next(minutes for minutes in found.groups() if minutes))
    did = DID.match(behind)
    if did and (bare := _BARE.match(behind, did.end())):
        return int(bare[1])
    further = _FURTHER.match(behind, did.end()) if did and not _AFTER.match(behind) else None
    return int(further[1]) if further else None


def taken_over_after(folded: str, start: int, end: int) -> int | None:
    """After how many minutes of a block a person took it over: "PTA took over after 7 min"."""
    found = _AFTER.match(folded, start, end)
    return int(found[1] or found[2]) if found and DID.match(folded, start, end) else None


def _in_figures(told: str) -> str:
    return _IN_WORDS.sub(lambda match: str(words.number(match["w"])), told)


_NEAR = 120  # signs behind a person in which the minutes stand
