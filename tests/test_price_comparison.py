"""One visit under several payers and codings: each place holds what it gives alone, and nothing invites to choose."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import romberg
from romberg import coding, notes
from romberg.batch.check import header
from romberg.batch.options import Options
from romberg.claims import ServiceLine
from romberg.cli import main
from romberg.coding.alternatives import alternatives
from romberg.coding.choose import also_supported
from romberg.coding.code import blocks
from romberg.knowledge import payers
from romberg.pricing import VisitToPrice, price_visits
from romberg.report.comparison import FORBIDS, Terms, asked_lines, comparable, compared

HEAD = "PT daily note  DOS 03/12/2026  Medicare\nPatient: Ada Quill\nS: two near falls this week, none since Monday.\n"
END = "A: steadier in the turns than last week.\nP: continue twice a week.\nSigned: Jane Doe, PT, DPT 03/12/2026\n"
BALANCE = "Neuromuscular re-education 24 min: tandem stance on foam with eyes closed, perturbations from behind.\n"
EITHER = "Therapeutic exercise 15 min: sit to stand from chair 2x8, heel raise 2x12, step ups 2x10.\n"
GROUP = (
    "Group treatment of 4 patients, 30 min: therapeutic exercise, sit to stand from chair 2x8, heel raise 2x12, "
    "step ups 2x10.\n"
)
BATH = "Whirlpool 15 min with active ankle exercises in the water.\n"
PAYERS = ("medicare", "cigna", "workers_comp_texas", "article_examples.private_a", "self_pay")


def note(*work: str) -> str:
    """A daily note of some work."""
    return HEAD + "O:\n" + "".join(work) + END


def found_in(text: str, names: tuple[str, ...] = ("medicare",)) -> Any:
    """The comparison of a note under payers, with its alternatives."""
    read = header(("note", lambda: text), Options())
    on = read.coded.visit.service_date  # type: ignore[union-attr]  # the note is read
    assert on is not None
    return compared(read, [payers.card(one, on) for one in names], Terms(), True)  # type: ignore[arg-type]  # as above


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], str]:
    """A note as a file."""

    def written(text: str) -> str:
        path = tmp_path / "note.txt"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return written


# --- alternatives


def test_an_alternative_keeps_the_rest_of_the_visit_and_quotes_the_words_that_bear_it() -> None:
    text = note(BALANCE, EITHER)
    (other,) = [one for one in alternatives(notes.read(text)) if one.instead_of == "97110"]
    assert other.code == "97530"
    assert {one.code: one.minutes for one in other.coded.procedures} == {"97112": 24, "97530": 15}
    assert [text[span.start : span.end] for one in other.activities for span in one.spans] == [
        one.text for one in other.activities
    ]


@pytest.mark.parametrize("text", [note(GROUP), note(BATH), note(BALANCE), HEAD + END, ""])
def test_what_the_words_do_not_bear_is_no_alternative(text: str) -> None:
    """A group is no one-to-one work, a bath no exercise by the quarter hour, balance on foam nothing else."""
    assert alternatives(notes.read(text)) == ()


def test_another_discipline_s_code_is_no_alternative() -> None:
    speech = note(BALANCE, EITHER).replace("PT daily note", "SLP daily note").replace("Jane Doe, PT, DPT", "Jo Ro, SLP")
    assert not [one for one in alternatives(notes.read(speech)) if one.code in ("97530", "97112")]


WORK = st.lists(st.sampled_from([BALANCE, EITHER, GROUP, BATH]), max_size=4)


@given(WORK)
@settings(max_examples=25, deadline=None)
def test_each_alternative_is_a_runner_up_of_its_own_block_and_loses_no_minute(work: list[str]) -> None:
    visit = notes.read(note(*work))
    chosen = coding.code(visit)
    minutes = sum(one.minutes or 0 for one in chosen.procedures)
    supported = [
        (each.choice.code, one) for each in blocks(visit) for one in also_supported(each.choice, each.treatment, visit)
    ]
    for other in alternatives(visit):
        assert (other.instead_of, other.code) in supported
        assert sum(one.minutes or 0 for one in other.coded.procedures) == minutes


# --- the same as each alone


@pytest.mark.parametrize("payer", PAYERS)
def test_a_place_holds_what_checking_under_that_payer_alone_gives(payer: str) -> None:
    text = note(BALANCE, EITHER)
    alone = romberg.check(text, payer=payer).as_dict()["price"]
    column = next(
        one for one in found_in(text, PAYERS).codings[0].columns if one.card == payers.card(payer, alone_day())
    )
    told = column.as_dict()
    assert {key: told[key] for key in ("lines", "allowed_cents", "payer_cents", "patient_cents")} == {
        key: alone[key] for key in ("lines", "allowed_cents", "payer_cents", "patient_cents")
    }
    assert set(alone["unknown"]) <= set(told["unknown"])


def alone_day() -> Any:
    """The day of the note."""
    return notes.read(note(BALANCE)).service_date


CODES = st.sampled_from(["97112", "97110", "97530", "97161", "97799", "98941"])
LINES = st.lists(st.builds(ServiceLine, CODES, st.integers(1, 5)), min_size=1, max_size=4)


@given(LINES, st.lists(st.sampled_from(PAYERS), min_size=1, max_size=4, unique=True))
@settings(max_examples=25, deadline=None)
def test_lines_as_given_pay_under_each_payer_what_they_pay_alone(lines: list[ServiceLine], names: list[str]) -> None:
    on = alone_day()
    visit = VisitToPrice(tuple(lines), "77002", on, payers.card("medicare", on))
    cards = [payers.card(one, on) for one in names]
    columns = asked_lines(visit, cards, Terms()).codings[0].columns
    alone = [price_visits([VisitToPrice(tuple(lines), "77002", on, card)])[0] for card in cards]
    assert [one.price for one in columns] == alone


def test_whoever_is_compared_under_all_has_a_price_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROMBERG_DATA", str(tmp_path))
    (tmp_path / "payers").mkdir()
    card = (
        "title: Ours\nextends: cigna\nverified_through: 2026-12-31\nsources:\n  ours: {title: Contract, date: '2026'}\n"
    )
    rates = "lines:\n  rates:\n    2026-01-01: {value: {percent_of_medicare: 110}, cite: ours}\n"
    (tmp_path / "payers" / "ours.yaml").write_text(card + rates, encoding="utf-8")
    names = comparable(alone_day())
    assert {"medicare", "medicare_institutional", "ours"} == set(names)
    every = found_in(note(BALANCE, EITHER), names)
    assert all(one.price.allowed_cents for one in every.codings[0].columns)


# --- the command


def test_the_sentence_that_forbids_choosing_by_price_is_always_there(
    file: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = file(note(BALANCE, EITHER))
    for asked in (["--compare", "medicare,cigna"], ["--alternatives"], ["--compare", "all", "--alternatives"]):
        for form in ("text", "json"):
            assert main(["price", path, *asked, "--format", form]) == 0
            assert " ".join(FORBIDS.split()) in " ".join(capsys.readouterr().out.split())


def test_side_by_side_in_text_and_json(file: Callable[[str], str], capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["price", file(note(BALANCE, EITHER)), "--compare", "medicare,cigna", "--alternatives", "--zip", "77002"]
    assert main(asked) == 0
    page = capsys.readouterr().out
    assert "97530 whole functional tasks in place of 97110" in page
    assert "Open [Cigna]" in page
    assert main([*asked, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    first, other = told["codings"]
    assert (first["code"], other["instead_of"], other["code"]) == (None, "97110", "97530")
    assert [one["payer"] for one in first["payers"]] == ["medicare", "cigna"]
    medicare, cigna = first["payers"]
    assert medicare["units"] == 3
    assert medicare["allowed_cents"] == sum(line["allowed_cents"] for line in medicare["lines"])
    assert cigna["allowed_cents"] is None
    assert "contract" in " ".join(cigna["unknown"])


def test_what_would_be_denied_under_a_coding_is_told_beside_its_price() -> None:
    """A group beside one-to-one balance work is a pair that wants a modifier, whichever of its codings is billed."""
    found = found_in(note(GROUP, BALANCE))
    told = [one.columns[0].denied for one in found.codings]
    assert all([each.rule for each in one] == ["code_pairs/ncci_conflict"] for one in told)
    assert found_in(note(BALANCE, EITHER)).codings[0].columns[0].denied == ()


def test_a_note_alone_is_priced_as_its_words_support_it(
    file: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    text = note(BALANCE, EITHER)
    assert main(["price", file(text), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == romberg.check(text).as_dict()["price"]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ([], "Name one note, or lines with --code"),
        (["NOTE", "--code", "97112:1"], "Name one note, or lines with --code"),
        (["--code", "97112:1"], "give the day of service with --on"),
        (["--code", "97112:1", "--on", "2026-03-12", "--alternatives"], "reads the words of a note"),
        (["NOTE", "--same-day", "97112:1"], "--same-day goes with lines"),
        (["NOTE", "--compare", " , "], "takes payers' cards separated by commas"),
        (["NOTE", "--compare", "medicare,nobody"], "There is no payer card 'nobody'"),
        (["gone.txt", "--alternatives"], "gone.txt"),
    ],
)
def test_what_does_not_go_together_is_refused(
    asked: list[str], says: str, file: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = file(note(BALANCE))
    assert main(["price", *(path if one == "NOTE" else one for one in asked)]) == 2
    told = capsys.readouterr()
    assert says in told.err
    assert not told.out


def test_a_note_without_a_date_is_not_priced_and_says_so(
    file: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = file(note(BALANCE).replace("03/12/2026", ""))
    assert main(["price", path, "--compare", "medicare", "--format", "json"]) == 0
    told = capsys.readouterr()
    assert "no date of service" in told.err
    assert json.loads(told.out)["codings"][0]["payers"][0]["allowed_cents"] is None
