"""Minutes without a name: whether they open a block of work, close one, or are a detail of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from romberg.notes.treatments.events import Events
from romberg.notes.treatments.filling import fills
from romberg.notes.treatments.head import Head


def only_minutes(events: Events, head: Head, at_start: bool) -> bool:
    """Minutes without a name open a block when they stand alone, or close a sentence that tells an activity."""
    folded = events.document.folded
    after = folded[head.end : head.segment.end]
    if head.segment.region not in ("treatment", "objective", "header"):
        return False
    if at_start and (_is_short(after) or _PEOPLE.match(after) or _WORKED.match(after)):
        return True
    if opens_with_clock(events, head):
        return True
    if (
        at_start
        and (_is_clock(folded, head) or _SET_APART.match(after))
        and any(m.group for m in events.mentions_in(head.end, head.segment.end))
    ):
        return True
    if at_start and head.segment.region != "objective" and (_OF_WORK.match(after) or _WENT_TO.match(after)):
        return True
    if at_start and head.segment.region != "objective" and _KIND.match(after):
        return any(m.group for m in events.mentions_in(head.end, head.segment.end))
    opened = folded[head.segment.body : head.start].strip() == "for" and _SOMEBODY_DID.match(after)
    if opened and any(m.group for m in events.mentions_in(head.end, head.segment.end)):
        return True
    if at_start and (was := _WERE.match(after)) and _named_soon(events, head.end + was.end()):
        return True
    if at_start and len(after) < 80 and list_below(events, head):
        return True
    if is_titled(events, head) or (_is_clock(folded, head) and _lists_work(events, head)):
        return True
    if goes_forward(events, head):
        return True
    told = any(m.group for m in events.mentions_in(head.segment.body, head.start))
    told = told and not _PASSED.search(folded, max(head.segment.body, head.start - 16), head.start)
    told = told and not (
        head.segment.region == "objective"
        and _EXAM.search(folded, max(head.segment.body, head.start - _REACH), head.start)
    )
    if told and _GOES_ON.match(after) and any(_forward_from(events, head)):
        return True
    return (
        told and not after.strip(" .;,)\n") and not is_dose(folded[max(head.segment.body, head.start - 6) : head.start])
    )


def opens_with_clock(events: Events, head: Head) -> bool:
    """Whether a stretch of the clock opens a sentence that tells work: "...to SBA. 0925-0943 up from the floor"."""
    folded, segment = events.document.folded, head.segment
    if head.label or head.code or not _is_clock(folded, head) or segment.region not in ("treatment", "header"):
        return False
    if not _SENTENCE_OPENS.search(_before(folded, head)):
        return False
    end = min(segment.end, head.end + _REACH)
    following = next((d.start for d in events.durations_in(head.end, end)), end)
    return any(m.group for m in events.mentions_in(head.end, following))


def _named_soon(events: Events, at: int) -> bool:
    """Whether an activity opens the words at a place: "The other 20 minutes were VOR x1 in tandem"."""
    return any(m.group for m in events.mentions_in(at, at + _SOON))


_SOON = 4  # signs
_SET_APART = re.compile(r"(?:\s?[:.;=~|/-]|,)\s*(?!rest\b|break\b|walk test)(?=\S)")  # minutes and the mark behind them


def is_titled(events: Events, head: Head) -> bool:
    """Whether minutes stand between a title that no vocabulary knows and its list: "Land 15 min: squats"."""
    folded, segment = events.document.folded, head.segment
    titled = _TITLE.fullmatch(folded, segment.body, head.start) and _LIST_BEHIND.match(folded, head.end, segment.end)
    return bool(titled) and any(m.group for m in events.mentions_in(head.end, segment.end))


def _lists_work(events: Events, head: Head) -> bool:
    """Whether a stretch of the clock stands before a colon and the list of its work: "myself, 9:00-9:16 : steps"."""
    listed = re.match(r"\s?:\s", events.document.folded[head.end : head.end + 3])
    return bool(listed) and any(m.group for m in events.mentions_in(head.end, head.segment.end))


def _before(folded: str, head: Head) -> str:
    """What stands before minutes in their sentence; a full stop before it says that they open it."""
    start = head.segment.body
    return (". " if head.start - start < _NEAR else "") + folded[max(start, head.start - _NEAR) : head.start]


def _is_clock(folded: str, head: Head) -> bool:
    return ":" in folded[head.start : head.end] or folded[head.start : head.start + 4].isdigit()


def goes_forward(events: Events, head: Head) -> bool:
    """Whether minutes in mid sentence open a clause of work: "..., and 16 minutes of bed mobility"."""
    folded, segment = events.document.folded, head.segment
    before = _before(folded, head)
    at_work = segment.region in ("treatment", "header", "objective") and _AT_WORK.search(before)
    if head.label or head.code or head.minutes is None or not (at_work or segment.region in ("treatment", "header")):
        return False
    opens = at_work or _CLAUSE_OPENS.search(before)
    forward = (
        (
            _OF_WORK.match(folded, head.end, segment.end)
            or _ON_WORK.match(folded, head.end, segment.end)
            or (_FIRST.search(before) and _I_DID.match(folded, head.end, segment.end))
        )
        if opens
        else None
    )
    if not forward:
        return False
    end = min(segment.end, head.end + _REACH)
    following = next((d.start for d in events.durations_in(head.end, end)), end)
    return any(m.group for m in events.mentions_in(head.end, following))


def _forward_from(events: Events, head: Head) -> Iterator[bool]:
    """Of each further time in the sentence, whether it opens a clause of work of its own."""
    for time in events.durations_in(head.end, head.segment.end):
        yield goes_forward(events, Head(time.start, time.end, head.segment, minutes=time.minutes))


def lists_behind(events: Events, head: Head) -> bool:
    """Whether a colon behind the minutes opens the list of the work, so that what stands before them is its title."""
    return bool(_LIST_BEHIND.match(events.document.folded, head.end, head.segment.end))


_PASSED = re.compile(r"\b(?:in|after|within|under|every|until|gone by)\s+$")  # "blanching, gone in 8 min"
_EXAM = re.compile(r"\btolerates\b[^.;\n]{0,60}$")  # "tolerates towel rub 6 min": found, not done
_TITLE = re.compile(r"[\s*•>-]*[a-z][a-z /&'+-]{2,40}[,:(\s-]*")  # "Kitchen mobility task, 12 min: ..."
_LIST_BEHIND = re.compile(r"\)?\s*:\s")
_PEOPLE = re.compile(
    r"[^\n:]{0,60}\b(?:pta|cota(?:/l)?|ota|pt|otr(?:/l)?|spt|ots|slp|dpt|ccc-slp|aide|tech)\b[^\n:]{0,20}(?::|$)"
)
_OF_WORK = re.compile(
    r"\s+of\s+(?!rest|total|treatment|therapy|tx|skilled|billable|timed|direct|one|face|education|the\s+(?:visit|session)|each)[a-z]"
)
_ON_WORK = re.compile(
    r"\s+(?:(?:was|were)\s+)?(?:spent\s+|used\s+)?(?:on|doing|went\s+(?:in)?to|went\s+on)\s+(?!hold|phone|break|rest)[a-z]"
)
_WENT_TO = re.compile(r"\s+(?:(?:was|were)\s+(?:spent|used|for)|went|goes)\b")
_KIND = re.compile(r"\s+(?!rest\b|total|break|each)[a-z][a-z &/-]{2,40}:\s")  # "18 min standing work: ..."
_WERE = re.compile(r"\s+(?:was|were|are|is)\s+(?!not\b|rest|spent waiting)")
_CLAUSE_OPENS = re.compile(
    r"(?:[:;,.]\s+|\b(?:and|then|instead|plus|spent|did|had|next came|then came|followed by"
    r"|(?:closed|ended|finished|began|started|opened) with)\s+"
    r"|\bfor (?=(?:the )?(?:first|last|final|other|remaining)\s))"
    r"(?:then\s+|about\s+|another\s+|(?:the\s+)?(?:remaining|last|final|other|first|further|next)\s+)?$"
)
_AT_WORK = re.compile(  # "She worked 16 minutes on stacking cups": work, also among the findings
    r"\b(?:he|she|they|we|i|pt|patient|client|child|therapist) (?:\w+ly )?"
    r"(?:worked|practi[sc]ed|trained|drilled|rehearsed)\s+(?:for\s+|about\s+|another\s+){0,2}$"
)
_FIRST = re.compile(
    r"\bfor (?:the )?(?:first|last|final|other|remaining)\s+$"
)  # "For the first 12 minutes I mobilised"
_I_DID = re.compile(r",?\s+(?:i|we)\s+[a-z]+ed\b")
_SENTENCE_OPENS = re.compile(r"[.;]\s+(?:(?:then|next|and|from|at|between)\s+){0,2}$")
_GOES_ON = re.compile(r"\s*(?:\([^)\n]{0,90}\)\s*)?[,;]?\s*(?:and|then)\b")
_REACH = 90
_NEAR = 24  # signs before minutes that can tell whether they open a clause
_SOMEBODY_DID = re.compile(
    r",?\s+(?:i|we|pt|he|she|they|the (?:pt|patient|client|child))\s+(?!rested|sat\b|waited)[a-z]+"
)
_WORKED = re.compile(r"\s*(?:i|we|pt|he|she)\s+(?:worked|practi[sc]ed|did|spent|focused|trained)\b")


def list_below(events: Events, head: Head) -> bool:
    """Whether deeper or bulleted lines hang under the line of a head."""
    lines = events.document.lines
    if head.segment.line + 1 >= len(lines):
        return False
    line, below = lines[head.segment.line], lines[head.segment.line + 1]
    return below.end > below.start and below.indent > line.indent


def _is_short(after: str) -> bool:
    """Whether nothing but filling words follows on the line."""
    return len(after) < 60 and fills(after.rstrip())


def is_dose(before: str) -> bool:
    """Whether what stands before minutes makes them a part of an exercise's dose: "3 x 2 min"."""
    return bool(re.search(r"(?:\d\s*x|x\s*\d*)\s*$", before))
