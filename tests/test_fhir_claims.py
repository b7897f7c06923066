"""Claims as FHIR R4: valid by another library, whole, and the same in every run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import made_claims as made
import pytest
from hypothesis import HealthCheck, given, settings

import romberg
from romberg.claims import Adjustment, LineAnswer, Name, OtherPayer, Payer, ProfessionalClaim, Provider, Subscriber
from romberg.formats.fhir import bundle
from romberg.report import Report

r4b = pytest.importorskip("fhir.resources.R4B.bundle")
NOW = datetime(2026, 3, 13, 9, 30)
NOTE = (Path(__file__).parents[1] / "examples" / "balance-visit.txt").read_text(encoding="utf-8")
# The codes that FHIR R4 demands, which the library does not look at.
DEMANDED = {
    ("Claim", "status"): {"active"},
    ("Claim", "use"): {"claim"},
    ("ClaimResponse", "status"): {"active"},
    ("ClaimResponse", "use"): {"claim", "predetermination"},
    ("ClaimResponse", "outcome"): {"complete", "partial"},
    ("Coverage", "status"): {"active"},
    ("Patient", "gender"): {"female", "male", "unknown"},
}
SEVERITIES, CODES = {"error", "warning", "information"}, {"business-rule", "incomplete", "informational"}


def written(*claims: ProfessionalClaim, report: Report | None = None, override: str = "") -> dict[str, Any]:
    """A bundle that is valid, and whose references all resolve."""
    found = bundle([(one, report) for one in claims], NOW, override)
    again = json.loads(json.dumps(found))
    r4b.Bundle.model_validate(again)
    addresses = {entry["fullUrl"] for entry in again["entry"]}
    assert set(_references(again)) <= addresses
    for entry in again["entry"]:
        _demanded(entry["resource"])
    return found


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (told for key, told in value.items() if key == "reference" and isinstance(told, str))
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def _demanded(resource: dict[str, Any]) -> None:
    for (kind, key), allowed in DEMANDED.items():
        if resource["resourceType"] == kind and key in resource:
            assert resource[key] in allowed
    for issue in resource.get("issue", ()):
        assert issue["severity"] in SEVERITIES
        assert issue["code"] in CODES


def of_kind(found: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in found["entry"] if entry["resource"]["resourceType"] == kind]


def test_a_claim_with_its_parties() -> None:
    found = written(made.claim(authorization="AUTH1", note="PLAN CERTIFIED"))
    (one,) = of_kind(found, "Claim")
    assert one["identifier"] == [{"value": "V17"}]
    assert one["total"] == {"value": 145.0, "currency": "USD"}
    assert one["billablePeriod"] == {"start": "2026-03-12", "end": "2026-03-12"}
    assert [told["diagnosisCodeableConcept"]["coding"][0]["code"] for told in one["diagnosis"]] == ["M54.50", "R26.81"]
    assert one["insurance"][0]["preAuthRef"] == ["AUTH1"]
    first = one["item"][0]
    assert first["productOrService"]["coding"][0] == {"system": "http://www.ama-assn.org/go/cpt", "code": "97112"}
    assert first["modifier"][0]["coding"][0]["system"].startswith("https://www.cms.gov")
    assert (first["quantity"], first["net"]["value"], first["diagnosisSequence"]) == ({"value": 2}, 100.0, [1])
    assert first["locationCodeableConcept"]["coding"][0]["code"] == "11"
    told = {one["category"]["text"]: one for one in one["supportingInfo"]}
    assert told["431 onset"]["timingDate"] == "2026-02-01"
    assert told["454 initial treatment"]["timingDate"] == "2026-02-20"
    assert told["claim note"]["valueString"] == "PLAN CERTIFIED"
    roles = [(one["role"]["text"], one["provider"]["display"]) for one in one["careTeam"]]
    assert roles == [("rendering", "BO QUIST"), ("referring (DN)", "EDDA R MARSH")]
    (patient,) = of_kind(found, "Patient")
    assert patient["identifier"][0]["value"] == "1EG4TE5MK73"


def test_a_dependent_has_a_subscriber_of_their_own() -> None:
    child = replace(made.ADA, name=Name("VALE", "IDA"))
    found = written(made.claim(patient=child, subscriber=replace(made.MEMBER, relationship="19")))
    (cover,) = of_kind(found, "Coverage")
    assert cover["relationship"]["coding"][0]["code"] == "child"
    assert cover["subscriber"] != cover["beneficiary"]
    assert len(of_kind(found, "Patient")) == 2


def test_what_the_first_payer_answered_goes_along() -> None:
    health = Payer("LONE STAR HEALTH", "60054", "CI")
    told = LineAnswer("60054", 6_000, "97112", ("GP",), 2, (Adjustment("PR", "2", 4_000, 1),), date(2026, 3, 30))
    claim = made.claim(
        subscriber=replace(made.MEMBER, order="S"),
        lines=(made.line(answers=(told,)),),
        other_payers=(OtherPayer(Subscriber(made.ADA, "XY9", health), 6_000, claim_number="ICN7"),),
    )
    (answer,) = of_kind(written(claim), "ClaimResponse")
    assert answer["created"] == "2026-03-30"
    paid, cut = answer["item"][0]["adjudication"]
    assert paid["amount"]["value"] == 60.0
    assert [one["code"] for one in cut["reason"]["coding"]] == ["2", "PR"]
    assert (cut["amount"]["value"], cut["value"]) == (40.0, 1)
    (one,) = of_kind(written(claim), "Claim")
    assert [(told["sequence"], told["focal"]) for told in one["insurance"]] == [(1, True), (2, False)]


@pytest.mark.parametrize(
    "claim",
    [
        made.claim(frequency="8", payer_claim_number="ICN0099"),
        made.claim(
            causes=("EM",), accident_date=made.DAY, accident_state="TX", patient_paid_cents=1_234, referral="REF9"
        ),
        made.claim(facility=Provider(Name("LAKE POOL", is_person=False), npi=made.NPIS[3]), pay_to=made.CLINIC),
        made.claim(lines=(made.line(ordering=made.PHYSICIAN, rendering=made.THERAPIST, note="BOTH KNEES"),)),
        made.claim(lines=(made.line(last_date=date(2026, 3, 14)),), supervising=made.PHYSICIAN),
        made.claim(causes=("AA",)),
        made.claim(billing=replace(made.CLINIC, tax_id_kind="SY"), subscriber=replace(made.MEMBER, group_number="G7")),
    ],
)
def test_claims_of_every_kind_are_valid(claim: ProfessionalClaim) -> None:
    written(claim)


@given(made.claims())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_whatever_is_typed_is_valid_and_states_the_sum_of_its_lines(claim: ProfessionalClaim) -> None:
    (one,) = of_kind(written(claim), "Claim")
    assert round(one["total"]["value"] * 100) == sum(round(item["net"]["value"] * 100) for item in one["item"])
    assert len(one["item"]) == len(claim.lines)
    assert json.dumps(bundle([(claim, None)], NOW)) == json.dumps(bundle([(claim, None)], NOW))


def test_claims_of_one_clinic_share_its_parties() -> None:
    found = written(made.claim("A"), made.claim("B"))
    assert len(of_kind(found, "Claim")) == 2
    assert len(of_kind(found, "Patient")) == len(of_kind(found, "Practitioner")) - 1 == 1


# --- what was found


def test_findings_are_the_answer_before_the_claim_goes_out() -> None:
    report = romberg.check(NOTE)
    claim = made.claim(lines=(made.line(units=3, cents=15_000), made.line("97110", 1, 4_500)))
    found = written(claim, report=report, override="the time log lies in the chart")
    (answer,) = of_kind(found, "ClaimResponse")
    assert answer["use"] == "predetermination"
    assert len(answer["processNote"]) == len(report.findings) + 1
    assert "the time log lies in the chart" in answer["processNote"][-1]["text"]
    first = answer["item"][0]
    named = {one["category"]["coding"][0]["code"]: one for one in first["adjudication"]}
    assert named["submitted"]["amount"]["value"] == 150.0
    assert named["eligible"]["amount"]["value"] == report.price.lines[0].allowed_cents / 100  # type: ignore[operator]
    assert named["denialreason"]["reason"]["coding"][0]["code"]
    notes = {one["number"]: one["text"] for one in answer["processNote"]}
    assert any("units/exceed_minutes" in notes[number] for number in first["noteNumber"])
    (outcome,) = of_kind(found, "OperationOutcome")
    assert len(outcome["issue"]) == len(report.findings)
    grave = [one for one in outcome["issue"] if one["severity"] == "error"]
    assert [one["expression"] for one in grave] == [["Claim.item[0]"]]


def test_a_visit_without_findings_says_so() -> None:
    report = replace(romberg.check(NOTE), findings=())
    (outcome,) = of_kind(written(made.claim(), report=report), "OperationOutcome")
    assert [one["severity"] for one in outcome["issue"]] == ["information"]
