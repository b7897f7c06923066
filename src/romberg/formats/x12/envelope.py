"""The envelopes of an X12 file: each closes with the number it opened with and a true count, or the file is cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from romberg.formats.x12.levels import Levels
from romberg.formats.x12.malformed import malformed
from romberg.formats.x12.segments import Segment
from romberg.formats.x12.values import element, number

# What opens an envelope, what closes it, and where its control number stands in either.
_CLOSED_BY = {"ISA": ("IEA", 13, 2), "GS": ("GE", 6, 2), "ST": ("SE", 2, 2)}
_CLOSES = {closing: opening for opening, (closing, _, _) in _CLOSED_BY.items()}
ENVELOPES = (*_CLOSED_BY, *_CLOSES)
_WITHIN = {"ISA": "", "GS": "ISA", "ST": "GS"}
_MOST_INTERCHANGES = 10_000
_AGAIN = "part of the file may be missing, so ask the sender for it again"


def whole(segments: Iterable[Segment]) -> Iterator[Segment]:
    """The segments of a file, proved as they pass: raises Unreadable where an envelope does not close as it opened."""
    opened: list[tuple[str, str, int, int]] = []  # name, control number, segment, envelopes inside
    interchanges: set[tuple[str, ...]] = set()
    levels, last = Levels(), 0
    for one in segments:
        last, name = one.number, one.elements[0]
        if name in _CLOSED_BY:
            _prove_opens(one, [envelope[0] for envelope in opened])
            opened.append((name, element(one.elements, _CLOSED_BY[name][1]), one.number, 0))
            levels = Levels()
            if name == "ISA":
                _prove_new(one, interchanges)
        elif name in _CLOSES:
            opened = _closed(one, opened)
        elif not opened or (opened[-1][0] != "ST" and (opened[-1][0], name) != ("ISA", "TA1")):
            raise malformed("x12_outside", f"a segment stands outside every transaction; {_AGAIN}.", one.number)
        elif name == "HL":
            levels.take(one)
        yield one
    if opened:
        raise malformed("x12_cut", f"the file ends before {_CLOSED_BY[opened[-1][0]][0]}; {_AGAIN}.", last)


def _prove_new(one: Segment, interchanges: set[tuple[str, ...]]) -> None:
    """Each interchange of a file has a number of its own from its sender."""
    known = (*one.elements[5:9], element(one.elements, 13))
    if known in interchanges:
        what = "the same interchange stands in the file twice; take one of them out."
        raise malformed("x12_interchange_twice", what, one.number, "ISA13")
    if len(interchanges) >= _MOST_INTERCHANGES:
        what = f"the file holds more than {_MOST_INTERCHANGES:,} interchanges; give them in several files."
        raise malformed("x12_too_many_interchanges", what, one.number)
    interchanges.add(known)


def _prove_opens(one: Segment, within: list[str]) -> None:
    wanted = _WITHIN[one.elements[0]]
    if (within[-1] if within else "") != wanted:
        what = (
            f"{one.elements[0]} stands where it may not ({'outside' if wanted else 'inside'} its envelope); {_AGAIN}."
        )
        raise malformed("x12_envelope", what, one.number)


def _closed(one: Segment, opened: list[tuple[str, str, int, int]]) -> list[tuple[str, str, int, int]]:
    """The envelopes still open after one that closes; raises Unreadable where it closes another, or counts wrongly."""
    opening = _CLOSES[one.elements[0]]
    if not opened or opened[-1][0] != opening:
        raise malformed("x12_envelope", f"{one.elements[0]} closes what is not open; {_AGAIN}.", one.number)
    _, control, start, inside = opened[-1]
    held = one.number - start + 1 if opening == "ST" else inside
    if element(one.elements, 2).lstrip("0") != control.lstrip("0"):
        what = f"{one.elements[0]}02 is not the control number that {opening} opened with; {_AGAIN}."
        raise malformed("x12_control", what, one.number, f"{one.elements[0]}02")
    told = element(one.elements, 1)
    if number(told) != held:
        what = f"{one.elements[0]}01 counts {told[:10] or 'nothing'} where {held} stand; {_AGAIN}."
        raise malformed("x12_count", what, one.number, f"{one.elements[0]}01")
    rest = opened[:-1]
    return [*rest[:-1], (*rest[-1][:3], rest[-1][3] + 1)] if rest else []
