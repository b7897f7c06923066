"""Clinicians' days are summed a share of the clinicians at a time: in however many shares, the sums are the same."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from romberg.batch.audit import spread, together
from romberg.batch.audit.tally import DAY, DAY_SUMS

_CLINICIANS = [None, "1000000004", "1000000012", "1000000020", "1000000038"]
_ROWS = st.lists(
    st.tuples(st.sampled_from(_CLINICIANS), st.integers(0, 3), st.integers(0, 120)), min_size=1, max_size=30
)


def _written(folder: Path, at: int, rows: list[tuple[str | None, int, int]]) -> Path:
    sums: Counter[tuple[str | None, int]] = Counter()
    for npi, day, units in rows:
        sums[npi, day] += units
    told = [(npi, date(2026, 1, 1) + timedelta(day), *[units] * len(DAY_SUMS)) for (npi, day), units in sums.items()]
    schema = {DAY[0]: pl.String, DAY[1]: pl.Date, **dict.fromkeys(DAY_SUMS, pl.Int64)}
    path = folder / f"{at}.parquet"
    pl.DataFrame(told, schema=schema, orient="row").write_parquet(path)
    return path


@settings(max_examples=15, deadline=None)
@given(st.lists(_ROWS, min_size=1, max_size=5))
def test_days_in_shares_are_the_days(buckets: list[list[tuple[str | None, int, int]]]) -> None:
    plain: Counter[tuple[str | None, int]] = Counter()
    for npi, day, units in (row for rows in buckets for row in rows):
        plain[npi, day] += units
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        parts = [_written(Path(folder), at, rows) for at, rows in enumerate(buckets)]
        for each in (1, 2, 64):
            patch.setattr(together, "_BUCKETS_A_SHARE", each)
            worst, hours = together._days(parts)
            found = {
                (row[DAY[0]], (row[DAY[1]] - date(2026, 1, 1)).days): row["timed_units"] for row in worst.to_dicts()
            }
            assert found == dict(plain)
            assert worst["timed_units"].to_list() == sorted(plain.values(), reverse=True)
            bins = Counter(min(units // 4, spread.CAPS[spread.HOURS]) for units in plain.values())
            assert dict(hours.select("least", "count").iter_rows()) == dict(bins)
