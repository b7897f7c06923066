"""The sentences that say why a unit does or does not carry CQ or CO."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from romberg.knowledge import parameters
from romberg.units.assistants import RULES
from romberg.units.wording import Row, minutes


def assistants(rows: Sequence[Row], counting: str, modifier: str) -> str:
    """How the assistant's minutes bear on the modifier, code by code; empty where no assistant took part."""
    return " ".join(
        _one(row, row[f"units_{counting}"], row[f"assistant_units_{counting}"], modifier)
        for row in rows
        if row["assistant_minutes"] and row[f"units_{counting}"]
    )


def _one(row: Row, units: int, carrying: int | None, modifier: str) -> str:
    part = row["assistant_minutes"]
    whole = "all" if part == row["minutes"] else f"{part} of the"
    spent = f"{row['code']}: {whole} {minutes(row['minutes'])} by the assistant alone"
    if carrying is None:
        return f"{spent}; which of its units carry {modifier} is unknown. {_unknown(row, modifier)}"
    return f"{spent}; {_how_many(units, carrying, modifier)}{_why(row, units)}."


def _how_many(units: int, carrying: int, modifier: str) -> str:
    if carrying == 0:
        return f"no unit carries {modifier}"
    if carrying == units:
        return f"its unit carries {modifier}" if units == 1 else f"its {units} units carry {modifier}"
    return (
        f"{carrying} of its {units} units carries {modifier}"
        if carrying == 1
        else f"{carrying} of its {units} units carry {modifier}"
    )


def _why(row: Row, units: int) -> str:
    on: date = row["service_date"]
    required = parameters.step("medicare.assistant.modifier_required", on)
    if required is None or not required.value:
        return ", because the modifier is due only from 2020-01-01"
    part, whole = row["assistant_minutes"], row["minutes"]
    if part == whole:
        return ""
    if not row["timed"]:
        return f", because that is {'more than' if 10 * part > whole else 'not more than'} a tenth of the service"
    return _last(whole - part, part, units, on)


def _last(therapist: int, assistant: int, units: int, on: date) -> str:
    left = units - therapist // 15 - assistant // 15
    mine, theirs = therapist % 15, assistant % 15
    if left == 0:
        return ", because each filled quarter hours alone"
    if left == 2:
        split = f"the therapist has {mine} minutes and the assistant {theirs}"
        return f", because in the two units left {split}: one goes without and one with"
    return f", because {_last_unit(mine, theirs, on)}"


def _last_unit(mine: int, theirs: int, on: date) -> str:
    midpoint = parameters.step("medicare.assistant.midpoint_minutes", on)
    reach = midpoint.value if midpoint and isinstance(midpoint.value, int) else 0
    split = f"{minutes(mine)} by the therapist, {theirs} by the assistant"
    if reach and mine >= reach:
        return f"the therapist alone has {reach} minutes or more of the last unit ({split})"
    if reach and theirs >= reach:
        return f"the assistant has {reach} minutes or more of the last unit and the therapist has not ({split})"
    tenth = "more than" if 10 * theirs > mine + theirs else "not more than"
    return f"the assistant has {tenth} a tenth of the last unit ({split})"


def _unknown(row: Row, modifier: str) -> str:
    reasons = (parameters.unknown_because(f"medicare.assistant.{rule}", row["service_date"]) for rule in RULES)
    rule = "No published rule that Romberg knows settles this split"
    return next(filter(None, reasons), f"{rule}: ask the payer, or bill the doubtful unit with {modifier}.")
