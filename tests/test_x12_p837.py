"""Professional claims: what is written is accepted by another program, and comes back whole."""

from __future__ import annotations

import io
import logging
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import made_claims as made
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from romberg.claims import Contact, Name, OtherPayer, ProfessionalClaim, Provider
from romberg.cli import main
from romberg.formats import claim_file
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.delimiters import Delimiters
from romberg.formats.x12.p837 import Batch, Partner, batches, write, written
from romberg.formats.x12.segments import opened
from romberg.formats.x12.values import cents
from romberg.formats.x12.writing import clean

pyx12_document = pytest.importorskip("pyx12.x12n_document")
pyx12_params = pytest.importorskip("pyx12.params")
SIGNS_BY_DEFAULT = Delimiters()
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


@given(st.lists(made.claims(), min_size=1, max_size=2))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_whatever_is_typed_is_accepted_and_comes_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, claims: list[ProfessionalClaim]
) -> None:
    text = written(made.batch(*claims))
    assert accepted(text, tmp_path_factory.mktemp("x12")) == ""
    (again,) = read(text)
    assert written(again) == text
    assert again.claims == tuple(cleaned(one) for one in claims)


SIGNS = st.sampled_from(
    [
        Delimiters(),
        Delimiters("|", "^", "}", "\n"),
        Delimiters("\x1d", "\x1f", "\x1e", "\x1c"),
        Delimiters(">", "<", "!", "'"),
    ]
)


@given(made.claims(), SIGNS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_no_sign_that_parts_data_comes_out_of_what_is_typed(claim: ProfessionalClaim, signs: Delimiters) -> None:
    text = written(made.batch(claim), signs)
    assert read(text)[0].claims == (cleaned(claim, signs),)
    plain = written(made.batch(cleaned(claim, signs)))
    assert [len(row) for row in rows(text)] == [len(row) for row in rows(plain)]


def rows(text: str) -> list[list[str]]:
    return [list(one.elements) for one in opened(io.BytesIO(text.encode())).segments]


def cleaned(value: Any, signs: Delimiters = SIGNS_BY_DEFAULT) -> Any:
    """A claim as a file can carry it: texts cleaned, and without what the file never tells of some."""
    if isinstance(value, str):
        return clean(value, signs)
    if isinstance(value, tuple):
        return tuple(cleaned(one, signs) for one in value)
    if isinstance(value, ProfessionalClaim):
        value = replace(value, referring=untaxed(value.referring), supervising=untaxed(value.supervising))
    if isinstance(value, OtherPayer):
        who = replace(value.subscriber.person, birth_date=None, gender="")
        value = replace(value, subscriber=replace(value.subscriber, person=who))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: cleaned(getattr(value, one.name), signs) for one in fields(value)})
    return value


def untaxed(who: Provider | None) -> Provider | None:
    return None if who is None else replace(who, taxonomy="")


@pytest.mark.parametrize("text", ["A*B~C:D^E", "\n\r", "Ö" * 20, ""])
def test_no_sign_comes_out_of_the_numbers_of_sender_and_receiver(text: str) -> None:
    sender, receiver = Partner(text, text, text), Partner(text, text)
    (again,) = read(written(replace(made.batch(), sender=sender, receiver=receiver, contact=Contact(text, text))))
    assert again.sender == Partner(clean(text, SIGNS_BY_DEFAULT)[:15], clean(text, SIGNS_BY_DEFAULT),
                                   clean(text, SIGNS_BY_DEFAULT).ljust(2)[:2])  # fmt: skip
    assert again.claims == made.batch().claims


@given(made.claims())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_claim_states_the_sum_of_its_lines(claim: ProfessionalClaim) -> None:
    found = rows(written(made.batch(claim)))
    stated = next(cents(row[2]) for row in found if row[0] == "CLM")
    assert stated == sum(cents(row[2]) or 0 for row in found if row[0] == "SV1") == claim.charge_cents


def test_many_claims_are_parted_into_transactions(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert write.MOST_CLAIMS == 5_000
    monkeypatch.setattr(write, "MOST_CLAIMS", 5)
    text = written(made.batch(*(made.claim(f"V{number}") for number in range(11)), first_transaction=7))
    assert [row[2] for row in rows(text) if row[0] == "ST"] == ["0007", "0008", "0009"]
    assert [claim.claim_id for claim in read(text)[0].claims] == [f"V{number}" for number in range(11)]
    assert accepted(text, tmp_path) == ""


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


def test_a_note_of_signs_alone_is_no_segment() -> None:
    """What is left of "!" where it parts repetitions is nothing, and a segment of nothing is refused everywhere."""
    signs = Delimiters(element=">", component="<", repeat="!", segment="'")
    claim = made.claim(note="!", authorization="!!", lines=(made.line(note=" ! "),))
    text = written(made.batch(claim), signs)
    assert "NTE" not in text
    assert read(text)[0].claims == (cleaned(claim, signs),)
