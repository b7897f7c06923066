"""The store and the archives: whole or as it was, whatever breaks; nothing hostile is unpacked."""

from __future__ import annotations

import gzip
import io
import json
import multiprocessing
import os
import shutil
import stat
import struct
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import made_releases as made
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from releases import TODAY, imported, refused

from romberg.knowledge import editions, tables
from romberg.knowledge.releases import archive, whole
from romberg.knowledge.releases import store as stores
from romberg.knowledge.releases.alone import alone
from romberg.knowledge.releases.opening import Opened
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.release import Release

pytestmark = pytest.mark.usefixtures("small")


def release(factor: int = 339_000, revision: str = "", issued: date = date(2027, 1, 1)) -> Release:
    """A release of one small table."""
    return Release(
        kind="relative_values",
        name="RVU27A",
        issued=issued,
        starts=issued,
        ends=date(2027, 12, 31),
        tables={"conversion_factors_general": pl.DataFrame({"factor": [factor]})},
        rows_read=1,
        revision=revision,
    )


# --- a refusal is a sentence


def test_a_refusal_is_one_sentence() -> None:
    told = Refusal("a.csv", "it is cut.", "get it again.", line=7, key="97112")
    assert told.says == "a.csv, line 7, 97112: it is cut; get it again."
    assert Refusal("a.xlsx", "it is cut", "get it again", line=7, sheet="1").says.startswith("a.xlsx, sheet 1, row 7: ")


# --- the store


def test_what_is_kept_is_told(tmp_path: Path, store: Path) -> None:
    file = made.index_csv(tmp_path)
    imported(store, [file])
    (kept,) = stores.contents(store).releases
    assert (kept.name, kept.imported, kept.rows_read, kept.rows_kept) == ("GPCI2026", TODAY, 109, 109)
    assert kept.files[0].name == str(file)
    assert kept.files[0].size == file.stat().st_size
    assert kept.files[0].sha256 == stores.sha256(file)


def test_nothing_there_costs_one_look_at_the_folder(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[Path] = []
    before = Path.is_dir

    def looking(self: Path) -> bool:
        looked.append(self)
        return before(self)

    monkeypatch.setattr(Path, "is_dir", looking)
    for _ in range(3):
        tables.rvu("97112", date(2026, 3, 2))
    assert looked == [store]


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda text: text[:40], id="cut"),
        pytest.param(lambda text: text.replace('"kind"', '"kin"'), id="a key lost"),
        pytest.param(lambda text: text.replace("2027-01-01", "2027-13-01"), id="no date"),
        pytest.param(lambda _text: "[]", id="something else"),
        pytest.param(lambda text: text.replace('"format": 1', '"format": 2'), id="a newer form"),
    ],
)
def test_a_damaged_list_of_releases_is_told(spoil: Callable[[str], str], store: Path) -> None:
    stores.keep(store, release(), TODAY)
    manifest = store / stores.MANIFEST
    manifest.write_text(spoil(manifest.read_text()))
    with pytest.raises(Refusal, match=r"store\.json"):
        tables.rvu("97112", date(2026, 3, 2))
    assert [one.release for one in whole.verify(store) if one.wrong] == ["store"]


def test_verify_names_what_is_not_whole(store: Path) -> None:
    stores.keep(store, release(), TODAY)
    assert not any(one.wrong for one in whole.verify(store))
    (file,) = store.rglob("*.parquet")
    content = file.read_bytes()
    for spoilt, says in (
        (content[:-9] + b"x" + content[-8:], "not those that were imported"),
        (None, "gone or damaged"),
    ):
        file.unlink()
        if spoilt:
            file.write_bytes(spoilt)
        wrong = [one for one in whole.verify(store) if one.wrong]
        assert [(one.release, one.table) for one in wrong] == [("RVU27A", "conversion_factors_general")]
        assert says in wrong[0].wrong
    with pytest.raises(Refusal, match="import the release again"):
        stores.table(store, stores.contents(store).releases[0], "conversion_factors_general")


