"""One line of an ExplanationOfBenefit, and the reasons for which less was paid than charged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from romberg.claims import Adjustment, LinePayment
from romberg.formats.documents.fhir_resources import Resource, items, text_at
from romberg.formats.fhir.amounts import amount, category, count, day, of_category
from romberg.formats.fhir.coding import CARC, GROUP, RARC

_REASONED = ("adjustmentreason", "denialreason")
# What a category says by itself: the patient's shares (group PR, reasons 1 to 3) and the contract's cut (CO-45).
_BY_CATEGORY = {
    "deductible": ("PR", "1"),
    "coinsurance": ("PR", "2"),
    "copay": ("PR", "3"),
    "discount": ("CO", "45"),
}
_Read = tuple[tuple[Adjustment, ...], tuple[str, ...], bool]


def line(one: Resource) -> LinePayment:
    """What was paid for one line."""
    told = list(items(one.get("adjudication")))
    adjustments, rarcs, unread = adjusted(told)
    return LinePayment(
        code=text_at(one, "productOrService", "coding", "code"),
        modifiers=tuple(code for each in items(one.get("modifier")) if (code := text_at(each, "coding", "code"))),
        charge_cents=_submitted(one, told),
        paid_cents=of_category(told, "paidtoprovider", "benefit"),
        units=count(next((each.get("value") for each in told if category(each) == "allowedunits"), None)),
        billed_units=count(next(items(one.get("quantity")), {}).get("value")),
        service_date=day(text_at(one, "servicedDate") or text_at(one, "servicedPeriod", "start")),
        adjustments=adjustments,
        rarcs=rarcs,
        allowed_cents=of_category(told, "eligible"),
        adjustments_unread=unread,
    )


def _submitted(one: Resource, told: Sequence[Resource]) -> int | None:
    found = of_category(told, "submitted")
    return amount(one.get("net")) if found is None else found


def adjusted(told: Sequence[Resource]) -> _Read:
    """The adjustments, the remarks, and whether a cut stands there whose reason or amount is not told.

    Where reasons carry their amounts they say all; else the categories are taken, each for what it says by itself.
    """
    reasoned = [one for one in told if category(one) in _REASONED and one.get("amount")]
    found = list(_by_reason(reasoned) if reasoned else _by_category(told))
    known = tuple(one for one in found if one is not None)
    return known, tuple(_codes(told, RARC)), len(known) < len(found)


def _by_reason(reasoned: Sequence[Resource]) -> Iterator[Adjustment | None]:
    for one in reasoned:
        cents, carc = amount(one.get("amount")), next(_codes([one], CARC), "")
        group = next(_codes([one], GROUP), "")
        yield None if cents is None or not carc else Adjustment(group, carc, cents, count(one.get("value")))


def _by_category(told: Sequence[Resource]) -> Iterator[Adjustment | None]:
    for one in told:
        cents = amount(one.get("amount"))
        if category(one) in _BY_CATEGORY and cents != 0:
            yield None if cents is None else Adjustment(*_BY_CATEGORY[category(one)], cents)
        elif category(one) == "noncovered" and cents != 0:
            denials = [each for each in told if category(each) in _REASONED]
            carc = next(_codes([one, *denials], CARC), "")
            group = next(_codes([one, *denials], GROUP), "")
            yield None if cents is None or not carc else Adjustment(group, carc, cents)


def _codes(told: Sequence[Resource], system: str) -> Iterator[str]:
    for one in told:
        for reason in items(one.get("reason")):
            for coding in items(reason.get("coding")):
                if coding.get("system") == system and isinstance(coding.get("code"), str):
                    yield coding["code"]
