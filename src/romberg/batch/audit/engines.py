"""What does the work of a run: this machine's processes, or Spark's executors; each is handed the same callables.

A task is a piece or a bucket, never a patient. It reads from and writes to the run's folder, whole or not at all, so
that a task that is done twice (a retry, a speculative copy) leaves what it left before. With Spark the folder
lies where every executor sees it under the same path.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Protocol, TypeVar

from romberg.batch.parallel import in_order
from romberg.formats.unreadable import Unreadable

_Given = TypeVar("_Given")
Tell = Callable[[str], None]
_WAVES = 4  # tasks for each slot of the cluster that are handed out before progress is told


class Engine(Protocol):
    """Does some work on all that is given; gives the lines of each task, in order."""

    def __call__(self, work: Callable[[_Given], int], given: Sequence[_Given], tell: Tell, /) -> Iterator[int]:
        """Do it."""
        ...


class Processes:
    """The processes of this machine."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs

    def __call__(self, work: Callable[[_Given], int], given: Sequence[_Given], tell: Tell, /) -> Iterator[int]:
        """Do it, one after the other or side by side."""
        return map(work, given) if self._jobs < 2 else in_order(work, given, self._jobs, tell)


class Spark:
    """The executors of a Spark session, a task a partition, by `mapInArrow`."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def __call__(self, work: Callable[[_Given], int], given: Sequence[_Given], _tell: Tell, /) -> Iterator[int]:
        """Do it, wave after wave, so that progress can be told between them."""
        wave = max(self._session.sparkContext.defaultParallelism * _WAVES, 1)
        for first in range(0, len(given), wave):
            yield from self._wave(work, given[first : first + wave])

    def _wave(self, work: Callable[[_Given], int], given: Sequence[_Given]) -> list[int]:
        tasks = self._session.range(0, len(given), 1, len(given))
        done = tasks.mapInArrow(_of_batches(work, list(given)), "id long, lines long").collect()
        return [int(row["lines"]) for row in sorted(done, key=lambda row: int(row["id"]))]


def _of_batches(work: Callable[[_Given], int], given: list[_Given]) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """The function that an executor runs on its partition: the numbers of its tasks in, their lines out."""

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        pa = import_module("pyarrow")  # of the extra, and on the executor
        for batch in batches:
            numbers = batch.column(0)
            lines = pa.array([work(given[at]) for at in numbers.to_pylist()], pa.int64())
            yield pa.RecordBatch.from_arrays([numbers, lines], ["id", "lines"])

    return run


@contextmanager
def spark(master: str | None) -> Iterator[Spark]:
    """A Spark session, begun here or joined where one runs (a notebook, spark-submit); one begun here is ended.

    Raises Unreadable where PySpark or Java is missing.
    """
    sql = _pyspark()
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    joined = sql.SparkSession.getActiveSession()
    asked = sql.SparkSession.builder.appName("romberg audit").config("spark.ui.showConsoleProgress", "false")
    try:
        session = joined or (asked.master(master) if master else asked).getOrCreate()
    except Exception as error:  # PySpark has a dozen kinds, each with a page of text
        reason = str(error).strip().splitlines()[0][:160] if str(error).strip() else type(error).__name__
        says = f"Spark could not be started ({reason}); it needs Java 17 (JAVA_HOME), see docs/scale.md."
        raise Unreadable("spark", says, "--engine") from None
    try:
        yield Spark(session)
    finally:
        if joined is None:
            session.stop()


def _pyspark() -> Any:
    try:
        return import_module("pyspark.sql")
    except ImportError:
        says = "--engine spark needs PySpark; install it with pip install 'romberg[spark]'."
        raise Unreadable("no_spark", says, "--engine") from None
