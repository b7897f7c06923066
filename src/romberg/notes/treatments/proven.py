"""Bare numbers that are minutes because they add up to the minutes that the note states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from romberg.notes.interventions import Mention
from romberg.notes.layout import Line
from romberg.notes.minutes import amounts
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.grids.row import Row, Table
from romberg.notes.treatments.head import Head
from romberg.visit import Span

_NO_DOSE = (
    r"(?![\d/:%'\"#+-]|\.\d|\s*x|\s?(?:reps?|sets?|u|units?|lbs?|sec|s|ft|m|min|mins|minutes|deg|visits?|of|trials?|times"
    r"|rpe|kg)\b)"
)
_BEHIND = re.compile(rf"(?:\s?\(9\d{{4}}\))?(?:[\s:=(|.x@-]{{1,12}}|\s/\s)(\d{{1,2}}){_NO_DOSE}")
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
_NUMBER = re.compile(r"\d{1,3}")
_IN_WORDS = re.compile(rf"(?<![\w.:/-]){amounts.amount('n')}")
_REGIONS = ("header", "treatment", "objective", "totals", "charges")
_MARKS = re.compile(r"(?:[\s*•>-]|\[x\]|[☑☒✓✔])*")  # before the words of a row
_COLON = re.compile(r"\s*[:,(-]\s*(?=\S)|\s{2,}(?=\S)")
_OPENING = 4  # signs before which the name of a service opens a row
_JOINT = 30  # signs that the first of two joined services can take
_BEFORE = re.compile(r"(?:^|[,:;(\n]\s*|\band\s)(\d{1,2})\s(?:of\s|on\s)?$")
_MOST_UNITS = 12
_TIMES = re.compile(
    r"\)?\s?(?:[x@=:(]|for)\s?\d"
)  # how numbers of minutes or units stand behind a code, modifiers do not
_JOINED = re.compile(r"\s?[+/&]\s?")
_Number = re.Match[str]
_Numbered = tuple[Mention, re.Match[str]]
_LEAST = 8  # nothing less is a visit
_FEWEST = 2  # rows that make a column


@lru_cache(maxsize=2)  # asked for at every step of one note
def _stated(folded: str, totals: tuple[Span, ...]) -> frozenset[int]:
    told = [int(n[0]) for span in totals for n in _NUMBER.finditer(folded, *span)]
    told += [amounts.value(n[0]) for span in totals for n in _IN_WORDS.finditer(folded, *span)]
    return frozenset(minutes for minutes in told if minutes >= _LEAST)


def stated(events: Events) -> frozenset[int]:
    """The minutes that the note states as totals."""
    return _stated(events.document.folded, events.totals)


def numbered(events: Events, found: Sequence[Head], grids: Sequence[Span] = ()) -> list[Head]:
    """The heads with bare numbers behind their names as minutes, where all together are the stated total.

    Codes in `grids` are their rows', which have been read.
    """
    sums = stated(events)
    known = sum(head.minutes or 0 for head in found if head.counts and (head.label or head.code))
    if known in sums:
        return list(found)
    outside = [m for m in events.mentions if not any(grid.start <= m.start < grid.end for grid in grids)]
    ahead = [(mention, number) for mention in outside if (number := _ahead(events, mention))]
    if len(ahead) > 1 and sum(int(number[1]) for _, number in ahead) in sums | _beside(events, ahead):
        return _with_minutes(events, found, ahead)
    new = [(mention, number) for mention in outside if (number := _behind(events, mention))]
    if not new or known + sum(int(number[1]) for _, number in new) not in sums:
        new = _too_many_for_units(events, new)
    return _with_minutes(events, found, new)


def _with_minutes(events: Events, found: Sequence[Head], new: Iterable[_Numbered]) -> list[Head]:
    """The heads with the numbers for minutes, and heads for the names that opened none."""
    heads = {(head.start, head.end): head for head in found}
    for last, number in new:
        mention = _first_of(events, last)
        head = next((h for h in found if h.start <= mention.start < h.end), None)
        head = head or Head(
            mention.start, mention.end, events.document.segment_at(mention.start), mention.label, mention.code
        )
        where = (Span(number.start(1), number.end(1)),)
        heads[head.start, head.end] = head._replace(
            minutes=int(number[1]),
            minutes_spans=where,
            counts=head.counts or _beside_totals(events, mention),
            end=max(number.end(), mention.end),
            name=head.name or (Span(mention.start, mention.end) if mention.label else None),
        )
    return sorted(heads.values(), key=lambda head: head.start)


def _first_of(events: Events, last: Mention) -> Mention:
    """The first of several services that share one number: "IFC+MHP 15"."""
    folded = events.document.folded
    before = (m for m in events.mentions_in(last.start - _JOINT, last.start) if m.label)
    return next((m for m in before if _JOINED.fullmatch(folded, m.end, last.start)), last)


def _too_many_for_units(events: Events, new: Iterable[_Numbered]) -> list[_Numbered]:
    """Of codes with numbers, those on lines where one number is more than anybody bills: "97110 x 15; 97140 x 8"."""
    folded = events.document.folded
    counted = (one for one in new if one[0].code and _TIMES.match(folded, one[0].end))
    lines = groupby(counted, key=lambda one: events.document.line_at(one[0].start))
    told = (list(group) for _, group in lines)
    return [one for group in told if any(int(number[1]) > _MOST_UNITS for _, number in group) for one in group]


def _ahead(events: Events, mention: Mention) -> re.Match[str] | None:
    """The bare number straight before a service's name, at the start of a clause: "15 TE (bridges), 23 TA (lifts)"."""
    if not mention.label or events.document.region_at(mention.start) not in _REGIONS:
        return None
    number = _BEFORE.search(events.document.folded, max(0, mention.start - _JOINT), mention.start)
    return None if number and events.why_not(mention.start, mention.end) else number


