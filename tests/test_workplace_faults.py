"""What the machine does to the workplace: a full disk, a database that is away, keys gone, a clock set back.

Each is answered with a sentence, loses nothing that was acknowledged, keeps nothing twice, and is over with its cause.
"""

from __future__ import annotations

import os
import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import workplaces
from fastapi.testclient import TestClient
from made_workplace import NOTE, keep
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError
from workplaces import DATABASES, draft, workplace

from romberg.formats.unreadable import Unreadable
from romberg.store.workplace import Workplace, clinics, trail_check, visits
from romberg.store.workplace import tables as t
from romberg.store.workplace.doctor import of_database
from romberg.web import made
from romberg.web.desks import CLINIC, PERSON

ROUNDS = int(os.environ.get("ROMBERG_ROUNDS", "1"))
PAGES = ("/queue", "/patients")


@contextmanager
def served(place: Workplace) -> Iterator[TestClient]:
    base = "http://127.0.0.1:8750"
    with TestClient(made(workplace=place), base_url=base, raise_server_exceptions=False) as client:
        yield client


def sent(client: TestClient, patient: str) -> str | None:
    """The visit that was kept and acknowledged, or None where the answer was a sentence."""
    text = NOTE.replace("Odile F.", patient)
    answer = client.post("/kept", data={"text": text}, follow_redirects=False)
    if answer.status_code == 303:
        return str(answer.headers["location"].rpartition("/")[2])
    refused(answer, patient)
    return None


def refused(answer: Any, *never: str) -> None:
    """A sentence, when to come again, and not a word of a patient."""
    assert answer.status_code == 503, answer.text
    assert answer.headers["retry-after"].isdigit()
    assert any(words in answer.text for words in ("nothing was changed", "is missing"))
    assert not any(word in answer.text for word in ("Traceback", "INSERT", "SELECT", *never))


def whole(place: Workplace, acknowledged: set[str]) -> None:
    """Everything acknowledged is there, nothing twice, nothing half; the trail proves."""
    with place.engine.connect() as connection:
        rows = {row.id: row.newest for row in connection.execute(select(t.visits))}
        counted = select(t.visit_versions.c.visit_id, func.count()).group_by("visit_id")
        versions = {str(row[0]): row[1] for row in connection.execute(counted)}
        notes = connection.execute(select(t.visit_versions.c.note_index)).scalars().all()
        assert trail_check.verify(connection, place.keyring).faults == ()
    assert acknowledged <= rows.keys()
    assert rows == versions
    assert len(set(notes)) == len(notes)
    assert [one for one in of_database(place) if one.grave] == []