def test_verify_names_what_an_import_that_was_cut_off_left(store: Path) -> None:
    stores.keep(store, release(), TODAY)
    (store / "relative_values" / ".new-abc").mkdir()
    assert ["left over" in one.wrong for one in whole.verify(store) if one.wrong] == [True]


@pytest.mark.parametrize("operation", ["fsync", "replace", "mkdir", "open"])
def test_a_disk_that_fails_at_any_step_leaves_the_store_as_it_was(
    operation: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Nth call fails, for every N: the old release answers, or the new one is whole."""
    stores.keep(tmp_path / "0", release(), TODAY)
    before, true = stores.contents(tmp_path / "0"), getattr(os, operation)
    for number in range(1, 50):
        folder = Path(shutil.copytree(tmp_path / "0", tmp_path / str(number)))
        calls = []

        def failing(*given: Any, **named: Any) -> Any:
            calls.append(1)  # noqa: B023  # called within this turn of the loop
            if len(calls) == number:  # noqa: B023  # as above
                raise OSError(28, "No space left on device")
            return true(*given, **named)

        with monkeypatch.context() as patch:
            patch.setattr(os, operation, failing)
            said = keep_or_say(folder)
        if said:
            assert "could not be kept (no space left on device)" in said
            assert stores.contents(folder) == before
            assert stores.table(folder, before.releases[0], "conversion_factors_general")["factor"][0] == 339_000
        else:
            assert [one.revision for one in stores.contents(folder).releases] == ["r"]
        assert not any(one.wrong for one in whole.verify(folder) if "left over" not in one.wrong)
        if len(calls) < number:
            break
    assert number > 1, "the operation is never used"


def keep_or_say(folder: Path) -> str:
    """Keep a corrected release; empty where that went well, else what was said."""
    try:
        stores.keep(folder, release(340_000, "r"), TODAY)
    except Refusal as refusal:
        return refusal.says
    return ""


def test_two_imports_at_once_do_not_mix(store: Path) -> None:
    store.mkdir()
    with alone(store), pytest.raises(Refusal, match="another import is writing there"):
        stores.keep(store, release(), TODAY)
    stores.keep(store, release(), TODAY)


def _keep(folder: str, month: int) -> str:
    """Keep one of several releases, in a process of its own."""
    while True:
        try:
            stores.keep(Path(folder), release(issued=date(2027, month, 1)), TODAY)
            return "kept"
        except Refusal:
            continue


def test_imports_of_several_processes_are_all_kept(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.starmap(_keep, [(str(tmp_path / "store"), month) for month in range(1, 7)])
    assert {one.issued.month for one in stores.contents(tmp_path / "store").releases} == set(range(1, 7))
    assert not any(one.wrong for one in whole.verify(tmp_path / "store"))


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    told = imported(tmp_path / "file" / "store", [made.index_csv(tmp_path)])
    assert "could not be kept (not a directory)" in told[0].says


# --- editions


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_the_calendar_agrees_with_asking_every_edition(data: st.DataObject) -> None:
    """For every day the edition that answers is that of the latest issue among those that speak for it."""
    days = st.dates(date(2020, 1, 1), date(2027, 12, 31))
    made_up = []
    for number in range(data.draw(st.integers(0, 5))):
        starts, ends = sorted((data.draw(days), data.draw(days)))
        open_ended = data.draw(st.booleans())
        made_up.append(
            editions.Edition(f"E{number}", data.draw(days), starts, None if open_ended else ends, at=number)
        )  # fmt: skip
    turns, answers = editions.calendar(tuple(made_up))
    on = data.draw(days)
    slow = max((one for one in made_up if one.speaks_for(on)), key=lambda one: one.rank, default=None)
    fast = answers[max(at for at, turn in enumerate(turns) if turn <= on)]
    assert (fast and fast.rank) == (slow and slow.rank)


@pytest.mark.parametrize("table", ["fee_schedule", "localities"])
def test_bundled_editions_cover_every_day(table: str) -> None:
    for number in range(0, 7 * 365, 11):
        on = date.fromordinal(date(2020, 1, 1).toordinal() + number)
        edition = editions.edition_on(table, on)
        assert edition is not None
        assert edition.year == on.year
    assert editions.edition_on(table, date(2019, 12, 31)) is None
    assert editions.edition_on(table, date(2027, 1, 1)) is None


# --- archives


def packed(path: Path, **members: bytes) -> Path:
    """A zip of members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def opened(path: Path) -> str:
    """The sentence with which an archive is refused."""
    try:
        with Opened(path, path.name) as found:
            for source in found.sources:
                source.read()
    except Refusal as refusal:
        return refusal.says
    return "it was read"


def test_an_archive_that_grows_far_too_much(tmp_path: Path) -> None:
    bomb = packed(tmp_path / "rvu26d.zip", **{"PPRRVU2026_Oct_nonQPP.csv": b"0" * (20 << 20)})
    assert bomb.stat().st_size < 30_000
    assert "more than 100 times" in opened(bomb)


def test_a_gzip_file_that_grows_far_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "SMALL", 1 << 10)
    bomb = tmp_path / "rates.json.gz"
    bomb.write_bytes(gzip.compress(b"0" * (8 << 20)))
    assert "far more than its archive says" in opened(bomb)


