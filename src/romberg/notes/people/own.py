"""Whose note it is: in a session that two disciplines share, each tells of the other's people too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from romberg.notes.people.credentials import discipline, roles
from romberg.notes.people.names import same_person
from romberg.notes.people.performer import Performer
from romberg.visit import Clinician, Span

_APART = ("PT", "OT", "SLP")  # a chiropractor's or a doctor's office can have people of any of them


def is_own(theirs: str | None, own: str | None) -> bool:
    """Whether somebody of a discipline can have furnished the services of a note; where one is not known, they can."""
    return theirs is None or own not in _APART or theirs == own


def as_furnished(told: Iterable[Performer], clinicians: Iterable[Clinician]) -> list[Performer]:
    """Who furnished what: a student's work under an assistant is the assistant's where no therapist is named."""
    roles = {one.role for one in clinicians}
    if "student" not in roles or "assistant" not in roles or not roles <= {"student", "assistant", "aide"}:
        return list(told)
    return [replace(one, role="assistant") if one.role == "student" and one.supervised else one for one in told]


def with_furnishers(clinicians: Sequence[Clinician], told: Iterable[Performer]) -> tuple[Clinician, ...]:
    """The people of a note, with each helper who is named only where the work is: "TE 20 min - K. Stout ATC"."""
    found = list(clinicians)
    for one in told:
        if one.name is None or one.role not in _HELPERS or one.name.isupper():
            continue
        if any(word in roles() for word in one.name.split()):
            continue
        if not any(same_person(one.name, two.name) for two in found):
            found.append(Clinician(one.name, one.letters, one.role, False, (Span(one.start, one.end),)))
    return tuple(found)


_HELPERS = ("assistant", "student", "aide")


def of_discipline(clinicians: Iterable[Clinician], own: str | None) -> tuple[Clinician, ...]:
    """The people of a note without those of another discipline who did not sign it."""
    return tuple(one for one in clinicians if one.signed or is_own(discipline(one.credential), own))
