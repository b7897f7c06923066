"""A patient's kept visits looked at together: the newest version of each, checked with what the others tell of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import partial

from romberg.batch import Failure, Options, check_together
from romberg.report import Report
from romberg.store.intake import Asked, read_asked
from romberg.store.workplace import Desk, trail
from romberg.store.workplace.tables import visit_versions, visits
from romberg.visit import Document

MOST_VISITS = 400  # of one patient; more are told, and the latest are looked at


@dataclass(frozen=True, slots=True)
class Held:
    """One kept visit of a patient: its identifier, its day and what was asked of it, its words."""

    visit_id: str
    number: int
    service_date: date | None
    status: str
    note: str
    asked: Asked


@dataclass(frozen=True, slots=True)
class Episode:
    """A patient's visits in the order of their days, with the report on each; `unread` are those without one."""

    visits: tuple[tuple[Held, Report], ...]
    unread: tuple[tuple[Held, str], ...] = ()


def held_of(desk: Desk, patient: str, clinician: str | None = None) -> list[Held]:
    """A patient's kept visits, the newest version of each, or those of one clinician alone; that goes on the trail."""
    of_patient = [visits.c.patient_id == patient]
    if clinician is not None:
        of_patient.append(visits.c.clinician_id == clinician)
    newest_first = (visits.c.service_date.desc(), visits.c.id)
    rows = {one["id"]: one for one in desk.all(visits, *of_patient, order_by=newest_first, limit=MOST_VISITS)}
    if not rows:  # nothing was read; the name may be anything that stood in an address
        return []
    found = desk.all(visit_versions, visit_versions.c.visit_id.in_(rows))
    trail.note(desk, "read", trail.subject("patient", patient), visits=len(rows))
    return [
        Held(
            one["visit_id"], one["number"], one["service_date"], rows[one["visit_id"]]["status"], one["note"],
            read_asked(one["asked"]),
        )
        for one in found
        if one["number"] == rows[one["visit_id"]]["newest"]
    ]  # fmt: skip


def episode(held: list[Held], patient: str) -> Episode:
    """The visits checked together; each with its own charges, and by the payer that was chosen for most of them."""
    chosen = Counter(one.asked.payer for one in held).most_common(1)
    places = Counter(one.asked.zip5 for one in held).most_common(1)
    options = Options(payer=(chosen[0][0] or None) if chosen else None, zip5=(places[0][0] or None) if places else None)
    ordered = sorted(held, key=lambda one: (one.service_date or date.max, one.visit_id))
    notes = [(one.visit_id, partial(_document, one, patient)) for one in ordered]
    found = {_source(one): one for one in check_together(notes, options, ("episode",)).found}
    read, unread = [], []
    for one in ordered:
        report = found.get(one.visit_id)
        if isinstance(report, Report):
            read.append((one, report))
        elif isinstance(report, Failure):
            unread.append((one, report.error.says))
    return Episode(tuple(read), tuple(unread))


def _document(one: Held, patient: str) -> Document:
    """A kept note with what was said beside it; all are one patient's, whatever their heads call that patient."""
    on = date.fromisoformat(one.asked.on) if one.asked.on else one.service_date
    by = "the claim" if one.asked.charges else ""
    return Document(one.note, "text", service_date=on, billed=one.asked.charges, billed_by=by, patient=patient)


def _source(one: Report | Failure) -> str:
    return one.header.source if isinstance(one, Report) else one.source
