"""Paid lines, flat: what the strict reader says, one by one and many at once, row for row and error for error."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import made_remittances as made
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_x12_bulk import SLOW, Row, outcome, rows
from test_x12_r835 import ISA, PAID

from romberg.claims import Adjustment, ClaimPayment, LinePayment, Remittance
from romberg.formats.x12.bulk import paid_lines, payments
from romberg.formats.x12.flat_paid import FlatPaid, flat_paid
from romberg.formats.x12.r835 import remittances

SAMPLE = (ISA + PAID).encode()


def plain(data: bytes, window: int = 1 << 20) -> list[Row]:
    return [tuple(one) for one in flat_paid(io.BytesIO(data), window)]


def bulk(data: bytes, window: int = 1 << 20) -> list[Row]:
    return rows(paid_lines(io.BytesIO(data), window, small=0))


def strict(data: bytes) -> list[Row]:
    """The same lines by way of whole remittances; what flat rows tell as text is written out."""
    return [
        _flat(payment, claim, at, line)
        for payment in remittances(io.BytesIO(data))
        for claim in payment.claims
        for at, line in enumerate(claim.lines or (None,), 1)
    ]


def _flat(payment: Remittance, claim: ClaimPayment, at: int, line: LinePayment | None) -> Row:
    at = at if line else 0
    day = (line and line.service_date) or claim.service_date
    one = line or LinePayment("")
    units = "" if line is None or one.units is None else str(one.units)
    return tuple(
        FlatPaid(
            payment.trace or "", payment.payer_id or "", payment.payee_npi or "",
            f"{payment.paid_date:%Y%m%d}" if payment.paid_date else "", claim.claim_id, claim.status,
            claim.charge_cents, claim.paid_cents, claim.patient_cents, claim.filing or "", claim.payer_claim_id or "",
            *_adjusted(claim.adjustments), claim.rendering_npi or "", at, one.code, one.modifiers, one.charge_cents,
            one.paid_cents, units, f"{day:%Y%m%d}" if day else "", *_adjusted(one.adjustments), one.rarcs,
            one.allowed_cents, one.control or "",
        )
    )  # fmt: skip


def _adjusted(given: tuple[Adjustment, ...]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...]]:
    return tuple(one.group for one in given), tuple(one.carc for one in given), tuple(one.cents for one in given)


def test_a_line_says_what_was_paid_and_why_not_more() -> None:
    first, second, reversal = flat_paid(io.BytesIO(SAMPLE))
    assert (first.trace, first.payer_id, first.payee_npi, first.paid_day) == (
        "EFT0042",
        "NH001",
        "1234567893",
        "20260402",
    )
    assert (first.claim_id, first.status, first.payer_claim_id, first.line) == ("V-17", "1", "ICN0099", 1)
    assert (first.code, first.modifiers, first.charge_cents, first.paid_cents) == ("97112", ("GP",), 10_000, 6_050)
    assert (first.groups, first.reasons, first.adjustments) == (("CO", "PR"), ("45", "2"), (2_750, 1_200))
    assert (first.claim_groups, first.claim_reasons, first.claim_adjustments) == (("CO",), ("253",), (185,))
    assert (first.control, first.allowed_cents, first.rendering_npi, first.day) == (
        "L1",
        7_250,
        "1987654328",
        "20260312",
    )
    assert (second.reasons, second.adjustments, second.remarks) == (("59", "45"), (1_815, 185), ("N362",))
    assert (reversal.status, reversal.line, reversal.code, reversal.claim_adjustments) == ("22", 0, "", (-4_000,))


def test_an_amount_that_cannot_be_read_keeps_its_reason() -> None:
    data = SAMPLE.replace(b"CAS*CO*45*27.5", b"CAS*CO*45*much").replace(b"AMT*B6*72.5", b"AMT*B6*x")
    for one in (plain(data)[0], bulk(data)[0]):
        told = FlatPaid._make(one)
        assert (told.reasons, told.adjustments, told.allowed_cents) == (("45", "2"), (None, 1_200), None)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Made remittances with other signs and ends of lines than ours."""
    data = made.as_835(*draw(st.lists(made.remittances(), min_size=1, max_size=4)))
    text = data.decode().replace("\n", "").replace("~", draw(st.sampled_from(["~", "~\n", "~\r\n", "~ \n", "~\n\n"])))
    if draw(st.booleans()):
        signs = draw(st.sampled_from(["|>^~", "*<\\\x1c", "\x1d\x1f!\x1e", "*:^\n"]))
        text = text.translate(str.maketrans("*:^~", signs))
    return text.encode()


