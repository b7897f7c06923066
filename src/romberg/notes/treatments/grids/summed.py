"""Rows that sum up the others of their grid by service: "TE min  24" under its exercises, "97110 | 17" over all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import dropwhile, takewhile

from romberg.notes.interventions import group_codes, scan
from romberg.notes.treatments.grids.row import Row
from romberg.notes.treatments.grids.sums import alone, service
from romberg.visit import Span


def with_sums(folded: str, rows: Sequence[Row]) -> Iterator[Row]:
    """The rows of a grid with the codes of the sums that they belong to, whose minutes are theirs."""
    told = list(dropwhile(lambda row: not row.done, rows))
    above = list(takewhile(lambda row: _sums(folded, row), told))
    if 1 < len(above) < len(told):
        return _below(folded, above, told[len(above) :])
    return _under(folded, rows)


def _first(row: Row) -> Span:
    return row.said[0] if row.said else row.activity


def _sums(folded: str, row: Row) -> bool:
    """Whether a row is a code or a service's name alone with minutes."""
    return row.minutes is not None and alone(folded, *_first(row)) is not None


def _below(folded: str, sums: Sequence[Row], rows: Sequence[Row]) -> Iterator[Row]:
    """The work under a head of sums, each row at the service among them that it speaks for most, if for any."""
    codes = [alone(folded, *_first(row)) for row in sums]
    yield from (
        row._replace(code=code, bare=True, done=bool(row.minutes)) for row, code in zip(sums, codes, strict=True)
    )
    given = [code for row, code in zip(sums, codes, strict=True) if code and row.minutes]
    for row in rows:
        code = row.code or _closest(folded, row, given)
        if code:
            yield row._replace(code=code, minutes=None, minutes_span=None)


def _closest(folded: str, row: Row, codes: Sequence[str]) -> str | None:
    """Of some services the one that the words of a row speak for most; None where they speak for none."""
    groups = [m.group for m in scan(folded, *row.activity) if m.group]
    weights = {code: sum(group_codes(group).get(code, 0) for group in groups) for code in codes}
    best = max(weights, key=lambda code: weights[code], default=None)
    return best if best and weights[best] else None


def _under(folded: str, rows: Sequence[Row]) -> Iterator[Row]:
    """Rows above "TE min  24" are its work, and its minutes are theirs: their own are parts of the sum."""
    above: list[Row] = []
    for row in rows:
        code = service(folded, *_first(row))
        if code is None:
            above.append(row)
            continue
        yield from (one if one.code else one._replace(code=code, minutes=None, minutes_span=None) for one in above)
        yield row._replace(code=code, bare=True, done=row.done and bool(row.minutes))
        above = []
    yield from above
