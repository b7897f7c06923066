"""What a patient's other visits tell of each, in the order of their days."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from romberg.coding.procedure import CodedVisit
from romberg.facts.episode.beside import Beside
from romberg.facts.episode.text import copied_percent
from romberg.facts.visit import certified_through
from romberg.visit import Visit

_REPORTS = ("evaluation", "progress")
_T = TypeVar("_T")


def of_patient(visits: Sequence[CodedVisit]) -> list[Beside]:
    """For each visit of one patient, in the order given, what the earlier ones tell of it.

    Visits without a date are not put in order, and nothing is told of them.
    """
    dated = sorted((at for at, one in enumerate(visits) if one.visit.service_date), key=lambda at: _key(visits[at], at))
    found: dict[int, Beside] = {}
    for place, at in enumerate(dated):
        same = [visits[one] for one in dated[: place + 1] if _discipline(visits[one]) == _discipline(visits[at])]
        found[at] = _of(same, visits, at)
    return [found.get(at, Beside()) for at in range(len(visits))]


def _key(one: CodedVisit, at: int) -> tuple[date, int]:
    return one.visit.service_date or date.max, at


def _discipline(one: CodedVisit) -> str | None:
    return one.visit.discipline


def _of(so_far: Sequence[CodedVisit], every: Sequence[CodedVisit], at: int) -> Beside:
    """`so_far` are the visits of the discipline up to this one, which is the last."""
    now, visit = so_far[-1], so_far[-1].visit
    before = so_far[-2].visit if len(so_far) > 1 else None
    of_day = [one for number, one in enumerate(every) if number != at and one.visit.service_date == visit.service_date]
    return Beside(
        visits_found=len(so_far),
        copied_percent=copied_percent(visit, before) if before else None,
        copied_from_date=before.service_date if before else None,
        same_minutes_visits=_run(so_far, _minutes),
        same_units_visits=_run(so_far, _units),
        same_measures_visits=_run(so_far, _measures),
        visits_without_measure=_without_measure(so_far),
        days_since_report_found=_days_since_report(so_far),
        certified_through_found=_certified(so_far),
        discharged_on=_discharged(so_far[:-1]),
        other_notes_of_day=sum(_discipline(one) == _discipline(now) for one in of_day),
        earlier_values_contradicted=_contradicted(visit, [one.visit for one in so_far[:-1]]),
    )


def _run(visits: Sequence[CodedVisit], what: Callable[[CodedVisit], _T | None]) -> int | None:
    """How many visits in a row, up to the last, say the same; None where the last one says nothing."""
    last = what(visits[-1])
    if last is None:
        return None
    length = 0
    for one in reversed(visits):
        if what(one) != last:
            break
        length += 1
    return length


def _minutes(one: CodedVisit) -> tuple[tuple[str, int], ...] | None:
    timed = [(procedure.code, procedure.minutes) for procedure in one.procedures if procedure.timed]
    known = tuple(sorted((code, minutes) for code, minutes in timed if minutes is not None))
    return known if known and len(known) == len(timed) else None


def _units(one: CodedVisit) -> tuple[tuple[str, int], ...] | None:
    return tuple(sorted((line.code, line.units) for line in one.visit.billed)) or None


def _measures(one: CodedVisit) -> tuple[tuple[str, str, float], ...] | None:
    return tuple(sorted((found.measure, found.side or "", found.value) for found in one.visit.measures)) or None


def _without_measure(visits: Sequence[CodedVisit]) -> int:
    length = 0
    for one in reversed(visits):
        if one.visit.measures:
            break
        length += 1
    return length


def _days_since_report(visits: Sequence[CodedVisit]) -> int | None:
    """Treatment days after the last report found; None where none was found, as it may lie in a note not given."""
    days: list[date] = []
    for one in reversed(visits):
        on = one.visit.service_date
        if one.visit.kind in _REPORTS:
            return len(set(days))
        if on is not None and any(procedure.service != "evaluation" for procedure in one.procedures):
            days.append(on)
    return None


def _certified(visits: Sequence[CodedVisit]) -> date | None:
    """The last certified day by the newest earlier note that tells one; None where this note tells one itself."""
    if _told(visits[-1].visit) is not None:
        return None
    return next((told for one in reversed(visits[:-1]) if (told := _told(one.visit)) is not None), None)


def _told(visit: Visit) -> date | None:
    return visit.plan.certification_end or certified_through(visit.plan, visit.service_date)


def _discharged(visits: Sequence[CodedVisit]) -> date | None:
    for one in reversed(visits):
        if one.visit.kind == "evaluation":
            return None
        if one.visit.kind == "discharge":
            return one.visit.service_date
    return None


def _contradicted(visit: Visit, earlier: Sequence[Visit]) -> tuple[str, ...]:
    """Earlier values with their day, as told here, beside what the note of that day measured."""
    measured = {
        (one.service_date, found.measure, found.side or ""): found.value for one in earlier for found in one.measures
    }
    told = []
    for found in visit.measures:
        for value in found.earlier:
            then = measured.get((value.on, found.measure, found.side or ""))
            if value.on is not None and then is not None and then != value.value:
                told.append(f"{found.measure} {value.value:g} on {value.on}, and {then:g} in the note of that day")
    return tuple(told)
