"""What the treatment did to the patient."""

from __future__ import annotations

import re
from collections.abc import Iterator

from romberg.notes import lexicon
from romberg.notes.elements.moments import BEFORE_AND_AFTER, MOMENTS, SAME_COUNT, SERIES, THEN
from romberg.notes.elements.note import ELSEWHERE, Note, around, few, words_in
from romberg.notes.layout import Segment
from romberg.visit import Measure, Span

_TREATED = r"(?:tx|treatment|session|therapy|exercises?|interventions?|activit(?:y|ies)|visit|manual|adjustment)"
_BARE = re.compile(
    r"\b(?:pt|patient|he|she|client|child)?\s*(?:has\s+)?(?:tolerat\w+|tol\.?|did|handled|responded|felt)\s*(?:to\s+)?"
    rf"(?:the\s+|all\s+|today'?s?\s+)*{_TREATED}?s?\s*(?:very\s+|fairly\s+|quite\s+)?(?:well|good|fine|ok|okay|fair|great|better)?\b"
    r"(?:\s+(?:after|today|overall))?"
    rf"|\b(?:good|fair|excellent)\s+(?:tolerance|effort|participation|session)\b(?:\s+(?:to|of|for)\s+{_TREATED})?"
    r"|\bno\s+(?:adverse|ill|negative|untoward|new)\s+(?:reactions?|effects?|events?|response|complaints|issues)\b"
    r"|\bas\s+(?:tolerated|able)\b"
    r"|\bno\s+(?:complaints|issues|problems|c/o)\b"
    r"|\b(?:pt\s+)?(?:pleased|happy|without\s+complaints?|w/o\s+c/o|without\s+incident)\b"
    r"|\bwith(?:out)?\s+(?:no\s+)?(?:complaints?|incident|issues?|difficulty|adverse\s+\w+)\b"
)
_HEADED = re.compile(
    r"[ \t*#>|•-]*(?:\d{1,2}/\d{1,2}(?:/\d{2,4})?[ \t]+(?:r|resp?)[ \t]*[:)-]"
    r"|(?:results?|res|resp|rsp|outcome|afterwards?|tolerance after|effect|reaction)(?:[ \t]*[:)=–-]|[ \t]{2,})"
    r"|(?:afterwards?|by the end|at the end|after that|after (?:the|this) (?:adjustment|manipulation|treatment|session"
    r"|mobs?|mobili[sz]ation|stretch|needling|tap(?:e|ing)))(?=[ \t]+[a-z])"
    r"|how (?:it|he|she|they|pt|tx|that|the session) (?:went|took it|did|responded|handled it)\b[ \t]*:?)"
)
_LABEL = re.compile(r"^[ \t*#>|•-]*[a-z][a-z /&']{2,40}:")
# What the patient did or showed at some moment of the work: at its start and at its end, in a try, until it passed.
_UNTICKED = re.compile(r"(?:\[\s?\]|☐)[^\[\n☐☒☑]*")
_LEFT_OUT = re.compile(r"\b(?:skipped|not\s+done|deferred|omitted|left\s+out|on\s+hold)\b")
_TOO_LONG_FOR_A_FORMULA = 14
_UNITS = r"(?:s|sec|deg|lb|cm|reps?|ft|/\d+)"
_CHANGE = re.compile(
    rf"\d\s{{0,3}}%?\s{{0,3}}{_UNITS}?\s{{0,3}}(?:->|=>|-->|>)\s*\d|\bfrom\s+\d+(?:\s?(?:/|of)\s?\d+)?\s*(?:%|s|sec|deg)?\s*to\s+\d"
    r"|\b(?:up|down)\s+from\s+\d|\b(?:settled|dropped|fell|rose|eased|came\s+down|climbed)\s+(?:back\s+)?(?:down\s+|up\s+)?to\s+\d"
    r"|\bnone\s+(?:by|in|on|at|after)\s+the\s+(?:\w+\s+)?(?:last|end|third|second|final|fourth)\b|\bdown\s+to\s+\d"
    r"|\b\d+\s+of\s+\d+\s+then\s+\d|\d\s*(?:of\s*\d+\s*)?at\s+(?:the\s+)?(?:start\s+of\s+(?:the\s+)?(?:visit|session|tx)|first)\b"
    r"|\blob\s+(?:x\s*)?\w|\d\s*(?:x\s*)?lob\b|\bvs\.?\s+\d+"
)
_CHANGES = re.compile(rf"(?P<told>{_CHANGE.pattern})|[a-z]+")  # other words as a whole: nothing is tried inside them
_CHANGE_WORDS = lexicon.each(  # without one of them, an arrow or "lob" no change is told
    "from settled dropped fell rose eased came climbed none down then start first vs",
)
_OWN_ACCOUNT = re.compile(
    r"\b(?:states?|reports?|says|denies|tells|told|complain\w*|mom|wife|husband"
    r"|(?<!\d )last\s+week|since|no\s+new|doing|dx|dob|referr\w*)\b"
)
_DURING = re.compile(
    r"\b(?:after|post|end|last|first|then|during|trials?|sets?|session|attend\w*|engag\w*|cried|cry|redirect\w*|self|went|cue\w*|rest\w*|tolerat\w*|"
    r"lob|losses?|tries|attempts?|trips?|laps?|when\s+i|by\s+(?:rep|set|lap|length|trial|minute))\b"
)


