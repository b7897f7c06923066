"""The facts of cover: modifiers, neighbours, the head of a claim, diagnoses, plan, threshold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from visits import ON, card, procedure, visit

from romberg import facts
from romberg.claims import ClaimHead
from romberg.coding.procedure import CodedVisit
from romberg.knowledge.npi import npi_exists
from romberg.visit import PlanOfCare, Remark, Span


def told(
    coded: CodedVisit, payer: str = "medicare", head: ClaimHead | None = None, claim: Any = None
) -> dict[str, Any]:
    """The facts of a visit."""
    on = coded.visit.service_date or ON
    found = facts.of([coded], [claim], [card(payer, on)], [head])
    row: dict[str, Any] = found.visits.row(0, named=True)
    return row


def lines(coded: CodedVisit, payer: str = "medicare", head: ClaimHead | None = None) -> list[dict[str, Any]]:
    """The facts of a visit's lines."""
    on = coded.visit.service_date or ON
    return facts.of([coded], [None], [card(payer, on)], [head]).lines.to_dicts()


def remarks(*kinds: str, on: date | None = None) -> tuple[Remark, ...]:
    """Remarks of these kinds."""
    return tuple(Remark(kind, on, (Span(20, 30),)) for kind in kinds)


def luhn(number: str) -> bool:
    """The slow oracle: Luhn's sum over the issuer's prefix and the number, digit by digit from the right."""
    total = 0
    for place, digit in enumerate(reversed("80840" + number)):
        value = int(digit)
        if place % 2 == 1:
            value *= 2
            if value > 9:
                value -= 9
        total += value
    return total % 10 == 0


@given(st.text("0123456789", min_size=10, max_size=10))
def test_an_npi_is_one_by_the_whole_sum(number: str) -> None:
    assert npi_exists(number) is (luhn(number) and number[0] in "12")


@pytest.mark.parametrize("number", ["1234567893", "1003000126", "1993999998"])
def test_numbers_that_exist_in_form(number: str) -> None:
    assert npi_exists(number)


@pytest.mark.parametrize("number", ["123456789", "12345678930", "3234567893", "12345678x3", "1234567890", "٣234567893"])
def test_numbers_that_cannot_exist(number: str) -> None:
    assert not npi_exists(number)


def test_whose_number_is_wrong_is_told() -> None:
    head = ClaimHead(rendering_npi="1234567893", billing_npi="1234567890")
    assert told(visit(), head=head)["npi_faults"] == ["billing NPI 1234567890"]
    assert told(visit())["npi_faults"] is None


@pytest.mark.parametrize(
    ("payer", "on", "expected"),
    [
        ("medicare", date(2026, 2, 28), date(2027, 2, 28)),
        ("medicare", date(2024, 2, 29), date(2025, 2, 28)),
        ("cigna", date(2026, 1, 1), date(2026, 4, 1)),
        ("commercial", date(2026, 1, 1), None),
        ("self_pay", date(2026, 1, 1), None),
    ],
)
def test_the_last_day_for_filing(payer: str, on: date, expected: date | None) -> None:
    assert told(visit(service_date=on), payer)["filing_deadline"] == expected


@pytest.mark.parametrize(
    ("place", "setting", "fits"),
    [("11", "home", False), ("12", "home", True), ("11", "clinic", None), ("12", "clinic", None),
     ("11", "hospital-outpatient", False), ("22", "hospital-outpatient", True), ("11", "telehealth", None)],
)  # fmt: skip
def test_a_place_is_compared_where_the_note_names_one(place: str, setting: str, fits: bool | None) -> None:
    assert told(visit(setting=setting), head=ClaimHead(place=place))["place_fits"] is fits


def test_what_stands_on_the_claim_and_not_in_the_note() -> None:
    head = ClaimHead(diagnoses=("R26.81", "M54.50"), rendering_taxonomy="225X00000X", place="11")
    row = told(visit(dx="R26.81"), head=head)
    assert row["diagnoses_beyond_note"] == ["M54.50"]
    assert (row["taxonomy_role"], row["taxonomy_discipline"]) == ("therapist", "OT")
    assert row["has_authorization_number"] is False
    assert told(visit(), head=ClaimHead(authorization="A-1"))["has_authorization_number"] is True
    assert told(visit())["has_authorization_number"] is None


def test_charges_of_a_note_without_any_modifier_are_not_the_claim() -> None:
    bare = visit(procedure("97112", 20), billed="97112x1")
    assert told(bare)["modifiers_known"] is False
    assert told(bare, claim=bare.visit.billed)["modifiers_known"] is True
    assert told(visit(procedure("97112", 20), billed="97112x1-GP"))["modifiers_known"] is True


