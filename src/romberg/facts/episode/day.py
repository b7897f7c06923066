"""A clinician's day and habits: minutes and times across patients, and how their services compare."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from romberg.coding.procedure import CodedVisit, Procedure
from romberg.facts.episode.beside import Beside
from romberg.notes.minutes.durations import intervals

_SHARED = ("group", "unattended", "cotreatment", "not billed")
_LEAST = (8, 23, 38, 53)  # minutes that just make one, two, three, four units
_NEUROMUSCULAR = "97112"
_LEEWAY_MINUTES = 1
_Day = tuple[int, int, tuple[str, ...]]  # one-to-one minutes, patients, and times of a visit that meet another's


@dataclass(frozen=True, slots=True)
class _Time:
    """A one-to-one stretch of a clinician with a patient, in minutes of the day."""

    visit: int
    patient: str
    begin: int
    finish: int

    def says(self) -> str:
        """The stretch as people write it."""
        return "-".join(f"{at // 60}:{at % 60:02}" for at in (self.begin, self.finish))


def with_days(visits: Sequence[CodedVisit], patients: Sequence[str], besides: Sequence[Beside]) -> list[Beside]:
    """What each visit's clinician did that day and in all notes given, added to what is told of the visit already."""
    who = [_clinician(one) for one in visits]
    days: dict[tuple[str, date], list[int]] = defaultdict(list)
    every: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(who):
        on = visits[at].visit.service_date
        if name:
            every[name].append(at)
            if on is not None:
                days[name, on].append(at)
    found = list(besides)
    for held in days.values():
        for at, known in zip(held, _of_day(visits, patients, held), strict=True):
            minutes, count, overlaps = known
            found[at] = replace(
                found[at],
                day_minutes_of_clinician=minutes,
                day_patients_of_clinician=count,
                day_overlaps=overlaps,
            )
    for name, held in every.items():
        others = [one for other, places in every.items() if other != name for one in places]
        for at in held:
            found[at] = _with_habits(found[at], [visits[one] for one in held], [visits[one] for one in others])
    return found


def _clinician(one: CodedVisit) -> str:
    """Who signed first, in small letters; empty where nobody signed."""
    signed = [person.name for person in one.visit.clinicians if person.signed and person.name]
    return " ".join(signed[0].casefold().replace(",", " ").split()) if signed else ""


def _own(one: CodedVisit) -> list[Procedure]:
    """Services that one clinician gave one patient alone."""
    return [procedure for procedure in one.procedures if not any(flag in procedure.flags for flag in _SHARED)]


def _minutes(one: CodedVisit) -> int:
    """One-to-one minutes of the visit that are not an assistant's alone."""
    timed = [procedure for procedure in _own(one) if procedure.timed and procedure.minutes is not None]
    return sum((procedure.minutes or 0) - procedure.assistant_minutes for procedure in timed)


def _of_day(visits: Sequence[CodedVisit], patients: Sequence[str], held: Sequence[int]) -> Iterator[_Day]:
    minutes = sum(_minutes(visits[at]) for at in held)
    count = len({patients[at] for at in held})
    times = [time for at in held for time in _times(visits[at], at, patients[at])]
    runs: dict[int, list[str]] = defaultdict(list)
    for one, other in combinations(times, 2):
        if one.patient != other.patient and _meet(one, other):
            for mine, theirs in ((one, other), (other, one)):
                runs[mine.visit].append(f"{mine.says()} here and {theirs.says()} with another patient")
    for at in held:
        yield minutes, count, tuple(dict.fromkeys(runs[at]))


def _times(one: CodedVisit, at: int, patient: str) -> Iterator[_Time]:
    """The clock times in the words of its one-to-one services."""
    words = one.visit.words.casefold()
    if len(words) != len(one.visit.words):
        return
    for procedure in _own(one):
        for span in procedure.whole:
            for found in intervals(words, span.start, span.end):
                yield _Time(at, patient, found.begin, found.finish)


def _meet(one: _Time, other: _Time) -> bool:
    return one.begin < other.finish - _LEEWAY_MINUTES and other.begin < one.finish - _LEEWAY_MINUTES


def _with_habits(beside: Beside, own: Iterable[CodedVisit], others: Iterable[CodedVisit]) -> Beside:
    mine = [one for visit in own for one in _own(visit) if one.timed and one.minutes is not None]
    theirs = [one for visit in others for one in _own(visit) if one.timed and one.minutes is not None]
    least = sum(one.minutes in _LEAST for one in mine)
    return replace(
        beside,
        timed_services_of_clinician=len(mine),
        least_minutes_percent=round(100 * least / len(mine)) if mine else None,
        neuromuscular_percent=_share(mine),
        neuromuscular_percent_of_others=_share(theirs),
    )


def _share(services: Sequence[Procedure]) -> int | None:
    """The share of 97112 in timed minutes, in percent."""
    total = sum(one.minutes or 0 for one in services)
    own = sum(one.minutes or 0 for one in services if one.code == _NEUROMUSCULAR)
    return round(100 * own / total) if total else None
