"""Many reports in few lines: by clinician and by payer, with lights, scores, money at risk and what to fix first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from romberg.report.report import Report

MOST_FIXES = 3


@dataclass(frozen=True, slots=True)
class Habit:
    """One thing to fix: the rule, how many visits it touches, what hangs on it, and what to do.

    `cost` tells what fixing takes: "record" where the record itself proves the correction, "clinician" where only the
    clinician can attest it. `at_risk_cents` is what is known of the money; visits without a price add nothing.
    """

    rule: str
    visits: int
    at_risk_cents: int
    cost: str
    fix: str


@dataclass(frozen=True, slots=True)
class Line:
    """The visits of one clinician or payer, or all: how many of each light, their mean score, the money at risk."""

    name: str
    visits: int
    score: int
    lights: tuple[tuple[str, int], ...]
    at_risk_cents: int
    fixes: tuple[Habit, ...]

    def as_dict(self) -> dict[str, Any]:
        """The line as a plain object."""
        fixes = [{name: getattr(one, name) for name in Habit.__slots__} for one in self.fixes]
        return {
            "name": self.name,
            "visits": self.visits,
            "score": self.score,
            "lights": dict(self.lights),
            "at_risk_cents": self.at_risk_cents,
            "fixes": fixes,
        }


@dataclass(frozen=True, slots=True)
class Summary:
    """All visits of a call, and the same by clinician and by payer, the lowest score first."""

    whole: Line
    clinicians: tuple[Line, ...]
    payers: tuple[Line, ...]

    def as_dict(self) -> dict[str, Any]:
        """The object of the schema `romberg.summary/1`."""
        return {
            "schema": "romberg.summary/1",
            "whole": self.whole.as_dict(),
            "clinicians": [one.as_dict() for one in self.clinicians],
            "payers": [one.as_dict() for one in self.payers],
        }


def summary(reports: Sequence[Report]) -> Summary:
    """The summary of some reports."""
    return Summary(
        _line("all visits", reports), _by(reports, clinician_of), _by(reports, lambda one: one.header.card.title)
    )


def clinician_of(report: Report) -> str:
    """Who signed first, as the note writes the name; that nobody did, where nobody did."""
    signed = (one.name for one in report.header.coded.visit.clinicians if one.signed and one.name)
    return next(signed, "not signed")


def _by(reports: Iterable[Report], name_of: Callable[[Report], str]) -> tuple[Line, ...]:
    groups: dict[str, list[Report]] = defaultdict(list)
    for one in reports:
        groups[name_of(one)].append(one)
    return tuple(sorted((_line(name, held) for name, held in groups.items()), key=lambda one: (one.score, one.name)))


def _line(name: str, reports: Sequence[Report]) -> Line:
    lights = Counter(one.light for one in reports)
    return Line(
        name,
        len(reports),
        round(sum(one.score for one in reports) / len(reports)) if reports else 0,
        tuple((light, lights[light]) for light in ("green", "yellow", "red", "grey") if lights[light]),
        sum(at_risk_cents(one) for one in reports),
        cheapest(reports),
    )


def at_risk_cents(report: Report) -> int:
    """What hangs on the gravest finding of each line; findings on one line do not add up."""
    most: dict[tuple[str | None, int | None], int] = {}
    for one in report.failed:
        place = (one.finding.code, one.finding.line)
        most[place] = max(most.get(place, 0), one.at_risk_cents or 0)
    whole = most.pop((None, None), 0)
    return max(whole, sum(most.values()))


def cheapest(reports: Sequence[Report]) -> tuple[Habit, ...]:
    """The three fixes to begin with: those that the record proves before those that a clinician must attest.

    Within each the gravest first, then what touches the most visits, then the most money.
    """
    held: dict[str, list[tuple[Report, Any]]] = defaultdict(list)
    for report in reports:
        for one in {found.finding.rule: found for found in reversed(report.failed)}.values():
            if one.finding.severity != "informs" and one.finding.fix:
                held[one.finding.rule].append((report, one))
    grave = {rule: any(one.finding.severity == "blocks" for _, one in found) for rule, found in held.items()}
    habits = [_habit(rule, [one for _, one in found]) for rule, found in held.items()]
    habits.sort(key=lambda one: (one.cost != "record", not grave[one.rule], -one.visits, -one.at_risk_cents, one.rule))
    return tuple(habits[:MOST_FIXES])


def _habit(rule: str, found: Sequence[Any]) -> Habit:
    cents = sum(one.at_risk_cents or 0 for one in found)
    safe = all(one.finding.safe_fix for one in found)
    return Habit(rule, len(found), cents, "record" if safe else "clinician", found[0].finding.fix)
