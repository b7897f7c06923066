"""The words of the note behind a finding: which spans prove the facts that a rule names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from romberg.coding.procedure import Procedure
from romberg.facts.pairs import pair_facts
from romberg.facts.values import LineSource, VisitSource
from romberg.visit import ELEMENTS, Span

_TOPICS = ("header", "plan", "flags", "remarks", "report", "contradictions")
_Find = Callable[[VisitSource, LineSource | None], Iterable[Span]]


def spans(source: VisitSource, line: LineSource | None, proof: Sequence[str]) -> tuple[Span, ...]:
    """The spans behind the named proofs, in the order of the note, each once."""
    found = {span for name in proof for span in _spans(source, line, name)}
    return tuple(sorted(found))


def known(proof: str) -> bool:
    """Whether a rule may name this proof."""
    topic, _, rest = proof.partition(".")
    if topic == "documentation":
        return rest in ELEMENTS
    return proof in _FIND or (topic in _TOPICS and bool(rest))


def _spans(source: VisitSource, line: LineSource | None, name: str) -> Iterable[Span]:
    visit = source.coded.visit
    topic, _, rest = name.partition(".")
    if topic == "documentation":
        return visit.documentation.get(rest, ())
    if topic == "header":
        return visit.header_spans.get(rest, ())
    if topic == "plan":
        return visit.plan.spans.get(rest, ())
    if topic == "report":
        return visit.record.report.get(rest.replace("_", " "), ())
    if topic == "contradictions":
        return (span for one in visit.record.contradictions if one.kind == rest for span in one.spans)
    if topic == "remarks":
        return (span for remark in visit.remarks if remark.kind == rest.replace("_", " ") for span in remark.spans)
    if topic == "flags":
        return (span for one in _procedures(source, line) for span in one.flags.get(rest, ()))
    return _FIND[name](source, line)


def _procedures(source: VisitSource, line: LineSource | None) -> tuple[Procedure, ...]:
    return line.procedures if line else source.coded.procedures


def _billed(source: VisitSource, line: LineSource | None) -> Iterator[Span]:
    charges = [line.billed] if line and line.billed else source.billed if line is None else []
    return (span for charge in charges for span in charge.spans)


def _words(source: VisitSource, line: LineSource | None) -> Iterator[Span]:
    for one in _procedures(source, line):
        yield from (span for activity in one.activities for span in activity.spans)


def _minutes(source: VisitSource, line: LineSource | None) -> Iterator[Span]:
    return (span for one in _procedures(source, line) for span in one.minutes_spans)


def _services(source: VisitSource, line: LineSource | None) -> Iterator[Span]:
    return (span for one in _procedures(source, line) for span in one.spans)


def _performers(source: VisitSource, line: LineSource | None) -> Iterator[Span]:
    return (span for one in _procedures(source, line) for share in one.shares for span in share.spans)


def _partner(source: VisitSource, line: LineSource | None) -> Iterator[Span]:
    """The words of the service with which an edit pairs the line."""
    code = pair_facts(line, source)["ncci_partner"] if line else None
    for one in (found for other in source.lines if other.code == code for found in other.procedures):
        yield from (span for activity in one.activities for span in activity.spans)


_FIND: dict[str, _Find] = {
    "pair_partner": _partner,
    "billed": _billed,
    "activities": _words,
    "minutes": _minutes,
    "services": _services,
    "performers": _performers,
    "clinicians": lambda source, _: (span for one in source.coded.visit.clinicians for span in one.spans),
    "diagnoses": lambda source, _: (span for one in source.coded.visit.diagnoses for span in one.spans),
    "measures": lambda source, _: (span for one in source.coded.visit.measures for span in one.spans),
    "conflicts": lambda source, _: (span for one in source.coded.visit.conflicts for span in one.spans),
    "copied": lambda source, _: (*source.coded.visit.copied_from, *source.beside.copied_spans),
    "earlier_contradicted": lambda source, _: source.beside.contradicted_spans,
    "maintenance": lambda source, _: source.coded.visit.maintenance,
    "signature_days": lambda source, _: (s for one in source.coded.visit.record.signature_days for s in one.spans),
    "addendum": lambda source, _: one.spans if (one := source.coded.visit.record.addendum) else (),
    "complexity": lambda source, _: source.coded.visit.record.complexity.spans,
}
