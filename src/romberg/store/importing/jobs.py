"""Imports as rows: what was sent, how far it is, and a sentence for each file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from romberg.formats.unreadable import Unreadable
from romberg.store.importing.content import Content, folder_of
from romberg.store.workplace import Desk, Workplace, trail
from romberg.store.workplace.desk import new_id
from romberg.store.workplace.tables import import_files, imports

MOST_FILES = 2_000
FILES, NOTES = "files", "notes"  # the kinds of imports: of whatever comes, or without claims and payments
RECEIVING, WAITING, RUNNING, DONE = "receiving", "waiting", "running", "done"
OPEN = "waiting"  # the outcome of a file that was not worked through yet


@dataclass(frozen=True, slots=True)
class Came:
    """One file of an import. `outcome`: waiting, kept, posted, known, part or failed; `says` is what became of it."""

    at: int
    name: str
    size: int
    outcome: str
    code: str | None
    says: str | None
    visit_id: str | None


@dataclass(frozen=True, slots=True)
class Job:
    """One import: how many files, how many are done, and the files with what became of each."""

    id: str
    state: str
    files: int
    done: int
    made_by: str
    made_at: datetime
    ended_at: datetime | None
    came: tuple[Came, ...] = ()


def begin(desk: Desk, may_post: bool = True) -> str:
    """A new import, open for files, by its identifier; `may_post` whether claims and payments are taken too."""
    made = new_id()
    kind = FILES if may_post else NOTES
    desk.insert(imports, id=made, kind=kind, state=RECEIVING, files=0, done=0, ended_at=None, **desk.made())
    trail.note(desk, "import", f"import/{made}", state=RECEIVING)
    return made


def take(workplace: Workplace, clinic: str, actor: str, import_id: str, name: str, pieces: Iterable[bytes]) -> int:
    """Take a file into an import: its bytes sealed to the disk first, then its row; its number in the import.

    Raises Unreadable where the import takes no more files, or this one is too large.
    """
    with workplace.desk(clinic, actor) as desk:
        at = int(_open_row(desk, import_id)["files"])
        desk.change(imports, {"id": import_id}, files=at + 1)
    content = Content(folder_of(workplace), import_id, at, clinic)
    try:
        size, digest = content.written(workplace.keyring.sealer, pieces)
    except Unreadable as error:
        _row(workplace, clinic, actor, import_id, at, name, 0, None, error)
        return at
    _row(workplace, clinic, actor, import_id, at, name, size, digest, None)
    return at


def _row(
    workplace: Workplace, clinic: str, actor: str, import_id: str, at: int, name: str, size: int, *more: Any
) -> None:
    digest, error = more
    with workplace.desk(clinic, actor) as desk:
        index = None if digest is None else desk.sealer.digest("file", digest)
        desk.insert(
            import_files, import_id=import_id, at=at, name=_shown(name), content_index=index, size=size,
            outcome="failed" if error else OPEN, code=error.code if error else None, says=error.says if error else None,
            visit_id=None, **desk.made(),
        )  # fmt: skip
        if error:
            desk.change(imports, {"id": import_id}, done=imports.c.done + 1)


def _open_row(desk: Desk, import_id: str) -> dict[str, Any]:
    row = desk.one(imports, lock=True, id=import_id)
    if row is None or row["state"] != RECEIVING:
        raise Unreadable("no_import", "This import takes no more files; begin a new one.", "import")
    if row["files"] >= MOST_FILES:
        says = f"An import takes {MOST_FILES:,} files; begin another one for the rest."
        raise Unreadable("too_many", says, "import")
    return row


def _shown(name: str) -> str:
    """A file's name as it is shown: its last part, without signs that nobody sees, of bearable length."""
    plain = "".join(sign for sign in PurePath(name.replace("\\", "/")).name if sign.isprintable())
    return plain[-150:] or "file"


def start(desk: Desk, import_id: str) -> None:
    """Close an import for more files and let it be worked through."""
    _open_row(desk, import_id)
    desk.change(imports, {"id": import_id}, state=WAITING)
    trail.note(desk, "import", f"import/{import_id}", state=WAITING)


def took(desk: Desk, import_id: str) -> Job | None:
    """How far an import is, without its files; None where the clinic has none such."""
    row = desk.one(imports, id=import_id)
    return None if row is None else _job(row)


def job(desk: Desk, import_id: str) -> Job | None:
    """An import with its files."""
    row = desk.one(imports, id=import_id)
    if row is None:
        return None
    trail.note(desk, "read", f"import/{import_id}")
    rows = desk.all(import_files, import_files.c.import_id == import_id)
    return _job(row, tuple(_came(one) for one in rows))


def jobs(desk: Desk, limit: int = 30) -> list[Job]:
    """The newest imports of the clinic."""
    return [_job(row) for row in desk.all(imports, order_by=imports.c.made_at.desc(), limit=limit)]


def _job(row: dict[str, Any], came: tuple[Came, ...] = ()) -> Job:
    return Job(
        row["id"], row["state"], row["files"], row["done"], row["made_by"], row["made_at"], row["ended_at"], came
    )


def _came(row: dict[str, Any]) -> Came:
    return Came(row["at"], row["name"], row["size"], row["outcome"], row["code"], row["says"], row["visit_id"])
