"""Edit pairs of a visit, by the published table of the date and the place."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import made_editions
import pytest
from releases import taken
from visits import ON, card, procedure, visit

from romberg import facts
from romberg.knowledge import editions
from romberg.knowledge.payers import Card
from romberg.knowledge.releases.kinds import medicaid_pairs


def pairs(*services: Any, billed: str = "", **other: Any) -> dict[str, dict[str, Any]]:
    """The pair facts of the lines that have a partner, by code."""
    on = other.get("service_date", ON)
    found = facts.of([visit(*services, billed=billed, **other)], [None], [card("medicare", on)]).lines
    keep = ("ncci_partner", "ncci_never", "ncci_parted", "ncci_separate", "is_region_pair")
    return {row["code"]: {key: row[key] for key in keep} for row in found.to_dicts() if row["ncci_partner"]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("97110", "97112"),
        ("97112", "97140"),
        ("97530", "97140"),
        ("97530", "97116"),
        ("97161", "97140"),
        ("20560", "97112"),
    ],
)
def test_pairs_that_are_taught_and_do_not_exist(one: str, other: str) -> None:
    assert pairs(procedure(one, 20), procedure(other, 20), billed=f"{one}x1 {other}x1") == {}


def test_a_pair_that_nothing_opens_is_told_at_the_code_that_is_not_paid() -> None:
    found = pairs(procedure("97140", 20), procedure("97124", 15), billed="97140x1 97124x1-59")
    assert list(found) == ["97124"]
    assert found["97124"]["ncci_never"] is True


@pytest.mark.parametrize(
    ("mine", "separate"),
    [(("cervical",), False), (("ankle",), True), ((), None), (("ankle", "cervical"), False)],
)
def test_manipulation_and_regions(mine: tuple[str, ...], separate: bool | None) -> None:
    services = (procedure("98940", regions=("cervical",)), procedure("97112", 15, regions=mine))
    found = pairs(*services, billed="98940x1 97112x1-XS")
    assert found["97112"] == {
        "ncci_partner": "98940",
        "ncci_never": False,
        "ncci_parted": True,
        "ncci_separate": separate,
        "is_region_pair": True,
    }


def test_either_line_may_carry_the_modifier() -> None:
    assert pairs(procedure("92507", 30), procedure("97129", 15), billed="92507x1-GN-59 97129x1")["97129"]["ncci_parted"]


def test_minutes_of_their_own_show_two_services_apart() -> None:
    assert pairs(procedure("92507", 30), procedure("97129", 15), billed="92507x1 97129x1")["97129"]["ncci_separate"]
    open_ = pairs(procedure("92507"), procedure("97129", 15), billed="92507x1 97129x1")
    assert open_["97129"]["ncci_separate"] is None


def test_the_edits_were_off_for_most_of_2020() -> None:
    services = (procedure("98940", regions=("cervical",)), procedure("97112", 15, regions=("cervical",)))
    billed = "98940x1 97112x1"
    assert pairs(*services, billed=billed, service_date=date(2020, 6, 1)) == {}
    assert list(pairs(*services, billed=billed, service_date=date(2020, 10, 1))) == ["97112"]


def test_the_hospital_has_a_table_of_its_own() -> None:
    services = (procedure("97162", 40), procedure("97750", 23))
    billed = "97162x1 97750x2"
    office = pairs(*services, billed=billed)
    hospital = pairs(*services, billed=billed, setting="hospital-outpatient")
    assert [row["ncci_never"] for row in office.values()] == [True]
    assert [row["ncci_never"] for row in hospital.values()] == [False]


def test_past_the_last_verified_edition_the_pair_is_open() -> None:
    found = pairs(
        procedure("97140", 20), procedure("97124", 15), billed="97140x1 97124x1", service_date=date(2031, 1, 1)
    )
    assert {(row["ncci_never"], row["ncci_parted"]) for row in found.values()} == {(None, None)}


def test_nothing_billed_carries_no_modifier_to_judge() -> None:
    assert pairs(procedure("92507", 30), procedure("97129", 15))["97129"]["ncci_parted"] is None


def test_the_gravest_pair_of_a_line_is_told() -> None:
    services = [procedure("97140", 20), procedure("97124", 15), procedure("98940")]
    assert pairs(*services, billed="97140x1 97124x1 98940x1")["97124"]["ncci_partner"] == "97140"


def test_medicaid_has_a_table_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Medicare's stands in until Medicaid's is imported; then that one answers, and for Medicaid alone."""
    monkeypatch.setattr(medicaid_pairs, "LEAST_ROWS", 1_500)
    monkeypatch.setenv("ROMBERG_KNOWLEDGE", str(tmp_path))
    on = date(2026, 2, 3)
    services = (procedure("97010", 15), procedure("97028", 15))
    medicaid = card("medicaid", on)
    assert medicaid.ncci_edition == "medicaid"

    def partners(payer: Card) -> tuple[list[str], bool | None]:
        editions.forget()
        found = facts.of([visit(*services, billed="97010x1 97028x1", service_date=on)], [None], [payer])
        unpaid = [row["code"] for row in found.lines.to_dicts() if row["ncci_partner"]]
        return unpaid, found.visits["ncci_applies"].item()

    assert partners(medicaid) == ([], None)
    taken(tmp_path, made_editions.medicaid_ptp(tmp_path))
    assert partners(medicaid) == (["97028"], True)
    assert partners(card("medicare", on)) == ([], True)
    monkeypatch.undo()
    editions.forget()
