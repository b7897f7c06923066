"""Cutting a note into lines and sentences, each with the part of the note it stands in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

import yaml

from romberg.notes import lexicon
from romberg.notes.interventions import service_names
from romberg.notes.layout.adjusting import ADJUSTED, TIMED_WORK, opens_adjusting, tells_of_today
from romberg.notes.layout.amended import opens_addendum
from romberg.notes.layout.closing import timed_blocks
from romberg.notes.layout.document import Document, Line, Segment, TimedBlock
from romberg.notes.layout.encounters import encounters, today
from romberg.notes.layout.fold import fold, words_of
from romberg.notes.layout.phrased import phrased, set_apart, timed_head
from romberg.notes.layout.run_on import LONGEST_SENTENCE, run_on_ends
from romberg.notes.layout.today import NOT_HERE, did_today, goes_on
from romberg.notes.minutes import words
from romberg.visit import Span

# Both ways to end a sentence stand behind one set of signs: a pattern that opens with a set skips quickly to it.
_SENTENCE_END = re.compile(
    r"[.;!?](?:(?<!;)(?:(?<![\s.][a-z].)|(?<=min a.)|(?<=mod a.)|(?<=max a.))(?<!\b(?:dr|vs|mr|ms|no|st|fl|pt).)"
    r"(?<!\b(?:mrs|max|mod|est|ext|wks|inc).)"
    r"[\"')\]]*\s+(?=[^\s\d])|\s{2,}(?=\S))",
)
_LETTER = re.compile(
    r"(?!\W*/[soaprt]/)\W*?(?:comments?\s*\|\s*)?(?:\d{1,2}/\d{1,2}(?:/\d{2,4})?\s+)?([soaprt])(?:\s+\d{1,2}/\d{1,2}(?:/\d{2,4})?)?\s*(?:[:|>)]+|/{2,3}|[/\-](?!\w)|/(?=\s)|-(?=\s))\s*"
    r"|([soaprt])(?:\s{2,}(?=\S)|\s*\([^)\n]{1,20}\)\s*(?:$|[:>|]))",
)
_BULLET = re.compile(r"\s*[-*•>+]")
_NOT_AGAIN = ("subjective", "goals")  # behind today's work nothing is the patient's story any more
_LENDING = ("subjective", "history", "header", "assessment")  # parts that a timed line of treatment may stand in


@cache
def _headings() -> dict[str, str]:
    raw = yaml.load(resources.files(__package__).joinpath("headings.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return {phrase: region for region, phrases in raw.items() for phrase in phrases}


def _names_of_parts() -> str:
    return lexicon.exactly(phrase for phrase in _headings() if len(phrase) > 1)


@cache
def _heading_at_line_start() -> re.Pattern[str]:
    return re.compile(
        rf"[\s*#>•|\-=_~\[]*(?:(?:\d{{1,2}}|[ivx]{{1,4}})[.)]\s*|comments?\s*\|\s*)?"
        r"(?:(?:today's\s|(?:pt|ot|slp|st|dc|skilled|therapeutic|clinical)\s(?=[a-z ]{3,30}[:\n]))?"
        rf"({_names_of_parts()})\b"
        r"(?:\s(?:today|given|provided|performed|rendered|delivered|completed|furnished|this\s(?:date|visit|session))){0,2}"
        rf"(?:'s|\s#?\d{{1,2}}(?=\s?:))?(?:\s+\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?)?(\s*\([^)\n]{{0,80}}\))?\s*"
        r"(?:/\s?[a-z][a-z ]{2,24}(?=:))?"
        r"\??(?:\.{2,}[.\s]*:?|\.\s*$|(?:\d{1,3}\s*min(?:ute)?s?\.?\s*)?[:>|=]+|\)(?=\s)|-+(?=\s)|/{2,3}|/(?=\s)|[\]~*]+|(?=\s{2,}\S)|\s*$))"
    )


@cache
def _heading_inside() -> re.Pattern[str]:
    return re.compile(rf"({_names_of_parts()})(?:\s*\([^)\n]{{0,30}}\))?:\s*")


def cut(text: str, worked: frozenset[int] = frozenset()) -> Document:
    """The note in lines and sentences, each knowing its part: subjective, treatment, plan, another encounter.

    `worked` are numbers of lines that tell of treatment, whatever part they stand in.
    """
    folded = fold(text)
    lines = tuple(_lines(folded))
    found = encounters(folded, lines)
    active = found[today(folded, found)][0] if found else Span(0, len(text))
    spans = tuple(span for span, _ in found) or (active,)
    blocks = timed_blocks(folded, lines)
    segments = tuple(_segments(folded, text, lines, active, spans, blocks, worked)) or (
        Segment(0, len(text), "header", 0, 0),
    )
    starts = tuple(segment.start for segment in segments)
    begins = tuple(line.start for line in lines)
    return Document(text, folded, lines, segments, active, spans, starts, begins, words_of(folded), blocks)


def _lines(folded: str) -> Iterator[Line]:
    start = 0
    for raw in folded.split("\n"):
        stripped = raw.lstrip()
        yield Line(start, start + len(raw.rstrip()), len(raw) - len(stripped))
        start += len(raw) + 1


def _segments(
    folded: str,
    text: str,
    lines: tuple[Line, ...],
    active: Span,
    spans: tuple[Span, ...],
    blocks: tuple[TimedBlock, ...],
    worked: frozenset[int],
) -> Iterator[Segment]:
    region = "header"
    heads, closing = {block.head for block in blocks}, {block.last for block in blocks}
    fields = {at for block in blocks for at in block.fields}
    ways, ends = _ways(folded, text, lines), _sentence_ends(folded, lines)
    adjusted = False  # whether the plan that goes on has told an adjustment
    borrowed: tuple[str, int] | None = None  # the part that goes on behind lines of treatment inside it
    aside = -1  # how far a single line about home or the next visit is indented that stands inside the treatment
    for index, line in enumerate(lines):
        if line.start == active.start and len(spans) > 1:
            region = "header"
        prior = len(spans) > 1 and line.start >= spans[0].start and not active.start <= line.start < active.end
        if borrowed and line.indent <= borrowed[1] and not _BULLET.match(folded, line.start, line.end):
            region, borrowed = borrowed[0], None
        blank_above = index > 0 and lines[index - 1].start == lines[index - 1].end
        lends = index in worked or region in _LENDING or (region == "goals" and (blank_above or _coded(folded, line)))
        if lends and (index in heads or index in worked or _names_treatment(folded, line)):
            borrowed, region = ("header" if region in _NOT_AGAIN else region, line.indent), "treatment"
        elif line.indent <= aside and _names_treatment(folded, line):
            region, aside = "treatment", -1
        left = ""  # the part of today's work that a remark inside its paragraph ("HEP: bridges.") has left
        for start, end in _sentences(folded, text, line, ends.get(index, ())):
            if left and goes_on(folded, start, end):
                region, left = left, ""
            opened, body = _opens(folded, text, start, end, line, region, ways)
            if opened is None and region == "subjective" and start > line.start and did_today(folded, start, end):
                borrowed, region = (region, line.indent), "treatment"
            if opened == "objective" and index in worked:
                opened = "treatment"
            deeper = index > 0 and line.indent > lines[index - 1].indent and not blank_above
            units = opened == "charges" and index in fields and _UNITS.match(folded, start, end)
            if units or (opened == "totals" and index in closing):
                opened, body = None, start
            elif index in heads and start == line.start and "charges" in (opened, region):
                opened, body = "treatment", start  # "CPT: 97110" over its minutes and its work is no charge
            if region == "treatment" and (
                _is_of_the_work(folded, start, end, opened, blank_above) or (deeper and opened == "totals")
            ):
                opened, body = None, start
            if opened:
                inside = region == "treatment" and body < end and (opened == "home" or _NEXT.match(folded, start, end))
                aside = line.indent if inside else -1
                left = region if start > line.start and region in _OF_TODAY and opened in _OF_OTHER_TIMES else ""
                region, borrowed = opened, None
            adjusted = region == "plan" and (adjusted or ADJUSTED.match(folded, body, end) is not None)
            told = "treatment" if adjusted and tells_of_today(folded, body, end) else region
            yield Segment(start, end, "prior" if prior else told, index, body)


def _sentence_ends(folded: str, lines: tuple[Line, ...]) -> dict[int, list[re.Match[str]]]:
    """Where sentences end inside a line, by the number of the line."""
    found: dict[int, list[re.Match[str]]] = {}
    starts = [line.start for line in lines]
    for match in _SENTENCE_END.finditer(folded):
        index = bisect_right(starts, match.start()) - 1
        if match.end() <= lines[index].end:
            found.setdefault(index, []).append(match)
    for index, line in enumerate(lines):
        if line.end - line.start > LONGEST_SENTENCE and (ends := list(run_on_ends(folded, line))):
            found[index] = sorted([*found.get(index, []), *ends], key=re.Match.start)
    return found


def _sentences(folded: str, text: str, line: Line, ends: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    start = line.start
    for match in ends:
        if folded.endswith("min", start, match.start()) and not _ends_minutes(folded, text, match):
            continue
        if start == line.start and folded[start : match.start()].strip(" \t([").isdigit():
            continue  # "3. INTERVENTIONS": the number of a part
        if folded[match.start()] == "?" and folded.startswith(_ANSWERS, match.end(), line.end):
            continue
        yield start, match.end()
        start = match.end()
    if start < line.end or start == line.start:
        yield start, line.end


_UNITS = re.compile(r"\W*(?:billed )?units?(?: billed)?\s?[:=]\s?\d{1,2}\b")
_GIVEN_BY = re.compile(
    r"[\s*•>-]*(?:treatments?|tx|interventions?|services?|care)\s+"
    r"(?:given|provided|performed|rendered|furnished|delivered)\s+(?:today\s+)?by\b"
)
_NUMBERED_GOAL = re.compile(r"\W*(?:goal|stg|ltg)\s#?\d")


def _is_of_the_work(folded: str, start: int, end: int, opened: str | None, blank_above: bool) -> bool:
    """Whether a heading inside the treatment heads a piece of it: "Goal 1: naming 9/12", "meds: dots on bottles"."""
    if opened == "goals":
        return bool(_NUMBERED_GOAL.match(folded, start, end))
    return opened == "history" and not blank_above


_OF_TODAY, _OF_OTHER_TIMES = ("treatment", "objective"), ("home", "plan", "goals", "history", "prior", "education")
_NEXT = re.compile(r"\W*(?:next|nv)\b")
_ANSWERS = ("no", "next", "held", "skip", "declin", "refus")  # "Traction? No." is one statement


def _ends_minutes(folded: str, text: str, match: re.Match[str]) -> bool:
    """ "...2 x 2 min. Gait" ends a sentence; "min. assist" and "10 min. of" do not."""
    return (
        folded[match.start() - 5 : match.start() - 3].strip().isdigit()
        and text[match.end() : match.end() + 1].isupper()
    )


def _opens(
    folded: str, text: str, start: int, end: int, line: Line, region: str, ways: _Ways
) -> tuple[str | None, int]:
    at_line_start = start == line.start
    if ways.dotted and at_line_start and (point := ways.dotted.match(folded, start, end)):
        opened = _DOTTED_PARTS.get(point[1]) or _headings()[point[1]]
        if point[1] == "p" and _PROCEDURES.match(folded, point.end()):
            opened = "treatment"
        if _follows(region, opened) or point[1] not in _DOTTED_PARTS:
            return opened, point.end()
    if at_line_start and (
        (ways.amends and region != "header" and opens_addendum(folded, start, end))
        or (ways.given_by and _GIVEN_BY.match(folded, start, end))
    ):
        return "treatment", start
    short = at_line_start and end - start - line.indent == 1
    alone = _DOTTED_PARTS[folded[end - 1]] if short and _LONE.fullmatch(text, start, end) else None
    if alone and _follows(region, alone):
        return alone, end
    letter = _LETTER.match(folded, start, end) if _may_be_letter(folded, start + at_line_start * line.indent) else None
    if letter:
        name = letter.group(1) or letter.group(2)
        small = text[start : letter.end()].strip().startswith(("a)", "(a)"))
        if small and _LISTED.search(folded, start, start + _NEAR_IN_A_LIST):
            return None, start  # "(a) 18 min", and "(b) 14 min" below it
        if letter.group(2) == "r" and not (region in ("objective", "treatment") and _AHEAD.search(folded, end)):
            return None, start  # "R  knee": the right one
        opened = {"r": "response", "t": "treatment"}.get(name) or _headings()[name]
        if at_line_start and not _is_part_finding(folded, line, region, name):
            return opened, letter.end()
        if name == "t" and (region != "objective" or line.indent):
            return None, start
        if not at_line_start and letter.start(1) == start and _follows(region, opened):
            return opened, letter.end()
    pattern = _heading_at_line_start() if at_line_start else _heading_inside()
    if at_line_start and (capitals := _IN_CAPITALS.match(text, start, end)):
        return _headings()[capitals[1].lower()], capitals.end()
    word = pattern.match(folded, start, end)
    if word and word.group(1) and not (at_line_start and _heads_columns(folded, word, end)):
        numbered = word.group(1) == "objective" and _NUMBER.match(folded, word.end(1))
        return "treatment" if numbered else _headings()[word.group(1)], _behind(word)
    if not at_line_start:
        return None, start
    told = phrased(folded, start, end, region) or set_apart(folded, start, end) or timed_head(folded, start, end)
    return told or (None, start)


_NAMES_OF_COLUMNS = ("cpt", "code", "codes")


def _heads_columns(folded: str, word: re.Match[str], end: int) -> bool:
    """Whether "| CPT | 6/15 | 6/18" heads the columns of a log rather than the charges."""
    behind = folded[word.end() : end]
    return word.group(1) in _NAMES_OF_COLUMNS and "|" in word.group() and "|" in behind and "unit" not in behind


def _behind(word: re.Match[str]) -> int:
    """Where a heading ends: before brackets that give a time, which is that of the work, else behind all of it."""
    brackets = word.group(2) if word.re.groups > 1 else None
    return word.start(2) if brackets and TIMED_WORK.search(brackets) else word.end()


_NUMBER = re.compile(r"\s#?\d{1,2}\s?:")  # "Objective 1:" heads the work on it
_CODED = re.compile(r"[\s*#•>\-]*(?:[a-z -]{2,30}\()?(?:9[27]\d{3}|95992|9091[23]|2056[01])\b")


def _coded(folded: str, line: Line) -> bool:
    """Whether a line opens with the code of a service."""
    return bool(_CODED.match(folded, line.start, line.end))


# "ASMT Buoyancy lets her": a part's name in capitals, and no mark behind it.
_IN_CAPITALS = re.compile(
    r"[ \t]*(SUBJ|SUB|OBJ|RESP|RSP|ASMT|ASSESS|ASSESSMENT|PLAN|SUBJECTIVE|OBJECTIVE|RESPONSE)[ ](?=\S)"
    r"(?!(?:of|OF|for|FOR)\b)(?=[^\n]*[a-z]{3})"
)


# A "P." over what was done, with "A." and another "P." below it: procedures, and the plan comes later.
_PROCEDURES = re.compile(
    r"(?=[^\n]*(?:adjust|cmt|manip|min\b|\d{5}))(?s:.){0,1500}?\n[ \t]*a\.[ \n](?s:.){0,800}?\n[ \t]*p\.\s"
)
_LISTED, _NEAR_IN_A_LIST = re.compile(r"[\s;]\(?b\)"), 800  # signs
_LONE = re.compile(r"[ \t]*[SOAP]")  # a part's letter alone on its line
_AHEAD = re.compile(r"\n[ap][ \t]{2,}\S")  # further parts marked by a bare letter, as "R  swayed" is


def _may_be_letter(folded: str, at: int) -> bool:
    """Whether a part's letter can open a sentence here: a word of more letters is none."""
    first = folded[at : at + 1]
    bare = not first.isalpha() or (first in "soaprt" and not folded[at + 1 : at + 2].isalnum())
    return bare or folded.startswith("comment", at)


