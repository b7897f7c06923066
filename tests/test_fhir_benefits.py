"""What payers answered as FHIR: read into the values of a remittance; what is not told is absent."""

from __future__ import annotations

import copy
import io
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from romberg.claims import Adjustment, Remittance
from romberg.claims.balance import imbalances
from romberg.formats.fhir import remittances
from romberg.formats.fhir.coding import CARC, CARIN, GROUP, HL7, NPI, RARC
from romberg.formats.unreadable import Unreadable

r4b = pytest.importorskip("fhir.resources.R4B.explanationofbenefit")


def usd(cents: int) -> dict[str, Any]:
    return {"value": cents / 100, "currency": "USD"}


def told(code: str, cents: int | None = None, carc: str = "", group: str = "") -> dict[str, Any]:
    """One adjudication."""
    system = f"{CARIN}C4BBAdjudication" if code.startswith(("paid", "member", "co", "dis", "non")) else ADJUDICATION
    found: dict[str, Any] = {"category": {"coding": [{"system": system, "code": code}]}}
    if cents is not None:
        found["amount"] = usd(cents)
    codes = [{"system": CARC, "code": carc}] * bool(carc) + [{"system": GROUP, "code": group}] * bool(group)
    return found | ({"reason": {"coding": codes}} if codes else {})


ADJUDICATION = f"{HL7}adjudication"
LINE = {
    "sequence": 1,
    "productOrService": {"coding": [{"system": "http://www.ama-assn.org/go/cpt", "code": "97112"}]},
    "modifier": [{"coding": [{"code": "GP"}]}, {"coding": [{"code": "KX"}]}],
    "servicedDate": "2026-03-12",
    "quantity": {"value": 2},
    "net": usd(10_000),
    "adjudication": [
        told("submitted", 10_000),
        told("eligible", 6_000),
        told("discount", 4_000),
        told("coinsurance", 1_200),
        told("paidtoprovider", 4_800),
    ],
}
CLINIC = {"resourceType": "Organization", "id": "clinic", "identifier": [{"system": NPI, "value": "1234567893"}]}
BENEFIT: dict[str, Any] = {
    "resourceType": "ExplanationOfBenefit",
    "status": "active",
    "use": "claim",
    "outcome": "complete",
    "type": {"coding": [{"system": f"{HL7}claim-type", "code": "professional"}]},
    "created": "2026-04-01",
    "identifier": [{"value": "ICN77"}],
    "patient": {"display": "ADA VALE"},
    "billablePeriod": {"start": "2026-03-12"},
    "insurer": {"display": "LONE STAR HEALTH", "identifier": {"value": "60054"}},
    "provider": {"reference": "#clinic"},
    "contained": [CLINIC],
    "supportingInfo": [
        {"sequence": 1, "category": {"coding": [{"code": "patientaccountnumber"}]}, "valueString": "V17"}
    ],
    "insurance": [{"focal": True, "coverage": {"display": "plan"}}],
    "item": [LINE],
    "total": [
        {"category": told("submitted")["category"], "amount": usd(10_000)},
        {"category": told("paidtoprovider")["category"], "amount": usd(4_800)},
        {"category": told("memberliability")["category"], "amount": usd(1_200)},
    ],
    "payment": {"date": "2026-04-02", "amount": usd(4_800), "identifier": {"value": "EFT9"}},
}  # fmt: skip


def read(*held: Any) -> list[Remittance]:
    entry = [{"resource": one} for one in held]
    text = json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entry})
    return list(remittances(io.BytesIO(text.encode())))


def benefit(**more: Any) -> dict[str, Any]:
    return copy.deepcopy(BENEFIT) | more


def line(*adjudication: dict[str, Any], **more: Any) -> dict[str, Any]:
    return copy.deepcopy(LINE) | {"adjudication": list(adjudication)} | more


def test_the_example_is_what_fhir_wants() -> None:
    r4b.ExplanationOfBenefit.model_validate(benefit())


def test_a_benefit_becomes_a_remittance_that_adds_up() -> None:
    (one,) = read(benefit())
    assert (one.payer_name, one.payer_id, one.payee_npi) == ("LONE STAR HEALTH", "60054", "1234567893")
    assert (one.trace, one.paid_date, one.paid_cents) == ("EFT9", date(2026, 4, 2), 4_800)
    (claim,) = one.claims
    assert (claim.claim_id, claim.payer_claim_id, claim.status) == ("V17", "ICN77", "1")
    assert (claim.charge_cents, claim.paid_cents, claim.patient_cents) == (10_000, 4_800, 1_200)
    (paid,) = claim.lines
    assert (paid.code, paid.modifiers, paid.billed_units) == ("97112", ("GP", "KX"), 2)
    assert (paid.charge_cents, paid.paid_cents, paid.allowed_cents) == (10_000, 4_800, 6_000)
    assert paid.adjustments == (Adjustment("CO", "45", 4_000), Adjustment("PR", "2", 1_200))
    assert imbalances(one) == ()


