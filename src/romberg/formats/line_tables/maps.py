"""Maps of foreign tables: which of their columns holds what, as YAML; those for Tuva and CMS come with Romberg."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from romberg.formats.line_tables.columns import BY_NAME, COLUMNS, REQUIRED
from romberg.formats.note_file import file_bytes
from romberg.formats.tables import columns_told
from romberg.formats.unreadable import Unreadable
from romberg.knowledge import card_files, payers

_FOLDER = Path(__file__).parent / "maps"
_KEYS = {"columns", "constants", "payers", "keep"}
_MOST_SPLIT = 25  # columns such as diagnosis_1, diagnosis_2 that are put together unasked
_SINGULAR = {"modifiers": "modifier", "diagnoses": "diagnosis", "pointers": "pointer"}


@dataclass(frozen=True, slots=True)
class Map:
    """Where a table's cells stand.

    `columns` gives for our column those of the table: one, or several that are put together, each with other names
    that it goes by. `constants` are cells that hold for every row, `payers` the card of each payer's name, and `keep`
    the rows that are meant: for a column the values of which one must stand there (a table of many kinds of claims).
    """

    name: str
    columns: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    payers: Mapping[str, str] = field(default_factory=dict)
    keep: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def found(self, heading: Sequence[str]) -> dict[str, list[str]]:
        """For each of our columns those of a table that hold it; raises Unreadable where a required one is missing."""
        plain = {name.strip().lower(): name for name in heading}
        told = {ours: _present(parts, plain) for ours, parts in self._parts().items()}
        missing = [name for name in REQUIRED if not told.get(name) and name not in self.constants]
        if missing:
            near = [f"{one} may be {', '.join(like)}" for one in missing if (like := self._nearest(one, plain))]
            perhaps = f" ({'; '.join(near)})" if near and columns_told(heading).startswith("its columns") else ""
            says = (
                f"there is no column for {', '.join(missing)}{perhaps}; {columns_told(heading)}. Name them as "
                "docs/audit.md does, or give a map with --map."
            )
            raise Unreadable("table_columns", says, "--map")
        return {ours: columns for ours, columns in told.items() if columns}

    def _nearest(self, ours: str, plain: Mapping[str, str]) -> list[str]:
        """The table's columns whose names are most like those that one of ours goes by."""
        wanted = [ours, *(name for names in self._parts().get(ours, ()) for name in names)]
        near = [name for one in wanted for name in get_close_matches(one, list(plain), 2, 0.6)]
        return [plain[name] for name in dict.fromkeys(near)][:3]

    def told(self) -> list[tuple[str, str]]:
        """For each of our columns the names of the table's, as a page shows them."""
        return [
            *((ours, ", ".join(" | ".join(names) for names in parts)) for ours, parts in self.columns.items()),
            *((ours, f"always {value}") for ours, value in self.constants.items()),
            *((f"only {column}", ", ".join(values)) for column, values in self.keep.items()),
        ]

    def _parts(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        if self.columns:
            return dict(self.columns)
        return {one.name: _own_parts(one.name) for one in COLUMNS}


def _own_parts(name: str) -> tuple[tuple[str, ...], ...]:
    one = _SINGULAR.get(name)
    return ((name,), *((f"{one}_{at}",) for at in range(1, _MOST_SPLIT + 1))) if one else ((name,),)


def _present(parts: Sequence[Sequence[str]], plain: Mapping[str, str]) -> list[str]:
    firsts = (next((plain[name] for name in names if name in plain), None) for names in parts)
    return [name for name in firsts if name is not None]


def bundled() -> tuple[str, ...]:
    """The names of the maps that come with Romberg."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.yaml")))


def opened(given: str | None) -> Map:
    """Our own columns where nothing is given, a bundled map by its name, else a file; raises Unreadable."""
    if given is None:
        return Map("romberg")
    if given in bundled():
        return _read((_FOLDER / f"{given}.yaml").read_bytes(), given)
    if Path(given).suffix.lower() not in (".yaml", ".yml"):
        says = f"There is no map {given!r}. The maps are {', '.join(bundled())}, or a .yaml file of your own."
        raise Unreadable("table_map", says, "--map")
    return _read(file_bytes(given), given)


def _read(data: bytes, name: str) -> Map:
    try:
        held = yaml.safe_load(data)
    except (yaml.YAMLError, UnicodeDecodeError):
        raise Unreadable("table_map", f"{name} is no readable YAML; docs/audit.md shows a map.", name) from None
    if not isinstance(held, dict) or not isinstance(held.get("columns"), dict) or set(held) - _KEYS:
        says = f"{name}: a map holds `columns`, and where wanted constants, payers and keep (docs/audit.md)."
        raise Unreadable("table_map", says, name)
    _refuse_unknown([*held["columns"], *(held.get("constants") or {})], name)
    return Map(
        name,
        {ours: tuple(_names(one) for one in _listed(theirs)) for ours, theirs in held["columns"].items()},
        {ours: str(value) for ours, value in (held.get("constants") or {}).items()},
        {_plain(said): _card(str(card), name) for said, card in (held.get("payers") or {}).items()},
        {str(column).lower(): tuple(map(str, _listed(kept))) for column, kept in (held.get("keep") or {}).items()},
    )


def _refuse_unknown(named: Sequence[Any], name: str) -> None:
    unknown = [str(one) for one in named if one not in BY_NAME]
    if unknown:
        says = f"{name}: there is no column {', '.join(unknown)} of ours; docs/audit.md names them all."
        raise Unreadable("table_map", says, name)


def _card(card: str, name: str) -> str:
    if card.partition(".")[0] not in card_files.names(card_files.own_folder()):
        raise Unreadable("table_map", f"{name}: there is no payer card {card!r}; `romberg payers` lists them.", name)
    try:
        payers.verified_through(card)
    except payers.UnknownPayer as error:
        raise Unreadable("table_map", f"{name}: {error}", name) from None
    return card


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _names(written: Any) -> tuple[str, ...]:
    """The names that one column goes by: `person_id | patient_id`."""
    return tuple(part.strip().lower() for part in str(written).split("|") if part.strip())


def _plain(name: object) -> str:
    return " ".join(str(name).lower().split())