@cache
def _timed_line() -> re.Pattern[str]:
    """A line that opens with the name or code of a service and gives its time: treatment, wherever it stands."""
    return re.compile(
        r"[\s*#•>\-]*(?:needled|dry needling|manual(?: therapy)?|ther(?:apeutic)? ex\w*|nmr)\s?:"
        r"[^\n]{4,200}\d\s?(?:min\b|')|"
        rf"[\s*#•>\-]*(?:\d{{5}}\b[\s:\-]*)?(?:{service_names()}|(?:te|ta|mt|gt)\b(?=\W{{1,3}}\d)|(?:te|ta|mt|gt|exs?)(?=\s?:)|(?:9[27]\d{{3}}|95992|9091[23]|2056[01])\b)[^\n.;|]{{0,45}}?"
        rf"(?:(?:(?:\d{{1,3}}|{words.PATTERN})[\s-]?(?:min|mins|minutes)\b|"
        r"\d{1,2}:\d{2}\s?(?:[ap]m?)?\s?(?:-|to)\s?\d{1,2}:\d{2}|\bx\s?\d{1,2}'|\s\d{1,2}'(?=\s|$|[.,;:)])|\(\d{5}\)|(?<=\d{5}\s)x\s?[1-6]\d\b)"
        r"|\s?[;:|][^\n]{4,200}[\s;,(]\d{1,2}\s?(?:min|mins|minutes|m|')(?:\s(?:un)?timed)?[).]?$)"
    )


