"""The timed and all minutes in one: "Timed/Total: 38/45", "T 38 / TT 45", two columns, or in Spanish."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from romberg.notes.charges.totals.figures import Figure
from romberg.notes.layout import Document

_BOTH = re.compile(
    r"(timed|tot(?:al)?)(?:\s*min\w*)?\s*/\s*(timed|tot(?:al)?)\b[^\d\n]{0,20}(\d{1,3})\s*(?:min\w*\s*)?/\s*(\d{1,3})"
)
_BOTH_AHEAD = re.compile(r"(\d{1,3})(?:\s?(?:'|min\w*))?\s*/\s*(\d{1,3})\s*(?:min\w*|')?\s*\(?$")
_BOTH_WORDS = re.compile(r"(timed|tot(?:al)?)\s*(?:/|and\b|&)\s*(timed|tot(?:al)?|tx|treatment)\b")
_COLUMN = re.compile(r"\b(timed|tot(?:al)?)\b(?: ?(?:min(?:ute)?s?|time|tx|treatment))*(?=\s{2}|\s*$)")
_NUMBER = re.compile(r"(?<![\w/:.])\d{1,3}(?![\w/:.])")
_ASKEW = 4  # signs by which a number may stand beside its column's head
_SPANISH = re.compile(
    r"(?:minutos\s+|tiempo\s+)(?:(?P<timed>cronometrad[oa]s?|por\s+tiempo|medid[oa]s?)|total(?:es)?|de\s+(?:tratamiento|terapia))"
    r"\b[ \t:=-]*(?P<n>\d{1,3})\b(?:[ \t]*min(?:utos)?\b)?"
)
# Each opens with a sign that `re` can look for, and asks behind it whether that sign is a word's first.
_SHORT = (
    re.compile(  # "38 T / 38 TT", "35t/35tot"
        r"(?P<timed>\d(?=\d{0,2}[ ']?t[ ]?[/,;|])(?<![\w/:.]\d)\d{0,2})[ ']?t[ ]?[/,;|]+[ ]?"
        r"(?P<all>\d{1,3})[ ']?(?:tt|ttt|tot(?:al)?)\b"
    ),
    re.compile(
        r"t(?<!\wt)(?:/tt?[ :=]+(?P<timed>\d{1,3})/(?P<all>\d{1,3})\b"
        r"|(?:imed|imd|md|ct|cm|c)?[ :=]*(?P<timed_too>\d{1,3})[ ]?(?:m|min)?(?:[ ]?[]/,;|=>\[)(]+[ ]?|]?[ ]{1,4}\[?)"
        r"(?:tt|ttt|ttm|ttl|tot(?:al)?)[ :=]*(?P<all_too>\d{1,3})\b(?![/:%]|\.\d))"
    ),
    re.compile(r"t(?<!\wt)t[ :=]+(?P<timed>\d{1,3})[ ]?/[ ]?(?P<all>\d{1,3})\b(?![/:%]|\.\d)"),
    re.compile(
        r"(?P<timed>\d(?=\d{0,2} {0,2}[mit])(?<![\w/:.]\d)\d{0,2})[ ]?"
        r"(?:m?(?:in)?[ ]?(?:tc|tct|timed|timed code)(?:[ ]min\w*)?[ ]?[/,;|]+[ ]?"
        r"(?P<all>\d{1,3})[ ]?m?(?:in)?[ ]?(?:tt|ttt|tot(?:al)?)\b"
        r"|min(?:ute)?s?[ ](?:both[ ]|all[ ])?timed[ ](?:and|&)[ ]total\b)"
    ),
)
_SHARED = re.compile(  # stands in all that the last of them finds; few notes have it
    r"t(?:ct?|imed(?: code)?)(?:[ ]min\w*)?[ ]?[/,;|]|timed[ ](?:and|&)[ ]total"
)


def pair_of(folded: str, at: int, end: int) -> list[Figure]:
    """Both in one: "Timed/Total: 38/45" or "38/45 min timed/total"."""
    behind, words_ = _BOTH.match(folded, at, end), _BOTH_WORDS.match(folded, at, end)
    ahead = _BOTH_AHEAD.search(folded, max(0, at - 20), at) if words_ else None
    if ahead and words_:
        start, finish, numbers = ahead.start(), words_.end(), (ahead[1], ahead[2])
        names = (words_[1], words_[2])
    elif behind:
        start, finish, numbers = behind.start(), behind.end(), (behind[3], behind[4])
        names = (behind[1], behind[2])
    else:
        return []
    return [Figure(int(n), name == "timed", start, finish, 4) for n, name in zip(numbers, names, strict=True)]


def in_short(document: Document) -> Iterator[Figure]:
    """Both totals with their letters: "T 38 / TT 38", "33 TC min/33 total", "30 min timed and total"."""
    shared = _SHARED.search(document.folded, *document.active)
    forms: tuple[re.Pattern[str], ...] = _SHORT if shared else _SHORT[:-1]
    for pattern in forms:
        for match in pattern.finditer(document.folded, *document.active):
            read = {name.removesuffix("_too"): value for name, value in match.groupdict().items() if value}
            yield Figure(int(read["timed"]), True, *match.span(), 1)
            yield Figure(int(read.get("all", read["timed"])), False, *match.span(), 1)


def in_columns(document: Document) -> Iterator[Figure]:
    """ "TIMED    TOTAL" with the numbers on the line below, each under its word."""
    folded = document.folded
    for line, below in pairwise(document.lines if "timed" in folded else ()):
        words_ = folded[line.start : line.end]
        if "timed" not in words_ or "tot" not in words_:
            continue
        heads = list(_COLUMN.finditer(folded, line.start, line.end))
        if {head[1][:3] for head in heads} != {"tim", "tot"} or not document.active.start <= line.start:
            continue
        numbers = list(_NUMBER.finditer(folded, below.start, below.end))
        for head in heads:
            first, last = head.start() - line.start - _ASKEW, head.end() - line.start + _ASKEW
            under = next((n for n in numbers if first <= n.start() - below.start <= last), None)
            if under:
                yield Figure(int(under[0]), head[1] == "timed", *under.span(), 3)


def in_spanish(document: Document) -> Iterator[Figure]:
    """ "Minutos cronometrados 40, tiempo total 40"."""
    if "minutos" in document.folded or "tiempo" in document.folded:
        for match in _SPANISH.finditer(document.folded, *document.active):
            yield Figure(int(match["n"]), bool(match["timed"]), *match.span(), 3)
