"""Which part of the note a sentence opens, if any, and where the text of that part begins."""

from __future__ import annotations

import re

from romberg.notes.layout.amended import opens_addendum
from romberg.notes.layout.document import Line
from romberg.notes.layout.parts import headings, letters
from romberg.notes.layout.parts.letters import Ways
from romberg.notes.layout.parts.phrased import phrased, set_apart, timed_head

_GIVEN_BY = re.compile(
    r"[\s*•>-]*(?:treatments?|tx|interventions?|services?|care)\s+"
    r"(?:given|provided|performed|rendered|furnished|delivered)\s+(?:today\s+)?by\b"
)


def opened_part(
    folded: str, text: str, start: int, end: int, line: Line, region: str, ways: Ways
) -> tuple[str | None, int]:
    """The part that a sentence opens, and where its text begins; no part where the one before it goes on.

    `region` is the part before it, `line` the line that it stands on.
    """
    if start != line.start:
        return (
            letters.by_letter(folded, text, start, end, line, region)
            or headings.inside(folded, start, end)
            or (None, start)
        )
    if ways.dotted and (found := letters.by_dots(folded, start, end, region, ways.dotted)):
        return found
    if _opens_addendum(folded, start, end, region, ways):
        return "treatment", start
    if end - start - line.indent == 1 and (found := letters.by_letter_alone(text, start, end, region)):
        return found
    return (
        letters.by_letter(folded, text, start, end, line, region)
        or headings.at_line_start(folded, text, start, end)
        or phrased(folded, start, end, region)
        or set_apart(folded, start, end)
        or timed_head(folded, start, end)
        or (None, start)
    )


def _opens_addendum(folded: str, start: int, end: int, region: str, ways: Ways) -> bool:
    """Whether a line opens an addendum of the day, or the treatment with who gave it."""
    if ways.amends and region != "header" and opens_addendum(folded, start, end):
        return True
    return ways.given_by and _GIVEN_BY.match(folded, start, end) is not None
