"""Backups: taken while people write, restored whole on an empty machine, refused where anything of them is wrong."""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.engine import URL
from workplaces import DATABASES, NOTE, address, draft

from romberg.cli import main
from romberg.formats.unreadable import Unreadable
from romberg.store import opened as books
from romberg.store.workplace import (
    Workplace,
    clinics,
    keys,
    open_workplace,
    patients,
    people,
    schema,
    trail_check,
    visits,
    work,
)
from romberg.store.workplace import tables as t
from romberg.store.workplace.backup import check, restore, take
from romberg.store.workplace.backup.members import reflected
from romberg.store.workplace.engine import engine_of


class Machine:
    """A machine with its own data folder and database."""

    def __init__(self, kind: str, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.data, self.patch = folder / "data", patch
        folder.mkdir()
        self.url = address(kind, folder).render_as_string(hide_password=False) if kind == "postgresql" else ""

    def here(self) -> None:
        """Work on this machine from now on."""
        self.patch.setenv("ROMBERG_DATA", str(self.data))
        self.patch.setenv("ROMBERG_DATABASE_URL", self.url)


@pytest.fixture(params=DATABASES)
def kind(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture
def machines(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Machine, Machine]:
    one, other = (Machine(kind, tmp_path / name, monkeypatch) for name in ("one", "other"))
    one.here()
    return one, other


def begun() -> Workplace:
    """A workplace with two clinics and something of everything."""
    place = open_workplace()
    for clinic in ("north", "south"):
        clinics.found(place, clinic.title(), "owner", clinic)
        with place.desk(clinic, "ada") as desk:
            who = patients.known(desk, "ZZPATIENT Quill", "Q-1", "1944-03-02")
            ben = people.add(desk, "Ben Oak", "biller", email="ben@north.example")
            for number in range(3):
                kept = visits.keep(desk, draft(f"{NOTE}{number}", patient_id=who.id, service_date=None))
                visits.keep(desk, draft(f"{NOTE}{number} \u00e9\U0001f600", patient_id=who.id), kept.visit_id)
            work.assign(desk, kept.visit_id, ben.id)
            work.remark(desk, kept.visit_id, "ZZPATIENT called\nback")
    return place


def everything(place: Workplace) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, but for the trail and its heads, which go on."""
    with place.engine.connect() as connection:
        return {
            table.name: sorted(tuple(str(value) for value in row) for row in connection.execute(table.select()))
            for table in reflected(connection)
            if table.name not in ("trail", "trail_heads")
        }


def test_a_backup_is_restored_whole_on_an_empty_machine(machines: tuple[Machine, Machine], tmp_path: Path) -> None:
    one, other = machines
    with closing(begun()) as place:
        (one.data / "payers").mkdir()
        (one.data / "payers" / "own.yaml").write_text("title: Own\n")
        with books() as database:
            database.execute("PRAGMA user_version")
        before, key_file = everything(place), place.key_file
        taken = take(place, tmp_path / "clinic.backup")
        assert "ZZPATIENT" in str(visits_of(place))
    data = (tmp_path / "clinic.backup").read_bytes()
    for word in (b"ZZPATIENT", b"zzpatient", b"Ben Oak", b"units/exceed", b"Own", b"trail"):
        assert word not in data
    other.here()
    told = restore(tmp_path / "clinic.backup", key_file)
    assert told.members == taken.members
    assert {member.name for member in told.members if member.kind == "file"} == {"payers/own.yaml", "romberg.sqlite"}
    assert (other.data / "payers" / "own.yaml").read_text() == "title: Own\n"
    with closing(open_workplace()) as place:
        assert everything(place) == before
        with place.engine.connect() as connection:
            proof = trail_check.verify(connection, place.keyring)
        assert proof.faults == ()
        assert "ZZPATIENT" in str(visits_of(place))
        with place.desk("north", "ada") as desk:
            visits.keep(desk, draft("and on it goes"))
    if not other.url:
        assert other.data.stat().st_mode & 0o777 == 0o700
        assert {path.name for path in other.data.iterdir()} == {
            "payers", "romberg.sqlite", "workplace.keys", "workplace.sqlite", "workplace.heads",
        }  # fmt: skip
    with pytest.raises(Unreadable, match="not empty"):
        restore(tmp_path / "clinic.backup", key_file)


def visits_of(place: Workplace) -> list[object]:
    with place.desk("north", "ada") as desk:
        return [(head.patient_name, visits.opened(desk, head.id)) for head in visits.listed(desk)]


def test_a_backup_taken_while_people_write_is_one_moment(machines: tuple[Machine, Machine], tmp_path: Path) -> None:
    """Each desk writes two visits: whatever the moment, both are in it or none."""
    _, other = machines
    with closing(begun()) as place:
        stop, written = threading.Event(), list[int]()

        def writes(who: int) -> None:
            for number in itertools.takewhile(lambda _: not stop.is_set(), itertools.count()):
                with place.desk("north", f"w{who}") as desk:
                    for twin in "ab":
                        visits.keep(desk, draft(f"{who} {number} {twin}", payer=f"pair-{who}-{number}"))
                written.append(who)

        workers = [threading.Thread(target=writes, args=(who,)) for who in range(3)]
        for worker in workers:
            worker.start()
        while len(written) < 5:
            assert any(worker.is_alive() for worker in workers)
        for number in range(3):
            take(place, tmp_path / f"{number}.backup")
        stop.set()
        for worker in workers:
            worker.join()
        key_file = place.key_file
    other.here()
    restore(tmp_path / "1.backup", key_file)
    with closing(open_workplace()) as place:
        with place.desk("north", "ada") as desk:
            heads = visits.listed(desk, t.visits.c.payer.like("pair-%"), limit=100_000)
        assert 10 <= len(heads) <= 2 * len(written)
        assert len(heads) == 2 * len({head.payer for head in heads})
        with place.engine.connect() as connection:
            assert trail_check.verify(connection, place.keyring).faults == ()


def test_between_the_two_databases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was kept in SQLite goes on in PostgreSQL, and back."""
    key_file, before = None, None
    for number, (source, target) in enumerate((DATABASES, DATABASES[::-1])):
        one, other = (Machine(kind, tmp_path / f"{number}{kind}", monkeypatch) for kind in (source, target))
        one.here()
        with closing(begun()) as place:
            take(place, tmp_path / f"{number}.backup")
            key_file, before = place.key_file, everything(place)
        other.here()
        restore(tmp_path / f"{number}.backup", key_file)
        with closing(open_workplace()) as place:
            assert everything(place) == before
            with place.engine.connect() as connection:
                assert trail_check.verify(connection, place.keyring).faults == ()


# --- what is wrong


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[bytes, Path]]:
    """A backup in bytes, and its key file."""
    folder = tmp_path_factory.mktemp("held")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROMBERG_DATA", str(folder / "data"))
        patch.delenv("ROMBERG_DATABASE_URL", raising=False)
        with closing(begun()) as place:
            take(place, folder / "clinic.backup")
            yield (folder / "clinic.backup").read_bytes(), place.key_file


@given(st.data())
@settings(max_examples=60)
def test_a_damaged_backup_is_refused_and_leaves_nothing(
    held: tuple[bytes, Path], tmp_path_factory: pytest.TempPathFactory, drawn: st.DataObject
) -> None:
    data, key_file = held
    at = drawn.draw(st.integers(0, len(data) - 1))
    how = drawn.draw(st.sampled_from(["flipped", "cut", "doubled", "more"]))
    bad = {
        "flipped": data[:at] + bytes([data[at] ^ (1 << drawn.draw(st.integers(0, 7)))]) + data[at + 1 :],
        "cut": data[:at], "doubled": data[:at] + data[at:][:100] + data[at:], "more": data + b"\x00",
    }[how]  # fmt: skip
    folder = tmp_path_factory.mktemp("bad")
    (folder / "bad.backup").write_bytes(bad)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROMBERG_DATA", str(folder / "data"))
        patch.delenv("ROMBERG_DATABASE_URL", raising=False)
        with pytest.raises(Unreadable):
            restore(folder / "bad.backup", key_file)
    assert not (folder / "data").exists()


def test_another_key_file_and_a_newer_backup_are_refused(
    held: tuple[bytes, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, key_file = held
    path = tmp_path / "clinic.backup"
    path.write_bytes(data)
    assert check(path, keys.load(key_file)).head.program
    with pytest.raises(Unreadable, match="does not hold"):
        check(path, keys.create(tmp_path / "other.keys"))
    monkeypatch.setenv("ROMBERG_DATA", str(tmp_path / "data"))
    keys.create(tmp_path / "data" / "workplace.keys")
    with pytest.raises(Unreadable, match="Another key file"):
        restore(path, key_file)
    monkeypatch.setattr("romberg.store.workplace.schema.known", lambda: ("0000",))
    with pytest.raises(Unreadable, match="update Romberg"):
        check(path, keys.load(key_file))


def test_a_restore_that_fails_half_way_leaves_no_workplace(
    held: tuple[bytes, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, key_file = held
    (tmp_path / "clinic.backup").write_bytes(data)
    monkeypatch.setenv("ROMBERG_DATA", str(tmp_path / "data"))
    with monkeypatch.context() as patch:
        patch.setattr("romberg.store.workplace.backup.restoring._compared", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            restore(tmp_path / "clinic.backup", key_file)
    assert list((tmp_path / "data").iterdir()) == []
    (tmp_path / "data" / ".restoring-of-a-killed-run").mkdir()
    restore(tmp_path / "clinic.backup", key_file)
    assert main(["audit-log", "verify"]) == 0


def test_what_cannot_be_written_is_told(
    held: tuple[bytes, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROMBERG_DATA", str(held[1].parent))
    with closing(open_workplace()) as place:
        for path in (tmp_path, tmp_path / "no" / "such" / "folder.backup"):
            with pytest.raises(Unreadable, match=r"cannot be written|exists already"):
                take(place, path)
    assert list(tmp_path.iterdir()) == []


def test_an_older_step_is_restored_and_brought_to_the_newest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup of the first version of the tables, taken then, restores with today's program."""
    monkeypatch.setenv("ROMBERG_DATA", str(tmp_path / "then"))
    then = engine_of(URL.create("sqlite", database=str(tmp_path / "then" / "workplace.sqlite")))
    with then.begin() as connection:
        schema.begin(connection, "0001")
    then.dispose()
    with pytest.raises(Unreadable, match="doctor --renew"):
        open_workplace()
    with closing(open_workplace(behind="left")) as place:
        clinics.found(place, "North", "owner", "north")
        with place.desk("north", "ada") as desk:
            visits.keep(desk, draft())
        take(place, tmp_path / "then.backup")
        key_file = place.key_file
    monkeypatch.setenv("ROMBERG_DATA", str(tmp_path / "now"))
    assert restore(tmp_path / "then.backup", key_file).head.step == "0001"
    with closing(open_workplace()) as place, place.engine.connect() as connection:
        assert schema.standing(connection) == schema.newest() != "0001"
        assert connection.execute(text("SELECT count(*) FROM visits")).scalar_one() == 1


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("ROMBERG_DATA", str(tmp_path / "data"))
    begun().close()
    file = str(tmp_path / "clinic.backup")
    assert main(["backup", file]) == 0
    told = capsys.readouterr()
    assert "visits                   6 rows" in told.out
    assert "keep a copy of" in told.err
    assert main(["restore", file, "--check", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["restored"] is False
    assert datetime.fromisoformat(found["made_at"]).tzinfo == UTC
    monkeypatch.setenv("ROMBERG_DATA", str(tmp_path / "new"))
    assert main(["restore", file]) == 2
    assert "is missing" in capsys.readouterr().err
    assert main(["restore", file, "--keys", str(tmp_path / "data" / "workplace.keys")]) == 0
    assert "compared row by row" in capsys.readouterr().out
    assert main(["audit-log", "show", "--clinic", "system"]) == 0
    assert " restore " in capsys.readouterr().out
