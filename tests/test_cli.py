"""The command: its shapes, its exit status, its quiet ends."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from stand_in import BLOCKED, CLEAN, stand_in

from romberg import __version__
from romberg.cli import main

COMMANDS = ("check", "units", "price", "explain", "rules", "codes", "payers")


@pytest.fixture(autouse=True)
def _readers(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch)


@pytest.fixture
def notes_folder(tmp_path: Path) -> Path:
    """Five notes, the third of which is blocked."""
    for number in range(5):
        (tmp_path / f"note-{number}.txt").write_text(BLOCKED if number == 2 else CLEAN)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """Status, output and errors of one call."""
    status = main([str(one) for one in arguments])
    told = capsys.readouterr()
    return status, told.out, told.err


def json_of(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Any:
    """What a command prints with --format json."""
    status, out, err = run(capsys, *arguments, "--format", "json")
    assert (status, err) == (0, "")
    return json.loads(out)


def test_the_status_says_whether_a_finding_blocks(notes_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "check", notes_folder / "note-0.txt")[0] == 0
    assert run(capsys, "check", notes_folder / "note-2.txt")[0] == 1
    assert run(capsys, "check", notes_folder)[0] == 1
    assert run(capsys, "check", notes_folder, "gone.txt")[0] == 2


def test_json_is_one_object_for_one_note_and_a_list_for_more(
    notes_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capsys, "check", notes_folder / "note-0.txt", "--format", "json")
    assert json.loads(out)["schema"] == "romberg.check/1"
    _, out, _ = run(capsys, "check", notes_folder, "--format", "json")
    assert [Path(one["source"]).name for one in json.loads(out)] == [f"note-{number}.txt" for number in range(5)]


def test_the_order_of_the_notes_changes_nothing(notes_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = sorted(notes_folder.iterdir())
    _, forward, _ = run(capsys, "check", *paths, "--format", "jsonl")
    _, backward, _ = run(capsys, "check", *reversed(paths), "--format", "jsonl")
    assert forward.splitlines() == backward.splitlines()[::-1]


def test_many_notes_get_a_line_each_and_a_count(notes_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "check", notes_folder)
    assert "5 notes: 4 green (stand), 0 yellow (risks), 1 red (do not stand)" in " ".join(out.split())
    assert "The nine elements" not in out
    _, out, _ = run(capsys, "check", notes_folder, "--full")
    assert out.count("The nine elements") == 5


def test_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(CLEAN.encode())))
    status, out, _ = run(capsys, "check", "-", "--format", "jsonl")
    assert status == 0
    assert json.loads(out)["source"] == "-"


def test_the_claim_is_compared_instead_of_the_note_s_charges(
    notes_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    claim = notes_folder / "claim.csv"
    claim.write_text("code,units,modifiers\n97112,2,GP\n97110,1,GP\n")
    status, out, _ = run(capsys, "check", notes_folder / "note-2.txt", "--claim", claim, "--format", "json")
    assert status == 0
    assert [one["units"] for one in json.loads(out)["billed"]] == [2, 1]


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "html", "sarif"])
def test_every_format_goes_to_a_file_whole(form: str, notes_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = notes_folder / "out"
    status, out, _ = run(capsys, "check", notes_folder / "note-2.txt", "--format", form, "--output", output)
    assert (status, out) == (1, "")
    assert output.read_text(encoding="utf-8").strip()
    assert [one.name for one in notes_folder.iterdir() if one.name.startswith(".")] == []


def test_units_are_the_contract_s_object(capsys: pytest.CaptureFixture[str]) -> None:
    found = json_of(capsys, "units", "97112:24", "97110:23", "--on", "2026-03-12")
    assert set(found) >= {"cms", "ama", "strict_fifteen", "lines"}
    assert found["cms"]["total_timed_minutes"] == 47
    assert found["cms"]["units"] == {"97112": 2, "97110": 1}
    assert found["ama"]["units"] == {"97112": 2, "97110": 2}
    assert found["strict_fifteen"]["units"] == {"97112": 1, "97110": 1}
    assert found["lines"][0] == {"code": "97112", "units": 2, "modifiers": []}


def test_units_of_an_assistant_carry_the_discipline_s_modifier(capsys: pytest.CaptureFixture[str]) -> None:
    pt = json_of(capsys, "units", "97110:0+30", "--on", "2026-03-12")
    ot = json_of(capsys, "units", "97110:0+30", "--on", "2026-03-12", "--discipline", "OT")
    assert (pt["lines"][0]["modifiers"], ot["lines"][0]["modifiers"]) == (["CQ"], ["CO"])


def test_a_price_is_the_contract_s_object(capsys: pytest.CaptureFixture[str]) -> None:
    found = json_of(capsys, "price", "--code", "97112:2:GP", "--zip", "77002", "--on", "2026-03-12")
    assert found["currency"] == "USD"
    assert found["allowed_cents"] == sum(step["cents"] for step in found["lines"][0]["steps"])
    assert found["lines"][0]["modifiers"] == ["GP"]


def test_rules_are_listed_with_their_sources(capsys: pytest.CaptureFixture[str]) -> None:
    found = json_of(capsys, "rules", "--payer", "medicare", "--on", "2026-03-12")
    names = [one["rule"] for one in found]
    assert "units/exceed_minutes" in names
    assert all({"rule", "severity", "basis", "says", "cites"} <= set(one) and one["cites"] for one in found)
    assert len(json_of(capsys, "rules")) >= len(names)


def test_a_rule_is_explained_by_its_whole_name_or_its_last_part(capsys: pytest.CaptureFixture[str]) -> None:
    whole = json_of(capsys, "explain", "units/exceed_minutes")
    assert whole == json_of(capsys, "explain", "exceed_minutes")
    assert whole["explains"]
    assert whole["cites"][0]["title"]


def test_codes_and_payers(capsys: pytest.CaptureFixture[str]) -> None:
    assert json_of(capsys, "codes", "97112")["timed"] is True
    assert len(json_of(capsys, "codes")) > 30
    assert "medicare" in [one["payer"] for one in json_of(capsys, "payers")]
    card = json_of(capsys, "payers", "medicare")
    assert next(one for one in card["lines"] if one["line"] == "counting")["value"] == "cms"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["units", "97112"], "has no minutes"),
        (["units", "97112:x"], "whole number"),
        (["units", "97112:20", "--payer", "acme"], "no payer card"),
        (["units", "99999:20"], "99999"),
        (["price", "--code", "97112", "--on", "2026-03-12"], "is no service line"),
        (["price", "--code", "97112:0", "--on", "2026-03-12"], "is no service line"),
        (["price", "--code", "97112:1:GPX", "--on", "2026-03-12"], "is no modifier"),
        (["price", "--code", "99999:1", "--on", "2026-03-12"], "table of therapy codes"),
        (["price", "--code", "97112:1", "--on", "12/03/2026"], "no day"),
        (["explain", "units/exceed_minute"], "Near it: units/exceed_minutes"),
        (["codes", "1234"], "table of therapy codes"),
        (["payers", "acme"], "no payer card"),
    ],
)
def test_a_wrong_call_is_one_sentence(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (2, "")
    assert says in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize("arguments", [[], ["chekc"], ["check"], ["check", "a.txt", "--format", "pdf"]])
def test_calling_it_wrongly_shows_the_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, *arguments)
    assert status == 2
    assert "usage: romberg" in err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_helps_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, command, "--help")
    assert status == 0
    assert f"example:\n  romberg {command}" in out


@pytest.mark.parametrize(
    "arguments",
    [["units", "97112:24"], ["price", "--code", "97112:2", "--on", "2026-03-12"], ["rules"],
     ["explain", "exceed_minutes"], ["codes", "97112"], ["codes"], ["payers"], ["payers", "aetna"]],
)  # fmt: skip
def test_every_command_prints_words(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, *arguments)
    assert (status, err) == (0, "")
    assert len(out.splitlines()) >= 2
    assert "None" not in out


def test_the_version_is_the_project_s(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "--version")
    assert (status, out) == (0, f"romberg {__version__}\n")
    project = (Path(__file__).parents[1] / "pyproject.toml").read_text()
    assert f'version = "{__version__}"' in project


def test_an_interrupt_ends_quietly(
    notes_folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(text: str) -> None:  # noqa: ARG001  # stands in for a reader
        raise KeyboardInterrupt

    monkeypatch.setattr("romberg.notes.read", interrupted)
    status, _, err = run(capsys, "check", notes_folder)
    assert (status, err) == (130, "romberg: interrupted.\n")


def test_a_reader_that_leaves_the_pipe_is_no_error() -> None:
    program = "import sys; from romberg.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", program, "codes", "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        os.close(os.dup(running.stdout.fileno()))
        running.stdout.close()
        errors = running.stderr.read()
        assert running.wait(timeout=60) == 141
    assert errors == b""


def test_the_version_and_the_help_load_no_table_and_no_frame() -> None:
    program = (
        "import sys; from romberg.cli import main; main(['--version']); "
        "sys.exit(any(name in sys.modules for name in ('polars', 'yaml', 'rich', 'jinja2')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, capture_output=True).returncode == 0


def test_checking_loads_only_what_its_format_needs(notes_folder: Path) -> None:
    program = (
        "import sys; sys.path.insert(0, 'tests'); from stand_in import stand_in; import pytest; "
        "stand_in(pytest.MonkeyPatch()); before = set(sys.modules); from romberg.cli import main; "
        f"main(['check', {str(notes_folder / 'note-0.txt')!r}, '--format', 'jsonl']); "
        "sys.exit('jinja2' in sys.modules)"
    )
    root = Path(__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, cwd=root).returncode == 0
