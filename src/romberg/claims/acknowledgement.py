"""What came back before any payment: whether a file was taken, and what became of claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SegmentFault:
    """A fault that a receiver found in a file: the segment's name and number in its transaction, element and code."""

    segment: str
    position: int | None
    element: str
    code: str


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """What became of one transaction of a file (999), or of the whole file (TA1).

    `control` is the number that the file carried, `group` that of its group; `taken` False where it was refused, and
    None where that is not said.
    """

    kind: str
    control: str
    taken: bool | None
    code: str
    faults: tuple[SegmentFault, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """What became of one claim (277CA, 277): its number, the status as category and code, and the payer's number.

    `taken` False where the claim was sent back, None where the category is not known here.
    """

    claim_id: str
    category: str
    status: str
    taken: bool | None
    charge_cents: int | None = None
    payer_claim_id: str | None = None
    on: date | None = None
