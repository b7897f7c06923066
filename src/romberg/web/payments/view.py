"""What payers answered as the pages show it: each line's money, and why it differs, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from romberg.checks.denied import Denied
from romberg.formats.answers import words_of
from romberg.formats.words import label, with_modifiers
from romberg.knowledge import denials
from romberg.report.answers import LineAnswered
from romberg.store.remitting.standing import Held

WAYS: Final[dict[str | None, str]] = {
    "corrected claim": "Correct and send again", "appeal": "Appeal", "patient": "Bill the patient",
    "other payer": "Bill the other payer", "write off": "Write off", "nothing to do": "Nothing to do",
    None: "Not known: ask the payer",
}  # fmt: skip
GROUPS: Final = {
    "CO": "contract", "PR": "patient", "OA": "other", "PI": "the payer's own", "CR": "correction",
}  # fmt: skip


def way(route: str | None, unprocessable: bool = False) -> str:
    """What to do about a denial."""
    return "Send a new claim: it has no appeal" if unprocessable else WAYS.get(route, WAYS[None])


def remark(rarc: str) -> str:
    """What a remark means, in our own words; empty for those that hardly meet therapy."""
    found = denials.remark(rarc)
    return found.label if found else ""


def shown(found: Iterable[Held]) -> list[dict[str, Any]]:
    """The answers to claims, each with its lines."""
    return [_shown(one) for one in found if one.answer is not None]


def _shown(one: Held) -> dict[str, Any]:
    answer = one.answer
    assert answer is not None
    return {
        "claim": answer.claim_id,
        "claim_id": one.claim["id"] if one.claim else None,
        "payer": answer.payer_name,
        "number": answer.payer_claim_id,
        "decided_on": answer.decided_on,
        "paid_cents": answer.paid_cents,
        "lines": [_line(line) for line in answer.lines],
        "of_claim": [_reason(*each) for each in answer.reasons],
        "denials": [denial(each) for each in answer.denials],
        "unanswered": answer.unanswered,
        "says": answer.says,
    }


def _line(one: LineAnswered) -> dict[str, Any]:
    money = one.money
    return {
        "name": with_modifiers(money.code, money.modifiers),
        "label": label(money.code),
        "units": money.units,
        "charged_cents": money.paid_cents + sum(cents for _, cents in one.reasons),
        "expected_cents": money.expected_cents,
        "paid_cents": money.paid_cents,
        "difference_cents": money.difference_cents,
        "why": money.reasons,
        "unknown": money.unknown,
        "adjusted": [_reason(*each) for each in one.reasons],
        "remarks": [(each, remark(each)) for each in one.rarcs],
        "denials": [denial(each) for each in one.denials],
    }


def _reason(name: str, cents: int) -> tuple[str, int, str]:
    return name, cents, words_of(name.partition("-")[2])


def denial(one: Denied) -> dict[str, Any]:
    """A denial in words."""
    return {
        "name": f"{one.group}-{one.carc}",
        "carc": one.carc,
        "words": words_of(one.carc),
        "remarks": [(each, remark(each)) for each in one.rarcs],
        "cents": one.cents,
        "way": way(one.route, one.unprocessable),
        "cause": one.cause,
        "fix": one.fix,
        "mark": one.mark,
        "named": one.named,
        "others": tuple(rule for rule in one.rules if rule not in one.named),
    }
