"""Range of motion: a joint or a movement with its degrees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from romberg.notes.layout import Document, Segment
from romberg.notes.measures import table
from romberg.notes.measures.tokens import NUMBER_WORDS, spelled
from romberg.visit import Earlier, Measure, Span

_PLACE = r"r|l|right|left|rt|lt|\(r\)|\(l\)"
_NUM = r"-?\d{1,3}(?:\.\d)?"
_DEG = r"\s*(?:deg(?:ree)?s?\b|°|º)"
_BAD = (
    r"(?![\d.]*\d|\s*(?:x\b|#|lbs?\b|kg|s\b|sec|min|reps?|ea\b|each|%|ft\b|/\s*5\b|[+\-]\s*/|[+]|'|\"|/10\b|cm|mm|in\b|times|wks?|"
    r"visits?|pts?|:\d|w(?:ee)?k|days?|yrs?|years|pins|pegs|cones|coins|trials|cuts|opp|words|more|less|better|gained|(?:deg\w*|°|º)\s*x\s*\d"
    r"|(?:deg\w*|°|º)\s*(?:more|less|better|gain|change)))"
)
_ONE = rf"(?P<value>{_NUM})(?:\s*/\s*(?P<of>(?!10(?!\d))\d{{2,3}})(?!\d|/))?(?P<deg>{_DEG})?{_BAD}"
_FILL = (
    r"[\s:=,]*(?:(?:a?arom|prom|rom|active|passive|is|at|to|was|now|today|(?<!slr )lag|test"
    r"|improved|approx|~|about|lacking|lacks|measured|still|only|"
    r"limited|restricted|from|up|in\s+supine|seated|supine|prone|at\s+side|in\s+neutral"
    r"|at\s+(?:0|45|90)(?:\s*(?:deg|°))?(?:\s+(?:abd\w*|flex\w*))?(?=\s*[:=]?\s*\d)"
    r"|has|have|come|gone|went|risen"
    r"|(?:with\s+|w/\s?)?knee\s+(?:straight|str|bent|extended)"
    r"|(?<!\d )(?:if|mf|rf|sf|lf|d[1-5]|index|middle|ring|small|little)(?:\s+finger)?)\b[\s:=~]*){0,3}"
)
_JOINTS = frozenset(
    ["rom", "arom", "prom", "knee", "elbow", "pip", "dip", "mcp", "mp", "ip", "wrist", "ankle", "thumb", "mtp"]
)
_PAIR = {"fle", "ext"}
_SMALL_JOINTS = frozenset(["pip", "dip", "mcp", "mp", "ip", "thumb", "mtp"])
_UP_TO_FIGURE = re.compile(rf"(?:\s*\([^)\d]{{1,12}}\))?{_FILL}(?P<side>{_PLACE})?[\s:=]*{_FILL}(?=[\-\d(])")
_SPOKEN = re.compile(rf"{_FILL}(?:of\s+)?({NUMBER_WORDS})\s+degrees")
_VALUE = re.compile(_ONE)
_DEGREES = re.compile(rf"\s*\|?\s*({_NUM})(?:{_DEG})?{_BAD}")
_FINGER = re.compile(rf"[\s,;/]+(?P<side>mf|rf|sf|lf|d[2-5])[\s:=]+(?P<value>\d{{1,3}})(?P<deg>{_DEG})?{_BAD}")
_RANGE = re.compile(
    rf"(?P<low>-?\d{{1,2}})\s*(?:-|to|/|°\s*(?:-|to))\s*(?:\d{{1,2}}\s*-\s*)?(?P<high>\d{{2,3}})(?P<deg>{_DEG})?{_BAD}(?![/\-]\d)"
)
_ARROW = re.compile(rf"{_DEG}?\s*(?:-+>|=+>|>|to\b)\s*(?P<value>{_NUM})(?P<deg>{_DEG})?{_BAD}")
_OTHER_SIDE = re.compile(
    rf"[\s,;/|&(]*(?:and\s+)?(?P<side>{_PLACE})(?![a-z\d])\s*[:=]?\s*(?P<value>{_NUM})(?:\s*/\s*(?P<of>\d{{2,3}})(?!\d|/))?(?P<deg>{_DEG})?{_BAD}"
    r"(?!\s*(?:at|on)\s+(?:eval|ie\b|initial|start|baseline|\d))"
)
_SIDE_BEHIND = re.compile(rf"\s*(?P<side>{_PLACE})(?![a-z\d])(?!\s*[\d:=])")
_BEHIND_BARE = re.compile(rf"[\s,/&]+(?P<value>{_NUM})(?P<deg>{_DEG})?\s*(?P<side>{_PLACE})(?![a-z\d])(?!\s*\d)")
_OLD = re.compile(
    rf"{_DEG}?\s*\(\s*(?:was|from|prev\w*|initial\w*|eval|baseline|ie|last\s+\w+)?\s*:?\s*(?P<value>{_NUM})(?P<deg>{_DEG})?[^)]{{0,24}}\)"
)
_SIDE_BEFORE = re.compile(r"\(?\b(r|l|right|left|rt|lt)\b\)?[\s:]+(?:[a-z\-]{1,10}\.?\s+){0,2}$")
_JOINT_BEFORE = re.compile(
    r"\b(?:cerv\w*|[clt]-?\s?spine|[clt]/s|c|lumb\w*|trunk|thorac\w*|ankle|knee|hip|shoulder|sh|shldr|elbow|wrist|forearm|neck|tc|gh|mp|mcp|pip|dip|ip|mtp|if|lf|rf|mf|sf|thumb|"
    r"index|finger|a?arom|prom|rom|jaw|toe|r|l|right|left)\b[\s:\-]*(?:a?arom|prom|rom)?[\s:]*(?:r|l|right|left)?[\s:]*$"
)
_BLOCK = re.compile(
    r"\b(?:goals?|cell|will|norm\w*|until|strength|mmt|resist\w*|when|phone|fax|tel|stretch\w*|isometric\w*|jpe|joint\s+position|reproduc\w*|"
    r"error)\b(?:[^.;]|\.\d){0,44}$|[<>]\s*$"
)
_NEAR = 80
_NEXT_IN_LIST = 12
_MOST_OF_A_FINGER = 300  # degrees that all joints of a finger bend together
_MOST_STRAIGHT, _MOST_BENT = 15, 130  # degrees of a finger's joint
_SURELY_DEGREES = 60  # no dose behind a movement is as high
_LINE = 160
_MINES = frozenset(("header", "subjective", "history", "objective"))
_LATER = frozenset(("treatment", "response", "assessment", "totals", "charges"))
_SPINE = re.compile(r"[clt]-")  # "C-rot R 58"
_DEGREES_NEAR = re.compile(r"\ba?arom\b|\bprom\b|\bdeg\b|°")
_ANOTHER = re.compile(
    r"\s*[,;/]\s*(?:ext|flex|abd|er|ir|df|pf|rd|ud|sup|pron|rot|inv|ev)[a-z]*\s+-?\d{2,3}\b(?!\s*(?:x|s\b|sec|min|lb|reps|ft))"
)
_DOSE = re.compile(r"\d\s*x\s*\d|\bx\s?\d|#|\breps\b|\b97\d\d\d\b")


class _Angle(NamedTuple):
    value: float
    start: int
    end: int
    move: str
    side: str | None
    region: str
    sure: bool  # degrees are written, or the joint stands before it
    earlier: tuple[tuple[float, int, int], ...] = ()


class _Spot(NamedTuple):
    """A movement or joint that a figure may follow."""

    start: int
    end: int  # where the figure begins
    name: str
    side: str | None
    told: bool = False  # the opposite movement before it in the sentence has its degrees


def read(document: Document, names: Iterable[Span]) -> list[Measure]:
    """The angles behind these names of movements; those told only after treatment count where no others stand."""
    found = list(_angles(document, names))
    own = [a for a in found if a.region in _MINES]
    if not own:
        own = [a for a in found if a.sure or a.earlier]
    return [_measure(a) for a in _distinct(own)]


def _distinct(found: list[_Angle]) -> list[_Angle]:
    """Angles told once; a change from one already told takes its place: "rot R 55" and below "R rot 55 -> 66 post"."""
    seen: dict[tuple[str, str | None, float], int] = {}
    kept: list[_Angle] = []
    for angle in found:
        first = angle.earlier[0][0] if angle.earlier else angle.value
        told = seen.get((angle.move, angle.side, first))
        if told is None:
            kept.append(angle)
        elif angle.earlier and angle.region == "header" and not kept[told].earlier:
            kept[told] = angle
        place = len(kept) - 1 if told is None else told
        seen |= {(angle.move, angle.side, first): place, (angle.move, angle.side, angle.value): place}
    return kept


def _measure(angle: _Angle) -> Measure:
    side = {"r": "right", "l": "left"}.get(angle.side or "")
    earlier = tuple(Earlier(value, None, (Span(a, b),)) for value, a, b in angle.earlier)
    return Measure("ROM", angle.value, "deg", (Span(angle.start, angle.end),), side, earlier)


def _angles(document: Document, names: Iterable[Span]) -> Iterator[_Angle]:
    folded = document.folded
    spelled_out = " degrees" in folded
    last: _Angle | None = None
    for name in names:
        of_all = folded.endswith("rom", name.start, name.end)
        if not of_all and _is_ruled(document, name) and (row := _in_row(document, name)):
            yield row
            continue
        behind = _UP_TO_FIGURE.match(folded, name.end)
        if not behind and spelled_out and not of_all:
            yield from _spoken(document, name)
        if not behind or (
            folded[name.start - 1 : name.start] in ("/", "-") and not _SPINE.match(folded, name.start - 2)
        ):
            continue
        if last and name.start < last.end:
            continue  # "knee AROM 0-118" is told
        segment = document.segment_at(name.start)
        if segment.region not in _MINES and segment.region not in _LATER:
            continue
        if behind.end() > segment.end or _BLOCK.search(folded, max(segment.start, behind.end() - _NEAR), behind.end()):
            continue
        called = folded[name.start : name.end]
        told = last is not None and _goes_on(last, called, name.start, segment)
        spot = _Spot(name.start, behind.end(), called, behind.group("side"), told)
        for last in _at(folded, spot, segment):
            yield last


def _goes_on(last: _Angle, called: str, start: int, segment: Segment) -> bool:
    """Whether a movement goes on with a list of degrees: "wrist ext 45, flex 52, RD 12"."""
    if not last.sure or last.start < segment.start:
        return False
    return {last.move[:3], called[:3]} == _PAIR or start - last.end < _NEXT_IN_LIST


def _is_ruled(document: Document, name: Span) -> bool:
    """Whether a movement opens a row with two cells behind it, by rules or by gaps."""
    behind = document.folded[name.end : document.line_at(name.start).end]
    return "|" in behind[:12] or bool(_TWO_CELLS.match(behind))


_TWO_CELLS = re.compile(r"[ ]?(?:[ap]?rom)?\(?[rl]?\)?[ ]{2,}\d{1,3}(?:\s?deg\w*)?[ ]{2,}\d")


def _in_row(document: Document, name: Span) -> _Angle | None:
    """Today's degrees of a movement that opens a row of a table, with those of the column before."""
    row = () if table.is_of_work(document, name.start) else table.cells(document, name.start, name.end)
    told = {cell.when or ("earlier" if cell.dated else ""): cell for cell in row}
    dated = [cell for cell in row if cell.dated]
    if "now" not in told and len(dated) > 1:
        told |= {"earlier": dated[0], "now": dated[-1]}
    value = _DEGREES.match(document.folded, told["now"].start, told["now"].end) if "now" in told else None
    segment = document.segment_at(name.start)
    if value is None or segment.region not in _MINES | _LATER:
        return None
    old = _DEGREES.match(document.folded, told["earlier"].start, told["earlier"].end) if "earlier" in told else None
    earlier = ((float(old[1]), old.start(1), old.end(1)),) if old else ()
    behind = _SIDE_BEHIND.match(document.folded, name.end)
    side = behind.group("side").strip("()")[0] if behind else _before(document.folded, segment, name.start)
    move = document.folded[name.start : name.end][:4]
    return _Angle(float(value[1]), value.start(1), value.end(1), move, side, segment.region, True, earlier)


