"""Lists that people typed, with labels of our own: codes, modifiers, local coverage and the like, behind a manifest.

The manifest (`codes/manifest.yaml`) names the sources of each list and carries its rows and its hash, so that a change
by hand shows; `python -m tools.typed_lists` renews it.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from functools import cache

from romberg.knowledge.documents import ROOM, read_yaml

FOLDER = ROOM / "codes"


@dataclass(frozen=True, slots=True)
class TypedList:
    """What the manifest says of one list: what it holds, in whose edition, by which sources, and how large it is."""

    name: str
    holds: str
    release: str
    sources: tuple[str, ...]
    rows: int
    sha256: str


@cache
def manifest() -> dict[str, TypedList]:
    """Every list that people typed, with its sources, rows and hash."""
    return {
        str(name): TypedList(
            name=str(name),
            holds=entry["holds"],
            release=entry["release"],
            sources=tuple(entry["sources"]),
            rows=entry["rows"],
            sha256=entry["sha256"],
        )
        for name, entry in read_yaml(FOLDER / "manifest.yaml").items()
    }


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one list, as text."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def sha256(name: str) -> str:
    """The hash of a list's file as it lies here."""
    return hashlib.sha256((FOLDER / f"{name}.csv").read_bytes()).hexdigest()
