"""How notes name payers: the words, and the card that each of them means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from romberg.knowledge import card_files
from romberg.knowledge.documents import ROOM, read_yaml

_KEYS = ("called", "called_beside_label")


@cache
def _bundled() -> Mapping[str, Mapping[str, Any]]:
    """The words by card; in one file, so that reading a note opens no card but its own."""
    return read_yaml(ROOM / "payer_names.yaml")


def _words(folder: Path, key: str) -> Iterator[tuple[str, str]]:
    own = {name: {one: raw.get(one, ()) for one in _KEYS} for name, raw in card_files.own(folder).raw.items()}
    for card, words in (*_bundled().items(), *own.items()):  # a user's own card has the last word
        yield from ((" ".join(str(word).lower().split()), card) for word in words.get(key, ()))


@dataclass(frozen=True, slots=True, eq=False)
class Called:
    """How notes name payers (lower case), and the card of each; longer names first.

    The same object as long as the cards are the same: what a reader makes of the words, it makes once.
    """

    cards: Mapping[str, str]


@cache
def _called(folder: Path) -> Called:
    found = dict(pair for key in reversed(_KEYS) for pair in _words(folder, key))
    return Called(dict(sorted(found.items(), key=lambda pair: (-len(pair[0]), pair[0]))))


def called() -> Called:
    """How notes name payers, with the words of the user's own cards."""
    return _called(card_files.own_folder())


def ambiguous() -> frozenset[str]:
    """Names of payers that mean something else elsewhere in a note (PIP, WC, VA): they count beside a payer's label."""
    return frozenset(word for word, _ in _words(card_files.own_folder(), "called_beside_label"))
