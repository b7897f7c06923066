"""Killed at any moment under mixed load: no acknowledged write is lost, and none is there twice.

A few rounds here; `make soak` runs two hundred (ROMBERG_ROUNDS).
"""

from __future__ import annotations

import multiprocessing
import os
import random
import sys
import threading
import time
from collections import Counter
from contextlib import closing, suppress
from multiprocessing import forkserver
from pathlib import Path

import pytest
import workplace_load
import workplaces
from sqlalchemy import func, select
from workplaces import DATABASES, workplace

from romberg.store.workplace import Workplace, clinics, trail_check, visits
from romberg.store.workplace import tables as t
from romberg.store.workplace.doctor import of_database

ROUNDS = int(os.environ.get("ROMBERG_ROUNDS", "1"))
WORKERS = 2
ROUNDS_EACH = 25  # with one workplace: all of it is proved after every round, which must not grow without end
FORKS = multiprocessing.get_context("forkserver")  # which loads the program once
CLINIC = "north"


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """The program, loaded once for all workers, where the tests' own modules are found."""
    FORKS.set_forkserver_preload(["workplace_load"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
        forkserver.ensure_running()


class Worker:
    """A process at work, and what it acknowledged so far."""

    def __init__(self, place: Workplace, name: str) -> None:
        url = place.engine.url.render_as_string(hide_password=False)
        self._hears, tells = FORKS.Pipe(duplex=False)
        self.process = FORKS.Process(target=workplace_load.works, args=(url, place.key_file, name, tells))
        self.process.start()
        tells.close()
        self.said: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        with suppress(EOFError, OSError):  # killed, maybe in the middle of a word
            while True:
                self.said.append(self._hears.recv())

    def kill(self) -> list[str]:
        """Kill it as a power cut would; what it had acknowledged."""
        assert self.process.is_alive(), "a worker ended"
        self.process.kill()
        return self.ended()

    def ended(self) -> list[str]:
        """Wait for its end; what it had acknowledged."""
        self.process.join(30)
        self._reader.join(30)
        assert not self.process.is_alive()
        return self.said


def a_round(place: Workplace, number: int, chance: random.Random) -> list[str]:
    """Workers at work for a moment, killed one after the other; what they had acknowledged."""
    workers = [Worker(place, f"r{number}w{who}") for who in range(WORKERS)]
    until = time.monotonic() + 30
    while not all(len(one.said) > 3 for one in workers):
        assert time.monotonic() < until, "a worker did not begin"
        assert all(one.process.is_alive() for one in workers), "a worker ended"
        time.sleep(0.01)
    said = []
    for one in workers:
        time.sleep(chance.random() * 0.4)
        said += one.kill()
    return said


@pytest.mark.parametrize("kind", DATABASES)
def test_what_was_acknowledged_is_there_once(kind: str, tmp_path: Path) -> None:
    chance, acknowledged = random.Random(7), 0
    for first in range(0, ROUNDS, ROUNDS_EACH):
        rounds = range(first, min(first + ROUNDS_EACH, ROUNDS))
        acknowledged += some_rounds(kind, tmp_path / str(first), rounds, chance)
    print(f"{kind}: {ROUNDS * WORKERS} kills in {ROUNDS} rounds, {acknowledged} acknowledgements, none lost or doubled")


def some_rounds(kind: str, folder: Path, rounds: range, chance: random.Random) -> int:
    """Rounds with one workplace, all of which is proved after each; how much was acknowledged."""
    place, said = workplace(kind, folder), list[str]()
    with closing(place):
        clinics.found(place, "North", "owner", CLINIC)
        for number in rounds:
            said += a_round(place, number, chance)
            proved(place, said, WORKERS * (number + 1 - rounds.start))
        sent_again(place, said)
    assert len(said) > 3 * WORKERS * len(rounds)
    return len(said)


def proved(place: Workplace, said: list[str], kills: int) -> None:
    """After so many kills every acknowledged version is there, none twice, the trail proves, the database is whole."""
    words = [line.split() for line in said]
    with place.engine.connect() as connection:
        rows = {row.id: row for row in connection.execute(select(t.visits))}
        versions = connection.execute(select(t.visit_versions.c.visit_id, t.visit_versions.c.number)).all()
        notes = Counter(connection.execute(select(t.visit_versions.c.note_index)).scalars())
        writes = (
            select(func.count())
            .select_from(t.trail)
            .where(t.trail.c.action == "write", t.trail.c.subject.like("visit/%"), t.trail.c.detail.like('%"version"%'))
        )
        on_trail = connection.execute(writes).scalar_one()
        proof = trail_check.verify(connection, place.keyring)
    new = {each[1] for each in words if each[0] == "new"}
    assert new <= rows.keys(), "an acknowledged visit was lost"
    assert len(new) == len([each for each in words if each[0] == "new"])
    newest = {each[1]: int(each[2]) for each in words if each[0] == "edit"}
    assert all(rows[visit].newest >= version for visit, version in newest.items()), "an acknowledged edit was lost"
    assert max(notes.values()) == 1, "a note is there twice"
    assert len(rows) <= len(new) + kills  # what was written and not yet acknowledged when the kill came
    counted = Counter(visit for visit, _ in versions)
    assert all(rows[visit].newest == count for visit, count in counted.items())
    assert counted.keys() == rows.keys()
    assert on_trail == len(versions), "what is kept and what the trail tells differ"
    assert proof.faults == ()
    assert [one for one in of_database(place) if one.grave] == []


def sent_again(place: Workplace, said: list[str]) -> None:
    """Who was killed does not know whether the last write counted: it is sent again, twice, and is there once."""
    last = {each[2]: int(each[3]) for each in map(str.split, said) if each[0] == "new"}
    for name, number in last.items():
        for again in (number, number + 1, number + 1):  # the acknowledged one, and the one that was under way
            sent = workplaces.draft(f"{name} {again}", identity=f"{name}-{again}", payer=name)
            with place.desk(CLINIC, name) as desk:
                visits.keep(desk, sent)
    with place.engine.connect() as connection:
        doubled = select(t.visits.c.identity).group_by(t.visits.c.identity).having(func.count() > 1)
        assert connection.execute(doubled).all() == []


@pytest.mark.skipif(ROUNDS < 3, reason="a server that crashes takes its time to mend itself: make soak")
def test_a_server_that_crashes_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """PostgreSQL itself is stopped as by a power cut, and started again."""
    place = workplace("postgresql", tmp_path, which="to crash")
    clinics.found(place, "North", "owner", CLINIC)
    said = list[str]()
    for number in range(max(1, ROUNDS // 10)):
        worker = Worker(place, f"s{number}")
        until = time.monotonic() + 30
        while len(worker.said) < 4:
            assert time.monotonic() < until
            time.sleep(0.01)
        workplaces.crash_server("to crash")
        said += worker.ended()  # its desk was not closed: it ends with an error
        place.engine.dispose()
        proved(place, said, number + 1)
    place.close()
