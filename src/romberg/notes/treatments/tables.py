"""Flow sheets and grids: rows of exercises with their minutes, codes and hands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from romberg.notes import header
from romberg.notes.layout import Document, Line
from romberg.notes.minutes.durations import durations
from romberg.notes.treatments.row import Row, Table
from romberg.notes.treatments.summed import with_sums
from romberg.notes.treatments.sums import Sum, alone, of_all, timed_or_total
from romberg.visit import Role, Span

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
    "other": r"#|no\.?|order|units?|start|stop|side|body part|region|goal",
}
_NAMED = "|".join(f"(?P<{name}>{body})" for name, body in _COLUMNS.items())
_HEADER = re.compile(rf"\s*(?:{_NAMED})\s*(?:\([^)]*\))?\s*$")
_NUMBER = re.compile(r"(?<![\d:./x-])(?<!- )(?<!x )(\d{1,3})\s*$")
_BESIDE_CODE = re.compile(r"\s*(?:(\d{1,3}) ?/ ?(?:9\d{4}|g0283)|(?:9\d{4}|g0283) ?/ ?(\d{1,3}))\s*")  # "8 / 97110"
_REMARKED = re.compile(  # "6 (6in)", "6 CGA": minutes with a remark
    r"\s*(\d{1,2})\s(?:\([^)\n]*\)"
    r"|(?!reps?\b|sets?\b|lbs?\b|x\b|sec|ft\b|laps?\b|times\b|nc\b|units?\b)[a-z][a-z /]{1,14})\s*"
)
_NOT_DONE = re.compile(
    r"^\W*$|^\s*-+\s*\([^)]*\)\s*$|\b(?:hold|held|decl(?:in\w*)?|refus\w*|defer\w*|skip\w*|omit\w*|n/?a|not done|"
    r"d/c|dc'?d|nt|np|next|no|none|unable|not today|0)\b"
)
_NOT_CHARGED = re.compile(r"\bn/?c\b|no charge|not billed|not charged|unbilled")
_WHO: list[tuple[re.Pattern[str], Role]] = [
    (re.compile(r"\b(?:pta|cota|ota|cota/l|asst|assistant|slpa)\b"), "assistant"),
    (re.compile(r"\b(?:spt|ots|student|spta)\b"), "student"),
    (re.compile(r"\b(?:aide|tech|atc|lmt)\b"), "aide"),
    (re.compile(r"\b(?:pt|ot|otr|otr/l|slp|dpt|therapist|ccc-slp)\b"), "therapist"),
]
_CODE = re.compile(r"\b(9\d{4}|g0283|2056[01])\b")
_ONLY_CODE = re.compile(r"\s*(?:\d{1,3} ?/ ?)?(9\d{4}|g0283|2056[01])(?: ?/ ?\d{1,3})?\s*")
_LEADING_CODE = re.compile(r"\s*(?:[☑☒✓✔]\s*|\[x\]\s*|[\[(])?(?:[a-z][a-z &/.-]{0,30}?\s)?(9\d{4}|g0283|2056[01])\b")
_TIMED = ("min", "time", "today", "/", "duration")  # one of these heads a column of minutes or dates
_WORDS = re.compile(r"[a-z]{3,}[^\n]*[a-z]{3,}")
_MOST_ROWS = 40
_TABS, _BARS = re.compile(r"\t"), re.compile(r"\s*\|\s*")  # what parts cells
_GAPS = re.compile(r"\s{2,}|(?<=[^\s-])\s(?=(?:9\d{4}|G0283|2056[01])\s{2})")  # a long name meets its code
_STROKES, _FEWEST_STROKES = re.compile(r" / "), 3
_WRITTEN = re.compile(r"\S+")
_DAY = re.compile(r"\d{1,2}/\d{1,2}")
_UNTICKED = re.compile(r"\s*(?:[☐□○]|\[\s?\]|\(\s?\))")
_TICKED = re.compile(r"\W*(?:x|y|yes|done)?\W*|.*\d.*")  # under a day that counts minutes, any other word is a reason
_DEEP = 6  # signs by which a line is set in that goes on with the row above it
_DONE = re.compile(r"\s*(?:done|yes|y\b|x\b|complete|performed|given|✓|☑|☒|1\b)")
_PUT_OFF = re.compile(
    r"\bdeclined\b|\brefused\b|(?<!hand[ -])(?<![a-z]-)(?<!\d )\bheld\b(?! (?:by|at|for|in|on|with|w/|to|\d))"
)
_LOG = re.compile(r"[a-z][^\d.;]{1,50}")  # what may head the only column beside that of the minutes: "ex log (L ankle)"
_SUM = re.compile(r"[\s|]*(?:(?:sub)?-?totals?|rest)\b")


_Cell = tuple[int, int]


class _Columns(NamedTuple):
    """The names of a grid's columns and where on the line each begins; `by_place` where cells are found by that."""

    names: tuple[str, ...]
    places: tuple[int, ...]
    by_place: bool = False
    barred: bool = False  # its cells stand between bars
    counts_minutes: bool = False  # a row of sums says that the bare numbers under a date are minutes


