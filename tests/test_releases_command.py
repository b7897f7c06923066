"""`romberg knowledge`: what is printed, which status it ends with, and that checks and prices answer from it."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import made_releases as made
import pytest
from releases import damaged

from romberg.cli import main
from romberg.knowledge import editions
from romberg.knowledge.releases import kinds
from romberg.knowledge.releases import store as stores

pytestmark = pytest.mark.usefixtures("small")
NOTE = Path(__file__).parents[1] / "examples" / "balance-visit.txt"


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """Status, output and errors of one call in a process that starts anew."""
    editions.forget()
    status = main(["knowledge", *map(str, arguments)])
    told = capsys.readouterr()
    return status, told.out, told.err


def told(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Any:
    """What is printed with --format json."""
    status, out, err = run(capsys, *arguments, "--format", "json")
    assert (status, err) == (0, "")
    return json.loads(out)


def raised(year: int, **change: str) -> list[dict[str, str]]:
    """The relative values of a year with other figures for 97112."""
    return [{**row, **change} if row["code"] == "97112" else row for row in made.values(year)]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive as it is downloaded, with other figures for one code."""
    files = [made.value_csv(tmp_path, found=raised(2026, work="0.60")), made.index_csv(tmp_path)]
    return made.packed(tmp_path / "rvu26d.zip", files, {"RVU26D.pdf": b"%PDF-1.7"})


