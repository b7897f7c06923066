"""The note as the element readers see it: its cues by kind, and the sentences that tell of treatment."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import islice

import yaml

from romberg.notes import lexicon
from romberg.notes.layout import Document, Segment
from romberg.visit import Span, Treatment

ELSEWHERE = frozenset(("prior", "plan", "home", "goals", "history", "education", "charges", "signature"))
_ENOUGH = 6
_SENTENCE = 300
_TOP = 10
_LONGEST_HEADING = 300  # signs; a longer line is dictation
_OF_WORK = re.compile(r"[ \t]*(?:[-*•>+~|(]|\d|9[27]\d{3})")  # how a further line of the work opens
_WORD = re.compile(r"[a-z]{2,}|\d")


@dataclass(frozen=True, slots=True)
class Note:
    """A document with its cues; a sentence that tells of treatment is treatment wherever it stands."""

    document: Document
    hits: Mapping[str, Sequence[Span]]
    worked: frozenset[int]
    starts: Sequence[int]  # of the sentences, to look one up quickly
    top: int  # the last of the lines of names and dates
    aside: Sequence[tuple[int, int]] = ()  # clauses that are no work of today, in their order
    after: int = sys.maxsize  # where text begins that a blank line parts from the work, whatever part it stands in

    def set_aside(self, place: int) -> bool:
        """Whether words stand in a clause that is no work of today: declined, planned, of another visit."""
        at = bisect_right(self.aside, (place, sys.maxsize)) - 1
        return at >= 0 and self.aside[at][0] <= place < self.aside[at][1]

    def outside(self, spans: Iterable[Span], regions: frozenset[str]) -> Iterator[tuple[Span, Segment]]:
        """The spans that stand in none of the regions, each with its sentence."""
        for span in spans:
            segment = self.document.segments[bisect_right(self.starts, span.start) - 1]
            if self.region(segment) not in regions:
                yield span, segment

    def region(self, segment: Segment) -> str:
        """The part of the note that a sentence stands in."""
        told = segment.start in self.worked and segment.region not in ("prior", "response")
        if segment.region == "treatment" and segment.start >= self.after:
            return "header"
        return "treatment" if told else segment.region

    def cues(self, kind: str) -> Sequence[Span]:
        """The places of the cues of one kind."""
        return self.hits.get(kind, ())

    def cue_within(self, kind: str, start: int, end: int) -> bool:
        """Whether a cue of a kind stands between two places."""
        found = self.hits.get(kind, ())
        at = bisect_left(found, (start, start))
        return at < len(found) and found[at].start < end

    def part(self, region: str) -> tuple[Span, ...]:
        """The sentences of a part of the note that say something."""
        return tuple(Span(s.body, s.end) for s in self.document.segments if s.region == region and self.words(s) >= 2)

    def words(self, segment: Segment) -> int:
        """How many words and digits a sentence holds behind its heading, as far as it matters."""
        return len(_WORD.findall(self.document.folded, segment.body, min(segment.end, segment.body + _SENTENCE)))

    def in_text(self, segment: Segment) -> bool:
        """Whether a sentence of a note without headings is text, not the lines of names and dates at its top."""
        if segment.region != "header" or segment.line > self.top or len(self.document.lines) < 5:
            return True
        line = self.document.lines[segment.line]
        return line.end - line.start > _LONGEST_HEADING


def around(span: Span, segment: Segment) -> tuple[int, int]:
    """The sentence about a cue, no more than a few lines of it: a note may come without any full stop."""
    return max(segment.body, span.start - _SENTENCE), min(segment.end, span.end + _SENTENCE)


def few(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The first proofs: more than a handful tell a reader nothing new, and looking for them costs time."""
    return tuple(sorted(islice(spans, _ENOUGH)))


def words_in(text: str) -> int:
    """How many words and digits a text holds."""
    return len(_WORD.findall(text))


def look(document: Document, treatments: tuple[Treatment, ...], aside: Sequence[tuple[int, int]] = ()) -> Note:
    """One pass over the note for every cue."""
    words, folded = _words(), document.folded
    hits: dict[str, list[Span]] = {}
    for start, end in words.places(folded, 0, len(folded)):
        span = Span(start, end)
        for kind in _kinds_of(folded[start:end]):
            hits.setdefault(kind, []).append(span)
    places = [span.start for t in treatments for a in t.activities for span in a.spans[:1]]
    worked = [document.segment_at(place) for place in places]
    return Note(
        document,
        hits,
        frozenset(segment.start for segment in worked),
        document.segment_starts,
        min([_top(document), *(segment.line for segment in worked)]),
        aside,
        _after_work(document, treatments),
    )


def _after_work(document: Document, treatments: tuple[Treatment, ...]) -> int:
    """The first line behind the last minutes that is not of the work: no bullet, deeper line, code or activity."""
    activities = [span.end for t in treatments for a in t.activities for span in a.spans[:1]]
    minutes = [span.end for t in treatments for span in t.minutes_spans]
    told = minutes + activities
    last = max(minutes or activities, default=None)
    if last is None:
        return sys.maxsize
    begun, worked = document.line_at(last), {document.line_at(end).start for end in told}
    for line in document.lines[bisect_right(document.line_starts, last) :]:
        deeper = line.start < line.end and (line.indent > begun.indent or _OF_WORK.match(document.folded, line.start))
        if not deeper and line.start not in worked:
            return line.start
    return sys.maxsize


def _top(document: Document) -> int:
    """The last of the lines of names and dates: the one before the first blank line inside the note, else the third."""
    written = len(document.folded.rstrip())
    first = document.lines[:_TOP]
    blank = (index for index, line in enumerate(first) if line.start == line.end < written and index)
    return next(blank, 2)


@cache
def _words() -> lexicon.Words:
    return lexicon.Words(phrase for phrases in _raw().values() for phrase in phrases)


@lru_cache(maxsize=4096)
def _kinds_of(written: str) -> tuple[str, ...]:
    """The kinds of cue that words stand for, plural endings aside."""
    kinds, word = _kinds(), lexicon.key(written)
    found = kinds.get(word, ())
    if word.endswith("s"):
        found = (*found, *kinds.get(word[:-1], ()), *kinds.get(word[:-2], ()))
    return found


@cache
def _raw() -> dict[str, list[str]]:
    text = resources.files(__package__).joinpath("cues.yaml").read_text("utf-8")
    raw: dict[str, list[str]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return raw


@cache
def _kinds() -> dict[str, tuple[str, ...]]:
    kinds: dict[str, tuple[str, ...]] = {}
    for kind, phrases in _raw().items():
        for phrase in phrases:
            kinds[lexicon.key(phrase)] = (*kinds.get(lexicon.key(phrase), ()), kind)
    return kinds
