"""The store of imported releases: a folder with a manifest. What is in it is whole, or it is not in it.

Tables are written beside, brought to the disk and named; the manifest is written last, the same way. So a crash or a
full disk at any moment leaves the store as it was. Nothing is ever written over: a replaced release stays, under
`replaced` in the manifest.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from romberg.knowledge.releases.alone import alone
from romberg.knowledge.releases.kept import Kept, KeptTable, from_dict
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.release import Release
from romberg.knowledge.releases.schemas import TABLES

MANIFEST = "store.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Contents:
    """What a store holds: the releases that answer, and those that others took the place of."""

    releases: tuple[Kept, ...] = ()
    replaced: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a release: the one that is in force now, and what it replaced; `known` where nothing changed."""

    kept: Kept
    replaced: Kept | None = None
    known: bool = False


def contents(folder: Path) -> Contents:
    """What the store in a folder holds; nothing where there is none. A Refusal where its manifest is damaged."""
    file = folder / MANIFEST
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        if found["format"] != FORMAT:
            what = f"it was written in the form {found['format']!r}, and this Romberg knows form {FORMAT}"
            raise Refusal(str(file), what, "use the Romberg that wrote it, or a newer one")
        return Contents(*(tuple(map(from_dict, found[part])) for part in ("releases", "replaced")))
    except FileNotFoundError:
        return Contents()
    except OSError as error:
        raise Refusal(
            str(file), f"it cannot be read ({(error.strerror or '').lower()})", "give the right to read it"
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        fix = "put back the file from a backup, or remove the folder and import the releases again"
        raise Refusal(str(file), "the list of imported releases is damaged", fix) from None


def table(folder: Path, kept: Kept, name: str) -> pl.DataFrame:
    """One table of a kept release; a Refusal where its file is gone or damaged."""
    file = folder / kept.tables[name].file
    try:
        return pl.read_parquet(file, memory_map=False)
    except (OSError, pl.exceptions.PolarsError):
        what = f"the table {name} of {kept.title} is gone or damaged"
        raise Refusal(str(file), what, "import the release again; `romberg knowledge verify` checks all") from None


def keep(folder: Path, release: Release, on: date, may_replace: bool = False) -> Outcome:
    """Take a release into the store; a Refusal where another text of the same edition says otherwise.

    A later revision takes the place of an earlier one by itself; any other text only with `may_replace`.
    """
    _prove_columns(release)
    with _refusing(folder), alone(folder):
        before = contents(folder)
        rival = next(
            (one for one in before.releases if one.key == (release.kind, release.series, release.issued)), None
        )
        if rival is not None and _same(folder, rival, release):
            return Outcome(rival, known=True)
        if rival is not None and not may_replace:
            _prove_revision(rival, release)
        written = replace(_write(folder, release, on), replaces=rival.title if rival else "")
        others = tuple(one for one in before.releases if one is not rival)
        _write_manifest(folder, Contents((*others, written), (*before.replaced, *((rival,) if rival else ()))))
    return Outcome(written, rival)


def _prove_columns(release: Release) -> None:
    for name, rows in release.tables.items():
        if dict(rows.schema) != TABLES[name]:
            raise TypeError(f"{release.kind}: the table {name} has other columns than schemas.TABLES names")


def _same(folder: Path, rival: Kept, release: Release) -> bool:
    if (rival.revision, rival.starts, rival.ends) != (release.revision, release.starts, release.ends):
        return False
    if set(rival.tables) != set(release.tables):
        return False
    return all(table(folder, rival, name).equals(rows) for name, rows in release.tables.items())


def _prove_revision(rival: Kept, release: Release) -> None:
    if _order(release.revision) > _order(rival.revision):
        return
    file = release.files[0].name if release.files else release.name
    if _order(release.revision) < _order(rival.revision):
        what = f"it is an older text of {release.name} than the one in force ({rival.title})"
    else:
        what = f"it says otherwise than {rival.title}, imported on {rival.imported}, for the same days"
    raise Refusal(file, what, f"keep the one in force, or import this one with --replace ({rival.title} is kept aside)")


def _order(revision: str) -> tuple[int, str]:
    """The first text, then a correction without a day ("r"), then corrections by their days."""
    return (0 if not revision else 2 if revision[0].isdigit() else 1), revision


# --- writing


@contextlib.contextmanager
def _refusing(folder: Path) -> Iterator[None]:
    """What the disk does not let happen, as a Refusal."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        fix = "make room or give the right to write there, or name another folder in ROMBERG_KNOWLEDGE; nothing changed"
        raise Refusal(str(folder), f"the imported release could not be kept ({reason})", fix) from None


def _write(folder: Path, release: Release, on: date) -> Kept:
    home = folder / release.kind
    home.mkdir(exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".new-", dir=home))
    try:
        tables = {name: _write_table(beside / f"{name}.parquet", rows) for name, rows in release.tables.items()}
        digest = hashlib.sha256("".join(one.sha256 for one in tables.values()).encode()).hexdigest()[:12]
        place = home / f"{_plain(release.name)}-{digest}"
        if not place.exists():
            os.replace(beside, place)
            _settle(home)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Kept(
        kind=release.kind,
        series=release.series,
        name=release.name,
        revision=release.revision,
        issued=release.issued,
        starts=release.starts,
        ends=release.ends,
        rows_read=release.rows_read,
        files=release.files,
        warnings=release.warnings,
        tables={name: replace(one, file=f"{release.kind}/{place.name}/{one.file}") for name, one in tables.items()},
        imported=on,
    )


def _plain(name: str) -> str:
    """A release's name as a file system takes it."""
    return re.sub(r"[^A-Za-z0-9.]+", "-", name).strip("-.")[:60] or "release"


def _write_table(file: Path, rows: pl.DataFrame) -> KeptTable:
    with file.open("wb") as out:
        rows.write_parquet(out, compression="zstd", statistics=False)
        out.flush()
        os.fsync(out.fileno())
    return KeptTable(file.name, rows.height, sha256(file))


def _write_manifest(folder: Path, held: Contents) -> None:
    parts = {"releases": held.releases, "replaced": held.replaced}
    value = {"format": FORMAT, **{name: [one.as_dict() for one in part] for name, part in parts.items()}}
    handle, beside = tempfile.mkstemp(prefix=".store-", dir=folder)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
            json.dump(value, out, indent=1, ensure_ascii=False)
            out.flush()
            os.fsync(out.fileno())
        os.replace(beside, folder / MANIFEST)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    with contextlib.suppress(OSError):  # the new list stands already; the system will bring its name to the disk
        _settle(folder)


def _settle(folder: Path) -> None:
    """Bring a folder's list of names to the disk, where the system can."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sha256(file: Path) -> str:
    """The hash of a file."""
    with file.open("rb") as lines:
        return hashlib.file_digest(lines, "sha256").hexdigest()
