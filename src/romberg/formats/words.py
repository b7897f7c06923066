"""The words that every page uses for lights, severities, elements and amounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from romberg.knowledge import codes
from romberg.money import usd
from romberg.pricing import PricedLine
from romberg.report import Report
from romberg.report.values import ReportedFinding, SupportedLine

SEVERITIES = {"blocks": "BLOCKS", "warns": "RISK", "informs": "NOTE"}
SEVERITY_WORDS = {"blocks": "blocks the claim", "warns": "a risk", "informs": "for your information"}
LIGHT_WORDS = {"green": "supported", "yellow": "at risk", "red": "not supported"}
ELEMENT_WORDS = {
    "assessment": "Assessment of the patient",
    "specific_activities": "Activities named",
    "duration": "Time stated",
    "patient_response": "Patient's response",
    "measurable_outcome": "Measured outcome",
    "skilled_intervention": "Skill of the clinician",
    "medical_necessity": "Why it is needed",
    "plan": "Plan",
    "signature": "Signature, credential",
}
WAYS = {"cms": "CMS 8-minute rule", "ama": "AMA midpoint", "strict_fifteen": "15 full minutes"}
NOT_KNOWN = "not known"


def money(cents: int | None) -> str:
    """An amount as people write it, or that it is not known."""
    return NOT_KNOWN if cents is None else usd(cents)


def paid(line: PricedLine) -> str:
    """What is taken off between allowed and paid, on one line; empty where it is not known."""
    cuts = ", ".join(f"{step.step} {money(step.cents)}" for step in line.payment if step.step != "allowed")
    return f"then {cuts}: the payer pays {money(line.payer_cents)}" if cuts else ""


def number(value: int | None) -> str:
    """A number, or a dash where the note gives none."""
    return "–" if value is None else str(value)


def label(code: str) -> str:
    """Romberg's own short name for a code; empty where it has none."""
    known = codes.get(code)
    return known.label if known else ""


def with_modifiers(code: str, modifiers: tuple[str, ...]) -> str:
    """A code as it stands on a claim line: 97112-GP-CQ."""
    return "-".join((code, *modifiers))


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """One row of the charge table: a supported line, or a charge for which the note has no words."""

    code: str
    label: str
    therapist_minutes: int | None
    assistant_minutes: int
    supported: int
    billed: int | None
    minutes_to_next: int | None
    cents: int | None
    light: str
    says: str


def charge_rows(report: Report) -> Iterator[ChargeRow]:
    """The charge table: every supported line with what was billed for its code, then charges without words."""
    billed: dict[str, int] = {}
    for one in report.billed:
        billed[one.code] = billed.get(one.code, 0) + one.units
    prices = iter(report.price.lines)
    shown: set[str] = set()
    for line in report.supported:
        price = next(prices, None) if line.units else None
        first = line.code not in shown
        shown.add(line.code)
        yield _row(report, line, billed.get(line.code, 0) if first and report.billed else None, price)
    for code, units in billed.items():
        if code not in shown:
            yield ChargeRow(code, label(code), None, 0, 0, units, None, 0, _light(report, code), "No words support it.")


def _row(report: Report, line: SupportedLine, billed: int | None, price: object) -> ChargeRow:
    cents: int | None = getattr(price, "allowed_cents", None) if line.units else 0
    therapist = None if line.minutes is None else line.minutes - line.assistant_minutes
    return ChargeRow(
        with_modifiers(line.code, line.modifiers),
        label(line.code),
        therapist,
        line.assistant_minutes,
        line.units,
        billed,
        line.minutes_to_next,
        cents,
        _light(report, line.code) if line.units else "not counted",
        line.says,
    )


def _light(report: Report, code: str) -> str:
    """The light of a code in words, from the gravest finding on it."""
    mine = {one.finding.severity for one in report.failed if one.finding.code == code}
    return "blocked" if "blocks" in mine else "at risk" if "warns" in mine else "supported"


def where(one: ReportedFinding, report: Report) -> str:
    """On which line a finding stands."""
    finding = one.finding
    if finding.code is None:
        return "whole visit"
    charged = finding.line is not None and finding.line < len(report.billed)
    return f"charge {finding.line + 1}: {finding.code}" if charged and finding.line is not None else finding.code


def sources(one: ReportedFinding) -> list[str]:
    """The sources of a finding with their dates, marked where nobody has verified their words."""
    return [
        f"{cite.title}{f' ({cite.on})' if cite.on else ''}{'' if cite.mark == 'verified' else ' [not verified]'}"
        for cite in one.finding.cites
    ]


def facts_line(report: Report) -> str:
    """Date, kind, discipline, place and payer of a visit in one line."""
    visit, card = report.header.coded.visit, report.header.card
    day = visit.service_date.isoformat() if visit.service_date else "no date in the note"
    payer = f"{card.title} (from {report.header.payer_from})"
    return " · ".join((day, visit.kind, visit.discipline or "discipline not stated", visit.setting, payer))


def time_line(report: Report) -> str:
    """Stated minutes, the units of both counts, and what is missing to the next unit."""
    visit, units = report.header.coded.visit, report.units
    told = [f"Timed {_minutes(visit.timed_minutes)}, total {_minutes(visit.total_minutes)}, as the note states them."]
    told.append(f"Units: CMS {sum(units.cms.values())}, AMA {sum(units.ama.values())}. {units.says}")
    if units.minutes_to_next and units.counted_by == "cms":
        told.append(f"{units.minutes_to_next} more timed min in the visit make the next unit.")
    return " ".join(told)


def _minutes(value: int | None) -> str:
    return "not stated" if value is None else f"{value} min"
