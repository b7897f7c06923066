"""Codes, modifiers and places: complete for the fee schedule's rehabilitation codes, in our own words."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from romberg.knowledge import codes, tables

ALL = codes.all_codes()
SHARED = Path(__file__).parents[2] / "shared" / "reference"
BESIDE = pytest.mark.skipif(not SHARED.is_dir(), reason="the extra lane needs ../shared beside the checkout")
FIFTEEN = [
    "97032",
    "97033",
    "97034",
    "97035",
    "97036",
    "97110",
    "97112",
    "97113",
    "97116",
    "97124",
    "97140",
    "97530",
    "97533",
    "97535",
    "97537",
    "97542",
    "97750",
    "97755",
    "97760",
    "97761",
    "97763",
    "97129",
    "97130",
]
UNTIMED = [
    "97010",
    "97012",
    "97014",
    "97016",
    "97018",
    "97022",
    "97024",
    "97026",
    "97028",
    "G0283",
    "97150",
    "97161",
    "97162",
    "97163",
    "97164",
    "97165",
    "97166",
    "97167",
    "97168",
    "92507",
    "92508",
    "92521",
    "92522",
    "92523",
    "92524",
    "92526",
    "20560",
    "20561",
    "98940",
    "98941",
    "98942",
    "95992",
    "90901",
    "97552",
]


@pytest.mark.parametrize("code", FIFTEEN)
def test_quarter_hour_codes(code: str) -> None:
    assert (ALL[code].timed, ALL[code].unit_minutes, ALL[code].attended) == (True, 15, True)


@pytest.mark.parametrize("code", UNTIMED)
def test_untimed_codes(code: str) -> None:
    assert (ALL[code].timed, ALL[code].unit_minutes) == (False, None)


def test_every_code_of_the_reduction_is_always_therapy() -> None:
    assert {code for code in tables.mppr_codes(2026) if ALL[code].therapy != "always"} == set()


def test_every_code_of_the_fee_schedule_is_known() -> None:
    assert set(tables.frame("fee_schedule")["code"]) <= set(ALL)


@pytest.mark.parametrize(("code", "beside"), sorted(tables.add_on_to().items()))
def test_add_ons_stand_beside_the_code_that_the_table_names(code: str, beside: tuple[str, ...]) -> None:
    if code in ALL:
        assert ALL[code].add_on_to in beside


def test_every_add_on_names_a_code_that_exists() -> None:
    assert {one.add_on_to for one in ALL.values() if one.add_on_to} <= set(ALL)


def test_labels_are_our_own_short_ones() -> None:
    labels = [one.label for one in ALL.values()]
    assert len(labels) == len(set(labels))
    assert max(map(len, labels)) <= 60


def test_a_retired_code_is_not_valid() -> None:  # F11
    assert not ALL["97532"].valid(date(2018, 1, 1))
    assert ALL["97532"].valid(date(2017, 12, 31))
    assert ALL["97129"].valid(date(2020, 1, 1))
    assert not ALL["97129"].valid(date(2019, 12, 31))
    assert ALL["97112"].valid(date(2026, 3, 2))


def test_one_to_one_and_group() -> None:
    assert {one.code for one in ALL.values() if one.group} >= {"97150", "92508"}
    assert not ALL["97112"].group
    assert not ALL["G0283"].attended
    assert ALL["97032"].attended


def test_evaluations_belong_to_one_discipline() -> None:
    assert ALL["97161"].disciplines == ("PT",)
    assert ALL["97165"].disciplines == ("OT",)
    assert ALL["92521"].disciplines == ("SLP",)


def test_lookup_takes_small_letters_and_answers_none() -> None:
    assert codes.get(" g0283 ") == ALL["G0283"]
    assert codes.get("99999") is None


def test_modifiers() -> None:
    found = codes.modifiers()
    assert {one for one, what in found.items() if what.kind == "distinct"} == {"59", "XE", "XS", "XP", "XU"}
    assert {found[one].discipline for one in ("GP", "CQ")} == {"PT"}
    assert {found[one].discipline for one in ("GO", "CO")} == {"OT"}
    assert found["GN"].discipline == "SLP"


def test_places() -> None:
    assert not codes.places()["11"].facility
    assert codes.places()["22"].facility
    assert not codes.places()["10"].facility
    assert len(codes.places()) == tables.manifest()["places"].rows == 52


@BESIDE
def test_places_pay_the_rate_of_the_published_set() -> None:
    with (SHARED / "pos.csv").open(encoding="utf-8", newline="") as file:
        published = {row["code"]: row["pfs_rate"] == "Facility" for row in csv.DictReader(file)}
    assert {place: what.facility for place, what in codes.places().items()} == published
