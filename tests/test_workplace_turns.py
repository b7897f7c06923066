"""Turns come in the order in which they were asked for; who writes without a pause keeps nobody from theirs."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from made_workplace import workplace_in

from romberg.store.workplace.turns import Turns
from romberg.web.desks import CLINIC, PERSON, ready_for_one


def test_turns_come_in_the_order_of_the_asking_and_one_at_a_time() -> None:
    turns, order, inside, most = Turns(), list[int](), [0], [0]
    assert turns.take(1)

    def works(number: int) -> None:
        assert turns.take(5)
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        order.append(number)
        time.sleep(0.001)
        inside[0] -= 1
        turns.give()

    threads = []
    for number in range(20):
        threads.append(threading.Thread(target=works, args=(number,)))
        threads[-1].start()
        while len(turns._waiting) <= number:
            time.sleep(0.0005)
    turns.give()
    for one in threads:
        one.join()
    assert order == list(range(20))
    assert most == [1]
    assert turns.take(0), "free again"


def test_a_turn_that_does_not_come_is_given_up_and_hinders_nobody() -> None:
    turns = Turns()
    assert turns.take(0)
    assert not turns.take(0.01)
    got: list[bool] = []
    patient = threading.Thread(target=lambda: got.append(turns.take(5)))
    patient.start()
    while not turns._waiting:
        time.sleep(0.0005)
    assert not turns.take(0.01)
    turns.give()
    patient.join()
    assert got == [True]
    turns.give()
    assert turns.take(0)


def test_a_turn_that_comes_while_it_is_given_up_is_taken() -> None:
    """Handed over between the end of the waiting and the look: it must not be lost."""
    for _ in range(200):
        turns = Turns()
        assert turns.take(0)
        got: list[bool] = []
        other = threading.Thread(target=lambda turns=turns, got=got: got.append(turns.take(0.0005)))
        other.start()
        time.sleep(0.0005)
        turns.give()
        other.join()
        if got == [True]:
            turns.give()
        assert turns.take(0)


def test_who_writes_without_a_pause_lets_others_write_between(tmp_path: Path) -> None:
    place = workplace_in(tmp_path)
    ready_for_one(place)
    stop, turns = threading.Event(), [0]

    def writes() -> None:
        while not stop.is_set():
            with place.desk(CLINIC, PERSON):
                turns[0] += 1

    busy = threading.Thread(target=writes)
    busy.start()
    while turns[0] < 3:
        time.sleep(0.001)
    waited = []
    for _ in range(10):
        before = turns[0]
        with place.desk(CLINIC, PERSON):
            waited.append(turns[0] - before)
    stop.set()
    busy.join()
    assert max(waited) < 1_000, "it would be without end where the quickest came first"
    place.close()
