"""What the clinician did with hands, voice and judgement, told by the deed and not by a word for skill."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from romberg.notes import lexicon
from romberg.notes.elements.activity import vague
from romberg.notes.elements.note import ELSEWHERE, Note, around
from romberg.notes.layout import Segment
from romberg.visit import Span, Treatment

_NOT_PROOF = ELSEWHERE | {"subjective"}
# Services that are the clinician's own hands by their kind: manual therapy, repositioning, manipulation, needling.
_BY_HAND = frozenset(("97140", "98940", "98941", "98942", "98943", "95992", "20560", "20561", "98925", "98926"))
_CLINICIAN = r"(?:pt|ot|slp|st|dc|pta|cota|slpa|therapist|clinician|doctor|chiropractor|pathologist)"
_DEEDS = (
    r"(?:put|placed|held|steadied|blocked|slowed|guided|lifted|pressed|turned|tapped|touched|re-?checked|checked|watched|listened|"
    r"changed|swapped|switched|adjusted|raised|lowered|added|removed|took\s+away|showed|demonstrated|modell?ed|cued|corrected|"
    r"reminded|had\s+(?:him|her|them)|kept|faded|withheld|covered|stopped|supported|assisted|helped|walked\s+(?:beside|alongside|behind)|"
    r"stood|followed|spotted|caught|paced|resisted|shaped|palpated|mobili[sz]ed|graded|eased|backed|dropped\s+(?:back|to|down)|"
    r"called\s+(?:out|each|the)|counted|limited|matched|propped|braced|positioned|repositioned|re-?set|timed|varied|chose|broke)"
)
_I_DID = re.compile(
    rf"\bi\s+(?:also\s+|then\s+|had\s+to\s+|just\s+|only\s+|kept\s+){{0,2}}{_DEEDS}\b"
    r"|\b(?:after|when|once|if|only)\s+(?:being\s+)?(?:asked|told|shown|reminded|prompted|corrected)\b"
    r"|\b(?:with|until|while|and)\s+me\s+[a-z]{3,}ing\b"
    r"|\bmy\s+(?:own\s+|other\s+|left\s+|right\s+)?(?:hands?|fingers?|fingertips?|knees?|fist|palms?|arms?|forearm|thumbs?|foot|shoulder|voice|touch|support)\b"
)
_I_DID_WORDS = lexicon.each("i me my asked told shown reminded prompted corrected")
_BODY = (
    r"(?:elbow|pelvis|hips?|knees?|ribs?|rib\s*cage|scapulae?|shoulders?|shoulder\s+blades?|wrist|trunk|sternum|back|jaw|chin|sacrum|asis|quads?|"
    r"glutes?|abdomen|belly|cheeks?|lips?|throat|larynx|ankles?|heel|foot|belt|waist|head|forearm|arm|neck|spine|patella|thigh|calf|"
    r"lumbar|low\s+back|gait\s+belt|axilla|occiput|scalenes?|thorax|chest)\b"
)
# "blocked her feet", "helped at the hips": done to the patient, where the patient is not the one who does it.
_TO_PATIENT = re.compile(
    r"\b(?:blocked|held|steadied|guided|supported|moved|lifted|turned|stabili[sz]ed|helped|tapped|braced|propped|pressed|rocked"
    r"|stretched|eased|caught|mobili[sz]ed|positioned|repositioned)\s+(?:(?:at|under|on)\s+)?(?:her|his|their|the|pt'?s|child'?s)\s+"
    rf"(?:\w+\s+)?(?:{_BODY}|feet|hands?|fingers?|toes|legs?|tongue)"
)
_TO_PATIENT_WORDS = lexicon.each(
    "blocked held steadied guided supported moved lifted turned stabilised stabilized helped tapped braced propped",
    "pressed rocked stretched eased caught mobilised mobilized positioned repositioned",
)
_BY_CLINICIAN = re.compile(rf"by(?<!\wby)\s+(?:the\s+|my\s+)?(?:{_CLINICIAN}|me)\b(?!\s+(?:and|w/|with|in|on)\s+\d)")
_OF_PAPER = re.compile(
    r"\b(?:seen|treated|eval\w*|re-?eval\w*|referred|referral|supervised|supervision|reviewed|signed|authenticated|documented|written|"
    r"performed|provided|rendered|delivered|done|dictated|given|ordered|furnished|directed|overseen|educated|completed|conducted|"
    r"carried\s+out|administered|prescribed|established|discussed|requested|recommended|note|visit|session|seen\s+only|attended|led|"
    r"(?:treatment|therapy|services?|care|tx|eval\w*))\s*$"
)
# Change of what is done, with what called for it: "dropped back to blue when he hiked his shoulder".
_OCCASION = re.compile(
    r"[^.;\n]{0,70}?\b(?:when(?:ever)?|once|as|because|since|until|till|after|if|d/t|due\s+to|to\s+(?:keep|stop|avoid|prevent|limit|allow|get)|"
    r"so\s+(?:that|he|she|they|it|the|as)|for\s+(?:pain|form|fatigue|safety|control|quality|symptoms?)|on\s+(?:signs?|sight)\s+of)\b"
)
_HIS_OWN = re.compile(
    r"\b(?:he|she|they|pt|patient|client|child|who|pain|symptoms?|it|spasm|tingling|mom|dad)\s+(?:had\s+to\s+|then\s+)?$"
)
_TOUCH = re.compile(
    rf"\b(?P<with>(?:a|one|two|both|light|firm|gentle|steadying|manual)\s+)?"
    rf"(?:hands?|fingers?|fingertips?|palm|thumbs?|fist|(?:finger|hand|thumb|manual|physical)\s+assist|touch|taps?|pressure|nudge|support|squeeze)\s+"
    rf"(?P<where>on|at|under|over|along|behind|around|across|beneath|to)\s+(?P<whose>his|her|their|the|pt'?s|patient'?s|child'?s)?\s*"
    rf"(?:both\s+|left\s+|right\s+|l\s+|r\s+|low(?:er)?\s+|upper\s+)*{_BODY}"
)
_TOUCH_WORDS = lexicon.each(
    "hand hands finger fingers fingertip fingertips palm thumb thumbs fist assist touch tap taps pressure nudge",
    "support squeeze",
)
_STANCE = re.compile(r"(?:hips|knees?|head|thigh|waist|chest|shoulders?|neck|belly)$")


def deeds(note: Note, treatments: tuple[Treatment, ...]) -> Iterator[Span]:
    """What the clinician did: in the first person, put down to the clinician, or as a change with its cause."""
    if note.document.has_any(_I_DID_WORDS):
        yield from (span for span, segment in _places(note, _I_DID) if not _quoted(note, span, segment))
    yield from (span for span, segment in _places(note, _BY_CLINICIAN) if not _is_paper(note, span, segment))
    if note.document.has_any(_TOUCH_WORDS):
        yield from (Span(m.start(), m.end()) for m in _touches(note))
    yield from (s for s, segment in note.outside(note.cues("adjust"), _NOT_PROOF) if _called_for(note, s, segment))
    causes = (_BECAUSE,) if any(word in note.document.folded for word in _CAUSES) else ()
    deeds_done = (_TO_PATIENT,) if note.document.has_any(_TO_PATIENT_WORDS) else ()
    for pattern in (*causes, *deeds_done):
        yield from (s for s, segment in _places(note, pattern) if _acted(note, s, segment))
    yield from _techniques(treatments)


def _places(note: Note, pattern: re.Pattern[str]) -> Iterator[tuple[Span, Segment]]:
    spans = (Span(m.start(), m.end()) for m in pattern.finditer(note.document.folded))
    return ((span, segment) for span, segment in note.outside(spans, _NOT_PROOF) if note.in_text(segment))


def _quoted(note: Note, span: Span, segment: Segment) -> bool:
    """Whether words stand inside quotation marks: the patient's "I put my shoes on"."""
    return note.document.folded.count('"', segment.start, span.start) % 2 == 1


