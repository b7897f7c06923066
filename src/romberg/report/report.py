"""What Romberg says of one visit: what its words support, what is wrong, what it pays, and what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from romberg.knowledge import editions
from romberg.pricing import Price
from romberg.report.plain import plain
from romberg.report.values import Header, Light, ReportedFinding, SupportedLine, UnitCounts, Verdict
from romberg.visit import BilledLine


@dataclass(frozen=True, slots=True)
class Report:
    """What Romberg says of one visit; `as_dict()` is the object of the schema `romberg.check/1`."""

    header: Header
    billed: tuple[BilledLine, ...]
    supported: tuple[SupportedLine, ...]
    units: UnitCounts
    findings: tuple[ReportedFinding, ...]
    price: Price
    verdict: Verdict
    unknown: tuple[str, ...]

    @property
    def text(self) -> str:
        """The note as given; all spans are places in it."""
        return self.header.coded.visit.text

    @property
    def knowledge(self) -> str:
        """Which knowledge answered: the bundled version, and each imported release that speaks for the visit's day."""
        return editions.version(self.header.coded.visit.service_date)

    @property
    def score(self) -> int:
        """0 to 100: how much of what payers ask for the note shows."""
        return self.verdict.score

    @property
    def light(self) -> Light:
        """green, yellow or red; grey where a part of the file was not read."""
        return self.verdict.light

    @property
    def billed_from(self) -> str | None:
        """Where the charges stand that were compared with the note; None where there are none."""
        document = self.header.document
        if self.header.claim_given:
            beside = document is not None and document.billed == self.billed
            return document.billed_by if document is not None and beside else "the option"
        return "the note" if self.billed else None

    @property
    def blocks(self) -> bool:
        """Whether a finding blocks the claim."""
        return any(one.finding.severity == "blocks" for one in self.failed)

    @property
    def failed(self) -> tuple[ReportedFinding, ...]:
        """The findings that failed, in the order in which to fix them."""
        return tuple(one for one in self.findings if one.finding.outcome == "fail")

    @property
    def fixes(self) -> tuple[str, ...]:
        """What to do first: the corrections of what blocks or is a risk, each once; no hints.

        The cheapest come first: those that the record itself proves, then those that a clinician must attest; in each
        the gravest.
        """
        found = [one.finding for one in self.failed if one.finding.severity != "informs"]
        grave = sorted(found, key=lambda one: not one.safe_fix)
        return tuple(dict.fromkeys(one.fix for one in grave if one.fix))

    def as_dict(self) -> dict[str, Any]:
        """The report as a plain object, as JSON carries it."""
        return plain(self)
