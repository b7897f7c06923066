"""The cells of a table of rates: headings as people write them, amounts, days, and a column map for a state's file."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from romberg.knowledge import rate_terms
from romberg.knowledge.documents import Places
from romberg.knowledge.releases.refusal import Refusal

# The columns of a table of our own, and the headings that people give them.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("code", "cpt", "cpt code", "hcpcs", "procedure", "procedure code"),
    "amount": ("amount", "rate", "fee", "price", "allowed", "value"),
    "term": ("term", "kind", "type"),
    "modifier": ("modifier", "mod"),
    "from": ("from", "since", "start", "effective", "effective date", "from date"),
    "through": ("through", "until", "to", "end", "end date", "through date"),
}
_MAPPED = ("code", "amount", "modifier", "from", "through")
_SCHEDULE = ("file", "columns", "where")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: .*)?")
_AMOUNT = re.compile(r"\$?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*%?")
ALWAYS: Final = date(2000, 1, 1)  # the first day of a rate that names none
_MOST = 32_000_000  # bytes of a file of rates
_FOREVER = date(9000, 1, 1)  # files write 12/31/9999 where nothing ends
Cells = tuple[str, str, Any, date, date | None, int]  # a row of rates: term, code, value, from, through, line


def text_of(path: Path) -> str:
    """The text of a file of rates; what is no UTF-8 is read as the publishers' older files are."""
    try:
        if path.stat().st_size > _MOST:
            raise Refusal(
                path.name, "the file is far too large for one of rates", "keep the rows of your own codes only"
            )
        data = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise Refusal(path.name, f"it cannot be read ({reason})", "check the name and the right to read it") from None
    if b"\0" in data:
        raise Refusal(path.name, "the file is not text", "save it as .csv or .yaml text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def table(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV text with their lines, empty ones left out; the separator may be a comma, semicolon or tab."""
    first = text.lstrip().split("\n", 1)[0]
    reader = csv.reader(text.splitlines(keepends=True), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        raise Refusal(name, f"this is no readable CSV ({error})", "correct that line", line=reader.line_num) from None


def own_columns(heading: Sequence[str]) -> dict[str, int]:
    """Where each column of ours stands in a heading."""
    plain = [" ".join(cell.strip().lower().replace("_", " ").split()) for cell in heading]
    return {
        name: number for name, known in COLUMNS.items() for number, cell in enumerate(plain) if cell in known
    }  # fmt: skip


def number(cell: str) -> Decimal:
    """An amount as a table writes it: 36, 36.00, $1,234.50; ValueError where it is none."""
    match = _AMOUNT.fullmatch(cell.strip())
    if match is None:
        raise ValueError(f"{cell!s:.40} is no amount; write it as 36.00")
    try:
        return Decimal(match[1].replace(",", "") + (match[2] or ""))
    except InvalidOperation:
        raise ValueError(f"{cell!s:.40} is no amount; write it as 36.00") from None


def plain(cell: str) -> Any:
    """A cell of a term as a value: yes and no, whole and decimal numbers, words."""
    word = cell.strip().lower()
    if word in ("yes", "true", "no", "false"):
        return word in ("yes", "true")
    try:
        found = number(cell)
    except ValueError:
        return cell.strip()
    return int(found) if found == found.to_integral_value() and "." not in cell else found


def day(cell: str) -> date | None:
    """A day written 2026-01-31 or 1/31/2026; None for an empty cell; ValueError for anything else."""
    word = cell.strip()
    if not word:
        return None
    if iso := _ISO.fullmatch(word):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    if slashed := _SLASHED.fullmatch(word):
        return date(int(slashed[3]), int(slashed[1]), int(slashed[2]))
    raise ValueError(f"{word:.40} is no day; write it as YYYY-MM-DD")


def days(cell: Mapping[str, str]) -> tuple[date | None, date | None]:
    """The first and the last day of a row; None where it names none, or one that never comes."""
    since, through = day(cell.get("from", "")), day(cell.get("through", ""))
    through = None if through is not None and through >= _FOREVER else through
    if since is not None and through is not None and through < since:
        raise ValueError(f"the row ends on {through}, before it starts on {since}")
    return since, through


def schedule(raw: Any, path: Path, places: Places) -> tuple[list[Cells], int]:
    """The rates of a payer's or state's own table by a map of its columns, and how many rows carry no amount."""
    line = places[("schedule",)]
    columns = _column_map(raw, path.name, line)
    source = path.parent / str(raw["file"])
    if source.parent.resolve() != path.parent.resolve():
        raise Refusal(path.name, "the schedule's file lies elsewhere", "put it beside this file", line=line, key="file")
    if not source.is_file():
        says = f"it names “{source.name}” as its schedule, and there is no such file beside it"
        raise Refusal(path.name, says, "correct the name, or put that file here", line=line, key="file")
    rows = table(text_of(source), source.name)
    heading = _heading(rows, columns, source.name)
    found = list(_priced(rows, heading, (columns, raw.get("where") or {}, source.name)))
    kept = [one for one in found if one is not None]
    return kept, len(found) - len(kept)


def _column_map(raw: Any, name: str, line: int) -> dict[str, str]:
    columns = raw.get("columns") if isinstance(raw, Mapping) else None
    fix = "write {file: schedule.csv, columns: {code: Procedure Code, amount: Max Fee}}"
    if not isinstance(columns, Mapping) or not isinstance(raw.get("file"), str) or set(raw) - set(_SCHEDULE):
        raise Refusal(name, "a schedule has a file, a map of its columns and, if need be, where", fix, line=line)
    if {"code", "amount"} - set(columns) or set(columns) - set(_MAPPED):
        what = f"the map names {', '.join(map(str, columns))}"
        raise Refusal(name, what, f"map code and amount, and of use {', '.join(_MAPPED[2:])}", line=line, key="columns")
    where = raw.get("where", {})
    if not isinstance(where, Mapping):
        raise Refusal(name, "where names columns with the value that counts", "write where: {Column: value}", line=line)
    return {str(key): str(value).strip() for key, value in columns.items()}


def _heading(rows: Iterator[tuple[int, list[str]]], columns: Mapping[str, str], name: str) -> dict[str, int]:
    """The first row that holds every heading of the map: publishers set titles above it."""
    for _, cells in rows:
        places = {cell.strip(): number for number, cell in enumerate(cells)}
        if set(columns.values()) <= set(places):
            return places
    missing = ", ".join(columns.values())
    raise Refusal(name, f"no row holds the headings {missing}", "write the headings in the map as the file has them")


def _priced(
    rows: Iterator[tuple[int, list[str]]],
    heading: Mapping[str, int],
    told: tuple[Mapping[str, str], Mapping[str, Any], str],
) -> Iterator[Cells | None]:
    columns, where, name = told
    wrong = next((str(column) for column in where if str(column) not in heading), None)
    if wrong is not None:
        raise Refusal(name, f"the file has no column {wrong}", "write the heading under where as the file has it")
    for line, cells in rows:
        full = [*cells, *[""] * len(heading)]
        if any(full[heading[str(column)]].strip() != str(value) for column, value in where.items()):
            continue
        yield _cells({key: full[heading[column]].strip() for key, column in columns.items()}, line, name)


def _cells(cell: Mapping[str, str], line: int, name: str) -> Cells | None:
    """One row of a schedule; None where it carries no amount (priced by hand, not covered) or no procedure code."""
    code = f"{cell['code']}:{cell['modifier']}" if cell.get("modifier") else cell["code"]
    try:
        amount = number(cell["amount"])
        code = rate_terms.code(code)
    except ValueError:
        return None
    try:
        cents = rate_terms.cents(amount)
        since, through = days(cell)
    except ValueError as error:
        raise Refusal(name, str(error), "correct that cell", line=line, key=code) from None
    return "codes", code, cents, since or ALWAYS, through, line
