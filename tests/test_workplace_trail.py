"""The trail: what is on it, what may never be, and that nobody changes it unnoticed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import ColumnElement, Connection, delete, select, text, update
from workplaces import DATABASES, draft, workplace

from romberg.cli import main
from romberg.formats.unreadable import Unreadable
from romberg.store.workplace import Workplace, clinics, patients, people, trail, trail_check, visits, work
from romberg.store.workplace import tables as t
from romberg.store.workplace.trail import Entry, Head


@pytest.fixture(params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workplace]:
    made = workplace(request.param, tmp_path)
    for clinic in ("north", "south"):
        clinics.found(made, clinic.title(), "owner", clinic)
        with made.desk(clinic, "ada") as desk:
            for number in range(4):
                visits.keep(desk, draft(f"note {number}"))
    yield made
    made.close()


def proof(place: Workplace, kept: tuple[Head, ...] = (), whole: bool = True) -> trail_check.Proof:
    with place.engine.connect() as connection:
        return trail_check.verify(connection, place.keyring, kept, whole)


def entries(place: Workplace, clinic: str = "north") -> list[Entry]:
    with place.engine.connect() as connection:
        return list(trail.entries(connection, clinic))


def heads(place: Workplace) -> tuple[Head, ...]:
    with place.engine.connect() as connection:
        return tuple(trail.heads(connection))


def unguarded(place: Workplace, does: Callable[[Connection], object]) -> None:
    """What somebody does who owns the machine, and so takes the triggers away first."""
    with place.engine.begin() as connection:
        for name in ("stays", "is_kept"):
            on = " ON trail" if connection.dialect.name == "postgresql" else ""
            connection.execute(text(f"DROP TRIGGER trail_{name}{on}"))
        does(connection)


# --- what is on it


def test_every_read_and_write_is_on_the_trail_with_who_did_it(place: Workplace) -> None:
    with place.desk("north", "ben") as desk:
        who = patients.known(desk, "Zelda Quill", "QX-4471")
        one = visits.keep(desk, draft("new")).visit_id
        visits.opened(desk, one)
        work.override(desk, one, 1, "units/exceed_minutes", "the log shows 38")
        people.add(desk, "Ben Oak", "biller")
    found = [(entry.actor, entry.action, entry.subject) for entry in entries(place)[5:]]
    assert found[:4] == [
        ("ben", "write", f"patient/{who.id}"), ("ben", "write", f"visit/{one}"), ("ben", "read", f"visit/{one}"),
        ("ben", "override", f"visit/{one}"),
    ]  # fmt: skip
    assert found[4][1] == "people_change"
    assert json.loads(entries(place)[8].detail) == {"rule": "units/exceed_minutes", "version": 1}
    assert proof(place) == trail_check.Proof(15, 0, ())


def test_what_fails_leaves_neither_row_nor_entry(place: Workplace) -> None:
    before = len(entries(place))
    with pytest.raises(ZeroDivisionError), place.desk("north", "ben") as desk:
        assert visits.keep(desk, draft("lost")).number / 0
    assert len(entries(place)) == before
    with place.glance("north", "ben") as desk:
        assert visits.with_note(desk, "lost") == []


def test_where_the_trail_cannot_be_written_nothing_is_done(place: Workplace) -> None:
    unguarded(place, lambda connection: connection.execute(text("ALTER TABLE trail RENAME TO gone")))
    with pytest.raises(Unreadable), place.desk("north", "ben") as desk:
        visits.keep(desk, draft("lost"))
    with place.glance("north", "ben") as desk:
        assert visits.with_note(desk, "lost") == []


@pytest.mark.parametrize(
    "detail",
    [{"says": "Zelda Quill"}, {"says": "two\nlines"}, {"says": "\x1b[31m"}, {"says": "é"}, {"Says": "x"},
     {"says": "x" * 200}],
)  # fmt: skip
def test_words_are_not_let_onto_the_trail(place: Workplace, detail: dict[str, str]) -> None:
    with place.desk("north", "ben") as desk:
        with pytest.raises(ValueError, match="trail's entry"):
            trail.note(desk, "read", "visit/1", **detail)
        with pytest.raises(ValueError, match="holds words"):
            trail.note(desk, "read", "visit/Zelda Quill")


# --- who changes it is found


def test_each_changed_entry_is_named(place: Workplace) -> None:
    unguarded(place, lambda _: None)
    for entry in entries(place):
        for column, other in (
            ("actor", "eve"), ("action", "print"), ("subject", "visit/other"), ("detail", '{"version":9}'),
            ("at", entry.at.replace(year=2020)), ("previous", "f" * 64), ("hash", "e" * 64),
        ):  # fmt: skip
            was = getattr(entry, column)
            is_it = (t.trail.c.clinic_id == "north") & (t.trail.c.number == entry.number)
            with place.engine.begin() as connection:
                connection.execute(update(t.trail).where(is_it).values({column: other}))
            (first, *_) = proof(place).faults
            assert (first.clinic, first.number) == ("north", entry.number), column
            with place.engine.begin() as connection:
                connection.execute(update(t.trail).where(is_it).values({column: was}))
    assert proof(place).faults == ()


def test_each_deleted_entry_is_named(place: Workplace) -> None:
    unguarded(place, lambda _: None)
    for entry in entries(place):
        with place.engine.begin() as connection:
            row = connection.execute(select(t.trail).where(_is(entry))).mappings().one()
            connection.execute(delete(t.trail).where(_is(entry)))
        (first, *_) = proof(place).faults
        assert first.number == entry.number
        assert "missing" in first.says or "cut off" in first.says
        with place.engine.begin() as connection:
            connection.execute(t.trail.insert().values(**row))


def _is(entry: Entry) -> ColumnElement[bool]:
    is_it: ColumnElement[bool] = (t.trail.c.clinic_id == entry.clinic) & (t.trail.c.number == entry.number)
    return is_it


def test_two_entries_that_changed_places_are_named(place: Workplace) -> None:
    def swapped(connection: Connection) -> None:
        for old, new in ((2, 99), (3, 2), (99, 3)):
            where = (t.trail.c.clinic_id == "north") & (t.trail.c.number == old)
            connection.execute(update(t.trail).where(where).values(number=new))

    unguarded(place, swapped)
    assert proof(place).faults[0].number == 2


def test_a_chain_that_was_counted_anew_has_no_signature(place: Workplace) -> None:
    """Who rewrites an entry and all hashes behind it still lacks the key that signs the head."""
    last, rows = entries(place)[0].hash, []
    for entry in entries(place)[1:]:
        forged = replace(entry, previous=last, actor="eve")
        last = trail.hash_of(forged)
        rows.append((entry, {"actor": "eve", "previous": forged.previous, "hash": last}))

    def rewritten(connection: Connection) -> None:
        for entry, values in rows:
            connection.execute(update(t.trail).where(_is(entry)).values(**values))
        of_north = t.trail_heads.c.clinic_id == "north"
        connection.execute(update(t.trail_heads).where(of_north).values(hash=last))

    unguarded(place, rewritten)
    assert [one.says for one in proof(place).faults] == ["The head carries a signature that is not ours."]


def test_a_tail_that_was_cut_with_its_head_is_found_by_a_kept_head(place: Workplace) -> None:
    early = heads(place)
    with place.desk("north", "ada") as desk:
        visits.keep(desk, draft("and one more"))
    late = heads(place)

    def cut(connection: Connection) -> None:
        where = (t.trail.c.clinic_id == "north") & (t.trail.c.number > 5)
        connection.execute(delete(t.trail).where(where))

    unguarded(place, cut)
    assert proof(place).faults[0].says == "The trail was cut off: entries 6 to 6 are gone."
    with place.engine.begin() as connection:
        (old,) = (one for one in early if one.clinic == "north")
        of_north = t.trail_heads.c.clinic_id == "north"
        values = {"number": old.number, "hash": old.hash, "signature": old.signature}
        connection.execute(update(t.trail_heads).where(of_north).values(**values))
    assert proof(place).faults == ()  # a head of its own time, and nothing else to compare with
    for whole in (True, False):
        assert "cut off" in proof(place, late, whole).faults[0].says


def test_a_trail_without_its_head_or_clinic_is_found(place: Workplace) -> None:
    kept = heads(place)
    with place.engine.begin() as connection:
        connection.execute(delete(t.trail_heads).where(t.trail_heads.c.clinic_id == "north"))
    assert [one.says for one in proof(place, kept).faults] == ["The head of this clinic's trail is gone."]


def test_what_came_after_the_kept_heads_is_looked_at_alone(place: Workplace) -> None:
    assert trail_check.keep_heads(place) == 3
    assert trail_check.keep_heads(place) == 0
    file = trail_check.heads_file(place)
    kept = trail_check.kept_heads(file)
    with place.desk("north", "ada") as desk:
        visits.keep(desk, draft("and one more"))
    found = proof(place, tuple(kept), whole=False)
    assert (found.entries, found.faults) == (3, ())  # and the entries of the kept heads themselves
    assert proof(place, tuple(kept)).entries == 11
    with file.open("a", encoding="utf-8") as half:
        half.write('{"clinic": "north", "num')
    assert trail_check.kept_heads(file) == kept
    forged = (replace(kept[0], number=3),)
    assert "not ours" in proof(place, forged).faults[0].says


def test_the_application_may_not_change_the_trail(place: Workplace) -> None:
    for statement in ("UPDATE trail SET actor = 'eve'", "DELETE FROM trail", "UPDATE trail_heads SET clinic_id = 'x'"):
        with pytest.raises(Unreadable), place.desk("north", "eve") as desk:
            desk.connection.execute(text(statement))
    assert proof(place).faults == ()


# --- the command


def test_the_command_proves_and_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ROMBERG_DATA", str(tmp_path / "data"))
    assert main(["audit-log", "verify"]) == 2
    assert "no workplace yet" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()
    from romberg.store.workplace import open_workplace  # noqa: PLC0415  # after the folder was named

    place = open_workplace()
    clinics.found(place, "North", "owner", "north")
    with place.desk("north", "ada") as desk:
        one = visits.keep(desk, draft()).visit_id
    assert main(["audit-log", "verify"]) == 0
    assert capsys.readouterr().out == "2 entries, 0 kept heads compared: the trail proves.\n"
    assert main(["audit-log", "verify", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"entries": 2, "kept_heads": 2, "faults": []}
    assert main(["audit-log", "show", "--actor", "ada"]) == 0
    assert f"visit/{one}" in capsys.readouterr().out
    assert main(["audit-log", "show", "--subject", f"visit/{one}", "--format", "json"]) == 0
    assert [row["action"] for row in json.loads(capsys.readouterr().out)] == ["write"]
    assert main(["audit-log", "heads"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    unguarded(place, lambda connection: connection.execute(update(t.trail).values(actor="eve")))
    assert main(["audit-log", "verify"]) == 1
    assert "north: Entry 1 was changed." in capsys.readouterr().out
    place.close()
