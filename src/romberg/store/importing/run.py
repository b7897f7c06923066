"""Works imports through, one file after the other, in a thread of its own.

Every step is whole or not at all and may be tried again: visits are kept together with what is said of them, a file's
result is written once, and what a killed process left undone is taken up at the next start.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import select

from romberg.batch import Checked
from romberg.formats.documents import kinds
from romberg.formats.documents.worker import Worker
from romberg.formats.unreadable import Unreadable
from romberg.store.importing.content import Content, folder_of, swept
from romberg.store.importing.jobs import DONE, OPEN, RUNNING, WAITING
from romberg.store.importing.notes import Result, Words, checked, keep, notes_of
from romberg.store.workplace import Desk, Workplace, trail
from romberg.store.workplace.tables import import_files, imports

_LOOKS_EVERY = 5.0  # seconds, should nobody call
_LOG = logging.getLogger("romberg.importing")
_OWN_FAULT = "Romberg itself failed on this file; please report it. The others go on."
_KNOWN = ("kept", "known")
_FILES_AT_ONCE, _BYTES_AT_ONCE, _NOTES_AT_ONCE = 32, 4_000_000, 256
_KEPT_AT_ONCE = 8  # while these are written, everybody's pages wait
Row = dict[str, Any]


class Importer:
    """The thread that works imports through, and how it is called and stopped."""

    def __init__(self, workplace: Workplace) -> None:
        self._workplace = workplace
        self._called = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="romberg-importer", daemon=True)

    def begin(self) -> None:
        """Start, with what an earlier run left undone."""
        self._thread.start()

    def call(self) -> None:
        """Tell it that there is work."""
        self._called.set()

    def stop(self) -> None:
        """Let it finish the file at hand, and end."""
        self._stopped.set()
        self._called.set()
        self._thread.join(timeout=30)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self.work()
            except Exception as error:  # the next round tries again; a fault must not end imports for good
                _LOG.error("import: %s", type(error).__name__)
            self._called.wait(_LOOKS_EVERY)
            self._called.clear()

    def work(self) -> None:
        """Work through every import that waits, of every clinic."""
        with self._workplace.whole() as desk:
            asked = select(imports.c.clinic_id, imports.c.id, imports.c.made_by)
            waiting = asked.where(imports.c.state.in_((WAITING, RUNNING))).order_by(imports.c.made_at)
            found = [tuple(row) for row in desk.connection.execute(waiting)]
        for clinic, import_id, actor in found:
            _import(self._workplace, clinic, actor, import_id, self._stopped)


def _import(workplace: Workplace, clinic: str, actor: str, import_id: str, stopped: threading.Event) -> None:
    with workplace.desk(clinic, actor) as desk:
        desk.change(imports, {"id": import_id}, state=RUNNING)
        rows = desk.all(import_files, import_files.c.import_id == import_id, import_files.c.outcome == OPEN)
    with Worker() as worker:
        for some in _groups(rows):
            if stopped.is_set():
                return
            _together(workplace, clinic, actor, some, worker)
    swept(folder_of(workplace), import_id)
    with workplace.desk(clinic, actor) as desk:
        desk.change(imports, {"id": import_id}, state=DONE, ended_at=desk.clock())
        trail.note(desk, "import", f"import/{import_id}", state=DONE)


def _groups(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Files that are worked through together: a few small ones, or a large one alone."""
    held: list[Row] = []
    for row in rows:
        if held and (len(held) == _FILES_AT_ONCE or sum(one["size"] for one in [*held, row]) > _BYTES_AT_ONCE):
            yield held
            held = []
        held.append(row)
    if held:
        yield held


@dataclass(slots=True)
class _Open:
    """A file at work: its row, its notes that are not kept yet, what became of it so far."""

    row: Row
    notes: list[Words] = field(default_factory=list)
    result: Result = field(default_factory=Result)
    says: str | None = None  # where there is nothing to keep

    def failed(self, error: Unreadable) -> None:
        """Nothing of the file can be kept."""
        self.notes = []
        self.result.failures.append(error)


