"""What becomes of the notes of a file: read out of its bytes, checked with others at once, kept, told in a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePath

from romberg.batch import Checked, Failure, Options, check_all
from romberg.formats import note_file
from romberg.formats.documents.worker import Worker
from romberg.formats.unreadable import Unreadable
from romberg.store.intake import asked_of, keep_report
from romberg.store.workplace import Desk
from romberg.visit import Document

_MOST_TOLD = 3
Words = tuple[str, str | Document]  # a note's name and its words


@dataclass(slots=True)
class Result:
    """What became of the notes of a file, so far."""

    outcomes: Counter[str] = field(default_factory=Counter)
    failures: list[Unreadable] = field(default_factory=list)
    visit_ids: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        """In one word: kept, known, part or failed."""
        if self.failures:
            return "part" if self.outcomes else "failed"
        return "known" if set(self.outcomes) == {"unchanged"} else "kept"

    def says(self) -> str:
        """In a sentence or two."""
        new, changed, known = (self.outcomes[name] for name in ("new", "changed", "unchanged"))
        parts = [_count(new, "visit kept", "visits kept")] if new else []
        parts += [_count(changed, "visit has a new version", "visits have a new version")] if changed else []
        parts += [f"{_count(known, 'visit was', 'visits were')} here already and stayed as it was"] if known else []
        told = [one.says for one in self.failures[:_MOST_TOLD]]
        more = len(self.failures) - len(told)
        told += [f"{_count(more, 'more note was', 'more notes were')} not read."] if more else []
        return " ".join([*([f"{'; '.join(parts)}."] if parts else []), *told]) or "The file holds no note."


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def notes_of(data: bytes, name: str, worker: Worker, result: Result) -> list[Words]:
    """The notes in a file; those that cannot be read are told in the result. Raises Unreadable where none can."""
    held = note_file.of_bytes(data, name, PurePath(name).suffix.lower(), worker)
    result.failures += [words for _, words in held if isinstance(words, Unreadable)]
    return [(source, words) for source, words in held if not isinstance(words, Unreadable)]


def checked(notes: Sequence[Words]) -> Iterator[Checked]:
    """The reports on notes, in their order."""
    return check_all([(source, partial(_same, words)) for source, words in notes], Options())


def _same(words: str | Document) -> str | Document:
    return words


def keep(desk: Desk, reports: Sequence[Checked], result: Result) -> None:
    """Keep what was checked at a desk; what came before is known and not kept twice."""
    for one in reports:
        if isinstance(one, Failure):
            result.failures.append(one.error)
            continue
        kept = keep_report(desk, one, asked_of(one, Options()))
        result.outcomes[kept.outcome] += 1
        result.visit_ids.append(kept.visit_id)
