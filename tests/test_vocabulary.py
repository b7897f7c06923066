"""A clinic's own words: added, listed, tested, used by the reader, refused where they cannot work."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from romberg.cli import main
from romberg.notes.interventions import own, scan

NOTE = """PT daily note 03/12/2026 Medicare
Neuro re-ed 16 min: zebra wiggle trails, CGA
A. Poe, PT"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("ROMBERG_DATA", str(tmp_path))
    own.cache_clear()
    yield tmp_path
    own.cache_clear()


def _fresh(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, as a clinic runs it."""
    return subprocess.run([sys.executable, "-m", "romberg", *arguments], capture_output=True, text=True, check=False)


def test_a_phrase_that_is_added_is_read_in_the_next_note(folder: Path) -> None:
    note = folder / "note.txt"
    note.write_text(NOTE, "utf-8")
    before = json.loads(_fresh("read", str(note), "--format", "json").stdout)
    assert before["reading"]["treatments"][0]["activities"][0]["groups"] == []
    assert _fresh("vocabulary", "add", "balance", "zebra wiggle trail").returncode == 0
    after = json.loads(_fresh("read", str(note), "--format", "json").stdout)
    assert after["reading"]["treatments"][0]["activities"][0]["groups"] == ["balance"]


def test_a_name_of_a_service_names_it(folder: Path) -> None:
    note = folder / "note.txt"
    note.write_text(NOTE.replace("Neuro re-ed", "Brain body work"), "utf-8")
    assert _fresh("vocabulary", "add", "97112", "brain body work").returncode == 0
    found = json.loads(_fresh("read", str(note), "--format", "json").stdout)
    assert found["reading"]["treatments"][0]["label_code"] == "97112"


def test_what_was_added_can_be_listed_and_taken_out() -> None:
    assert _fresh("vocabulary", "add", "balance", "zebra wiggle trail").returncode == 0
    listed = json.loads(_fresh("vocabulary", "list", "balance", "--format", "json").stdout)
    assert listed[0]["own"] == ["zebra wiggle trail"]
    assert _fresh("vocabulary", "remove", "balance", "zebra wiggle trail").returncode == 0
    listed = json.loads(_fresh("vocabulary", "list", "balance", "--format", "json").stdout)
    assert listed[0]["own"] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "balancing", "noodle walk"), "no group 'balancing'"),
        (("add", "balance", "x"), "cannot be a phrase"),
        (("add", "balance", "12 34"), "cannot be a phrase"),
        (("add", "balance", "a" * 99), "cannot be a phrase"),
        (("add", "balance", "leg press"), "known already, under strength"),
        (("remove", "balance", "tandem stance"), "none of your own"),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["vocabulary", *arguments]) == 2
    told = capsys.readouterr()
    assert words in told.err
    assert "Traceback" not in told.err


def test_words_are_tested_and_what_is_not_known_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["vocabulary", "test", "tandem stance on foam"]) == 0
    assert "speaks for 97112" in capsys.readouterr().out
    assert main(["vocabulary", "test", "zorbing"]) == 0
    assert "not recognised" in capsys.readouterr().out


@pytest.mark.parametrize(
    "broken", ["activities: [", "activities: {balance: 3}", "balance: [x]", "activities: {balance: ['1']}"]
)
def test_a_broken_file_is_told_once_and_no_note_is_read(folder: Path, broken: str) -> None:
    (folder / "vocabulary.yaml").write_text(broken, "utf-8")
    note = folder / "note.txt"
    note.write_text(NOTE, "utf-8")
    done = _fresh("check", str(note), str(note))
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("romberg:") == 1
    assert "Traceback" not in done.stderr


def test_the_scan_gives_places() -> None:
    (found,) = scan("tandem stance", 0, 13)
    assert (found.start, found.end, found.group) == (0, 13, "balance")
