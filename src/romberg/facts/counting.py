"""The units that a call's minutes support, counted in one frame for all its visits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from romberg import units
from romberg.coding.procedure import Procedure
from romberg.facts.people import counted_minutes
from romberg.facts.values import VisitSource
from romberg.knowledge import codes
from romberg.knowledge.payers import Card

TOTAL = "total"  # the row that counts a visit's stated total treatment time as if it were one code
_COLUMNS = ("pool", "code", "timed", "minutes", "assistant_minutes", "service_date", "unit_minutes")


@dataclass(frozen=True, slots=True)
class Counted:
    """The counted rows of one call, found by visit and code.

    A code's own row stands in the visit's pool of timed minutes. Time that belongs in no pool (nobody
    attended, or nobody whom the payer pays) is counted by itself: it neither lends units
    to other codes nor takes any.
    """

    frame: pl.DataFrame
    rows: Mapping[tuple[int, str], Mapping[str, Any]]
    visits: int

    def pooled(self, visit: int, code: str) -> Mapping[str, Any] | None:
        """A code's units in the pool of its visit."""
        return self.rows.get((visit, code))

    def alone(self, visit: int, code: str) -> Mapping[str, Any] | None:
        """A code's units outside of the pool, by its own minutes."""
        return self.rows.get((self.visits + visit, code))

    def total(self, visit: int) -> Mapping[str, Any] | None:
        """The units that the stated total treatment time would hold."""
        return self.rows.get((2 * self.visits + visit, TOTAL))


def countable(procedure: Procedure, card: Card) -> bool:
    """Whether a service's time counts towards units: attended, one-to-one where timed, by someone who is paid."""
    if procedure.timed and ("unattended" in procedure.flags or "group" in procedure.flags):
        return False
    return counted_minutes(procedure, card) != 0 or procedure.minutes == 0


def count(sources: Sequence[VisitSource]) -> Counted:
    """Count every visit of the call, by every rule."""
    types = (pl.UInt32, pl.String, pl.Boolean, pl.Int64, pl.Int64, pl.Date, pl.Int64)
    rows = [row for visit, source in enumerate(sources) for row in _rows(visit, source, len(sources))]
    columns = zip(*rows, strict=True) if rows else ((),) * len(_COLUMNS)
    data = {name: list(values) for name, values in zip(_COLUMNS, columns, strict=True)}
    lines = pl.DataFrame(data, schema=dict(zip(_COLUMNS, types, strict=True))).rename({"pool": "visit"})
    counted = units.count(lines)
    keyed = {(row["visit"], row["code"]): row for row in counted.iter_rows(named=True)}
    return Counted(counted.filter(pl.col("visit") < len(sources)), keyed, len(sources))


def _rows(visit: int, source: VisitSource, visits: int) -> Iterator[tuple[Any, ...]]:
    on, card = source.coded.visit.service_date, source.card
    billable = [one for one in source.coded.procedures if "not billed" not in one.flags]
    pools = ((visit, True), (visits + visit, False))
    for pool, inside in pools:
        for code, found in _by_code(one for one in billable if countable(one, card) is inside).items():
            minutes = [counted_minutes(one, card) if inside else one.minutes for one in found]
            assistant = sum(one.assistant_minutes for one in found)
            yield pool, code, found[0].timed, added(minutes), assistant, on, _clock(code)
    total = source.coded.visit.total_minutes
    if total is not None:
        yield 2 * visits + visit, TOTAL, True, total, 0, on, 15


def _by_code(procedures: Iterable[Procedure]) -> dict[str, list[Procedure]]:
    found: dict[str, list[Procedure]] = {}
    for one in procedures:
        found.setdefault(one.code, []).append(one)
    return found


def _clock(code: str) -> int | None:
    known = codes.get(code)
    return known.unit_minutes if known else None


def added(minutes: Sequence[int | None]) -> int | None:
    """The sum of some minutes; None where one of them is not known."""
    known = [one for one in minutes if one is not None]
    return sum(known) if len(known) == len(minutes) else None
