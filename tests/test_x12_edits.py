"""Edits before sending: a valid file raises none, and each planted defect raises its own edit alone."""

from __future__ import annotations

import csv
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import made_claims as made
import pytest
import test_x12_r835
from hypothesis import given, settings
from hypothesis import strategies as st
from test_x12_edits_kinds import KINDS

from romberg.claims import Adjustment, LineAnswer, OtherPayer
from romberg.cli import main
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.edits import Validated, edits, validate
from romberg.formats.x12.p837 import written
from tools import x12_page

TODAY = date(2026, 11, 26)
BESIDE = Path(__file__).parents[2] / "shared" / "edi"
SECOND = made.claim(
    "V18",
    subscriber=replace(made.MEMBER, order="S", payer=replace(made.MEMBER.payer, filing="CI")),
    lines=(made.line(answers=(LineAnswer("15202", 8_000, "97112", ("GP",), 2,
                                              (Adjustment("CO", "45", 2_000),), made.DAY),)),),
    other_payers=(OtherPayer(made.MEMBER, 8_000),),
)  # fmt: skip
DEPENDENT = made.claim(
    "V19", patient=replace(made.ADA, birth_date=date(2015, 5, 5)), subscriber=replace(made.MEMBER, relationship="19")
)
VALID = written(made.batch(made.claim(), SECOND, DEPENDENT))
FIRST_HL = "HL*2*1*22*0~"


def looked(text: str) -> Validated:
    return validate(text.encode(), TODAY)


def counted(text: str) -> str:
    """The text with SE01 made true, where a segment was added or taken."""
    rows = text.split("~\n")
    start = next(at for at, row in enumerate(rows) if row.startswith("ST*"))
    end = next(at for at, row in enumerate(rows) if row.startswith("SE*"))
    parts = rows[end].split("*")
    rows[end] = "*".join([parts[0], str(end - start + 1), *parts[2:]])
    return "~\n".join(rows)


def codes(text: str) -> list[str]:
    return [one.code for one in looked(text).errors]


def everything(text: str) -> list[str]:
    """The codes of errors and of notices."""
    found = looked(text)
    return [one.code for one in (*found.errors, *found.notices)]


def test_valid_files_raise_nothing() -> None:
    assert looked(VALID).as_dict() == {"transaction": "837", "claims": 3, "errors": [], "notices": []}
    signs = VALID.replace("*", "|").replace("^", "}").replace(":", ">")
    assert codes(signs) == []
    assert codes("\ufeff" + VALID.replace("\n", "\r\n")) == []
    assert codes(VALID.replace("X222A1", "X222A2")) == []


