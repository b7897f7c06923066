"""One row of a grid from its cells: the work, its minutes and code, whose it is, and whether it was done."""

from __future__ import annotations

import re

from romberg.notes.layout import Document, Line
from romberg.notes.treatments.grids.cells import Cell
from romberg.notes.treatments.grids.row import Row
from romberg.notes.treatments.grids.sums import alone
from romberg.notes.treatments.grids.values import BESIDE_CODE, between, minutes_of, role_of
from romberg.visit import Span

CODE = re.compile(r"\b(9\d{4}|g0283|2056[01])\b")
_NOT_DONE = re.compile(
    r"^\W*$|^\s*(?:-+|x)\s*\([^)]*\)\s*$|\b(?:hold|held|decl(?:in\w*)?|refus\w*|defer\w*|skip\w*|omit\w*|n/?a|not done|"
    r"d/c|dc'?d|nt|np|next|no|none|unable|not today|0)\b"
)
_NOT_CHARGED = re.compile(r"\bn/?c\b|no charge|not billed|not charged|unbilled")
_LETTER = re.compile(r"[a-z]")
_WORDS = re.compile(r"[a-z]{3,}[^\n]*[a-z]{3,}")
_MUSCULAR = "nm"  # names neuromuscular re-education in a column of codes alone
UNTICKED = re.compile(r"\s*(?:[☐□○]|\[\s?\]|\(\s?\))")
_TICKED = re.compile(r"\W*(?:x|y|yes|done)?\W*|.*\d.*")  # under a day that counts minutes, any other word is a reason
_DONE = re.compile(r"\s*(?:done|yes|y\b|x\b|complete|performed|given|✓|☑|☒|1\b)")
_PUT_OFF = re.compile(
    r"\bdeclined\b|\brefused\b|(?<!hand[ -])(?<![a-z]-)(?<!\d )\bheld\b(?! (?:by|at|for|in|on|with|w/|to|\d))"
)


def row_of(document: Document, cell: dict[str, Cell], line: Line, counts: bool) -> Row | None:
    """The row that cells under their columns make; None where they name no work.

    `counts` says that bare numbers under the day are minutes.
    """
    folded = document.folded
    bare = not (cell.get("activity") or cell.get("")) and "code" in cell
    where, named = _work(folded, cell, bare)
    if where is None:
        return None
    code = cell.get("code")
    written = CODE.search(folded[code[0] : code[1]]) if code else _beside_its_minutes(folded, cell)
    short = _by_letters(folded, code) if code and not written else None
    beside = alone(folded, *cell[""]) if "activity" in cell and "" in cell else None
    minutes, minutes_span = _todays_minutes(folded, cell, where, counts)
    whole = folded[line.start : line.end]
    return Row(
        activity=Span(*where),
        minutes=minutes,
        code=written[1].upper() if written else short or named or beside,
        role=role_of(folded, folded[slice(*cell["who"])].strip()) if "who" in cell else None,
        done=_was_given(folded, cell, minutes, counts) and _is_done(folded, cell, where) and not _PUT_OFF.search(whole),
        charged=not _NOT_CHARGED.search(whole),
        cell=Span(line.start, line.end),
        minutes_span=minutes_span,
        bare=bare,
    )


def _by_letters(folded: str, code: Cell) -> str | None:
    """The service that letters in a column of codes name: "TE", "NM"."""
    return "97112" if folded[slice(*code)].strip(" .") == _MUSCULAR else alone(folded, *code)


def _beside_its_minutes(folded: str, cell: dict[str, Cell]) -> re.Match[str] | None:
    """The code that today's cell holds with the minutes: "97110 7" under the day of the visit."""
    today = cell.get("today")
    return CODE.search(folded, *today) if today and BESIDE_CODE.fullmatch(folded, *today) else None


def _work(folded: str, cell: dict[str, Cell], bare: bool) -> tuple[Cell | None, str | None]:
    """The cell that tells the work, and the code of a service that stands alone in the cell before it."""
    where = cell.get("activity") or cell.get("") or cell.get("code")
    if (
        not where
        or not folded[where[0] : where[1]].strip()
        or not (bare or _LETTER.search(folded, *where) or CODE.search(folded, *where))
    ):
        return None, None
    detail = cell.get("dose") or cell.get("response")
    named = alone(folded, *where) if detail else None
    if detail and named and _WORDS.search(folded, *detail) and not bare:
        return detail, named
    return where, None


def _todays_minutes(folded: str, cell: dict[str, Cell], where: Cell, counts: bool) -> tuple[int | None, Span | None]:
    """Today's minutes of a row; a bare number under a day is one of minutes only where the grid counts them."""
    today = cell.get("today") or cell.get("minutes")
    counted = counts or "today" not in cell or alone(folded, *where) is not None
    found = minutes_of(folded, today, bare=counted) if today else (None, None)
    if found[0] is None and "begins" in cell and "ends" in cell:
        return between(folded, cell["begins"], cell["ends"])
    if found[0] is None and "today" in cell and "" in cell and cell[""][0] >= cell["today"][1]:
        return minutes_of(folded, cell[""], bare=False)  # "3x8  5 min": the dose, and its minutes
    return found


def _was_given(folded: str, cell: dict[str, Cell], minutes: int | None, counts: bool) -> bool:
    """Whether the day's cell says that the work was done: minutes or a tick, and no word for held or refused."""
    today = cell.get("today") or cell.get("minutes")
    said = folded[today[0] : today[1]] if today else ""
    if _NOT_DONE.search(said) and not minutes:
        return False
    return not (counts and "today" in cell and minutes is None and not _TICKED.fullmatch(said))


def _is_done(folded: str, cell: dict[str, Cell], where: Cell) -> bool:
    """Whether neither an empty box before the work nor its status says that it was not done."""
    if UNTICKED.match(folded, *where):
        return False
    return "status" not in cell or _DONE.match(folded, *cell["status"]) is not None
