"""Tables of charges: a row of headings with a column of codes and a column of units."""

from __future__ import annotations

import re
from dataclasses import dataclass

from romberg.notes.charges import patterns as p
from romberg.notes.layout import Document, Line
from romberg.visit import BilledLine, Span

_CELL = re.compile(r"[^\s|](?:[^|\n]*?[^\s|])?(?=\s{2,}|\s*\||\s*$|\t)")
_NUMBER = re.compile(r"(?<![\w.:/-])\d{1,3}(?![\w.:/-])")
_RULE = re.compile(r"[\s+|=_-]{5,}")  # "+-----+-----+": the rule between the rows of a grid
_LOOKS_BACK = 14
_UNITS = re.compile(r"unit|(?<![^\s|])(?:u|qty)(?![^\s|])")
_TIMES_HEAD = re.compile(r"[ \t|]*(?:cpt|code|procedure)s?(?: code)?[ \t]*(?:\||[ \t]{2})[ \t]*min")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns of minutes and units stand: in pipes by their number, else by their place on the line."""

    piped: bool
    units: int
    minutes: int | None
    modifiers: int | None
    others: tuple[int, ...]


def times_above(document: Document, code_start: int) -> bool:
    """Whether a row with a code stands under headings with a column of minutes and none of units."""
    at = document.segment_at(code_start).line
    for above in reversed(document.lines[max(at - _LOOKS_BACK, 0) : at]):
        written = document.folded[above.start : above.end]
        if not written.strip():
            return False
        if _TIMES_HEAD.match(written) and not p.CODE.search(written):
            return not _UNITS.search(written)
    return False


def header_above(document: Document, code_start: int) -> Header | None:
    """The row of headings that a row with a code stands under, if there is one."""
    at = document.segment_at(code_start).line
    for index in range(at - 1, max(at - _LOOKS_BACK, -1), -1):
        above = document.lines[index]
        written = document.folded[above.start : above.end]
        if not written.strip():
            if index < at - 1:
                return None
            continue
        if _RULE.fullmatch(written):
            continue
        if _UNITS.search(written) and p.GRID_HEAD.match(written) and not p.CODE.search(written):
            return _header(written)
        if "  " not in written.strip() and "|" not in written and "\t" not in document.text[above.start : above.end]:
            return None
    return None


def _header(written: str) -> Header | None:
    if "|" in written:
        cells = [cell.strip() for cell in written.strip().strip("|").split("|")]
        places = {cell: index for index, cell in enumerate(cells)}
    else:
        places = {m.group(): (m.start() + m.end()) // 2 for m in _CELL.finditer(written)}
    units = next((at for cell, at in places.items() if _UNITS.search(cell)), None)
    minutes = next((at for cell, at in places.items() if re.match(r"min|time$|total min|duration", cell)), None)
    modifiers = next((at for cell, at in places.items() if re.match(r"mod(?:ifier)?s?\b", cell)), None)
    if units is None:
        return None
    return Header("|" in written, units, minutes, modifiers, tuple(places.values()))


def row(document: Document, header: Header, line: Line, code: re.Match[str]) -> BilledLine | None:
    """The charge of one row, where its cell of units is filled."""
    written = document.folded[line.start : line.end]
    values = _piped(written, header) if header.piped else _placed(written, header, code.end() - line.start)
    units, minutes = values
    if units is None and (below := _goes_on(document, header, line)):
        written, (units, minutes) = below, _piped(below, header)
        modifiers = _modifiers(written, header, 0)
    else:
        modifiers = _modifiers(written, header, code.end() - line.start)
    if not units:
        return None
    span = Span(code.start(), line.end)
    return BilledLine(code.group().upper(), units, tuple(m.upper() for m in modifiers), minutes, (span,))


def _goes_on(document: Document, header: Header, line: Line) -> str | None:
    """The row below, where it goes on with this one: ruled in pipes, its first cell empty, no code in it."""
    below = document.folded[line.end + 1 : line.end + 301].split("\n", 1)[0]
    cells = below.strip().removeprefix("|").split("|")
    goes_on = header.piped and len(cells) > 2 and not cells[0].strip() and not p.CODE.search(below)
    return below if goes_on else None


def _modifiers(written: str, header: Header, after: int) -> list[str]:
    """The modifiers of their own column, else those straight behind the code; a column of minutes holds none."""
    if header.modifiers is None:
        found = p.MODIFIERS.match(written, after)
        told = p.ONE_MODIFIER.findall(found.group()) if found else []
        return told if header.minutes is None else [one for one in told if not one.isdigit()]
    if header.piped:
        cells = written.strip().strip("|").split("|")
        return p.ONE_MODIFIER.findall(cells[header.modifiers]) if header.modifiers < len(cells) else []
    straight = p.MODIFIERS.match(written, after) if not written[after : after + 1].isspace() else None
    told = p.ONE_MODIFIER.findall(straight.group()) if straight else []
    placed = (
        m for m in p.ONE_MODIFIER.finditer(written, after) if m.start() >= after + len(straight[0] if straight else "")
    )
    return told + [m.group() for m in placed if _column(header, m) == header.modifiers]


def _column(header: Header, match: re.Match[str]) -> int:
    """The column that words of a row stand nearest to."""
    middle = (match.start() + match.end()) // 2
    return min(header.others, key=lambda at: abs(at - middle))


def _piped(written: str, header: Header) -> tuple[int | None, int | None]:
    cells = [cell.strip() for cell in written.strip().strip("|").split("|")]
    return _number(cells, header.units), _number(cells, header.minutes)


def _number(cells: list[str], index: int | None) -> int | None:
    found = re.match(r"\d{1,3}\b", cells[index]) if index is not None and index < len(cells) else None
    return int(found.group()) if found else None


def _placed(written: str, header: Header, after: int) -> tuple[int | None, int | None]:
    values: dict[int, int] = {}
    for match in _NUMBER.finditer(written, after):
        values[_column(header, match)] = int(match.group())
    return values.get(header.units), values.get(header.minutes) if header.minutes is not None else None
