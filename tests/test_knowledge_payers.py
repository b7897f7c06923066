"""Payer cards: one answer on every day, each line cited, names that notes use."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from romberg.knowledge import card_files, citations, parameters, payer_names, payers
from romberg.knowledge.documents import ROOM, read_yaml
from romberg.knowledge.steps import NOT_VERIFIED, VERIFIED

NAMES = payers.names()
QUARTERS = [date(year, month, 1) for year in range(2020, 2027) for month in (1, 4, 7, 10)]
TODAY = date(2026, 3, 2)


@pytest.mark.parametrize("name", NAMES)
def test_every_line_has_one_value_each_quarter_and_is_unknown_after(name: str) -> None:
    for on in QUARTERS:
        card = payers.card(name, on)
        assert set(card.lines) == set(payers.LINES)
        assert all(step.since <= on for step in card.lines.values())
        assert card.unknown_because == ""
    late = payers.card(name, payers.verified_through(name) + timedelta(days=1))
    assert (late.lines, late.counting, late.pays, late.ncci, late.mark) == (
        {},
        "unknown",
        "unknown",
        None,
        NOT_VERIFIED,
    )
    assert str(payers.verified_through(name)) in late.unknown_because


@pytest.mark.parametrize("name", NAMES)
def test_every_line_cites_a_source_that_resolves(name: str) -> None:
    for line, chain in payers.dated_lines(name).items():
        for step in chain:
            assert citations.get(step.cite).title, f"{name} {line}"
            if citations.get(step.cite).mark == NOT_VERIFIED:
                assert step.mark == NOT_VERIFIED, f"{name} {line} since {step.since} rests on {step.cite}"


@pytest.mark.parametrize("name", NAMES)
def test_values_are_of_their_kind(name: str) -> None:
    for on in QUARTERS:
        card = payers.card(name, on)
        assert card.counting in {"cms", "ama", "strict_fifteen", "unknown"}
        assert card.pays in {"fee_schedule", "own_factor", "rates", "unknown"}
        assert set(card.not_payable_roles) <= {"student", "aide", "assistant"}
        for flag in ("ncci", "certification", "mppr", "therapy_modifiers", "assistant_modifier", "dc_therapy_excluded"):
            assert getattr(card, flag) in {True, False, None}


def test_medicare_asks_for_all_that_it_asks_for() -> None:
    card = payers.card("medicare", TODAY)
    assert (card.family, card.counting, card.pays, card.mark) == ("medicare", "cms", "fee_schedule", "partly verified")
    asked = (
        "therapy_modifiers assistant_modifier ncci certification progress_report total_time_demanded mppr sequestration"
    )
    assert [line for line in asked.split() if getattr(card, line) is not True] == []
    assert card.dc_therapy_excluded is True
    assert card.lines["counting"].mark == VERIFIED
    assert payers.card("medicare", date(2019, 12, 31)).assistant_modifier is False


@pytest.mark.parametrize("on", QUARTERS)
def test_the_card_and_the_parameters_of_medicare_agree(on: date) -> None:
    card = payers.card("medicare", on)
    percent = parameters.step("medicare.assistant.payment_percent", on)
    required = parameters.step("medicare.assistant.modifier_required", on)
    assert percent is not None
    assert required is not None
    assert (card.assistant_percent, card.assistant_modifier) == (percent.value, required.value)


def test_only_the_strict_card_wants_fifteen_full_minutes_of_every_code() -> None:
    assert [name for name in NAMES if payers.card(name, TODAY).counting == "strict_fifteen"] == ["strict_fifteen"]


def test_the_fifteen_minutes_of_the_article_are_a_mark_not_verified() -> None:
    card = payers.card("commercial", TODAY)
    assert card.minimum_minutes == {"97112": 15}
    assert card.lines["minimum_minutes"].mark == NOT_VERIFIED
    assert payers.card("uhc", TODAY).minimum_minutes == {}
    assert payers.card("medicare", TODAY).minimum_minutes == {}


def test_lines_change_on_their_dates() -> None:
    assert payers.card("cigna", date(2022, 10, 14)).daily_unit_cap is None
    assert payers.card("cigna", date(2022, 10, 15)).daily_unit_cap == 4
    assert payers.card("bcbs_nebraska", date(2022, 9, 21)).counting == "unknown"
    assert payers.card("bcbs_nebraska", date(2022, 9, 22)).counting == "cms"
    assert payers.card("anthem", TODAY).start_and_stop_times is True


def test_the_examples_of_the_article_are_plans_of_one_card() -> None:
    rates = {
        plan: payers.card(f"article_examples.{plan}", TODAY).rates.codes["97112"]
        for plan in ("medicare", "medicaid", "private_a", "private_b")
    }
    assert rates == {"medicare": 4000, "medicaid": 3000, "private_a": 5000, "private_b": 4500}
    card = payers.card("article_examples", TODAY)
    assert "EXAMPLE" in card.title
    assert card.plan == "medicare"
    assert card.lines["rates"].mark == NOT_VERIFIED


def test_no_other_card_carries_a_price() -> None:
    assert [name for name in NAMES if payers.card(name, TODAY).rates.pays] == ["article_examples"]


def test_a_name_may_be_written_in_other_ways() -> None:
    assert payers.card("Workers-Comp", TODAY).name == "workers_comp"
    assert payers.card("self pay", TODAY).name == "self_pay"


@pytest.mark.parametrize("name", ["medicair", "", "../medicare", "medicare/../uhc"])
def test_an_unknown_payer_is_answered_with_the_names(name: str) -> None:
    with pytest.raises(payers.UnknownPayer) as wrong:
        payers.card(name, TODAY)
    assert "medicare, medicare_advantage" in str(wrong.value)


def test_an_unknown_plan_is_answered_with_the_plans() -> None:
    with pytest.raises(payers.UnknownPayer, match=r"article_examples\.private_b"):
        payers.card("article_examples.private_c", TODAY)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("medicare", "medicare"),
        ("medicare part b", "medicare"),
        ("humana medicare adv", "medicare_advantage"),
        ("humana gold", "medicare_advantage"),
        ("humana", "humana"),
        ("bcbs", "bcbs"),
        ("regence", "bcbs"),
        ("premera", "bcbs"),
        ("anthem blue cross", "anthem"),
        ("united healthcare", "uhc"),
        ("optum va community care", "va"),
        ("state farm", "auto"),
        ("l&i", "workers_comp"),
        ("work comp", "workers_comp"),
        ("epsdt", "medicaid"),
        ("medi-cal", "medicaid"),
        ("self pay", "self_pay"),
    ],
)
def test_notes_name_payers_in_many_ways(words: str, name: str) -> None:
    assert payer_names.called().cards[words] == name


def test_names_are_lower_case_longest_first_and_claimed_once() -> None:
    words = list(payer_names.called().cards)
    assert all(word == word.lower().strip() for word in words)
    assert [len(word) for word in words] == sorted(map(len, words), reverse=True)
    cards = read_yaml(ROOM / "payer_names.yaml")
    assert set(cards) <= set(NAMES)
    written = [
        word for card in cards.values() for key in ("called", "called_beside_label") for word in card.get(key, ())
    ]
    assert len(written) == len(set(written)) == len(words)


@pytest.mark.parametrize("word", ["aarp supp", "aarp", "secondary", "plan"])
def test_what_is_no_payer_is_not_called_one(word: str) -> None:
    assert word not in payer_names.called().cards


def test_words_that_mean_something_else_in_notes_are_marked() -> None:
    assert (
        {"pip", "wc", "va", "auto", "progressive", "cash"} <= payer_names.ambiguous() <= set(payer_names.called().cards)
    )
    assert payer_names.ambiguous().isdisjoint({"medicare", "cigna", "aetna", "medicaid", "tricare"})


@pytest.mark.parametrize("name", NAMES)
def test_a_card_kept_since_its_last_change_is_that_of_the_day(name: str) -> None:
    folder = card_files.own_folder()
    for on in [date(2019, 1, 1) + timedelta(days=n) for n in range(0, 3000, 11)]:
        assert payers.card(name, on) == payers._card(folder, name, on)
