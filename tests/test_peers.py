"""Peers: the public utilisation file in, a clinician's place among those of the same kind out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import made_claims
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_lists import csv_text
from releases import imported, refused, taken

from romberg.cli import main
from romberg.formats.x12.p837 import written
from romberg.knowledge import editions
from romberg.report.peers import compared, own_services
from romberg.report.peers.compare import LEAST_PEERS
from romberg.report.peers.own import LINES
from romberg.report.peers.published import peers

HEADER = (
    "Rndrng_NPI", "Rndrng_Prvdr_Last_Org_Name", "Rndrng_Prvdr_State_Abrvtn", "Rndrng_Prvdr_Type", "HCPCS_Cd",
    "HCPCS_Desc", "Place_Of_Srvc", "Tot_Benes", "Tot_Srvcs", "Tot_Bene_Day_Srvcs",
    "Avg_Sbmtd_Chrg", "Avg_Mdcr_Alowd_Amt",
)  # fmt: skip
PT = "Physical Therapist in Private Practice"
OT = "Occupational Therapist in Private Practice"
NAME = "MUP_PHY_R25_P05_V20_D23_Prov_Svc.csv"
Row = tuple[str, ...]


def row(npi: int, code: str, services: float, days: float, **more: str) -> Row:
    """One service of a clinician; the words are invented and must not be kept."""
    said = {"state": "TX", "type": PT, "place": "O", "patients": "20"} | more
    tail = (said["place"], said["patients"], f"{services:g}", f"{days:g}", "80.123", "29.456789")
    return (str(npi), "Somebody, Inc.", said["state"], said["type"], code, "invented words", *tail)


def clinicians(count: int = 40, state: str = "TX", first: int = 1_100_000_000) -> list[Row]:
    """Clinicians with 100 patient-days of 97112 and 97110 each; the nth bills n more units of 97112."""
    found = []
    for at in range(count):
        found += [row(first + at, "97112", 100 + at, 100, state=state), row(first + at, "97110", 150, 100, state=state)]
    return found


def file(folder: Path, rows: Sequence[Row], name: str = NAME, header: Row = HEADER) -> Path:
    """The file as the publisher writes it."""
    path = folder / name
    path.write_bytes(csv_text([header, *rows]).encode("cp1252"))
    return path


def load(tmp_path: Path, store: Path, rows: list[Row]) -> None:
    """Import a file of these rows."""
    told = imported(store, [file(tmp_path, rows)])
    assert [one.status for one in told] == ["imported"], [one.says for one in told]
    editions.forget()


# --- the file


def test_the_file_is_kept_without_names_and_words(tmp_path: Path, store: Path) -> None:
    rows = [*clinicians(2), row(1_900_000_000, "99213", 10, 10), row(1_900_000_001, "97140", 33.5, 30)]
    found = taken(store, file(tmp_path, rows))["peer_services"]
    assert found.height == 5
    one = found.filter(npi="1900000001").row(0, named=True)
    assert one == {
        "npi": "1900000001", "type": PT, "state": "TX", "code": "97140", "place": "O", "patients": 20,
        "services_hundredths": 3350, "patient_days_hundredths": 3000, "allowed_cents": 2946,
    }  # fmt: skip
    held = b"".join(one.read_bytes() for one in store.rglob("*.parquet"))
    assert b"Somebody" not in held
    assert b"invented words" not in held


DAMAGES: dict[str, tuple[list[Row], str]] = {
    "few patients": ([row(1_100_000_000, "97110", 9, 9, patients="9")], "fewer than 11 patients"),
    "no number": ([(*row(1_100_000_000, "97110", 9, 9)[:8], "many", "9", "1", "1")], "row|line 2"),
    "a place of its own": ([row(1_100_000_000, "97110", 9, 9, place="X")], "a cell does not hold"),
    "an odd number": ([row(5, "97110", 9, 9)], "a cell does not hold"),
    "twice": ([row(1_100_000_000, "97110", 9, 9), row(1_100_000_000, "97110", 8, 8)], "stands twice"),
    "no therapy": ([row(1_100_000_000, "99213", 9, 9)], "no row of 97110"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_file_is_refused(tmp_path: Path, store: Path, name: str) -> None:
    rows, says = DAMAGES[name]
    told = refused(store, file(tmp_path, rows))
    assert any(word in told for word in says.split("|")), told


def test_a_header_without_a_column_and_a_name_without_a_year(tmp_path: Path, store: Path) -> None:
    assert "lacks Place_Of_Srvc" in refused(store, file(tmp_path, [], header=(*HEADER[:6], "Place", *HEADER[7:])))
    assert "does not tell the year" in refused(store, file(tmp_path, clinicians(1), "services.csv"))


# --- the comparison


def test_a_clinician_of_the_file(tmp_path: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The 31st of 40: thirty of the other 39 bill less."""
    load(tmp_path, store, clinicians())
    assert main(["peers", "--npi", "1100000030", "--code", "97112", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    day, share = told["compared"]
    assert (day["value"], day["peers"], day["among"]) == (1.3, 39, f"{PT}, TX")
    assert day["percentile"] == pytest.approx(100 * 30 / 39)
    assert day["points"][2] == pytest.approx(1.19, abs=0.011)
    assert share["value"] == pytest.approx(130 / 280)
    assert share["percentile"] == pytest.approx(100 * 30 / 39)
    assert told["year"] == 2023
    assert "not nought" in told["note"]
    assert (told["areas_year"], day["areas"]) == (None, None)
    assert "not imported" in told["areas_note"]


def test_too_few_peers_in_the_state_are_the_nation_s(tmp_path: Path, store: Path) -> None:
    rows = [*clinicians(LEAST_PEERS + 5, "FL"), *clinicians(4, "VT", 1_200_000_000)]
    rows.append(row(1_300_000_000, "97112", 500, 100, type=OT))
    load(tmp_path, store, rows)
    found = peers()
    assert found is not None
    one = compared(found.of("1200000003"), found, PT, "VT", ["97112"])[0]
    assert (one.among, one.peers) == (f"{PT}, all states", LEAST_PEERS + 8)
    only = compared(found.of("1300000000"), found, OT, "TX", ["97112"])[0]
    assert only.percentile is None
    assert "only 0 peers" in only.why_not


def test_both_places_of_a_service_are_one(tmp_path: Path, store: Path) -> None:
    load(tmp_path, store, [*clinicians(), row(1_100_000_000, "97112", 60, 20, place="F")])
    found = peers()
    assert found is not None
    one = compared(found.of("1100000000"), found, PT, "TX", ["97112"])[0]
    assert one.value == pytest.approx(160 / 120)


def test_a_hidden_cell_is_not_nought(tmp_path: Path, store: Path) -> None:
    """Clinicians whose 97112 the file hides have no share, and are no peers of it."""
    hidden = [row(1_400_000_000 + at, "97110", 150, 100) for at in range(50)]
    load(tmp_path, store, [*clinicians(), *hidden])
    found = peers()
    assert found is not None
    share = compared(found.of("1100000030"), found, PT, "TX", [])[0]
    assert (share.measure, share.peers) == ("share of timed units", 39)
    assert compared(found.of("1400000000"), found, PT, "TX", []) == ()


# --- own lines


def lines(*rows: tuple[str, str, str, str, float]) -> pl.DataFrame:
    """Own lines."""
    return pl.DataFrame(rows, schema=LINES, orient="row")


Line = tuple[str, str, str, str, float]
some = st.lists(
    st.tuples(
        st.sampled_from("ab"), st.sampled_from("pqr"), st.sampled_from(["d1", "d2"]),
        st.sampled_from(["97112", "97110"]),
        st.integers(-1, 4).map(float),
    ),
    max_size=20,
)  # fmt: skip


@given(some)
@settings(max_examples=60, deadline=None)
def test_own_services_are_counted_as_one_would_by_hand(rows: list[Line]) -> None:
    expected = {}
    for npi, code in {(one[0], one[3]) for one in rows}:
        mine = [one for one in rows if (one[0], one[3]) == (npi, code)]
        units = sum(one[4] for one in mine)
        if units > 0:
            expected[npi, code] = (len({one[1] for one in mine}), units, len({one[1:3] for one in mine}))
    found = {(one["npi"], one["code"]): one for one in own_services(lines(*rows)).iter_rows(named=True)}
    assert {key: (one["patients"], one["units"], one["patient_days"]) for key, one in found.items()} == expected


def test_own_lines_from_a_table(tmp_path: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(tmp_path, store, clinicians())
    table = tmp_path / "lines.csv"
    rows = [("1700000000", f"P{at}", "2023-03-01", "97112", "3") for at in range(12)]
    few = [("1700000001", "P1", "2023-03-01", "97112", "3"), ("1700000001", "", "2023-03-01", "97112", "3")]
    table.write_text(csv_text([tuple(LINES), *rows, *few]))
    assert main(["peers", str(table), "--type", PT.lower(), "--state", "tx"]) == 0
    told = capsys.readouterr()
    assert "97112: 3.00 units a patient's day (12 patients); percentile 100 of 40 peers" in told.out
    assert "no percentile: 1 patients" in told.out
    assert "1 lines of" in told.err
    assert main(["peers", str(table)]) == 0
    assert "is not in the file; name --type" in capsys.readouterr().err


def test_own_lines_from_claims_are_medicare_s(tmp_path: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(tmp_path, store, clinicians())
    sent = tmp_path / "sent.837"
    text = written(made_claims.batch(made_claims.claim()))
    assert "*MB~" in text
    asked = ["peers", str(sent), "--type", PT, "--state", "TX"]
    sent.write_text(text)
    assert main(asked) == 0
    assert "97112: 2.00 units a patient's day (1 patients); no percentile" in capsys.readouterr().out
    sent.write_text(text.replace("*MB~", "*CI~"))
    assert main(asked) == 2
    assert "holds no line" in capsys.readouterr().err
    assert main([*asked, "--every-payer"]) == 0
    assert "97112: 2.00" in capsys.readouterr().out


def test_what_is_missing_is_said(tmp_path: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["peers", "--npi", "1100000000"]) == 2
    assert "No utilisation file is imported" in capsys.readouterr().err
    load(tmp_path, store, clinicians())
    for options, words in (
        ([], "Name LINES"),
        (["--npi", "1999999999"], "shows no service of 1999999999"),
        (["--npi", "1100000000", "--type", "Physical Therapists"], f"it has '{PT}'"),
        ([str(tmp_path / "gone.csv")], "cannot be read"),
    ):
        assert main(["peers", *options]) == 2
        assert words in capsys.readouterr().err
