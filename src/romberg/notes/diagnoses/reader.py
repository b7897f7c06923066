"""Reading ICD-10-CM codes: with their point anywhere in the note, without it only where a diagnosis is being named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from romberg.notes.layout import Document
from romberg.visit import Diagnosis, Span

_POINTED = re.compile(r"\.(?=[0-9a-z])")
_HEAD = re.compile(r"(?<![a-z0-9#._])([a-tv-z][0-9][0-9ab])$")
_TAIL = re.compile(r"\.([0-9a-z]{1,4})(?![a-z0-9]|-\d{3}|\.\d)")
_HEADING = re.compile(
    r"(?:dx|diag(?:nos[ie]s)?|icd(?:\s?-?\s?10)?(?:\s?-?\s?cm)?|impairments?\s+codes?|problem\s+list)(?:'?s)?(?![a-z])"
)
_BARE = re.compile(
    r"(?<![a-z0-9#._\-])([a-tv-z][0-9][0-9ab])([0-9a-z]{1,4})?(?![a-z0-9]|\.[0-9a-z]|-\d{3}|-[a-z]?\d(?!\d*\.))"
)
_FOLLOWING = re.compile(r"\s*(?:[,;/&+]|and\b)?\s*([a-tv-z]\d[0-9ab])(?![a-z0-9.\-])")
_PRECEDING = re.compile(r"(?<![a-z0-9#._\-])([a-tv-z]\d[0-9ab])(?:\s*[,;/&+]\s*| )$")
_LEVEL = re.compile(r"[cltsv]\d\d?")  # spinal levels and exercises have the shape of a three-character code
_SUPPLY = re.compile(r"[aceghjklqs]\d{4}")  # supply and service codes have the shape of a code without its point
_STOP = re.compile(
    r"\b(?:cpt|hcpcs|auth\w*|claim|mrn?|phone|fax|cert|poc|visit|npi|modif\w*|charges?|billed|units?)\b|\b9\d{4}\b|\n\s*\n"
)
_BLANK_LINE = re.compile(r"\n\s*\n")
_SPAN_AFTER_HEADING = 260
_LINES_OF_HEAD = 7
_FIELD = re.compile(r"(?:\s{2,}|[|\t]\s*|//\s*)((?:f|g|h|i|k|n|q|r|z)\d\d)(?=\s{2,}|\s*[|\t]|\s*//|\s*$)", re.MULTILINE)


def read(document: Document) -> tuple[Diagnosis, ...]:
    """Every diagnosis code of today's note once, in capitals with its point, in the order of the note."""
    found: dict[str, Span] = {}
    told = (*_pointed(document), *_pointless(document), *_in_a_field(document))
    for code, span in sorted(told, key=lambda item: item[1]):
        if document.region_at(span.start) != "prior":
            found.setdefault(code, span)
    return tuple(Diagnosis(code, (span,)) for code, span in found.items())


def _pointed(document: Document) -> Iterator[tuple[str, Span]]:
    folded = document.folded
    for point in _POINTED.finditer(folded):
        head = _HEAD.search(folded, max(0, point.start() - 4), point.start())
        tail = _TAIL.match(folded, point.start()) if head else None
        if head and tail and _stands_alone(folded, head.start()) and _possible(tail.group(1)):
            yield f"{head.group(1)}.{tail.group(1)}".upper(), Span(head.start(), tail.end())
            yield from _beside(folded, head.start(), tail.end())


def _beside(folded: str, start: int, end: int) -> Iterator[tuple[str, Span]]:
    """Codes of three signs that stand in one list with a code that has its point: "G44.311, R42"."""
    for match in (_FOLLOWING.match(folded, end), _PRECEDING.search(folded, max(0, start - 8), start)):
        if match and not _LEVEL.fullmatch(match.group(1)):
            yield match.group(1).upper(), Span(match.start(1), match.end(1))


def _stands_alone(folded: str, start: int) -> bool:
    """No claim or file number: a hyphen before it only joins two codes."""
    if start and folded[start - 1] == "-":
        return bool(re.search(r"[a-z]\d[0-9ab]\.[0-9a-z]{1,4}\s?-$", folded[max(0, start - 10) : start]))
    return not re.search(
        r"(?:\b(?:mrn?|claim|auth\w*|acct|account|policy|member)\s*(?:#|no\.?|id)?\s*:?\s*)$",
        folded[max(0, start - 16) : start],
    )


def _possible(tail: str) -> bool:
    """Letters stand in a code only as a placeholder, as the last sign, or in a few chapters' second place."""
    return tail[:1].isdigit() or len(tail) <= 2 or "x" in tail


def _pointless(document: Document) -> Iterator[tuple[str, Span]]:
    folded = document.folded
    for heading in _HEADING.finditer(folded):
        if folded[heading.start() - 1 : heading.start()].isalpha():
            continue
        line = document.line_at(heading.start())
        reach = heading.end() + _SPAN_AFTER_HEADING
        end = min(_list_end(document, heading.end(), min(line.end, reach)), reach)
        for match in _BARE.finditer(folded, heading.end(), end):
            code = _bare(match)
            if code:
                yield code, Span(match.start(), match.end())


def _in_a_field(document: Document) -> Iterator[tuple[str, Span]]:
    """A code of three signs that has a field of the note's head to itself: "Anthem   R42", "| G20 |"."""
    for line in document.lines_in(*document.active)[:_LINES_OF_HEAD]:
        if document.region_at(line.start) == "header":
            for match in _FIELD.finditer(document.folded, line.start, line.end):
                yield match.group(1).upper(), Span(*match.span(1))


def _list_end(document: Document, start: int, line_end: int) -> int:
    """The end of the list of codes under a heading: its line, or the lines below where it stands alone."""
    folded = document.folded
    end = line_end
    if not re.search(r"[a-z0-9]", folded[start:line_end]):
        blank = _BLANK_LINE.search(folded, line_end)
        end = blank.start() if blank else len(folded)
    stop = _STOP.search(folded, start, end)
    return stop.start() if stop else end


def _bare(match: re.Match[str]) -> str | None:
    head, tail = match.group(1), match.group(2)
    if tail is None:
        return None if _LEVEL.fullmatch(head) else head.upper()
    if not _possible(tail) or (head[0] in "cltsv" and not tail[0].isdigit()):
        return None
    if _SUPPLY.fullmatch(head + tail) and (head[1] == "0" or head[0] == "l"):
        return None
    return f"{head}.{tail}".upper()
