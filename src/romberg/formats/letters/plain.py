"""The answer to a denial as JSON carries it."""

from __future__ import annotations

from typing import Any

from romberg.formats.answers import deadline
from romberg.knowledge.citations import Citation
from romberg.report.letters import Appeal, Demand, Place


def plain(one: Appeal) -> dict[str, Any]:
    """The advice with its reason, the rules met with their sources, each proof with its words and places, the gaps."""
    return {
        "schema": "romberg.appeal/1",
        "source": one.report.header.source,
        "service_date": str(on) if (on := one.report.header.coded.visit.service_date) else None,
        "payer": one.report.header.card.name,
        "denial": {
            "group": one.denied.group,
            "carc": one.denied.carc,
            "rarcs": list(one.denied.rarcs),
            "code": one.asked.code,
            "cents": one.denied.cents or None,
            "decided_on": str(one.asked.decided_on) if one.asked.decided_on else None,
            "rules": list(one.denied.named),
            "route": one.denied.route,
        },
        "advice": one.advice,
        "because": one.because,
        "demands": [_demand(each) for each in one.demands],
        "proofs": [
            {"topic": each.name, "label": each.label, "quotes": [_place(place) for place in each.places]}
            for each in one.proofs
        ],
        "gaps": [
            {"rule": gap.rule, "outcome": gap.outcome, "says": gap.says, "fix": gap.fix, "decisive": gap.decisive}
            for gap in one.gaps
        ],
        "appeal": deadline(one.deadline),
        "correct": deadline(one.correct),
    }


def _demand(one: Demand) -> dict[str, Any]:
    return {"rule": one.rule, "asks": one.asks, "cites": [_cite(each) for each in one.sources]}


def _cite(cite: Citation) -> dict[str, str]:
    title = f"{cite.title}, {cite.section}" if cite.section else cite.title
    return {"id": cite.id, "title": title, "on": cite.date, "mark": cite.mark}


def _place(place: Place) -> dict[str, Any]:
    return {"text": place.words, "spans": [list(place.span)], "line": place.line, "page": place.page}
