"""Lines that open with a service and tell its time: they are treatment, whatever part of the note they stand in."""

from __future__ import annotations

import re
from functools import cache

from romberg.notes.interventions import service_names
from romberg.notes.layout.adjusting import opens_adjusting
from romberg.notes.layout.document import Line
from romberg.notes.layout.today import NOT_HERE
from romberg.notes.minutes import words

_CODED = re.compile(r"[\s*#•>\-]*(?:[a-z -]{2,30}\()?(?:9[27]\d{3}|95992|9091[23]|2056[01])\b")
_MARKS_OF_TIME = frozenset(":;'(|")  # a line without the word for minutes gives a time with one of these
# "10:00-10:16  97112  VOR x1": a clock stretch with a code opens a line of treatment.
_CLOCKED = re.compile(
    r"[\s*#•>\-]*\d{1,2}:\d{2}\s?(?:[ap]m?)?\s?(?:-|to)\s?\d{1,2}:\d{2}(?:\s?[ap]\.?m?)?[\s:|\-]+9[27]\d{3}\b"
)
# How such a line opens: few do, so that the long expression is seldom made.
_TELLS = re.compile(
    rf"[\s*#•>\-]*(?:(?:\d{{1,3}}|{words.PATTERN})[\s-]?min"
    r"|(?:today,?\s+)?(?:we|treatment|tx|session|therapy|interventions?)\s"
    r"|(?:the\s)?(?:pt|patient|client|he|she|they)\s(?:was|were|received|performed|completed|participated|engaged|practi[sc]ed|worked)\b"
    r"|(?:performed|provided|completed|instructed|administered|treated|participated)\s)"
)


def names_treatment(folded: str, line: Line) -> bool:
    """Whether a line opens with a service and its time, tells what was done for how long, or adjusts a spine."""
    words_ = folded[line.start : line.end]
    if opens_adjusting(words_):
        return True
    if "min" in words_:
        return bool(_timed_line().match(words_) or (_TELLS.match(words_) and _told_line().match(words_)))
    if _MARKS_OF_TIME.isdisjoint(words_):
        return False
    return bool(_CLOCKED.match(words_) or _timed_line().match(words_))


def coded(folded: str, line: Line) -> bool:
    """Whether a line opens with the code of a service."""
    return bool(_CODED.match(folded, line.start, line.end))


@cache
def _timed_line() -> re.Pattern[str]:
    """A line that opens with the name or code of a service and gives its time: treatment, wherever it stands."""
    return re.compile(
        r"[\s*#•>\-]*[a-z][^\n:;.]{3,60}?[,(]\s?(?:9[27]\d{3}|95992)\)?,\s(?:\d{1,3}\s?min|\d{1,2}:\d{2}\s?(?:-|to)\s?\d{1,2}:\d{2})|"
        r"[\s*#•>\-]*(?:needled|dry needling|manual(?: therapy)?|ther(?:apeutic)? ex\w*|nmr)\s?:"
        r"[^\n]{4,200}\d\s?(?:min\b|')|"
        rf"[\s*#•>\-]*(?:\d{{5}}\b[\s:\-]*)?(?:{service_names()}|(?:te|ta|mt|gt)\b(?=\W{{1,3}}\d)|(?:te|ta|mt|gt|exs?)(?=\s?:)|(?:9[27]\d{{3}}|95992|9091[23]|2056[01])\b)[^\n.;|]{{0,45}}?"
        rf"(?:(?:(?:\d{{1,3}}|{words.PATTERN})[\s-]?(?:min|mins|minutes)\b|"
        r"\d{1,2}:\d{2}\s?(?:[ap]m?)?\s?(?:-|to)\s?\d{1,2}:\d{2}|\bx\s?\d{1,2}'|\s\d{1,2}'(?=\s|$|[.,;:)])|\(\d{5}\)|(?<=\d{5}\s)x\s?[1-6]\d\b)"
        r"|\s?[;:|][^\n]{4,200}[\s;,(]\d{1,2}\s?(?:min|mins|minutes|m|')(?:\s(?:un)?timed)?[).]?$)"
    )


@cache
def _told_line() -> re.Pattern[str]:
    """A line that tells in a sentence what was done, and for how long: "We worked for 20 minutes on gait training"."""
    return re.compile(
        rf"[\s*#•>\-]*(?:(?:\d{{1,3}}|{words.PATTERN})[\s-]?min(?:ute)?s?\s+of\s+(?:skilled\s+)?(?:{service_names()})|"
        r"(?:today,?\s+)?(?:we|treatment|tx|session|therapy|interventions?)\s+(?:today\s+)?"
        r"(?:did|worked|practi[sc]ed|spent|performed|completed|consisted\sof|included|focused|began|started)\b"
        rf"(?=[^\n]*(?:\d|{words.PATTERN})[\s-]?min)(?:[^\n.;|]{{0,60}}?\b(?:{service_names()})|[^\n]{{0,90}}?\b9[27]\d{{3}}\b)"
        r"|(?:(?:the\s)?(?:pt|patient|client|he|she|they)\s(?:was\s|were\s)?)?"
        r"(?:received|performed|provided|completed|participated|engaged|practi[sc]ed|worked|instructed|treated|administered)\b"
        rf"(?=[^\n]*\d[\s-]?min)(?![^\n]*{NOT_HERE.pattern})[^\n]{{0,400}}?\b(?:{service_names()}|9[27]\d{{3}})\b)"
    )
