"""Schedules of payers and states that the user imported: their terms on a day, by the name that a card gives them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final

from romberg.knowledge.editions import Library, library
from romberg.knowledge.rate_terms import RateTerms

KIND: Final = "payer_schedule"
_BY_CODE: Final = ("codes", "values")
_MONEY: Final = ("codes", "per_visit", "per_diem", "case_rate")
_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "whole": int,
    "exact": Decimal,
    "yes/no": lambda text: text == "yes",
    "word": str,
}


def stored(term: str, value: Any) -> tuple[int | None, str]:
    """A term's value as the store keeps it: money as cents, anything else as text with its kind before it."""
    if term in _MONEY:
        return int(value), ""
    if isinstance(value, bool):
        return None, f"yes/no {'yes' if value else 'no'}"
    kind = "whole" if isinstance(value, int) else "exact" if isinstance(value, Decimal) else "word"
    return None, f"{kind} {value}"


def _value(cents: int | None, text: str) -> Any:
    if cents is not None:
        return cents
    kind, _, rest = text.partition(" ")
    return _READ[kind](rest)


def names() -> tuple[str, ...]:
    """The names of the imported schedules."""
    return tuple(sorted({one.series for one in library().releases if one.kind == KIND}))


def terms(name: str, on: date) -> RateTerms:
    """What a schedule pays on a day; without any rate where it does not speak for it. KeyError where there is none."""
    if name not in names():
        known = ", ".join(names()) or "none yet"
        raise KeyError(f"There is no imported schedule {name!r}; there are: {known}.")
    return _terms(library(), name, on)


@cache
def _terms(held: Library, name: str, on: date) -> RateTerms:
    speaking = [one for one in held.releases if (one.kind, one.series) == (KIND, name) and one.speaks_for(on)]
    if not speaking:
        return RateTerms()
    from romberg.knowledge.releases.store import table  # noqa: PLC0415  # only where something was imported

    kept = max(speaking, key=lambda one: one.issued)
    found: dict[str, Any] = {"origin": {}}
    for term, code, cents, text, starts, ends in table(held.folder, kept, "payer_rates").iter_rows():
        if not (starts <= on <= (ends or on)):
            continue
        found["origin"][code or term] = kept.title
        if term in _BY_CODE:
            found.setdefault(term, {})[code] = _value(cents, text)
        else:
            found[term] = _value(cents, text)
    return RateTerms(**found)