def test_diagnoses_on_their_day() -> None:
    row = told(visit(dx="G35 H81.11 R42", service_date=date(2026, 3, 26)))
    assert row["first_not_billable"].startswith("G35 was divided")
    assert row["others_not_billable"] == []
    assert row["diagnosis_conflicts"] == [
        "H81.11 and R42 exclude one another: H81 excludes R42. Both stand only where the two conditions have nothing "
        "to do with one another."
    ]
    assert told(visit(dx="R26.81 G35"))["others_not_billable"][0].startswith("G35 was divided")
    assert told(visit(dx="F02.80 G30.9"))["causes_not_first"] == ["F02.80 stands before G30.9, its cause"]
    assert told(visit(dx="G30.9 F02.80"))["causes_not_first"] == []


def test_the_claim_s_diagnoses_go_before_the_note_s() -> None:
    assert told(visit(dx="R26.81"), head=ClaimHead(diagnoses=("G35",)))["first_not_billable"] is not None


@pytest.mark.parametrize(
    ("dx", "discipline", "new", "aftercare"),
    [
        ("S83.511A", "PT", ["S83.511A"], []),
        ("S83.511D", "PT", [], []),
        ("S83.511A", "DC", [], []),
        ("S72.141D Z47.89", "PT", [], ["Z47.89"]),
        ("M17.11 Z47.1", "PT", [], []),
    ],
)
def test_injuries_and_their_aftercare(dx: str, discipline: str, new: list[str], aftercare: list[str]) -> None:
    row = told(visit(dx=dx, discipline=discipline))
    assert (row["injuries_as_new"], row["aftercare_of_injury"]) == (new, aftercare)


def test_authorised_visits_are_those_that_the_note_calls_so() -> None:
    text = "visit 7 of 12   auth 10 visits".ljust(400)
    planned = PlanOfCare(visit_number=7, authorized_visits=12, spans={"authorized_visits": (Span(0, 13),)})
    granted = PlanOfCare(visit_number=7, authorized_visits=10, spans={"authorized_visits": (Span(16, 30),)})
    coded = visit()
    assert told(replace(coded, visit=replace(coded.visit, text=text, plan=planned)))["authorized_visits"] is None
    assert told(replace(coded, visit=replace(coded.visit, text=text, plan=granted)))["authorized_visits"] == 10


def test_remarks_become_facts() -> None:
    row = told(visit(remarks=remarks("notice signed", "plateau", "hospice", "crash")))
    assert (row["notice"], row["is_plateau"], row["plan_changed"]) == ("signed", True, False)
    assert (row["agency_payers"], row["accident_insurers"]) == (["a hospice"], ["the insurer of a car crash"])
    assert told(visit(remarks=remarks("crash")), "auto")["accident_insurers"] == []
    assert told(visit(remarks=remarks("hospice")), "aetna")["agency_payers"] == []


def test_a_document_is_cited_for_the_days_that_it_held() -> None:
    for name, on, retired, undated in (
        ("L35036", date(2023, 3, 1), 0, 0),
        ("L35036", date(2023, 3, 2), 1, 0),
        ("L33631", date(2023, 12, 31), 0, 0),
        ("L33631", date(2026, 3, 1), 0, 1),
    ):
        named = visit(text=name.ljust(400), service_date=on, remarks=(Remark("document", None, (Span(0, 6),)),))
        row = told(named)
        assert (len(row["retired_documents"]), len(row["undated_documents"])) == (retired, undated), (name, on)


def test_the_plan_s_days() -> None:
    plan = PlanOfCare(evaluation_date=date(2026, 2, 1), certification_start=date(2026, 2, 1),
                      certification_end=date(2026, 6, 1))  # fmt: skip
    row = told(visit(plan=plan, remarks=remarks("plan sent", on=date(2026, 3, 10))))
    assert (row["days_since_evaluation"], row["certified_days"], row["days_to_plan_sent"]) == (39, 120, 37)
    assert row["days_before_certification"] == -39
    assert row["lacks_duration"] is None
    first = visit(kind="evaluation", remarks=remarks("plan goals", "plan frequency"))
    assert (told(first)["lacks_goals"], told(first)["lacks_duration"]) == (False, True)


def test_modifiers_by_what_they_say() -> None:
    (row,) = lines(visit(procedure("97112", 20), billed="97112x1-GP-CQ-59-GA-95-GP-CH"))
    assert row["discipline_modifiers"] == ["GP", "GP"]
    assert (row["assistant_modifiers"], row["distinct_modifiers"]) == (["CQ"], ["59"])
    assert (row["notice_modifiers"], row["telehealth_modifiers"]) == (["GA"], ["95"])
    assert (row["modifiers_not_valid"], row["modifiers_repeated"]) == (["CH"], ["GP"])
    assert (row["discipline_due"], row["therapy"], row["medicare_status"]) == ("GP", "always", "A")


