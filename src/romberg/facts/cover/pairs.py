"""Codes of one day beside one another: pairs without an edit, misplaced modifiers, add-ons, payers' own pairs."""

from __future__ import annotations

from datetime import date
from typing import Any

from romberg.facts.pairs import PARTING, setting_of
from romberg.facts.values import LineSource, VisitSource
from romberg.knowledge import codes, tables
from romberg.knowledge.pairs import EditPair, edit_pair


def beside_facts(line: LineSource, source: VisitSource) -> dict[str, Any]:
    """How a line's code stands to the other codes of the day."""
    on = source.coded.visit.service_date
    return {
        "no_edit_beside": _without_edit(line, source),
        **_placed(line, source),
        **_add_on(line, source, on),
        **_own_pair(line, source),
    }


def _others(line: LineSource, source: VisitSource) -> list[LineSource]:
    """The other codes of the day, each once: charges beside a charge."""
    mine = line.billed is None
    found = {one.code: one for one in source.lines if one.code != line.code and (one.billed is None) is mine}
    return list(found.values())


def _edit(line: LineSource, other: LineSource, source: VisitSource) -> EditPair | None:
    on = source.coded.visit.service_date
    return edit_pair(line.code, other.code, on, setting_of(source)) if on else None


def _parted(line: LineSource) -> bool:
    return line.billed is not None and bool(PARTING & {*line.billed.modifiers})


def _without_edit(line: LineSource, source: VisitSource) -> list[str] | None:
    """The other codes, where it is known of each that no edit pairs it with this one; None where one may.

    Our table holds every row of its edition between codes of rehabilitation, so a pair of two of those that it does
    not name has none there.
    """
    if not _parted(line) or source.coded.visit.service_date is None:
        return None
    others = _others(line, source)
    return [one.code for one in others] if all(_none(line, one, source) for one in others) else None


def _none(line: LineSource, other: LineSource, source: VisitSource) -> bool:
    found = _edit(line, other, source)
    if found is None:
        return codes.get(line.code) is not None and codes.get(other.code) is not None
    return found.status == "none"


def _placed(line: LineSource, source: VisitSource) -> dict[str, bool | None]:
    """Whether a distinct modifier stands on the paid code of a pair alone, or on both."""
    pairs = [(one, found) for one in _others(line, source) if (found := _edit(line, one, source))]
    edits = [(one, found) for one, found in pairs if found.status == "edit"]
    if not edits or not _parted(line):
        return {"distinct_on_column_one": False, "distinct_on_both": False}
    first = [one for one, found in edits if found.role(line.code) == "column one"]
    return {
        "distinct_on_column_one": bool(first) and not any(_parted(one) for one in first),
        "distinct_on_both": any(_parted(one) for one in first),
    }


def _add_on(line: LineSource, source: VisitSource, on: date | None) -> dict[str, Any]:
    """An add-on, the codes of which one must stand beside it, and whether it stands alone."""
    beside = tables.add_on_to(on).get(line.code) if on else None
    if not beside:
        return {"stands_beside": None, "is_alone": None}
    present = {one.code for one in source.lines if (one.billed is None) is (line.billed is None)}
    return {"stands_beside": list(beside), "is_alone": present.isdisjoint(beside)}


def _own_pair(line: LineSource, source: VisitSource) -> dict[str, Any]:
    """The code with which the payer's own rules pair this line; told at the second code of the pair."""
    for pair in source.card.own_pairs:
        paid, _, unpaid = pair.partition("+")
        other = next((one for one in _others(line, source) if one.code == paid), None)
        if line.code == unpaid and other is not None and line.billed is not None:
            return {"own_pair": paid, "own_pair_parted": _parted(line) or _parted(other)}
    return {"own_pair": None, "own_pair_parted": None}
