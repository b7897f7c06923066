"""How much of a visit's own story stood in the visit before, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from romberg.visit import Span, Visit

# What must be new each time: how the patient was, how they responded, what the clinician makes of it.
_OWN = ("assessment", "patient_response", "medical_necessity")
_SENTENCE = re.compile(r"[^.!?;\n]+")
_WORD = re.compile(r"[^\W_]+")
_FEWEST_WORDS = 5  # a shorter sentence says the same by chance ("Tolerated well.")
_FEWEST_SENTENCES = 3


def copied_percent(visit: Visit, before: Visit) -> int | None:
    """The share of the visit's sentences on state and response that the visit before had too, in percent.

    0 where there are fewer than three such sentences, as few words come again by chance; None where both visits are of
    one day, so that neither is the one before.
    """
    if visit.service_date == before.service_date:
        return None
    mine = list(dict.fromkeys(_sentences(visit)))
    if len(mine) < _FEWEST_SENTENCES:
        return 0
    theirs = set(_sentences(before, whole=True))
    return round(100 * sum(one in theirs for one in mine) / len(mine))


def _sentences(visit: Visit, whole: bool = False) -> Iterator[str]:
    """Sentences in small letters without signs; of the parts that must be new, or of the whole note."""
    words = visit.words
    spans = [Span(0, len(words))] if whole else [one for name in _OWN for one in _lines(visit, name)]
    for start, end in spans:
        for match in _SENTENCE.finditer(words, start, end):
            found = _WORD.findall(match.group().casefold())
            if len(found) >= _FEWEST_WORDS:
                yield " ".join(found)


def _lines(visit: Visit, name: str) -> Iterator[Span]:
    """The whole lines in which the words of an element stand."""
    for start, end in visit.documentation.get(name, ()):
        first, last = visit.words.rfind("\n", 0, start) + 1, visit.words.find("\n", end)
        yield Span(first, last if last >= 0 else len(visit.words))