def test_a_member_that_says_less_than_it_holds(tmp_path: Path) -> None:
    """The size in the directory is a lie: reading stops where the lie is passed."""
    path = packed(tmp_path / "a.zip", **{"a.csv": os.urandom(5_000).hex().encode()})
    content = path.read_bytes()
    size = struct.pack("<L", 10_000)
    path.write_bytes(content.replace(size, struct.pack("<L", 100)))
    assert "cut or damaged" in opened(path) or "far more" in opened(path)


def test_too_many_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MEMBERS", 20)
    assert "holds 21 files, more than 20" in opened(
        packed(tmp_path / "a.zip", **{f"{at}.csv": b"x" for at in range(21)})
    )


def test_members_too_large_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "WHOLE", 1 << 10)
    assert "would unpack to more than" in opened(
        packed(tmp_path / "a.zip", **{f"{at}.csv": b"x" * 300 for at in range(9)})
    )


@pytest.mark.parametrize(
    "name",
    [
        "../evil.csv",
        "/etc/evil.csv",
        "a/../../evil.csv",
        "C:\\evil.csv",
        "..\\evil.csv",
        "a/con.csv",
        "NUL",
        "a\nb.csv",
        ".",
        "a/.",
    ],
)
def test_names_that_point_elsewhere(name: str, tmp_path: Path) -> None:
    assert "points outside the archive or to a device" in opened(packed(tmp_path / "a.zip", **{name: b"x"}))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=40))
