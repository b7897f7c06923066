"""What a payer told of the cover (271) goes into the price and the rules; X12 given as a note says what takes it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import made_claims
import made_remittances
import pytest
from test_x12_acknowledged import CLAIMS, TAKEN, file_of

from romberg.claims.eligibility import Benefit, Eligibility
from romberg.cli import main
from romberg.formats import cover_file
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.p837 import written

NOTE = str(Path(__file__).parents[1] / "examples" / "balance-visit.txt")
HEAD = "BHT*0022*11*1*20260402*0930~\nHL*1**20*1~\nNM1*PR*2*MEDICARE*****PI*CMS~\nHL*2*1*21*1~\nNM1*1P*2*CLINIC~\n"
ADA = "HL*3*2*22*0~\nNM1*IL*1*VALE*ADA****MI*1EG4TE5MK73~\nDTP*291*D8*20260302~\n"
BEN = ADA.replace("HL*3", "HL*4").replace("1EG4TE5MK73", "1EG4TE5MK74")
PART_B = "EB*C*IND*30*MA**26*1676~\nEB*C*IND*30*MB**23*257~\nEB*C*IND*30*MB**29*100.5~\n"
THERAPY = "EB*F**AE^AF***29*1340.5~\nMSG*USED AMOUNT 1139.50~\nEB*F**AD***29*2480~"


def put(folder: Path, body: str, name: str = "cover.271") -> str:
    (folder / name).write_bytes(file_of("271", "005010X279A1", HEAD + body))
    return str(folder / name)


def benefit(what: str, cents: int, period: str = "23", services: Sequence[str] = ("30",), **more: Any) -> Benefit:
    given = {"level": "IND", "plan": "", "percent": ""} | more
    return Benefit(what=what, services=tuple(services), period=period, amount_cents=cents, **given)


LEFT = [
    ((benefit("C", 25_700), benefit("C", 10_050, "29")), 10_050),
    ((benefit("C", 25_700), benefit("C", 20_000, "24")), 5_700),
    ((benefit("C", 25_700), benefit("C", 30_000, "24")), 0),
    ((benefit("C", 25_700),), None),  # how much of it was used, nobody tells
    ((benefit("C", 0),), 0),
    ((benefit("C", 100, "29"), benefit("C", 200, "29")), None),
    ((benefit("C", 100, "29"), benefit("C", 100, "29")), 100),
    ((benefit("C", 100, "29"), benefit("C", 7_500, "29", ("AE",))), 7_500),
    ((benefit("C", 100, "29"), benefit("C", 7_500, "29", ("AD",))), 100),
    ((benefit("C", 100, "29", insurance="MA"),), None),
    ((benefit("C", 100, "29", level="FAM"),), None),
    ((benefit("C", 900, "29", in_network=False), benefit("C", 100, "29", in_network=True)), 100),
    ((benefit("B", 2_500, "27"),), None),
    ((), None),
]


@pytest.mark.parametrize(("told", "left"), LEFT)
def test_what_is_left_of_the_deductible(told: tuple[Benefit, ...], left: int | None) -> None:
    assert Eligibility("M", "P", told).deductible_left("PT") == left


def test_what_was_used_of_therapy() -> None:
    told = (benefit("F", 248_000, "23", ("AE",)), benefit("F", 48_000, "29", ("AE",)))
    one = Eligibility("M", "P", (*told, benefit("F", 248_000, "23", ("AD",))))
    assert [one.therapy_used(discipline) for discipline in ("PT", "OT", "SLP", "")] == [200_000, None, None, None]


def test_the_price_takes_what_is_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = put(tmp_path, ADA + PART_B + THERAPY)
    lines = ["price", "--code", "97112:2:GP", "--code", "97110:3:GP", "--on", "2026-03-12", "--format", "json"]
    prices = []
    for more in (["--eligibility", path], ["--deductible-left", "100.50"], []):
        assert main([*lines, *more]) == 0
        prices.append(json.loads(capsys.readouterr().out))
    assert prices[0] == prices[1] != prices[2]
    main([*lines, "--eligibility", path, "--deductible-left", "0"])
    assert json.loads(capsys.readouterr().out)["patient_cents"] == prices[2]["patient_cents"]
    assert main(["price", NOTE, "--on", "2026-03-12", "--eligibility", path, "--format", "json"]) == 0
    told = capsys.readouterr()
    assert "deductible" in told.out
    assert "$100.50 of the deductible is left; $1,139.50 of PT was used this year" in told.err
    assert "VALE" not in told.err + told.out


def test_a_check_takes_the_deductible_and_the_therapy_of_the_year(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    near = put(tmp_path, ADA + PART_B + "EB*F**AE***23*2480~\nEB*F**AE***24*2479.99~")
    found = {}
    for name, more in (("with", ["--eligibility", near]), ("by hand", ["--allowed-so-far", "247999"]), ("bare", [])):
        main(["check", NOTE, "--format", "json", *more])
        report = json.loads(capsys.readouterr().out)
        found[name] = ({one["rule"] for one in report["findings"]}, report["price"])
    assert found["with"][0] == found["by hand"][0]
    assert "modifiers/kx_missing_over_threshold" in found["with"][0] - found["bare"][0]
    assert found["with"][1]["patient_cents"] > found["bare"][1]["patient_cents"]


def test_an_answer_of_another_year_is_not_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = put(tmp_path, (ADA + PART_B + THERAPY).replace("D8*2026", "D8*2025"))
    assert cover_file.read(path).on == date(2025, 3, 2)
    prices = []
    for more in (["--eligibility", path], []):
        main(["check", NOTE, "--format", "json", *more])
        prices.append(json.loads(capsys.readouterr().out)["price"])
    assert prices[0] == prices[1]


def test_which_member_is_meant_has_to_be_clear(tmp_path: Path) -> None:
    both = put(tmp_path, f"{ADA}EB*C*IND*30*MB**29*1~\n{BEN}EB*C*IND*30*MB**29*2~")
    with pytest.raises(Unreadable, match="name the one that is meant as"):
        cover_file.read(both)
    assert cover_file.read(f"{both}#1EG4TE5MK74").deductible_left("PT") == 200
    with pytest.raises(Unreadable, match="tells of no member of that number"):
        cover_file.read(f"{both}#NOBODY")
    with pytest.raises(Unreadable, match="AAA03: 75"):
        cover_file.read(put(tmp_path, f"{ADA}AAA*N**75*C~", "refused.271"))
    (tmp_path / "other").write_bytes(TAKEN)
    with pytest.raises(Unreadable, match="271"):
        cover_file.read(str(tmp_path / "other"))


def test_one_cover_goes_with_one_note(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", NOTE, NOTE, "--eligibility", put(tmp_path, ADA + PART_B.rstrip())]) == 2
    assert "one patient's cover" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (written(made_claims.batch()).encode(), ("claims (837)", "romberg x12 show", "--claim")),
        (written(made_claims.batch()).replace("*", "|").encode(), ("claims (837)", "romberg x12 show", "--claim")),
        (made_remittances.as_835(made_remittances.remittance("E1")), ("payments (835)", "romberg x12 show", "--claim")),
        (TAKEN, ("(999)", "romberg x12 show")),
        (CLAIMS, ("(277)", "romberg x12 show")),
        (file_of("271", "005010X279A1", HEAD + ADA.rstrip()), ("(271)", "romberg x12 show", "--eligibility")),
        (b"ISA*00*broken", ("romberg x12 show", "--claim")),
    ],
)
@pytest.mark.parametrize("name", ["given.txt", "given.837", "given"])
def test_a_file_of_x12_given_as_a_note_says_what_takes_it(
    data: bytes, told: tuple[str, ...], name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(data)
    assert main(["check", str(tmp_path / name)]) == 2
    said = capsys.readouterr().err
    assert all(words in said for words in (*told, "not a note"))
