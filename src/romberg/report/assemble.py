"""Puts the reports of a call together from what the rooms before found, visit by visit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from romberg.checks.finding import Finding, Findings
from romberg.claims import ServiceLine
from romberg.facts import Facts
from romberg.pricing import Price
from romberg.report.money import at_risk, billed_services, priced_together, supported_services, to_price, unpriced
from romberg.report.not_read import on_what_was_read
from romberg.report.report import Report
from romberg.report.supported import Supported, of_facts
from romberg.report.unknown import unknown
from romberg.report.values import Header, ReportedFinding
from romberg.report.verdict import judge

_GRAVITY = {"blocks": 0, "warns": 1, "informs": 2}


def assemble(headers: Sequence[Header], facts: Facts, findings: Findings) -> list[Report]:
    """One report for each visit of the call, in its order."""
    supported = of_facts(headers, facts)
    charged = _priced(headers, [billed_services(source.billed) for source in facts.sources])
    priced = _priced(headers, [supported_services(lines) for _, lines in supported])
    return [
        _report(header, facts.sources[at].billed, supported[at], findings.of(at), (charged[at], priced[at]))
        for at, header in enumerate(headers)
    ]


def _priced(headers: Sequence[Header], services: Sequence[list[ServiceLine]]) -> list[Price]:
    """Prices of all visits in one pass; without a date, or without lines, none."""
    asked = [to_price(*one) if one[1] else None for one in zip(headers, services, strict=True)]
    found = priced_together(headers, asked)
    return [price or unpriced(lines) for price, lines in zip(found, services, strict=True)]


def _report(
    header: Header, billed: Any, supported: Supported, findings: Sequence[Finding], prices: tuple[Price, Price]
) -> Report:
    charged, price = prices
    counts, lines = supported
    findings = on_what_was_read(findings, header.document)
    told = sorted((ReportedFinding(one, at_risk(one, charged, price)) for one in findings), key=fix_first)
    anything = bool(lines or billed or header.coded.procedures)
    verdict = judge(header.coded.visit, [one.finding for one in told], anything, header.document)
    return Report(
        header,
        tuple(billed),
        lines,
        counts,
        tuple(told),
        price,
        verdict,
        unknown(header, [one.finding for one in told], price, billed),
    )


def fix_first(one: ReportedFinding) -> tuple[int, bool, int, str, int]:
    """What blocks first, then risks, then hints; what failed before what is not said; the most money before less."""
    finding = one.finding
    line = -1 if finding.line is None else finding.line
    undecided = finding.outcome != "fail"
    return _GRAVITY[finding.severity], undecided, -(one.at_risk_cents or 0), finding.rule, line
