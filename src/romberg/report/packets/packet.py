"""The packet that answers a record request: its papers in order, what is there and what is not, and two tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from romberg.knowledge.payers import Card
from romberg.report.packets.checklist import Check, checklist
from romberg.report.packets.exhibits import Exhibit, exhibits
from romberg.report.packets.rows import EvidenceRow, SignatureRow, evidence, signatures
from romberg.report.report import Report


@dataclass(frozen=True, slots=True)
class Packet:
    """All of it. `unread` are files that could not be read, with the reason; `partly` are read in part only."""

    card: Card
    papers: tuple[Exhibit, ...]
    checks: tuple[Check, ...]
    signatures: tuple[SignatureRow, ...]
    evidence: tuple[EvidenceRow, ...]
    unread: tuple[tuple[str, str], ...]
    partly: tuple[tuple[str, str], ...]
    first: date | None
    last: date | None

    @property
    def missing(self) -> tuple[Check, ...]:
        """What is asked for and is not among the papers."""
        return tuple(one for one in self.checks if one.state in ("named only", "absent"))


def packet(reports: Sequence[Report], unread: Sequence[tuple[str, str]] = ()) -> Packet | None:
    """The packet of an episode's notes, by the card of the latest of them; None where no paper could be read."""
    papers = exhibits(reports)
    if not papers:
        return None
    days = [one.on for one in papers if one.on is not None]
    latest = max(papers, key=lambda one: (one.on or date.min, one.number))
    card = latest.report.header.card
    return Packet(
        card,
        papers,
        checklist(papers, card),
        signatures(papers),
        evidence(papers),
        tuple(unread),
        tuple(one for paper in papers for one in _partly(paper)),
        min(days, default=None),
        max(days, default=None),
    )


def _partly(paper: Exhibit) -> list[tuple[str, str]]:
    """What of a file is not in the packet although the file is."""
    visit, found = paper.report.header.coded.visit, []
    if visit.visits_in_file > 1:
        told = f"the tables tell of that of {visit.service_date} alone"
        found.append((paper.source, f"The file holds {visit.visits_in_file} visits, and {told}."))
    if paper.report.header.partial:
        found.append((paper.source, "A part of the file was not read (a picture, or a part of another kind)."))
    return found
