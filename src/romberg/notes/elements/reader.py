"""Reading which elements of documentation a note holds, each with the words that prove it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

import yaml

from romberg.notes import lexicon
from romberg.notes.elements import activity
from romberg.notes.elements.cloned import maintenance
from romberg.notes.layout import Document, Segment
from romberg.visit import Clinician, Measure, Span, Treatment

_Hits = Mapping[str, Sequence[Span]]

_PAST_OR_LATER = frozenset(("prior", "plan", "home", "goals", "history", "education", "charges", "signature"))
_NO_CUE = re.compile(
    r"\b(?:without|w/o|no|not|independent(?:ly)?|never|denies|declined|needs?\s+no)\b(?:\s+\w+){0,2}\s*$"
)
_BEHIND_NO = re.compile(r"\s*(?:not\s+(?:needed|required)|were\s+not|was\s+not|unnecessary)")
_REASON = re.compile(r"\b(?:to|for|need\w*|requir\w*|necess\w*|so|because|due|d/t|cannot|justif\w*|medically)\b")
_BOILERPLATE = re.compile(
    r"(?:continue\w*\s+(?:to\s+)?)?(?:to\s+)?(?:benefit\w*\s+from|remains?\s+appropriate\s+for|is\s+a\s+candidate\s+for)\s+(?:continued\s+|further\s+|ongoing\s+)?(?:skilled\s+)?"
    r"(?:pt|ot|slp|st|therapy|physical\s+therapy|occupational\s+therapy|speech\s+therapy|services|care)(?:\s+(?:services|intervention|at\s+this\s+time|per\s+poc|care))?\s*[.;]?\s*$"
    r"|continued\s+skilled\s+\w+\s+(?:remains\s+)?indicated\s*[.;]?\s*$"
)
_ACTOR = re.compile(
    r"\s+(?:[a-z'\-]+\s+){0,2}?(?:pt|ot|slp|st|dc|therapist|clinician|therapy|physical\s+therap\w+|skilled\w*|skiled|hands|my|two-person|two\s+skilled|manipulation)\b"
)
_GOALS_ONLY = re.compile(r"(?:progress\w*|work\w*)\s+toward\w*\s+(?:all\s+)?(?:goals|stgs?|ltgs?)")
_BARE_TOLERANCE = re.compile(
    r"\b(?:pt|patient|he|she|client|child)?\s*(?:has\s+)?(?:tolerat\w+|tol\.?|did|handled|responded|felt)\s*(?:to\s+)?(?:the\s+|all\s+|today'?s?\s+)*"
    r"(?:tx|treatment|session|therapy|exercises?|interventions?|activit\w+|visit)?s?\s*(?:very\s+|fairly\s+|quite\s+)?(?:well|good|fine|ok|okay|fair|great|better)?\b(?:\s+(?:after|today|overall))?"
    r"|\b(?:good|fair|excellent)\s+(?:tolerance|effort|participation|session)\b(?:\s+(?:to|of|for)\s+(?:tx|treatment|session|therapy))?"
    r"|\bno\s+(?:adverse|ill|negative|untoward|new)\s+(?:reactions?|effects?|events?|response|complaints|issues)\b|\bno\s+(?:complaints|issues|problems|c/o)\b|\b(?:pt\s+)?(?:pleased|happy|without\s+complaints?|w/o\s+c/o|without\s+incident)\b"
    r"|\bwith(?:out)?\s+(?:no\s+)?(?:complaints?|incident|issues?|difficulty|adverse\s+\w+)\b"
)
_WORD = re.compile(r"[a-z]{2,}|\d")
_CHANGE = re.compile(
    r"\d\s*%?\s*(?:s|sec|deg|lb|cm|reps?|ft|/\d+)?\s*(?:->|=>|-->|>)\s*\d|\bfrom\s+\d+(?:/\d+)?\s*(?:%|s|sec|deg)?\s*to\s+\d|\blob\s*x?\s*\d|\blob\s+\w+|\d\s*(?:x\s*)?lob\b|\bvs\.?\s+\d+"
)
_COUNTED = re.compile(
    r"(?<![\d/.\-])(\d{1,3})\s*/\s*(\d{1,3})(?![\d/]|\s*(?:wk|week|x\b))|\b(\d{1,3})\s+(?:of|out\s+of)\s+(\d{1,3})\b|\b\d{1,3}\s?%|\b\d+(?:\.\d+)?\s*(?:->|=>|-->)\s*\d"
    r"|\b(?:lob|errors?|missteps?|redirects?)\s*x?\s*\d|\b\d+\s+(?:lob|errors|missteps|redirects|spills)\b|\b\d+\s*(?:ft|feet|m)\b(?=[^.;]{0,30}\b(?:cga|sba|min\s?a|mod\s?a|w/|with|without))"
)
_NOT_COUNT = re.compile(
    r"(?:\b(?:bp|visits?|session|auth\w*|on|dos|date|dob|eval|cert|poc|c|l|t|since|until|last|by|of|#)\W{0,3}|\d[/-])$"
)
_DURATION = re.compile(
    r"\b\d{1,3}\s*(?:min(?:ute)?s?\b|')|\b\d{1,2}:\d\d\s*(?:[ap]\.?m?\.?)?\s*(?:-|to|>|until)\s*\d{1,2}:\d\d|\bminutes?\s*:?\s*\d|\bmin\s*:?\s*\d"
)
_UNSIGNED = re.compile(
    r"\b(?:draft\b|unsigned|not\s+(?:yet\s+)?signed|signature\s+(?:pending|required|needed)|awaiting\s+signature|pending\s+signature)"
)
_SCHEDULE = re.compile(r"\b\d\s*(?:-\s*\d)?\s*x?\s*(?:/|per\s+|a\s+)?\s*(?:wk|week)\b|\b\d\s?w\s?\d\b|\bsee\s+in\s+\d")


@cache
def _vocabulary() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    text = resources.files(__package__).joinpath("cues.yaml").read_text("utf-8")
    raw: dict[str, list[str]] = yaml.load(text, Loader=yaml.CSafeLoader)
    kinds: dict[str, tuple[str, ...]] = {}
    for kind, phrases in raw.items():
        for phrase in phrases:
            kinds[lexicon.key(phrase)] = (*kinds.get(lexicon.key(phrase), ()), kind)
    return lexicon.pattern(phrase for phrases in raw.values() for phrase in phrases), kinds


def read(
    document: Document,
    treatments: tuple[Treatment, ...],
    measures: tuple[Measure, ...],
    clinicians: tuple[Clinician, ...],
    minutes_stated: bool,
) -> dict[str, tuple[Span, ...]]:
    """For each element the words that prove it; an empty tuple where nothing does."""
    hits = _scan(document)
    return {
        "assessment": _part(document, "assessment") or _judged(hits),
        "specific_activities": activity.specific(treatments),
        "duration": _duration(document, treatments, minutes_stated),
        "patient_response": _response(document, hits),
        "measurable_outcome": tuple(span for measure in measures for span in measure.spans[:1]) or _counted(document),
        "skilled_intervention": _skilled(document, hits),
        "medical_necessity": _necessity(document, hits),
        "plan": _plan(document, hits),
        "signature": _signature(document, clinicians),
    }


def _scan(document: Document) -> dict[str, list[Span]]:
    pattern, kinds = _vocabulary()
    hits: dict[str, list[Span]] = {}
    for match in pattern.finditer(document.folded):
        word = lexicon.key(match.group())
        found = kinds.get(word) or kinds.get(word[:-1]) or kinds.get(word[:-2]) or ()
        for kind in found:
            hits.setdefault(kind, []).append(Span(match.start(), match.end()))
    return hits


def _part(document: Document, region: str) -> tuple[Span, ...]:
    """The sentences of a part of the note that say something."""
    found = (
        s for s in document.segments if s.region == region and len(_WORD.findall(document.folded, s.body, s.end)) >= 2
    )
    return tuple(Span(s.body, s.end) for s in found)


def _judged(hits: _Hits) -> tuple[Span, ...]:
    return tuple(hits.get("assessment", ()))


def _outside(document: Document, spans: Sequence[Span], regions: frozenset[str]) -> Iterator[tuple[Span, Segment]]:
    for span in spans:
        segment = document.segment_at(span.start)
        if segment.region not in regions:
            yield span, segment


def _duration(document: Document, treatments: tuple[Treatment, ...], minutes_stated: bool) -> tuple[Span, ...]:
    stated = tuple(span for t in treatments for span in t.minutes_spans)
    if stated:
        return stated
    regions = _PAST_OR_LATER - {"charges", "plan", "signature"} if minutes_stated else _PAST_OR_LATER | {"subjective"}
    spans = [Span(m.start(), m.end()) for m in _DURATION.finditer(document.folded)]
    return tuple(span for span, _ in _outside(document, spans, regions))


def _response(document: Document, hits: _Hits) -> tuple[Span, ...]:
    """What the treatment did: the part headed so where it says more than "tolerated well", else changes told beside the treatment."""
    told = tuple(s for s in document.segments if s.region == "response" and _says_more(document.folded, s))
    if told:
        return tuple(Span(s.body, s.end) for s in told)
    elsewhere = _PAST_OR_LATER | {"subjective", "assessment", "totals"}
    spans = [Span(m.start(), m.end()) for m in _CHANGE.finditer(document.folded)]
    spans += [span for span in hits.get("response", ()) if not _bare(document, span)]
    return tuple(
        sorted(span for span, segment in _outside(document, spans, elsewhere) if _of_treatment(document, span, segment))
    )


def _says_more(folded: str, segment: Segment) -> bool:
    rest = _BARE_TOLERANCE.sub(" ", folded[segment.body : segment.end])
    return len(_WORD.findall(rest)) >= 2


def _bare(document: Document, span: Span) -> bool:
    segment = document.segment_at(span.start)
    return not _says_more(document.folded, segment)


def _of_treatment(document: Document, span: Span, segment: Segment) -> bool:
    """Words of change in a part without a heading count only where the sentence is not the patient's own account."""
    if segment.region in ("treatment", "response"):
        return True
    sentence = document.folded[segment.body : segment.end]
    if segment.region == "header" and re.search(
        r"\b(?:states?|reports?|says|denies|tells|told|complain\w*|mom|wife|husband|last\s+week|since|no\s+new|doing|dx|dob|referr\w*)\b",
        sentence,
    ):
        return False
    return bool(_CHANGE.search(document.folded, segment.body, segment.end)) or bool(
        re.search(
            r"\b(?:after|post|end|last|first|then|during|trials?|sets?|session|attend\w*|redirect\w*|self|went|cue\w*|rest\w*|tolerat\w*|lob|losses?)\b",
            sentence,
        )
    )


