"""The parts of a report: where it comes from, what the note supports, what is wrong, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from romberg.checks.finding import Finding
from romberg.claims import ClaimHead
from romberg.coding.procedure import CodedVisit
from romberg.facts.episode.beside import NOTHING, Beside
from romberg.knowledge.payers import Card
from romberg.visit import Document

Light = Literal["green", "yellow", "red", "grey"]  # grey: a part was not read, so nothing is judged


@dataclass(frozen=True, slots=True)
class Header:
    """Where a report comes from: the note's name, its words, and how payer and date were found."""

    source: str
    coded: CodedVisit
    card: Card
    payer_from: str  # "the option", "the note", "the default"
    zip5: str | None
    claim_given: bool
    visits_in_file: int = 1  # the report is on the latest of them, or on the one that is called today's
    document: Document | None = None  # where the words stand, if not in a file of plain text
    beside: Beside = NOTHING  # what the notes beside it tell, where they were looked at
    head: ClaimHead | None = None  # what its claim says beside its lines, with the year's sums of an episode
    place: str | None = None  # the claim's place of service, two digits
    patient: str = ""  # tells the patients of notes that are looked at together apart; their days are priced together
    deductible_left_cents: int | None = None  # as the payer told, where it did

    @property
    def partial(self) -> bool:
        """Whether a part of the file that may hold words of the note was not read."""
        return self.document is not None and self.document.partial


@dataclass(frozen=True, slots=True)
class SupportedLine:
    """A line that the note supports under the payer's way of counting. `minutes` is None where the note gives none."""

    code: str
    units: int
    minutes: int | None
    assistant_minutes: int
    modifiers: tuple[str, ...]
    says: str
    minutes_to_next: int | None = None


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """Units by code under each way of counting, untimed services as 1. `supported` follows `counted_by`."""

    cms: Mapping[str, int]
    ama: Mapping[str, int]
    strict_fifteen: Mapping[str, int]
    counted_by: str
    minutes_to_next: int | None
    says: str


@dataclass(frozen=True, slots=True)
class ReportedFinding:
    """A finding with the money that hangs on it; None where the price is not known or the finding not decided."""

    finding: Finding
    at_risk_cents: int | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer in words: whether the claim stands on its documentation, and why."""

    words: str
    because: str
    score: int
    light: Light
