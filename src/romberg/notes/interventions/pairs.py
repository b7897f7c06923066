"""Everyday work told by a verb and a thing: "cutting a pork chop", where no phrase of the vocabulary stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import yaml

from romberg.notes import lexicon

_REACH = 3  # words between a verb and its thing, at most
_WORD = re.compile(r"[a-z][a-z/'-]*")
_TAIL = r"(?=((?:\s[a-z][a-z/'-]*){1,5}))"
_STOPS = frozenset(
    ("and", "then", "but", "with", "while", "without", "for", "not", "no", "when", "after", "before", "because")
)
_DOUBLED = re.compile(r"[^aeiou]?[^aeiou][aeiou][bdgmnpt]")
_VOWELLESS = re.compile(r"(?:ee|ye|oe)$")
_IRREGULAR = {
    "put": ("putting",), "take": ("taking", "took", "taken"), "get": ("getting", "got"), "find": ("finding", "found"),
    "show": ("showing", "showed", "shown"), "teach": ("teaching", "taught"), "go": ("going", "went"),
    "tell": ("telling", "told"), "say": ("saying", "said"), "read": ("reading",), "sing": ("singing", "sang"),
    "give": ("giving", "gave"), "choose": ("choosing", "chose"), "hear": ("hearing", "heard"), "eat": ("eating", "ate"),
    "drink": ("drinking", "drank"), "bite": ("biting", "bit"), "feed": ("feeding", "fed"), "rise": ("rising", "rose"),
    "hit": ("hitting",), "shoot": ("shooting", "shot"), "swing": ("swinging", "swung"), "throw": ("throwing", "threw"),
    "dig": ("digging", "dug"), "draw": ("drawing", "drew", "drawn"), "write": ("writing", "wrote", "written"),
    "tear": ("tearing", "tore"), "weave": ("weaving", "wove"), "bend": ("bending", "bent"), "hang": ("hanging", "hung"),
    "feel": ("feeling", "felt"), "slide": ("sliding", "slid"), "drive": ("driving", "drove"), "set": ("setting",),
    "bear": ("bearing", "bore"), "make": ("making", "made"), "pay": ("paying", "paid"), "stand": ("standing", "stood"),
    "cut": ("cutting",), "sit": ("sitting", "sat"), "string": ("stringing", "strung"), "fold": ("folding", "folded"),
}  # fmt: skip


def pairs(folded: str, start: int, end: int, discipline: str | None) -> Iterator[tuple[int, int, str]]:
    """Where such work stands between two offsets of the folded note, and its group, by what the discipline means."""
    known = families(discipline)
    if not known:
        return
    for verb in _verbs().finditer(folded, start, end):
        things = known.get(verb[1])
        if things and (found := _thing(verb[2], things)):
            stop, group = found
            if verb.end() + stop <= end:
                yield verb.start(), verb.end() + stop, group


def _thing(tail: str, families: Sequence[tuple[frozenset[str], str]]) -> tuple[int, str] | None:
    """How far behind a verb its thing ends, and the group of both; None where no thing of the verb follows soon."""
    words: list[re.Match[str]] = []
    for word in _WORD.finditer(tail):
        if word.group() in _STOPS:
            break
        words.append(word)
    for at, word in enumerate(words[: _REACH + 1]):
        for last in (words[min(at + 1, len(words) - 1)], word):
            told = tail[word.start() : last.end()]
            for things, group in families:
                if told in things or told.removesuffix("s") in things or told.removesuffix("es") in things:
                    return last.end(), group
    return None


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
            for form in _forms(verb):
                found.setdefault(form, []).append((frozenset(family["what"]), family["group"]))
    return {form: tuple(families) for form, families in found.items()}


@cache
def _verbs() -> re.Pattern[str]:
    """Any form of any verb as whole words, the longest first, with the words behind it."""
    every = {form for family in _raw() for verb in family["do"] for form in _forms(verb)}
    return re.compile(rf"(?<![a-z0-9-])({lexicon.exactly(every)})(?![a-z0-9-]){_TAIL}")


@cache
def _forms(verb: str) -> tuple[str, ...]:
    """A verb in its forms: "cut out", "cuts out", "cutting out"."""
    first, *rest = verb.split(" ")
    told = (first, *_third(first), *(_IRREGULAR.get(first) or _regular(first)))
    return tuple(" ".join((form, *rest)) for form in told)


def _third(verb: str) -> tuple[str, ...]:
    if verb.endswith(("s", "sh", "ch", "x", "z")):
        return (f"{verb}es",)
    return (f"{verb[:-1]}ies",) if re.search(r"[^aeiou]y$", verb) else (f"{verb}s",)


def _regular(verb: str) -> tuple[str, ...]:
    if _DOUBLED.fullmatch(verb) and len(verb) <= 4:
        return f"{verb}{verb[-1]}ing", f"{verb}{verb[-1]}ed"
    if re.search(r"[^aeiou]y$", verb):
        return f"{verb}ing", f"{verb[:-1]}ied"
    stem = verb[:-1] if verb.endswith("e") and not _VOWELLESS.search(verb) else verb
    return f"{stem}ing", f"{stem}ed"
