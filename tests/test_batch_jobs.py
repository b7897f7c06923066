"""Several processes at once: the reports and the order of one, and no note lost where a process dies."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterable
from multiprocessing import parent_process
from pathlib import Path

import pytest

from romberg.batch import Failure, Options, check_all, check_in_processes, options
from romberg.batch.check import Checked, Note
from romberg.batch.parallel import DIED, MANY, in_order, usual
from romberg.formats.unreadable import Unreadable

_NOTE = """Daily note   Date of service: 03/12/2026   Medicare   Dx R26.81
S: steadier on the stairs.
O: Neuromuscular re-education (97112) {minutes} min: tandem stance on foam with the therapist guarding
A: needs skilled cues.  P: continue 2x/wk
97112 x 1   Total timed: {minutes} min
Ann Lee, PT, DPT  electronically signed 03/12/2026
"""


def _missing() -> str:
    raise Unreadable("not_found", "There is no file.", "gone.txt")


def _notes() -> Iterable[Note]:
    words: list[Callable[[], str]] = [lambda n=n: _NOTE.format(minutes=n) for n in range(9, 17)]  # type: ignore[misc]
    words[3:3] = [_missing, lambda: " "]
    return [(f"note-{number}", one) for number, one in enumerate(words)]


def _plain(found: Iterable[Checked]) -> list[object]:
    return [(one.source, one.error.as_dict()) if isinstance(one, Failure) else one.as_dict() for one in found]


def test_two_processes_give_the_reports_of_one_in_the_same_order() -> None:
    told: list[str] = []
    found = check_in_processes(_notes(), Options(), 2, told.append, size=3)
    assert _plain(found) == _plain(check_all(_notes(), Options()))
    assert not told


def _doubled_but_deadly(numbers: list[int]) -> list[int]:
    """Work that ends its process at the number 5, as a crash in foreign code would."""
    if 5 in numbers and parent_process() is not None:
        os._exit(1)
    return [2 * number for number in numbers]


def test_a_process_that_dies_is_told_once_and_nothing_is_lost() -> None:
    told: list[str] = []
    chunks = [[number, number + 1] for number in range(0, 24, 2)]
    assert list(in_order(_doubled_but_deadly, chunks, 2, told.append)) == [[2 * a, 2 * b] for a, b in chunks]
    assert told == [DIED]


def test_the_usual_number_of_processes_is_one_for_few_notes() -> None:
    assert usual(MANY - 1) == 1
    assert usual(MANY) >= 1


@pytest.mark.parametrize("given", ["0", "-1", "two", "1.5", "", "٣", "1000"])
def test_a_number_of_processes_that_is_none_is_told_in_a_sentence(given: str) -> None:
    with pytest.raises(Unreadable, match="--jobs takes"):
        options.jobs(given)


def test_an_error_reaches_another_process_whole() -> None:
    error = Unreadable("empty", "note.txt holds no words.", "note.txt")
    assert pickle.loads(pickle.dumps(error)).as_dict() == error.as_dict()


def test_the_command_prints_the_same_with_two_processes(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(_NOTE.format(minutes=20 + number), encoding="utf-8")
    call = [sys.executable, "-m", "romberg", "check", str(tmp_path), "--format", "jsonl", "--jobs"]
    one, two = (subprocess.run([*call, jobs], capture_output=True, text=True, check=False) for jobs in "12")
    assert one.stdout == two.stdout
    assert (one.returncode, one.stderr) == (two.returncode, two.stderr)
    assert one.stdout.count("\n") == 3