def response(note: Note, measures: tuple[Measure, ...]) -> tuple[Span, ...]:
    """The part headed so where it says more than "tolerated well", else changes told beside the treatment."""
    told = few(Span(s.body, s.end) for s in note.document.segments if s.region == "response" and _says_more(note, s))
    if told := told or few(_headed(note)):
        return told
    tested = [span for measure in measures for span in measure.spans]
    spans = [*_changes(note), *note.cues("response")]
    fresh = [span for span in spans if not any(a <= span.start < b for a, b in tested)]
    elsewhere = ELSEWHERE | {"subjective", "assessment", "totals"}
    told = few(span for span, segment in note.outside(fresh, elsewhere) if _of_treatment(note, span, segment))
    return told or few(_compared(note, tested)) or few(_shown(note))


def _changes(note: Note) -> Iterator[Span]:
    """Figures told as changed, wherever they stand."""
    document = note.document
    if document.has_any(_CHANGE_WORDS) or ">" in document.folded or "lob" in document.folded:
        yield from (Span(m.start(), m.end()) for m in _CHANGES.finditer(document.folded) if m.lastgroup)


def _shown(note: Note) -> Iterator[Span]:
    """What the patient showed at some moment of the work: winced, went quiet, stiff at first and loose by the third."""
    elsewhere = ELSEWHERE | {"subjective", "totals"}
    moments = [Span(m.start(), m.end()) for p in (MOMENTS, THEN, SERIES) for m in p.finditer(note.document.folded)]
    for span, segment in note.outside(moments, elsewhere):
        if note.in_text(segment) and not _OUR_ORDER.search(note.document.folded, span.start, span.end - 2):
            yield span
    for span, segment in note.outside(note.cues("reaction"), elsewhere | {"assessment"}):
        quoted = note.document.folded.count('"', segment.start, span.start) % 2
        if note.in_text(segment) and not quoted and not _is_theirs(note, span, segment):
            yield span


_OUR_ORDER = re.compile(r"\b(?:we|i)\b")


def _is_theirs(note: Note, span: Span, segment: Segment) -> bool:
    """Whether words are the patient's report of another hour, or say that it did not happen."""
    folded = note.document.folded
    if _OWN_ACCOUNT.search(folded, *around(span, segment)):
        return True
    if segment.start >= note.after:
        return False
    return note.region(segment) in ("header", "objective") and not _DURING.search(folded, *around(span, segment))


def _headed(note: Note) -> Iterator[Span]:
    """Sentences that open with a word for what came of the treatment: "Result: wheelie hold 2 s to 9 s"."""
    segments, folded = note.document.segments, note.document.folded
    for index, segment in enumerate(segments):
        if note.region(segment) in ELSEWHERE or segment.region == "subjective":
            continue
        found = _HEADED.match(folded, segment.start, segment.end)
        if found and words_in(folded[found.end() : segment.end]) < 2 and index + 1 < len(segments):
            yield from (Span(s.body, s.end) for s in segments[index + 1 : index + 2] if _says_more(note, s))
        elif found and _says_more(note, segment):
            yield Span(max(found.end(), segment.body), segment.end)


def _compared(note: Note, tested: list[Span]) -> Iterator[Span]:
    """Counts of one kind told twice: "6 of 8 flicks in the first set, 1 of 8 by the third"."""
    for pattern, elsewhere in (
        (SAME_COUNT, ELSEWHERE | {"subjective", "assessment", "totals", "objective", "header"}),
        (BEFORE_AND_AFTER, ELSEWHERE | {"subjective", "totals"}),
    ):
        spans = [Span(m.start(), m.end()) for m in pattern.finditer(note.document.folded)]
        fresh = [span for span in spans if not any(a <= span.start < b for a, b in tested)]
        told = note.outside(fresh, elsewhere - {"header"})
        yield from (
            span
            for span, segment in told
            if note.in_text(segment) and not (note.region(segment) in elsewhere and segment.start < note.after)
        )


def _says_more(note: Note, segment: Segment) -> bool:
    words = note.words(segment)
    boxed = (
        "[ ]" in note.document.folded[segment.body : segment.end]
        or "☐" in note.document.text[segment.body : segment.end]
    )
    if (words >= _TOO_LONG_FOR_A_FORMULA and not boxed) or words < 2:
        return words >= 2
    told = _UNTICKED.sub("", _LABEL.sub("", note.document.folded[segment.body : segment.end]))
    return words_in(_BARE.sub(" ", told)) >= 2


def _of_treatment(note: Note, span: Span, segment: Segment) -> bool:
    """Words of change outside of a part headed "response" count where the sentence tells of the treatment."""
    if not _says_more(note, segment) or not note.in_text(segment):
        return False
    folded = note.document.folded
    if _LEFT_OUT.search(folded, *around(span, segment)) or folded.startswith("as ", max(0, span.start - 3)):
        return False
    if _CHANGE.match(folded, span.start):
        return True
    if segment.region == "header" and _OWN_ACCOUNT.search(folded, *around(span, segment)):
        return False
    return bool(_DURING.search(folded, *around(span, segment)))
