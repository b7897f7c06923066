"""Published tables: whole, as the manifest says, and what they answer where others teach it wrongly."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from romberg.knowledge import citations, tables
from romberg.knowledge.documents import ROOM
from romberg.knowledge.published import rows

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "reference"
BESIDE = pytest.mark.skipif(not SHARED.is_dir(), reason="the extra lane needs ../shared beside the checkout")
TODAY = date(2026, 3, 2)


@pytest.mark.parametrize("name", tables.manifest())
def test_the_manifest_tells_the_truth(name: str) -> None:
    table = tables.manifest()[name]
    assert table.rows == len(rows(name)) == tables.frame(name).height
    assert table.sha256 == tables.sha256(name)
    assert table.release
    assert table.edition_through <= table.verified_through
    assert all(citations.get(source).title for source in table.sources)


def test_every_table_is_in_the_manifest() -> None:
    assert {file.stem for file in (ROOM / "tables").glob("*.csv")} == set(tables.manifest())


def test_the_room_stays_small() -> None:
    files = [file for file in ROOM.rglob("*") if file.suffix in {".csv", ".yaml", ".py"}]
    assert sum(file.stat().st_size for file in files) < 2_000_000


@BESIDE
def test_the_tables_can_be_derived_again(tmp_path: Path) -> None:
    derive = [sys.executable, "-m", "tools.derive_tables", str(SHARED), str(tmp_path)]
    subprocess.run(derive, check=True, cwd=ROOT)
    for file in sorted(tmp_path.iterdir()):
        assert file.read_bytes() == (ROOM / "tables" / file.name).read_bytes(), file.name


# --- relative values and places


@pytest.mark.parametrize(("year", "practice"), [(2020, "0.48"), (2022, "0.49"), (2024, "0.50"), (2026, "0.47")])
def test_97112_by_year(year: int, practice: str) -> None:
    found = tables.rvu("97112", date(year, 6, 1))
    assert found is not None
    assert (found.status, found.work, found.office, found.mppr) == ("A", Decimal("0.50"), Decimal(practice), True)
    assert found.office == found.facility


def test_the_work_of_evaluations_was_not_cut_in_2026() -> None:  # F19
    for number in range(97161, 97169):
        both = [tables.rvu(str(number), date(year, 6, 1)) for year in (2025, 2026)]
        assert both[0] is not None
        assert both[1] is not None
        assert both[0].work == both[1].work
    cut = [tables.rvu("95992", date(year, 6, 1)) for year in (2025, 2026)]
    assert [one.work for one in cut if one] == [Decimal("0.75"), Decimal("0.73")]


@pytest.mark.parametrize("year", range(2020, 2027))
def test_the_reduction_takes_the_same_51_codes_each_year(year: int) -> None:
    assert tables.mppr_codes(year) == tables.mppr_codes(2026)
    assert len(tables.mppr_codes(year)) == 51


def test_localities_by_year() -> None:  # F23
    frame = tables.frame("localities")
    assert {year: frame.filter(year=year).height for year in range(2020, 2027)} == {
        **dict.fromkeys(range(2020, 2024), 112),
        **dict.fromkeys(range(2024, 2027), 109),
    }
    keys = [set(frame.filter(year=year).select("mac", "locality").rows()) for year in range(2020, 2027)]
    assert keys[5] == keys[6]
    assert all(keys[6] <= key for key in keys)
    zips = set(tables.frame("zips").select("mac", "locality").rows())
    assert zips == keys[6]


@pytest.mark.parametrize("year", range(2020, 2024))
def test_the_localities_that_were_joined_in_2024_weighed_the_same_before(year: int) -> None:
    # so that the ZIP list of 2025 prices their earlier dates rightly
    for mac, numbers in (("01112", ("05", "06", "07")), ("01182", ("18", "26"))):
        weights = {
            (found.work, found.practice, found.malpractice)
            for number in numbers
            if (found := tables.gpci(mac, number, date(year, 6, 1)))
        }
        assert len(weights) == 1


@pytest.mark.parametrize(
    ("zip5", "where"),
    [("77002", ("04412", "18", "TX")), ("99501", ("02102", "01", "AK")), ("10001", ("13202", "01", "NY"))],
)
def test_zip_codes(zip5: str, where: tuple[str, str, str]) -> None:
    found = tables.locality(zip5)
    assert (found.mac, found.locality, found.state, found.unknown_because) == (*where, "")


@pytest.mark.parametrize(
    ("zip5", "says"),
    [("35958", "more than one"), ("00000", "not in Medicare's ZIP list"), ("7700", "no ZIP code"), ("abcde", "no ZIP")],
)
def test_zip_codes_that_tell_no_place(zip5: str, says: str) -> None:
    found = tables.locality(zip5)
    assert (found.mac, found.locality) == (None, None)
    assert says in found.unknown_because


def test_runs_of_zip_codes_do_not_overlap() -> None:
    spread = [one.split("-") for row in rows("zips") for one in row["zips"].split()]
    runs = sorted((int(run[0]), int(run[-1])) for run in spread)
    assert all(before[1] < after[0] for before, after in pairwise(runs))
    assert sum(last - first + 1 for first, last in runs) == 42_376


# --- pairs of codes


def pair(a: str, b: str, on: date = TODAY, setting: tables.Setting = "practitioner") -> tables.EditPair:
    found = tables.edit_pair(a, b, on, setting)
    assert found is not None
    assert found == tables.edit_pair(a, b, on, setting)
    return found


@pytest.mark.parametrize(
    ("one", "two", "indicator"),
    [
        ("98940", "97112", 1),  # F16
        ("98941", "97112", 1),
        ("97150", "97112", 1),
        ("95992", "97112", 1),
        ("92507", "97112", 1),
        ("97140", "97124", 0),  # F17
        ("97113", "97110", 1),
        ("97012", "97140", 1),
        ("20561", "20560", 0),
        ("97750", "97150", 0),
    ],
)
def test_live_edits(one: str, two: str, indicator: int) -> None:
    for a, b in ((one, two), (two, one)):
        found = pair(a, b)
        assert (found.status, found.column_one, found.column_two, found.indicator) == ("edit", one, two, indicator)
        assert (found.role(one), found.role(two), found.role("97035")) == ("column one", "column two", "")
    assert ("no modifier" in pair(one, two).says) is (indicator == 0)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("97530", "97140"),  # F13
        ("97530", "97116"),  # F14
        ("97161", "97140"),
        ("97110", "97164"),  # F15
        ("97140", "97168"),
        ("97112", "97110"),
        ("97112", "97116"),
        ("97112", "97140"),
        ("97530", "97112"),
        ("20560", "97112"),
        ("98943", "97112"),
    ],
)
def test_pairs_that_need_no_modifier(a: str, b: str) -> None:
    found = pair(a, b)
    assert (found.status, found.indicator) == ("none", None)
    assert found.says.startswith(f"No edit between {a} and {b}")


def test_an_edit_that_ended_was_one_before() -> None:
    assert pair("97530", "97140", date(2019, 12, 31)).status == "edit"
    assert pair("97530", "97140", date(2020, 1, 1)).status == "none"
    assert "ended on 2019-12-31" in pair("97530", "97140").says


def test_edits_that_restarted_in_october_2020_were_off_before() -> None:  # F39
    assert pair("97150", "97112", date(2019, 12, 31)).status == "edit"
    off = pair("97150", "97112", date(2020, 9, 30))
    assert (off.status, off.mark) == ("none", "inferred")
    on = pair("97150", "97112", date(2020, 10, 1))
    assert (on.status, on.start, on.start_mark) == ("edit", date(2020, 10, 1), "inferred")


def test_rows_that_never_took_force_are_no_edits() -> None:
    for on in (date(2020, 1, 1), date(2020, 10, 1), TODAY):
        assert pair("97161", "97530", on).status == "none"


def test_the_hospital_has_its_own_indicators() -> None:
    assert pair("97161", "97750").indicator == 0
    assert pair("97161", "97750", setting="hospital").indicator == 1


def test_what_is_not_in_the_table_and_what_is_too_late() -> None:
    assert tables.edit_pair("97112", "97035", TODAY) is None
    assert pair("97140", "97124", date(2027, 1, 1)).status == "unknown"


def test_a_pair_says_of_which_edition_it_is() -> None:
    assert pair("97530", "97116").mark == "verified"  # read again in the edition of 2026Q4
    assert pair("98940", "97112").mark == "as of the edition of 2024-07-01"
    assert pair("98940", "97112", date(2024, 7, 1)).mark == "verified"


# --- units


@pytest.mark.parametrize(
    ("code", "setting", "units"),
    [
        ("97112", "practitioner", 4),
        ("97112", "hospital", 6),
        ("97110", "practitioner", 6),
        ("97140", "practitioner", 6),
        ("97010", "practitioner", 0),
        ("97010", "hospital", 1),
        ("97010", "medicaid", 1),
        ("98943", "medicaid", 1),
    ],
)
def test_most_units(code: str, setting: tables.MueSetting, units: int) -> None:
    found = tables.mue(code, TODAY, setting)
    assert found is not None
    assert found.units == units


def test_no_limit_in_the_table_is_no_answer() -> None:
    assert tables.mue("99999", TODAY) is None
    assert tables.mue("97112", date(2027, 1, 1)) is None
    found = tables.mue("97161", TODAY)
    assert found is not None
    assert found.kind == 2
