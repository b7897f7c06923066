"""Reads what a note says of itself; each part is looked for only where the note has a sign of it."""

from __future__ import annotations

from collections.abc import Sequence

from romberg.notes.layout import Document
from romberg.notes.record import addenda, contradictions, reports, signature_days
from romberg.visit import Clinician, Diagnosis, Kind, Treatment
from romberg.visit.record import Complexity, Record


def read(
    document: Document,
    kind: Kind,
    clinicians: Sequence[Clinician],
    diagnoses: Sequence[Diagnosis],
    treatments: Sequence[Treatment],
) -> Record:
    """The days of the signatures, what was added later, what a report shows, and what contradicts what."""
    return Record(
        signature_days=signature_days.read(document, clinicians),
        addendum=addenda.read(document),
        report={} if kind == "daily" else reports.read(document),
        complexity=reports.complexity(document) if kind == "evaluation" else Complexity(),
        contradictions=contradictions.read(document, diagnoses, treatments),
    )