def _is_paper(note: Note, span: Span, segment: Segment) -> bool:
    """ "Seen by PT", "signed by OT": who did the visit, not what was done in it."""
    return bool(_OF_PAPER.search(note.document.folded, max(segment.start, span.start - 30), span.start))


def _touches(note: Note) -> Iterator[re.Match[str]]:
    """Hands on the patient; not the patient's own, as in squats with hands on hips."""
    for match in _TOUCH.finditer(note.document.folded):
        own = match["where"] in ("on", "behind", "to") and not match["whose"] and _STANCE.search(match.group())
        if not (own and not match["with"]) and next(note.outside((Span(*match.span()),), _NOT_PROOF), None):
            yield match


def _called_for(note: Note, span: Span, segment: Segment) -> bool:
    """Whether a change is the clinician's and has its cause in the same sentence, behind it or before."""
    folded = note.document.folded
    start, end = around(span, segment)
    if not note.in_text(segment) or _HIS_OWN.search(folded, max(start, span.start - 30), span.start):
        return False
    return bool(_OCCASION.match(folded, span.end, end) or _WHEN.search(folded, max(start, span.start - 80), span.start))


# "foam pulled because she locked her knees", in the work: somebody saw it, and acted.
_BECAUSE = re.compile(
    r"\b[a-z]{3,}(?:ed|n|ut|ept)\b[^.;\n]{0,40}?\b(?:because|since|as\s+soon\s+as|whenever)\s+(?:s?he|they|pt|patient|his|her|the\s+\w+)\s+[a-z]{3,}"
)
_CAUSES = ("because", "since", "soon", "whenever")  # one of them stands in all that `_BECAUSE` finds
_WHEN = re.compile(r"\b(?:when|whenever|once|as\s+(?:soon|he|she|they|it|the)|because)\s+[^.;\n]*$")


def _acted(note: Note, span: Span, segment: Segment) -> bool:
    """Whether a change with its cause is part of the work, and not the patient's own."""
    since = max(segment.start, span.start - 30)
    return note.region(segment) == "treatment" and not _HIS_OWN.search(note.document.folded, since, span.start)


def _techniques(treatments: Iterable[Treatment]) -> Iterator[Span]:
    """The named techniques of a service that is done by the clinician's hands."""
    for treatment in treatments:
        if (treatment.stated_code or treatment.label_code) in _BY_HAND:
            yield from (a.spans[0] for a in treatment.activities if a.spans and not vague(a.text.lower()))
