"""What the record shows, topic by topic, in its own words and with the place of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from romberg.facts.proof import spans
from romberg.facts.values import LineSource, VisitSource
from romberg.visit import Document, Span

_MOST = 4  # places quoted for one topic
_LONGEST = 320  # characters of one quote


@dataclass(frozen=True, slots=True)
class Place:
    """Words of the record, exactly as they stand, whole lines where these are short; on which line and page."""

    words: str
    line: int
    page: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Proof:
    """One topic that a reviewer looks for, with the words that show it; none where the record has none."""

    name: str
    label: str
    places: tuple[Place, ...]


# Where a topic may be shown, by any of these, and how a reviewer calls it.
TOPICS: dict[str, tuple[str, tuple[str, ...]]] = {
    "skill": ("What took the skill of the clinician", ("documentation.skilled_intervention",)),
    "need": ("Why the care is needed", ("documentation.medical_necessity",)),
    "work": ("What was done", ("activities",)),
    "measures": ("What was measured", ("documentation.measurable_outcome", "measures")),
    "response": ("How the patient responded", ("documentation.patient_response",)),
    "assessment": ("The clinician's assessment", ("documentation.assessment",)),
    "plan": ("How care goes on", ("documentation.plan",)),
    "minutes": ("The minutes of each service", ("minutes",)),
    "totals": ("Timed and total treatment time", ("header.timed_minutes", "header.total_minutes")),
    "certification": (
        "The certified plan of care",
        ("plan.certification_start", "plan.certification_end", "remarks.late_certification"),
    ),
    "progress": ("The last progress report", ("plan.last_progress_date", "plan.last_progress_visit")),
    "evaluation": ("The evaluation", ("plan.evaluation_date",)),
    "signature": ("Signature and credential", ("documentation.signature",)),
    "people": ("Who treated", ("performers", "clinicians")),
    "diagnosis": ("The diagnosis", ("diagnoses",)),
    "complexity": ("The complexity of the evaluation", ("complexity",)),
    "partner": ("The other service of the pair", ("pair_partner",)),
    "authorization": (
        "The authorisation",
        ("plan.authorized_visits", "plan.visit_number", "remarks.authorization_through"),
    ),
    "date": ("The date of service", ("header.service_date",)),
}


def proofs(source: VisitSource, lines: Sequence[LineSource], topics: Iterable[str]) -> Iterator[Proof]:
    """Each topic with the words that show it, on the visit and on the lines asked about."""
    for topic in topics:
        label, names = TOPICS[topic]
        found = {span for name in names for line in (lines or (None,)) for span in spans(source, line, (name,))}
        yield Proof(topic, label, tuple(places(source.coded.visit.text, sorted(found))))


def located(proof: Proof, document: Document | None) -> Proof:
    """A proof with the page of each of its places, where the note came from a file that has pages."""
    if document is None or document.places is None:
        return proof
    pages = document.places
    return replace(proof, places=tuple(replace(one, page=pages.page(one.span.start)) for one in proof.places))


def places(text: str, found: Sequence[Span]) -> list[Place]:
    """The words at some spans: the whole lines in which they stand, each once, and cut where they are long."""
    whole: list[Span] = []
    for span in found:
        line = _line_around(text, span)
        if whole and not text[whole[-1].end : line.start].strip():  # the next line goes on with the same words
            whole[-1] = Span(whole[-1].start, max(whole[-1].end, line.end))
        else:
            whole.append(line)
    return [Place(text[one.start : one.end], text.count("\n", 0, one.start) + 1, None, one) for one in whole[:_MOST]]


def _line_around(text: str, span: Span) -> Span:
    """The line or lines of a span, and those that go on with its sentence; of much text, a part that holds the span."""
    start, end = text.rfind("\n", 0, span.start) + 1, _line_end(text, span.end)
    while start > 0 and _goes_on(text[text.rfind("\n", 0, start - 1) + 1 : start - 1], text[start:end]):
        start = text.rfind("\n", 0, start - 1) + 1
    while end < len(text) and _goes_on(
        text[text.rfind("\n", 0, end) + 1 : end], text[end + 1 : _line_end(text, end + 1)]
    ):
        end = _line_end(text, end + 1)
    if end - start > _LONGEST:
        start = _word_start(text, max(start, span.start - max(0, _LONGEST - (span.end - span.start)) // 2))
        end = _word_end(text, min(end, max(span.end, start + _LONGEST)))
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _goes_on(line: str, following: str) -> bool:
    """Whether a sentence runs over from one line to the next: no stop before, and a small letter or an indent after."""
    before, after = line.rstrip(), following.lstrip()
    if not before or not after or before[-1] in ".!?:;":
        return False
    return after[0].islower() or after[0] in "(," or len(following) - len(after) > len(line) - len(line.lstrip())


def _word_start(text: str, at: int) -> int:
    while 0 < at < len(text) and not text[at - 1].isspace():
        at -= 1
    return at


def _word_end(text: str, at: int) -> int:
    while at < len(text) and not text[at].isspace():
        at += 1
    return at
