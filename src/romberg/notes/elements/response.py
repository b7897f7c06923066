"""What the treatment did to the patient, and performance that was counted."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
_SERIES = re.compile(
    r"\b\d+(?:\.\d+)?\s?(s|sec|deg|ft|cm|reps|%),\s?(?:then\s)?\d+(?:\.\d+)?\s?\1,\s?(?:and\s|then\s)?\d+(?:\.\d+)?\s?\1\b"
)
_TURN = r"(?:set|lap|rep|trial|round|try|pass|length)"
_MOMENTS = re.compile(
    r"\b(?:first|(?:round|set|lap|trial|block) (?:one|1)|at (?:the )?start|initially|at first|early on|to begin with)\b"
    r"[^.;\n]{0,70}?"
    rf"(?:\bby (?:the )?(?:last|end|second|third|fourth|fifth|final|\d(?:nd|rd|th)|(?:{_TURN}|min\w*) \d)\b"
    r"|\b(?:in|of|on|at) (?:the )?(?:last|end|final|third|fourth)\b|\b(?:for|in|on) the next (?:\d|two|three|four|five|six|few|ten)"
    r"|\bafter (?:\w+ )?(?:tries|trials|reps|sets|attempts|laps)\b"
    rf"|\blast (?:{_TURN}|walk|few|ones?)\b|[,;>] ?(?:then )?\d+ (?:in|on|at|by) (?:the )?\w+)"
    r"|\bby the (?:time (?:she|he|they|pt) (?:left|finished|was done|stopped)"
    rf"|(?:second|third|fourth|fifth|last|final) {_TURN})\b"
    r"|\d[^.;\n]{0,30}\bby the end\b[^.;\n]{0,30}\b(?:first|start)\b"
    r"|\bnone (?:after|once|when|with) (?:s?he|they|the|pt|cued?)\b"
    r"|\b(?:until|till|unless) (?:i|cued|told|reminded|given an?|the cue|my)\b"
    r"|\b(?:2nd|3rd|second|third|last) (?:time (?:round|around|through)|go|try|attempt|pass|trial)"
    r"\s*(?::|,|(?:was|went|had|no|he|she|without|clean|clear|smooth|steady|w/o|straight|even)\b)"
)
_THEN = re.compile(
    r"\b(?:stood|held|balanced|stayed|sat|lasted|managed|got|missed|off|touched|dropped|spilled|errors?|falls?|steps?|slips?)\b"
    r"[^.;\n\d]{0,24}\d+(?:\.\d+)?\s?(?:times|x|s|sec\w*|of\s\d+|/\s?\d+)?(?:\s(?:on|w|with|at)\s\w+)?,?\s(?:and\s)?then\s(?:only\s)?\d+\b"
    r"(?!\s?(?:x|reps?|sets?|min|lb|#|ft|m\b|more))"
)
_SAME_COUNT = re.compile(
    r"\b\d{1,3}\s?(?:of|/)\s?(\d{1,3})\b[^\n.;()]{0,44}?\b\d{1,3}\s?(?:of|/)\s?\1\b"
    r"|\b\d+(?:\.\d+)?\s?(s|sec|deg|cm|reps?|ft|%)\s+to\s+\d+(?:\.\d+)?\s?\2\b"
    r"|\b\d+(?:\.\d+)? ?(?:%|x|s\b|sec\b|of \d+)?[^\n;.()]{0,40}"
    r"\(\s*\d+(?:\.\d+)?\s?(?:%|x|s|of \d+|/\d+)?\s+(?:on\s+\d|in\s+[a-z]{3}|last|at (?:first|eval|start|the start))"
)
_BEFORE_AND_AFTER = re.compile(
    r"\b\d{1,3}\s?(?:of|/)\s?(\d{1,3})\b[^\n.;]{0,24}\b(?:first|start|initially)\b[^\n.;]{0,24}\b\d{1,3}\s?(?:of|/)\s?\1\b"
)
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
_OWN_ACCOUNT = re.compile(
    r"\b(?:states?|reports?|says|denies|tells|told|complain\w*|mom|wife|husband"
    r"|(?<!\d )last\s+week|since|no\s+new|doing|dx|dob|referr\w*)\b"
)
_DURING = re.compile(
    r"\b(?:after|post|end|last|first|then|during|trials?|sets?|session|attend\w*|engag\w*|cried|cry|redirect\w*|self|went|cue\w*|rest\w*|tolerat\w*|"
    r"lob|losses?|tries|attempts?|trips?|laps?|when\s+i|by\s+(?:rep|set|lap|length|trial|minute))\b"
)
_COUNTED = re.compile(
    r"(?<![\d/.\-])(\d{1,3})\s*/\s*(\d{1,3})(?![\d/]|\s*(?:wk|week|x\b))|\b(\d{1,3})\s+(?:of|out\s+of)\s+(\d{1,3})\b|\b\d{1,3}\s?%"
    r"|\b\d+(?:\.\d+)?\s*(?:->|=>|-->)\s*\d|\b(?:lob|errors?|missteps?|redirects?)\s*x?\s*\d"
    r"|\b\d+\s+(?:lob|errors|missteps|redirects|spills)\b"
    r"|\b\d+(?:\.\d+)?\s?(?:s|sec\w*|deg\w*|%|cm|db)?,\s(?:(?:up\s|down\s)?from|last\s(?:time|visit))\s\d+"
)
_NO_COUNT = re.compile(
    r"(?:\b(?:bp|visits?|session|auth\w*|on|dos|date|dob|eval|cert|poc|c|l|t|since|until|last|by|of|#"
    r"|appt|appointment|thru|through|exp\w*|same as)\W{0,3}|\d[/-]"
    r"|\b(?:as|on|since) \d{1,2}/\d{1,2},? and )$"
)


_SIZED = re.compile(
    r"(?<![\d/.\-x])\b\d{1,3}(?:\.\d+)?\s?(?:cm|mm|db|ml|deg(?:rees?)?|°|hz|mmhg|sec(?:onds?)?)(?![a-z/])"
    r"|\b(?:girth|circumference|circ|volume|vol|figure of 8)\b[^;\n\d]{0,30}\d{1,4}(?:\.\d)?\b"
)
_DOSE = re.compile(r"\d\s*x\s*\d|\bx\s?\d|\breps\b|\bhold\b|\bsets\b|\bbp\b")


def response(note: Note, measures: tuple[Measure, ...]) -> tuple[Span, ...]:
    """The part headed so where it says more than "tolerated well", else changes told beside the treatment."""
    told = few(Span(s.body, s.end) for s in note.document.segments if s.region == "response" and _says_more(note, s))
    if told := told or few(_headed(note)):
        return told
    tested = [span for measure in measures for span in measure.spans]
    folded = note.document.folded
    spans = [Span(m.start(), m.end()) for m in _CHANGE.finditer(folded)] + list(note.cues("response"))
    fresh = [span for span in spans if not any(a <= span.start < b for a, b in tested)]
    elsewhere = ELSEWHERE | {"subjective", "assessment", "totals"}
    told = few(span for span, segment in note.outside(fresh, elsewhere) if _of_treatment(note, span, segment))
    return told or few(_compared(note, tested)) or few(_shown(note))


def _shown(note: Note) -> Iterator[Span]:
    """What the patient showed at some moment of the work: winced, went quiet, stiff at first and loose by the third."""
    elsewhere = ELSEWHERE | {"subjective", "totals"}
    moments = [Span(m.start(), m.end()) for p in (_MOMENTS, _THEN, _SERIES) for m in p.finditer(note.document.folded)]
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
        (_SAME_COUNT, ELSEWHERE | {"subjective", "assessment", "totals", "objective", "header"}),
        (_BEFORE_AND_AFTER, ELSEWHERE | {"subjective", "totals"}),
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


def counted(note: Note) -> tuple[Span, ...]:
    """Performance that was counted or timed: "34/40 85 %", "28 of 40", "9 -> 3"."""
    patterns = (_COUNTED, _THEN, _SAME_COUNT)
    spans = [Span(m.start(), m.end()) for p in patterns for m in p.finditer(note.document.folded)]
    elsewhere = ELSEWHERE | {"totals", "subjective"}
    counts = (span for span, segment in note.outside(spans, elsewhere) if _is_count(note, span, segment))
    return few(counts) or few(_sized(note))


def _sized(note: Note) -> Iterator[Span]:
    """Lengths, angles, loudness and times in findings and results: "elbow 29.8", "67 dB", "closes to 1 cm"."""
    spans = [Span(m.start(), m.end()) for m in _SIZED.finditer(note.document.folded)]
    for span, segment in note.outside(spans, ELSEWHERE | {"totals", "subjective", "treatment", "assessment"}):
        if note.in_text(segment) and not _DOSE.search(note.document.folded, segment.body, segment.end):
            yield span


def _is_count(note: Note, span: Span, segment: Segment) -> bool:
    before = _NO_COUNT.search(note.document.folded, max(segment.start, span.start - 12), span.start)
    return not before and note.in_text(segment)