def test_reasons_with_amounts_say_more_than_categories() -> None:
    item = line(
        told("submitted", 10_000),
        told("coinsurance", 1_200),
        told("adjustmentreason", 4_000, "45", "CO"),
        told("adjustmentreason", 1_200, "2", "PR"),
        told("paidtoprovider", 4_800),
    )
    item["adjudication"][2]["reason"]["coding"].append({"system": RARC, "code": "N130"})
    (paid,) = read(benefit(item=[item]))[0].claims[0].lines
    assert paid.adjustments == (Adjustment("CO", "45", 4_000), Adjustment("PR", "2", 1_200))
    assert paid.rarcs == ("N130",)


def test_a_denied_line_takes_the_reason_of_its_denial() -> None:
    item = line(
        told("submitted", 10_000), told("noncovered", 10_000), told("denialreason", carc="50"), told("benefit", 0)
    )
    total = [{"category": told("benefit")["category"], "amount": usd(0)}]
    (claim,) = read(benefit(item=[item], total=total))[0].claims
    assert claim.status == "4"
    assert claim.charge_cents == 10_000  # the sum of the lines, where no total is told
    assert claim.lines[0].adjustments == (Adjustment("", "50", 10_000),)


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": {"value": 40.0, "currency": "CAD"}},
        {"amount": {"value": "40"}},
        {"amount": {"value": True}},
        {"amount": {"value": 40.005}},
        {"amount": {"value": 1e300}},
        {"amount": {}},
    ],
)
def test_an_amount_that_cannot_be_read_is_absent_and_posts_nothing(wrong: dict[str, Any]) -> None:
    item = line(*LINE["adjudication"][:2], told("discount") | wrong, *LINE["adjudication"][3:])  # type: ignore[index]
    (one,) = read(benefit(item=[item]))
    assert one.claims[0].lines[0].adjustments_unread
    assert {each.code for each in imbalances(one)} == {"cannot_be_evaluated"}


def test_a_cut_without_a_reason_is_not_guessed() -> None:
    item = line(told("submitted", 10_000), told("noncovered", 10_000), told("benefit", 0))
    (paid,) = read(benefit(item=[item]))[0].claims[0].lines
    assert paid.adjustments == ()
    assert paid.adjustments_unread


def test_each_claim_of_a_payment_is_a_part_of_it() -> None:
    second = benefit(identifier=[{"value": "ICN78"}])
    one, other = read(benefit(), second)
    assert [each.claims[0].payer_claim_id for each in (one, other)] == ["ICN77", "ICN78"]
    assert (one.trace, one.is_part, other.trace, other.is_part) == ("EFT9", True, "EFT9", True)


def test_a_second_payer_s_answer_is_known_by_its_turn() -> None:
    covers = [{"focal": False, "coverage": {"display": "first"}}, {"focal": True, "coverage": {"display": "second"}}]
    assert read(benefit(insurance=covers))[0].claims[0].status == "2"


def test_what_it_refers_to_is_looked_up() -> None:
    claim = {"resourceType": "Claim", "id": "c", "identifier": [{"value": "OURS"}]}
    clinician = {"resourceType": "Practitioner", "id": "p", "identifier": [{"system": NPI, "value": "1245319599"}]}
    cover = {"resourceType": "Coverage", "id": "k", "subscriberId": "XY9"}
    one = benefit(
        claim={"reference": "Claim/c"},
        careTeam=[{"role": {"coding": [{"code": "performing"}]}, "provider": {"reference": "Practitioner/p"}}],
        insurance=[{"focal": True, "coverage": {"reference": "Coverage/k"}}],
    )
    (found,) = read(one, claim, clinician, cover)[0].claims
    assert (found.claim_id, found.rendering_npi, found.member_id) == ("OURS", "1245319599", "XY9")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "no_json"),
        (b"{", "no_json"),
        (b'{"a": NaN}', "no_json"),
        (b"[" * 100_000, "no_json"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "no_json"),
        (b"[]", "no_benefit"),
        (json.dumps(benefit(status="cancelled")).encode(), "no_benefit"),
        (json.dumps(benefit(use="predetermination")).encode(), "no_benefit"),
        (b" " * 50_000_001, "too_large"),
    ],
)
def test_what_is_no_benefit_is_refused_with_one_sentence(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        list(remittances(io.BytesIO(data)))
    assert caught.value.code == code


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(BENEFIT)), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from([key for key in BENEFIT if key not in ("resourceType", "status", "use")]), PLAIN)
)
@settings(max_examples=200, deadline=None)
def test_whatever_stands_in_it_is_read_or_absent(wrong: dict[str, Any]) -> None:
    (one,) = read(benefit(**wrong))
    assert len(one.claims) == 1
