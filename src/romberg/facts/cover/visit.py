"""All facts of cover of one visit."""

from __future__ import annotations

from typing import Any

from romberg.facts.cover.diagnoses import diagnosis_facts
from romberg.facts.cover.head import head_facts
from romberg.facts.cover.plan import plan_facts
from romberg.facts.cover.said import said_facts
from romberg.facts.cover.threshold import threshold_facts
from romberg.facts.values import VisitSource
from romberg.knowledge.card_lines import PERIOD


def visit_facts(source: VisitSource) -> dict[str, Any]:
    """The claim's head, the note's remarks, diagnoses, plan and threshold of one visit, by name."""
    card = source.card
    return {
        "therapy_modifiers_wanted": card.therapy_modifiers,
        "assistants_payable": card.assistants_payable,
        "authorization_wanted": card.prior_authorization,
        "visit_cap": card.visit_cap,
        "days_to_next_evaluation": _days(card.evaluation_again_after),
        **head_facts(source),
        **said_facts(source),
        **diagnosis_facts(source),
        **plan_facts(source),
        **threshold_facts(source),
    }


def _days(period: str) -> int | None:
    """A payer's period that is given in days."""
    found = PERIOD.fullmatch(period)
    return int(found[1]) if found and found[2] == "days" else None
