"""The columns of a grid: what the line above its rows calls them, and which cell of a row stands under which."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from romberg.notes import header
from romberg.notes.layout import Document, Line
from romberg.notes.treatments.grids.cells import Cell, cells_of, is_stroked
from romberg.visit import Role

_COLUMNS = {
    "activity": r"(?:\w+\s?[/&]\s?)?(?:exercises?|activit(?:y|ies)|interventions?|treatments?|description|tasks?|"
    r"procedures?|services?|items?|what|modality|modalities|ther ?ex|tx|rx|exs?|skill|stations?)"
    r"(?:\s?[/&]\s?\w+)?(?: performed| done)?",
    "code": r"cpt(?: code)?|codes?|(?:billed|charged) (?:under|as)|cpt billed",
    "minutes": r"min(?:ute)?s?\.?|time|duration|mins|total min|tx min|minutes? today|min today"
    r"|min(?:ute)?s? ?/ ?(?:cpt|code)s?|(?:cpt|code)s? ?/ ?min(?:ute)?s?",
    "of_assistant": r"(?:pta|cota|ota|assistant|asst)(?:'s)?(?: (?:min(?:ute)?s?|time))?",
    "of_therapist": r"(?:pt|ot|otr)(?:'s)?(?: (?:min(?:ute)?s?|time))?|therapist(?:'s)? (?:min(?:ute)?s?|time)",
    "who": r"who|by|provider|clinician|staff|therapist|performed by|initials|given by",
    "dose": r"(?:(?:dose|sets|reps|weight|load|resistance|level|time)\s?[/&+,]\s?)?(?:dose|sets|reps|sets ?x ?reps"
    r"|parameters|params|how much|amount|load|resistance|level|dosage|details?|set ?up)",
    "response": r"cues?.*|what i saw|seen|observed|response|remarks?|cue ?/ ?response|comments?|notes?|assist"
    r"|tolerance|performance|result",
    "modifier": r"mod(?:ifier)?s?",
    "status": r"status|done\??|state",
    "begins": r"(?:start|begin)s?(?: time)?|time in|in|from",
    "ends": r"(?:stop|end|finish)(?: time)?|time out|out|to",
    "other": r"#|no\.?|order|units?|u|un\.?|(?:un)?timed\??|side|body part|region|goal",
}
_NAMED = "|".join(f"(?P<{name}>{body})" for name, body in _COLUMNS.items())
_HEADER = re.compile(rf"\s*(?:{_NAMED})\s*(?:\([^)]*\))?\s*$")
_MOST, _FEWEST_KNOWN = 12, 3  # columns
_INSET = 8  # signs by which a head is set in that leaves the column of the work without a name
# One of these heads a column of minutes or dates.
_TIMED = ("min", "time", "today", "/", "duration", "visit", "end", "stop", "given", "actual")
_TIMES = frozenset(("minutes", "today", "of_assistant", "ends"))
_OF_TODAY = re.compile(r"\s*(?:(?:this|current) (?:visit|session|date)|now|actual|given|delivered|provided)\s*")
_OF_ANOTHER = re.compile(
    r"\s*(?:(?:last|prior|prev\.?|previous)(?: (?:visit|session|tx|time|date))?|planned|scheduled|ordered)\s*"
)
_WRITTEN = re.compile(r"\S+")
_DAY = re.compile(r"\d{1,2}/\d{1,2}")
_LOG = re.compile(r"[a-z][^\d.;]{1,50}")  # what may head the only column beside that of the minutes: "ex log (L ankle)"
HANDS: tuple[tuple[str, Role], ...] = (("of_therapist", "therapist"), ("of_assistant", "assistant"))


class Columns(NamedTuple):
    """The names of a grid's columns and where on the line each begins; `by_place` where cells are found by that."""

    names: tuple[str, ...]
    places: tuple[int, ...]
    by_place: bool = False
    barred: bool = False  # its cells stand between bars
    counts_minutes: bool = False  # a row of sums says that the bare numbers under a date are minutes


def columns_of(document: Document, line: Line) -> Columns | None:
    """The columns that a line heads; None where it heads no grid of work with its minutes or its days."""
    if not _may_head(document, line):
        return None
    cells = cells_of(document, line)
    if not 2 <= len(cells) <= _MOST:
        return None
    names = [_column(document, start, end) for start, end in cells]
    if "" in names and any(names):
        cells = [part for cell in cells for part in _heads(document, *cell)]
        names = [_column(document, start, end) for start, end in cells]
    places = [start - line.start for start, _ in cells]
    headless = line.indent > _INSET and names.count("date") + names.count("today") >= 2
    if headless:
        names, places = ["activity", *names], [0, *places]
        cells = [(line.start, line.start), *cells]
    if _heads_log(document, names, cells[0]) or _heads_minutes_by_day(names):
        names[0] = "activity"
    names = _of_people(names)
    if not _names_work(names):
        return None
    names = _of_today(document, cells, names)
    barred = "|" in document.folded[line.start : line.end]
    return None if _TIMES.isdisjoint(names) else Columns(tuple(names), tuple(places), headless, barred)


