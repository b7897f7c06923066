"""What the texts of claim lines mean, each looked at once: codes, modifiers, payers, places, pointers, diagnoses."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import numpy as np

from romberg.formats.claim_file import CODE, MODIFIER
from romberg.knowledge import card_files, payers
from romberg.knowledge.diagnosis_signs import pointed
from romberg.knowledge.payer_filing import card_of

Array = np.ndarray[Any, Any]
Value = TypeVar("Value", bound=Hashable)
_NOT_SEEN, NO_MEANING = -2, -1
_APART = re.compile(r"[\s|,;:/]+")
_MOST_MODIFIERS = 12
_LETTERS = {letter: at for at, letter in enumerate("ABCDEFGHIJKL", 1)}


class Meanings(Generic[Value]):
    """What texts of one kind mean: `values` are the meanings, each once; a text without one is told apart."""

    def __init__(self, read: Callable[[str], Value | None]) -> None:
        self.values: list[Value] = []
        self._read = read
        self._places: dict[Value, int] = {}
        self._of_text = np.full(0, _NOT_SEEN, np.int64)

    def of(self, texts: Array, held: Sequence[str]) -> Array:
        """The place of each text's meaning in `values`, NO_MEANING where it has none; `texts` are places in `held`."""
        if len(self._of_text) < len(held):
            more = np.full(len(held) - len(self._of_text), _NOT_SEEN, np.int64)
            self._of_text = np.concatenate([self._of_text, more])
        found = self._of_text[texts]
        if (found == _NOT_SEEN).any():
            for text in np.unique(texts[found == _NOT_SEEN]):
                self._of_text[text] = self._place(self._read(held[text]))
            found = self._of_text[texts]
        return found

    def _place(self, value: Value | None) -> int:
        if value is None:
            return NO_MEANING
        place = self._places.setdefault(value, len(self.values))
        if place == len(self.values):
            self.values.append(value)
        return place


def code(text: str) -> str | None:
    """A procedure code in capitals; None where the text is none."""
    plain = text.strip().upper()
    return plain if CODE.fullmatch(plain) else None


def modifiers(text: str) -> tuple[str, ...] | None:
    """Modifiers in their order; None where one is none. GP59 without a sign between them is GP and 59."""
    found: list[str] = []
    for part in _APART.split(text.strip().upper()):
        pairs = [part[at : at + 2] for at in range(0, len(part), 2)]
        if not all(MODIFIER.fullmatch(one) for one in pairs):
            return None
        found += pairs
    return tuple(found) if len(found) <= _MOST_MODIFIERS else None


def pointers(text: str) -> tuple[int, ...]:
    """The places that a line points to, by numbers or letters; what is neither counts as a place that holds nothing."""
    parts = [one for one in _APART.split(text.strip().upper()) if one]
    return tuple(
        _LETTERS.get(one) or (int(one) if one.isascii() and one.isdigit() and len(one) < 4 else 0) for one in parts
    )


def diagnoses(text: str) -> tuple[str, ...]:
    """Diagnoses in their order, in capitals with their point, each once."""
    return tuple(dict.fromkeys(pointed(one.replace(".", "")) for one in _APART.split(text.strip().upper()) if one))


def payer(mine: Mapping[str, str], otherwise: str | None) -> Callable[[str], str | None]:
    """How payers are read: by the map's own names, as the name of a card, as notes name payers, else by `otherwise`."""
    folder = card_files.own_folder()

    def read(text: str) -> str | None:
        name, _, filing = text.partition("\x1f")
        plain = " ".join(name.lower().split())
        if plain in mine:
            return mine[plain]
        card = plain.replace("-", "_").replace(" ", "_")
        if card.partition(".")[0] in card_files.names(folder) and _is_card(card):
            return card
        return (card_of(name, filing) if plain or filing else None) or otherwise

    return read


def _is_card(name: str) -> bool:
    try:
        payers.verified_through(name)
    except payers.UnknownPayer:
        return False
    return True


def place(text: str) -> str:
    """A place of service in two digits."""
    plain = text.strip()
    return plain.zfill(2) if plain.isascii() and plain.isdigit() else ""


def zip_code(text: str) -> str:
    """A ZIP code of five or nine digits; anything else stands as it is, and has no locality."""
    plain = text.strip()
    return f"{plain[:5]}-{plain[5:]}" if len(plain) == 9 and plain.isdigit() else plain


def plainly(text: str) -> str:
    """A number or name as written, without blanks around it, in capitals."""
    return text.strip().upper()
