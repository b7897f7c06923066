"""The note's remarks on cover as facts."""

from __future__ import annotations

import re
from typing import Any

from romberg.facts.values import VisitSource
from romberg.knowledge import local_coverage
from romberg.visit import Remark, Visit

_AGENCIES = {"hospice": "a hospice", "home health": "a home health agency with an open episode"}
_INSURERS = {"crash": "the insurer of a car crash", "work injury": "the insurer of an injury at work"}
_PAY_FOR_ACCIDENTS = frozenset({"auto", "workers_comp", "self_pay"})
_REASON = re.compile(
    r"\b(?:because|due to|d/t|reason|since|as the|as dr|while|was on|out on|vacation|delay in)\b|:\s*\w"
)
_SAME_LINE = 120
_BY_VIDEO = frozenset({"95", "93", "GT"})
_TELEHEALTH = ("tele", "video", "virtual", "zoom", "doxy", "facetime", "webex", "remote")


def said_facts(source: VisitSource) -> dict[str, Any]:
    """What the note says of notices, orders, authorisation, other payers, goals and progress."""
    visit = source.coded.visit
    kinds = {remark.kind for remark in visit.remarks}
    return {
        "notice": "missing" if "notice missing" in kinds else "signed" if "notice signed" in kinds else None,
        "is_audio_only": "audio only" in kinds,
        "speaks_of_telehealth": _speaks_of_telehealth(source),
        "is_plateau": "plateau" in kinds,
        "plan_changed": "plan changed" in kinds,
        "all_goals_met": "goals met" in kinds,
        "authorized_visits": _authorized(visit),
        "authorization_through": max((one.on for one in of(visit, "authorization through") if one.on), default=None),
        "authorization_refused": "authorization refused" in kinds,
        "order_on_file": "order on file" in kinds,
        "order_by_chiropractor": "order by chiropractor" in kinds,
        "assistant_alone": "assistant alone" in kinds,
        **_others(kinds, source.card.family),
        "late_certification": _late(visit),
        **_documents(visit),
    }


def _speaks_of_telehealth(source: VisitSource) -> bool:
    """Sought only where a charge says telehealth: elsewhere nothing asks for it."""
    if not any(_BY_VIDEO & {*line.modifiers} for line in source.billed):
        return False
    text = source.coded.visit.text.lower()
    return any(word in text for word in _TELEHEALTH)


def of(visit: Visit, kind: str) -> list[Remark]:
    """The remarks of one kind."""
    return [remark for remark in visit.remarks if remark.kind == kind]


def _authorized(visit: Visit) -> int | None:
    """Authorised visits where the note calls them so; "visit 5 of 12" may be no more than what was planned."""
    spans = visit.plan.spans.get("authorized_visits", ())
    told = " ".join(visit.text[span.start : span.end] for span in spans).lower()
    return visit.plan.authorized_visits if "auth" in told or "approved" in told else None


def _others(kinds: set[str], family: str) -> dict[str, Any]:
    """Who else may have to pay: agencies before Medicare, an accident's insurer before a health plan."""
    agencies = [who for kind, who in _AGENCIES.items() if kind in kinds and family == "medicare"]
    insurers = [who for kind, who in _INSURERS.items() if kind in kinds and family not in _PAY_FOR_ACCIDENTS]
    return {
        "agency_payers": agencies,
        "has_agency_payer": bool(agencies),
        "accident_insurers": insurers,
        "has_accident_insurer": bool(insurers),
    }


def _late(visit: Visit) -> str | None:
    late = of(visit, "late certification")
    if not late:
        return None
    end = late[0].spans[0].end
    line = visit.text[end : end + _SAME_LINE].split("\n")[0].lower()
    return "explained" if _REASON.search(line) else "unexplained"


def _documents(visit: Visit) -> dict[str, bool | list[str]]:
    """What the named coverage documents say of the day: those that did not hold, and those that nobody looked up."""
    on = visit.service_date
    spans = [span for remark in of(visit, "document") for span in remark.spans]
    known = [found for span in spans if (found := local_coverage.get(visit.text[span.start : span.end]))]
    if on is None or not known:
        return {"cites_documents": bool(known), "retired_documents": [], "undated_documents": []}
    return {
        "cites_documents": True,
        "retired_documents": [one.says(on) for one in known if one.state(on) in ("retired", "not yet in force")],
        "undated_documents": [one.says(on) for one in known if one.state(on) == "unknown"],
    }
