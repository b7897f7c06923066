"""Imports files of a test into a store of its own, the way the command does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from romberg.knowledge.releases import importing, store
from romberg.knowledge.releases.importing import Told

TODAY = date(2026, 11, 23)


def imported(folder: Path, files: Sequence[Path]) -> list[Told]:
    """What is told of each file or set of files."""
    with importing.plan(map(str, files)) as plan:
        return list(importing.carry_out(plan, folder, TODAY, lambda _read: None))


def taken(folder: Path, *files: Path) -> dict[str, pl.DataFrame]:
    """The tables of the one release that these files are."""
    told = [one for one in imported(folder, files) if one.status != "left out"]
    assert [one.status for one in told] == ["imported"], [one.says for one in told]
    kept = told[0].kept
    assert kept is not None
    return {name: store.table(folder, kept, name) for name in kept.tables}


def refused(folder: Path, *files: Path) -> str:
    """The sentence with which these files are refused; nothing of them is kept."""
    told = imported(folder, files)
    assert {one.status for one in told} == {"refused"}, [one.says for one in told]
    assert store.contents(folder).releases == ()
    return " ".join(one.says for one in told)


def damaged(file: Path, damage: Callable[[bytes], bytes]) -> Path:
    """The file, spoilt."""
    before = file.read_bytes()
    after = damage(before)
    assert after != before, "the damage changes nothing"
    file.write_bytes(after)
    return file