def _together(workplace: Workplace, clinic: str, actor: str, rows: Sequence[Row], worker: Worker) -> None:
    """Some files: read one by one, checked all at once, kept one by one; what is wrong with one stays with it."""
    files = [_Open(row) for row in rows]
    for one in files:
        try:
            _read(workplace, clinic, actor, one, worker)
        except Exception as error:
            one.failed(_told(one, error))
    reports = checked([note for one in files for note in one.notes])
    for one in files:
        _settle(workplace, clinic, actor, one, list(islice(reports, len(one.notes))))
        with suppress(OSError):
            _content(workplace, clinic, one.row).removed()


def _told(one: _Open, error: Exception) -> Unreadable:
    """What is wrong with a file, as it is told; a fault of our own is told without a word of it."""
    if isinstance(error, Unreadable):
        return error
    _LOG.error("import %s/%s: %s", one.row["import_id"], one.row["at"], type(error).__name__)
    return Unreadable("internal", _OWN_FAULT, "file")


def _content(workplace: Workplace, clinic: str, row: Row) -> Content:
    return Content(folder_of(workplace), row["import_id"], row["at"], clinic)


def _read(workplace: Workplace, clinic: str, actor: str, one: _Open, worker: Worker) -> None:
    """The notes of a file, where its bytes did not come before; what the bytes are decides what is done with them."""
    same = (import_files.c.content_index == one.row["content_index"], import_files.c.outcome.in_(_KNOWN))
    with workplace.desk(clinic, actor) as desk:
        came = desk.all(import_files, *same, order_by=import_files.c.made_at, limit=1)
    if came:
        one.says = f"This very file came before, on {came[0]['made_at'].date()}; nothing was changed."
        return
    data, name = _content(workplace, clinic, one.row).read(workplace.keyring.sealer), one.row["name"]
    if not data.strip():
        raise Unreadable("empty", f"{name} is empty; export it again and send it.", name)
    if kinds.of(data) == "x12":
        says = f"{name} holds claims or payments (X12); `romberg remit` posts payments beside their claims."
        raise Unreadable("format_not_read", says, name)
    one.notes = notes_of(data, name, worker, one.result)
    _keep_parts(workplace, clinic, actor, one)


def _keep_parts(workplace: Workplace, clinic: str, actor: str, one: _Open) -> None:
    """A table or a ZIP of thousands is kept a few at a time, down to the last, which are kept with its sentence."""
    while len(one.notes) > _NOTES_AT_ONCE:
        now, one.notes = one.notes[:_NOTES_AT_ONCE], one.notes[_NOTES_AT_ONCE:]
        reports = checked(now)
        while some := list(islice(reports, _KEPT_AT_ONCE)):
            with workplace.desk(clinic, actor) as desk:
                keep(desk, some, one.result)


def _settle(workplace: Workplace, clinic: str, actor: str, one: _Open, reports: Sequence[Checked]) -> None:
    """Keep a file's visits and say what became of it, together or not at all."""
    try:
        with workplace.desk(clinic, actor) as desk:
            keep(desk, reports, one.result)
            _tell(desk, one)
    except Exception as error:
        one.result = Result(failures=[_told(one, error)])
        with workplace.desk(clinic, actor) as desk:
            _tell(desk, one)


def _tell(desk: Desk, one: _Open) -> None:
    result, key = one.result, {"import_id": one.row["import_id"], "at": one.row["at"]}
    visit = result.visit_ids[0] if len(result.visit_ids) == 1 else None
    code = result.failures[0].code if result.failures else None
    told = ("known", one.says) if one.says else (result.outcome, result.says())
    desk.change(import_files, key, outcome=told[0], says=told[1], code=code, visit_id=visit)
    desk.change(imports, {"id": one.row["import_id"]}, done=imports.c.done + 1)
