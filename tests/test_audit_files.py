"""Files that the audit reads: ours and foreign tables, and what is broken in them; runs that are stopped and go on."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from made_claim_lines import frame, written
from made_claims import batch, claim

from romberg.batch.audit import encoded, run, stages
from romberg.batch.audit.judge import judge
from romberg.batch.audit.run import Wanted
from romberg.cli import main
from romberg.formats.line_tables import maps, pieces, reading
from romberg.formats.line_tables.cells import ROW, ours
from romberg.formats.line_tables.columns import COLUMNS
from romberg.formats.line_tables.reasons import REASONS
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.p837 import written as x12

LINE: dict[str, Any] = {
    "patient": "P1", "claim": "C1", "line": 1, "service_date": date(2026, 3, 12), "code": "97110", "units": 2,
    "modifiers": "GP", "payer": "medicare", "rendering_npi": "1234567893", "billing_npi": "1234567893", "charge": 90.0,
    "diagnoses": "M54.50", "pointers": "1", "place": "11", "zip": "77002", "taxonomy": "225100000X",
}  # fmt: skip


def several(count: int) -> list[dict[str, Any]]:
    return [LINE | {"patient": f"P{at // 3}", "claim": f"C{at // 3}", "line": at % 3 + 1} for at in range(count)]


def audited(folder: Path, *inputs: str, **asked: Any) -> dict[str, pl.DataFrame]:
    run.run(Wanted(inputs, str(folder / "out"), anew=True, **asked), lambda *_: None, lambda _: None)
    return {name: pl.read_parquet(folder / "out" / f"{name}.parquet") for name in ("lines", "findings", "rejects")}


def reasons(told: dict[str, pl.DataFrame]) -> list[tuple[int, int, str]]:
    return told["rejects"].select("row", "rows", "reason").rows()


# --- one table, however it is written


def test_all_kinds_of_files_say_the_same(tmp_path: Path) -> None:
    table = frame(several(9))
    table.write_parquet(tmp_path / "a.parquet")
    table.write_csv(tmp_path / "a.csv")
    table.write_csv(tmp_path / "a.txt", separator="|", quote_style="always")
    table.with_columns(pl.col("service_date").cast(pl.String)).write_ndjson(tmp_path / "a.ndjson")
    told = [audited(tmp_path, str(tmp_path / f"a.{kind}")) for kind in ("parquet", "csv", "txt", "ndjson")]
    assert told[0]["lines"].height == 9
    assert all(one[name].equals(told[0][name]) for one in told for name in ("lines", "findings"))


def test_tuva_s_table_is_read_by_its_map(tmp_path: Path) -> None:
    table = pl.DataFrame(
        {
            "claim_id": ["1", "1", "2"], "claim_line_number": [1, 2, 1], "person_id": ["a", "a", "b"],
            "claim_type": ["professional", "professional", "institutional"], "payer": "Medicare", "hcpcs_code": "97110",
            "claim_line_start_date": [date(2026, 3, 12)] * 3, "service_unit_quantity": [1.0, 2.0, 1.0],
            "hcpcs_modifier_1": "GP", "hcpcs_modifier_2": [None, "KX", None], "charge_amount": [40.5, 81.0, 1.0],
            "place_of_service_code": "11", "diagnosis_code_1": "M5450", "diagnosis_code_2": [None, "R2689", None],
        }
    )  # fmt: skip
    table.write_parquet(tmp_path / "medical_claim.parquet")
    lines = audited(tmp_path, str(tmp_path / "medical_claim.parquet"), map="tuva")["lines"]
    assert lines.select("claim", "line", "units", "modifiers", "charge_cents").rows() == [
        ("1", 1, 1, "GP", 4050), ("1", 2, 2, "GP,KX", 8100),
    ]  # fmt: skip


def test_medicare_s_carrier_claims_are_read_by_their_map(tmp_path: Path) -> None:
    (tmp_path / "carrier.csv").write_text(
        "BENE_ID|CLM_ID|LINE_NUM|LINE_1ST_EXPNS_DT|LINE_LAST_EXPNS_DT|HCPCS_CD|LINE_SRVC_CNT|HCPCS_1ST_MDFR_CD|"
        "LINE_SBMTD_CHRG_AMT|CARR_NUM|CARR_LINE_PRCNG_LCLTY_CD|ICD_DGNS_CD1|PRF_PHYSN_NPI\n"
        "-1001|-2001|1|12-Mar-2026|12-Mar-2026|97112|2|GP|120.00|04412|18|M5450|1234567893\n"
        "-1001|-2001|2|12-Mar-2026|13-Mar-2026|97112|2|GP|120.00|04412|18|M5450|1234567893\n"
    )
    told = audited(tmp_path, str(tmp_path / "carrier.csv"), map="cms_carrier")
    assert told["lines"].select("patient", "payer", "service_date", "allowed_cents").rows()[0][:3] == (
        "-1001", "medicare", date(2026, 3, 12),
    )  # fmt: skip
    assert told["lines"]["allowed_cents"][0] is not None
    assert reasons(told) == [(3, 1, "days_span")]


def test_a_map_of_one_s_own_names_payers_and_columns(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        "columns: {patient: member, claim: number, service_date: day, code: cpt, units: qty, payer: plan}\n"
        "payers: {Big Blue: bcbs}\nconstants: {place: '11'}\n"
    )
    (tmp_path / "a.csv").write_text("member,number,day,cpt,qty,plan\nm,1,03/12/2026,97110,1,big blue\n")
    told = audited(tmp_path, str(tmp_path / "a.csv"), map=str(tmp_path / "own.yaml"))
    assert told["lines"]["payer"].to_list() == ["bcbs"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("columns: {nobody: a}", "table_map"),
        ("columns: [", "table_map"),
        ("rows: {}", "table_map"),
        ("columns: {code: a}\npayers: {x: no_such_card}", "table_map"),
    ],
)
def test_a_map_that_cannot_be_used_is_refused_in_a_sentence(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "own.yaml").write_text(text)
    with pytest.raises(Unreadable) as error:
        maps.opened(str(tmp_path / "own.yaml"))
    assert error.value.code == code


def test_a_table_without_a_required_column_is_refused_by_name(tmp_path: Path) -> None:
    frame([LINE]).drop("code").write_parquet(tmp_path / "a.parquet")
    with pytest.raises(Unreadable, match="no column for code"):
        audited(tmp_path, str(tmp_path / "a.parquet"))


# --- rows that are set aside, each with its reason


BROKEN: dict[str, dict[str, Any]] = {
    "patient_missing": {"patient": " "},
    "patient_placeholder": {"patient": "00000000"},
    "claim_missing": {"claim": ""},
    "date_out_of_range": {"service_date": date(1899, 12, 31)},
    "code_missing": {"code": ""},
    "code_not_read": {"code": "9711"},
    "units_not_read": {"units": 1000},
    "minutes_not_read": {"minutes": 1441},
    "line_not_read": {"line": -1},
    "amount_not_read": {"charge": -0.01},
    "modifier_not_read": {"modifiers": "GP,5"},
    "payer_not_known": {"payer": "Nobody's Own Mutual"},
}


@pytest.mark.parametrize("reason", BROKEN)
def test_a_row_is_set_aside_with_its_reason_and_the_others_are_done(tmp_path: Path, reason: str) -> None:
    rows = [
        *({"minutes": None} | one for one in several(3)),
        {"minutes": None} | LINE | {"claim": "X"} | BROKEN[reason],
    ]
    told = audited(tmp_path, *written(tmp_path / "in", rows))
    assert reasons(told) == [(4, 1, reason)]
    assert told["lines"].height == 3


def test_the_same_line_told_again_is_set_aside(tmp_path: Path) -> None:
    other = LINE | {"units": 3}
    told = audited(tmp_path, *written(tmp_path / "in", [LINE, LINE]))
    assert [one[2] for one in reasons(told)] == ["line_repeated"]
    told = audited(tmp_path, *written(tmp_path / "in", [LINE, other]))
    assert [one[2] for one in reasons(told)] == ["line_number_repeated"]
    assert told["lines"].height == 1


def test_broken_rows_of_a_csv_spoil_no_other_row(tmp_path: Path) -> None:
    text = frame(several(6)).write_csv().splitlines()
    text[2] += ",one cell more"
    text[4] = '"' + text[4]
    text.append("P9,C9")
    (tmp_path / "a.csv").write_text("\n".join(text))
    told = audited(tmp_path, str(tmp_path / "a.csv"))
    assert reasons(told) == [(3, 1, "row_broken"), (5, 1, "row_broken"), (8, 1, "row_broken")]
    assert told["lines"].height == 4


def test_broken_rows_of_ndjson_spoil_no_other_row(tmp_path: Path) -> None:
    table = frame(several(3)).with_columns(pl.col("service_date").cast(pl.String))
    (tmp_path / "a.ndjson").write_text(table.write_ndjson() + '{"patient": \n[1]\n')
    told = audited(tmp_path, str(tmp_path / "a.ndjson"))
    assert reasons(told) == [(4, 1, "row_broken"), (5, 1, "row_broken")]
    assert told["lines"].height == 3


def test_a_damaged_page_of_a_parquet_file_is_named_and_the_rest_is_done(tmp_path: Path) -> None:
    lines = [one | {"claim": f"{at * 2_654_435_761 % 2**40:010x}"} for at, one in enumerate(several(30_000))]
    frame(lines).write_parquet(tmp_path / "a.parquet", row_group_size=10_000, compression="zstd")
    data = bytearray((tmp_path / "a.parquet").read_bytes())
    at = len(data) // 2
    data[at : at + 2_000] = bytes(2_000)
    (tmp_path / "a.parquet").write_bytes(data)
    (piece,) = pieces.pieces(str(tmp_path / "a.parquet"))
    found = reading.read(piece)
    assert [one.reason for one in found.broken] == ["file_not_read"]
    assert found.frame.height >= 10_000
    assert found.broken[0].rows + found.frame.height == 30_000


def test_a_file_that_is_none_is_named_and_the_others_are_done(tmp_path: Path) -> None:
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 and nothing more")
    (tmp_path / "bad.837").write_bytes(b"ISA*nothing")
    told = audited(
        tmp_path, str(tmp_path / "bad.parquet"), str(tmp_path / "bad.837"), *written(tmp_path / "in", [LINE])
    )
    assert {one[2] for one in reasons(told)} == {"file_not_read"}
    assert told["rejects"].height == 2
    assert told["lines"].height == 1


def test_every_reason_has_its_sentence() -> None:
    assert set(BROKEN) <= set(REASONS)
    assert all(one.endswith(".") for one in REASONS.values())


def test_a_patient_of_many_lines_is_done(tmp_path: Path) -> None:
    lines = [LINE | {"line": at, "units": 1} for at in range(1, 20_001)]
    told = audited(tmp_path, *written(tmp_path / "in", lines))
    assert told["lines"].height == 20_000
    assert "units/daily_limit_exceeded" in told["findings"]["rule"].unique().to_list()


# --- an 837 file


def test_an_837_is_audited_as_its_lines_are(tmp_path: Path) -> None:
    (tmp_path / "claims.837").write_text(x12(batch(claim("V17"), claim("V18"))))
    told = audited(tmp_path, str(tmp_path / "claims.837"))
    assert told["rejects"].height == 0
    assert told["lines"]["claim"].unique().sort().to_list() == ["V17", "V18"]
    assert told["lines"]["payer"].unique().to_list() == ["medicare"]
    assert told["lines"]["patient"].unique().to_list() == ["1EG4TE5MK73"]
    assert told["lines"]["modifiers"].unique().to_list() == ["GP"]
    assert told["lines"]["allowed_cents"].null_count() == 0


def test_an_837_that_is_cut_short_gives_nothing(tmp_path: Path) -> None:
    text = x12(batch(claim("V17"), claim("V18")))
    (tmp_path / "claims.837").write_text(text[: len(text) * 3 // 4])
    told = audited(tmp_path, str(tmp_path / "claims.837"))
    assert told["lines"].height == 0
    assert [one[2] for one in reasons(told)] == ["file_not_read"]


# --- runs that are stopped


def outputs(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in sorted(folder.iterdir()) if one.is_file()}


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_run_that_is_stopped_goes_on_to_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    inputs = written(tmp_path / "in", several(60), parts=2)
    whole = Wanted(tuple(inputs), str(tmp_path / "whole"), buckets=4)
    run.run(whole, lambda *_: None, lambda _: None)
    stopped = Wanted(tuple(inputs), str(tmp_path / "stopped"), buckets=4)
    calls = iter(range(100))

    def dying(*given: Any) -> Any:
        if next(calls) == after:
            raise KeyboardInterrupt
        return judge(*given)

    monkeypatch.setattr(stages, "judge", dying)
    with pytest.raises(KeyboardInterrupt):
        run.run(stopped, lambda *_: None, lambda _: None)
    assert not (tmp_path / "stopped" / "findings.parquet").exists()
    assert not (tmp_path / "stopped" / "manifest.json").exists()
    said: list[str] = []
    run.run(stopped, lambda *_: None, said.append)
    assert said == ["A run that was stopped goes on where it was."]
    assert outputs(tmp_path / "stopped") == outputs(tmp_path / "whole")


def test_a_run_that_dies_while_it_encodes_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = written(tmp_path / "in", several(30), parts=3)
    wanted = Wanted(tuple(inputs), str(tmp_path / "out"), buckets=2)
    write, calls = encoded.write, iter(range(100))

    def dying(folder: Path, *given: Any) -> None:
        if next(calls) == 1:
            (folder.parent / ".000001.1.part").mkdir()  # what is half-written when a process is killed
            raise OSError(28, "No space left on device")
        write(folder, *given)

    monkeypatch.setattr(encoded, "write", dying)
    with pytest.raises(Unreadable, match="no space left on device"):
        run.run(wanted, lambda *_: None, lambda _: None)
    monkeypatch.setattr(encoded, "write", write)
    told = run.run(wanted, lambda *_: None, lambda _: None)
    assert told.manifest["counts"]["lines"] == 30


def test_files_without_rows_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("patient,claim,service_date,code,units\n")
    with pytest.raises(Unreadable, match="hold no rows"):
        audited(tmp_path, str(tmp_path / "a.csv"))


def test_the_folder_of_another_run_is_refused(tmp_path: Path) -> None:
    inputs = written(tmp_path / "in", several(3))
    audited(tmp_path, *inputs)
    with pytest.raises(Unreadable, match="finished audit"):
        run.run(Wanted(tuple(inputs), str(tmp_path / "out"), undecided=True), lambda *_: None, lambda _: None)


def test_a_finished_run_that_is_called_again_tells_the_same(tmp_path: Path) -> None:
    wanted = Wanted(tuple(written(tmp_path / "in", [*several(3), LINE | {"claim": ""}])), str(tmp_path / "out"))
    first = run.run(wanted, lambda *_: None, lambda _: None)
    left, said = outputs(tmp_path / "out"), list[str]()
    again = run.run(wanted, lambda *_: None, said.append)
    assert said == ["This audit is finished; nothing is left to do."]
    assert (again.manifest, outputs(tmp_path / "out")) == (first.manifest, left)
    assert again.summary.equals(first.summary)
    assert again.rejects.equals(first.rejects)


# --- the command


def test_the_command_leaves_tables_a_page_and_a_manifest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (path,) = written(tmp_path / "in", several(6))
    status = main(["audit", path, "--out", str(tmp_path / "out"), "--jobs", "1"])
    assert status in (0, 1)
    assert "6 lines of 2 claims audited" in capsys.readouterr().out
    names = {one.name for one in (tmp_path / "out").iterdir()}
    assert names == {
        "clinicians.parquet", "days.parquet", "findings.parquet", "lines.parquet", "manifest.json",
        "rejects.parquet", "report.html",
        "spread.parquet", "summary.parquet", "years.parquet",
    }  # fmt: skip
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["counts"]["lines"] == 6
    page = (tmp_path / "out" / "report.html").read_text()
    assert "By rule" in page
    assert "src=" not in page


@pytest.mark.parametrize(
    ("more", "says"),
    [(["--memory", "1M"], "--memory"), (["--jobs", "0"], "--jobs"), (["--map", "nobody"], "no map")],
)
def test_options_that_cannot_be_used_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], says: str
) -> None:
    (path,) = written(tmp_path / "in", [LINE])
    assert main(["audit", path, "--out", str(tmp_path / "out"), *more]) == 2
    assert says in capsys.readouterr().err


def test_the_columns_stand_in_the_page() -> None:
    page = (Path(__file__).parents[1] / "docs" / "audit.md").read_text(encoding="utf-8")
    assert all(f"| `{one.name}` |" in page for one in COLUMNS)
    assert all(f"`{name}`" in page for name in REASONS)


def test_numbers_and_days_are_read_as_people_write_them() -> None:
    cells = {"patient": "p", "claim": "c", "code": "97110", "payer": "medicare"}
    rows = pl.DataFrame(
        {**cells, "service_date": ["2026-03-12", "20260312", "03/12/2026", "12-Mar-2026"],
         "units": ["1", "1.0", " 1", "1.5"], "charge": ["40", "$1,040.50", "0.1", "40.555"], ROW: [1, 2, 3, 4]}
    )  # fmt: skip
    told = ours(rows, maps.Map("ours"))
    assert told["day"].n_unique() == 1
    assert told["units"].to_list() == [1, 1, 1, None]
    assert told["charge"].to_list() == [4000, 104050, 10, None]
    assert told["fault"].to_list() == [None, None, None, "units_not_read"]
