"""The levels of a transaction (HL): each under one that stands above it, and not deeper than any guide goes."""

from __future__ import annotations

from romberg.formats.x12 import values
from romberg.formats.x12.malformed import malformed
from romberg.formats.x12.segments import Segment
from romberg.formats.x12.values import element

DEEPEST = 4
_MOST_ODD = 10_000  # levels whose numbers do not count on from 1, in one transaction
_AGAIN = "ask the sender for the file again"


class Levels:
    """How deep each level of one transaction lies; a byte a level where they are numbered 1, 2, 3, as they must be."""

    def __init__(self) -> None:
        self._counted = bytearray()
        self._odd: dict[str, int] = {}

    def take(self, one: Segment) -> None:
        """Prove the next level; raises Unreadable where it is not new, stands under none, or lies too deep."""
        own, parent = element(one.elements, 1), element(one.elements, 2)
        if not own or self._depth(own):
            raise malformed("x12_hl_number", f"the level has no number of its own; {_AGAIN}.", one.number, "HL01")
        above = self._depth(parent) if parent else 0
        if parent and not above:
            what = f"the level stands under one that is not above it; {_AGAIN}."
            raise malformed("x12_hl_parent", what, one.number, "HL02")
        if above >= DEEPEST:
            what = f"the level lies deeper than {DEEPEST} levels, as none of any guide does; {_AGAIN}."
            raise malformed("x12_hl_depth", what, one.number, "HL02")
        self._keep(own, above + 1, one.number)

    @property
    def counted(self) -> int | None:
        """How many levels were taken, where all were numbered 1, 2, 3; None where some were not."""
        return None if self._odd else len(self._counted)

    def depth(self, number: int) -> int:
        """How deep the level of a number lies, of those that count from 1; 0 where there is none."""
        return self._counted[number - 1] if 0 < number <= len(self._counted) else 0

    def extended(self, depths: bytes) -> Levels:
        """These levels and as many more, numbered on, of which each is proved to lie so deep."""
        found = Levels()
        found._counted, found._odd = self._counted + depths, self._odd
        return found

    def _depth(self, number: str) -> int:
        """How deep a level lies, from 1; 0 where there is none of that number."""
        if number in self._odd:
            return self._odd[number]
        at = 0 if number.startswith("0") else values.number(number) or 0
        return self._counted[at - 1] if 0 < at <= len(self._counted) else 0

    def _keep(self, number: str, depth: int, segment: int) -> None:
        if number == str(len(self._counted) + 1):
            self._counted.append(depth)
            return
        if len(self._odd) >= _MOST_ODD:
            what = f"the levels are not numbered 1, 2, 3 and so on; {_AGAIN}."
            raise malformed("x12_hl_number", what, segment, "HL01")
        self._odd[number] = depth