def test_nothing_is_written_by_a_name_of_an_archive(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.mktemp("slip")
    path = packed(folder / "a.zip", **{name: b"x"})
    try:
        with Opened(path, "a.zip") as found:
            places = [source.placed() for source in found.sources]
            assert all(name not in ("", ".") and place.read_bytes() == b"x" for place in places)
    except Refusal:
        pass
    assert [one.name for one in folder.iterdir()] == ["a.zip"]


def test_a_link_in_an_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        link = zipfile.ZipInfo("a.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/passwd")
    assert "a link to another place" in opened(tmp_path / "a.zip")


def test_an_encrypted_member(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", **{"a.csv": b"x"})
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    path.write_bytes(bytes(content))
    assert "a.csv: the member is encrypted" in opened(path)


def test_an_archive_that_is_cut(tmp_path: Path, store: Path) -> None:
    path = made.packed(tmp_path / "rvu26d.zip", [made.value_csv(tmp_path)])
    content = path.read_bytes()
    for share in (0.1, 0.5, 0.99):
        path.write_bytes(content[: int(len(content) * share)])
        assert "cut or damaged" in refused(store, path)


def test_an_archive_with_a_flipped_byte(tmp_path: Path, store: Path) -> None:
    path = made.packed(tmp_path / "rvu26d.zip", [made.value_csv(tmp_path)])
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(bytes(content))
    assert "cut or damaged inside its archive" in refused(store, path)


def test_archives_too_deep(tmp_path: Path) -> None:
    inner = packed(tmp_path / "c.zip", **{"a.csv": b"x"})
    middle = packed(tmp_path / "b.zip", **{"c.zip": inner.read_bytes()})
    outer = packed(tmp_path / "a.zip", **{"b.zip": middle.read_bytes()})
    assert "an archive lies in an archive in an archive" in opened(outer)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("GPCI2026.csv", None, "its content is an archive, which its name does not say"),
        ("GPCI2026.xlsx", b"MAC,State", "its content is no .xlsx workbook"),
        ("GPCI2026.csv", gzip.compress(b"x", mtime=0), "its content is a gzip file, which its name does not say"),
        ("rvu26d.zip", b"HCPCS,MOD", "it is none of the files that can be imported"),
    ],
)
def test_a_name_that_does_not_fit_its_content(
    name: str, content: bytes | None, says: str, tmp_path: Path, store: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(packed(tmp_path / "x.zip", a=b"x").read_bytes() if content is None else content)
    assert says in refused(store, path)


def test_a_workbook_that_is_a_bomb(tmp_path: Path, store: Path) -> None:
    members = {"[Content_Types].xml": b"<Types/>", "xl/worksheets/sheet1.xml": b"<row/>" * (2 << 20)}
    assert "more than 100 times" in refused(store, packed(tmp_path / "GPCI2026.xlsx", **members))


def test_a_zip_that_is_no_workbook(tmp_path: Path, store: Path) -> None:
    assert "but no workbook" in refused(store, packed(tmp_path / "GPCI2026.xlsx", a=b"x"))


def test_a_workbook_that_is_cut(tmp_path: Path, store: Path) -> None:
    path = made.value_book(tmp_path)
    with zipfile.ZipFile(path) as whole_book:
        members = {one.filename: whole_book.read(one) for one in whole_book.infolist()}
    members["xl/worksheets/sheet1.xml"] = members["xl/worksheets/sheet1.xml"][:5_000]
    assert "RVU" in refused(store, packed(path, **members)) or "workbook" in refused(store, packed(path, **members))


def test_a_folder_and_nothing_at_all(tmp_path: Path, store: Path) -> None:
    assert "it is a folder; name the files in it" in refused(store, tmp_path)
    assert "it cannot be read (no such file or directory)" in refused(store, tmp_path / "nowhere.csv")
    assert "holds no file to import" in refused(store, packed(tmp_path / "a.zip", **{"a.txt": b"x", "b.txt": b"y"}))


def test_what_is_unpacked_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "t").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "t"))
    with Opened(packed(tmp_path / "a.zip", **{"a.csv": b"x"}), "a.zip") as found:
        assert found.sources[0].placed().read_bytes() == b"x"
    assert list((tmp_path / "t").iterdir()) == []


def test_a_gzip_file_is_read_as_it_unpacks(tmp_path: Path) -> None:
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(b"{}"))
    with Opened(tmp_path / "a.json.gz", "a.json.gz") as found:
        (source,) = found.sources
        assert (source.name, source.suffix, source.read()) == ("a.json", "json", b"{}")


def test_the_manifest_is_plain_json(store: Path) -> None:
    stores.keep(store, release(), TODAY)
    found = json.load(io.StringIO((store / stores.MANIFEST).read_text()))
    assert [one["name"] for one in found["releases"]] == ["RVU27A"]