def _spoken(document: Document, name: Span) -> Iterator[_Angle]:
    """ "Flexion is one hundred five degrees", as dictated."""
    match = _SPOKEN.match(document.folded, name.end)
    segment = document.segment_at(name.start)
    if match and segment.region in _MINES:
        move = document.folded[name.start : name.end][:4]
        yield _Angle(spelled(match.group(1)), name.start, match.end(), move, None, segment.region, True)


def _at(folded: str, spot: _Spot, segment: Segment) -> Iterator[_Angle]:
    side = spot.side or _before(folded, segment, spot.start)
    side = side.strip("()")[0] if side else None
    if spot.name in _JOINTS:
        told = tuple(_range(folded, spot, segment, side))
        yield from told or (_bent(folded, spot, segment, side) if spot.name in _SMALL_JOINTS else ())
        return
    both = _RANGE.match(folded, spot.end, segment.end)
    if both and "/" not in both.group() and float(both["high"]) >= _SURELY_DEGREES:
        high, move = float(both["high"]), re.sub(r"\s+", " ", spot.name)[:4]
        yield _Angle(high, spot.start, both.end(), move, side, segment.region, True)
        return
    value = _VALUE.match(folded, spot.end, segment.end)
    if not value or not _credible(value, folded, spot, segment):
        return
    behind = None if spot.side else _SIDE_BEHIND.match(folded, value.end(), segment.end)
    side = behind.group("side").strip("()")[0] if behind else side
    arrow = _ARROW.match(folded, value.end(), segment.end)
    old = _OLD.match(folded, value.end(), segment.end)
    move = re.sub(r"\s+", " ", spot.name)[:4]
    earlier: tuple[tuple[float, int, int], ...] = ()
    last, figure = value, float(value.group("value"))
    if arrow:
        earlier, last, figure = ((figure, value.start(), value.end()),), arrow, float(arrow.group("value"))
    elif old:
        earlier = ((float(old.group("value")), old.start("value"), old.end("value")),)
    listed = _ANOTHER.match(folded, value.end(), segment.end)
    written = value.group("deg") or last.group("deg")
    sure = bool(spot.told or written or listed or _joint_before(folded, spot, segment))
    if -40 <= figure <= (_MOST_OF_A_FINGER if spot.name == "tam" else 190):
        yield _Angle(figure, spot.start, last.end(), move, side, segment.region, sure, earlier)
    yield from _other_side(folded, (behind or old or last).end(), segment, move, sure)


