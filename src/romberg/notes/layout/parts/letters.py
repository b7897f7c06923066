"""Parts marked by a letter, as "S:", "O." or a bare "A", and which of the rarer ways to mark parts a note has."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from romberg.notes import lexicon
from romberg.notes.layout.document import Line
from romberg.notes.layout.fold import words_of
from romberg.notes.layout.parts.headings import headings, names_of_parts

_LETTER = re.compile(
    r"(?!\W*/[soaprt]/)\W*?(?:comments?\s*\|\s*)?(?:\d{1,2}/\d{1,2}(?:/\d{2,4})?\s+)?([soaprt])(?:\s+\d{1,2}/\d{1,2}(?:/\d{2,4})?)?\s*(?:[:|>)]+|/{2,3}|[/\-](?!\w)|/(?=\s)|-(?=\s))\s*"
    r"|([soaprt])(?:\s{2,}(?=\S)|\s*\([^)\n]{1,20}\)\s*(?:$|[:>|])"
    r"|(?<=[so])\s\d{1,2}/\d{1,2}(?:/\d{2,4})?\s+(?=[a-z]))",
)
# "P: tender L4   A: R leg short   R: ext 14   T: spasm": findings of a chiropractor, on one line or on up to four.
_MARK = r"(?:\s*[:\-]\s|[ \t]{2,})[^\n]{3,160}?(?:[ \t]{2,}|\n[ \t]*|\.\s+)"
_FINDINGS = re.compile(rf"(?:^|[\n]|\s)p{_MARK}a{_MARK}r{_MARK}t(?:\s*[:\-]\s|[ \t]{{2,}})")
_TONE = ("\nt:", " t:", "\nt -", " t -", "\nt  ", " t  ")
# A "P." over what was done, with "A." and another "P." below it: procedures, and the plan comes later.
_PROCEDURES = re.compile(
    r"(?=[^\n]*(?:adjust|cmt|manip|min\b|\d{5}))(?s:.){0,1500}?\n[ \t]*a\.[ \n](?s:.){0,800}?\n[ \t]*p\.\s"
)
_LISTED = re.compile(r"[\s;]\(?b\)")
_NEAR_IN_A_LIST = 800  # signs from one item of a list to the next
_LONE = re.compile(r"[ \t]*[SOAP]")  # a part's letter alone on its line
_AHEAD = re.compile(r"\n[ap][ \t]{2,}\S")  # further parts marked by a bare letter, as "R  swayed" is
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
_AMENDS = lexicon.each("addendum addenda late amendment amended correction corrected")
_GIVES = lexicon.each("given provided performed rendered furnished delivered")


class Ways(NamedTuple):
    """Which of the rarer ways to open a part a note can have at all: most have none, and no line is asked for them."""

    dotted: re.Pattern[str] | None
    amends: bool
    given_by: bool


def ways_of(folded: str, text: str, lines: tuple[Line, ...]) -> Ways:
    """Which of the rarer ways to open a part a note has."""
    each = words_of(folded)
    given_by = "by" in each and not each.isdisjoint(_GIVES)
    return Ways(_dotted(folded, text, lines), not each.isdisjoint(_AMENDS), given_by)


@cache
def _words_with_dots() -> re.Pattern[str]:
    """A part's name with a full stop behind it at the start of a line: "Exam. C3 fixated"."""
    return re.compile(rf"(?m)^[ \t]*({names_of_parts()})\.(?:[ \t]+|$)")


def _dotted(folded: str, text: str, lines: tuple[Line, ...]) -> re.Pattern[str] | None:
    """How the note marks its parts, as "S." and "O.", or as a bare "S" and "O"; one such letter alone is an initial."""
    openings = [folded[line.start + line.indent : line.start + line.indent + 2] for line in lines]
    if sum(opening in ("s.", "o.", "a.", "p.") for opening in openings) >= _FEWEST_LETTERS:
        told = {m[1] for m in re.finditer(r"(?m)^[ \t]*([soap])\.\s", folded)}
        return _DOTTED if len(told) >= _FEWEST_LETTERS else None
    if len({headings()[m[1]] for m in _words_with_dots().finditer(folded)}) >= _FEWEST_LETTERS:
        return _words_with_dots()
    if sum(opening in ("s ", "o ", "a ", "p ") for opening in openings) >= _FEWEST_LETTERS:
        order = "".join(m[1] for m in re.finditer(r"(?m)^[ \t]*([SOAP])[ ](?![ ])", text))
        return _BARE if order in ("SOAP", "SOA", "SOP", "OAP", "SAP") else None
    return None


