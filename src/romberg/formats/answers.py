"""What payers answered as JSON and as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from romberg.checks.denied import Denied
from romberg.formats.words import ROUTE_WORDS, label, money, with_modifiers
from romberg.knowledge import denials
from romberg.knowledge.deadlines import Deadline
from romberg.money import usd
from romberg.report.answers import ClaimAnswer, LineAnswered, PayerSum

_SHOWN_RULES = 3  # rules of a denial that a line of text names; JSON names all


def plain(one: ClaimAnswer) -> dict[str, Any]:
    """An answered claim as JSON carries it."""
    return {
        "claim_id": one.claim_id,
        "payer": one.payer,
        "payer_name": one.payer_name,
        "payer_claim_id": one.payer_claim_id or None,
        "card": one.card,
        "decided_on": one.decided_on.isoformat() if one.decided_on else None,
        "service_date": one.service_date.isoformat() if one.service_date else None,
        "paid_cents": one.paid_cents,
        "lines": [_line(line) for line in one.lines],
        "denials": [_denied(each) for each in one.denials],
        "reasons": dict(one.reasons),
        "unanswered": list(one.unanswered),
        "appeal": deadline(one.appeal),
        "correct": deadline(one.correct),
        "says": list(one.says),
    }


def _line(one: LineAnswered) -> dict[str, Any]:
    return one.money.as_dict() | {
        "denials": [_denied(each) for each in one.denials],
        "adjustments": dict(one.reasons),
        "rarcs": list(one.rarcs),
    }


def _denied(one: Denied) -> dict[str, Any]:
    return {
        "group": one.group,
        "carc": one.carc,
        "rarcs": list(one.rarcs),
        "cents": one.cents,
        "says": words_of(one.carc),
        "rules": list(one.named),
        "also": [rule for rule in one.rules if rule not in one.named],
        "route": one.route,
        "cause": one.cause or None,
        "fix": one.fix or None,
        "mark": one.mark or None,
        "unprocessable": one.unprocessable,
    }


def deadline(one: Deadline) -> dict[str, Any]:
    """A last day as JSON carries it."""
    last = one.last.isoformat() if one.last else None
    return {"step": one.step, "last": last, "says": one.says, "cite": one.cite or None, "mark": one.mark or None}


def words_of(carc: str) -> str:
    """What a reason code means, in our own words; empty for codes that hardly meet therapy."""
    found = denials.reason(carc)
    return found.label if found else ""


def lines_of(one: ClaimAnswer) -> Iterator[str]:
    """An answered claim as lines of text: its money line by line, its denials, and until when to answer them."""
    on = f" of {one.service_date}" if one.service_date else ""
    number = f", its number {one.payer_claim_id}" if one.payer_claim_id else ""
    yield f"{one.claim_id}{on}: {usd(one.paid_cents)} paid by {one.payer_name} (card {one.card}{number})"
    for line in one.lines:
        yield from _money(line)
        yield from (f"      {text}" for each in line.denials for text in _denial(each, one))
    for reason, cents in one.reasons:
        yield f"    on the whole claim: {reason} {usd(cents)}{_meaning(reason)}"
    yield from (f"      {text}" for each in one.denials for text in _denial(each, one))
    if one.unanswered:
        yield f"    not answered: {', '.join(one.unanswered)}"
    yield from (f"    {sentence}" for sentence in one.says)


def _meaning(reason: str) -> str:
    found = words_of(reason.partition("-")[2])
    return f" ({found})" if found else ""


def _money(line: LineAnswered) -> Iterator[str]:
    paid = line.money
    name = with_modifiers(paid.code, paid.modifiers)
    units = f" x{paid.units}" if paid.units else ""
    known = f" {label(paid.code)}" if label(paid.code) else ""
    priced = f"priced {money(paid.expected_cents)}, paid {usd(paid.paid_cents)}"
    if paid.difference_cents:
        why = ", ".join(f"{reason} {usd(cents)}" for reason, cents in paid.reasons)
        yield f"    {name}{units}{known}: {priced}: {usd(paid.difference_cents)} ({why})"
    elif paid.unknown:
        yield f"    {name}{units}{known}: paid {usd(paid.paid_cents)}; not compared: {paid.unknown}"
    else:
        yield f"    {name}{units}{known}: {priced}, as priced"


def _denial(one: Denied, claim: ClaimAnswer) -> Iterator[str]:
    remarks = f" with {', '.join(one.rarcs)}" if one.rarcs else ""
    meaning = words_of(one.carc)
    yield f"denied {usd(one.cents)} of the charge: {one.group}-{one.carc}{remarks}{f': {meaning}' if meaning else ''}"
    if one.named:
        yield f"  the rule that tells before billing: {', '.join(one.named[:_SHOWN_RULES])}"
    elif one.rules:
        more = f" and {len(one.rules) - _SHOWN_RULES} more" if len(one.rules) > _SHOWN_RULES else ""
        yield f"  rules that warn of it: {', '.join(one.rules[:_SHOWN_RULES])}{more}"
    yield f"  {_way(one, claim)}"


def _way(one: Denied, claim: ClaimAnswer) -> str:
    """What to do and until when."""
    last = claim.until(one)
    if one.unprocessable and last:
        return f"could not be processed: send a new claim, it has no appeal; {_until(last)}"
    if one.route is None:
        return "no way to answer it is known; ask the payer"
    said = f"{ROUTE_WORDS[one.route]}{f': {one.fix}' if one.fix else ''}"
    step = f"{last.step} " if last and one.route == "appeal" else ""
    return f"{said}; {step}{_until(last)}" if last else said


def _until(one: Deadline) -> str:
    marked = " [not verified]" if one.mark == "not verified" else ""
    if one.last is None:
        return f"no last day is known{marked}: {one.says.rstrip('.')}"
    return f"until {one.last}{marked} ({one.says.rstrip('.')})"


def sum_lines(sums: tuple[PayerSum, ...]) -> Iterator[str]:
    """What each payer paid beside what was priced."""
    for one in sums:
        left = f"; {one.not_priced} not priced" if one.not_priced else ""
        if not one.lines:
            yield f"{one.payer_name}: no line is priced{left}"
            continue
        difference = one.paid_cents - one.expected_cents
        why = "".join(f", {reason} {usd(cents)}" for reason, cents in one.reasons)
        lines = "1 line" if one.lines == 1 else f"{one.lines} lines"
        yield (
            f"{one.payer_name}: {lines} priced at {usd(one.expected_cents)}, paid {usd(one.paid_cents)}: "
            f"{usd(difference)}{why}{left}"
        )
