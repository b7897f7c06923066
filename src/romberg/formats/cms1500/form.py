"""A claim as forms of six lines: what stands in each item, and what had to be cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from romberg.claims import ClaimLine, ProfessionalClaim
from romberg.formats.cms1500 import insured, visit
from romberg.formats.cms1500.grid import MOST_LINES, places
from romberg.formats.unreadable import Unreadable

Items = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a claim: the text of each item that is not empty, and the items whose words did not fit whole."""

    claim_id: str
    number: int
    of: int
    items: Items
    cut: tuple[str, ...]


def forms(claim: ProfessionalClaim, on: date) -> tuple[Form, ...]:
    """A claim on as many forms as its lines need, each with the total of its own lines; `on` is the day of signing.

    Raises Unreadable where a number, a code or a day does not fit its item: cut, it would say something else.
    """
    parts = [claim.lines[at : at + MOST_LINES] for at in range(0, len(claim.lines), MOST_LINES)]
    return tuple(_form(claim, lines, number, len(parts), on) for number, lines in enumerate(parts, 1))


def _form(claim: ProfessionalClaim, lines: Sequence[ClaimLine], number: int, of: int, on: date) -> Form:
    told = {item: text for item, text in _items(claim, lines, number == 1, on) if text.strip()}
    cut = tuple(item for item, text in told.items() if len(text) > _width(item, text))
    return Form(claim.claim_id, number, of, {item: text[: _width(item, text)] for item, text in told.items()}, cut)


def _items(claim: ProfessionalClaim, lines: Sequence[ClaimLine], first: bool, on: date) -> Iterator[tuple[str, str]]:
    parts: Iterable[Iterable[tuple[str, str]]] = (
        insured.items(claim),
        visit.items(claim),
        *(visit.line_items(at, line, claim) for at, line in enumerate(lines, 1)),
        visit.totals(claim, lines, first),
        visit.providers(claim, on),
    )
    for part in parts:
        yield from part


def _width(item: str, text: str) -> int:
    place = places()[item]
    if place.exact and len(text) > place.width:
        says = (
            f"Item {item} of the form holds {place.width} signs, and {len(text)} are wanted; cut it would say "
            "something else. Send the claim as 837P, which has the room."
        )
        raise Unreadable("form_item", says, f"item {item}")
    return place.width
