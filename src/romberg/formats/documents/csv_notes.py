"""CSV exports: one visit a row, or one charge a row with its visit's words; charges may lie in a table beside."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from romberg.formats.decoding import decoded
from romberg.formats.documents import rows
from romberg.formats.documents.attached import Parts
from romberg.formats.documents.columns import meaning
from romberg.formats.documents.limits import LARGEST_TEXT, MOST_DOCUMENTS
from romberg.formats.documents.refused import Refused, damaged, too_much
from romberg.formats.documents.rows import Row

MOST_COLUMNS = 2_000
SEPARATORS = ",;\t|"


def read_all(data: bytes, beside: bytes | None = None) -> Parts:
    """The visits of a table; raises Refused where it holds no notes. `beside`: the table of their charges."""
    headings, table = _table(data)
    _refuse_others(headings)
    charges = None
    if beside is not None:
        names, lines = _table(beside)
        if not {"code", "units"} <= {meaning(one) for one in names}:
            raise Refused(
                "claim_shape", "lies beside a table of charges without columns of codes and units; check that."
            )
        charges = rows.charges_of(_rows(names, lines))
    return rows.documents(list(_rows(headings, table)), "csv", charges)


def _rows(headings: list[str], table: list[tuple[int, list[str]]]) -> Iterator[Row]:
    for number, cells in table:
        yield rows.of_cells(headings, cells, f"row {number}")


def _table(data: bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Headings, and the filled rows with their numbers as a spreadsheet counts them."""
    text = decoded(data).removeprefix("\ufeff").lstrip("\r\n")
    first = text.split("\n", 1)[0]
    csv.field_size_limit(LARGEST_TEXT)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(SEPARATORS, key=first.count), strict=True)
        headings = next(reader, [])
        table = []
        for number, cells in enumerate(reader, 2):
            if any(cell.strip() for cell in cells):
                table.append((number, cells))
            if len(table) > MOST_DOCUMENTS * 4:
                raise too_much("rows")
    except csv.Error as error:
        raise damaged(f"it is no readable table: {error}") from None
    if len(headings) > MOST_COLUMNS:
        raise too_much("columns")
    return headings, table


def _refuse_others(headings: list[str]) -> None:
    """A claim's lines, a table of charges and any other table hold no notes."""
    names = [rows.plain(one) for one in headings]
    if rows.has_words(name for name in names if meaning(name) == "words"):
        return
    if {"code", "units"} <= {meaning(one) for one in headings}:
        raise Refused("not_a_note", "holds charges and no notes; give it with --claim beside its note.")
    says = "has no column of notes in its first row (such as Note, Subjective or Treatment); name the columns there."
    raise Refused("no_columns", says)
