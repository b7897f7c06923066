"""Bad input: one sentence that says what is wrong, where, and what to do; status 2; the other notes go on."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stand_in import BLOCKED, CLEAN, UNDATED, read, stand_in

from romberg import facts, notes
from romberg.cli import main
from romberg.formats import note_file
from romberg.formats.decoding import text_of
from romberg.formats.note_file import LARGEST_BYTES
from romberg.formats.unreadable import Unreadable

SPANISH = (
    "El paciente refiere dolor de rodilla. Hoy se realizaron ejercicios de equilibrio por 20 minutos con la "
    "fisioterapeuta, y la marcha fue muy estable para su edad. Después de una pausa, el paciente caminó sin bastón."
)
RUSSIAN = "Пациент жалуется на боль в колене. Сегодня проведена тренировка равновесия в течение двадцати минут."
WRONG: dict[str, tuple[str, bytes, str]] = {
    "empty": ("note.txt", b"", "holds no words"),
    "blank": ("note.txt", b" \n\t \r\n", "holds no words"),
    "only a byte order mark": ("note.txt", b"\xef\xbb\xbf \n", "holds no words"),
    "binary": ("note.txt", bytes(range(256)) * 8, "is not text"),
    "a PDF under another name": ("note.txt", b"%PDF-1.7\n1 0 obj", "is a PDF"),
    "a ZIP file under another name": ("note.txt", b"PK\x03\x04rest", "is a ZIP file"),
    "an HL7 message": ("note.txt", b"MSH|^~\\&|A|B", "HL7"),
    "a web page": ("note.txt", b"  <!DOCTYPE html><p>97112", "web page"),
    "huge": ("note.txt", b"97112 24 min\n" * (LARGEST_BYTES // 12), "larger than 5 MB"),
    "a broken encoding": ("note.txt", "Balance 20 min – stance".encode() + b"\xe2\x80\n" + b"caf\xc3", "is not UTF-8"),
    "UTF-16 without its mark": ("note.txt", "Balance 20 min".encode("utf-16-le"), "is not text"),
    "half a UTF-16 sign": ("note.txt", "Balance 20 min".encode("utf-16")[:-1], "is not UTF-8"),
    "Spanish": ("note.txt", SPANISH.encode(), "reads as Spanish"),
    "another script": ("note.txt", RUSSIAN.encode(), "another script"),
    "a broken PDF": ("note.pdf", b"%PDF-1.7", "is damaged or cut off"),
    "a broken Word file": ("note.docx", b"PK\x03\x04", "a ZIP file by its content"),
    "RTF without words": ("note.rtf", b"{\\rtf1", "holds no words"),
    "HTML without words": ("note.html", b"<html>", "holds no words"),
    "broken C-CDA": ("note.xml", b"<?xml?>", "is damaged or cut off"),
    "JSON without notes": ("note.json", b"{}", "holds no words"),
    "half an HL7 message": ("note.hl7", b"MSH|", "is damaged or cut off"),
    "CSV without notes": ("note.csv", b"x,y", "no column of notes"),
    "an unknown suffix": ("note.xyz", b"words", "no suffix of notes"),
}


@pytest.fixture(autouse=True)
def _readers(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch)


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """Status, output and errors of one call."""
    status = main([str(one) for one in arguments])
    told = capsys.readouterr()
    return status, told.out, told.err


def objects(output: str) -> list[dict[str, Any]]:
    """The objects of JSON lines."""
    return [json.loads(line) for line in output.splitlines()]


@pytest.mark.parametrize("what", WRONG)
def test_a_note_that_cannot_be_read_gets_one_sentence(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, data, says = WRONG[what]
    note = tmp_path / name
    note.write_bytes(data)
    status, out, err = run(capsys, "check", note)
    assert status == 2
    assert out.strip() == ""
    assert len(err.strip().splitlines()) == 1
    assert says in err
    assert name in err
    assert "Traceback" not in err


@pytest.mark.parametrize("what", WRONG)
def test_the_other_notes_go_on(what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name, data, _ = WRONG[what]
    wrong, good = tmp_path / name, tmp_path / "good.txt"
    wrong.write_bytes(data)
    good.write_text(CLEAN)
    status, out, _ = run(capsys, "check", wrong, good, "--format", "jsonl")
    first, second = objects(out)
    assert status == 2
    assert set(first) == {"source", "error"}
    assert set(first["error"]) == {"code", "says", "at"}
    assert first["source"] == str(wrong)
    assert second["light"] == "green"


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "check", tmp_path / "gone.txt")
    assert (status, err.count("\n")) == (2, 1)
    assert "There is no file" in err


def test_a_file_that_vanishes_between_listing_and_reading(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(CLEAN)
    listed = note_file.named

    def vanishing(given: list[str]) -> list[note_file.Named]:
        found = listed(given)
        (tmp_path / "a.txt").unlink()
        return found

    monkeypatch.setattr(note_file, "named", vanishing)
    status, out, _ = run(capsys, "check", tmp_path, "--format", "jsonl")
    first, second = objects(out)
    assert status == 2
    assert first["error"]["code"] == "not_found"
    assert second["light"] == "green"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_that_may_not_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note = tmp_path / "closed.txt"
    note.write_text(CLEAN)
    note.chmod(0)
    status, _, err = run(capsys, "check", note)
    assert status == 2
    assert "may not be read" in err


def test_a_device_is_no_note(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "check", "/dev/zero")
    assert status == 2
    assert "is a device" in err


def test_a_folder_without_notes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "readme.yaml").write_text("x: 1")
    status, _, err = run(capsys, "check", tmp_path)
    assert status == 2
    assert "holds no notes" in err


def test_a_folder_is_read_in_order_and_passes_over_nothing_in_silence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "a.md", "sub/c.txt"):
        (tmp_path / name).write_text(CLEAN)
    (tmp_path / "scan.pdf").write_bytes(b"%PDF")
    (tmp_path / "claim.csv").write_text("code,units")
    (tmp_path / "report.json").write_text('{"schema": "romberg.check/1"}')
    status, out, err = run(capsys, "check", tmp_path, "--format", "jsonl")
    found = objects(out)
    names = [Path(one["source"]).relative_to(tmp_path).as_posix() for one in found]
    assert status == 2
    assert names == ["a.md", "b.txt", "scan.pdf", "sub/c.txt"]
    assert "error" in found[2]
    assert "claim.csv and 1 more" in err


def test_a_note_without_a_date_says_so_and_asserts_nothing_of_today(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = tmp_path / "undated.txt"
    note.write_text(UNDATED)
    _, out, _ = run(capsys, "check", note, "--format", "json")
    found = json.loads(out)
    assert found["visit"]["service_date"] is None
    assert found["price"]["allowed_cents"] is None
    assert any("--on" in one for one in found["unknown"])
    _, out, _ = run(capsys, "check", note, "--format", "json", "--on", "2026-03-12")
    dated = json.loads(out)
    assert dated["visit"]["service_date"] == "2026-03-12"
    assert dated["price"]["allowed_cents"] > 0


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--payer", "acme"], "no payer card 'acme'"),
        (["--zip", "7700"], "no ZIP code"),
        (["--zip", "00000"], "ZIP"),
        (["--on", "2026-02-30"], "no day"),
        (["--on", "yesterday"], "no day"),
        (["--claim", "gone.csv"], "There is no file"),
        (["--claim", "claim.pdf"], "claims are read as .837, .csv or .json"),
        (["--output", "/nowhere/at/all.html"], "cannot be written"),
    ],
)
def test_wrong_options_are_told_before_a_note_is_read(
    options: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = tmp_path / "good.txt"
    note.write_text(CLEAN)
    status, out, err = run(capsys, "check", note, *options)
    assert (status, out) == (2, "")
    assert says in err
    assert len(err.strip().splitlines()) == 1


def test_a_note_is_never_overwritten_by_its_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note = tmp_path / "good.txt"
    note.write_text(CLEAN)
    status, _, err = run(capsys, "check", note, "--output", note)
    assert status == 2
    assert "is one of the notes" in err
    assert note.read_text() == CLEAN


def test_a_claim_belongs_to_one_note(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    claim = tmp_path / "claim.csv"
    claim.write_text("code,units\n97112,2\n")
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(CLEAN)
    status, _, err = run(capsys, "check", tmp_path / "a.txt", tmp_path / "b.txt", "--claim", claim)
    assert status == 2
    assert "for one visit" in err


def test_a_fault_of_romberg_s_own_is_one_sentence_and_spoils_no_other_note(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = read

    def breaks(text: str) -> Any:
        if "BREAK" in text:
            raise ZeroDivisionError("secret words of the note")
        return whole(text)

    monkeypatch.setattr(notes, "read", breaks)
    (tmp_path / "a.txt").write_text("BREAK here")
    (tmp_path / "b.txt").write_text(CLEAN)
    status, out, _ = run(capsys, "check", tmp_path, "--format", "jsonl")
    first, second = objects(out)
    assert status == 2
    assert first["error"]["code"] == "internal"
    assert "secret" not in json.dumps(first)
    assert second["light"] == "green"
    with pytest.raises(ZeroDivisionError):
        main(["check", str(tmp_path), "--debug"])


def test_a_note_that_breaks_the_frames_spoils_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = facts.of

    def breaks(coded: Any, *others: Any) -> Any:
        if any("BREAK" in one.visit.text for one in coded):
            raise RuntimeError("frame")
        return whole(coded, *others)

    monkeypatch.setattr(facts, "of", breaks)
    (tmp_path / "a.txt").write_text("BREAK here")
    (tmp_path / "b.txt").write_text(CLEAN)
    status, out, _ = run(capsys, "check", tmp_path, "--format", "jsonl")
    first, second = objects(out)
    assert status == 2
    assert first["error"]["code"] == "internal"
    assert second["light"] == "green"


def test_standard_input_is_read_strictly_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"%PDF-1.7")))
    status, _, err = run(capsys, "check", "-")
    assert status == 2
    assert "standard input is damaged or cut off" in err


def test_a_file_name_cannot_play_tricks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note = tmp_path / "a\x1b[31m\u202eb.txt"
    note.write_text(BLOCKED)
    _, out, err = run(capsys, "check", note, tmp_path / "gone\x1b[2J.txt")
    assert "\x1b" not in out + err
    assert "\u202e" not in out


def text_or_sentence(data: bytes) -> str | Unreadable:
    """The text of some bytes, or the reason why they are none."""
    try:
        return text_of(data, "note.txt")
    except Unreadable as error:
        return error


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_text_or_a_sentence(data: bytes) -> None:
    found = text_or_sentence(data)
    if isinstance(found, str):
        assert found.strip()
        assert "\x00" not in found
    else:
        assert found.says.startswith("note.txt")
        assert found.says.endswith(".")


@given(st.text(min_size=1, max_size=200))
@settings(max_examples=200, deadline=None)
def test_good_utf_8_is_given_back_unchanged(text: str) -> None:
    found = text_or_sentence(text.encode("utf-8"))
    if isinstance(found, str):
        assert found == text.removeprefix("\ufeff")
    else:
        assert found.code in {"binary", "format_not_read", "wrong_suffix", "empty", "encoding"}


def test_a_windows_note_is_read_where_its_signs_are_plausible() -> None:
    note = "Pt’s balance 20 min – knee flexion 110° → stairs “ok”".replace("→", "to")
    assert text_of(note.encode("cp1252"), "note.txt") == note
    assert text_of(("\ufeff" + note).encode("utf-16-le"), "note.txt") == note
