"""Rows of an export into notes: the words of each visit under their headings, its day, and its charges."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from romberg.formats.documents.attached import Parts
from romberg.formats.documents.beside import charge, day
from romberg.formats.documents.columns import REMOVED, WORDS, meaning, plain, shown
from romberg.formats.documents.refused import Refused
from romberg.formats.documents.writer import tidy
from romberg.visit import BilledLine, Document, Gap

__all__ = ["Row", "charges_of", "documents", "has_words", "of_cells", "of_object", "plain"]
DATED_BY = "the column of its date"
CHARGES = ("code", "units", "modifiers", "code minutes")
CHARGE_LISTS = ("charges", "lines", "billed", "procedures", "service lines", "cpt codes")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its name in the file, its keys, its words by heading, and the charge or charges that stand in it."""

    name: str
    visit: str = ""
    patient: str = ""
    on: date | None = None
    words: tuple[tuple[str, str], ...] = ()
    charges: tuple[BilledLine, ...] = field(default=())
    charged: bool = False  # the table has columns of charges
    removed: bool = False  # the export says that the row is no longer in force

    @property
    def keys(self) -> tuple[tuple[object, ...], ...]:
        """What tells its visit, the strongest first."""
        by_visit = (("visit", self.visit),) if self.visit else ()
        by_day = (("day", self.patient, self.on),) if self.patient and self.on else ()
        return (*by_visit, *by_day)


def has_words(names: Iterable[str]) -> bool:
    """Whether one of some plain headings is that of a note's words."""
    return any(WORDS.search(name) for name in names)


def of_cells(headings: Sequence[str], cells: Sequence[str], name: str) -> Row:
    """A row of a table; its columns of charges are such only where codes and units stand side by side."""
    meanings = [meaning(heading) for heading in headings]
    charged = {"code", "units"} <= set(meanings)
    held: dict[str, list[str]] = {}
    words: list[tuple[str, str]] = []
    for heading, what, cell in zip(headings, meanings, cells, strict=False):
        value = cell.strip()
        held.setdefault(what, []).append(value)
        if value and (what in ("words", "date") or (what in CHARGES and not charged)):
            words.append((heading, value))
    single = {what: " ".join(value for value in values if value) for what, values in held.items()}
    line = _charge(single) if charged else None
    return Row(
        name,
        single.get("visit", ""),
        single.get("patient", ""),
        day(single.get("date", "")),
        tuple(words),
        (line,) if line else (),
        charged,
        single.get("flag", "").lower() in REMOVED,
    )


def _charge(single: Mapping[str, str]) -> BilledLine | None:
    modifiers = re.split(r"[\s,;:|/-]+", single.get("modifiers", ""))
    return charge(single.get("code", ""), single.get("units"), modifiers, single.get("code minutes"))


def of_object(one: Mapping[str, Any], name: str) -> Row:
    """An object of a JSON list as a row; a list of charges in it is its claim."""
    listed = next((one[key] for key in one if plain(key) in CHARGE_LISTS and isinstance(one[key], list)), None)
    flat = {
        key: value for key, value in _flat(one) if isinstance(value, (str, int, float)) and not isinstance(value, bool)
    }
    row = of_cells(list(flat), [str(value) for value in flat.values()], name)
    if listed is None:
        return row
    lines = [
        of_cells(list(each), [_joined(value) for value in each.values()], "")
        for each in listed
        if isinstance(each, dict)
    ]
    charges = tuple(line for each in lines for line in each.charges)
    return replace(row, charges=charges, charged=bool(charges))


def _flat(one: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    for key, value in one.items():
        if isinstance(value, Mapping):
            yield from ((str(inner), each) for inner, each in value.items())
        else:
            yield str(key), value


def _joined(value: Any) -> str:
    return " ".join(str(one) for one in value) if isinstance(value, list) else str(value)


def documents(
    found: Sequence[Row], kind: str, beside: Mapping[tuple[object, ...], tuple[BilledLine, ...]] | None = None
) -> Parts:
    """A document for each visit; rows that repeat a note for each of its charges are one visit."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in found:
        if not row.removed:
            groups.setdefault(_same(row), []).append(row)
    made = [(rows[0].name, _document(rows, kind, beside)) for rows in groups.values()]
    if not any(row.removed for row in found):
        return made
    gap = Gap("Rows that the export marks as removed were left out.", False)
    return [(name, replace(one, gaps=(*one.gaps, gap)) if isinstance(one, Document) else one) for name, one in made]


def _same(row: Row) -> tuple[object, ...]:
    """Rows with this in common are lines of one visit; a row without charges is a visit of its own."""
    return (row.keys[0], row.words) if row.charged and row.keys else (row.name,)


def _document(
    rows: Sequence[Row], kind: str, beside: Mapping[tuple[object, ...], tuple[BilledLine, ...]] | None
) -> Document | Refused:
    row = rows[0]
    if not any(WORDS.search(plain(heading)) for heading, _ in row.words):
        return Refused("empty", "holds no words of a note in this row; check the export.")
    text = tidy("\n".join(_line(heading, words) for heading, words in row.words))
    own = tuple(line for one in rows for line in one.charges)
    listed = [beside[key] for key in row.keys if key in beside] if beside is not None else []
    billed, by = None, ""
    if listed:
        billed, by = listed[0], "the table of charges beside the visits"
    elif any(one.charged for one in rows) and own:
        billed, by = own, "the columns of charges"
    return Document(text, kind, (), None, row.on, DATED_BY if row.on else "", billed, by, row.patient)


def _line(heading: str, words: str) -> str:
    """A cell as the note would show it: short words behind their heading, long ones below it."""
    return f"{shown(heading)}:\n{words}\n" if "\n" in words else f"{shown(heading)}: {words}"


def charges_of(found: Iterable[Row]) -> dict[tuple[object, ...], tuple[BilledLine, ...]]:
    """The charges of each visit by all keys that tell it."""
    held: dict[tuple[object, ...], tuple[BilledLine, ...]] = {}
    for row in (one for one in found if not one.removed):
        for key in row.keys:
            held[key] = (*held.get(key, ()), *row.charges)
    return held
