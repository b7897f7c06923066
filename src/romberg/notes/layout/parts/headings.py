"""Headings by name: "Care today:", "| CPT |", "ASMT Buoyancy lets her". The names are data: `headings.yaml`."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

import yaml

from romberg.notes import lexicon
from romberg.notes.layout.adjusting import TIMED_WORK

_NAMES_OF_COLUMNS = ("cpt", "code", "codes")
_NUMBER = re.compile(r"\s#?\d{1,2}\s?:")  # "Objective 1:" heads the work on it
# "ASMT Buoyancy lets her": a part's name in capitals, and no mark behind it.
_IN_CAPITALS = re.compile(
    r"[ \t]*(SUBJ|SUB|OBJ|RESP|RSP|ASMT|ASSESS|ASSESSMENT|PLAN|SUBJECTIVE|OBJECTIVE|RESPONSE)[ ](?=\S)"
    r"(?!(?:of|OF|for|FOR)\b)(?=[^\n]*[a-z]{3})"
)


@cache
def headings() -> dict[str, str]:
    """The part of the note that each heading's name opens."""
    raw = yaml.load(resources.files(__package__).joinpath("headings.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return {phrase: region for region, phrases in raw.items() for phrase in phrases}


def names_of_parts() -> str:
    """The names of headings as one pattern; a letter alone is read elsewhere."""
    return lexicon.exactly(phrase for phrase in headings() if len(phrase) > 1)


@cache
def _at_line_start() -> re.Pattern[str]:
    return re.compile(
        rf"[\s*#>•|\-=_~\[]*(?:(?:\d{{1,2}}|[ivx]{{1,4}})[.)]\s*|comments?\s*\|\s*)?"
        r"(?:(?:today's\s|(?:pt|ot|slp|st|dc|skilled|therapeutic|clinical)\s(?=[a-z ]{3,30}[:\n]))?"
        rf"(?!then\s\d)({names_of_parts()})\b"  # "Then 1:1 with PTA Lee, 15 min: ..." goes on
        r"(?:\s(?:today|given|provided|performed|rendered|delivered|completed|furnished|this\s(?:date|visit|session))){0,2}"
        rf"(?:'s|\s#?\d{{1,2}}(?=\s?:))?(?:\s+\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?)?(\s*\([^)\n]{{0,80}}\))?\s*"
        r"(?:/\s?[a-z][a-z ]{2,24}(?=:))?"
        r"\??(?:\.{2,}[.\s]*:?|\.\s*$|(?:\d{1,3}\s*min(?:ute)?s?\.?\s*)?[:>|=]+|\)(?=\s)|-+(?=\s)|/{2,3}|/(?=\s)|[\]~*]+|(?=\s{2,}\S)|\s*$))"
    )


@cache
def _inside() -> re.Pattern[str]:
    return re.compile(rf"({names_of_parts()})(?:\s*\([^)\n]{{0,30}}\))?:\s*")


def at_line_start(folded: str, text: str, start: int, end: int) -> tuple[str, int] | None:
    """The part that a heading opens at the start of a line, and where its text begins."""
    if capitals := _IN_CAPITALS.match(text, start, end):
        return headings()[capitals[1].lower()], capitals.end()
    word = _at_line_start().match(folded, start, end)
    if word is None or _heads_no_part(folded, word, end) or _times_what_came_next(folded, word):
        return None
    if word.group(1) == "plan" and _INSURANCE.match(folded, word.end(), end):
        return None
    return _part_of(folded, word)


def inside(folded: str, start: int, end: int) -> tuple[str, int] | None:
    """The part that a heading opens in the midst of a line, and where its text begins."""
    word = _inside().match(folded, start, end)
    return _part_of(folded, word) if word else None


def _part_of(folded: str, word: re.Match[str]) -> tuple[str, int]:
    numbered = word.group(1) == "objective" and _NUMBER.match(folded, word.end(1))
    return "treatment" if numbered else headings()[word.group(1)], _behind(word)


def _heads_no_part(folded: str, word: re.Match[str], end: int) -> bool:
    """Whether a word that could open a part heads columns, or is FEES, the look at a swallow: "FEES 4/22: PAS 5"."""
    return _heads_columns(folded, word, end) or (word.group(1) == "fees" and not _CHARGED.match(folded, word.end(1)))


_CHARGED = re.compile(r"[^\n]*(?:\n[^\n]*)?(?:\b\d{5}\b|\$)")


def _heads_columns(folded: str, word: re.Match[str], end: int) -> bool:
    """Whether "| CPT | 6/15 | 6/18" heads the columns of a log rather than the charges."""
    behind = folded[word.end() : end]
    return word.group(1) in _NAMES_OF_COLUMNS and "|" in word.group() and "|" in behind and "unit" not in behind


def _times_what_came_next(folded: str, word: re.Match[str]) -> bool:
    """Whether "Next 18 min: gait" goes on with today's work and opens no plan."""
    return word.group(1) == "next" and _TIME_AHEAD.match(folded, word.end(1)) is not None


# "Plan: Anthem Blue Cross HMO" is the payer's.
_INSURANCE = re.compile(
    r"[\w ]{0,16}?\b(?:ppo|hmo|epo|aetna|cigna|anthem|regence|bcbs|blue (?:cross|shield)|humana|uhc|united ?healthcare"
    r"|kaiser|tricare|medicaid)\b(?![^\n]*(?:\dx|/wk|per week|weekly|visits))"
)
_TIME_AHEAD = re.compile(r"\s\d{1,2}\s?min")


def _behind(word: re.Match[str]) -> int:
    """Where a heading ends: before brackets that give a time, which is that of the work, else behind all of it."""
    brackets = word.group(2) if word.re.groups > 1 else None
    return word.start(2) if brackets and TIMED_WORK.search(brackets) else word.end()
