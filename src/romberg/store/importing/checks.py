"""The notes of an import, checked: a few at once here, many in processes beside the one that serves the pages."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from types import TracebackType

from romberg.batch import Checked, Options
from romberg.batch.parallel import Crew, checked_chunk, cores
from romberg.visit import Document

FEW = 100  # notes of an import that are checked sooner here than a process has started
HANDED = 32  # notes handed to a process at a time: what they hold in memory is small, and nobody waits long for them
MOST = 4  # processes
Words = tuple[str, str | Document]  # a note's name and its words
_LOG = logging.getLogger("romberg.importing")


class Checks:
    """Checks the notes of one import, file after file; to be used in a `with`, at whose end its processes end too.

    The processes give way to the pages. Should one die, its notes are checked here.
    """

    def __init__(self, few: int = FEW) -> None:
        self._left = few
        self._crew: Crew[Sequence[Words], list[Checked]] = Crew(_work, min(cores(), MOST), _LOG.warning, gently=True)

    def __enter__(self) -> Checks:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._crew.close()

    def reports(self, notes: Sequence[Words]) -> Iterator[Checked]:
        """The reports on notes, in their order, as they come."""
        self._left -= len(notes)
        if self._left >= 0:
            return iter(_work(notes))
        handed = (notes[at : at + HANDED] for at in range(0, len(notes), HANDED))
        return chain.from_iterable(self._crew.in_order(handed))


_work = partial(checked_chunk, Options())
