"""Pain on the scale from 0 to 10, also where only the place that hurts is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

import yaml

from romberg.notes.layout import Document, Segment
from romberg.notes.measures import table
from romberg.notes.measures.tokens import spelled

_TEN = r"(?:zero|one|two|three|four|five|six|seven|eight|nine|ten)"
_OF_TEN = re.compile(r"/\s*10(?![\d/]|\.\d|\s*(?:ft|m\b|min|s\b|sec|lb|reps|times))")
_OF_TEN_WORDS = re.compile(r"of\s+10(?![\d/]|\.\d|\s*(?:ft|m\b|min|s\b|sec|lb|reps|times))")
_FIGURE = re.compile(r"(?<![\d/.:])\b(?!0\d)(\d{1,2}(?:\.5)?)(?:\s*(?:-|to)\s*(\d{1,2}))?\s*(?:out\s*)?$")
_SPOKEN = re.compile(rf"\b({_TEN})(?:\s+(?:and\s+a\s+half|to\s+{_TEN}))?\s+(?:out\s+of|of|over)\s+ten\b")
_SCALE = re.compile(
    r"(?:nprs|nrs|vas|pain\s+0\s*-\s*10)\s*(?:score|is|was|today|now|[:=])*\s*(\d{1,2}(?:\.5)?)(?![\d/]|\.\d|\s*(?:/|out|of\s|-\s*\d|mm))"
)
_NAMED = re.compile(
    r"pain(?:\s+(?:is|was|now|today|level|score|rating|rated|at|of|level\s+is|level\s+of|score\s+of|scale|down\s+to|up\s+to|a|as\s+a|\(\s*0\s*-\s*10\s*\)|:))*\s*[:=]?\s*(?<!\n)"
    rf"(?:(\d{{1,2}}(?:\.5)?)(?![\d/]|\.\d|\s*(?:/|out|of\s|x\b|%|-\s*\d|min|days?|w(?:ee)?ks?|years?|yrs?|mo|times|hours?|hrs?|deg|pm|am|to\s+\d+/))|({_TEN})\b(?!\s+(?:out|of|over|and|days?|weeks?|times|or|hours?|minutes?)))"
)
_BOTH = re.compile(r"\s*(?:/10)?\s*(?:-+>|=+>|>|to)\s*(\d{1,2})(?:\s*/\s*10)?(?![\d/]|\s*(?:min|x|%|days?))")
_BEFORE = re.compile(
    r"(?:(?P<old>\b(?:was|from|were|prior|previously|last\s+\w+|started\s+at|initially|baseline|eval|ie|had\s+been)\s*(?:at\s+|a\s+|was\s+)?[:=]?\s*\(?)"
    r"|(?P<day>\b(?:on|since|until|till|by|dated?|seen|dos|doi|eval\s+on|for|got|hit|caught|made|landed|cleared|missed|s/p\s[^,;()]{1,18}|onset|surgery|goal(?:\s+is|\s+of|\s+pain)*|mri|x-?rays?|appt|visit|inj\w*|dx|f/?u|due|returns?)\s*:?\s*|<\s*)"
    r"|(?P<worst>\b(?:worst|best|w|b|max|lowest|highest|least|at\s+night|overnight|last\s+night)\s*:?\s*(?:is\s+|at\s+|was\s+)?))$"
)  # fmt: skip
_AFTER = re.compile(
    r"\)?\s*,?\s*(?:(?P<old>\(?(?:at|@)?\s*(?:the\s+)?(?:start|eval|baseline|ie|initial\w*|last\s+\w+|previous\w*|prior|before|on\s+\d{1,2}/\d|yesterday|this\s+morning|on\s+arrival)\b)"
    r"|(?P<worst>(?:(?:at|@|is|when|with)?\s*)?(?:the\s+|its\s+)?(?:worst|best|max|at\s+night|last\s+night|peak|at\s+most|at\s+its)\b)"
    r"|(?P<post>(?:soreness\s+)?(?:after|post|by\s+end|at\s+end|leaving|on\s+leaving|end\s+of)\b))"
)
_BECOMES = re.compile(r"\s*(?:/10)?\s*(?:-+>|=+>|>|to|,?\s*now|,?\s*down\s+to|,?\s*up\s+to)\s*")
_NOW = re.compile(r"\s*(?:right\s+)?(?:now|today|currently|at\s+present)\b")
_EARLIER = re.compile(
    r"\s*(?:(?:in\s+the\s+|this\s+|on\s+|upon\s+|at\s+)?"
    r"(?:a\.?m\.?|morning|waking|arrival|arriving|first|start|yesterday|earlier|overnight)(?:\s+today)?)?"
    r"[\s,;/]*(?:and|but|then)?\s*"
)
_TELLS = re.compile(
    r"\b(?:he|she|they|pt|patient)\s+(?:feels|is|reports?|rates?(?:\s+(?:it|this))?|says|states|notes)\s+"
    r"(?:it\s+)?(?:(?:at|as|a|an)\s+)*$"
)
_PAIN_IS = re.compile(r"\bpain\s*(?:is|was|at|of|now|today|level|[:=])?\s*$")
_LOW_BACK = re.compile(r"(?<!\d)(?<!\d )\blb\s*$")  # "LB 5/10"; "6 lb" is a weight
_DOING = re.compile(r"(?:reach|lift|step|throw|land|swallow|cough|sneez|sleep)\w*ing\b")
_MOST = 12  # no patient names more places
_LOOK_BACK = 70
_LOOK_AHEAD = 28
_SCALES = ("nprs", "nrs", "vas", "0-10")
_PRIMARY = ("header", "subjective", "history", "objective")
_SECONDARY = ("treatment", "response", "assessment", "totals", "charges")


class Score(NamedTuple):
    """A pain score with the places named before it; `when` is now, earlier, worst or post."""

    value: float
    start: int
    end: int
    when: str
    places: frozenset[str]
    segment: Segment
    named: bool  # "pain" itself stands before it
    before: Score | None = None


@cache
def _words() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    """One pattern for the words that tell pain from other scores of ten; each with its sign (+ or -) and place."""
    text = resources.files(__package__).joinpath("pain.yaml").read_text("utf-8")
    raw = yaml.load(text, Loader=yaml.CSafeLoader)
    places = {form: place for place, forms in raw["places"].items() for form in forms}
    signs = dict.fromkeys(raw["other"], "-") | dict.fromkeys(raw["pain"], "+")
    kinds = {word: (signs.get(word, ""), places.get(word, "")) for word in {*signs, *places}}
    heads: dict[str, list[str]] = {}
    for word in sorted(kinds, key=len, reverse=True):
        heads.setdefault(word[0], []).append(re.escape(word[1:]))
    return re.compile(r"\b(?:" + "|".join(f"{c}(?:{'|'.join(rest)})" for c, rest in heads.items()) + ")"), kinds


def scores(document: Document) -> tuple[Score, ...]:
    """The pain scores of today that stand for themselves: one a place and condition, changes folded in."""
    everything = tuple(_all(document))
    worked = _work_begins(document)
    secondary = [s for s in everything if s.segment.region in _SECONDARY or _after_work(s, worked)]
    primary = [s for s in everything if s not in secondary]
    chosen = _own(primary)
    if not any(s.when == "now" for s in primary):
        later = [s for s in _own(secondary) if s.when == "now"][:1]
        return tuple(s._replace(before=s.before or next(iter(chosen), None)) for s in later) or tuple(chosen[:1])
    return tuple(_after_arrows(chosen, secondary))


def _work_begins(document: Document) -> int:
    """Where today's treatment begins; the end of the note where no line tells it."""
    told = (s.start for s in document.segments if s.region == "treatment" and s.start >= document.active.start)
    return next(told, len(document.folded))