@lru_cache(maxsize=2)
def tables(document: Document) -> tuple[Table, ...]:
    """Every grid of today's encounter that lists activities with minutes, codes or dated columns."""
    found: list[Table] = []
    lines = [line for line in document.lines if document.active.start <= line.start < document.active.end]
    index = 0
    while index < len(lines):
        columns = _header(document, lines[index])
        if columns and "today" in columns.names and _sums_minutes(document, lines[index + 1 : index + 1 + _MOST_ROWS]):
            columns = columns._replace(counts_minutes=True)
        rows = list(_continued(document, _rows(document, lines[index + 1 :], columns))) if columns else []
        sums = tuple(_sums(document, lines[index + 1 :], columns)) if columns and rows else ()
        if sums or any(row.minutes is not None or row.code for row in rows):
            last = max(row.cell.end for row in rows)
            found.append(Table(Span(lines[index].start, last), tuple(with_sums(document.folded, rows)), sums))
            index += sum(1 for line in lines[index:] if line.start <= last)
        else:
            index += 1
    return tuple(found)


def _sums_minutes(document: Document, lines: list[Line]) -> bool:
    """Whether the rows under a header end in a sum of minutes: "min timed | 26 | 41"."""
    for line in lines:
        if line.start + line.indent >= line.end:
            return False
        if of_all(document.folded, line):
            return True
    return False


def _sums(document: Document, lines: list[Line], columns: _Columns) -> Iterator[Sum]:
    """Today's minutes of the rows that sum up a grid with a column for each day."""
    for line in lines:
        if line.start + line.indent >= line.end or "today" not in columns.names:
            return
        cells = _cells(document, line)
        if len(cells) < 2 or not (of_all(document.folded, line) or _SUM.match(document.folded, line.start, line.end)):
            continue
        today = _placed(document, line, cells, columns).get("today")
        minutes, span = _minutes(document.folded, today, bare=True) if today else (None, None)
        timed = timed_or_total(document.folded, *cells[0])
        if minutes is not None and span and timed is not None:
            yield Sum(timed, minutes, span)


def _cells(document: Document, line: Line) -> list[_Cell]:
    text = document.text[line.start : line.end]
    split = _TABS if "\t" in text else _BARS if "|" in text else _STROKES if _is_stroked(text) else _GAPS
    cells, at = [], 0
    for match in split.finditer(text):
        if match.start() > at or match.group().strip() or match.group() == "\t":
            cells.append((line.start + at, line.start + match.start()))
        at = match.end()
    if at < len(text):
        cells.append((line.start + at, line.end))
    if text.lstrip().startswith("|") and cells:
        cells = cells[1:]
    return cells


def _is_stroked(text: str) -> bool:
    """Whether a line is parted in cells by strokes: "4 / R stance on half roll / 4x30 s / 97112 / 8"."""
    return text.count(" / ") >= _FEWEST_STROKES and "  " not in text.strip()


