"""The remarks of a note on cover, each with its words and, where one stands behind it, its date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from romberg.knowledge import local_coverage
from romberg.notes.dates import first_date
from romberg.notes.layout import Document
from romberg.notes.remarks import contents
from romberg.notes.remarks import patterns as p
from romberg.visit import Kind, Remark, Span

_MOST = 3  # of one kind: more prove nothing new
_DATE_REACH = 26
_BEFORE = 44
_REACH = 90  # signs before and behind a sign within which its words stand
_DOCUMENT = re.compile(r"(?<![a-z0-9])[la]\d{5}(?!\d)")
_SPOKEN = frozenset(("prior", "home", "education"))


def read(document: Document, kind: Kind = "daily") -> tuple[Remark, ...]:
    """Every remark of today's encounter, by kind and place; empty in most notes.

    Of an evaluation the contents of its plan are told as well.
    """
    possible = [one for one in p.KINDS if one.signs and (not one.needs or document.has_any(one.needs))]
    found = [remark for one in possible for remark in _of(document, one, _near(document, one.signs))]
    if any(remark.kind == "plateau" for remark in found):
        everywhere = [one for one in p.KINDS if not one.signs]
        found += [remark for one in everywhere for remark in _of(document, one, [document.active])]
    if kind == "evaluation":
        found += contents.read(document)
    return (*found, *_documents(document))


def _near(document: Document, signs: Iterable[str]) -> list[Span]:
    """The stretches about some signs, joined where they touch: the words are sought there and nowhere else."""
    folded, (start, end) = document.folded, document.active
    places: list[int] = []
    for sign in signs:
        at = folded.find(sign, start, end)
        while at >= 0:
            places.append(at)
            at = folded.find(sign, at + 1, end)
    near: list[Span] = []
    for at in sorted(places):
        begin, finish = max(start, at - _REACH), min(end, at + _REACH)
        if near and begin <= near[-1].end:
            near[-1] = Span(near[-1].start, finish)
        else:
            near.append(Span(begin, finish))
    return near


def _of(document: Document, kind: p.Kind, stretches: Iterable[Span]) -> Iterator[Remark]:
    matches = (match for span in stretches for match in kind.words.finditer(document.folded, *span))
    return islice((one for match in matches if (one := _remark(document, kind, match))), _MOST)


def _remark(document: Document, kind: p.Kind, match: re.Match[str]) -> Remark | None:
    """What a match says; None where its place or the words before it unsay it."""
    folded, start = document.folded, match.start()
    region = document.region_at(start)
    if region in _SPOKEN or (kind.parts and region not in kind.parts):
        return None
    before = folded[max(document.line_at(start).start, start - _BEFORE) : start]
    if kind.but is not None and kind.but.search(before):
        return None
    if kind.onset and not p.is_onset(before, folded, match.end()):
        return None
    line_end = max(document.line_at(start).end, match.end())
    day = first_date(folded[match.end() : min(match.end() + _DATE_REACH, line_end)])
    if kind.dated and (day is None or day.start > 1):
        return None
    end = match.end() + day.end if kind.dated and day else match.end()
    return Remark(kind.name, day.value if day else None, (Span(start, end),))


def _documents(document: Document) -> Iterator[Remark]:
    """Contractors' coverage documents that the note names by their number."""
    folded = document.folded
    if "lcd" not in folded and " a5" not in folded:
        return
    for match in _DOCUMENT.finditer(folded, *document.active):
        if local_coverage.get(match.group()) is not None:
            yield Remark("document", None, (Span(*match.span()),))
