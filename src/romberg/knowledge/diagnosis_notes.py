"""What the notes of ICD-10-CM say of codes together: which exclude one another, which comes first, which is added.

From a compact table of the April 2026 edition; the tabular list's own words come from its library, which is loaded when
they are asked for and not before, since it takes seconds and much memory.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Literal

from romberg.knowledge.diagnosis_signs import matches, plain, pointed
from romberg.knowledge.documents import ROOM

Kind = Literal["excludes1", "excludes2", "code first", "use additional"]
KINDS: tuple[Kind, ...] = ("excludes1", "excludes2", "code first", "use additional")


@dataclass(frozen=True, slots=True)
class Note:
    """One note: whose it is (a code, a block or a chapter), its kind, and the codes that it names.

    `G11` names all below G11, `G20-G26` a range, `I69?93` any sign at the place.
    """

    owner: str
    kind: Kind
    codes: tuple[str, ...]

    def names(self, code: str) -> bool:
        """Whether the note names a code."""
        return self.naming(code) is not None

    def shown(self) -> tuple[str, ...]:
        """The codes that it names as people write them."""
        return tuple(_shown(one) for one in self.codes)

    def naming(self, code: str) -> str | None:
        """The code or range of the note under which a code falls, as people write it; None where it names it not."""
        return next((_shown(one) for one in self.codes if matches(plain(code), one)), None)


def _shown(pattern: str) -> str:
    first, dash, last = pattern.partition("-")
    return f"{pointed(first)}-{pointed(last)}" if dash else pointed(first)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two codes that may not stand on one claim unless the conditions have nothing to do with one another."""

    first: str
    second: str
    note: Note

    def says(self) -> str:
        """Which note parts them."""
        named = self.note.naming(self.second) or self.note.naming(self.first)
        return (
            f"{self.first} and {self.second} exclude one another: {_owner(self.note.owner)} excludes {named}. "
            "Both stand only where the two conditions have nothing to do with one another."
        )


def _owner(owner: str) -> str:
    return owner if "-" in owner else pointed(owner)


@cache
def _notes() -> tuple[Mapping[str, tuple[Note, ...]], tuple[Note, ...]]:
    """The notes of codes by code, and those of blocks and chapters."""
    kinds: dict[str, Kind] = {kind: kind for kind in KINDS}
    single: dict[str, list[Note]] = {}
    wide: list[Note] = []
    with (ROOM / "icd10cm" / "notes.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            note = Note(row["owner"], kinds[row["kind"]], tuple(row["codes"].split()))
            if "-" in note.owner:
                wide.append(note)
            else:
                single.setdefault(note.owner, []).append(note)
    return {owner: tuple(found) for owner, found in single.items()}, tuple(wide)


def notes(code: str, kind: Kind) -> Iterator[Note]:
    """The notes of a kind that hold for a code: its own and those of all above it, the nearest first."""
    asked, (single, wide) = plain(code), _notes()
    for length in range(len(asked), 2, -1):
        yield from (note for note in single.get(asked[:length], ()) if note.kind == kind)
    yield from (note for note in wide if note.kind == kind and matches(asked, note.owner))


def conflicts(codes: Sequence[str]) -> list[Conflict]:
    """The pairs among some codes that an Excludes1 note of either of them parts."""
    found = []
    for one, other in combinations(sorted({plain(code) for code in codes}), 2):
        parting = next(_parting(one, other), None) or next(_parting(other, one), None)
        if parting is not None:
            found.append(Conflict(pointed(one), pointed(other), parting))
    return found


def _parting(one: str, other: str) -> Iterator[Note]:
    """Notes at or above a code that exclude the other one; a note does not part what both stand below."""
    return (note for note in notes(one, "excludes1") if note.names(other) and not note.names(one))


def code_first(code: str) -> Note | None:
    """The note that another code, the cause, is to stand before this one; it may name none."""
    return next(notes(code, "code first"), None)


def use_additional(code: str) -> Note | None:
    """The note that a further code is to be added to this one."""
    return next(notes(code, "use additional"), None)


def words(code: str) -> dict[Kind, str]:
    """The tabular list's own words of the notes at a code and above it; loads the library of the whole list."""
    import simple_icd_10_cm as icd  # type: ignore[import-untyped]  # noqa: PLC0415  # heavy, and asked for by few

    asked = pointed(plain(code))
    if not icd.is_valid_item(asked):
        return {}
    above = [asked, *icd.get_ancestors(asked)]
    found: dict[Kind, str] = {
        "excludes1": "\n".join(line for item in above for line in icd.get_excludes1(item)),
        "excludes2": "\n".join(line for item in above for line in icd.get_excludes2(item)),
        "code first": icd.get_code_first(asked, search_in_ancestors=True),
        "use additional": icd.get_use_additional_code(asked, search_in_ancestors=True),
    }
    return {kind: text for kind, text in found.items() if text}
