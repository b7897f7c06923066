"""A document of which a part was not read: nothing is asserted that the missing part could change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from romberg.checks.finding import Finding
from romberg.visit import BilledLine, Document, Visit

SIGNATURE = "documentation/signature_missing"


def on_what_was_read(findings: Sequence[Finding], document: Document | None) -> list[Finding]:
    """The findings on a document; what failed stays open where a part was not read that could undo it."""
    return [_open(one, document) if document is not None else one for one in findings]


def _open(one: Finding, document: Document) -> Finding:
    if one.outcome != "fail":
        return one
    if document.partial:
        return replace(one, outcome="unknown", says=f"Open, as a part of the file was not read. So far: {one.says}")
    if one.rule == SIGNATURE and any(gap.may_sign for gap in document.gaps):
        says = "A picture in the file was not read; it may be the signature that the words do not show."
        return replace(one, outcome="unknown", says=says)
    return one


def not_read(document: Document) -> str:
    """The graver part of what was not read, in one sentence."""
    return " ".join(gap.says for gap in document.gaps if gap.grave)


def told_beside(document: Document, visit: Visit, billed: Sequence[BilledLine]) -> Iterator[str]:
    """What is to be known of a document: what was left out, and where its structure and its words disagree."""
    if document.partial:
        yield f"A part of the file was not read, so nothing is judged whole. {not_read(document)}"
    yield from (gap.says for gap in document.gaps if not gap.grave)
    if document.service_date is not None:
        yield from _dates(document, visit)
    if document.billed is not None and visit.billed and _counted(visit.billed) != _counted(billed):
        yield f"The charges written in the note differ from those of {document.billed_by}, which were compared with it."


def _dates(document: Document, visit: Visit) -> Iterator[str]:
    if not visit.header_spans.get("service_date"):
        yield f"The words of the note give no date of service; {document.service_date} is that of {document.dated_by}."
    elif visit.service_date != document.service_date:
        yield (
            f"The note gives {visit.service_date} as its date of service, and {document.dated_by} gives "
            f"{document.service_date}; the note's own date was used."
        )


def _counted(lines: Sequence[BilledLine]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for one in lines:
        counted[one.code] = counted.get(one.code, 0) + one.units
    return counted
