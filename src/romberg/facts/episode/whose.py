"""Notes put together by patient: what identifies each, and what cannot be told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from romberg.notes.header.patient import Patient


def told_apart(patients: Sequence[Patient | None]) -> list[int | None]:
    """For each note the number of its patient, counted from 0 in the order of their first notes; None: not told.

    Notes are one patient's by a record number, else by name and birth date, else by the name alone where no second
    patient of that name is among the notes. A note that names nobody, or only a name that two patients share, is
    nobody's.
    """
    groups = _Groups(len(patients))
    by_number: dict[str, list[int]] = defaultdict(list)
    by_name: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, one in enumerate(patients):
        if one is not None:
            if one.number:
                by_number[one.number].append(at)
            if one.words:
                by_name[one.words].append(at)
    for held in by_number.values():
        groups.join(held)
    shared: set[int] = set()
    for held in by_name.values():
        shared |= _of_a_name(held, patients, groups)
    numbers: dict[int, int] = {}
    found: list[int | None] = []
    for at, one in enumerate(patients):
        known = one is not None and at not in shared
        found.append(numbers.setdefault(groups.of(at), len(numbers)) if known else None)
    return found


def _of_a_name(held: Sequence[int], patients: Sequence[Patient | None], groups: _Groups) -> set[int]:
    """Join the notes of one name that are one patient's; those that may be of several are given back."""
    born: dict[str, list[int]] = defaultdict(list)
    bare: list[int] = []
    for at in held:
        one = patients[at]
        if one is not None and one.born:
            born[one.born].append(at)
        elif one is not None and not one.number:
            bare.append(at)
    for same in born.values():
        groups.join(same)
    apart = {groups.of(at) for at in held if at not in bare}
    birthless = {
        groups.of(at) for at in held if at not in bare and not _has_birth(groups, groups.of(at), held, patients)
    }
    if len(apart) == 2 and len(birthless) == 1 and len(born) == 1:
        groups.join([*apart])  # one note has the number, another the birth date, and nothing speaks for two patients
        apart = {groups.of(at) for at in held if at not in bare}
    if len(apart) > 1:
        return set(bare)
    groups.join([*bare, *(at for at in held if at not in bare)])
    return set()


def _has_birth(groups: _Groups, group: int, held: Iterable[int], patients: Sequence[Patient | None]) -> bool:
    return any(groups.of(at) == group and (one := patients[at]) is not None and one.born for at in held)


class _Groups:
    """Notes joined into groups; each group goes by the first of its notes."""

    def __init__(self, count: int) -> None:
        self._first = list(range(count))

    def of(self, at: int) -> int:
        """The group that a note is in."""
        while self._first[at] != at:
            self._first[at] = self._first[self._first[at]]
            at = self._first[at]
        return at

    def join(self, held: Sequence[int]) -> None:
        """Make one group of some notes and all that they were joined with."""
        for at in held[1:]:
            one, other = sorted((self.of(held[0]), self.of(at)))
            self._first[other] = one
