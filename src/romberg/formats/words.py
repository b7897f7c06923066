"""The words that every page uses for lights, severities, elements and amounts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from romberg.coding.procedure import Procedure
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
ROUTE_WORDS = {
    "corrected claim": "answered by a corrected claim",
    "appeal": "answered by an appeal",
    "patient": "which the patient pays",
    "other payer": "answered by billing the other payer",
    "write off": "to be written off",
    "nothing to do": "with nothing to do about it",
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


def denial(carc: str | None, rarc: str | None, route: str | None) -> str:
    """The denial that a finding would draw, and the way to answer it; empty where none is known."""
    if carc is None:
        return ""
    remark = f" with {rarc}" if rarc else ""
    return f"denied as CARC {carc}{remark}" + (f", {ROUTE_WORDS[route]}" if route else "")


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
    left = dict.fromkeys((*billed, *(one.code for one in report.header.coded.procedures)))
    for code in left:
        if code not in shown:
            yield _without_units(report, code, billed.get(code, 0) if report.billed else None)


def _without_units(report: Report, code: str, billed: int | None) -> ChargeRow:
    """A charge without words, or a service whose time counts for nobody: the row says which."""
    found = [one for one in report.header.coded.procedures if one.code == code]
    minutes = [one.minutes for one in found if one.minutes is not None]
    assistant = sum(one.assistant_minutes for one in found)
    therapist = sum(minutes) - assistant if minutes else None
    says = _why_left_out(found)
    return ChargeRow(code, label(code), therapist, assistant, 0, billed, None, 0, _unit_less(report, code), says)


def _why_left_out(found: Sequence[Procedure]) -> str:
    if not found:
        return "No words in the note support it."
    if all("not billed" in one.flags for one in found):
        return "The note itself says that it is not billed."
    if any("unattended" in one.flags or "group" in one.flags for one in found):
        return "It was not given one to one, so its time earns no unit of this code."
    roles = sorted({share.role for one in found for share in one.shares})
    return f"This payer does not pay for the work of {' or '.join(roles) or 'those who furnished it'}."


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
        _row_light(report, line),
        line.says,
    )


def _row_light(report: Report, line: SupportedLine) -> str:
    if report.header.partial:
        return "not assessed"
    if not line.units:
        return _unit_less(report, line.code)
    return "not covered" if "GY" in line.modifiers else _light(report, line.code)


def _unit_less(report: Report, code: str) -> str:
    """The light of a service without a unit: blocked or open where a finding says so, else not counted."""
    mine = {(one.finding.outcome, one.finding.severity) for one in report.findings if one.finding.code == code}
    if ("fail", "blocks") in mine:
        return "blocked"
    return "open" if any(outcome == "unknown" for outcome, _ in mine) else "not counted"


def _light(report: Report, code: str) -> str:
    """The light of a code in words, from the gravest finding on it."""
    mine = {one.finding.severity for one in report.failed if one.finding.code == code}
    return "blocked" if "blocks" in mine else "at risk" if "warns" in mine else "supported"


def where(one: ReportedFinding, report: Report) -> str:
    """On which line a finding stands, and on which page of a PDF its words."""
    finding, document = one.finding, report.header.document
    page = document.places.page(finding.spans[0].start) if document and document.places and finding.spans else None
    on_page = f", page {page}" if page else ""
    if finding.code is None:
        return f"whole visit{on_page}"
    charged = finding.line is not None and finding.line < len(report.billed)
    line = f"charge {finding.line + 1}: " if charged and finding.line is not None else ""
    return f"{line}{finding.code}{on_page}"


def sources(one: ReportedFinding) -> list[str]:
    """The sources of a finding with their dates, those that nobody verified marked, and the edition of its table."""
    table = [] if one.finding.mark in ("verified", "not verified") else [f"its table is known {one.finding.mark}"]
    return [
        f"{cite.title}{f' ({cite.on})' if cite.on else ''}{'' if cite.mark == 'verified' else ' [not verified]'}"
        for cite in one.finding.cites
    ] + table


def facts_line(report: Report) -> str:
    """Date, kind, discipline, place and payer of a visit in one line."""
    visit, card = report.header.coded.visit, report.header.card
    day = visit.service_date.isoformat() if visit.service_date else "no date in the note"
    payer = f"{card.title} (from {report.header.payer_from})"
    parts = [day, visit.kind, visit.discipline or "discipline not stated", visit.setting, payer]
    beside = report.header.document is not None and report.billed_from == report.header.document.billed_by
    return " · ".join([*parts, f"charges from {report.billed_from}"] if beside and report.billed_from else parts)


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
