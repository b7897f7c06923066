"""Which clauses of today's note do not tell of treatment given today, and why."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple, get_args

import yaml

from romberg.notes import lexicon
from romberg.notes.assertion.zone import Zone
from romberg.notes.layout import Document, Segment
from romberg.visit import Span, Why

_BY_REGION: dict[str, Why] = {
    "plan": "planned", "goals": "goal", "home": "home program", "history": "history", "subjective": "history",
    "prior": "prior visit", "education": "education",
}  # fmt: skip
_CLAUSE = re.compile(r"\s*(?:;|\||,?\s+\bbut\b)\s*|(?<=\S)[ ]{3,}(?=\S)")
_PARTING = (";", "|", "but", "   ")  # most sentences have none of them
_CHUNK = re.compile(r"\s*(?:,|\(|\)|\.\s|\bwhile\b)\s*")
# Cues that speak of one chunk between commas, not of the whole clause.
_NARROW = frozenset({"prior_visit", "not_treatment_time", "other_person", "education", "home_program", "history"})
# Cues that, alone between commas or in brackets, speak of what stands before them: "hot pack 10 min, no charge".
_AFTERTHOUGHT = re.compile(
    r"not?\b|nc\b|n/[ac]\b|un-?bill|non|courtesy|(?:his|her|their|am|are|is|do|did|does|hep|bid|tid|qid|nv)\b|home"
    r"|(?:for|at) home|daily|nightly|every|each|last|previous|prior|yesterday|next|hold|declined|refused|deferred"
    r"|skipped|omitted|held(?!\s+(?!today|this|for|until|off|per|due|d/t)[a-z])"
)
# Cues that, before a colon and behind work done, take away from that work and not from what is listed behind the colon.
_SAY_LESS = frozenset({"declined", "not_treatment_time"})
_FAR = 400  # signs; so far back does no cue reach in a sentence without commas
_TELLS = re.compile(
    r"\W*(?:he|she|they|pt|patient|the patient|client|mom|dad|mother|father|(?:mr|ms|mrs)\.?\s\w+)\s+"
    r"(?:also\s+|still\s+)?(?:says?|said|states?|stated|reports?|reported|tells|told|denies|denied)\b"
)
# A sentence of a note without parts that opens with a deficit, and holds no figure: "Poor grip hampers buttons".
_JUDGES = re.compile(
    r"\W*(?:(?:still|remains|continues to (?:have|show|demonstrate)|demonstrates|presents with)\s+)?"
    r"(?:poor|impaired|decreased|reduced|limited|weak|weakness|lack of|loss of|deficits?|difficulty|unable|cannot|can't"
    r"|not yet|not safe|unsafe|unsteady|fear of|fewer|less)\b[^\d\n]*$"
)
# "Word finding hampers every call he makes": what hinders is no work, though it bears the name of one.
_HINDERS = re.compile(
    r"[^\d\n:]*?\b(?:hampers|prevents|interferes|limits(?!\s+of)|keeps\s+(?:him|her|them)\s+from)\b[^\d\n]*$"
)
_HINDERING = ("hampers", "prevents", "interferes", "limits", "keeps")
_OUR_WORK = re.compile(r"\b(?:we|i)\s+(?:did|do|spent|worked|then|also|started|began|had|practi[sc]ed|used)\b")
_DONE = re.compile(r"\bminutes\b|\d\s*(?:min|x\s*\d|reps|')|\bx\s?\d")


@cache
def _raw() -> dict[str, list[str]]:
    found: dict[str, list[str]] = yaml.load(
        resources.files(__package__).joinpath("cues.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader
    )
    return found


@cache
def _cues() -> tuple[re.Pattern[str], dict[str, Why]]:
    names: dict[str, Why] = {why.replace(" ", "_"): why for why in get_args(Why) if why in _raw()}
    parts = [f"(?P<{name}>{'|'.join(_raw()[why])})" for name, why in names.items()]
    return re.compile("|".join(parts), re.MULTILINE), names


@cache
def _starts() -> lexicon.Words:
    return lexicon.Words(_raw()["starts"], whole=False)


class _Cue(NamedTuple):
    start: int
    end: int
    name: str


def _all_cues(folded: str, start: int, end: int) -> list[_Cue]:
    pattern, _ = _cues()
    tried = (pattern.match(folded, at, end) for at, _ in _starts().places(folded, start, end))
    return [_Cue(m.start(), m.end(), m.lastgroup) for m in tried if m and m.lastgroup]


class Asserted(NamedTuple):
    """What of a note is not told of today's treatment (`zones`), and which words tell of `others` than the patient."""

    zones: tuple[Zone, ...]
    others: tuple[Span, ...]


