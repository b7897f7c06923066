"""Claims made of checked visits: complete, sent once, and never lost."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from test_x12_p837 import accepted

from romberg import store
from romberg.cli import main
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.edits import validate
from romberg.formats.x12.p837 import batches, written
from romberg.store import sent

NOW = datetime(2026, 3, 13, 9, 30)
NOTE = (Path(__file__).parents[1] / "examples" / "balance-visit.txt").read_text(encoding="utf-8")
FITTING = NOTE.replace("97112-GP x3    97110-GP x1", "97112-GP x2    97110-GP x1")
CLINIC = """\
billing:
  name: HARBOUR LANE THERAPY LLC
  npi: "1234567893"
  taxonomy: 261QP2000X
  tax_id: "74-1234567"
  contact: BILLING
  telephone: 512-555-0100
  address: {street: 12 Harbour Lane, city: Austin, state: tx, zip: 78701-1234}
clearinghouse: {sender: SUB1, receiver: REC1, receiver_name: Lone Star}
clinicians:
  a: {last: Solheim, first: Marit, npi: "1245319599", taxonomy: 225100000X}
  b: {last: Quist, first: Bo, npi: "1043206222", taxonomy: 225100000X}
fees_cents: {97110: 4500, 97112: 5000}
payers:
  medicare: {name: MEDICARE PART B, payer_id: "15202", filing: MB}
"""
SHEET = """\
subscriber:
  last: Fall
  first: Odile
  birth_date: 1951-04-02
  gender: F
  member_id: 1EG4TE5MK73
  address: {street: 1 Pine, city: Houston, state: TX, zip: "77002"}
referring: {last: Marsh, first: Edda, npi: "1679576722"}
onset_date: 2026-02-01
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a note, its sheet, and a data folder with the clinic's sheet."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "clinic.yaml").write_text(CLINIC)
    (tmp_path / "ada.txt").write_text(FITTING, encoding="utf-8")
    (tmp_path / "ada.claim.yaml").write_text(SHEET)
    monkeypatch.setenv("ROMBERG_DATA", str(tmp_path / "data"))
    return tmp_path


def claim(desk: Path, *more: str, output: str = "out.837") -> int:
    return main(["claim", str(desk / "ada.txt"), "--output", str(desk / output), *more])


