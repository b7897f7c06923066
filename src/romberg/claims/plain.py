"""What a payer answered to a claim as plain text, to be kept, and back: JSON, amounts in cents, days as dates."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from typing import Any

from romberg.claims.remittance import Adjustment, ClaimPayment, LinePayment

_ENCODED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
# The fields of each kind of value, with what need not be written.
_FIELDS = {
    kind: tuple((field.name, field.default) for field in fields(kind))
    for kind in (ClaimPayment, LinePayment, Adjustment)
}
_DAYS = ("service_date", "received_date")


def text(value: ClaimPayment) -> str:
    """A claim payment as one line of JSON; what it does not say is left out."""
    return _ENCODED(_plain(value))


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    said = ((name, getattr(value, name), left_out) for name, left_out in _FIELDS[type(value)])
    return {name: _plain(one) for name, one, left_out in said if one != left_out}


def claim_payment(given: str) -> ClaimPayment:
    """A claim payment from the text that it gave."""
    held: dict[str, Any] = json.loads(given)
    return ClaimPayment(**_values(held, lines=tuple(_line(one) for one in held.get("lines", ()))))


def _line(held: dict[str, Any]) -> LinePayment:
    return LinePayment(**_values(held, modifiers=tuple(held.get("modifiers", ()))))


def _values(held: dict[str, Any], **more: Any) -> dict[str, Any]:
    days = {name: date.fromisoformat(held[name]) for name in _DAYS if held.get(name)}
    adjustments = tuple(Adjustment(**one) for one in held.get("adjustments", ()))
    return held | days | {"adjustments": adjustments, "rarcs": tuple(held.get("rarcs", ()))} | more
