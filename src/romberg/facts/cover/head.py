"""What a claim says beside its lines, joined with what the note and the tables say of the same."""

from __future__ import annotations

from datetime import date
from typing import Any

from romberg.claims import ClaimHead
from romberg.facts.values import VisitSource
from romberg.knowledge import taxonomy
from romberg.knowledge.deadlines import last_day
from romberg.knowledge.npi import npi_exists

_PLACES = {  # where the note says that it was, and the places of service that say the same
    "home": frozenset({"12", "13", "14", "33"}),
    "hospital-outpatient": frozenset({"19", "22"}),
    "nursing-facility": frozenset({"31", "32", "33"}),
    "school": frozenset({"03"}),
}


def head_facts(source: VisitSource) -> dict[str, Any]:
    """The facts of a claim's head; null where nobody gave one."""
    head, visit = source.head, source.coded.visit
    known = taxonomy.get(head.rendering_taxonomy) if head.rendering_taxonomy else None
    return {
        "has_claim": source.claimed,
        "names_payer": visit.payer_named is not None,
        "modifiers_known": source.claimed or any(line.modifiers for line in source.billed),
        "place_of_service": head.place,
        "place_fits": _fits(head.place, visit.setting),
        "claim_diagnoses": list(head.diagnoses) or None,
        "claim_has_pointers": bool(head.pointers),
        "diagnoses_beyond_note": _beyond(head, {one.code for one in visit.diagnoses}),
        "npi_faults": npi_faults(head),
        "taxonomy": head.rendering_taxonomy,
        "taxonomy_means": known.label if known else None,
        "taxonomy_role": known.role if known else None,
        "taxonomy_discipline": known.discipline or None if known else None,
        "has_referrer": bool(head.referring_npi) if head.rendering_npi or head.billing_npi else None,
        "has_authorization_number": _authorized(head),
        "filed_on": head.filed_on,
        "filing_deadline": _deadline(source),
    }


def _fits(place: str | None, setting: str) -> bool | None:
    """A note that names no place may have been anywhere, and telehealth has a rule of its own."""
    return place in _PLACES[setting] if place and setting in _PLACES else None


def _beyond(head: ClaimHead, written: set[str]) -> list[str] | None:
    return [code for code in head.diagnoses if code not in written] if head.diagnoses and written else None


def _authorized(head: ClaimHead) -> bool | None:
    """A file of lines alone says nothing of an authorisation; one that names place or provider does."""
    if head.authorization:
        return True
    return False if head.place or head.rendering_npi or head.billing_npi else None


def npi_faults(head: ClaimHead) -> list[str] | None:
    """The provider numbers that cannot exist, each with whose it is; None where none is given."""
    given = (("rendering", head.rendering_npi), ("billing", head.billing_npi), ("referring", head.referring_npi))
    known = [(whose, number) for whose, number in given if number]
    return [f"{whose} NPI {number}" for whose, number in known if not npi_exists(number)] if known else None


def _deadline(source: VisitSource) -> date | None:
    """The last day for filing, by the payer's line; None where it has none or counts otherwise."""
    on = source.coded.visit.service_date
    return None if on is None else last_day(on, source.card.timely_filing)
