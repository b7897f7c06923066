"""Amounts, counts and days out of FHIR; None where they are not told, or say something else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from romberg.formats.documents.fhir_resources import Resource, text_at

_MOST = Decimal(10) ** 12


def amount(value: Any) -> int | None:
    """Money in whole cents; None where it is absent, of another currency, or parts of a cent."""
    if not isinstance(value, dict) or value.get("currency", "USD") != "USD":
        return None
    told = _number(value.get("value"))
    return None if told is None else _whole(told * 100)


def count(value: Any) -> int | None:
    """A whole number of units."""
    told = _number(value)
    return None if told is None else _whole(told)


def day(text: str) -> date | None:
    """A day, or the day of a moment."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _number(told: Any) -> Decimal | None:
    if isinstance(told, bool) or not isinstance(told, int | Decimal):
        return None
    number = Decimal(told)
    return number if number.is_finite() and -_MOST < number < _MOST else None


def _whole(number: Decimal) -> int | None:
    return int(number) if number == int(number) else None


def category(one: Resource) -> str:
    """The code of an amount's category."""
    return text_at(one, "category", "coding", "code")


def of_category(told: Iterable[Resource], *codes: str) -> int | None:
    """The amount of the first of some categories that is told."""
    held = {category(one): amount(one.get("amount")) for one in told}
    return next((held[code] for code in codes if held.get(code) is not None), None)
