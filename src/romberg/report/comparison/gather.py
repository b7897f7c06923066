"""Puts a visit under several payers and several codings through facts, checks and prices, all in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from romberg import checks, facts
from romberg.checks.finding import Finding
from romberg.claims import ClaimHead
from romberg.coding.alternatives import Alternative, alternatives
from romberg.coding.procedure import CodedVisit
from romberg.knowledge import payers
from romberg.knowledge.payers import Card, terms_of
from romberg.knowledge.steps import VERIFIED
from romberg.pricing import Price, VisitToPrice, price_visits
from romberg.report.comparison.values import Coding, Column, Comparison, Denied, Terms
from romberg.report.money import supported_services, to_price, unpriced
from romberg.report.supported import Supported, of_facts
from romberg.report.values import Header, SupportedLine
from romberg.visit import BilledLine

_CODING = "coding/"  # the rules that say whether the words bear a code
_NOT_OURS = "modifiers/"  # what a modifier attests is for the clinician to say, whichever code is billed


def comparable(on: date) -> tuple[str, ...]:
    """The payers that a visit of a day can be compared under: those whose price is known by themselves.

    Rates that nobody verified are compared only where they are named.
    """
    return tuple(name for name in payers.names() if _prices(payers.card(name, on)))


def _prices(card: Card) -> bool:
    rates = card.lines.get("rates")
    by_terms = terms_of(card).pays and (rates is None or not card.rates.pays or rates.mark == VERIFIED)
    return not card.unknown_because and (card.pays == "fee_schedule" or by_terms)


def compared(header: Header, cards: Sequence[Card], terms: Terms, with_alternatives: bool) -> Comparison:
    """A visit under each payer's card, and with `with_alternatives` under each other coding that its words bear.

    What an audit of the note as it is read would block as miscoded is no alternative, and is left out.
    """
    found = alternatives(header.coded.visit) if with_alternatives else ()
    codings = [header.coded, *(one.coded for one in found)]
    headers = [replace(header, coded=coded, card=card) for coded in codings for card in cards]
    supported = of_facts(headers, _facts(headers, None))
    columns = _columns(headers, supported, terms)
    rows = [columns[at : at + len(cards)] for at in range(0, len(columns), len(cards))]
    lines = [supported[at][1] for at in range(0, len(supported), len(cards))]
    borne = _borne(header, found, lines[1:])
    others = (_coding(one, row) for one, row, stands in zip(found, rows[1:], borne, strict=True) if stands)
    return Comparison(header.source, header.coded.visit.service_date, (Coding(tuple(rows[0])), *others))


def _coding(one: Alternative, row: Sequence[Column]) -> Coding:
    return Coding(tuple(row), one.instead_of, one.code, one.activities, one.says)


def one_payer(header: Header, terms: Terms) -> Price:
    """What the lines pay that a note supports, under its own payer."""
    (supported,) = of_facts([header], _facts([header], None))
    return _prices_of([header], [supported], terms)[0]


def _facts(headers: Sequence[Header], claims: Sequence[tuple[BilledLine, ...]] | None) -> facts.Facts:
    coded: list[CodedVisit] = [one.coded for one in headers]
    heads: list[ClaimHead | None] = [one.head for one in headers]
    cards, besides = [one.card for one in headers], [one.beside for one in headers]
    return facts.of(coded, claims or [None] * len(headers), cards, heads, besides)


def _columns(headers: Sequence[Header], supported: Sequence[Supported], terms: Terms) -> list[Column]:
    """Each header's column: its price, and what would block its lines if they were billed as they are."""
    claims = [_as_billed(lines) for _, lines in supported]
    findings = checks.audit(_facts(headers, claims))
    prices = _prices_of(headers, supported, terms)
    return [
        Column(header.card, prices[at], counts.says, _denied(findings.of(at), lines), tuple(_without_units(lines)))
        for at, (header, (counts, lines)) in enumerate(zip(headers, supported, strict=True))
    ]


def _without_units(lines: Sequence[SupportedLine]) -> Iterator[str]:
    return (f"{one.code}: {one.says}" for one in lines if not one.units)


def _as_billed(lines: Sequence[SupportedLine]) -> tuple[BilledLine, ...]:
    return tuple(BilledLine(one.code, one.units, one.modifiers, one.minutes) for one in lines if one.units)


def _denied(findings: Sequence[Finding], lines: Sequence[SupportedLine]) -> tuple[Denied, ...]:
    """What blocks a line; what a whole visit lacks is the same under every coding, and `romberg check` tells it."""
    billed = {one.code for one in lines if one.units}
    blocking = [one for one in findings if _blocks(one) and not one.rule.startswith(_NOT_OURS)]
    return tuple(Denied(one.rule, one.code, one.says) for one in blocking if one.code in billed)


def _blocks(one: Finding) -> bool:
    return one.outcome == "fail" and one.severity == "blocks"


def _prices_of(headers: Sequence[Header], supported: Sequence[Supported], terms: Terms) -> list[Price]:
    services = [supported_services(lines) for _, lines in supported]
    asked = [_with(to_price(header, lines), terms) for header, lines in zip(headers, services, strict=True)]
    found = iter(price_visits([one for one in asked if one is not None]))
    return [unpriced(lines) if one is None else next(found) for one, lines in zip(asked, services, strict=True)]


def _with(visit: VisitToPrice | None, terms: Terms) -> VisitToPrice | None:
    """A visit with what the caller says; standing and deductible where Medicare's own rules price it."""
    if visit is None:
        return None
    numbered = replace(visit, visit_number=terms.visit_number)
    if visit.card.family != "medicare":
        return numbered
    left = visit.deductible_left_cents if terms.deductible_left_cents is None else terms.deductible_left_cents
    return replace(numbered, billing=terms.billing, qualifying=terms.qualifying, deductible_left_cents=left)


def _borne(header: Header, found: Sequence[Alternative], lines: Sequence[Sequence[SupportedLine]]) -> list[bool]:
    """Whether each alternative, billed on the note as it is read, would stand before the rules of coding."""
    if not found:
        return []
    claims = [_as_billed(one) for one in lines]
    findings = checks.audit(_facts([header] * len(found), claims))
    return [
        not any(_blocks(each) and each.rule.startswith(_CODING) and each.code == one.code for each in findings.of(at))
        for at, one in enumerate(found)
    ]


def asked_lines(visit: VisitToPrice, cards: Sequence[Card], terms: Terms) -> Comparison:
    """Lines as they were given under each payer's card; their units are nobody's count."""
    asked = [_with(replace(visit, card=card), terms) or visit for card in cards]
    prices = price_visits(asked)
    columns = tuple(Column(card, price) for card, price in zip(cards, prices, strict=True))
    return Comparison("", visit.on, (Coding(columns),))
