"""What the page of a visit shows of a report."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from romberg.formats import words
from romberg.formats.marks import KINDS, quoted
from romberg.knowledge import payers
from romberg.report import Report
from romberg.visit import ELEMENTS
from romberg.web.visits.form import Charge, Form
from romberg.web.visits.linked import runs


def choices() -> tuple[tuple[str, str], ...]:
    """The payers to choose from: name and title."""
    return _titles(payers.names())


@cache
def _titles(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((name, payers.card(name, payers.verified_through(name)).title) for name in names)


def shown(report: Report, form: Form) -> dict[str, Any]:
    """Everything on the page of one checked visit."""
    return {
        "form": form,
        "payers": choices(),
        "verdict": report.verdict,
        "facts": words.facts_line(report),
        "time": words.time_line(report),
        "runs": list(runs(report)),
        "kinds": [(kind.replace(" ", "-"), letter, meaning) for kind, (letter, meaning) in KINDS.items()],
        "rows": list(words.charge_rows(report)),
        "price": report.price,
        "charges": _charges(report, form),
        "charges_from": report.billed_from,
        "units": _units(report),
        "findings": [_finding(report, at, one) for at, one in enumerate(report.failed)],
        "severities": words.SEVERITY_WORDS,
        "fixes": report.fixes[:3],
        "elements": [_element(report, name) for name in ELEMENTS],
        "unknown": report.unknown,
        "not_counted": [(one.text, one.why) for one in report.header.coded.visit.not_counted],
    }


def _charges(report: Report, form: Form) -> Sequence[Charge]:
    """The charges to edit: as typed, else those compared, else what the note supports."""
    if form.charges is not None:
        return [one for one in form.charges if one.code or one.units or one.modifiers]
    if report.billed:
        return [Charge(one.code, str(one.units), " ".join(one.modifiers)) for one in report.billed]
    return [Charge(one.code, str(one.units), " ".join(one.modifiers)) for one in report.supported if one.units]


def _units(report: Report) -> list[tuple[str, int, bool]]:
    """The units of each way of counting, and whether this payer counts so."""
    counts = report.units
    ways = (("cms", counts.cms), ("ama", counts.ama), ("strict_fifteen", counts.strict_fifteen))
    return [(words.WAYS[way], sum(units.values()), way == counts.counted_by) for way, units in ways]


def _finding(report: Report, at: int, one: Any) -> dict[str, Any]:
    finding = one.finding
    return {
        "mark": f"f-{at}",
        "it": finding,
        "where": words.where(one, report),
        "at_risk_cents": one.at_risk_cents,
        "quotes": quoted(report, finding.spans, 3, 90),
        "sources": words.sources(one),
        "denied": words.denial(finding.carc, finding.rarc, finding.route),
    }


def _element(report: Report, name: str) -> dict[str, Any]:
    proof = report.header.coded.visit.documentation.get(name, ())
    return {"mark": f"e-{name}", "name": words.ELEMENT_WORDS[name], "present": bool(proof),
            "open": report.header.partial and not proof}  # fmt: skip
