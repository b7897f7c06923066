"""The charges that the note itself lists: "97112-GP x1", "97140  2 u  23 min  GP", rows of a table with units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from romberg.knowledge import codes
from romberg.notes.charges import grid
from romberg.notes.charges import patterns as p
from romberg.notes.layout import Document, Line
from romberg.visit import BilledLine, Span

_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_MOST_UNITS = 12
_NEAR = 160
_CODE_ALONE = 5
_FURTHER_ON = re.compile(r"[.;]\s|\s{3,}")
_ONLY_NUMBERS = re.compile(
    r"(?:[\s,;|/&.:*•\-+=()'\d]|\b(?:and|timed|tmd|no timed codes|total|ttl|tot"
    r"|min(?:ute)?s?|treatment|tx|time|session|code|bill|for|today"
    r"|dos|visit|length|duration|medicaid|medicare|gp|go|gn|all|one|two|three|four)\b)*"
)
_SENTENCE_END = re.compile(r"[.;](?=\s)")
_TOTALS = re.compile(r"timed|tmd|ttl|tot|visit|session|treatment|length")
_CLOCK = r"\d{1,2}:?\d{2}\s?(?:[ap]m?)?"
_TIMES = re.compile(rf"{_CLOCK}\s?(?:-|to)\s?{_CLOCK}\b|\d{{1,3}}\s?(?:min(?:ute)?s?\b\.?|')")
_FIELD = re.compile(r"^\s*(?:cpt|hcpcs|procedures?|service)?\s*(?:codes?)?\s*[:#=]")  # "CPT: 97110"
_ENDS = re.compile(r"[ \t]*(?:[,;.&+|/)]|and\b|\n|$|\s{2,})")


@dataclass(frozen=True, slots=True)
class _Hit:
    """A code in the note with what stands around it, before it is decided whether it is a charge."""

    code: str
    start: int
    end: int
    units: int | None
    how: str  # the units are "written" as units, a "bare" number, or further on in the "row"
    modifiers: tuple[str, ...]
    minutes: int | None


@cache
def _known() -> frozenset[str]:
    return frozenset(codes.all_codes())


def read(document: Document) -> tuple[BilledLine, ...]:
    """The charges of today's visit as the note writes them; none where it lists minutes only."""
    told = ((line, list(hits)) for line, hits in groupby(_codes(document), key=lambda m: document.line_at(m.start())))
    found = _without_minutes(document, list(told))
    strong: list[BilledLine] = []
    weak: list[BilledLine] = []
    for line, matches in found:
        table = grid.header_above(document, matches[0].start())
        if table:
            strong += (row for match in matches if (row := grid.row(document, table, line, match)))
            continue
        for billed, is_strong in _of_line(document, line, matches):
            (strong if is_strong else weak).append(billed)
    return tuple(_without_repeats(document, _without_headings(document, strong) or weak))


_Coded = tuple[Line, list[re.Match[str]]]


def _without_minutes(document: Document, found: list[_Coded]) -> list[_Coded]:
    """The lines with codes but those that list minutes: under a column of them, or beside a line with too many."""
    told = [one for one in found if not grid.times_above(document, one[1][0].start())]
    lines = {line.start: document.segment_at(line.start).line for line, _ in told}
    alone = [(line, hits[0]) for line, hits in told if len(hits) == 1]
    many = {lines[line.start] for line, code in alone if _is_many(document, line, code)}
    for index in sorted(lines.values()) + sorted(lines.values(), reverse=True):
        if {index - 1, index + 1} & many and _is_opened(document, index):
            many.add(index)
    return [one for one in told if lines[one[0].start] not in many]


def _is_many(document: Document, line: Line, code: re.Match[str]) -> bool:
    """Whether a line opens with a code and a number that is more than anybody bills."""
    number = _CELL.match(document.folded, code.end(), line.end)
    opens = not document.folded[line.start : code.start()].strip(" \t|*-")
    too_many = opens and number is not None and int(number[1]) > _MOST_UNITS
    return too_many and grid.header_above(document, code.start()) is None


