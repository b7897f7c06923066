"""Facts of the note as a record: signatures with their days, addenda, what a report shows, what contradicts what."""

from __future__ import annotations

from datetime import date
from typing import Any

from romberg.notes import proofs
from romberg.notes.measures.vocabulary import known
from romberg.visit import Measure, Span, Visit
from romberg.visit.record import Record

_LEVELS = ("low", "moderate", "high")
_KINDS = ("side", "help", "day", "figure")


def record_facts(visit: Visit, folded: str) -> dict[str, Any]:
    """All facts of the record, by name."""
    record = visit.record
    return {
        **_signatures(visit),
        **_addendum(record),
        **_report(visit, folded),
        "names_function": bool(visit.documentation.get("medical_necessity")) or _names_function(folded),
        "date_is_written": bool(visit.header_spans.get("service_date")),
        **{
            f"contradictions_{kind}": [one.says for one in record.contradictions if one.kind == kind] for kind in _KINDS
        },
    }


def _compares(folded: str) -> bool:
    """Whether a report sets a value beside one from before, in words that no measure was read from."""
    return proofs.first("comparison", folded, [Span(0, len(folded))]) is not None


def _names_function(folded: str) -> bool:
    """Whether anything of the patient's life is named that the care could be for."""
    return proofs.first("function", folded, [Span(0, len(folded))]) is not None


def _signatures(visit: Visit) -> dict[str, Any]:
    first = min((one.on for one in visit.record.signature_days), default=None)
    after = (first - visit.service_date).days if first and visit.service_date else None
    return {
        "clinician_roles": list(dict.fromkeys(one.role for one in visit.clinicians)),
        "signer_roles": list(dict.fromkeys(one.role for one in visit.clinicians if one.signed)),
        "first_signed_on": first,
        "days_to_signature": after,
        "signature_is_dated": bool(visit.record.signature_days)
        if any(one.signed for one in visit.clinicians)
        else None,
    }


def _addendum(record: Record) -> dict[str, Any]:
    addendum = record.addendum
    return {
        "has_addendum": addendum is not None,
        "addendum_on": addendum.on if addendum else None,
        "addendum_signed": addendum.signed if addendum else None,
        "addendum_changes_time": addendum.changes_time if addendum else None,
    }


def _report(visit: Visit, folded: str) -> dict[str, Any]:
    is_report = visit.kind != "daily"
    complexity = visit.record.complexity
    better, worse = _changes(visit.measures)
    return {
        "has_history": bool(visit.record.report.get("history")) if is_report else None,
        "has_goal_status": bool(visit.record.report.get("goal status")) if is_report else None,
        "evaluation_level_worded": _LEVELS.index(complexity.level) if complexity.level else None,
        "complexity_factors": complexity.factors,
        "complexity_elements": complexity.elements,
        "complexity_presentation": complexity.presentation,
        "measures": list(dict.fromkeys(one.measure for one in visit.measures)),
        "has_earlier_values": any(one.earlier for one in visit.measures) or (is_report and _compares(folded)),
        "measures_better": better,
        "measures_worse": worse,
        "progress_claimed": _claims_progress(visit, folded) if worse else None,
    }


def _changes(measures: tuple[Measure, ...]) -> tuple[list[str], list[str]]:
    """The measures that are better than their last earlier value, and those that are worse, as they read."""
    better: list[str] = []
    worse: list[str] = []
    for one in measures:
        entry = known().get(one.measure)
        if entry is None or not one.earlier or entry.better not in ("higher", "lower"):
            continue
        before = max(one.earlier, key=lambda was: was.on or date.min).value
        gained = (one.value - before) * (1 if entry.better == "higher" else -1)
        if gained:
            (better if gained > 0 else worse).append(f"{one.measure} {_plain(one.value)} after {_plain(before)}")
    return better, worse


def _plain(value: float) -> str:
    return f"{value:g}"


def _claims_progress(visit: Visit, folded: str) -> bool:
    """Whether the assessment says that the patient gains."""
    spans = visit.documentation.get("assessment", ())
    return bool(spans) and proofs.first("progress_claimed", folded, spans) is not None
