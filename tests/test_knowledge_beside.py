"""Small tables beside the published ones: local coverage, safeguards, divided diagnoses, diagnoses on a claim."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import romberg
from romberg.formats import diagnosis_field
from romberg.knowledge import citations, divided_diagnoses, local_coverage, safeguards, typed
from romberg.knowledge.releases.whole import verify
from tools import typed_lists

LETTERS = st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
SIGNS = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=4)


# --- local coverage


@pytest.mark.parametrize(
    ("document", "on", "state"),
    [
        ("L33631", date(2019, 12, 31), "not yet in force"),
        ("L33631", date(2020, 1, 1), "in force"),
        ("L33631", date(2026, 3, 2), "unknown"),
        ("L35036", date(2023, 3, 1), "in force"),
        ("L35036", date(2023, 3, 2), "retired"),
        ("l34428", date(2023, 6, 1), "in force"),
    ],
)
def test_a_local_document_holds_as_long_as_it_was_seen(document: str, on: date, state: str) -> None:
    found = local_coverage.get(document)
    assert found is not None
    assert found.state(on) == state
    assert document.upper() in found.says(on)
    assert found.says(on).endswith(".")


def test_only_what_holds_can_be_cited() -> None:
    assert {one.document for one in local_coverage.citable("Palmetto", date(2023, 6, 1))} == {
        "L34428",
        "L34427",
        "A53065",
    }
    assert local_coverage.citable("Novitas", date(2022, 6, 1)) != ()
    assert local_coverage.citable("Novitas", date(2024, 6, 1)) == ()
    assert local_coverage.get("L99999") is None


# --- safeguards


def test_the_safeguards_of_the_rule() -> None:
    found = safeguards.all_safeguards()
    assert {one for one, what in found.items() if what.demand == "addressable"} == {
        "164.312(a)(2)(iii)",
        "164.312(a)(2)(iv)",
        "164.312(c)(2)",
        "164.312(e)(2)(i)",
        "164.312(e)(2)(ii)",
    }
    assert safeguards.get("164.312(z)") is None


# --- divided diagnoses


@pytest.mark.parametrize("code", ["G20", "G35", "M54.5", "M51.36", "M51.37"])
def test_on_each_day_the_whole_or_its_leaves_are_billable(code: str) -> None:
    found = divided_diagnoses.get(code)
    assert found is not None
    assert found.last_day.month == 9  # the code set changes on the first of October
    for on in (found.last_day + timedelta(days=shift) for shift in range(-400, 400, 7)):
        whole = divided_diagnoses.billable(code, on)
        assert {divided_diagnoses.billable(leaf, on) for leaf in found.leaves} == {not whole}
        assert str(on) in found.says(on)


def test_a_code_may_be_written_with_or_without_its_point() -> None:
    assert divided_diagnoses.billable(" m545 ", date(2021, 9, 30)) is True
    assert divided_diagnoses.billable("M54.50", date(2021, 9, 30)) is False


# --- diagnoses on a claim


@given(LETTERS, st.sampled_from("0123456789"), st.sampled_from("0123456789AB"), SIGNS)
def test_a_diagnosis_goes_to_the_claim_and_back(letter: str, digit: str, third: str, rest: str) -> None:
    written = f"{letter}{digit}{third}.{rest}"
    sent = diagnosis_field.for_claim(written)
    assert "." not in sent
    assert diagnosis_field.slip(sent) == ""
    assert diagnosis_field.slip(written) != ""
    assert diagnosis_field.for_people(sent) == written


@pytest.mark.parametrize("wrong", ["", "M5", "54.2", "M54.", "M54.2.1", "M54.23456", "97112", "M 54.2"])
def test_what_is_no_diagnosis_is_refused_in_a_sentence(wrong: str) -> None:
    with pytest.raises(ValueError, match="no ICD-10-CM code"):
        diagnosis_field.for_claim(wrong)
    assert diagnosis_field.slip(wrong).endswith(".")


def test_a_code_of_three_signs_has_no_point() -> None:
    assert diagnosis_field.for_claim("G20") == diagnosis_field.for_people("G20") == "G20"


# --- the manifest of what people typed


def test_the_manifest_of_the_typed_lists_is_what_the_tool_writes() -> None:
    stands = (typed.FOLDER / "manifest.yaml").read_text(encoding="utf-8")
    assert stands == typed_lists.manifest(), "a list was changed: renew it with `python -m tools.typed_lists`"


@pytest.mark.parametrize("name", typed.manifest())
def test_a_typed_list_is_whole_and_names_its_sources(name: str) -> None:
    one = typed.manifest()[name]
    assert one.rows == len(typed.rows(name)) > 0
    assert one.sha256 == typed.sha256(name)
    assert one.holds
    assert one.release
    assert all(citations.get(source).title for source in one.sources)


def test_every_list_that_the_room_reads_is_in_the_manifest() -> None:
    read = {file.stem for file in typed.FOLDER.glob("procedures_*.csv")}
    for source in Path(romberg.__file__).parent.rglob("*.py"):
        read |= set(re.findall(r"(?:typed\.)?rows\(\"(\w+)\"\)", source.read_text("utf-8")))
    listed = {file.stem for file in typed.FOLDER.glob("*.csv")}
    assert read & listed == set(typed.manifest())


def test_a_list_that_was_changed_by_hand_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert {one.wrong for one in verify(tmp_path / "nothing") if one.release == "bundled"} == {""}
    for file in typed.FOLDER.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    changed = tmp_path / "safeguards.csv"
    changed.write_text(changed.read_text(encoding="utf-8").replace("required", "addressable"), encoding="utf-8")
    (tmp_path / "modifiers.csv").unlink()
    monkeypatch.setattr(typed, "FOLDER", tmp_path)
    wrong = {one.table: one.wrong for one in verify(tmp_path / "nothing") if one.wrong}
    assert set(wrong) == {"safeguards", "modifiers"}
    assert "install Romberg again" in wrong["safeguards"]
