"""Where each number and rule was read: title, section, address, date, and whether it was verified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from romberg.knowledge import card_files
from romberg.knowledge.documents import ROOM, read_yaml
from romberg.knowledge.steps import VERIFIED


@dataclass(frozen=True, slots=True)
class Citation:
    """One source. `date` is the source's own date as far as known, `mark` whether its words were read."""

    id: str
    title: str
    section: str
    link: str
    date: str
    mark: str


@cache
def bundled() -> dict[str, Citation]:
    """Every source that Romberg itself cites, by its id."""
    return {str(key): _citation(str(key), entry) for key, entry in read_yaml(ROOM / "citations.yaml").items()}


@cache
def _own(folder: Path) -> dict[str, Citation]:
    """The sources that the user's own payer cards cite."""
    cards = card_files.own(folder).raw.values()
    return {str(key): _citation(str(key), entry) for raw in cards for key, entry in raw.get("sources", {}).items()}


def _citation(name: str, entry: Mapping[str, Any]) -> Citation:
    section, link, day = (str(entry.get(key, "")) for key in ("section", "link", "date"))
    return Citation(name, str(entry["title"]), section, link, day, str(entry.get("mark", VERIFIED)))


def all_citations() -> dict[str, Citation]:
    """Every source, Romberg's and those of the user's own payer cards, by its id."""
    return {**_own(card_files.own_folder()), **bundled()}


def get(cite: str) -> Citation:
    """The source behind a citation's id."""
    found = bundled().get(cite) or _own(card_files.own_folder()).get(cite)
    if found is None:
        raise KeyError(f"The citation {cite!r} is not in citations.yaml; add it there with title, link and date.")
    return found
