"""New keys: everything sealed is sealed anew, a run that was cut short goes on, and who works meanwhile goes on too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from workplaces import DATABASES, NOTE, draft, workplace

from romberg.cli import main
from romberg.formats.unreadable import Unreadable
from romberg.store.workplace import Workplace, clinics, keys, open_workplace, patients, rotation, visits
from romberg.store.workplace import tables as t
from romberg.store.workplace.sealing import key_of


@pytest.fixture(params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workplace]:
    made = workplace(request.param, tmp_path)
    for clinic in ("north", "south"):
        clinics.found(made, clinic.title(), "owner", clinic)
        with made.desk(clinic, "ada") as desk:
            for number in range(7):
                who = patients.known(desk, f"Zelda Quill {number}", f"Q-{number}")
                visits.keep(desk, draft(f"{NOTE}{number}", patient_id=who.id))
    yield made
    made.close()


def keys_in_use(place: Workplace) -> set[str]:
    with place.engine.connect() as connection:
        tables = [one for one in t.metadata.sorted_tables if one is not t.key_marks]
        every = (row for table in tables for name in t.sealed_columns(table)
                 for row in connection.execute(select(table.c[name])))  # fmt: skip
        return {key_of(bytes(value)) for (value,) in every if value is not None}


def notes(place: Workplace) -> list[str]:
    found = []
    for clinic in ("north", "south"):
        with place.desk(clinic, "ada") as desk:
            for head in visits.listed(desk):
                version = visits.opened(desk, head.id)
                assert version is not None
                found.append(f"{head.patient_name}: {version.note}")
    return sorted(found)


def test_everything_is_sealed_anew_and_reads_as_before(place: Workplace) -> None:
    before, old = notes(place), place.keyring.sealer.current
    done = rotation.rotate(place, batch=3)
    assert keys_in_use(place) == {done.key}
    assert done.key != old
    assert done.rows == 2 * (7 + 7 + 7)  # patients, versions, findings
    assert notes(place) == before
    with place.desk("north", "ada") as desk:
        assert [one.name for one in patients.sought(desk, "q-3")] == ["Zelda Quill 3"]
    assert rotation.forget_old_keys(place) == 1
    again = open_workplace(place.engine.url, place.key_file)
    assert set(again.keyring.sealer.keys) == {done.key}
    assert notes(again) == before
    again.close()


def test_a_run_that_was_cut_short_goes_on(place: Workplace) -> None:
    before = notes(place)

    def killed(rows: int) -> None:
        if rows > 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(place, killed, batch=3)
    assert len(keys_in_use(place)) == 2
    assert notes(place) == before
    assert rotation.forget_old_keys(place) == 0
    begun = place.keyring.sealer.current
    done = rotation.rotate(place, batch=3)
    assert (done.key, done.went_on) == (begun, True)
    assert keys_in_use(place) == {begun}
    assert notes(place) == before


def test_who_works_meanwhile_goes_on_with_the_new_key(place: Workplace) -> None:
    other = open_workplace(place.engine.url, place.key_file)
    seen: list[str] = []

    def works(rows: int) -> None:
        with other.desk("north", "ben") as desk:
            seen.append(visits.keep(desk, draft(f"meanwhile {rows} {len(seen)}")).visit_id)
            assert visits.opened(desk, seen[0]) is not None

    done = rotation.rotate(place, works, batch=5)
    assert keys_in_use(place) == {done.key}
    assert rotation.forget_old_keys(place) == 1
    with other.desk("north", "ben") as desk:
        assert all(visits.opened(desk, one) for one in seen)
    other.close()


def test_without_its_old_key_an_old_value_is_told_and_not_shown_empty(place: Workplace) -> None:
    keys.save(keys.without_old_keys(keys.with_new_key(place.keyring)), place.key_file)
    with pytest.raises(Unreadable, match="not in the key file"):
        notes(place)


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("ROMBERG_DATA", str(tmp_path))
    place = open_workplace()
    clinics.found(place, "North", "owner", "north")
    with place.desk("north", "ada") as desk:
        visits.keep(desk, draft())
    assert main(["keys", "rotate"]) == 0
    told = capsys.readouterr()
    assert "2 rows are sealed" in told.out
    assert "copy the key file" in told.err
    assert main(["keys", "forget-old"]) == 0
    assert capsys.readouterr().out.startswith("1 old keys were dropped")
    place.close()
