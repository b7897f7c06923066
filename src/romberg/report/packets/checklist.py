"""What auditors ask to see, and whether it is among the papers: there, only named in one of them, absent, or not due.

Papers that nobody must keep are not asked for. Sources: the reasons for denial that Medicare's reviewers publish, and
42 CFR 424.24 and 410.61 for plan and certification.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from romberg.facts.visit import certified_through
from romberg.knowledge.payers import Card
from romberg.report.packets.exhibits import Exhibit, Kind

State = Literal["there", "named only", "absent", "not due"]
_REPORTS: tuple[Kind, ...] = ("progress report", "evaluation", "discharge summary")
_EVERY_DAYS = "treatment days"
_PLANS: tuple[Kind, ...] = ("plan of care", "evaluation")  # what may carry a plan and its certification
_UNCERTIFIED = (
    "no signature of a physician or other practitioner was read on it. Add the certified one; of a first period "
    "from 2025 on the signed order with proof that the plan was sent within 30 days of the evaluation serves too."
)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is asked for: whether it is there, in which papers, and what is to be said of it."""

    what: str
    state: State
    exhibits: tuple[int, ...]
    says: str


def checklist(papers: Sequence[Exhibit], card: Card) -> tuple[Check, ...]:
    """Everything that a reviewer asks to see of an episode."""
    return tuple(_checks(papers, card))


def _checks(papers: Sequence[Exhibit], card: Card) -> Iterator[Check]:
    yield _evaluation(papers)
    if card.certification is not False:
        yield _plan(papers)
        yield from _outside_plan(papers)
    if card.progress_report is not False:
        yield from _progress(papers, card)
    yield _notes(papers)
    yield _each(papers, "Signature with credential on every paper", "documentation.signature", "carries no signature")
    yield _totals(papers)
    yield _discharge(papers)


def _of(papers: Sequence[Exhibit], kind: Kind) -> tuple[int, ...]:
    return tuple(one.number for one in papers if one.kind == kind)


def _evaluation(papers: Sequence[Exhibit]) -> Check:
    there = _of(papers, "evaluation")
    if there:
        return Check("Evaluation", "there", there, "")
    named = {one.number: on for one in papers if (on := one.report.header.coded.visit.plan.evaluation_date)}
    if named:
        days = ", ".join(sorted({str(on) for on in named.values()}))
        says = f"The evaluation of {days} is named and is not among the papers; add it."
        return Check("Evaluation", "named only", tuple(named), says)
    return Check("Evaluation", "absent", (), "No evaluation is among the papers, and none of them names one.")


def _plan(papers: Sequence[Exhibit]) -> Check:
    there = _of(papers, "plan of care")
    what = "Plan of care, certified with signature and date"
    periods = {one.number: _period(one) for one in papers}
    named = {number: period for number, period in periods.items() if any(period)}
    certified = tuple(one.number for one in papers if one.kind in _PLANS and _is_certified(one))
    if certified:
        tells = any(number in named for number in certified)
        found = tuple(sorted({*there, *certified}))
        return Check(what, "there", found, "" if tells else "It gives no certified period; see that it is dated.")
    if there:
        return Check(what, "absent", there, f"Exhibit {', '.join(map(str, there))} is a plan; {_UNCERTIFIED}")
    if named:
        says = f"The notes name a certified period ({_periods(named)}); the signed plan itself is not among the papers."
        return Check(what, "named only", tuple(named), says)
    return Check(what, "absent", (), "No plan of care is among the papers, and none of them names a certified period.")


def _is_certified(one: Exhibit) -> bool:
    """Whether who may certify signed it: a physician or another practitioner, or the chiropractor whose plan it is."""
    visit = one.report.header.coded.visit
    may = ("physician", "chiropractor") if visit.discipline == "DC" else ("physician",)
    return any(each.signed and each.role in may for each in visit.clinicians)


def _period(one: Exhibit) -> tuple[date | None, date | None]:
    plan = one.report.header.coded.visit.plan
    return plan.certification_start, plan.certification_end


def _certified_end(one: Exhibit) -> date | None:
    """The last certified day that a paper names; of a plan without an end, the longest that there is."""
    plan = one.report.header.coded.visit.plan
    return plan.certification_end or certified_through(plan, one.on)


