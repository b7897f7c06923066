"""Where the sentences of a line end: "10 min. Gait" are two; "min. assist" and "Dr. Pohl" end none."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from romberg.notes.layout.document import Line
from romberg.notes.layout.run_on import LONGEST_SENTENCE, run_on_ends

# Both ways to end a sentence stand behind one set of signs: a pattern that opens with a set skips quickly to it.
_SENTENCE_END = re.compile(
    r"[.;!?](?:(?<!;)(?:(?<![\s.][a-z].)|(?<=min a.)|(?<=mod a.)|(?<=max a.))(?<!\b(?:dr|vs|mr|ms|st|fl|pt).)"
    r"(?<!(?<!him )(?<!her )(?<!them )(?<!said )(?<!\? )\bno.)"
    r"(?<!\b(?:mrs|max|mod|est|ext|wks|inc).)"
    r"[\"')\]]*\s+(?=[^\s\d])|\s{2,}(?=\S))",
)
_ANSWERS = ("no", "next", "held", "skip", "declin", "refus")  # "Traction? No." is one statement


def sentence_ends(folded: str, lines: tuple[Line, ...]) -> dict[int, list[re.Match[str]]]:
    """Where sentences end inside a line, by the number of the line."""
    found: dict[int, list[re.Match[str]]] = {}
    starts = [line.start for line in lines]
    for match in _SENTENCE_END.finditer(folded):
        index = bisect_right(starts, match.start()) - 1
        if match.end() <= lines[index].end:
            found.setdefault(index, []).append(match)
    for index, line in enumerate(lines):
        if line.end - line.start > LONGEST_SENTENCE and (ends := list(run_on_ends(folded, line))):
            found[index] = sorted([*found.get(index, []), *ends], key=re.Match.start)
    return found


def sentences(folded: str, text: str, line: Line, ends: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """The sentences of a line, each from where to where; `ends` are where some of the line's signs may end one."""
    start = line.start
    for match in ends:
        if folded.endswith("min", start, match.start()) and not _ends_minutes(folded, text, match):
            continue
        if start == line.start and folded[start : match.start()].strip(" \t([").isdigit():
            continue  # "3. INTERVENTIONS": the number of a part
        if folded[match.start()] == "?" and folded.startswith(_ANSWERS, match.end(), line.end):
            continue
        yield start, match.end()
        start = match.end()
    if start < line.end or start == line.start:
        yield start, line.end


def _ends_minutes(folded: str, text: str, match: re.Match[str]) -> bool:
    """ "...2 x 2 min. Gait" ends a sentence; "min. assist" and "10 min. of" do not."""
    return (
        folded[match.start() - 5 : match.start() - 3].strip().isdigit()
        and text[match.end() : match.end() + 1].isupper()
    )
