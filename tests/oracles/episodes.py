"""A patient's visits the slow way: for each visit, walk over all earlier ones with plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]
REPORTS = ("evaluation", "progress")


def told(rows: Sequence[Row]) -> dict[int, Row]:
    """What the earlier visits tell of each visit that has a day, by its place in the list."""
    dated = sorted((row for row in rows if row["on"]), key=lambda row: (row["on"], row["rank"], row["at"]))
    found: dict[int, Row] = {}
    for place, row in enumerate(dated):
        mine = [one for one in dated[: place + 1] if case(one) == case(row)]
        every = [one for one in dated if case(one) == case(row)]
        found[row["at"]] = {
            **runs(mine),
            **numbers(mine),
            **reports(mine),
            **plans(mine),
            **of_day(row, every),
            **year(row, dated[:place]),
        }
    return found


def case(row: Row) -> tuple[Any, Any]:
    """Whose visit it is, and of which discipline."""
    return row["patient"], row["discipline"]


def runs(mine: Sequence[Row]) -> Row:
    """How many visits in a row, up to the last, say the same."""
    found: Row = {"visits_found": len(mine)}
    for key in ("minutes", "units", "measures", "work"):
        length = 0
        for one in reversed(mine):
            if one[key] != mine[-1][key]:
                break
            length += 1
        found[f"same_{key}_visits"] = None if mine[-1][key] is None else length
    bare = 0
    for one in reversed(mine):
        if one["measures"] is not None:
            break
        bare += 1
    return {**found, "visits_without_measure": bare}


def episode(mine: Sequence[Row]) -> list[Row]:
    """The visits since the last evaluation, or all where none was found."""
    start = max((at for at, one in enumerate(mine) if one["kind"] == "evaluation"), default=0)
    return list(mine[start:])


def numbers(mine: Sequence[Row]) -> Row:
    """The visit's number, and how many visits before it are not at hand."""
    missing = sum(gap(mine[: at + 1]) for at in range(len(mine)))
    here = episode(mine)
    again = None
    if len(here) > 1:
        before, last = here[-2], here[-1]
        if last["number"] is not None and before["number"] == last["number"] and before["on"] != last["on"]:
            again = before["on"]
    return {
        "visit_number_found": number(here),
        "visits_missing": missing,
        "number_of_other_day": again,
        "days_since_first": (here[-1]["on"] - here[0]["on"]).days,
    }


def number(here: Sequence[Row]) -> int | None:
    """As written; else counted on, day by day, from the last that was written, or from the evaluation."""
    days = sorted({one["on"] for one in here})
    for one in reversed(here):
        if one["number"] is not None:
            return int(one["number"]) + days.index(here[-1]["on"]) - days.index(one["on"])
    return len(days) if here[0]["kind"] == "evaluation" else None


def gap(mine: Sequence[Row]) -> int:
    """Numbers left out between this visit's written number and the visit before it."""
    here = episode(mine)
    if len(here) < 2 or here[-1]["number"] is None or here[-1]["on"] == here[-2]["on"]:
        return 0
    before = number(here[:-1])
    return 0 if before is None else max(0, here[-1]["number"] - before - 1)


def reports(mine: Sequence[Row]) -> Row:
    """Treatment days after the last report."""
    days: set[date] = set()
    for at in range(len(mine) - 1, -1, -1):
        if mine[at]["kind"] in REPORTS:
            return {"days_since_report_found": len(days)}
        if gap(mine[: at + 1]):
            break
        if mine[at]["treated"]:
            days.add(mine[at]["on"])
    return {"days_since_report_found": None}


def plans(mine: Sequence[Row]) -> Row:
    """The certified period, the discharge and the authorisation by the earlier notes."""
    now, periods = mine[-1], [period(one) for one in mine[:-1]]
    last = next((one for one in reversed(periods) if one is not None), None)
    if now["certified"] is not None or now["kind"] == "evaluation":
        last = None
    ended = None
    for one in mine[:-1]:
        ended = one["on"] if one["kind"] == "discharge" else None if one["kind"] == "evaluation" else ended
    authorized = [None, *(one["authorized"] for one in mine)]
    for at in range(1, len(authorized)):
        authorized[at] = authorized[at - 1] if authorized[at] is None else authorized[at]
    first = len(mine)
    while first and authorized[first] == authorized[-1]:
        first -= 1
    return {
        "certified_through_found": last[0] if last else None,
        "certified_by_evaluation": last[1] if last else None,
        "discharged_on": ended,
        "authorized_found": authorized[-1],
        "visits_since_authorized": None if authorized[-1] is None else len({one["on"] for one in mine[first:]}),
    }


def period(one: Row) -> tuple[date, bool] | None:
    """The last certified day that a note tells; of an evaluation that tells none, the longest that can be."""
    if one["certified"] is not None:
        return one["certified"], False
    if one["kind"] == "evaluation" and one["longest_days"] is not None:
        return one["on"] + timedelta(days=one["longest_days"]), True
    return None


def of_day(row: Row, every: Sequence[Row]) -> Row:
    """Other notes of the day, and those of them that tell the same visit once more."""
    others = [one for one in every if one["on"] == row["on"] and one["at"] != row["at"]]
    alike = [one for one in others if one["kind"] == row["kind"]]
    mine = charge(row)
    twins = sum(mine is not None and charge(one) == mine for one in alike)
    open_ = mine is None or any(charge(one) is None for one in alike)
    return {
        "other_notes_of_day": len(others),
        "duplicates_of_day": 0 if not alike else twins or (None if open_ else 0),
    }


def charge(one: Row) -> str | None:
    """What was charged, else the minutes of what was done."""
    units: str | None = one["units"]
    minutes: str | None = one["minutes"]
    return minutes if units is None else units


def year(row: Row, before: Sequence[Row]) -> Row:
    """What was allowed in the earlier visits of the year that count together."""
    if row["pool"] is None:
        return {"year_allowed_found_cents": None, "year_visits_unpriced": None}
    mine = [
        one
        for one in before
        if (one["patient"], one["pool"], one["on"].year) == (row["patient"], row["pool"], row["on"].year)
    ]
    return {
        "year_allowed_found_cents": sum(one["allowed_cents"] or 0 for one in mine),
        "year_visits_unpriced": sum(one["allowed_cents"] is None for one in mine),
    }