# How such a line opens: few do, so that the long expression is seldom made.
_TELLS = re.compile(
    rf"[\s*#•>\-]*(?:(?:\d{{1,3}}|{words.PATTERN})[\s-]?min"
    r"|(?:today,?\s+)?(?:we|treatment|tx|session|therapy|interventions?)\s"
    r"|(?:the\s)?(?:pt|patient|client|he|she|they)\s(?:was|were|received|performed|completed|participated|engaged|practi[sc]ed|worked)\b"
    r"|(?:performed|provided|completed|instructed|administered|treated|participated)\s)"
)


@cache
def _told_line() -> re.Pattern[str]:
    """A line that tells in a sentence what was done, and for how long: "We worked for 20 minutes on gait training"."""
    return re.compile(
        rf"[\s*#•>\-]*(?:(?:\d{{1,3}}|{words.PATTERN})[\s-]?min(?:ute)?s?\s+of\s+(?:skilled\s+)?(?:{service_names()})|"
        r"(?:today,?\s+)?(?:we|treatment|tx|session|therapy|interventions?)\s+(?:today\s+)?"
        r"(?:did|worked|practi[sc]ed|spent|performed|completed|consisted\sof|included|focused|began|started)\b"
        rf"(?=[^\n]*(?:\d|{words.PATTERN})[\s-]?min)(?:[^\n.;|]{{0,60}}?\b(?:{service_names()})|[^\n]{{0,90}}?\b9[27]\d{{3}}\b)"
        r"|(?:(?:the\s)?(?:pt|patient|client|he|she|they)\s(?:was\s|were\s)?)?"
        r"(?:received|performed|provided|completed|participated|engaged|practi[sc]ed|worked|instructed|treated|administered)\b"
        rf"(?=[^\n]*\d[\s-]?min)(?![^\n]*{NOT_HERE.pattern})[^\n]{{0,400}}?\b(?:{service_names()}|9[27]\d{{3}})\b)"
    )


