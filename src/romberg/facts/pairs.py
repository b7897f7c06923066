"""Edit pairs within one visit: which line is the one not paid, and what the note says of the two being apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from romberg.coding.procedure import Procedure
from romberg.facts.values import LineSource, VisitSource
from romberg.knowledge.editions import newest_on
from romberg.knowledge.pairs import EditPair, Setting, edit_pair

PARTING = frozenset({"59", "XE", "XS", "XP", "XU"})
_MANIPULATION = frozenset({"98940", "98941", "98942"})
_SAME_REGION_NOT_APART = frozenset({"97112", "97124", "97140"})  # NCCI manual, chapter 11
_NO_PAIR: dict[str, Any] = {
    "ncci_partner": None,
    "ncci_never": None,
    "ncci_parted": None,
    "ncci_separate": None,
    "is_region_pair": None,
    "ncci_mark": None,
    "ncci_both": None,
}


def setting_of(source: VisitSource) -> Setting:
    """Which edit table holds for the place and the payer of the visit."""
    if source.coded.visit.setting == "hospital-outpatient":
        return "hospital"
    return "medicaid" if source.card.ncci_edition == "medicaid" else "practitioner"


def edits_apply(source: VisitSource) -> bool | None:
    """Whether the payer applies pair edits. Of Medicaid nobody here knows it, until its own table is imported."""
    on = source.coded.visit.service_date
    if source.card.ncci is None and setting_of(source) == "medicaid" and on is not None:
        return True if newest_on("pairs_medicaid", on) else None
    return source.card.ncci


def pair_facts(line: LineSource, source: VisitSource) -> dict[str, Any]:
    """The gravest edit under which this line is not paid beside another line of the visit."""
    found = [facts for other in source.lines if (facts := _with(line, other, source))]
    return min(found, key=_gravity) if found else _NO_PAIR


def _gravity(facts: dict[str, Any]) -> tuple[bool, bool, bool]:
    return not facts["ncci_never"], facts["ncci_parted"] is True, facts["ncci_separate"] is True


def _with(line: LineSource, other: LineSource, source: VisitSource) -> dict[str, Any] | None:
    on = source.coded.visit.service_date
    if other.code == line.code or on is None or (line.billed is None) is not (other.billed is None):
        return None
    edit = edit_pair(line.code, other.code, on, setting_of(source))
    if edit is None or edit.status == "none" or (edit.role(line.code) == "column one" and edit.status == "edit"):
        return None
    return _facts(line, other, edit)


def _facts(line: LineSource, other: LineSource, edit: EditPair) -> dict[str, Any]:
    if edit.status == "unknown":
        return {**_NO_PAIR, "ncci_partner": other.code}
    return {
        "ncci_partner": other.code,
        "ncci_never": edit.indicator == 0,
        "ncci_parted": _parted(line, other),
        "ncci_separate": _separate(line, other),
        "is_region_pair": _is_region_pair(line, other),
        "ncci_mark": edit.mark,
        "ncci_both": f"{_shown(line)} and {_shown(other)}",
    }


def _shown(line: LineSource) -> str:
    """What stands behind a line, as a sentence quotes it: its first words, its minutes and regions."""
    words = next((one.text for each in line.procedures for one in each.activities), line.code)
    minutes = [one.minutes for one in line.procedures]
    time = [f"{sum(one or 0 for one in minutes)} min"] if minutes and None not in minutes else []
    beside = ", ".join([*time, *sorted(regions(line.procedures))])
    return f"“{words}”" + (f" ({beside})" if beside else "")


def _parted(line: LineSource, other: LineSource) -> bool | None:
    if line.billed is None or other.billed is None:
        return None
    return bool(PARTING & {*line.billed.modifiers, *other.billed.modifiers})


def _is_region_pair(line: LineSource, other: LineSource) -> bool:
    return other.code in _MANIPULATION and line.code in _SAME_REGION_NOT_APART


def _separate(line: LineSource, other: LineSource) -> bool | None:
    """Apart by region where the pair is about regions, elsewhere by minutes of their own; None: not said."""
    if _is_region_pair(line, other):
        mine, theirs = regions(line.procedures), regions(other.procedures)
        return mine.isdisjoint(theirs) if mine and theirs else None
    timed = [one.minutes for one in (*line.procedures, *other.procedures)]
    return True if line.procedures and other.procedures and None not in timed else None


def regions(procedures: Sequence[Procedure]) -> frozenset[str]:
    """The body regions that the words of some services name."""
    return frozenset(region for one in procedures for region in one.regions)
