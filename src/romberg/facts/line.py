"""The facts of a line: a charge with the services behind it, or a service that nobody charged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from romberg.coding.procedure import Procedure
from romberg.facts import people
from romberg.facts.allowed import Allowed, allowed, over_total
from romberg.facts.clock import clock_facts
from romberg.facts.counting import Counted, added, countable
from romberg.facts.diagnoses import missing
from romberg.facts.limits import limit_facts
from romberg.facts.manner import manner_facts
from romberg.facts.matching import contested, evaluations
from romberg.facts.pairs import pair_facts
from romberg.facts.proofs import proof_facts
from romberg.facts.values import LineSource, VisitSource
from romberg.knowledge import codes
from romberg.knowledge.codes import Code
from romberg.notes.layout.fold import fold

_PASSIVE = ("massage", "modality")
_ACTIVE = frozenset({"97110", "97112", "97113", "97116", "97530", "97533", "97535", "97537"})
_CHIROPRACTORS_OWN = frozenset({"98940", "98941", "98942"})
_LEVELS = {"97161": 0, "97162": 1, "97163": 2, "97165": 0, "97166": 1, "97167": 2}
_ASSISTANTS = {"PT": "CQ", "OT": "CO"}
_SAME_SERVICE = frozenset({"97014", "G0283"})  # one service under two numbers: which one is right is the payer's choice


@dataclass(frozen=True, slots=True)
class Around:
    """What a line's facts need to know of its visit: the visit, its place in the call, and the call's units."""

    index: int
    source: VisitSource
    counted: Counted
    services: Mapping[str, int]  # units billed by service, over all its lines
    folded: str  # the note in small letters and plain signs


def around(index: int, source: VisitSource, counted: Counted) -> Around:
    """Gather what the lines of one visit share."""
    services: dict[str, int] = {}
    for line in source.lines:
        if line.billed is not None:
            services[service(line)] = services.get(service(line), 0) + line.billed.units
    return Around(index, source, counted, services, fold(source.coded.visit.text))


def line_facts(number: int, line: LineSource, near: Around) -> dict[str, Any]:
    """All facts of one line, by name."""
    charge = _charge(number, line, near)
    return {
        "visit": near.index,
        "line": number,
        "code": line.code,
        **charge,
        **proof_facts(line, near.folded, supported(line), charge["is_first_of_code"]),
        **manner_facts(line.code, line.procedures, near.folded),
        **clock_facts(line.procedures, near.folded),
        **limit_facts(line, near.source),
        **_service(line, near),
        **_minutes(line, near),
        **_units(line, near),
        **_who(line, near),
        **pair_facts(line, near.source),
    }


def service(line: LineSource) -> str:
    """The code under which a line's units are counted: the supported one where fair coders could agree on it."""
    return line.code if supported(line) is False else line.supported_code or line.code


def supported(line: LineSource) -> bool | None:
    """Whether the words support the billed code; None where fair coders differ."""
    if line.supported_code is None:
        return False
    if line.supported_code == line.code or {line.supported_code, line.code} <= _SAME_SERVICE:
        return True
    return None if contested(line) or evaluations(line.code, line.supported_code) else False


def _charge(number: int, line: LineSource, near: Around) -> dict[str, Any]:
    billed = line.billed
    return {
        "billed_units": billed.units if billed else None,
        "code_billed_units": near.services.get(service(line)) if billed else None,
        "is_first_of_code": all(service(one) != service(line) for one in near.source.lines[:number]),
        "modifiers": list(billed.modifiers) if billed else None,
    }


def _service(line: LineSource, near: Around) -> dict[str, Any]:
    own, behind = codes.get(line.code), codes.get(line.supported_code or "")
    everything = near.source.coded.procedures
    # where all work was a group's, a one-to-one charge that no other words stand behind is that group's
    shown = line.procedures or (everything if own and own.timed and _in_group(everything) else ())
    return {
        "has_procedure": bool(line.procedures),
        "evaluation_level": _LEVELS.get(line.code),
        "supported_code": line.supported_code,
        "supported_because": line.procedures[0].says if line.procedures else None,
        "is_supported": supported(line),
        "timed": own.timed if own else None,
        "is_attended_code": own.attended if own else None,
        "is_group_code": own.group if own else None,
        "is_group_service": bool(behind and behind.group) or _in_group(shown),
        "is_unattended_service": _unattended(line, own, behind),
        "is_unrelated_service": line.code in _ACTIVE and behind is not None and behind.service in _PASSIVE,
        "is_vague": any(one.vague for one in line.procedures),
        "activities": [activity.text for one in shown for activity in one.activities],
    }


