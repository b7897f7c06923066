"""`romberg sample` and `romberg extrapolate`: files in, sheet and plan out, the review back, bad input refused."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import polars as pl
import pytest

from romberg.cli import main
from romberg.formats.sampling.amounts import cents_of, dollars
from romberg.report.sampling.estimates import Stratum, estimate

PAID = [3_140 + 977 * number % 20_000 for number in range(200)]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Two hundred invented claims, of two offices, and three that nothing was paid for."""
    file = tmp_path / "claims.csv"
    rows = [f"C{at:03},{dollars(cents)},{'north' if at % 4 else 'south'}" for at, cents in enumerate(PAID)]
    file.write_text("claim,paid,office\n" + "\n".join([*rows, "Z1,0.00,north", "Z2,0,south", "Z3,$0.00,south"]) + "\n")
    return file


def drawn(table: Path, *more: str) -> Path:
    """The folder of a sample of this table."""
    folder = table.parent / "review"
    assert main(["sample", str(table), "--seed", "autumn", "--out", str(folder), *more]) == 0
    return folder


def rows(folder: Path) -> list[dict[str, str]]:
    """The sheet's rows."""
    with open(folder / "sample.csv", newline="") as file:
        return list(csv.DictReader(file))


def review(folder: Path, found: list[dict[str, str]]) -> None:
    """Write the sheet back."""
    with open(folder / "sample.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]))
        writer.writeheader()
        writer.writerows(found)


def reviewed(folder: Path) -> list[dict[str, str]]:
    """Every third claim should have been paid half, one of seven not at all."""
    found = rows(folder)
    for at, row in enumerate(found):
        cents = cents_of(row["paid"]) or 0
        row["correct"] = dollars(0 if at % 7 == 3 else cents // 2 if at % 3 == 0 else cents)
        row["remark"] = "no certified plan" if at % 7 == 3 else ""
    review(folder, found)
    return found


def says(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> str:
    """What a refused call says."""
    assert main(arguments) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    return told


def test_a_sample_is_drawn_reviewed_and_estimated(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = drawn(table, "--size", "40", "--keep", "office")
    told = capsys.readouterr().out
    assert "40 of 200 units drawn (seed autumn)" in told
    assert "3 of 203 rows set aside" in told
    found = reviewed(folder)
    assert len(found) == 40
    assert {row["office"] for row in found} == {"north", "south"}
    assert main(["extrapolate", str(folder / "sample.csv"), "--format", "json"]) == 0
    told_json = json.loads(capsys.readouterr().out)
    over = tuple((cents_of(row["paid"]) or 0) - (cents_of(row["correct"]) or 0) for row in found)
    expected = estimate([Stratum("all", 200, over)])
    assert told_json["point_estimate_cents"] == expected.point_cents
    assert told_json["limits"][1]["lower_cents"] == expected.at(0.90).lower_cents
    assert told_json["error_rate"]["exact"] is True


@pytest.mark.parametrize("form", ["text", "md", "html", "pdf"])
def test_the_paper_holds_what_an_auditor_needs(table: Path, form: str, tmp_path: Path) -> None:
    folder = drawn(table, "--size", "35")
    reviewed(folder)
    out = tmp_path / f"found.{form}"
    assert main(["extrapolate", str(folder / "sample.csv"), "--format", form, "--output", str(out)]) == 0
    if form == "pdf":
        assert out.read_bytes().startswith(b"%PDF")
        return
    told = out.read_text()
    for word in ("Point estimate", "Lower limit", "autumn", "SHA-256", "no certified plan", "Student", "C0"):
        assert word in told


@pytest.mark.parametrize(
    "way",
    [
        ["--size", "30"],
        ["--strata", "office", "--size", "30"],
        ["--strata-by-amount", "3", "--allocation", "optimal", "--size", "30"],
        ["--certain-from", "200.00", "--size", "20"],
        ["--precision", "20%", "--expected-error-rate", "30%"],
        ["--unpaid", "--size", "30"],
    ],
)
def test_the_same_sample_is_drawn_from_the_plan(
    table: Path, way: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = drawn(table, *way)
    check = ["sample", str(table), "--check", str(folder / "plan.json")]
    assert main(check) == 0
    assert "The same sample is drawn." in capsys.readouterr().out
    table.write_text(table.read_text().replace("C007,", "C907,"))
    assert main(check) in (0, 1)
    assert "is not the file of the plan" in capsys.readouterr().err


def test_a_changed_amount_of_a_drawn_unit_is_another_sample(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = drawn(table, "--size", "30")
    unit = rows(folder)[0]["unit"]
    lines = [f"{unit},1.11,north" if one.startswith(unit) else one for one in table.read_text().splitlines()]
    table.write_text("\n".join(lines) + "\n")
    assert main(["sample", str(table), "--check", str(folder / "plan.json")]) == 1
    assert "Another sample" in capsys.readouterr().out


def test_parquet_with_cents_draws_the_same_as_csv_with_dollars(table: Path, tmp_path: Path) -> None:
    folder = drawn(table, "--size", "25")
    other = tmp_path / "claims.parquet"
    pl.DataFrame({"claim": [f"C{at:03}" for at in range(200)], "paid_cents": PAID}).write_parquet(other)
    again = tmp_path / "again"
    seed = ["--seed", "autumn", "--size", "25", "--out", str(again)]
    assert main(["sample", str(other), "--paid", "paid_cents", *seed]) == 0
    assert [row["unit"] for row in rows(again)] == [row["unit"] for row in rows(folder)]


def test_strata_of_the_table_are_estimated_each(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = drawn(table, "--strata", "office", "--size", "40")
    reviewed(folder)
    capsys.readouterr()
    assert main(["extrapolate", str(folder / "sample.csv"), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["name"], one["units"], one["reviewed"]) for one in told["strata"]] == [
        ("north", 150, 30),
        ("south", 50, 10),
    ]
    assert told["degrees_of_freedom"] is None


def test_a_unit_without_an_answer_is_refused_or_counts_when_asked(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = drawn(table, "--size", "31")
    found = reviewed(folder)
    found[4]["correct"] = ""
    review(folder, found)
    sheet = str(folder / "sample.csv")
    assert f"The unit {found[4]['unit']} has no amount" in says(capsys, ["extrapolate", sheet])
    assert main(["extrapolate", sheet, "--no-record-is-overpaid"]) == 0
    assert "1 units without a produced record" in capsys.readouterr().out


def test_a_sheet_that_was_changed_is_refused(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = drawn(table, "--size", "30")
    found = reviewed(folder)
    sheet = ["extrapolate", str(folder / "sample.csv")]
    review(folder, found[1:])
    assert "not the sample of the plan" in says(capsys, sheet)
    review(folder, [{**found[0], "paid": "99.99"}, *found[1:]])
    assert "not the sample of the plan" in says(capsys, sheet)
    review(folder, found[::-1])
    assert main(sheet) == 0


def test_a_review_is_never_overwritten(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = drawn(table, "--size", "30")
    before = (folder / "sample.csv").read_bytes()
    assert "may hold a review" in says(capsys, ["sample", str(table), "--size", "30", "--out", str(folder)])
    assert (folder / "sample.csv").read_bytes() == before


def test_few_units_and_few_errors_are_doubted(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = drawn(table, "--size", "12")
    found = rows(folder)
    for at, row in enumerate(found):
        row["correct"] = "0.00" if at == 0 else row["paid"]
    review(folder, found)
    capsys.readouterr()
    assert main(["extrapolate", str(folder / "sample.csv")]) == 0
    told = " ".join(capsys.readouterr().out.split())
    for doubt in ("Only 12 units were drawn", "Only 1 of the units drawn were wrong", "lower limit is not above zero"):
        assert doubt in told


BAD = {
    "claim,paid\nA,12.00\nB,twelve\n": "line 3: the column 'paid' holds no amount",
    "claim,paid\nA,12.00\n,3.00\n": "line 3: the column 'claim' is empty",
    "claim,paid\nA,12.00\nA,3.00\n": "The unit A stands more than once",
    "claim,paid\nA,12.00,7\n": "3 cells under 2 columns",
    "claim,amount\nA,12.00\n": "no column 'paid'; its columns are claim, amount",
    "C0017,31.40\nC0018,12.00\n": "no column 'claim'; its first line names no columns",
    "claim,paid,paid\nA,1,1\n": "names the column 'paid' twice",
    "claim,paid\nA,0.00\n": "holds no unit",
    "": "is empty",
    'claim,paid\n"A,12.00\n': "no readable CSV",
}


@pytest.mark.parametrize("text", list(BAD))
def test_a_bad_table_gets_a_sentence(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(text)
    out = tmp_path / "out"
    assert BAD[text] in says(capsys, ["sample", str(file), "--size", "2", "--out", str(out)])
    assert not out.exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--precision", "0"], "--precision '0' is no share"),
        (["--expected-error-rate", "many"], "is no share"),
        (["--certain-from", "much"], "is no amount of dollars"),
        (["--strata", "office", "--strata-by-amount", "2"], "names the strata already"),
        (["--strata-by-amount", "4", "--size", "3"], "too small for 4 strata"),
        (["--size", "-4"], "too small"),
    ],
)
def test_a_bad_option_gets_a_sentence(
    table: Path, options: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert words in says(capsys, ["sample", str(table), "--out", str(table.parent / "none"), *options])


def test_other_files_are_refused_kindly(tmp_path: Path, table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.parquet").write_bytes(b"PAR1 nothing")
    (tmp_path / "x.xlsx").write_bytes(b"PK")
    (tmp_path / "plan.json").write_text('{"seed": 3}')
    for name, words in (
        ("x.parquet", "no readable Parquet"),
        ("x.xlsx", "read as .csv"),
        ("gone.csv", "cannot be read"),
    ):
        assert words in says(capsys, ["sample", str(tmp_path / name), "--size", "3"])
    assert "no plan of a sample" in says(capsys, ["extrapolate", str(table), "--plan", str(tmp_path / "plan.json")])


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("31.40", 3140), ("$1,234.5", 123450), ("(12.00)", -1200), ("-7", -700), (40.1, 4010), (12, 1200), ("0", 0),
        ("1.234", None), ("12,34.00", None), ("", None), (None, None), (True, None), ("12 USD", None), (0.1234, None),
        ("1e3", None), ("9" * 20, None),
    ],
)  # fmt: skip
def test_amounts(text: object, cents: int | None) -> None:
    assert cents_of(text) == cents
    if cents is not None:
        assert cents_of(dollars(cents)) == cents


def test_a_cell_that_would_be_a_formula_is_none(tmp_path: Path) -> None:
    file = tmp_path / "claims.csv"
    file.write_text('claim,paid,note\nA,5.00,"=1+1"\nB,6.00,plain\n')
    folder = tmp_path / "review"
    assert main(["sample", str(file), "--size", "2", "--keep", "note", "--out", str(folder)]) == 0
    assert {row["note"] for row in rows(folder)} == {"'=1+1", "plain"}