def _is_opened(document: Document, index: int) -> bool:
    """Whether a line opens with a code and a bare number in the cell behind it: "97140  | 10  | 8"."""
    line = document.lines[index]
    code = p.CODE.search(document.folded, line.start, line.end)
    opens = code and not document.folded[line.start : code.start()].strip(" \t|*-")
    return bool(code and opens and _CELL.match(document.folded, code.end(), line.end))


_CELL = re.compile(r"[ \t]*(?:[|:]|\.{2,}|[ \t]{2})[ \t]*(\d{1,3})[ \t]*(?=[|\n]|[ \t]{2}|$)")


def _without_headings(document: Document, lines: list[BilledLine]) -> list[BilledLine]:
    """A code alone on its line is a heading of treatment where another line charges with units: "97110-GP x 1".

    So is one in a sentence ("40 min individual, CPT 92526.") that another line charges with more.
    """
    charged = {billed.code for billed in lines if _says_more(billed)}
    if not charged:
        return lines
    return [one for one in lines if _says_more(one) or not (one.code in charged or _is_alone(document, one))]


def _says_more(billed: BilledLine) -> bool:
    """Whether a charge is written with more than its code."""
    return billed.spans[0].end - billed.spans[0].start > _CODE_ALONE


def _is_alone(document: Document, billed: BilledLine) -> bool:
    line = document.line_at(billed.spans[0].start)
    rest = _FIELD.sub("", _TIMES.sub("", document.folded[line.start : line.end]))
    return rest.strip(" :-()\t").upper() == billed.code


def _codes(document: Document) -> Iterator[re.Match[str]]:
    start, end = document.active
    for match in p.CODE.finditer(document.folded, start, end):
        code = match.group().upper()
        if code in _known() or (code.startswith("99") and code[2:4] in ("20", "21")):
            yield match


_ASKED = re.compile(r"\?\s?no\b[.,]?")  # "97161? no 97162 x1": the first is none, the second is charged


def _of_line(document: Document, line: Line, matches: list[re.Match[str]]) -> Iterator[tuple[BilledLine, bool]]:
    folded = document.folded
    before = folded[line.start : matches[0].start()]
    segment = document.segment_at(matches[0].start())
    labelled = bool(p.LABEL.search(before)) or (segment.region == "charges" and not p.OTHER_DAY.search(before))
    ends = [*(m.start() for m in matches[1:]), line.end]
    hits: list[_Hit] = []
    for match, until in zip(matches, ends, strict=True):
        hits.append(_hit(folded, match, hits[-1].end if hits else line.start, until))
    if any(hit.units is None and _counts_minutes(folded, hit, until) for hit, until in zip(hits, ends, strict=True)):
        return
    is_bare = _is_bare(folded, line, hits)
    for hit, until in zip(hits, ends, strict=True):
        if _refused(folded, line, hit):
            continue
        strong, units = _units(folded, hit, until, labelled or is_bare, labelled and segment.region == "charges")
        if units:
            yield BilledLine(hit.code, units, hit.modifiers, hit.minutes, (Span(hit.start, hit.end),)), strong


def _counts_minutes(folded: str, hit: _Hit, until: int) -> bool:
    """Whether the bare number behind a code is more than anybody bills: then the line lists minutes ("97140 15")."""
    found = p.UNITS.match(folded, hit.end, until)
    counted = p.UNITS.match(folded, folded.index(hit.code.lower(), hit.start) + len(hit.code), until)
    number = (found and found["bare"]) or (counted and counted["times"])
    return bool(number and number.isdigit() and int(number) > _MOST_UNITS)


def _hit(folded: str, match: re.Match[str], since: int, until: int) -> _Hit:
    """A code with its modifiers, units and minutes; `since` and `until` are where its neighbours on the line stand."""
    first = p.MODIFIERS.match(folded, match.end(), until)
    at = first.end() if first else match.end()
    units, how, start, at = _units_near(folded, match, (since, at, until))
    minutes = p.MINUTES.search(folded, match.end(), min(until, match.end() + 90))
    if minutes and _TOTALS.search(folded, match.end(), minutes.start()):
        minutes = None
    if minutes and (minutes.start() - at < 4 or not folded[at : minutes.start()].strip(" \t.|")):
        at = max(at, minutes.end())
    after = p.MODIFIERS.match(folded, at, until)
    written = (first.group() if first else "") + (after.group() if after else "")
    modifiers = tuple(m.upper() for m in p.ONE_MODIFIER.findall(written))
    at = after.end() if after else at
    told = int(minutes[1] or minutes["labelled"]) if minutes else None
    return _Hit(match.group().upper(), start, at, units, how, modifiers, told)


