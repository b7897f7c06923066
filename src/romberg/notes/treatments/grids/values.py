"""What a cell tells: minutes, and whose hands."""

from __future__ import annotations

import re

from romberg.notes.minutes.durations import durations
from romberg.notes.treatments.grids.cells import Cell
from romberg.visit import Role, Span

_NUMBER = re.compile(r"(?<![\d:./x-])(?<!- )(?<!x )(\d{1,3})\s*$")
BESIDE_CODE = re.compile(  # "8 / 97110", "97110 8"
    r"\s*(?:(?P<before>\d{1,3}) ?/? ?(?P<code>9\d{4}|g0283)|(?P<first>9\d{4}|g0283)(?: ?/ ?|\s)(?P<behind>\d{1,2}))\s*"
)
_REMARKED = re.compile(  # "6 (6in)", "6 CGA", "8, 2 LOB": minutes with a remark
    r"\s*(\d{1,2})(?:,\s(?:\d{1,2}\s)?|\s)(?:\([^)\n]*\)"
    r"|(?!reps?\b|sets?\b|lbs?\b|x\b|sec|ft\b|laps?\b|times\b|nc\b|units?\b)[a-z][a-z /]{1,14})\s*"
)
_WHO: list[tuple[re.Pattern[str], Role]] = [
    (re.compile(r"\b(?:pta|cota|ota|cota/l|asst|assistant|slpa)\b"), "assistant"),
    (re.compile(r"\b(?:spt|ots|student|spta)\b"), "student"),
    (re.compile(r"\b(?:aide|tech|atc|lmt)\b"), "aide"),
    (re.compile(r"\b(?:pt|ot|otr|otr/l|slp|dpt|therapist|ccc-slp)\b"), "therapist"),
]


def minutes_of(folded: str, cell: Cell, bare: bool) -> tuple[int | None, Span | None]:
    """The minutes that a cell gives, with their words: a duration or clock span, no range; a `bare` number also."""
    written = [d for d in durations(folded, *cell) if folded[d.start - 1 : d.start] != "x"]
    if written:
        first = written[0]
        return (None, None) if first.most is not None else (first.minutes, Span(first.start, first.end))
    if coded := BESIDE_CODE.fullmatch(folded, *cell):
        where = "before" if coded["before"] else "behind"
        return int(coded[where]), Span(*coded.span(where))
    number = (_NUMBER.search(folded, *cell) or _REMARKED.fullmatch(folded, *cell)) if bare else None
    return (int(number[1]), Span(*number.span(1))) if number else (None, None)


def between(folded: str, begins: Cell, ends: Cell) -> tuple[int | None, Span | None]:
    """The minutes from the clock time of one cell to that of another."""
    told = f"{folded[slice(*begins)].strip()}-{folded[slice(*ends)].strip()}"
    clocks = [one for one in durations(told, 0, len(told)) if one.kind == "clock"]
    return (clocks[0].minutes, Span(begins[0], ends[1])) if len(clocks) == 1 else (None, None)


def role_of(folded: str, cell: str) -> Role | None:
    """The hands that a cell names, by letters ("COTA") or initials that the note explains ("DK = D. Kowal, PTA")."""
    named = next((role for pattern, role in _WHO if pattern.search(cell)), None)
    if named or not cell.isalpha() or len(cell) > 3:
        return named
    explained = re.search(rf"\b{cell}\s?[=:]\s?[^\n;=]{{3,40}}", folded)
    return next((role for pattern, role in _WHO if explained and pattern.search(explained[0])), None)
