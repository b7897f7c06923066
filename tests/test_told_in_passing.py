"""What a note only mentions is no service: names without time, comfort that nobody charges, what sums up the rest."""

from __future__ import annotations

import pytest

from romberg import coding, notes

NOTE = """PT daily note DOS 3/2/26  Medicare
S: no falls
Tx:
Neuro re-ed 18 min: tandem on foam 3x30 s, head turns
Ther ex 15 min: leg press 3x10, bridges 2x15
{told}

A: unsteady, needs skilled PT
P: cont 2x/wk
{charged}Timed 33 Total 33
Jane Doe, PT e-signed 3/2/26
"""
BOTH = {"97112": 18, "97110": 15}
CHARGED = "97112-GP x1 97110-GP x1  "


def _coded(told: str, charged: str = CHARGED) -> dict[str, int | None]:
    visit = notes.read(NOTE.format(told=told, charged=charged))
    return {one.code: one.minutes for one in coding.code(visit).procedures}


@pytest.mark.parametrize(
    "told",
    [
        "Gait and steps left for Friday.",
        "Strength circuit left for the gym.",
        "Knee sleeve check with the orthotist in June.",
        "Cold pack in the waiting area.",
        "Roller table 10 min before, nobody with him.",
        "TENS unit, she has one at home.",
    ],
)
def test_a_name_in_passing_is_no_service(told: str) -> None:
    assert _coded(told) == BOTH


def test_comfort_that_is_charged_is_a_service() -> None:
    assert "97012" in _coded("Mechanical traction 10 min, supine.", "97112 x1 97110 x1 97012 x1  ")


def test_comfort_stays_where_no_charges_are_listed() -> None:
    assert "97012" in _coded("Mechanical traction 10 min, supine.", "")


def test_work_with_its_time_stays_though_nobody_charges_it() -> None:
    assert _coded("Gait training 12 min: 4 x 150 ft with cane.") == {**BOTH, "97116": 12}


def test_a_line_that_sums_up_the_sessions_is_no_block() -> None:
    told = NOTE.format(told="", charged=CHARGED).replace(
        "Tx:\n", "Neuro re-ed first 9:00-9:18, then ther ex 9:20-9:35.\nTx:\n"
    )
    assert {one.code: one.minutes for one in coding.code(notes.read(told)).procedures} == BOTH


FLOW = """PT flow sheet   Pat R.   Medicare   M17.12 R26.81

{head}

Timed 27  Total 27
S: knee 2/10.  R: steadier.  A: needs skilled PT to grade load.  P: 2x/wk
97110 x1  97112 x1
Jane Doe, PT  e-signed 3/12/2026
"""
SUMS_ABOVE = """                     | TODAY 3/12/26 | 3/9/26
Minutes per code     |               |
  97110              | 15            | 24
  97112              | 12            | 10
---------------------------------------------
leg press            | 3x10          | 3x8
bike                 | 4 min         | 4 min
tandem on foam       | 3x30 s        | 3x20 s"""
BARE_AT_THE_END = """                    code    3/9/26     3/12/26
Bike                97110   6          5
Leg press           97110   3x8 5      3x10 10
Tandem on foam      97112   3x20s 5    4x30s 8
Rocker board        97112   -          4 CGA
Stairs              97530   4          -"""
TIMED_SUMS = """                          03/09   03/12/2026
                          min     min    notes today
TE  leg press              8      15     L2, HR 96
NMR tandem on foam         5      12     3 LOB
timed                     13      27
total                     13      27"""


@pytest.mark.parametrize("head", [SUMS_ABOVE, BARE_AT_THE_END, TIMED_SUMS], ids=["above", "at the end", "below"])
def test_the_sums_of_a_flow_sheet_are_its_minutes(head: str) -> None:
    coded = coding.code(notes.read(FLOW.format(head=head))).procedures
    assert {one.code: one.minutes for one in coded} == {"97110": 15, "97112": 12}


@pytest.mark.parametrize(
    ("said", "supervised"),
    [
        ("Supervising OT led an aquatic class in the other building and read this afterwards.", False),
        ("The instructor had her own two patients at that hour, in another room.", False),
        ("Her CI was making a splint for another patient and heard about it at the end.", False),
        ("I guarded and set each level, no other patient.", True),
        ("The weather was fine.", None),
    ],
)
def test_a_supervisor_is_where_the_note_says(said: str, supervised: bool | None) -> None:
    text = (
        f"PT note DOS 3/2/26 Medicare\nTx: session carried out by Ann Lee, SPT. {said}\nBalance 15 min: foam stance\n"
    )
    shares = [share for one in notes.read(text).treatments for share in one.shares if share.role == "student"]
    assert {share.supervised for share in shares} == {supervised}