# What is planted (the first such words are replaced), and the edit that it must raise alone.
PLANTED = [
    ("SE*", "SE*9", "segment_count_wrong"),
    ("GE*1*", "GE*7*", "group_count_wrong"),
    ("GE*1*17", "GE*1*18", "group_number_differs"),
    ("IEA*1*", "IEA*2*", "interchange_count_wrong"),
    ("IEA*1*000000017", "IEA*1*000000018", "interchange_number_differs"),
    ("*0001~\nGE", "*0002~\nGE", "transaction_number_differs"),
    ("*T*:~", "*X*:~", "isa_element_wrong"),
    ("CLM*V17", "ZZZ*1*2~\nCLM*V17", "segment_unknown"),
    ("CLM*V17", "OI***Y***Y~\nCLM*V17", "segment_misplaced"),
    ("DTP*472*D8*20260312~\nREF*6R*L1~", "REF*6R*L1~\nDTP*472*D8*20260312~", "segment_out_of_order"),
    ("N3*12 HARBOUR LANE", "N3*12 HARBOUR LANE*", "trailing_separator"),
    ("VALE*ADA", "VALÉ*ADA", "character_not_allowed"),
    ("VALE*ADA", "VALE*A\x07A", "character_not_allowed"),
    ("DTP*472*D8*20260312", "DTP*472*D8*20261345", "date_invalid"),
    ("DTP*472*D8*20260312", "DTP*472*RD8*20260312", "date_invalid"),
    ("*20260313*0930*CH", "*20260313*2561*CH", "time_invalid"),
    ("*100*UN*2", "*1O0*UN*2", "amount_invalid"),
    ("CLM*V17", "CLM*" + "V" * 39, "claim_number_too_long"),
    ("NM1*IL*1*VALE*ADA", "NM1*IL*1*" + "V" * 61 + "*ADA", "name_too_long"),
    ("N4*AUSTIN*TX*78702", "N4*A*TX*78702", "element_too_short"),
    ("*11:B:1*Y*A", "*11:B:1**A", "signature_missing"),
    ("VALE*ADA****", "VALE*ADA**MS**", "element_not_used"),
    ("*MI*1EG4TE5MK73", "**1EG4TE5MK73", "element_pair_incomplete"),
    (FIRST_HL, "HL*9*1*22*0~", "level_not_sequential"),
    (FIRST_HL, "HL*2*7*22*0~", "level_parent_wrong"),
    (FIRST_HL, "HL*2*1*22*1~", "level_child_wrong"),
    ("ST*837*0001*005010X222A1", "ST*837*0001*005010X223A2", "version_differs"),
    ("SV1*HC:97112:GP*100*UN*2***1~\n", "", "service_missing"),
    ("HI*ABK:M5450*ABF:R2681~\n", "", "diagnoses_missing"),
    ("N3*12 HARBOUR LANE~\n", "", "street_missing"),
    ("N4*AUSTIN*TX*787011234~\n", "", "city_missing"),
    ("REF*EI*741234567~\n", "", "tax_number_missing"),
    ("DTP*472*D8*20260312~\n", "", "service_date_missing"),
    ("DMG*D8*20150505*F~\n", "", "birth_missing"),
    ("BHT*0019*00*0000000170001*20260313*0930*CH~\n", "", "segment_missing"),
    ("SBR*P*18*******MB~\n", "", "cover_missing"),
    ("NM1*PR*2*MEDICARE PART B*****PI*15202~\n", "", "payer_missing"),
    ("REF*EI*741234567~\n", "REF*EI*741234567~\nREF*EI*741234567~\n", "tax_number_repeated"),
    ("DTP*431*D8*20260201~\n", "DTP*431*D8*20260201~\nDTP*431*D8*20260202~\n", "date_repeated"),
    ("SBR*P*18*******MB", "SBR*P*18*******XX", "filing_not_in_guide"),
    ("NM1*85*2", "NM1*85*3", "person_or_organisation_not_told"),
    ("*11:B:1*Y", "*11:B:9*Y", "frequency_not_in_guide"),
    ("DMG*D8*19440302*F", "DMG*D8*19440302*Q", "gender_not_in_guide"),
    ("*100*UN*2", "*100*ZZ*2", "unit_basis_wrong"),
    ("*11:B:1*Y", "*11:A:1*Y", "facility_qualifier_wrong"),
    ("*11:B:1*Y", "*11::1*Y", "facility_qualifier_wrong"),
    ("SV1*HC:97112", "SV1*XX:97112", "procedure_qualifier_wrong"),
    ("HI*ABK:", "HI*ZZZ:", "diagnosis_qualifier_wrong"),
    ("GS*HC*", "GS*HP*", "group_kind_differs"),
    ("*20260313*0930*17*X", "*20261313*0930*17*X", "date_invalid"),
    ("NM1*DN*1*MARSH", "NM1*DK*1*MARSH", "referring_qualifier_wrong"),
    ("*UN*2***1~", "*UN*2~", "pointer_missing"),
    ("*UN*2***1~", "*UN*2***~", "pointer_missing"),
    ("*UN*2***1~", "*UN*2***1:2:1:2:1~", "pointers_too_many"),
    ("ABK:M5450", "ABK:M54.50", "diagnosis_with_point"),
    ("ABK:M5450", "BK:M5450", "diagnosis_editions_mixed"),
    ("ABK:M5450*ABF:R2681", "ABF:M5450*ABF:R2681", "diagnosis_first_wrong"),
    ("ABK:M5450*ABF:R2681", "BK:7242*BF:7812", "diagnosis_ninth_edition"),
    ("ABF:R2681", "ABF:M5450", "diagnosis_repeated"),
    ("CLM*V17*145", "CLM*V17*146", "charge_out_of_balance"),
    ("*100*UN*2", "*-100*UN*2", "amount_negative"),
    ("CAS*CO*45*20~", "CAS*CO*45*21~", "other_payer_out_of_balance"),
    ("AMT*D*80~", "AMT*D*90~", "other_payment_out_of_balance"),
    ("SVD*15202*", "SVD*99999*", "answer_of_unknown_payer"),
    ("*UN*2***1~", "*UN*2***8~", "pointer_astray"),
    ("*UN*2***1~", "*UN*2***A~", "pointer_astray"),
    ("DTP*472*D8*20260312", "DTP*472*D8*20991231", "service_in_future"),
    ("DTP*472*D8*20260312", "DTP*472*RD8*20260312-20260310", "service_dates_reversed"),
    ("DTP*431*D8*20260201", "DTP*431*D8*20260401", "onset_after_service"),
    ("DTP*454*D8*20260220", "DTP*454*D8*20260401", "treatment_start_after_service"),
    ("DMG*D8*19440302", "DMG*D8*20260501", "birth_after_service"),
    ("DMG*D8*19440302", "DMG*D8*18440302", "birth_impossible"),
    ("SBR*P*18*******MB", "SBR*P********MB", "patient_missing"),
    ("SBR*P*18*******MB", "SBR*P*01*******MB", "relationship_not_self"),
    ("DMG*D8*19440302*F~\nNM1*PR", "NM1*PR", "subscriber_birth_missing"),
    ("N3*2 OAK AVE~\nN4*AUSTIN*TX*78702~\nDMG", "DMG", "subscriber_address_missing"),
    ("*11:B:1*Y", "*11:B:7*Y", "payer_claim_number_missing"),
    ("*11:B:1*Y", "*11:B:8*Y", "payer_claim_number_missing"),
    ("HI*ABK", "REF*F8*ICN1~\nHI*ABK", "payer_claim_number_superfluous"),
    ("CLM*V18", "CLM*V17", "claim_number_repeated"),
    ("REF*6R*L2", "REF*6R*L1", "line_control_repeated"),
    ("LX*2~", "LX*3~", "lines_not_counted_on"),
    ("*Y*A*Y*Y~\nDTP", "*Y*A*Y*Y**OA~\nDTP", "accident_date_missing"),
    ("*Y*A*Y*Y~\nDTP", "*Y*A*Y*Y**AA~\nDTP*439*D8*20260201~\nDTP", "accident_state_missing"),
    ("HC:97110:GP", "HC:97112:GP", "line_repeated"),
    ("NM1*DN*1*MARSH", "NM1*DK*1*MARSH*EDDA*R***XX*1679576722~\nNM1*DN*1*MARSH", "referring_qualifier_wrong"),
    ("SBR*P*18*******MB", "SBR*S*18*******MB", "other_payer_answer_missing"),
    ("HC:97112:GP", "HC:97532:GP", "code_not_in_force"),
    ("HC:97112:GP", "HC:97112:GP:CH", "modifier_not_in_force"),
    ("DTP*431", "DTP*439*D8*20260201~\nDTP*431", "accident_cause_missing"),
    ("NM1*82*1*QUIST*BO****XX*1245319599", "NM1*82*1*QUIST*BO****XX*1234567893", "rendering_same_as_billing"),
    ("*XX*1234567893", "*XX*123456789", "npi_length_wrong"),
    ("*XX*1234567893", "*XX*1234567894", "npi_check_digit_wrong"),
    ("*XX*1245319599", "*XX*12453195A9", "npi_not_digits"),
    ("*****XX*1234567893", "", "npi_missing"),
    ("REF*EI*741234567", "REF*EI*74123456", "tax_number_wrong"),
    ("HC:97112:GP", "HC:99999:GP", "code_unknown"),
    ("HC:97112:GP", "HC:97199:GP", "code_unknown"),
    ("HC:97112:GP", "HC:9711:GP", "code_form_wrong"),
    ("HC:97112:GP", "HC:97112:Z9:GP", "modifier_unknown"),
    ("HC:97112:GP", "HC:97112:GP:5", "modifier_form_wrong"),
    ("HC:97112:GP", "HC:97112:GP:GP", "modifier_repeated"),
    ("HC:97112:GP", "HC:97112:GP:59:KX:76:77", "modifier_fifth"),
    ("ABK:M5450", "ABK:Z9999", "diagnosis_unknown"),
    ("ABK:M5450", "ABK:M545", "diagnosis_incomplete"),
    ("*11:B:1*Y", "*98:B:1*Y", "place_unknown"),
    ("N4*AUSTIN*TX*787011234", "N4*AUSTIN*ZZ*787011234", "state_unknown"),
    ("N4*AUSTIN*TX*787011234", "N4*AUSTIN*TX*ABCDE", "zip_wrong"),
    ("N4*AUSTIN*TX*787011234", "N4*AUSTIN*TX*78701", "zip_not_nine"),
    ("N4*AUSTIN*TX*78702", "N4*AUSTIN*TX*00000", "zip_unknown"),
    ("PXC*261QP2000X", "PXC*999XX9999X", "taxonomy_unknown"),
    ("N3*12 HARBOUR LANE", "N3*PO BOX 12", "post_office_box"),
    ("TE*5125550100", "TE*512555", "telephone_wrong"),
    ("MI*1EG4TE5MK73", "MI*123456789A", "member_number_wrong"),
    ("CAS*CO*45*", "CAS*CO*999*", "reason_unknown"),
    ("HC:97112:GP", "HC:97112", "discipline_modifier_missing"),
    ("HC:97112:GP", "HC:97112:GP:GO", "discipline_modifier_conflict"),
    ("HC:97112:GP", "HC:97112:GO", "discipline_modifier_other"),
    ("HC:97112:GP", "HC:97112:GP:CO", "assistant_modifier_alone"),
    ("HC:97112:GP", "HC:97112:GP:CQ:CO", "assistant_modifiers_both"),
    ("*UN*2***1", "*UN*0***1", "units_not_positive"),
    ("*UN*2***1", "*UN*1.5***1", "units_not_whole"),
    ("*UN*2***1", "*UN*40***1", "units_over_daily_limit"),
    ("HC:97112:GP", "HC:97112:GP:AT", "modifier_without_service"),
    ("NM1*DN*1*MARSH*EDDA*R***XX*1679576722~\n", "", "referring_missing"),
    ("*11:B:1*Y*A*", "*11:B:1*Y*C*", "payer_assignment_missing"),
    ("HC:97112:GP*100*UN*2", "HC:98940*100*UN*1", "spinal_manipulation_active_missing"),
    ("HC:97112:GP", "HC:97112:GP:KX", "threshold_modifier_unproved"),
]  # fmt: skip


