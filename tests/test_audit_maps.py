"""Maps of foreign tables that need no file: FHIR bulk exports; the list of maps; columns that are not found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from romberg.batch.audit.run import Wanted, run
from romberg.cli import main
from romberg.formats.fhir.coding import CARIN, CPT, HL7, ICD_10_CM, NPI, PLACE, TAXONOMY
from romberg.formats.line_tables import benefits, maps
from romberg.formats.line_tables.columns import BY_NAME
from romberg.formats.unreadable import Unreadable

ROLE = CARIN + "C4BBClaimCareTeamRole"


def concept(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}


def amount(name: str, value: float, system: str = HL7 + "adjudication") -> dict[str, Any]:
    return {"category": concept(system, name), "amount": {"value": value, "currency": "USD"}}


def item(sequence: int, code: str, units: int, **more: Any) -> dict[str, Any]:
    return {
        "sequence": sequence, "careTeamSequence": [1], "diagnosisSequence": [2], "servicedDate": "2026-03-12",
        "productOrService": concept(CPT, code), "modifier": [concept(CPT, "GP")], "quantity": {"value": units},
        "locationCodeableConcept": concept(PLACE, "11"),
        "adjudication": [amount("submitted", 80.5), amount("paidtoprovider", 40.25, CARIN + "C4BBAdjudication")],
        **more,
    }  # fmt: skip


def benefit(**more: Any) -> dict[str, Any]:
    """An invented one in CARIN's shape."""
    return {
        "resourceType": "ExplanationOfBenefit", "id": "eob-1", "status": "active", "use": "claim",
        "identifier": [{"value": "other"}, {"type": concept(CARIN + "C4BBIdentifierType", "uc"), "value": "C77"}],
        "type": concept(HL7 + "claim-type", "professional"), "patient": {"reference": "Patient/P7"},
        "insurer": {"display": "Medicare"}, "provider": {"identifier": {"system": NPI, "value": "1987654321"}},
        "contained": [{"id": "who", "identifier": [{"system": NPI, "value": "1234567893"}]}],
        "careTeam": [
            {"sequence": 1, "provider": {"reference": "#who"}, "role": concept(ROLE, "performing"),
             "qualification": concept(TAXONOMY, "225100000X")},
            {"sequence": 2, "provider": {"reference": "Practitioner/elsewhere"}, "role": concept(ROLE, "referring")},
        ],
        "diagnosis": [{"sequence": 2, "diagnosisCodeableConcept": concept(ICD_10_CM, "R26.81")},
                      {"sequence": 1, "diagnosisCodeableConcept": concept(ICD_10_CM, "M54.50")}],
        "item": [item(1, "97110", 2), item(2, "97112", 1)],
        **more,
    }  # fmt: skip


def audited(folder: Path, resources: list[Any]) -> tuple[pl.DataFrame, pl.DataFrame]:
    path = folder / "ExplanationOfBenefit.ndjson"
    path.write_text("".join(json.dumps(one) + "\n" for one in resources))
    run(Wanted((str(path),), str(folder / "out"), anew=True), lambda *_: None, lambda _: None)
    return pl.read_parquet(folder / "out" / "lines.parquet"), pl.read_parquet(folder / "out" / "rejects.parquet")


def test_a_bulk_file_of_benefits_is_audited(tmp_path: Path) -> None:
    lines, rejects = audited(tmp_path, [benefit(), benefit(id="b", identifier=[], patient={"reference": "Patient/P8"})])
    assert rejects.is_empty()
    assert sorted(lines.select("patient", "claim", "line", "code", "units", "paid_cents").rows()) == [
        ("P7", "C77", 1, "97110", 2, 4025), ("P7", "C77", 2, "97112", 1, 4025),
        ("P8", "b", 1, "97110", 2, 4025), ("P8", "b", 2, "97112", 1, 4025),
    ]  # fmt: skip
    assert set(lines["payer"]) == {"medicare"}
    assert set(lines["rendering_npi"]) == {"1234567893"}
    assert set(lines["billing_npi"]) == {"1987654321"}
    assert set(lines["charge_cents"]) == {8050}


def test_every_part_of_a_benefit_has_its_column() -> None:
    first, _ = benefits.rows(benefit())
    assert set(first) == set(benefits.COLUMNS) <= set(BY_NAME)
    assert (first["diagnoses"], first["pointers"]) == ("M54.50|R26.81", "2")
    assert (first["taxonomy"], first["place"], first["referring_npi"]) == ("225100000X", "11", "")


@pytest.mark.parametrize(
    "more",
    [{"status": "cancelled"}, {"use": "predetermination"}, {"type": concept(HL7 + "claim-type", "pharmacy")},
     {"item": []}, {"item": "none"}],
)  # fmt: skip
def test_what_is_no_active_claim_gives_no_line(more: dict[str, Any]) -> None:
    assert not list(benefits.rows(benefit(**more)))


def test_odd_parts_are_set_aside_and_the_rest_is_done(tmp_path: Path) -> None:
    period = {"servicedPeriod": {"start": "2026-03-12", "end": "2026-03-14"}, "servicedDate": None}
    odd = [item(1, "97110", 2, **period), item(2, "97110", 2, quantity=None), item(3, "97110", 1)]
    lines, rejects = audited(tmp_path, [benefit(item=odd), {"resourceType": "ExplanationOfBenefit"}])
    assert lines["line"].to_list() == [3]
    assert sorted(rejects["reason"]) == ["days_span", "units_not_read"]


def test_amounts_of_another_currency_are_not_told() -> None:
    told = {"category": concept(HL7 + "adjudication", "submitted"), "amount": {"value": 80, "currency": "EUR"}}
    (row,) = benefits.rows(benefit(item=[item(1, "97110", 2, adjudication=[told, amount("benefit", 31.1)])]))
    assert (row["charge"], row["paid"]) == (None, "31.1")


def test_the_maps_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--maps"]) == 0
    said = capsys.readouterr().out
    assert all(f"--map {name}" in said for name in maps.bundled())
    assert "person_id | patient_id | member_id" in said
    assert "only claim_type" in said


def test_the_nearest_columns_are_named() -> None:
    with pytest.raises(Unreadable, match="patient may be patient_nr; units may be unit"):
        maps.opened(None).found(["patient_nr", "claim", "service_date", "code", "unit"])


def test_inputs_and_out_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "claims.csv"]) == 2
    assert "--out" in capsys.readouterr().err