def _in_group(procedures: Sequence[Procedure]) -> bool:
    """Whether all of some services were furnished to several patients at once, by their code or by their words."""
    known = [(codes.get(one.code), "group" in one.flags) for one in procedures]
    return bool(known) and all(told or (code is not None and code.group) for code, told in known)


def _unattended(line: LineSource, own: Code | None, behind: Code | None) -> bool:
    """Whether nobody attended what the line's code wants attended; a hot pack under 97112 is another matter."""
    runs_by_itself = behind is not None and behind.service == "modality" and not behind.attended
    if runs_by_itself:
        return own is not None and own.service == "modality" and own.attended
    return _flagged(line.procedures, "unattended")


def _flagged(procedures: Sequence[Procedure], flag: str) -> bool:
    """Whether all of some services carry a flag."""
    return bool(procedures) and all(flag in one.flags for one in procedures)


def _minutes(line: LineSource, near: Around) -> dict[str, Any]:
    card, coded = near.source.card, near.source.coded
    inside = [one for one in line.procedures if countable(one, card)]
    counted = [people.counted_minutes(one, card) for one in inside] or [one.minutes for one in line.procedures]
    timed = {one.code for one in coded.procedures if one.timed and "not billed" not in one.flags}
    return {
        "minutes": added([one.minutes for one in line.procedures]) if line.procedures else None,
        "assistant_minutes": sum(one.assistant_minutes for one in line.procedures),
        "counted_minutes": added(counted) if line.procedures else None,
        "is_only_timed_code": len(timed) <= 1,
        "minimum_minutes": card.minimum_minutes.get(line.code),
    }


def _units(line: LineSource, near: Around) -> dict[str, Any]:
    inside = any(countable(one, near.source.card) for one in line.procedures)
    find = near.counted.pooled if inside else near.counted.alone
    row = find(near.index, line.supported_code) if line.supported_code else None
    may: Allowed = allowed(row, near.source.card.counting, _tied_split_fits(near))
    return {
        "units_cms": row["units_cms"] if row else None,
        "units_ama": row["units_ama"] if row else None,
        "units_strict_fifteen": row["units_strict_fifteen"] if row else None,
        "tie_cms": row["tie_cms"] if row else None,
        "units_safe": may.safe,
        "units_most": may.most,
        "units_over_total": over_total(line, near.source, near.counted.total(near.index)),
        **_assistant(line, near, may),
    }


def _tied_split_fits(near: Around) -> bool:
    """Whether the billed units of the codes that tie for the last unit are together no more than they earned."""
    codes_here = {one.code for one in near.source.coded.procedures}
    rows = [row for code in codes_here if (row := near.counted.pooled(near.index, code)) and row["tie_cms"]]
    earned: int = sum(row["units_cms"] for row in rows)
    return sum(near.services.get(row["code"], 0) for row in rows) <= earned


def _assistant(line: LineSource, near: Around, may: Allowed) -> dict[str, Any]:
    modifier = _ASSISTANTS.get(near.source.coded.visit.discipline or "")
    mine = [one for one in near.source.lines if one.billed and service(one) == service(line)]
    charges = [one.billed for one in mine if one.billed]
    with_it = sum(charge.units for charge in charges if modifier in charge.modifiers)
    all_units = sum(charge.units for charge in charges)
    due = min(may.assistant, all_units) if may.assistant is not None and charges else may.assistant
    return {
        "assistant_modifier": modifier,
        "assistant_units_due": due,
        "assistant_units_billed": with_it if charges else None,
    }


def _who(line: LineSource, near: Around) -> dict[str, Any]:
    visit, card = near.source.coded.visit, near.source.card
    roles = people.roles(line.procedures)
    chiropractor = visit.discipline == "DC" or roles == ["chiropractor"]
    excluded = chiropractor and line.code not in _CHIROPRACTORS_OWN
    unpaid_roles = [role for role in roles if role in card.not_payable_roles]
    return {
        "performers": roles,
        "furnished_by_unpaid": people.unpaid(line.procedures, visit.clinicians, card),
        "unpaid_people": people.named(unpaid_roles, visit.clinicians),
        "is_excluded_chiropractic": card.dc_therapy_excluded if excluded else False,
        "diagnosis_wanted": missing(line.code, [one.code for one in visit.diagnoses], card.family),
    }
