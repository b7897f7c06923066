"""Totals told in sentences: "34 of 40 minutes were timed", "we worked for half an hour", "1:02-1:40, i.e. 38 min"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

import yaml

from romberg.notes.charges.totals.figures import Figure
from romberg.notes.interventions import scan
from romberg.notes.layout import Document
from romberg.notes.minutes import amounts
from romberg.notes.minutes.durations import durations

_QUIET = ("plan", "goals", "home", "history", "prior", "subjective", "education")
_LONGEST = 480
_SURE = 4  # outweighs what is read of a "timed" or "total" alone
_FREE = r"(?<![\w/.$#-])(?<!\w:)"  # before a figure that is no part of a date, a score or a price
_AMOUNTS = {
    "<part>": _FREE + amounts.amount("part"),
    "<all>": _FREE + amounts.amount("all"),
    "<time>": _FREE + amounts.timed("all"),
    "<bare>": amounts.amount("all"),
}
_NAME = re.compile(r"(?<!\?P)<[a-z]+>")
_TIMED_WORDS = ("timed", "time-based")
_CLOCK_IS_ALL = re.compile(r"[\s,(]*(?:total|altogether|in all|all told|overall)\b(?![ :=]*\d)")
_CLOCK_SAYS = re.compile(
    r"[\s,;=(]*(?:(?:that\sis|that's|which\sis|i\.e\.|total|for\sa\stotal\sof|so|or|makes)[\s:,]+)?"
    + amounts.amount("all")
)
_NO_REST = re.compile(
    r"(?:rests?|breaks?|wait(?:ing)?|driv(?:e|ing)|travel|hep|home|walk(?:ed|ing)?|slept|late|early|not|no|each|every"
    r"|another|next|last)[\s:-]*$"
)
_ALL_TIMED = re.compile(
    r"\b(?:(?:all|everything|every\sminute|entirely|fully)"
    r"(?:\s(?:of|it|this|that|which|them|minutes|are|is|was|were|direct|billable|and|time)\b)*"
    r"\stimed\b(?:\scodes?\b)?(?!\s*[:=]?\s*\d)|\bno(?:thing)?\suntimed\b"
    r"|\btimed(?:\s(?:min(?:ute)?s?|codes?|time))*[\s:=]+(?:is\s)?(?:the\s)?same\b"
    r"|\d\w*(?:\s\w+){0,3}[,;]\stimed\s*(?=[.;)\n]|\Z))"
)
_OTHER_DAY = re.compile(
    r"\b(?:next|will|weekly|week|wk|daily|a day|per|every(?! minute)|each|home|hep|goals?|yesterday|last|usually"
    r"|reports?|states?|says?|ago)\b"
)
_TIME = re.compile(r"min|hour|\dm\b|\d'")


def both(document: Document) -> Iterator[Figure]:
    """The timed and all minutes told in one sentence, each by the other; else the timed ones in a way of their own."""
    if document.words.isdisjoint(("timed", "based")):
        return
    taken: list[Figure] = []
    for kinds in (("both", "same"), ("timed",)):
        found = [(m, kind) for kind in kinds for m in _matches(document, kind, _TIMED_WORDS)]
        for match, kind in sorted(found, key=_place):
            if not any(match.start() < one.end and one.start < match.end() for one in taken):
                taken += () if _is_quiet(document, match.start()) else _figures(match, kind)
    yield from taken


def _place(found: tuple[re.Match[str], str]) -> tuple[int, int]:
    return found[0].start(), -found[0].end()


def _figures(match: re.Match[str], kind: str) -> Iterator[Figure]:
    told = match.groupdict()
    whole = amounts.value(told["all"])
    part = amounts.value(told.get("part") or told["all"])
    if part > whole or whole > _LONGEST or (kind == "both" and not _TIME.search(match[0])):
        return
    start, end = match.span()
    yield Figure(part, True, start, end, _SURE)
    if kind != "timed":
        yield Figure(whole, False, start, end, _SURE)


def everything(document: Document) -> Iterator[Figure]:
    """All minutes told without the word total, the surest way first."""
    for match in _matches(document, "all", tuple(_data()["tells_all"])):
        near = document.folded[max(document.active.start, match.start() - 14) : match.start()]
        if _is_quiet(document, match.start()) or _NO_REST.search(near):
            continue
        if not (_BOOKED.search(match[0]) and _was_cut(document, match.start())):
            yield Figure(amounts.value(match["all"]), False, match.start(), match.end(), 0)
    yield from _by_the_clock(document)


_BOOKED = re.compile(r"\b(?:appointment|appt|slot)\b")
_CUT = re.compile(r"\b(?:late|left early|cut short|shortened|only|booked for|scheduled for|so)\b")


def _was_cut(document: Document, at: int) -> bool:
    """Whether a line says that less was given than was booked: "20 min late for a 60 minute appointment"."""
    line = document.line_at(at)
    return _CUT.search(document.folded, line.start, line.end) is not None


def _by_the_clock(document: Document) -> Iterator[Figure]:
    """A stretch of the clock with its minutes behind it, in a sentence that tells no work: "10:02-10:40, 38 min"."""
    folded = document.folded
    for clock in durations(folded, *document.active):
        if clock.kind != "clock" or _tells_work(document, clock.start):
            continue
        told = _CLOCK_SAYS.match(folded, clock.end)
        if told is None or amounts.value(told["all"]) != clock.minutes:
            told = _CLOCK_IS_ALL.match(folded, clock.end)
        if told:
            yield Figure(clock.minutes, False, clock.start, told.end(), 0)


def _tells_work(document: Document, at: int) -> bool:
    told = document.segment_at(at)
    return bool(scan(document.folded, told.start, told.end))


_TOTAL_SAME = re.compile(
    r"\b(?:session|visit|total|treatment|tx)(?:\s(?:min(?:ute)?s?|time|treatment|tx))*[\s:=]+(?:is\s|was\s)?(?:the\s)?same\b"
)


def beside(document: Document, timed: Figure) -> Figure | None:
    """All minutes on the line of the timed ones, or on the next: "visit ..... 40", "35 overall"."""
    line = document.line_at(timed.start)
    above = document.line_at(max(line.start - 1, document.active.start))
    below = document.line_at(min(line.end + 1, document.active.end))
    for match in _matches(document, "beside", ("",)):
        minutes = amounts.value(match["all"])
        apart = match.end() <= timed.start or timed.end <= match.start()
        if apart and above.start <= match.start() < below.end and timed.minutes <= minutes <= _LONGEST:
            return Figure(minutes, False, match.start(), match.end(), 0)
    if same := _TOTAL_SAME.search(document.folded, timed.end, below.end):
        return Figure(timed.minutes, False, same.start(), same.end(), 0)
    parts = _matches(document, "part_of", ("min", "hour"))
    whole = (match for match in parts if amounts.value(match["part"]) == timed.minutes)
    return next((Figure(amounts.value(match["all"]), False, match.start(), match.end(), 0) for match in whole), None)


def all_timed(document: Document) -> bool:
    """Whether the note says that every minute was of a timed service."""
    if "timed" not in document.words and "untimed" not in document.words:
        return False
    found = _ALL_TIMED.finditer(document.folded, *document.active)
    return any(not _is_quiet(document, one.start()) for one in found)


def _is_quiet(document: Document, at: int) -> bool:
    """Whether words tell of another day: on the line that opens such a part, or with a word for it on a later one."""
    if document.region_at(at) not in _QUIET:
        return False
    line = document.line_at(at)
    opened = any(told.body > told.start for told in document.segments_in(line.start, at + 1))
    return opened or bool(_OTHER_DAY.search(document.folded, line.start, line.end))


def _matches(document: Document, kind: str, words: tuple[str, ...]) -> Iterator[re.Match[str]]:
    """Where forms of a kind stand on those lines of the visit that have one of some words."""
    folded, (first, last) = document.folded, document.active
    for line in document.lines_in(first, last):
        told = folded[line.start : line.end]
        if any(word in told for word in words):
            yield from (m for form in _forms(kind) for m in form.finditer(folded, line.start, line.end))


@cache
def _forms(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_written(form)) for form in _data()[kind])


def _written(form: str) -> str:
    """A form with what its names stand for."""
    stands_for = _AMOUNTS | _data()["stands_for"]
    while (plain := _NAME.sub(lambda name: stands_for.get(name[0], name[0]), form)) != form:
        form = plain
    return form


@cache
def _data() -> dict[str, Any]:
    raw = resources.files(__package__).joinpath("told.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.load(raw, Loader=yaml.CSafeLoader)
    return found
