"""The tables of a packet: who signed what, and which words bear out each line that was billed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from romberg.report.letters.evidence import Place, places
from romberg.report.packets.exhibits import Exhibit
from romberg.visit import Span


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """One person of the record: name and credential as they stand, and which papers the person signed, or did not."""

    name: str
    credential: str
    role: str
    signed: tuple[int, ...]
    unsigned: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One line of one visit, with the words that bear it out. `billed` is None where the record holds no charges.

    `supported` and `minutes` are what the record gives; None where its minutes do not tell.
    """

    exhibit: int
    on: date | None
    code: str
    modifiers: tuple[str, ...]
    billed: int | None
    supported: int
    minutes: int | None
    work: tuple[Place, ...]
    skill: tuple[Place, ...]
    response: tuple[Place, ...]


def signatures(papers: Sequence[Exhibit]) -> tuple[SignatureRow, ...]:
    """Everyone whom the record names as a clinician, in the order of their first paper."""
    found: dict[tuple[str, str, str], tuple[list[int], list[int]]] = {}
    for paper in papers:
        for one in paper.report.header.coded.visit.clinicians:
            signed, unsigned = found.setdefault((one.name, one.credential, one.role), ([], []))
            (signed if one.signed else unsigned).append(paper.number)
    return tuple(
        SignatureRow(name, credential, role, tuple(dict.fromkeys(signed)), tuple(dict.fromkeys(unsigned)))
        for (name, credential, role), (signed, unsigned) in found.items()
    )


def evidence(papers: Sequence[Exhibit]) -> tuple[EvidenceRow, ...]:
    """Each line of each visit, by day: what was billed, what the minutes give, and the words behind it."""
    visits = [one for one in papers if one.kind != "plan of care"]
    dated = sorted(visits, key=lambda one: (one.on or date.max, one.number))
    return tuple(row for paper in dated for row in _rows(paper))


def _rows(paper: Exhibit) -> Iterator[EvidenceRow]:
    report = paper.report
    supported = {one.code: one for one in report.supported}
    billed: dict[str, tuple[int, tuple[str, ...]]] = {}
    for charge in report.billed:
        units, modifiers = billed.get(charge.code, (0, ()))
        billed[charge.code] = (units + charge.units, (*modifiers, *charge.modifiers))
    for code in dict.fromkeys((*billed, *supported)):
        line = supported.get(code)
        units, modifiers = billed.get(code, (0, line.modifiers if line else ()))
        yield EvidenceRow(
            paper.number,
            paper.on,
            code,
            tuple(dict.fromkeys(modifiers)),
            units if report.billed else None,
            line.units if line else 0,
            line.minutes if line else None,
            _work(paper, code),
            _element(paper, "skilled_intervention", code),
            _element(paper, "patient_response", code),
        )


def _work(paper: Exhibit, code: str) -> tuple[Place, ...]:
    found = [one for one in paper.report.header.coded.procedures if one.code == code]
    return tuple(
        places(paper.report.text, sorted(span for one in found for each in one.activities for span in each.spans))
    )


def _element(paper: Exhibit, name: str, code: str) -> tuple[Place, ...]:
    """The words for an element of documentation, without those that stand in the lines of another service."""
    coded = paper.report.header.coded
    others = [span for one in coded.procedures if one.code != code for span in one.whole]
    found: Sequence[Span] = coded.visit.documentation.get(name, ())
    mine = [span for span in found if not any(each.start <= span.start < each.end for each in others)]
    return tuple(places(paper.report.text, sorted(mine)))
