"""A made claim as a plain object, as JSON shows it and the workplace keeps it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from romberg.claims import InstitutionalClaim, ProfessionalClaim
from romberg.formats.billing.assemble import Made


def plain(one: Made) -> dict[str, Any]:
    """A claim with the place its lines come from; amounts in cents, dates as text."""
    return {"lines_from": one.lines_from, "claim": plain_claim(one.claim)}


def plain_claim(one: ProfessionalClaim | InstitutionalClaim) -> dict[str, Any]:
    """A claim alone."""
    held: dict[str, Any] = _texts(asdict(one) | {"charge_cents": one.charge_cents})
    return held


def _texts(value: Any) -> Any:
    """Dates as text, tuples as lists; all else as it is."""
    if isinstance(value, dict):
        return {key: _texts(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_texts(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
