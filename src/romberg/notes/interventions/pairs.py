"""Everyday work told by a verb and a thing: "cutting a pork chop", where no phrase of the vocabulary stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import yaml

from romberg.notes import lexicon
from romberg.notes.interventions.verbs import forms

_REACH = 3  # words between a verb and its thing, at most, articles aside
_NEAR = 32  # signs before a verb that are looked at for its thing
_TAIL = re.compile(r"(?:\s[a-z][a-z/'-]*){1,8}")
_ARTICLES = frozenset(("a", "an", "the", "her", "his", "their", "its", "my", "your", "some"))
_BETWEEN = _ARTICLES | frozenset(
    ("was", "were", "is", "are", "then", "gently", "slowly", "also", "each", "all", "both")
)
_CUED = ("cue to ", "cues to ", "cued to ", "cueing to ", "cuing to ", "reminded to ")  # how, and no work of its own
_STOPS = frozenset(
    ("and", "then", "but", "with", "while", "without", "for", "not", "no", "when", "after", "before", "because")
)


class Pair(NamedTuple):
    """A verb with its thing: where both stand, where the verb does, and the group that they mean together."""

    start: int
    end: int
    verb: tuple[int, int]
    group: str


def pairs(folded: str, start: int, end: int, discipline: str | None) -> Iterator[Pair]:
    """Such work between two offsets of the folded note, as the discipline of the visit means it."""
    known = things(discipline)
    if not known:
        return
    for found in _told_verbs(folded, start, end, discipline):
        if folded.endswith(_CUED, start, found.start(1)):
            continue
        work = _behind(folded, found, end, known) or _before(folded, start, found, known[found[1]])
        if work:
            yield work


def _told_verbs(folded: str, start: int, end: int, discipline: str | None) -> Iterator[re.Match[str]]:
    """Every verb between two offsets, the one that opens them too."""
    at_start, behind_a_sign = _verbs(discipline)
    if not (start and (folded[start - 1].isalnum() or folded[start - 1] == "-")):
        opening = at_start.match(folded, start, end)
        if opening:
            yield opening
    yield from behind_a_sign.finditer(folded, start, end)


def _behind(folded: str, verb: re.Match[str], end: int, known: Mapping[str, Mapping[str, str]]) -> Pair | None:
    """A verb with its thing soon behind it; where "stood on" has none, "stood" may."""
    told, stop = verb[1], verb.end()
    while told:
        tail = _TAIL.match(folded, stop, end)
        of_verb = known.get(told)
        if tail and of_verb and (found := _thing(tail[0], of_verb)):
            words, group = found
            return Pair(verb.start(1), stop + _after(tail[0], words), (verb.start(1), stop), group)
        told = told.rpartition(" ")[0]
        stop = verb.start(1) + len(told)
    return None


def _thing(tail: str, of_verb: Mapping[str, str]) -> tuple[int, str] | None:
    """How many words behind a verb its thing ends, and the group of both; None where no thing of it follows soon."""
    words: list[str] = []
    places = []
    for at, word in enumerate(tail.split()):
        if word in _STOPS:
            break
        if word not in _ARTICLES:
            words.append(word)
            places.append(at + 1)
    for at, word in enumerate(words[: _REACH + 1]):
        if at + 1 < len(words) and (group := of_verb.get(f"{word} {words[at + 1]}")):
            return places[at + 1], group
        if group := of_verb.get(word):
            return places[at], group
    return None


def _after(tail: str, words: int) -> int:
    """Where so many words of a tail end."""
    end = 0
    for word in tail.split()[:words]:
        end = tail.index(word, end) + len(word)
    return end


def _before(folded: str, start: int, verb: re.Match[str], known: Mapping[str, str]) -> Pair | None:
    """What was done to a thing that stands before the verb: "towels folded", "the scar was rubbed"."""
    at = verb.start(1)
    if verb[1] not in _done() or folded[at - 1 : at] != " ":
        return None
    near = folded[max(start, at - _NEAR) : at]
    words: list[str] = []
    for word in reversed(near.split()[1 if at - _NEAR > start else 0 :]):
        if len(words) == 2 or not word.isalpha():
            break
        if word not in _BETWEEN:
            words.insert(0, word)
    for first in range(len(words)):
        if group := known.get(" ".join(words[first:])):
            return Pair(at - len(near) + near.rindex(f"{words[first]} "), verb.end(1), verb.span(1), group)
    return None


@cache
def _done() -> frozenset[str]:
    """The forms of verbs that tell what was done: "folded", "taken off"."""
    return frozenset(forms(verb)[-1] for family in _families() for verb in family["do"])


@cache
def _raw() -> tuple[Mapping[str, Any], ...]:
    text = resources.files(__package__).joinpath("everyday.yaml").read_text("utf-8")
    return tuple(yaml.load(text, Loader=yaml.CSafeLoader))


def _families() -> list[Mapping[str, Any]]:
    return [entry for entry in _raw() if "do" in entry]


def _things_of(family: Mapping[str, Any]) -> Iterator[str]:
    """The things of a family, those of its sets too, each also in the plural."""
    named = family.get("sets", "").split(", ")
    sets = [entry["what"] for entry in _raw() if entry.get("set") in named]
    for told in (family.get("what", ()), *sets):
        for thing in told:
            yield from (thing, f"{thing}s", f"{thing}es")


@cache
def things(discipline: str | None) -> Mapping[str, Mapping[str, str]]:
    """The group that each form of a verb makes with each of its things, in the visits of a discipline."""
    found: dict[str, dict[str, str]] = {}
    for family in _families():
        if discipline in family["in"].split():
            told = dict.fromkeys(_things_of(family), family["group"])
            for form in (form for verb in family["do"] for form in forms(verb)):
                found[form] = told | found.get(form, {})
    return found


@cache
def _verbs(discipline: str | None) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Any form of any verb of a discipline as whole words, the longest first; and the same behind a sign."""
    verb = f"({lexicon.exactly(things(discipline))})(?![a-z0-9-])"
    return re.compile(verb), re.compile(f"[^a-z0-9-]{verb}")
