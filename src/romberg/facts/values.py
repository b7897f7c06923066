"""What the facts of a call hold: two frames, the units behind them, and where each row came from."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from romberg.claims import ClaimHead
from romberg.coding.procedure import CodedVisit, Procedure
from romberg.facts.episode.beside import NOTHING, Beside
from romberg.knowledge.payers import Card
from romberg.visit import BilledLine


@dataclass(frozen=True, slots=True)
class LineSource:
    """A line of facts and what stands behind it: the charge, if any, and the services that the note's words support."""

    code: str
    billed: BilledLine | None
    procedures: tuple[Procedure, ...]

    @property
    def supported_code(self) -> str | None:
        """The code that the words support, None where there are none."""
        return self.procedures[0].code if self.procedures else None


@dataclass(frozen=True, slots=True)
class VisitSource:
    """One visit of the call: what was coded, the payer's card, the charges and the lines that came of them.

    `claimed` tells whether the charges are those of a claim, and not of the note; `head` is what the claim says beside
    its lines, `beside` what the patient's and the clinician's other notes tell, where they were looked at.
    """

    coded: CodedVisit
    card: Card
    billed: tuple[BilledLine, ...]
    lines: tuple[LineSource, ...]
    claimed: bool = False
    head: ClaimHead = field(default_factory=ClaimHead)
    beside: Beside = NOTHING


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """Every fact of a call.

    `visits` has one row a visit; `lines` one row a line, with the facts of its visit beside it; `units` one row
    for each visit and supported code, as counted (minutes, units by each rule, units that carry CQ or CO).
    """

    visits: pl.DataFrame
    lines: pl.DataFrame
    units: pl.DataFrame
    sources: tuple[VisitSource, ...]
