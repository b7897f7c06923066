"""Findings as SARIF 2.1.0, the format in which editors and review tools read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from romberg import __version__
from romberg.formats.unreadable import Unreadable
from romberg.knowledge import editions
from romberg.report import Report
from romberg.report.values import ReportedFinding

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"blocks": "error", "warns": "warning", "informs": "note"}


def log(reports: Sequence[Report], failures: Mapping[str, Unreadable]) -> dict[str, Any]:
    """One SARIF log for a call: a result for each finding, and a notification for each note that was not read."""
    rules = sorted({one.finding.rule for report in reports for one in report.findings})
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(rules, reports)},
                "columnKind": "unicodeCodePoints",
                "artifacts": [_artifact(report) for report in reports],
                "results": [
                    _result(one, report, at, rules) for at, report in enumerate(reports) for one in report.findings
                ],
                "invocations": [_invocation(failures)],
            }
        ],
    }


def _driver(rules: Sequence[str], reports: Sequence[Report]) -> dict[str, Any]:
    driver: dict[str, Any] = {"name": "Romberg", "semanticVersion": __version__}
    driver["properties"] = {"knowledge": editions.version()}
    gravest = {one.finding.rule: one for report in reports for one in reversed(report.findings)}
    return driver | {"rules": [_rule(gravest[name]) for name in rules]}


def _rule(one: ReportedFinding) -> dict[str, Any]:
    finding = one.finding
    words = finding.rule.split("/")[1].replace("_", " ")
    return {
        "id": finding.rule,
        "shortDescription": {"text": words[:1].upper() + words[1:] + "."},
        "defaultConfiguration": {"level": LEVELS[finding.severity]},
        "properties": {"basis": finding.basis, "sources": [cite.title for cite in finding.cites]},
    }


def _uri(source: str) -> str:
    return "stdin" if source == "-" else quote(source.replace("\\", "/"), errors="surrogateescape")


def _artifact(report: Report) -> dict[str, Any]:
    return {"location": {"uri": _uri(report.header.source)}, "length": len(report.text.encode("utf-8", "replace"))}


def _result(one: ReportedFinding, report: Report, at: int, rules: Sequence[str]) -> dict[str, Any]:
    finding = one.finding
    undecided = finding.outcome == "unknown"
    return {
        "ruleId": finding.rule,
        "ruleIndex": rules.index(finding.rule),
        "kind": "open" if undecided else "fail",
        "level": "none" if undecided else LEVELS[finding.severity],  # SARIF: an open result has no level
        "message": {"text": " ".join(part for part in (finding.says, finding.fix) if part)},
        "locations": list(_locations(one, report, at)),
        "properties": {
            "code": finding.code,
            "carc": finding.carc,
            "rarc": finding.rarc,
            "route": finding.route,
            "atRiskCents": one.at_risk_cents,
        },
    }


def _locations(one: ReportedFinding, report: Report, at: int) -> Iterator[dict[str, Any]]:
    """The note's words behind a finding; the note as a whole where something is missing from it."""
    artifact = {"uri": _uri(report.header.source), "index": at}
    for start, end in one.finding.spans:
        region = {"charOffset": start, "charLength": end - start, "snippet": {"text": report.text[start:end]}}
        yield {"physicalLocation": {"artifactLocation": artifact, "region": region}}
    if not one.finding.spans:
        yield {"physicalLocation": {"artifactLocation": artifact}}


def _invocation(failures: Mapping[str, Unreadable]) -> dict[str, Any]:
    told = [
        {"level": "error", "descriptor": {"id": error.code}, "message": {"text": error.says}}
        for error in failures.values()
    ]
    return {"executionSuccessful": not failures, "toolExecutionNotifications": told}
