"""Cues about how a treatment was furnished: alone, in a group, together, uncharged; and where on the body."""

from __future__ import annotations

import re
from collections.abc import Iterator

from romberg.notes.treatments.draft import Draft
from romberg.notes.treatments.events import Events
from romberg.visit import Span

_FLAGS = {
    "unattended": r"\bunattended\b|\bcall bell\b|\bmagazine\b|(?:therapist|pt|ot|i|dc|staff)\s+(?:was\s+|were\s+)?(?:charting|charted|documenting|typing|on the phone)|"
    r"\bwhile i (?:charted|typed|wrote|finished notes|saw|treated|worked with|evaluated)\b|\bleft (?:for (?:the )?(?:next|another|other)|to see|with (?:the |a |her |his )?(?:call|bell|timer|aide|tech|magazine|remote)|(?:the )?room|reclined|resting|alone|him|her|pt|patient|them)\b.{0,30}|\bbell (?:in hand|within reach|given)\b|\bback room\b|\bi saw (?:two|another|other|my next)\b|"
    r""
    r"\b(?:resting|lying|sat|sitting|prone|supine|reclined)\s+(?:prone |supine )?alone\b|\btimer ran\b|\bfront desk helped\b|\bpads? (?:on|placed) and left\b|"
    r"\bset (?:her|him|pt|them) up then left\b|\bno one (?:was )?(?:with|in the room)\b|\bleft alone\b|\bunsupervised\b|\bby (?:him|her)self (?:in|on|while)\b|\bset and left\b|\bchecked back\b",
    "group": r"\b(?:in|as) (?:a )?(?:small )?group\b(?! \d)|\bgroup (?:of|class|session|therapy|treatment|tx)\b|\b(?:with|w/) (?:two|three|four|five|\d) (?:other )?(?:students?|patients?|pts|peers|kids|children|clients|others)\b|"
    r"\b(?:two|three|four|five|[2-9]) (?:students?|patients?|pts|children|kids|clients)\b(?:.{0,30}\b(?:together|at once|at the same time|at a time|simultaneous\w*|in the gym|rotat\w*|circuit))?|\beveryone at once\b|\b(?:two|2|three|\d) peers\b|\bconcurrent(?:ly)? with\b|\balongside (?:another|two|\d)\b|\bwith another (?:patient|pt)\b|\bboth patients\b|\b(?:two|three|four|five|[2-9]) of my (?:patients|pts|kids|students)\b|\bfor all (?:three|four|five|two|of them)\b|"
    r"\+\s?(?:\d|two|three|four) (?:others|peers|students|pts|patients|kids|classmates)\b|\b(?:two|three|four|five|[2-9]) (?:members|participants|others|other patients|other pts)\b|\bin pairs\b|\bside by side\b|\bmoved between (?:them|the two|both|pairs)\b|\bbetween (?:the )?(?:two|three|both) (?:of them|patients|pts)\b",
    "cotreatment": r"\bco-?treat\w*\b|\bcotx\b",
    "not billed": r"\bno charge\b|\bnc\b|\bn/c\b|\bnot (?:billed|charged|billable)\b|\bunbilled\b|\bcourtesy\b|\bbundled\b",
    "three muscles": r"\(?\b(?:3|three|4|four|5|five|6|six)(?:\s?\+| or more)? muscles\b",
    "recumbent": r"\b(?:supine|prone|sidelying|side-lying|hooklying)\b",
}
_FLAG = re.compile("|".join(f"(?P<{name.replace(' ', '_')}>{body})" for name, body in _FLAGS.items()))
_REGIONS = {
    "cervical": r"cervical|neck|c-?spine|c[1-7](?:\s?[-/]\s?c?[1-7])?|suboccipital\w*|levator|upper trap\w*|\but\b|occiput|scalenes?|scm",
    "thoracic": r"thoracic|t-?spine|t(?:1[0-2]|[1-9])(?:\s?[-/]\s?t?\d{1,2})?|mid[\s-]?back|rhomboids?|ribs?|costal|erector t\d",
    "lumbar": r"lumbar|low back|lumbosacral|l-?spine|l[1-5](?:\s?[-/]\s?(?:l?[1-5]|s1))?|ql|quadratus lumborum",
    "sacral": r"sacr\w+|s1|coccyx",
    "pelvic": r"pelvi\w+|\bsi\b|si joints?|sij|ilium|ilia|\bpi ilium|innominate",
    "shoulder": r"shoulders?|gh|glenohumeral|scap\w*|rotator cuff|acromio\w*|infraspinatus|teres",
    "elbow": r"elbows?|lateral epicondyle|forearm",
    "hand": r"hands?|wrists?|fingers?|thumb|mcp|pip|dip|digits?|palmar",
    "hip": r"hips?|glutes?|gluteal|piriformis",
    "knee": r"knees?|patell\w+|quads?|hamstrings?|tibial|vmo",
    "ankle": r"ankles?|foot|feet|talocrural|tc joint|subtalar|plantar|calf|calves|gastroc\w*|soleus|achilles|toes?|forefoot",
    "jaw": r"tmj|jaw|masseter",
}
_REGION = re.compile(
    r"(?<![\w])(?:" + "|".join(f"(?P<{name}>{body})" for name, body in _REGIONS.items()) + r")(?![\w])"
)


def flags(events: Events, draft: Draft) -> dict[str, tuple[Span, ...]]:
    """How the treatment was furnished, each cue with its words."""
    found: dict[str, tuple[Span, ...]] = {}
    for start, end in draft.whole:
        for match in _FLAG.finditer(events.document.folded, start, end):
            name = (match.lastgroup or "").replace("_", " ")
            found[name] = (*found.get(name, ()), Span(match.start(), match.end()))
    return found


def regions(events: Events, draft: Draft) -> tuple[str, ...]:
    """The regions of the body that the block's words name, in order of mention."""
    spans = [span for activity in draft.activities for span in activity.spans] or list(draft.spans)
    named = (name for span in spans for name in _named(events.document.folded, span))
    return tuple(dict.fromkeys(named))


def _named(folded: str, span: Span) -> Iterator[str]:
    for match in _REGION.finditer(folded, span.start, span.end):
        if match.lastgroup:
            yield match.lastgroup
