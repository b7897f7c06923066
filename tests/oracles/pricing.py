"""Prices visits slowly and plainly, unit by unit with Decimal: the twin that the fast frames are held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from romberg.knowledge import parameters, tables
from romberg.money import half_up

ONE = Decimal(1)


@dataclass(frozen=True)
class Line:
    """A line as the oracle takes it."""

    code: str
    units: int
    assistant: bool = False


@dataclass(frozen=True)
class Paid:
    """What the oracle finds for one line, in cents."""

    allowed: int
    payer: int
    patient: int


def known(path: str, on: date) -> Decimal:
    """A parameter's value on a day as a Decimal."""
    step = parameters.step(path, on)
    assert step is not None
    return Decimal(str(step.value))


def unit(code: str, where: tuple[str, str] | None, on: date, practice_share: Decimal = ONE) -> int:
    """Cents of one unit, with a share of its practice expense."""
    values = tables.rvu(code, on)
    assert values is not None
    index = tables.gpci(*where, on) if where else None
    work, practice, malpractice = (index.work, index.practice, index.malpractice) if index else (ONE, ONE, ONE)
    worth = values.work * work + values.office * practice * practice_share + values.malpractice * malpractice
    return int(half_up(worth * known("medicare.conversion_factor.general", on) * 100))


def allowed(lines: Sequence[Line], where: tuple[str, str] | None, on: date) -> list[int]:
    """The allowed cents of each line: every unit by itself, the dearest in practice expense first."""
    every = [(number, line.code) for number, line in enumerate(lines) for _ in range(line.units)]
    therapy = [one for one in every if one[1] in tables.mppr_codes(on.year)]
    first = max(therapy, key=lambda one: (_practice(one[1], on), unit(one[1], where, on), -one[0]), default=None)
    share = 1 - known("medicare.multiple_procedure_reduction.practice_expense_cut", on) / 100
    totals = [0] * len(lines)
    for one in every:
        number, code = one
        whole = one not in therapy or one == first
        if one == first:
            first = None
        totals[number] += unit(code, where, on) if whole else unit(code, where, on, share)
    return totals


def _practice(code: str, on: date) -> Decimal:
    values = tables.rvu(code, on)
    assert values is not None
    return values.office


def price(lines: Sequence[Line], where: tuple[str, str] | None, on: date, deductible: int = 0) -> list[Paid]:
    """What each line pays: deductible, coinsurance, assistant and sequestration one after the other."""
    found = []
    for line, amount in zip(lines, allowed(lines, where, on), strict=True):
        open_part = min(deductible, amount)
        deductible -= open_part
        rest = Decimal(amount - open_part)
        coinsurance = half_up(rest * known("medicare.coinsurance.part_b", on) / 100)
        share = rest - coinsurance
        if line.assistant:
            share -= half_up(share * (100 - known("medicare.assistant.payment_percent", on)) / 100)
        share -= half_up(share * known("medicare.sequestration.payment_cut", on) / 100)
        found.append(Paid(amount, int(share), open_part + int(coinsurance)))
    return found
