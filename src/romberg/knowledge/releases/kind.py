"""A kind of publisher's file: how it is recognised, and how it becomes a release."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from romberg.knowledge.releases.release import Release
from romberg.knowledge.releases.source import Source

Progress = Callable[[int], None]  # called with the bytes that were read since the last call


@dataclass(frozen=True, slots=True)
class Only:
    """Whose rates the user asked for, by numbers of providers (NPI) or taxpayers (TIN); without any, everybody's."""

    npis: frozenset[str] = frozenset()
    tins: frozenset[str] = frozenset()


def by_itself(origin: str) -> str:
    """The set of a file that is a release by itself: where it comes from, without the suffix."""
    return origin.lower().rpartition(".")[0] or origin.lower()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file. `recognises` looks at the name and the first bytes; `read` gives the release or a Refusal.

    `set_of` takes a file's origin ("f1.zip!ccipra-v323r0-f1.txt") and names the release that it belongs to: files of
    one set are read together (the four parts of an edit table). Of one name in several forms (csv, txt, xlsx) one is
    read, the first of `forms` that is there. `where` tells the user where the publisher keeps the file.
    """

    name: str
    title: str
    where: str
    recognises: Callable[[str, bytes], bool]
    read: Callable[[Sequence[Source], Progress], Release]
    set_of: Callable[[str], str] = by_itself
    forms: tuple[str, ...] = ("csv", "txt", "xlsx")
    read_only: Callable[[Sequence[Source], Progress, Only], Release] | None = None  # of files that tell who is paid
