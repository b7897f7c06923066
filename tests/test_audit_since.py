"""Increments: visits after a day, judged with what the year held before, are judged as a run over all judges them."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_claim_lines import Line, claims, written
from test_audit_files import LINE

from bench.claim_lines import claim_lines
from romberg.batch.audit.run import Wanted, run
from romberg.cli import main
from romberg.formats.unreadable import Unreadable

TABLES = ("findings", "lines", "years", "rejects")
LONG = "ROMBERG_KILLS" in os.environ  # `make soak`
FEW = settings(max_examples=60 if LONG else 3, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def audited(folder: Path, name: str, lines: Sequence[Line], **asked: Any) -> dict[str, pl.DataFrame]:
    """The tables of a run."""
    inputs = written(folder / f"in-{name}", lines, 2)
    run(Wanted(tuple(inputs), str(folder / name), **asked), lambda *_: None, lambda _: None)
    return {table: pl.read_parquet(folder / name / f"{table}.parquet") for table in TABLES}


def later(frame: pl.DataFrame, after: date, until: date = date.max) -> pl.DataFrame:
    """What is told of the days after one and until another."""
    return frame.filter(pl.col("service_date").is_between(after, until, closed="right"))


def same(one: dict[str, pl.DataFrame], other: dict[str, pl.DataFrame], after: date, until: date = date.max) -> None:
    """The first is the second on some days."""
    for name in ("findings", "lines"):
        assert one[name].equals(later(other[name], after, until)), name


@FEW
@given(claims(), st.data(), st.booleans(), st.integers(1, 5))
def test_increments_tell_what_the_whole_tells(lines: list[Line], data: Any, whole: bool, buckets: int) -> None:
    days = sorted({one["service_date"] for one in lines})
    first, second = sorted((data.draw(st.sampled_from(days)), data.draw(st.sampled_from(days))))
    parts = [[one for one in lines if one["service_date"] <= first],
             [one for one in lines if first < one["service_date"] <= second],
             [one for one in lines if second < one["service_date"]]]  # fmt: skip
    folder = Path(tempfile.mkdtemp())
    try:
        asked: dict[str, Any] = {"whole_years": whole, "undecided": True}
        every = audited(folder, "every", lines, **asked)
        by_day = audited(folder, "by-day", lines, since=first.isoformat(), buckets=buckets, **asked)
        same(by_day, every, first)
        assert by_day["years"].equals(every["years"])
        audited(folder, "0", parts[0], **asked)
        for at, (after, until) in enumerate(((first, second), (second, date.max)), 1):
            if not parts[at]:
                return
            told = audited(folder, str(at), parts[at], since=str(folder / str(at - 1)), buckets=buckets, **asked)
            same(told, every, after, until)
        kept = every["years"].filter(pl.col("year") >= second.year)
        assert told["years"].filter(pl.col("year") >= second.year).equals(kept)
    finally:
        shutil.rmtree(folder)


def test_a_month_after_a_year_of_many_is_that_of_the_whole(tmp_path: Path) -> None:
    """With patients over and under the year's threshold, so that a sum that is not carried would be seen."""
    held = claim_lines(3, 4_000).filter(pl.col("service_date").dt.year() == 2025)
    held = held.with_columns(patient="P" + (pl.col("patient").hash() % 12).cast(pl.String), payer=pl.lit("medicare"))
    day = held["service_date"].quantile(0.6)
    cut = pl.lit(day).cast(pl.Date)
    paths = {name: str(tmp_path / f"{name}.parquet") for name in ("every", "old", "new")}
    held.write_parquet(paths["every"])
    held.filter(pl.col("service_date") <= cut).write_parquet(paths["old"])
    held.filter(pl.col("service_date") > cut).write_parquet(paths["new"])
    told = {}
    for name, since in (("every", None), ("old", None), ("new", str(tmp_path / "out-old")), ("alone", None)):
        wanted = Wanted((paths.get(name, paths["new"]),), str(tmp_path / f"out-{name}"), since=since, buckets=3)
        run(wanted, lambda *_: None, lambda _: None)
        told[name] = {table: pl.read_parquet(tmp_path / f"out-{name}" / f"{table}.parquet") for table in TABLES}
    until = date.fromisoformat(json.loads((tmp_path / "out-old" / "manifest.json").read_text())["through"])
    same(told["new"], told["every"], until)
    assert told["new"]["years"].equals(told["every"]["years"])
    assert not told["alone"]["findings"].equals(told["new"]["findings"])


def test_what_a_former_run_has_audited_is_set_aside(tmp_path: Path) -> None:
    later_line = LINE | {"claim": "C2", "service_date": LINE["service_date"] + timedelta(days=1)}
    audited(tmp_path, "old", [LINE])
    told = audited(tmp_path, "new", [LINE | {"claim": "late"}, later_line], since=str(tmp_path / "old"))
    assert told["rejects"]["reason"].to_list() == ["day_audited_before"]
    assert told["lines"]["claim"].to_list() == ["C2"]
    assert told["years"]["visits"].to_list() == [2]


def test_sums_of_patients_who_do_not_come_are_carried_on(tmp_path: Path) -> None:
    day = LINE["service_date"]
    lines = [LINE | {"patient": f"P{at}", "claim": f"C{at}", "service_date": day + timedelta(at)} for at in range(3)]
    audited(tmp_path, "0", [lines[0] | {"service_date": day - timedelta(400), "claim": "old"}, lines[0]])
    audited(tmp_path, "1", [lines[1]], since=str(tmp_path / "0"))
    told = audited(tmp_path, "2", [lines[2]], since=str(tmp_path / "1"), buckets=3)
    assert sorted(told["years"]["patient"]) == ["P0", "P1", "P2"]
    assert told["years"]["year"].unique().to_list() == [day.year], "years that are over are not carried on"
    assert told["lines"]["patient"].to_list() == ["P2"]


@pytest.mark.parametrize(
    ("since", "says"),
    [("2026-02-30", "is none"), ("nowhere", "is neither"), ("in-old", "is neither"), ("new", "another folder")],
)
def test_a_day_or_folder_that_cannot_be_used_is_refused(tmp_path: Path, since: str, says: str) -> None:
    audited(tmp_path, "old", [LINE])
    audited(tmp_path, "new", [LINE])
    named = since if since.startswith("2026") else str(tmp_path / since)
    with pytest.raises(Unreadable, match=says):
        audited(tmp_path, "new", [LINE], since=named, anew=True)


def test_the_command_goes_on_from_a_former_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (old,) = written(tmp_path / "old", [LINE])
    (new,) = written(tmp_path / "new", [LINE | {"claim": "C2", "service_date": LINE["service_date"] + timedelta(9)}])
    assert main(["audit", old, "--out", str(tmp_path / "a"), "--jobs", "1"]) in (0, 1)
    asked = ["audit", new, "--out", str(tmp_path / "b"), "--jobs", "1", "--since", str(tmp_path / "a")]
    assert main(asked) in (0, 1)
    assert "1 lines of 1 claims audited" in capsys.readouterr().out
    manifest = json.loads((tmp_path / "b" / "manifest.json").read_text())
    assert manifest["since"]["day"] == "2026-03-12"
    assert manifest["through"] == "2026-03-21"
    audited(
        tmp_path, "a", [LINE], anew=True, undecided=True
    )  # another former run: what went on from it is another, too
    assert main(asked) == 2