def _counted(document: Document) -> tuple[Span, ...]:
    found = []
    for match in _COUNTED.finditer(document.folded):
        segment = document.segment_at(match.start())
        if segment.region in _PAST_OR_LATER | {"totals", "subjective"} or (
            segment.region == "header" and segment.line < 2
        ):
            continue
        if _NOT_COUNT.search(document.folded, max(segment.start, match.start() - 12), match.start()):
            continue
        found.append(Span(match.start(), match.end()))
    return tuple(found)


def _skilled(document: Document, hits: _Hits) -> tuple[Span, ...]:
    folded = document.folded
    proof = [
        span
        for span, segment in _outside(document, hits.get("skilled", ()), _PAST_OR_LATER | {"subjective"})
        if not _denied(folded, span, segment)
    ]
    proof += [
        span
        for span, segment in _outside(document, hits.get("claim", ()), _PAST_OR_LATER | {"subjective"})
        if _reasoned(folded, span, segment)
    ]
    claimed = _outside(document, hits.get("need", ()), _PAST_OR_LATER | {"subjective"})
    proof += [span for span, segment in claimed if _needs_clinician(folded, span, segment)]
    if maintenance(document) and not any(folded[span.start : span.end].startswith("skil") for span in proof):
        return ()
    return tuple(sorted(proof))


