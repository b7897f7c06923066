"""Works imports through, one file after the other, in a thread of its own.

Every step is whole or not at all and may be tried again: visits are kept together with what is said of them, a file's
result is written once, and what a killed process left undone is taken up at the next start.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import select

from romberg.batch import Checked
from romberg.formats.documents import kinds
from romberg.formats.documents.worker import Worker
from romberg.formats.unreadable import Unreadable
from romberg.store.importing import exchange
from romberg.store.importing.checks import Checks, Words
from romberg.store.importing.content import Content, folder_of, swept
from romberg.store.importing.jobs import DONE, FILES, OPEN, RUNNING, WAITING
from romberg.store.importing.notes import Exchange, Result, keep, notes_of
from romberg.store.workplace import Desk, Workplace, trail
from romberg.store.workplace.tables import import_files, imports

_LOOKS_EVERY = 5.0  # seconds, should nobody call
_LOG = logging.getLogger("romberg.importing")
_OWN_FAULT = "Romberg itself failed on this file; please report it. The others go on."
_KNOWN = ("kept", "posted", "known")
_FILES_AT_ONCE, _BYTES_AT_ONCE, _NOTES_AT_ONCE = 32, 4_000_000, 256
_LAST = 32  # notes of a large file that are kept together with what is said of it
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
        held = desk.one(imports, id=import_id)
        may_post = held is not None and held["kind"] == FILES
        desk.change(imports, {"id": import_id}, state=RUNNING)
        rows = desk.all(import_files, import_files.c.import_id == import_id, import_files.c.outcome == OPEN)
    at_work = _AtWork(workplace, clinic, actor, may_post)
    if not (_notes_first(at_work, rows, stopped) and _then_books(at_work, stopped)):
        return
    swept(folder_of(workplace), import_id)
    with workplace.desk(clinic, actor) as desk:
        desk.change(imports, {"id": import_id}, state=DONE, ended_at=desk.clock())
        trail.note(desk, "import", f"import/{import_id}", state=DONE)


@dataclass(slots=True)
class _AtWork:
    """An import at work: whose it is, whether claims and payments are taken, and the files of X12 that wait."""

    workplace: Workplace
    clinic: str
    actor: str
    may_post: bool
    waiting: list[tuple[bool, int, Row]] = field(default_factory=list)

    def desk(self) -> AbstractContextManager[Desk]:
        """A desk of the person who sent the files."""
        return self.workplace.desk(self.clinic, self.actor)

    def content(self, row: Row) -> Content:
        """The bytes of a file."""
        return Content(folder_of(self.workplace), row["import_id"], row["at"], self.clinic)


def _notes_first(at_work: _AtWork, rows: Sequence[Row], stopped: threading.Event) -> bool:
    """Work through all but files of X12, which are put aside; whether all of them were reached."""
    with Worker() as worker, Checks() as checks:
        for some in _groups(rows):
            if stopped.is_set():
                return False
            _together(at_work, some, worker, checks)
    return True


def _then_books(at_work: _AtWork, stopped: threading.Event) -> bool:
    """Claims, which find the visits of this import now, then what answers them; whether all were reached."""
    for _, _, row in sorted(at_work.waiting, key=lambda one: one[:2]):
        if stopped.is_set():
            return False
        one = _Open(row)
        try:
            data = at_work.content(row).read(at_work.workplace.keyring.sealer)
            _books(at_work, one, [(row["name"], data)])
        except Exception as error:
            one.failed(_told(one, error))
        _settle(at_work, one, [])
    return True


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
    exchanged: list[Exchange] = field(default_factory=list)
    result: Result = field(default_factory=Result)
    says: str | None = None  # where there is nothing to keep
    waits: bool = False  # for the notes of the other files

    def failed(self, error: Unreadable) -> None:
        """Nothing of the file can be kept."""
        self.notes, self.exchanged = [], []
        self.result.failures.append(error)


def _together(at_work: _AtWork, rows: Sequence[Row], worker: Worker, checks: Checks) -> None:
    """Some files: read one by one, checked all at once, kept one by one; what is wrong with one stays with it."""
    files = [_Open(row) for row in rows]
    for one in files:
        try:
            _read(at_work, one, worker, checks)
        except Exception as error:
            one.failed(_told(one, error))
    reports = checks.reports([note for one in files for note in one.notes])
    for one in files:
        if not one.waits:
            _settle(at_work, one, list(islice(reports, len(one.notes))))


def _told(one: _Open, error: Exception) -> Unreadable:
    """What is wrong with a file, as it is told; a fault of our own is told without a word of it."""
    if isinstance(error, Unreadable):
        return error
    _LOG.error("import %s/%s: %s", one.row["import_id"], one.row["at"], type(error).__name__)
    return Unreadable("internal", _OWN_FAULT, "file")


def _read(at_work: _AtWork, one: _Open, worker: Worker, checks: Checks) -> None:
    """The notes of a file, where its bytes did not come before; what the bytes are decides what is done with them."""
    same = (import_files.c.content_index == one.row["content_index"], import_files.c.outcome.in_(_KNOWN))
    with at_work.desk() as desk:
        came = desk.all(import_files, *same, order_by=import_files.c.made_at, limit=1)
    if came:
        one.says = f"This very file came before, on {came[0]['made_at'].date()}; nothing was changed."
        return
    data, name = at_work.content(one.row).read(at_work.workplace.keyring.sealer), one.row["name"]
    if not data.strip():
        raise Unreadable("empty", f"{name} is empty; export it again and send it.", name)
    if kinds.of(data) == kinds.EXCHANGE:
        one.waits = True
        at_work.waiting.append((kinds.transaction(data) != "837", one.row["at"], one.row))
        return
    one.notes, one.exchanged = notes_of(data, name, worker, one.result)
    _keep_parts(at_work, one, checks)


def _keep_parts(at_work: _AtWork, one: _Open, checks: Checks) -> None:
    """A table or a ZIP of thousands is kept a few at a time, down to the last, which are kept with its sentence."""
    if len(one.notes) > _NOTES_AT_ONCE:
        now, one.notes = one.notes[:-_LAST], one.notes[-_LAST:]
        _keep_some(at_work, one, checks.reports(now))


def _keep_some(at_work: _AtWork, one: _Open, reports: Iterator[Checked]) -> None:
    while some := list(islice(reports, _KEPT_AT_ONCE)):
        with at_work.desk() as desk:
            keep(desk, some, one.result)


def _books(at_work: _AtWork, one: _Open, files: Sequence[Exchange]) -> None:
    """Claims and payments of a file, each by itself: what is wrong with one stays with it."""
    for name, data in files:
        try:
            if not at_work.may_post:
                says = f"{name} holds claims or payments, which whoever sent it may not post; ask a biller."
                raise Unreadable("not_allowed", says, name)
            exchange.take(data, name, one.row["import_id"], at_work.desk, one.result)
        except Unreadable as error:
            one.result.failures.append(error)


def _settle(at_work: _AtWork, one: _Open, reports: Sequence[Checked]) -> None:
    """Keep a file's visits and say what became of it, together or not at all.

    Claims and payments of a ZIP are kept behind its visits, a few at a time; taken twice they change nothing.
    """
    try:
        if one.exchanged:
            _keep_some(at_work, one, iter(reports))
            _books(at_work, one, sorted(one.exchanged, key=_claims_first))
            reports = ()
        with at_work.desk() as desk:
            keep(desk, reports, one.result)
            _tell(desk, one)
    except Exception as error:
        one.result = Result(failures=[_told(one, error)])
        with at_work.desk() as desk:
            _tell(desk, one)
    with suppress(OSError):
        at_work.content(one.row).removed()


def _claims_first(one: Exchange) -> tuple[bool, str]:
    """Claims come before the payments that answer them."""
    return kinds.transaction(one[1]) != "837", one[0]


def _tell(desk: Desk, one: _Open) -> None:
    result, key = one.result, {"import_id": one.row["import_id"], "at": one.row["at"]}
    visit = result.visit_ids[0] if len(result.visit_ids) == 1 else None
    code = result.failures[0].code if result.failures else None
    told = ("known", one.says) if one.says else (result.outcome, result.says())
    desk.change(import_files, key, outcome=told[0], says=told[1], code=code, visit_id=visit)
    desk.change(imports, {"id": one.row["import_id"]}, done=imports.c.done + 1)
