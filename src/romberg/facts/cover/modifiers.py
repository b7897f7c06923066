"""The modifiers of a line: which are due, which stand there, and which cannot stand there on the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from romberg.facts.values import LineSource, VisitSource
from romberg.knowledge import codes, tables, therapy_codes
from romberg.knowledge.codes import Code

_OF_DISCIPLINE = {"PT": "GP", "OT": "GO", "SLP": "GN"}
_CARRIES = {
    "carries_kx": frozenset({"KX"}),
    "carries_at": frozenset({"AT"}),
    "carries_evaluation": frozenset({"25"}),
    "carries_repeat": frozenset({"76", "77"}),
    "carries_gy": frozenset({"GY"}),
    "carries_gz": frozenset({"GZ"}),
    "carries_notice": frozenset({"GA", "GX"}),
    "carries_denial": frozenset({"GA", "GY", "GZ"}),
    "carries_video": frozenset({"95", "GT"}),
    "carries_voice": frozenset({"93"}),
    "carries_gt": frozenset({"GT"}),
}
_KINDS = {
    "discipline_modifiers": frozenset({"GP", "GO", "GN"}),
    "assistant_modifiers": frozenset({"CQ", "CO"}),
    "distinct_modifiers": frozenset({"59", "XE", "XS", "XP", "XU"}),
    "notice_modifiers": frozenset({"GA", "GX", "GY", "GZ"}),
    "telehealth_modifiers": frozenset({"95", "93", "GT"}),
}


def modifier_facts(line: LineSource, source: VisitSource) -> dict[str, Any]:
    """The modifiers on a line by what they say, beside those that the visit and the code ask for."""
    written = line.billed.modifiers if line.billed else None
    visit = source.coded.visit
    return {
        "discipline_due": _OF_DISCIPLINE.get(visit.discipline or ""),
        **{name: _among(written, kind) for name, kind in _KINDS.items()},
        **{name: None if written is None else not kind.isdisjoint(written) for name, kind in _CARRIES.items()},
        **_counted(written or ()),
        "modifiers_not_valid": _not_valid(written, visit.service_date),
        "modifiers_repeated": _repeated(written),
    }


def code_facts(line: LineSource, source: VisitSource) -> dict[str, Any]:
    """What the line's code is on the day: its family, whose it is, whether it exists, whether it is paid."""
    known, on = codes.get(line.code), source.coded.visit.service_date
    listed = therapy_codes.therapy_of(line.code, on) if on else None
    values = tables.rvu(line.code, on) if on else None
    return {
        "service": known.service if known else None,
        "therapy": listed.therapy if listed else None,
        "code_belongs_to": known.disciplines[0] if known and len(known.disciplines) == 1 else None,
        "code_valid": known.valid(on) if known and on else None,
        "code_dates": _dates(known),
        "medicare_status": values.status if values else None,
        "is_never_paid": line.code in source.card.not_payable_codes,
    }


def _counted(written: Sequence[str]) -> dict[str, Any]:
    """How many modifiers of a kind stand on a line, and whether they go together."""
    found = {name: [one for one in dict.fromkeys(written) if one in kind] for name, kind in _KINDS.items()}
    plans, notices = found["discipline_modifiers"], found["notice_modifiers"]
    return {
        "discipline_modifier": plans[0] if plans else None,
        "disciplines_count": len(plans),
        "notices_count": len(notices),
        "notices_agree": len(notices) < 2 or set(notices) == {"GX", "GY"},
        "distinct_count": len(found["distinct_modifiers"]),
        "assistant_matches": _matches(found["assistant_modifiers"], plans),
    }


def _matches(assistants: Sequence[str], plans: Sequence[str]) -> bool | None:
    """Whether each assistant's modifier has its discipline's beside it; None where one of the two is not there."""
    if not assistants or not plans:
        return None
    return all({"CQ": "GP", "CO": "GO"}[one] in plans for one in assistants)


def _among(written: Sequence[str] | None, kind: frozenset[str]) -> list[str] | None:
    return None if written is None else [one for one in written if one in kind]


def _not_valid(written: Sequence[str] | None, on: date | None) -> list[str] | None:
    if written is None:
        return None
    known = [found for one in written if (found := codes.modifiers().get(one))]
    dated = [one for one in known if one.valid_from or one.valid_through]
    if on is None:
        return None if dated else []
    return [one.modifier for one in dated if not one.valid(on)]


def _repeated(written: Sequence[str] | None) -> list[str] | None:
    return None if written is None else list(dict.fromkeys(one for one in written if written.count(one) > 1))


def _dates(known: Code | None) -> str:
    if known is None or not (known.valid_from or known.valid_through):
        return ""
    since = f"since {known.valid_from}" if known.valid_from else ""
    until = f"until {known.valid_through}" if known.valid_through else ""
    return " ".join(part for part in (since, until) if part)
