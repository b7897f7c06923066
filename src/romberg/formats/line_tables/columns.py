"""Our own table of claim lines: its columns, what each means, and which must be there (docs/audit.md shows it)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "whole", "day", "dollars"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, the kind of its cells, whether a table must have it, and what it means.

    A `day` is written 2026-03-12, 20260312, 03/12/2026 or 12-Mar-2026; `dollars` have at most two places. `several`
    may stand in one cell, apart by a space or a sign, or in columns of their own (modifier_1, modifier_2).
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    several: bool = False


COLUMNS = (
    Column("patient", "text", "Whom the payer knows by this number; lines of one patient stand together.", True),
    Column("claim", "text", "The claim's number.", True),
    Column("line", "whole", "The line's number within its claim; without it lines stand in the order of their cells."),
    Column("service_date", "day", "The day of service.", True),
    Column("last_date", "day", "The last day, where a line tells a range; a line over several days is not audited."),
    Column("code", "text", "The procedure code.", True),
    Column("units", "whole", "Units billed, from 0 to 999.", True),
    Column("modifiers", "text", "Modifiers in their order.", several=True),
    Column("minutes", "whole", "Minutes at the charge, where the biller gives them."),
    Column("charge", "dollars", "What is charged for the whole line."),
    Column("paid", "dollars", "What the payer paid for the line; without it our own price stands for the money."),
    Column("payer", "text", "A payer card's name, or the payer's name as notes have it; --payer stands for all."),
    Column("filing", "text", "The claim filing indicator (MB, CI, 16 ...), beside the payer's name or instead of it."),
    Column("rendering_npi", "text", "Who treated."),
    Column("billing_npi", "text", "Who bills; lines of one biller, patient and day are priced together."),
    Column("referring_npi", "text", "Who referred, or certified the plan."),
    Column("taxonomy", "text", "The treating clinician's taxonomy code."),
    Column("place", "text", "The place of service in two digits."),
    Column("zip", "text", "The ZIP code of the place, five or nine digits; without it prices are national."),
    Column("mac", "text", "The contractor's number, where the locality is known and not the ZIP."),
    Column("locality", "text", "The payment locality, beside `mac`."),
    Column("diagnoses", "text", "The claim's diagnoses in their order.", several=True),
    Column("pointers", "text", "The places of the diagnoses that the line points to, from 1 (or A).", several=True),
    Column("authorization", "text", "The authorisation's number."),
    Column("filed_on", "day", "The day on which the claim was filed."),
)
BY_NAME = {one.name: one for one in COLUMNS}
REQUIRED = tuple(one.name for one in COLUMNS if one.required)
MOST_UNITS, MOST_MINUTES, MOST_CENTS = 999, 1_440, 99_999_999
