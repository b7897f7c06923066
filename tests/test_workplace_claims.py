"""Claims and imports as the workplace keeps them, and requests that are answered once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from workplaces import DATABASES, draft, workplace

from romberg.formats.unreadable import Unreadable
from romberg.store.workplace import Workplace, claims, clinics, imports, requests, visits
from romberg.store.workplace import tables as t
from romberg.store.workplace.claims import ClaimDraft
from romberg.store.workplace.imports import FileResult


@pytest.fixture(params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workplace]:
    made = workplace(request.param, tmp_path)
    for clinic in ("north", "south"):
        clinics.found(made, clinic.title(), "owner", clinic)
    yield made
    made.close()


def test_a_corrected_claim_is_a_new_version_and_the_old_one_stays(place: Workplace) -> None:
    with place.desk("north", "ada") as desk:
        visit = visits.keep(desk, draft()).visit_id
        known_by = claims.identity(
            desk, "Q-1", "medicare", date(2026, 3, 12), "1234567893", lines=("97112:2", "97110:1")
        )
        assert known_by == claims.identity(
            desk, "q-1", "medicare", date(2026, 3, 12), "1234567893", lines=("97110:1", "97112:2")
        )
        sent = ClaimDraft("medicare", date(2026, 3, 12), 15000, '{"lines": 2}', visit_id=visit, identity=known_by)
        first = claims.keep(desk, sent)
        again = claims.keep(desk, sent)
    assert (again.id, again.number) == (first.id, 1)
    with place.desk("north", "ben") as desk:
        new = ClaimDraft("medicare", date(2026, 3, 12), 10000, '{"lines": 1}', "7", visit, why="units corrected")
        second = claims.keep(desk, new, first.id, 1)
        claims.move(desk, first.id, "sent")
        old, now = claims.opened(desk, first.id, 1), claims.opened(desk, first.id)
        assert claims.opened(desk, first.id, 3) is None
        assert [row["charge_cents"] for row in claims.listed(desk, t.claims.c.status == "sent")] == [10000]
    assert old is not None
    assert now is not None
    assert (old.body, old.charge_cents, old.frequency, old.made_by) == ('{"lines": 2}', 15000, "1", "ada")
    assert (now.body, now.charge_cents, now.frequency, now.why) == ('{"lines": 1}', 10000, "7", "units corrected")
    assert second.newest == 2
    with pytest.raises(Unreadable, match="Somebody else"), place.desk("north", "ada") as desk:
        claims.keep(desk, new, first.id, 1)
    with place.desk("south", "eve") as desk:
        assert claims.opened(desk, first.id) is None
    for does in (lambda desk: claims.keep(desk, new, first.id), lambda desk: claims.move(desk, first.id, "paid"),
                 lambda desk: claims.keep(desk, new)):  # fmt: skip
        with pytest.raises(Unreadable, match="no such"), place.desk("south", "eve") as desk:
            does(desk)
    with pytest.raises(DBAPIError, match="never changed"), place.engine.begin() as connection:
        connection.execute(text("UPDATE claim_versions SET charge_cents = 1"))


def test_an_import_that_was_cut_short_goes_on_and_files_are_known_again(place: Workplace) -> None:
    files = [FileResult(at, f"note {at}.txt", 100 + at, "new", visit_id=f"v{at}") for at in range(3)]
    with place.desk("north", "ada") as desk:
        run = imports.begin(desk, "notes", 4)
        for one in files[:2]:
            assert imports.done(desk, run, one, f"hash {one.at}")
        assert not imports.done(desk, run, files[0], "hash 0")
        assert imports.left(desk, run) == [2, 3]
        assert imports.known(desk, "hash 1") == files[1]
        assert imports.known(desk, "hash 2") is None
        refused = FileResult(3, "broken.pdf", 9, "refused", "scan", "holds pictures of pages without a text layer")
        imports.done(desk, run, files[2], "hash 2")
        imports.done(desk, run, refused, "hash 3")
        imports.end(desk, run)
        assert not imports.done(desk, run, FileResult(4, "late", 1, "new"), "hash 4")
        found = imports.opened(desk, run)
        assert imports.outcomes(desk, run) == {"new": 3, "refused": 1}
        assert [one.id for one in imports.listed(desk)] == [run]
    assert found is not None
    assert (found.state, found.files, found.done, found.results) == ("done", 4, 4, (*files, refused))
    with place.desk("south", "eve") as desk:
        assert imports.opened(desk, run) is None
        assert imports.known(desk, "hash 1") is None
    with pytest.raises(Unreadable, match="no such import"), place.desk("south", "eve") as desk:
        imports.end(desk, run)


def test_a_request_that_comes_many_times_at_once_is_done_once(place: Workplace) -> None:
    answers: list[tuple[str, bool]] = []
    together = threading.Barrier(8)

    def asks() -> None:
        together.wait()
        with place.desk("north", "ada") as desk:
            answers.append(requests.once(desk, "key", "keep", lambda: visits.keep(desk, draft()).visit_id))

    workers = [threading.Thread(target=asks) for _ in range(8)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert len({answer for answer, _ in answers}) == 1
    assert sum(now for _, now in answers) == 1
    with place.desk("north", "ada") as desk:
        assert desk.count(t.visits) == 1
        with pytest.raises(Unreadable, match="another request"):
            requests.once(desk, "key", "something else", lambda: "")
        with pytest.raises(Unreadable, match="1 to 200 signs"):
            requests.once(desk, "", "keep", lambda: "")
    with place.desk("north", "ben") as desk:  # another person's key of the same name is another one
        assert requests.once(desk, "key", "keep", lambda: "mine") == ("mine", True)


def test_a_request_that_fails_can_be_sent_again(place: Workplace) -> None:
    with pytest.raises(ZeroDivisionError), place.desk("north", "ada") as desk:
        requests.once(desk, "key", "keep", lambda: str(1 / 0))
    with place.desk("north", "ada") as desk:
        assert requests.once(desk, "key", "keep", lambda: "done") == ("done", True)