@given(files(), st.integers(150, 4_000))
@settings(max_examples=15, deadline=None, suppress_health_check=SLOW)
def test_lines_at_once_are_those_one_by_one_and_those_of_whole_payments(data: bytes, window: int) -> None:
    wanted = outcome(lambda: plain(data))
    assert outcome(lambda: bulk(data, window)) == wanted
    assert outcome(lambda: bulk(data)) == wanted
    assert wanted == outcome(lambda: strict(data))


@pytest.mark.parametrize("size", [1, 2, 7, 64, 105, 333, 700, 1_500])
def test_windows_of_any_size_say_the_same(size: int) -> None:
    data = SAMPLE.replace(b"PLB*", b"CLP*V-19*4*50*0~LX*2~CLP*V-20*1*5*5~SVC*HC:97110*5*5~PLB*").replace(
        b"SE*30", b"SE*34"
    )
    assert len(plain(data)) == 5
    assert bulk(data, size) == plain(data) == plain(data, size)


def test_a_made_file_is_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    whole = payments.lines

    def counted(*given: Any) -> Any:
        found = whole(*given)
        seen.append(found is not None)
        return found

    monkeypatch.setattr(payments, "lines", counted)
    data = made.as_835(
        *(
            made.remittance(f"EFT{at}", *(made.claim(f"V{at}", made.line("97110", 100)) for _ in range(50)))
            for at in range(9)
        )
    )
    assert bulk(data, 5_000) == plain(data)
    assert len(seen) > 5
    assert all(seen)


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
def test_whatever_is_wrong_is_told_as_the_plain_reader_tells_it(data: st.DataObject) -> None:
    parts = SAMPLE.decode().removesuffix("~").split("~")
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(1, len(parts) - 1))
        parts[at : at + 1] = data.draw(st.sampled_from(_ODD))(parts[at], data.draw(st.sampled_from(parts[1:])))
    closing = next((at for at, one in enumerate(parts) if one.startswith("SE*")), 0)
    if data.draw(st.booleans()) and closing:
        parts[closing] = f"SE*{closing - 1}*0007"
    given = ("~".join(parts) + "~").encode()
    wanted = outcome(lambda: plain(given))
    for window in (1 << 20, data.draw(st.integers(1, 2_000))):
        assert outcome(lambda window=window: bulk(given, window)) == wanted  # type: ignore[misc]


_ODD: list[Callable[[str, str], list[str]]] = [
    lambda _one, _other: [],
    lambda one, _other: [one, one],
    lambda one, other: [other, one],
    lambda one, _other: [one.replace("*", "**", 1)],
    lambda one, _other: [one.rpartition("*")[0]],
    lambda one, _other: [one, ""],
    lambda one, _other: [one + "\u00e9"],
    lambda one, _other: ["SVC*HC:97110*1*x**0", one],
    lambda one, _other: ["SVC*97110*1", one],
    lambda one, _other: ["CAS*CO*45*1**59**2*151*3*1*2***1*4", one],
    lambda one, _other: ["CAS*PR", one],
    lambda one, _other: ["DTM*150*20260301", "DTM*232*20260302", one],
    lambda one, _other: ["REF*6R", one],
    lambda one, _other: ["LQ*HE*M15", "LQ*RX*1", one],
    lambda one, _other: ["CLP*V-9*4*1", one],
    lambda one, _other: ["LX*9", one],
    lambda one, _other: ["N1*PE*X*FI*741234567", "REF*PQ*77", one],
]
