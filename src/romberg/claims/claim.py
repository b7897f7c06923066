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


@dataclass(frozen=True, slots=True)
class ClaimHead:
    """What a claim says beside its lines; None or empty where it does not say.

    `place` is the place of service in two digits; `diagnoses` stand in the claim's order, in capitals with their point.
    `pointers` gives, line by line, the diagnoses that a line points to, counted from 1. `allowed_so_far_cents` is what
    the payer allowed this patient in the year before this visit; `line_allowed_cents` what each line is allowed, as
    priced, where that was asked for.
    """

    place: str | None = None
    diagnoses: tuple[str, ...] = ()
    pointers: tuple[tuple[int, ...], ...] = ()
    rendering_npi: str | None = None
    rendering_taxonomy: str | None = None
    billing_npi: str | None = None
    referring_npi: str | None = None
    authorization: str | None = None
    filed_on: date | None = None
    allowed_so_far_cents: int | None = None
    line_allowed_cents: tuple[int | None, ...] = ()
