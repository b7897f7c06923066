"""What was asked of a check, as it is kept beside the note, so that the same check can be made again."""

from __future__ import annotations

import json
from dataclasses import dataclass

from romberg.batch import Options, options
from romberg.report import Report
from romberg.visit import BilledLine


@dataclass(frozen=True, slots=True)
class Asked:
    """Payer, ZIP code and day as a person gives them, empty where they are left to the note, and the charges.

    `charges` is None where the note's own are compared.
    """

    payer: str = ""
    zip5: str = ""
    on: str = ""
    charges: tuple[BilledLine, ...] | None = None

    def text(self) -> str:
        """As it is kept: the same question is always the same text."""
        charges = None
        if self.charges is not None:
            charges = [[one.code, one.units, list(one.modifiers)] for one in self.charges]
        return json.dumps({"payer": self.payer, "zip": self.zip5, "on": self.on, "charges": charges}, sort_keys=True)

    def options(self) -> Options:
        """The options of the check; raises Unreadable where a payer, ZIP code or day is none (any more)."""
        return Options(
            payer=options.payer(self.payer) if self.payer else None,
            zip5=options.zip5(self.zip5) if self.zip5 else None,
            on=options.day(self.on) if self.on else None,
            claim=self.charges or None,
        )


def read_asked(kept: str) -> Asked:
    """What was asked, out of what `text` gave."""
    held = json.loads(kept)
    charges = held["charges"]
    if charges is not None:
        charges = tuple(BilledLine(code, units, tuple(modifiers)) for code, units, modifiers in charges)
    return Asked(held["payer"], held["zip"], held["on"], charges)


def asked_of(report: Report, given: Options) -> Asked:
    """What was asked of a report, with what a document told beside the note: its day and its charges."""
    header = report.header
    on = given.on or (header.document.service_date if header.document is not None else None)
    charges = tuple(BilledLine(one.code, one.units, one.modifiers) for one in report.billed)
    return Asked(
        given.payer or "", header.zip5 or "", on.isoformat() if on else "", charges if header.claim_given else None
    )
