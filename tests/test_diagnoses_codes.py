"""Diagnosis codes: leaves on the day of service, seventh characters, notes, and the families that support a code."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from romberg.cli import main
from romberg.knowledge import (
    citations,
    diagnoses,
    diagnosis_codes,
    diagnosis_notes,
    diagnosis_support,
    divided_diagnoses,
)
from romberg.knowledge.diagnosis_signs import plain, pointed
from romberg.knowledge.documents import read_yaml
from romberg.knowledge.steps import NOT_VERIFIED, VERIFIED

CASES = Path(__file__).parent / "cases" / "diagnoses"
SHARED = Path(__file__).parents[2] / "shared" / "reference" / "dx_support.yaml"
BESIDE = pytest.mark.skipif(not SHARED.is_file(), reason="the extra lane needs ../shared beside the checkout")
ROWS = [tuple(line.split(",")) for line in (diagnoses.FOLDER / "leaves.csv").read_text().splitlines()[1:]]
LEAVES = [base + one for base, sevenths, held in ROWS if "3" in held for one in sevenths or ("",)]
IN_FORCE = date(2026, 5, 4)


def _cases(name: str) -> list[Any]:
    cases = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))["cases"]
    return [pytest.param(case, id=case["name"]) for case in cases]


@pytest.mark.parametrize("case", _cases("standing"))
def test_a_code_on_a_day(case: Mapping[str, Any]) -> None:
    found = diagnoses.standing(str(case["code"]), case["day"])
    assert found.billable is case["billable"]
    assert case.get("says", "") in found.because
    assert (found.because == "") is (found.billable is True)
    assert found.because == "" or found.because.endswith(".")
    assert set(case.get("instead", ())) <= set(found.instead)
    assert found.sevenths == case.get("sevenths", found.sevenths)
    assert found.mark == case.get("mark", found.mark)
    assert citations.get(found.cite).title


@pytest.mark.parametrize("case", _cases("together"))
def test_codes_on_one_claim(case: Mapping[str, Any]) -> None:
    for codes in (case["codes"], case["codes"][::-1]):
        found = diagnosis_notes.conflicts(codes)
        assert [pointed(one.note.owner) for one in found] == ([case["by"]] if case["by"] else [])
        assert all(one.first in one.says() and one.second in one.says() for one in found)


def test_among_many_codes_each_pair_is_told_once() -> None:
    found = diagnosis_notes.conflicts(["R26.81", "R27.0", "R42", "R27.8", "R26.81"])
    assert [(one.first, one.second) for one in found] == [("R26.81", "R27.0"), ("R27.0", "R42"), ("R27.8", "R42")]


def test_what_comes_first_and_what_is_added() -> None:
    first = diagnosis_notes.code_first("G63")
    assert first is not None
    assert first.names("C50.911")
    assert first.names("E85.4")
    assert not first.names("E11.9")
    assert diagnosis_notes.code_first("R26.81") is None
    added = diagnosis_notes.use_additional("I69.351")
    assert added is not None
    assert added.names("I10")
    assert not added.names("I69.351")
    vertigo = diagnosis_notes.code_first("H82.1")
    assert vertigo is not None
    assert vertigo.codes == ()  # "underlying disease", whichever it is


# --- the table and its editions


def test_the_manifest_knows_the_tables() -> None:
    manifest = read_yaml(diagnoses.FOLDER / "manifest.yaml")
    for name, entry in manifest["tables"].items():
        data = (diagnoses.FOLDER / f"{name}.csv").read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"], f"{name}.csv was changed: derive it anew"
        assert len(data.splitlines()) - 1 == entry["rows"]
    assert [one.first for one in diagnoses.editions()] == sorted(one.first for one in diagnoses.editions())
    assert all(citations.get(one.cite).title for one in diagnoses.editions())


def test_the_table_is_in_order_so_that_it_can_be_searched() -> None:
    bases = [base for base, _, _ in ROWS]
    assert bases == sorted(bases)
    assert all(diagnoses.FORM.fullmatch(base) for base in bases)
    assert len(LEAVES) == len(set(LEAVES)) == 74719


@given(st.sampled_from(LEAVES))
@example("M5450")  # came of a code that was divided
@settings(max_examples=200, deadline=None)
def test_every_leaf_of_the_newest_edition_may_be_billed_and_nothing_above_it(leaf: str) -> None:
    found = diagnoses.standing(leaf, IN_FORCE)
    assert (found.billable, found.mark) == (True, VERIFIED)
    for length in range(3, len(leaf)):
        above = diagnoses.standing(leaf[:length], IN_FORCE)
        assert above.billable is False
        assert above.instead
        assert all(diagnoses.standing(one, IN_FORCE).billable for one in above.instead)
        if above.sevenths:
            assert leaf[6:] in above.sevenths


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.", max_size=9), st.dates(date(2015, 1, 1), date(2035, 1, 1)))
@settings(max_examples=200, deadline=None)
def test_whatever_is_written_has_an_answer(code: str, on: date) -> None:
    found = diagnoses.standing(code, on)
    assert (found.because == "") is (found.billable is True)
    assert found.mark in (VERIFIED, NOT_VERIFIED)


@pytest.mark.parametrize("code", ["G20", "G20.B1", "G35", "G35.C2", "M54.5", "M54.59", "M51.36", "M51.372"])
def test_divided_codes_stand_as_their_dated_list_says(code: str) -> None:
    for shift in range(0, 2400, 50):
        on = date(2020, 1, 1) + timedelta(days=shift)
        assert diagnoses.standing(code, on).billable is divided_diagnoses.billable(code, on)


def test_the_dated_list_agrees_with_the_editions() -> None:
    for edition in diagnoses.editions():
        for code in ("G20", "G20.A1", "G35", "G35.A", "M54.5", "M54.50", "M51.36", "M51.360"):
            signs = plain(code)
            listed = any(base + one == signs for base, sevenths, held in ROWS if edition.sign in held
                         for one in sevenths or ("",))  # fmt: skip
            assert divided_diagnoses.billable(code, edition.first) is listed


def test_an_imported_edition_speaks_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosis_codes, "billable", lambda code, _: code == "Z99999")
    assert diagnoses.standing("Z99.999", date(2027, 3, 1)).billable is True
    refused = diagnoses.standing("R26.8", date(2027, 3, 1))
    assert refused.billable is False
    assert "edition that was imported" in refused.because
    assert "R26.81" in refused.instead


# --- against the library, and its weight


@pytest.fixture(scope="module")
def library() -> Any:
    """The library of the whole tabular list; it takes seconds, so one test of this file uses it for all."""
    return pytest.importorskip("simple_icd_10_cm")


def test_leaves_and_notes_are_those_of_the_library(library: Any) -> None:
    items = [item for item in library.get_all_codes(False) if "-" not in item and len(item) >= 3]
    assert {item for item in items if library.is_leaf(item)} == set(LEAVES)
    with (diagnoses.FOLDER / "notes.csv").open(encoding="utf-8", newline="") as lines:
        rows = [(row["owner"], row["kind"]) for row in csv.DictReader(lines)]
    firsts = {owner for owner, kind in rows if kind == "code first" and "-" not in owner}
    assert firsts == {item for item in items if library.get_code_first(item)}
    told = diagnosis_notes.words("G63")
    assert "underlying disease" in told["code first"]
    assert "diabetes" in told["excludes1"]
    assert diagnosis_notes.words("Q99.99") == {}


@pytest.mark.parametrize("item", ["R26", "R27", "G81", "H81", "I69", "M54.5", "R20", "R25", "S06"])
def test_every_code_of_a_note_s_words_is_in_the_table(item: str, library: Any) -> None:
    """The codes in brackets, read by another way than the tool's: every one without a range or a condition."""
    found = [note for note in diagnosis_notes.notes(item, "excludes1") if note.owner == plain(item)]
    patterns = {one for note in found for one in note.codes}
    words = " ".join(library.get_excludes1(item)).replace("(", " ").replace(")", " ").replace(",", " ").split()
    written = {word.rstrip("-.").replace(".", "") for word in words if word[:1].isupper() and word[1:2].isdigit()}
    assert {one for one in written if "-" not in one and one != "I69"} <= patterns


