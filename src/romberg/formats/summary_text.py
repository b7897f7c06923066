"""The summary of many reports, for the terminal and for a file of text."""

from __future__ import annotations

from collections.abc import Iterator

from romberg.money import usd
from romberg.report.summary import Line, Summary

_COST = {"record": "the record proves it", "clinician": "for the clinician"}


def lines(summary: Summary) -> Iterator[str]:
    """The whole summary: all visits, then clinicians and payers, the lowest score first."""
    yield from _of(summary.whole)
    for title, found in (("By clinician", summary.clinicians), ("By payer", summary.payers)):
        yield ""
        yield title
        for one in found:
            yield from (f"  {text}" for text in _of(one))


def _of(one: Line) -> Iterator[str]:
    lights = ", ".join(f"{count} {light}" for light, count in one.lights)
    visits = "1 visit" if one.visits == 1 else f"{one.visits} visits"
    yield f"{one.name}: {visits} ({lights}), score {one.score}, {usd(one.at_risk_cents)} at risk where a price is known"
    for at, fix in enumerate(one.fixes, 1):
        where = "1 visit" if fix.visits == 1 else f"{fix.visits} visits"
        yield f"  {at}. {fix.fix} ({fix.rule}, {where}, {_COST[fix.cost]})"
