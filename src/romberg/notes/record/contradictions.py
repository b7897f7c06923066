"""Statements of a note that cannot both be true: sides, levels of help, days of service, figures above their total."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from romberg.notes.dates import dates
from romberg.notes.layout import Document
from romberg.visit import Diagnosis, Span, Treatment
from romberg.visit.record import Contradiction

_PART = r"(?P<part>knee|shoulder|hip|ankle|elbow|wrist|hand|foot|thumb|heel|achilles|rotator cuff)s?\b"
# The first letter stands first, so that the search skips to it; what must not stand before it is asked after.
_SIDED = re.compile(
    r"[rlb](?<!\w.)(?:(?<=r)(?:ight|t)?|(?<=l)(?:eft|t)?|(?<=b)(?:ilat(?:eral)?|oth)?)\b"
    rf"[\s.]{{1,2}}(?:[a-z]+\s)?{_PART}"
)
_SIDES = {"r": "right", "l": "left"}
WORK = (
    r"(?P<work>transfers?|bed mobility|sit(?:\s?(?:to|<>|-)\s?)stand|stairs|ambulat\w+|gait|dressing|bathing|toileting)"
)
_ALONE = re.compile(rf"\b(?:independent|indep|mod i|modified independent)\s*(?:with|w/|in|for)?\s*(?:all\s+)?{WORK}\b")
_HELPED = re.compile(
    rf"\b(?:min|mod|max|minimal|moderate|maximal|total)\s?-?\s?(?:a|assist\w*)\s*(?:x\s?\d\s*)?(?:with|w/|for|in)?\s*(?:all\s+)?{WORK}\b"
)
MOVES = re.compile(
    r"\b(?:from|to|was|were|now|by|until|then|initial\w*|eval\w*|prior|before|previous\w*|last|goal|progress\w*|improv\w*|"
    r"started?|after|first|end|will|except|without)\b|>"
)
NOT_TODAY = frozenset(("prior", "goals", "plan", "home", "history", "subjective", "education"))
_DAY_LABEL = re.compile(
    r"\b(?:date of service|dos|service date|date of visit|visit date|date of treatment)\b[\s:]*(?=\d|20)"
)
_DAY_SIGNS = ("dos", "date of", "service date", "visit date")
_TOTALS = {
    "berg": 56, "bbs": 56, "fga": 30, "dgi": 24, "poma": 28, "tinetti": 28, "lefs": 80, "mini-best": 28, "minibest": 28,
    "moca": 30, "mmse": 30, "sppb": 12,
}  # fmt: skip
# A name's first letter stands first, so that the search skips to it; what must not stand before it is asked after.
_NAMED = "|".join(rf"{name}(?<!\w{name})" for name in _TOTALS)
_FIGURE = re.compile(
    rf"(?:{_NAMED})\b[^\d\n/]{{0,24}}(?P<value>\d{{1,3}})\s?(?:/|out of|of)\s?(?P<total>\d{{1,3}})\b(?!/)"
)


def read(
    document: Document, diagnoses: Sequence[Diagnosis], treatments: Sequence[Treatment]
) -> tuple[Contradiction, ...]:
    """Every contradiction that is plain enough to show to a reader."""
    return (*_sides(document, diagnoses, treatments), *_help(document), *_days(document), *_figures(document))


def _sides(
    document: Document, diagnoses: Sequence[Diagnosis], treatments: Sequence[Treatment]
) -> Iterator[Contradiction]:
    """A part of the body that the diagnoses name on one side only, and the treatment on the other only."""
    lines = {document.line_at(one.spans[0].start) for one in diagnoses if one.spans}
    named = sided(document.folded, (Span(line.start, line.end) for line in lines))
    if not named:
        return
    treated = sided(document.folded, (span for one in treatments for span in one.whole))
    for part, sides in named.items():
        other = treated.get(part, {})
        if len(sides) == 1 and len(other) == 1 and not {*sides, *other} & {"both"} and set(sides) != set(other):
            says = (
                f"the diagnoses speak of the {next(iter(sides))} {part}, the treatment of the {next(iter(other))} one"
            )
            yield Contradiction("side", says, (*sides.values(), *other.values()))


def sided(folded: str, spans: Iterable[Span]) -> dict[str, dict[str, Span]]:
    """The sides on which each part of the body is named in some stretches, each with its first place."""
    found: dict[str, dict[str, Span]] = defaultdict(dict)
    for span in spans:
        for match in _SIDED.finditer(folded, span.start, span.end):
            side = _SIDES.get(match.group()[0], "both")
            found[match["part"]].setdefault(side, Span(match.start(), match.end()))
    return found


def _help(document: Document) -> Iterator[Contradiction]:
    """The same work done alone and with hands-on help, both told as of today and neither as a change."""
    if "indep" not in document.folded and "mod i" not in document.folded:
        return
    alone = _levels(document, _ALONE)
    helped = _levels(document, _HELPED) if alone else {}
    for work, place in alone.items():
        if work in helped:
            says = f"{work} is called independent in one place and done with hands-on help in another"
            yield Contradiction("help", says, (place, helped[work]))


def _levels(document: Document, pattern: re.Pattern[str]) -> dict[str, Span]:
    found: dict[str, Span] = {}
    for match in pattern.finditer(document.folded, *document.active):
        segment = document.segment_at(match.start())
        if segment.region in NOT_TODAY or MOVES.search(document.folded, segment.body, segment.end):
            continue
        found.setdefault(same_work(match["work"]), Span(match.start(), match.end()))
    return found


def same_work(words: str) -> str:
    """The name under which a piece of work is kept, however it is written."""
    work = "walking" if words.startswith(("ambulat", "gait")) else words.rstrip("s")
    return "sit to stand" if work.startswith("sit") else work


def _days(document: Document) -> Iterator[Contradiction]:
    """Two labelled days of service in one encounter."""
    folded = document.folded
    if len(document.encounters) > 1 or sum(folded.count(sign) for sign in _DAY_SIGNS) < 2:
        return
    labels = list(_DAY_LABEL.finditer(folded, *document.active))
    found = [day for label in labels if (day := next(dates(document.folded, label.end(), label.end() + 20), None))]
    first = found[0] if found else None
    other = next((day for day in found if first and day.value != first.value), None)
    if first and other:
        says = f"{first.value} and {other.value} are both given as the day of service"
        yield Contradiction("day", says, (Span(first.start, first.end), Span(other.start, other.end)))


def _figures(document: Document) -> Iterator[Contradiction]:
    """A score above the total that stands behind it."""
    if not any(name in document.folded for name in _TOTALS):
        return
    for match in _FIGURE.finditer(document.folded, *document.active):
        value, total = int(match["value"]), int(match["total"])
        known = next(of for name, of in _TOTALS.items() if match.group().startswith(name))
        if total == known and value > total:
            written = document.text[match.start() : match.end()]
            yield Contradiction(
                "figure",
                f"“{' '.join(written.split())}” is more than the test holds",
                (Span(match.start(), match.end()),),
            )
