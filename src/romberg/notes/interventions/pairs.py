"""Everyday work told by a verb and a thing: "cutting a pork chop", where no phrase of the vocabulary stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import yaml

from romberg.notes import lexicon
from romberg.notes.interventions.verbs import forms

_REACH = 3  # words between a verb and its thing, at most, articles aside
_WORD = re.compile(r"[a-z][a-z/'-]*")
_TAIL = r"(?=((?:\s[a-z][a-z/'-]*){1,8})?)"
_ARTICLES = frozenset(("a", "an", "the", "her", "his", "their", "its", "my", "your", "some"))
_BETWEEN = _ARTICLES | frozenset(
    ("was", "were", "is", "are", "then", "gently", "slowly", "also", "each", "all", "both")
)
_BEFORE = re.compile(r"(?<![a-z0-9])[a-z][a-z/'-]*(?: [a-z][a-z/'-]*)* $")
_NEAR = 32  # signs before a verb that are looked at for its thing
_STOPS = frozenset(
    ("and", "then", "but", "with", "while", "without", "for", "not", "no", "when", "after", "before", "because")
)


def pairs(folded: str, start: int, end: int, discipline: str | None) -> Iterator[tuple[int, int, str]]:
    """Where such work stands between two offsets of the folded note, and its group, by what the discipline means."""
    known = families(discipline)
    if not known:
        return
    for verb in _verbs().finditer(folded, start, end):
        for told, tail in _shorter(verb[1], verb[2] or ""):
            found = _thing(tail, known.get(told, ()))
            if found and (stop := verb.start() + len(told) + found[0]) <= end:
                yield verb.start(), stop, found[1]
                break
        else:
            if verb[1] in _done() and (passive := _thing_before(folded, start, verb.start(), known.get(verb[1], ()))):
                yield passive[0], verb.end(), passive[1]


def _shorter(verb: str, tail: str) -> Iterator[tuple[str, str]]:
    """A verb with the words behind it, then without its last word: "stood" and "on a pillow"."""
    yield verb, tail
    while (cut := verb.rfind(" ")) > 0:
        verb, tail = verb[:cut], verb[cut:] + tail
        yield verb, tail


def _thing(tail: str, families: Sequence[tuple[frozenset[str], str]]) -> tuple[int, str] | None:
    """How far behind a verb its thing ends, and the group of both; None where no thing of the verb follows soon."""
    words: list[re.Match[str]] = []
    for word in _WORD.finditer(tail):
        if word.group() in _STOPS:
            break
        if word.group() not in _ARTICLES:
            words.append(word)
    for at, word in enumerate(words[: _REACH + 1]):
        for last in (words[min(at + 1, len(words) - 1)], word):
            told = word.group() if last is word else f"{word.group()} {last.group()}"
            for things, group in families:
                if told in things or told.removesuffix("s") in things or told.removesuffix("es") in things:
                    return last.end(), group
    return None


def _thing_before(
    folded: str, start: int, verb: int, families: Sequence[tuple[frozenset[str], str]]
) -> tuple[int, str] | None:
    """Where the thing begins that stands before what was done to it ("towels folded"), and the group of both."""
    before = _BEFORE.search(folded, max(start, verb - _NEAR), verb)
    words = [one for one in _WORD.finditer(before[0]) if one.group() not in _BETWEEN] if before else []
    if before is None or not words:
        return None
    for first in (words[-2:][0], words[-1]):
        told = " ".join(one.group() for one in words[words.index(first) :])
        for things, group in families:
            if told in things or told.removesuffix("s") in things:
                return before.start() + first.start(), group
    return None


@cache
def _done() -> frozenset[str]:
    """The forms of verbs that tell what was done: "folded", "taken off"."""
    return frozenset(form for family in _raw() for verb in family["do"] for form in (forms(verb)[-1],))


@cache
def _raw() -> tuple[Mapping[str, Any], ...]:
    text = resources.files(__package__).joinpath("everyday.yaml").read_text("utf-8")
    return tuple(yaml.load(text, Loader=yaml.CSafeLoader))


@cache
def families(discipline: str | None) -> Mapping[str, tuple[tuple[frozenset[str], str], ...]]:
    """The things of each verb with their groups, in the visits of a discipline, in the order of the file."""
    found: dict[str, list[tuple[frozenset[str], str]]] = {}
    for family in _raw():
        if discipline not in family["in"].split():
            continue
        for verb in family["do"]:
            for form in forms(verb):
                found.setdefault(form, []).append((frozenset(family["what"]), family["group"]))
    return {form: tuple(families) for form, families in found.items()}


@cache
def _verbs() -> re.Pattern[str]:
    """Any form of any verb as whole words, the longest first, with the words behind it."""
    every = {form for family in _raw() for verb in family["do"] for form in forms(verb)}
    return re.compile(rf"(?<![a-z0-9-])({lexicon.exactly(every)})(?![a-z0-9-]){_TAIL}")
