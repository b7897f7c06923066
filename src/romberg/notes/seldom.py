"""Questions about words that nearly every word answers with no."""

from __future__ import annotations

from collections.abc import Callable

_MOST = 50_000  # words kept; beyond that all are forgotten and asked anew


class Seldom:
    """Which of a note's words a question holds for; a word that it did not hold for is not asked again.

    Of the words of a note hardly one is new, so that a note costs one difference of sets.
    """

    def __init__(self, question: Callable[[str], bool]) -> None:
        self._question = question
        self._no: set[str] = set()

    def any(self, words: frozenset[str]) -> bool:
        """Whether the question holds for any of the words."""
        new = words - self._no
        found = {word for word in new if self._question(word)}
        if len(self._no) > _MOST:
            self._no = set()
        self._no |= new - found
        return bool(found)
