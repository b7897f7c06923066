"""Sentences that speak to a program: instructions, markup, settings. They are no part of what the clinician tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

import yaml

from romberg.notes import lexicon
from romberg.notes.layout.fold import fold
from romberg.visit import Span

_ENDS = re.compile(r"[.!?](?=\s)|\n")

# One of these stands in whatever is markup: spares the search in most notes.
_MARKUP_HINTS = ("<", "{", "%s", "%d", "/*", "[[", "![", "_", ":=", "--", "drop")


@cache
def _raw() -> dict[str, list[str]]:
    found: dict[str, list[str]] = yaml.load(
        resources.files(__package__).joinpath("signs.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader
    )
    return found


@cache
def _commands() -> re.Pattern[str]:
    return re.compile("|".join(_raw()["commands"]))


@cache
def _markup() -> re.Pattern[str]:
    return re.compile("|".join(_raw()["markup"]))


@cache
def _starts() -> lexicon.Words:
    return lexicon.Words(_raw()["starts"], whole=False)


def addressed(text: str) -> tuple[Span, ...]:
    """The sentences of a note that speak to a program, in order; `()` in nearly every note."""
    folded = fold(text)
    found: list[Span] = []
    for at in sorted(_signs(folded)):
        last = found[-1].end if found else 0
        if at >= last:
            found.append(_sentence(folded, at, last))
    return tuple(found)


def _signs(folded: str) -> Iterator[int]:
    for at, _ in _starts().places(folded, 0, len(folded)):
        if _commands().match(folded, at):
            yield at
    if any(hint in folded for hint in _MARKUP_HINTS):
        yield from (match.start() for match in _markup().finditer(folded))


def _sentence(folded: str, at: int, since: int) -> Span:
    """The sentence that an offset stands in, on its line, without the blanks before it; none before `since`."""
    line = max(folded.rfind("\n", 0, at) + 1, since)
    begin = max([line, *(match.end() for match in _ENDS.finditer(folded, line, at))])
    end = _ENDS.search(folded, at)
    stop = end.end() if end and end.group() != "\n" else end.start() if end else len(folded)
    return Span(begin + len(folded[begin:at]) - len(folded[begin:at].lstrip()), stop)
