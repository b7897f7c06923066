"""One claim as the edits look at it: its segments by their places, with its levels above it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from romberg.formats.x12.edits.walk import Held
from romberg.formats.x12.segments import Segment
from romberg.formats.x12.values import day, element

_DIAGNOSES = ("ABK", "ABF", "BK", "BF")


class Diagnosis(NamedTuple):
    """A diagnosis of a claim: its qualifier (ABK, ABF, BK, BF), code, segment and the number of the element."""

    kind: str
    code: str
    segment: Segment
    at: int


@dataclass(frozen=True, slots=True)
class Look:
    """A claim (2300) with its billing provider (2000A), subscriber (2000B) and patient (2000C) levels."""

    claim: Held
    billing: Held
    subscriber: Held
    patient: Held | None
    component: str

    @property
    def clm(self) -> Segment:
        """CLM."""
        return self.claim.first

    @property
    def lines(self) -> list[Held]:
        """The service lines (2400)."""
        return [one for one in self.claim.inside if one.loop.name == "2400"]

    @property
    def filing(self) -> str:
        """How the payer files (SBR09): MB is Medicare."""
        return next((element(one.elements, 9) for one in self.subscriber.rows("SBR")), "")

    @property
    def diagnoses(self) -> list[Diagnosis]:
        """Each diagnosis, in order."""
        told = (
            Diagnosis(element(self.parts(part), 0), element(self.parts(part), 1), one, at)
            for one in self.claim.rows("HI")
            for at, part in enumerate(one.elements[1:], 1)
        )
        return [one for one in told if one.kind in _DIAGNOSES]

    def parts(self, text: str) -> list[str]:
        """The parts of a composite element."""
        return text.split(self.component)

    def days(self, line: Held) -> tuple[Segment | None, date | None, date | None]:
        """The segment of a line's days of service, the first and the last of them."""
        one = next(line.rows("DTP", "472"), None)
        if one is None:
            return None, None, None
        first, _, last = element(one.elements, 3).partition("-")
        return one, day(first), day(last) if last else day(first)

    def service(self, line: Held) -> tuple[Segment | None, str, list[str]]:
        """SV1 of a line, its code and its modifiers."""
        one = next(line.rows("SV1"), None)
        parts = self.parts(element(one.elements, 1)) if one else []
        return one, element(parts, 1), [part for part in parts[2:6] if part]

    def party(self, holder: Held, loop: str) -> Segment | None:
        """NM1 of a loop inside another one; None where it has none."""
        return next((one.first for one in holder.inside if one.loop.name == loop), None)


def looks(root: Held, component: str) -> Iterator[Look]:
    """Every claim of a transaction."""
    for billing in (one for one in root.inside if one.loop.name == "2000A"):
        for insured in (one for one in billing.inside if one.loop.name == "2000B"):
            yield from _under(insured, Look(insured, billing, insured, None, component))
            for patient in (one for one in insured.inside if one.loop.name == "2000C"):
                yield from _under(patient, Look(insured, billing, insured, patient, component))


def _under(holder: Held, level: Look) -> Iterator[Look]:
    for one in holder.inside:
        if one.loop.name == "2300":
            yield Look(one, level.billing, level.subscriber, level.patient, level.component)
