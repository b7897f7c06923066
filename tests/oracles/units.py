"""Units the slow way: plain Python, one visit at a time, every allocation tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product

Minutes = Mapping[str, int]


def units_of_total(total: int) -> int:
    """Climb the printed chart: 8 to 22 minutes are one unit, 23 to 37 two, and so on."""
    units, last = 0, 7
    while total > last:
        units, last = units + 1, last + 15
    return units


def fair_allocations(minutes: Minutes) -> list[dict[str, int]]:
    """Every allocation of the visit's units that the manual allows.

    Each code keeps its full quarter hours and gets at most one more unit; no code gets one while another with more
    minutes left over goes without; a code without minutes left over gets none.
    """
    units = units_of_total(sum(minutes.values()))
    found = []
    for more in product((0, 1), repeat=len(minutes)):
        extra = dict(zip(minutes, more, strict=True))
        shares = {code: spent // 15 + extra[code] for code, spent in minutes.items()}
        if sum(shares.values()) == units and _fair(minutes, extra):
            found.append(shares)
    return found


def _fair(minutes: Minutes, extra: Mapping[str, int]) -> bool:
    left = {code: spent % 15 for code, spent in minutes.items()}
    with_one = [left[code] for code in minutes if extra[code]]
    without = [left[code] for code in minutes if not extra[code]]
    return all(left_over > 0 for left_over in with_one) and all(a >= b for a in with_one for b in without)


def tied(minutes: Minutes) -> set[str]:
    """The codes that one fair allocation gives a unit and another does not."""
    found = fair_allocations(minutes)
    return {code for code in minutes if len({shares[code] for shares in found}) > 1}


def midpoint(spent: int) -> int:
    """Deal out quarter hours; what is left earns one more when it is over seven and a half minutes."""
    units = 0
    while spent >= 15:
        units, spent = units + 1, spent - 15
    return units + (spent > 7.5)


def full_fifteen(spent: int) -> int:
    """Deal out quarter hours and forget the rest."""
    units = 0
    while spent >= 15:
        units, spent = units + 1, spent - 15
    return units


@dataclass
class Clock:
    """The minutes that one person has not yet turned into units."""

    minutes: int

    def full_units(self) -> int:
        """Take out this person's full quarter hours."""
        units = 0
        while self.minutes >= 15:
            units, self.minutes = units + 1, self.minutes - 15
        return units


def with_modifier(therapist: int, assistant: int, units: int, on: date) -> int | None:
    """Units of a quarter-hour code that carry CQ or CO; None where no rule settles it."""
    if assistant == 0 or on < date(2020, 1, 1):
        return 0
    if on > date(2026, 12, 31):
        return None
    mine, theirs = Clock(therapist), Clock(assistant)
    plain, carrying = mine.full_units(), theirs.full_units()
    left = units - plain - carrying
    if left == 0:
        return carrying
    if left == 1:
        return carrying + int(_last_unit_carries(mine.minutes, theirs.minutes, on))
    both_long = 9 <= mine.minutes <= 14 and 9 <= theirs.minutes <= 14
    if on >= date(2022, 1, 1) and both_long and mine.minutes + theirs.minutes >= 24:
        return carrying + 1
    return None


def _last_unit_carries(mine: int, theirs: int, on: date) -> bool:
    if on >= date(2022, 1, 1):
        if mine >= 8:
            return False
        if theirs >= 8:
            return True
    return theirs / (mine + theirs) > 0.1


def whole_service_carries(therapist: int, assistant: int, on: date) -> int | None:
    """1 where an untimed service carries CQ or CO."""
    if assistant == 0 or on < date(2020, 1, 1):
        return 0
    if on > date(2026, 12, 31):
        return None
    return int(assistant / (therapist + assistant) > 0.1)
