"""Windows over visits against the slow way: the same answer for any visits in any order."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracles import episodes

from romberg.facts.episode.rows import SCHEMA
from romberg.facts.episode.windows import NAMES, windows

_FEW = st.none() | st.sampled_from(["a", "b"])


@st.composite
def _rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    kinds = st.sampled_from(["daily", "daily", "daily", "evaluation", "progress", "discharge"])
    made = []
    for at in range(draw(st.integers(0, 14))):
        kind = draw(kinds)
        on = draw(st.none() | st.integers(0, 11).map(lambda days: date(2026, 12, 20) + timedelta(days=days)))
        made.append(
            {
                "at": at,
                "patient": draw(st.sampled_from(["ada", "ada", "ada", "ada", "bo"])),
                "discipline": draw(st.sampled_from(["PT", "PT", "PT", "PT", "OT", None])),
                "on": on,
                "rank": {"evaluation": 0, "discharge": 2}.get(kind, 1),
                "kind": kind,
                "treated": draw(st.booleans()),
                "minutes": draw(_FEW),
                "units": draw(_FEW),
                "measures": draw(_FEW),
                "work": draw(_FEW),
                "number": draw(st.none() | st.integers(1, 8)),
                "authorized": draw(st.none() | st.sampled_from([6, 12])),
                "certified": draw(st.none() | st.just(date(2026, 12, 30))),
                "longest_days": draw(st.sampled_from([None, 90])),
                "pool": draw(st.sampled_from([None, "pt_slp", "ot"])),
                "allowed_cents": draw(st.none() | st.integers(0, 9_000)),
            }
        )
    return made


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_rows(), st.randoms(use_true_random=False))
def test_windows_say_what_a_walk_over_all_earlier_visits_says(rows: list[dict[str, Any]], chance: Any) -> None:
    expected = episodes.told(rows)
    shuffled = chance.sample(rows, len(rows))
    for given_rows in (rows, shuffled):
        found = windows(pl.DataFrame(given_rows, schema=SCHEMA, orient="row")).to_dicts()
        assert {row["at"]: {name: row[name] for name in NAMES} for row in found} == expected


def test_no_visits_tell_nothing() -> None:
    assert windows(pl.DataFrame([], schema=SCHEMA)).is_empty()