def test_a_visit_becomes_a_file_without_a_fault(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert claim(desk, "--trial") == 0
    data = (desk / "out.837").read_bytes()
    assert validate(data, date(2026, 11, 26)).errors == ()
    assert accepted(data.decode("ascii"), desk) == ""
    with (desk / "out.837").open("rb") as file:
        (batch,) = batches(file)
    assert written(batch).encode("ascii") == data
    (one,) = batch.claims
    assert [(line.service.code, line.service.units, line.charge_cents) for line in one.lines] == [
        ("97112", 2, 10_000),
        ("97110", 1, 4_500),
    ]
    assert one.rendering is not None
    assert (one.rendering.npi, one.diagnoses) == ("1245319599", ("R26.81", "R29.6"))
    assert "145.00 dollars charged" in capsys.readouterr().out


def test_a_finding_that_blocks_stops_the_claim_until_a_reason_is_given(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "ada.txt").write_text(NOTE, encoding="utf-8")
    assert claim(desk) == 1
    assert not (desk / "out.837").exists()
    assert "97112 is billed with 3 units" in capsys.readouterr().err
    assert claim(desk, "--override", "the time log lies in the chart") == 0
    with store.opened() as database:
        assert database.execute("SELECT override FROM sent_claim").fetchall() == [("the time log lies in the chart",)]


def test_the_same_services_are_not_sent_again_as_new(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert claim(desk) == 0
    assert claim(desk, output="again.837") == 2
    assert "claimed before" in capsys.readouterr().err
    assert not (desk / "again.837").exists()
    assert claim(desk, "--again", "morning and afternoon", output="twice.837") == 0
    (desk / "ada.claim.yaml").write_text(SHEET + 'frequency: "8"\npayer_claim_number: ICN9\n')
    assert claim(desk, output="void.837") == 0
    (desk / "ada.claim.yaml").write_text(SHEET)
    assert claim(desk, output="new.837") == 0
    numbers = [next(batches((desk / f"{name}.837").open("rb"))).control for name in ("out", "twice", "void", "new")]
    assert len(set(numbers)) == 4


@pytest.mark.parametrize(
    ("file", "was", "instead", "told"),
    [
        ("ada.claim.yaml", "  member_id: 1EG4TE5MK73\n", "", "form item 1a"),
        ("ada.claim.yaml", "  birth_date: 1951-04-02\n", "", "form item 3"),
        ("ada.claim.yaml", "1951-04-02", "in May", "line 4: subscriber.birth_date is no day"),
        ("ada.claim.yaml", "gender: F", "gender: Q", "must be F, M or U"),
        ("ada.claim.yaml", "gender: F", "gender: F\n  relationship: aunt", "relationship is not known"),
        ("ada.claim.yaml", "subscriber:", "subscriber: [", "no readable YAML"),
        ("data/clinic.yaml", '  npi: "1234567893"', '  npi: "1234567890"', "check digit is wrong"),
        ("data/clinic.yaml", "zip: 78701-1234", "zip: 78701", "nine digits"),
        ("data/clinic.yaml", "97112: 5000", "97530: 5000", "97112 has no fee"),
        ("data/clinic.yaml", "97112: 5000", "97112: 50.5", "no sum in whole cents"),
        ("data/clinic.yaml", "last: Solheim", "last: Nobody", "form item 24J"),
        (
            "data/clinic.yaml",
            "{sender: SUB1, receiver: REC1, receiver_name: Lone Star}",
            "{}",
            "all of clearinghouse",
        ),
        ("data/clinic.yaml", "medicare:", "aetna:", "the payer is not named"),
        ("data/clinic.yaml", ", receiver_name: Lone Star", "", "receiver_name"),
        ("data/clinic.yaml", "sender: SUB1", "sender: SUBMITTER-NUMBER-1", "at most 15 signs"),
        ("data/clinic.yaml", "telephone: 512-555-0100", 'telephone: ""', "telephone needs ten digits"),
        ("ada.claim.yaml", "{last: Marsh, first: Edda, npi:", "{last: '', first: '', npi: ''} #", "items 17 and 17b"),
    ],
)
def test_what_is_missing_is_named_with_its_place(
    desk: Path, capsys: pytest.CaptureFixture[str], file: str, was: str, instead: str, told: str
) -> None:
    path = desk / file
    assert was in path.read_text()
    path.write_text(path.read_text().replace(was, instead))
    assert claim(desk) in (1, 2)
    assert told in capsys.readouterr().err
    assert not (desk / "out.837").exists()


def test_without_sheets_a_sentence_tells_how_to_get_them(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "ada.claim.yaml").unlink()
    assert claim(desk) == 2
    assert "romberg claim --template" in capsys.readouterr().err
    (desk / "data" / "clinic.yaml").unlink()
    assert claim(desk) == 2
    assert "no sheet of the clinic" in capsys.readouterr().err
    assert main(["claim", "--template"]) == 0
    assert "subscriber:" in capsys.readouterr().out


def test_an_existing_file_stays(desk: Path) -> None:
    (desk / "out.837").write_text("mine")
    assert claim(desk) == 2
    assert (desk / "out.837").read_text() == "mine"


def test_json_shows_the_claim_and_sends_nothing(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claim", str(desk / "ada.txt"), "--format", "json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert one["lines_from"] == "the note"
    assert one["claim"]["charge_cents"] == 14_500
    assert not (desk / "data" / "romberg.sqlite").exists()


def test_no_number_is_used_twice(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert claim(desk) == 0
    assert claim(desk, "--again", "morning and afternoon", output="twice.837") == 0
    files = [next(batches((desk / name).open("rb"))) for name in ("out.837", "twice.837")]
    assert len({one.claims[0].claim_id for one in files}) == 2
    assert [(one.control, one.first_transaction) for one in files] == [(1, 1), (2, 2)]
    (desk / "ada.claim.yaml").write_text(SHEET + "claim_id: MINE\n")
    assert claim(desk, "--again", "evening", output="mine.837") == 0
    assert claim(desk, "--again", "night", output="more.837") == 2
    assert "the claim number MINE was used before" in capsys.readouterr().err


def test_fhir_shows_the_claim_with_what_was_found_and_sends_nothing(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["claim", str(desk / "ada.txt"), "--format", "fhir"]) == 0
    shown = json.loads(capsys.readouterr().out)
    kinds = [entry["resource"]["resourceType"] for entry in shown["entry"]]
    assert {"Claim", "ClaimResponse", "OperationOutcome", "Patient", "Coverage"} <= set(kinds)
    (desk / "ada.txt").write_text(NOTE, encoding="utf-8")
    assert claim(desk, "--format", "fhir", "--override", "the log lies in the chart", output="out.json") == 0
    assert "the log lies in the chart" in (desk / "out.json").read_text()
    assert not (desk / "data" / "romberg.sqlite").exists()


# --- on paper


def test_a_visit_becomes_a_form_that_counts_as_sent(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("reportlab")
    assert claim(desk, "--format", "cms1500", output="out.pdf") == 0
    told = capsys.readouterr()
    assert "not verified against a printed form" in told.err
    assert "145.00 dollars charged" in told.out
    text = PdfReader(desk / "out.pdf").pages[0].extract_text()
    assert "FALL, ODILE" in text
    assert "5550100" in text
    assert claim(desk) == 2
    assert "claimed before" in capsys.readouterr().err


def test_a_form_is_laid_over_the_user_s_own(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("reportlab")
    writer = PdfWriter()
    writer.add_blank_page(612, 792)
    writer.write(desk / "form.pdf")
    given = ("--form", str(desk / "form.pdf"))
    assert claim(desk, *given) == 2
    assert "--format cms1500" in capsys.readouterr().err
    assert claim(desk, "--format", "cms1500", *given, output="out.pdf") == 0
    assert len(PdfReader(desk / "out.pdf").pages) == 1
    (desk / "form.pdf").write_text("no form")
    assert claim(desk, "--format", "cms1500", "--again", "x", *given, output="more.pdf") == 2
    assert not (desk / "more.pdf").exists()


def test_a_page_to_align_the_printer_with(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("reportlab")
    page = str(desk / "page.pdf")
    assert main(["claim", "--alignment"]) == 2
    assert main(["claim", "--alignment", "--output", page]) == 0
    assert main(["claim", "--alignment", "--output", page]) == 2
    assert "name another file" in capsys.readouterr().err
    (desk / "data" / "clinic.yaml").write_text(CLINIC + "paper: {right_mm: wide}\n")
    assert main(["claim", "--alignment", "--output", str(desk / "next.pdf")]) == 2
    assert "paper.right_mm is no number of millimetres" in capsys.readouterr().err
    (desk / "data" / "clinic.yaml").unlink()
    assert main(["claim", "--alignment", "--output", str(desk / "next.pdf")]) == 0


# --- sent once, whatever breaks


def test_many_who_send_the_same_claim_at_once_send_it_once(tmp_path: Path) -> None:
    def send(at: int) -> bool:
        try:
            with store.opened(tmp_path) as database:
                sent.send(database, tmp_path / f"{at}.837", [_outgoing()], named, NOW)
        except Unreadable as told:
            assert told.code == "sent_before"  # noqa: PT017  # the others come back with a number
            return False
        return True

    with store.opened(tmp_path):
        pass  # the database is there before anyone asks
    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(send, range(50))) == 1
    assert len(list(tmp_path.glob("*.837"))) == 1


class Stopped(Exception):  # noqa: N818  # stands for a process that is killed
    """The process ends here."""


def named(numbers: sent.Numbers) -> bytes:
    return str(numbers.control).encode()


def _outgoing(key: str = "k") -> sent.Outgoing:
    return sent.Outgoing(key, f"C-{key}", "1", "ada.txt")


class Killed(sqlite3.Connection):
    """A connection that dies at one of its statements."""

    steps = 0

    def execute(self, *given: object) -> sqlite3.Cursor:  # counts, and hands on
        Killed.steps -= 1
        if Killed.steps == 0:
            raise Stopped
        return super().execute(*given)  # type: ignore[arg-type]


@pytest.mark.parametrize("step", range(1, 40))
def test_a_process_that_is_killed_neither_loses_nor_repeats_a_file(tmp_path: Path, step: int) -> None:
    path = tmp_path / "out.837"
    Killed.steps = step + 8  # what opening takes
    stopped = False
    try:
        with store.opened(tmp_path, Killed) as database:
            sent.send(database, path, [_outgoing()], lambda numbers: f"file {numbers.control}".encode(), NOW)
    except Stopped:
        stopped = True
    Killed.steps = 0
    with store.opened(tmp_path) as database:
        sent.finish(database, NOW)
        recorded = bool(sent.already(database, _outgoing()))
        assert recorded is path.exists() or not stopped
        if not recorded:
            sent.send(database, path, [_outgoing()], lambda numbers: f"file {numbers.control}".encode(), NOW)
        controls = [row[0] for row in database.execute("SELECT control FROM sent_file WHERE sha256 IS NOT NULL")]
        assert path.read_text() == f"file {controls[-1]}"
        assert database.execute("SELECT count(*) FROM sent_claim").fetchone() == (1,)
        with pytest.raises(Unreadable, match="claimed before"):
            sent.send(database, tmp_path / "other.837", [_outgoing()], named, NOW)


def test_numbers_are_never_used_twice_and_what_was_sent_stays(tmp_path: Path) -> None:
    with store.opened(tmp_path) as database:
        numbers = [sent.send(database, tmp_path / f"{at}.837", [_outgoing(str(at))], named, NOW) for at in range(20)]
        assert numbers == sorted(set(numbers))
        for statement in ("DELETE FROM sent_file", "DELETE FROM sent_claim", "UPDATE sent_claim SET key = ''"):
            with pytest.raises(sqlite3.IntegrityError):
                database.execute(statement)


def test_a_folder_that_cannot_be_written_keeps_the_claims_for_later(tmp_path: Path) -> None:
    away = tmp_path / "away"
    with store.opened(tmp_path) as database:
        with pytest.raises(Unreadable, match="the next `romberg claim` writes them"):
            sent.send(database, away / "out.837", [_outgoing()], named, NOW)
        away.mkdir()
        assert sent.finish(database, NOW) == [away / "out.837"]
        assert (away / "out.837").read_text() == "1"
        assert sent.finish(database, NOW) == []