def read(document: Document) -> Asserted:
    """The stretches of a note that tell of another time, place, purpose or person."""
    cues = _all_cues(document.folded, 0, len(document.folded))
    cues = [c for c in cues if not (_is_the_final_one(document.folded, c) or _is_of_untimed(document.folded, c))]
    starts = [cue.start for cue in cues]
    found: list[Zone] = []
    hinders = any(word in document.folded for word in _HINDERING)
    for segment in document.segments:
        here = cues[bisect_left(starts, segment.start) : bisect_left(starts, segment.end)]
        told = segment.region == "header" or (hinders and segment.region == "treatment")
        if here or told or segment.region in _BY_REGION:
            found += _of_segment(document, segment, here)
    return Asserted(tuple(found), tuple(_of_another(document, cue) for cue in cues if cue.name == "other_person"))


def zones(document: Document) -> tuple[Zone, ...]:
    """Every stretch of the note that is planned, declined, at home, of another day or person, or not treatment time."""
    return read(document).zones


def _of_another(document: Document, cue: _Cue) -> Span:
    """The words about another person, from the one who is named to the next comma, bracket or full stop."""
    segment = document.segment_at(cue.start)
    _, end = _chunk(document.folded, segment.body, segment.end, cue)
    return Span(cue.start, end)


def _is_the_final_one(folded: str, cue: _Cue) -> bool:
    """ "Last session: ..." in a discharge note is today's, the last of all."""
    heads = folded.startswith("last session", cue.start) and folded[cue.end :].lstrip(" ")[:1] in (":", ",", "(")
    return heads and bool(re.search(r"\bdischarge|\bd/c\b|\bfinal (?:visit|session)", folded))


def _is_of_untimed(folded: str, cue: _Cue) -> bool:
    """ "Whirlpool 10 minutes, not timed" names a service that is not paid by time; what is charged says whether."""
    if folded[cue.start : cue.end] != "not timed":
        return False
    before = folded[max(0, cue.start - _NEAR_BY) : cue.start].rsplit(".", 1)[-1]
    return bool(_UNTIMED.search(before))


_NEAR_BY = 70  # signs
_UNTIMED = re.compile(
    r"\b(?:whirlpool|paraffin|wax|fluido\w*|(?:hot|cold|ice|heat) packs?|m?hp|traction|ifc|e-?stim\w*|vaso\w*"
    r"|game ready|cmt|adjust\w*|manip\w*|needl\w*|group|eval\w*|splint\w*)\b"
)


def zone_at(found: tuple[Zone, ...], starts: Sequence[int], start: int, end: int) -> Zone | None:
    """The zone that words at a place meet; None where they may tell of today. `starts`: where each zone begins."""
    at = bisect_right(starts, start) - 1
    for zone in found[max(at - 1, 0) : at + 2]:
        if zone.start < end and start < zone.end:
            return zone
    return None


