"""The audit's tables as Delta: the same rows as the Parquet, whole or not at all, written once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from bench.claim_lines import claim_lines
from romberg.batch.audit import delta, run
from romberg.batch.audit.run import Wanted
from romberg.batch.audit.work import MANIFEST, RESULTS
from romberg.cli import main
from romberg.formats.unreadable import Unreadable

needs_delta = pytest.mark.skipif(find_spec("deltalake") is None, reason="deltalake is not installed; see `make delta`")


@pytest.fixture(scope="module")
def claims(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A table of unfriendly lines, one of which is set aside."""
    path = tmp_path_factory.mktemp("in") / "lines.parquet"
    claim_lines(11, 900).with_columns(code=pl.when(pl.row_index() == 7).then(None).otherwise("code")).write_parquet(
        path
    )
    return str(path)


def audited(claims: str, out: Path, **asked: Any) -> list[str]:
    """What a run says."""
    said: list[str] = []
    run.run(Wanted((claims,), str(out), **asked), lambda *_: None, said.append)
    return said


def same_rows(out: Path, names: tuple[str, ...] = RESULTS) -> None:
    assert sorted(one.name for one in (out / "delta").iterdir()) == sorted(names)
    for name in names:
        held = pl.read_delta(str(out / "delta" / name))
        there = pl.read_parquet(out / f"{name}.parquet")
        assert held.schema == there.schema
        assert_frame_equal(held, there, check_row_order=False)


def files(folder: Path) -> dict[str, tuple[bytes, int]]:
    found = [one for one in folder.rglob("*") if one.is_file()]
    return {str(one): (one.read_bytes(), one.stat().st_mtime_ns) for one in found}


@needs_delta
@pytest.mark.parametrize("rows", [250_000, 100, 7])
def test_every_table_has_the_rows_of_its_parquet(
    claims: str, tmp_path: Path, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delta, "_ROWS", rows)
    audited(claims, tmp_path / "out", delta=True)
    same_rows(tmp_path / "out")
    assert pl.read_delta(str(tmp_path / "out/delta/rejects"))["reason"].to_list() == ["code_missing"]
    assert pl.read_delta(str(tmp_path / "out/delta/lines")).height == 899


@needs_delta
def test_tables_without_rows_keep_their_columns(claims: str, tmp_path: Path) -> None:
    pl.read_parquet(claims).with_columns(patient=pl.lit("")).write_parquet(tmp_path / "a.parquet")
    audited(str(tmp_path / "a.parquet"), tmp_path / "out", delta=True)
    assert pl.read_parquet(tmp_path / "out/lines.parquet").is_empty()
    same_rows(tmp_path / "out")


@needs_delta
def test_notes_are_a_table_where_they_are_read(claims: str, tmp_path: Path) -> None:
    (tmp_path / "visit.txt").write_text("Date of service: 03/12/2026\nTherapeutic exercise 15 min.\n")
    audited(claims, tmp_path / "out", delta=True, notes=(str(tmp_path / "visit.txt"),))
    same_rows(tmp_path / "out", (*RESULTS, "notes"))


@needs_delta
def test_a_finished_run_gets_its_tables_once(claims: str, tmp_path: Path) -> None:
    out = tmp_path / "a folder #1 100% ä"
    audited(claims, out)
    assert not (out / "delta").exists()
    before = files(out)
    assert audited(claims, out, delta=True) == ["This audit is finished; its Delta tables are written now."]
    after = files(out)
    assert {name: after[name] for name in before} == before
    for asked in (True, False):
        assert audited(claims, out, delta=asked) == ["This audit is finished; nothing is left to do."]
        assert files(out) == after
    same_rows(out.rename(tmp_path / "moved"))  # Delta's paths are relative; polars reads none with such signs


@needs_delta
@pytest.mark.parametrize("after", [0, 1, 5])
def test_a_run_stopped_between_tables_writes_those_that_are_left(
    claims: str, tmp_path: Path, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, table, calls = tmp_path / "out", delta._table, iter(range(100))

    def dying(path: Path, empty: pl.DataFrame, frames: Iterator[pl.DataFrame]) -> None:
        if next(calls) == after:
            (path.parent / f".{path.name}.1.part" / "_delta_log").mkdir(parents=True)  # as a kill leaves it
            raise KeyboardInterrupt
        table(path, empty, frames)

    monkeypatch.setattr(delta, "_table", dying)
    with pytest.raises(KeyboardInterrupt):
        audited(claims, out, delta=True)
    stand = [one for one in (out / "delta").iterdir() if not one.name.startswith(".")]
    assert len(stand) == after
    before = files(out)
    audited(claims, out, delta=True)
    assert all(files(out)[name] == held for name, held in before.items())
    same_rows(out)


@needs_delta
def test_a_reader_that_fails_in_the_midst_leaves_no_table(
    claims: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    audited(claims, out)
    monkeypatch.setattr(delta, "_ROWS", 100)
    empty = pl.read_parquet(out / "lines.parquet", n_rows=0)

    def frames() -> Iterator[pl.DataFrame]:
        yield pl.read_parquet(out / "lines.parquet", n_rows=100)
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match=r"(?i)no space left"):
        delta._table(out / "delta" / "lines", empty, frames())
    assert list((out / "delta").iterdir()) == []


@needs_delta
def test_tables_of_a_former_run_go_with_it(claims: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    audited(claims, out, delta=True)
    (out / "delta" / "mine").mkdir()
    (out / "delta" / "mine" / "kept.txt").write_text("somebody's own")
    audited(claims, out, anew=True, undecided=True)
    assert [one.name for one in (out / "delta").iterdir()] == ["mine"]
    (out / "delta" / "mine" / "kept.txt").unlink()
    (out / "delta" / "mine").rmdir()
    audited(claims, out, undecided=True, delta=True)
    same_rows(out)


@needs_delta
def test_a_disk_that_takes_no_table_is_told(claims: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    audited(claims, out)
    (out / "delta").write_text("a file where the folder belongs")
    with pytest.raises(Unreadable, match="cannot be written"):
        audited(claims, out, delta=True)


def test_without_the_library_the_command_is_told_before_the_work(
    claims: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "deltalake", None)
    assert main(["audit", claims, "--out", str(tmp_path / "out"), "--jobs", "1", "--delta"]) == 2
    assert "pip install 'romberg[delta]'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_without_the_option_the_library_is_not_loaded(
    claims: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "deltalake", None)
    audited(claims, tmp_path / "out")
    assert (tmp_path / "out" / MANIFEST).is_file()
