"""Whether the word "adjusted" tells an adjustment of the spine, and not that of a brace or a dose."""

from __future__ import annotations

import re

from romberg.notes.treatments.events import Events
from romberg.notes.treatments.head import Head

_FAR = 50  # signs before the word in which its levels stand
_EXAM = 250  # signs before "adjusted all three" in which the exam names them
_SOCKET = re.compile(r"\b(?:socket|brace|splint|medication|dose|orthotic|chair|walker|cane|height)\b")
_SPINAL = re.compile(
    r"(?:\.{2,}[.:\s]*)?[^\n.;]{0,30}?\b(?:[ctl]\d{1,2}|si\b|sacr|cervical|thoracic|lumbar)"
    r"|\s?:\s[^\n.;]{0,30}?\b(?:atlas|axis|neck|(?:mid|low|lower|upper)[\s-]?back|spine|pelvis|ilium|c/t"
    r"|shoulder|elbow|wrist|hip|knee|ankle|jaw|tmj|ribs?|fibular?)\b"
)
_I_ADJUSTED = re.compile(r"\b(?:i|we|dr\.?|doctor)\s$")
_LEVEL = re.compile(r"\s*(?:the\s+)?(?:[ctls]\d|sacrum|si\b|atlas|axis|pelvis)")
_LEVELS = re.compile(  # "C2 and sacrum adjusted"
    r"(?:^|[\s:;,])(?:[ctl]\d{1,2}|sacrum|si|atlas|axis|pelvis|ilium|cervical|thoracic|lumbar)"
    r"(?:(?:[\s,&+/-]|\band\b|\b[lr]\b)+(?:[ctl]\d{1,2}|sacrum|si|atlas|axis|pelvis|ilium|cervical|thoracic|lumbar)\b)*"
    r"(?:\s(?:prone|supine|seated|side[ -]?lying|hand|manual))?\s(?:(?:was|were)\s)?$"
)
_REFERS = re.compile(r"\s*(?:all|both|these|those|them|each)\b")  # "adjusted all three": what the exam names
_WANTED = re.compile(r"\s(?:is |was |are |remains )?(?:still )?(?:needed|required|necessary|indicated|warranted)\b")
_SPINE = re.compile(r"\b(?:[ctl]\d{1,2}|si\b|sacr|cervical|thoracic|lumbar)")


def opens_adjustment(events: Events, head: Head, at_start: bool) -> bool:
    """Whether the word tells an adjustment: a level of the spine stands beside it, and no socket, splint or chair."""
    folded, segment = events.document.folded, head.segment
    if _WANTED.match(folded, head.end, segment.end):
        return False  # "manipulation needed to restore motion": why it is done
    before = folded[segment.body : head.start]
    spinal = bool(_SPINAL.match(folded, head.end, segment.end)) or segment.region == "treatment"
    refers = _REFERS.match(folded, head.end, segment.end) and _SPINE.search(
        folded, segment.start - _EXAM, segment.start
    )
    told = _LEVEL.match(folded, head.end, segment.end) or refers
    levels = segment.region in ("treatment", "header") and bool(_LEVELS.search(before[-_FAR:]))
    at_start = at_start or levels or (bool(_I_ADJUSTED.search(before)) and bool(told))
    return at_start and (spinal or levels or bool(refers)) and not _SOCKET.search(folded, segment.start, segment.end)
