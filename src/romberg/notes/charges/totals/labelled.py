"""Figures with their word: "Timed minutes: 38", "40 min total"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from romberg.notes.charges.totals.both import pair_of
from romberg.notes.charges.totals.figures import Figure
from romberg.notes.charges.totals.forms import before, behind, minutes_in, number_at
from romberg.notes.charges.totals.others import RESTS, closes_a_service
from romberg.notes.interventions import scan
from romberg.notes.layout import Document, amended_from

_LONGEST = 480
_CORRECTS = 10  # what an addendum states outweighs what stands above it
_ANCHOR = re.compile(r"t(?<![a-z]t)(?<!un-t)(?<!non-t)(?:imed(?! up\b)|ime-based|md|tl|ot(?:als?)?|ctm?|tt|t)\b")
_TIMED_BEHIND = re.compile(r"\s?(?:of\s)?timed\b(?![ \t:=|]{0,4}\d)")
_OF_RESTS = re.compile(r"\s*(?:of\s+)?(?:rest|break|wait|driv|travel|walk|homework|daily|per day|/day|a day)")
_OPENS_LINE = re.compile(r"[\s|*•-]*(?P<n>\d{1,3})\s*(?:min\s*)?(?P<mark>[|:=-]|\s{2})\s*")  # "38 |  total timed"
_ALL_TIMED = re.compile(
    r"\s?(?:min(?:ute)?s?)?[\s,(]*(?:all|entirely|fully)\s(?:of\s(?:it|which)\s)?(?:was\s)?timed\b"
    r"|\s?\(timed(?:\scodes?)?\)"
)
_SHOWS = re.compile(r"min|time|tx|treat|session|code|visit")
_OF_MINUTES = re.compile(r"\W*(?:min(?:ute)?s?|time)\b")  # what opens a line of numbers without their unit
_BRACKETS = re.compile(r"\([^)]*\)")
_FULL_STOP = re.compile(r"[.;]\s*\n")
_COUNTS_UNITS = re.compile(r"\s(?:billable\s|billed\s)?units?\b")
_NEXT_TOTAL = re.compile(r"\s?(?:total|tot\b)(?!(?:\s(?:min\w*|time|treatment|tx))?\W{1,4}\d)")
_CLOSE = 5  # signs between a figure and the name of a service that it belongs to
_SOON = 30  # signs behind a figure that are looked through for such a name
_ENDS = re.compile(r"[.;]\s|\n")  # between a name and a figure that is the next sentence's


def labelled(document: Document, pairs: Sequence[Figure]) -> Iterator[Figure]:
    """Every figure with the word timed or total beside it, except those told in sentences (`pairs`)."""
    folded, (start, end) = document.folded, document.active
    taken = start
    for anchor in _ANCHOR.finditer(folded, start, end):
        if anchor.start() < taken or any(pair.start <= anchor.start() < pair.end for pair in pairs):
            continue
        if pair := pair_of(folded, anchor.start(), end):
            yield from pair
            taken = pair[0].end
        elif found := _one(document, anchor, taken):
            yield found
            if not found.timed and _ALL_TIMED.match(folded, found.end):
                yield found._replace(timed=True)
            taken = max(found.end, anchor.end())


def _one(document: Document, anchor: re.Match[str], taken: int) -> Figure | None:
    folded, end = document.folded, document.active.end
    after = behind().match(folded, anchor.start(), end)
    after = None if after and _FULL_STOP.search(folded, anchor.end(), number_at(after)) else after
    ahead = before().search(folded, max(taken, anchor.start() - 24), anchor.start())
    line = document.line_at(anchor.start())
    if RESTS.search(folded, max(taken, line.start, anchor.start() - 12), anchor.start()):
        return None
    if ahead and RESTS.search(folded, max(taken, line.start, ahead.start() - 12), ahead.start()):
        return None  # "Rest 6 min total"
    if not ahead and not after and (opened := _OPENS_LINE.fullmatch(folded, line.start, anchor.start())):
        return _read(document, opened, (line.start, anchor.end()), anchor.group())
    if ahead and folded[ahead.start() - 1] == "(" and closes_a_service(document, line, ahead.start()):
        return None
    if ahead and _COUNTS_UNITS.match(folded, anchor.end()):
        return None  # "2 timed units"
    if ahead and (not after or _is_of_the_next(folded, anchor.end(), after)):
        return _read(document, ahead, (ahead.start(), anchor.end()), anchor.group())
    if after and not _OF_RESTS.match(folded, after.end()):
        return _read(document, after, after.span(), after["label"])
    return None


def _is_of_the_next(folded: str, start: int, after: re.Match[str]) -> bool:
    """Whether a figure behind a name belongs to what follows: "38 min timed. 40 min total"."""
    if _NEXT_TOTAL.match(folded, after.end()) or _ENDS.search(folded, start, number_at(after)):
        return True
    soon = folded.find("\n", after.end(), after.end() + _SOON)
    stop = after.end() + _SOON if soon < 0 else soon
    return any(one.label and one.start - after.end() < _CLOSE for one in scan(folded, after.end(), stop))


def _read(document: Document, match: re.Match[str], span: tuple[int, int], label: str) -> Figure | None:
    minutes = minutes_in(match.groupdict())
    if minutes is None or minutes > _LONGEST:
        return None
    label = _BRACKETS.sub("", label) if "(" in label else label
    timed = (
        "timed" in label
        or "time-based" in label
        or label.startswith(("tct", "tmd"))
        or bool(_TIMED_BEHIND.match(document.folded, span[1]))
    )
    return Figure(minutes, timed, *span, _weight(document, match, span, label, timed))


def _weight(document: Document, match: re.Match[str], span: tuple[int, int], label: str, timed: bool) -> int:
    """How sure a figure is that of the visit: a full label, its unit, a line or a part of its own, an addendum."""
    folded, line = document.folded, document.line_at(span[0])
    weight = (
        2 * bool(_SHOWS.search(label) or label.startswith("tt"))
        + bool(match["mark"] or match.groupdict().get("hours"))
        + (line.start + line.indent == span[0])
    )
    weight += not timed and "timed" in folded[max(line.start, span[0] - 40) : min(line.end, span[1] + 30)]
    weight += document.region_at(span[0]) in ("totals", "charges")
    weight += _OF_MINUTES.match(folded, line.start, span[0]) is not None
    return weight + _CORRECTS * (span[0] >= amended_from(folded, document.active))
