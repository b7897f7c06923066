"""How much of a visit's own story stands word for word in another note: an earlier one, or one of another patient."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from romberg.notes.layout import cut
from romberg.visit import Span, Visit

# What must be new each time: what the patient says, how they responded, what the clinician makes of it.
_OWN_PARTS = ("subjective", "response", "assessment")
_OWN_ELEMENTS = ("assessment", "patient_response")
_SENTENCE = re.compile(r"[^.!?;\n]+")
_COUNTED = re.compile(
    r"\b(?:visit|session|day|treatment|tx|week|wk)s?\s*(?:#|no\.?|number)?\s*\d+(?:\s*(?:of|/)\s*\d+)?"
)
_DAYS = re.compile(r"\b\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{2,4})?\b")
_WORD = re.compile(r"[^\W_]+")
_FEWEST_WORDS = 5  # a shorter sentence says the same by chance ("Tolerated well.")
_FEWEST_SENTENCES = 3
_STOCK_PATIENTS = 5  # a sentence that stands in the notes of so many patients is the clinic's stock phrase

Sentences = Mapping[str, tuple[Span, ...]]  # each sentence without signs, days and counts, with its places


@dataclass(frozen=True, slots=True)
class Alike:
    """How much of a visit's story stands in one other note, in percent; where in this note, and whose note that is."""

    percent: int
    on: date | None = None
    other_patient: bool = False
    spans: tuple[Span, ...] = ()


def alike(visits: Sequence[Visit], patients: Sequence[str]) -> list[Alike | None]:
    """For each visit the note that it shares most of its story with: earlier and the patient's, or another patient's.

    Nothing is shared (0 percent) where a visit tells fewer than three sentences of its own, for few words come again by
    chance; stock phrases that many patients' notes have count for nothing. None where the only other note that could
    stand before it is of the same day, so that neither is the earlier one, and where the visit has no day.
    """
    own = [own_sentences(visit) for visit in visits]
    stock = _stock(own, patients)
    held: dict[str, list[int]] = defaultdict(list)
    for at, sentences in enumerate(own):
        for sentence in sentences.keys() - stock:
            held[sentence].append(at)
    return [
        _alike(at, visits, patients, {one: own[at][one] for one in own[at].keys() - stock}, held)
        for at in range(len(visits))
    ]


def _stock(own: Sequence[Sentences], patients: Sequence[str]) -> set[str]:
    """Sentences that stand in the notes of many patients."""
    by: dict[str, set[str]] = defaultdict(set)
    for sentences, patient in zip(own, patients, strict=True):
        for sentence in sentences:
            by[sentence].add(patient)
    return {sentence for sentence, found in by.items() if len(found) >= _STOCK_PATIENTS}


def _alike(
    at: int, visits: Sequence[Visit], patients: Sequence[str], own: Sentences, held: Mapping[str, Sequence[int]]
) -> Alike | None:
    on = visits[at].service_date
    if on is None:
        return None
    if len(own) < _FEWEST_SENTENCES:
        return Alike(0)
    shared = Counter(other for sentence in own for other in held[sentence] if other != at)
    best, of_day = Alike(0), False
    for other, count in sorted(shared.items()):
        theirs, day = patients[other] != patients[at], visits[other].service_date
        percent = round(100 * count / len(own))
        if not theirs and day == on:
            of_day |= percent > best.percent
        elif (
            day is not None
            and (day <= on if theirs else day < on)
            and _rank(percent, theirs, day) > _rank(best.percent, best.other_patient, best.on)
        ):
            best = Alike(percent, day, theirs, tuple(sorted(_places(own, held, other))))
    return None if of_day and not best.percent else best


def _rank(percent: int, other_patient: bool, on: date | None) -> tuple[int, bool, date]:
    """The larger share first; of equals the patient's own note, then the later one."""
    return percent, not other_patient, on or date.min


def _places(own: Sentences, held: Mapping[str, Sequence[int]], other: int) -> Iterator[Span]:
    return (span for sentence, spans in own.items() if other in held[sentence] for span in spans)


def own_sentences(visit: Visit) -> Sentences:
    """The sentences on state, response and assessment, in small letters without signs, days and visit numbers."""
    words = visit.words
    found: dict[str, list[Span]] = defaultdict(list)
    for start, end in _stretches(visit):
        for match in _SENTENCE.finditer(words, start, end):
            plain = _DAYS.sub(" ", _COUNTED.sub(" ", match.group().casefold()))
            told = _WORD.findall(plain)
            span = Span(match.start() + len(match.group()) - len(match.group().lstrip()), match.end())
            if len(told) >= _FEWEST_WORDS and span not in found[" ".join(told)]:
                found[" ".join(told)].append(span)
    return {sentence: tuple(spans) for sentence, spans in found.items() if spans}


def _stretches(visit: Visit) -> list[Span]:
    """The parts of the note with these headings; in a note without headings, the lines that prove the elements."""
    words = visit.words
    document = cut(words)
    parts = [Span(one.body, one.end) for one in document.segments if one.region in _OWN_PARTS and one.end > one.body]
    if parts:
        return parts
    return sorted({_line(words, span) for name in _OWN_ELEMENTS for span in visit.documentation.get(name, ())})


def _line(words: str, span: Span) -> Span:
    first, last = words.rfind("\n", 0, span.start) + 1, words.find("\n", span.end)
    return Span(first, last if last >= 0 else len(words))
