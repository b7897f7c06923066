"""Faults of disks and inputs: each is named, the rest is done, nothing half-written is visible, and a run goes on."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from made_claim_lines import frame, written
from test_audit_files import LINE, audited, outputs, several

from bench.claim_lines import claim_lines
from romberg.batch.audit.run import Wanted, run
from romberg.formats.unreadable import Unreadable

WRITES = (
    (np, "save"), (pl.DataFrame, "write_ipc"), (pl.DataFrame, "write_parquet"), (pl.LazyFrame, "sink_parquet"),
    (Path, "write_text"), (Path, "replace"), (Path, "mkdir"), (os, "fsync"),
)  # fmt: skip
MOST_WRITES = 200
EVERY = 1 if "ROMBERG_KILLS" in os.environ else 7  # which of the writes fail; `make soak` takes them all


def done(wanted: Wanted, said: list[str] | None = None) -> None:
    """Run it."""
    run(wanted, lambda *_: None, (said if said is not None else []).append)


def refusal(wanted: Wanted) -> str:
    """What a run says that cannot write; nothing where it is done."""
    try:
        done(wanted)
    except Unreadable as error:
        return error.says
    return ""


def failing_at(patch: pytest.MonkeyPatch, number: int) -> Callable[[], bool]:
    """Let the write of this number fail as on a full disk; whether it was reached."""
    count = iter(range(1_000_000))
    reached = False

    def of(real: Callable[..., Any]) -> Callable[..., Any]:
        def write(*given: Any, **named: Any) -> Any:
            nonlocal reached
            if next(count) == number:
                reached = True
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*given, **named)

        return write

    for owner, name in WRITES:
        patch.setattr(owner, name, of(getattr(owner, name)))
    return lambda: reached


def visible_is_whole(out: Path, expected: dict[str, bytes]) -> None:
    """No file of the results stands there but whole; and no manifest before all of them."""
    found = {one.name: one.read_bytes() for one in out.glob("*") if one.is_file()} if out.is_dir() else {}
    assert all(expected[name] == held for name, held in found.items())
    assert "manifest.json" not in found or found == expected


def test_a_disk_that_is_full_at_any_write_leaves_nothing_half_written(tmp_path: Path) -> None:
    inputs = tuple(written(tmp_path / "in", [*several(6), LINE | {"claim": ""}], parts=2))
    done(Wanted(inputs, str(tmp_path / "whole"), buckets=2))
    expected = outputs(tmp_path / "whole")
    for number in range(0, MOST_WRITES, EVERY):
        out = tmp_path / f"out-{number}"
        with pytest.MonkeyPatch.context() as patch:
            reached = failing_at(patch, number)
            refused = refusal(Wanted(inputs, str(out), buckets=2))
            assert reached() == ("no space left on device" in refused)
            assert refused or outputs(out) == expected
        visible_is_whole(out, expected)
        done(Wanted(inputs, str(out), buckets=2))
        assert outputs(out) == expected, f"write {number}"
        assert not list(out.glob(".*"))
        shutil.rmtree(out)
        if not reached():
            break
    assert 20 < number < MOST_WRITES


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """A disk in memory, whose size can be set; only where this account may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no disk can be mounted here")

    def sized(size: str) -> Path:
        subprocess.run(["mount", "-o", f"remount,size={size}", str(place)], check=True)
        return place

    yield sized
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_is_truly_full(tmp_path: Path, small_disk: Callable[[str], Path]) -> None:
    (tmp_path / "in").mkdir()
    for part in range(3):
        claim_lines(part, 2_000).write_parquet(tmp_path / "in" / f"{part}.parquet")
    inputs = (str(tmp_path / "in"),)
    done(Wanted(inputs, str(tmp_path / "whole"), payer="medicare", buckets=3))
    expected, failed = outputs(tmp_path / "whole"), 0
    for size in ("64k", "300k", "700k", "1000k", "1300k", "20m"):
        out = small_disk(size) / "out"
        failed += "make room" in refusal(Wanted(inputs, str(out), payer="medicare", buckets=3))
        visible_is_whole(out, expected)
    assert failed >= 3
    assert outputs(out) == expected


# --- runs that are refused


def test_a_refused_run_leaves_nothing_and_is_corrected_in_the_same_folder(tmp_path: Path) -> None:
    frame(several(3)).rename({"code": "cpt"}).write_parquet(tmp_path / "a.parquet")
    with pytest.raises(Unreadable, match="no column for code"):
        done(Wanted((str(tmp_path / "a.parquet"),), str(tmp_path / "out")))
    assert not (tmp_path / "out").exists()
    names = [name for name in LINE if name not in ("code", "modifiers")]
    columns = {**{name: name for name in names}, "code": "cpt", "modifiers": "modifiers"}
    (tmp_path / "own.yaml").write_text(json.dumps({"columns": columns}))
    done(Wanted((str(tmp_path / "a.parquet"),), str(tmp_path / "out"), map=str(tmp_path / "own.yaml")))
    assert pl.read_parquet(tmp_path / "out" / "lines.parquet").height == 3


