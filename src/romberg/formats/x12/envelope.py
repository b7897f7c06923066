"""The envelopes of an X12 file: each closes with the number it opened with and a true count, or the file is cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from romberg.formats.unreadable import Unreadable
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
    envelopes, last = Envelopes(), 0
    for one in segments:
        last = one.number
        envelopes.take(one)
        yield one
    envelopes.end(last)


class Envelopes:
    """The envelopes that are open while a file is read, and the levels of its transaction.

    Either every segment is taken, or at least those of `ENVELOPES`, `HL` and `TA1`: what stands between two of them
    is then judged by their numbers, so that fast readers prove the same with a tenth of the segments.
    """

    def __init__(self) -> None:
        self._opened: list[tuple[str, str, int, int]] = []  # name, control number, segment, envelopes inside
        self._interchanges: set[tuple[str, ...]] = set()
        self.levels = Levels()
        self._last = 0

    def take(self, one: Segment) -> None:
        """Prove the next segment; raises Unreadable where it does not stand where it may."""
        name = one.elements[0]
        self._passed(one.number - 1)
        self._last = one.number
        if name in _CLOSED_BY:
            _prove_opens(one, [envelope[0] for envelope in self._opened])
            self._opened.append((name, element(one.elements, _CLOSED_BY[name][1]), one.number, 0))
            self.levels = Levels()
            if name == "ISA":
                _prove_new(one, self._interchanges)
        elif name in _CLOSES:
            self._opened = _closed(one, self._opened)
        elif not self._inside() and (name != "TA1" or not self._opened or self._opened[-1][0] != "ISA"):
            raise _outside(one.number)
        elif name == "HL":
            self.levels.take(one)

    def end(self, last: int) -> None:
        """Prove the end of a file whose last segment has a number; raises Unreadable where an envelope is open."""
        self._passed(last)
        if self._opened:
            raise malformed("x12_cut", f"the file ends before {_CLOSED_BY[self._opened[-1][0]][0]}; {_AGAIN}.", last)

    def copy(self) -> Envelopes:
        """The same, to be taken further by itself."""
        found = Envelopes()
        found._opened, found._interchanges = list(self._opened), set(self._interchanges)
        found.levels, found._last = self.levels, self._last
        return found

    def _inside(self) -> bool:
        return bool(self._opened) and self._opened[-1][0] == "ST"

    def _passed(self, until: int) -> None:
        """The segments between the last that was taken and one that was not: they may stand in a transaction alone."""
        if until > self._last and not self._inside():
            raise _outside(self._last + 1)


def _outside(number: int) -> Unreadable:
    return malformed("x12_outside", f"a segment stands outside every transaction; {_AGAIN}.", number)


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
        counted = told if number(told) is not None else "nothing"
        what = f"{one.elements[0]}01 counts {counted} where {held} stand; {_AGAIN}."
        raise malformed("x12_count", what, one.number, f"{one.elements[0]}01")
    rest = opened[:-1]
    return [*rest[:-1], (*rest[-1][:3], rest[-1][3] + 1)] if rest else []
