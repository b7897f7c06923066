"""The public utilisation file by geography: what it hides stays unknown, what it shows stands beside a clinician."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from releases import imported, refused, taken
from test_peers import PT, clinicians, file
from test_peers import load as load_providers

from romberg.cli import main
from romberg.knowledge import editions
from romberg.knowledge.releases.schemas import TABLES
from romberg.report.peers import area_figures, areas
from romberg.report.peers.areas import UNITS_A_PATIENT, Areas
from romberg.report.peers.compare import SHARE, UNITS_A_DAY
from romberg.report.peers.states import state_name

HEADER = (
    "Rndrng_Prvdr_Geo_Lvl", "Rndrng_Prvdr_Geo_Cd", "Rndrng_Prvdr_Geo_Desc", "HCPCS_Cd", "HCPCS_Desc",
    "HCPCS_Drug_Ind", "Place_Of_Srvc", "Tot_Rndrng_Prvdrs", "Tot_Benes", "Tot_Srvcs", "Tot_Bene_Day_Srvcs",
    "Avg_Sbmtd_Chrg", "Avg_Mdcr_Alowd_Amt", "Avg_Mdcr_Pymt_Amt", "Avg_Mdcr_Stdzd_Amt",
)  # fmt: skip
NAME = "MUP_PHY_R25_P05_V20_D23_Geo.csv"
Row = tuple[str, ...]


def area(code: str, patients: str, services: str, days: str, **more: str) -> Row:
    """One service of an area; figures and words are invented."""
    said = {"level": "State", "area": "Texas", "place": "O", "providers": "40", "allowed": "29.456"} | more
    head = (said["level"], "48" if said["level"] == "State" else "", said["area"], code, "invented words", "N")
    counts = (said["place"], said["providers"], patients, services, days)
    return (*head, *counts, "80.1", said["allowed"], "23.4", "23.5")


def nation(code: str, patients: str, services: str, days: str, **more: str) -> Row:
    """One service of the nation."""
    return area(code, patients, services, days, **({"level": "National", "area": "National"} | more))


ROWS = [
    nation("97110", "4000", "90000", "60000"),
    nation("97112", "3000", "30000", "24000"),
    area("97110", "400", "6000", "4000"),
    area("97112", "200", "1500", "1000"),
    area("97112", "50", "500", "250", place="F"),
    area("97140", "9", "70", "60"),
    area("97530", "", "", "", allowed=""),
    area("99213", "", "", ""),
]


def made(folder: Path, rows: Sequence[Row], name: str = NAME, header: Row = HEADER) -> Path:
    """The file as the publisher writes it."""
    return file(folder, rows, name, header)


def load(tmp_path: Path, store: Path, rows: Sequence[Row] = ROWS) -> Areas:
    """Import a file of these rows."""
    told = imported(store, [made(tmp_path, rows)])
    assert [one.status for one in told] == ["imported"], [one.says for one in told]
    editions.forget()
    found = areas()
    assert found is not None
    return found


# --- the file


def test_what_the_file_hides_is_kept_as_unknown(tmp_path: Path, store: Path) -> None:
    found = taken(store, made(tmp_path, ROWS))["peer_areas"]
    assert found.height == len(ROWS) - 1  # 99213 is no code of rehabilitation
    shown = found.filter(area="Texas", code="97112", place="F").row(0, named=True)
    assert shown == {
        "level": "State", "area": "Texas", "providers": 40, "code": "97112", "place": "F", "patients": 50,
        "services_hundredths": 50_000, "patient_days_hundredths": 25_000, "allowed_cents": 2946,
    }  # fmt: skip
    for code in ("97140", "97530"):  # nine patients; blank cells
        assert found.filter(code=code).row(0)[5:] == (None, None, None, None)
    assert b"invented words" not in b"".join(one.read_bytes() for one in store.rglob("*.parquet"))


DAMAGES: dict[str, tuple[list[Row], str]] = {
    "no number": ([area("97110", "many", "9", "9")], "line 2"),
    "half a patient": ([area("97110", "12.5", "9", "9")], "a cell does not hold"),
    "no number of clinicians": ([area("97110", "20", "30", "25", providers="some")], "a cell does not hold"),
    "less than nothing": ([area("97110", "20", "-30", "25")], "a cell does not hold"),
    "no day": ([area("97110", "20", "30", "0")], "a cell does not hold"),
    "no service": ([area("97110", "20", "0", "25")], "a cell does not hold"),
    "a level of its own": ([area("97110", "20", "30", "25", level="County")], "a cell does not hold"),
    "a place of its own": ([area("97110", "20", "30", "25", place="X")], "a cell does not hold"),
    "twice": ([area("97110", "20", "30", "25"), area("97110", "21", "31", "26")], "stands twice"),
    "no therapy": ([area("99213", "20", "30", "25")], "no row of 97110"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_file_is_refused(tmp_path: Path, store: Path, name: str) -> None:
    rows, says = DAMAGES[name]
    assert says in refused(store, made(tmp_path, rows))


def test_a_header_without_a_column_and_a_name_without_a_year(tmp_path: Path, store: Path) -> None:
    header = (*HEADER[:2], "Where", *HEADER[3:])
    assert "lacks Rndrng_Prvdr_Geo_Desc" in refused(store, made(tmp_path, ROWS, header=header))
    assert "does not tell the year" in refused(store, made(tmp_path, ROWS, "geography.csv"))


@pytest.mark.parametrize("at", [0, len(ROWS) - 1])
def test_a_cut_row_is_not_a_hidden_one(tmp_path: Path, store: Path, at: int) -> None:
    rows = [*ROWS[:at], ROWS[at][:8], *ROWS[at + 1 :]]
    told = refused(store, made(tmp_path, rows))
    assert "do not all have the cells" in told
    assert f"line {at + 2}" in told


# --- the figures


def test_a_state_and_the_nation(tmp_path: Path, store: Path) -> None:
    found = load(tmp_path, store)
    day, patient, nation_day, nation_patient = area_figures(found, "tx", "97112", UNITS_A_DAY)
    assert (day.area, day.measure, day.least, day.most) == ("Texas", UNITS_A_DAY, 2000 / 1250, 2000 / 1250)
    assert (patient.measure, patient.least, patient.most) == (UNITS_A_PATIENT, 2000 / 250, 2000 / 200)
    assert (nation_day.area, nation_day.least) == ("National", 30000 / 24000)
    assert nation_patient.least == nation_patient.most == 10
    share, nation_share = area_figures(found, "TX", "97112", SHARE)
    assert (share.least, share.hidden) == (2000 / 8000, 2)
    assert (nation_share.least, nation_share.hidden) == (30000 / 120000, 0)


def test_what_is_hidden_or_absent_is_not_nought(tmp_path: Path, store: Path) -> None:
    found = load(tmp_path, store)
    for code, measure, why in (
        ("97140", UNITS_A_DAY, "the file hides it"),
        ("97140", SHARE, "the file hides it"),
        ("97530", UNITS_A_DAY, "the file hides it"),
        ("97116", UNITS_A_DAY, "the file has no row of it"),
        ("97116", SHARE, "the file has no row of it"),
    ):
        one = area_figures(found, "TX", code, measure)[0]
        assert (one.area, one.least, one.most, one.why_not) == ("Texas", None, None, why)
    assert area_figures(found, "VT", "97112", SHARE)[0].why_not == "the file has no row of it"
    assert area_figures(found, "QQ", "97112", SHARE)[0].why_not == "the state 'QQ' is not known"
    assert "name --state" in area_figures(found, "", "97112", SHARE)[0].why_not


def test_a_hidden_place_is_left_out_and_said(tmp_path: Path, store: Path) -> None:
    found = load(tmp_path, store, [area("97110", "40", "90", "60"), area("97110", "10", "", "", place="F")])
    day, patient, *_ = area_figures(found, "TX", "97110", UNITS_A_DAY)
    assert (day.least, day.hidden) == (1.5, 1)
    assert (patient.least, patient.most) == (2.25, 2.25)


cells = st.lists(
    st.tuples(
        st.sampled_from(["97110", "97112", "97140"]), st.sampled_from("FO"),
        st.one_of(st.none(), st.integers(5, 40)), st.integers(1, 400), st.integers(1, 300),
    ),
    max_size=6, unique_by=lambda one: one[:2],
)  # fmt: skip


@given(cells)
@settings(max_examples=80, deadline=None)
def test_shares_are_counted_as_one_would_by_hand(rows: list[tuple[str, str, int | None, int, int]]) -> None:
    every = [
        ("State", "Texas", 1, code, place, many, units * 100, days * 100, 1) for code, place, many, units, days in rows
    ]
    table = Areas(2023, pl.DataFrame(every, schema=TABLES["peer_areas"], orient="row"))
    shown = [one for one in rows if one[2] is not None and one[2] >= 11]
    part = sum(one[3] for one in shown if one[0] == "97112")
    share = area_figures(table, "TX", "97112", SHARE)[0]
    assert share.hidden == len(rows) - len(shown)
    assert share.least == (pytest.approx(part / sum(one[3] for one in shown)) if part else None)
    day, patient, *_ = area_figures(table, "TX", "97112", UNITS_A_DAY)
    assert day.least == (pytest.approx(part / sum(one[4] for one in shown if one[0] == "97112")) if part else None)
    if patient.least is not None and patient.most is not None:
        assert patient.least <= patient.most


def test_the_states_are_those_of_the_post() -> None:
    assert (state_name("tx"), state_name(" DC "), state_name("WY")) == ("Texas", "District of Columbia", "Wyoming")
    assert (state_name("AL"), state_name("VI"), state_name("XX")) == ("Alabama", "Virgin Islands", None)


# --- beside a clinician


def test_beside_the_percentile(tmp_path: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load_providers(tmp_path, store, clinicians())
    load(tmp_path, store)
    asked = ["peers", "--npi", "1100000030", "--code", "97112"]
    assert main([*asked, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    day, share = told["compared"]
    assert told["areas_year"] == 2023
    assert [(one["area"], one["measure"]) for one in day["areas"]] == [
        ("Texas", UNITS_A_DAY), ("Texas", UNITS_A_PATIENT), ("National", UNITS_A_DAY), ("National", UNITS_A_PATIENT),
    ]  # fmt: skip
    assert [one["least"] for one in share["areas"]] == [0.25, 0.25]
    assert main(asked) == 0
    told = capsys.readouterr().out
    assert f"percentile 77 of 39 peers ({PT}, TX;" in told
    assert "Texas: 1.60 units a patient's day; 8.00 to 10.00 units a patient\n" in told
    assert "National: 1.25 units a patient's day; 10.00 units a patient\n" in told
    assert "Texas: 25.0% share of timed units (2 hidden rows left out)" in told
    assert "of every type, in 2023" in told
    assert main([*asked, "--state", "VT"]) == 0
    assert "Vermont: share of timed units not known (the file has no row of it)" in capsys.readouterr().out


def test_without_the_file_it_says_so(tmp_path: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load_providers(tmp_path, store, clinicians())
    assert main(["peers", "--npi", "1100000030"]) == 0
    told = capsys.readouterr().out
    assert "State and nation: not imported." in told
    assert "Texas" not in told
