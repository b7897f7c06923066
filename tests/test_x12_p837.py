"""Professional claims: what is written is accepted by another program, and comes back whole."""

from __future__ import annotations

import io
import logging
from dataclasses import replace
from datetime import date
from pathlib import Path

import made_claims as made
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from romberg.claims import Name, ProfessionalClaim, Provider
from romberg.cli import main
from romberg.formats import claim_file
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.p837 import Batch, batches, written
from romberg.formats.x12.segments import opened
from romberg.formats.x12.values import cents

pyx12_document = pytest.importorskip("pyx12.x12n_document")
pyx12_params = pytest.importorskip("pyx12.params")
FACILITY = Provider(Name("LAKE POOL", is_person=False), npi=made.NPIS[3], address=made.CLINIC.address)
BESIDE = Path(__file__).parents[2] / "shared" / "edi" / "samples"


def read(text: str) -> list[Batch]:
    return list(batches(io.BytesIO(text.encode())))


def accepted(text: str, folder: Path) -> str:
    """What pyx12 says of a file: empty where it takes it, else its acknowledgement."""
    path, told = folder / "claims.837", io.StringIO()
    path.write_text(text)
    logging.disable(logging.CRITICAL)
    taken = pyx12_document.x12n_document(pyx12_params.params(), str(path), fd_997=told, fd_html=None)
    logging.disable(logging.NOTSET)
    answer = told.getvalue()
    return "" if taken and "IK5*A~" in answer and "IK5*R" not in answer else answer or "refused"


@pytest.mark.parametrize(
    "claim",
    [
        made.claim(),
        made.claim(patient=made.ADA, subscriber=replace(made.MEMBER, relationship="01")),
        made.claim(frequency="7", payer_claim_number="ICN0099", authorization="AUTH1", note="PLAN OF CARE CERTIFIED"),
        made.claim(facility=FACILITY, supervising=made.PHYSICIAN, causes=("AA",), accident_state="TX",
                   accident_date=made.DAY),
        made.claim(lines=tuple(made.line(control=f"L{number}") for number in range(50))),
        made.claim(lines=(made.line(ordering=made.PHYSICIAN),)),
        made.claim(patient_paid_cents=2_000, accepts_assignment=False, benefits_assigned=False),
    ],
)  # fmt: skip
def test_another_program_accepts_what_is_written(claim: ProfessionalClaim, tmp_path: Path) -> None:
    text = written(made.batch(claim))
    assert accepted(text, tmp_path) == ""
    assert read(text) == [made.batch(claim)]
    assert written(read(text)[0]) == text


@given(st.lists(made.claims(), min_size=1, max_size=3))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_whatever_is_typed_is_accepted_and_comes_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, claims: list[ProfessionalClaim]
) -> None:
    text = written(made.batch(*claims))
    assert accepted(text, tmp_path_factory.mktemp("x12")) == ""
    (again,) = read(text)
    assert written(again) == text
    assert len(again.claims) == len(claims)
    for one, was in zip(again.claims, claims, strict=True):
        assert [line.service for line in one.lines] == [line.service for line in was.lines]
        assert [line.pointers for line in one.lines] == [line.pointers for line in was.lines]
        assert (one.charge_cents, one.diagnoses, one.frequency) == (was.charge_cents, was.diagnoses, was.frequency)
        assert [line.answers for line in one.lines] == [line.answers for line in was.lines]


@given(made.claims())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_claim_states_the_sum_of_its_lines(claim: ProfessionalClaim) -> None:
    rows = [one.elements for one in opened(io.BytesIO(written(made.batch(claim)).encode())).segments]
    stated = next(cents(row[2]) for row in rows if row[0] == "CLM")
    assert stated == sum(cents(row[2]) or 0 for row in rows if row[0] == "SV1") == claim.charge_cents


def test_many_claims_are_parted_into_transactions_of_five_thousand() -> None:
    text = written(made.batch(*(made.claim(f"V{number}") for number in range(5_001))))
    rows = [one.elements for one in opened(io.BytesIO(text.encode())).segments]
    assert [row[2] for row in rows if row[0] == "ST"] == ["0001", "0002"]
    assert sum(row[0] == "CLM" for row in rows) == 5_001
    assert len(read(text)[0].claims) == 5_001


def test_a_line_without_a_readable_amount_is_named_by_its_place_alone() -> None:
    text = written(made.batch()).replace("SV1*HC:97112:GP*100*", "SV1*HC:97112:GP*ten*")
    with pytest.raises(Unreadable) as caught:
        read(text)
    assert caught.value.at.endswith("SV102")
    assert "VALE" not in caught.value.says


@pytest.mark.skipif(not BESIDE.is_dir(), reason="no samples lie beside the checkout")
def test_each_sample_is_read_or_refused_with_a_reason() -> None:
    found = [path for path in sorted(BESIDE.iterdir()) if b"ST*837" in path.read_bytes()]
    assert len(found) > 30
    assert sum(_read_or_told(path) for path in found) > 20


def _read_or_told(path: Path) -> bool:
    """Whether the claims of a file were read; one that is refused says where and why."""
    try:
        return all(one.claims for one in read(path.read_text("latin-1")))
    except Unreadable as told:
        return not (told.says.endswith(".") and "segment" in told.at)


# --- the claim behind --claim


def test_a_claim_of_a_file_is_compared_with_the_note(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "claims.837"
    path.write_text(written(made.batch(made.claim("V17", authorization="A1"), made.claim("V18"))))
    lines, head = claim_file.read_whole(f"{path}#V17")
    assert [(line.code, line.units, line.modifiers) for line in lines] == [("97112", 2, ("GP",)), ("97110", 1, ("GP",))]
    assert head is not None
    assert (head.place, head.diagnoses, head.pointers) == ("11", ("M54.50", "R26.81"), ((1,), (1,)))
    assert (head.rendering_npi, head.billing_npi, head.referring_npi) == (made.NPIS[1], made.NPIS[0], made.NPIS[2])
    assert (head.authorization, head.rendering_taxonomy, head.filed_on) == ("A1", "225100000X", date(2026, 3, 13))
    note = Path(__file__).parents[1] / "examples" / "balance-visit.txt"
    main(["check", str(note), "--claim", f"{path}#V17"])
    assert "97112 is billed with 3 units" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "told"),
    [("claims.837", "holds 2 claims; name one as"), ("claims.837#V99", "holds no claim V99"), ("none.837", "no file")],
)
def test_which_claim_is_meant_has_to_be_clear(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "claims.837").write_text(written(made.batch(made.claim("V17"), made.claim("V18"))))
    with pytest.raises(Unreadable) as caught:
        claim_file.read_whole(str(tmp_path / name))
    assert told in caught.value.says.replace("There is no file", "no file")
