"""Edit pairs, unit limits and add-on codes: true layouts are read, damaged files are refused with place and remedy."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import made_editions as made
import polars as pl
import pytest
from releases import damaged, imported, refused, taken

from romberg.knowledge import editions, tables
from romberg.knowledge.codes import all_codes
from romberg.knowledge.releases import kinds
from romberg.knowledge.releases.kinds import edit_pairs, medicaid_pairs
from romberg.knowledge.releases.schemas import TABLES

FROM_2026Q4 = date(2026, 10, 5)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Editions of some thousand rows instead of millions; the test of the true floor sets it back."""
    monkeypatch.setattr(edit_pairs, "LEAST_ROWS", 1_500)
    monkeypatch.setattr(medicaid_pairs, "LEAST_ROWS", 1_500)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """An empty store."""
    (tmp_path / "store").mkdir()
    return tmp_path / "store"


@pytest.fixture
def asking(store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store that the lookups answer from."""
    monkeypatch.setenv("ROMBERG_KNOWLEDGE", str(store))
    editions.forget()
    yield store
    editions.forget()


# --- edit pairs


@pytest.mark.parametrize("setting", ["practitioner", "hospital"])
def test_an_edition_in_four_text_files(tmp_path: Path, store: Path, setting: str) -> None:
    """Suffixes in capitals, a header on one line or stacked, other specialties left out, every row with its days."""
    files = made.ptp(tmp_path / "f", setting)
    found = taken(store, *files)[f"pairs_{setting}"]
    told = {
        (one, two, day(starts), day(ends), indicator) for one, two, starts, _, ends, indicator, _, _ in found.rows()
    }
    assert told == {(*pair[:4], int(pair[4])) for pair in made.real_pairs(setting)}
    assert dict(found.schema) == TABLES[f"pairs_{setting}"]
    assert set(found["starts_known"]) == {"read"}
    assert set(found["reason"]) == set(made.REASONS)
    assert set(found.filter(pl.col("status") == "never")["indicator"]) == {9}


def day(value: date | None) -> str:
    """A day as the text files write it."""
    return value.strftime("%Y%m%d") if value else "*"


def test_workbooks_say_the_same_as_text_files(tmp_path: Path, store: Path) -> None:
    text = taken(store, *made.ptp(tmp_path / "text", others=60))
    again = imported(store, made.ptp_sheets(tmp_path / "sheets"))
    assert [one.status for one in again] == ["known"]
    assert text["pairs_practitioner"].height == len(made.real_pairs())


def test_four_archives_with_both_forms(tmp_path: Path, store: Path) -> None:
    """As they are downloaded: an archive a part, each with text and workbook; of the two the text is read."""
    both = zip(made.ptp(tmp_path / "f", others=60), made.ptp_sheets(tmp_path / "f"), strict=True)
    archives = []
    for part, forms in enumerate(both, start=1):
        archive = tmp_path / f"medicare-ncci-2026q4-practitioner-ptp-edits-ccipra-v323r0-f{part}.zip"
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
            for form in forms:
                packed.write(form, form.name)
        archives.append(archive)
    told = imported(store, archives)
    assert sorted(one.status for one in told) == ["imported", *["left out"] * 4]
    kept = next(one.kept for one in told if one.kept)
    assert {one.name.rpartition(".")[2].lower() for one in kept.files} == {"txt"}


def test_a_quarter_is_counted_from_1994(tmp_path: Path, store: Path) -> None:
    told = imported(store, made.ptp(tmp_path / "f", quarter="2026q1"))
    kept = told[0].kept
    assert kept is not None
    assert made.ptp_name("practitioner", "2026q1", 1) == "ccipra-v320r0-f1.txt"
    assert (kept.name, kept.issued, kept.ends) == (
        "NCCI PTP practitioner 2026Q1",
        date(2026, 1, 1),
        date(2026, 3, 31),
    )


def test_an_edition_of_few_rows_is_cut(tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    says = refused(store, *made.ptp(tmp_path / "f"))
    assert "an edition has more than 1,000,000" in says


def test_a_missing_part_is_named(tmp_path: Path, store: Path) -> None:
    says = refused(store, *made.ptp(tmp_path / "f")[:3])
    assert "2026Q4, practitioner, part 4 is missing" in says
    assert "four parts of one quarter in one command" in says


def test_parts_of_two_quarters_make_no_edition(tmp_path: Path, store: Path) -> None:
    new, old = made.ptp(tmp_path / "new"), made.ptp(tmp_path / "old", quarter="2026q3")
    says = refused(store, *new[:2], *old[2:])
    assert "2026Q4, practitioner, parts 3, 4 are missing" in says
    assert "2026Q3, practitioner, parts 1, 2 are missing" in says


def test_a_part_of_a_later_quarter_under_an_earlier_name(tmp_path: Path, store: Path) -> None:
    new, old = made.ptp(tmp_path / "new"), made.ptp(tmp_path / "old", quarter="2026q3")
    shutil.copy(new[3], old[3])
    says = refused(store, *old)
    assert "97010/97028 starts on 2026-10-01, after the quarter of this edition ends on 2026-09-30" in says


def test_a_part_given_twice_under_two_names(tmp_path: Path, store: Path) -> None:
    files = made.ptp(tmp_path / "f")
    shutil.copy(files[3], files[2])
    assert "stands twice with the same days" in refused(store, *files)


def swap(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """A damage: the last occurrence of some bytes becomes others."""
    return lambda text: new.join(text.rsplit(old, 1))


PTP_DAMAGES = {
    "cut in the middle of a row": (lambda text: text[:-60], "its last line is cut off"),
    "a row without its end": (swap(b"\t1\tStandards of medical/surgical practice", b""), "the row has too few columns"),
    "an indicator that there is none of": (swap(b"\t1\tStandards", b"\t7\tStandards"), "the indicator '7' is none of"),
    "a day that there is none of": (swap(b"\t20170101\t", b"\t20170230\t"), "the first day '20170230' is no date"),
    "an American date": (swap(b"\t20191231\t", b"\t12/31/2019\t"), "the last day '12/31/2019' is neither a date"),
    "a code with a letter too many": (swap(b"\r\n97597\t", b"\r\n97597X\t"), "'97597X' is no procedure code"),
    "a code that lost its zero": (swap(b"\t97018\t", b"\t9718\t"), "'9718' is no procedure code"),
    "a column too many": (swap(b"\r\n97597\t", b"\r\n97597\t\t"), "the row has more than 7 columns"),
    "no header": (lambda text: text.replace(b"Column 1\t", b"Code one\t"), "no row starts with 'Column 1'"),
    "columns moved": (
        lambda text: text.replace(b"Effective\tDeletion", b"Deletion\tEffective"),
        "the header has other columns than the 7",
    ),
    "rows lost": (
        lambda text: b"\r\n".join(line for line in text.split(b"\r\n") if not line.startswith(b"975")),
        "rehabilitation pairs of the earlier edition are missing",
    ),
    "ends before it starts": (swap(b"20191231\t1\t", b"19991231\t1\t"), "ends on 1999-12-31, before it starts"),
}


@pytest.mark.parametrize("name", PTP_DAMAGES)
def test_a_damaged_part_is_refused(tmp_path: Path, store: Path, name: str) -> None:
    damage, says = PTP_DAMAGES[name]
    files = made.ptp(tmp_path / "f")
    damaged(files[3], damage)
    told = refused(store, *files)
    assert says in told
    assert "ccipra-v323r0-f4.txt" in told
    assert told.endswith(".")


def test_the_refusal_names_the_line(tmp_path: Path, store: Path) -> None:
    files = made.ptp(tmp_path / "f")
    damaged(files[0], swap(b"\t1\tStandards", b"\tyes\tStandards"))
    wrong = next(at for at, line in enumerate(files[0].read_bytes().split(b"\r\n"), 1) if b"\tyes\t" in line)
    assert f"ccipra-v323r0-f1.TXT, line {wrong}, " in refused(store, *files)


def test_a_file_without_its_quarter_in_the_name(tmp_path: Path, store: Path) -> None:
    file = made.ptp(tmp_path / "f")[3]
    says = refused(store, file.rename(tmp_path / "edits.txt"))
    assert "its name does not tell its quarter" in says


def test_an_archive_of_another_quarter(tmp_path: Path, store: Path) -> None:
    made.ptp(tmp_path / "f")
    file = shutil.make_archive(str(tmp_path / "medicare-ncci-2026q3-practitioner-ptp-edits"), "zip", tmp_path / "f")
    assert "version v323 is 2026Q4, but its archive says 2026Q3" in refused(store, Path(file))


def test_lookups_answer_from_the_imported_edition(tmp_path: Path, asking: Path) -> None:
    """A new edit from its first day on, a pair that the edition does not name, and the mark after its quarter."""
    assert tables.edit_pair("97010", "97028", FROM_2026Q4).status == "none"  # type: ignore[union-attr]  # bundled: never
    taken(asking, *made.ptp(tmp_path / "f"))
    editions.forget()
    edit = tables.edit_pair("97028", "97010", FROM_2026Q4)
    assert edit is not None
    assert (edit.status, edit.column_one, edit.start, edit.mark) == ("edit", "97010", date(2026, 10, 1), "verified")
    before = tables.edit_pair("97010", "97028", date(2026, 9, 30))
    assert before is not None
    assert before.status == "none"
    unnamed = tables.edit_pair("97012", "98984", FROM_2026Q4)
    assert unnamed is not None
    assert (unnamed.status, unnamed.mark) == ("none", "verified")
    later = tables.edit_pair("97010", "97028", date(2026, 12, 31))
    assert later is not None
    assert later.mark == "verified"


# --- Medicaid's pairs


def test_medicaid_pairs(tmp_path: Path, asking: Path) -> None:
    """Six columns, a blank where an edit lives; until they are imported, Medicare's table stands in, not verified."""
    on = date(2026, 2, 3)
    instead = tables.edit_pair("97530", "97535", on, "medicaid")
    own = tables.edit_pair("97530", "97535", on)
    assert (instead is None) == (own is None)
    assert instead is None or instead.mark == "not verified"
    found = taken(asking, made.medicaid_ptp(tmp_path))["pairs_medicaid"]
    editions.forget()
    assert found.height == len(made.real_pairs(quarter="2026q1"))
    edit = tables.edit_pair("97010", "97028", on, "medicaid")
    assert edit is not None
    assert (edit.status, edit.mark) == ("edit", "verified")


def test_medicaid_of_other_services_is_not_taken(tmp_path: Path, store: Path) -> None:
    file = made.medicaid_ptp(tmp_path)
    says = refused(store, file.rename(tmp_path / "medicaid-ncci-q1-2026-ptp-edits-outpatient-hospital.txt"))
    assert "Medicaid's table for other services" in says


# --- most units


@pytest.mark.parametrize("setting", ["practitioner", "hospital"])
def test_unit_limits(tmp_path: Path, asking: Path, setting: tables.MueSetting) -> None:
    """A notice over several lines in one quoted cell, a header cell with a line break, zero as a limit."""
    found = taken(asking, made.mue(tmp_path, setting))[f"unit_limits_{setting}"]
    editions.forget()
    known = {code: (units, kind) for code, units, kind in found.rows()}
    expected = {row[0]: (int(row[1]), int(row[2][0])) for row in made.mue_rows(setting, 0)}
    assert known == expected
    limit = tables.mue("97112", date(2026, 5, 4), setting)
    assert limit is not None
    assert (limit.units, limit.kind) == expected["97112"]
    assert "2026Q2" in limit.edition
    if setting == "practitioner":
        assert known["97010"][0] == 0


def test_limits_of_an_old_edition_lack_codes_that_came_later(tmp_path: Path, store: Path) -> None:
    file = made.mue(tmp_path, starts="01-01-2020")
    new = [code.code for code in all_codes().values() if code.valid_from and code.valid_from > date(2020, 1, 1)]
    assert len(new) > 16
    old = [line for line in file.read_bytes().split(b"\r\n") if line[:5].decode("latin-1") not in new]
    file.write_bytes(b"\r\n".join(old))
    assert "97112" in set(taken(store, file)["unit_limits_practitioner"]["code"])


def test_medicaid_unit_limits(tmp_path: Path, asking: Path) -> None:
    found = taken(asking, made.medicaid_mue(tmp_path))["unit_limits_medicaid"]
    assert found["kind"].null_count() == found.height > 90
    editions.forget()
    assert tables.mue("97112", date(2026, 2, 3), "medicaid") is not None


MUE_DAMAGES = {
    "cut to half": (lambda text: text[: len(text) // 2].rpartition(b"\r\n")[0], "an edition has more than 8,000"),
    "units that are none": (swap(b"97112,4,", b"97112,four,"), "97112: 'four' is no number of units"),
    "an indicator that is none": (swap(b"97112,4,3 ", b"97112,4,D "), "starts with none of 1, 2 and 3"),
    "a code twice": (swap(b"\r\n97112,", b"\r\n97110,"), "97110: the code stands in line"),
    "a code that lost its zero": (swap(b"\r\n97112,", b"\r\n9711,"), "'9711' is no procedure code"),
    "the column of units gone": (lambda text: text.replace(b"MUE Values", b"Numbers"), "no column of MUE values"),
    "the indicator's column gone": (
        lambda text: text.replace(b"MUE Adjudication Indicator", b"Kind"),
        "the header lacks MUE Adjudication Indicator",
    ),
    "the header gone": (
        lambda text: text.replace(b"HCPCS/\nCPT Code", b"Codes"),
        "no row starts with 'HCPCS/CPT Code'",
    ),
    "an open quote": (swap(b"97112,4,", b'97112,"4,'), "its quotes or cells do not come out even"),
    "one figure in every row": (
        lambda text: re.sub(rb"\r\n(.{5}),\d+,", rb"\r\n\1,9,", text),
        "have other units than in the edition before",
    ),
    "rehabilitation gone": (
        lambda text: b"\r\n".join(line for line in text.split(b"\r\n") if not line.startswith(b"97")),
        "known rehabilitation codes are missing",
    ),
}


@pytest.mark.parametrize("name", MUE_DAMAGES)
def test_damaged_unit_limits_are_refused(tmp_path: Path, store: Path, name: str) -> None:
    damage, says = MUE_DAMAGES[name]
    told = refused(store, damaged(made.mue(tmp_path), damage))
    assert says in told
    assert "MCR_MUE_PractitionerServices_Eff_04-01-2026.csv" in told


def test_limits_of_one_setting_under_the_name_of_the_other(tmp_path: Path, store: Path) -> None:
    file = made.mue(tmp_path, "hospital")
    says = refused(store, file.rename(tmp_path / "MCR_MUE_PractitionerServices_Eff_04-01-2026.csv"))
    assert "its name says practitioner, and its column is headed 'Outpatient Hospital" in says


def test_limits_without_a_day_in_the_name(tmp_path: Path, store: Path) -> None:
    file = made.mue(tmp_path)
    assert "first day of a quarter" in refused(store, file.rename(tmp_path / "MCR_MUE_PractitionerServices.csv"))


# --- add-on codes


@pytest.mark.parametrize("make", [made.add_ons_sheet, made.add_ons_text], ids=["workbook", "fixed places"])
def test_add_on_codes(tmp_path: Path, asking: Path, make: Callable[[Path], Path]) -> None:
    """Days written as day of the year, a pair that ended, a code whose primaries the contractor names."""
    assert make(tmp_path).exists()
    found = taken(asking, make(tmp_path))["add_ons"]
    editions.forget()
    rows = {(code, beside): (kind, starts, ends) for code, beside, kind, starts, ends in found.rows()}
    assert rows["97546", "97545"] == (1, date(2013, 4, 1), date(2025, 12, 31))
    assert rows["97139", ""][0] == 2
    assert not any(beside.startswith("4") for _, beside in rows)
    assert tables.add_on_to(date(2025, 12, 31))["97546"] == ("97545",)
    assert "97546" not in tables.add_on_to(date(2026, 1, 1))
    assert tables.add_on_to(date(2026, 1, 1))["97139"] == ()
    assert "97110" in tables.add_on_to()["0770T"]


def test_both_forms_of_the_add_on_codes_are_one_release(tmp_path: Path, store: Path) -> None:
    told = imported(store, [made.add_ons_sheet(tmp_path), made.add_ons_text(tmp_path)])
    assert [one.status for one in told] == ["imported", "known"]


AOC_DAMAGES = {
    "a day that there is none of": (swap(b"2020001", b"2020367"), "'2020367' is no year and day of the year"),
    "a type that there is none of": (swap(b"\r\n197130", b"\r\n497130"), "the edit type '4' is none of 1, 2 and 3"),
    "a code too short": (swap(b"\r\n197130", b"\r\n19713 "), "'9713' is no procedure code"),
    "no first day": (swap(b"2020001", b"       "), "does not say since when it holds"),
    "a row twice": (lambda text: text + text.split(b"\r\n")[0] + b"\r\n", "the pair stands in line 1 too"),
    "of a later quarter": (swap(b"2020001", b"2026183"), "starts on 2026-07-02, after the quarter"),
    "cut": (lambda text: text[:9000].rpartition(b"\r\n")[0], "an edition has more than 1,000"),
    "known pairs gone": (
        lambda text: b"\r\n".join(line for line in text.split(b"\r\n") if not line.startswith(b"10770T")),
        "known add-on pairs are missing",
    ),
}


@pytest.mark.parametrize("name", AOC_DAMAGES)
def test_damaged_add_on_codes_are_refused(tmp_path: Path, store: Path, name: str) -> None:
    damage, says = AOC_DAMAGES[name]
    assert says in refused(store, damaged(made.add_ons_text(tmp_path), damage))


# --- all of them


def test_no_word_of_a_publisher_is_kept(tmp_path: Path, store: Path) -> None:
    """Notices, rationales that are not ours: nothing of them is in any table."""
    files = [made.mue(tmp_path), made.medicaid_mue(tmp_path), made.add_ons_sheet(tmp_path), *made.ptp(tmp_path / "f")]
    told = imported(store, files)
    assert [one.status for one in told] == ["imported"] * 4
    kept = b"".join(file.read_bytes() for file in store.rglob("*.parquet"))
    assert b"notice" not in kept
    for table in store.rglob("*.parquet"):
        words = {word for column in pl.read_parquet(table).select(pl.col(pl.String)) for word in column.unique()}
        assert not words & {"Clinical: Data", made.NOTICE, *made.REASONS.values()}


def test_every_kind_tells_where_its_file_is_found() -> None:
    for name in kinds.KINDS:
        one = kinds.kind(name)
        assert one.name == name
        assert one.title
        assert ":" in one.where or "." in one.where
