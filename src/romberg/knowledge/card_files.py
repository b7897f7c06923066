"""Payer cards as they are written: those that come with Romberg, and a user's own in the data folder.

A card of the user's that cannot be is refused with a sentence, and everything else stays in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from romberg.knowledge.data_folder import data_folder
from romberg.knowledge.documents import ROOM, read_yaml
from romberg.knowledge.steps import Step, steps

if TYPE_CHECKING:
    from romberg.knowledge.releases.refusal import Refusal

FOLDER = ROOM / "payers"
_Lines = Mapping[str, tuple[Step, ...]]


@dataclass(frozen=True, slots=True)
class CardFile:
    """A card as written, with what it takes over from the card that it extends."""

    name: str
    title: str
    family: str
    verified_through: date
    lines: _Lines
    notes: tuple[str, ...]
    plans: Mapping[str, _Lines]
    extends: str = ""


@dataclass(frozen=True, slots=True)
class OwnCards:
    """The cards of a folder: those in force with their contents, and the sentences on those that are refused."""

    raw: Mapping[str, dict[str, Any]]
    refused: tuple[Refusal, ...] = ()


def own_folder() -> Path:
    """The folder of the user's own cards; it need not exist."""
    return _cards_in(data_folder())


@cache
def _cards_in(folder: Path) -> Path:
    return folder / "payers"


@cache
def bundled_names() -> tuple[str, ...]:
    """The names of the cards that come with Romberg."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.yaml")))


@cache
def own(folder: Path) -> OwnCards:
    """The user's own cards, proved; nothing is loaded for it where there is no such folder."""
    if not folder.is_dir():
        return OwnCards({})
    from romberg.knowledge import own_cards  # noqa: PLC0415  # the proof is needed by those alone who have cards

    return own_cards.read(folder, bundled_names())


def names(folder: Path) -> tuple[str, ...]:
    """The names of all cards in force."""
    return tuple(sorted({*bundled_names(), *own(folder).raw}))


@cache
def card_file(folder: Path, name: str) -> CardFile:
    """One card of those in force, with what it takes over."""
    raw = own(folder).raw.get(name) or read_yaml(FOLDER / f"{name}.yaml")
    parent = card_file(folder, raw["extends"]) if "extends" in raw else None
    through = raw.get("verified_through") or (parent.verified_through if parent else date.min)
    return CardFile(
        name,
        str(raw["title"]),
        raw.get("family") or (parent.family if parent else "commercial"),
        through,
        {**(_taken_over(parent, through) if parent else {}), **_dated(raw.get("lines", {}))},
        tuple(raw.get("notes", ())),
        {plan: _dated(lines) for plan, lines in raw.get("plans", {}).items()},
        raw.get("extends", ""),
    )


def _dated(raw: Mapping[str, Any]) -> dict[str, tuple[Step, ...]]:
    return {str(key): steps(dated) for key, dated in raw.items()}


def _taken_over(parent: CardFile, through: date) -> _Lines:
    """The lines of the card that is extended; nobody has verified them longer than that card."""
    if through <= parent.verified_through:
        return parent.lines
    return {line: _ended(chain, parent.verified_through) for line, chain in parent.lines.items()}


def _ended(chain: tuple[Step, ...], last: date) -> tuple[Step, ...]:
    final = chain[-1]
    ends = last if final.through is None else min(final.through, last)
    return (*chain[:-1], replace(final, through=ends))
