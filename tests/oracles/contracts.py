"""Prices visits by a contract slowly and plainly, a unit at a time: the twin of the pricing of contracts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from oracles import pricing
from romberg.knowledge import codes, tables
from romberg.money import half_up


@dataclass(frozen=True)
class Line:
    """A line as the oracle takes it: its charge in cents, or None."""

    code: str
    units: int
    assistant: bool = False
    charge: int | None = None


@dataclass(frozen=True)
class Terms:
    """A contract as the oracle takes it; `also` are codes under the reduction beside Medicare's."""

    flat: Mapping[str, int] = field(default_factory=dict)
    percent: Decimal | None = None
    cap: int | None = None
    counted: str = "treatment"
    dearest_first: bool = False
    lesser: bool = False
    reduced: bool = False
    also: frozenset[str] = frozenset()
    assistant: int = 100


def _medicare(code: str, on: date, terms: Terms, share: Decimal = pricing.ONE) -> int:
    assert terms.percent is not None
    return int(half_up(pricing.unit(code, None, on, share) * terms.percent / 100))


def _full(code: str, on: date, terms: Terms) -> int:
    return terms.flat[code] if code in terms.flat else _medicare(code, on, terms)


def _counts(code: str, counted: str) -> bool:
    known = codes.get(code)
    assert known is not None
    return {"all": True, "timed": known.timed, "treatment": known.service != "evaluation"}[counted]


def _paid(lines: Sequence[Line], on: date, terms: Terms) -> list[tuple[int, str]]:
    """The single units that are paid, each with its line."""
    every = [(number, line.code) for number, line in enumerate(lines) for _ in range(line.units)]
    under = [unit for unit in every if _counts(unit[1], terms.counted)]
    if terms.cap is None or len(under) <= terms.cap:
        return every
    if terms.dearest_first:
        under = sorted(under, key=lambda unit: (-_full(unit[1], on, terms), unit[0]))
    kept = list(under[: terms.cap])
    return kept + [unit for unit in every if not _counts(unit[1], terms.counted)]


def _reducible(code: str, on: date, terms: Terms) -> bool:
    return terms.reduced and code not in terms.flat and (code in tables.mppr_codes(on.year) or code in terms.also)


def _practice(code: str, on: date) -> Decimal:
    values = tables.rvu(code, on)
    assert values is not None
    return values.office


def allowed(lines: Sequence[Line], on: date, terms: Terms) -> list[int]:
    """What the contract allows for each line, in cents."""
    paid = _paid(lines, on, terms)
    under = [unit for unit in paid if _reducible(unit[1], on, terms)]
    whole = max(
        under, key=lambda unit: (_practice(unit[1], on), pricing.unit(unit[1], None, on), -unit[0]), default=None
    )
    half = 1 - pricing.known("medicare.multiple_procedure_reduction.practice_expense_cut", on) / 100
    totals = [0] * len(lines)
    for unit in paid:
        number, code = unit
        if unit == whole or not _reducible(code, on, terms):
            totals[number] += _full(code, on, terms)
            whole = None if unit == whole else whole
        else:
            totals[number] += _medicare(code, on, terms, half)
    return [_settled(line, amount, terms) for line, amount in zip(lines, totals, strict=True)]


def _settled(line: Line, amount: int, terms: Terms) -> int:
    if line.assistant:
        amount -= int(half_up(Decimal(amount) * (100 - terms.assistant) / 100))
    return min(amount, line.charge) if terms.lesser and line.charge is not None else amount


def by_values(lines: Sequence[tuple[Decimal, int]], factor: Decimal, most: Decimal | None) -> list[int]:
    """What a schedule of own relative values allows, a ten-thousandth of a value at a time."""
    left = None if most is None else int(most * 10_000)
    found = []
    for value, units in lines:
        kept = 0
        for _ in range(units):
            one = int(value * 10_000)
            kept += one if left is None else min(one, left)
            left = None if left is None else max(0, left - one)
        found.append(int(half_up(Decimal(kept) / 10_000 * factor * 100)))
    return found
