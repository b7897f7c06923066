"""The layouts of Medicare's relative value file: csv and workbooks of 31 or 32 columns, text of fixed width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from romberg.knowledge.releases import grid, price_quarters
from romberg.knowledge.releases.price_quarters import Quarter
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.source import Source

WHOLE = "download the file again from the publisher, whole and not edited"
# The header's bottom row, by position; the factor stands one further from 2026 on.
_HEADER = {0: "hcpcs", 1: "mod", 3: "code", 5: "rvu", 6: "pervu", 8: "pervu", 10: "rvu", 13: "ind", 18: "proc"}
_FACTOR = {31: 24, 32: 25}


@dataclass(frozen=True, slots=True)
class Line:
    """What Romberg reads of one row; the descriptor is not among it."""

    number: int
    code: str
    modifier: str
    status: str
    work: str
    office: str
    facility: str
    malpractice: str
    totals: tuple[str, str]
    part: str
    multiple: str
    factor: str


def lines(source: Source, quarter: Quarter) -> Iterator[Line]:
    """Every row of the file, in whatever form it comes; a Refusal where header, width or title are wrong."""
    return _of_text(source) if source.suffix == "txt" else _of_cells(source, quarter)


def _of_cells(source: Source, quarter: Quarter) -> Iterator[Line]:
    found, title = grid.rows(source), []
    for number, cells in found:
        if cells and cells[0] == "HCPCS":
            width = _prove_header(source, number, cells)
            break
        title.append(" ".join(cells))
    else:
        raise Refusal(source.origin, "no row starts with 'HCPCS', so there is no header", WHOLE)
    price_quarters.prove_title(source, title[0] if title else "", quarter)
    for number, cells in found:
        if any(cells):
            yield _line(source, number, cells, width)


def _prove_header(source: Source, number: int, cells: Sequence[str]) -> int:
    width = len(cells) - next((at for at, cell in enumerate(reversed(cells)) if cell), 0)
    wanted = _HEADER | {_FACTOR[width]: "factor"} if width in _FACTOR else {}
    wrong = [at for at, word in wanted.items() if grid.plain(cells[at]) != word]
    if not wanted or wrong:
        at = f", column {wrong[0] + 1} is {cells[wrong[0]]!r}" if wrong else ""
        what = f"the header is none of those known ({width} columns{at})"
        raise grid.refusal(source, number, what, "check for a newer Romberg if the publisher changed the layout")
    return width


def _line(source: Source, number: int, cells: Sequence[str], width: int) -> Line:
    if len(cells) < width:
        raise grid.refusal(source, number, f"the row has {len(cells)} of {width} columns", WHOLE, cells[0])
    return Line(number, cells[0], cells[1], cells[3], cells[5], cells[6], cells[8], cells[10], (cells[11], cells[12]),
                cells[13], cells[18], cells[_FACTOR[width]])  # fmt: skip


_WIDTH = 171


def _of_text(source: Source) -> Iterator[Line]:
    for number, line in grid.lines(source):
        if line.startswith("HDR") or not line.strip():
            continue
        if len(line) != _WIDTH:
            what = f"the line has {len(line)} characters, and those of this file have {_WIDTH}"
            raise grid.refusal(source, number, what, WHOLE, line[:5])
        spans = ((59, 65), (66, 72), (75, 81), (84, 89))
        work, office, facility, malpractice = (line[first:last].strip() for first, last in spans)
        totals = (line[90:96].strip(), line[96:102].strip())
        yield Line(number, line[:5], line[5:7].strip(), line[57], work, office, facility, malpractice, totals,
                   line[102], line[115], line[132:140].strip())  # fmt: skip
