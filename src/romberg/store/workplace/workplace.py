"""The workplace's store, opened: its database at the newest step, its keys proven, and desks to work at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree

from romberg.formats.unreadable import Unreadable
from romberg.store.workplace import book_tables, keys, schema, sign_in_tables, trail
from romberg.store.workplace.desk import Clock, Desk
from romberg.store.workplace.engine import WAITS, address, engine_of, file_of, reads_only
from romberg.store.workplace.keys import KeyFile, Keyring
from romberg.store.workplace.migrations.walls import ROLE
from romberg.store.workplace.schema import Behind
from romberg.store.workplace.tables import SYSTEM, clinics, key_marks
from romberg.store.workplace.turns import Turns

# Their tables are known wherever a workplace is opened.
assert sign_in_tables.proofs is not None
assert book_tables.payments is not None
MARK = "sealed by Romberg"


def utc_now() -> datetime:
    """The time, as the store takes it where no other clock is given."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Workplace:
    """What all desks share: the database, the keys and where their file is, the clock."""

    engine: Engine
    key_file: Path
    clock: Clock = utc_now
    _held: KeyFile = field(default_factory=KeyFile, repr=False)
    _turns: Turns = field(default_factory=Turns, repr=False)

    @property
    def keyring(self) -> Keyring:
        """The keys, read again where the file was replaced: another process may have rotated them."""
        return self._held.read(self.key_file)

    @contextmanager
    def desk(self, clinic: str, actor: str) -> Iterator[Desk]:
        """A desk in a clinic: what is done at it counts together, with its entries on the trail, or not at all.

        Give an answer to nobody before the desk is closed: until then nothing is kept, and nothing is on the trail.
        """
        with _told(self.engine), self._turn(), self.engine.begin() as connection:
            _walled(connection, clinic)
            desk = Desk(connection, clinic, actor, self.keyring, self.clock)
            yield desk
            trail.write(desk)

    @contextmanager
    def glance(self, clinic: str, actor: str) -> Iterator[Desk]:
        """A desk that writes nothing and waits for nobody, for counts and sums in which no patient is named."""
        with _told(self.engine), reads_only(self.engine).begin() as connection:
            _walled(connection, clinic)
            yield Desk(connection, clinic, actor, self.keyring, self.clock)

    @contextmanager
    def whole(self, clinic: str = SYSTEM, actor: str = SYSTEM) -> Iterator[Desk]:
        """A desk of the database's owner, who founds clinics, looks for the person who signs in, and makes backups."""
        with _told(self.engine), self._turn(), self.engine.begin() as connection:
            desk = Desk(connection, clinic, actor, self.keyring, self.clock)
            yield desk
            trail.write(desk)

    @contextmanager
    def overview(self) -> Iterator[Desk]:
        """A desk of the owner that only reads, over all clinics, and waits for nobody: who signs in, and from where."""
        with _told(self.engine), reads_only(self.engine).begin() as connection:
            yield Desk(connection, SYSTEM, SYSTEM, self.keyring, self.clock)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One writer of this process after the other: on SQLite, who waits would else ask again and again."""
        if self.engine.dialect.name != "sqlite":
            yield
            return
        if not self._turns.take(WAITS):
            where = self.engine.url.database or ""
            raise Unreadable("busy", "Others are writing without end; nothing was changed. Try again.", where)
        try:
            yield
        finally:
            self._turns.give()

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()


def open_workplace(
    url: URL | None = None, key_file: Path | None = None, clock: Clock = utc_now, behind: Behind = "refused"
) -> Workplace:
    """The store of the workplace, made where there is none; raises Unreadable where database or keys cannot be used.

    A database of an earlier version is refused, unless `behind` says to renew it, or to leave it as it is.
    """
    at, path = url or address(), key_file or keys.key_path()
    engine = engine_of(at)
    try:
        with _told(engine):
            schema.renew(engine, behind)
            _there(engine, path)
            made = Workplace(engine, path, clock)
            _proven(made)
    except BaseException:
        engine.dispose()
        raise
    return made


def existing(behind: Behind = "refused") -> Workplace:
    """The store that is there (see `open_workplace`); raises Unreadable where none was begun yet, and makes none."""
    at = address()
    path = file_of(at)
    if path is not None and not path.exists():
        says = f"There is no workplace yet ({path}); `romberg serve` begins one."
        raise Unreadable("no_workplace", says, str(path))
    return open_workplace(at, behind=behind)


def _there(engine: Engine, path: Path) -> None:
    """The key file: a new one is made for a database in which nothing is sealed yet, and never for another one."""
    with reads_only(engine).begin() as connection:
        begun = connection.execute(select(func.count()).select_from(key_marks)).scalar_one()
    if not begun and not path.exists():
        keys.create(path)


def _proven(workplace: Workplace) -> None:
    """The keys open what was sealed with them; a new database gets its first mark."""
    with workplace.whole() as desk:
        desk.turn("marks")
        marks = desk.all(key_marks)  # each is opened: a wrong key file is refused here
        if not any(one["id"] == desk.sealer.current for one in marks):
            if not marks:
                desk.insert(clinics, name="The system", **desk.made())
                trail.begin(desk)
            desk.insert(key_marks, id=desk.sealer.current, mark=MARK, **desk.made())


def _walled(connection: Connection, clinic: str) -> None:
    """On a server: work as the application's role, which sees one clinic's rows alone."""
    if connection.dialect.name == "postgresql":
        role = func.set_config("role", ROLE, True)
        connection.execute(select(role, func.set_config("romberg.clinic", clinic, True)))


@contextmanager
def _told(engine: Engine) -> Iterator[None]:
    """What a database says of itself, as a sentence without a word of what was to be written."""
    try:
        yield
    except NoneFree as error:
        where = str(file_of(engine.url) or engine.url.host or "this machine")
        raise Unreadable("busy", "Too many at once; nothing was changed. Try again.", where) from error
    except DBAPIError as error:
        path = file_of(engine.url)
        where = str(path) if path else f"on {engine.url.host or 'this machine'}"
        reason = type(error.orig).__name__ if error.orig is not None else type(error).__name__
        if path is not None and error.orig is not None and error.orig.args:
            reason = str(error.orig.args[0])
        says = f"The workplace's database {where} cannot be used ({reason}); nothing was changed. Run `romberg doctor`."
        raise Unreadable("database", says, where) from error