def _units_near(folded: str, match: re.Match[str], at: tuple[int, int, int]) -> tuple[int | None, str, int, int]:
    """The units of a code: straight behind it, before it, or further on; with the stretch from code to units."""
    since, behind, until = at
    ahead = p.UNITS_BEFORE.search(folded, max(since, match.start() - 14), match.start())
    found = p.UNITS.match(folded, behind, until)
    if found and (found["times"] or not ahead):
        written = found["times"] or found["counted"] or found["named"]
        if units := _value(written or found["bare"] or found["spelt"]):
            return units, "written" if written else "bare", match.start(), found.end()
    if ahead:
        return _value(ahead["n"]), "written", ahead.start(), behind
    if later := p.LATER_UNITS.search(folded, behind, until):
        written = later["counted"] or later["named"]
        return (
            _value(written or later["times"] or later["cell"]),
            "written" if written else "row",
            match.start(),
            later.end(),
        )
    return None, "", match.start(), behind


def _value(written: str) -> int | None:
    number = _WORDS.get(written) or int(written)
    return number if 0 < number <= _MOST_UNITS else None


def _is_bare(folded: str, line: Line, hits: list[_Hit]) -> bool:
    """A line of nothing but codes, units and stated totals is a line of charges, label or not.

    What stands up to a code that is asked about and refused ("2 x 97112? no, 17 min = 1.") is left aside.
    """
    rest, at = "", line.start
    for hit in hits:
        if _refused(folded, line, hit):
            further = _FURTHER_ON.search(folded, hit.end, line.end)
            rest, at = "", further.end() if further else hit.end
            continue
        rest, at = rest + folded[at : hit.start], hit.start + _CODE_ALONE if hit.how == "row" else hit.end
    return bool(_ONLY_NUMBERS.fullmatch(rest + _SIGNED.sub("", folded[at : line.end])))


_SIGNED = re.compile(
    r"\s{3,}[a-z][a-z .,'-]{3,40}\b(?:pt|pta|ot|otr/l|otr|cota/l|slp|dc|dpt)\b[\d\s/:,apm-]*$"
)  # who signs there


def _refused(folded: str, line: Line, hit: _Hit) -> bool:
    if p.SUBTOTAL.search(folded, max(line.start, hit.start - _NEAR), hit.start):
        return True
    before = _ASKED.split(folded[max(line.start, hit.start - 40) : hit.start])[-1]
    near = before.rstrip(" #:.")[-1:]
    if (near and not near.isdigit() and p.NOT_CHARGED.search(before)) or p.NOT_BILLED.match(folded, hit.end, line.end):
        return True
    if p.CLAIM.search(before) and hit.how != "written":
        return True
    ahead = _SENTENCE_END.split(folded[max(line.start, hit.start - 60) : hit.start])[-1]
    behind = _SENTENCE_END.split(folded[hit.start : min(line.end, hit.end + 25)], 1)[0]
    return bool(p.OTHER_DAY.search(ahead + behind))


def _units(folded: str, hit: _Hit, until: int, labelled: bool, in_row: bool) -> tuple[bool, int | None]:
    """Whether the words are surely charges, and the units they state; None where they state none."""
    if hit.units and (hit.how == "written" or (hit.how == "bare" and labelled) or in_row):
        return labelled, hit.units
    if not labelled or hit.minutes is not None:
        return False, None
    ends = _ENDS.match(folded, hit.end) or hit.end >= until
    return True, 1 if ends or in_row else None


def _without_repeats(document: Document, lines: list[BilledLine]) -> Iterator[BilledLine]:
    """A charge written a second time, in the same words on another line, is the same charge."""
    seen: dict[tuple[str, int, tuple[str, ...]], Line] = {}
    for billed in lines:
        at = document.line_at(billed.spans[0].start)
        if seen.setdefault((billed.code, billed.units, billed.modifiers), at) == at:
            yield billed
