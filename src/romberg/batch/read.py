"""Many notes read and nothing more: the visits as their notes tell them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from romberg.batch.check import Failure, Note, Words, guarded, text_in, visit_of
from romberg.notes import interventions
from romberg.visit import Document, Visit

Read = tuple[str, Visit, Document | None] | Failure


def read_all(given: Iterable[Note], debug: bool = False) -> Iterator[Read]:
    """The visit of each note, in the order given; a note that cannot be read is a Failure, and the others go on."""
    interventions.own()  # a broken vocabulary of the clinic is told once, before any note is read
    for source, words in given:
        found = guarded(source, partial(_read, source, words), debug)
        yield found if isinstance(found, Failure) else (source, *found)


def _read(source: str, words: Callable[[], Words]) -> tuple[Visit, Document | None]:
    given = words()
    return visit_of(source, text_in(given)), given if isinstance(given, Document) else None
