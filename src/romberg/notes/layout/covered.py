"""Stretches of a note that are taken, asked again and again whether a further one meets them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

from romberg.visit import Span


class Covered:
    """Some stretches, in any order; a question costs no more where there are thousands."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [span.start for span in ordered]
        self._ends = list(accumulate((span.end for span in ordered), max))  # how far those up to here reach

    def meets(self, start: int, end: int) -> bool:
        """Whether any of them and the stretch have a sign in common."""
        at = bisect_left(self._starts, end)
        return at > 0 and self._ends[at - 1] > start

    def meets_any(self, spans: Iterable[Span]) -> bool:
        """Whether any of them has a sign in common with any of some further stretches."""
        return any(self.meets(*span) for span in spans)

    def first(self, start: int, end: int) -> int | None:
        """Where the first of them begins that has a sign in common with the stretch; None where none has."""
        at = bisect_right(self._ends, start)
        return self._starts[at] if at < len(self._starts) and self._starts[at] < end else None
