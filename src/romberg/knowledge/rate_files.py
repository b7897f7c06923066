"""A clinic's own rates, from a YAML or CSV file: what a contract or a state's schedule pays, and from when to when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from romberg.knowledge import rate_cells, rate_terms
from romberg.knowledge.documents import Misplaced, Places, read_with_lines
from romberg.knowledge.rate_terms import READERS, WHOLE_VISIT, RateTerms
from romberg.knowledge.releases.refusal import Refusal

BY_CODE: Final = ("codes", "values")
_TOP = ("title", "payer", "terms", "schedule")


@dataclass(frozen=True, slots=True)
class RateRow:
    """One rate or term of a file, the days for which it holds, and its line."""

    term: str
    code: str
    value: Any
    since: date
    through: date | None
    line: int
    file: str = ""  # where that is not the file of rates itself

    def holds(self, on: date) -> bool:
        """Whether the row speaks for a day."""
        return self.since <= on and (self.through is None or on <= self.through)


@dataclass(frozen=True, slots=True)
class RateFile:
    """A file of rates as read. `left_out` counts the rows of a schedule that carry no amount; it stands `beside`."""

    name: str
    title: str
    payer: str
    rows: tuple[RateRow, ...]
    left_out: int = 0
    beside: tuple[Path, ...] = ()

    def on(self, on: date) -> RateTerms:
        """The terms that hold on a day; without any rate where the file does not speak for it."""
        found: dict[str, Any] = {"origin": {}}
        for row in (row for row in self.rows if row.holds(on)):
            found["origin"][row.code or row.term] = f"{row.file or self.name}, line {row.line}"
            if row.term in BY_CODE:
                found.setdefault(row.term, {})[row.code] = row.value
            else:
                found[row.term] = row.value
        return RateTerms(**found)


@cache
def read(path: Path) -> RateFile:
    """The rates of a file (.yaml, .yml or .csv); a Refusal names the line of what cannot be."""
    text = rate_cells.text_of(path)
    if path.suffix.lower() == ".csv":
        return _proved(RateFile(path.name, f"the rates of {path.name}", "", tuple(_from_csv(text, path.name))))
    if path.suffix.lower() not in (".yaml", ".yml"):
        raise Refusal(path.name, "rates are read from .yaml and .csv files", "save them as one of the two")
    return _proved(_from_yaml(text, path))


def _from_csv(text: str, name: str) -> Iterator[RateRow]:
    rows = rate_cells.table(text, name)
    line, heading = next(rows, (1, []))
    columns = rate_cells.own_columns(heading)
    for wanted in ("code", "amount"):
        if wanted not in columns:
            what, fix = f"the first row names no column {wanted}", f"name the columns {', '.join(rate_cells.COLUMNS)}"
            raise Refusal(name, what, fix, line=line)
    for line, cells in rows:
        cell = {key: cells[place].strip() for key, place in columns.items() if place < len(cells)}
        yield _row(cell, line, name)


def _row(cell: Mapping[str, str], line: int, name: str) -> RateRow:
    term = (cell.get("term") or "flat").lower().replace(" ", "_").replace("-", "_")
    term = {"flat": "codes", "value": "values", "unit": "codes"}.get(term, term)
    code = cell.get("code", "") if cell.get("code") != "*" else ""
    try:
        if term not in READERS:
            raise ValueError(f"{term} is no term of a rate card; there are flat, {', '.join(READERS)}")
        since, through = rate_cells.days(cell)
        if term in BY_CODE:
            code = rate_terms.code(f"{code}:{cell['modifier']}" if cell.get("modifier") else code)
            amount = rate_cells.number(cell.get("amount", ""))
            return RateRow(term, code, _READ[term](amount), since or rate_cells.ALWAYS, through, line)
        return RateRow(
            term, "", READERS[term](rate_cells.plain(cell.get("amount", ""))), since or rate_cells.ALWAYS, through, line
        )
    except ValueError as error:
        raise Refusal(name, str(error), "correct that cell", line=line, key=code) from None


_READ: Mapping[str, Any] = {"codes": rate_terms.cents, "values": rate_terms.exact}


def _from_yaml(text: str, path: Path) -> RateFile:
    try:
        raw, places = read_with_lines(text)
    except Misplaced as wrong:
        raise Refusal(path.name, wrong.what, "correct that line", line=wrong.line) from None
    if not isinstance(raw, Mapping) or not {"terms", "schedule"} & set(raw):
        raise Refusal(
            path.name, "the file has neither terms nor a schedule", "write terms: and dates with rates under it"
        )
    for key in raw:
        if key not in _TOP:
            raise Refusal(
                path.name, "this key is not known", f"use {', '.join(_TOP)}", line=places[(key,)], key=str(key)
            )
    title, payer = str(raw.get("title") or path.stem), str(raw.get("payer") or "")
    rows = list(_blocks(raw.get("terms", {}), places, path.name))
    if "schedule" not in raw:
        return RateFile(path.name, title, payer, tuple(rows))
    more, left_out = rate_cells.schedule(raw["schedule"], path, places)
    beside = path.parent / str(raw["schedule"]["file"])
    found = (*rows, *(RateRow(*one, beside.name) for one in more))
    return RateFile(path.name, title, payer, found, left_out, (beside,))


def _blocks(terms: Any, places: Places, name: str) -> Iterator[RateRow]:
    """The rows of dated blocks; a block holds until the next one starts, or through the day that it names."""
    if not isinstance(terms, Mapping):
        raise Refusal(name, "terms have dates under them", "write 2026-01-01: {codes: {...}}", line=places[("terms",)])
    ordered = list(terms)
    for number, since in enumerate(ordered):
        here = ("terms", since)
        following = ordered[number + 1] if number + 1 < len(ordered) else None
        block = terms[since]
        if type(since) is not date or not isinstance(block, Mapping):
            what = f"{since!s:.40} is no day with rates under it"
            raise Refusal(name, what, "write 2026-01-01: {codes: {...}}", line=places[here])
        through = _block_end(since, following, block.get("through"), places[here], name)
        yield from _block(
            {key: value for key, value in block.items() if key != "through"}, here, places, (name, through)
        )


def _block_end(since: date, following: Any, through: Any, line: int, name: str) -> date | None:
    if following is not None and type(following) is date and following <= since:
        raise Refusal(name, f"{following} stands after {since}", "put the days in order, the oldest first", line=line)
    if through is not None and (type(through) is not date or through < since):
        raise Refusal(name, f"{through!s:.40} is no day from {since} on", "write through: YYYY-MM-DD", line=line)
    if through is not None and type(following) is date and following <= through:
        what = f"the terms of {since} run through {through}, and others start on {following}"
        raise Refusal(name, what, "let one end sooner", line=line)
    return through or (following - timedelta(days=1) if type(following) is date else None)


def _block(
    block: Mapping[Any, Any], path: tuple[str, date], places: Places, told: tuple[str, date | None]
) -> Iterator[RateRow]:
    name, through = told
    for key, value in block.items():
        line = places[(*path, key)]
        try:
            rate_terms.terms({key: value, **_partner(block, key)})
        except ValueError as error:
            raise Refusal(name, str(error), "correct that line", line=line, key=str(key)) from None
        if key in BY_CODE:
            for code, amount in value.items():
                at = places[(*path, key, code)]
                yield RateRow(key, rate_terms.code(code), _READ[key](amount), path[1], through, at)
        else:
            yield RateRow(key, "", READERS[key](value), path[1], through, line)


def _partner(block: Mapping[Any, Any], key: Any) -> dict[str, Any]:
    """What a key is proved together with, so that one that lacks its partner is told of."""
    pairs = {"values": "value_factor", "value_factor": "values"}
    partner = pairs.get(str(key), "")
    return {partner: block[partner]} if partner in block else {}


def _proved(file: RateFile) -> RateFile:
    """The file, where no two of its rows speak of the same thing on the same day."""
    rows: dict[tuple[str, str], list[RateRow]] = {}
    for row in file.rows:
        rows.setdefault(("whole visit" if row.term in WHOLE_VISIT else row.term, row.code), []).append(row)
    for (_, code), found in rows.items():
        found.sort(key=lambda row: row.since)
        for one, after in pairwise(found):
            if one.through is None or after.since <= one.through:
                told = f"{one.term} stands" if one.term != after.term else f"{code or one.term} stands"
                what = f"{told} on line {one.line} too, for some of the same days"
                fix = "give each its own days (from, through), or keep one of the two"
                raise Refusal(file.name, what, fix, line=after.line, key=code or after.term)
    if not any(file.on(day).pays for day in {row.since for row in file.rows}):
        raise Refusal(file.name, "the file holds no rate", "write codes, percent_of_medicare or another rate")
    return file
