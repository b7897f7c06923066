"""The particulars that codes ask for: which words show them, and that each has its rule."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from visits import procedure

from romberg.checks import rules
from romberg.checks.rule import lacks
from romberg.facts import proofs as facts_proofs
from romberg.facts.values import LineSource
from romberg.knowledge import codes, typed
from romberg.notes import proofs
from romberg.notes.layout.fold import fold
from romberg.visit import Span

SENTENCES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "sentences" / "proofs.yaml").read_text("utf-8"))
TOLD = [
    (kind, text, told == "shows") for kind, both in SENTENCES.items() for told, texts in both.items() for text in texts
]
ASKED = {row["proof"] for row in typed.rows("proofs")}


@pytest.mark.parametrize(("kind", "text", "shows"), TOLD)
def test_words_show_a_particular_or_lack_it(kind: str, text: str, shows: bool) -> None:
    found = proofs.first(kind, fold(text), [Span(0, len(text))])
    assert (found is not None) is shows, text[found.start : found.end] if found else text


def test_the_place_is_the_first_one_inside_the_stretches() -> None:
    text = fold("Foam first. Then SLS on FOAM 3x30.")
    assert proofs.first("dose", text, [Span(12, len(text))]) == Span(17, 20)
    assert proofs.first("dose", text, []) is None


def test_every_particular_has_sentences_both_ways() -> None:
    same = {"site"}  # by the words of region
    assert set(SENTENCES) == proofs.kinds() - same
    assert all(both["shows"] and both["lacks"] for both in SENTENCES.values())


def test_every_particular_that_a_code_asks_for_can_be_looked_for_and_has_one_rule() -> None:
    assert proofs.kinds() >= ASKED
    for proof in ASKED:
        about = [rule.name for rule in rules() if rule.fails.meta.eq(lacks(proof))]
        assert len(about) == 1, f"{proof}: {about}"


def test_every_code_that_asks_is_known_and_asks_once() -> None:
    asked = [(row["code"], row["proof"]) for row in typed.rows("proofs")]
    assert len(asked) == len(set(asked))
    assert all(codes.get(code) is not None for code, _ in asked)
    assert {row["where"] for row in typed.rows("proofs")} == {"service", "note"}
    assert facts_proofs.wanted("97112") == (("dose", False),)
    assert facts_proofs.wanted("99999") == ()


@settings(deadline=None)
@given(
    st.sampled_from(sorted({row["code"] for row in typed.rows("proofs")})),
    st.lists(st.sampled_from([text for _, text, _ in TOLD]), max_size=4),
    st.sampled_from([text for _, text, _ in TOLD]),
)
def test_more_words_never_make_a_particular_missing(code: str, words: list[str], more: str) -> None:
    """Words put behind a service, and words elsewhere in its note, only ever show more."""

    def missing(said: list[str]) -> set[str]:
        text = ". ".join(["activity", *said])
        made = procedure(code, 15, whole=(Span(0, len(text)),))
        found = facts_proofs.proof_facts(LineSource(code, None, (made,)), fold(text), True, True)
        return set(found["proofs_missing"])

    assert missing([*words, more]) <= missing(words)