def test_no_check_loads_the_library_or_waits_for_the_table() -> None:
    note = Path(__file__).parents[1] / "examples" / "balance-visit.txt"
    program = (
        "import sys, romberg\n"
        f"romberg.check(open({str(note)!r}, encoding='utf-8').read(), payer='medicare')\n"
        "print('simple_icd_10_cm' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False"]


def test_a_look_up_takes_microseconds_once_the_table_is_read() -> None:
    diagnoses.standing("R26.81", IN_FORCE)
    began = time.perf_counter()
    for leaf in LEAVES[:2000]:
        diagnoses.standing(leaf, IN_FORCE)
    assert (time.perf_counter() - began) / 2000 < 0.001


# --- the families that support a code


def test_families_say_what_they_support_and_what_they_want() -> None:
    for one in diagnosis_support.families().values():
        assert all(len(code) == 5 for code in one.rather)
        assert one.wants or one.support in ("unrelated", "moderate")
        assert one.mark in (VERIFIED, NOT_VERIFIED)
    assert {one.support for one in diagnosis_support.families().values()} == set(diagnosis_support.STRENGTHS)


@pytest.mark.parametrize(
    ("procedure", "diagnosis", "expected"),
    [
        ("97112", "R27.0", "strong"),
        ("97112", "R26.81", "moderate"),
        ("97112", "Z96.651", "weak"),
        ("97112", "M54.50", "none"),
        ("97116", "R26.2", "strong"),
        ("92526", "R13.12", "strong"),
        ("95992", "H81.11", "strong"),
        ("97761", "Z89.611", "strong"),
        ("98941", "M99.03", "strong"),
        ("97140", "Q82.0", "strong"),
        ("97129", "R41.841", "strong"),
        ("92507", "I69.391", None),
        ("97112", "Q99.9", None),
    ],
)
def test_which_diagnosis_supports_which_code(procedure: str, diagnosis: str, expected: str | None) -> None:
    assert diagnosis_support.supports(procedure, diagnosis) == expected


