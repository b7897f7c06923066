"""A checked visit as the store keeps it: the note, what was asked of it, and what the report said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from romberg import __version__
from romberg.knowledge.deadlines import file_by
from romberg.report import Report
from romberg.report.summary import at_risk_cents


@dataclass(frozen=True, slots=True)
class Found:
    """One finding as it is kept: plain words of the program, and the sentence, which is sealed."""

    rule: str
    severity: str
    outcome: str
    code: str | None
    carc: str | None
    at_risk_cents: int | None
    says: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be kept of a visit. `asked` are the options of the check as text; `deadline` the last day to file.

    `identity` tells a visit from all others (see `visits.identity`), empty where it cannot be told.
    """

    note: str
    asked: str
    service_date: date | None
    payer: str | None
    discipline: str | None
    light: str
    score: int
    at_risk_cents: int
    deadline: date | None
    program: str
    knowledge: str
    findings: tuple[Found, ...] = ()
    patient_id: str | None = None
    clinician_id: str | None = None
    identity: str | None = None
    why: str | None = None


def draft(report: Report, asked: str) -> Draft:
    """What is kept of a report; whose visit it is, and why it is kept again, the caller adds (`belonging`)."""
    visit = report.header.coded.visit
    return Draft(
        note=report.text,
        asked=asked,
        service_date=visit.service_date,
        payer=report.header.card.name,
        discipline=visit.discipline,
        light=report.light,
        score=report.score,
        at_risk_cents=at_risk_cents(report),
        deadline=file_by(report.header.card, visit.service_date).last,
        program=__version__,
        knowledge=report.knowledge,
        findings=tuple(
            Found(
                one.finding.rule, one.finding.severity, one.finding.outcome, one.finding.code, one.finding.carc,
                one.at_risk_cents, one.finding.says,
            )
            for one in report.findings
        ),
    )  # fmt: skip


def belonging(
    one: Draft, patient_id: str | None, clinician_id: str | None, identity: str | None = None, why: str | None = None
) -> Draft:
    """The same draft of a patient's and a clinician's visit."""
    return replace(one, patient_id=patient_id, clinician_id=clinician_id, identity=identity, why=why)
