"""What was billed, from a CSV or JSON file of lines, with what the claim says beside them (claim_head.py)."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from romberg.claims import ClaimHead
from romberg.formats import claim_head
from romberg.formats.note_file import file_bytes
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12 import claimed
from romberg.visit import BilledLine

CODE = re.compile(r"\d{5}|[A-Z]\d{4}|\d{4}[A-Z]")
MODIFIER = re.compile(r"[A-Z0-9]{2}")
# The headings that people give these columns.
COLUMNS = {
    "code": ("code", "cpt", "cpt code", "hcpcs", "procedure", "procedure code", "cpt/hcpcs"),
    "units": ("units", "unit", "qty", "quantity", "billed units", "service units"),
    "minutes": ("minutes", "min", "mins", "time"),
    "modifiers": ("modifiers", "modifier", "mods", "mod", "modifier 1", "mod1", "m1"),
}
MORE_MODIFIERS = ("modifier 2", "modifier 3", "modifier 4", "mod2", "mod3", "mod4", "m2", "m3", "m4")
SHAPE = "Expected columns: code, units, and where known modifiers and minutes."


def read(path: str) -> tuple[BilledLine, ...]:
    """The service lines of a claim file (.csv or .json), in its order; raises Unreadable with the line at fault."""
    return read_whole(path)[0]


def read_whole(path: str) -> tuple[tuple[BilledLine, ...], ClaimHead | None]:
    """The service lines of a claim file, and what it says beside them; raises Unreadable with the line at fault."""
    suffix = Path(path.partition("#")[0]).suffix.lower()
    if suffix in claimed.SUFFIXES:
        return claimed.read(path)
    if suffix not in (".csv", ".json"):
        says = f"{path}: claims are read as .837, .csv or .json; write code, units and modifiers there."
        raise Unreadable("format_not_read", says, path)
    text = _text(path)
    beside, rows = _json_rows(text, path) if suffix == ".json" else ({}, _csv_rows(text, path))
    placed = [(f"{path}: line {number}", row) for number, row in rows]
    lines = tuple(_line(row, at) for at, row in placed)
    if not lines:
        raise Unreadable("empty", f"{path} holds no service lines. {SHAPE}", path)
    return lines, claim_head.read([(path, beside), *placed], len(lines))


def _text(path: str) -> str:
    data = file_bytes(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        says = f"{path} is not UTF-8 text (byte {error.start} cannot be read); save the claim in UTF-8."
        raise Unreadable("encoding", says, f"{path}: byte {error.start}") from None


def _csv_rows(text: str, path: str) -> list[tuple[int, dict[str, Any]]]:
    """Rows by column name; the separator may be a comma, a semicolon or a tab."""
    first = text.lstrip().split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    try:
        reader = csv.reader(io.StringIO(text.lstrip(), newline=""), delimiter=separator, strict=True)
        table = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise Unreadable("claim_shape", f"{path} is no readable CSV ({error}). {SHAPE}", path) from None
    if not table:
        return []
    heading = [_heading(cell) for cell in table[0][1]]
    _refuse_missing(heading, path)
    return [(number, _by_name(heading, row)) for number, row in table[1:]]


def _heading(cell: str) -> str:
    plain = " ".join(cell.strip().lower().replace("_", " ").split())
    if plain in MORE_MODIFIERS:
        return "modifiers"
    return next((name for name, known in COLUMNS.items() if plain in known), claim_head.named(plain) or plain)


def _refuse_missing(heading: Sequence[str], path: str) -> None:
    missing = [name for name in ("code", "units") if name not in heading]
    if missing:
        says = f"{path}: the first row names no column for {' and '.join(missing)}. {SHAPE}"
        raise Unreadable("claim_shape", says, f"{path}: line 1")


def _by_name(heading: Sequence[str], row: Sequence[str]) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for name, cell in zip(heading, row, strict=False):
        joined = name in cells and name in ("modifiers", "diagnoses")
        cells[name] = f"{cells[name]} {cell}" if joined else cell
    return cells


def _json_rows(text: str, path: str) -> tuple[dict[str, Any], list[tuple[int, dict[str, Any]]]]:
    """A list of lines, or an object with the list under `lines` or `billed` (a report of Romberg's own will do).

    What stands beside the list in the object comes first: it belongs to the whole claim.
    """
    try:
        held = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        at = f": line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise Unreadable("claim_shape", f"{path} is no readable JSON{at}. {SHAPE}", f"{path}{at}") from None
    beside: dict[str, Any] = {}
    if isinstance(held, Mapping):
        beside = {_heading(str(key)): value for key, value in held.items()}
        held = next((held[k] for k in ("lines", "billed", "service_lines") if k in held), None)
    if not isinstance(held, list) or not all(isinstance(row, Mapping) for row in held):
        says = f'{path}: expected a list of lines such as [{{"code": "97110", "units": 2, "modifiers": ["GP"]}}].'
        raise Unreadable("claim_shape", says, path)
    return beside, [(number, {_heading(str(k)): v for k, v in row.items()}) for number, row in enumerate(held, 1)]


def _line(row: Mapping[str, Any], at: str) -> BilledLine:
    code = str(row.get("code") or "").strip().upper()
    code, *written = [part for part in re.split(r"[-\s]+", code) if part] or [""]
    if not CODE.fullmatch(code):
        says = f"{at}: {code or 'an empty cell'} is no procedure code (five signs such as 97110 or G0283); correct it."
        raise Unreadable("claim_line", says, at)
    units = _whole(row.get("units"), "units", at)
    if units is None:
        raise Unreadable("claim_line", f"{at}: {code} has no units; write how many were billed.", at)
    modifiers = (*_modifiers(written, at), *_modifiers(row.get("modifiers"), at))
    return BilledLine(code, units, modifiers, _whole(row.get("minutes"), "minutes", at))


def _whole(value: object, what: str, at: str) -> int | None:
    """A whole number from 0 to 999, as text or number; None where the cell is empty."""
    if value is None or str(value).strip() == "":
        return None
    plain = str(value).strip().removesuffix(".0")
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,3}", plain):
        raise Unreadable("claim_line", f"{at}: {value!s:.40} is no whole number of {what}; correct it.", at)
    return int(plain)


def _modifiers(value: object, at: str) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else re.split(r"[\s,;:|/-]+", str(value or ""))
    found = tuple(str(part).strip().upper() for part in parts if str(part).strip())
    for modifier in found:
        if not MODIFIER.fullmatch(modifier):
            raise Unreadable("claim_line", f"{at}: {modifier:.9} is no modifier (two signs, as in GP); correct it.", at)
    return found
