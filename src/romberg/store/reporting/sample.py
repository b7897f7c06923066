"""The sample of an audit report: visits that anybody draws again from the seed, each with its check and its proof."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from romberg.formats.unreadable import Unreadable
from romberg.report import Report
from romberg.report.sampling.drawing import number
from romberg.store.intake import fresh_report, kept_report
from romberg.store.reporting.audit import Scope
from romberg.store.workplace import Desk, Workplace, patients, visits
from romberg.store.workplace.tables import visits as rows
from romberg.store.workplace.visits import Version

MOST_DRAWN: Final = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A visit of the sample: its version, its patient's name (empty where it is not to be told), its report or why not.

    `sha256` is of the note's words, by which anybody proves that the note is still the same.
    """

    version: Version
    patient: str
    report: Report | None
    says: str

    @property
    def sha256(self) -> str:
        """The fingerprint of the note's words."""
        return hashlib.sha256(self.version.note.encode("utf-8", "surrogatepass")).hexdigest()


def drawn(desk: Desk, scope: Scope, seed: str, count: int) -> tuple[str, ...]:
    """The visits that a seed draws, in the order of drawing: those with the smallest SHA-256 of seed and name."""
    found = [one.id for one in desk.read(select(rows.c.id).where(*scope.where()))]
    ranked = sorted(found, key=lambda one: (number(seed, one), one))
    return tuple(ranked[: max(0, min(count, MOST_DRAWN))])


def shown(workplace: Workplace, clinic: str, actor: str, names: Sequence[str], named: bool) -> tuple[Shown, ...]:
    """The visits of a sample with their reports; that each was read is on the trail."""
    found = []
    for name in names:
        with workplace.desk(clinic, actor) as desk:
            version = visits.opened(desk, name)
            kept = kept_report(desk, version) if version is not None else None
            patient = patients.opened(desk, version.patient_id) if named and version and version.patient_id else None
        if version is not None:
            found.append(_shown(workplace, clinic, actor, version, (patient.name if patient else "", kept)))
    return tuple(found)


def _shown(workplace: Workplace, clinic: str, actor: str, version: Version, known: tuple[str, Report | None]) -> Shown:
    patient, report = known
    if report is not None:
        return Shown(version, patient, report, "")
    try:
        return Shown(version, patient, fresh_report(workplace, clinic, actor, version), "")
    except Unreadable as error:
        return Shown(version, patient, None, error.says)
