"""Where sentences end in a dictation that came without full stops: before the words that people begin anew with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from romberg.notes.layout.document import Line

LONGEST_SENTENCE = 320  # signs without a mark: nobody speaks longer
_MARK = re.compile(r"[.,;:!?|]|\s{2,}")
# Behind one of these words nothing begins: it goes on.
_LEANS_ON = ("so", "and", "but", "um", "then", "okay", "think", "that", "which", "as", "because")
_NOT_BEHIND = "".join(rf"(?<!\b{word})" for word in _LEANS_ON)
_RELATIVE = "sister|brother|wife|husband|son|daughter|mother|father|friend|neighbou?r|cousin"
_BEGINS = re.compile(
    rf"{_NOT_BEHIND}\s+(?=(?:(?:and|but|so|um|uh|okay|ok) )*(?:"
    r"then (?!a\b|the last)|after that\b|(?:we|i) (?:did|then|started|began|worked|spent|moved|finished|had|dropped"
    r"|think|gave|cued|put|used|feel|would)\b"
    r"|next (?:visit|time|session)\b|at home\b|for home\b|home program\b|plan is\b|the plan\b|assessment\b|impression\b"
    r"|(?:she|he|they|patient|pt) (?:says?|said|reports?|tells?|told|was|did|needs|quit|sat|walked|is|had|got|denies)\b"
    rf"|(?:her|his) (?:{_RELATIVE}|timed up|berg|tug|gait speed|balance|pain|codes?|diagnos\w+|insurance)\b"
    r"|pain (?:today|is|was)\b|date of service\b|this is\b|today (?:we|i|she|he)\b|timed (?:minutes|time)\b"
    r"|total (?:treatment|time|minutes|timed)\b|electronically signed\b|signed electronically\b"
    r"|(?:the|a) (?:[a-z-]+ ){1,3}(?:i|we) (?:skipped|left|held|did not|didn't)\b))"
)


def run_on_ends(folded: str, line: Line) -> Iterator[re.Match[str]]:
    """The gaps of a line between its sentences, where it runs on without marks; none in a line that has them."""
    start = line.start
    for mark in (*_MARK.finditer(folded, line.start, line.end), None):
        end = mark.start() if mark else line.end
        if end - start > LONGEST_SENTENCE:
            yield from _BEGINS.finditer(folded, start, end)
        start = mark.end() if mark else line.end
