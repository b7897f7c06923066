"""A report as a plain object: the schema `romberg.check/1`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from romberg.coding.procedure import Procedure
from romberg.report.values import ReportedFinding, SupportedLine
from romberg.visit import ELEMENTS, Activity, BilledLine, Clinician, Document, Measure, Places, Span, Visit

if TYPE_CHECKING:
    from romberg.report.report import Report

SCHEMA = "romberg.check/1"


def plain(report: Report) -> dict[str, Any]:
    """The report as JSON carries it, in the order of the contract."""
    return {
        "schema": SCHEMA,
        "source": report.header.source,
        "note_sha256": sha256(report.text.encode("utf-8", "surrogatepass")).hexdigest(),
        "knowledge": report.knowledge,
        "visit": _visit(report),
        "billed": [_billed(one) for one in report.billed],
        "supported": [_supported(one) for one in report.supported],
        "units": _units(report),
        "findings": [_finding(one) for one in report.findings],
        "price": report.price.as_dict(),
        "score": report.score,
        "light": report.light,
        "verdict": {"words": report.verdict.words, "because": report.verdict.because},
        "fix_first": list(report.fixes),
        "unknown": list(report.unknown),
        "billed_from": report.billed_from,
        **({} if report.header.document is None else of_document(report.header.document)),
    }


def of_document(document: Document) -> dict[str, Any]:
    """What a note from a document has beside that of a plain file: its extracted text, and what was not read."""
    places = document.places
    return {
        "text": document.text,
        "document": {
            "kind": document.kind,
            "not_read": [{"says": gap.says, "grave": gap.grave} for gap in document.gaps],
            "service_date": _day(document.service_date),
            "dated_by": document.dated_by or None,
            "pages": None if places is None else [list(size) for size in places.sizes],
            "places": None if places is None else [[*one] for one in _words(places)],
        },
    }


def _words(places: Places) -> Iterator[tuple[float, ...]]:
    """Of each word: start, end, page, and the left, bottom, right and top of its box."""
    for span, page, box in zip(places.spans, places.pages, places.boxes, strict=True):
        yield (span.start, span.end, page, *box)


def spans(found: Iterable[Span]) -> list[list[int]]:
    """Places in the note as pairs of numbers."""
    return [[start, end] for start, end in found]


def _visit(report: Report) -> dict[str, Any]:
    visit = report.header.coded.visit
    return {
        "service_date": _day(visit.service_date),
        "kind": visit.kind,
        "discipline": visit.discipline,
        "setting": visit.setting,
        "payer": report.header.card.name,
        "payer_title": report.header.card.title,
        "payer_from": report.header.payer_from,
        "visits_in_file": report.header.visits_in_file,
        "timed_minutes": visit.timed_minutes,
        "total_minutes": visit.total_minutes,
        "clinicians": [_clinician(one) for one in visit.clinicians],
        "procedures": [_procedure(one) for one in report.header.coded.procedures],
        "measures": [_measure(one) for one in visit.measures],
        "diagnoses": [{"code": one.code, "spans": spans(one.spans)} for one in visit.diagnoses],
        "documentation": _documentation(visit),
        "not_counted": [{"text": one.text, "spans": spans(one.spans), "why": one.why} for one in visit.not_counted],
        "conflicts": [{"kind": one.kind, "says": one.says, "spans": spans(one.spans)} for one in visit.conflicts],
    }


def _day(on: Any) -> str | None:
    return None if on is None else on.isoformat()


def _clinician(one: Clinician) -> dict[str, Any]:
    shown = {"name": one.name, "credential": one.credential, "role": one.role, "signed": one.signed}
    return shown | {"spans": spans(one.spans)}


def _procedure(one: Procedure) -> dict[str, Any]:
    return {
        "code": one.code,
        "timed": one.timed,
        "minutes": one.minutes,
        "assistant_minutes": one.assistant_minutes,
        "service": one.service,
        "activities": [_activity(activity) for activity in one.activities],
        "candidates": [{"code": other.code, "says": other.says} for other in one.candidates],
        "says": one.says,
        "spans": spans(one.spans),
        "flags": {name: spans(found) for name, found in one.flags.items()},
    }


def _activity(one: Activity) -> dict[str, Any]:
    return {"text": one.text, "spans": spans(one.spans), "minutes": one.minutes}


def _measure(one: Measure) -> dict[str, Any]:
    earlier = [{"value": was.value, "on": _day(was.on), "spans": spans(was.spans)} for was in one.earlier]
    shown = {"measure": one.measure, "value": one.value, "unit": one.unit, "side": one.side}
    return shown | {"spans": spans(one.spans), "earlier": earlier, "goal": one.goal}


def _documentation(visit: Visit) -> dict[str, Any]:
    found = {element: visit.documentation.get(element, ()) for element in ELEMENTS}
    return {element: {"present": bool(proof), "spans": spans(proof)} for element, proof in found.items()}


def _billed(one: BilledLine) -> dict[str, Any]:
    shown: dict[str, Any] = {"code": one.code, "units": one.units, "modifiers": list(one.modifiers)}
    return shown | {"minutes": one.minutes, "spans": spans(one.spans)}


def _supported(one: SupportedLine) -> dict[str, Any]:
    return {
        "code": one.code,
        "units": one.units,
        "minutes": one.minutes,
        "assistant_minutes": one.assistant_minutes,
        "modifiers": list(one.modifiers),
        "says": one.says,
        "minutes_to_next": one.minutes_to_next,
    }


def _units(report: Report) -> dict[str, Any]:
    units = report.units
    return {
        "cms": dict(units.cms),
        "ama": dict(units.ama),
        "strict_fifteen": dict(units.strict_fifteen),
        "counted_by": units.counted_by,
        "minutes_to_next": units.minutes_to_next,
        "says": units.says,
    }


def _finding(one: ReportedFinding) -> dict[str, Any]:
    finding = one.finding
    return {
        "rule": finding.rule,
        "outcome": finding.outcome,
        "severity": finding.severity,
        "basis": finding.basis,
        "code": finding.code,
        "says": finding.says,
        "fix": finding.fix,
        "safe_fix": finding.safe_fix,
        "carc": finding.carc,
        "rarc": finding.rarc,
        "route": finding.route,
        "cites": [{"id": cite.id, "title": cite.title, "on": cite.on, "mark": cite.mark} for cite in finding.cites],
        "spans": spans(finding.spans),
        "at_risk_cents": one.at_risk_cents,
        "mark": finding.mark,
    }