def _header(document: Document, line: Line) -> _Columns | None:
    if not _may_head(document, line):
        return None
    cells = _cells(document, line)
    if not 2 <= len(cells) <= 12:
        return None
    names = [_column(document, start, end) for start, end in cells]
    if "" in names and any(names):
        cells = [part for cell in cells for part in _heads(document, *cell)]
        names = [_column(document, start, end) for start, end in cells]
    places = [start - line.start for start, _ in cells]
    headless = line.indent > 8 and names.count("date") + names.count("today") >= 2
    if headless:
        names, places = ["activity", *names], [0, *places]
        cells = [(line.start, line.start), *cells]
    if names == ["today", "minutes"] or (
        names == ["", "minutes"] and _LOG.fullmatch(document.folded[slice(*cells[0])])
    ):
        names[0] = "activity"
    names = _of_people(names)
    known = sum(1 for name in names if name not in ("", "date", "today"))
    if "activity" not in names and not (names[0] in ("other", "code") and known >= 3):
        return None
    if "minutes" in names:
        names = ["dose" if name in ("today", "date") else name for name in names]
    elif "today" not in names and (dated := [i for i, name in enumerate(names) if name == "date"]):
        names[_todays(document, cells, dated)] = "today"
    useful = not _TIMES.isdisjoint(names)
    barred = "|" in document.folded[line.start : line.end]
    return _Columns(tuple(names), tuple(places), headless, barred) if useful else None


_HANDS: tuple[tuple[str, Role], ...] = (("of_therapist", "therapist"), ("of_assistant", "assistant"))
_TIMES = frozenset(("minutes", "today", "of_assistant"))


def _of_people(names: list[str]) -> list[str]:
    """The names of columns; those of the minutes of two people only where both stand, and nothing else counts then."""
    if all(name in names for name, _ in _HANDS):
        return ["other" if name in ("minutes", "who") else name for name in names]
    return ["" if name.startswith("of_") else name for name in names]


def _heads(document: Document, start: int, end: int) -> list[_Cell]:
    """A cell of a header; its words apart where each of them heads a column: "Units Comments"."""
    words = [match.span() for match in _WRITTEN.finditer(document.folded[start:end])]
    parts = [(start + first, start + last) for first, last in words]
    apart = len(parts) > 1 and not _column(document, start, end) and all(_column(document, *part) for part in parts)
    return parts if apart else [(start, end)]


def _may_head(document: Document, line: Line) -> bool:
    """Whether a line is ruled in columns and names a time or a day: most are not, and cost little so."""
    at = line.start + line.indent
    text = document.folded[at : line.end]
    if "  " not in text and "|" not in text and not _is_stroked(text) and document.text.find("\t", at, line.end) < 0:
        return False
    return any(mark in text for mark in _TIMED)


def _column(document: Document, start: int, end: int) -> str:
    return _column_named(document.folded[start:end])


@lru_cache(maxsize=4096)  # the heads of columns, and the fields of a note's head, come again and again
def _column_named(cell: str) -> str:
    if "today" in cell:
        return "today"
    if "/" in cell and _DAY.search(cell):
        return "date"
    named = _HEADER.match(cell)
    return (named.lastgroup or "") if named else ""


def _todays(document: Document, cells: list[_Cell], dated: list[int]) -> int:
    """The column of the visit's date; where none is, the last."""
    first = header.service_date(document)
    for index in dated:
        start, end = cells[index]
        match = re.search(r"(\d{1,2})/(\d{1,2})", document.folded[start:end])
        if first and match and (int(match[1]), int(match[2])) == (first.value.month, first.value.day):
            return index
    return dated[-1]


