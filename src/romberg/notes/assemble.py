"""From a note's text to the visit that it tells of: every reader once, in one direction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from romberg.knowledge import payer_names
from romberg.notes import charges, diagnoses, elements, header, measures, people, plan_of_care, record, remarks
from romberg.notes.addressed import addressed
from romberg.notes.assertion import Asserted, of_others, with_parts
from romberg.notes.assertion import read as read_assertion
from romberg.notes.charges import Totals
from romberg.notes.conflicts import conflicts
from romberg.notes.layout import Covered, Document, cut
from romberg.notes.people.performers import mentions
from romberg.notes.people.throughout import throughout
from romberg.notes.spelling import moved, straighten
from romberg.notes.treatments import Events, Stated, events, is_better, lines_of_work, settled, stated_of
from romberg.notes.treatments import read as read_treatments
from romberg.visit import BilledLine, Clinician, NotCounted, PlanOfCare, Span, Treatment, Visit, blanked


def read(text: str) -> Visit:
    """The visit that a note tells of, each fact with its words; what the note does not say is None or empty."""
    straight = straighten(text)
    aside = addressed(straight.text)
    visit = _read(blanked(straight.text, aside))
    if aside:
        visit = replace(visit, text=straight.text, addressed=aside)
    return visit if straight.text is text and not aside else moved(visit, straight)


def _read(text: str) -> Visit:
    first = _readings(cut(text))
    if settled(first.treatments, first.said) or not (
        worked := lines_of_work(first.events, first.treatments, first.said)
    ):
        return _visit(first)
    again = _readings(cut(text, worked))
    return _visit(again if is_better(again.treatments, first.treatments, again.said) else first)


def _readings(document: Document) -> _Readings:
    stated = charges.totals(document)
    billed = charges.read(document)
    charged = tuple(span for line in billed for span in line.spans)
    asserted = read_assertion(document)
    clinicians = people.read(document)
    discipline = header.discipline(document, clinicians)
    asserted = asserted._replace(zones=with_parts(asserted.zones, of_others(document, discipline)))
    found = events(document, asserted.zones, charged, stated.timed_spans + stated.total_spans, discipline)
    said = stated_of(stated.timed_minutes, billed, discipline, stated.total_minutes)
    clinicians = people.of_discipline(clinicians, discipline)
    named = (one for one in mentions(document, clinicians) if people.is_own(one.discipline, discipline))
    told = people.as_furnished(named, clinicians)
    clinicians = people.with_furnishers(clinicians, told)
    treatments = read_treatments(found, told, said, throughout(document, clinicians, told))
    return _Readings(document, asserted, found, stated, billed, clinicians, treatments, said)


@dataclass(frozen=True, slots=True)
class _Readings:
    """What the first readers found, on its way to a visit."""

    document: Document
    asserted: Asserted
    events: Events
    stated: Totals
    billed: tuple[BilledLine, ...]
    clinicians: tuple[Clinician, ...]
    treatments: tuple[Treatment, ...]
    said: Stated


def _visit(found: _Readings) -> Visit:
    document, stated = found.document, found.stated
    measured = measures.read(document, found.asserted.others)
    timed = any(t.minutes is not None for t in found.treatments) or stated.total_minutes is not None
    proof = elements.read(document, found.treatments, measured, found.clinicians, timed, found.asserted.zones)
    day = header.service_date(document)
    card, card_spans = header.payer(document, payer_names.called())
    places = {"payer": card_spans, "timed_minutes": stated.timed_spans, "total_minutes": stated.total_spans}
    if day:
        places["service_date"] = (Span(day.start, day.end),)
    plan = plan_of_care.read(document)
    kind, diagnosed = header.kind(document), diagnoses.read(document)
    return Visit(
        text=document.text,
        service_date=day.value if day else None,
        kind=kind,
        discipline=header.discipline(document, found.clinicians),
        setting=header.setting(document),
        payer_named=card,
        timed_minutes=stated.timed_minutes,
        total_minutes=stated.total_minutes,
        clinicians=found.clinicians,
        treatments=found.treatments,
        measures=measured,
        diagnoses=diagnosed,
        documentation=proof,
        plan=plan if isinstance(plan, PlanOfCare) else PlanOfCare(),
        billed=found.billed,
        not_counted=tuple(_not_counted(found)),
        conflicts=conflicts(document, stated),
        copied_from=elements.copied(document),
        maintenance=elements.maintenance(document),
        header_spans=places,
        remarks=remarks.read(document, kind),
        record=record.read(document, kind, found.clinicians, diagnosed, found.treatments),
        visits_in_file=len(document.encounters),
    )


def _not_counted(found: _Readings) -> Iterator[NotCounted]:
    """The clauses that look like treatment and are none, each with its reason."""
    stated = [*found.events.charged, *found.events.totals]
    counted = Covered([span for t in found.treatments for a in t.activities for span in a.spans] + stated)
    text, told = found.document.text, found.events
    last_end = -1
    for zone in told.zones:
        looks = any(m.label or m.group for m in told.mentions_in(zone.start, zone.end)) or told.durations_in(
            zone.start, zone.end
        )
        if not looks or zone.start < last_end or counted.meets(zone.start, zone.end):
            continue
        start, end = _trimmed(text, zone.start, zone.end)
        if start < end:
            last_end = zone.end
            yield NotCounted(text[start:end], (Span(start, end),), zone.why)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    head = re.match(r"[\s\-*•|:;,.>]*", piece)
    start += head.end() if head else 0
    return start, start + len(text[start:end].rstrip(" \t\n|;,"))
