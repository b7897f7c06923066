"""Documents through the command: the same answer as for the plain note, and grey where a part is missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from made_documents import (
    LINES,
    NOTE,
    bundle,
    cda,
    docx,
    drawing,
    html,
    message,
    obx,
    paragraph,
    pdf,
    picture,
    reference,
    rtf,
    section,
    zipped,
)

import romberg
from romberg.cli import main
from romberg.formats import note_file
from romberg.formats.documents.kinds import BY_SUFFIX

ROOT = Path(__file__).parents[1]
BILLED = "97112 x3 GP, 97110 x1 GP"
WITH_CHARGES = NOTE + BILLED + "\n"
SCAN = {"resources": b"/XObject << /Im1 100 0 R >>", "more": {100: picture()}}


def made(lines: tuple[str, ...]) -> dict[str, bytes]:
    """The same note as a file of every kind."""
    text = "\n".join(lines)
    return {
        "a.txt": text.encode(),
        "b.md": text.encode(),
        "c.rtf": rtf(lines),
        "d.html": html(lines),
        "e.pdf": pdf([drawing(lines)]),
        "f.docx": docx("".join(map(paragraph, lines))),
        "g.xml": cda(section("Notes", "".join(f"<paragraph>{line}</paragraph>" for line in lines))),
        "h.json": bundle(reference(text)),
        "i.hl7": message(*obx(lines)),
        "j.csv": f'"Note"\r\n"{text}"\r\n'.encode(),
        "k.json": json.dumps([{"note": text}]).encode(),
        "l.zip": zipped({"note.txt": text}),
    }


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """Status, output and errors of one call."""
    status = main([str(one) for one in arguments])
    told = capsys.readouterr()
    return status, told.out, told.err


def put(folder: Path, files: dict[str, bytes]) -> Path:
    """Files in a folder."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def decided(report: dict[str, Any]) -> dict[str, Any]:
    """What a report decides, without the places of its words."""
    return {
        **{key: report[key] for key in ("units", "light", "score")},
        "procedures": [(one["code"], one["minutes"], len(one["activities"])) for one in report["visit"]["procedures"]],
        "billed": [(one["code"], one["units"], one["modifiers"]) for one in report["billed"]],
        "findings": [(one["rule"], one["outcome"], one["code"]) for one in report["findings"]],
        "visit": [
            report["visit"][key] for key in ("service_date", "discipline", "payer", "timed_minutes", "total_minutes")
        ],
        "clinicians": [(one["name"], one["credential"], one["signed"]) for one in report["visit"]["clinicians"]],
        "measures": [(one["measure"], one["value"]) for one in report["visit"]["measures"]],
    }


def test_a_note_gets_the_same_answer_in_every_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path, made(tuple(WITH_CHARGES.splitlines())))
    _, out, _ = run(capsys, "check", tmp_path, "--format", "jsonl")
    reports = [json.loads(line) for line in out.splitlines()]
    assert len(reports) == len(made(LINES))
    plain = decided(romberg.check(WITH_CHARGES).as_dict())
    for report in reports:
        assert decided(report) == plain, report["source"]


def test_every_span_of_a_document_points_into_its_extracted_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, made(tuple(WITH_CHARGES.splitlines())))
    _, out, _ = run(capsys, "check", tmp_path, "--format", "jsonl")
    for report in (json.loads(line) for line in out.splitlines()):
        plain_text = Path(report["source"]).name in ("a.txt", "b.md")
        assert ("text" in report) is not plain_text
        if not plain_text:
            for one in (activity for each in report["visit"]["procedures"] for activity in each["activities"]):
                start, end = one["spans"][0]
                assert report["text"][start:end] == one["text"]


def test_a_pdf_s_report_carries_pages_and_boxes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path, {"n.pdf": pdf([drawing(["Harbour Lane"]), drawing(WITH_CHARGES.splitlines())])})
    _, out, _ = run(capsys, "check", tmp_path / "n.pdf", "--format", "json")
    report = json.loads(out)
    assert report["document"]["kind"] == "pdf"
    assert report["document"]["pages"] == [[612.0, 792.0]] * 2
    start, end, page, left, bottom, right, top = report["document"]["places"][-1]
    assert (report["text"][start:end], page) == ("GP", 2)
    assert 0 < left < right < 612
    assert 0 < bottom < top < 792
    _, page_text, _ = run(capsys, "check", tmp_path / "n.pdf")
    assert "page 2" in " ".join(page_text.split())


# --- several notes in one file


VISITS = b"""VisitID,Date of Service,Payer,Note
v1,03/12/2026,Medicare Part B,"%s"
v2,03/14/2026,Medicare Part B,"%s"
"""
CHARGES = b"VisitID,CPT,Units,Modifier1\r\nv1,97112,3,GP\r\nv1,97110,1,GP\r\nv2,97112,2,GP\r\nv2,97110,1,GP\r\n"
BODY = "\n".join(LINES[2:-1]).encode()