def _of_segment(document: Document, segment: Segment, here: Sequence[_Cue]) -> Iterator[Zone]:
    by_region = _BY_REGION.get(segment.region)
    if by_region:
        yield Zone(segment.start, segment.end, _closer(here, by_region))
        return
    start = before = segment.start
    if not any(cue.name == "declined" for cue in here) and _is_a_finding(document.folded, segment):
        yield Zone(segment.start, segment.end, "history")
        return
    if own := _own_account(document.folded, segment):
        yield own
        start = before = own.end
    for stop, after in _clauses(document.folded, segment):
        if stop <= start:
            continue
        inside = [cue for cue in here if start <= cue.start < stop]
        if inside and _only_denies(document.folded, inside[0], start, stop):
            start = before
        yield from _of_clause(document.folded, segment, Span(start, stop), inside)
        before = start if "but" in document.folded[stop:after] else after
        start = after


def _is_a_finding(folded: str, segment: Segment) -> bool:
    """Whether a sentence tells a deficit and no work."""
    judges = segment.region == "header" and _JUDGES.match(folded, segment.body, segment.end)
    return bool(judges or (segment.region == "treatment" and _HINDERS.match(folded, segment.body, segment.end)))


def _own_account(folded: str, segment: Segment) -> Zone | None:
    """What the patient tells in a note without parts: "He says his class walks in tandem", up to what "we did"."""
    told = _TELLS.match(folded, segment.body, segment.end) if segment.region == "header" else None
    if not told:
        return None
    work = _OUR_WORK.search(folded, told.end(), segment.end)
    return Zone(segment.start, work.start() if work else segment.end, "history")


def _only_denies(folded: str, cue: _Cue, start: int, stop: int) -> bool:
    """Whether a clause is nothing but a denial: "ultrasound was ordered but not done" speaks of the ultrasound."""
    return cue.name == "declined" and cue.start - start < 2 and not folded[cue.end : stop].strip(" .")


def _of_clause(folded: str, segment: Segment, clause: Span, cues: list[_Cue]) -> Iterator[Zone]:
    start, stop = clause
    _, names = _cues()
    for cue in cues:
        if cue.start < start:
            continue
        lists = re.match(r"[^,.;)]{0,14}:", folded[cue.end : stop])
        if lists and _DONE.search(folded, start, cue.start):
            begin, colon = _chunk(folded, start, stop, cue)[0], cue.end + lists.end() - 1
            yield Zone(begin, colon if cue.name in _SAY_LESS else segment.end, names[cue.name])
            if cue.name not in _SAY_LESS:
                return
            start = colon + 1
            continue
        if lists or (cue.start - max(start, segment.body) < 2 and cue.name not in _NARROW):
            yield Zone(start, segment.end if lists else stop, names[cue.name])
            return
        begin, end = _chunk(folded, start, stop, cue)
        if cue.name not in _NARROW:
            begin = start if not _DONE.search(folded, start, begin) else begin
            end = stop if cue.name == "planned" else end
        yield Zone(begin, end, names[cue.name])
        start = end


def _chunk(folded: str, start: int, stop: int, cue: _Cue) -> tuple[int, int]:
    """The stretch between commas or brackets that the cue stands in; where it stands alone, with the one before it."""
    start = max(start, cue.start - _FAR)
    begins = [start, *(mark.end() for mark in _CHUNK.finditer(folded, start, cue.start))]
    after = _CHUNK.search(folded, cue.end, stop)
    end = after.start() if after else stop
    alone = begins[-1] == cue.start and not folded[cue.end : end].strip(" .")
    speaks_of_before = alone and len(begins) > 1 and _AFTERTHOUGHT.match(folded, cue.start, end)
    return begins[-2 if speaks_of_before else -1], end


def _clauses(folded: str, segment: Segment) -> Iterator[tuple[int, int]]:
    if any(folded.find(mark, segment.body, segment.end) >= 0 for mark in _PARTING):
        for match in _CLAUSE.finditer(folded, segment.body, segment.end):
            yield match.start(), match.end()
    yield segment.end, segment.end


def _closer(cues: Sequence[_Cue], by_region: Why) -> Why:
    """A plan or history line may say more closely what it is: home programme, another person, an earlier visit."""
    if by_region in ("planned", "history"):
        for cue in cues:
            if cue.name in ("home_program", "other_person", "prior_visit", "declined"):
                return _cues()[1][cue.name]
    return by_region