def _names_treatment(folded: str, line: Line) -> bool:
    words_ = folded[line.start : line.end]
    if opens_adjusting(words_):
        return True
    if "min" in words_:
        return bool(_timed_line().match(words_) or (_TELLS.match(words_) and _told_line().match(words_)))
    if _MARKS_OF_TIME.isdisjoint(words_):
        return False
    return bool(_CLOCKED.match(words_) or _timed_line().match(words_))


# "10:00-10:16  97112  VOR x1": a clock stretch with a code opens a line of treatment.
_CLOCKED = re.compile(
    r"[\s*#•>\-]*\d{1,2}:\d{2}\s?(?:[ap]m?)?\s?(?:-|to)\s?\d{1,2}:\d{2}(?:\s?[ap]\.?m?)?[\s:|\-]+9[27]\d{3}\b"
)


_MARKS_OF_TIME = frozenset(":;'(|")  # a line without the word for minutes gives a time with one of these
_DOTTED = re.compile(r"\s*([sotarp]|tx|rx|treatment|response|resp|assessment|plan|subjective|objective)\.(?:\s+|$)")
_BARE = re.compile(r"\s*([soarp])\s+(?=\S)")
_FEWEST_LETTERS = 3
_DOTTED_PARTS = {
    "s": "subjective",
    "o": "objective",
    "t": "treatment",
    "r": "response",
    "a": "assessment",
    "p": "plan",
    **{name: name for name in ("subjective", "objective", "treatment", "response", "assessment", "plan")},
    "tx": "treatment",
    "rx": "treatment",
    "resp": "response",
}


