"""Rows and cells of the publishers' files, whatever form they come in, with the number of each line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

import polars as pl

from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.source import Source

Row = tuple[int, list[str]]
_WIDEST = 1 << 20  # characters of one cell; more is no table


def text(source: Source) -> str:
    """The text of a file: UTF-8, and where it is not that, the Latin-1 that most of these files are written in."""
    read = source.read()
    try:
        return read.decode("utf-8-sig")
    except UnicodeDecodeError:
        return read.decode("latin-1")


def lines(source: Source) -> Iterator[tuple[int, str]]:
    """The lines of a text file, numbered from 1, without their ends."""
    yield from enumerate(text(source).splitlines(), start=1)


def rows(source: Source, delimiter: str = ",") -> Iterator[Row]:
    """The rows of a csv, tab-separated or xlsx file, as text cells; blank rows too, so that numbers stay true."""
    if source.suffix == "xlsx":
        yield from _sheet_rows(source)
        return
    reader = csv.reader(io.StringIO(text(source), newline=""), delimiter=delimiter, strict=True)
    csv.field_size_limit(_WIDEST)
    at = 0
    try:
        for cells in reader:
            yield at + 1, [cell.strip() for cell in cells]
            at = reader.line_num
    except csv.Error as error:
        what = f"its quotes or cells do not come out even ({error})"
        raise Refusal(source.origin, what, "download the file again, and do not edit it", line=at + 1) from None


def _sheet_rows(source: Source) -> Iterator[Row]:
    for number, cells in enumerate(sheet(source).iter_rows(), start=1):
        yield number, ["" if cell is None else str(cell).strip() for cell in cells]


def sheet(source: Source) -> pl.DataFrame:
    """The first sheet of a workbook, every cell as text, without a header."""
    import fastexcel  # noqa: PLC0415  # only workbooks need it

    try:
        book = fastexcel.read_excel(source.placed())
        found = book.load_sheet(0, header_row=None, dtypes="string", schema_sample_rows=1)
        return found.to_polars()
    except fastexcel.FastExcelError as error:
        told = str(error).partition("\n")[0]
        fix = "download it again, or import the csv or txt form of the release"
        raise Refusal(source.origin, f"the workbook cannot be read ({told})", fix) from None


def header(source: Source, found: Iterator[Row], first: str, wanted: Sequence[str]) -> list[str]:
    """Skip to the header row, the first whose first cell is `first`; its cells, proved to hold the wanted texts.

    Letter case and spaces do not count, for publishers change them from release to release.
    """
    for line, cells in found:
        if cells and plain(cells[0]) == plain(first):
            missing = [one for one in wanted if plain(one) not in map(plain, cells)]
            if missing:
                what = f"the header lacks {', '.join(missing)}"
                raise refusal(source, line, what, "check that this is the publisher's own file, not edited")
            return cells
    what = f"no row starts with {first!r}, so there is no header"
    raise Refusal(source.origin, what, "check that this is the publisher's own file, whole and not edited")


def plain(words: str) -> str:
    """Words without letter case, spaces and line breaks."""
    return "".join(words.split()).lower()


def refusal(source: Source, line: int, what: str, fix: str, key: str = "") -> Refusal:
    """A Refusal of one row of a file."""
    sheet = "1" if source.suffix == "xlsx" else None
    return Refusal(source.origin, what, fix, line=line, sheet=sheet, key=key)
