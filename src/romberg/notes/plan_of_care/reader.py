"""What the note says of the plan of care: visit number, authorisation, certification, progress report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from romberg.notes.dates import Found, dates, first_date
from romberg.notes.layout import Document
from romberg.notes.plan_of_care import patterns as p
from romberg.visit import PlanOfCare, Span

_SPOKEN = ("subjective", "plan", "goals", "home", "prior")


class _Value(NamedTuple):
    """A fact of the plan with its place."""

    value: Any
    span: Span


def read(document: Document) -> PlanOfCare:
    """The plan of care as far as the note tells it; what it does not say stays None."""
    facts: dict[str, _Value] = {}
    reported = _progress(document, facts)
    _visits(document, facts, reported)
    _certification(document, facts)
    _evaluation(document, facts)
    values = {name: fact.value for name, fact in facts.items()}
    return PlanOfCare(**values, spans={name: (fact.span,) for name, fact in facts.items()})


def _stretches(document: Document) -> Iterator[Span]:
    """The head of the file, then today's encounter; not the other encounters."""
    first = document.encounters[0].start
    if len(document.encounters) > 1 and first:
        yield Span(0, first)
    yield document.active


def _visits(document: Document, facts: dict[str, _Value], reported: list[Span]) -> None:
    found = sorted(
        (e for e in _numbered(document) if not any(a <= e[1].start() < b for a, b in reported)), key=lambda e: e[0]
    )
    if found:
        match = found[0][1]
        facts["visit_number"] = _Value(_number(match["n"]), Span(*match.span()))
        if match["of"]:
            facts["authorized_visits"] = _Value(int(match["of"]), Span(*match.span()))
    for start, end in _stretches(document):
        match2 = (
            ("auth" in document.folded or "approved" in document.folded)
            and p.AUTHORISED.search(document.folded, start, end)
        ) or None
        if match2 and "authorized_visits" not in facts:
            facts["authorized_visits"] = _Value(int(match2["a"] or match2["b"] or match2["c"]), Span(*match2.span()))


def _numbered(document: Document) -> Iterator[tuple[tuple[bool, bool, int], re.Match[str]]]:
    """Each visit number with its rank: those marked as today's first, then those of the head, then as they come."""
    folded = document.folded
    for start, end in _stretches(document):
        for match in _matches(p.VISIT if document.has_any(p.ORDINALS) else p.VISIT[:-1], folded, start, end):
            line = document.line_at(match.start())
            today = bool(p.TODAY_BEHIND.match(folded, match.end()))
            if p.NOT_TODAYS_VISIT.search(
                folded, max(line.start, match.start() - 16), match.start()
            ) or p.IS_A_SHARE.match(folded, match.end()):
                continue
            spoken = document.region_at(match.start()) in _SPOKEN
            if spoken and match["of"] and "/" in match.group():
                continue  # "supplier visit 7/9" is a day
            if _number(match["n"]) and not (match["of"] and int(match["of"]) < _number(match["n"])):
                yield (not today, spoken, match.start()), match


def _number(written: str) -> int:
    return p.NUMBER_WORDS.get(written) or int(written)


def _date_at(document: Document, at: int) -> Found | None:
    """The date that stands right here, also where a range goes on behind it without a blank ("10/15/26-01/12/27")."""
    folded = document.folded
    figures = p.FIGURES.match(folded, at)
    if figures is None:
        found = next(dates(folded, at, min(len(folded), at + 24)), None)
        return found if found and found.start <= at + 1 else None
    start = figures.start(1)
    first = first_date(folded[start : figures.end(1)])
    return Found(first.value, start, figures.end(1)) if first else None


def _certification(document: Document, facts: dict[str, _Value]) -> None:
    folded = document.folded
    periods: list[tuple[date | None, date | None, Span]] = []
    for start, end in _stretches(document):
        for match in p.CERTIFIED.finditer(folded, start, end):
            first = _date_at(document, match.end())
            line = document.line_at(match.start())
            if first and "sign" not in folded[line.start : match.start()]:  # "Vestibular cert." is a credential
                periods += _period(document, match, first)
    periods.sort(key=lambda period: (period[0] is not None) + (period[1] is not None))
    for begins, ends, span in periods:
        if begins and (ends or "certification_start" not in facts):
            facts["certification_start"] = _Value(begins, span)
        if ends:
            facts["certification_end"] = _Value(ends, span)
    for start, end in _stretches(document):
        pending = next(_matches(p.PENDING, folded, start, end), None)
        if pending:
            facts["certification_pending"] = _Value(True, Span(*pending.span()))


def _matches(
    patterns: tuple[tuple[str, re.Pattern[str]], ...], folded: str, start: int, end: int
) -> Iterator[re.Match[str]]:
    """Every match of the patterns whose word stands in the note at all."""
    for word, pattern in patterns:
        if word in folded:
            yield from pattern.finditer(folded, start, end)


def _period(document: Document, match: re.Match[str], first: Found) -> Iterator[tuple[date | None, date | None, Span]]:
    dash = p.RANGE.match(document.folded, first.end)
    last = _date_at(document, dash.end()) if dash else None
    if last and last.value >= first.value:
        yield first.value, last.value, Span(match.start(), last.end)
    elif p.ENDS.search(match["gap"]):
        yield None, first.value, Span(match.start(), first.end)
    elif not p.SIGNED_ON.search(match["word"] + match["gap"]) and match["word"] != "certified":
        yield first.value, None, Span(match.start(), first.end)


def _evaluation(document: Document, facts: dict[str, _Value]) -> None:
    folded = document.folded
    for start, end in _stretches(document):
        for match in _matches(p.EVALUATED, folded, start, end):
            found = _date_at(document, match.end())
            if found and not p.NOT_FIRST_EVALUATION.search(folded, max(0, match.start() - 8), match.start()):
                facts.setdefault("evaluation_date", _Value(found.value, Span(match.start(), found.end)))


def _progress(document: Document, facts: dict[str, _Value]) -> list[Span]:
    """The last progress report; gives the stretches that tell of reports, for the visits in them are not today's."""
    folded, told = document.folded, list[Span]()
    if not any(sign in folded for sign in p.REPORT_SIGNS):
        return told
    for start, end in _stretches(document):
        for match in p.REPORTED.finditer(folded, start, end):
            if _not_written(folded, match):
                continue
            found = _date_at(document, match.end())
            last = p.LAST.search(folded, max(0, match.start() - 14), match.start())
            at_visit = p.AT_VISIT.match(folded, found.end) if found else None
            visit = match["visit"] or (at_visit["visit"] if at_visit else None)
            finish = at_visit.end() if at_visit else found.end if found else match.end()
            told.append(Span(match.start(), finish))
            if match["eval"]:
                visit = visit or "1"
            if visit and ("last_progress_visit" not in facts or last):
                facts["last_progress_visit"] = _Value(int(visit), Span(match.start(), finish))
            if found and ("last_progress_date" not in facts or last):
                facts["last_progress_date"] = _Value(found.value, Span(match.start(), finish))
    return told


def _not_written(folded: str, match: re.Match[str]) -> bool:
    """Whether a report is only wanted; "no progress report since eval" tells when the last one was."""
    if p.DUE_BEHIND.search(match["gap"]):
        return True
    since = max(0, match.start() - 12)
    if "since" in match["gap"] and p.NONE_SINCE.search(folded, since, match.start()):
        return False
    return bool(p.NOT_YET.search(folded, since, match.start()))
