"""Many notes read and nothing more: the visits as their notes tell them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from romberg.batch.check import Failure, Note, guarded, visit_of
from romberg.visit import Visit

Read = tuple[str, Visit] | Failure


def read_all(given: Iterable[Note], debug: bool = False) -> Iterator[Read]:
    """The visit of each note, in the order given; a note that cannot be read is a Failure, and the others go on."""
    for source, words in given:
        visit = guarded(source, partial(_read, source, words), debug)
        yield visit if isinstance(visit, Failure) else (source, visit)


def _read(source: str, words: Callable[[], str]) -> Visit:
    return visit_of(source, words())