def _rows(document: Document, lines: list[Line], columns: _Columns) -> Iterator[Row]:
    code: str | None = None
    inset = 0  # rows that begin further in belong to the code above them
    for line in lines:
        text = document.folded[line.start : line.end]
        if not text.strip() or (columns.barred and "|" not in text and "  " in text.strip()):
            return
        if set(text) <= set("|-+=: ") or _SUM.match(text) or of_all(document.folded, line):
            continue
        if columns.by_place and (heading := _CODE.fullmatch(text.strip())):
            code = heading[1].upper()
            continue
        cells = _cells(document, line)
        if len(cells) == 1 and (_UNTICKED.match(text) or line.indent > _DEEP) and len(columns.names) == 2:
            continue  # a line of the form that nobody ticked, or one that goes on with the row above it
        fewest = 2 if columns.by_place else min(3, len(columns.names))
        if not fewest <= len(cells) <= 2 * len(columns.names) - (not columns.by_place) * (len(columns.names) - 1):
            return
        placed = _placed(document, line, cells, columns)
        if "of_assistant" in columns.names:
            yield from _of_hands(document, placed, line)
            continue
        row = _row(document, placed, line, columns.counts_minutes)
        row = row._replace(said=tuple(_said(placed, columns))) if row else None
        if row and "code" not in columns.names and (opened := _LEADING_CODE.match(document.folded, *row.activity)):
            code, inset = opened[1].upper(), line.indent + len(opened[1])
            rest = _behind(document, row.activity, opened.end())
            row = row._replace(activity=rest) if rest.start < rest.end else row if row.minutes is not None else None
        elif line.indent < inset:
            code = None
        if row:
            yield row._replace(code=row.code or _lone_code(document, cells) or code)


def _of_hands(document: Document, placed: dict[str, _Cell], line: Line) -> Iterator[Row]:
    """A row once for each person who has minutes in it: "hip strengthening | 8 | 15" under "PT min | PTA min"."""
    for name, role in _HANDS:
        row = _row(document, {**placed, "minutes": placed[name]}, line, True) if name in placed else None
        if row and row.minutes:
            opened = _LEADING_CODE.match(document.folded, *row.activity)
            rest = _behind(document, row.activity, opened.end()) if opened else row.activity
            code = row.code or (opened[1].upper() if opened else None)
            yield row._replace(role=role, code=code, activity=rest if rest.start < rest.end else row.activity)


def _lone_code(document: Document, cells: list[_Cell]) -> str | None:
    """The code that fills a cell of a row under no heading of its own."""
    told = (_ONLY_CODE.fullmatch(document.folded, start, end) for start, end in cells)
    return next((found[1].upper() for found in told if found), None)


def _continued(document: Document, rows: Iterable[Row]) -> Iterator[Row]:
    """Rows with the code of the row above where they go on with it: it has a code, and they have its minutes."""
    above: Row | None = None
    for row in rows:
        goes_on = above and above.code and not row.code and row.minutes is not None and _waits(document, above)
        if above:
            yield above._replace(done=True) if goes_on else above
        above = row._replace(code=above.code) if above and goes_on else row
    if above:
        yield above


def _waits(document: Document, row: Row) -> bool:
    """Whether the cell of a row's minutes is there and empty."""
    last = row.said[-1:] if len(row.said) > 1 else ()
    return row.minutes is None and any(not document.folded[a:b].strip() for a, b in last)


def _said(placed: dict[str, _Cell], columns: _Columns) -> Iterator[Span]:
    """The cells that tell of today's work; of several columns of doses nobody knows which is today's."""
    for name in ("activity", "dose", "minutes", "today"):
        if name in placed and (name != "dose" or columns.names.count("dose") == 1):
            yield Span(*placed[name])


def _behind(document: Document, activity: Span, start: int) -> Span:
    """What stands behind a code in the same cell."""
    rest = document.text[start : activity.end]
    return Span(start + len(rest) - len(rest.lstrip(" -:])")), activity.end)


