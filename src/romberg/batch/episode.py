"""Notes looked at together: a patient's visits in their order, a clinician's day across patients."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from romberg.batch.check import CHUNK, Checked, Failure, Note, header, judge
from romberg.batch.options import Options
from romberg.facts.episode.beside import NOTHING, Beside
from romberg.facts.episode.day import with_days
from romberg.facts.episode.visits import of_patient
from romberg.notes import interventions
from romberg.notes.header.patient import patient
from romberg.report import Header

Together = Literal["episode", "day"]
_UNNAMED = "not named"


@dataclass(frozen=True, slots=True)
class Gathered:
    """The reports on notes that were looked at together, in the order given.

    `patients` is how many were told apart; `unnamed` are notes whose head names no patient: they are taken as one
    patient's where no note names one, and each by itself otherwise.
    """

    found: tuple[Checked, ...]
    patients: int
    unnamed: tuple[str, ...]


def check_together(given: Iterable[Note], options: Options, ways: Sequence[Together]) -> Gathered:
    """Check notes with what the others tell of each; a note that cannot be read is a Failure, and the others go on."""
    interventions.own()
    read = [header(note, options) for note in given]
    headers = [one for one in read if isinstance(one, Header)]
    keys, unnamed = _keys(headers)
    besides = _besides(headers, keys, ways)
    told = iter([replace(one, beside=beside) for one, beside in zip(headers, besides, strict=True)])
    whole = [one if isinstance(one, Failure) else next(told) for one in read]
    return Gathered(tuple(_judged(whole, options)), len(set(keys)), unnamed)


def _keys(headers: Sequence[Header]) -> tuple[list[str], tuple[str, ...]]:
    """A key for the patient of each note, and the notes that name none."""
    found = [patient(one.coded.visit.words) for one in headers]
    unnamed = tuple(one.source for one, key in zip(headers, found, strict=True) if key is None)
    if len(unnamed) == len(headers):
        return [_UNNAMED] * len(headers), unnamed
    return [key or f"{_UNNAMED} {at}" for at, key in enumerate(found)], unnamed


def _besides(headers: Sequence[Header], keys: Sequence[str], ways: Sequence[Together]) -> list[Beside]:
    besides = [NOTHING] * len(headers)
    if "episode" in ways:
        groups: dict[str, list[int]] = defaultdict(list)
        for at, key in enumerate(keys):
            groups[key].append(at)
        for held in groups.values():
            for at, beside in zip(held, of_patient([headers[one].coded for one in held]), strict=True):
                besides[at] = beside
    if "day" in ways:
        besides = with_days([one.coded for one in headers], keys, besides)
    return besides


def _judged(read: Sequence[Header | Failure], options: Options) -> Iterator[Checked]:
    for at in range(0, len(read), CHUNK):
        yield from judge(read[at : at + CHUNK], options)
