"""Minutes of exercise that the patient did alone: "warmed up on the bike 8 min by himself before I came"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby

from romberg.notes.assertion import Zone
from romberg.notes.interventions import Mention
from romberg.notes.layout import Document, Segment
from romberg.notes.minutes.durations import Duration
from romberg.notes.treatments.hints import hints
from romberg.visit import Span

_REGIONS = ("header", "treatment", "objective")
_PARTS = re.compile(r"\s*(?:[;,()]|\.\s|\bbut\b|\b(?:and )?then\b)\s*")
_DIGIT = re.compile(r"\d")
_EXERCISE = frozenset(("endurance", "treadmill", "strength", "resistance", "motion"))
_EXERCISES = "97110"
_CURRENTS = frozenset(("electrical stimulation", "attended stimulation"))
_WITH = re.compile(  # words of a clinician who was there after all
    r"(?<!no )(?<!without )\b(?:with me\b|me (?:guard|cu|watch|count|hold|behind|besid|spot|steady)\w*"
    r"|i (?:cued|guarded|counted|corrected|assisted|held|stood|spotted|watched|timed|graded|adjusted|progressed)\b"
    r"|guard\w*|[cs]ba\b|cga\b|cu(?:e|es|ed|ing|eing)\b|(?:min|mod|max) ?a\b|vcs?\b|spotted|corrected"
    r"|assist(?:ed|ance)?\b|1:1 (?:with|throughout)|pta\b|cota\b|spt\b|ots\b|student|assistant)"
)
_AIDE = re.compile(r"\b(?:aide|tech)\b")
_ANOTHER_CLINICIAN = re.compile(r"\b(?:l?pta|cota|spt|ots|student|assistant|atc)\b")
_NEVER = re.compile(r"\b(?:not|never|n't|cannot|isn't|wasn't|no longer)\s(?:\w+\s)?$")  # "was not left alone"


def alone(document: Document, mentions: Sequence[Mention], times: Sequence[Duration]) -> list[Zone]:
    """The clauses with minutes of their own that the patient spent without a clinician.

    A clause that names a service or a modality is none of them: how that was furnished is a flag of its treatment. Nor
    is a stretch of the clock that an aide filled: it is a block of the log, with the aide's hands.
    """
    folded, starts, found = document.folded, [one.start for one in mentions], []
    for segment, timed in groupby(times, lambda one: document.segment_at(one.start)):
        if segment.region not in _REGIONS or "|" in folded[segment.start : segment.end]:
            continue
        here = list(timed)
        log = any(one.kind == "clock" for one in here)
        for part in _parts(folded, segment, here):
            if log and _AIDE.search(folded, *part):
                continue
            inside = mentions[bisect_left(starts, part.start) : bisect_left(starts, part.end)]
            remark = _remark(document, mentions, part) if part.end == segment.end else None
            if _is_alone(folded, part, inside) or (remark and inside and _is_alone(folded, remark, inside)):
                found.append(Zone(part.start, part.end, "not treatment time"))
    return found


def _remark(document: Document, mentions: Sequence[Mention], part: Span) -> Span | None:
    """The sentence behind a clause, where it tells neither of work nor of a time: "Bike 8 min. Not supervised."."""
    behind = document.segment_at(part.end)
    if behind.start < part.end or behind.line != document.segment_at(part.start).line:
        return None
    if any(behind.start <= one.start < behind.end for one in mentions) or _DIGIT.search(document.folded, *behind[:2]):
        return None
    return Span(behind.start, behind.end)


def _parts(folded: str, segment: Segment, timed: Sequence[Duration]) -> Iterator[Span]:
    """The clauses of a sentence, each with one of its times; one without any goes with the time before it."""
    start, used = segment.body, 0
    marks = list(_PARTS.finditer(folded, segment.body, segment.end)) if len(timed) > 1 else []
    for mark, behind in zip(marks, [*(m.start() for m in marks[1:]), segment.end], strict=False):
        if timed[used].end <= mark.start() and any(mark.end() <= one.start < behind for one in timed):
            yield Span(start, mark.start())
            start = mark.end()
            used = sum(one.start < start for one in timed)
    yield Span(start, segment.end)


def _is_alone(folded: str, part: Span, mentions: Sequence[Mention]) -> bool:
    """Whether a clause tells of an activity, no service, and that no clinician was with the patient.

    What an aide ran or watched need not be an activity that is known: "the tech took him through the machines 8 min".
    """
    groups = {one.group for one in mentions if one.group}
    if any(_is_service(one) for one in mentions) or _WITH.search(folded, *part):
        return False
    told = {name for name, _ in told_alone(folded, part)}
    if not groups:
        return "watched" in told
    return bool(told - {"alone"}) or ("alone" in told and not groups.isdisjoint(_EXERCISE))


def _is_service(one: Mention) -> bool:
    """Whether words name a service or a modality; "stretching" is one that is also an exercise."""
    if one.code is not None or one.group in _CURRENTS:
        return True
    return one.label is not None and not (one.group and one.label == _EXERCISES)


def told_alone(folded: str, within: Span) -> Iterator[tuple[str, Span]]:
    """What a stretch tells of the clinician's absence: the kind of each cue, and where it stands."""
    for kind, match in hints("alone.yaml").told(folded, *within):
        if not is_denied(folded, within.start, match.start()):
            yield kind, Span(*match.span())


def of_absence(folded: str, within: Span) -> Iterator[Span]:
    """Where a stretch tells that the clinician was elsewhere, and no other one is named who was there."""
    if not _ANOTHER_CLINICIAN.search(folded, *within):
        yield from (where for kind, where in told_alone(folded, within) if kind == "absent")


def is_denied(folded: str, start: int, at: int) -> bool:
    """Whether a cue is denied by the words before it: "was not left alone"."""
    return _NEVER.search(folded, max(start, at - 16), at) is not None
