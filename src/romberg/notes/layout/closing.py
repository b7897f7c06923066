"""Services told over several lines, with their time on a line of its own at the end: "Time: 24 min" under the work."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, partial

from romberg.notes import lexicon
from romberg.notes.interventions import every_service_name
from romberg.notes.layout.document import Line, TimedBlock
from romberg.visit import Span

_LONGEST = 16  # lines of one service
_MOST_MINUTES = 180
# A line that gives a time and nothing else; "38" alone, without a word or a unit, is none.
_ONLY_MINUTES = re.compile(
    r"[\s*•>([=|-]*(?:(?:billed\s)?units?(?:\sbilled)?\s*[:=]?\s*\d{1,2}(?:\.\d)?[\s,;|/]+)?(?:(?P<word>(?:(?:total|sub-?total|timed|treatment|tx|billable|direct|code|service)\s+)*"
    r"(?:time|timed|minutes|mins?|duration|total|subtotal)(?:\s+(?:spent|in minutes|\(min\)|total|minutes|min))?)"
    r"\s*[:=-]{0,2}\s*)?"
    r"(?P<n>\d{1,3})\s*(?P<unit>min(?:ute)?s?\b\.?|')?"
    r"(?:[\s,;|/(]+(?:\d{1,2}\s*(?:units?\b(?:\(s\))?|u\b)|units?(?:\sbilled)?\s*[:=]?\s*\d{1,2}))?[\s)\].|]*"
)
_MARKS = " *•>([=|-\t\n\r\v\f\x1c\x1d\x1e\x1f"  # before its first word
_OPENINGS = lexicon.each("to su ti tr tx bi di co se mi du un")  # how that begins where it is no figure
_MINUTES_FIELD = re.compile(
    r"[\s*•-]*(?:minutes|mins?|time spent|duration)(?:\s\(min\))?\s?[:=]\s?\d{1,2}(?:\s?min\w*)?[\s.]*"
)
_UNITS_FIELD = re.compile(r"[\s*•-]*(?:billed )?units?(?: billed)?\s?[:=]\s?\d[\s.]*")
_TITLE = re.compile(r"[\s*•-]*(?:[ot]:\s+)?(?!total|treatment|tx\b|session|timed|date|visit)[a-z][a-z /&'+,()-]{2,50}")
_CODE = re.compile(r"\b9[27]\d{3}\b")
_SUM = re.compile(r"total|timed|treatment|tx|session")
_OWN_TIME = re.compile(r"\d\s?(?:min\b|mins\b|minutes\b|')|\d:\d\d\s?(?:-|to)\s?\d")
_HELD = re.compile(
    r"\b(?:not done|not performed|held|declined|refused|none|n/a|next (?:visit|time|session)|skipped?)\b"
)


def timed_blocks(folded: str, lines: Sequence[Line]) -> tuple[TimedBlock, ...]:
    """The services of a note whose time stands alone on a line below them."""
    if not any(map(partial(_gives_time, folded), lines)):
        return ()
    found: list[TimedBlock] = []
    head: int | None = None
    for index, line in enumerate(lines):
        if line.start == line.end:
            continue
        if _names(folded, line) and not (head is not None and _is_work(folded, line, lines[head])):
            head = None if _is_told_with_time(folded, line) else index
            continue
        if head is None and _MINUTES_FIELD.fullmatch(folded, line.start, line.end):
            head = _title(folded, lines, index)
        if head is None or index - head > _LONGEST:
            continue
        told = _ONLY_MINUTES.fullmatch(folded, line.start, line.end)
        if told and _is_its_time(told, line, lines[head]) and not _is_of_all(folded, lines, index, told):
            found.append(TimedBlock(head, index, int(told["n"]), Span(*told.span("n"))))
            head = None
        elif _OWN_TIME.search(folded, line.start, line.end) and not _bulleted(folded, line):
            head = None
    return tuple(found)


def _gives_time(folded: str, line: Line) -> bool:
    """Whether a line gives a time and nothing else, which few notes have anywhere."""
    opens = folded[line.start : line.end].lstrip(_MARKS)[:2]
    if not opens or (opens.isascii() and not opens[0].isdigit() and opens not in _OPENINGS):
        return False
    told = _ONLY_MINUTES.fullmatch(folded, line.start, line.end)
    return told is not None and bool(told["word"] or told["unit"])


def _is_its_time(told: re.Match[str], line: Line, head: Line) -> bool:
    """Whether minutes alone on a line time the service above: a sum at the margin may be that of the visit."""
    if not (told["word"] or told["unit"]) or told["word"] == "timed" or not 0 < int(told["n"]) <= _MOST_MINUTES:
        return False
    return line.indent > head.indent or not _sums(told)


def _is_of_all(folded: str, lines: Sequence[Line], index: int, told: re.Match[str]) -> bool:
    """Whether a sum stands beside another one, so that both are those of the visit: "Timed 38" over "Total 43"."""
    beside = (lines[at] for at in (index - 1, index + 1) if 0 <= at < len(lines))
    sums = (_ONLY_MINUTES.fullmatch(folded, line.start, line.end) for line in beside)
    return _sums(told) and any(one is not None and _sums(one) for one in sums)


def _sums(told: re.Match[str]) -> bool:
    return bool(told["word"] and _SUM.search(told["word"]))


def _title(folded: str, lines: Sequence[Line], index: int) -> int | None:
    """The line of words alone that a field of minutes stands under, past its units: "Balance retraining"."""
    while index and _UNITS_FIELD.fullmatch(folded, lines[index - 1].start, lines[index - 1].end):
        index -= 1
    title = lines[index - 1] if index else None
    return index - 1 if title and _TITLE.fullmatch(folded, title.start, title.end) else None


def _is_told_with_time(folded: str, line: Line) -> bool:
    return bool(_OWN_TIME.search(folded, line.start, line.end) or _HELD.search(folded, line.start, line.end))


def _bulleted(folded: str, line: Line) -> bool:
    return folded[line.start + line.indent : line.start + line.indent + 1] in ("-", "*", "•", ">", "o")


def _is_work(folded: str, line: Line, head: Line) -> bool:
    """Whether a line below a service is one of its exercises, "gait with cane 40 ft", and opens no further service."""
    deeper = line.indent > head.indent or _bulleted(folded, line)
    named = _opening().match(folded, line.start, line.end)
    alone = named is None or not folded[named.end() : line.end].strip(" .:-()0123456789")
    return deeper and (_bulleted(folded, line) or not alone) and not _CODE.search(folded, line.start, line.end)


def _names(folded: str, line: Line) -> bool:
    """Whether a line opens with the name or the code of a service."""
    return bool(_opening().match(folded, line.start, line.end))


@cache
def _opening() -> re.Pattern[str]:
    short = r"(?:te|ta|mt|gt|us|es|hp|mh)(?=\s*(?:[:(-]|$))"
    field = r"(?:(?:intervention|service|procedure|treatment|cpt(?: code)?|code)s?\s?[:#-]\s*)?"
    code = r"(?:[a-z][a-z /&-]{1,30}\s\(?)?9[27]\d{3}\b"
    return re.compile(
        rf"[\s*#•>\-]*(?:\d{{1,2}}[.)]\s+)?(?:[ot]:\s+|tx:\s+)?{field}"
        rf"(?:{code}|(?:\d{{5}}\b[\s:\-]*)?(?:{every_service_name()}|{short})(?![a-z]))"
    )