# Where we read a family otherwise than the list beside the checkout, and why.
OTHERWISE = {
    "M62.81", "R53.1", "M62.838", "M62.50", "M62.561", "M62.562", "M62.84",  # weakness alone is answered by exercise
    "M25.511", "M25.512", "M54.2", "R51.9",  # pain alone, wherever it is
    "M54.16", "M54.17",  # a root's loss of force or feeling may be a deficit of control
    "M53.2X6",  # the list itself names instability as what to pair pain with
    "I69.391", "I69.320", "I69.322",  # of speech and swallowing after a stroke: stands there in two families
    "R42", "M99.05",  # stand there in two families
}  # fmt: skip


@BESIDE
def test_the_families_beside_the_checkout_are_met() -> None:
    families = yaml.safe_load(SHARED.read_text(encoding="utf-8"))["families"]
    ours = {"strong": "strong", "moderate": "moderate", "weak_alone": "weak", "insufficient_alone": "none"}
    wrong = set()
    for family in families:
        for entry in family["codes"]:
            found = diagnosis_support.family(entry["code"])
            assert found is not None, entry["code"]
            assert diagnoses.standing(entry["code"], IN_FORCE).billable is entry["billable"]
            if found.support != ours[family["support_for_97112"]]:
                wrong.add(entry["code"])
    assert wrong == OTHERWISE


def test_the_command_tells_about_a_diagnosis_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["codes", "G35", "97112", "--on", "2026-03-02"]) == 0
    page = capsys.readouterr().out
    assert "G35: may not be billed on 2026-03-02\n    G35 was divided" in page
    assert "multiple sclerosis: support for 97112 strong" in page
    assert "97112" in page.rpartition("\n\n")[2]
    assert main(["codes", "R26.81", "--on", "2026-03-02", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["billable"], told["supports_97112"]) == (True, "moderate")
    assert {"R27.0", "G11"} <= set(told["notes"]["excludes1"])
    assert main(["codes", "G63", "--words"]) == 0
    assert "code first, in the list's words: underlying disease" in capsys.readouterr().out
    assert main(["codes", "G0283"]) == 0
    assert "may be billed" not in capsys.readouterr().out
    assert main(["codes", "99999"]) == 2