def _other_side(folded: str, at: int, segment: Segment, move: str, sure: bool) -> Iterator[_Angle]:
    other = _OTHER_SIDE.match(folded, at, segment.end) or _BEHIND_BARE.match(folded, at, segment.end)
    if other and -40 <= float(other.group("value")) <= 190:
        side, first = (
            other.group("side").strip("()")[0],
            (float(other["value"]), other.start("value"), other.end("value")),
        )
        if arrow := _ARROW.match(folded, other.end(), segment.end):
            value, end = float(arrow["value"]), arrow.end()
            yield _Angle(value, first[1], end, move, side, segment.region, sure, (first,))
        else:
            yield _Angle(first[0], first[1], other.end(), move, side, segment.region, sure)


def _bent(folded: str, spot: _Spot, segment: Segment, side: str | None) -> Iterator[_Angle]:
    """A finger's joint with its bend alone: "PIP 85", and that of the next fingers: "MCP IF 62, MF 58"."""
    value = _VALUE.match(folded, spot.end, segment.end)
    if not value or value["of"] or not _MOST_STRAIGHT <= float(value["value"]) <= _MOST_BENT:
        return
    if not (spot.told or value["deg"] or _DEGREES_NEAR.search(folded, max(segment.start, spot.start - 12), spot.end)):
        if segment.region != "objective" or spot.name not in ("mcp", "pip", "dip"):
            return
        if _DOSE.search(folded, spot.start, min(segment.end, spot.end + _NEAR)):
            return
    while value:
        yield _Angle(float(value["value"]), spot.start, value.end(), spot.name, side, segment.region, True)
        old = _OLD.match(folded, value.end(), segment.end)
        value = _FINGER.match(folded, (old or value).end(), segment.end)
        side = value["side"] if value else None


