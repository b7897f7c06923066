"""Where each number and rule was read: title, section, address, date, and whether it was verified."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

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
def all_citations() -> dict[str, Citation]:
    """Every source that Romberg cites, by its id."""
    return {
        str(key): Citation(
            str(key),
            str(entry["title"]),
            str(entry.get("section", "")),
            str(entry.get("link", "")),
            str(entry.get("date", "")),
            str(entry.get("mark", VERIFIED)),
        )
        for key, entry in read_yaml(ROOM / "citations.yaml").items()
    }


def get(cite: str) -> Citation:
    """The source behind a citation's id."""
    found = all_citations().get(cite)
    if found is None:
        raise KeyError(f"The citation {cite!r} is not in citations.yaml; add it there with title, link and date.")
    return found
