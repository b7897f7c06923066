"""Coding: the cases of tests/cases/coding, and what must hold for any activities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from romberg import coding, notes
from romberg.coding.choose import choose
from romberg.coding.code import code as code_visit
from romberg.coding.evidence import CANDIDATE_SHARE, runners_up, stands, weigh
from romberg.coding.minutes import split_cognition
from romberg.coding.procedure import Procedure
from romberg.knowledge import codes
from romberg.notes.interventions import group_codes
from romberg.notes.interventions.scan import _vocabulary
from romberg.visit import Activity, Quote, Share, Span, Treatment, Visit

FOLDER = Path(__file__).parent / "cases" / "coding"
HEAD = "PT daily note DOS 3/2/26  Medicare"
END = "Jane Doe, PT e-signed 3/2/26"
KEYS = {"name", "head", "tx", "end", "codes", "others", "vague"}


def _cases() -> Iterator[Any]:
    for file in sorted(FOLDER.glob("*.yaml")):
        for case in yaml.safe_load(file.read_text("utf-8"))["cases"]:
            yield pytest.param(case, id=f"{file.stem}: {case['name']}")


@pytest.mark.parametrize("case", list(_cases()))
def test_case(case: dict[str, Any]) -> None:
    assert set(case) <= KEYS
    text = (
        f"{case.get('head', HEAD)}\nS: no falls\nTx: {case['tx']}\nA: unsteady\nP: cont 2x/wk\n{case.get('end', END)}"
    )
    found = {p.code: p for p in coding.code(notes.read(text)).procedures}
    assert {name: p.minutes for name, p in found.items()} == case["codes"]
    for name, others in case.get("others", {}).items():
        assert [one.code for one in found[name].candidates] == others
    for name in case.get("vague", ()):
        assert found[name].vague


def test_every_case_has_a_name_of_its_own() -> None:
    names = [case.values[0]["name"] for case in _cases()]
    assert len(names) == len(set(names)) > 80


GROUPS = sorted(_vocabulary())
_ACTIVITIES = st.lists(st.sampled_from(GROUPS), max_size=5)


def _told(groups: list[str]) -> tuple[Activity, ...]:
    return tuple(Activity(name, (Span(i, i + 1),), groups=(name,)) for i, name in enumerate(groups))


def _visit(*treatments: Treatment, discipline: str | None = "PT") -> Visit:
    empty = notes.read("Daily note\nTx: none\nP: cont")
    return replace(empty, treatments=treatments, discipline=discipline, kind="daily")


def _block(groups: list[str], label: str | None = None, code: str | None = None, **other: Any) -> Treatment:
    heading = Quote("the heading", (Span(0, 3),)) if label else None
    return replace(Treatment(heading, code, 15, _told(groups), label_code=label), **other)


@settings(deadline=None, max_examples=50)
@given(_ACTIVITIES, st.sampled_from(["PT", "OT", "SLP", "DC", None]))
def test_the_order_of_activities_decides_nothing(groups: list[str], discipline: str | None) -> None:
    chosen = set()
    for order in list(permutations(groups))[::10][:8]:
        block = _block(list(order))
        choice = choose(block, _visit(block, discipline=discipline))
        chosen.add(choice and (choice.code, frozenset(choice.others)))
    assert len(chosen) == 1


@settings(deadline=None)
@given(_ACTIVITIES)
def test_the_strongest_code_is_chosen_and_of_equals_the_lowest_number(groups: list[str]) -> None:
    evidence = weigh(_told(groups))
    by_hand: dict[str, int] = {}
    for group in groups:
        for name, weight in group_codes(group).items():
            by_hand[name] = by_hand.get(name, 0) + weight
    strongest = [name for name, weight in by_hand.items() if weight == max(by_hand.values())]
    assert evidence.best == (min(strongest) if strongest else None)


@settings(deadline=None)
@given(_ACTIVITIES, st.sampled_from(["97110", "97112", "97116", "97530", "97535"]))
def test_runners_up_are_spoken_for_and_never_the_choice(groups: list[str], label: str) -> None:
    block = _block(groups, label=label)
    choice = choose(block, _visit(block))
    assert choice is not None
    heard = weigh(block.activities)
    own = {code: weight for code, weight in heard.weights.items() if not code.startswith("92")}
    evidence = replace(heard, weights=own or heard.weights)
    assert choice.code not in choice.others
    assert all(evidence.share(other) >= CANDIDATE_SHARE for other in choice.others)
    assert list(choice.others) == runners_up(choice.code, evidence)


@settings(deadline=None)
@given(_ACTIVITIES, st.sampled_from([None, "97112", "97110", "97140", "97530"]))
def test_no_code_without_words(groups: list[str], label: str | None) -> None:
    block = _block(groups, label=label)
    coded = code_visit(_visit(block)).procedures
    allowed = {label} | {name for group in groups for name in group_codes(group)} | {"97150", "97014", "G0283", "97032"}
    allowed |= {"98940", "98941", "98942", "98943", "20560", "20561", "97130"}
    assert {p.code for p in coded} <= allowed
    if not groups and label is None:
        assert coded == ()


def test_a_choice_never_looks_at_a_price(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fee schedule is not even asked."""
    from romberg.knowledge import tables  # noqa: PLC0415  # only to take it away

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("coding asked for a price")

    for name in [name for name in vars(tables) if callable(getattr(tables, name)) and not name.startswith("_")]:
        monkeypatch.setattr(tables, name, refuse)
    block = _block(["motor control", "balance", "strength"], label="97112")
    assert choose(block, _visit(block)) is not None


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_points_to_codes_that_there_are(group: str) -> None:
    assert all(codes.get(name) is not None and 0 < weight <= 100 for name, weight in group_codes(group).items())


