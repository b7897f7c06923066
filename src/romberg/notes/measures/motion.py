"""Range of motion: a joint or a movement with its degrees."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from romberg.notes.layout import Document, Segment
from romberg.visit import Earlier, Measure, Span

_MOVES = (
    "flexion|flex|flx|extension|ext|abduction|abd|adduction|add|external\\s+rotation|internal\\s+rotation|er|ir|rotation|rot|lateral\\s+flexion|lat\\s+flex|"
    "side\\s?-?bend(?:ing)?|sidebend|sb|dorsiflexion|dorsi|df|plantar\\s?flexion|pf|inversion|inv|eversion|ever|ev|supination|sup|pronation|pron|scaption|"
    "radial\\s+dev\\w*|ulnar\\s+dev\\w*|rd|ud|tam|flex(?:ion)?\\s+rot(?:ation)?\\s+test|frt|slr|straight\\s+leg\\s+raise|popliteal\\s+angle|fwd\\s+flex|ff|elevation|oblique"
)
_PLACE = r"r|l|right|left|rt|lt|\(r\)|\(l\)"
_NUM = r"-?\d{1,3}(?:\.\d)?"
_DEG = r"\s*(?:deg(?:ree)?s?\b|°|º)"
_BAD = r"(?![\d.]*\d|\s*(?:x\b|#|lbs?\b|kg|s\b|sec|min|reps?|ea\b|each|%|ft\b|/\s*5\b|[+\-]\s*/|[+]|'|\"|/10\b|cm|mm|in\b|times|wks?|visits?|pts?|:\d|w(?:ee)?k|days?|yrs?|years))"
_ONE = rf"(?P<value>{_NUM})(?:\s*/\s*(?P<of>\d{{2,3}})(?!\d|/))?(?P<deg>{_DEG})?{_BAD}"
_FILL = r"[\s:=,]*(?:(?:a?arom|prom|rom|active|passive|is|at|to|was|now|today|test|improved|approx|~|about|lacking|lacks|measured|still|only|limited|restricted|from|up|in\s+supine|seated|supine|prone)\b[\s:=~]*){0,3}"
_NAME = re.compile(
    rf"(?<![a-z0-9/\-])(?:(?P<move>{_MOVES})|(?P<joint>knee|elbow|pip|dip|mcp|mp|ip|wrist|ankle|thumb|mtp))s?(?![a-z0-9])"
    rf"(?:\s*\([^)\d]{{1,12}}\))?{_FILL}(?P<side>{_PLACE})?[\s:=]*{_FILL}(?=[\-\d(])"
)
_VALUE = re.compile(_ONE)
_RANGE = re.compile(
    rf"(?P<low>-?\d{{1,2}})\s*(?:-|to|/|°\s*(?:-|to))\s*(?:\d{{1,2}}\s*-\s*)?(?P<high>\d{{2,3}})(?P<deg>{_DEG})?{_BAD}(?![/\-]\d)"
)
_ARROW = re.compile(rf"{_DEG}?\s*(?:-+>|=+>|>|to\b)\s*(?P<value>{_NUM})(?P<deg>{_DEG})?{_BAD}")
_OTHER_SIDE = re.compile(
    rf"[\s,;/|&]*(?:and\s+)?(?P<side>{_PLACE})\b\s*[:=]?\s*(?P<value>{_NUM})(?:\s*/\s*(?P<of>\d{{2,3}})(?!\d|/))?(?P<deg>{_DEG})?{_BAD}"
)
_SIDE_BEHIND = re.compile(rf"\s*(?P<side>{_PLACE})\b(?!\s*[\d:=])")
_BEHIND_BARE = re.compile(rf"[\s,/&]+(?P<value>{_NUM})(?P<deg>{_DEG})?\s*(?P<side>{_PLACE})\b(?!\s*\d)")
_OLD = re.compile(
    rf"{_DEG}?\s*\(\s*(?:was|from|prev\w*|initial\w*|eval|baseline|ie|last\s+\w+)?\s*:?\s*(?P<value>{_NUM})(?P<deg>{_DEG})?[^)]{{0,24}}\)"
)
_SIDE_BEFORE = re.compile(r"\(?\b(r|l|right|left|rt|lt)\b\)?[\s:]+(?:[a-z\-]{1,10}\.?\s+){0,2}$")
_JOINT_BEFORE = re.compile(
    r"\b(?:cerv\w*|c-spine|c|lumb\w*|trunk|thorac\w*|ankle|knee|hip|shoulder|sh|shldr|elbow|wrist|forearm|neck|tc|gh|if|lf|rf|mf|sf|thumb|index|finger|a?arom|prom|rom|jaw|toe|r|l|right|left)\b[\s:\-]*(?:a?arom|prom|rom)?[\s:]*(?:r|l|right|left)?[\s:]*$"
)
_BLOCK = re.compile(
    r"\b(?:goal|will|norm\w*|until|strength|mmt|resist\w*|when|<|>|phone|fax|tel|stretch\w*|isometric\w*|jpe|joint\s+position|reproduc\w*|error)\b(?:[^.;]|\.\d){0,44}$|[<>]\s*$"
)
_MINES = frozenset(("header", "subjective", "history", "objective"))
_LATER = frozenset(("treatment", "response", "assessment"))
_DOSE = re.compile(r"\d\s*x\s*\d|\bx\s?\d|#|\breps\b|\b97\d\d\d\b")


@dataclass(frozen=True, slots=True)
class _Angle:
    value: float
    start: int
    end: int
    move: str
    side: str | None
    region: str
    sure: bool  # degrees are written, or the joint stands before it
    earlier: tuple[tuple[float, int, int], ...] = ()


def read(document: Document, in_force: Callable[[Document, int, Segment], bool]) -> list[Measure]:
    """The angles measured today; those told only after treatment count where no others stand."""
    found = [angle for angle in _angles(document) if in_force(document, angle.start, document.segment_at(angle.start))]
    own = [a for a in found if a.region in _MINES]
    if not own:
        own = [a for a in found if a.sure or a.earlier]
    return [_measure(a) for a in _distinct(own)]


def _distinct(found: list[_Angle]) -> Iterator[_Angle]:
    seen: set[tuple[str, str | None, float]] = set()
    for angle in found:
        first = angle.earlier[0][0] if angle.earlier else angle.value
        if (angle.move, angle.side, first) not in seen:
            seen.update({(angle.move, angle.side, first), (angle.move, angle.side, angle.value)})
            yield angle


def _measure(angle: _Angle) -> Measure:
    side = {"r": "right", "l": "left"}.get(angle.side or "")
    earlier = tuple(Earlier(value, None, (Span(a, b),)) for value, a, b in angle.earlier)
    return Measure("ROM", angle.value, "deg", (Span(angle.start, angle.end),), side, earlier)


def _angles(document: Document) -> Iterator[_Angle]:
    folded = document.folded
    for match in _NAME.finditer(folded):
        segment = document.segment_at(match.start())
        if segment.region not in _MINES and segment.region not in _LATER:
            continue
        if match.end() > segment.end or _BLOCK.search(folded, segment.start, match.end()):
            continue
        yield from _at(folded, match, segment)


def _at(folded: str, match: re.Match[str], segment: Segment) -> Iterator[_Angle]:
    side = match.group("side") or _before(folded, segment, match.start())
    side = side.strip("()")[0] if side else None
    if match.group("joint"):
        yield from _range(folded, match, segment, side)
        return
    value = _VALUE.match(folded, match.end(), segment.end)
    if not value or not _credible(value, folded, match, segment):
        return
    sure = bool(value.group("deg")) or bool(
        _JOINT_BEFORE.search(folded, max(segment.start, match.start() - 24), match.start())
    )
    behind = None if match.group("side") else _SIDE_BEHIND.match(folded, value.end(), segment.end)
    side = behind.group("side").strip("()")[0] if behind else side
    arrow = _ARROW.match(folded, value.end(), segment.end)
    old = _OLD.match(folded, value.end(), segment.end)
    move = re.sub(r"\s+", " ", match.group("move"))[:4]
    earlier: tuple[tuple[float, int, int], ...] = ()
    last, figure = value, float(value.group("value"))
    if arrow:
        earlier, last, figure = ((figure, value.start(), value.end()),), arrow, float(arrow.group("value"))
    elif old:
        earlier = ((float(old.group("value")), old.start("value"), old.end("value")),)
    sure = sure or bool(last.group("deg"))
    if -40 <= figure <= 190:
        yield _Angle(figure, match.start(), last.end(), move, side, segment.region, sure, earlier)
    yield from _other_side(folded, (behind or old or last).end(), segment, move, sure)


def _other_side(folded: str, at: int, segment: Segment, move: str, sure: bool) -> Iterator[_Angle]:
    other = _OTHER_SIDE.match(folded, at, segment.end) or _BEHIND_BARE.match(folded, at, segment.end)
    if other and -40 <= float(other.group("value")) <= 190:
        side = other.group("side").strip("()")[0]
        yield _Angle(float(other.group("value")), other.start("value"), other.end(), move, side, segment.region, sure)


def _range(folded: str, match: re.Match[str], segment: Segment, side: str | None) -> Iterator[_Angle]:
    """A joint with both ends: "knee 4-104" gives both, "PIP -12/88" the bend."""
    both = _RANGE.match(folded, match.end(), segment.end)
    if not both or float(both.group("high")) < 20 or float(both.group("high")) > 190:
        return
    joint = match.group("joint")
    small = joint in ("pip", "dip", "mcp", "mp", "ip", "thumb", "mtp")
    if not small and not both.group("deg") and segment.region not in ("objective", "header"):
        return
    yield _Angle(float(both.group("high")), match.start(), both.end(), joint + "+", side, segment.region, True)
    if "/" not in both.group() and not small:
        yield _Angle(float(both.group("low")), both.start("low"), both.end(), joint + "-", side, segment.region, True)


def _credible(value: re.Match[str], folded: str, match: re.Match[str], segment: Segment) -> bool:
    """Bare numbers behind a movement are degrees only outside of exercise text, and large or with a joint before them."""
    if value.group("deg"):
        return True
    line = folded[segment.start : segment.end]
    if (
        _ARROW.match(folded, value.end(), segment.end)
        and segment.region in _MINES | {"response"}
        and not _DOSE.search(line)
    ):
        return True
    if segment.region not in _MINES or _DOSE.search(line):
        return (
            bool(re.search(r"\ba?arom\b|\bprom\b|\bdeg\b|°", folded[match.start() : match.end() + 40]))
            and segment.region in _MINES
        )
    if value.group("of"):
        return True
    joint = _JOINT_BEFORE.search(folded, max(segment.start, match.start() - 24), match.start())
    return segment.region == "objective" or bool(joint) or bool(match.group("side"))


def _before(folded: str, segment: Segment, start: int) -> str | None:
    found = _SIDE_BEFORE.search(folded, max(segment.start, start - 24), start)
    return found.group(1) if found else None
