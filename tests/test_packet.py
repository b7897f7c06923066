"""The packet for a record request: papers in order, absences said, every quotation word for word."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

import romberg
from romberg.cli import main
from romberg.report.packets import Packet, packet

RECORD = Path(__file__).parent / "stories" / "odile" / "record"
VISIT = (RECORD / "2026-03-12-visit.txt").read_text(encoding="utf-8")


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The papers of an episode in a folder of their own."""
    monkeypatch.setenv("ROMBERG_DATA", str(tmp_path / "data"))
    shutil.copytree(RECORD, tmp_path / "record")
    return tmp_path / "record"


def made(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    main(["packet", str(folder), "--format", "json", *more])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def state(found: dict[str, Any]) -> dict[str, str]:
    return {one["what"].split(",")[0]: one["state"] for one in found["checks"]}


def on_days(*days: date) -> Packet:
    """A packet of the same visit on several days."""
    notes = [VISIT.replace("Date of service: 03/12/2026", f"Date of service: {day:%m/%d/%Y}") for day in days]
    found = packet([romberg.check(note) for note in notes])
    assert found is not None
    return found


def test_papers_stand_in_the_order_in_which_a_reviewer_wants_them(
    record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = made(record, capsys)
    kinds = [(one["kind"], one["on"]) for one in found["exhibits"]]
    assert kinds == [
        ("evaluation", "2026-02-17"),
        ("plan of care", "2026-02-20"),
        ("note", "2026-03-12"),
        ("note", "2026-03-16"),
    ]
    assert [one["number"] for one in found["exhibits"]] == [1, 2, 3, 4]
    assert state(found)["Evaluation"] == state(found)["Plan of care"] == "there"


def test_what_is_absent_is_said(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = made(record, capsys)
    (unsigned,) = [one for one in found["checks"] if one["state"] == "absent"]
    assert (unsigned["what"], unsigned["exhibits"]) == ("Signature with credential on every paper", [4])
    (record / "2026-02-17-evaluation.txt").unlink()
    (record / "2026-02-20-plan.txt").unlink()
    found = made(record, capsys)
    assert state(found)["Plan of care"] == "named only"
    assert state(found)["Evaluation"] == "absent"
    page = "".join(one["says"] for one in found["checks"])
    assert "the signed plan itself is not among the papers" in page


def test_a_plan_that_nobody_certified_is_said_to_be_none(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = record / "2026-02-20-plan.txt"
    signed = plan.read_text()
    unsigned = signed.replace("Edda Marsh, MD    electronically signed 02/20/2026 09:10\n", "")
    plan.write_text(unsigned)
    (check,) = [one for one in made(record, capsys)["checks"] if one["what"].startswith("Plan of care")]
    assert (check["state"], check["exhibits"]) == ("absent", [2])
    assert "no signature of a physician" in check["says"]
    plan.write_text(f"{unsigned}Marit Solheim, PT, DPT    electronically signed 02/20/2026 09:10\n")
    assert state(made(record, capsys))["Plan of care"] == "absent"  # the therapist's own plan is not its certification
    plan.unlink()
    evaluation = record / "2026-02-17-evaluation.txt"
    lines = signed.splitlines()
    evaluation.write_text("\n".join([evaluation.read_text(), *lines[4:]]))
    (check,) = [one for one in made(record, capsys)["checks"] if one["what"].startswith("Plan of care")]
    assert (check["state"], check["exhibits"]) == ("there", [1])


def test_every_line_has_its_words_and_each_stands_in_its_paper(
    record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = made(record, capsys)
    texts = {one["number"]: (record / Path(one["source"]).name).read_text() for one in found["exhibits"]}
    lines = [(one["on"], one["code"], one["billed"], one["supported"], one["minutes"]) for one in found["evidence"]]
    assert lines == [
        ("2026-02-17", "97161", 1, 1, 45),
        ("2026-03-12", "97112", 2, 2, 24),
        ("2026-03-12", "97110", 1, 1, 23),
        ("2026-03-16", "97112", 2, 2, 23),
        ("2026-03-16", "97110", 1, 1, 15),
    ]
    for row in found["evidence"]:
        for quote in (*row["work"], *row["skill"], *row["response"]):
            ((start, end),) = quote["spans"]
            assert texts[row["exhibit"]][start:end] == quote["text"]
    exercise = found["evidence"][2]
    assert not any("Neuromuscular" in quote["text"] for quote in exercise["skill"])  # another service's words


def test_the_signature_log_tells_who_signed_which_paper(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = {one["name"]: (one["credential"], one["signed"]) for one in made(record, capsys)["signatures"]}
    assert log == {"Marit Solheim": ("PT, DPT", [1, 3]), "Edda Marsh": ("MD", [2])}


@pytest.mark.parametrize(("days", "expected"), [(9, "not due"), (10, "absent"), (11, "absent")])
def test_a_progress_report_is_missed_from_the_tenth_treatment_day_on(days: int, expected: str) -> None:
    found = on_days(*(date(2026, 3, 2) + timedelta(days=one) for one in range(days)))
    (report,) = [one for one in found.checks if one.what.startswith("Progress report")]
    assert report.state == expected


def test_visits_after_the_certified_period_are_named() -> None:
    found = on_days(date(2026, 3, 12), date(2026, 6, 1))
    (late,) = [one for one in found.checks if one.what.startswith("Every visit within")]
    assert late.exhibits == (2,)
    assert "2026-05-12" in late.says


@pytest.mark.parametrize("form", ["text", "md", "html", "pdf"])
def test_the_packet_goes_to_a_file_and_what_it_lacks_to_the_person(
    record: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    target = record.parent / "packet"
    assert main(["packet", str(record), "--format", form, "--output", str(target)]) == 1
    assert "Exhibit 4: The note is not signed." in capsys.readouterr().out
    data = target.read_bytes()
    shown = " ".join(p.extract_text() for p in PdfReader(target).pages) if form == "pdf" else data.decode()
    shown = " ".join(shown.replace("\\", "").split())
    for words in (
        "Signature log",
        "Evidence, line by line",
        "Exhibit 4: note, 2026-03-16",
        "Her brother has started tai chi",
    ):
        assert words in shown
    assert "would deny" not in shown  # what the clinic should mend is not for the reviewer
    assert str(record) not in shown  # nor where its files lie


def test_days_can_be_chosen_and_an_unread_file_is_told(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (record / "scan.pdf").write_bytes(b"%PDF-1.4 broken")
    assert main(["packet", str(record), "--from", "2026-03-01", "--to", "2026-03-13"]) == 2
    page = capsys.readouterr().out
    assert "Dates of service:          2026-03-12\n" in page
    assert "Enclosed as they are, since their words could not be read here:" in page
    assert "scan.pdf" in page
    assert main(["packet", str(record), "--from", "2027-01-01"]) == 2
    assert "none is of these days" in capsys.readouterr().err


def test_somebody_else_s_paper_is_refused(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stranger = VISIT.replace("Patient: Odile F., 74", "Patient: Bertram K., 61").replace("03/12/2026", "03/14/2026")
    (record / "stray.txt").write_text(stranger)
    assert main(["packet", str(record)]) == 2
    told = capsys.readouterr()
    assert "stray.txt name another one than the rest" in told.err
    assert "Bertram" not in told.err + told.out
    assert main(["packet", str(record), "--same-patient"]) == 1


def test_a_whole_record_lacks_nothing(record: Path) -> None:
    note = record / "2026-03-16-visit.txt"
    note.write_text(note.read_text() + "Marit Solheim, PT, DPT    electronically signed 03/16/2026 16:05\n")
    assert main(["packet", str(record), "--output", str(record.parent / "p.txt")]) == 0
