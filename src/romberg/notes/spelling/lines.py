"""Lines that a machine laid out anew: wrapped at a width, parted by empty lines, ruled with tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from romberg.notes.minutes import words

_NARROWEST, _WIDEST = 40, 132  # signs: what mails, terminals and printouts wrap at
_FEWEST_BREAKS, _FEWEST_SMALL = 3, 2  # of them that go on in small letters, as the middle of a sentence does
_LONG = 0.6  # of the width: lines that a wrap would have made, or left
_OPENS = re.compile(  # what begins a line of its own: a list mark, a heading, a clock time, a form's box or rule
    r"\s*(?:[-*•>+]\s|o\s{1,3}(?=\S)|\d{1,2}[.)]\s|\[\s?[xX]?\s?\]|[☐□☑☒]|[A-Z][A-Za-z /&'.()-]{0,28}:(?:\s|$)"
    r"|[A-Z][A-Z/ -]{2,20}(?:\s{2}|:)|[SOAPR][\s.)/|>-]{1,3}(?=[A-Z\"'\d])|\d{1,2}:\d{2}\s?-|[\W_]{3,}$)"
)
# How statements of a chart begin that a person wrote on a line of their own, where no full stop ended the one above.
_STATES = re.compile(
    r"\s*(?:No|Not|None|Next|Pt|Patient|Client|He|She|They|Denies|Reports|Will|Home|HEP|Plan|Total|Timed|Seen|Skilled"
    r"|Tolerated|Declined|Held|Deferred|Response|Continue|Cont)\b"
)
_OPEN_ENDED = re.compile(r"(?:[,;:&+/(-]|\b(?:and|or|with|w/|the|a|of|to|in|on|for|by|from|at|then))$", re.IGNORECASE)
_ENDED = re.compile(r"[.!?]\W?$")
_SMALL_HEADING = re.compile(r"\s*[a-z][a-z /&'.()-]{0,28}:(?:\s|$)")
_TIMED = re.compile(  # a statement that opens with what took so long: "Dressing tasks, 15 minutes"
    rf"\s*[A-Z][^.;\n]{{0,40}}?(?:(?:\d|{words.PATTERN})[ -]?(?:min|'(?!\d))|\d:\d\d\s?(?:-|to)\s?\d)"
)
_INSIDE_TABS = re.compile(r"(?<=[^\s])[ ]?\t[ \t]*(?=[^\s])")
_FIRST_WORD = re.compile(r"\s*(\S+)")
_FEWEST_TABS, _FEWEST_ROWS = 2, 3
_FEWEST_LINES = 6  # before empty lines between all of them are taken for spacing
_EMPTY = re.compile(r"\n(?:[ \t]*\n)+")
_SPACED = 0.9  # of the line ends


class _Line(NamedTuple):
    start: int
    words: str


def relaid(text: str) -> Iterator[tuple[int, int, str]]:
    """What to write in the place of line ends, empty lines and tabs that a machine made: from, to, and the words."""
    lines = _lines(text)
    if "\t" in text:
        yield from _ruled(lines)
    yield from _outdented(lines)
    if (text.count("\n\n") + 1) * 3 > text.count("\n") and _is_spaced(text):
        yield from _closer(text)
    elif breaks := _breaks(lines) or [pair for pair in pairwise(lines) if _hangs(*pair)]:
        yield from ((one.start + len(one.words), below.start + _indent(below), " ") for one, below in breaks)


def _outdented(lines: Sequence[_Line]) -> Iterator[tuple[int, int, str]]:
    """The margin that every line of a printout has, away."""
    margin = min((_indent(line) for line in lines if line.words), default=0)
    if margin:
        yield from ((line.start, line.start + margin, "") for line in lines if line.words)


def _ruled(lines: Sequence[_Line]) -> Iterator[tuple[int, int, str]]:
    """Tabs as the bars of a table where several lines in a row have as many, else as the blanks of a wide gap."""
    told = ((line, list(_INSIDE_TABS.finditer(line.words))) for line in lines)
    for count, run in groupby(told, key=lambda one: len(one[1])):
        rows = list(run)
        mark = " | " if count >= _FEWEST_TABS and len(rows) >= _FEWEST_ROWS else "    "
        for line, tabs in rows:
            yield from ((line.start + tab.start(), line.start + tab.end(), mark) for tab in tabs)


def _lines(text: str) -> list[_Line]:
    found, start = [], 0
    for raw in text.split("\n"):
        found.append(_Line(start, raw.rstrip()))
        start += len(raw) + 1
    return found


def _indent(line: _Line) -> int:
    return len(line.words) - len(line.words.lstrip())


def _is_ruled(line: _Line) -> bool:
    """Whether a line is set in columns."""
    return "|" in line.words or "\t" in line.words or "   " in line.words.strip()


def _breaks(lines: Sequence[_Line]) -> list[tuple[_Line, _Line]]:
    """The pairs of lines that were one before a text was wrapped at a width."""
    plain = [line for line in lines if not _is_ruled(line)]
    width = max((len(line.words) for line in plain), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return []
    long = sum(len(line.words) >= _LONG * width for line in plain)
    overflows = [pair for pair in pairwise(lines) if _overflows(*pair, width)]
    going_on = [pair for pair in overflows if not _begins(*pair)]
    small = sum(_goes_on(*pair) for pair in going_on)
    enough = (len(going_on) >= _FEWEST_BREAKS and small) or small >= _FEWEST_SMALL
    return going_on if enough and 3 * len(overflows) >= long else []


def _goes_on(line: _Line, below: _Line) -> bool:
    """Whether the lower line goes on in mid sentence: in small letters, or in capitals where all is in capitals."""
    first = below.words.lstrip()[:1]
    return first.islower() or (line.words.isupper() and below.words.isupper() and not _ENDED.search(line.words))


def _begins(line: _Line, below: _Line) -> bool:
    """Whether the lower line is one of its own: a list mark, a heading, or a statement with its time."""
    if _OPENS.match(below.words) or _TIMED.match(below.words):
        return True
    if _STATES.match(below.words) and not (_OPEN_ENDED.search(line.words) or _ENDED.search(line.words)):
        return True
    return bool(_ENDED.search(line.words) and _SMALL_HEADING.match(below.words))


def _overflows(line: _Line, below: _Line, width: int) -> bool:
    """Whether the first word of the next line had no room on this one: there a machine breaks lines, no writer."""
    first = _FIRST_WORD.match(below.words)
    if not first or not line.words or _is_ruled(line) or _is_ruled(below):
        return False
    return len(line.words) + 1 + len(first[1]) > width


_UNFINISHED = (",", ";", "+", "&", "/", " and", " with", " then", " w/", " to", " of", " for")


def _hangs(line: _Line, below: _Line) -> bool:
    """Whether a deeper line goes on with what the line above leaves open, as the cells of a narrow column do."""
    if not line.words.endswith(_UNFINISHED) or _indent(below) <= _indent(line) or _OPENS.match(below.words):
        return False
    return below.words.lstrip()[:1].islower()


def _is_spaced(text: str) -> bool:
    """Whether nearly every line is followed by an empty one."""
    runs = len(_EMPTY.findall(text))
    single = text.strip("\n").count("\n") - sum(m.group().count("\n") for m in _EMPTY.finditer(text.strip("\n")))
    return runs >= _FEWEST_LINES and runs >= _SPACED * (runs + single)


def _closer(text: str) -> Iterator[tuple[int, int, str]]:
    """Each line end that was doubled, once: what stood under an empty line stands under one still."""
    for match in _EMPTY.finditer(text):
        ends = match.group().count("\n")
        yield *match.span(), "\n" * max(1, ends // 2)