@pytest.mark.parametrize(
    "names", [("Visits.csv", "Charges.csv"), ("march_visits.csv", "march_charges.csv"), ("VISITS.CSV", "CHARGES.CSV")]
)
def test_visits_are_compared_with_the_charges_that_lie_beside_them(
    names: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, {names[0]: VISITS % (BODY, BODY), names[1]: CHARGES})
    for arguments in ([tmp_path], [tmp_path / names[0]], [tmp_path / names[0], tmp_path / names[1]]):
        status, out, err = run(capsys, "check", *arguments, "--format", "jsonl")
        first, second = (json.loads(line) for line in out.splitlines())
        assert (status, err) == (1, "")
        assert [Path(one["source"]).name for one in (first, second)] == [f"{names[0]}#row 2", f"{names[0]}#row 3"]
        assert [one["units"] for one in first["billed"]] == [3, 1]
        assert first["billed_from"] == "the table of charges beside the visits"
        blocking = [
            {one["rule"] for one in report["findings"] if one["severity"] == "blocks" and one["outcome"] == "fail"}
            for report in (first, second)
        ]
        assert "units/exceed_minutes" in blocking[0]
        assert "units/exceed_minutes" not in blocking[1]


def test_the_same_tables_in_a_zip_give_the_same_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path, {"all.zip": zipped({"x/Visits.csv": VISITS % (BODY, BODY), "x/Charges.csv": CHARGES})})
    _, out, _ = run(capsys, "check", tmp_path / "all.zip", "--format", "jsonl")
    reports = [json.loads(line) for line in out.splitlines()]
    assert [one["source"].partition("#")[2] for one in reports] == ["x/Visits.csv#row 2", "x/Visits.csv#row 3"]
    assert [len(one["billed"]) for one in reports] == [2, 2]


def test_many_notes_of_one_file_get_a_line_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = b"Note\r\n" + b"".join(b'"%s"\r\n' % NOTE.encode() for _ in range(5))
    put(tmp_path, {"n.csv": rows})
    _, out, _ = run(capsys, "check", tmp_path / "n.csv")
    assert "5 notes:" in out
    assert "The nine elements" not in out


def test_a_claim_is_for_one_note_and_not_for_a_file_of_many(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(
        tmp_path,
        {"Visits.csv": VISITS % (BODY, BODY), "claim.csv": b"code,units\n97112,2\n", "n.pdf": pdf([drawing(LINES)])},
    )
    status, out, err = run(capsys, "check", tmp_path / "Visits.csv", "--claim", tmp_path / "claim.csv")
    assert (status, out) == (2, "")
    assert "holds 2" in err
    _, out, _ = run(capsys, "check", tmp_path / "n.pdf", "--claim", tmp_path / "claim.csv", "--format", "json")
    assert [(one["code"], one["units"]) for one in json.loads(out)["billed"]] == [("97112", 2)]
    assert json.loads(out)["billed_from"] == "the option"


# --- what structure says beside the words


def test_a_day_beside_the_words_is_used_where_they_carry_none_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    undated = [
        line.replace("Date of service: 03/12/2026     ", "").replace("   signed 03/12/2026", "") for line in LINES
    ]
    put(
        tmp_path,
        {
            "n.hl7": message("TXA|1|PN|TX|20260314", *obx(undated)),
            "m.hl7": message("TXA|1|PN|TX|20260314", *obx(LINES)),
        },
    )
    _, out, _ = run(capsys, "check", tmp_path / "n.hl7", "--format", "json", "--on", "2026-01-02")
    report = json.loads(out)
    assert report["visit"]["service_date"] == "2026-03-14"
    assert any("TXA-4" in one for one in report["unknown"])
    _, out, _ = run(capsys, "check", tmp_path / "m.hl7", "--format", "json")
    report = json.loads(out)
    assert report["visit"]["service_date"] == "2026-03-12"
    assert any("the note's own date was used" in one for one in report["unknown"])


def test_charges_that_differ_from_those_in_the_words_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    item = {"productOrService": {"coding": [{"code": "97112"}]}, "quantity": {"value": 2}}
    put(tmp_path, {"n.json": bundle(reference(WITH_CHARGES), {"resourceType": "Claim", "item": [item]})})
    _, out, _ = run(capsys, "check", tmp_path / "n.json", "--format", "json")
    report = json.loads(out)
    assert [(one["code"], one["units"]) for one in report["billed"]] == [("97112", 2)]
    assert any("differ" in one for one in report["unknown"])


# --- what was not read


def partial() -> bytes:
    """A note with charges that its words do not bear, and a scanned page behind it."""
    return pdf([drawing(WITH_CHARGES.splitlines()), b"q 612 0 0 792 0 0 cm /Im1 Do Q"], **SCAN)  # type: ignore[arg-type]


def test_a_note_with_a_page_unread_is_grey_and_blames_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, {"whole.pdf": pdf([drawing(WITH_CHARGES.splitlines())]), "part.pdf": partial()})
    status, out, err = run(capsys, "check", tmp_path / "part.pdf", "--format", "json")
    report = json.loads(out)
    assert status == 2
    assert "Page 2 has no text layer" in err
    assert (report["light"], report["verdict"]["words"]) == ("grey", "NOT ASSESSED")
    assert report["score"] == 45  # nine elements were shown; the claim gives no points
    assert {one["outcome"] for one in report["findings"]} == {"unknown"}
    assert any("So far: 97112 is billed with 3 units" in one["says"] for one in report["findings"])
    _, out, _ = run(capsys, "check", tmp_path / "whole.pdf", "--format", "json")
    assert json.loads(out)["light"] == "red"
    assert [one["code"] for one in report["visit"]["procedures"]] == [
        one["code"] for one in json.loads(out)["visit"]["procedures"]
    ]