def test_a_refused_run_spares_what_stood_in_its_folder(tmp_path: Path) -> None:
    good = Wanted(tuple(written(tmp_path / "in", several(3))), str(tmp_path / "out"))
    done(good)
    (tmp_path / "out" / "mine.txt").write_text("kept")
    before = outputs(tmp_path / "out")
    frame(several(3)).drop("code").write_parquet(tmp_path / "bad.parquet")
    with pytest.raises(Unreadable, match="no column for code"):
        done(Wanted((str(tmp_path / "bad.parquet"),), str(tmp_path / "out"), anew=True))
    assert outputs(tmp_path / "out") == before
    assert not (tmp_path / "out" / "_work").exists()


def test_two_runs_in_one_folder_do_not_meet(tmp_path: Path) -> None:
    wanted = Wanted(tuple(written(tmp_path / "in", several(3))), str(tmp_path / "out"))
    met: list[Unreadable] = []

    def meet(*_: Any) -> None:
        with pytest.raises(Unreadable, match="Another audit is at work") as error:
            done(wanted)
        met.append(error.value)

    run(wanted, meet, lambda _: None)
    assert met
    assert (tmp_path / "out" / "manifest.json").is_file()


def test_a_file_that_vanishes_while_it_is_read_is_named(tmp_path: Path) -> None:
    frame(several(6)).write_csv(tmp_path / "a.csv")
    frame(several(6)).write_csv(tmp_path / "b.csv")
    wanted = Wanted((str(tmp_path / "a.csv"), str(tmp_path / "b.csv")), str(tmp_path / "out"))
    with pytest.raises(Unreadable, match=r"b\.csv cannot be read"):
        run(wanted, lambda *_: (tmp_path / "b.csv").unlink(missing_ok=True), lambda _: None)
    assert not (tmp_path / "out" / "manifest.json").exists()


# --- inputs


def test_a_claim_that_is_split_over_files_is_one_claim(tmp_path: Path) -> None:
    lines = several(30)
    together = audited(tmp_path / "one", *written(tmp_path / "one" / "in", lines))
    split = audited(tmp_path / "two", *written(tmp_path / "two" / "in", lines, parts=3))  # each claim in all three
    assert all(split[name].equals(together[name]) for name in ("lines", "findings", "rejects"))
    counts = [json.loads((tmp_path / one / "out/manifest.json").read_text())["counts"] for one in ("one", "two")]
    assert counts[0] == counts[1]
    assert counts[0]["claims"] == 10


def test_a_patient_of_a_hundred_thousand_lines_is_done(tmp_path: Path) -> None:
    """His lines stand in one bucket; bench/skew.py measures that they cost what those of many patients cost."""
    lines = [LINE | {"line": at % 3 + 1, "claim": f"C{at // 3}", "units": 1} for at in range(100_000)]
    told = audited(tmp_path, *written(tmp_path / "in", lines), buckets=4)
    assert (told["lines"].height, told["rejects"].height) == (100_000, 0)
    over = told["findings"].filter(pl.col("rule").cast(pl.String) == "units/daily_limit_exceeded")
    assert over["line"].null_count() < over.height


def test_a_damaged_page_is_named_and_every_other_line_is_audited(tmp_path: Path) -> None:
    lines = [one | {"claim": f"{at * 2_654_435_761 % 2**40:010x}"} for at, one in enumerate(several(24_000))]
    frame(lines).write_parquet(tmp_path / "a.parquet", row_group_size=8_000, compression="zstd")
    data = bytearray((tmp_path / "a.parquet").read_bytes())
    at = len(data) // 2
    data[at : at + 2_000] = bytes(2_000)
    (tmp_path / "a.parquet").write_bytes(data)
    told = audited(tmp_path, str(tmp_path / "a.parquet"))
    assert told["rejects"]["reason"].unique().to_list() == ["file_not_read"]
    assert told["lines"].height >= 8_000
    assert told["lines"].height + told["rejects"]["rows"].sum() == 24_000


def test_every_fault_at_once_is_counted_and_the_rest_is_done(tmp_path: Path) -> None:
    sound = several(12)
    (tmp_path / "in").mkdir()
    frame(sound[:6]).write_parquet(tmp_path / "in" / "a.parquet")
    text = frame(sound[6:]).write_csv() + 'P9,"open\n'
    (tmp_path / "in" / "b.csv").write_text(text)
    (tmp_path / "in" / "c.parquet").write_bytes(b"PAR1 cut off")
    (tmp_path / "in" / "d.837").write_bytes(b"ISA*cut off")
    frame([LINE | {"patient": "UNKNOWN"}, sound[0]]).write_parquet(tmp_path / "in" / "e.parquet")
    told = audited(tmp_path, str(tmp_path / "in"))
    found = [(Path(file).name, reason) for file, reason in told["rejects"].select("file", "reason").rows()]
    assert found == [
        ("b.csv", "row_broken"), ("c.parquet", "file_not_read"), ("d.837", "file_not_read"),
        ("e.parquet", "patient_placeholder"), ("e.parquet", "line_repeated"),
    ]  # fmt: skip
    assert told["lines"].height == 12
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["rejects"] == {"file_not_read": 2, "line_repeated": 1, "patient_placeholder": 1, "row_broken": 1}
