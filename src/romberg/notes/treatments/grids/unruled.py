"""Grids without a head: lines that each open or end with a bare number, which together are the stated minutes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from romberg.notes.interventions import Mention
from romberg.notes.layout import Line
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.grids.row import Row, Table
from romberg.notes.treatments.proven import APART, REGIONS, stated
from romberg.visit import Span

_FIRST = re.compile(
    r"[\s|*•>-]*(?:[\[(](?=\d{1,2}[\])]))?(?P<n>\d{1,2})\s*(?:[\])]|\||:|=|-|\s{2,})\s*"
    r"(?:(?P<code>9\d{4}|g0283)\b[\s:|-]*)?(?=[a-z/])"
)
_LAST = re.compile(
    r"(?:\.{2,}|\s{2,}|[|=:-]\s?|,\s|\s[(\[])\s*(?P<n>\d{1,2})(?:,?\s?(?:un)?timed)?"
    r"(?:\s{1,3}[(\[]?(?P<code>9\d{4}|g0283))?[\s|.)\]]*$"  # "gliding ..... 15  (97140)"
)
_TAIL = 24  # signs that a number, "untimed" and a code behind it take at most
# "97112 Rocker board A/P      5    2 min x2    5   2 min x1": today's minutes are the first cell behind the work
_FIRST_CELL = re.compile(
    r"[ \t|]*(?:(?P<code>9\d{4}|g0283)[ ]{1,3})?[a-z](?:[ ]?[^\s|])*[ |]{2,}(?P<n>\d{1,2}|-)(?=\s{2,}|[ |]*$)"
)
_MARKS = re.compile(r"(?:[\s*•>-]|\[x\]|[☑☒✓✔])*")  # before the words of a row
_COLON = re.compile(r"\s*[:,(-]\s*(?=\S)|\s{2,}(?=\S)")
_OPENING = 4  # signs before which the name of a service opens a row
_Number = re.Match[str]
_FEWEST = 2  # rows that make a column


def columns(events: Events, grids: Sequence[Table]) -> list[Table]:
    """Lines, or clauses, that each open or end with a bare number, where the numbers together are the stated total."""
    sums = stated(events)
    if not sums:
        return []
    lines: Sequence[Line] = events.document.lines
    if grids:
        lines = [line for line in lines if not any(g.span.start <= line.start < g.span.end for g in grids)]
    folded = events.document.folded
    for pieces, pattern in _pieces(events, lines):
        numbers = _in_runs(_numbers(folded, pieces, pattern), min(sums))
        if not numbers:
            continue
        rows = [n and _row(events, line, n, pattern) for line, n in zip(pieces, numbers, strict=True)]
        if found := [_table(run) for run in _runs(rows) if sum(row.minutes or 0 for row in run if row.done) in sums]:
            return found
    return []


def _pieces(events: Events, lines: Sequence[Line]) -> Iterator[tuple[Sequence[Line], re.Pattern[str]]]:
    """What can be rows, and at which end their numbers are: lines, then clauses where any line has several."""
    yield lines, _FIRST
    yield lines, _LAST
    yield lines, _FIRST_CELL
    folded = events.document.folded
    parted = [folded[line.start : line.end].split(";") for line in lines] if ";" in folded else []
    if any(len(clauses) > 1 for clauses in parted):
        yield [part for line, told in zip(lines, parted, strict=True) for part in _clauses(line, told)], _LAST


def _clauses(line: Line, told: Sequence[str]) -> Iterator[Line]:
    """The clauses of a line between semicolons."""
    if len(told) == 1:
        yield line
        return
    at = line.start
    for clause in told:
        yield Line(at, at + len(clause), 0)
        at += len(clause) + 1


def _table(rows: tuple[Row, ...]) -> Table:
    return Table(Span(rows[0].cell.start, rows[-1].cell.end), rows)


def _runs(rows: Iterable[Row | None]) -> Iterator[tuple[Row, ...]]:
    """Rows that follow one another, where they are enough for a column."""
    for is_row, run in groupby(rows, key=_is_there):
        told = tuple(row for row in run if row) if is_row else ()
        if len(told) >= _FEWEST:
            yield told


def _in_runs(numbers: list[_Number | None], least: int) -> list[_Number | None]:
    """The numbers of lines in a row that together can come to the least total; empty where none can."""
    kept: list[_Number | None] = []
    for is_number, run in groupby(numbers, key=_is_there):
        told = list(run)
        minutes = (int(one["n"]) for one in told if one and one["n"] != "-") if len(told) >= _FEWEST else ()
        kept += told if is_number and sum(minutes) >= least else [None] * len(told)
    return kept if any(kept) else []


def _is_there(one: object) -> bool:
    return one is not None


def _numbers(folded: str, lines: Sequence[Line], pattern: re.Pattern[str]) -> list[_Number | None]:
    """The number of each line where a pattern has it; a cheap look first, which spares most searches."""
    if pattern is _LAST:
        return [_last(folded, start, end) for start, end, _ in lines]
    if pattern is _FIRST:
        opens = [folded[start:end].lstrip(" |*•>-[(")[:1] for start, end, _ in lines]
        may_be = [bool(sign) and not sign.isalpha() for sign in opens]
    else:
        may_be = ["  " in words or "|" in words for words in (folded[start:end] for start, end, _ in lines)]
    return [pattern.match(folded, *one[:2]) if may else None for one, may in zip(lines, may_be, strict=True)]


@lru_cache(maxsize=64)  # lines without a semicolon are asked twice
def _last(folded: str, start: int, end: int) -> _Number | None:
    """The number that ends a line, sought only from the last word on that can stand before it."""
    words = folded[start:end].rstrip(" \t\n|.)]")
    if not (words[-1:].isdigit() or words.endswith("timed")):
        return None
    at = max(start, start + len(words) - _TAIL)
    while at > start and not folded[at - 1].isalnum():
        at -= 1
    return _LAST.search(folded, at, end)


def _row(events: Events, line: Line, number: _Number, pattern: re.Pattern[str]) -> Row | None:
    """A line as a row of a grid: its words, its number, the service that it opens with."""
    folded = events.document.folded
    if events.document.region_at(line.start) not in REGIONS:
        return None
    first = max(line.start, events.document.segment_at(line.start).body)
    begins = number.start("n") if pattern is _FIRST_CELL else number.start()
    start, end = (number.end(), line.end) if pattern is _FIRST else (first, begins)
    marks = _MARKS.match(folded, start, end)
    start = marks.end() if marks else start
    if pattern is _LAST and (named := _set_off(events, start, end)):
        code, end = named.label, len(folded[: named.start].rstrip(" .\t|"))
        end = end if end > start else named.end  # nothing but the name
    else:
        code = None
    coded = number.groupdict().get("code") or _only_code(events, line, number.start("n")) or code
    works = coded or any(m.label or m.group for m in events.mentions_in(start, end))
    if events.is_taken(line.start, line.end) or not works:
        return None
    name = next((m for m in events.mentions_in(start, start + _OPENING) if m.label), None)
    colon = _COLON.match(folded, name.end, end) if name and not folded[start : name.start].strip(" *•-") else None
    colon = colon if colon and colon.end() < end else None  # "Ther ex ..... 22" tells nothing but the name
    return Row(
        activity=Span(colon.end() if colon else start, end),
        minutes=int(number["n"]) if number["n"] != "-" else None,
        code=coded.upper() if coded else name.label if name and colon else None,
        role=None,
        done=number["n"] != "-" and not events.why_not(start, end),
        charged=True,
        cell=Span(line.start, line.end),
        minutes_span=Span(*number.span("n")),
    )


def _set_off(events: Events, start: int, end: int) -> Mention | None:
    """The name of a service in a column of its own before the number: "Heel raise 3x15 ..... TE ..... 7"."""
    folded = events.document.folded
    named = [m for m in events.mentions_in(start, end) if m.label]
    if not named or folded[named[-1].end : end].strip(" .\t|"):
        return None
    return named[-1] if folded[: named[-1].start].endswith((". ", "..", "  ", "| ")) else None


def _only_code(events: Events, line: Line, at: int) -> str | None:
    """The one code that a line writes apart from its number at `at`: "reaching over a towel (97112): 9"."""
    written = [m for m in events.mentions_in(line.start, line.end) if m.code]
    return written[0].code if len(written) == 1 and not 0 <= at - written[0].end < APART else None
