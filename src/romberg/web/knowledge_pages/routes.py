"""The pages of rules and payers."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from romberg import checks
from romberg.checks.loading import names
from romberg.checks.rule import Rule
from romberg.checks.words import parts, plain
from romberg.formats.rule_rows import cite
from romberg.formats.words import SEVERITY_WORDS, denial
from romberg.knowledge import citations, payers
from romberg.knowledge.card_lines import LINES
from romberg.store.touched import touched
from romberg.web.desks import at_glance, who
from romberg.web.pages import page
from romberg.web.permissions import Permission, needs

router = APIRouter()


@router.get("/rules", dependencies=[needs(Permission.SEE_RULES)], response_class=HTMLResponse)
def rules(search: str = "") -> HTMLResponse:
    """Every rule by what is wrong, or those whose words hold what is sought."""
    sought = search.casefold().strip()
    found = [one for one in checks.rules() if sought in f"{one.name} {one.doc} {one.says}".casefold()]
    topics = [(topic, list(held)) for topic, held in groupby(found, key=lambda one: one.name.partition("/")[0])]
    return page("rules", topics=topics, count=len(found), search=search, defect=_defect, severities=SEVERITY_WORDS)


@router.get("/rules/{topic}/{name}", dependencies=[needs(Permission.SEE_RULES)], response_class=HTMLResponse)
def rule(request: Request, topic: str, name: str) -> HTMLResponse:
    """One rule: what is wrong, why it matters, what to do, for whom and since when, where that is written, whom it
    touches."""
    full = f"{topic}/{name}"
    if full not in names():
        raise HTTPException(404)
    one = checks.rule(full)
    cites = [cite(source) for source in one.cites]
    denied = denial(one.carc, one.remark(), one.way())
    told = {name: _open(words) for name, words in (("says", one.says), ("asks", one.asks), ("fix", one.fix))}
    paragraphs = [part.replace("\n", " ") for part in one.doc.strip().split("\n\n")]
    severity = SEVERITY_WORDS[one.severity]
    values: dict[str, Any] = {"rule": one, "cites": cites, "denied": denied, "severity": severity, "told": told}
    return page("rule", **values, paragraphs=paragraphs, **_visits(request, full))


def _visits(request: Request, rule: str) -> dict[str, Any]:
    """The kept visits that the rule touches, for whoever reads visits; a clinician's own alone."""
    asking = who(request)
    if request.app.state.workplace is None or not asking.may(Permission.CHECK_VISITS):
        return {"found": None}
    with at_glance(request) as desk:
        found = touched(desk, rule, asking.only_own)
    link = _link if asking.may(Permission.WORK_QUEUE) else None
    return {"found": found, "own": asking.only_own is not None, "link": link, "rule_name": rule}


def _link(rule: str, outcome: str, month: str | None = None) -> str:
    """The address of these visits in the queue."""
    asked = {"status": "", "rule": rule, "outcome": outcome}
    if month is not None:
        year, number = map(int, month.split("-"))
        last = date(year, number, monthrange(year, number)[1])
        asked |= {"first": f"{month}-01", "last": last.isoformat()}
    return "/queue?" + urlencode(asked)


def _open(template: str) -> str:
    """A sentence of a rule with its holes named, as nothing of a visit fills them here."""
    return "".join(before + (f"[{hole.replace('_', ' ')}]" if hole else "") for before, hole, _ in parts(template))


def _defect(one: Rule) -> str:
    return one.doc.strip().partition("\n")[0]


@router.get("/payers", dependencies=[needs(Permission.SEE_PAYERS)], response_class=HTMLResponse)
def all_payers() -> HTMLResponse:
    """Every payer card."""
    cards = [payers.card(name, payers.verified_through(name)) for name in payers.names()]
    return page("payers", cards=cards)


@router.get("/payers/{name}", dependencies=[needs(Permission.SEE_PAYERS)], response_class=HTMLResponse)
def payer(name: str, on: date | None = None) -> HTMLResponse:
    """What one payer asks for, line by line, each with its dates, its source and how well it is known."""
    if name not in payers.names():
        raise HTTPException(404)
    card = payers.card(name, on or payers.verified_through(name))
    lines = [(LINES[line].meaning, steps) for line, steps in payers.dated_lines(name).items()]
    return page("payer", card=card, lines=lines, cite=citations.get, shown=shown_value)


def shown_value(value: Any) -> str:
    """A value of a card as people write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "; ".join(f"{name}: {shown_value(one)}" for name, one in value.items()) or "none"
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(shown_value(one) for one in value) or "none"
    return "none" if value in (None, "") else plain(value)
