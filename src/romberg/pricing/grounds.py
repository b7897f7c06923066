"""What a step of a price rests on: a line of the law, a published table, a payer's card, or the user's own rates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from romberg.knowledge import card_files, card_lines, citations, editions, parameters, published
from romberg.knowledge.payers import Card
from romberg.knowledge.rate_terms import RateTerms
from romberg.knowledge.steps import NOT_VERIFIED, VERIFIED


@dataclass(frozen=True, slots=True)
class Ground:
    """One source of a step. `on` is the source's own date, `mark` says whether its words were read.

    `id` is empty for what Romberg's list of citations does not hold: an imported table, the user's own rates. `at` is
    where the value stands in Romberg: a parameter, a table's edition, a line of a card or of a file, with its date.
    """

    id: str
    title: str
    on: str = ""
    mark: str = VERIFIED
    at: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The source as JSON carries it."""
        return {"id": self.id or None, "title": self.title, "on": self.on, "mark": self.mark, "at": self.at}


Grounds = tuple[Ground, ...]


def cited(cite: str, at: str = "", mark: str = VERIFIED) -> Ground:
    """A source of the list of citations; not verified as soon as it is so, or what cites it is."""
    return _cited(card_files.own_folder(), cite, at, mark)


@cache
def _cited(_own_cards: Path, cite: str, at: str, mark: str) -> Ground:
    found = citations.get(cite)
    title = f"{found.title}, {found.section}" if found.section else found.title
    return Ground(cite, title, found.date, NOT_VERIFIED if NOT_VERIFIED in (mark, found.mark) else VERIFIED, at)


@cache
def law(path: str, on: date) -> Grounds:
    """The dated step of a parameter that is in force on a day; nothing where none is known."""
    step = parameters.step(path, on)
    return () if step is None else (cited(step.cite, f"{path} since {step.since}", step.mark),)


def table(name: str, on: date) -> Grounds:
    """The edition of a published table that answers for a day."""
    return _table(editions.library(), name, on)


@cache
def _table(_held: editions.Library, name: str, on: date) -> Grounds:
    edition = editions.edition_on(name, on)
    if edition is None:
        return ()
    if edition.at is not None:
        return (Ground("", edition.name, edition.issued.isoformat(), at=f"table {name}"),)
    sources = published.manifest()[name].sources
    own = f"cms-{edition.name.lower()}"
    return (cited(own if own in sources else sources[0], f"table {name}, {edition.name}"),)


def card_line(card: Card, line: str) -> Grounds:
    """A line of a payer's card as it stands on the card's day; nothing where the card does not hold it."""
    step = card.lines.get(line)
    if step is None or not step.cite:
        return ()
    return (cited(step.cite, f"card {card.name}, line {line} since {step.since}", step.mark),)


def rates(card: Card, terms: RateTerms, key: str) -> Grounds:
    """Where one rate or term of a contract stands: a code as the contract names it, or a term such as unit_cap."""
    place = terms.origin.get(key)
    if place is None:
        return tuple(replace(one, at=f"{one.at}, {key}") for one in card_line(card, "rates"))
    own = Ground("", place, at=key)
    return (own, *card_line(card, "rates")) if _elsewhere(card) else (own,)


def _elsewhere(card: Card) -> bool:
    """Whether a card's own line names the place of its rates, and so stands behind them."""
    step = card.lines.get("rates")
    return step is not None and card_lines.stands_elsewhere(step.value)
