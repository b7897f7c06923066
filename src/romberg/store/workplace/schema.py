"""Brings the database to the tables of this version: numbered steps, all or none, by one process at a time."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Literal

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from romberg.formats.unreadable import Unreadable

Behind = Literal["renewed", "left", "refused"]
BEHIND = "Take a backup (`romberg backup FILE`), then run `romberg doctor --renew`."
_LOCK = 7262_6572  # the number by which processes on PostgreSQL wait for each other


def renew(engine: Engine, behind: Behind = "renewed") -> None:
    """Take the steps that the database has not seen; an empty one gets all of them.

    One of an earlier version is brought to this one ("renewed"), left as it is ("left"), or refused; raises Unreadable
    there, and where a newer Romberg made it.
    """
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if standing(connection) != newest():
            _refuse_newer(connection)
            if behind == "renewed" or standing(connection) is None:
                command.upgrade(_config(connection), "head")
            elif behind == "refused":
                says = f"The workplace's database stands at step {standing(connection)}, this version at {newest()}."
                raise Unreadable("schema_behind", f"{says} {BEHIND}", "database")


def begin(connection: Connection, step: str) -> None:
    """Bring an empty database to some step, in the transaction of the connection."""
    command.upgrade(_config(connection), step)


def standing(connection: Connection) -> str | None:
    """The step at which the database stands; None where it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """The newest step that this version knows."""
    head = _scripts().get_current_head()
    assert head is not None
    return head


def known() -> tuple[str, ...]:
    """Every step that this version knows, the oldest first."""
    return tuple(reversed([one.revision for one in _scripts().walk_revisions()]))


def _refuse_newer(connection: Connection) -> None:
    at = standing(connection)
    if at is not None and at not in known():
        says = (
            f"The workplace's database was made by a newer Romberg (step {at}; this one knows {newest()}); update "
            "Romberg, or name another database."
        )
        raise Unreadable("newer_database", says, "database")


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(None))


def _config(connection: Connection | None) -> Config:
    made = Config()
    folder = resources.files("romberg.store.workplace") / "migrations"
    made.set_main_option("script_location", str(Path(str(folder))).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made
