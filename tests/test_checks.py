"""The engine of the checks: findings with words, sources and places, and the four outcomes of every rule."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from visits import ON, STUDENT, THERAPIST, card, flags, procedure, share, visit

from romberg import facts
from romberg.checks import audit, explain, rule, rules
from romberg.checks.finding import Finding
from romberg.checks.loading import names
from romberg.checks.rule import Rule, parameter
from romberg.checks.words import fill, holes
from romberg.coding.procedure import CodedVisit
from romberg.facts.proof import spans
from romberg.visit import ELEMENTS, Clinician, Conflict, Span

CHIROPRACTOR = Clinician("E. Arden", "DC", "chiropractor", True, ())


def findings(coded: CodedVisit, payer: str = "medicare") -> tuple[Finding, ...]:
    """What the rules find on one visit."""
    on = coded.visit.service_date or ON
    return audit(facts.of([coded], [None], [card(payer, on)])).of(0)


def failed(coded: CodedVisit, payer: str = "medicare") -> set[tuple[str, str | None]]:
    """The rules that failed, each with its code; reminders left out."""
    grave = (one for one in findings(coded, payer) if one.severity != "informs")
    return {(one.rule, one.code) for one in grave if one.outcome == "fail"}


def test_a_clean_visit_has_no_failure() -> None:
    coded = visit(procedure("97112", 24), procedure("97110", 23), billed="97112x2-GP 97110x1-GP")
    assert failed(coded) == set()


@pytest.mark.parametrize(
    ("coded", "payer", "expected"),
    [
        (
            visit(procedure("97112", 7), billed="97112x1"),
            "medicare",
            {"units/below_eight_minutes", "units/exceed_minutes"},
        ),
        (visit(procedure("97112", 10), billed="97112x1"), "medicare", set()),
        (visit(procedure("97112", 10), billed="97112x1"), "commercial", {"units/below_fifteen_minutes"}),
        (
            visit(procedure("97112", 12), procedure("97110", 10), billed="97112x1 97110x1"),
            "medicare",
            {"units/exceed_minutes"},
        ),
        (visit(procedure("97124", 15), billed="97112x1"), "medicare", {"coding/unrelated_service"}),
        (visit(procedure("97110", 20), billed="97112x1"), "medicare", {"coding/code_not_supported"}),
        (
            visit(procedure("97530", 30, flags=flags("group")), billed="97530x2"),
            "medicare",
            {"units/group_billed_as_individual"},
        ),
        (visit(procedure("G0283", 15), billed="97032x1"), "medicare", {"coding/unattended_billed_as_attended"}),
        (
            visit(procedure("97112", 20), dx="M54.50", measures=()),
            "commercial",
            {"coverage/diagnosis_does_not_support"},
        ),
        (visit(procedure("97112", 20), dx="M54.50 I69.351"), "commercial", set()),
        (visit(procedure("97530", 20), procedure("97140", 20), billed="97530x2 97140x1"), "medicare", set()),
        (
            visit(
                procedure("97112", 20, shares=(share("student", 20, False),)),
                billed="97112x1",
                clinicians=(STUDENT, THERAPIST),
            ),
            "medicare",
            {"providers/not_qualified"},
        ),
        (
            visit(procedure("97112", 15), billed="97112x1-GP", discipline="DC", clinicians=(CHIROPRACTOR,)),
            "medicare",
            {"providers/not_qualified"},
        ),
        (
            visit(procedure("97112", 15), billed="97112x1-GY-GP", discipline="DC", clinicians=(CHIROPRACTOR,)),
            "medicare",
            set(),
        ),
    ],
)
def test_findings_of_whole_visits(coded: CodedVisit, payer: str, expected: set[str]) -> None:
    assert {name for name, _ in failed(coded, payer)} == expected


def test_one_line_has_one_finding_of_what_was_really_done() -> None:
    coded = visit(procedure("97010", 15, flags=flags("unattended", "group")), billed="97112x1")
    kinds = {name for name, _ in failed(coded)} - {"units/group_billed_as_individual"}
    assert kinds == {"coding/unrelated_service"}


def test_a_finding_carries_words_sources_and_places() -> None:
    coded = visit(procedure("97112", 20), billed="97112x2-GP")
    (found,) = [one for one in findings(coded) if one.rule == "units/exceed_minutes"]
    assert found.says == "97112 is billed with 2 units; 20 minutes beside the visit's other time support 1."
    assert (found.severity, found.basis, found.safe_fix) == ("blocks", "manual", False)
    assert (found.carc, found.rarc, found.route) == ("151", "N362", "corrected claim")
    assert (found.line, found.code, found.mark) == (0, "97112", "verified")
    assert [one.id for one in found.cites] == ["mcpm-5-20.2"]
    assert found.spans == (Span(90, 96), Span(250, 260))
    assert found.evidence["most"] == 1


def test_a_finding_cites_the_step_of_the_date_and_the_payer_s_line() -> None:
    coded = visit(procedure("97112", 10), billed="97112x1")
    (found,) = [one for one in findings(coded, "commercial") if one.rule == "units/below_fifteen_minutes"]
    assert [one.id for one in found.cites] == ["mcpm-5-20.2", "article-97112", "design-unknown-counting"]
    assert found.mark == "not verified"


def test_a_year_that_nobody_verified_is_unknown_with_its_reason() -> None:
    late = replace(visit(procedure("97112", 5), billed="97112x1").visit, service_date=date(2027, 3, 1))
    found = {one.rule: one for one in findings(CodedVisit(late, (procedure("97112", 5),)))}
    assert found["units/below_eight_minutes"].outcome == "unknown"
    assert "nobody has verified a value after 2026-12-31" in found["units/below_eight_minutes"].says


def test_contradictions_show_their_places() -> None:
    clash = Conflict("clock and total", "the clock shows 27 minutes, the note states 30", (Span(5, 9),))
    (found,) = findings(visit(procedure("97112", 20), billed="97112x1-GP", conflicts=(clash,)))
    assert found.rule == "documentation/time_does_not_add_up"
    assert found.says.endswith("the clock shows 27 minutes, the note states 30.")
    assert Span(5, 9) in found.spans


def test_every_proof_of_every_rule_can_be_looked_up() -> None:
    coded = visit(procedure("97112", 20, shares=(share("assistant", 20),), flags=flags("group")), billed="97112x1")
    plan = replace(coded.visit.plan, spans={"visit_number": (Span(30, 37),)})
    whole = replace(coded.visit, plan=plan, header_spans={"total_minutes": (Span(40, 48),)}, copied_from=(Span(2, 3),))
    (source,) = facts.of([replace(coded, visit=whole)], [None], [card()]).sources
    for one in rules():
        found = spans(source, source.lines[0] if one.grain == "line" else None, one.proof)
        assert list(found) == sorted(set(found))
    assert spans(source, None, ("plan.visit_number", "header.total_minutes")) == (Span(30, 37), Span(40, 48))
    assert spans(source, source.lines[0], ("flags.group", "performers")) == (Span(60, 70), Span(200, 210))
    assert spans(source, None, ("billed", "copied")) == (Span(2, 3), Span(250, 257))


def test_what_blocks_comes_first_and_what_is_open_last() -> None:
    coded = visit(procedure("97112", 20, vague=True), billed="97112x2", documentation={}, clinicians=())
    order = [(one.outcome == "unknown", one.severity != "blocks") for one in findings(coded)]
    assert order == sorted(order)
    assert len(order) > 4


def test_explain_gives_every_rule_one_outcome_a_line() -> None:
    coded = visit(procedure("97112", 20), procedure("97110", 10), billed="97112x1-GP 97110x1-GP")
    told = explain(facts.of([coded], [None], [card()]), 0)
    assert {one.rule for one in told} == set(names())
    assert {one.outcome for one in told} == {"pass", "not applicable"}
    assert len([one for one in told if one.rule == "units/exceed_minutes"]) == 2


def test_explain_and_audit_agree() -> None:
    coded = visit(procedure("97110", 20), billed="97112x2", dx="M54.50", documentation={})
    found = facts.of([coded], [None], [card("commercial")])
    told = {
        (one.rule, one.line, one.outcome, one.says) for one in explain(found, 0) if one.outcome in ("fail", "unknown")
    }
    assert told == {(one.rule, one.line, one.outcome, one.says) for one in audit(found).all()}


def test_an_audit_of_nothing_finds_nothing() -> None:
    assert audit(facts.of([], [], [])).all() == ()
    assert audit(facts.of([visit()], [None], [card()]), []).all() == ()


def test_the_order_of_visits_and_of_rules_changes_nothing() -> None:
    many = [
        visit(procedure("97112", minutes), procedure("97110", 20), billed="97112x2-GP 97110x1-GP")
        for minutes in (5, 10, 20, 30)
    ]
    first = audit(facts.of(many, [None] * 4, [card()] * 4)).by_visit
    shuffled = list(rules())
    random.Random(3).shuffle(shuffled)
    other = audit(facts.of(many[::-1], [None] * 4, [card()] * 4), shuffled).by_visit[::-1]
    assert [[replace(one, visit=0) for one in each] for each in first] == [
        [replace(one, visit=0) for one in each] for each in other
    ]


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(ELEMENTS)), st.sampled_from(ELEMENTS))
def test_more_evidence_never_adds_a_failure(present: set[str], one_more: str) -> None:
    def with_elements(elements: set[str]) -> CodedVisit:
        documentation = {name: ((Span(1, 2),) if name in elements else ()) for name in ELEMENTS}
        service = procedure("97112", 20, vague="specific_activities" not in elements)
        return visit(service, billed="97112x1", documentation=documentation)

    more, less = failed(with_elements(present | {one_more})), failed(with_elements(present))
    assert len(more) <= len(less)
    # Of a bare label nobody can ask for skill as well: that is asked once the activity is named.
    asked_next = {("documentation/skill_not_shown", None)} if one_more == "specific_activities" else set()
    assert more - less <= asked_next


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 60), min_size=1, max_size=3),
    st.lists(st.integers(1, 5), min_size=3, max_size=3),
    st.sampled_from(["medicare", "commercial", "strict_fifteen"]),
)
def test_the_supported_units_themselves_are_never_too_many(minutes: list[int], billed: list[int], payer: str) -> None:
    services = [procedure(code, one) for code, one in zip(("97112", "97110", "97530"), minutes, strict=False)]
    charges = " ".join(f"{one.code}x{units}" for one, units in zip(services, billed, strict=False))
    found = facts.of([visit(*services, billed=charges)], [None], [card(payer)])
    told = {one.line: one.outcome for one in audit(found, [rule("units/exceed_minutes")]).all()}
    for row in found.lines.to_dicts():
        if row["code_billed_units"] > row["units_most"]:
            assert told[row["line"]] == "fail"
        elif row["code_billed_units"] <= row["units_safe"]:
            assert row["line"] not in told
        assert row["units_safe"] <= row["units_most"]


# --- rules and words


def test_a_misspelt_parameter_fails_when_the_rule_is_read() -> None:
    with pytest.raises(KeyError, match="therapy_treshold"):
        parameter("medicare.therapy_treshold.pt_slp")


def test_a_misspelt_rule_is_named() -> None:
    with pytest.raises(KeyError, match="units/exceed_minuts"):
        rule("units/exceed_minuts")


def made(**other: Any) -> Rule:
    """A small rule about the visit."""
    given_: dict[str, Any] = {
        "grain": "visit",
        "applies": pl.lit(True),
        "fails": pl.col("is_copied"),
        "says": "",
        "asks": "",
        "fix": "",
        "severity": "warns",
        "basis": "good practice",
        "cites": (),
        "proof": (),
    }
    return Rule(**{**given_, **other})


def test_a_rule_is_in_force_by_date_and_family() -> None:
    one = made(effective=date(2025, 1, 1), ends=date(2025, 12, 31), payers=("medicare",))
    assert one.in_force(date(2025, 6, 1))
    assert one.in_force(date(2025, 6, 1), "medicare")
    assert not one.in_force(date(2025, 6, 1), "commercial")
    assert not one.in_force(date(2024, 12, 31))
    assert not one.in_force(date(2026, 1, 1), "medicare")


@pytest.mark.parametrize(
    ("on", "family", "expected"),
    [
        (date(2025, 1, 1), "medicare", "fail"),
        (date(2025, 12, 31), "medicare", "fail"),
        (date(2024, 12, 31), "medicare", "not applicable"),
        (date(2026, 1, 1), "medicare", "not applicable"),
        (date(2025, 6, 1), "commercial", "not applicable"),
        (None, "medicare", "unknown"),
    ],
)
def test_scope_of_a_rule(on: date | None, family: str, expected: str) -> None:
    one = made(effective=date(2025, 1, 1), ends=date(2025, 12, 31), payers=("medicare",))
    schema = {"service_date": pl.Date(), "payer_family": pl.String(), "is_copied": pl.Boolean()}
    frame = pl.DataFrame({"service_date": [on], "payer_family": [family], "is_copied": [True]}, schema=schema)
    assert frame.select(one.outcome()).item() == expected


@pytest.mark.parametrize(
    ("template", "values", "expected"),
    [
        ("Over {limit:usd}.", {"limit": 241000}, "Over $2,410.00."),
        ("{n:units} and {m:minutes}", {"n": 1, "m": 2}, "1 unit and 2 minutes"),
        ("{n:days}", {"n": 0}, "0 days"),
        ("{words:quoted}", {"words": ["a", "b"]}, "“a” and “b”"),
        ("{words:quoted}", {"words": ["a", "b", "c", "d", "e"]}, "“a”, “b”, “c” and 2 more"),
        ("{codes}", {"codes": ["M54.50", "R26.81", "R29.6"]}, "M54.50, R26.81 and R29.6"),
        ("{codes}", {"codes": []}, "none"),
        ("on {day}", {"day": date(2026, 3, 1)}, "on 2026-03-01"),
        ("{n:units}", {"n": None}, "not stated"),
        ("{n}", {"n": 3}, "3"),
    ],
)
def test_sentences(template: str, values: dict[str, Any], expected: str) -> None:
    assert fill(template, values) == expected


def test_holes_of_a_template() -> None:
    assert holes("{a:usd} of {b}") == (("a", "usd"), ("b", None))


def test_a_finding_on_a_pair_says_of_which_edition_it_is_known() -> None:
    coded = visit(procedure("98941", regions=("cervical",)), procedure("97112", 15), billed="98941x1-AT 97112x1-59")
    (found,) = [one for one in findings(coded) if one.rule == "code_pairs/ncci_conflict"]
    assert found.mark == "as of the edition of 2024-07-01"
    earlier = replace(coded, visit=replace(coded.visit, service_date=date(2024, 8, 1)))
    (found,) = [one for one in findings(earlier) if one.rule == "code_pairs/ncci_conflict"]
    assert found.mark == "verified"
