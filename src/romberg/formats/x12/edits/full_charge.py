"""Assistants' lines that are charged in full in a file whose charges are what Medicare pays (SNIP 7).

Most clinics charge their own fee for everybody and Medicare takes its 15 percent off what it allows: a line with CQ or
CO at the full fee is right then. Where every charge of the file lies close to the published amount, the biller charges
what is to be paid, and an assistant's line at the full amount expects too much.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from romberg.formats.x12.edits.catalogue import Found
from romberg.formats.x12.edits.claim import Look
from romberg.formats.x12.segments import Segment
from romberg.formats.x12.values import cents, element, number
from romberg.knowledge import parameters, tables

_MEDICARE = "MB"
_ASSISTANTS = {"CQ": "GP", "CO": "GO"}
_NEAREST, _FARTHEST = (
    Decimal("0.75"),
    Decimal("1.25"),
)  # of the published amount: places pay more and less than the nation


class _Charged(NamedTuple):
    """What a line charges for one unit, in cents, and as a share of the published amount; None where none is known."""

    segment: Segment
    code: str
    each: Decimal
    share: Decimal | None
    assisted: bool


def found(looks: Sequence[Look]) -> Iterator[Found]:
    """Each assistant's line that is charged like a therapist's, where the charges are what Medicare pays."""
    lines = [line for look in looks if look.filing == _MEDICARE for line in _lines(look)]
    full = [line for line in lines if not line.assisted]
    shares = [line.share for line in full if line.share is not None]
    if not shares or any(not _NEAREST <= share <= _FARTHEST for share in shares):
        return
    alike = {(line.code, line.each) for line in full}
    codes, least = {line.code for line in full}, min(shares)
    for line in (one for one in lines if one.assisted):
        by_share = line.code not in codes and line.share is not None and least <= line.share <= _FARTHEST
        if (line.code, line.each) in alike or by_share:
            yield Found("assistant_charged_in_full", "SV1", line.segment.number, "SV102")


def _lines(look: Look) -> Iterator[_Charged]:
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
        yield _Charged(one, code, each, each / published if published else None, assisted)


@cache
def _published(code: str, on: date) -> Decimal | None:
    """Cents of one unit nationally, in an office; None where the tables hold no amount for it."""
    values, factor = tables.rvu(code, on), parameters.step("medicare.conversion_factor.general", on)
    if values is None or factor is None or values.office is None or not values.work:
        return None
    return (values.work + values.office + (values.malpractice or 0)) * Decimal(str(factor.value)) * 100
