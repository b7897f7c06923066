"""Who furnished the whole visit, where the note says so of no service by itself: "Treating: Ruth Calder, PTA"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from romberg.notes import lexicon
from romberg.notes.layout import Document
from romberg.notes.people import names
from romberg.notes.people.credentials import Letters, discipline, letters
from romberg.notes.people.ends import stretches
from romberg.notes.people.performer import Performer
from romberg.notes.people.supervision import is_away
from romberg.visit import Clinician, Role, Span

_CALLED = re.compile(
    r"(?<!supervising )(?<!primary )(?<!evaluating )(?<!referring )(?<!previous )(?<!next )\b"
    r"(?:treating|rendering|rendered by|treated by|seen by|visit by|session by|treatment by|tx by|provider|performing"
    r"|performed by|provided by|delivered by|furnished by|therapist|clinician|practitioner|staff)"
    r"(?:\s(?:today|clinician|therapist|provider|practitioner|staff|person|assistant|today by"
    r"|of (?:the )?(?:services?|treatment|visit)))?\s*[:=-]?\s*[(\[]?\s*$"
)
_WHOLE = re.compile(
    r"[\s,;:(-]*(?:(?:did|saw|treated|took|for|gave|provided)\s)?(?:(?:the|pt|patient|all of the)\s)*"
    r"(?:whole|entire|full|complete|all (?:of )?today'?s)\s(?:visit|session|treatment|tx|appointment|services?)\b"
)
_ELSEWHERE = re.compile(r"\b(?:last|previous|prior|next)\b")
# What makes a therapist who signs one that did not treat.
_OVERSEES = re.compile(
    r"superv|overs[ae]|co-?\s?sign|counter-?sign|review|agree|on[ -]?site|available|\bpoc\b|plan of care|approv|primary"
    r"|attest|did not treat|billing|in (?:the )?clinic|eval"
)
_AROUND = 60  # signs around a signature in which its purpose is told
_NAMES_ONE = lexicon.each("provider rendering rendered treating")
_HELPS: tuple[Role, ...] = ("assistant", "aide")
_TREATS = ("therapist", "chiropractor", "physician")


def throughout(document: Document, clinicians: Sequence[Clinician], told: Sequence[Performer]) -> Performer | None:
    """The assistant or aide who furnished all that the note ascribes to nobody; None where it does not say so.

    Either the note calls one the treating clinician, or only assistants sign it, and whoever else is named oversees.
    `told` are those of whom it says what they did.
    """
    if any(one.role in _TREATS for one in told):
        return None
    if alone := _student_alone(document, clinicians):
        return alone
    may_be = any(one.role in _HELPS for one in clinicians) or document.has_any(_NAMES_ONE)
    if not may_be:
        return None
    runs = [run for stretch in stretches(document) for run in letters(document.text, *stretch)]
    treating = [(run.role, person) for run in runs if (person := _treating(document, run))]
    if any(role in _TREATS for role, _ in treating):
        return None
    own = {one.start for one in told if _is_of_a_block(document, one)}
    whole = (person for role, person in treating if role in _HELPS and person.start not in own)
    return next(whole, None) or _only_signer(document, clinicians)


def _student_alone(document: Document, clinicians: Sequence[Clinician]) -> Performer | None:
    """The student, where a sentence says that the instructor was elsewhere: "CI was at a staff meeting upstairs"."""
    student = next((one for one in clinicians if one.role == "student"), None)
    if student is None:
        return None
    for segment in document.segments_in(*document.active):
        words = document.folded[segment.start : segment.end]
        if _INSTRUCTOR.search(words) and _ALL_ALONG.search(words) and is_away(words):
            last = student.spans[0]
            return Performer(*last, "student", student.name, None, False, discipline(student.credential))
    return None


_ALL_ALONG = re.compile(r"\b(?:session|visit|whole|entire|throughout|all (?:of it|morning|afternoon))\b")
_INSTRUCTOR = re.compile(r"\b(?:clinical instructor|instructor|ci|supervising (?:pt|ot|slp|therapist)|supervisor)\b")


def _is_of_a_block(document: Document, person: Performer) -> bool:
    """Whether the line that names a person has a time of its own: then they are said to have given that."""
    line = document.line_at(person.start)
    return bool(_TIME.search(document.folded, line.start, line.end))


_TIME = re.compile(r"\d\s?min\b|\d\s?minutes|\bmin(?:ute)?s?:?\s?\d|\d:\d\d\s?-\s?\d|\d'")


def _treating(document: Document, run: Letters) -> Performer | None:
    text, folded, line = document.text, document.folded, document.line_at(run.start)
    name = names.before(text, line.start, run.start) or names.behind(text, run.end, line.end)
    start, end = (min(run.start, name.start), max(run.end, name.end)) if name else (run.start, run.end)
    ahead = folded[max(line.start, start - _AROUND) : start]
    if document.region_at(start) in ("plan", "goals", "prior", "history") or _ELSEWHERE.search(ahead):
        return None
    if not _CALLED.search(ahead) and not _WHOLE.match(folded, end, line.end):
        return None
    role: Role = "aide" if run.role == "aide" else "assistant"
    return Performer(start, end, role, name.text if name else None, None, None, discipline(run.text))


def _only_signer(document: Document, clinicians: Sequence[Clinician]) -> Performer | None:
    """The assistant who signs where nobody does who could have treated."""
    signed = [one for one in clinicians if one.signed and one.role == "assistant"]
    others = (one for one in clinicians if one.role in (*_TREATS, "student") and one.signed)
    if not signed or any(not _oversees(document, one) for one in others):
        return None
    last = signed[0].spans[-1]
    return Performer(*last, "assistant", signed[0].name, None, None, discipline(signed[0].credential))


def _oversees(document: Document, person: Clinician) -> bool:
    return any(_OVERSEES.search(_around(document, span)) for span in person.spans)


def _around(document: Document, span: Span) -> str:
    """The words around a name, on its line."""
    line = document.line_at(span.start)
    return document.folded[max(line.start, span.start - _AROUND) : min(line.end, span.end + _AROUND)]
