"""A clinic's own payer cards: what they may say, and what is said of those that cannot be."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from romberg.cli import main
from romberg.knowledge import card_files, citations, own_cards, payer_names, payers
from romberg.notes import header
from romberg.notes.layout import cut

TODAY = date(2026, 3, 2)
GOOD = """\
title: Our contract with Cigna
extends: cigna
verified_through: 2027-06-30
called: [Cigna Houston]
sources:
  our-contract: {title: Agreement 4711, link: contracts/4711.pdf, date: "2025-12-01"}
lines:
  daily_unit_cap:
    2026-01-01: {value: 5, cite: our-contract}
  timely_filing:
    2026-01-01: {value: 120 days, cite: our-contract, through: 2026-12-31}
    2027-01-01: {value: unknown, why: It is being negotiated, cite: our-contract, mark: not verified}
  rates:
    2026-01-01: {value: {codes: {'97112': 36.50}, percent_of_medicare: 105}, cite: our-contract}
"""
Put = Callable[[str, str], Path]


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Put:
    """Puts a file into the folder of a user's own cards, which is a folder of this test alone."""
    monkeypatch.setenv("ROMBERG_DATA", str(tmp_path))
    folder = tmp_path / "payers"
    folder.mkdir()

    def write(name: str, text: str) -> Path:
        (folder / name).write_text(text, encoding="utf-8")
        return folder / name

    return write


def test_a_card_takes_over_what_it_does_not_override(put: Put) -> None:
    put("our_cigna.yaml", GOOD)
    own, theirs = payers.card("our_cigna", TODAY), payers.card("cigna", TODAY)
    assert (own.daily_unit_cap, theirs.daily_unit_cap) == (5, 4)
    assert (own.paid_first, own.family, own.assistant_percent) == ("line order", "commercial", 85)
    assert payers.card("our_cigna", date(2025, 12, 31)).daily_unit_cap is None
    assert citations.get("our-contract").title == "Agreement 4711"
    assert own.rates.codes == {"97112": 3650}
    assert own.rates.percent_of_medicare == Decimal(105)
    assert "our_cigna" in payers.names()
    assert payers.extends("our_cigna") == "cigna"


def test_what_is_taken_over_is_known_no_longer_than_the_card_it_comes_from(put: Put) -> None:
    put("our_cigna.yaml", GOOD)
    card = payers.card("our_cigna", date(2027, 3, 1))
    assert card.unknown_because == ""
    assert card.daily_unit_cap == 5
    assert card.paid_first == "unknown"
    assert "paid_first" not in card.lines
    assert card.timely_filing == ""
    assert card.lines["timely_filing"].why == "It is being negotiated"
    assert payers.card("our_cigna", date(2027, 7, 1)).lines == {}


def test_a_value_ends_on_the_day_that_it_names(put: Put) -> None:
    put("our.yaml", "title: T\nextends: cigna\nsources: {ours: {title: S}}\nlines:\n  daily_unit_cap:\n"
        "    2026-01-01: {value: 6, cite: ours, through: 2026-06-30}\n")  # fmt: skip
    assert payers.card("our", date(2026, 6, 30)).daily_unit_cap == 6
    assert payers.card("our", date(2026, 7, 1)).daily_unit_cap is None


def test_notes_name_a_clinic_s_own_card_by_its_words(put: Put) -> None:
    put("our_cigna.yaml", GOOD)
    put("our_aetna.yaml", "title: A\nextends: aetna\ncalled: [Aetna PPO]\n")
    named = header.payer(cut("Ins: Cigna Houston\nS: no falls\n"), payer_names.called())
    assert named[0] == "our_cigna"
    assert header.payer(cut("Ins: Aetna PPO\nS: no falls\n"), payer_names.called())[0] == "our_aetna"
    assert header.payer(cut("Ins: Aetna HMO\nS: no falls\n"), payer_names.called())[0] == "aetna"


def test_cards_may_extend_one_another(put: Put) -> None:
    put("a_first.yaml", "title: First\nextends: b_second\n")
    put("b_second.yaml", GOOD)
    assert payers.card("a_first", TODAY).daily_unit_cap == 5
    assert payers.refused() == ()


def test_the_rates_of_a_card_may_stand_in_a_file_beside_it(put: Put) -> None:
    put("rates_2026.csv", "code,amount,from,through\n97112,41.00,2026-01-01,2026-12-31\n97112,42.00,2027-01-01,\n")
    put("our.yaml", "title: T\nextends: cigna\nverified_through: 2027-12-31\nsources: {ours: {title: S}}\nlines:\n"
        "  rates:\n    2026-01-01: {value: {file: rates_2026.csv}, cite: ours}\n")  # fmt: skip
    assert payers.refused() == ()
    assert payers.card("our", TODAY).rates.codes == {"97112": 4100}
    assert payers.card("our", date(2027, 2, 1)).rates.codes == {"97112": 4200}


WRONG: dict[str, dict[str, str]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "payer_cards" / "wrong.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", WRONG)
def test_a_card_that_cannot_be_is_refused_in_one_sentence_and_the_rest_stays_in_force(case: str, put: Put) -> None:
    old, new, says = (WRONG[case][key] for key in ("old", "new", "says"))
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    if case == "a link to another value":
        text = text.replace("value: unknown", "value: *five")
    put("bad.yaml", text)
    put("other.yaml", "title: Other\nextends: aetna\n")
    (wrong,) = payers.refused()
    assert says in wrong.says
    assert wrong.says.startswith("bad.yaml, line ")
    assert "; " in wrong.says
    assert wrong.says.endswith(".")
    assert "\n" not in wrong.says
    assert payers.names() == tuple(sorted({*card_files.bundled_names(), "other"}))
    assert payers.card("cigna", TODAY).daily_unit_cap == 4
    with pytest.raises(payers.UnknownPayer) as told:
        payers.card("bad", TODAY)
    assert wrong.says in str(told.value)


