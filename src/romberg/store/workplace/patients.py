"""Patients of a clinic, found again by the number of their record, else by name and birth date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from romberg.store.workplace import trail
from romberg.store.workplace.desk import Desk, new_id
from romberg.store.workplace.tables import patients


@dataclass(frozen=True, slots=True)
class Patient:
    """One patient; `identifier` is the number of the clinic's record, `born` a date as 1944-03-02, None if unknown."""

    id: str
    name: str
    identifier: str | None
    born: str | None


def known(desk: Desk, name: str, identifier: str | None = None, born: str | None = None) -> Patient:
    """The patient of that record number, else of that name and birth date, taken in now where there is none.

    Two of one name without a number or a birth date are one patient: nothing tells them apart.
    """
    index, number = desk.sealer.index("name", name), _number(desk, identifier)
    desk.turn(f"patient/{number or index}")
    found = _found(desk, index, number, born)
    if found is not None:
        return found
    patient = Patient(new_id(), name, identifier, born)
    desk.insert(
        patients, id=patient.id, name=name, name_index=index, identifier=identifier, identifier_index=number,
        born=born, details=None, **desk.made(),
    )  # fmt: skip
    trail.note(desk, "write", f"patient/{patient.id}")
    return patient


def opened(desk: Desk, patient: str) -> Patient | None:
    """A patient by identifier; None where the clinic has none such."""
    row = desk.one(patients, id=patient)
    if row is None:
        return None
    trail.note(desk, "read", f"patient/{patient}")
    return _patient(row)


def sought(desk: Desk, words: str) -> list[Patient]:
    """The patients whose whole name, or whose record number, is just that; letters' case and spaces aside."""
    name, number = desk.sealer.index("name", words), _number(desk, words)
    rows = desk.all(patients, (patients.c.name_index == name) | (patients.c.identifier_index == number))
    trail.note(desk, "read", "patients", count=len(rows))
    return [_patient(row) for row in rows]


def listed(desk: Desk, after: str = "", limit: int = 100) -> list[Patient]:
    """The clinic's patients from one identifier on, page by page."""
    rows = desk.all(patients, patients.c.id > after, order_by=patients.c.id, limit=limit)
    trail.note(desk, "read", "patients", count=len(rows))
    return [_patient(row) for row in rows]


def counted(desk: Desk) -> int:
    """How many patients the clinic has."""
    return desk.count(patients)


def _found(desk: Desk, index: str, number: str | None, born: str | None) -> Patient | None:
    if number is not None:
        row = desk.one(patients, identifier_index=number)
        if row is not None:
            return _patient(row)
    alike = [_patient(row) for row in desk.all(patients, patients.c.name_index == index)]
    alike = [one for one in alike if number is None or one.identifier is None]
    return next((one for one in alike if born is None or one.born in (None, born)), None)


def _number(desk: Desk, identifier: str | None) -> str | None:
    return None if identifier is None else desk.sealer.index("identifier", identifier)


def _patient(row: dict[str, Any]) -> Patient:
    return Patient(row["id"], row["name"], row["identifier"], row["born"])
