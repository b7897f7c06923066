"""Evaluations: the visit's kind and its stated complexity to one code."""

from __future__ import annotations

import re

from romberg.coding.procedure import Procedure
from romberg.visit import Activity, Span, Visit

_COMPLEXITY = re.compile(
    r"[^.\n;]{0,60}\b(low|moderate|mod|high)[\s-]+(?:complexity|complex)\b[^.\n]{0,60}|[^.\n;]{0,30}complexity[:\s]+(low|moderate|mod|high)\b[^.\n]{0,40}",
    re.IGNORECASE,
)
_WRITTEN = re.compile(r"(?<![\d-])(9716[1-8]|9252[1-4]|92610|92597|92607|96125)(?!\d|\s?\?)")
_NAMED = re.compile(r"\b(?:initial |re-?)?(?:evaluation|eval)\b", re.IGNORECASE)
_RE = re.compile(r"\bre-?eval(?:uation)?\b", re.IGNORECASE)
_MINUTES = re.compile(
    r"\b(?:eval(?:uation)?)\b[^.\n\d]{0,20}(\d{1,3})\s?(?:min|,|\))|(\d{1,3})\s?min\w*\s+(?:\w+\s+)?eval", re.IGNORECASE
)
_TIME_OF_IT = re.compile(
    r"\bre-?eval(?:uation)?\b(?: time)?(?: took| was| lasted)?[\s:(,-]{1,3}(\d{1,3})\s?min", re.IGNORECASE
)
_TITLE = 200  # signs
_BY_LEVEL = {
    "PT": {"low": "97161", "moderate": "97162", "high": "97163"},
    "OT": {"low": "97165", "moderate": "97166", "high": "97167"},
}
_AGAIN = {"PT": "97164", "OT": "97168"}


def evaluation(visit: Visit) -> Procedure | None:
    """The evaluation that a note of this kind documents; None where its words do not say which."""
    if visit.kind == "progress":
        return _re_evaluation(visit)
    if visit.kind != "evaluation":
        return None
    text = visit.words
    level = _COMPLEXITY.search(text)
    written = _WRITTEN.search(text)
    told = _by_level(visit, level)  # what the note tells of the evaluation decides, not what it charges
    code = told if level and told else written[1] if written else told
    proof = level or written or _NAMED.search(text)
    if code is None or proof is None:
        return None
    span = _trimmed(text, proof.start(), proof.end())
    activity = Activity(text[span.start : span.end], (span,))
    minutes, spans = _minutes(text)
    says = "an evaluation note" + (f"; “{activity.text}” gives its level" if level else f"; the note writes {code}")
    return Procedure(
        code=code, timed=False, minutes=minutes, assistant_minutes=0, service="evaluation", activities=(activity,),
        candidates=(), says=says, spans=(span,), stated_code=written[1] if written else None, minutes_spans=spans,
    )  # fmt: skip


def _re_evaluation(visit: Visit) -> Procedure | None:
    """A re-evaluation: the title names it, and the note gives it time of its own; a progress report alone is none."""
    text, code = visit.words, _AGAIN.get(visit.discipline or "")
    titled, timed = _RE.search(text[:_TITLE]), _TIME_OF_IT.search(text)
    if code is None or titled is None or timed is None or titled.start() == timed.start():
        return None
    span = Span(timed.start(), timed.end())
    minutes = Span(timed.start(1), timed.end(1))
    return Procedure(
        code=code, timed=False, minutes=int(timed[1]), assistant_minutes=0, service="evaluation",
        activities=(Activity(text[span.start : span.end], (span,)),), candidates=(),
        says="a re-evaluation by its title, with time of its own", spans=(span,), stated_code=None,
        minutes_spans=(minutes,),
    )  # fmt: skip


def _by_level(visit: Visit, level: re.Match[str] | None) -> str | None:
    discipline = visit.discipline or ""
    if _RE.search(visit.words[:400]):
        return _AGAIN.get(discipline)
    if level is None:
        return None
    word = (level[1] or level[2]).lower()
    return _BY_LEVEL.get(discipline, {}).get("moderate" if word == "mod" else word)


def _minutes(text: str) -> tuple[int | None, tuple[Span, ...]]:
    found = _MINUTES.search(text)
    if not found:
        return None, ()
    group = 1 if found[1] else 2
    return int(found[group]), (Span(found.start(group), found.end(group)),)


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(" \t\n-*•:;,(|"))
    return Span(start, start + len(text[start:end].rstrip(" \t\n;,(|")))