def test_a_disk_that_is_full_at_any_page(tmp_path: Path) -> None:
    """The database may grow by so many pages and no further; a page more each time."""
    place = workplace("sqlite", tmp_path)
    limit = [0]

    @event.listens_for(place.engine, "checkout")
    def _limited(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {limit[0] or 4294967294}")

    notes = [f"note {number} " + "of several pages " * 600 for number in range(12)]
    with served(place) as client:
        kept = {keep(client, "Ada Before")}
        with place.engine.connect() as connection:
            pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
        for more, note in enumerate(notes):
            limit[0] = pages + more
            kept |= filled(place, note)
        assert sent(client, "Bea Full " + "x" * 9_000) is None  # a page is told the same
        limit[0] = 0
        whole(place, kept)
        assert len(kept) < 6
        for note in notes:  # sent again, each is there once
            kept |= filled(place, note)
        kept.add(keep(client, "Bea Full"))
    whole(place, kept)
    place.close()
    assert len(kept) == 2 + len(notes)


def filled(place: Workplace, note: str) -> set[str]:
    """The visit of a note that is kept at a desk; nothing where the disk is full."""
    try:
        with place.desk(CLINIC, PERSON) as desk:
            found = visits.keep(desk, draft(note, identity=note[:8]))
    except Unreadable as error:
        told(error)
        return set()
    return {found.visit_id}


def told(error: Unreadable) -> None:
    """That nothing was changed, and no word of what was to be kept."""
    assert "nothing was changed" in error.says
    assert "Zelda" not in error.says


def test_a_disk_that_takes_no_further_byte(tmp_path: Path) -> None:
    """The system itself cuts what is written, in the middle of a page of the journal too."""
    place = workplace("sqlite", tmp_path)
    journal = tmp_path / "data" / "workplace.sqlite-wal"
    kept, refusals = set[str](), 0
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with served(place) as client:
        kept.add(keep(client, "Ada Before"))
        for number in range(6):
            resource.setrlimit(resource.RLIMIT_FSIZE, (journal.stat().st_size + number * 5_003, hard))
            try:
                found = sent(client, f"Cleo Cut{number}")
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            refusals += found is None
            kept |= {found} if found else set()
        whole(place, kept)
        kept |= {keep(client, f"Cleo Cut{number}") for number in range(6)}
        whole(place, kept)
    place.close()
    assert refusals > 3
    assert len(kept) == 7


@pytest.mark.parametrize("kind", DATABASES)
def test_a_database_that_fails_in_the_middle_of_a_request(kind: str, tmp_path: Path) -> None:
    """Every statement of keeping a visit fails in its turn."""
    place, failing, at = workplace(kind, tmp_path), [0], [0]
    clinics.found(place, "North", "owner", "north")

    @event.listens_for(place.engine, "before_cursor_execute")
    def _broken(*_: Any) -> None:
        at[0] += 1
        if failing[0] and at[0] == failing[0]:
            raise OperationalError("a statement with Zelda Quill", {}, Exception("gone away"))

    kept, number = set[str](), 0
    while True:
        failing[0], at[0], number = number + 1, 0, number + 1
        try:
            with place.desk("north", "ada") as desk:
                found = visits.keep(desk, draft(f"note {number}"))
        except Unreadable as error:
            told(error)
            continue
        kept.add(found.visit_id)
        if at[0] < failing[0]:
            break
    failing[0] = 0
    assert number >= 8
    whole(place, kept)
    assert len(kept) == 1
    place.close()


def test_keys_that_are_gone_and_come_back(tmp_path: Path) -> None:
    place = workplace("sqlite", tmp_path)
    with served(place) as client:
        kept = {keep(client, "Ada Key")}
        held = place.key_file.rename(tmp_path / "away")
        for path in ("/queue", f"/kept/{next(iter(kept))}", "/patients"):
            refused(client.get(path), "Ada")
        assert sent(client, "Bea Key") is None
        answer = client.get("/api/v1/visits")
        assert (answer.status_code, answer.json()["error"]["code"]) == (503, "missing_key")
        held.rename(place.key_file)
        assert "Ada Key" in client.get("/queue").text
        kept.add(keep(client, "Bea Key"))
    whole(place, kept)
    place.close()


@pytest.mark.parametrize("kind", DATABASES)
def test_a_clock_that_jumps(kind: str, tmp_path: Path) -> None:
    """Versions and the trail go on by number, whatever the clock tells."""
    now = [datetime(2026, 3, 29, 1, 59, tzinfo=UTC)]
    place = workplace(kind, tmp_path, clock=lambda: now[0])
    clinics.found(place, "North", "owner", "north")
    with place.desk("north", "ada") as desk:
        visit = visits.keep(desk, draft("first")).visit_id
    for number, jump in enumerate((-86_400, 86_400, -400 * 86_400, 3_600, -1), 2):
        now[0] += timedelta(seconds=jump)
        with place.desk("north", "ada") as desk:
            kept = visits.keep(desk, draft(f"version {number}"), visit, number - 1)
        assert (kept.number, kept.outcome) == (number, "changed")
    with place.desk("north", "ada") as desk:
        assert [one[0] for one in visits.history(desk, visit)] == [6, 5, 4, 3, 2, 1]
        opened = visits.opened(desk, visit)
        assert opened is not None
        assert opened.note == "version 6"
        assert opened.service_date == draft().service_date
    with place.engine.connect() as connection:
        assert trail_check.verify(connection, place.keyring).faults == ()
    place.close()


@pytest.mark.skipif(ROUNDS < 3, reason="a server that was killed takes its time to mend itself: make soak")
def test_a_server_that_stops_and_starts_again(tmp_path: Path) -> None:
    place = workplace("postgresql", tmp_path, which="to stop")
    with served(place) as client:
        kept = {keep(client, "Ada Stop")}
        stop, taken = threading.Event(), list[str | None]()

        def writes() -> None:
            while not stop.is_set():
                taken.append(sent(client, f"Dov Stop{len(taken)}"))

        worker = threading.Thread(target=writes)
        worker.start()
        while len(taken) < 2:
            assert worker.is_alive()
        workplaces.stop_server("to stop")
        for path in PAGES:
            refused(client.get(path), "Ada")
        workplaces.start_server("to stop")
        stop.set()
        worker.join()
        kept |= {one for one in taken if one is not None}
        assert None in taken
        assert "Ada Stop" in client.get("/queue").text
        kept.add(keep(client, "Eva Again"))
    whole(place, kept)
    place.close()
