"""Whether a code is always therapy, sometimes or never, on a day: by Medicare's list of the year, else by our own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from romberg.knowledge import codes
from romberg.knowledge.editions import Edition, Library, edition_on, library, rows_of
from romberg.knowledge.steps import VERIFIED


@dataclass(frozen=True, slots=True)
class TherapyCode:
    """`therapy` is always, sometimes or no; `disciplines` are those that may bill it, as far as the list tells."""

    code: str
    therapy: str
    disciplines: tuple[str, ...]
    mark: str


@cache
def _listed(_held: Library, edition: Edition) -> dict[str, TherapyCode]:
    return {
        code: TherapyCode(code, therapy, tuple(disciplines.split()), VERIFIED)
        for code, therapy, disciplines in rows_of("therapy_codes", edition).iter_rows()
    }


def therapy_of(code: str, on: date) -> TherapyCode | None:
    """What a code is on a day; None where neither a list that was imported nor our own knows it.

    The imported list is whole: a code of ours that it does not name is no therapy in that year.
    """
    code = code.strip().upper()
    own = codes.get(code)
    edition = edition_on("therapy_codes", on)
    listed = _listed(library(), edition).get(code) if edition else None
    if listed or own is None:
        return listed
    if edition:
        return TherapyCode(code, "no", (), VERIFIED)
    return TherapyCode(code, own.therapy, own.disciplines, own.mark)
