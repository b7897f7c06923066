"""The sheet that reviewers fill in, a row for each unit drawn, and how it is read back.

A reviewer writes into `correct` what should have been paid (0.00 where nothing), and into `remark` why. Everything else
stays as it was drawn: a changed row is refused, since it could only make the sample another one.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from romberg.formats import tables
from romberg.formats.sampling.amounts import cents_of, dollars
from romberg.formats.sampling.plan_file import Plan
from romberg.formats.unreadable import Unreadable
from romberg.report.sampling.drawing import Drawn
from romberg.report.sampling.estimates import Stratum

FIXED = ("stratum", "order", "unit", "paid")
FILLED = ("correct", "remark")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so would be a formula to a spreadsheet


@dataclass(frozen=True, slots=True)
class Row:
    """One reviewed unit; `correct_cents` is None where the reviewer left it empty."""

    stratum: str
    order: int
    unit: str
    paid_cents: int
    correct_cents: int | None
    remark: str


def text(drawn: Sequence[Drawn], keep: Sequence[str] = (), kept: Mapping[str, Sequence[str]] | None = None) -> str:
    """The empty sheet as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*FIXED, *keep, *FILLED))
    for one in drawn:
        cells = (kept or {}).get(one.unit.name, ())
        own = (one.stratum, one.order, one.unit.name, dollars(one.unit.paid_cents))
        writer.writerow((*own, *map(_plain, cells), "", ""))
    return out.getvalue()


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


def fingerprint(rows: Iterable[tuple[str, int, str, int]]) -> str:
    """A hash of what was drawn: stratum, order, unit and cents of each row, whatever their order in the file."""
    lines = sorted("\t".join(map(str, row)) for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def of_drawn(drawn: Sequence[Drawn]) -> str:
    """The hash of a sample just drawn."""
    return fingerprint((one.stratum, one.order, one.unit.name, one.unit.paid_cents) for one in drawn)


def read(path: str, plan: Plan) -> tuple[Row, ...]:
    """The reviewed sheet. Raises Unreadable where it is not the sample of the plan, or a cell holds no amount."""
    table = tables.read(path)
    places = [table.at(name) for name in (*FIXED, *FILLED)]
    rows = tuple(_row([row[at] for at in places], path, place) for place, row in table.rows)
    told = fingerprint((one.stratum, one.order, one.unit, one.paid_cents) for one in rows)
    if told != plan.sample_sha256:
        says = (
            f"{path} is not the sample of the plan: a row was taken out, added or changed ({len(rows):,} rows here, "
            f"{plan.drawn:,} drawn). Fill in {' and '.join(FILLED)} alone; draw the sheet anew where it is lost."
        )
        raise Unreadable("not_the_sample", says, path)
    return rows


def _row(cells: Sequence[object], path: str, place: str) -> Row:
    stratum, order, unit, paid, correct, remark = (str(cell or "").strip() for cell in cells)
    paid_cents, right = cents_of(paid), cents_of(correct) if correct else None
    wrong = "paid" if paid_cents is None else "correct" if correct and right is None else ""
    if wrong or not order.isdigit() or paid_cents is None:
        says = f"{path}, {place}: the column {wrong or 'order'!r} cannot be read; an amount is written as 31.40."
        raise Unreadable("no_amount", says, f"{path}: {place}")
    return Row(stratum, int(order), unit, paid_cents, right, remark)


def strata(rows: Sequence[Row], plan: Plan, *, unreviewed_as_overpaid: bool = False) -> tuple[Stratum, ...]:
    """The strata as reviewed. A unit without an answer is refused, or counts as overpaid in full if asked."""
    _refuse_open(rows, unreviewed_as_overpaid)
    found: dict[str, list[int]] = {one.name: [] for one in plan.strata}
    for row in rows:
        found[row.stratum].append(row.paid_cents - (row.correct_cents or 0))
    return tuple(Stratum(one.name, one.units, tuple(found[one.name])) for one in plan.strata if one.units)


def _refuse_open(rows: Sequence[Row], accepted: bool) -> None:
    still = [row.unit for row in rows if row.correct_cents is None]
    if still and not accepted:
        more = f" and {len(still) - 1:,} more" if len(still) > 1 else ""
        says = (
            f"The unit {still[0]}{more} has no amount under `correct`. Review every unit that was drawn; where a "
            "record was not produced, --no-record-is-overpaid counts it as overpaid in full, as auditors do."
        )
        raise Unreadable("not_reviewed", says, "correct")
