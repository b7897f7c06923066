"""The second reading: notes in layouts that nobody foresaw, held against the totals and the charges that they state."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from romberg import coding, notes

HEAD = "PT daily note DOS 3/2/26  Medicare\nS: no falls\nO: no pain\n\n"
NOTE = HEAD + "{}\n\nA: unsteady, needs skilled PT\nP: cont 2x/wk\n{}\n{}"
SIGNED = "Jane Doe, PT e-signed 3/2/26"
CASES = yaml.safe_load((Path(__file__).parent / "cases" / "second_reading.yaml").read_text("utf-8"))["cases"]


def _coded(told: str, stated: str) -> dict[str, int | None]:
    visit = notes.read(NOTE.format(told, stated, SIGNED))
    return {one.code: one.minutes for one in coding.code(visit).procedures}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    assert _coded(case["told"], case["stated"]) == case["codes"]


WORK = {
    "97112": "tandem stance on foam, head turns while standing",
    "97110": "leg press 3x10, bridges 2x15",
    "97140": "patellar glides gr III, soft tissue mobilization to quad",
    "97116": "gait with rolling walker 200 ft, cues for heel strike",
}
_PARTS = st.lists(
    st.tuples(st.sampled_from(sorted(WORK)), st.integers(8, 40)),
    min_size=2,
    max_size=4,
    unique_by=(lambda p: p[0], lambda p: p[1]),
)


@given(_PARTS, st.sampled_from(["({}) {} min. {}", "{}~ {} min ~ {}", "{}] took {} minutes in all; {}"]))
def test_no_minute_is_invented(parts: list[tuple[str, int]], form: str) -> None:
    """Whatever the layout, the minutes of all services together are never more than the total that is stated."""
    told = "\n".join(form.format("abcd"[at], minutes, WORK[code]) for at, (code, minutes) in enumerate(parts))
    total = sum(minutes for _, minutes in parts)
    stated = f"Timed {total} min, total {total} min. " + ", ".join(f"{code} x1" for code, _ in parts)
    found = _coded(told, stated)
    assert sum(minutes or 0 for minutes in found.values()) <= total


@given(_PARTS, st.integers(1, 12))
def test_a_total_that_the_times_do_not_reach_changes_nothing(parts: list[tuple[str, int]], more: int) -> None:
    """Where the stated total is another than the times come to, each service keeps the time that stands beside it."""
    names = {"97112": "NMR", "97110": "Ther ex", "97140": "Manual therapy", "97116": "Gait training"}
    told = "\n".join(f"{names[code]} {minutes} min: {WORK[code]}" for code, minutes in parts)
    total = sum(minutes for _, minutes in parts) + more
    assert _coded("Tx:\n" + told, f"Timed {total} min, total {total} min.") == dict(parts)
