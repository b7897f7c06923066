"""Places, providers, and the reasons of a remittance: dated as published, worded by ourselves."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from romberg import checks
from romberg.knowledge import codes, denials, taxonomy, typed
from romberg.knowledge.published import manifest, rows

SHARED = Path(__file__).parents[2] / "shared" / "reference"
BESIDE = pytest.mark.skipif(not SHARED.is_dir(), reason="the extra lane needs ../shared beside the checkout")
TODAY = date(2026, 3, 2)
ROUTES = {"corrected claim", "appeal", "patient", "other payer", "write off", "nothing to do"}
LISTS = ("places", "taxonomy", "adjustment_reasons", "remarks", "denial_routes")


@pytest.mark.parametrize(
    ("code", "discipline", "role"),
    [
        ("225100000X", "PT", "therapist"),
        ("2251N0400X", "PT", "therapist"),
        ("225X00000X", "OT", "therapist"),
        ("224Z00000X", "OT", "assistant"),
        ("225200000X", "PT", "assistant"),
        ("225500000X", "", "technician"),
        ("235Z00000X", "SLP", "therapist"),
        ("111N00000X", "DC", "chiropractor"),
        ("2255A2300X", "", "athletic trainer"),
        ("225700000X", "", "massage therapist"),
        ("208100000X", "MD", "physician"),
    ],
)
def test_taxonomy(code: str, discipline: str, role: str) -> None:
    found = taxonomy.get(f" {code.lower()} ")
    assert found is not None
    assert (found.discipline, found.role) == (discipline, role)


def test_an_unknown_provider_is_none() -> None:
    assert taxonomy.get("000000000X") is None


def test_labels_are_short_and_each_is_one_of_its_own() -> None:
    for labels in (
        [one.label for one in taxonomy.all_providers().values()],
        [one.label for one in codes.places().values()],
        [row["label"] for row in rows("adjustment_reasons") if row["label"]],
    ):
        assert len(labels) == len(set(labels))
        assert max(map(len, labels)) <= 70


@pytest.mark.parametrize(
    ("code", "on", "state", "instead"),
    [
        ("B5", date(2016, 4, 30), "in use", ("272", "273")),
        ("B5", date(2016, 5, 1), "ended", ("272", "273")),
        ("15", date(2018, 5, 1), "ended", ("197", "198", "284")),
        ("165", date(2018, 5, 1), "ended", ("288",)),
        ("125", date(2013, 11, 1), "ended", ()),
        ("253", date(2013, 6, 1), "not yet in use", ()),
        ("253", TODAY, "in use", ()),
        ("151", TODAY, "in use", ()),
    ],
)
def test_reason_codes_live_and_end(code: str, on: date, state: str, instead: tuple[str, ...]) -> None:
    found = denials.reason(code)
    assert found is not None
    assert (found.state(on), found.instead) == (state, instead)


def test_a_code_is_current_only_as_of_the_list_that_was_read() -> None:
    current, ended = denials.reason("253"), denials.reason("b5")
    assert current is not None
    assert ended is not None
    assert current.mark(date(2024, 6, 18)) == "verified"
    assert current.mark(date(2024, 6, 19)) == "as of the list of 2024-06-18"
    assert ended.mark(TODAY) == "verified"


def test_what_is_not_in_the_lists_is_none() -> None:
    assert denials.reason("999") is None
    assert denials.remark("N99999") is None
    assert denials.route("reason", "999") is None


def test_every_way_names_codes_and_rules_that_exist() -> None:
    names = {rule.name for rule in checks.rules()}
    for one in denials.routes():
        assert one.route in ROUTES
        assert set(one.rules) <= names
        assert one.cause
        assert one.fix
        found = {"reason": denials.reason, "remark": denials.remark}.get(one.kind)
        if found is not None:
            known = found(one.code)
            assert known is not None
            assert known.label, f"{one.kind} {one.code} has a way but no words"


def test_what_stands_for_an_ended_code_is_itself_in_use() -> None:
    for row in rows("adjustment_reasons"):
        for instead in row["instead"].split():
            found = denials.reason(instead)
            assert found is not None
            assert found.state(TODAY) == "in use"


def test_the_denial_that_a_rule_warns_of_is_in_the_list() -> None:
    for rule in checks.rules():
        if rule.carc is not None:
            found = denials.reason(rule.carc)
            assert found is not None
            assert found.state(TODAY) == "in use"
            assert denials.route("reason", rule.carc) is not None, rule.carc
            assert rule.way() in {*ROUTES, None}, rule.name
        if rule.remark() is not None:
            remark = denials.remark(rule.remark() or "")
            assert remark is not None, rule.name
            assert remark.state(TODAY) == "in use", rule.name


def test_the_remark_beside_a_reason_is_in_the_lists() -> None:
    for row in typed.rows("denial_remarks"):
        for found in (denials.reason(row["reason"]), denials.remark(row["remark"])):
            assert found is not None, row
            assert found.state(TODAY) == "in use", row
    assert denials.remark_beside("151") == "N362"
    assert denials.remark_beside("999") is None


@pytest.mark.parametrize("name", LISTS)
def test_the_lists_go_through_the_manifest(name: str) -> None:
    table = manifest()[name]
    assert table.rows == len(rows(name)) > 50
    assert table.sources


@BESIDE
@pytest.mark.parametrize(("name", "file"), [("adjustment_reasons", "carc.csv"), ("remarks", "rarc.csv")])
def test_dates_are_the_publishers_and_words_are_ours(name: str, file: str) -> None:
    with (SHARED / file).open(encoding="utf-8", newline="") as lines:
        published = {row["code"]: row for row in csv.DictReader(lines)}
    with (SHARED / "denials.csv").open(encoding="utf-8", newline="") as lines:
        other = {row["code"]: row["meaning"] for row in csv.DictReader(lines)}
    for row in rows(name):
        theirs = published[row["code"]]
        assert (row["starts"], row["stops"]) == (theirs["start_date"], theirs["stop_date"])
        assert not row["label"] or row["label"] not in (theirs["meaning_paraphrased"], other.get(row["code"]))
    assert len(rows(name)) == len(published)
