"""A YAML sheet that a clinic filled in: values with their lines, so that what is wrong is named by its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from romberg.formats.note_file import file_bytes
from romberg.formats.unreadable import Unreadable
from romberg.knowledge.documents import Misplaced, Places, read_with_lines

Path_ = tuple[object, ...]
LARGEST_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """The values of a sheet by their paths; a value that is not there is empty."""

    name: str
    values: Mapping[str, Any]
    places: Places

    def get(self, *path: object) -> Any:
        """A value as it stands; None where it is not there."""
        found: Any = self.values
        for key in path:
            found = found.get(key) if isinstance(found, Mapping) else None
        return found

    def wrong(self, path: Path_, what: str) -> Unreadable:
        """The error of a value: the file, its line, its key, and what is wanted."""
        if not self.places:  # filled in on a page, which has no lines
            return Unreadable("sheet", f"{self.name}: {'.'.join(map(str, path))} {what}.", ".".join(map(str, path)))
        line = next((self.places[path[:size]] for size in range(len(path), -1, -1) if path[:size] in self.places), 1)
        key = ".".join(map(str, path))
        return Unreadable("sheet", f"{self.name}, line {line}: {key} {what}.", f"{self.name}: line {line}")

    def text(self, *path: object) -> str:
        """A word or number as text, without blanks around it; empty where it is not there."""
        found = self.get(*path)
        if found is None:
            return ""
        if isinstance(found, Mapping | list):
            raise self.wrong(path, "is a list or a group, where one value is wanted")
        return str(found).strip()

    def day(self, *path: object) -> date | None:
        """A date; None where it is not there."""
        found = self.get(*path)
        if found is None or isinstance(found, date):
            return found
        try:
            return date.fromisoformat(str(found))
        except ValueError:
            raise self.wrong(path, "is no day; write it as YYYY-MM-DD") from None

    def cents(self, *path: object) -> int | None:
        """A sum in whole cents; None where it is not there."""
        found = self.get(*path)
        if found is None:
            return None
        if not isinstance(found, int) or isinstance(found, bool) or found < 0:
            raise self.wrong(path, "is no sum in whole cents; $55.00 is written 5500")
        return found

    def millimetres(self, *path: object) -> float:
        """A length on paper; nothing where it is not there."""
        found = self.get(*path)
        if found is None:
            return 0.0
        if isinstance(found, bool) or not isinstance(found, int | float) or not -100 <= found <= 100:
            raise self.wrong(path, "is no number of millimetres between -100 and 100")
        return float(found)

    def keys(self, *path: object) -> Iterator[Any]:
        """The keys of a group; none where it is not there."""
        found = self.get(*path)
        if found is not None and not isinstance(found, Mapping):
            raise self.wrong(path, "must hold keys with values below it")
        yield from found or ()


def sheet(path: str | Path) -> Sheet:
    """A sheet of a file; raises Unreadable with the line at fault."""
    name = str(path)
    try:
        text = file_bytes(name, LARGEST_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("encoding", f"{name} is not UTF-8 text; save it in UTF-8.", name) from None
    try:
        values, places = read_with_lines(text)
    except Misplaced as error:
        raise Unreadable("sheet", f"{name}, line {error.line}: {error.what}.", f"{name}: line {error.line}") from None
    if values is None:
        values = {}
    if not isinstance(values, Mapping):
        raise Unreadable("sheet", f"{name}, line 1: keys with values are wanted (name: ...).", f"{name}: line 1")
    return Sheet(name, values, places)
