"""Lines as tables: a file read in parts side by side says what one reading says, and a broken file leaves no table."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import made_claims
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_x12_bulk import SLOW, Row, bulk, files, outcome, plain, rows
from test_x12_paid import SAMPLE
from test_x12_paid import files as payment_files

from romberg.batch import x12_lines
from romberg.cli import main
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.bulk import BULKS
from romberg.formats.x12.bulk.parts import parts, read_part, rejoin
from romberg.formats.x12.p837 import written
from romberg.formats.x12.place import with_place
from romberg.formats.x12.segments import begun

MEMBERS = [replace(made_claims.MEMBER, member_id=f"MEMBER{number}") for number in range(60)]
MANY = written(
    made_claims.batch(*(made_claims.claim(f"V{at}", subscriber=one) for at, one in enumerate(MEMBERS)))
).encode()


def in_parts(path: Path, kind: str, size: int) -> list[Row]:
    """The lines of a file by way of its parts, each read by itself."""
    reader = BULKS[kind].plain(begun(io.BytesIO(path.read_bytes()))[0])
    return [
        row
        for part in parts(str(path), kind, str(path.parent), size)
        for row in rows(rejoin(part, read_part(part), reader, BULKS[kind]))
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lines")


@given(st.tuples(st.just("837"), files()) | st.tuples(st.just("835"), payment_files()), st.integers(100, 5_000))
@settings(max_examples=15, deadline=None, suppress_health_check=SLOW)
def test_parts_say_what_the_whole_says(folder: Path, given: tuple[str, bytes], size: int) -> None:
    kind, data = given
    (folder / "some").write_bytes(data)
    whole = outcome(lambda: [tuple(one) for one in _plain(kind, data)])
    assert outcome(lambda: in_parts(folder / "some", kind, size)) == whole


def _plain(kind: str, data: bytes) -> list[Row]:
    if kind == "837":
        return plain(data)
    from test_x12_paid import plain as paid  # noqa: PLC0415  # both modules name theirs alike

    return paid(data)


def test_what_stands_above_goes_on_from_part_to_part(folder: Path) -> None:
    (folder / "many").write_bytes(MANY)
    assert len(list(parts(str(folder / "many"), "837", str(folder), 3_000))) > 5
    assert in_parts(folder / "many", "837", 3_000) == plain(MANY) == bulk(MANY)
    broken = MANY.replace(b"HL*40*1*22", b"HL*40*39*22").replace(b"SE*", b"SE*1")
    assert broken != MANY
    (folder / "many").write_bytes(broken)
    assert outcome(lambda: in_parts(folder / "many", "837", 3_000)) == outcome(lambda: plain(broken))


def test_two_processes_say_what_one_says(folder: Path) -> None:
    (folder / "many").write_bytes(MANY)
    told: list[str] = []
    assert rows(x12_lines.lines(str(folder / "many"), "837", 2, told.append, 5_000)) == plain(MANY)
    assert not told


@pytest.mark.parametrize("name", ["out.csv", "out.ndjson", "out.parquet"])
def test_a_table_is_written_whole(folder: Path, name: str) -> None:
    (folder / "paid.835").write_bytes(SAMPLE)
    assert main(["x12", "lines", str(folder / "paid.835"), "--out", str(folder / name)]) == 0
    read: dict[str, Callable[[Path], pl.DataFrame]]
    read = {"out.csv": pl.read_csv, "out.ndjson": pl.read_ndjson, "out.parquet": pl.read_parquet}
    table = read[name](folder / name)
    assert table["claim_id"].to_list() == ["V-17", "V-17", "V-18"]
    assert table["paid_cents"].to_list() == [6_050, 3_000, None]
    assert [one if isinstance(one, str) else "|".join(one) for one in table["reasons"]] == ["45|2", "59|45", ""]


def test_no_cell_is_a_formula(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    (folder / "odd.837").write_bytes(MANY.replace(b"CLM*V0*", b"CLM*=V0+1*").replace(b"HC:97112:GP", b"HC:@97112:GP"))
    assert main(["x12", "lines", str(folder / "odd.837")]) == 0
    first = capsysbinary.readouterr().out.splitlines()[1]
    assert first.startswith(b"'=V0+1,14500,")
    assert b",'@97112,GP,10000," in first


def test_a_broken_file_leaves_no_table_and_says_where_it_breaks(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = folder / "broken.837", folder / "none.csv"
    broken = MANY.replace(b"HL*40*1*22", b"HL*40*77*22")
    path.write_bytes(broken)
    assert main(["x12", "lines", str(path), "--out", str(out)]) == 2
    told = capsys.readouterr().err
    number = broken[: broken.index(b"HL*40*")].count(b"~") + 1
    assert f"segment {number}, byte {broken.index(b'HL*40*')}, HL02: the level stands under one" in told
    assert "VALE" not in told
    assert [one.name for one in folder.iterdir() if "none" in one.name] == []


@pytest.mark.parametrize("ends", [b"~", b"~\n", b"~\r\n", b"\n", b"\n\r\n"])
def test_the_byte_of_a_segment_is_told(folder: Path, ends: bytes) -> None:
    rows_of_file = MANY.decode().split("~\n")
    data = b"\xef\xbb\xbf" + MANY.replace(b"~\n", ends)
    (folder / "some").write_bytes(data)
    for number in (1, 2, 40, len(rows_of_file) - 1):
        error = with_place(
            str(folder / "some"), Unreadable("x", f"segment {number}, HL02: wrong.", f"segment {number}, HL02")
        )
        byte = int(error.at.split("byte ")[1].split(",")[0])
        assert data[byte:].startswith(rows_of_file[number - 1].encode())
        assert error.says == f"segment {number}, byte {byte}, HL02: wrong."


def test_other_files_are_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "other.271").write_bytes(MANY.replace(b"ST*837", b"ST*271"))
    assert main(["x12", "lines", str(folder / "other.271")]) == 2
    assert "837 and 835 are" in capsys.readouterr().err
    assert main(["x12", "lines", str(folder / "many"), "--out", "lines.xlsx"]) == 2
    assert ".parquet" in capsys.readouterr().err
