"""From the words under a heading to single activities, each an exact quotation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from romberg.notes.minutes.durations import Duration
from romberg.notes.treatments.events import Events
from romberg.visit import Activity, Span

_DOSE = re.compile(
    r"\d\s?x\s?\d|\bx\s?\d|\d(?:\s?(?:reps?|sets?|ft|feet|sec|s\b|lbs?|#|kg|passes|trips|trials|times|bouts|cycles|laps|rounds)\b|"
    r"/\d|#)|\brpe\b"
)
_ITEM = re.compile(r"(?:;|\[\s?[x✓✔]?\s?\]|[☐□☑☒]|•+|\n\s*(?:[-*•>]|\d{1,2}[.)]\s)?|\s\|\s|\s/\s)\s*")
_MARKS = frozenset(";[☐□☑☒•\n|/")  # without one of them no `_ITEM` stands anywhere
_LABELLED = re.compile(r"[a-z][a-z /&-]{2,24}:\s")  # "dressing: cardigan": a line that opens with what it is about
_PART = re.compile(
    r",\s+(?:and\s+|then\s+|followed by\s+)?|\s(?:and\s+then|then|followed by|and\s+(?=\w+ing\b))\s+"
    r"|\.\s+(?=\S)|\s\+\s"
)
_LEADER = re.compile(
    r"(?:[\s\-=:>|*•.,;)\]]|(?:details?|descriptions?|comments?|techniques?|content)\s?:\s|w/\s|(?:which|that)\s+(?:was|were|included)\s|including\s|incl\.?\s|"
    r"we\s(?:did|worked on)\s|of\s|"
    r"to include\s|consisting of\s|with\s(?=\w+ing)|he did\s|she did\s|performed\s|for\s(?=[a-z]+ing\b)|at\s(?=the\s))*"
)
_PERFORMER = re.compile(
    r"[^:;,]{0,45}\b(?:pta|cota|ota|spt|ots|pt|otr(?:/l)?|aide)\b[^:;]{0,40}:\s*|(?:then\s)?(?:pta|cota)\s[^:;]{0,40}:\s*"
)
_REPEATED = re.compile(r"(?:(?<!x)(?<!x\s)(?<!x\d)(?<!x\s\d)\d\s?x|every|last|within|q)\s*$")
_RESTED = re.compile(
    r"\s*(?:walk test|delay|rest|break|each|ea\b|before next|at rpe|intervals?|per\b|between|pause|,? rest)"
)
_INCHES = re.compile(r"(?<=\d)\"")
_TRAILING = re.compile(r"(?:[\s.,;:(\[]|\s(?:and|then|plus|after that we spent|we spent|i spent|spent))+$")
_ONLY_A_FIELD = re.compile(r"\W*(?:time|minutes|mins?|units?|duration|total)\b[^a-z]*(?:min\w*|units?)?[^a-z]*")
_FURTHER_CODE = re.compile(r"(?:and|&|\+)\s9\d{4}\b")
_WHOLE = re.compile(r"[^\W\d_]")  # a letter: codes and numbers alone tell no work


class Item(NamedTuple):
    """A clause that tells an activity, with minutes that stand in it."""

    activity: Activity
    groups: tuple[str, ...]
    duration: Duration | None


def items(events: Events, start: int, end: int, named: bool) -> list[Item]:
    """The activities told between two offsets; `named` says that a service's name stands over them."""
    found: list[Item] = []
    clauses = (
        part
        for clause in _clauses(events, start, end)
        for stretch in _without_total(events, *clause)
        for part in _without_comparison(events, *stretch)
    )
    for begin, stop in clauses:
        if events.why_not(begin, stop) or events.is_taken(begin, stop):
            continue
        item = _item(events, begin, stop, named and not found)
        if item:
            found.append(item)
    return found


