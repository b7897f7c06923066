"""The notes that the files of a call hold: read one file after another, while the notes before are being checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from romberg.batch.check import Failure, Note, Words, guarded
from romberg.cli.output import say
from romberg.formats import note_file
from romberg.formats.documents.worker import Worker
from romberg.formats.note_file import NOT_A_NOTE, Named
from romberg.formats.unreadable import Unreadable


class Notes:
    """Each note of some files with the way to get its words; a file of several documents gives several notes.

    Claims and reports that lie in a folder among its notes are left out and remembered. With `one_visit` (where a
    claim was given) a file of several notes is an error: whose claim it is cannot be told.
    """

    def __init__(
        self,
        named: Sequence[Named],
        worker: Worker,
        advance: Callable[[], None] | None = None,
        one_visit: str | None = None,
        debug: bool = False,
    ) -> None:
        self._named = named
        self._worker = worker
        self._advance = advance
        self._one_visit = one_visit
        self._debug = debug
        self._left_out: list[str] = []
        self._given = 0

    def __iter__(self) -> Iterator[Note]:
        for file in self._named:
            if self._advance is not None:
                self._advance()
            yield from self._of(file)
        self._refuse_nothing()

    def _of(self, file: Named) -> Iterator[Note]:
        for source, words in self._held(file):
            if isinstance(words, Unreadable) and words.code == NOT_A_NOTE and file.found:
                self._left_out.append(source)
            else:
                self._given += 1
                yield source, _giving(words)

    def _held(self, file: Named) -> list[note_file.Held]:
        held = guarded(file.source, partial(note_file.documents, file, self._worker), self._debug)
        if isinstance(held, Failure):
            return [(file.source, held.error)]
        if self._one_visit is not None and len(held) > 1:
            says = f"--claim says what was billed for one visit, and {file.source} holds {len(held)}; check each alone."
            return [(file.source, Unreadable("claim_many", says, self._one_visit))]
        return held

    def _refuse_nothing(self) -> None:
        if not self._given:
            says = (
                f"No notes: {self._left_out[0]} is a claim or a report, not a note." if self._left_out else "No notes."
            )
            raise Unreadable("no_notes", says, "NOTE")

    def tell_left_out(self) -> None:
        """Say once which files of a folder were left out."""
        if self._left_out:
            more = f" and {len(self._left_out) - 1} more" if len(self._left_out) > 1 else ""
            say(f"left out, as it is a claim or a report and not a note: {self._left_out[0]}{more}.")


def _giving(words: Words | Unreadable) -> Callable[[], Words]:
    """A way to get words that are there already, or the error in their place."""

    def give() -> Words:
        if isinstance(words, Unreadable):
            raise words
        return words

    return give
