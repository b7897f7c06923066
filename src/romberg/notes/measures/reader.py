"""Reading what was measured: names and figures, today's before earlier ones, goals apart."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from romberg.notes import header, lexicon
from romberg.notes.layout import Document, Segment
from romberg.notes.measures import figures, motion, pain, table
from romberg.notes.measures.days import day
from romberg.notes.measures.reading import Reading, readings
from romberg.notes.measures.tokens import unit_name
from romberg.notes.measures.vocabulary import Known, every_form, forms, known
from romberg.visit import Earlier, Measure, Span

_SKIPPED = frozenset(("prior", "home", "education"))
_AIMS = frozenset(("plan", "goals"))
_STATUS = 16  # signs that a figure with its unit takes
_STANDS = re.compile(
    r"\b(?:now|today|currently|current|ongoing|in progress|progressing|not met|partially met|met|status)\b"
    r"[\s:,(=-]*(?:at\s+|is\s+)?"
    r"(?P<a>\d,\d{3}|\d{1,4}(?:\.\d+)?)(?!\d|\s*/\s*\d\b|\s*(?:wk|week|visit|x\b))"
    r"|(?:\.{3,}|\s{3,})\s*(?P<c>\d{1,3}(?:\.\d+)?)(?=\s*(?:s\b|sec|m\b|m/s|ft\b|%|/\d{2}|\())"
    r"|(?P<b>(?<![\d/.])\d{1,3}(?:\.\d+)?)(?:\s*/\s*\d{2,3}|\s*(?:s|sec|%))?\s+(?:today|now)\b"
)
_PRESENT = re.compile(r"\b(?:current(?:ly)?|now|today|status|present\s+level|clof)\W{1,3}$")  # "Current: FGA 18/30"
_OF_MOVE = re.compile(r"\W{0,3}(?:\(?(?:r|l|right|left)\b\)?\W{0,3})?-?\d")  # "rot L 40": degrees of a movement
_LATER = frozenset(("response", "assessment", "treatment"))
_PLANNED = re.compile(
    r"\b(?:goals?|ltg\d?|stg\d?|will|next\s+(?:visit|time|session|week|wk)|plan(?:ned)?|recheck|retest|re-?test|redo|hep|to\s+(?:achieve|reach|score)|in\s+order\s+to|"
    r"his\s+(?:wife|son)|her\s+(?:husband|son|sister|daughter)|not\s+tested)\b[^.;]*$|\b(?:mdc\d*|mcid|cut-?off|norm)\s+(?:of|for|on)\s+(?:the\s+)?$"
)
_GOALS = re.compile(r"\W*(?:goals?|[ls]tgs?)\b(?!\s+(?:met|achieved|reached))")
_OTHERS = re.compile(
    r"\b(?:neighbou?r|sister|brother|husband|wife|mother|father|mom|dad|friend|roommate|cousin|aunt|uncle|daughter|son|teammate)\b"
)
_SIDE_BEFORE = re.compile(
    r"\(?\b(r|l|right|left|rt|lt)\b\)?[\s:]*(?:(?:ankle|knee|hip|shoulder|sh|elbow|wrist|hand|cervical|c|lumbar|trunk|thumb|mcp|quad|le|ue|leg|foot|forearm|active|arom|prom|if|lf|rf|mf|sf)\s+){0,2}$"
)
_BACKWARD = re.compile(
    r"(?<![\d/.])(-?\d{1,3}(?:\.\d+)?)(?:\s*(?:/|out\s+of|of)\s*(\d{1,3}))?\s*(%|points?|pts?|s|sec|seconds|met(?:er|re)s?|m|feet|ft|reps?|stands?|blocks?|cm|in|inches|lbs?|kg)?\s*(?:on|for|in|during)\s+(?:the\s+|his\s+|her\s+|a\s+)?$"
)
_BEFORE_NAME = re.compile(r"(?<![\d/.])(\d{1,2})\s*(?:/|of|out\s+of)\s*(\d{1,2})\s*(?:new\s+|different\s+)?$")
_NEXT_IS_EARLIER = re.compile(
    r"\s*(?:(?:it|this|left|right|[rl]|that|up|down)\b[\s,]*)*(?:was|were|from|had\s+been|previous|prior|last\s+(?:visit|time)|baseline|at\s+eval|initially)\b"
)
_CONTINUED = re.compile(r"\n[ ]{0,3}[a-z0-9]")
_LONG_LINE = 55
_FIGURE = re.compile(
    r"\d|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|teen|twenty|thirty|fo?u?rty|fifty|hundred"
)
_PAIR_BEHIND = re.compile(r"\W*(r|l)\w*\)?\s*/\s*\(?(?:r|l)\w*\b")
_SIDE_OF_ROW = re.compile(r"[ \t]*\(?(r|l|right|left)\b\)?(?=\s{2,}|\s*\||\t)")
_BRANCHES = {
    ("TUG", "dual"): "TUG-cognitive",
    ("TUG", "manual"): "TUG-manual",
    ("COPM", "sat"): "COPM-satisfaction",
    ("FAAM", "sport"): "FAAM-Sport",
}
# The functional reach: FRT is also a rotation test, in degrees.
_REACHED = re.compile(r"[^.;\n\d]{0,20}\d{1,2}(?:\.\d)?\s*(?:cm|in|inch|inches|\")(?![a-z])")
_SIDES = {"r": "right", "l": "left"}
_ANY_YEAR = date(2000, 12, 31)  # to put days without a year in order where the note has no date of its own
_REACH = 150
_DATE_BEHIND = re.compile(r"\s*\(?\d{1,2}/\d{1,2}(?:/\d{2,4})?\)?\s*:\s*(?=\d)")  # "WOMAC 4/9: 34/96"
_SENTENCE = 200  # how far back a word such as "goal" or "her sister" reaches
_NAME_AND_FIGURE = 60  # up to here the proof is shown from the name on


@dataclass(slots=True)
class _Found:
    """Readings of one measure under one key (side, setting), in the order of the note."""

    known: Known
    name: str
    side: str | None
    start: int
    readings: list[tuple[Reading, Segment]] = field(default_factory=list)
    places: set[int] = field(default_factory=set)  # where they begin


class _Hit(NamedTuple):
    known: Known
    start: int
    end: int
    form: str


def read(document: Document, others: Sequence[Span] = ()) -> tuple[Measure, ...]:
    """The values measured today, in the order of the note: one a measure, side and condition, with earlier ones.

    `others`: words that tell of somebody else than the patient.
    """
    hits = [hit for hit in _hits(document) if not any(o.start <= hit.start < o.end for o in others)]
    moves = [Span(hit.start, hit.end) for hit in hits if hit.known.name == "ROM"]
    others_begin = [move.start for move in moves if _OF_MOVE.match(document.folded, move.end)]
    measures = list(_scored(document, [hit for hit in hits if hit.known.name != "ROM"], others_begin))
    measures += motion.read(document, moves)
    measures += [_pain(score, document) for score in pain.scores(document)]
    return tuple(sorted(measures, key=_first_span))


def _first_span(measure: Measure) -> Span:
    return measure.spans[0]


def _scored(document: Document, hits: list[_Hit], moves: list[int]) -> Iterator[Measure]:
    groups: dict[tuple[str, str, str], _Found] = {}
    goals: dict[str, float] = {}
    of_goals: list[tuple[_Hit, Reading, Segment]] = []
    for index, hit in enumerate(hits):
        segment = document.segment_at(hit.start)
        if segment.region in _SKIPPED:
            continue
        at = bisect_right(moves, hit.start)
        ahead = [other.start for other in hits[index + 1 : index + 2]] + [len(document.folded)]
        if "deg" not in hit.known.units:
            ahead += moves[at : at + 1]
        following = min(ahead)
        if segment.region == "goals" or _GOALS.match(document.folded, segment.start, hit.start):
            of_goals += [(hit, reading, segment) for reading in _status(document, hit, segment, following)]
        for reading in _read_hit(document, hit, segment, following):
            present = segment.region == "goals" and _PRESENT.search(document.folded, segment.start, hit.start)
            if (reading.when == "goal" or segment.region in _AIMS) and not present:
                if reading.when in ("goal", "bound"):
                    goals.setdefault(hit.known.name, reading.value)
            elif reading.when in ("now", "earlier"):
                _file(groups, hit, reading, segment)
    named = {found.name for found in groups.values()}
    for hit, reading, segment in of_goals:
        if hit.known.name not in named:
            _file(groups, hit, reading, segment)
    told = tuple(_settled(groups))
    on = _today(document) if any(r.dated for found in told for r, _ in found.readings) else None
    for found in told:
        yield _measure(found, on, goals)


def _status(document: Document, hit: _Hit, segment: Segment, following: int) -> tuple[Reading, ...]:
    """Where the patient stands, told behind a goal on its line: "Berg >= 46 by 3/16. Ongoing, 44/56 today"."""
    line = document.line_at(segment.start)
    told = _STANDS.search(document.folded, hit.end, min(following, line.end))
    if told is None:
        return ()
    at = told.start(told.lastgroup or "b")
    stretch = Span(at, min(following, line.end, at + _STATUS))
    known = replace(hit.known, near=False, needs=False)
    return tuple(readings(document.folded, known, stretch, None))[:1]


def _today(document: Document) -> date | None:
    dated = header.service_date(document)
    return dated.value if dated else None


def _hits(document: Document) -> list[_Hit]:
    folded = document.folded
    places = ((start, end, folded[start:end]) for start, end in every_form().places(folded, 0, len(folded)))
    hits = [_Hit(measure, start, end, form) for start, end, form in places if (measure := _meant(form))]
    if "frt" not in folded:
        return hits
    reach = known()["FunctionalReach"]
    return [h._replace(known=reach) if h.form == "frt" and _REACHED.match(folded, h.end) else h for h in hits]


@lru_cache(maxsize=4096)
def _meant(form: str) -> Known | None:
    """The measure that words name, plural endings aside; "tugs" are of a band."""
    name = None if form == "tugs" else lexicon.lookup(form, forms())
    return known()[name] if name else None


def _read_hit(document: Document, hit: _Hit, segment: Segment, following: int) -> Iterator[Reading]:
    folded = document.folded
    before = max(segment.body, hit.start - _SENTENCE)
    if segment.region == "subjective" and _OTHERS.search(folded, before, hit.start):
        return
    end = min(following, hit.end + _REACH, _reach(document, segment, hit))
    if not _FIGURE.search(folded, hit.end, end):
        yield from _behind(folded, hit, segment)
        return
    if segment.region not in _AIMS and _GOALS.match(folded, segment.start, hit.start):
        return
    if segment.region not in _AIMS and _PLANNED.search(folded, before, hit.start):
        return
    row = tuple(cell for cell in table.cells(document, hit.start, hit.end) if cell.start < following)
    if row and table.is_of_work(document, hit.start):
        return
    if row:
        yield from _read_row(folded, hit, row)
        return
    side = _SIDE_BEFORE.search(folded, max(segment.start, hit.start - 28), hit.start)
    dated = _DATE_BEHIND.match(folded, hit.end, end)
    found = readings(
        folded, hit.known, Span(dated.end() if dated else hit.end, end), side.group(1)[0] if side else None
    )
    yield from found or _behind(folded, hit, segment)


def _reach(document: Document, segment: Segment, hit: _Hit) -> int:
    """The end of the sentence, or of the next one where it goes on about an earlier value or the line merely breaks."""
    folded, end = document.folded, segment.end
    if end - hit.end > _REACH or end >= len(folded):
        return end
    if _NEXT_IS_EARLIER.match(folded, end) or (folded[end] == "\n" and _broken(document, hit, end)):
        return document.segment_at(end + 1).end
    return end


def _broken(document: Document, hit: _Hit, end: int) -> bool:
    """Whether a long line breaks between a name and its figure."""
    line = document.line_at(hit.start)
    goes_on = _CONTINUED.match(document.text, end) and ";" not in document.folded[hit.end : end]
    return bool(goes_on) and line.end - line.start > _LONG_LINE and not _FIGURE.search(document.folded, hit.end, end)


def _behind(folded: str, hit: _Hit, segment: Segment) -> Iterator[Reading]:
    """A figure before the name: "41/56 on the Berg"."""
    backward = _BEFORE_NAME if hit.known.before else _BACKWARD
    match = backward.search(folded, max(segment.start, hit.start - 34), hit.start)
    if not match or hit.known.near:
        return
    value, total = float(match.group(1)), float(match.group(2)) if match.group(2) else None
    if hit.known.low <= value <= hit.known.high and (total is None or total in hit.known.of):
        unit = unit_name(match.group(3)) if backward is _BACKWARD and match.group(3) else None
        if unit is None or figures.fits(hit.known, unit):
            yield Reading(value, unit, total, match.start(), match.end(1))


def _read_row(folded: str, hit: _Hit, row: tuple[table.Cell, ...]) -> Iterator[Reading]:
    timed = [cell for cell in row if cell.when or cell.dated]
    dated = (cell.dated for cell in row if cell.dated)
    latest = None if any(cell.when == "now" for cell in row) else max(dated, key=_day_key, default=None)
    pair = _PAIR_BEHIND.match(folded, hit.end, row[0].start)
    named = _SIDE_OF_ROW.match(folded, hit.end, row[0].end)
    for cell in row:
        when = cell.when or ("now" if not cell.dated or cell.dated == latest else "earlier")
        if timed and not cell.when and not cell.dated:
            continue
        stretch = Span(cell.start, cell.end)
        for reading in readings(
            folded,
            replace(hit.known, near=False, needs=False),
            stretch,
            cell.side or (named and named.group(1)[0]),
            pair and pair.group(1),
        ):
            yield reading._replace(
                when=when if reading.when == "now" else reading.when, dated=reading.dated or cell.dated
            )


def _day_key(text: str | None) -> tuple[int, ...]:
    parts = [int(p) for p in re.findall(r"[0-9]+", text or "")] or [0]
    return (parts[2] if len(parts) > 2 and parts[0] < 100 else 0, *parts[:2]) if parts[0] < 100 else tuple(parts)


def _file(groups: dict[tuple[str, str, str], _Found], hit: _Hit, reading: Reading, segment: Segment) -> None:
    name = _BRANCHES.get((hit.known.name, reading.branch), hit.known.name)
    setting = "" if hit.known.last else reading.setting
    key = (name + (lexicon.key(hit.form) if hit.known.each else ""), reading.side or "", setting)
    found = groups.get(key)
    if found is None:
        found = groups[key] = _Found(hit.known, name, reading.side, hit.start)
    if reading.start not in found.places:
        found.places.add(reading.start)
        found.readings.append((reading, segment))


def _settled(groups: dict[tuple[str, str, str], _Found]) -> Iterator[_Found]:
    """Groups that count: those told after treatment or in the assessment give way to the same measure elsewhere."""
    told = {f.name for f in groups.values() if any(s.region not in _LATER and r.when == "now" for r, s in f.readings)}
    sided = {f.name for f in groups.values() if f.side}
    for found in groups.values():
        if found.name in told and all(segment.region in _LATER for _, segment in found.readings):
            continue
        if not found.side and found.name in sided and all(r.when == "earlier" for r, _ in found.readings):
            continue
        yield found


def _measure(found: _Found, on: date | None, goals: dict[str, float]) -> Measure:
    today, old = _todays(found, on)
    return Measure(
        measure=found.name,
        value=today.value,
        unit=_unit(found.known, today),
        spans=_spans(found, today),
        side=_SIDES.get(found.side or ""),
        earlier=tuple(Earlier(r.value, day(r.dated, on), (Span(r.start, r.end),)) for r in old),
        goal=goals.get(found.name),
    )


def _todays(found: _Found, on: date | None) -> tuple[Reading, list[Reading]]:
    """Today's reading (the latest where today has none) and those before it."""
    own = [r for r, s in found.readings if s.region not in _LATER and r.when == "now"]
    now = own or [r for r, _ in found.readings if r.when == "now"]
    earlier = [r for r, _ in found.readings if r.when == "earlier"]
    candidates = now or [r for r in earlier if day(r.dated, on) == on and on] or earlier
    if any(r.dated for r in candidates):
        today = max(candidates, key=lambda r: (_order(r, on), -r.start))
    else:
        today = candidates[-1 if found.known.last else 0]
    chain = next((r for r in candidates if r.chained and r.start > today.start and not today.chained), None)
    today = chain or today
    old = [
        r
        for r in (*earlier, *candidates)
        if r is not today and (r.when == "earlier" or r.dated not in (None, today.dated))
    ]
    return today, sorted(set(old), key=lambda r: r.start)


