"""What Romberg found before a claim goes out: a ClaimResponse (predetermination) and an OperationOutcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from romberg.checks.finding import Finding
from romberg.claims import ProfessionalClaim
from romberg.formats.fhir.claim import PROFESSIONAL, Written
from romberg.formats.fhir.coding import CARC, CARIN, RULE, Object, concept, filled, money
from romberg.formats.fhir.others import ADJUDICATION
from romberg.pricing.price import PricedLine
from romberg.report import Report
from romberg.report.values import ReportedFinding

_SEVERITIES = {"blocks": "error", "warns": "warning", "informs": "information"}
_DENIAL = concept(f"{CARIN}C4BBAdjudicationDiscriminator", "denialreason")


def predetermination(one: ProfessionalClaim, report: Report, written: Written, override: str, now: datetime) -> Object:
    """What the payer is expected to answer, with every finding as a note; `override` is why it goes out anyway."""
    notes = [_note(finding.finding) for finding in report.findings]
    if override:
        notes.append(f"Sent although findings block it: {override}")
    return filled(
        resourceType="ClaimResponse",
        status="active",
        type=PROFESSIONAL,
        use="predetermination",
        patient=written.patient,
        created=now.isoformat() + ("" if now.tzinfo else "Z"),
        insurer=written.insurer,
        requestor=written.provider,
        request=written.claim,
        outcome="partial" if _undecided(report) else "complete",
        disposition=f"{report.verdict.words}: {report.verdict.because}",
        item=list(_items(one, report)),
        processNote=[{"number": at, "type": "display", "text": text} for at, text in enumerate(notes, 1)],
    )


def _undecided(report: Report) -> bool:
    return report.header.partial or any(one.finding.outcome == "unknown" for one in report.findings)


def _note(finding: Finding) -> str:
    unknown = "" if finding.outcome == "fail" else "The record does not say: "
    return f"{finding.rule}: {unknown}{finding.says} {finding.fix}".strip()


def _items(one: ProfessionalClaim, report: Report) -> Iterator[Object]:
    prices = list(report.price.lines)
    for at, line in enumerate(one.lines, 1):
        code = line.service.code
        price = next((known for known in prices if known.code == code), None)
        if price is not None:
            prices.remove(price)
        told = [(number, known) for number, known in enumerate(report.findings, 1) if known.finding.code == code]
        submitted = {"category": concept(ADJUDICATION, "submitted"), "amount": money(line.charge_cents)}
        yield filled(
            itemSequence=at,
            noteNumber=[number for number, _ in told],
            adjudication=[submitted, *_priced(price), *_denials([known for _, known in told])],
        )


def _priced(price: PricedLine | None) -> Iterator[Object]:
    """What the note supports is worth: allowed, paid by the payer, left to the patient."""
    if price is not None:
        named = (
            (ADJUDICATION, "eligible", price.allowed_cents),
            (ADJUDICATION, "benefit", price.payer_cents),
            (f"{CARIN}C4BBAdjudication", "memberliability", price.patient_cents),
        )
        yield from (
            {"category": concept(system, code), "amount": money(cents)}
            for system, code, cents in named
            if cents is not None
        )


def _denials(told: Sequence[ReportedFinding]) -> Iterator[Object]:
    """The denial that each finding would draw, with the money that hangs on it."""
    for one in told:
        if one.finding.outcome == "fail" and one.finding.carc:
            amount = {} if one.at_risk_cents is None else money(one.at_risk_cents)
            yield filled(category=_DENIAL, reason=concept(CARC, one.finding.carc, one.finding.rule), amount=amount)


def outcome(one: ProfessionalClaim, report: Report) -> Object:
    """Every finding as an issue with the line that it means; one that says so where there is none."""
    issues = [_issue(one, known.finding) for known in report.findings]
    clean = {"severity": "information", "code": "informational", "details": {"text": report.verdict.because}}
    return {"resourceType": "OperationOutcome", "issue": issues or [clean]}


def _issue(one: ProfessionalClaim, finding: Finding) -> Object:
    failed = finding.outcome == "fail"
    lines = [f"Claim.item[{at}]" for at, line in enumerate(one.lines) if line.service.code == finding.code]
    cites = "; ".join(f"{cite.title} ({cite.mark})" for cite in finding.cites)
    return filled(
        severity=_SEVERITIES[finding.severity] if failed else "information",
        code="business-rule" if failed else "incomplete",
        details=concept(RULE, finding.rule, finding.says),
        diagnostics=f"{finding.fix} Source: {cites}".strip(),
        expression=lines,
    )
