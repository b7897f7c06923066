"""One scan for many phrases: a vocabulary as a trie that `re` runs in C."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate, groupby
from operator import methodcaller

_GAP = re.compile(r"[\s\-]+")
_BLANK = r"[\s\-]{0,2}"
_LONGEST = 80  # signs; no phrase of a vocabulary is longer
_ARTICLE = re.compile(r"(?<=[a-z] )(?:the|an?|her|his|their|its|my|your|some) (?=[a-z])")
_place = methodcaller("span", 1)  # of a match
_Trie = dict[str, "_Trie"]


def key(phrase: str) -> str:
    """A phrase without blanks and hyphens, as the vocabulary knows it."""
    return _GAP.sub("", phrase)


class Words:
    """A vocabulary that finds the longest of its phrases at each place, as whole words, also in the plural.

    A blank in a phrase stands for a blank, a hyphen or nothing. Meant for folded text. The scan looks for the sign
    before a word: a pattern that opens with a set of signs is run much faster than one that looks behind.
    Where words need not be whole, phrases may overlap: "pt will" does not hide the "will" inside it.
    """

    def __init__(self, phrases: Iterable[str], whole: bool = True) -> None:
        if whole:
            self._behind_a_sign = re.compile(f"[^a-z0-9]({whole_words(phrases)})")
        else:
            self._behind_a_sign = re.compile(f"[^a-z](?=({_expression(_trie(map(_gapped, phrases)))}))")

    def places(self, folded: str, start: int, end: int) -> list[tuple[int, int]]:
        """Where the phrases stand between two offsets, in order."""
        first = None
        if not folded[max(0, start - 1) : start].isalnum():
            first = self._behind_a_sign.match(" " + folded[start : min(end, start + _LONGEST)])
        further = start + first.end() - 1 if first else start
        found = list(map(_place, self._behind_a_sign.finditer(folded, further, end)))
        return [(start, start + first.end(1) - 1), *found] if first else found

    def told(self, folded: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """Where the phrases stand, articles between their words aside, and the words without those articles.

        "open jar" is found in "opened the jar". The phrases have to come without articles (`without_articles`).
        """
        gone = [one.span() for one in _ARTICLE.finditer(folded, start, end)]
        if not gone:
            yield from ((a, b, folded[a:b]) for a, b in self.places(folded, start, end))
            return
        before = max(0, start - 1)
        short = _cut(folded, before, end, gone)
        lost = [0, *accumulate(b - a for a, b in gone)]
        cuts = [a - before - less for (a, _), less in zip(gone, lost, strict=False)]
        for a, b in self.places(short, start - before, len(short)):
            first, last = (before + at + lost[bisect_right(cuts, at)] for at in (a, b - 1))
            yield first, last + 1, short[a:b]


def _cut(folded: str, start: int, end: int, gone: list[tuple[int, int]]) -> str:
    """The text between two offsets without some stretches of it."""
    ends, starts = [start, *(b for _, b in gone)], [*(a for a, _ in gone), end]
    return "".join(folded[a:b] for a, b in zip(ends, starts, strict=True))


def without_articles(told: str) -> str:
    """Words without the articles between them: "opened the jar" as "opened jar"."""
    return _ARTICLE.sub("", told)


def each(*lines: str) -> frozenset[str]:
    """The words of some lines, each once, for the question whether a note has any of them."""
    return frozenset(word for line in lines for word in line.split())


def pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """The phrases as one plain pattern of whole words, where matches are wanted; `Words` is quicker on long text."""
    return re.compile(f"(?<![a-z0-9]){whole_words(phrases)}")


def whole_words(phrases: Iterable[str]) -> str:
    """The phrases as one expression that takes the longest first and ends with a word, also in the plural."""
    return _expression(_trie(map(_gapped, phrases))) + r"(?:e?s)?+(?![a-z0-9])"


def either(expressions: Iterable[str]) -> str:
    r"""Expressions as one; where several in a row open with a bound of words (\b), it is asked for once."""
    parts = []
    for bound, run in groupby(expressions, key=lambda one: one.startswith(r"\b") and not _parted(one)):
        told = list(run)
        parts.append(rf"\b(?:{'|'.join(one[2:] for one in told)})" if bound else "|".join(told))
    return "|".join(parts)


def _parted(expression: str) -> bool:
    """Whether an expression is several, parted outside of all brackets."""
    inner = re.compile(r"\\.|\[(?:\\.|[^\]])*\]|\([^()]*\)")
    while (plain := inner.sub("", expression)) != expression:
        expression = plain
    return "|" in expression


def _gapped(phrase: str) -> str:
    """A phrase with one blank for each run of blanks and hyphens."""
    return _GAP.sub(" ", phrase)


def _trie(phrases: Iterable[str]) -> _Trie:
    root: _Trie = {}
    for phrase in phrases:
        node = root
        for char in phrase:
            node = node.setdefault(char, {})
        node[""] = {}
    return root


def exactly(phrases: Iterable[str]) -> str:
    """The phrases as one expression that takes the longest first; a blank stands for itself alone."""
    return _expression(_trie(phrases), re.escape(" "))


def _expression(node: _Trie, blank: str = _BLANK) -> str:
    branches = [
        (blank if char == " " else re.escape(char)) + _expression(child, blank)
        for char, child in sorted(node.items(), reverse=True)
        if char
    ]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
    return f"{joined}?" if "" in node else joined


def lookup(found: str, known: dict[str, str]) -> str | None:
    """What the vocabulary holds for words found in a note, plural endings aside."""
    word = key(found)
    for ending in ("", "s", "es"):
        if word.endswith(ending) and (value := known.get(word[: len(word) - len(ending)])):
            return value
    return None
