"""Providers' taxonomy codes: which discipline a code belongs to, and in which role, under our own short labels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from romberg.knowledge.editions import Library, latest, library, rows_of


@dataclass(frozen=True, slots=True)
class Provider:
    """What a taxonomy code says of a provider. Source: NUCC provider taxonomy.

    `role` is therapist, assistant, speech assistant, physician (whoever may order therapy), chiropractor, athletic
    trainer, massage therapist, technician, group, facility or other; `discipline` is empty where there is none.
    """

    taxonomy: str
    label: str
    discipline: str
    role: str


def all_providers() -> dict[str, Provider]:
    """Every taxonomy code of rehabilitation, and of those who refer to it."""
    return _providers(library())


@cache
def _providers(_held: Library) -> dict[str, Provider]:
    edition = latest("taxonomy")
    found = rows_of("taxonomy", edition).iter_rows() if edition else ()
    return {row[0]: Provider(*(cell or "" for cell in row)) for row in found}


def get(taxonomy: str) -> Provider | None:
    """What a taxonomy code stands for; None where our table does not hold it."""
    return all_providers().get(taxonomy.strip().upper())
