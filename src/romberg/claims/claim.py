"""A claim and its service lines: frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One line of a claim: a code, its units and modifiers.

    `minutes` and `charge_cents`, what is billed for the whole line, are None where nobody wrote them.
    """

    code: str
    units: int
    modifiers: tuple[str, ...] = ()
    minutes: int | None = None
    charge_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What is billed to one payer for one day."""

    payer: str
    service_date: date
    lines: tuple[ServiceLine, ...]
    diagnoses: tuple[str, ...] = ()