def _denied(folded: str, span: Span, segment: Segment) -> bool:
    return bool(_NO_CUE.search(folded, max(segment.start, span.start - 30), span.start)) or bool(
        _BEHIND_NO.match(folded, span.end)
    )


def _reasoned(folded: str, span: Span, segment: Segment) -> bool:
    """ "Skilled" counts where the sentence gives a reason, not as the closing formula."""
    if _BOILERPLATE.search(folded, segment.body, segment.end):
        return False
    return not _denied(folded, span, segment) and bool(_REASON.search(folded, segment.body, segment.end))


def _needs_clinician(folded: str, span: Span, segment: Segment) -> bool:
    if not folded.startswith(("need", "requir"), span.start) or _BOILERPLATE.search(folded, segment.body, segment.end):
        return False
    actor = _ACTOR.match(folded, span.end, segment.end)
    return bool(actor and _REASON.search(folded, actor.end(), segment.end))


def _necessity(document: Document, hits: _Hits) -> tuple[Span, ...]:
    regions = _PAST_OR_LATER - {"goals"} | {"subjective", "treatment", "totals"}
    found = []
    for span, segment in _outside(document, hits.get("need", ()), regions):
        if _NO_CUE.search(document.folded, max(segment.start, span.start - 24), span.start):
            continue
        if segment.region in ("header", "objective") and not _whole_link(document.folded, segment):
            continue
        found.append(span)
    return tuple(found)


def _whole_link(folded: str, segment: Segment) -> bool:
    """Outside of the assessment a need counts where the sentence names both the lack and what it is for."""
    return bool(_REASON.search(folded, segment.body, segment.end)) or "risk" in folded[segment.body : segment.end]


def _plan(document: Document, hits: _Hits) -> tuple[Span, ...]:
    told = _part(document, "plan")
    if told:
        return told
    spans = list(hits.get("plan", ())) + [Span(m.start(), m.end()) for m in _SCHEDULE.finditer(document.folded)]
    unlikely = frozenset(("prior", "subjective", "history", "objective", "charges"))
    return tuple(
        span for span, segment in _outside(document, spans, unlikely) if segment.region != "header" or segment.line > 2
    )


def _signature(document: Document, clinicians: tuple[Clinician, ...]) -> tuple[Span, ...]:
    signed = tuple(span for clinician in clinicians if clinician.signed for span in clinician.spans)
    return () if _UNSIGNED.search(document.folded, *document.active) and len(clinicians) < 2 else signed
