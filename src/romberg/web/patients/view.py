"""An episode as its page shows it: a column for each visit, a band for each thing that runs on, a chart a measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from romberg.facts.episode.measured import Trend
from romberg.knowledge import parameters
from romberg.report import Report
from romberg.store.episodes import Episode, Held
from romberg.web.charts import Chart, Point, over_time

_ACROSS: Final = ("patterns/", "plan_of_care/", "coverage/authoriz", "documentation/text_cloned", "modifiers/kx_")
_KINDS: Final = {"evaluation": "evaluation", "progress": "progress report", "discharge": "discharge", "daily": "visit"}
_MOST_CHARTS: Final = 8


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a band: "ok", "risk", "no" or "none" with its words."""

    light: str
    words: str


@dataclass(frozen=True, slots=True)
class Column:
    """One visit on the line of time."""

    visit_id: str
    day: str
    kind: str
    light: str
    verdict: str
    bands: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """The visits of one discipline: its columns, the bands' names, charts, and what was found across visits."""

    discipline: str
    bands: tuple[str, ...]
    columns: tuple[Column, ...]
    charts: tuple[Chart, ...]
    found: tuple[tuple[str, str, Any], ...]


BANDS: Final = ("Certified", "Visits since evaluation or progress report", "Authorised visits")


def cases(episode: Episode) -> list[Case]:
    """The disciplines of an episode, each by itself: plans and progress reports are.

    A paper that states none is of the only one that the others state.
    """
    stated = dict.fromkeys(report.header.coded.visit.discipline for _, report in episode.visits)
    known = [name for name in stated if name]
    unstated = known[0] if len(known) == 1 else "discipline not stated"
    by: dict[str, list[tuple[Held, Report]]] = {}
    for one in episode.visits:
        by.setdefault(one[1].header.coded.visit.discipline or unstated, []).append(one)
    return [_case(name, held) for name, held in by.items()]


def _case(name: str, held: Sequence[tuple[Held, Report]]) -> Case:
    columns = tuple(_column(one, report) for one, report in held)
    found = tuple(across(held))
    return Case(name, BANDS, columns, tuple(_charts(held)), found)


def _column(one: Held, report: Report) -> Column:
    visit = report.header.coded.visit
    day = visit.service_date.isoformat() if visit.service_date else "no day"
    bands = (_certified(report), _reported(report), _authorised(report))
    return Column(one.visit_id, day, _KINDS[visit.kind], report.light, report.verdict.words, bands)


def _certified(report: Report) -> Cell:
    visit, beside = report.header.coded.visit, report.header.beside
    through = visit.plan.certification_end or beside.certified_through_found
    if through is None or visit.service_date is None:
        return Cell("none", "not told")
    if visit.service_date > through:
        return Cell("no", f"ended {through}")
    if visit.plan.certification_pending:
        return Cell("risk", f"not signed, to {through}")
    near = through - visit.service_date <= timedelta(days=14)
    return Cell("risk" if near else "ok", f"to {through}")


def _reported(report: Report) -> Cell:
    """How many treatment days since the last report, of those after which one is due."""
    count, on = report.header.beside.days_since_report_found, report.header.coded.visit.service_date
    due = parameters.step("medicare.progress_report.treatment_days", on) if on else None
    if count is None or due is None:
        return Cell("none", "not told")
    most = int(due.value)  # type: ignore[arg-type]  # a whole number of days
    return Cell("no" if count > most else "risk" if count > most - 2 else "ok", f"{count} of {most}")


def _authorised(report: Report) -> Cell:
    beside = report.header.beside
    most, used = beside.authorized_found, beside.visits_since_authorized
    if most is None:
        return Cell("none", "none told")
    number = report.header.coded.visit.plan.visit_number or used
    if number is None:
        return Cell("none", f"of {most}")
    return Cell("no" if number > most else "risk" if number > most - 2 else "ok", f"{number} of {most}")


def across(held: Sequence[tuple[Held, Report]]) -> Iterator[tuple[str, str, Any]]:
    """What was found by looking at visits together, the latest first: day, visit, finding."""
    for one, report in reversed(held):
        day = report.header.coded.visit.service_date
        for finding in report.failed:
            if finding.finding.rule.startswith(_ACROSS):
                yield (day.isoformat() if day else "no day", one.visit_id, finding.finding)


def _charts(held: Sequence[tuple[Held, Report]]) -> Iterator[Chart]:
    money = _money(held)
    if money is not None:
        yield money
    last = max(reversed(held), key=lambda one: len(one[1].header.beside.trends))[1]  # the latest of the fullest
    for trend in last.header.beside.trends[:_MOST_CHARTS]:
        yield _measure(trend)


def _measure(trend: Trend) -> Chart:
    """A measure over time, with the value from which on a change is more than the measure's own error."""
    name = f"{trend.measure} ({trend.side})" if trend.side else trend.measure
    points = [Point(on.isoformat(), name, value) for on, value in trend.values]
    lines = [("first value", trend.first)]
    if trend.least is not None:
        better = 1 if (trend.last >= trend.first) == (trend.gain >= 0) else -1
        lines.append((f"beyond error from here (MDC {trend.least:g})", trend.first + better * float(trend.least)))
    return over_time(f"{name}, {trend.unit}: {trend.verdict}", "score", points, lines)


def _money(held: Sequence[tuple[Held, Report]]) -> Chart | None:
    """What Medicare allowed in the year of the last visit before each visit, as kept here, beside the threshold."""
    dated = [
        (one.header.coded.visit.service_date, one.header.beside.year_allowed_found_cents)
        for _, one in held
        if one.header.card.family == "medicare"
    ]
    known = [(on, cents) for on, cents in dated if on is not None and cents is not None]
    if len(known) < 2:
        return None
    year = max(on for on, _ in known).year
    points = [Point(on.isoformat(), "allowed", cents / 100) for on, cents in known if on.year == year]
    lines = []
    discipline = held[-1][1].header.coded.visit.discipline
    step = parameters.step(f"medicare.therapy_threshold.{'ot' if discipline == 'OT' else 'pt_slp'}", date(year, 1, 1))
    if step is not None:
        lines.append((f"threshold for KX, {year}", float(step.value)))  # type: ignore[arg-type]  # a sum
    return over_time(f"Allowed before each visit in {year}, by the visits kept here", "money", points, lines)