def test_codes_on_their_day() -> None:
    (row,) = lines(visit(billed="97532x1-GP"))
    assert (row["code_valid"], row["code_dates"]) == (False, "until 2017-12-31")
    (row,) = lines(visit(billed="92507x1-GN"))
    assert (row["code_valid"], row["code_belongs_to"]) == (True, "SLP")
    (row,) = lines(visit(billed="20560x1"), "cigna")
    assert row["is_never_paid"] is True


@pytest.mark.parametrize(
    ("billed", "beside"),
    [
        ("97530x1 97140x1-59", ["97530"]),
        ("97110x1-59 97140x1 97112x1", ["97140", "97112"]),
        ("98941x1 97140x1-59", None),
        ("97112x1 99213x1 97530x1-59", None),  # a code that our tables do not know may have an edit
        ("97140x1-59", []),
    ],
)
def test_a_distinct_modifier_beside_codes_without_an_edit(billed: str, beside: list[str] | None) -> None:
    (found,) = [row["no_edit_beside"] for row in lines(visit(billed=billed)) if row["distinct_modifiers"]]
    assert found == beside


def test_on_which_code_of_a_pair_the_modifier_stands() -> None:
    def placed(billed: str) -> dict[str, tuple[bool, bool]]:
        return {
            row["code"]: (row["distinct_on_column_one"], row["distinct_on_both"]) for row in lines(visit(billed=billed))
        }

    assert placed("98941x1-59 97140x1") == {"98941": (True, False), "97140": (False, False)}
    assert placed("98941x1 97140x1-59") == {"98941": (False, False), "97140": (False, False)}
    assert placed("98941x1-59 97140x1-59") == {"98941": (False, True), "97140": (False, False)}


def test_an_edit_carries_how_well_it_is_known() -> None:
    row = next(row for row in lines(visit(billed="98941x1 97112x1")) if row["ncci_partner"])
    assert row["ncci_mark"] == "as of the edition of 2024-07-01"


def test_a_pair_quotes_what_the_note_shows_of_both() -> None:
    services = (
        procedure("98940", words="adjusted C5", regions=("cervical",)),
        procedure("97112", 15, words="ankle board", regions=("ankle",)),
    )
    row = next(row for row in lines(visit(*services, billed="98940x1-AT 97112x1-GP")) if row["ncci_partner"])
    assert row["ncci_both"] == "“ankle board” (15 min, ankle) and “adjusted C5” (cervical)"


def test_add_ons_stand_beside_their_first_code() -> None:
    by_code = {row["code"]: row for row in lines(visit(billed="97129x1 97130x2"))}
    assert (by_code["97130"]["stands_beside"], by_code["97130"]["is_alone"]) == (["97129"], False)
    assert by_code["97129"]["stands_beside"] is None
    (alone,) = lines(visit(billed="97130x2"))
    assert alone["is_alone"] is True


def test_pairs_of_the_payer_s_own() -> None:
    own = {
        row["code"]: (row["own_pair"], row["own_pair_parted"])
        for row in lines(visit(billed="97530x1 97140x1"), "humana")
    }
    assert own == {"97530": (None, None), "97140": ("97530", False)}
    parted = lines(visit(billed="97530x1 97140x1-59"), "humana")
    assert [row["own_pair_parted"] for row in parted] == [None, True]
    assert all(row["own_pair"] is None for row in lines(visit(billed="97530x1 97140x1")))


def test_pointers_lead_to_diagnoses_or_astray() -> None:
    head = ClaimHead(diagnoses=("M54.50", "R26.81"), pointers=((1,), (2, 3)))
    first, second = lines(visit(billed="97112x1 97110x1"), head=head)
    assert (first["pointed_diagnoses"], first["pointers_astray"], first["pointed_support"]) == (["M54.50"], [], "none")
    assert (second["pointed_diagnoses"], second["pointers_astray"]) == (["R26.81"], ["3"])
    (unpointed,) = lines(visit(billed="97112x1"))
    assert unpointed["pointed_diagnoses"] is None


def test_the_year_s_sum_runs_through_the_lines() -> None:
    head = ClaimHead(allowed_so_far_cents=240_000, line_allowed_cents=(6_000, None, 3_000))
    rows = lines(visit(billed="97112x2 97110x1 97530x1"), head=head)
    assert [row["allowed_before_cents"] for row in rows] == [240_000, 246_000, None]
    assert [row["line_allowed_cents"] for row in rows] == [6_000, None, 3_000]
    assert rows[0]["visit_allowed_cents"] is None
    assert [row["allowed_before_cents"] for row in lines(visit(billed="97112x2"))] == [None]


@pytest.mark.parametrize(("number", "reach"), [(None, False), (10, False), (30, True)])
def test_the_threshold_is_in_reach_of_long_episodes(number: int | None, reach: bool) -> None:
    coded = visit(billed="97112x2 97110x1", plan=PlanOfCare(visit_number=number))
    assert told(coded)["threshold_in_reach"] is reach
    assert told(coded, "commercial")["threshold_in_reach"] is False
