"""Flat lines say what the strict reader says, at any size of window, and close with their loop."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import made_claims as made
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from romberg.claims import ClaimLine, OtherPayer, ProfessionalClaim
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.flat import FlatLine, flat_lines
from romberg.formats.x12.p837 import batches, written
from romberg.formats.x12.shown import shown


def flat(text: str, window: int = 1 << 20) -> list[FlatLine]:
    return list(flat_lines(io.BytesIO(text.encode()), window))


def strict(text: str) -> list[FlatLine]:
    """The same lines by way of whole claims."""
    found = []
    for batch in batches(io.BytesIO(text.encode())):
        for claim in batch.claims:
            found += [_flat(claim, at, line) for at, line in enumerate(claim.lines, 1)]
    return found


def _flat(claim: ProfessionalClaim, at: int, line: ClaimLine) -> FlatLine:
    insured, service = claim.subscriber, line.service
    rendering = line.rendering or claim.rendering
    return FlatLine(
        claim.claim_id, claim.charge_cents, claim.place, claim.frequency, claim.billing.npi, insured.payer.payer_id,
        insured.payer.filing, insured.member_id, str(at), service.code, service.modifiers, line.charge_cents,
        str(service.units), f"{line.service_date:%Y%m%d}",
        tuple(claim.diagnoses[one - 1].replace(".", "") for one in line.pointers),
        rendering.npi if rendering else "", line.control,
    )  # fmt: skip


@given(st.lists(made.claims(), min_size=1, max_size=3), st.integers(200, 3_000))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_flat_lines_are_those_of_whole_claims(claims: list[ProfessionalClaim], window: int) -> None:
    text = written(made.batch(*claims))
    assert flat(text, window) == strict(text) == flat(text)


def test_who_treated_a_line_is_told_after_it_and_belongs_to_it() -> None:
    other = replace(made.THERAPIST, npi=made.NPIS[3])
    claim = made.claim(lines=(made.line(rendering=other), made.line("97110", 1, control="L2")))
    assert [one.rendering_npi for one in flat(written(made.batch(claim)))] == [made.NPIS[3], made.NPIS[1]]


def test_who_another_payer_says_treated_is_not_who_treated() -> None:
    """Loop 2330D names a rendering provider by the other payer's number; the claim's own stands in 2310B."""
    other = OtherPayer(made.MEMBER, 1_000, claim_number="ICN9")
    for rendering, told in ((made.THERAPIST, made.NPIS[1]), (None, "")):
        text = written(made.batch(made.claim(rendering=rendering, other_payers=(other,))))
        text = made.counted(text.replace("LX*1~", f"NM1*82*1*X*Y****XX*{made.NPIS[3]}~\nREF*G2*77~\nLX*1~"))
        assert [one.rendering_npi for one in flat(text)] == [told, told]


@pytest.mark.parametrize(
    ("what", "instead", "at"),
    [
        ("SE*", "SE*9", "segment 36, SE01"),
        ("GE*1", "GE*2", "segment 37, GE01"),
        ("IEA*1*", "IEA*1*9", "segment 38, IEA02"),
        ("ST*837", "ST*835", "segment 3, ST01"),
        ("HL*2*1*", "HL*2*7*", "segment 14, HL02"),
        ("LX*1~", "~", "segment 28"),
        ("LX*1~", "*1~", "segment 28"),
        ("ST*837*0001*005010X222A1~", "REF*87*0001~", "segment 3"),
        ("IEA*1*000000017~", "", "segment 37"),
    ],
)
def test_what_breaks_a_file_is_told_at_its_segment_as_the_strict_reader_tells_it(
    what: str, instead: str, at: str
) -> None:
    text = written(made.batch())
    assert what in text
    broken = text.replace(what, instead, 1)
    for ends in ("~\n", "~", "~\r\n"):
        given = broken.replace("~\n", ends)
        told = [refused(lambda given=given, read=read: read(given)) for read in (flat, strict)]  # type: ignore[misc]
        assert told[0] == told[1]
        assert told[0].startswith(at + ":")


def refused(read: Callable[[], object]) -> str:
    with pytest.raises(Unreadable) as told:
        read()
    return told.value.says


def test_an_amount_that_cannot_be_read_is_absent() -> None:
    text = written(made.batch()).replace("*100*UN", "*many*UN")
    assert [one.charge_cents for one in flat(text)] == [None, 4_500]


def test_a_file_that_is_none_is_refused() -> None:
    with pytest.raises(Unreadable):
        flat("Patient: nobody")
    with pytest.raises(Unreadable):
        flat(written(made.batch()) + "NTE*ADD*" + "A" * 70_000 + "~")


def test_an_institutional_line_has_its_revenue_code_and_who_attended() -> None:
    text = made.institutional(written(made.batch(made.claim(rendering=None))))
    first, second = flat(text)
    assert (first.revenue, first.code, first.modifiers, first.units) == ("0420", "97112", ("GP",), "2")
    assert (first.day, first.rendering_npi, first.diagnoses) == ("20260301", made.NPIS[2], ())
    assert second.day == "20260312"
    shown_first = next(shown(io.BytesIO(text.encode()))[1])
    assert shown_first.under == ("0420 97112 GP x2, $100.00, no day of its own", "0420 97110 GP x1, $45.00, 2026-03-12")
