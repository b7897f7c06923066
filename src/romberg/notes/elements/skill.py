"""What only a clinician does, and why the patient needs it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from romberg.notes import lexicon
from romberg.notes.elements.cloned import maintenance
from romberg.notes.elements.hands import deeds
from romberg.notes.elements.note import ELSEWHERE, Note, around, few
from romberg.notes.layout import Segment
from romberg.visit import Span, Treatment

_NONE = re.compile(
    r"\b(?:without|w/o|no|not|independent(?:ly)?|never|denies|declined|needs?\s+no|(?:doesn'?t|does\s+not|didn'?t|did\s+not)\s+(?:need|require))\b"
    r"(?:\s+(?:any|more|further|verbal|tactile|visual|physical|manual|additional|min|skilled))*\s*$"
)
# "to return to guiding hikes": what the patient goes back to is the patient's own work.
_BACK_TO = re.compile(r"\b(?:return(?:ing)?|back|resum\w+|job|works?|working)\s+(?:to|of|as|in)?\s*(?:\w+\s+)?$")
_NOT_NEEDED = re.compile(
    r"\s*(?:(?:were\s+|was\s+)?(?:not\s+(?:needed|required)|unnecessary|none)"
    r"|(?<=hands on)\s+(?:hips|knees|head|thighs|waist)\b)"
)
_REASON = re.compile(r"\b(?:to|for|need\w*|requir\w*|necess\w*|so|because|due|d/t|cannot|justif\w*|medically)\b")
_SERVICE = r"(?:pt|ot|slp|st|therapy|physical\s+therapy|occupational\s+therapy|speech\s+therapy|services|care)"
_FORMULA = re.compile(
    rf"(?:benefit\w*\s+from|remains?\s+appropriate\s+for|is\s+a\s+candidate\s+for)\s+(?:continued\s+|further\s+|ongoing\s+)?(?:skilled\s+)?{_SERVICE}"
    r"(?:\s+(?:services|intervention|at\s+this\s+time|per\s+poc|care))*\s*[.;]?\s*$"
    rf"|(?:continue\w*|ongoing)\s+(?:with\s+)?(?:skilled\s+)?{_SERVICE}\s+(?:services\s+)?(?:remains\s+|is\s+)?(?:indicated|appropriate|warranted)?"
    r"\s*(?:per\s+poc|as\s+planned)?\s*[.;]?\s*$"
)
_ACTOR = re.compile(
    r"\s+(?:[a-z'\-]+\s+){0,2}?(?:pt|ot|slp|st|dc|therapist|clinician|therapy|physical\s+therap\w+|skilled\w*|skiled|hands|my|"
    r"two-person|two\s+skilled|manipulation)\b"
)
# What a clinician chooses, by the word for the clinician; "pt" can be the patient, and says less.
_CHOOSING = (
    r"(?:\s+(?:had\s+to|has\s+to|must|needs?\s+to|then|again))?"
    r"\s+(?:set|lower|rais|slow|choos|chose|decid|judg|grad|break|broke|chang|adapt|adjust|watch|listen|palpat|held|hold|caught|catch|stopp)"
)
_PT_CHOOSING = r"(?:\s+(?:had\s+to|has\s+to|must))?\s+(?:sets?|decid|judg|grad|adapt|chooses|spott|chang)"
_CHOOSES = {
    who: re.compile(rf"{who}(?<!\w{who}){_PT_CHOOSING if who == 'pt' else _CHOOSING}[a-z]*\b")
    for who in ("pt", "ot", "slp", "dc", "therapist", "clinician", "doctor")
}
# "PT hands needed to time the hold": the clinician is the one who is needed, and for what.
_IS_NEEDED = (
    r"(?:'s)?(?:\s+(?:hands?|skills?|judge?ment|eyes?|ears?|expertise))?"
    r"\s+(?:is\s+|are\s+)?(?:needed|required|necessary)\s+(?:to|for)\b"
)
_OF_A_CLINICIAN = (
    r"\s+(?:a\s+|the\s+)?(?:therapist|clinician|pt|ot|slp|dc)'s\s+"
    r"(?:eyes?|hands?|fingers?|ears?|judge?ment|skills?|touch)\b"
)
_NEEDED = {
    who: re.compile(rf"{who}(?<!\w{who}){_IS_NEEDED}")
    for who in ("pt", "ot", "slp", "st", "dc", "therapist", "clinician", "pathologist")
} | {
    verb: re.compile(rf"{verb}(?<!\w{verb}){_OF_A_CLINICIAN}")
    for verb in ("need", "needs", "require", "requires", "take", "takes")
}
_NEEDED_WORDS = lexicon.each(
    "needed required necessary eye eyes hand hands finger fingers ear ears judgement judgment skill skills touch",
)
_PURPOSE = re.compile(
    r"\b(?:so|until\s+(?:s?he|they)\s+can|to\s+[a-z]{3,}|for\s+[a-z]{3,}|risk\w*|safe\w*|unsafe|goals?|return\w*|independen\w*|function\w*|job|work\w*|sport\w*|home|community|walk\w*|"
    r"stairs?|transfers?|adls?|iadls?|sleep\w*|driv\w*|lift\w*|reach\w*|dress\w*|cook\w*|school|class|steps|wants|caregiver|falls?|falling)\b"
)
# "cannot be on a ladder", "can't sit": what the patient is kept from, by its verb.
_CANNOT = re.compile(
    r"(?:cannot|can\s?not|can'?t|unable(?=\s+to)|not\s+able(?=\s+to))\s+(?:yet\s+|safely\s+|to\s+|even\s+|fully\s+)*"
    r"(?!be\s+(?:assess|test|determin|measur|rul|evaluat)|assess|test|determin|measur|recall|tolerat|rule|say|tell|verif|confirm)[a-z]{2,}"
)
_NOTHING = re.compile(r"\s+(?:no|nothing)\b")  # "needs no cues"
_TOWARD_GOALS = re.compile(r"\b(?:toward\w*|all|met|of|per|poc)\s+(?:\w+\s+)?$")
_NOT_PROOF = ELSEWHERE | {"subjective"}


def skilled(note: Note, treatments: tuple[Treatment, ...] = ()) -> tuple[Span, ...]:
    """Cueing, guarding, grading, technique and judgement; a claim of skill counts where a reason stands by it.

    Where the note calls its care maintenance, only an argued claim of skill is proof.
    """
    claims = (span for span, segment in note.outside(note.cues("claim"), _NOT_PROOF) if _argued(note, span, segment))
    if maintenance(note.document):
        return few(claims)
    folded = note.document.folded
    done = (s for s, segment in note.outside(note.cues("skilled"), _NOT_PROOF) if not _denied(folded, s, segment))
    today = (s for s in chain(done, deeds(note, treatments)) if not note.set_aside(s.start))
    return few(chain(claims, today, needing_clinician(note), _choosing(note), _needed(note)))


def _found(note: Note, opened_by: Mapping[str, re.Pattern[str]]) -> Iterator[Span]:
    """What expressions find, in order, each run only where the note has the word that opens it."""
    folded, named = note.document.folded, [p for word, p in opened_by.items() if word in note.document.words]
    last = 0
    for span in sorted(Span(m.start(), m.end()) for pattern in named for m in pattern.finditer(folded)):
        if span.start >= last:
            yield span
            last = span.end


def _needed(note: Note) -> Iterator[Span]:
    """The clinician named as the one who is needed, in the judgement: elsewhere "pt" is the patient."""
    if not note.document.has_any(_NEEDED_WORDS):
        return iter(())
    spans = _found(note, _NEEDED)
    parts = ("assessment", "header")
    told = note.outside(spans, _NOT_PROOF)
    return (span for span, segment in told if segment.region in parts and note.in_text(segment))


def _choosing(note: Note) -> Iterator[Span]:
    """ "OT decides speed trial by trial": what the clinician chose, set or watched."""
    spans = _found(note, _CHOOSES)
    return (span for span, _ in note.outside(spans, _NOT_PROOF))


def _denied(folded: str, span: Span, segment: Segment) -> bool:
    since = max(segment.start, span.start - 40)
    before = _NONE.search(folded, since, span.start) or _BACK_TO.search(folded, since, span.start)
    return bool(before or _NOT_NEEDED.match(folded, span.end, segment.end))


def _argued(note: Note, span: Span, segment: Segment) -> bool:
    folded = note.document.folded
    if _FORMULA.search(folded, *around(span, segment)) or _denied(folded, span, segment):
        return False
    return bool(_REASON.search(folded, *around(span, segment)))


def needing_clinician(note: Note) -> Iterator[Span]:
    """ "Needs PT to guard": the clinician is named with the reason."""
    folded = note.document.folded
    for span, segment in note.outside(note.cues("need"), _NOT_PROOF):
        if not folded.startswith(("need", "requir"), span.start) or _FORMULA.search(folded, *around(span, segment)):
            continue
        end = around(span, segment)[1]
        actor = _ACTOR.match(folded, span.end, end)
        if actor and _REASON.search(folded, actor.end(), end):
            yield span


def necessity(note: Note) -> tuple[Span, ...]:
    """What ties a deficit to a risk, a need or a function that the patient must have back."""
    regions = ELSEWHERE - {"goals"} | {"subjective", "treatment", "totals"}
    strong = (s for s, segment in note.outside(note.cues("need"), regions) if _ties(note, s, segment))
    weak = (s for s, segment in note.outside(note.cues("lack"), regions) if _ties(note, s, segment, needs_purpose=True))
    return few(chain(strong, weak))


def _ties(note: Note, span: Span, segment: Segment, needs_purpose: bool = False) -> bool:
    folded = note.document.folded
    if not note.in_text(segment):
        return False
    if _NONE.search(folded, max(segment.start, span.start - 40), span.start):
        return folded.startswith("safe", span.start) and folded.endswith("not ", 0, span.start)
    if _NOTHING.match(folded, span.end):
        return False
    if folded.startswith("goal", span.start) and not _is_aim(folded, span, segment):
        return False
    if needs_purpose and _CANNOT.match(folded, span.start, segment.end):
        return True
    if needs_purpose or segment.region not in ("assessment", "goals"):
        start, end = around(span, segment)
        return _purposeful(note, start, end) or (needs_purpose and _goes_on_with(note, segment))
    return True


def _purposeful(note: Note, start: int, end: int) -> bool:
    return bool(_PURPOSE.search(note.document.folded, start, end)) or note.cue_within("function", start, end)


def _goes_on_with(note: Note, segment: Segment) -> bool:
    """Whether the next sentence of the same line says what the deficit keeps the patient from."""
    after = note.document.segment_at(segment.end)
    same = after.start >= segment.end and (after.line, after.region) == (segment.line, segment.region)
    return same and _purposeful(note, after.body, min(after.end, after.body + 200))


def _is_aim(folded: str, span: Span, segment: Segment) -> bool:
    """A goal that says what: not "progressing toward goals"."""
    told = re.match(r"\s*(?:is|of|to|remains|[:\-(])?\s*[a-z0-9]{2,}", folded[span.end : span.end + 40])
    return bool(told) and not _TOWARD_GOALS.search(folded, max(segment.start, span.start - 24), span.start)
