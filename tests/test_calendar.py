"""Walks the calendar: each day one value of each parameter and each line of a card, and after that why there is none.

Nothing here says which value is right; the cases do. It is only that no day lacks its value and none has two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import pytest

from romberg.knowledge import parameters, payers
from romberg.knowledge.documents import ROOM, read_yaml
from romberg.knowledge.steps import Step, latest

FIRST = date(2020, 1, 1)
ONE_DAY = timedelta(days=1)
PLANS = [
    f"{name}.{plan}" for name in payers.names() for plan in read_yaml(ROOM / "payers" / f"{name}.yaml").get("plans", ())
]
NAMES = [*payers.names(), *PLANS]


def days(first: date, last: date) -> list[date]:
    """Every day from one to another, both included."""
    return [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]


def holding(chain: tuple[Step, ...], last: date) -> list[tuple[int, int, Step]]:
    """Each step with its first and last day as the file says them, whatever the look-up makes of it."""
    found = []
    for number, step in enumerate(chain):
        following = chain[number + 1].since - ONE_DAY if number + 1 < len(chain) else last
        ends = getattr(step, "through", None) or following
        found.append((step.since.toordinal(), ends.toordinal(), step))
    return found


def count(chain: tuple[Step, ...], first: date, last: date) -> list[int]:
    """How many steps claim each day, by adding up where they start and end."""
    start, size = first.toordinal(), (last - first).days + 1
    changes = [0] * (size + 1)
    for since, ends, _ in holding(chain, last):
        if ends >= start and since <= last.toordinal():
            changes[max(since - start, 0)] += 1
            changes[min(ends - start + 1, size)] -= 1
    total, counted = 0, []
    for change in changes[:size]:
        total += change
        counted.append(total)
    return counted


def wrong_days(chain: tuple[Step, ...], last: date) -> list[str]:
    """The days of which the chain has no value or two, or for which the look-up gives another step."""
    spans = holding(chain, last)
    found = []
    for on, claims in zip(days(FIRST, last), count(chain, FIRST, last), strict=True):
        number = on.toordinal()
        step = latest(chain, on)
        if claims != 1 or step is None or not any(a <= number <= b for a, b, one in spans if one is step):
            found.append(f"{on}: {claims} values")
    return found


@pytest.mark.parametrize("path", parameters.paths())
def test_every_day_has_one_value_of_each_parameter(path: str) -> None:
    found = parameters.parameter(path)
    assert found.verified_through >= FIRST
    assert wrong_days(found.steps, found.verified_through) == []
    for on in days(FIRST, found.verified_through):
        assert parameters.step(path, on) is latest(found.steps, on)


@pytest.mark.parametrize("path", parameters.paths())
def test_after_the_last_verified_day_a_parameter_is_unknown_and_says_why(path: str) -> None:
    last = parameters.parameter(path).verified_through
    for on in days(last + ONE_DAY, last + 400 * ONE_DAY):
        assert parameters.step(path, on) is None
    because = parameters.unknown_because(path, last + ONE_DAY)
    assert str(last) in because
    assert str(last + ONE_DAY) in because
    assert because.endswith(".")


def lines_of(name: str) -> Iterable[tuple[str, tuple[Step, ...]]]:
    """The dated lines of a card and of each of its plans."""
    return payers.dated_lines(name).items()


def test_every_day_has_one_value_of_each_line_of_every_card() -> None:
    """Cards share the lines of the card that they extend: each such line is walked once for each last day."""
    walked: dict[tuple[int, date], list[str]] = {}
    wrong = []
    for name in NAMES:
        last = payers.verified_through(name)
        for line, chain in lines_of(name):
            key = id(chain), last
            if key not in walked:
                walked[key] = wrong_days(chain, last)
            if walked[key]:
                wrong.append(f"{name}: {line}: {walked[key][0]} and {len(walked[key]) - 1} more days")
    assert wrong == [], "a line needs a value from 2020 on; where nobody knows one, say so as its value"


@pytest.mark.parametrize("name", NAMES)
def test_a_card_carries_the_step_of_the_day(name: str) -> None:
    """On the days around every change the card answers with the step that the walk finds."""
    chains: Mapping[str, tuple[Step, ...]] = dict(lines_of(name))
    last = payers.verified_through(name)
    turns = {step.since for chain in chains.values() for step in chain} | {FIRST, last}
    around = {on for turn in turns for on in (turn - ONE_DAY, turn) if FIRST <= on <= last}
    for on in sorted(around):
        card = payers.card(name, on)
        assert card.unknown_because == ""
        assert dict(card.lines) == {line: step for line, chain in chains.items() if (step := latest(chain, on))}


@pytest.mark.parametrize("name", NAMES)
def test_after_the_last_verified_day_a_card_is_unknown_and_says_why(name: str) -> None:
    last = payers.verified_through(name)
    for on in (last + ONE_DAY, last + 30 * ONE_DAY, last + 400 * ONE_DAY):
        card = payers.card(name, on)
        assert card.lines == {}
        assert card.counting == "unknown"
        assert str(last) in card.unknown_because
        assert card.unknown_because.endswith(".")


# --- the walk itself notices what is wrong


def step(since: date, through: date | None = None) -> Step:
    """A step that says nothing but when."""
    return Step(1, since, "mcpm-5-20.2", "verified", through=through)


@pytest.mark.parametrize(
    ("chain", "says"),
    [
        ((step(date(2020, 2, 1)),), "2020-01-01: 0 values"),
        ((step(date(2018, 1, 1), date(2021, 6, 30)), step(date(2022, 1, 1))), "2021-07-01: 0 values"),
        ((step(date(2018, 1, 1), date(2022, 1, 31)), step(date(2022, 1, 1))), "2022-01-01: 2 values"),
        ((), "2020-01-01: 0 values"),
    ],
    ids=["starts late", "a gap", "an overlap", "nothing"],
)
def test_the_walk_sees_gaps_and_overlaps(chain: tuple[Step, ...], says: str) -> None:
    assert wrong_days(chain, date(2026, 12, 31))[0] == says


def test_the_walk_passes_a_whole_chain() -> None:
    whole = (step(date(2018, 1, 1), date(2021, 12, 31)), step(date(2022, 1, 1)))
    assert wrong_days(whole, date(2026, 12, 31)) == []
