"""The forms of a verb: "cut out", "cuts out", "cutting out"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

_DOUBLED = re.compile(r"[^aeiou]{1,3}[aeiou][bdgmnpt]")
_VOWELLESS = re.compile(r"(?:ee|ye|oe)$")


@cache
def _irregular() -> Mapping[str, tuple[str, ...]]:
    """The other forms of verbs that make them in ways of their own."""
    told = resources.files(__package__).joinpath("irregular.txt").read_text("utf-8").splitlines()
    return {verb: tuple(others) for verb, *others in map(str.split, told)}


@cache
def forms(verb: str) -> tuple[str, ...]:
    """A verb of one word or more in all of its forms, itself first."""
    first, *rest = verb.split(" ")
    told = (first, *_third(first), *(_irregular().get(first) or _regular(first)))
    return tuple(" ".join((form, *rest)) for form in told)


def _third(verb: str) -> tuple[str, ...]:
    if verb.endswith(("s", "sh", "ch", "x", "z")):
        return (f"{verb}es",)
    return (f"{verb[:-1]}ies",) if re.search(r"[^aeiou]y$", verb) else (f"{verb}s",)


def _regular(verb: str) -> tuple[str, ...]:
    if _DOUBLED.fullmatch(verb):
        return f"{verb}{verb[-1]}ing", f"{verb}{verb[-1]}ed"
    if re.search(r"[^aeiou]y$", verb):
        return f"{verb}ing", f"{verb[:-1]}ied"
    stem = verb[:-1] if verb.endswith("e") and not _VOWELLESS.search(verb) else verb
    return f"{stem}ing", f"{stem}ed"
