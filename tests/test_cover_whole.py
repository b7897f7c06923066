"""Notes and claims through all rooms: what the rules on cover find on whole visits; clean ones stay clean."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from visits import card, procedure, visit

from romberg import facts
from romberg.batch import Options, check_text
from romberg.checks import audit
from romberg.claims import ClaimHead
from romberg.cli import entry
from romberg.visit import BilledLine

NOTE = """Valley Physical Therapy   PT daily note
Pt: Ines Maru   DOS {on}   Medicare Part B   visit {visit}   cert 03/01/2026 - 05/29/2026   Dx R26.81, R29.6
{more}
S: no falls since Friday.
O: TUG 14.2 s (17.9 s on 02/17/2026).
97112 Neuromuscular re-ed 24 min: tandem stance on foam with head turns, eyes closed 4 x 30 s, CGA, cue to hips
97110 Therapeutic exercise 16 min: sit to stand 3 x 10, heel raises 2 x 15 with tactile cue
R: sway less after the cue, 2 losses of balance then none.
A: {assessment} Skilled PT needed to grade the surface so that she can walk to church alone.
P: {plan}
97112-GP x2   97110-GP x1
Timed 40 min   Total treatment 40 min
Ida Falk, PT   e-signed {on}
"""
CLAIM = (BilledLine("97112", 2, ("GP",)), BilledLine("97110", 1, ("GP",)))
TOPICS = ("modifiers/", "code_pairs/", "providers/", "coverage/", "plan_of_care/")


def note(**parts: Any) -> str:
    """A daily note with some of its parts put in."""
    usual = {"on": "03/12/2026", "visit": 5, "more": "", "assessment": "Improving.", "plan": "2x/week for 4 weeks."}
    return NOTE.format(**{**usual, **parts})


def found(text: str, payer: str | None = None, claim: Any = None, head: ClaimHead | None = None) -> dict[str, str]:
    """What the rules on cover find on a note, by rule, with the outcome."""
    report = check_text(text, Options(payer=payer, claim=claim, head=head))
    told = report.as_dict()["findings"]
    return {one["rule"]: one["outcome"] for one in told if one["rule"].startswith(TOPICS)}


def test_a_clean_visit_stays_clean() -> None:
    assert found(note()) == {}
    head = ClaimHead(
        place="11",
        diagnoses=("R26.81", "R29.6"),
        pointers=((1,), (1, 2)),
        rendering_npi="1234567893",
        rendering_taxonomy="225100000X",
        billing_npi="1003000126",
        referring_npi="1993999998",
        allowed_so_far_cents=50_000,
    )
    assert found(note(), claim=CLAIM, head=head) == {}


@pytest.mark.parametrize(
    ("parts", "rule", "outcome"),
    [
        ({"more": "Auth 12 visits thru 3/10/26."}, "coverage/authorization_ended", "fail"),
        ({"more": "auth 4 visits"}, "coverage/authorized_visits_used", "fail"),
        ({"more": "auth 6 visits"}, "coverage/authorized_visits_end", "fail"),
        ({"more": "Receiving home health since Monday."}, "coverage/another_payer_first", "fail"),
        ({"more": "Neck pain after MVC 1/19/26."}, "coverage/accident_payer_first", "fail"),
        ({"more": "Referred by Dr. Alan Poe, DC."}, "providers/referred_by_chiropractor", "fail"),
        ({"more": "Skilled need per LCD L35036."}, "coverage/retired_document_cited", "fail"),
        ({"more": "Meets LCD L33631."}, "coverage/retired_document_cited", "unknown"),
        ({"more": "Late recert sent to MD."}, "plan_of_care/late_certification_unexplained", "fail"),
        ({"assessment": "Balance plateaued over 3 visits."}, "coverage/plateau_without_change", "fail"),
        ({"assessment": "All goals met."}, "coverage/goals_met_and_care_goes_on", "fail"),
        ({"visit": 9, "more": "last PN = eval 2/12/26"}, "plan_of_care/progress_report_due_soon", "fail"),
        ({"on": "05/22/2026"}, "plan_of_care/certification_ends_soon", "fail"),
        ({"more": "Eval 4/2/2026."}, "plan_of_care/visit_before_evaluation", "fail"),
    ],
)
def test_what_a_note_says_of_cover_is_found(parts: dict[str, Any], rule: str, outcome: str) -> None:
    assert found(note(**parts)).get(rule) == outcome


def test_a_plateau_with_a_changed_plan_is_no_finding() -> None:
    text = note(assessment="Balance plateaued over 3 visits.", plan="Change to perturbation training, 2x/week.")
    assert "coverage/plateau_without_change" not in found(text)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"place": "12"}, None),  # the note does not say where it was
        ({"rendering_npi": "1234567890"}, "providers/npi_cannot_exist"),
        ({"rendering_taxonomy": "225X00000X"}, "providers/taxonomy_of_another_discipline"),
        ({"rendering_taxonomy": "225200000X"}, "providers/taxonomy_cannot_bill"),
        ({"billing_npi": "1003000126"}, "providers/certifier_not_named"),
        ({"diagnoses": ("G35",)}, "coverage/first_diagnosis_not_billable"),
        ({"diagnoses": ("R26.81", "M54.50")}, "coverage/diagnosis_not_in_note"),
        ({"diagnoses": ("R26.81",), "pointers": ((1,), (2,))}, "coverage/pointer_astray"),
        ({"diagnoses": ("R26.81",), "pointers": ((1,), ())}, "coverage/pointer_missing"),
        ({"allowed_so_far_cents": 248_000}, "modifiers/kx_missing_over_threshold"),
        ({"allowed_so_far_cents": 400_000}, "coverage/review_threshold_passed"),
    ],
)
def test_what_a_claim_says_beside_its_lines_is_found(change: dict[str, Any], rule: str | None) -> None:
    told = found(note(), claim=CLAIM, head=replace(ClaimHead(), **change))
    assert told.get(rule or "") == ("fail" if rule else None)
    if rule is None:
        assert told == {}


def test_without_a_sum_the_threshold_is_asked_for_where_it_may_be_near() -> None:
    assert "modifiers/kx_missing_over_threshold" not in found(note(visit=12))
    assert found(note(visit=30)).get("modifiers/kx_missing_over_threshold") == "unknown"
    assert "modifiers/kx_missing_over_threshold" not in found(note(visit=30), payer="aetna")


@pytest.mark.parametrize(
    ("lines", "rules"),
    [
        ("97112x2-GO", {"modifiers/discipline_modifier_wrong"}),
        ("97112x2-GP-GO", {"modifiers/discipline_modifiers_two"}),
        ("97112x2-GP-CK", {"modifiers/modifier_not_valid"}),
        ("97112x2-GP-95", {"modifiers/telehealth_modifier_in_person"}),
        ("97112x2-GP-59", {"code_pairs/modifier_without_edit"}),
        ("97112x1-GP 97112x1-GP", {"code_pairs/line_repeated"}),
    ],
)
def test_modifiers_on_whole_visits(lines: str, rules: set[str]) -> None:
    coded = visit(procedure("97112", 30), billed=lines)
    told = audit(facts.of([coded], [coded.visit.billed], [card()])).of(0)
    assert {one.rule for one in told if one.rule.startswith(TOPICS) and one.outcome == "fail"} == rules


_modifiers = st.lists(st.sampled_from(["GP", "GO", "CQ", "KX", "59", "XS", "GA", "GY", "95", "AT", "76"]), max_size=4)
_lines = st.lists(
    st.tuples(st.sampled_from(["97112", "97110", "97140", "97530", "98941", "97130", "97010", "20560"]), _modifiers),
    min_size=1,
    max_size=5,
)


@settings(max_examples=30, deadline=None)
@given(_lines, st.randoms())
def test_what_is_found_does_not_depend_on_the_order_of_lines_of_different_codes(lines: Any, random: Any) -> None:
    whole = list({code: (code, tuple(modifiers)) for code, modifiers in lines}.values())
    other = random.sample(whole, len(whole))

    def told(chosen: Any) -> set[tuple[str, str | None, str]]:
        claim = [BilledLine(code, 1, modifiers) for code, modifiers in chosen]
        findings = audit(facts.of([visit(procedure("97112", 20))], [claim], [card()])).of(0)
        return {(one.rule, one.code, one.outcome) for one in findings if one.rule.startswith(TOPICS)}

    assert told(whole) == told(other)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(["97112x2-GP", "97110x1", "97140x1-GP-59", "97530x1-GP-KX"]), min_size=2, max_size=5))
def test_one_visit_alone_is_the_same_in_a_batch(billed: list[str]) -> None:
    coded = [visit(procedure(one[:5], 25), billed=one) for one in billed]
    cards, heads = (
        [card()] * len(coded),
        [ClaimHead(allowed_so_far_cents=247_900, line_allowed_cents=(3_000,))] * len(coded),
    )
    together = audit(facts.of(coded, [None] * len(coded), cards, heads)).by_visit
    alone = [audit(facts.of([one], [None], cards[:1], heads[:1])).of(0) for one in coded]
    assert [[(f.rule, f.line, f.says) for f in one] for one in together] == [
        [(f.rule, f.line, f.says) for f in one] for one in alone
    ]


def test_the_command_takes_the_claim_s_head_and_the_sum(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "n.txt").write_text(note(), encoding="utf-8")
    lines = [{"code": "97112", "units": 2, "modifiers": ["GP"]}, {"code": "97110", "units": 1, "modifiers": ["GP"]}]
    (tmp_path / "c.json").write_text(json.dumps({"npi": "1234567890", "lines": lines}), encoding="utf-8")
    asked = ["check", str(tmp_path / "n.txt"), "--claim", str(tmp_path / "c.json"), "--allowed-so-far", "248000"]
    assert entry.main([*asked, "--format", "json"]) == 1
    told = {one["rule"] for one in json.loads(capsys.readouterr().out)["findings"]}
    assert {"providers/npi_cannot_exist", "modifiers/kx_missing_over_threshold"} <= told
    assert entry.main(["check", str(tmp_path / "n.txt"), "--allowed-so-far", "2480.00"]) == 2
    assert "whole cents" in capsys.readouterr().err
    assert entry.main(["check", str(tmp_path / "n.txt"), str(tmp_path / "n.txt"), "--allowed-so-far", "1"]) == 2
    assert "one patient's sum" in capsys.readouterr().err