@pytest.mark.parametrize(("was", "instead", "edit"), PLANTED)
def test_each_planted_defect_raises_its_own_edit_alone(was: str, instead: str, edit: str) -> None:
    assert was in VALID
    text = VALID.replace(was, instead, 1)
    text = text if was.startswith(("SE", "*0001~\nGE")) else counted(text)
    assert everything(text) == [edit]


def test_telehealth_belongs_to_places_of_telehealth() -> None:
    other = replace(made.MEMBER, member_id="W123456", payer=replace(made.MEMBER.payer, filing="CI"))
    lines = (made.line(service=replace(made.line().service, modifiers=("GP", "95"))),)
    assert codes(written(made.batch(made.claim(subscriber=other, lines=lines, place="10")))) == []
    assert codes(written(made.batch(made.claim(subscriber=other, lines=lines)))) == ["home_place_with_telehealth"]


def test_an_insured_person_who_is_the_patient_has_no_patient_below() -> None:
    text = VALID.replace("SBR*P********MB", "SBR*P*18*******MB")
    assert codes(text) == ["patient_level_superfluous"]


def test_more_diagnoses_than_a_claim_holds() -> None:
    many = (
        "M25.511",
        "M25.512",
        "M25.521",
        "M25.522",
        "M25.531",
        "M25.532",
        "M25.551",
        "M25.552",
        "M25.561",
        "M25.562",
    )
    assert codes(written(made.batch(made.claim(diagnoses=("M54.50", "R26.81", *many))))) == []
    assert codes(written(made.batch(made.claim(diagnoses=("M54.50", "R26.81", *many, "M54.2"))))) == [
        "diagnoses_too_many"
    ]


