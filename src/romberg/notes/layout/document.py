"""The note as a reader sees it: lines, sentences, and the part of the note that each belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from romberg.visit import Span

_FIELDS_BELOW = 3  # lines below a service's time in which its other fields stand
_FIELD = re.compile(
    r"[\s*•-]*(?:activit(?:y|ies)|description|details?|exercises?|interventions?|techniques?|work|comments?|content|what"
    r"|performed|skilled (?:service|intervention|care)s?|treatment details?|focus)"
    r"(?:\s+(?:performed|done|provided|today))?\s?[:=-]\s|[\s*•-]*(?:billed )?units?(?: billed)?\s?[:=]\s?\d"
)


class Line(NamedTuple):
    """One line of the note: offsets without the line end, and how far it is indented."""

    start: int
    end: int
    indent: int


class TimedBlock(NamedTuple):
    """A service told over several lines: the one that names it, the one that gives its time, and the minutes there."""

    head: int
    last: int
    minutes: int
    where: Span

    @property
    def fields(self) -> range:
        """The lines in which its further fields stand: "Units: 2", "Details: tandem stance"."""
        return range(self.head + 1, self.last + _FIELDS_BELOW + 1)


class Segment(NamedTuple):
    """A sentence, table row or line, with the part of the note it stands in.

    `region`: header, subjective, history, objective, treatment, response, assessment, plan, goals, home, charges,
    totals, education, signature, or prior (another encounter in the same file). `line` is the index of its line;
    `body` the offset behind a heading that opens it (`start` where none does).
    """

    start: int
    end: int
    region: str
    line: int
    body: int


def _where(block: TimedBlock) -> int:
    return block.where.start


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """The whole note, cut up; `folded` is a shadow of `text` of the same length (see `fold`).

    Each is itself alone, even of equal text: so that what is once found of it can be kept by it.
    """

    text: str
    folded: str
    lines: tuple[Line, ...]
    segments: tuple[Segment, ...]
    active: Span  # today's encounter; all of the note where it holds one
    encounters: tuple[Span, ...]  # where each encounter of the file stands; one entry where it holds one
    segment_starts: tuple[int, ...]  # for look-ups by offset
    line_starts: tuple[int, ...]
    words: frozenset[str]  # each word of `folded` once: letters from a to z in a row
    timed_blocks: tuple[TimedBlock, ...] = ()  # services whose time stands on a line of its own

    def has_any(self, words: frozenset[str]) -> bool:
        """Whether the note has one of some words anywhere: an expression that needs one is not run without it."""
        return not self.words.isdisjoint(words)

    def segment_at(self, offset: int) -> Segment:
        """The sentence that an offset stands in."""
        return self.segments[max(bisect_right(self.segment_starts, offset) - 1, 0)]

    def region_at(self, offset: int) -> str:
        """The part of the note that an offset stands in."""
        return self.segment_at(offset).region

    def segments_in(self, start: int, end: int) -> tuple[Segment, ...]:
        """The sentences that begin between two offsets."""
        starts = self.segment_starts
        return self.segments[bisect_left(starts, start) : bisect_left(starts, end)]

    def lines_in(self, start: int, end: int) -> tuple[Line, ...]:
        """The lines that begin between two offsets."""
        starts = self.line_starts
        return self.lines[bisect_left(starts, start) : bisect_left(starts, end)]

    def is_field(self, line: int) -> bool:
        """Whether a line tells, behind a field's name, the work of a service above it: "Activities: tandem stance"."""
        told, at = self.lines[line], bisect_left(self.timed_blocks, (line,)) - 1
        if at < 0 or line not in self.timed_blocks[at].fields:
            return False
        return _FIELD.match(self.folded, told.start, told.end) is not None

    def timed_block(self, head: int) -> TimedBlock | None:
        """The service that a line opens and whose time stands on a line of its own below."""
        at = bisect_left(self.timed_blocks, (head,))
        found = self.timed_blocks[at] if at < len(self.timed_blocks) else None
        return found if found and found.head == head else None

    def times_a_block(self, start: int, end: int) -> bool:
        """Whether a stretch holds the time of a service that is told over several lines."""
        at = bisect_left(self.timed_blocks, start, key=_where)
        return at < len(self.timed_blocks) and self.timed_blocks[at].where.start < end

    def line_at(self, offset: int) -> Line:
        """The line that an offset stands on."""
        return self.lines[bisect_right(self.line_starts, offset) - 1]
