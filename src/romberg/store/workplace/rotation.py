"""New keys for old: everything sealed is sealed anew, a batch at a time, and a run that was cut short goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, and_, delete, or_, select, update

from romberg.store.workplace import keys, trail
from romberg.store.workplace.desk import Desk
from romberg.store.workplace.engine import reads_only
from romberg.store.workplace.sealing import Place, key_of
from romberg.store.workplace.tables import key_columns, key_marks, metadata, sealed_columns
from romberg.store.workplace.workplace import MARK, Workplace

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did: the key that seals now, rows sealed anew, and whether an earlier run was gone on with."""

    key: str
    rows: int
    went_on: bool


def rotate(workplace: Workplace, progress: Callable[[int], None] = lambda _: None, batch: int = _BATCH) -> Rotated:
    """Seal everything with a new key; where an earlier run was cut short, with that run's key.

    Old keys stay in the file, for backups that were made with them, until `forget_old_keys`.
    """
    went_on = len(workplace.keyring.sealer.keys) > 1 and left_to_seal(workplace)
    if not went_on:
        keys.save(keys.with_new_key(workplace.keyring), workplace.key_file)
    with workplace.whole() as desk:
        desk.turn("marks")
        current = desk.sealer.current
        if desk.one(key_marks, id=current) is None:
            desk.insert(key_marks, id=current, mark=MARK, **desk.made())
    rows = 0
    for table in _sealed_tables():
        for count in _renewed(workplace, table, batch):
            rows += count
            progress(rows)
    with workplace.whole() as desk:
        trail.note(desk, "rotate_keys", f"key/{current}", rows=rows)
    return Rotated(current, rows, went_on)


def left_to_seal(workplace: Workplace) -> bool:
    """Whether something is still sealed with an older key."""
    current = workplace.keyring.sealer.current
    with reads_only(workplace.engine).connect() as connection:
        for table in _sealed_tables():
            asked = select(*(table.c[name] for name in sealed_columns(table)))
            for row in connection.execution_options(yield_per=1000).execute(asked):
                if any(value is not None and key_of(bytes(value)) != current for value in row):
                    return True
    return False


def forget_old_keys(workplace: Workplace) -> int:
    """Take all keys but the newest out of the key file, once nothing is sealed with them; how many there were."""
    keyring = workplace.keyring
    if left_to_seal(workplace):
        return 0
    with workplace.whole() as desk:
        desk.connection.execute(delete(key_marks).where(key_marks.c.id != keyring.sealer.current))
        trail.note(desk, "rotate_keys", f"key/{keyring.sealer.current}", forgotten=len(keyring.sealer.keys) - 1)
    keys.save(keys.without_old_keys(keyring), workplace.key_file)
    return len(keyring.sealer.keys) - 1


def _sealed_tables() -> list[Table]:
    """All but the marks, each of which stays sealed with the very key that it marks."""
    return [one for one in metadata.sorted_tables if sealed_columns(one) and one is not key_marks]


def _renewed(workplace: Workplace, table: Table, batch: int) -> Iterator[int]:
    """Go through a table in the order of its keys; the rows sealed anew of each batch, each a transaction."""
    names = ("clinic_id", *key_columns(table))
    after: tuple[Any, ...] | None = None
    while True:
        with workplace.whole() as desk:
            where = [] if after is None else [_behind(table, names, after)]
            asked = select(table).where(*where).order_by(*(table.c[name] for name in names)).limit(batch)
            rows = desk.connection.execute(asked.with_for_update()).mappings().all()
            count = sum(_sealed_anew(desk, table, row) for row in rows)
        yield count
        if len(rows) < batch:
            return
        after = tuple(rows[-1][name] for name in names)


def _behind(table: Table, names: tuple[str, ...], after: tuple[Any, ...]) -> Any:
    """The rows that come behind a key, written out, for no two databases compare rows alike."""
    cases = []
    for at, name in enumerate(names):
        same = [table.c[before] == after[place] for place, before in enumerate(names[:at])]
        cases.append(and_(*same, table.c[name] > after[at]))
    return or_(*cases)


def _sealed_anew(desk: Desk, table: Table, row: Any) -> bool:
    clinic, key = row["clinic_id"], "/".join(str(row[name]) for name in key_columns(table))
    changed = {}
    for name in sealed_columns(table):
        kept = row[name]
        if kept is not None and key_of(bytes(kept)) != desk.sealer.current:
            at = Place(table.name, name, key, clinic)
            changed[name] = desk.sealer.seal(desk.sealer.open(bytes(kept), at), at)
    if changed:
        is_row = [table.c.clinic_id == clinic, *(table.c[name] == row[name] for name in key_columns(table))]
        desk.connection.execute(update(table).where(*is_row).values(**changed))
        return True
    return False
