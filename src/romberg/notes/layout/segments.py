"""The sentences of a note with their parts: a walk from line to line that knows in which part it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from romberg.notes.layout.adjusting import ADJUSTED, tells_of_today
from romberg.notes.layout.document import Line, Segment, TimedBlock
from romberg.notes.layout.parts import Ways, opened_part, ways_of
from romberg.notes.layout.sentences import sentence_ends, sentences
from romberg.notes.layout.today import did_today, goes_on
from romberg.notes.layout.treatment_lines import coded, names_treatment
from romberg.visit import Span

_BULLET = re.compile(r"\s*[-*•>+]")
_NOT_AGAIN = ("subjective", "goals")  # behind today's work nothing is the patient's story any more
_LENDING = ("subjective", "history", "header", "assessment")  # parts that a timed line of treatment may stand in
_OF_TODAY, _OF_OTHER_TIMES = ("treatment", "objective"), ("home", "plan", "goals", "history", "prior", "education")
_UNITS = re.compile(r"\W*(?:billed )?units?(?: billed)?\s?[:=]\s?\d{1,2}\b")
_NUMBERED_GOAL = re.compile(r"\W*(?:goal|stg|ltg)\s#?\d")
_NEXT = re.compile(r"\W*(?:next|nv)\b")


@dataclass(frozen=True, slots=True)
class _Page:
    """A note with what is known of its lines before the walk, by their numbers."""

    folded: str
    text: str
    lines: tuple[Line, ...]
    heads: frozenset[int]  # lines that head a service told over several lines
    closing: frozenset[int]  # the last lines of such services
    fields: frozenset[int]  # their fields
    worked: frozenset[int]  # lines that tell of treatment, whatever part they stand in
    ways: Ways
    ends: dict[int, list[re.Match[str]]]

    def blank_above(self, index: int) -> bool:
        """Whether the line above is empty."""
        return index > 0 and self.lines[index - 1].start == self.lines[index - 1].end

    def deeper(self, index: int) -> bool:
        """Whether a line is set in further than the line above it."""
        inset = index > 0 and self.lines[index].indent > self.lines[index - 1].indent
        return inset and not self.blank_above(index)


@dataclass(slots=True)
class _Place:
    """Where the walk stands: in which part, and which part goes on behind what is none of it."""

    region: str = "header"
    adjusted: bool = False  # whether the plan that goes on has told an adjustment
    borrowed: tuple[str, int] | None = None  # the part that goes on behind lines of treatment inside it
    aside: int = -1  # how far a single line about home or the next visit is indented that stands inside the treatment


def segments(
    folded: str,
    text: str,
    lines: tuple[Line, ...],
    active: Span,
    spans: tuple[Span, ...],
    blocks: tuple[TimedBlock, ...],
    worked: frozenset[int],
) -> Iterator[Segment]:
    """Every sentence of the note with its part, in order; what stands in another encounter is `prior`."""
    page = _Page(
        folded,
        text,
        lines,
        heads=frozenset(block.head for block in blocks),
        closing=frozenset(block.last for block in blocks),
        fields=frozenset(at for block in blocks for at in block.fields),
        worked=worked,
        ways=ways_of(folded, text, lines),
        ends=sentence_ends(folded, lines),
    )
    place = _Place()
    for index, line in enumerate(lines):
        if line.start == active.start and len(spans) > 1:
            place.region = "header"
        _enter(page, place, index)
        prior = len(spans) > 1 and line.start >= spans[0].start and not active.start <= line.start < active.end
        told = _of_line(page, place, index)
        yield from (one._replace(region="prior") for one in told) if prior else told


def _enter(page: _Page, place: _Place, index: int) -> None:
    """The part at the start of a line: lines of treatment stand inside other parts, and these go on behind them."""
    folded, line = page.folded, page.lines[index]
    if place.borrowed and line.indent <= place.borrowed[1] and not _BULLET.match(folded, line.start, line.end):
        place.region, place.borrowed = place.borrowed[0], None
    marked = index in page.heads or index in page.worked
    if _lends(page, place.region, index) and (marked or names_treatment(folded, line)):
        behind = "header" if place.region in _NOT_AGAIN else place.region
        place.borrowed, place.region = (behind, line.indent), "treatment"
    elif line.indent <= place.aside and names_treatment(folded, line):
        place.region, place.aside = "treatment", -1


def _lends(page: _Page, region: str, index: int) -> bool:
    """Whether a timed line of treatment may stand in a part at this line; a goal is often told in minutes itself."""
    if index in page.worked or region in _LENDING:
        return True
    return region == "goals" and (page.blank_above(index) or coded(page.folded, page.lines[index]))


def _of_line(page: _Page, place: _Place, index: int) -> Iterator[Segment]:
    folded, line = page.folded, page.lines[index]
    left = ""  # the part of today's work that a remark inside its paragraph ("HEP: bridges.") has left
    for start, end in sentences(folded, page.text, line, page.ends.get(index, ())):
        if left and goes_on(folded, start, end):
            place.region, left = left, ""
        opened, body = opened_part(folded, page.text, start, end, line, place.region, page.ways)
        if opened is None and place.region == "subjective" and start > line.start and did_today(folded, start, end):
            place.borrowed, place.region = (place.region, line.indent), "treatment"
        if opened or index in page.heads:
            opened, body = _settled(page, index, Span(start, end), (opened, body), place.region)
        if opened:
            inside = (
                place.region == "treatment" and body < end and (opened == "home" or _NEXT.match(folded, start, end))
            )
            place.aside = line.indent if inside else -1
            left = place.region if start > line.start and _breaks_in(place.region, opened) else ""
            place.region, place.borrowed = opened, None
        if place.region == "plan":
            yield Segment(start, end, _under_plan(folded, place, body, end), index, body)
        else:
            place.adjusted = False
            yield Segment(start, end, place.region, index, body)


def _breaks_in(region: str, opened: str) -> bool:
    """Whether a remark on another time stands in the midst of today's work."""
    return region in _OF_TODAY and opened in _OF_OTHER_TIMES


def _under_plan(folded: str, place: _Place, body: int, end: int) -> str:
    """The part of a sentence under the plan: an adjustment told as done is treatment, and timed work behind it."""
    place.adjusted = place.adjusted or ADJUSTED.match(folded, body, end) is not None
    return "treatment" if place.adjusted and tells_of_today(folded, body, end) else "plan"


def _settled(
    page: _Page, index: int, sentence: Span, found: tuple[str | None, int], region: str
) -> tuple[str | None, int]:
    """The part that a sentence opens where it stands: a heading inside the work can head a piece of it."""
    opened, body = found
    (start, end), line = sentence, page.lines[index]
    if opened == "objective" and index in page.worked:
        opened = "treatment"
    units = opened == "charges" and index in page.fields and _UNITS.match(page.folded, start, end)
    if units or (opened == "totals" and index in page.closing):
        opened, body = None, start
    elif index in page.heads and start == line.start and "charges" in (opened, region):
        opened, body = "treatment", start  # "CPT: 97110" over its minutes and its work is no charge
    if opened and region == "treatment" and _is_of_the_work(page, index, sentence, opened):
        return None, start
    return opened, body


def _is_of_the_work(page: _Page, index: int, sentence: Span, opened: str) -> bool:
    """Whether a heading inside the treatment heads a piece of it: "Goal 1: naming 9/12", "meds: dots on bottles"."""
    if opened == "goals":
        return bool(_NUMBERED_GOAL.match(page.folded, *sentence))
    if opened == "totals":
        return page.deeper(index)
    return opened == "history" and not page.blank_above(index)
