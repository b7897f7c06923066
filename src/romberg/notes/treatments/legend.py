"""Letters that a note itself explains, "Key: NR = neuro re-ed, TX = ther ex", and then writes for the names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from romberg.notes.interventions import Mention
from romberg.notes.layout import Document

_LETTERS = re.compile(r"(?<![\w/.-])([a-z]{1,4}[1-9]?)\s?=\s?(?:the\s)?\Z")
_NEAR = 12  # signs before a name that can hold its letters


def by_legend(document: Document, found: Sequence[Mention]) -> Iterator[Mention]:
    """The names of services that stand as letters at the start of lines, where a legend of the note explains them."""
    folded, known = document.folded, {m.start for m in found if m.label}
    legend = dict(_explained(folded, found)) if "=" in folded else {}
    for letters, (label, end) in legend.items():
        opening = re.compile(rf"^[ \t*•>-]*({letters})(?=[ \t:=(|.-]{{1,12}}\d)", re.MULTILINE)
        for match in opening.finditer(folded, *document.active):
            if match.start(1) not in known and match.start(1) != end:
                yield Mention(*match.span(1), label, None, None)


def _explained(folded: str, found: Sequence[Mention]) -> Iterator[tuple[str, tuple[str, int]]]:
    """Letters with the service that they stand for, and where they are explained."""
    for mention in found:
        told = _LETTERS.search(folded, max(0, mention.start - _NEAR), mention.start) if mention.label else None
        if told and mention.label:
            yield told[1], (mention.label, told.start(1))