def _periods(named: dict[int, tuple[date | None, date | None]]) -> str:
    every = sorted({f"{start or '?'} to {end or '?'}" for start, end in named.values()})
    return "; ".join(every)


def _outside_plan(papers: Sequence[Exhibit]) -> Iterator[Check]:
    """Visits after the last day of every certified period that the papers name."""
    ends = [end for one in papers if (end := _certified_end(one)) is not None]
    late = tuple(one.number for one in papers if ends and one.on is not None and one.on > max(ends) and _treats(one))
    if late:
        says = f"After {max(ends)}, the end of the last certified period that the papers name; add the recertification."
        yield Check("Every visit within a certified period", "absent", late, says)


def _treats(one: Exhibit) -> bool:
    return one.kind != "plan of care" and bool(one.report.header.coded.visit.treatments)


def _progress(papers: Sequence[Exhibit], card: Card) -> Iterator[Check]:
    """Progress reports as often as the payer wants them, counted over the treatment days among the papers."""
    count, _, unit = card.progress_report_every.partition(" ")
    there, what = _of(papers, "progress report"), f"Progress report every {card.progress_report_every or 'so often'}"
    every = int(count) if unit == _EVERY_DAYS and count.isdigit() else None
    runs = list(_runs_without(papers, every)) if every else []
    if runs:
        said = "; ".join(f"{len(run)} treatment days from {run[0].on} to {run[-1].on}" for run in runs)
        names = sorted({str(on) for one in papers if (on := one.report.header.coded.visit.plan.last_progress_date)})
        named = f" The notes name reports of {', '.join(names)}." if names else ""
        yield Check(what, "named only" if names else "absent", there, f"No report stands within {said}.{named}")
    elif there or every is not None:
        few = "" if there else "None is among the papers; so few treatment days ask for none."
        yield Check(what, "there" if there else "not due", there, few)


def _runs_without(papers: Sequence[Exhibit], every: int) -> Iterator[list[Exhibit]]:
    """Runs of as many treatment days as a report is due within, without any; one paper a day."""
    days: dict[date, Exhibit] = {}
    reports = {one.on for one in papers if one.kind in _REPORTS and one.on is not None}
    for one in papers:
        if one.on is not None and (_treats(one) or one.on in reports):
            days.setdefault(one.on, one)
    run: list[Exhibit] = []
    for on in sorted(days):
        if on in reports:
            if len(run) >= every:
                yield run
            run = []
        else:
            run.append(days[on])
    if len(run) >= every:
        yield run


def _notes(papers: Sequence[Exhibit]) -> Check:
    there = _of(papers, "note")
    undated = [one.number for one in papers if one.on is None]
    says = f"Without a date: exhibit {', '.join(map(str, undated))}." if undated else _days_to_compare(there)
    return Check("A note for every treatment day", "there" if there else "absent", there, says)


def _days_to_compare(there: Sequence[int]) -> str:
    return "Compare their days with those that were billed." if there else "No note of a treatment is among the papers."


def _each(papers: Sequence[Exhibit], what: str, proof: str, lacks: str) -> Check:
    _, _, element = proof.partition(".")
    without = tuple(one.number for one in papers if not one.report.header.coded.visit.documentation.get(element))
    if not without:
        return Check(what, "there", (), "")
    says = f"Exhibit {', '.join(map(str, without))} {lacks}; a signed attestation can stand in for it."
    return Check(what, "absent", without, says)


def _totals(papers: Sequence[Exhibit]) -> Check:
    treated = [one for one in papers if _treats(one)]
    without = tuple(
        one.number
        for one in treated
        if one.report.header.coded.visit.total_minutes is None or one.report.header.coded.visit.timed_minutes is None
    )
    what = "Timed and total treatment minutes of every visit"
    if not without:
        return Check(what, "there", (), "")
    return Check(what, "absent", without, f"Exhibit {', '.join(map(str, without))} does not state both.")


def _discharge(papers: Sequence[Exhibit]) -> Check:
    there = _of(papers, "discharge summary")
    says = "" if there else "None is among the papers; it is due only where care has ended."
    return Check("Discharge summary", "there" if there else "not due", there, says)
