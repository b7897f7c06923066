"""Remittances add up to the cent, or are refused with one of two codes."""

from __future__ import annotations

import io
from dataclasses import replace

import made_remittances as made
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from romberg.claims import Adjustment, ProviderAdjustment, Remittance
from romberg.claims.balance import CANNOT_BE_EVALUATED, DOES_NOT_BALANCE, imbalances
from romberg.formats.x12 import r835

CO45, PR2 = Adjustment("CO", "45", 2_000), Adjustment("PR", "2", 1_000)
GOOD = made.remittance(
    "EFT1",
    made.claim("V-1", made.line("97112", 10_000, CO45, PR2), made.line("97110", 5_000, CO45)),
    moved=[ProviderAdjustment("WO", 1_500, "ICN9")],
)


def codes(one: Remittance) -> set[str]:
    return {each.code for each in imbalances(one)}


def with_line(**changed: object) -> Remittance:
    """GOOD with something of its first line changed."""
    (claim,) = GOOD.claims
    first = replace(claim.lines[0], **changed)  # type: ignore[arg-type]  # each test names a field of its type
    return replace(GOOD, claims=(replace(claim, lines=(first, *claim.lines[1:])),))


def with_claim(**changed: object) -> Remittance:
    """GOOD with something of its claim changed."""
    return replace(GOOD, claims=(replace(GOOD.claims[0], **changed),))  # type: ignore[arg-type]


def test_what_adds_up_is_told_nothing() -> None:
    assert imbalances(GOOD) == ()


@pytest.mark.parametrize(
    "one",
    [
        replace(GOOD, paid_cents=(GOOD.paid_cents or 0) + 1),
        replace(GOOD, is_debit=True),
        replace(GOOD, provider_adjustments=()),
        replace(GOOD, claims=(*GOOD.claims, made.claim("V-2", made.line("97110", 100)))),
        with_claim(paid_cents=10_001),
        with_claim(charge_cents=15_001),
        with_claim(adjustments=(CO45,)),
        with_claim(lines=GOOD.claims[0].lines[:1]),
        with_line(paid_cents=6_999),
        with_line(charge_cents=9_999),
        with_line(adjustments=(CO45,)),
        with_line(adjustments=(CO45, PR2, Adjustment("CO", "253", 1))),
    ],
)
def test_a_cent_too_much_or_too_little_does_not_balance(one: Remittance) -> None:
    assert codes(one) == {DOES_NOT_BALANCE}


@pytest.mark.parametrize(
    "one",
    [
        replace(GOOD, paid_cents=None),
        replace(GOOD, provider_adjustments=(ProviderAdjustment("WO", None),)),
        with_claim(paid_cents=None),
        with_claim(charge_cents=None),
        with_claim(adjustments_unread=True),
        with_line(charge_cents=None),
        with_line(paid_cents=None),
        with_line(adjustments_unread=True),
    ],
)
def test_what_is_missing_or_unreadable_cannot_be_evaluated(one: Remittance) -> None:
    assert codes(one) == {CANNOT_BE_EVALUATED}


def test_a_debit_a_reversal_and_a_payment_of_nothing_balance() -> None:
    taken_back = made.remittance("EFT2", made.reversal(GOOD.claims[0]))
    assert taken_back.is_debit
    assert imbalances(taken_back) == ()
    assert imbalances(made.remittance("EFT3")) == ()


def test_the_sentence_says_where_and_holds_no_name_or_number_of_a_patient() -> None:
    (read,) = r835.remittances(io.BytesIO(made.as_835(replace(GOOD, paid_cents=1))))
    (found,) = imbalances(read)
    assert found.segment == 3
    assert found.says.startswith("The payment says $0.01, but its claims pay $100.00 and its provider adjustments take")
    assert not any(word in found.says for word in ("VALE", "V-1", "1EG4TE5MK73"))


@pytest.mark.parametrize("broken", ["CAS*CO*45*x", "CAS*CO*45", "CAS*CO**20.00"])
def test_an_adjustment_that_cannot_be_read_is_not_taken_for_none(broken: str) -> None:
    text = made.as_835(GOOD).decode().replace("CAS*CO*45*20.00~CAS*PR", f"{broken}~CAS*PR")
    (read,) = r835.remittances(io.BytesIO(text.encode()))
    assert codes(read) == {CANNOT_BE_EVALUATED}


@given(made.remittances())
@settings(max_examples=150, deadline=None)
def test_any_balanced_remittance_is_read_back_as_it_was_and_balances(one: Remittance) -> None:
    (read,) = r835.remittances(io.BytesIO(made.as_835(one)))
    assert imbalances(read) == ()
    assert (read.paid_cents, read.is_debit, len(read.claims)) == (one.paid_cents, one.is_debit, len(one.claims))
    for back, was in zip(read.claims, one.claims, strict=True):
        assert (back.claim_id, back.status, back.paid_cents) == (was.claim_id, was.status, was.paid_cents)
        assert [each.adjustments for each in back.lines] == [each.adjustments for each in was.lines]
        assert [each.rarcs for each in back.lines] == [each.rarcs for each in was.lines]


@given(made.remittances(), st.integers(-500, 500).filter(bool), st.data())
@settings(max_examples=150, deadline=None)
def test_any_one_amount_changed_is_seen(one: Remittance, by: int, data: st.DataObject) -> None:
    changed = [replace(one, paid_cents=(one.paid_cents or 0) + by)] if not one.is_debit else []
    for at, claim in enumerate(one.claims):
        others = (one.claims[:at], one.claims[at + 1 :])
        changed.append(_replaced(one, others, replace(claim, paid_cents=(claim.paid_cents or 0) + by)))
        changed.append(_replaced(one, others, replace(claim, charge_cents=(claim.charge_cents or 0) + by)))
        first = replace(claim.lines[0], paid_cents=(claim.lines[0].paid_cents or 0) + by)
        changed.append(_replaced(one, others, replace(claim, lines=(first, *claim.lines[1:]))))
    if changed:
        assert codes(data.draw(st.sampled_from(changed))) == {DOES_NOT_BALANCE}


def _replaced(one: Remittance, others: tuple[tuple[object, ...], tuple[object, ...]], claim: object) -> Remittance:
    return replace(one, claims=(*others[0], claim, *others[1]))  # type: ignore[arg-type]