def test_import_says_what_became_of_each_file(archive: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = damaged(made.zip_five(archive.parent), lambda content: content[:800])
    status, out, err = run(capsys, "import", archive, bad)
    assert status == 2
    assert "RVU26D, relative values (PPRRVU), speaks for from 2026-10-01 to 2026-12-31" in out
    assert "RVU26D.pdf: Romberg needs nothing of it." in out
    assert err.startswith("romberg: ")
    assert "ZIP5_JAN2026.txt" in err
    assert len(err.strip().splitlines()) == 1
    assert len(stores.contents(store).releases) == 2


def test_import_as_json(archive: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "import", archive)
    assert [one["status"] for one in found] == ["left out", "imported", "imported"]
    assert found[1]["release"]["files"][0]["sha256"]
    assert store.is_dir()


def test_prices_of_medicare_are_compared(tmp_path: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = made.price_lines()[:6]
    file = made.price_file(tmp_path / "PFREV26A.txt", lines)
    status, out, _ = run(capsys, "import", file)
    assert (status, "All 20 amounts equal those that Romberg computes." in out) == (0, True)
    wrong = [lines[0].replace('"0000', '"0009', 1), *lines[1:]]
    found = told(capsys, "import", made.price_file(tmp_path / "PFREV26B.txt", wrong))
    assert (found[0]["compared"]["amounts"], found[0]["compared"]["differ"]) == (20, 1)
    assert store.is_dir()


def test_list_and_show(archive: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"Nothing was imported (into {store})" in run(capsys, "list")[1]
    run(capsys, "import", archive)
    out = run(capsys, "list")[1]
    assert "RVU26D" in out
    assert "rvu26d.zip!PPRRVU2026_Oct_nonQPP.csv" in out
    listed = told(capsys, "list")["loaded"]
    assert {"RVU20D", "RVU26D", "GPCI26D", "ZIP5 2025Q4"} <= {one["name"] for one in listed}
    shown = told(capsys, "show", "rvu26d")
    row = next(one for one in shown["rows"]["fee_schedule"] if one["code"] == "97112")
    assert (row["work"], row["office"]) == ("0.60", "0.47")
    page = run(capsys, "show", "RVU26D")[1]
    assert "and 112 more rows" in page
    assert "conversion_factors_general: 1 row\n" in page
    table = told(capsys, "show", "localities")
    assert table["newest"] == "GPCI26D"
    assert len(table["rows"]) == 109
    assert "and 69 more rows" in run(capsys, "show", "localities")[1]


def test_kinds_say_where_each_file_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "list", "--kinds")
    assert {"relative_values", "cost_indices", "zip_localities", "published_prices"} <= {one["kind"] for one in found}
    assert all(one["where"] and one["title"] for one in found)


def test_diff_in_money_and_figures(archive: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "import", archive)
    found = told(capsys, "diff", "RVU26C", "RVU26D")["changes"]
    ours = [one for one in found if one["key"] == "97112"]
    assert ours == [
        {"table": "money", "key": "97112", "what": "allowed", "before": "$32.73", "after": "$36.07"},
        {"table": "fee_schedule", "key": "97112", "what": "work", "before": "0.50", "after": "0.60"},
    ]
    out = run(capsys, "diff", "RVU26C", "RVU26D")[1]
    assert "97112  allowed  $32.73 -> $36.07" in out
    assert run(capsys, "diff", "RVU26D", "RVU26D")[1] == "Nothing changed from RVU26D to RVU26D.\n"
    assert store.is_dir()


def test_diff_of_bundled_years(capsys: pytest.CaptureFixture[str]) -> None:
    """What 2026 changed for re-evaluation of the ear's crystals, and for a place."""
    found = {(one["key"], one["what"]): one for one in told(capsys, "diff", "RVU25D", "RVU26C")["changes"]}
    assert (found["95992", "work"]["before"], found["95992", "work"]["after"]) == ("0.75", "0.73")
    places = {one["key"]: one for one in told(capsys, "diff", "GPCI23D", "GPCI24C")["changes"] if one["what"] == ""}
    assert {key for key, one in places.items() if one["after"] == "not there"} == {"01112/06", "01112/07", "01182/26"}


def test_diff_names_what_cannot_be_compared(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "diff", "RVU25D", "GPCI26D")
    assert (status, "have no table in common" in err) == (2, True)
    status, _, err = run(capsys, "show", "RVU99Z")
    assert (status, "no release of this name is loaded" in err) == (2, True)


def test_verify(archive: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "import", archive)
    assert told(capsys, "verify")["whole"] is True
    next(store.rglob("fee_schedule.parquet")).write_bytes(b"spoilt")
    status, out, _ = run(capsys, "verify")
    assert status == 2
    assert "RVU26D, fee_schedule: the bytes of" in out


def test_checks_and_prices_answer_from_what_was_imported(
    archive: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The report names the release that answered, and only on the days that it speaks for."""
    run(capsys, "import", archive)
    editions.forget()
    known = {}
    for on in ("2026-09-30", "2026-10-01"):
        main(["price", "--code", "97112:1", "--zip", "36104", "--on", on, "--format", "json"])
        known[on] = json.loads(capsys.readouterr().out)["allowed_cents"]
    assert known == {"2026-09-30": 3_063, "2026-10-01": 3_397}
    note = NOTE.read_text(encoding="utf-8")
    versions = {}
    for month in ("03", "11"):
        (archive.parent / "note.txt").write_text(note.replace("03/12/2026", f"{month}/12/2026"))
        main(["check", str(archive.parent / "note.txt"), "--format", "json"])
        versions[month] = json.loads(capsys.readouterr().out)["knowledge"]
    assert versions == {"03": "2026.11", "11": "2026.11 + RVU26D + GPCI26D"}
    assert store.is_dir()


def test_a_damaged_store_stops_a_check_with_a_sentence(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store.mkdir()
    (store / stores.MANIFEST).write_text("{")
    editions.forget()
    status = main(["price", "--code", "97112:1", "--zip", "36104", "--on", "2026-03-02"])
    assert status == 2
    assert "the list of imported releases is damaged" in capsys.readouterr().err


def test_nine_digits_price_where_five_leave_it_open(
    tmp_path: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "import", made.zip_nine(tmp_path))
    allowed = {}
    for zip_code in ("35958", "35958-4100", "359585100", "36104-1234"):
        editions.forget()
        main(["price", "--code", "97112:1", "--zip", zip_code, "--on", "2026-03-02", "--format", "json"])
        allowed[zip_code] = json.loads(capsys.readouterr().out)["allowed_cents"]
    assert allowed == {"35958": None, "35958-4100": 3_063, "359585100": 3_110, "36104-1234": 3_063}
    assert store.is_dir()


def test_a_damaged_store_is_told_of_each_note(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store.mkdir()
    (store / stores.MANIFEST).write_text("{")
    editions.forget()
    assert main(["check", str(NOTE), "--format", "json"]) == 2
    told = json.loads(capsys.readouterr().out)["error"]
    assert told["code"] == "knowledge"
    assert "the list of imported releases is damaged; put back the file from a backup" in told["says"]


def command(*arguments: str | Path) -> list[str]:
    """The command as a process of its own."""
    return [sys.executable, "-m", "romberg", "knowledge", *map(str, arguments)]


def test_a_bar_on_a_terminal_and_none_on_a_pipe(tmp_path: Path, store: Path) -> None:
    file = made.index_csv(tmp_path)
    environment = {**os.environ, "ROMBERG_KNOWLEDGE": str(store), "TERM": "xterm", "COLUMNS": "100"}
    master, slave = pty.openpty()
    subprocess.run(command("import", file), env=environment, stderr=slave, stdout=subprocess.DEVNULL, check=True)
    os.close(slave)
    shown = os.read(master, 65_536).decode()
    os.close(master)
    assert "Reading" in shown
    again = subprocess.run(command("import", file), env=environment, capture_output=True, check=True)
    assert again.stderr == b""
    assert b"is already there" in again.stdout


def test_without_a_store_nothing_of_imports_is_loaded() -> None:
    """A price needs no reader of releases, no workbook library and no store."""
    code = (
        "import sys, romberg.cli; romberg.cli.main(['price', '--code', '97112:1', '--on', '2026-03-02']);"
        "print([name for name in sys.modules if name in ('fastexcel', 'romberg.knowledge.releases.store')"
        " or name.startswith('romberg.knowledge.releases.kinds')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_latest_day_of_each_edition_is_told(store: Path) -> None:
    assert editions.version(date(2026, 3, 2)) == "2026.11"
    assert not store.exists()


def test_the_page_on_releases_names_every_kind() -> None:
    page = (Path(__file__).parents[1] / "docs" / "releases.md").read_text(encoding="utf-8")
    assert [one.title for one in kinds.all_kinds() if one.title not in page] == []
