"""What a claim still lacks: each with its place on the form and in the file, and where to get it."""

from __future__ import annotations

from collections.abc import Iterator

from romberg.claims import Address, ProfessionalClaim, Provider
from romberg.knowledge.npi import npi_exists

_CLINIC = "clinic.yaml"
_THERAPY = ("GP", "GO", "GN")


def missing(claim: ProfessionalClaim, card: str) -> Iterator[str]:
    """A sentence for each thing without which no payer takes the claim."""
    yield from _billing(claim.billing)
    yield from _insured(claim)
    yield from _payer(claim, card)
    yield from _second(claim)
    if not claim.diagnoses:
        yield "No diagnosis code stands in the note (form item 21, HI); the clinician has to write it."
    if claim.rendering is None:
        yield (
            "Who treated has no NPI (form item 24J, NM109 of 2310B); add the clinician, under the name that signs the "
            f"note, to clinicians in {_CLINIC}."
        )
    if _needs_certifier(claim):
        yield (
            "Medicare wants to know who certified the plan of care (form items 17 and 17b, NM1*DN of 2310A); write "
            "referring with last, first and npi into the sheet."
        )
    for line in claim.lines:
        if line.charge_cents <= 0:
            yield f"{line.service.code} has no fee (form item 24F, SV102); add it to fees_cents in {_CLINIC}."
    if claim.frequency in ("7", "8") and not claim.payer_claim_number:
        yield "What replaces or voids needs payer_claim_number (form item 22, REF*F8); it stands in the remittance."


def _needs_certifier(claim: ProfessionalClaim) -> bool:
    """Therapy under Part B names one referring provider with an NPI. Source: claim edits of Noridian and NGS."""
    therapy = any(modifier in _THERAPY for line in claim.lines for modifier in line.service.modifiers)
    named = claim.referring is not None and claim.referring.npi
    return therapy and claim.subscriber.payer.filing == "MB" and not named


def _billing(billing: Provider) -> Iterator[str]:
    if not billing.name.last:
        yield f"The clinic has no name (form item 33, NM103 of 2010AA); write billing.name in {_CLINIC}."
    if not npi_exists(billing.npi):
        what = "has no NPI" if not billing.npi else "has an NPI whose check digit is wrong"
        yield f"The clinic {what} (form item 33a, NM109 of 2010AA); write billing.npi in {_CLINIC}."
    if not billing.tax_id:
        yield f"The clinic has no tax number (form item 25, REF*EI of 2010AA); write billing.tax_id in {_CLINIC}."
    yield from _address(billing.address, "The clinic", "33", "2010AA", f"billing.address in {_CLINIC}")
    if billing.address is not None and len(billing.address.zip_code) != 9:
        yield f"The clinic's ZIP code needs nine digits (N403 of 2010AA); write them in billing.address in {_CLINIC}."


def _address(at: Address | None, whose: str, item: str, loop: str, where: str) -> Iterator[str]:
    if at is None or not (at.street and at.city and at.state and at.zip_code):
        yield f"{whose} has no whole address (form item {item}, N3 and N4 of {loop}); write {where}."


def _insured(claim: ProfessionalClaim) -> Iterator[str]:
    insured = claim.subscriber
    if not insured.member_id:
        yield "The member number is missing (form item 1a, NM109 of 2010BA); it stands on the insurance card."
    if not (insured.person.name.last and insured.person.name.first):
        yield "The insured person's name is missing (form item 4, NM103 of 2010BA); write subscriber.last and first."
    if not insured.is_patient and claim.patient is None:
        yield "The patient is not the insured person, and is not named (form item 2, 2010CA); write patient."
    treated, loop = claim.treated, "2010CA" if claim.patient else "2010BA"
    if treated.birth_date is None:
        yield f"The patient's birth date is missing (form item 3, DMG02 of {loop}); write birth_date as YYYY-MM-DD."
    yield from _address(treated.address, "The patient", "5", loop, "address in the sheet")


def _second(claim: ProfessionalClaim) -> Iterator[str]:
    """What a claim to a second payer needs beside."""
    cover = claim.subscriber
    if cover.order != "P" and not claim.other_payers:
        yield (
            "The payer comes second, and no payer before it is named (form item 9, loop 2320); write paid_before with "
            "its cover and answer into the sheet."
        )
    if cover.order != "P" and cover.payer.filing == "MB" and not cover.medicare_secondary:
        yield (
            "Medicare comes second, and why is missing (SBR05); write subscriber.medicare_secondary: 12 works at 65 or "
            "more, 13 kidney disease, 14 no-fault, 15 workers' compensation, 43 disabled, 47 liability."
        )


def _payer(claim: ProfessionalClaim, card: str) -> Iterator[str]:
    pays = claim.subscriber.payer
    for value, key, place in (
        (pays.name, "name", "NM103 of 2010BB"),
        (pays.payer_id, "payer_id", "NM109 of 2010BB"),
        (pays.filing, "filing", "SBR09"),
    ):
        if not value:
            yield f"The payer has no {key} ({place}); write payers.{card}.{key} in {_CLINIC}."