class _Ways(NamedTuple):
    """Which of the rarer ways to open a part a note can have at all: most have none, and no line is asked for them."""

    dotted: re.Pattern[str] | None
    amends: bool
    given_by: bool


_AMENDS = lexicon.each("addendum addenda late amendment amended correction corrected")
_GIVES = lexicon.each("given provided performed rendered furnished delivered")


def _ways(folded: str, text: str, lines: tuple[Line, ...]) -> _Ways:
    each = words_of(folded)
    given_by = "by" in each and not each.isdisjoint(_GIVES)
    return _Ways(_dotted(folded, text, lines), not each.isdisjoint(_AMENDS), given_by)


@cache
def _words_with_dots() -> re.Pattern[str]:
    """A part's name with a full stop behind it at the start of a line: "Exam. C3 fixated"."""
    return re.compile(rf"(?m)^[ \t]*({_names_of_parts()})\.(?:[ \t]+|$)")


def _dotted(folded: str, text: str, lines: tuple[Line, ...]) -> re.Pattern[str] | None:
    """How the note marks its parts, as "S." and "O.", or as a bare "S" and "O"; one such letter alone is an initial."""
    openings = [folded[line.start + line.indent : line.start + line.indent + 2] for line in lines]
    if sum(opening in ("s.", "o.", "a.", "p.") for opening in openings) >= _FEWEST_LETTERS:
        told = {m[1] for m in re.finditer(r"(?m)^[ \t]*([soap])\.\s", folded)}
        return _DOTTED if len(told) >= _FEWEST_LETTERS else None
    if len({_headings()[m[1]] for m in _words_with_dots().finditer(folded)}) >= _FEWEST_LETTERS:
        return _words_with_dots()
    if sum(opening in ("s ", "o ", "a ", "p ") for opening in openings) >= _FEWEST_LETTERS:
        order = "".join(m[1] for m in re.finditer(r"(?m)^[ \t]*([SOAP])[ ](?![ ])", text))
        return _BARE if order in ("SOAP", "SOA", "SOP", "OAP", "SAP") else None
    return None


def _follows(region: str, opened: str) -> bool:
    order = ("header", "subjective", "objective", "treatment", "response", "assessment", "plan")
    rank = {name: i for i, name in enumerate(order)}
    return rank.get(opened, 0) > rank.get(region, 0)


def _is_part_finding(folded: str, line: Line, region: str, name: str) -> bool:
    """Chiropractors list findings as P, A, R, T (pain, asymmetry, range, tone) inside the objective part."""
    if region != "objective" or name not in "par":
        return False
    if line.indent and name == "p":
        return bool(re.match(r"[^\n]*\n\s+a\s*[-:]", folded[line.start : line.start + 300]))
    before = folded[max(0, line.start - 300) : line.start]
    return bool(line.indent and re.search(r"\n\s+[pa]\s*[-:][^\n]*\n(?:\s+a\s*[-:][^\n]*\n)?$", before))
