"""A desk: one transaction of one person in one clinic, and the only way to that clinic's rows.

Every statement that goes over a desk sees the rows of its clinic alone, whatever it asks for; on PostgreSQL the
database keeps the same wall a second time (row-level security). Sealed columns are sealed and opened here, at their
place.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, func, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.sql import visitors
from sqlalchemy.sql.selectable import Alias, FromClause, Join

from romberg.store.workplace.keys import Keyring
from romberg.store.workplace.sealing import Place, Sealer
from romberg.store.workplace.tables import key_columns, sealed_columns

_KEY = "key_"  # before the names of values by which a row is sought
Clock = Callable[[], datetime]


def new_id() -> str:
    """The name of a new row, which nobody can guess."""
    return secrets.token_hex(12)


@dataclass(frozen=True, slots=True)
class Desk:
    """One transaction: the connection, the clinic whose rows it sees, who acts, the keys, the time."""

    connection: Connection
    clinic: str
    actor: str
    keyring: Keyring
    clock: Clock
    entries: list[tuple[str, str, str]] = field(default_factory=list)  # of the trail, written when the desk is closed

    @property
    def sealer(self) -> Sealer:
        """The keys that seal and index."""
        return self.keyring.sealer

    def made(self) -> dict[str, Any]:
        """Who makes a row, and when."""
        return {"made_by": self.actor, "made_at": self.clock()}

    def insert(self, table: Table, **values: Any) -> None:
        """Put a row into the clinic's books, its sealed columns sealed."""
        self.connection.execute(insert(table), {"clinic_id": self.clinic, **self._sealed(table, values, values)})

    def insert_all(self, table: Table, rows: list[dict[str, Any]]) -> None:
        """Put many rows in at once; none where there are none."""
        sealed = [{"clinic_id": self.clinic, **self._sealed(table, row, row)} for row in rows]
        if sealed:
            self.connection.execute(insert(table), sealed)

    def change(self, table: Table, key: Mapping[str, Any], **values: Any) -> int:
        """Change plain and sealed columns of the clinic's row with that key; how many rows there were (0 or 1)."""
        changed = update(table).where(*self._is(table, key)).values(**self._sealed(table, key, values))
        return self.connection.execute(changed).rowcount

    def change_where(self, table: Table, *where: ColumnElement[bool], **values: Any) -> int:
        """Change plain columns of the clinic's rows that meet conditions; how many there were."""
        assert not set(values) & set(sealed_columns(table)), "a sealed value belongs to one row"
        return self.connection.execute(update(table).where(self._ours(table), *where).values(**values)).rowcount

    def turn(self, name: str) -> None:
        """Wait until nobody else at work has the turn of that name; SQLite gives one turn to all who write."""
        if self.connection.dialect.name == "postgresql":
            lock = func.pg_advisory_xact_lock(func.hashtextextended(f"{self.clinic}/{name}", 0))
            self.connection.execute(select(lock))

    def one(self, table: Table, lock: bool = False, **key: Any) -> dict[str, Any] | None:
        """The clinic's row with these values, opened; None where there is none.

        `lock` holds it until this desk is closed, so that two who change it take turns.
        """
        named = {_KEY + name: value for name, value in {"clinic_id": self.clinic, **key}.items() if value is not None}
        empty = frozenset(name for name, value in key.items() if value is None)
        asked = _by_key(table, tuple(key), empty)
        found = self.connection.execute(asked.with_for_update() if lock else asked, named).first()
        return None if found is None else self.opened(table, found._mapping)

    def all(
        self, table: Table, *where: ColumnElement[bool], order_by: Any = None, limit: int | None = None
    ) -> list[dict[str, Any]]:
        """The clinic's rows that meet conditions, opened, in the order asked for, else by their key."""
        asked = select(table).where(self._ours(table), *where)
        if order_by is None and limit is None:
            # Asked to give them in the order of their key, SQLite walks the whole key past an index that finds them.
            rows = [self.opened(table, row._mapping) for row in self.connection.execute(asked)]
            return sorted(rows, key=itemgetter(*key_columns(table))) if len(rows) > 1 else rows
        order = table.primary_key.columns if order_by is None else (order_by,) if not _many(order_by) else order_by
        return [
            self.opened(table, row._mapping) for row in self.connection.execute(asked.order_by(*order).limit(limit))
        ]

    def read(self, statement: Select[Any]) -> list[Any]:
        """The rows of any selection, of this clinic alone, in all its parts; sealed columns come as they are kept."""
        return list(self.connection.execute(scoped(statement, self.clinic)).all())

    def count(self, table: Table, *where: ColumnElement[bool]) -> int:
        """How many of the clinic's rows meet conditions."""
        asked = select(func.count()).select_from(table).where(self._ours(table), *where)
        return int(self.connection.execute(asked).scalar_one())

    def opened(self, table: Table, row: Mapping[Any, Any]) -> dict[str, Any]:
        """A row of one table with its sealed columns opened; `clinic_id` is left out."""
        values = {str(name): value for name, value in row.items() if name != "clinic_id"}
        key = _row(table, values)
        for name in sealed_columns(table):
            if values.get(name) is not None:
                values[name] = self.sealer.open(bytes(values[name]), Place(table.name, name, key, self.clinic))
        return values

    def opened_value(self, table: Table, column: str, key: Mapping[str, Any], kept: bytes | None) -> str | None:
        """One sealed value of a row opened, where a selection over several tables brought it."""
        if kept is None:
            return None
        return self.sealer.open(bytes(kept), Place(table.name, column, _row(table, key), self.clinic))

    def _sealed(self, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
        held = dict(values)
        for name in set(sealed_columns(table)) & held.keys():
            if held[name] is not None:
                held[name] = self.sealer.seal(held[name], Place(table.name, name, _row(table, key), self.clinic))
        return held

    def _ours(self, table: FromClause) -> ColumnElement[bool]:
        ours: ColumnElement[bool] = table.c.clinic_id == self.clinic
        return ours

    def _is(self, table: Table, key: Mapping[str, Any]) -> list[ColumnElement[bool]]:
        return [self._ours(table), *(table.c[name] == value for name, value in key.items())]


def _row(table: Table, values: Mapping[str, Any]) -> str:
    """A row's key within its clinic, as its sealed values carry it."""
    return "/".join(str(values[name]) for name in key_columns(table))


@cache
def _by_key(table: Table, names: tuple[str, ...], empty: frozenset[str]) -> Select[Any]:
    """The selection of one row by values of columns, built once for each choice of columns; `empty` ones hold none."""
    given = ("clinic_id", *names)
    same = [table.c[name].is_(None) if name in empty else table.c[name] == bindparam(_KEY + name) for name in given]
    return select(table).where(*same).limit(1)


def _many(order_by: Any) -> bool:
    return isinstance(order_by, tuple | list)


def scoped(statement: Select[Any], clinic: str) -> Select[Any]:
    """The same selection, in which every table of every part gives the rows of one clinic."""

    def selection(found: Any) -> None:
        tables = [each for one in found.get_final_froms() for each in _tables(one)]
        found._where_criteria += tuple(each.c.clinic_id == clinic for each in tables)

    def join(found: Any) -> None:
        if found.full:
            raise ValueError("a full join cannot be narrowed to a clinic")
        if found.isouter:  # a condition behind the join would drop the rows that have no partner
            found.onclause = and_(found.onclause, *(each.c.clinic_id == clinic for each in _tables(found.right)))

    made: Select[Any] = visitors.cloned_traverse(statement, {}, {"select": selection, "join": join})
    return made


def _tables(found: FromClause) -> list[FromClause]:
    """The tables that a source of a selection reads and that its conditions narrow.

    Parts that are selections themselves, and what is joined where it has a partner, are narrowed at their own place.
    """
    if isinstance(found, Join):
        return [*_tables(found.left), *([] if found.isouter else _tables(found.right))]
    if isinstance(found, Table) or (isinstance(found, Alias) and isinstance(found.element, Table)):
        return [found]
    return []