@pytest.mark.parametrize(
    ("label", "groups", "holds"),
    [
        ("97112", ["balance"], True),
        ("97112", [], True),
        ("97112", ["strength", "strength", "strength"], False),
        ("97112", ["strength", "balance"], True),
        ("97110", ["vestibular", "balance"], False),
        ("97110", ["motor control"], True),
        ("97116", ["gait"], True),
        ("97530", ["strength", "motion"], False),
        ("97140", ["strength"], True),
    ],
)
def test_a_name_stands_unless_the_work_speaks_clearly_for_another(label: str, groups: list[str], holds: bool) -> None:
    assert stands(label, weigh(_told(groups))) is holds


def _cognitive(minutes: int | None, assistant: int = 0) -> Procedure:
    activity = Activity("attention", (Span(0, 9),))
    return Procedure("97129", True, minutes, assistant, "cognition", (activity,), (), "", activity.spans)


@given(st.integers(0, 240), st.integers(0, 240))
def test_the_add_on_of_cognitive_work_keeps_every_minute(minutes: int, assistant: int) -> None:
    assistant = min(assistant, minutes)
    parts = split_cognition(_cognitive(minutes, assistant))
    assert sum(part.minutes or 0 for part in parts) == minutes
    assert sum(part.assistant_minutes for part in parts) == assistant
    assert all(part.assistant_minutes <= (part.minutes or 0) for part in parts)
    assert [part.code for part in parts] == (["97129", "97130"] if minutes >= 23 else ["97129"])


def test_a_sole_pair_of_hands_furnished_all_minutes() -> None:
    block = _block(["balance"], label="97112", shares=(Share("assistant", None, (Span(5, 8),)),))
    (procedure,) = code_visit(_visit(block)).procedures
    assert (procedure.minutes, procedure.assistant_minutes) == (15, 15)


def test_every_procedure_says_why_in_the_notes_words() -> None:
    text = (
        f"{HEAD}\nS: no falls\nTx: NMR 15 min: tandem stance on foam\n  Manual therapy 10 min: patellar glides\n{END}"
    )
    for procedure in coding.code(notes.read(text)).procedures:
        assert procedure.activities[0].text in procedure.says
        assert procedure.spans


_AGAIN = """RE-EVALUATION & TREATMENT
Mara Q.  06/11/2026  Medicare Part B
{}
Tx: NMR 23 min: weight shift to L, tandem stance
Eda Roe, PT"""


@pytest.mark.parametrize(
    ("told", "minutes"),
    [
        ("Reeval time 20 min", 20),
        ("Re-evaluation took 25 minutes.", 25),
        ("Re-eval: 15 min", 15),
        ("Re-evaluated today, TUG 19 s", None),
        ("Re-evaluation due in 20 visits", None),
    ],
)
def test_a_re_evaluation_has_its_title_and_time_of_its_own(told: str, minutes: int | None) -> None:
    found = {one.code: one.minutes for one in code_visit(notes.read(_AGAIN.format(told))).procedures}
    assert found.get("97164") == minutes
    assert ("97164" in found) == (minutes is not None)
    assert found["97112"] == 23


def test_time_of_a_re_evaluation_without_its_title_is_none() -> None:
    text = _AGAIN.format("Reeval time 20 min").replace("RE-EVALUATION & TREATMENT", "PROGRESS NOTE")
    assert "97164" not in {one.code for one in code_visit(notes.read(text)).procedures}


def test_what_an_evaluation_tells_of_its_level_decides_and_not_the_code_it_charges() -> None:
    text = "PT INITIAL EVALUATION 3/2/26  Medicare\nEvaluation, moderate complexity, 38 min.\n{} x1\nEda Roe, PT"
    for charged in ("97163", "97161? no 97162"):
        assert [one.code for one in code_visit(notes.read(text.format(charged))).procedures] == ["97162"]


@pytest.mark.parametrize(
    "signed", ["/s/ electronically Ivo Marek, D.C. 2.26.2026", "/s/ Ivo Marek, PT", "  /s/ I. Marek DPT 3/3/26"]
)
def test_the_mark_before_a_signature_is_no_sound_of_speech(signed: str) -> None:
    text = "client: Tamsin R      2.26.2026      Cigna\nTx: leg press 3x10\n\n{}"
    codes_of = {one.code for one in code_visit(notes.read(text.format(signed))).procedures}
    assert "92507" not in codes_of
    spoken = {one.code for one in code_visit(notes.read(text.format("/s/ in initial words 20/25"))).procedures}
    assert "92507" in spoken
