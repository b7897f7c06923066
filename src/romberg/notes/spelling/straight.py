"""A copy of the note without misspelt words of therapy, split letters and invisible signs, with the way back."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from romberg.notes.layout.fold import fold, words_of
from romberg.notes.seldom import Seldom
from romberg.notes.spelling.lines import relaid
from romberg.notes.spelling.typos import corrected
from romberg.visit import Span

_WORD = re.compile(
    r"(?<![^\W\d_])(?<![\u0300-\u036f])[A-Za-z]{3,}(?![^\W\d_]|[\u0300-\u036f])"
)  # no part of a word with accents
_PLAIN_WORD = re.compile(r"[A-Za-z]{3,}")  # the same where a text has no accents
# What is written into the lines of a form: "_16_ min", "Date..........11/23/2026", "timed_minutes: 38".
_FILLED = re.compile(
    r"(?<![\w_])_+ ?(\d{1,3}(?:\.\d)?) ?_+(?![\w_])|(?<=[\w)])(\.{4,})(?=[\w(~<])"
    r"|(?:(?<=[tT]imed)|(?<=[tT]otal)|(?<=[tT]reatment)|(?<=[vV]isit)|(?<=[sS]ervice))(_)(?=(?:timed|treatment|min|time|date))"
)
_WITH_STOPS = re.compile(
    r"(?m)(?:^[ \t*•>-]*|(?<=: )|(?<=; )|(?<=, ))(?:N\.M\.R\.E?|T\.E|M\.T|T\.A|G\.T|E\.S)\.?(?=[ :,(-])"
)
_STOPPED = ("N.M.R", "T.E", "M.T", "T.A", "G.T", "E.S")  # one of them stands in all that `_WITH_STOPS` finds
# Blanks, empty lines or one mark, again and again: expressions that allow for blanks would try all ways to part them.
_RUN = re.compile(r"[^\S\n]{81,}|(?:[^\S\n]{0,80}\n){13,}|([^\w\s])\1{80,}")
_SHORT = 4_000
_FEWEST_MARKS, _FEWEST_ROWS, _FEWEST_COLUMNS = 15, 5, 3  # of semicolons, before they are taken for columns
_LONGEST = 24  # letters; no word of the vocabulary is longer
# Signs that no reader sees: zero-width blanks and joiners, soft hyphen, direction marks, byte order mark.
_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufe0e\ufe0f"
_ODD = re.compile(rf"[{_UNSEEN}]|[\ufb00-\ufb06]|[\uff21-\uff3a\uff41-\uff5a]|\w[\u0300-\u036f]+")


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of the note as given, and what stands for it in the straightened copy."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Straight:
    """The straightened copy with its changes; `text` is the note itself where nothing was changed."""

    given: str
    text: str
    changes: tuple[Change, ...] = ()
    starts: tuple[int, ...] = ()  # where each change begins in the copy

    def original(self, span: Span) -> Span:
        """The place in the note as given of a stretch of the copy; a changed word is taken whole."""
        start = self._offset(span.start, ends=False)
        return Span(start, max(start, self._offset(span.end, ends=True)))

    def _offset(self, at: int, ends: bool) -> int:
        index = bisect_right(self.starts, at - 1 if ends else at) - 1
        if index < 0:
            return at
        change, begins = self.changes[index], self.starts[index]
        if at < begins + len(change.words) or (ends and at == begins + len(change.words)):
            return change.end if ends else change.start
        return change.end + at - begins - len(change.words)


def straighten(text: str) -> Straight:
    """The note with misspelt words of the vocabulary put right, composed letters, and no invisible signs."""
    odd = () if text.isascii() else _odd(text)
    columns = tuple(_columns(text)) if text.count(";") >= _FEWEST_MARKS else ()
    runs = _runs(text) if _may_run(text) else ()
    filled = _filled(text) if "_" in text or "...." in text else ()
    dotted = _dotted(text) if any(name in text for name in _STOPPED) else ()
    lines = () if runs or columns else (Change(*one) for one in relaid(text))
    changes = sorted(chain(odd, columns, runs, filled, dotted, _typos(text), lines), key=_start)
    return _changed(text, tuple(changes)) if changes else Straight(text, text)


def _start(change: Change) -> int:
    return change.start


def _odd(text: str) -> Iterator[Change]:
    for match in _ODD.finditer(text):
        words = match.group()
        plain = "" if re.match(f"[{_UNSEEN}]", words) else unicodedata.normalize("NFKC", words)
        if plain != words:
            yield Change(match.start(), match.end(), plain)


def _columns(text: str) -> Iterator[Change]:
    """The semicolons of a log whose lines are rows of columns, as the bars that other tables are ruled with."""
    lines = [line for line in text.split("\n") if line.strip()]
    ruled = [line for line in lines if line.count(";") >= _FEWEST_COLUMNS]
    if len(ruled) >= _FEWEST_ROWS and 2 * len(ruled) > len(lines):
        yield from (Change(match.start(), match.end(), "|") for match in re.finditer(";", text))


def _may_run(text: str) -> bool:
    """Whether signs may stand in a run that nobody writes; a short text is asked for the plain ones alone."""
    return len(text) > _SHORT or any(sign * most in text for sign, most in ((" ", 81), ("\t", 81), ("\n", 13)))


def _runs(text: str) -> Iterator[Change]:
    """Blanks, empty lines and rules of any length as some of them: no reader looks at thousands."""
    for match in _RUN.finditer(text):
        kept = 12 if "\n" in match.group() else 80
        yield Change(*match.span(), match.group()[:1] * kept if kept == 80 else "\n" * kept)


def _filled(text: str) -> Iterator[Change]:
    """The figures of a form without the line they stand on, its leading dots as a colon, and words joined by a line."""
    for match in _FILLED.finditer(text):
        yield Change(*match.span(), match[1] or (": " if match[2] else " "))


def _dotted(text: str) -> Iterator[Change]:
    """Short names of services without their full stops: "T.E. 13 min"."""
    for match in _WITH_STOPS.finditer(text):
        yield Change(*match.span(), match.group().replace(".", ""))


def _typos(text: str) -> Iterator[Change]:
    if text.isascii() and not _WRONG.any(words_of(fold(text))):
        return
    words = _PLAIN_WORD if text.isascii() else _WORD
    wrong = {written: right for written in set(words.findall(text)) if (right := _meant(written))}
    if wrong:
        matches = (match for match in words.finditer(text) if match.group() in wrong)
        yield from (Change(*match.span(), wrong[match.group()]) for match in matches)


def _is_wrong(word: str) -> bool:
    """Whether a word in small letters is a misspelt one of the vocabulary."""
    return len(word) <= _LONGEST and corrected(word) is not None


_WRONG = Seldom(_is_wrong)


def _meant(written: str) -> str | None:
    """The word that a misspelt one stands for, in its capitals; None for nearly every word."""
    right = corrected(written.lower()) if len(written) <= _LONGEST else None
    return _as_written(written, right) if right else None


def _as_written(written: str, right: str) -> str:
    """The right word in the capitals of the wrong one, so that names and headings are told apart as before."""
    if written.isupper():
        return right.upper()
    return right.capitalize() if written[0].isupper() else right


def _changed(text: str, changes: Sequence[Change]) -> Straight:
    pieces: list[str] = []
    starts: list[int] = []
    kept: list[Change] = []
    at = length = 0
    for change in changes:
        if change.start < at:
            continue  # a word that an invisible sign or accent cuts was changed there
        pieces += [text[at : change.start], change.words]
        length += change.start - at
        starts.append(length)
        length += len(change.words)
        kept.append(change)
        at = change.end
    return Straight(text, "".join([*pieces, text[at:]]), tuple(kept), tuple(starts))
