"""Everyday work told by a verb and a thing; and articles, which change nothing of what is read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from romberg.notes import lexicon
from romberg.notes.interventions import groups, scan
from romberg.notes.interventions.pairs import things

_DISCIPLINES = ("PT", "OT", "SLP")
_ARTICLES = ("the", "a", "an", "her", "his", "their", "its", "my", "your", "some")


def _groups(text: str, discipline: str | None = "OT") -> list[str | None]:
    return [one.group for one in scan(text, 0, len(text), discipline)]


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("hauled heavy firewood", "functional"),
        ("grated some stale bread", "self care"),
        ("snaps up the front of his shirt", "self care"),
        ("remembers all seven errands", "cognition"),
        ("tearing coloured paper", "functional"),
        ("rinsed her hair", "self care"),
        ("towels were folded", "functional"),  # told in the passive
        ("the scar was gently rubbed", "manual"),
        ("stepped over the rim of the tub", "self care"),  # a verb of two words
        ("guided her weak arm", "facilitation"),  # a thing of a set
    ],
)
def test_a_verb_in_any_form_and_its_thing_soon_behind_it_are_work(text: str, group: str) -> None:
    assert group in _groups(text)


@pytest.mark.parametrize(
    ("text", "discipline"),
    [
        ("hauled on and on, firewood", "OT"),  # the thing stands behind another clause
        ("hauled it slowly along towards some firewood", "OT"),  # too far
        ("overhauled firewood", "OT"),
        ("hauled firewood", "SLP"),  # not that discipline's work
        ("hauled firewood", None),
        ("cue to hoist firewood level", "OT"),  # how, and no work of its own
    ],
)
def test_what_is_not_told_together_is_none(text: str, discipline: str | None) -> None:
    assert "functional" not in _groups(text, discipline)


def test_a_phrase_of_the_vocabulary_is_heard_before_a_verb_and_its_thing() -> None:
    text = "opening jar lids"
    told = [text[one.start : one.end] for one in scan(text, 0, len(text), "OT")]
    assert len(told) == 1
    assert told[0] in text


@given(article=st.sampled_from(_ARTICLES), before=st.text("ab .,", max_size=12))
def test_articles_between_the_words_change_nothing(article: str, before: str) -> None:
    plain, told = f"{before} open jar, then carry tray", f"{before} open {article} jar, then carry {article} tray"
    assert _groups(told) == _groups(plain)
    spans = [told[one.start : one.end] for one in scan(told, 0, len(told), "OT") if one.group]
    assert spans[-2:] == [f"open {article} jar", f"carry {article} tray"]


@given(st.lists(st.sampled_from((*_ARTICLES, "open", "jar", "lift", "crate", "to", "shelf", "3", ",")), max_size=14))
def test_places_past_articles_are_those_of_the_text_without_them(words: list[str]) -> None:
    text = " ".join(words)
    known = lexicon.Words(["open jar", "lift crate", "to shelf", "crate"])
    slow = re.sub(rf"(?<=[a-z] )(?:{'|'.join(sorted(_ARTICLES, key=len, reverse=True))}) (?=[a-z])", "", text)
    there = [slow[a:b] for a, b in known.places(slow, 0, len(slow))]
    found = list(known.told(text, 0, len(text)))
    assert [told for _, _, told in found] == there
    assert all(text[a:b].split()[0] == told.split()[0] and text[a:b].endswith(told[-1]) for a, b, told in found)


def test_every_everyday_group_is_one_of_the_vocabulary() -> None:
    told = {group for discipline in _DISCIPLINES for known in things(discipline).values() for group in known.values()}
    assert len(told) > 8
    assert told <= set(groups())