def _order(reading: Reading, on: date | None) -> date:
    """When a figure was taken, for putting in order: said to be today's, on its day, or unknown."""
    if not reading.dated:
        return date.max if reading.told and reading.when == "now" else date.min
    return day(reading.dated, on or _ANY_YEAR) or date.min


def _spans(found: _Found, today: Reading) -> tuple[Span, ...]:
    near = 0 <= today.start - found.start < _NAME_AND_FIGURE
    return (Span(found.start if near else today.start, today.end),)


def _unit(measure: Known, reading: Reading) -> str:
    if reading.unit == "inch mark":
        return "s" if "s" in measure.units else "in"
    if reading.unit == "foot mark":
        return "ft"
    if reading.unit and reading.unit != "mm":
        return reading.unit
    if measure.name in ("NDI", "ODI") and reading.total == 50:
        return "points"
    if measure.name == "10MWT" and reading.unit is None and reading.value > 3:
        return "s"
    return measure.units[0]


def _pain(score: pain.Score, document: Document) -> Measure:
    before = score.before
    if before is None:
        return Measure("NPRS", score.value, "points", (Span(score.start, score.end),))
    on = _today(document) if before.when == "now" else None
    old = Earlier(before.value, on, (Span(before.start, before.end),))
    return Measure("NPRS", score.value, "points", (Span(score.start, score.end),), earlier=(old,))
