"""From a denial to its rules, its way and its last day; and which findings came true."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from romberg import checks
from romberg.checks.denied import Denied, denied
from romberg.checks.foretold import AnsweredLine, Foretold, Score, scores, summed
from romberg.claims import Adjustment
from romberg.knowledge import deadlines, denials, payers, typed


def of(carc: str, *rarcs: str, group: str = "CO", cents: int = 4_500) -> Denied:
    found = denied(Adjustment(group, carc, cents), rarcs)
    assert found is not None
    return found


@pytest.mark.parametrize("row", typed.rows("adjustment_kinds"), ids=lambda row: row["reason"])
def test_what_is_no_denial_stands_in_the_list_of_reasons(row: dict[str, str]) -> None:
    assert denials.reason(row["reason"]) is not None
    assert denied(Adjustment("CO", row["reason"], 100)) is None
    assert denials.kind_of(row["reason"].lower()) == row["kind"]


def test_nothing_taken_off_denies_nothing() -> None:
    assert denied(Adjustment("CO", "151", 0)) is None


@pytest.mark.parametrize(
    ("carc", "rarcs", "rule", "route"),
    [
        ("151", ("N362",), "units/exceed_minutes", "corrected claim"),
        ("272", ("N115",), "documentation/skill_not_shown", "appeal"),
        ("236", ("N20",), "code_pairs/ncci_conflict", "corrected claim"),
        ("11", ("N569",), "coverage/diagnosis_does_not_support", "corrected claim"),
        ("4", ("N822",), "modifiers/assistant_modifier_missing", "corrected claim"),
        ("170", ("N95",), "providers/not_qualified", "write off"),
    ],
)
def test_a_denial_names_the_rule_that_should_have_caught_it(
    carc: str, rarcs: tuple[str, ...], rule: str, route: str
) -> None:
    found = of(carc, *rarcs)
    assert rule in found.named
    assert found.rules[: len(found.named)] == found.named
    assert found.route == route
    assert found.cause
    assert found.fix


def test_every_rule_with_a_denial_is_found_by_that_denial() -> None:
    for one in checks.rules():
        if one.carc is not None:
            rarc = one.remark()
            assert one.name in of(one.carc, *([rarc] if rarc else [])).rules


def test_what_the_payer_could_not_process_is_a_new_claim_and_no_appeal() -> None:
    assert (of("16", "MA130").unprocessable, of("16", "MA130").route) == (True, "corrected claim")
    assert of("16", "N704").unprocessable
    assert of("50", "MA130").route == "corrected claim"
    assert not of("16", "N705").unprocessable
    assert of("16", "N705").route == "appeal"  # 16 points to its remark: no signature among the papers


def test_a_notice_of_rights_decides_nothing_and_an_unknown_reason_goes_by_its_group() -> None:
    assert of("151", "MA01").route == "corrected claim"
    assert of("ZZ9", group="PI").route == "appeal"
    assert of("ZZ9", group="PR").route == "patient"
    assert of("ZZ9").rules == ()


# --- deadlines

DAY = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("start", "period", "last"),
    [
        (date(2026, 3, 12), "120 days", date(2026, 7, 10)),
        (date(2026, 3, 12), "12 months", date(2027, 3, 12)),
        (date(2026, 1, 31), "1 months", date(2026, 2, 28)),
        (date(2024, 2, 29), "1 years", date(2025, 2, 28)),
        (DAY, "10 business days", None),
        (DAY, "", None),
    ],
)
def test_the_last_day_of_a_period(start: date, period: str, last: date | None) -> None:
    assert deadlines.last_day(start, period) == last


@given(st.dates(date(2018, 1, 1), date(2030, 1, 1)), st.integers(1, 40))
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(on: date, months: int) -> None:
    last = deadlines.last_day(on, f"{months} months")
    assert last is not None
    assert (last.year * 12 + last.month) - (on.year * 12 + on.month) == months
    assert last.day == on.day or (last.day < on.day and (last.replace(day=28).day + 4 > 28))


def test_the_card_says_until_when_to_appeal() -> None:
    found = deadlines.appeal_by(payers.card("medicare", DAY), date(2026, 4, 2))
    assert (found.step, found.last) == ("redetermination", date(2026, 7, 31))
    assert found.cite == "ngs-appeals-2025"
    assert deadlines.file_by(payers.card("medicare", DAY), DAY).last == date(2027, 3, 12)


def test_where_the_card_does_not_say_no_day_is_invented() -> None:
    unknown = deadlines.appeal_by(payers.card("medicaid", DAY), date(2026, 4, 2))
    assert unknown.last is None
    assert "each state has its own" in unknown.says
    undated = deadlines.appeal_by(payers.card("medicare", DAY), None)
    assert (undated.last, undated.says) == (None, "120 days after the decision, whose day is not known.")
    assert deadlines.appeal_by(payers.card("self_pay", DAY), DAY).says == "The card self_pay names no time for it."


def test_a_time_that_runs_from_the_service_is_counted_from_there() -> None:
    found = deadlines.appeal_by(payers.card("workers_comp_texas", DAY), date(2026, 6, 1), DAY)
    assert (found.step, found.last, found.mark) == ("reconsideration", date(2027, 1, 12), "not verified")


# --- which findings came true

UNITS = Foretold("units/exceed_minutes", "97112", "fail", "blocks")
SKILL = Foretold("documentation/skill_not_shown", "97112", "fail", "blocks")
WHOLE = Foretold("plan_of_care/certification_overdue", None, "fail", "blocks")


def line(code: str, paid: bool, *why: Denied) -> AnsweredLine:
    return AnsweredLine(code, paid, why)


def by_rule(told: list[Foretold], *answers: AnsweredLine) -> dict[str, tuple[int, int, int, int]]:
    return {
        one.rule: (one.came_true, one.denied_otherwise, one.paid, one.missed) for one in scores("NH", told, answers)
    }


def test_a_finding_came_true_where_its_line_is_denied_for_its_reason() -> None:
    found = by_rule([UNITS, SKILL], line("97112", False, of("151", "N362")))
    assert found == {UNITS.rule: (1, 0, 0, 0), SKILL.rule: (0, 1, 0, 0)}


def test_a_finding_on_a_paid_line_did_not_come_true_and_one_on_another_line_is_not_judged() -> None:
    found = by_rule([UNITS], line("97112", True), line("97110", False, of("50", "N115")))
    assert found[UNITS.rule] == (0, 0, 1, 0)
    assert found[SKILL.rule] == (0, 0, 0, 1)
    assert by_rule([UNITS], line("97110", True)) == {}


def test_a_finding_on_the_whole_visit_stands_for_every_line() -> None:
    assert by_rule([WHOLE], line("97112", True), line("97110", False, of("272", "N115")))[WHOLE.rule] == (1, 0, 0, 0)


def test_a_denial_of_which_its_rule_had_said_nothing_was_missed() -> None:
    assert by_rule([], line("97112", False, of("151", "N362"))) == {UNITS.rule: (0, 0, 0, 1)}
    undecided = Foretold(UNITS.rule, "97112", "unknown", "blocks")
    assert by_rule([undecided], line("97112", False, of("151", "N362"))) == {UNITS.rule: (0, 0, 0, 1)}


def test_scores_add_up_by_payer_and_rule() -> None:
    every = [Score("NH", "a", 1, 0, 2, 1), Score("NH", "a", 2, 1, 0, 0), Score("LM", "a", paid=1)]
    other, one = summed(every)
    assert (one.told, one.came_true, one.missed, one.precision) == (6, 3, 1, 0.5)
    assert (other.payer, other.precision) == ("LM", 0.0)
    assert Score("NH", "b", missed=2).precision is None
