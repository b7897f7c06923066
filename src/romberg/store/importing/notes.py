"""What becomes of the notes of a file: read out of its bytes, checked with others at once, kept, told in a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TypeGuard

from romberg.batch import Checked, Failure, Options
from romberg.formats import note_file
from romberg.formats.documents.kinds import EXCHANGE
from romberg.formats.documents.worker import Worker
from romberg.formats.unreadable import Unreadable
from romberg.store.importing.checks import Words
from romberg.store.intake import asked_of, keep_report
from romberg.store.workplace import Desk
from romberg.visit import Document

_MOST_TOLD = 3
Exchange = tuple[str, bytes]  # a name and the bytes of a file of X12


@dataclass(slots=True)
class Result:
    """What became of a file, so far: of its notes (`outcomes`), and of claims and payments (`books`: new or known).

    `told` are sentences on claims and payments.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    books: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)
    failures: list[Unreadable] = field(default_factory=list)
    visit_ids: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        """In one word: kept, posted (claims and payments alone), known, part or failed."""
        if self.failures:
            return "part" if self.outcomes or self.books.total() else "failed"
        if not self.books["new"] and set(self.outcomes) <= {"unchanged"}:
            return "known" if self.outcomes or self.books["known"] else "kept"
        return "kept" if self.outcomes else "posted"

    def says(self) -> str:
        """In a sentence or two."""
        new, changed, known = (self.outcomes[name] for name in ("new", "changed", "unchanged"))
        parts = [count(new, "visit kept", "visits kept")] if new else []
        parts += [count(changed, "visit has a new version", "visits have a new version")] if changed else []
        parts += [f"{count(known, 'visit was', 'visits were')} here already and stayed as it was"] if known else []
        told = [one.says for one in self.failures[:_MOST_TOLD]]
        more = len(self.failures) - len(told)
        told += [f"{count(more, 'more note was', 'more notes were')} not read."] if more else []
        kept = [f"{'; '.join(parts)}."] if parts else []
        return " ".join([*kept, *self.told, *told]) or "The file holds no note."


def count(number: int, one: str, many: str) -> str:
    """A number of things in words."""
    return f"{number:,} {one if number == 1 else many}"


def notes_of(data: bytes, name: str, worker: Worker, result: Result) -> tuple[list[Words], list[Exchange]]:
    """The notes in a file, and the files of X12 in a ZIP; those that cannot be read are told in the result.

    Raises Unreadable where none can.
    """
    held = note_file.of_bytes(data, name, PurePath(name).suffix.lower(), worker, exchange=True)
    result.failures += [words for _, words in held if isinstance(words, Unreadable)]
    notes = [(source, words) for source, words in held if not isinstance(words, Unreadable)]
    exchanged = [(source, words.text.encode("latin-1")) for source, words in notes if _is_exchange(words)]
    return [one for one in notes if not _is_exchange(one[1])], exchanged


def _is_exchange(words: str | Document) -> TypeGuard[Document]:
    return isinstance(words, Document) and words.kind == EXCHANGE


def keep(desk: Desk, reports: Sequence[Checked], result: Result) -> None:
    """Keep what was checked at a desk; what came before is known and not kept twice."""
    for one in reports:
        if isinstance(one, Failure):
            result.failures.append(one.error)
            continue
        kept = keep_report(desk, one, asked_of(one, Options()))
        result.outcomes[kept.outcome] += 1
        result.visit_ids.append(kept.visit_id)
