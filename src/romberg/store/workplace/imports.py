"""Imports and what became of each file: a run that was killed goes on, and a file that came before is known again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import func, select

from romberg.formats.unreadable import Unreadable
from romberg.store.workplace import trail
from romberg.store.workplace.desk import Desk, new_id
from romberg.store.workplace.tables import import_files, imports

Kind = Literal["notes", "claims", "remittances", "table", "mixed"]
FileOutcome = Literal["new", "changed", "unchanged", "known", "posted", "refused"]


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file of an import: `says` is for the person, `visit_id` the visit that it is now."""

    at: int
    name: str
    size: int
    outcome: str
    code: str | None = None
    says: str | None = None
    visit_id: str | None = None


@dataclass(frozen=True, slots=True)
class Import:
    """One import: how many files it has, how many are done, and what became of each."""

    id: str
    kind: str
    state: str  # running, done or stopped
    files: int
    done: int
    made_by: str
    made_at: datetime
    ended_at: datetime | None
    results: tuple[FileResult, ...] = ()


def begin(desk: Desk, kind: Kind, files: int) -> str:
    """A new import of so many files; its identifier."""
    made = new_id()
    desk.insert(imports, id=made, kind=kind, state="running", files=files, done=0, ended_at=None, **desk.made())
    trail.note(desk, "import", f"import/{made}", kind=kind, files=files)
    return made


def done(desk: Desk, import_id: str, result: FileResult, content: str) -> bool:
    """Record what became of a file; false where that is on record already, and nothing changes.

    `content` is the SHA-256 of its bytes, by which it is known when it comes again.
    """
    if _held(desk, import_id)["state"] != "running" or desk.one(import_files, import_id=import_id, at=result.at):
        return False
    desk.insert(
        import_files, import_id=import_id, at=result.at, name=result.name, size=result.size, outcome=result.outcome,
        content_index=desk.sealer.digest("file", content), code=result.code, says=result.says,
        visit_id=result.visit_id, **desk.made(),
    )  # fmt: skip
    count = desk.count(import_files, import_files.c.import_id == import_id)
    desk.change(imports, {"id": import_id}, done=count)
    return True


def known(desk: Desk, content: str) -> FileResult | None:
    """What became of the same bytes when they came before, the latest time; None where they never did."""
    came = import_files.c.content_index == desk.sealer.digest("file", content)
    rows = desk.all(import_files, came, order_by=(import_files.c.made_at.desc(), import_files.c.at), limit=1)
    return _result(rows[0]) if rows else None


def end(desk: Desk, import_id: str, state: Literal["done", "stopped"] = "done") -> None:
    """Nothing more comes of an import."""
    _held(desk, import_id)
    desk.change(imports, {"id": import_id}, state=state, ended_at=desk.clock())
    trail.note(desk, "import", f"import/{import_id}", state=state)


def left(desk: Desk, import_id: str) -> list[int]:
    """The places of the files of which nothing is on record yet, for a run that goes on."""
    row = _held(desk, import_id)
    there = {one.at for one in desk.read(select(import_files.c.at).where(import_files.c.import_id == import_id))}
    return [at for at in range(row["files"]) if at not in there]


def opened(desk: Desk, import_id: str) -> Import | None:
    """An import with what became of each file; None where the clinic has none such."""
    row = desk.one(imports, id=import_id)
    if row is None:
        return None
    trail.note(desk, "read", f"import/{import_id}")
    rows = desk.all(import_files, import_files.c.import_id == import_id, order_by=import_files.c.at)
    return _import(row, tuple(_result(one) for one in rows))


def listed(desk: Desk, limit: int = 50) -> list[Import]:
    """The latest imports, without their files."""
    rows = desk.all(imports, order_by=(imports.c.made_at.desc(), imports.c.id), limit=limit)
    return [_import(row, ()) for row in rows]


def outcomes(desk: Desk, import_id: str) -> dict[str, int]:
    """How many files of an import came to what."""
    asked = select(import_files.c.outcome, func.count()).where(import_files.c.import_id == import_id)
    return {str(one[0]): int(one[1]) for one in desk.read(asked.group_by(import_files.c.outcome))}


def _held(desk: Desk, import_id: str) -> dict[str, Any]:
    row = desk.one(imports, lock=True, id=import_id)
    if row is None:
        raise Unreadable("no_import", "There is no such import in this clinic.", "import")
    return row


def _import(row: dict[str, Any], results: tuple[FileResult, ...]) -> Import:
    names = ("id", "kind", "state", "files", "done", "made_by", "made_at", "ended_at")
    return Import(**{name: row[name] for name in names}, results=results)


def _result(row: dict[str, Any]) -> FileResult:
    return FileResult(*(row[name] for name in ("at", "name", "size", "outcome", "code", "says", "visit_id")))
