"""What names a patient is sealed: nothing of it lies open on the disk, and nothing sealed can be moved or changed."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text, update
from workplaces import DATABASES, NOTE, draft, workplace

from romberg.formats.unreadable import Unreadable
from romberg.store.workplace import Workplace, clinics, keys, open_workplace, patients, people, visits, work
from romberg.store.workplace import tables as t
from romberg.store.workplace.sealing import Place, Sealer, key_of

PLANTED = "ZZPATIENT"


@pytest.fixture(params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workplace]:
    made = workplace(request.param, tmp_path)
    for clinic in ("north", "south"):
        clinics.found(made, clinic.title(), "owner", clinic)
    yield made
    made.close()


def planted(place: Workplace) -> str:
    """A visit in whose every sealed field the planted word stands."""
    with place.desk("north", "ada") as desk:
        who = patients.known(desk, f"{PLANTED} Quill", f"{PLANTED}-1", f"{PLANTED}-born")
        people.add(desk, f"{PLANTED} Oak", "biller", email=f"{PLANTED}@north.example")
        one = visits.keep(desk, draft(f"{NOTE} {PLANTED}", asked=f'"{PLANTED}"', patient_id=who.id, why=PLANTED))
        work.remark(desk, one.visit_id, f"{PLANTED} called")
        work.override(desk, one.visit_id, 1, "units/exceed_minutes", f"{PLANTED} says so")
        work.move(desk, one.visit_id, "held", f"{PLANTED} waits")
    return one.visit_id


def test_nothing_sealed_lies_open_on_the_disk(place: Workplace, tmp_path: Path) -> None:
    planted(place)
    if place.engine.dialect.name == "postgresql":
        with place.engine.connect() as connection:
            asked = text("SELECT pg_read_binary_file(pg_relation_filepath(oid::regclass)), relname FROM pg_class "
                         "WHERE relkind IN ('r', 'i', 't') AND relnamespace IN "
                         "(SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'pg_toast'))")  # fmt: skip
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("CHECKPOINT"))
            held = {name: bytes(data) for data, name in connection.execute(asked)}
            logs = text(
                "SELECT pg_read_binary_file('pg_wal/' || name) FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$'"
            )
            held |= {f"wal {at}": bytes(data) for at, (data,) in enumerate(connection.execute(logs))}
        assert any(b"units/exceed_minutes" in data for name, data in held.items() if not name.startswith("wal"))
    else:
        held = {file.name: file.read_bytes() for file in (tmp_path / "data").iterdir()}
        assert len(held["workplace.sqlite-wal"]) > 1000
        assert any(b"units/exceed_minutes" in data for data in held.values())
    for name, data in held.items():
        for word in (PLANTED, PLANTED.lower(), "Quill", "tandem stance"):
            assert word.encode() not in data, (name, word)


def test_a_sealed_value_is_refused_at_another_place(place: Workplace) -> None:
    with place.desk("north", "ada") as desk:
        one, two = (patients.known(desk, f"Zelda {name}", f"N-{name}") for name in ("Quill", "Rook"))
    with place.engine.begin() as connection:
        of_one = select(t.patients.c.name).where(t.patients.c.id == one.id).scalar_subquery()
        connection.execute(update(t.patients).where(t.patients.c.id == two.id).values(name=of_one))
    with pytest.raises(Unreadable) as told, place.desk("north", "ada") as desk:
        patients.opened(desk, two.id)
    assert told.value.code == "seal_broken"
    assert "Quill" not in told.value.says
    with place.engine.begin() as connection:
        own = select(t.patients.c.name).where(t.patients.c.id == one.id).scalar_subquery()
        connection.execute(update(t.patients).where(t.patients.c.id == one.id).values(born=own))
    with pytest.raises(Unreadable, match=r"patients\.born"), place.desk("north", "ada") as desk:
        patients.opened(desk, one.id)


def test_a_sealed_value_that_was_changed_is_refused(place: Workplace) -> None:
    with place.desk("north", "ada") as desk:
        one = patients.known(desk, "Zelda Quill")
    with place.engine.begin() as connection:
        kept = bytes(connection.execute(select(t.patients.c.name)).scalar_one())
        connection.execute(update(t.patients).values(name=kept[:-1] + bytes([kept[-1] ^ 1])))
    with pytest.raises(Unreadable, match="changed or moved"), place.desk("north", "ada") as desk:
        patients.opened(desk, one.id)


# --- the key file


def test_the_key_file_is_its_owner_s_alone_and_never_made_twice(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "workplace.keys"
    first, again = keys.create(path), keys.create(path)
    assert first == again == keys.load(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(path.parent) == ["workplace.keys"]
    assert first.sealer.index_key.hex() not in repr(first)


def test_a_lost_or_other_key_file_is_refused_and_no_new_one_is_made(place: Workplace, tmp_path: Path) -> None:
    planted(place)
    with pytest.raises(Unreadable, match="is missing"):
        open_workplace(place.engine.url, tmp_path / "elsewhere.keys")
    assert not (tmp_path / "elsewhere.keys").exists()
    keys.create(tmp_path / "other.keys")
    with pytest.raises(Unreadable, match="not in the key file"):
        open_workplace(place.engine.url, tmp_path / "other.keys")


@pytest.mark.parametrize(
    "damage",
    ["", "{", "[]", '{"format": "romberg.keys/2"}', lambda kept: kept | {"current": "nokey123"},
     lambda kept: kept | {"index": "AAAA"}, lambda kept: kept | {"sign": 7},
     lambda kept: kept | {"seal": {"short": next(iter(kept["seal"].values()))}, "current": "short"}],
)  # fmt: skip
def test_a_damaged_key_file_is_told(tmp_path: Path, damage: object) -> None:
    path = tmp_path / "workplace.keys"
    keys.create(path)
    words = damage if isinstance(damage, str) else json.dumps(damage(json.loads(path.read_text())))  # type: ignore[operator]
    path.write_text(words)
    with pytest.raises(Unreadable, match="no key file"):
        keys.load(path)


# --- sealing as such

_WORDS = st.text(max_size=200)
_SOMEWHERE = st.builds(Place, _WORDS, _WORDS, _WORDS, _WORDS)
_SEALER = keys.fresh().sealer


@given(_WORDS, _SOMEWHERE, _SOMEWHERE)
def test_what_is_sealed_opens_at_its_place_alone(words: str, at: Place, other: Place) -> None:
    kept = _SEALER.seal(words, at)
    assert _SEALER.open(kept, at) == words
    if at != other:
        with pytest.raises(Unreadable):
            _SEALER.open(kept, other)


@given(_SOMEWHERE, _SOMEWHERE)
def test_no_two_places_are_authenticated_alike(one: Place, other: Place) -> None:
    assert (one == other) == (one.authenticated() == other.authenticated())


@given(st.binary(max_size=60))
def test_what_nobody_sealed_does_not_open(data: bytes) -> None:
    with pytest.raises(Unreadable):
        _SEALER.open(data, Place("a", "b", "c", "d"))


def test_a_new_key_seals_and_old_ones_still_open() -> None:
    old = keys.fresh()
    new = keys.with_new_key(old)
    at = Place("visits", "note", "1", "north")
    kept = old.sealer.seal("words", at)
    assert new.sealer.open(kept, at) == "words"
    assert key_of(new.sealer.seal("words", at)) == new.sealer.current != old.sealer.current
    assert new.sealer.index("name", "Ada") == old.sealer.index("name", " ADA ")
    with pytest.raises(Unreadable, match="not in the key file"):
        keys.without_old_keys(new).sealer.open(kept, at)


def test_equal_values_of_two_kinds_have_two_indexes() -> None:
    other = Sealer(_SEALER.keys, _SEALER.current, bytes(32))
    assert _SEALER.index("name", "Ada") != _SEALER.index("email", "Ada")
    assert _SEALER.index("name", "Ada") != other.index("name", "Ada")