def _placed(document: Document, line: Line, cells: list[_Cell], columns: _Columns) -> dict[str, _Cell]:
    """Cells under their column's name: in order, or by place where a fixed-width row leaves columns empty."""
    ruled = not {"|", "\t"}.isdisjoint(document.text[line.start : line.end])
    if not columns.by_place and (len(cells) == len(columns.names) or ruled):
        return dict(zip(columns.names, cells, strict=False))
    placed: dict[str, _Cell] = {}
    for cell in cells:
        at = cell[0] - line.start
        nearest = min(range(len(columns.places)), key=lambda i: abs(columns.places[i] - at))
        name = columns.names[nearest]
        if name in placed and name in ("today", "minutes") and document.folded[slice(*placed[name])].strip().isdigit():
            continue  # what stands behind a day's bare minutes is no part of them
        placed[name] = (placed[name][0], cell[1]) if name in placed else cell
    return placed


def _row(document: Document, cell: dict[str, _Cell], line: Line, counts: bool) -> Row | None:
    folded = document.folded
    where = cell.get("activity") or cell.get("")
    bare = not where and "code" in cell
    where = where or cell.get("code")
    if not where or not folded[where[0] : where[1]].strip():
        return None
    detail = cell.get("dose") or cell.get("response")
    named = alone(folded, *where) if detail else None
    if detail and named and _WORDS.search(folded, *detail) and not bare:
        where = detail
    beside = alone(folded, *cell[""]) if "activity" in cell and "" in cell else None
    today = cell.get("today") or cell.get("minutes")
    said = folded[today[0] : today[1]] if today else ""
    counted = counts or "today" not in cell or alone(folded, *where) is not None
    minutes, minutes_span = _minutes(folded, today, bare=counted) if today else (None, None)
    if minutes is None and "today" in cell and "" in cell and cell[""][0] >= cell["today"][1]:
        minutes, minutes_span = _minutes(folded, cell[""], bare=False)  # "3x8  5 min": the dose, and its minutes
    code = cell.get("code")
    written = _CODE.search(folded[code[0] : code[1]]) if code else None
    whole = folded[line.start : line.end]
    return Row(
        activity=Span(*where),
        minutes=minutes,
        code=written[1].upper() if written else (named if where is detail else None) or beside,
        role=_role(folded, folded[slice(*cell["who"])].strip()) if "who" in cell else None,
        done=not (_NOT_DONE.search(said) and not minutes)
        and not (counts and "today" in cell and minutes is None and not _TICKED.fullmatch(said))
        and not _UNTICKED.match(folded, *where)
        and not ("status" in cell and not _DONE.match(folded, *cell["status"]))
        and not _PUT_OFF.search(whole),
        charged=not _NOT_CHARGED.search(whole),
        cell=Span(line.start, line.end),
        minutes_span=minutes_span,
        bare=bare,
    )


def _minutes(folded: str, cell: _Cell, bare: bool) -> tuple[int | None, Span | None]:
    """The minutes that a cell gives, with their words: a duration or clock span, no range; a `bare` number also."""
    written = [d for d in durations(folded, *cell) if folded[d.start - 1 : d.start] != "x"]
    if written:
        first = written[0]
        return (None, None) if first.most is not None else (first.minutes, Span(first.start, first.end))
    if coded := _BESIDE_CODE.fullmatch(folded, *cell):
        return int(coded[1] or coded[2]), Span(*coded.span(1 if coded[1] else 2))
    number = (_NUMBER.search(folded, *cell) or _REMARKED.fullmatch(folded, *cell)) if bare else None
    return (int(number[1]), Span(*number.span(1))) if number else (None, None)


def _role(folded: str, cell: str) -> Role | None:
    """The hands that a cell names, by letters ("COTA") or initials that the note explains ("DK = D. Kowal, PTA")."""
    named = next((role for pattern, role in _WHO if pattern.search(cell)), None)
    if named or not cell.isalpha() or len(cell) > 3:
        return named
    explained = re.search(rf"\b{cell}\s?[=:]\s?[^\n;=]{{3,40}}", folded)
    return next((role for pattern, role in _WHO if explained and pattern.search(explained[0])), None)