def _range(folded: str, spot: _Spot, segment: Segment, side: str | None) -> Iterator[_Angle]:
    """A joint with both ends: "knee 4-104" gives both, "PIP -12/88" the bend."""
    both = _RANGE.match(folded, spot.end, segment.end)
    if not both or not 20 <= float(both.group("high")) <= 190:
        return
    small = spot.name in _SMALL_JOINTS
    told = both.group("deg") or _DEGREES_NEAR.search(folded, max(segment.start, spot.start - 12), spot.end)
    if not small and not told and segment.region not in ("objective", "header"):
        return
    yield _Angle(float(both.group("high")), spot.start, both.end(), spot.name + "+", side, segment.region, True)
    if "/" not in both.group() and not small:
        low = float(both.group("low"))
        yield _Angle(low, both.start("low"), both.end(), spot.name + "-", side, segment.region, True)


def _credible(value: re.Match[str], folded: str, spot: _Spot, segment: Segment) -> bool:
    """Bare numbers behind a movement are degrees outside of exercise text only, and with a joint or a side by them."""
    if value.group("deg") or spot.name == "tam":
        return True
    if segment.region not in _MINES | {"response"}:
        return False
    if _DOSE.search(folded, max(segment.start, spot.start - _LINE), min(segment.end, spot.end + _LINE)):
        return bool(_DEGREES_NEAR.search(folded, spot.start, spot.end + 40))
    if value.group("of") or float(value["value"]) >= _SURELY_DEGREES:
        return True
    if _ARROW.match(folded, value.end(), segment.end) or _OLD.match(folded, value.end(), segment.end):
        return True
    if _ANOTHER.match(folded, value.end(), segment.end):
        return True
    return segment.region == "objective" or bool(spot.side) or spot.told or _joint_before(folded, spot, segment)


def _joint_before(folded: str, spot: _Spot, segment: Segment) -> bool:
    return bool(_JOINT_BEFORE.search(folded, max(segment.start, spot.start - 24), spot.start))


def _before(folded: str, segment: Segment, start: int) -> str | None:
    found = _SIDE_BEFORE.search(folded, max(segment.start, start - 24), start)
    return found.group(1) if found else None
