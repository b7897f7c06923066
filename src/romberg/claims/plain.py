"""What a payer answered as plain text, to be kept, and back: JSON, amounts in cents, days as dates."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from romberg.claims.remittance import Adjustment, ClaimPayment, LinePayment, ProviderAdjustment, Remittance

_DAYS = ("service_date", "received_date")


def text(value: Remittance | ClaimPayment | LinePayment | ProviderAdjustment) -> str:
    """A value of a remittance as one line of JSON; equal values give equal text."""
    return json.dumps(asdict(value), default=_day, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def claim_payment(given: str) -> ClaimPayment:
    """A claim payment from the text that it gave."""
    held: dict[str, Any] = json.loads(given)
    return ClaimPayment(**_values(held, lines=tuple(_line(one) for one in held["lines"])))


def _line(held: dict[str, Any]) -> LinePayment:
    return LinePayment(**_values(held, modifiers=tuple(held["modifiers"])))


def _values(held: dict[str, Any], **more: Any) -> dict[str, Any]:
    days = {name: date.fromisoformat(held[name]) for name in _DAYS if held.get(name)}
    adjustments = tuple(Adjustment(**one) for one in held["adjustments"])
    return held | days | {"adjustments": adjustments, "rarcs": tuple(held["rarcs"])} | more


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is kept nowhere")
