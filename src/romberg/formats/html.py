"""One self-contained page for people: printable, readable without colour, with nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Template

from romberg import __version__
from romberg.formats import words
from romberg.formats.marks import KINDS, pieces, quoted
from romberg.formats.templating import environment
from romberg.formats.unreadable import Unreadable
from romberg.knowledge import editions
from romberg.report import Report
from romberg.report.plain import plain
from romberg.visit import ELEMENTS


@cache
def _template() -> Template:
    """The page; every value put into it is escaped, and a missing one is an error."""
    made = environment()
    made.filters["money"] = words.money
    made.filters["number"] = words.number
    made.filters["paid"] = words.paid
    return made.get_template("report.html.j2")


def page(reports: Sequence[Report], failures: Mapping[str, Unreadable]) -> str:
    """The page for all notes of a call, each a section of its own; notes that were not read come first."""
    return _template().render(
        visits=[_visit(report) for report in reports],
        failures=[error.says for error in failures.values()],
        kinds=[(kind.replace(" ", "-"), letter, meaning) for kind, (letter, meaning) in KINDS.items()],
        severities=words.SEVERITY_WORDS,
        knowledge=editions.version(),
        version=__version__,
    )


def _visit(report: Report) -> dict[str, Any]:
    """What the template shows of one visit."""
    visit = report.header.coded.visit
    return {
        "source": report.header.source,
        "sha256": plain(report)["note_sha256"],
        "verdict": report.verdict,
        "facts": words.facts_line(report),
        "time": words.time_line(report),
        "charges": list(words.charge_rows(report)),
        "price": report.price,
        "note": [(piece.text, piece.kind.replace(" ", "-"), KINDS.get(piece.kind)) for piece in pieces(report)],
        "elements": [_element(report, element) for element in ELEMENTS],
        "not_counted": [(one.text, one.why) for one in visit.not_counted],
        "fixes": report.fixes,
        "findings": [_finding(report, one) for one in report.failed],
        "unknown": report.unknown,
    }


def _element(report: Report, element: str) -> dict[str, Any]:
    proof = visit_proof(report, element)
    shown = {"name": words.ELEMENT_WORDS[element], "present": bool(proof), "quotes": quoted(report, proof, 3, 90)}
    return shown | {"open": report.header.partial and not proof}


def visit_proof(report: Report, element: str) -> tuple[Any, ...]:
    """The places in the note that show an element."""
    return tuple(report.header.coded.visit.documentation.get(element, ()))


def _finding(report: Report, one: Any) -> dict[str, Any]:
    return {
        "it": one.finding,
        "where": words.where(one, report),
        "at_risk_cents": one.at_risk_cents,
        "quotes": quoted(report, one.finding.spans, 4, 90),
        "sources": words.sources(one),
        "denied": words.denial(one.finding.carc, one.finding.rarc, one.finding.route),
    }
