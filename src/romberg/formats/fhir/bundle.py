"""Claims with all that belongs to them, in one Bundle."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from romberg.claims import ProfessionalClaim
from romberg.formats.fhir.claim import claim
from romberg.formats.fhir.coding import Object
from romberg.formats.fhir.findings import outcome, predetermination
from romberg.formats.fhir.parties import Register
from romberg.report import Report


def bundle(claims: Iterable[tuple[ProfessionalClaim, Report | None]], now: datetime, override: str = "") -> Object:
    """A collection of claims, the parties they name and, where a report is given, what was found of each.

    The same claims give the same addresses within the bundle; `override` is why a blocked claim goes out.
    """
    register = Register("claims")
    for one, report in claims:
        written = claim(one, register, now)
        if report is not None:
            register.add(predetermination(one, report, written, override, now))
            register.add(outcome(one, report))
    made_at = now.isoformat() + ("" if now.tzinfo else "Z")
    return {"resourceType": "Bundle", "type": "collection", "timestamp": made_at, "entry": list(register.entries())}
