"""Everything that is loaded, by name: imported releases, those that others replaced, and the bundled editions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, Literal

import polars as pl

from romberg.knowledge.editions import Edition, bundled_editions
from romberg.knowledge.published import bundled, manifest
from romberg.knowledge.releases import store
from romberg.knowledge.releases.kept import Kept
from romberg.knowledge.releases.place import knowledge_folder
from romberg.knowledge.releases.refusal import Refusal

State = Literal["imported", "replaced", "bundled"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """One release or bundled edition. `kept` is the release in the store; `year` that of a bundled edition by year."""

    name: str
    state: State
    issued: date
    starts: date
    ends: date | None
    tables: tuple[str, ...]
    kept: Kept | None = None
    year: int | None = None

    def table(self, name: str) -> pl.DataFrame:
        """One of its tables."""
        if self.kept is not None:
            return store.table(knowledge_folder(), self.kept, name)
        return bundled(name) if self.year is None else bundled(name).filter(year=self.year)

    def as_dict(self) -> dict[str, Any]:
        """What is known of it, as JSON carries it."""
        plain = {
            "name": self.name,
            "state": self.state,
            "issued": self.issued.isoformat(),
            "starts": None if self.starts == date.min else self.starts.isoformat(),
            "ends": self.ends.isoformat() if self.ends else None,
            "tables": list(self.tables),
        }
        return plain | ({"release": self.kept.as_dict()} if self.kept else {})


def everything() -> tuple[Loaded, ...]:
    """All that is loaded: bundled editions by their issue, then what was imported, then what was replaced."""
    held = store.contents(knowledge_folder())
    imported = (_of_store(one, "imported") for one in held.releases)
    return (*_bundled(), *imported, *(_of_store(one, "replaced") for one in held.replaced))


def _of_store(one: Kept, state: State) -> Loaded:
    return Loaded(one.title, state, one.issued, one.starts, one.ends, tuple(one.tables), kept=one)


def _bundled() -> Iterator[Loaded]:
    """Each bundled edition once, with every table that is of it."""
    found: dict[str, tuple[Edition, list[str]]] = {}
    for table in bundled_tables():
        for edition in bundled_editions(table):
            whole = edition if edition.year is None else _of_year(edition)
            found.setdefault(edition.name, (whole, []))[1].append(table)
    for name, (edition, tables) in found.items():
        some = tuple(dict.fromkeys(tables))
        yield Loaded(name, "bundled", edition.issued, edition.starts, edition.ends, some, year=edition.year)


def _of_year(edition: Edition) -> Edition:
    year = edition.year or 0
    return Edition(edition.name, edition.issued, date(year, 1, 1), date(year, 12, 31), year=edition.year)


def bundled_tables() -> tuple[str, ...]:
    """The bundled tables under the names by which releases hold them."""
    parts = [f"unit_limits_{setting}" for setting in ("practitioner", "hospital", "medicaid")]
    return (*(name for name in manifest() if name != "unit_limits"), *parts)


def find(name: str) -> Loaded:
    """One release by its name, as `romberg knowledge list` gives it; the one in force, where several bear it."""
    wanted = _plain(name)
    known = everything()
    order = {"imported": 0, "bundled": 1, "replaced": 2}
    found = sorted((one for one in known if _plain(one.name) == wanted), key=lambda one: order[one.state])
    if found:
        return found[0]
    near = get_close_matches(wanted, {_plain(one.name): one.name for one in known}, n=3, cutoff=0.5)
    names = [next(one.name for one in known if _plain(one.name) == each) for each in near]
    hint = f"near it are {', '.join(names)}" if names else "`romberg knowledge list` names them"
    raise Refusal(name, "no release of this name is loaded", hint)


def _plain(name: str) -> str:
    return "".join(sign for sign in name.lower() if sign.isalnum())