def test_a_guide_that_is_not_the_one_for_professional_claims() -> None:
    assert codes(VALID.replace("X222A1", "X999")) == ["version_unknown"]


def test_numbers_that_stand_twice() -> None:
    assert codes(VALID + VALID.replace("*V1", "*W1")) == ["interchange_number_repeated"]
    head, rest = VALID.split("ST*", 1)
    body, tail = rest.split("GE*1", 1)
    again = f"{head}ST*{body}ST*{body.replace('*V1', '*W1')}GE*2{tail}"
    assert codes(again) == ["transaction_number_repeated"]


@pytest.mark.parametrize(
    ("what", "edit", "number"),
    [
        ("GE*", "group_end_missing", 93),
        ("IEA*", "interchange_end_missing", 93),
        ("GS*", "group_start_missing", 2),
        ("ST*", "transaction_start_missing", 3),
        ("SE*", "transaction_end_missing", 92),
    ],
)
def test_an_envelope_with_a_part_missing(what: str, edit: str, number: int) -> None:
    rows = VALID.split("\n")
    text = "\n".join(row for row in rows if not row.startswith(what))
    assert [(one.code, one.number) for one in looked(text).errors] == [(edit, number)]


def test_an_envelope_that_stands_outside_every_other() -> None:
    head, rest = VALID.split("\n", 1)
    found = codes(f"{head}\nIEA*0*000000017~\n{rest}")
    assert found[0] == "envelope_missing"


