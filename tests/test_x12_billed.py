"""Claims streamed out of files of any size: those of whole files, and of facilities; cover asked and told."""

from __future__ import annotations

import io
import tracemalloc
from datetime import date
from pathlib import Path

import made_claims as made
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_x12_acknowledged import file_of

from romberg.claims import InstitutionalClaim, ProfessionalClaim
from romberg.claims.eligibility import Accumulator
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12 import acknowledged, eligible
from romberg.formats.x12.billed import Billed, billed
from romberg.formats.x12.p837 import batches, written

BESIDE = Path(__file__).parents[2] / "shared" / "edi" / "samples"


def streamed(text: str, window: int = 1 << 20) -> list[Billed]:
    return list(billed(io.BytesIO(text.encode()), window))


@given(st.lists(made.claims(), min_size=1, max_size=3), st.integers(200, 3_000))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_streamed_claims_are_those_of_whole_files(claims: list[ProfessionalClaim], window: int) -> None:
    text = written(made.batch(*claims))
    found = streamed(text, window)
    (whole,) = batches(io.BytesIO(text.encode()))
    assert [one.claim for one in found] == list(whole.claims)
    rows = text.split("\n")
    assert all(rows[one.segment - 1].startswith("CLM*") for one in found)
    assert {one.transaction for one in found} == {"0001"}


def test_a_facility_s_claim_is_read() -> None:
    text = made.institutional(written(made.batch(made.claim(authorization="AUTH1"))))
    codes = "HI*BH:11:D8:20260201*BH:35:D8:20260215~\nHI*BE:50:::12~\nHI*BG:09~\nCL1*3**01~\nHI*ABK"
    text = made.counted(text.replace("HI*ABK", codes))
    (found,) = streamed(text)
    claim = found.claim
    assert isinstance(claim, InstitutionalClaim)
    assert (claim.claim_id, claim.facility, claim.frequency, claim.charge_cents) == ("V17", "11", "1", 14_500)
    assert (claim.first_date, claim.last_date, claim.patient_status) == (date(2026, 3, 1), date(2026, 3, 31), "01")
    assert claim.diagnoses == ("M54.50", "R26.81")
    assert claim.occurrences == (("11", date(2026, 2, 1)), ("35", date(2026, 2, 15)))
    assert (claim.values, claim.conditions, claim.authorization) == ((("50", 1_200),), ("09",), "AUTH1")
    assert claim.attending is not None
    assert (claim.attending.npi, claim.billing.npi) == (made.NPIS[2], made.NPIS[0])
    assert claim.treated == made.ADA
    first, second = claim.lines
    assert (first.revenue, first.code, first.modifiers, first.units) == ("0420", "97112", ("GP",), 2)
    assert (first.charge_cents, first.control, first.service_date) == (10_000, "L1", None)
    assert second.service_date == made.DAY


@pytest.mark.parametrize(
    ("what", "instead", "says"),
    [
        ("SV1*", "SV3*", "dental"),
        ("005010X222A1", "005010X291", "predetermination"),
        ("ST*837", "ST*834", "ST01"),
        ("*100*UN", "*many*UN", "segment 28, SV102"),
        ("D8*20260312", "D8*20260230", "segment 28, DTP03"),
    ],
)
def test_what_is_no_claim_is_refused_at_its_place(what: str, instead: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        streamed(written(made.batch()).replace(what, instead))


def test_memory_does_not_grow_with_the_file() -> None:
    """Twelve times the claims in less than twice the memory; the first round only fills what is kept between files."""
    held = []
    for times in (1, 1, 12):
        claims = [made.claim(f"V{number}") for number in range(100 * times)]
        data = written(made.batch(*claims)).encode()
        tracemalloc.start()
        assert sum(1 for _ in billed(io.BytesIO(data), 1 << 14)) == 100 * times
        held.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert held[2] < 2 * held[1]


LIMITS = file_of(
    "271",
    "005010X279A1",
    "BHT*0022*11*1*20260402*0930~\nHL*1**20*1~\nNM1*PR*2*NORTHERN*****PI*NH1~\nHL*2*1*21*1~\nNM1*1P*2*CLINIC~\n"
    "HL*3*2*22*0~\nNM1*IL*1*VALE*ADA****MI*NH0042~\nDTP*291*D8*20260101~\nEB*1*IND*30~\nEB*F*IND*AD^AE***23***VS*30*Y*W~\n"
    "EB*F*IND*AE***29***VS*18*Y*W~\nEB*F*IND*AD***29***VS*30*Y*W~\nEB*F*IND*AF***23*2480~\nEB*F*IND*AF***24*1139.5~",
)


def test_limits_on_therapy_are_put_together_service_by_service() -> None:
    (member,) = eligible.eligibilities(io.BytesIO(LIMITS))
    occupational, physical, speech = member.accumulators()
    assert occupational == Accumulator("OT", "VS", 30, None, 30)
    assert physical == Accumulator("PT", "VS", 30, None, 18)
    assert (physical.spent, occupational.spent) == (12, 0)
    assert (speech.unit, speech.limit, speech.spent, speech.remaining) == ("USD", 248_000, 113_950, None)
    assert member.on == date(2026, 1, 1)
    assert member.benefits[1].needs_authorization is True
    assert member.benefits[1].in_network is None


def test_what_was_asked_is_read() -> None:
    asked = file_of(
        "270",
        "005010X279A1",
        "BHT*0022*13*1*20260402*0930~\nHL*1**20*1~\nNM1*PR*2*NORTHERN*****PI*NH1~\nHL*2*1*21*1~\nNM1*1P*2*CLINIC~\n"
        "HL*3*2*22*0~\nTRN*1*ASK7*9CLINIC~\nNM1*IL*1*VALE*ADA****MI*NH0042~\nDTP*291*D8*20260402~\nEQ*AE^AD~\nEQ*30~",
    )
    (one,) = eligible.inquiries(io.BytesIO(asked))
    assert (one.member_id, one.payer_id, one.services, one.trace) == ("NH0042", "NH1", ("AE", "AD", "30"), "ASK7")
    with pytest.raises(Unreadable, match="ST01"):
        list(eligible.eligibilities(io.BytesIO(asked)))


def test_an_answer_for_the_file_stands_beside_those_for_its_transactions() -> None:
    both = file_of("999", "005010X231A1", "AK1*HC*17*005010X222A1~\nAK2*837*0001~\nIK5*A~\nAK9*A*1*1*1~")
    both = both.replace(b"GS*FA", b"TA1*000000017*260402*0930*A*000~GS*FA")
    first, second = acknowledged.file_answers(io.BytesIO(both))
    assert (first.kind, first.taken, second.kind, second.taken) == ("TA1", True, "999", True)


@pytest.mark.skipif(not BESIDE.is_dir(), reason="no samples lie beside the checkout")
def test_each_sample_of_claims_is_read_or_refused_with_a_reason() -> None:
    found = [path for path in sorted(BESIDE.iterdir()) if b"ST*837" in path.read_bytes()]
    counts = [_claims_or_none(path) for path in found]
    assert len(found) > 50
    assert sum(count for count in counts if count) > 45
    assert sum(count is None for count in counts) < 25


def _claims_or_none(path: Path) -> int | None:
    try:
        with path.open("rb") as stream:
            return sum(bool(one.claim.lines) for one in billed(stream))
    except Unreadable as told:
        return None if told.says.endswith(".") and "segment" in told.at else -100