def by_dots(folded: str, start: int, end: int, region: str, dotted: re.Pattern[str]) -> tuple[str, int] | None:
    """The part that a line opens as its note marks parts with dots, "O. ROM full"; None where it opens none so."""
    point = dotted.match(folded, start, end)
    if point is None:
        return None
    opened = _DOTTED_PARTS.get(point[1]) or headings()[point[1]]
    if point[1] == "p" and _PROCEDURES.match(folded, point.end()):
        opened = "treatment"
    return (opened, point.end()) if _follows(region, opened) or point[1] not in _DOTTED_PARTS else None


def by_letter_alone(text: str, start: int, end: int, region: str) -> tuple[str, int] | None:
    """The part that a capital letter opens which stands alone on its line."""
    alone = _DOTTED_PARTS[text[end - 1].lower()] if _LONE.fullmatch(text, start, end) else None
    return (alone, end) if alone and _follows(region, alone) else None


def by_letter(folded: str, text: str, start: int, end: int, line: Line, region: str) -> tuple[str | None, int] | None:
    """The part that a letter opens, "A: slower today"; no part where it marks something else, None if none stands."""
    at_line_start = start == line.start
    letter = _LETTER.match(folded, start, end) if _may_be_letter(folded, start + at_line_start * line.indent) else None
    if letter is None:
        return None
    name = letter.group(1) or letter.group(2)
    small = text[start : letter.end()].strip().startswith(("a)", "(a)"))
    if small and _LISTED.search(folded, start, start + _NEAR_IN_A_LIST):
        return None, start  # "(a) 18 min", and "(b) 14 min" below it
    if name in "part" and _tells_findings(folded, line):
        return ("objective" if at_line_start else None), (letter.end() if at_line_start else start)
    if letter.group(2) == "r" and not (region in ("objective", "treatment") and _AHEAD.search(folded, end)):
        return None, start  # "R  knee": the right one
    opened = {"r": "response", "t": "treatment"}.get(name) or headings()[name]
    if at_line_start and not _is_part_finding(folded, line, region, name):
        return opened, letter.end()
    if name == "t" and (region != "objective" or line.indent):
        return None, start
    inside = not at_line_start and letter.start(1) == start and _follows(region, opened)
    return (opened, letter.end()) if inside else None


def _may_be_letter(folded: str, at: int) -> bool:
    """Whether a part's letter can open a sentence here: a word of more letters is none."""
    first = folded[at : at + 1]
    bare = not first.isalpha() or (first in "soaprt" and not folded[at + 1 : at + 2].isalnum())
    return bare or folded.startswith("comment", at)


def _follows(region: str, opened: str) -> bool:
    order = ("header", "subjective", "objective", "treatment", "response", "assessment", "plan")
    rank = {name: i for i, name in enumerate(order)}
    return rank.get(opened, 0) > rank.get(region, 0)


def _tells_findings(folded: str, line: Line) -> bool:
    """Whether a line stands in a list of pain, asymmetry, range and tone by their letters."""
    return any(start < line.end and line.start < end for start, end in _findings(folded))


@lru_cache(maxsize=4)
def _findings(folded: str) -> tuple[tuple[int, int], ...]:
    """The stretches of a note that list findings by the letters P, A, R and T."""
    if not any(mark in folded for mark in _TONE):
        return ()
    return tuple(match.span() for match in _FINDINGS.finditer(folded))


def _is_part_finding(folded: str, line: Line, region: str, name: str) -> bool:
    """Chiropractors list findings as P, A, R, T (pain, asymmetry, range, tone) inside the objective part."""
    if region != "objective" or name not in "par":
        return False
    if line.indent and name == "p":
        return bool(re.match(r"[^\n]*\n\s+a\s*[-:]", folded[line.start : line.start + 300]))
    before = folded[max(0, line.start - 300) : line.start]
    return bool(line.indent and re.search(r"\n\s+[pa]\s*[-:][^\n]*\n(?:\s+a\s*[-:][^\n]*\n)?$", before))