@pytest.mark.parametrize(
    ("was", "instead", "edit"),
    [
        ("BPR*I*69.65", "BPR*I*70.65", "payment_out_of_balance"),
        ("BPR*I*69.65", "BPR*I*many", "payment_not_evaluated"),
        ("WO:ICN0098*10*", "WO:ICN0098*ten*", "payment_not_evaluated"),
        ("CAS*CO*253*1.85", "CAS*CO*253*1.95", "claim_payment_out_of_balance"),
        ("CAS*PR*2*12", "CAS*PR*2*13", "line_payment_out_of_balance"),
    ],
)
def test_payments_that_do_not_balance(was: str, instead: str, edit: str) -> None:
    whole = test_x12_r835.ISA + test_x12_r835.PAID
    assert codes(whole) == []
    assert edit in codes(whole.replace(was, instead))


def test_what_follows_a_segment_that_is_not_there_is_told_once() -> None:
    for gone, edit in (
        ("CLM*V17*145***11:B:1*Y*A*Y*Y~\n", "claim_missing"),
        ("NM1*IL*1*VALE*ADA****MI*1EG4TE5MK73~\n", "subscriber_missing"),
    ):
        assert gone in VALID
        (found,) = looked(counted(VALID.replace(gone, "", 1))).errors
        assert (found.code, found.number) == (edit, VALID[: VALID.index(gone)].count("~") + 1)


def test_more_lines_than_a_claim_holds() -> None:
    days = [made.DAY - timedelta(days=number) for number in range(51)]
    lines = tuple(made.line(control=f"L{at}", service_date=on) for at, on in enumerate(days))
    assert codes(written(made.batch(made.claim(lines=lines, onset_date=None, initial_treatment_date=None)))) == [
        "lines_too_many"
    ]