def test_a_circle_of_cards_is_refused_whole(put: Put) -> None:
    for name, parent in (("one", "two"), ("two", "three"), ("three", "one")):
        put(f"{name}.yaml", f"title: {name}\nextends: {parent}\n")
    assert sorted(one.file for one in payers.refused()) == ["one.yaml", "three.yaml", "two.yaml"]
    assert "one, two, three, one" in next(one.says for one in payers.refused() if one.file == "one.yaml")


def test_who_extends_a_refused_card_is_refused_too(put: Put) -> None:
    put("bad.yaml", GOOD.replace("value: 5", "value: five"))
    put("child.yaml", "title: Child\nextends: bad\n")
    assert [one.file for one in payers.refused()] == ["bad.yaml", "child.yaml"]
    assert "no card bad in force" in payers.refused()[1].says


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("cigna.yaml", "a card of this name comes with Romberg; rename it, such as our_cigna.yaml, and write extends"),
        ("Our Cigna.yaml", "rename the file with small letters"),
        ("9lives.yaml", "rename the file with small letters"),
    ],
)
def test_a_file_s_name_is_the_card_s_name(name: str, says: str, put: Put) -> None:
    put(name, GOOD)
    (wrong,) = payers.refused()
    assert says in wrong.says


def test_two_files_of_one_name_are_one_too_many(put: Put) -> None:
    put("our.yaml", GOOD)
    put("our.yml", GOOD)
    (wrong,) = payers.refused()
    assert "another file of the folder has the same name" in wrong.says


def test_files_that_are_no_text_or_not_there_are_told(put: Put, tmp_path: Path) -> None:
    put("binary.yaml", "x").write_bytes(b"\xff\xfe\x00\x00title")
    put("empty.yaml", "")
    told = {one.file: one.says for one in payers.refused()}
    assert "not text" in told["binary.yaml"]
    assert "the card has no keys" in told["empty.yaml"]
    missing = own_cards.check(tmp_path / "nowhere.yaml", tmp_path, card_files.bundled_names())
    assert missing is not None
    assert "cannot be read" in missing.says


def test_rates_beside_a_card_that_cannot_be_read_refuse_the_card(put: Put) -> None:
    put("rates.csv", "code,amount\n97112,forty\n")
    head = "title: T\nextends: cigna\nsources: {{ours: {{title: S}}}}\nlines:\n"
    text = head + "  rates:\n    2026-01-01: {{value: {{file: {}}}, cite: ours}}\n"
    put("our.yaml", text.format("rates.csv"))
    put("other.yaml", text.format("../secret.csv"))
    told = {one.file: one.says for one in payers.refused()}
    assert "rates.csv, line 2" in told["our.yaml"]
    assert "forty is no amount" in told["our.yaml"]
    assert "lies elsewhere" in told["other.yaml"]


def test_the_command_lists_shows_and_proves_cards(put: Put, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    put("our_cigna.yaml", GOOD)
    assert main(["payers"]) == 0
    assert "our_cigna: Our contract with Cigna" in capsys.readouterr().out
    assert main(["payers", "show", "our_cigna", "--on", "2026-03-01"]) == 0
    page = capsys.readouterr().out
    assert "daily unit cap: 5\n      since 2026-01-01; Agreement 4711, 2025-12-01 <contracts/4711.pdf>" in page
    assert "assistant percent: 85 [not verified]" in page
    candidate = tmp_path / "next.yaml"
    candidate.write_text(GOOD.replace("Our contract", "The next contract"), encoding="utf-8")
    assert main(["payers", "check", str(candidate)]) == 0
    assert "next.yaml can be used" in capsys.readouterr().out
    candidate.write_text(GOOD.replace("value: 5", "value: five"), encoding="utf-8")
    assert main(["payers", "check", str(candidate)]) == 2
    assert "next.yaml, line 9, daily_unit_cap 2026-01-01: five is no whole number" in capsys.readouterr().err
    put("bad.yaml", "title: [")
    assert main(["payers", "show", "bad"]) == 2
    assert main(["payers", "show"]) == 2
    assert main(["payers", "a", "b", "c"]) == 2


def test_a_check_tells_of_a_card_that_is_not_in_force_and_goes_on(put: Put, capsys: pytest.CaptureFixture[str]) -> None:
    put("bad.yaml", GOOD.replace("value: 5", "value: five"))
    note = str(Path(__file__).parents[1] / "examples" / "balance-visit.txt")
    assert main(["check", note, "--payer", "cigna"]) in (0, 1)
    told = capsys.readouterr()
    assert told.err.count("bad.yaml, line 9, daily_unit_cap 2026-01-01: five is no whole number") == 1
    assert "Cigna" in told.out
    assert main(["check", note, "--payer", "bad"]) == 2
    assert "The card 'bad' is not in force. bad.yaml, line 9" in capsys.readouterr().err


def test_a_visit_is_priced_by_a_clinic_s_own_card(put: Put, capsys: pytest.CaptureFixture[str]) -> None:
    put("our_cigna.yaml", GOOD)
    asked = [
        "price",
        "--payer",
        "our_cigna",
        "--on",
        "2026-03-02",
        "--code",
        "97112:4",
        "--code",
        "97112:2",
        "--format",
        "json",
    ]
    assert main(asked) == 0
    price = json.loads(capsys.readouterr().out)
    assert [line["allowed_cents"] for line in price["lines"]] == [14600, 3650]
    assert "5 units of treatment a day" in price["lines"][1]["steps"][1]["says"]
