"""The note cut into runs, each knowing of what it is the proof, so that a row lights its words and words their row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from romberg.formats.marks import KINDS, pieces, visible
from romberg.report import Report
from romberg.visit import ELEMENTS, Span


@dataclass(frozen=True, slots=True)
class Run:
    """Words of the note: their kind ("" for plain ones), its letter where it ends, what they prove ("p-97112 f-2")."""

    text: str
    kind: str
    letter: str
    proves: str


def proofs(report: Report) -> dict[str, tuple[Span, ...]]:
    """What the note's words prove, under the marks that the page uses: services, findings, elements."""
    coded = report.header.coded
    found = {f"p-{one.code}": (*one.spans, *one.minutes_spans) for one in coded.procedures}
    found |= {f"f-{at}": tuple(one.finding.spans) for at, one in enumerate(report.failed)}
    found |= {f"e-{name}": tuple(coded.visit.documentation.get(name, ())) for name in ELEMENTS}
    return found


def runs(report: Report) -> Iterator[Run]:
    """The note from its first sign to its last."""
    text, found = report.text, proofs(report)
    kinds = _kinds(report)
    edges = sorted({0, len(text), *(at for at, _ in kinds), *_edges(found, len(text))})
    cut = [(start, end, _kind_at(kinds, start), _proves(found, start)) for start, end in pairwise(edges)]
    same = [list(held) for _, held in groupby(cut, key=lambda one: one[2:])]
    for held, after in zip(same, [*same[1:], []], strict=True):
        kind, proves = held[0][2:]
        letter = KINDS[kind][0] if kind and not (after and after[0][2] == kind) else ""
        yield Run(visible(text[held[0][0] : held[-1][1]]), kind.replace(" ", "-"), letter, proves)


def _edges(found: Mapping[str, Sequence[Span]], length: int) -> Iterator[int]:
    for spans in found.values():
        for start, end in spans:
            yield from (at for at in (start, end) if 0 <= at <= length)


def _kinds(report: Report) -> list[tuple[int, str]]:
    """Where each kind of the printed page begins, in places of the note as given."""
    at, found = 0, []
    for piece in _raw_pieces(report):
        found.append((at, piece[1]))
        at += piece[0]
    return found


def _raw_pieces(report: Report) -> Iterator[tuple[int, str]]:
    """Lengths and kinds of the runs that the printed page marks, counted in signs of the note itself."""
    text, at = report.text, 0
    for piece in pieces(report):
        length = _length(text, at, piece.text)
        yield length, piece.kind
        at += length


def _length(text: str, at: int, shown: str) -> int:
    """How many signs of the note a shown run stands for; signs that are written out are longer than they were."""
    if text[at : at + len(shown)] == shown:
        return len(shown)
    end = at
    while end < len(text) and len(visible(text[at:end])) < len(shown):
        end += 1
    return end - at


def _kind_at(kinds: Sequence[tuple[int, str]], place: int) -> str:
    return next((kind for start, kind in reversed(kinds) if start <= place), "")


def _proves(found: Mapping[str, Sequence[Span]], place: int) -> str:
    return " ".join(name for name, spans in found.items() if any(start <= place < end for start, end in spans))
