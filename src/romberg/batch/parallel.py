"""Many notes checked by several processes at once, a chunk each: the reports and their order are those of one."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import islice
from multiprocessing import get_context, parent_process
from typing import Generic, TypeVar

from romberg.batch.check import Checked, Failure, Note, Words, check_all, guarded
from romberg.batch.options import Options

MANY = 2_000  # notes from which on more processes save more time than they need to start
HANDED = 256  # notes handed to a process at a time: so many that it is busy, so few that all end together
MOST = 8  # processes taken unasked: each holds about 150 MB
DIED = "a process that checked notes ended before its time; its notes are checked once more, and none is left out."
NO_PROCESSES = "no further processes can be started here; the notes are checked one after another."

Held = tuple[str, Words | Failure]  # a note's name with its words, or with the reason why there are none
_Chunk = TypeVar("_Chunk")
_Result = TypeVar("_Result")


def usual(notes: int) -> int:
    """How many processes check so many notes where nobody says: one for few, one a core for thousands."""
    return min(cores(), MOST) if notes >= MANY else 1


def cores() -> int:
    """The processor's cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def check_in_processes(
    given: Iterable[Note], options: Options, jobs: int, tell: Callable[[str], None], size: int = HANDED
) -> Iterator[Checked]:
    """The reports on notes, in the order given, from `jobs` processes that are handed `size` notes at a time.

    Files are read here, so that a process gets words alone. `tell` takes a sentence where a process dies or none can
    be started; the notes are then checked here.
    """
    for reports in in_order(partial(checked_chunk, options), _chunks(given, options.debug, size), jobs, tell):
        yield from reports


def _chunks(given: Iterable[Note], debug: bool, size: int) -> Iterator[list[Held]]:
    held = ((source, guarded(source, words, debug)) for source, words in given)
    while chunk := list(islice(held, size)):
        yield chunk


def checked_chunk(options: Options, chunk: Sequence[Held]) -> list[Checked]:
    """The reports on some notes whose words are at hand, in their order."""
    return list(check_all(((source, partial(_give, held)) for source, held in chunk), options))


def _give(held: Words | Failure) -> Words:
    if isinstance(held, Failure):
        raise held.error
    return held


def in_order(
    work: Callable[[_Chunk], _Result], chunks: Iterable[_Chunk], jobs: int, tell: Callable[[str], None]
) -> Iterator[_Result]:
    """What `work` makes of each chunk, in the order of the chunks; a few are under way at once."""
    crew = Crew(work, jobs, tell)
    try:
        yield from crew.in_order(chunks)
    finally:
        crew.close()


class Crew(Generic[_Chunk, _Result]):
    """Processes that do one kind of work; one that dies is told once, and replaced for the chunks that follow.

    With `gently` they give way to whatever else the machine has to do. They start with the first chunk, and end with
    `close`.
    """

    def __init__(
        self, work: Callable[[_Chunk], _Result], jobs: int, tell: Callable[[str], None], gently: bool = False
    ) -> None:
        self._work, self._jobs, self._tell, self._gently = work, jobs, tell, gently
        self._pool: ProcessPoolExecutor | None = None
        self._told: set[str] = set()

    def in_order(self, chunks: Iterable[_Chunk]) -> Iterator[_Result]:
        """What the work makes of each chunk, in the order of the chunks; a few are under way at once."""
        waiting: deque[tuple[_Chunk, Future[_Result] | None]] = deque()
        for chunk in chunks:
            waiting.append((chunk, self.submit(chunk)))
            if len(waiting) > self._jobs + 1:
                yield self.result(*waiting.popleft())
        while waiting:
            yield self.result(*waiting.popleft())

    def submit(self, chunk: _Chunk) -> Future[_Result] | None:
        """Hand a chunk to a process; None where none can be started."""
        try:
            return self._started().submit(self._work, chunk)
        except BrokenProcessPool:
            self.close()
            return self._started().submit(self._work, chunk)
        except (OSError, NotImplementedError):
            self._say(NO_PROCESSES)
            return None

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # A fresh interpreter: a copy of this one might hold locks of threads that the copy does not have.
            context = get_context("spawn")
            self._pool = ProcessPoolExecutor(
                self._jobs, mp_context=context, initializer=_as_helper, initargs=(self._gently,)
            )
        return self._pool

    def result(self, chunk: _Chunk, future: Future[_Result] | None) -> _Result:
        """What became of a chunk; where its process died, the work is done here."""
        if future is None:
            return self._work(chunk)
        try:
            return future.result()
        except BrokenProcessPool:
            self._say(DIED)
            return self._work(chunk)

    def _say(self, sentence: str) -> None:
        if sentence not in self._told:
            self._told.add(sentence)
            self._tell(sentence)

    def close(self) -> None:
        """Let the processes end, without what they have not begun.

        Waited for: an interpreter that ends while its pool still closes can stumble over the pool's pipe.
        """
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


def _as_helper(gently: bool) -> None:
    """An interrupt at the terminal is for the process that the person started; where that one ends, so does this."""
    if gently and hasattr(os, "nice"):
        os.nice(5)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A process that is killed cannot end its helpers: they would wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
