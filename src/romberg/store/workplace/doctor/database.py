"""The self-check of the database: whole, at the newest step, durable, and with a trail that proves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Connection, desc, select, text

from romberg.store.workplace import schema, trail_check
from romberg.store.workplace.doctor.sign import Sign
from romberg.store.workplace.engine import reads_only
from romberg.store.workplace.migrations.walls import ROLE
from romberg.store.workplace.tables import SYSTEM, trail
from romberg.store.workplace.workplace import Workplace

_BACKUP_EVERY = timedelta(days=7)
_RESTORE = "restore the newest backup that proves: romberg restore FILE --check"
_ON = ("fsync", "full_page_writes")  # of a server; without them what was acknowledged can be lost


def step(connection: Connection) -> Iterator[Sign]:
    """Whether the tables are those of this version."""
    at = schema.standing(connection)
    if at is not None and at not in schema.known():
        says = f"The database was made by a newer Romberg (step {at}; this one knows {schema.newest()})."
        yield Sign("newer_database", says, "update Romberg")
    elif at != schema.newest():
        says = f"The database stands at step {at or 'none'}, this version at {schema.newest()}."
        yield Sign("schema_behind", says, schema.BEHIND)


def of_database(workplace: Workplace, whole: bool = True) -> Iterator[Sign]:
    """What is wrong with an opened database; with `whole` false in the time that a start may take."""
    with reads_only(workplace.engine).begin() as connection:
        if connection.dialect.name == "sqlite":
            yield from _file(connection, whole)
        else:
            yield from _server(connection)
        yield from _trail(connection, workplace, whole)
        yield from _backup(connection, workplace)


def _file(connection: Connection, whole: bool) -> Iterator[Sign]:
    if whole:
        said = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check(5)"))]
        if said != ["ok"]:
            yield Sign("damaged", f"The database is damaged ({said[0][:80]}).", _RESTORE)
        pointless = connection.execute(text("PRAGMA foreign_key_check")).all()
        if pointless:
            tables = ", ".join(sorted({str(row[0]) for row in pointless}))
            yield Sign("damaged", f"Rows point to rows that are not there, in {tables}.", _RESTORE)
    (mode,) = connection.execute(text("PRAGMA journal_mode")).one()
    if mode != "wal":
        yield Sign("journal", f"The database keeps no journal ahead ({mode}).", "move it to a disk of this machine")


def _server(connection: Connection) -> Iterator[Sign]:
    for name in _ON:
        (value,) = connection.execute(text(f"SHOW {name}")).one()
        if value != "on":
            yield Sign(
                "not_durable", f"The server runs with {name} = {value}.", f"ALTER SYSTEM SET {name} = on; reload it"
            )
    (commit,) = connection.execute(text("SHOW synchronous_commit")).one()
    if commit == "off":
        fix = "ALTER SYSTEM SET synchronous_commit = on; reload it"
        yield Sign("not_durable", "The server acknowledges what is not on its disk yet.", fix)
    asked = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = :role")
    (unbound,) = connection.execute(asked, {"role": ROLE}).one()
    if unbound:
        says = f"The role {ROLE} passes all walls between clinics."
        yield Sign("role", says, f"ALTER ROLE {ROLE} NOSUPERUSER NOBYPASSRLS")


def _trail(connection: Connection, workplace: Workplace, whole: bool) -> Iterator[Sign]:
    kept = trail_check.kept_heads(trail_check.heads_file(workplace))
    for fault in trail_check.verify(connection, workplace.keyring, kept, whole).faults[:5]:
        says = f"The trail of clinic {fault.clinic} does not prove: {fault.says}"
        yield Sign(
            "trail", says, "keep this machine as it is, and compare it with your backups (romberg audit-log verify)"
        )


def _backup(connection: Connection, workplace: Workplace) -> Iterator[Sign]:
    own = (trail.c.clinic_id == SYSTEM, trail.c.action.in_(("backup", "restore")))
    last = connection.execute(select(trail.c.at).where(*own).order_by(desc(trail.c.number)).limit(1)).scalar()
    now = workplace.clock()
    if last is None or now - last > _BACKUP_EVERY:
        says = (
            "No backup was taken yet." if last is None else f"The last backup was taken {(now - last).days} days ago."
        )
        yield Sign("backup", says, "romberg backup FILE, and keep a copy of the key file apart from it", grave=False)