def _after_work(score: Score, worked: int) -> bool:
    """A change told behind the treatment of a note without headings: "HA 4/10 to 2/10"."""
    return score.segment.region == "header" and score.start > worked and score.before is not None


def _own(found: list[Score]) -> list[Score]:
    """Scores that are no repeat of a place already told; a worst one stands only for a place with no present one."""
    if not any(s.when == "now" for s in found):
        return [s._replace(when="now") for s in found[:1]]
    kept: list[Score] = []
    for score in found:
        if score.when == "now" and len(kept) < _MOST and not _repeats(score, kept):
            kept.append(score)
    told = frozenset(place for score in kept for place in score.places)
    return sorted(kept + [s for s in found if s.when == "worst" and s.places and not s.places & told], key=_start)


def _start(score: Score) -> int:
    return score.start


def _repeats(score: Score, kept: list[Score]) -> bool:
    for other in kept:
        if other.segment is score.segment:
            if other.value == score.value and other.places == score.places:
                return True
        elif not score.places or score.places & other.places:
            return True
    return False


def _after_arrows(chosen: list[Score], secondary: list[Score]) -> Iterator[Score]:
    """A change told after treatment, "pain 5 -> 3", is today's last word where one place hurts."""
    change = next(
        (s for s in secondary if s.before and s.named and s.segment.region == "response" and len(chosen) == 1), None
    )
    for score in chosen:
        yield change._replace(before=score) if change else score


