"""Makes a claim of a checked visit: the note's services, the payer's way of counting, and what the sheets tell."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from romberg.claims import ClaimLine, ProfessionalClaim, Provider, ServiceLine
from romberg.formats.billing.clinic import Clinic
from romberg.formats.billing.details import Details
from romberg.formats.unreadable import Unreadable
from romberg.report import Report
from romberg.report.place import PLACES

_MOST_DIAGNOSES, _MOST_POINTERS = 12, 4
_NUMBER = 13  # signs of a claim's own number, which with its R fits item 26 of the form
_TREATS = ("therapist", "chiropractor", "physician")


@dataclass(frozen=True, slots=True)
class Made:
    """A claim with the report it was made of.

    `lines_from` tells where its lines come from, `numbered_here` whether its number is ours and not the sheet's.
    """

    claim: ProfessionalClaim
    report: Report
    lines_from: str
    numbered_here: bool = True

    @property
    def key(self) -> str:
        """What makes two claims the same: patient, payer, day, who treated, and lines. Source: CARC 18 (duplicates)."""
        one = self.claim
        lines = sorted((line.service.code, line.service.units, line.service.modifiers) for line in one.lines)
        insured = one.subscriber
        who = (one.treated.name.last, one.treated.name.first, str(one.treated.birth_date))
        parts = (insured.payer.payer_id, insured.member_id, who, _day(self.report), _npi(one.rendering), lines)
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def _day(report: Report) -> str:
    return str(report.header.coded.visit.service_date)


def _npi(who: Provider | None) -> str:
    return "" if who is None else who.npi


def made(report: Report, clinic: Clinic, details: Details) -> Made:
    """The claim of a visit; raises Unreadable where the note has no date or no service to bill."""
    visit = report.header.coded.visit
    on = visit.service_date
    if on is None:
        says = f"{report.header.source} has no date of service; write it into the note, or give it with --on."
        raise Unreadable("no_date", says, report.header.source)
    services, told = _services(report)
    if not services:
        says = f"{report.header.source} supports no unit and charges none, so there is nothing to claim."
        raise Unreadable("nothing_to_claim", says, report.header.source)
    diagnoses = tuple(dict.fromkeys(one.code for one in visit.diagnoses))[:_MOST_DIAGNOSES]
    pointers = tuple(range(1, min(len(diagnoses), _MOST_POINTERS) + 1))
    lines = tuple(
        ClaimLine(
            one, on, one.charge_cents or 0, pointers, control=f"{on:%Y%m%d}{number:02}", ordering=details.ordering
        )
        for number, one in enumerate((_charged(one, clinic) for one in services), 1)
    )
    claim = ProfessionalClaim(
        claim_id=details.claim_id,
        billing=clinic.billing,
        subscriber=details.subscriber,
        patient=details.patient,
        place=details.place or PLACES.get(visit.setting, "11"),
        lines=lines,
        diagnoses=diagnoses,
        frequency=details.frequency,
        payer_claim_number=details.payer_claim_number,
        authorization=details.authorization,
        referral=details.referral,
        onset_date=details.onset_date,
        initial_treatment_date=details.initial_treatment_date or visit.plan.evaluation_date,
        last_seen_date=details.last_seen_date,
        accident_date=details.accident_date,
        causes=details.causes,
        accident_state=details.accident_state,
        note=details.note,
        referring=details.referring,
        rendering=details.rendering or _rendering(report, clinic),
        supervising=details.supervising,
        facility=clinic.facility,
        pay_to=clinic.pay_to,
    )
    return numbered(Made(claim, report, told, not details.claim_id), 0)


def numbered(one: Made, times: int) -> Made:
    """The claim with its own number, where its sheet gives none; `times` is how often its services were sent before.

    The same visit has the same number until it was sent: a number is never used twice.
    """
    if not one.numbered_here:
        return one
    told = hashlib.sha256(f"{one.key} {times}".encode()).hexdigest()
    return replace(one, claim=replace(one.claim, claim_id="R" + told[:_NUMBER].upper()))


def _services(report: Report) -> tuple[Sequence[ServiceLine], str]:
    """The lines that are billed, and where they come from: the charges given, else what the note supports."""
    if report.billed:
        return [ServiceLine(one.code, one.units, one.modifiers) for one in report.billed], str(report.billed_from)
    supported = [one for one in report.supported if one.units > 0]
    return [ServiceLine(one.code, one.units, one.modifiers) for one in supported], "what the note supports"


def _charged(one: ServiceLine, clinic: Clinic) -> ServiceLine:
    return ServiceLine(one.code, one.units, one.modifiers, charge_cents=clinic.fees_cents.get(one.code, 0) * one.units)


def _rendering(report: Report, clinic: Clinic) -> Provider | None:
    """The one who signs and may bill in their own name: an assistant's work is billed under the therapist."""
    people = report.header.coded.visit.clinicians
    ordered = sorted(people, key=lambda one: (not one.signed, one.role not in _TREATS))
    able = [one for one in ordered if one.role in _TREATS]
    return next((found for one in able if (found := clinic.clinician(one.name)) is not None), None)
