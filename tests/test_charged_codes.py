"""What a charge may decide: between codes that the words support alike, for a block without a name, no more."""

from __future__ import annotations

import pytest

from romberg import coding, notes

HEAD = "PT daily note DOS 3/2/26  Medicare\nS: no falls\nO:\n"
NOTE = HEAD + "{}\nA: unsteady, needs skilled PT\nP: cont 2x/wk\n{}\nJane Doe, PT e-signed 3/2/26"


def _codes(told: str, charges: str) -> dict[str, int | None]:
    return {p.code: p.minutes for p in coding.code(notes.read(NOTE.format(told, charges))).procedures}


EITHER = "20 min: core stabilization, single leg bridge with alignment cue, scapular setting 2x10"


@pytest.mark.parametrize("code", ["97112", "97110"])
def test_of_two_codes_that_the_words_support_alike_the_charged_one_is_meant(code: str) -> None:
    assert _codes(EITHER, f"{code} x1") == {code: 20}


def test_a_charge_that_the_words_do_not_speak_for_changes_nothing() -> None:
    assert set(_codes("20 min: leg press 3x10, bridges 2x15", "97112 x1")) == {"97110"}


def test_a_name_stands_whatever_was_charged() -> None:
    named = "Neuromuscular re-ed " + EITHER
    assert set(_codes(named, "97110 x1")) == {"97112"}


def test_a_charge_without_words_makes_no_service() -> None:
    assert "97140" not in _codes(EITHER, "97112 x1, 97140 x1")