def _heads_log(document: Document, names: list[str], first: Cell) -> bool:
    """Whether the only column beside the minutes is that of the work, however it is called: "ex log (L ankle)"."""
    if names == ["today", "minutes"]:
        return True
    return names == ["", "minutes"] and _LOG.fullmatch(document.folded[slice(*first)]) is not None


def _heads_minutes_by_day(names: list[str]) -> bool:
    """Whether the column of the work is headed by what the others hold: "Minutes | 4/14 | 4/21"."""
    return names[0] == "minutes" and len(names) > _HERE_AND_THERE and set(names[1:]) <= {"date", "today"}


_HERE_AND_THERE = 2  # columns: with no more, the day's own column is that of the doses


def _names_work(names: list[str]) -> bool:
    """Whether a column holds the work; a grid that opens with a number or a code can leave it without a name."""
    known = sum(1 for name in names if name not in ("", "date", "today"))
    return "activity" in names or (names[0] in ("other", "code") and known >= _FEWEST_KNOWN)


def _of_today(document: Document, cells: list[Cell], names: list[str]) -> list[str]:
    """The names with today's column among those of days; beside a column of minutes a day holds doses."""
    if "minutes" in names:
        return ["dose" if name in ("today", "date") else name for name in names]
    if "today" not in names and (dated := [i for i, name in enumerate(names) if name == "date"]):
        names[_todays(document, cells, dated)] = "today"
    return names


def _may_head(document: Document, line: Line) -> bool:
    """Whether a line is ruled in columns and names a time or a day: most are not, and cost little so."""
    at = line.start + line.indent
    text = document.folded[at : line.end]
    parted = "  " in text or "|" in text or "..." in text or is_stroked(text)
    if not parted and document.text.find("\t", at, line.end) < 0:
        return False
    return any(mark in text for mark in _TIMED)


def _heads(document: Document, start: int, end: int) -> list[Cell]:
    """A cell of a header; its words apart where each of them heads a column: "Units Comments"."""
    words = [match.span() for match in _WRITTEN.finditer(document.folded[start:end])]
    parts = [(start + first, start + last) for first, last in words]
    apart = len(parts) > 1 and not _column(document, start, end) and all(_column(document, *part) for part in parts)
    return parts if apart else [(start, end)]


def _column(document: Document, start: int, end: int) -> str:
    return _column_named(document.folded[start:end])


@lru_cache(maxsize=4096)  # the heads of columns, and the fields of a note's head, come again and again
def _column_named(cell: str) -> str:
    if "today" in cell or _OF_TODAY.fullmatch(cell):
        return "today"
    if ("/" in cell and _DAY.search(cell)) or _OF_ANOTHER.fullmatch(cell):
        return "date"
    named = _HEADER.match(cell)
    return (named.lastgroup or "") if named else ""


def _of_people(names: list[str]) -> list[str]:
    """The names of columns; those of the minutes of two people only where both stand, and nothing else counts then."""
    if all(name in names for name, _ in HANDS):
        return ["other" if name in ("minutes", "who") else name for name in names]
    return ["" if name.startswith("of_") else name for name in names]


def _todays(document: Document, cells: list[Cell], dated: list[int]) -> int:
    """The column of the visit's date; where none is, the last."""
    first = header.service_date(document)
    for index in dated:
        start, end = cells[index]
        match = re.search(r"(\d{1,2})/(\d{1,2})", document.folded[start:end])
        if first and match and (int(match[1]), int(match[2])) == (first.value.month, first.value.day):
            return index
    return dated[-1]


def under_columns(document: Document, line: Line, cells: list[Cell], columns: Columns) -> dict[str, Cell]:
    """Cells under their column's name: in order, or by place where a fixed-width row leaves columns empty."""
    ruled = not {"|", "\t"}.isdisjoint(document.text[line.start : line.end])
    if not columns.by_place and (len(cells) == len(columns.names) or ruled):
        return dict(zip(columns.names, cells, strict=False))
    placed: dict[str, Cell] = {}
    for cell in cells:
        at = cell[0] - line.start
        nearest = min(range(len(columns.places)), key=lambda i: abs(columns.places[i] - at))
        name = columns.names[nearest]
        if name in placed and name in ("today", "minutes") and document.folded[slice(*placed[name])].strip().isdigit():
            continue  # what stands behind a day's bare minutes is no part of them
        placed[name] = (placed[name][0], cell[1]) if name in placed else cell
    return placed