def _without_total(events: Events, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A clause without the total that opens it: "seen for 30 min: foam stance"."""
    folded = events.document.folded
    total = next((b for a, b in events.totals if start <= a and b < end and folded[b : b + 1] == ":"), None)
    yield (start if total is None else total + 1), end


def _without_comparison(events: Events, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A clause without what is said in brackets of another day: "70 lb (60 lb last visit)", "x10 (20 next time)"."""
    folded = events.document.folded
    zone = events.zone_in(start, end)
    if zone is not None and zone.start <= start + 3 and zone.end + 1 < end and folded[zone.end] == ":":
        yield zone.end + 1, end
        return
    bracketed = zone is not None and folded[max(start, zone.start - 1) : zone.start] == "("
    if zone is None or not bracketed or not (zone.why == "prior visit" or _DOSE.search(folded, start, zone.start)):
        yield start, end
        return
    if zone.start - 1 > start:
        yield start, zone.start - 1
    if zone.end + 1 < end:
        yield zone.end + 1, end


def _clauses(events: Events, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Clauses between list marks; commas part them only where a further activity follows."""
    folded = events.document.folded
    for begin, stop in _split(events, start, end, _ITEM):
        parts = list(_split(events, begin, stop, _PART))
        merged: list[tuple[int, int]] = []
        for a, b in parts:
            if merged and (not _tells(events, a, b) or _open_bracket(folded, merged[-1][0], a)):
                if events.why_not(a, b) or events.is_taken(a, b):
                    merged.append((a, b))
                else:
                    merged[-1] = (merged[-1][0], b)
            else:
                merged.append((a, b))
        yield from merged


def _split(events: Events, start: int, end: int, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    folded = events.document.folded
    if pattern is _ITEM and _MARKS.isdisjoint(folded[start:end]):
        yield start, end
        return
    at = start
    for match in pattern.finditer(folded, start, end):
        if _open_bracket(folded, at, match.start()) or _wraps(events, match):
            continue
        if match.start() > at:
            yield at, match.start()
        at = match.end()
    if at < end:
        yield at, end


def _wraps(events: Events, match: re.Match[str]) -> bool:
    """A line end inside a clause: the next line goes on in small letters, without a list mark."""
    if "\n" not in match.group() or match.group().strip():
        return False
    text = events.document.text
    if _LABELLED.match(events.document.folded, match.end()):
        return False
    return text[match.end() : match.end() + 1].islower() and text[match.start() - 1] not in ".:"


def _open_bracket(folded: str, start: int, end: int) -> bool:
    piece = folded[start:end]
    if '"' in piece:
        piece = _INCHES.sub("", piece)
    return piece.count("(") > piece.count(")") or piece.count('"') % 2 == 1


def _tells(events: Events, start: int, end: int) -> bool:
    return end - start > 7 and any(m.group and m.group != "evaluation" for m in events.mentions_in(start, end))


def _item(events: Events, start: int, end: int, first: bool) -> Item | None:
    folded = events.document.folded
    start = _after_leader(folded, start, end)
    if not _WHOLE.search(folded, start, end) or _ONLY_A_FIELD.fullmatch(folded, start, end):
        return None
    if _FURTHER_CODE.match(folded, start, end):
        return None  # "97112 and 97110, no break"
    told = [m.group for m in events.mentions_in(start, end) if m.group and m.group != "evaluation"]
    if not told and not (_DOSE.search(folded, start, end) and first) and not (first and end - start > 8):
        return None
    times = [d for d in events.durations_in(start, end) if d.most is None and not is_dose(folded, d)]
    times = [d for d in times if not _is_of_all(events, d, start)]
    text = events.document.text
    stop = start + len(_without_trail(text[start:end]))
    quoted = text[start:stop]
    return Item(
        Activity(quoted, (Span(start, stop),), times[-1].minutes if times else None, groups=tuple(told)),
        tuple(told),
        times[-1] if times else None,
    )


def _is_of_all(events: Events, time: Duration, start: int) -> bool:
    """Whether minutes are those of everything told before their sentence: "All of this took 38 minutes"."""
    told = events.document.segment_at(time.start)
    return told.start > start and _OF_ALL.match(events.document.folded, told.start) is not None


_OF_ALL = re.compile(r"\s*(?:all|both|everything|altogether|together)\b")


def _without_trail(words: str) -> str:
    """Words without the marks and joining words behind them; most have none, and need no search."""
    ends = words[-1].isspace() or words.endswith((".", ",", ";", ":", "(", "[", "and", "then", "plus", "spent"))
    return _TRAILING.sub("", words) if ends else words


def _after_leader(folded: str, start: int, end: int) -> int:
    lead = _LEADER.match(folded, start, end)
    at = lead.end() if lead else start
    performer = _PERFORMER.match(folded, at, end) if folded.find(":", at, end) >= 0 else None
    return performer.end() if performer else at


def is_dose(folded: str, duration: Duration) -> bool:
    """Minutes that are part of an exercise's dose ("3 x 2 min", "every 30 min") or of a rest."""
    before, after = folded[max(0, duration.start - 8) : duration.start], folded[duration.end : duration.end + 22]
    return bool(_REPEATED.search(before) or _RESTED.match(after))