def _all(document: Document) -> Iterator[Score]:
    found: list[Score] = []
    for start, end, value in _spots(document):
        segment = document.segment_at(start)
        if not document.active.start <= start < document.active.end and segment.region == "prior":
            continue
        if segment.region not in _PRIMARY and segment.region not in _SECONDARY:
            continue
        score = _score(document, segment, (start, end, value), found[-1] if found else None)
        if score is None:
            continue
        if score.before is not None and found:
            found.pop()
        found.append(score)
    yield from found


def _spots(document: Document) -> Iterator[tuple[int, int, float]]:
    folded = document.folded
    spots: dict[int, tuple[int, int, float]] = {}
    for total in (*_OF_TEN.finditer(folded), *_OF_TEN_WORDS.finditer(folded)):
        m = _FIGURE.search(folded, max(0, total.start() - 14), total.start())
        if m and not _heads_a_day(folded, m.start(1), total.end()):
            spots[m.start(1)] = (m.start(1), total.end(), float(m.group(2) or m.group(1)))
    if "ten" in folded:
        spots |= {m.start(): (m.start(), m.end(), spelled(m.group(1))) for m in _SPOKEN.finditer(folded)}
    for m in _NAMED.finditer(folded):
        group = 1 if m.group(1) else 2
        value = float(m.group(1)) if m.group(1) else spelled(m.group(2))
        chain = _BOTH.match(folded, m.end())
        spots.setdefault(m.start(group), (m.start(group), m.end(), value))
        if chain:
            spots.setdefault(chain.start(1), (chain.start(1), chain.end(), float(chain.group(1))))
    if any(name in folded for name in _SCALES):
        for m in _SCALE.finditer(folded):
            spots.setdefault(m.start(1), (m.start(1), m.end(), float(m.group(1))))
    return iter(sorted(s for s in spots.values() if s[2] <= 10))


def _heads_a_day(folded: str, start: int, end: int) -> bool:
    """Whether a figure of ten is the day that a line of notes opens with: "S 9/10: caught toe on rug"."""
    return folded[end : end + 1] == ":" and _A_PART.search(folded, max(0, start - 12), start) is not None


_A_PART = re.compile(r"(?:^|\n)[ \t]*[a-z]{1,9}\s$")


def _score(document: Document, segment: Segment, spot: tuple[int, int, float], last: Score | None) -> Score | None:
    start, end, value = spot
    folded = document.folded
    before = _BEFORE.search(folded, max(segment.start, start - 24), start)
    if before and before.group("day"):
        return None
    if last and last.segment is segment and _goes_on(folded, last, start, end):
        return Score(
            value,
            start,
            end,
            "now" if last.when != "worst" else last.when,
            last.places,
            segment,
            last.named,
            before=last,
        )
    context = _context(folded, segment, (start, end), last)
    if context is None:
        return None
    places, named = context
    when = _of_row(document, start) or _when(folded, segment, before, end)
    return Score(value, start, end, when, places, segment, named)


