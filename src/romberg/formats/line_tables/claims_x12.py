"""Claims of an 837 file as rows of our own table, a row a line, read as the file streams by."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from romberg.claims import InstitutionalClaim, ProfessionalClaim, Provider
from romberg.formats.line_tables.cells import ROW
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.billed import billed

_TEXTS = (
    "patient", "claim", "service_date", "last_date", "code", "modifiers", "payer", "filing", "rendering_npi",
    "billing_npi", "referring_npi", "taxonomy", "place", "zip", "diagnoses", "pointers", "authorization",
)  # fmt: skip
_SCHEMA = {
    ROW: pl.Int64, **dict.fromkeys(_TEXTS, pl.String), "line": pl.Int32, "units": pl.Int32, "charge": pl.Float64
}  # fmt: skip
_HELD = 50_000  # rows that are held as Python's own before they are made a frame


def read_x12(path: str) -> pl.DataFrame:
    """All lines of the claims of a file; raises Unreadable where it breaks off or is none, and nothing is kept."""
    parts: list[pl.DataFrame] = []
    rows: list[dict[str, Any]] = []
    try:
        with Path(path).open("rb") as stream:
            for one in billed(stream):
                rows += _lines(one.claim, one.segment)
                if len(rows) >= _HELD:
                    parts.append(pl.DataFrame(rows, schema=_SCHEMA))
                    rows = []
    except OSError:
        raise Unreadable("file_not_read", f"{path} cannot be read.", path) from None
    return pl.concat([*parts, pl.DataFrame(rows, schema=_SCHEMA)])


def _lines(claim: ProfessionalClaim | InstitutionalClaim, segment: int) -> Iterator[dict[str, Any]]:
    """The lines of a claim; rows are numbered by the segment at which the claim begins."""
    payer = claim.subscriber.payer
    shared = {
        ROW: segment,
        "patient": _patient(claim),
        "claim": claim.claim_id,
        "payer": payer.name,
        "filing": payer.filing,
        "billing_npi": claim.billing.npi,
        "referring_npi": claim.referring.npi if claim.referring else "",
        "zip": _zip(claim),
        "diagnoses": "|".join(claim.diagnoses),
        "authorization": claim.authorization,
    }
    if isinstance(claim, ProfessionalClaim):
        yield from (shared | _professional(claim, line, at) for at, line in enumerate(claim.lines, 1))
    else:
        billed_lines = ((at, line) for at, line in enumerate(claim.lines, 1) if line.code)
        yield from (shared | _institutional(claim, line, at) for at, line in billed_lines)


def _patient(claim: ProfessionalClaim | InstitutionalClaim) -> str:
    """The member's number and, for a dependent, who of the family it is."""
    held = claim.subscriber
    if claim.patient is None or held.is_patient:
        return held.member_id
    born = claim.patient.birth_date
    return f"{held.member_id}/{claim.patient.name.first.upper()}/{born or ''}"


def _zip(claim: ProfessionalClaim | InstitutionalClaim) -> str:
    """Where the service was given: the facility's ZIP code, else the biller's."""
    facility = claim.facility if isinstance(claim, ProfessionalClaim) else None
    where = next((one.address for one in (facility, claim.billing) if one is not None and one.address), None)
    return where.zip_code if where else ""


def _professional(claim: Any, line: Any, at: int) -> dict[str, Any]:
    rendering: Provider | None = line.rendering or claim.rendering
    return {
        "line": at,
        "service_date": str(line.service_date),
        "last_date": str(line.last_date) if line.last_date else None,
        "code": line.service.code,
        "units": line.service.units,
        "modifiers": "|".join(line.service.modifiers),
        "charge": line.charge_cents / 100,
        "rendering_npi": rendering.npi if rendering else claim.billing.npi,
        "taxonomy": rendering.taxonomy if rendering else "",
        "place": line.place or claim.place,
        "pointers": "|".join(map(str, line.pointers)),
    }


def _institutional(claim: Any, line: Any, at: int) -> dict[str, Any]:
    rendering: Provider | None = line.rendering or claim.rendering
    on = line.service_date or claim.first_date
    return {
        "line": at,
        "service_date": str(on) if on else None,
        "last_date": str(line.last_date) if line.last_date else None,
        "code": line.code,
        "units": line.units,
        "modifiers": "|".join(line.modifiers),
        "charge": line.charge_cents / 100,
        "rendering_npi": rendering.npi if rendering else claim.billing.npi,
        "taxonomy": rendering.taxonomy if rendering else "",
    }
