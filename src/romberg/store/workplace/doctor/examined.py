"""The whole self-check, in its order: the machine before the database, and the database before what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from romberg.formats.unreadable import Unreadable
from romberg.store.workplace import schema
from romberg.store.workplace.doctor import machine
from romberg.store.workplace.doctor.database import of_database, step
from romberg.store.workplace.doctor.sign import Sign
from romberg.store.workplace.engine import address, engine_of, file_of, reads_only
from romberg.store.workplace.workplace import open_workplace


def of_machine() -> list[Sign]:
    """What is wrong before any database is opened."""
    return [
        sign for look in (machine.user, machine.places, machine.key_file, machine.server_password) for sign in look()
    ]


def examined(renew: bool = False) -> list[Sign]:
    """Everything that is not as it should be; a database that is not there yet is nothing wrong.

    With `renew` a database of an earlier version is brought to this one.
    """
    signs = of_machine()
    if {"missing_key", "database_url"} & {one.name for one in signs}:
        return signs
    return [*signs, *_of_store(renew)]


def _of_store(renew: bool) -> Iterator[Sign]:
    url = address()
    path = file_of(url)
    if path is not None and not path.exists():
        return
    try:
        engine = engine_of(url)
        try:
            if renew:
                schema.renew(engine)
            with reads_only(engine).begin() as connection:
                begun = schema.standing(connection) is not None
                behind = list(step(connection)) if begun else []
        finally:
            engine.dispose()
        yield from behind
        if begun and not behind:
            with closing(open_workplace(url)) as workplace:
                yield from of_database(workplace)
    except Unreadable as error:
        yield Sign(error.code, error.says, "see to it, and run romberg doctor again")
    except Exception as error:  # a server that does not answer tells so in many ways
        says = f"The database cannot be used ({type(error).__name__})."
        yield Sign("database", says, "start its server, and see to ROMBERG_DATABASE_URL")
