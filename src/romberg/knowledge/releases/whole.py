"""Whether everything is as its manifest says: every bundled and every imported table, by hash and by rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import polars as pl

from romberg.knowledge import published, typed
from romberg.knowledge.releases import store
from romberg.knowledge.releases.kept import Kept, KeptTable
from romberg.knowledge.releases.refusal import Refusal

_AGAIN = "import the release again"


@dataclass(frozen=True, slots=True)
class Checked:
    """One table that was looked at. `wrong` says what is not right and what to do; empty where the table is whole."""

    release: str
    table: str
    wrong: str = ""


def verify(folder: Path) -> Iterator[Checked]:
    """Look at every table, bundled ones first; what the store's folder holds besides is told too."""
    for lists in (published, typed):
        for name in lists.manifest():
            yield Checked("bundled", name, _bundled(lists, name))
    try:
        held = store.contents(folder)
    except Refusal as refusal:
        yield Checked("store", store.MANIFEST, refusal.says.rstrip("."))
        return
    every = (*held.releases, *held.replaced)
    for one in every:
        for name, table in one.tables.items():
            yield Checked(one.title, name, _kept(folder, table))
    yield from _left_over(folder, every)


def _bundled(lists: ModuleType, name: str) -> str:
    """What is wrong with a table that the publishers made, or with a list that people typed."""
    table = lists.manifest()[name]
    try:
        if lists.sha256(name) != table.sha256:
            return "its bytes are not those that Romberg came with; install Romberg again"
        return "" if len(lists.rows(name)) == table.rows else "it has not its number of rows; install Romberg again"
    except (OSError, ValueError):
        return "its file is gone or damaged; install Romberg again"


def _kept(folder: Path, table: KeptTable) -> str:
    file = folder / table.file
    try:
        if store.sha256(file) != table.sha256:
            return f"the bytes of {table.file} are not those that were imported; {_AGAIN}"
        rows = pl.scan_parquet(file).select(pl.len()).collect().item()
        return "" if rows == table.rows else f"{table.file} has {rows} of {table.rows} rows; {_AGAIN}"
    except (OSError, pl.exceptions.PolarsError):
        return f"{table.file} is gone or damaged; {_AGAIN}"


def _left_over(folder: Path, every: tuple[Kept, ...]) -> Iterator[Checked]:
    """Folders that no release of the manifest names: what an import that was cut off has left."""
    if not folder.is_dir():
        return
    named = {folder / Path(table.file).parent for one in every for table in one.tables.values()}
    for found in sorted(folder.glob("*/*")):
        if found.is_dir() and found not in named:
            says = f"{found} is left over from an import that was cut off; it does no harm and may be removed"
            yield Checked("store", found.name, says)
