"""The facts of a visit as a whole."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from romberg.facts.clock import overlaps
from romberg.facts.counting import added
from romberg.facts.diagnoses import neuromuscular, support
from romberg.facts.limits import cap_facts
from romberg.facts.pairs import edits_apply
from romberg.facts.people import called
from romberg.facts.record import record_facts
from romberg.facts.values import VisitSource
from romberg.knowledge import codes, parameters
from romberg.visit import ELEMENTS, PlanOfCare, Visit

_THERAPY = ("PT", "OT", "SLP")
_TESTING = ("evaluation", "performance test")
_REPORTS = ("evaluation", "progress", "discharge")  # a visit of these kinds is itself a report on progress


def visit_facts(index: int, source: VisitSource, folded: str) -> dict[str, Any]:
    """All facts of one visit, by name; `folded` is its note in small letters and plain signs."""
    visit = source.coded.visit
    return {
        "visit": index,
        **_payer(source),
        **_what(source),
        **_time(source),
        **_words(visit),
        **_people(visit),
        **_diagnosis(visit),
        **_plan(visit),
        **record_facts(visit, folded),
        **cap_facts(source),
        "clock_overlaps": overlaps(source, folded),
        "start_and_stop_times": source.card.start_and_stop_times,
    }


def _payer(source: VisitSource) -> dict[str, Any]:
    card = source.card
    return {
        "payer": card.title,
        "payer_family": card.family,
        "counting": card.counting,
        "ncci_applies": edits_apply(source),
        "assistant_modifier_wanted": card.assistant_modifier,
        "certification_wanted": card.certification,
        "progress_report_wanted": card.progress_report and bool(card.progress_report_every),
        "total_time_demanded": card.total_time_demanded,
    }


def _what(source: VisitSource) -> dict[str, Any]:
    visit = source.coded.visit
    found = [code for line in source.lines for code in (line.code, line.supported_code) if code]
    known = [code for code in map(codes.get, found) if code]
    return {
        "service_date": visit.service_date,
        "kind": visit.kind,
        "discipline": visit.discipline,
        "setting": visit.setting,
        "has_billed": bool(source.billed),
        "has_treatment": any(code.service not in _TESTING for code in known),
        "has_therapy": visit.discipline in _THERAPY and any(code.therapy != "no" for code in known),
        "has_timed": any(code.timed for code in known),
    }


def _time(source: VisitSource) -> dict[str, Any]:
    visit = source.coded.visit
    billable = [one for one in source.coded.procedures if "not billed" not in one.flags]
    timed = [one for one in billable if one.timed]
    charged = _charged_as_timed(source)
    also = [one for one in billable if not one.timed and id(one) in charged]
    timed_sum = added([one.minutes for one in timed])
    return {
        "timed_minutes_stated": visit.timed_minutes,
        "total_minutes_stated": visit.total_minutes,
        "timed_sum": timed_sum,
        "timed_sum_as_billed": added([timed_sum, *(one.minutes for one in also)]),
        "conflicts": [conflict.says for conflict in visit.conflicts],
    }


def _charged_as_timed(source: VisitSource) -> set[int]:
    """Services, by identity, that stand behind a charge (or beside a written code) of a timed code."""
    behind = [(line.code, one) for line in source.lines if line.billed for one in line.procedures]
    beside = [(one.stated_code, one) for one in source.coded.procedures if one.stated_code]
    return {id(one) for code, one in (*behind, *beside) if codes.is_timed(code)}


def _words(visit: Visit) -> dict[str, Any]:
    elements = {f"has_{element}": bool(visit.documentation.get(element)) for element in ELEMENTS}
    return {**elements, "is_copied": bool(visit.copied_from), "is_maintenance": bool(visit.maintenance)}


def _people(visit: Visit) -> dict[str, Any]:
    signed = [one for one in visit.clinicians if one.signed]
    return {
        "signers": [called(one) for one in signed],
        "signer_credentialed": any(one.credential for one in signed) if signed else None,
    }


def _diagnosis(visit: Visit) -> dict[str, Any]:
    written = list(dict.fromkeys(one.code for one in visit.diagnoses))
    return {
        "diagnoses": written,
        "diagnosis_support": support(written, visit.service_date),
        "neuromuscular_measures": neuromuscular(visit.measures),
    }


def _plan(visit: Visit) -> dict[str, Any]:
    through = certified_through(visit.plan, visit.service_date)
    after = (visit.service_date - through).days if visit.service_date and through else None
    return {
        "visit_number": visit.plan.visit_number,
        "treatment_days_since_report": days_since_report(visit.plan, visit.kind),
        "certified_through": through,
        "days_since_certification_end": after,
        "certification_pending": visit.plan.certification_pending,
    }


def days_since_report(plan: PlanOfCare, kind: str) -> int | None:
    """Treatment days since the last progress report, today included; before the first one, since the evaluation.

    None where the note gives no visit number, or does not say at which visit the last report was written.
    """
    if kind in _REPORTS:
        return 0
    if plan.visit_number is None:
        return None
    if plan.last_progress_visit is not None:
        return plan.visit_number - plan.last_progress_visit
    only_evaluation = plan.last_progress_date is not None and plan.last_progress_date == plan.evaluation_date
    return plan.visit_number if only_evaluation else None


def certified_through(plan: PlanOfCare, on: date | None) -> date | None:
    """The last certified day: the stated end, or the longest period after the start, whichever is first."""
    longest = parameters.step("medicare.certification.longest", on) if on else None
    latest = None
    if plan.certification_start and longest and isinstance(longest.value, int):
        latest = plan.certification_start + timedelta(days=longest.value)
    if plan.certification_end is None:  # a shorter duration may have been certified: only the longest is sure
        return latest if latest and on and on > latest else None
    return min(plan.certification_end, latest) if latest else plan.certification_end
