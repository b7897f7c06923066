"""The pages of figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from romberg.batch import options
from romberg.formats.answers import words_of
from romberg.store.figures import Figures, Period, figures
from romberg.store.remitting.figures import Money, money
from romberg.store.worklist import Asked, queue
from romberg.store.workplace import Desk, people
from romberg.web.charts import Chart, Point, bars, over_time
from romberg.web.desks import at_desk, at_glance, who, workplace_of
from romberg.web.figures.lately import Lately
from romberg.web.figures.money import money_charts
from romberg.web.pages import page
from romberg.web.permissions import Permission, needs
from romberg.web.visits.view import choices

router = APIRouter()
_EXAMPLES = 3
_Counted = TypeVar("_Counted")


@router.get("/figures", dependencies=[needs(Permission.SEE_DASHBOARDS)], response_class=HTMLResponse)
def of_clinic(request: Request, first: str = "", last: str = "") -> HTMLResponse:
    """Money at risk, clean claims, what fails and what it would be denied for, over all kept visits."""
    period = Period(_day(first), _day(last))
    with at_glance(request) as desk:
        found = counted(request, desk, period)
        names = {one.id: one.name for one in people.listed(desk)}
    return page("figures", found=found, charts=_charts(found, names), names=names, first=first, last=last, own=False)


@router.get("/figures/money", dependencies=[needs(Permission.SEE_MONEY)], response_class=HTMLResponse)
def of_money(request: Request, first: str = "", last: str = "") -> HTMLResponse:
    """What payers paid beside what was priced, what they denied, what may still come; each number opens its rows."""
    days = (_day(first), _day(last))
    with at_glance(request) as desk:
        found = counted_money(request, desk, *days)
    return page("figures_money", found=found, charts=money_charts(found), first=first, last=last, words=words_of,
                names={one.payer: one.name for one in found.payers})  # fmt: skip


@router.get("/figures/own", dependencies=[needs(Permission.SEE_OWN_FIGURES)], response_class=HTMLResponse)
def of_own(request: Request, first: str = "", last: str = "") -> HTMLResponse:
    """A clinician's own figures, with three visits to learn from; this page opens for that person alone."""
    asking = who(request)
    with at_desk(request) as desk:
        found = counted(request, desk, Period(_day(first), _day(last), asking.person))
        weak = queue(desk, Asked(sort="risk", status="", own=asking.person)).rows[:_EXAMPLES]
        names = {one.id: one.name for one in people.listed(desk)}
    charts = _charts(found, names)
    return page("figures", found=found, charts=charts, names=names, first=first, last=last, own=True, weak=weak)


@router.get("/clinicians", dependencies=[needs(Permission.SEE_DASHBOARDS)], response_class=HTMLResponse)
def clinicians(request: Request) -> HTMLResponse:
    """Who treated: visits, money at risk, and where to find them in the queue; scores are for each clinician alone."""
    with at_glance(request) as desk:
        found = counted(request, desk, Period())
        staff = {one.id: one for one in people.listed(desk)}
    return page("clinicians", found=found, staff=staff, shares=dict(found.neuromuscular_by))


def counted(request: Request, desk: Desk, period: Period) -> Figures:
    """The figures of a period, counted within the last minutes."""
    return _lately(request, desk, (desk.clinic, period), partial(figures, period=period))


def counted_money(request: Request, desk: Desk, first: date | None, last: date | None) -> Money:
    """The figures of money of some days of service, counted within the last minutes."""
    return _lately(request, desk, (desk.clinic, "money", first, last), partial(money, first=first, last=last))


def _lately(request: Request, desk: Desk, name: tuple[Any, ...], count: Callable[[Desk], _Counted]) -> _Counted:
    held: Lately = request.app.state.figures
    place = workplace_of(request)

    def later() -> _Counted:
        with place.glance(desk.clinic, desk.actor) as own:
            return count(own)

    return held.get(name, partial(count, desk), later)


def _day(given: str) -> date | None:
    return options.day(given) if given.strip() else None


def _charts(found: Figures, names: dict[str, str]) -> list[Chart]:
    titles: dict[str | None, str] = dict(choices())
    made = []
    risk = [(titles.get(one.name, one.name or "not known"), one.at_risk_cents / 100) for one in found.payers]
    if any(cents for _, cents in risk):
        made.append(bars("Money at risk, by payer", "payer", "money", risk, "dollars at risk"))
    if found.rules:
        rules = [(one.name.partition("/")[2].replace("_", " "), one.at_risk_cents / 100) for one in found.rules]
        made.append(bars("What hangs on each rule's findings", "rule", "money", rules, "dollars on its own findings"))
    if found.denials:
        denials = [(f"CARC {one.name}", float(one.visits)) for one in found.denials]
        made.append(bars("Findings by the denial that they would draw", "reason", "count", denials, "visits, by rule"))
    if len(found.months) > 1:
        points = [Point(f"{one.name}-01", "clean", one.clean) for one in found.months]
        made.append(over_time("Visits with a green light, by month", "share", points))
    shares = [(names.get(one or "", "no clinician named"), share) for one, share in found.neuromuscular_by]
    if len(shares) > 1:
        made.append(bars("Share of 97112 in minutes, by clinician", "clinician", "share", shares, "share of minutes"))
    return made
