"""The report of a visit coded by hand: its shape, its units, its money, its verdict."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_notes import TEXT, at, balance, exercise, report, visit

import romberg
from romberg.report import Report
from romberg.report.verdict import light, score
from romberg.visit import ELEMENTS, BilledLine, Share
from romberg.visit.record import Record


def plain(made: Report) -> dict[str, Any]:
    """The report as a reader of JSON gets it."""
    found: dict[str, Any] = json.loads(json.dumps(made.as_dict()))
    return found


def rules(made: Report, outcome: str = "fail") -> set[str]:
    """The rules with an outcome."""
    return {one.finding.rule for one in made.findings if one.finding.outcome == outcome}


def test_the_object_has_the_names_of_the_contract() -> None:
    found = plain(report())
    assert found["schema"] == "romberg.check/1"
    assert found["knowledge"] == "2026.11"
    top = {"schema", "source", "note_sha256", "knowledge", "visit", "billed", "supported", "units", "findings", "price"}
    assert top | {"score", "light"} <= set(found)
    of_visit = {
        "service_date",
        "kind",
        "discipline",
        "setting",
        "payer",
        "timed_minutes",
        "total_minutes",
        "clinicians",
    }
    assert of_visit | {"procedures", "measures", "diagnoses", "documentation", "not_counted"} <= set(found["visit"])
    assert list(found["visit"]["documentation"]) == list(ELEMENTS)
    finding = found["findings"][0]
    assert set(finding) >= {
        "rule", "outcome", "severity", "basis", "code", "says", "fix", "safe_fix", "carc", "rarc", "route",
        "cites", "spans", "at_risk_cents",
    }  # fmt: skip
    assert set(finding["cites"][0]) >= {"id", "title", "on"}


def test_every_text_stands_at_its_first_span() -> None:
    seen = plain(report())["visit"]
    entries = [one for procedure in seen["procedures"] for one in procedure["activities"]] + seen["not_counted"]
    assert len(entries) == 4
    for one in entries:
        start, end = one["spans"][0]
        assert TEXT[start:end] == one["text"]


def test_medicare_s_pool_decides_and_both_counts_are_shown() -> None:
    found = plain(report())
    assert found["units"]["cms"] == {"97112": 2, "97110": 1}
    assert found["units"]["ama"] == {"97112": 2, "97110": 2}
    assert found["units"]["counted_by"] == "cms"
    assert [(one["code"], one["units"], one["minutes"]) for one in found["supported"]] == [
        ("97112", 2, 24),
        ("97110", 1, 23),
    ]
    assert found["units"]["minutes_to_next"] == 6


def test_an_unknown_way_of_counting_takes_the_lower_count_and_says_the_difference() -> None:
    made = report(payer="aetna")
    assert made.units.counted_by == "cms"
    assert sum(made.units.ama.values()) == 4
    assert "CMS gives 3 units, AMA 4 units" in made.units.says
    assert any("How Aetna counts" in one for one in made.unknown)


def test_units_of_the_assistant_stand_on_a_line_of_their_own() -> None:
    both = replace(
        exercise(), minutes=38, assistant_minutes=15, shares=(Share("therapist", 23, ()), Share("assistant", 15, ()))
    )
    lines = report(procedures=(both,)).supported
    assert [(one.units, one.minutes, one.modifiers) for one in lines] == [(2, 23, ("GP",)), (1, 15, ("GP", "CQ"))]


def test_an_occupational_therapist_s_lines_carry_go_and_a_telehealth_visit_95() -> None:
    made = report(visit(discipline="OT", setting="telehealth"), (balance(),))
    assert made.supported[0].modifiers == ("GO", "95")


def test_a_service_that_nobody_payable_furnished_has_no_units() -> None:
    alone = replace(balance(), shares=(Share("aide", 24, at("PTA")),))
    made = report(visit(billed=()), (alone, exercise()))
    assert made.units.cms == {"97110": 2}
    assert made.units.ama == {"97110": 2}
    assert [one.code for one in made.supported] == ["97110"]


def test_a_chiropractor_s_therapy_is_excluded_from_medicare_and_pays_nothing() -> None:
    made = report(visit(discipline="DC"), (balance(),))
    assert made.supported[0].modifiers == ("GY",)
    assert made.price.allowed_cents == 0


def test_findings_say_what_blocks_first_and_what_money_hangs_on_it() -> None:
    made = report()
    first = made.findings[0]
    assert first.finding.rule == "units/exceed_minutes"
    assert first.finding.severity == "blocks"
    two_units = report().price.lines[0].allowed_cents
    assert two_units is not None
    assert first.at_risk_cents is not None
    assert 0 < first.at_risk_cents < two_units, "one unit of three is at risk, not the whole line"


def test_findings_are_sorted_blocks_warns_informs() -> None:
    bare = visit(documentation={}, clinicians=(), measures=(), total_minutes=None, billed=visit().billed)
    order = [one.finding.severity for one in report(bare).findings]
    assert len(set(order)) > 1
    assert order == sorted(order, key=["blocks", "warns", "informs"].index)


def test_a_clean_note_stands() -> None:
    billed = (BilledLine("97112", 2, ("GP",)), BilledLine("97110", 1, ("GP",)))
    made = report(visit(billed=billed))
    assert rules(made) == set()
    assert (made.verdict.words, made.light, made.score) == ("STANDS", "green", 100)


def test_a_hint_changes_neither_score_nor_light_and_is_nothing_to_fix_first() -> None:
    billed = (BilledLine("97112", 2, ("GP",)), BilledLine("97110", 1, ("GP",)))
    made = report(visit(billed=billed, record=Record()))
    assert rules(made) == {"documentation/signature_undated"}
    assert [one.finding.severity for one in made.failed] == ["informs"]
    assert (made.verdict.words, made.light, made.score) == ("STANDS", "green", 100)
    assert "1 hint stands below" in made.verdict.because
    assert made.fixes == ()
    assert plain(made)["fix_first"] == []
    assert not made.blocks


def test_a_note_without_treatment_has_nothing_to_bill() -> None:
    made = report(visit(billed=(), timed_minutes=None), ())
    assert (made.verdict.words, made.light, made.score) == ("NOTHING TO BILL", "red", 0)
    assert made.supported == ()
    assert made.price.allowed_cents in (0, None)


def test_a_note_without_a_date_has_no_price_and_says_so() -> None:
    made = report(visit(service_date=None))
    assert made.price.allowed_cents is None
    assert any("no date of service" in one for one in made.unknown)
    assert plain(made)["visit"]["service_date"] is None


def test_after_the_last_verified_day_nothing_is_asserted_of_the_payer() -> None:
    made = report(visit(service_date=date(2027, 2, 1)))
    assert made.price.allowed_cents is None
    assert any("verified through 2026-12-31" in one for one in made.unknown)


def test_a_claim_replaces_the_charges_of_the_note() -> None:
    made = report(claim=(BilledLine("97112", 2, ("GP",)), BilledLine("97110", 1, ("GP",))))
    assert [one.units for one in made.billed] == [2, 1]
    assert "units/exceed_minutes" not in rules(made)


def test_the_score_comes_from_elements_and_findings_never_from_length() -> None:
    longer = visit(text=TEXT + "Nothing else of note. " * 400)
    assert report(longer).score == report().score
    missing = dict(visit().documentation) | {"plan": ()}
    assert report(visit(documentation=missing)).score == report().score - 5


def test_lights_follow_the_bands() -> None:
    assert light(80, []) == "green"
    assert light(79, []) == "yellow"
    assert light(60, []) == "yellow"
    assert light(59, []) == "red"
    assert score(visit(documentation={}), []) == 55
    blocked = [one.finding for one in report().findings]
    assert light(100, blocked) == "red"


@given(
    st.lists(st.tuples(st.integers(0, 90), st.booleans()), min_size=1, max_size=3),
    st.sampled_from(["medicare", "aetna", "strict_fifteen"]),
)
@settings(max_examples=60, deadline=None)
def test_supported_minutes_never_exceed_the_documented_ones(spent: list[tuple[int, bool]], payer: str) -> None:
    codes = ("97112", "97110", "97530")
    made = []
    for code, (minutes, by_assistant) in zip(codes, spent, strict=False):
        own = minutes // 2 if by_assistant else 0
        shares = (Share("therapist", minutes - own, ()), Share("assistant", own, ()))
        made.append(replace(balance(), code=code, minutes=minutes, assistant_minutes=own, shares=shares))
    found = report(visit(billed=()), tuple(made), payer)
    for code, (minutes, _) in zip(codes, spent, strict=False):
        mine = [one for one in found.supported if one.code == code]
        assert sum(one.minutes or 0 for one in mine) == minutes
    total = sum(minutes for minutes, _ in spent)
    assert sum(one.units for one in found.supported) <= (total + 7 * len(spent)) // 15


@pytest.mark.parametrize("payer", ["medicare", "aetna", "medicaid", "strict_fifteen", "workers_comp", "self_pay"])
def test_every_family_of_payers_gives_a_whole_report(payer: str) -> None:
    found = plain(report(payer=payer))
    assert found["light"] in ("green", "yellow", "red")
    assert found["visit"]["payer"] == payer


def test_the_cheapest_fixes_come_first() -> None:
    example = (Path(__file__).parents[1] / "examples" / "balance-visit.txt").read_text(encoding="utf-8")
    found = romberg.check(example.replace("97110-GP x1", "97110-GO x1"), None)
    grave = [one.finding for one in found.failed if one.finding.severity != "informs"]
    safe = [one.fix for one in grave if one.safe_fix]
    assert 0 < len(safe) < len(found.fixes)
    assert grave[0].safe_fix is False  # the gravest needs the clinician
    assert list(found.fixes[: len(safe)]) == safe