def _beside(events: Events, numbered: Sequence[_Numbered]) -> frozenset[int]:
    """The times on the line of the first number."""
    line = events.document.line_at(numbered[0][0].start)
    return frozenset(time.minutes for time in events.durations_in(line.start, line.end) if time.minutes >= _LEAST)


def _behind(events: Events, mention: Mention) -> re.Match[str] | None:
    """The bare number behind a service's name, where the words tell of today."""
    if not (mention.label or mention.code):
        return None
    number = _BEHIND.match(events.document.folded, mention.end)
    if not number or not (_is_told(events, mention) or _beside_totals(events, mention)):
        return None
    if mention.code and number[0].startswith("-") and number.start(1) - mention.end < _APART:
        return None  # "Account 97110-44"
    return None if events.is_taken(mention.start, number.end(), named=True) else number


def _is_told(events: Events, mention: Mention) -> bool:
    """Whether a name stands among what was done today."""
    told = events.document.region_at(mention.start) in _REGIONS
    return told and not events.why_not(mention.start, mention.end)


def _beside_totals(events: Events, mention: Mention) -> bool:
    """Whether a name stands on the line of the totals: "Total timed 38   (97112 25, 97530 13)"."""
    line = events.document.line_at(mention.start)
    return any(line.start <= span.start < line.end for span in events.totals)


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


def counted(events: Events, grid: Table) -> Table:
    """A grid without minutes, where bare numbers at the end of today's cells are a stated total: "Press | 3x10 6"."""
    if any(row.minutes and row.charged for row in grid.rows):
        return grid
    sums = stated(events)
    numbers = {row: number for row in grid.rows if row.done and row.charged and (number := _ends_cell(events, row))}
    coded = {row: number for row, number in numbers.items() if row.code}
    told = next((some for some in (coded, numbers) if sum(int(n["n"]) for n in some.values()) in sums), {})
    return grid._replace(rows=tuple(_timed(row, told.get(row)) for row in grid.rows)) if told else grid


def _ends_cell(events: Events, row: Row) -> re.Match[str] | None:
    return _CELL_ENDS.fullmatch(events.document.folded, *row.said[-1]) if row.said else None


def _timed(row: Row, number: re.Match[str] | None) -> Row:
    return row._replace(minutes=int(number["n"]), minutes_span=Span(*number.span("n"))) if number else row


_CELL_ENDS = re.compile(r"(?:[^\n]*\s)?(?P<n>\d{1,2})(?:\s(?:\([^)\n]*\)|[a-z]{2,10}))?\s*")


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
    return written[0].code if len(written) == 1 and not 0 <= at - written[0].end < _APART else None


_APART = 2  # signs between a code and a number that is not a part of it, as in "97110-44"


def _row(events: Events, line: Line, number: _Number, pattern: re.Pattern[str]) -> Row | None:
    """A line as a row of a grid: its words, its number, the service that it opens with."""
    folded = events.document.folded
    if events.document.region_at(line.start) not in _REGIONS:
        return None
    first = max(line.start, events.document.segment_at(line.start).body)
    begins = number.start("n") if pattern is _FIRST_CELL else number.start()
    start, end = (number.end(), line.end) if pattern is _FIRST else (first, begins)
    marks = _MARKS.match(folded, start, end)
    start = marks.end() if marks else start
    if pattern is _LAST and (named := _set_off(events, start, end)):
        code, end = named.label, len(folded[: named.start].rstrip(" .\t|"))
    else:
        code = None
    coded = number.groupdict().get("code") or _only_code(events, line, number.start("n")) or code
    works = coded or any(m.label or m.group for m in events.mentions_in(start, end))
    if events.is_taken(line.start, line.end) or not works:
        return None
    name = next((m for m in events.mentions_in(start, start + _OPENING) if m.label), None)
    colon = _COLON.match(folded, name.end, end) if name and not folded[start : name.start].strip(" *•-") else None
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
