"""Facts of lines and visits: what stands behind a charge, what it may be billed with, and who furnished it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from visits import ON, STUDENT, THERAPIST, candidate, card, flags, procedure, share, visit

from romberg import facts
from romberg.coding.procedure import CodedVisit
from romberg.facts import catalogue, marks
from romberg.facts.diagnoses import neuromuscular, support
from romberg.facts.visit import certified_through, days_since_report
from romberg.knowledge import codes
from romberg.knowledge.diagnosis_support import families, family
from romberg.visit import Clinician, Measure, PlanOfCare


def lines(coded: CodedVisit, payer: str = "medicare", on: date = ON) -> list[dict[str, Any]]:
    """The lines of one visit."""
    return facts.of([coded], [None], [card(payer, on)]).lines.to_dicts()


def whole(coded: CodedVisit, payer: str = "medicare") -> dict[str, Any]:
    """The facts of one visit as a whole."""
    return facts.of([coded], [None], [card(payer)]).visits.row(0, named=True)


def behind(coded: CodedVisit) -> dict[str, tuple[str | None, bool | None]]:
    """For each charge: the supported code, and whether the words support the billed one."""
    return {row["code"]: (row["supported_code"], row["is_supported"]) for row in lines(coded)}


# --- what stands behind a charge


def test_each_charge_finds_its_own_service() -> None:
    coded = visit(procedure("97112", 20), procedure("97110", 15), billed="97110x1 97112x1")
    assert behind(coded) == {"97110": ("97110", True), "97112": ("97112", True)}


@pytest.mark.parametrize(
    ("service", "billed"),
    [
        (procedure("97110", 28, stated_code="97112"), "97112"),
        (procedure("G0283", 15), "97032"),
        (procedure("98940"), "98941"),
        (procedure("97535", 38), "97112"),  # the only service, the only charge
    ],
)
def test_a_charge_of_another_code_finds_the_service_that_was_meant(service: Any, billed: str) -> None:
    coded = visit(service, procedure("97140", 10), billed=f"{billed}x1 97140x1")
    assert behind(coded) == {billed: (service.code, False), "97140": ("97140", True)}


def test_a_stated_code_beats_the_order_of_the_charges() -> None:
    strength, walking = procedure("97110", 28, stated_code="97112"), procedure("97116", 10)
    coded = visit(strength, walking, billed="97530x1 97112x2")
    assert behind(coded) == {"97112": ("97110", False), "97530": ("97116", False)}


def test_two_blocks_of_one_code_go_where_the_note_puts_them() -> None:
    blocks = (procedure("97110", 20, stated_code="97112"), procedure("97110", 10, stated_code="97110"))
    minutes = {row["code"]: row["minutes"] for row in lines(visit(*blocks, billed="97112x1 97110x1"))}
    assert minutes == {"97112": 20, "97110": 10}


def test_a_runner_up_code_is_open_not_wrong() -> None:
    coded = visit(procedure("97530", 23, candidates=(candidate("97112"),)), billed="97112x2")
    assert behind(coded) == {"97112": ("97530", None)}


def test_one_stimulation_under_two_numbers_is_no_mistake_of_the_coder() -> None:
    assert behind(visit(procedure("97014", 15), billed="G0283x1")) == {"G0283": ("97014", True)}


def test_the_complexity_of_an_evaluation_is_left_open() -> None:
    assert behind(visit(procedure("97162", 40), billed="97161x1")) == {"97161": ("97162", None)}


def test_a_charge_without_words_has_nothing_behind_it() -> None:
    coded = visit(procedure("97112", 20), billed="97112x1 97035x1")
    assert behind(coded)["97035"] == (None, False)


def test_services_that_nobody_charged_are_lines_too_unless_the_note_says_not_billed() -> None:
    coded = visit(procedure("97112", 20), procedure("97010", 10, flags=flags("not billed")), procedure("97110", 8))
    rows = lines(coded)
    assert [(row["code"], row["billed_units"], row["modifiers"]) for row in rows] == [
        ("97112", None, None),
        ("97110", None, None),
    ]


def test_a_claim_stands_for_the_charges_in_the_note() -> None:
    coded = visit(procedure("97112", 20), billed="97112x1")
    claim = visit(billed="97112x2-GP").visit.billed
    assert facts.of([coded], [claim], [card()]).lines["billed_units"].to_list() == [2]
    assert facts.of([coded], [()], [card()]).lines["billed_units"].to_list() == [None]


def test_two_lines_of_one_code_are_counted_together() -> None:
    rows = lines(visit(procedure("97110", 30), billed="97110x1-GP 97110x1-GP-CQ"))
    assert [(row["code_billed_units"], row["is_first_of_code"]) for row in rows] == [(2, True), (2, False)]


def test_equal_minutes_show_which_service_was_meant() -> None:
    charges = visit(billed="97116x1 97535x2").visit.billed
    claim = [replace(charges[0], minutes=12), replace(charges[1], minutes=24)]
    coded = visit(procedure("97530", 24), procedure("97112", 12))
    found = facts.of([coded], [claim], [card()]).lines
    assert found.select("code", "supported_code").rows() == [("97116", "97112"), ("97535", "97530")]


# --- units


def units(coded: CodedVisit, payer: str = "medicare") -> dict[str, tuple[int | None, int | None]]:
    """For each line the units that every count supports, and that the most generous one supports."""
    return {row["code"]: (row["units_safe"], row["units_most"]) for row in lines(coded, payer)}


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [((7,), (0,)), ((8,), (1,)), ((22,), (1,)), ((23,), (2,)), ((24, 23), (2, 1)), ((33, 7), (2, 1))],
)
def test_medicare_pools_minutes(minutes: tuple[int, ...], expected: tuple[int, ...]) -> None:
    services = [procedure(code, one) for code, one in zip(("97112", "97110"), minutes, strict=False)]
    assert [row["units_most"] for row in lines(visit(*services))] == list(expected)


@pytest.mark.parametrize("billed", ["97112x2 97110x1", "97112x1 97110x2"])
def test_a_tie_goes_to_the_split_that_was_billed(billed: str) -> None:
    rows = lines(visit(procedure("97112", 20), procedure("97110", 20), billed=billed))
    assert all(row["code_billed_units"] <= row["units_safe"] for row in rows)


def test_a_tie_does_not_give_both_codes_the_last_unit() -> None:
    rows = lines(visit(procedure("97112", 20), procedure("97110", 20), billed="97112x2 97110x2"))
    assert sum(row["code_billed_units"] > row["units_most"] for row in rows) == 1


def test_a_payer_of_unknown_counting_gets_both_counts() -> None:
    coded = visit(procedure("97112", 10), procedure("97110", 10), billed="97112x1 97110x1")
    assert sorted(units(coded, "commercial").values()) == [(0, 1), (1, 1)]


def test_a_payer_of_full_quarter_hours_pays_no_ten_minutes() -> None:
    assert units(visit(procedure("97112", 10)), "strict_fifteen") == {"97112": (0, 0)}


def test_units_beyond_the_whole_treatment_time_are_told_once() -> None:
    coded = visit(procedure("97112", 30), procedure("97110", 23), billed="97112x2 97110x2", total_minutes=30)
    assert sorted(row["units_over_total"] for row in lines(coded)) == [0, 2]


def test_the_total_bounds_a_payer_of_unknown_counting_only_for_a_single_code() -> None:
    both = visit(procedure("97112", 30), procedure("97110", 23), billed="97112x2 97110x2", total_minutes=30)
    one = visit(procedure("97112", 53), billed="97112x4", total_minutes=30)
    assert [row["units_over_total"] for row in lines(both, "commercial")] == [0, 0]
    assert [row["units_over_total"] for row in lines(one, "commercial")] == [2]


def test_time_that_nobody_attended_lends_no_units() -> None:
    coded = visit(procedure("97112", 10), procedure("97110", 20, flags=flags("unattended")))
    pooled = facts.of([coded], [None], [card()]).units
    assert pooled.select("code", "units_cms").rows() == [("97112", 1)]
    assert units(coded) == {"97112": (1, 1), "97110": (1, 1)}  # the second by its own minutes, outside of the pool
    assert [row["counted_minutes"] for row in lines(coded)] == [10, 20]


def test_missing_minutes_leave_the_code_open() -> None:
    assert units(visit(procedure("97112", None), procedure("97110", 20))) == {"97112": (None, None), "97110": (1, 1)}


def test_untimed_codes_are_one_unit() -> None:
    assert units(visit(procedure("97150", 45))) == {"97150": (1, 1)}


# --- people


@pytest.mark.parametrize(
    ("supervised", "expected"),
    [(True, False), (False, True), (None, None)],
)
def test_a_students_hands_count_with_the_therapist_in_the_room(supervised: bool | None, expected: bool | None) -> None:
    coded = visit(procedure("97112", 24, shares=(share("student", 24, supervised),)), clinicians=(STUDENT, THERAPIST))
    row = lines(coded)[0]
    assert row["furnished_by_unpaid"] is expected
    assert row["unpaid_people"] == ["Noor Vale, SPT"]


def test_minutes_of_an_aide_are_not_counted() -> None:
    coded = visit(procedure("97112", 25, shares=(share("therapist", 15), share("aide", 10))))
    row = lines(coded)[0]
    assert (row["furnished_by_unpaid"], row["counted_minutes"], row["units_most"]) == (False, 15, 1)


def test_an_aides_whole_service_leaves_the_pool() -> None:
    coded = visit(procedure("97112", 14), procedure("97110", 15, shares=(share("aide"),)), billed="97112x1 97110x1")
    rows = {row["code"]: row for row in lines(coded)}
    assert rows["97110"]["furnished_by_unpaid"] is True
    assert rows["97110"]["unpaid_people"] == ["a person who is an aide"]
    assert rows["97112"]["units_most"] == 1


def test_only_unpaid_people_named_leaves_the_performer_open() -> None:
    assert lines(visit(procedure("97112", 24), clinicians=(STUDENT,)))[0]["furnished_by_unpaid"] is None


def test_a_card_past_its_date_leaves_the_performer_open() -> None:
    late = date(2031, 1, 1)
    coded = visit(procedure("97112", 24, shares=(share("aide", 24),)), service_date=late)
    assert lines(coded, on=late)[0]["furnished_by_unpaid"] is None


@pytest.mark.parametrize(
    ("payer", "code", "excluded"),
    [("medicare", "97112", True), ("medicare", "98941", False), ("commercial", "97112", False)],
)
def test_medicare_excludes_a_chiropractors_therapy(payer: str, code: str, excluded: bool) -> None:
    dc = Clinician("E. Arden", "DC", "chiropractor", True, ())
    coded = visit(procedure(code, 15), discipline="DC", clinicians=(dc,), billed=f"{code}x1")
    assert lines(coded, payer)[0]["is_excluded_chiropractic"] is excluded


def test_assistants_units_are_due_by_unit() -> None:
    shares = (share("therapist", 8), share("assistant", 22))
    row = lines(visit(procedure("97112", 30, shares=shares), billed="97112x1-GP 97112x1-GP-CQ"))[0]
    assert (row["assistant_modifier"], row["assistant_units_due"], row["assistant_units_billed"]) == ("CQ", 1, 1)


def test_no_more_assistants_units_are_due_than_were_billed() -> None:
    row = lines(visit(procedure("97112", 30, shares=(share("assistant", 30),)), billed="97112x1-GP"))[0]
    assert (row["assistant_units_due"], row["assistant_units_billed"]) == (1, 0)


# --- kinds of service


@pytest.mark.parametrize(
    ("service", "billed", "fact"),
    [
        (procedure("97124", 15), "97112", "is_unrelated_service"),
        (procedure("97010", 15, flags=flags("unattended")), "97112", "is_unrelated_service"),
        (procedure("97035", 8), "97530", "is_unrelated_service"),
        (procedure("G0283", 15), "97032", "is_unattended_service"),
        (procedure("97112", 15, flags=flags("unattended")), "97112", "is_unattended_service"),
        (procedure("97150", 30), "97530", "is_group_service"),
        (procedure("97530", 30, flags=flags("group")), "97530", "is_group_service"),
    ],
)
def test_the_kind_of_mismatch_is_told_apart(service: Any, billed: str, fact: str) -> None:
    row = lines(visit(service, billed=f"{billed}x1"))[0]
    kinds = ("is_unrelated_service", "is_unattended_service", "is_group_service")
    assert [kind for kind in kinds if row[kind]] == [fact]


def test_one_attended_part_makes_a_service_attended() -> None:
    parts = (procedure("97112", 10), procedure("97112", 10, flags=flags("unattended")))
    assert lines(visit(*parts, billed="97112x1"))[0]["is_unattended_service"] is False


# --- the visit as a whole


def test_totals_allow_for_minutes_charged_under_a_timed_code() -> None:
    row = whole(visit(procedure("97112", 23), procedure("G0283", 15), billed="97112x2 97032x1"))
    assert (row["timed_sum"], row["timed_sum_as_billed"]) == (23, 38)


def test_a_service_without_minutes_leaves_the_sum_open() -> None:
    assert whole(visit(procedure("97112", 23), procedure("97110", None)))["timed_sum"] is None


@pytest.mark.parametrize(
    ("code", "discipline", "treatment", "therapy"),
    [
        ("97161", "PT", False, True),
        ("97112", "PT", True, True),
        ("98940", "DC", True, False),
        ("97112", "DC", True, False),
    ],
)
def test_treatment_and_therapy(code: str, discipline: str, treatment: bool, therapy: bool) -> None:
    row = whole(visit(procedure(code, 20), discipline=discipline))
    assert (row["has_treatment"], row["has_therapy"]) == (treatment, therapy)


EVALUATED = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("plan", "kind", "days"),
    [
        (PlanOfCare(visit_number=14, last_progress_visit=10), "daily", 4),
        (PlanOfCare(visit_number=14, last_progress_date=EVALUATED, evaluation_date=EVALUATED), "daily", 14),
        (PlanOfCare(visit_number=14), "daily", None),
        (PlanOfCare(), "daily", None),
        (PlanOfCare(visit_number=14), "progress", 0),
        (PlanOfCare(), "evaluation", 0),
    ],
)
def test_days_since_report(plan: PlanOfCare, kind: str, days: int | None) -> None:
    assert days_since_report(plan, kind) == days


@pytest.mark.parametrize(
    ("start", "end", "on", "through"),
    [
        (date(2026, 1, 1), date(2026, 1, 30), date(2026, 3, 12), date(2026, 1, 30)),  # the plan's own 30 days
        (date(2026, 1, 1), date(2026, 6, 30), date(2026, 3, 12), date(2026, 4, 1)),  # never more than 90
        (date(2026, 1, 1), None, date(2026, 3, 12), None),  # a shorter duration may have been certified
        (date(2026, 1, 1), None, date(2026, 5, 12), date(2026, 4, 1)),
        (None, date(2026, 3, 1), date(2026, 3, 12), date(2026, 3, 1)),
        (None, None, date(2026, 3, 12), None),
    ],
)
def test_the_certified_period_ends_at_its_stated_end_or_its_longest(
    start: date | None, end: date | None, on: date, through: date | None
) -> None:
    assert certified_through(PlanOfCare(certification_start=start, certification_end=end), on) == through


# --- diagnoses and measures


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["M54.50"], "none"),
        (["M54.50", "R26.81"], "moderate"),
        (["I69.351"], "strong"),
        (["I69.320"], "none"),  # speech after a stroke
        (["M54.16"], "weak"),
        (["Z47.1", "Z96.651"], "weak"),
        (["G20.A1"], "strong"),
        (["Q99.9"], None),
        (["Q99.9", "M54.50"], None),
        (["Q99.9", "R27.0"], "strong"),
        ([], None),
    ],
)
def test_diagnosis_support(written: list[str], expected: str | None) -> None:
    assert support(written, ON) == expected


def test_the_longest_prefix_decides() -> None:
    pairs = {"M25.561": "joint pain", "M25.361": "knee instability", "M25.9": "muscles and joints"}
    assert {code: found.family for code in pairs if (found := family(code))} == pairs


def test_every_family_is_dated_and_marked() -> None:
    assert all(one.mark in ("verified", "not verified") and one.since <= ON for one in families().values())
    assert {one.support for one in families().values()} == {"strong", "moderate", "weak", "none", "unrelated"}


def test_pain_scores_are_no_measure_of_balance() -> None:
    measures = [Measure("NPRS", 3, "points", ()), Measure("TUG", 14.2, "s", ()), Measure("TUG", 15.0, "s", ())]
    assert neuromuscular(measures) == ["TUG"]


# --- frames


def test_frames_have_the_catalogue_s_columns() -> None:
    found = facts.of([visit(procedure("97112", 20))], [None], [card()])
    assert dict(found.visits.schema) == catalogue.schema(catalogue.own("visit"))
    assert set(found.lines.columns) == set(catalogue.names("line"))


def test_a_visit_alone_is_the_visit_in_a_batch() -> None:
    many = [
        visit(procedure("97112", 20), procedure("97110", 20), billed="97112x2 97110x1"),
        visit(),
        visit(procedure("97112", 10), billed="97112x1", service_date=None),
        visit(procedure("98940"), procedure("97140", 16), billed="98940x1 97140x1-59", discipline="DC"),
    ]
    cards = [card(), card(), card("commercial"), card("auto")]
    together = facts.of(many, [None] * len(many), cards)
    for at, (coded, payer) in enumerate(zip(many, cards, strict=True)):
        alone = facts.of([coded], [None], [payer])
        for mine, all_ in ((alone.visits, together.visits), (alone.lines, together.lines)):
            assert mine.drop("visit").equals(all_.filter(pl.col("visit") == at).drop("visit"))


def test_no_visit_gives_empty_frames() -> None:
    none = facts.of([], [], [])
    assert none.visits.is_empty()
    assert none.lines.is_empty()


def test_lists_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        facts.of([visit()], [], [card()])


def test_a_code_that_nobody_knows_breaks_nothing() -> None:
    assert codes.get("99999") is None
    row = lines(visit(procedure("97112", 20), billed="99999x1"))[0]
    assert (row["timed"], row["is_attended_code"], row["supported_code"]) == (None, None, "97112")


def test_no_date_leaves_the_pairs_alone() -> None:
    coded = visit(procedure("98940"), procedure("97140", 16), billed="98940x1 97140x1", service_date=None)
    assert {row["ncci_partner"] for row in lines(coded)} == {None}
    assert whole(replace(coded, visit=replace(coded.visit, service_date=None)))["days_since_certification_end"] is None


# --- marks


@settings(max_examples=60, deadline=None)
@given(st.lists(st.none() | st.lists(st.sampled_from(marks.vocabulary("signer_roles"))), min_size=1, max_size=5))
def test_marks_hold_what_a_list_of_names_holds(rows: list[list[str] | None]) -> None:
    fact = "signer_roles"
    frame = pl.DataFrame([catalogue.column(fact, rows)])
    every = marks.vocabulary(fact)
    plain = [None if row is None else [name for name in every if name in row] for row in rows]
    assert [marks.unpacked(fact, number) for number in frame[fact]] == plain
    assert frame.select(marks.spelled(fact)).to_series().to_list() == plain
    for name in every:
        assert frame.select(marks.has(fact, name)).to_series().to_list() == [
            None if row is None else name in row for row in rows
        ]


def test_a_name_out_of_nowhere_is_refused() -> None:
    with pytest.raises(KeyError):
        marks.has("signer_roles", "janitor")
    with pytest.raises(KeyError):
        marks.packed("proofs_missing", ["luck"])
    assert marks.packed("proofs_missing", None) is None