@pytest.mark.parametrize("form", ["text", "html", "sarif", "jsonl"])
def test_every_format_shows_that_a_part_was_not_read(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, {"part.pdf": partial()})
    _, out, _ = run(capsys, "check", tmp_path / "part.pdf", "--format", form)
    said = " ".join(out.split())
    assert "not read" in said
    if form != "sarif":
        assert "grey" in said
    assert '"kind": "fail"' not in said


def test_a_small_picture_leaves_only_the_signature_open(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unsigned = [line for line in WITH_CHARGES.splitlines() if "Falk" not in line]
    signed_by_picture = pdf([drawing(unsigned) + b"\nq 90 0 0 30 50 60 cm /Im1 Do Q"], **SCAN)  # type: ignore[arg-type]
    put(tmp_path, {"plain.pdf": pdf([drawing(unsigned)]), "picture.pdf": signed_by_picture})
    outcomes = []
    for name in ("plain.pdf", "picture.pdf"):
        _, out, _ = run(capsys, "check", tmp_path / name, "--format", "json")
        report = json.loads(out)
        outcomes.append({one["rule"]: one["outcome"] for one in report["findings"]})
        assert report["light"] == "red"
    assert outcomes[0]["documentation/signature_missing"] == "fail"
    assert outcomes[1]["documentation/signature_missing"] == "unknown"
    assert outcomes[1]["units/exceed_minutes"] == "fail"


def test_a_scan_is_an_error_and_not_a_note_without_treatment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, {"a.pdf": pdf([b"q 612 0 0 792 0 0 cm /Im1 Do Q"], **SCAN), "b.rtf": rtf()})  # type: ignore[arg-type]
    status, out, _ = run(capsys, "check", tmp_path, "--format", "jsonl")
    first, second = (json.loads(line) for line in out.splitlines())
    assert status == 2
    assert first["error"]["code"] == "scan"
    assert second["light"] == "green"


# --- folders, names, other commands


def test_a_folder_of_claims_and_reports_alone_holds_no_notes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, {"claim.csv": b"code,units\n97112,2\n", "report.json": b'{"schema": "romberg.check/1"}'})
    status, _, err = run(capsys, "check", tmp_path)
    assert status == 2
    assert "No notes" in err
    assert run(capsys, "check", tmp_path / "claim.csv")[0] == 2


def test_a_report_of_its_own_is_left_out_of_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path, {"n.rtf": rtf()})
    run(capsys, "check", tmp_path / "n.rtf", "--format", "html", "--output", tmp_path / "report.html")
    run(capsys, "check", tmp_path / "n.rtf", "--format", "json", "--output", tmp_path / "report.json")
    _, out, err = run(capsys, "check", tmp_path, "--format", "jsonl")
    assert [Path(json.loads(line)["source"]).name for line in out.splitlines()] == ["n.rtf"]
    assert "left out" in err
    assert "and 1 more" in err


def test_read_shows_documents_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path, {"n.pdf": pdf([drawing(LINES)]), "part.pdf": partial()})
    status, out, _ = run(capsys, "read", tmp_path / "n.pdf", "--format", "json")
    found = json.loads(out)
    assert status == 0
    assert found["text"] == NOTE.rstrip("\n")
    assert found["document"]["kind"] == "pdf"
    status, _, err = run(capsys, "read", tmp_path / "part.pdf", "--format", "json")
    assert status == 2
    assert "was not read whole" in err


def test_the_page_on_documents_names_every_suffix() -> None:
    told = (ROOT / "docs" / "documents.md").read_text(encoding="utf-8")
    assert all(f"`{suffix}`" in told for suffix in BY_SUFFIX)
    assert set(note_file.READ) == set(BY_SUFFIX)
