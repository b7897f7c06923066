"""A workplace under strain: the same request from many hands at once, and a disk without room.

A few rounds here; `make soak` presses a thousand times with fifty hands (ROMBERG_CLICKS).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from made_workplace import NOTE
from sqlalchemy import event
from workplaces import DATABASES, draft, workplace

from romberg.formats.unreadable import Unreadable
from romberg.store.workplace import Workplace, clinics, requests, trail_check, visits, work
from romberg.store.workplace import tables as t
from romberg.store.workplace.doctor import of_database
from romberg.web import made

CLICKS = int(os.environ.get("ROMBERG_CLICKS", "3"))
HANDS = 50 if CLICKS > 3 else 8
CLINIC = "north"


@pytest.fixture(params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workplace]:
    at = workplace(request.param, tmp_path)
    clinics.found(at, "North", "owner", CLINIC)
    yield at
    at.close()


def sound(place: Workplace) -> None:
    """The trail proves and the database is whole."""
    with place.engine.connect() as connection:
        assert trail_check.verify(connection, place.keyring).faults == ()
    assert [one for one in of_database(place) if one.grave] == []


def test_one_button_pressed_by_many_hands_does_its_work_once(place: Workplace) -> None:
    """Each round: a visit kept, noted on and approved by all hands at once, each with the same key."""
    for click in range(CLICKS):
        answers: list[tuple[str, bool]] = []
        together = threading.Barrier(HANDS)

        def presses(click: int = click, together: threading.Barrier = together, to: Any = answers) -> None:
            together.wait()
            with place.desk(CLINIC, "ada") as desk:
                to.append(requests.once(desk, f"c{click}", "submit", lambda: submitted(desk, click)))

        def submitted(desk: Any, click: int) -> str:
            kept = visits.keep(desk, draft(f"{NOTE}{click}", identity=f"v{click}"))
            work.remark(desk, kept.visit_id, "sent")
            work.move(desk, kept.visit_id, "held", "until the claim is made")
            return kept.visit_id

        hands = [threading.Thread(target=presses) for _ in range(HANDS)]
        for one in hands:
            one.start()
        for one in hands:
            one.join()
        assert len(answers) == HANDS
        assert len({answer for answer, _ in answers}) == 1
        assert sum(now for _, now in answers) == 1
    with place.desk(CLINIC, "ada") as desk:
        assert [desk.count(one) for one in (t.visits, t.visit_versions, t.remarks, t.steps)] == [CLICKS] * 4
    sound(place)


@contextmanager
def full(place: Workplace) -> Iterator[None]:
    """A SQLite database that may not grow by a page, whichever connection writes."""

    def capped(connection: Any, _entry: Any) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(place.engine, "connect", capped)
    place.engine.dispose()
    yield
    event.remove(place.engine, "connect", capped)
    place.engine.dispose()


def test_a_full_disk_is_told_loses_nothing_and_is_over_when_there_is_room(tmp_path: Path) -> None:
    at = workplace("sqlite", tmp_path)
    clinics.found(at, "North", "owner", CLINIC)
    kept: list[str] = []
    refused: list[Unreadable] = []
    with full(at):
        for number in range(400):
            try:
                with at.desk(CLINIC, "ada") as desk:
                    one = visits.keep(desk, draft(f"{NOTE}{number}{'x' * 3000}")).visit_id
                kept.append(one)
            except Unreadable as error:
                refused.append(error)
        with at.glance(CLINIC, "ada") as desk:
            assert desk.count(t.visits) == len(kept), "what is there is still shown"
    assert {one.code for one in refused} == {"database"}
    assert all("full" in one.says and "nothing was changed" in one.says for one in refused)
    assert not any("tandem" in one.says for one in refused)
    assert len(refused) > 10
    sound(at)
    with at.desk(CLINIC, "ada") as desk:
        assert {one["id"] for one in desk.all(t.visits)} == set(kept)
        assert visits.keep(desk, draft("after")).outcome == "new"
    sound(at)
    at.close()


def test_a_full_disk_is_a_sentence_on_the_page_and_for_programs(tmp_path: Path) -> None:
    at = workplace("sqlite", tmp_path)
    with TestClient(made(workplace=at), base_url="http://127.0.0.1:8750", raise_server_exceptions=False) as client:
        with full(at):
            for _ in range(60):
                page = client.post("/kept", data={"text": NOTE + "x" * 20_000 + str(_)}, follow_redirects=False)
                if page.status_code != 303:
                    break
            told = client.post("/api/v1/visits", json={"text": NOTE + "y" * 200_000})
        for answer in (page, told):
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
            assert "full" in answer.text
            assert str(tmp_path) not in answer.text
        assert client.post("/kept", data={"text": NOTE}, follow_redirects=False).status_code == 303
    at.close()
