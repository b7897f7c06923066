"""What was paid beside what was priced: every cent of a difference has its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from romberg.claims import Adjustment, LinePayment, ServiceLine
from romberg.knowledge import payers
from romberg.pricing import price_visit
from romberg.pricing.answered import answered
from romberg.pricing.expected import ExpectedLine, expected, from_dict
from romberg.pricing.variance import LineVariance, variance

DAY = date(2026, 3, 12)
CARD = payers.card("medicare", DAY)


def priced(*lines: ServiceLine) -> list[ExpectedLine]:
    """What Medicare should pay for lines in Houston."""
    price = price_visit(lines, "77002", DAY, CARD)
    return [expected(line, one, CARD, DAY) for line, one in zip(lines, price.lines, strict=True)]


NMR, EXERCISE, BY_ASSISTANT = priced(
    ServiceLine("97112", 2, ("GP",), charge_cents=15_000),
    ServiceLine("97110", 1, ("GP",), charge_cents=6_000),
    ServiceLine("97140", 1, ("GP", "CQ"), charge_cents=6_000),
)


def half_up(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def medicare(
    line: ExpectedLine,
    allowed: int,
    deductible: int = 0,
    sequestered: bool = True,
    assistant: bool | None = None,
    rarcs: tuple[str, ...] = (),
) -> LinePayment:
    """A payment as Medicare would make it of an allowed amount: worked out here once more, by Decimal."""
    charge = line.charge_cents or 0
    coinsurance = half_up(Decimal(allowed - deductible) * Decimal("0.20"))
    share = allowed - deductible - coinsurance
    cut = (
        half_up(Decimal(share) * Decimal("0.15"))
        if (bool(line.assistant_cents) if assistant is None else assistant)
        else 0
    )
    sequestration = half_up(Decimal(share - cut) * Decimal("0.02")) if sequestered else 0
    given = [
        ("CO", "45", charge - allowed + cut),
        ("PR", "1", deductible),
        ("PR", "2", coinsurance),
        ("CO", "253", sequestration),
    ]
    adjustments = tuple(Adjustment(group, carc, cents) for group, carc, cents in given if cents)
    paid = charge - sum(one.cents for one in adjustments)
    return LinePayment(line.code, line.modifiers, charge, paid, line.units, adjustments=adjustments, rarcs=rarcs)


def compared(line: ExpectedLine, *paid: LinePayment) -> LineVariance:
    return variance(line, answered(paid))


def test_what_was_paid_as_priced_has_no_variance() -> None:
    for line in (NMR, EXERCISE, BY_ASSISTANT):
        assert line.allowed_cents is not None
        found = compared(line, medicare(line, line.allowed_cents))
        assert (found.reasons, found.difference_cents) == ((), 0)
        assert found.paid_cents == line.payer_cents


def test_the_cut_for_further_procedures_that_was_not_taken() -> None:
    assert EXERCISE.multiple_cents > 0
    found = compared(EXERCISE, medicare(EXERCISE, (EXERCISE.allowed_cents or 0) + EXERCISE.multiple_cents))
    assert [reason for reason, _ in found.reasons] == ["multiple procedures"]
    assert 0 < (found.difference_cents or 0) < EXERCISE.multiple_cents  # the patient and sequestration take their part


def test_a_cut_for_further_procedures_that_was_not_expected() -> None:
    alone = priced(ServiceLine("97112", 1, ("GP",), charge_cents=6_000))[0]
    paid = medicare(alone, (alone.allowed_cents or 0) - 700)
    told = replace(paid, adjustments=(Adjustment("CO", "59", 700), *(
        replace(one, cents=one.cents - 700) if one.carc == "45" else one for one in paid.adjustments)))  # fmt: skip
    assert [reason for reason, _ in compared(alone, told).reasons] == ["multiple procedures"]


def test_an_open_deductible() -> None:
    found = compared(NMR, medicare(NMR, NMR.allowed_cents or 0, deductible=3_000))
    assert [reason for reason, _ in found.reasons] == ["deductible"]
    whole = compared(NMR, medicare(NMR, NMR.allowed_cents or 0, deductible=NMR.allowed_cents or 0))
    assert whole.reasons == (("deductible", -(NMR.payer_cents or 0)),)


def test_sequestration_that_was_not_taken() -> None:
    found = compared(NMR, medicare(NMR, NMR.allowed_cents or 0, sequestered=False))
    assert found.reasons == (("sequestration", NMR.sequestration_cents),)


def test_an_assistant_s_cut_that_was_not_expected_or_not_taken() -> None:
    cut = compared(NMR, medicare(NMR, NMR.allowed_cents or 0, assistant=True, rarcs=("N851",)))
    assert cut.reasons[0][0] == "assistant"
    assert sum(cents for _, cents in cut.reasons if _ != "assistant") in (-1, 0, 1)
    kept = compared(BY_ASSISTANT, medicare(BY_ASSISTANT, BY_ASSISTANT.allowed_cents or 0, assistant=False))
    assert kept.reasons[0][0] == "assistant"
    assert (kept.difference_cents or 0) > 0


def test_another_rate_than_the_one_known() -> None:
    found = compared(NMR, medicare(NMR, (NMR.allowed_cents or 0) - 500))
    assert [reason for reason, _ in found.reasons] == ["contract"]
    assert found.difference_cents == -392  # 500 less 20 percent of the patient, less 2 percent


def test_a_denial_takes_all_and_a_part_of_it_takes_a_part() -> None:
    denied = LinePayment("97112", ("GP",), 15_000, 0, 2, adjustments=(Adjustment("CO", "151", 15_000),))
    assert compared(NMR, denied).reasons == (("denial", -(NMR.payer_cents or 0)),)
    half = (NMR.allowed_cents or 0) // 2
    part = medicare(NMR, half)
    told = replace(part, units=1, adjustments=(Adjustment("CO", "151", 7_500), *(
        replace(one, cents=one.cents - 7_500) if one.carc == "45" else one for one in part.adjustments)))  # fmt: skip
    assert [reason for reason, _ in compared(NMR, told).reasons] == ["denial"]


def test_a_line_that_the_payer_answers_in_two_parts() -> None:
    one = medicare(replace(NMR, charge_cents=7_500), (NMR.allowed_cents or 0) // 2)
    other = medicare(replace(NMR, charge_cents=7_500), (NMR.allowed_cents or 0) - (NMR.allowed_cents or 0) // 2)
    assert {reason for reason, _ in compared(NMR, one, other).reasons} <= {"rounding"}


def test_where_the_plan_alone_knows_the_patient_s_share_it_is_taken_as_stated() -> None:
    line = ExpectedLine("97110", 1, ("GP",), 6_000, allowed_cents=4_000)
    shares = (Adjustment("CO", "45", 2_000), Adjustment("PR", "3", 2_500))
    paid = LinePayment("97110", ("GP",), 6_000, 1_500, 1, adjustments=shares)
    assert compared(line, paid).reasons == ()
    less = replace(paid, paid_cents=1_200, adjustments=(Adjustment("CO", "45", 2_300), shares[1]))
    assert compared(line, less).reasons == (("contract", -300),)


def test_what_nobody_priced_has_no_variance_and_says_why() -> None:
    line = ExpectedLine("97110", 1, ("GP",), 6_000, unknown="What Aetna pays stands in its contract.")
    found = compared(line, medicare(EXERCISE, 2_000))
    assert (found.difference_cents, found.reasons, found.unknown) == (
        None,
        (),
        "What Aetna pays stands in its contract.",
    )


def test_a_kept_line_comes_back_as_it_was() -> None:
    for line in (NMR, BY_ASSISTANT, replace(NMR, service_date=None, unknown="x")):
        assert from_dict(line.as_dict()) == line


# --- any answer

CENTS = st.integers(0, 20_000)
TAKEN = st.lists(
    st.builds(
        Adjustment,
        st.sampled_from(["CO", "PR", "OA"]),
        st.sampled_from(["1", "2", "3", "23", "45", "59", "97", "144", "151", "253"]),
        st.integers(-3_000, 20_000),
    ),
    max_size=5,
)


@given(st.sampled_from([NMR, EXERCISE, BY_ASSISTANT, replace(NMR, payer_cents=None, coinsurance_percent=None)]),
       TAKEN, st.none() | CENTS, st.sampled_from([(), ("N851",)]))  # fmt: skip
@settings(max_examples=400, deadline=None)
def test_the_reasons_sum_to_the_difference(
    line: ExpectedLine, taken: list[Adjustment], stated: int | None, rarcs: tuple[str, ...]
) -> None:
    charge = line.charge_cents or 0
    paid = LinePayment(line.code, line.modifiers, charge, charge - sum(one.cents for one in taken), line.units,
                       adjustments=tuple(taken), allowed_cents=stated, rarcs=rarcs)  # fmt: skip
    found = compared(line, paid)
    assert sum(cents for _, cents in found.reasons) == found.difference_cents
    assert all(cents for _, cents in found.reasons)


@given(st.integers(0, 6_000), st.integers(0, 3_000), st.booleans())
@settings(max_examples=200, deadline=None)
def test_what_medicare_changes_is_put_down_to_what_it_changed(allowed: int, deductible: int, sequestered: bool) -> None:
    deductible = min(deductible, allowed)
    found = compared(NMR, medicare(NMR, allowed, deductible, sequestered))
    changed = {
        "contract": allowed != NMR.allowed_cents,
        "deductible": deductible > 0,
        "sequestration": not sequestered,
        "multiple procedures": allowed - (NMR.allowed_cents or 0) == NMR.multiple_cents != 0,
    }
    named = {reason for reason, _ in found.reasons} - {"rounding"}
    assert named <= {name for name, is_so in changed.items() if is_so}


@pytest.mark.parametrize("changed", ["contract", "deductible", "sequestration"])
def test_each_change_alone_is_the_whole_difference(changed: str) -> None:
    paid = {
        "contract": medicare(NMR, 4_321),
        "deductible": medicare(NMR, NMR.allowed_cents or 0, deductible=1_234),
        "sequestration": medicare(NMR, NMR.allowed_cents or 0, sequestered=False),
    }[changed]
    found = compared(NMR, paid)
    assert found.reasons == ((changed, (paid.paid_cents or 0) - (NMR.payer_cents or 0)),)
