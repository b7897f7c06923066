"""`romberg read`: the reading alone, in every format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from romberg.cli import main
from romberg.formats.reading.kinds import KINDS, spans
from romberg.formats.reading.rows import parts
from romberg.notes import read

NOTE = """PT daily note 03/12/2026   Medicare   visit 4 of 12
Pt: R. Quill   R26.81
S: reports fewer near falls.
Neuromuscular re-education 24 min: tandem stance on foam, CGA, cues for hip strategy. No gait training today.
TUG 14.2 s (was 17.9 on 2/17/26)
A: steadier. P: add turns next visit.
97112 x 2 GP
Total timed 24 min
Anna Lindqvist, PT, DPT"""


@pytest.fixture
def note(tmp_path: Path) -> str:
    path = tmp_path / "note.txt"
    path.write_text(NOTE, "utf-8")
    return str(path)


def test_json_holds_every_fact_with_exact_places(note: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", note, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "romberg.read/1"
    (treatment,) = found["reading"]["treatments"]
    (start, end) = treatment["activities"][0]["spans"][0]
    assert NOTE[start:end] == treatment["activities"][0]["text"]
    assert (treatment["label_code"], treatment["minutes"]) == ("97112", 24)
    assert found["reading"]["service_date"] == "2026-03-12"
    assert "findings" not in found


def test_one_line_a_note_and_the_unreadable_one_says_why(
    note: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = str(tmp_path / "gone.txt")
    assert main(["read", note, missing, "--format", "jsonl"]) == 2
    told = capsys.readouterr()
    first, second = (json.loads(one) for one in told.out.splitlines())
    assert first["source"] == note
    assert second["error"]["code"] == "not_found"
    assert missing in told.err


def test_html_marks_every_kind_with_its_letter(note: str, tmp_path: Path) -> None:
    out = tmp_path / "reading.html"
    assert main(["read", note, "--format", "html", "--output", str(out)]) == 0
    page = out.read_text("utf-8")
    for kind in ("minutes", "measure", "diagnosis", "charge", "activity", "service", "not-counted", "visit"):
        assert f'<mark class="{kind}"' in page.split('class="note"')[1], kind
    assert "http://" not in page
    assert "https://" not in page


def test_the_page_tells_what_was_read_and_what_was_not(note: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", note]) == 0
    page = capsys.readouterr().out
    for words in ("97112", "24 min", "Anna Lindqvist", "14.2 s", "earlier 17.9", "declined", "visit number"):
        assert words in page, words


def test_the_parts_and_kinds_cover_a_note_that_says_nothing() -> None:
    visit = read("hello")
    told = dict(parts(visit))
    assert told["Treatments"] == [("", "none was read")]
    assert ("date of service", "the note does not say") in told["The visit"]
    assert set(spans(visit)) == set(KINDS)
