"""Payer cards: what the cards of the big payers say, and that no line is silent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from romberg.knowledge import card_check, card_files, card_lines, payers, rate_terms
from romberg.knowledge.card_lines import LINES, UNKNOWN
from romberg.knowledge.steps import NOT_VERIFIED

NAMES = payers.names()
TODAY = date(2026, 3, 2)
WANTED = {
    "medicare", "medicare_institutional", "medicare_advantage", "uhc_medicare_advantage", "medicaid", "uhc", "cigna",
    "aetna", "anthem", "humana", "bcbs_north_dakota", "bcbs_nebraska", "tricare", "va", "workers_comp_california",
    "workers_comp_new_york", "workers_comp_texas", "auto", "self_pay", "strict_fifteen",
}  # fmt: skip


def test_the_payers_of_a_rehabilitation_clinic_have_a_card() -> None:
    assert set(NAMES) >= WANTED


@pytest.mark.parametrize("name", card_files.bundled_names())
def test_the_cards_that_come_with_romberg_pass_the_proof_of_a_clinic_s_own(name: str) -> None:
    raw, places = card_check.read(card_files.FOLDER / f"{name}.yaml")
    assert raw["title"]
    assert ("title",) in places


@pytest.mark.parametrize("name", NAMES)
def test_no_line_is_silent_and_what_is_unknown_says_why(name: str) -> None:
    for line, chain in payers.dated_lines(name).items():
        for step in chain:
            told = step.why.strip()
            assert (step.value == UNKNOWN) is bool(told), f"{name} {line} since {step.since}: {step.value}, {told!r}"
            assert len(told) != 1
    assert set(payers.dated_lines(name)) == set(LINES)


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_line_is_empty_on_the_card(name: str) -> None:
    card = payers.card(name, TODAY)
    for line, step in card.lines.items():
        if step.value in (UNKNOWN, card_lines.NONE):
            assert getattr(card, line) == card_lines.empty(LINES[line])


def test_the_lines_of_a_card_are_those_of_the_catalogue() -> None:
    assert tuple(LINES) == payers.LINES
    assert all(line.meaning[0].isupper() and line.meaning.endswith(".") for line in LINES.values())


def test_medicare_in_offices_and_institutions() -> None:
    office, hospital = (payers.card(name, TODAY) for name in ("medicare", "medicare_institutional"))
    assert (office.ncci_edition, hospital.ncci_edition) == ("practitioner", "hospital")
    assert (office.certification_due, office.certification_lasts) == ("30 days", "90 days")
    assert office.progress_report_every == "10 treatment days"
    assert (office.timely_filing, office.appeal_deadlines["redetermination"]) == ("12 months", "120 days")
    assert (office.daily_unit_cap, office.lines["daily_unit_cap"].value) == (None, "none")
    assert office.minutes_by_code_demanded is False
    assert (office.mppr_percent, hospital.mppr_percent) == (50, 50)
    for name, before in (("medicare", "direct"), ("medicare_institutional", "general")):
        assert payers.card(name, date(2024, 12, 31)).assistant_supervision == before
        assert payers.card(name, date(2025, 1, 1)).assistant_supervision == "general"
    assert {"CQ", "CO"}.isdisjoint(payers.card("medicare", date(2019, 6, 3)).modifiers_demanded)
    assert {"CQ", "CO", "KX", "GP", "AT"} <= set(office.modifiers_demanded)
    assert any(one.startswith("chiropractor: 98940") for one in office.may_bill)


def test_uhc_s_medicare_plans_want_authorisation_from_september_2024() -> None:
    def asked(on: date) -> tuple[bool | None, str]:
        card = payers.card("uhc_medicare_advantage", on)
        return card.prior_authorization, card.authorization_terms

    assert asked(date(2024, 8, 31)) == (None, "")
    assert asked(date(2024, 9, 1))[0] is True
    assert "10 business days" not in asked(date(2025, 1, 12))[1]
    assert "first 6 visits in 8 weeks" in asked(date(2025, 1, 13))[1]
    assert payers.card("uhc_medicare_advantage", TODAY).family == "medicare_advantage"
    assert payers.card("medicare_advantage", TODAY).prior_authorization is None


def test_cigna_pays_four_units_in_line_order_from_october_2022() -> None:
    before, after = (payers.card("cigna", date(2022, 10, day)) for day in (14, 15))
    assert (before.daily_unit_cap, before.paid_first) == (None, "unknown")
    assert (after.daily_unit_cap, after.paid_first, after.assistant_percent) == (4, "line order", 85)
    assert after.lines["assistant_percent"].mark == NOT_VERIFIED
    assert (after.timely_filing, dict(after.appeal_deadlines)) == ("90 days", {"appeal": "180 days"})


def test_anthem_wants_start_and_stop_for_each_code() -> None:
    before, after = (payers.card("anthem", date(2025, 7, day)) for day in (8, 9))
    assert (before.start_and_stop_times, after.start_and_stop_times) == (None, True)
    assert after.minutes_by_code_demanded is True
    assert after.daily_unit_cap is None
    assert "Indiana" in after.lines["daily_unit_cap"].why


def test_two_blues_have_rules_of_their_own() -> None:
    assert payers.card("bcbs_north_dakota", TODAY).daily_unit_cap == 4
    assert payers.card("bcbs_nebraska", TODAY).counting == "cms"
    assert payers.card("bcbs_nebraska", TODAY).timely_filing == "120 days"
    assert payers.extends("bcbs_nebraska") == "bcbs"


def test_workers_compensation_by_state() -> None:
    california, new_york, texas = (
        payers.card(f"workers_comp_{one}", TODAY) for one in ("california", "new_york", "texas")
    )
    assert california.mppr is True
    assert {"97810", "98940", "98942"} <= set(california.mppr_also)
    assert (california.pays, california.conversion_factor) == ("own_factor", None)
    assert new_york.daily_values == {"treatment": 12, "with re-evaluation": 15, "with evaluation": 18}
    assert payers.card("workers_comp_new_york", date(2019, 3, 31)).daily_values["treatment"] == 8
    assert payers.card("workers_comp_texas", date(2024, 6, 3)).conversion_factor == Decimal("67.81")
    assert texas.conversion_factor is None
    assert texas.dc_therapy_excluded is False
    assert {one.family for one in (california, new_york, texas)} == {"workers_comp"}


def test_tricare_pays_assistants_from_april_2020() -> None:
    before, after = (payers.card("tricare", date(2020, 4, day)) for day in (15, 16))
    assert (before.assistants_payable, after.assistants_payable) == (False, True)
    assert (before.assistant_modifier, after.assistant_modifier) == (None, True)


@pytest.mark.parametrize(
    ("line", "value", "says"),
    [
        ("daily_unit_cap", "four", "four is no whole number"),
        ("daily_unit_cap", True, "no whole number"),
        ("counting", "none", "none is none of cms, ama, strict_fifteen"),
        ("mppr", "yes", "neither true nor false"),
        ("timely_filing", "90", "90 is no period"),
        ("appeal_deadlines", {"appeal": "soon"}, "soon is no period"),
        ("minimum_minutes", {"97112": 7.5}, "no whole number"),
        ("modifiers_demanded", "GP", "no list"),
        ("conversion_factor", Decimal("0"), "zero"),
        ("authorization_terms", " ", "no text"),
        ("daily_values", [1], "no list of names with a value each"),
        ("rates", {"flat": 3}, "no term of a rate card"),
    ],
)
def test_a_value_that_is_none_of_its_kind_is_told(line: str, value: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        card_lines.plain(line, value)


def test_the_page_on_cards_lists_every_line_and_term() -> None:
    page = (Path(__file__).parents[1] / "docs" / "payer_cards.md").read_text(encoding="utf-8")
    for line in LINES.values():
        assert f"| `{line.name}` |" in page
        assert f"| {line.meaning} |" in page
    assert all(f"`{term}`" in page for term in rate_terms.READERS)
    assert set(card_check.FAMILIES) <= set(page.replace("(", " ").replace(")", " ").replace(",", " ").split())
