"""Whether a diagnosis code may be billed on a day, from the order files of ICD-10-CM that the user imported."""

from __future__ import annotations

from datetime import date
from functools import cache

from romberg.knowledge.editions import Edition, Library, edition_on, library, rows_of


@cache
def _leaves(_held: Library, edition: Edition) -> frozenset[str]:
    found = rows_of("diagnoses", edition)
    return frozenset(found.filter(found["leaf"])["code"])


def billable(code: str, on: date) -> bool | None:
    """Whether a code is one that may be billed on a day; None where no imported edition speaks for it."""
    edition = edition_on("diagnoses", on)
    if edition is None:
        return None
    return code.replace(".", "").strip().upper() in _leaves(library(), edition)
