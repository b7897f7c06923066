"""The self-check: what makes it unsafe to start is found, told with its fix, and nothing is started."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text, update
from workplaces import address, draft

from romberg.cli import main
from romberg.cli.workplace.started import started
from romberg.formats.unreadable import Unreadable
from romberg.store.workplace import clinics, keys, open_workplace, trail, trail_check, visits
from romberg.store.workplace import tables as t
from romberg.store.workplace.doctor import examined, machine
from romberg.store.workplace.engine import engine_of
from romberg.store.workplace.schema import begin


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a workplace that nothing is wrong with."""
    monkeypatch.setenv("ROMBERG_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ROMBERG_ROOT", "yes")  # the tests may run as root
    monkeypatch.delenv("ROMBERG_DATABASE_URL", raising=False)
    with closing(open_workplace()) as place:
        clinics.found(place, "North", "owner", "north")
        with place.desk("north", "ada") as desk:
            visits.keep(desk, draft())
        trail_check.keep_heads(place)
    return tmp_path / "data"


def grave() -> list[str]:
    return [one.name for one in examined() if one.grave]


def test_a_sound_workplace_is_safe_and_told_to_take_a_backup(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    assert capsys.readouterr().out == (
        "NOTE  No backup was taken yet. Fix: romberg backup FILE, and keep a copy of the key file apart from it\n"
        "Safe to start.\n"
    )
    assert main(["backup", str(data.parent / "clinic.backup")]) == 0
    capsys.readouterr()
    assert main(["doctor", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"safe": True, "signs": []}


def test_before_the_first_start_there_is_nothing_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROMBERG_DATA", str(tmp_path / "none"))
    monkeypatch.setenv("ROMBERG_ROOT", "yes")
    assert examined() == []
    assert not (tmp_path / "none").exists()


def test_a_folder_that_others_made_is_closed_at_the_first_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROMBERG_DATA", str(tmp_path))
    monkeypatch.setenv("ROMBERG_ROOT", "yes")
    tmp_path.chmod(0o755)
    with started():
        pass
    assert grave() == []
    assert tmp_path.stat().st_mode & 0o777 == 0o700


def _rewritten(_: Path) -> None:
    with closing(open_workplace()) as place, place.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER trail_stays"))
        connection.execute(update(t.trail).values(actor="eve"))


def _orphaned(_: Path) -> None:
    with closing(open_workplace()) as place, place.engine.connect() as connection:
        raw = connection.connection
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("UPDATE visits SET patient_id = 'nobody'")
        raw.commit()


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.parametrize(
    ("does", "name", "fix"),
    [
        (lambda data: data.chmod(0o750), "data_folder", "chmod 700"),
        (lambda data: (data / "workplace.keys").chmod(0o640), "key_file", "chmod 600"),
        (lambda data: (data / "workplace.sqlite").chmod(0o644), "database_file", "chmod 600"),
        (lambda data: (data / "workplace.keys").unlink(), "missing_key", "put it back"),
        (lambda data: (data / "workplace.keys").write_text("{}"), "missing_key", "put it back"),
        (lambda data: keys.save(keys.fresh(), data / "workplace.keys"), "missing_key", "see to it"),
        (_rewritten, "trail", "backups"),
        (_orphaned, "damaged", "restore the newest backup"),
    ],
)
def test_what_is_unsafe_is_told_with_its_fix_and_nothing_starts(
    data: Path, does: Callable[[Path], object], name: str, fix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    does(data)
    assert set(grave()) == {name}
    assert fix in next(one.fix for one in examined() if one.grave)
    assert main(["doctor"]) == 1
    assert "UNSAFE" in capsys.readouterr().out
    if name != "damaged":  # which takes longer to find than a start may take
        before = set(data.iterdir())
        with pytest.raises(Unreadable), started():
            raise AssertionError("it was started")
        assert set(data.iterdir()) - before <= {data / "workplace.sqlite-wal", data / "workplace.sqlite-shm"}


def test_root_is_refused(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ROMBERG_ROOT")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert [one.name for one in machine.user()] == ["root"]
    with pytest.raises(Unreadable, match="nothing was started"), started():
        raise AssertionError("it was started")
    monkeypatch.setattr(os, "geteuid", lambda: data.stat().st_uid or 1000)
    assert list(machine.user()) == []


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("postgresql://romberg:romberg@db.example/clinic", ["default_password"]),
        ("postgresql://romberg:Postgres@db.example/clinic", ["default_password"]),
        ("postgresql://romberg@db.example/clinic", ["default_password"]),
        ("postgresql://romberg:Q7-vale-9911-oak@db.example/clinic", []),
        ("postgresql://romberg@/clinic?host=/var/run/postgresql", []),
        ("mysql://db.example/clinic", ["database_url"]),
        ("not an address", ["database_url"]),
    ],
)
def test_default_passwords_and_other_databases_are_refused(
    url: str, found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROMBERG_DATABASE_URL", url)
    signs = list(machine.server_password())
    assert [one.name for one in signs] == found
    assert all("Q7-vale" not in one.says + one.fix for one in signs)


def test_a_server_that_does_not_answer_is_told(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROMBERG_DATABASE_URL", f"postgresql://romberg@/clinic?host={data}")
    assert grave() == ["database"]


def test_an_earlier_database_is_refused_until_it_is_renewed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ROMBERG_DATA", str(tmp_path))
    monkeypatch.setenv("ROMBERG_ROOT", "yes")
    tmp_path.chmod(0o700)
    monkeypatch.setenv("ROMBERG_DATABASE_URL", f"sqlite:///{tmp_path}/workplace.sqlite")
    engine = engine_of(address("sqlite", tmp_path).set(database=str(tmp_path / "workplace.sqlite")))
    with engine.begin() as connection:
        begin(connection, "0001")
    engine.dispose()
    keys.create(keys.key_path())
    assert grave() == ["schema_behind"]
    with pytest.raises(Unreadable, match="doctor --renew"), started():
        raise AssertionError("it was started")
    assert main(["backup", str(tmp_path / "before.backup")]) == 0  # of the database as it is
    assert main(["doctor", "--renew"]) == 0
    assert "Safe to start." in capsys.readouterr().out


def test_on_a_server_the_settings_that_lose_writes_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROMBERG_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ROMBERG_ROOT", "yes")
    at = address("postgresql", tmp_path)
    monkeypatch.setenv("ROMBERG_DATABASE_URL", at.render_as_string(hide_password=False))
    with closing(open_workplace()) as place:
        assert grave() == []
        with place.engine.begin() as connection:
            connection.execute(text(f"ALTER DATABASE {at.database} SET synchronous_commit = off"))
        assert grave() == ["not_durable"]


def test_start_and_stop_are_on_the_trail_and_heads_are_kept(data: Path) -> None:
    with started() as place:
        assert sum(one.name.startswith("Thread") for one in threading.enumerate()) >= 1
        before = len(trail_check.kept_heads(trail_check.heads_file(place)))
    with closing(open_workplace()) as place, place.engine.connect() as connection:
        assert [one.action for one in trail.entries(connection, t.SYSTEM)][-2:] == ["start", "stop"]
    assert len(trail_check.kept_heads(data / "workplace.heads")) == before + 1
