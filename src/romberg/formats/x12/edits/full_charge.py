"""Assistants' lines that are charged in full in a file whose charges are what Medicare pays (SNIP 7).

Most clinics charge their own fee for everybody and Medicare takes its 15 percent off what it allows: a line with CQ or
CO at the full fee is right then. Where every charge of the file lies close to the published amount, the biller charges
what is to be paid, and an assistant's line at the full amount expects too much.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from romberg.formats.x12.edits.catalogue import Found
from romberg.formats.x12.edits.claim import Look
from romberg.formats.x12.values import cents, element, number
from romberg.knowledge import parameters, tables

_MEDICARE = "MB"
_ASSISTANTS = {"CQ": "GP", "CO": "GO"}
_NEAREST, _FARTHEST = (
    Decimal("0.75"),
    Decimal("1.25"),
)  # of the published amount: places pay more and less than the nation


class _Line(NamedTuple):
    """A line: its segment's number, code, charge of a unit, and that as a share of the published amount."""

    number: int
    code: str
    each: Decimal
    share: Decimal | None


class Charges:
    """What the therapists' lines of a file charge for Medicare, and the assistants' lines beside them."""

    def __init__(self) -> None:
        self._alike: set[tuple[str, Decimal]] = set()
        self._shares: list[Decimal] = []  # the least and the greatest
        self._assisted: list[_Line] = []

    def take(self, look: Look) -> None:
        """Look at the next claim."""
        if look.filing != _MEDICARE:
            return
        for line, assisted in _lines(look):
            if assisted:
                self._assisted.append(line)
                continue
            self._alike.add((line.code, line.each))
            if line.share is not None:
                self._shares = [min(*self._shares, line.share), max(*self._shares, line.share)] if self._shares else [
                    line.share, line.share]  # fmt: skip

    def found(self) -> Iterator[Found]:
        """Each assistant's line that is charged like a therapist's, where the charges are what Medicare pays."""
        if not self._shares or self._shares[0] < _NEAREST or self._shares[1] > _FARTHEST:
            return
        codes = {code for code, _ in self._alike}
        for one in self._assisted:
            by_share = one.code not in codes and one.share is not None and self._shares[0] <= one.share <= _FARTHEST
            if (one.code, one.each) in self._alike or by_share:
                yield Found("assistant_charged_in_full", "SV1", one.number, "SV102")


def _lines(look: Look) -> Iterator[tuple[_Line, bool]]:
    """Each line with a readable charge, and whether an assistant gave it."""
    for line in look.lines:
        one, code, modifiers = look.service(line)
        on = look.days(line)[1]
        charge = cents(element(one.elements, 2)) if one else None
        units = number(element(one.elements, 4)) if one else None
        if one is None or on is None or not charge or not units:
            continue
        each = Decimal(charge) / units
        published = _published(code, on)
        assistants = [modifier for modifier in modifiers if modifier in _ASSISTANTS]
        assisted = len(assistants) == 1 and _ASSISTANTS[assistants[0]] in modifiers
        if assisted or not assistants:
            yield _Line(one.number, code, each, each / published if published else None), assisted


@cache
def _published(code: str, on: date) -> Decimal | None:
    """Cents of one unit nationally, in an office; None where the tables hold no amount for it."""
    values, factor = tables.rvu(code, on), parameters.step("medicare.conversion_factor.general", on)
    if values is None or factor is None or values.office is None or not values.work:
        return None
    return (values.work + values.office + (values.malpractice or 0)) * Decimal(str(factor.value)) * 100
