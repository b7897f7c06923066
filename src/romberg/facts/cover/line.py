"""All facts of cover of one line."""

from __future__ import annotations

from typing import Any

from romberg.facts.cover.modifiers import code_facts, modifier_facts
from romberg.facts.cover.pairs import beside_facts
from romberg.facts.cover.threshold import line_sums
from romberg.facts.diagnoses import support
from romberg.facts.values import LineSource, VisitSource

_QUALIFIED = frozenset({"therapist", "physician", "chiropractor"})


def line_facts(number: int, line: LineSource, source: VisitSource) -> dict[str, Any]:
    """Modifiers, code, neighbours, sums and pointers of one line, by name."""
    return {
        **modifier_facts(line, source),
        **code_facts(line, source),
        **beside_facts(line, source),
        **line_sums(number, source),
        **_pointed(number, source),
        **_furnished(line, source),
        "is_first_charge": _first(number, line, source),
    }


def _furnished(line: LineSource, source: VisitSource) -> dict[str, bool | None]:
    """Who stands behind a line: those named at the service, or those who signed where nobody is."""
    roles = {share.role for one in line.procedures for share in one.shares}
    by = roles or {one.role for one in source.coded.visit.clinicians if one.signed}
    return {
        "by_assistant": "assistant" in roles,
        "by_therapist": "therapist" in roles,
        "by_assistant_alone": "assistant" in by and by.isdisjoint(_QUALIFIED) if by else None,
    }


def _pointed(number: int, source: VisitSource) -> dict[str, Any]:
    """The diagnoses that a line points to, and pointers to places that hold none."""
    head = source.head
    places = head.pointers[number] if number < len(head.pointers) else ()
    unpointed = not places if number < len(head.pointers) else None
    if not places:
        return {"pointed_diagnoses": None, "pointers_astray": None, "pointed_support": None, "is_unpointed": unpointed}
    held = range(1, len(head.diagnoses) + 1)
    codes = [head.diagnoses[place - 1] for place in places if place in held]
    return {
        "pointed_diagnoses": codes,
        "pointers_astray": [str(place) for place in places if place not in held],
        "pointed_support": support(codes, source.coded.visit.service_date),
        "is_unpointed": unpointed,
    }


def _first(number: int, line: LineSource, source: VisitSource) -> bool:
    def same(one: LineSource) -> bool:
        mine, theirs = line.billed, one.billed
        return one.code == line.code and (mine and mine.modifiers) == (theirs and theirs.modifiers)

    return not any(same(one) for one in source.lines[:number])