def test_an_edit_never_carries_what_stands_in_the_file() -> None:
    text = VALID.replace("VALE*ADA", "VALÉ*ADA").replace("1EG4TE5MK73", "123456789A").replace("M5450", "Z9999")
    told = " ".join(str(one.as_dict()) for one in looked(text).errors)
    assert told
    assert not any(word in told for word in ("VAL", "ADA", "123456789A", "Z9999", "AUSTIN"))


def test_every_edit_says_what_is_wrong_and_at_which_level() -> None:
    for edit in edits().values():
        assert 1 <= edit.snip <= 7
        assert edit.says[0].islower() or edit.says[:3].isupper() or edit.says[:2].isupper() or edit.says[0].isupper()
        assert not edit.says.endswith(".")
        assert edit.mark in ("verified", "not verified")
        assert edit.severity in ("error", "warning", "notice")


def test_every_edit_is_raised_by_a_case() -> None:
    shown = {edit for _, _, edit in PLANTED} | {one[0] for one in KINDS} | {"lines_too_many"} | set(ELSEWHERE)
    assert set(edits()) - shown == set()


# Edits whose cases are below, or in tests of remittances.
ELSEWHERE = (
    "home_place_with_telehealth", "diagnoses_too_many", "version_unknown", "interchange_number_repeated",
    "transaction_number_repeated", "envelope_missing", "group_end_missing", "interchange_end_missing",
    "group_start_missing", "transaction_start_missing", "transaction_end_missing", "loop_missing", "pointer_repeated",
    "billing_level_missing", "subscriber_level_missing", "payment_out_of_balance", "payment_not_evaluated",
    "claim_payment_out_of_balance", "line_payment_out_of_balance", "patient_level_superfluous",
    "assistant_charged_in_full", "discipline_modifier_advised",
)  # fmt: skip


def test_the_command_tells_people_and_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad, none = (tmp_path / name for name in ("good.837", "bad.837", "none.837"))
    good.write_text(VALID)
    bad.write_text(VALID.replace("*11:B:1*Y", "*98:B:1*Y", 1))
    none.write_text("Patient: nobody")
    assert main(["x12", "validate", str(good)]) == 0
    assert "nothing is wrong with it" in capsys.readouterr().out
    assert main(["x12", "validate", str(bad)]) == 1
    assert "SNIP 5  place_unknown: segment 21, CLM05-1:" in capsys.readouterr().out
    assert main(["x12", "validate", str(bad), str(none), "--format", "json"]) == 2
    assert "no X12 file" in capsys.readouterr().err


@pytest.mark.skipif(not BESIDE.is_dir(), reason="no planted files lie beside the checkout")
def test_files_planted_by_others_raise_an_edit_of_their_own() -> None:
    folder = BESIDE / "planted"
    with (folder / "index.csv").open(newline="") as index:
        rows = list(csv.DictReader(index))
    found = {row["file"]: codes((folder / row["file"]).read_text("utf-8")) for row in rows}
    valid = [row["file"] for row in rows if not row["planted"]]
    assert [name for name, told in found.items() if not told] == valid
    assert len(valid) == 1


def test_the_committed_page_is_what_the_generator_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert x12_page.main(["--check"]) == 0, capsys.readouterr().out


_ELEMENTS = [(at, place) for at, row in enumerate(VALID.split("~\n")) for place in range(1, len(row.split("*"))) if at]
_ODD = st.sampled_from(
    ["", "²", "٣", "nan", "inf", "1e9", "-0", "9" * 40, "1_0", "A:B:C:D:E:F:G:H", ":", "::", "é", "0"]
)


@given(st.lists(st.tuples(st.sampled_from(_ELEMENTS), _ODD | st.text(max_size=12)), min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_whatever_stands_in_an_element_is_looked_at_or_refused(spoiled: list[tuple[tuple[int, int], str]]) -> None:
    rows = [row.split("*") for row in VALID.split("~\n")]
    for (at, place), text in spoiled:
        rows[at][place] = text
    with suppress(Unreadable):
        told = looked("~\n".join("*".join(row) for row in rows)).as_dict()["errors"]
        assert all(one["says"].endswith(".") for one in told)
