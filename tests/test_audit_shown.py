"""What a person sees of a long audit, and how pieces and buckets keep within the memory that is given."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest
from made_claim_lines import frame, written
from test_audit_files import several

from romberg.batch.audit.run import Wanted, run
from romberg.cli import audit
from romberg.formats.line_tables import pieces
from romberg.formats.line_tables.pieces import Size


class Terminal(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def seen(monkeypatch: pytest.MonkeyPatch, steps: Sequence[tuple[float, int, int]], out: io.StringIO) -> list[str]:
    """The lines shown after each step: the clock, millionths done, lines worked on."""
    clock = iter([at for at, _, _ in steps])
    monkeypatch.setattr(audit, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    monkeypatch.setattr("sys.stderr", out)
    line = audit.Line()
    for _, done, lines in steps:
        line("auditing", done, lines)
    return out.getvalue().replace("\x1b[K", "").split("\r")[1:]


def test_a_bar_shows_the_rate_and_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [(5.0, 0, 0), (15.0, 250_000, 40_000), (25.0, 500_000, 60_000), (45.0, 1_000_000, 100_000)]
    assert seen(monkeypatch, steps, Terminal()) == [
        "auditing [........................] 0 %",
        "auditing [######..................] 25 %, 4,000 lines a second, 30 s left",
        "auditing [############............] 50 %, 5,000 lines a second, 20 s left",
        "auditing [########################] 100 %, 5,000 lines a second\n",
    ]


def test_a_run_that_goes_on_counts_only_what_it_does_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [(0.0, 500_000, 0), (3_600.0, 600_000, 7_200_000)]
    assert seen(monkeypatch, steps, Terminal())[-1] == (
        "auditing [##############..........] 60 %, 2,000 lines a second, 4 h 0 min left"
    )


def test_a_program_at_a_pipe_sees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert seen(monkeypatch, [(0.0, 0, 0), (1.0, 1_000_000, 5)], io.StringIO()) == []


def test_a_run_tells_each_stage_from_nothing_to_all(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    wanted = Wanted(tuple(written(tmp_path / "in", several(12), 2)), str(tmp_path / "out"), buckets=3)
    run(wanted, lambda *step: told.append(step), lambda _: None)
    assert [step for step in told if step[0] == "reading"] == [
        ("reading", 0, 0), ("reading", 500_000, 6), ("reading", 1_000_000, 6),
    ]  # fmt: skip
    auditing = [step[1:] for step in told if step[0] == "auditing"]
    assert (auditing[0], auditing[-1][0], sum(lines for _, lines in auditing)) == ((0, 0), 1_000_000, 12)


@pytest.mark.parametrize("kind", ["parquet", "csv", "ndjson"])
def test_pieces_are_as_large_as_asked_and_hold_every_row_once(tmp_path: Path, kind: str) -> None:
    table = frame(several(50)).with_columns(pl.col("service_date").cast(pl.String))
    path = tmp_path / f"a.{kind}"
    getattr(table, f"write_{kind}")(path)
    cut = pieces.pieces(str(path), Size(rows=7, bytes=900))
    assert len(cut) > 3
    assert all(one.stop == other.start for one, other in pairwise(cut))
    assert cut[-1].stop == (50 if kind == "parquet" else path.stat().st_size)


def test_less_memory_makes_smaller_pieces_and_buckets(tmp_path: Path) -> None:
    lines = pl.concat([frame(several(3))] * 15_000).with_columns(claim=pl.int_range(45_000).cast(pl.String))
    lines.write_parquet(tmp_path / "a.parquet")
    sizes = []
    for memory in (2_000_000_000, 1):  # a byte: the least that pieces and buckets can be
        wanted = Wanted((str(tmp_path / "a.parquet"),), str(tmp_path / str(memory)), memory=memory)
        manifest = run(wanted, lambda *_: None, lambda _: None).manifest
        sizes.append((manifest["pieces"], manifest["buckets"], manifest["counts"]["lines"]))
    assert sizes == [(1, 1, 45_000), (3, 3, 45_000)]
