"""What stands of a claim: a reversal takes back what it mirrors, in whatever order the two were told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import made_remittances as made
from hypothesis import given, settings
from hypothesis import strategies as st

from romberg.claims import Adjustment, ClaimPayment
from romberg.claims.standing import Statement, standing

CO45, PR2 = Adjustment("CO", "45", 2_000), Adjustment("PR", "2", 1_000)
PAID = made.claim("V-1", made.line("97112", 10_000, CO45, PR2))
CORRECTED = made.claim("V-1", made.line("97112", 10_000, CO45))


def told(claim: ClaimPayment, day: int, at: int = 0) -> Statement:
    """A statement of a day of April."""
    return Statement("NH001", f"{day:02}", at, date(2026, 4, day), f"EFT{day}", claim)


def test_a_correction_stands_in_the_place_of_what_was_reversed() -> None:
    first, back, second = told(PAID, 2), told(made.reversal(PAID), 9), told(CORRECTED, 9, 1)
    found = standing([second, back, first])
    assert found.standing == (second,)
    assert found.taken_back == ((first, back),)
    assert found.open_reversals == ()


def test_a_reversal_of_what_was_never_told_stays_open() -> None:
    back = told(made.reversal(PAID), 9)
    assert standing([back]).open_reversals == (back,)
    later = told(PAID, 10)
    assert standing([back, later]).standing == (later,)


def test_a_reversal_takes_the_payment_of_its_own_number() -> None:
    one, other = told(replace(PAID, payer_claim_id="ICN1"), 2), told(replace(PAID, payer_claim_id="ICN2"), 3)
    back = told(made.reversal(one.told), 9)
    assert standing([one, other, back]).standing == (other,)
    assert standing([told(PAID, 2), other, back]).standing == (told(PAID, 2),)  # without its number: the latest


def test_two_payments_of_one_claim_both_stand() -> None:
    one, other = told(PAID, 2), told(PAID, 3)
    assert standing([one, other]).standing == (one, other)


@given(st.lists(st.tuples(made.claims(), st.integers(1, 4)), max_size=7), st.randoms())
@settings(max_examples=150, deadline=None)
def test_what_stands_hangs_on_what_was_told_and_not_on_the_order(
    given_set: list[tuple[ClaimPayment, int]], luck: object
) -> None:
    every = [told(replace(claim, claim_id="V-1"), day, at) for at, (claim, day) in enumerate(given_set)]
    other = list(every)
    luck.shuffle(other)  # type: ignore[attr-defined]  # a Random that hypothesis can shrink
    found = standing(every)
    assert found == standing(other)
    assert len(found.standing) + 2 * len(found.taken_back) + len(found.open_reversals) == len(every)
    paid = sum(one.told.paid_cents or 0 for one in every)
    assert sum(one.told.paid_cents or 0 for one in (*found.standing, *found.open_reversals)) == paid
