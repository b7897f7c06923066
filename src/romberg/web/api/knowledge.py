"""`/api/v1/rules` and `/api/v1/payers`: what Romberg asks of a claim, since when, and where that is written."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, Field

from romberg import checks
from romberg.checks.loading import names
from romberg.formats.rule_rows import row
from romberg.knowledge import payers
from romberg.knowledge.card_lines import LINES
from romberg.store.touched import Touched, touched
from romberg.web.api.errors import ERRORS
from romberg.web.desks import at_glance, who
from romberg.web.knowledge_pages.routes import shown_value
from romberg.web.permissions import Permission, needs

router = APIRouter(prefix="/api/v1", tags=["knowledge"], responses=ERRORS)


class CiteOut(BaseModel):
    """A source: its title, its own date, where it is, and whether its words were read (`mark`)."""

    id: str
    title: str
    on: str
    link: str
    mark: str


class RuleOut(BaseModel):
    """A rule: what is wrong (`says`), how grave it is, what it would be denied for, and its sources."""

    rule: str
    severity: str
    basis: str
    says: str
    carc: str | None
    rarc: str | None
    route: str | None
    cites: list[CiteOut]


class RuleWholeOut(RuleOut):
    """A rule with all that its page tells; `told`, `asks` and `fix` name in braces what a visit fills in."""

    doc: list[str]
    told: str
    asks: str
    fix: str
    safe_fix: bool
    payers: list[str]
    effective: date | None
    ends: date | None
    card_lines: list[str]


class PayerOut(BaseModel):
    """A payer card: its name, title, family, way of counting units, how well it is known, and through which day."""

    name: str
    title: str
    family: str
    counting: str
    mark: str
    verified_through: date


class LineStepOut(BaseModel):
    """What a payer asks from a day on, as words, with its source and how well it is known; `why` where it is not."""

    since: date
    through: date | None
    value: str
    cite: str
    mark: str
    why: str


class LineOut(BaseModel):
    """One line of a card: its name, what it means, and its steps."""

    line: str
    meaning: str
    steps: list[LineStepOut]


class PayerWholeOut(PayerOut):
    """A payer card with every line."""

    notes: list[str]
    lines: list[LineOut]


@router.get("/rules", dependencies=[needs(Permission.SEE_RULES)])
def list_rules(search: Annotated[str, Field(max_length=200)] = "") -> list[RuleOut]:
    """Every rule with its severity, basis, sentence and sources, or those whose words hold what is sought."""
    sought = search.casefold().strip()
    found = [one for one in checks.rules() if sought in f"{one.name} {one.doc} {one.says}".casefold()]
    return [RuleOut(**row(one)) for one in found]


@router.get("/rules/{topic}/{name}", dependencies=[needs(Permission.SEE_RULES)])
def open_rule(topic: str, name: str) -> RuleWholeOut:
    """One rule: what is wrong, why it matters, what to do, for whom and since when, and where that is written."""
    full = f"{topic}/{name}"
    if full not in names():
        raise HTTPException(404)
    one = checks.rule(full)
    paragraphs = [part.replace("\n", " ") for part in one.doc.strip().split("\n\n")]
    return RuleWholeOut(
        **row(one), doc=paragraphs, told=one.says, asks=one.asks, fix=one.fix, safe_fix=one.safe_fix,
        payers=list(one.payers), effective=one.effective, ends=one.ends, card_lines=list(one.card_lines),
    )  # fmt: skip


@router.get("/rules/{topic}/{name}/visits", dependencies=[needs(Permission.CHECK_VISITS)])
def rule_visits(request: Request, topic: str, name: str) -> Touched:
    """How many kept visits a rule touches, by outcome and by month, and claims among them; a clinician's own alone."""
    full = f"{topic}/{name}"
    if full not in names():
        raise HTTPException(404)
    with at_glance(request) as desk:
        return touched(desk, full, who(request).only_own)


@router.get("/payers", dependencies=[needs(Permission.SEE_PAYERS)])
def list_payers() -> list[PayerOut]:
    """Every payer card."""
    return [PayerOut(**_head(name, payers.verified_through(name))) for name in payers.names()]


def _head(name: str, on: date) -> dict[str, Any]:
    card = payers.card(name, on)
    return {
        "name": card.name, "title": card.title, "family": card.family, "counting": card.counting, "mark": card.mark,
        "verified_through": payers.verified_through(name),
    }  # fmt: skip


@router.get("/payers/{name}", dependencies=[needs(Permission.SEE_PAYERS)])
def open_payer(name: str, on: date | None = None) -> PayerWholeOut:
    """What one payer asks for, line by line, each with its dates, its source and how well it is known."""
    if name not in payers.names():
        raise HTTPException(404)
    on = on or payers.verified_through(name)
    lines = [
        LineOut(line=line, meaning=LINES[line].meaning, steps=[_step(one) for one in steps])
        for line, steps in payers.dated_lines(name).items()
    ]
    return PayerWholeOut(**_head(name, on), notes=list(payers.card(name, on).notes), lines=lines)


def _step(one: Any) -> LineStepOut:
    return LineStepOut(
        since=one.since, through=one.through, value=shown_value(one.value), cite=one.cite, mark=one.mark, why=one.why
    )