def _goes_on(folded: str, last: Score, start: int, end: int) -> bool:
    """Whether a score takes the place of the one before it: "6 -> 3", "5/10 this AM, 2/10 now"."""
    if _BECOMES.fullmatch(folded, last.end, start):
        return True
    return bool(_NOW.match(folded, end) and _EARLIER.fullmatch(folded, last.end, start))


def _of_row(document: Document, start: int) -> str:
    """What the column of a table says of a score in its row: earlier, now, or nothing."""
    line = document.line_at(start)
    ruled = "|" in document.folded[line.start : line.end]
    first = document.folded.find("|" if ruled else "  ", line.start + line.indent + 1, start)
    if first < 0:
        return ""
    name = document.folded[line.start : max(first, line.start)].rstrip()
    row = table.cells(document, line.start, line.start + len(name)) if name else ()
    return next((cell.when for cell in row if cell.start <= start < cell.end and cell.when in ("earlier", "now")), "")


def _when(folded: str, segment: Segment, before: re.Match[str] | None, end: int) -> str:
    after = _AFTER.match(folded, end, segment.end)
    if before and before.group("old"):
        return "earlier"
    if (before and before.group("worst")) or (after and after.group("worst")):
        return "worst"
    if after and after.group("post") and segment.region == "objective":
        return "post"
    if after and after.group("old"):
        return "earlier" if "(" not in after.group("old") else "now"
    return "now"


def _context(
    folded: str, segment: Segment, spot: tuple[int, int], before: Score | None
) -> tuple[frozenset[str], bool] | None:
    """The places before a score of ten, and whether "pain" stands there; None where something else is scored."""
    pattern, kinds = _words()
    start, end = spot
    next_word = pattern.match(folded, end + 1, segment.end)
    from_ = max(segment.body, start - _LOOK_BACK)
    scores_other = next_word and kinds[next_word.group()][0] == "-" and not _PAIN_IS.search(folded, from_, start)
    told_by_patient = segment.region == "subjective" or _hurts(folded, from_, start)
    if scores_other and not (_DOING.match(folded, end + 1) and told_by_patient):
        return None
    if next_word and next_word.group() == "pain":
        return frozenset(), True  # "0/10 pain"
    if _LOW_BACK.search(folded, from_, start) and segment.region in _PRIMARY:
        return frozenset(("low back",)), False
    marks = [(m, *kinds[m.group()]) for m in pattern.finditer(folded, from_, start)]
    if not marks:
        behind = pattern.finditer(folded, end, min(segment.end, end + _LOOK_AHEAD))
        marks = [(m, sign, place) for m in behind for sign, place in [kinds[m.group()]] if sign != "-"][:2]
        if not marks:
            told = segment.region == "subjective" or (
                segment.region == "header" and _TELLS.search(folded, from_, start)
            )
            return (frozenset(), False) if told else None
    last, sign, _ = marks[-1]
    clause = max(folded.rfind(mark, from_, start) for mark in (",", ";", "("))
    if before and before.segment is segment and last.end() <= clause and before.end <= clause < before.end + 40:
        return before.places, before.named
    named = any(sign == "+" for _, sign, _ in marks)
    if sign == "-" and segment.region == "subjective" and ". " in folded[last.end() : start]:
        return frozenset(), False
    if sign == "-" or (not named and not _place_counts(segment, last.end(), start)):
        return None
    near = marks if len(marks) == 1 else [mark for mark in marks if mark[0].start() > clause or mark[0] is last]
    says_pain = any(sign == "+" and m.group().startswith("pain") for m, sign, _ in marks)
    return frozenset(place for _, _, place in near if place), says_pain


def _hurts(folded: str, since: int, start: int) -> bool:
    """Whether a place stands right before a score: "R shoulder 4/10 reaching back" does not score the reach."""
    pattern, kinds = _words()
    return any(m.end() >= start - 3 and kinds[m.group()][1] for m in pattern.finditer(folded, since, start))


def _place_counts(segment: Segment, place_end: int, start: int) -> bool:
    """A place alone ("R knee 2/10") is a pain score in the patient's words, and right before the score in findings."""
    if segment.region == "response":
        return place_end >= start - 2
    return segment.region in _PRIMARY and (segment.region != "objective" or place_end >= start - 6)
