"""What the installed package weighs and reads: under 15 MB, nothing on import, and one table where one is needed.

Each reading runs in a process of its own, in which every file that is opened is noted: those that Python opens, by an
audit hook, and those that polars opens by itself, at the functions that it is asked through.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "romberg"
NOTE = Path(__file__).parents[1] / "examples" / "balance-visit.txt"
MEGABYTE = 1_000_000
WATCHED = f"""
import json, sys
seen = []
def note(path):
    path = str(path)
    if path.startswith({str(SOURCE)!r}) and not path.endswith((".py", ".pyc")):
        seen.append(path[len({str(SOURCE)!r}) + 1:].replace("\\\\", "/"))
def hook(event, given):
    if event == "open" and isinstance(given[0], (str, bytes)):
        note(given[0] if isinstance(given[0], str) else given[0].decode())
sys.addaudithook(hook)
def watch_polars():
    import polars
    def noting(real):
        def read(source, *more, **named):
            note(source)
            return real(source, *more, **named)
        return read
    for name in dir(polars):
        if name.startswith(("read_", "scan_")):
            setattr(polars, name, noting(getattr(polars, name)))
from datetime import date
on = date(2026, 3, 2)
"""


def run(program: str, *, polars: bool = True) -> list[str]:
    """The lines that a watched program prints, the last of them the files that it opened and whether polars came."""
    watch = "watch_polars()\n" if polars else ""
    told = "\nprint('\\nseen', json.dumps([sorted(set(seen)), 'polars' in sys.modules]))"
    command = [sys.executable, "-c", WATCHED + watch + program + told]
    home = {**os.environ, "ROMBERG_DATA": str(SOURCE / "nowhere")}  # nothing that a user imported
    return subprocess.run(command, check=True, capture_output=True, text=True, env=home).stdout.splitlines()


def told(lines: list[str], word: str) -> Any:
    """What the program said under a word."""
    return json.loads(next(line.removeprefix(f"{word} ") for line in reversed(lines) if line.startswith(f"{word} ")))


def opened(program: str, *, polars: bool = True) -> list[str]:
    """The files of the package, but its code, that a program opens in a process of its own."""
    files, loaded = told(run(program, polars=polars), "seen")
    assert polars or not loaded, "polars was loaded"
    return list(files)


def is_table(name: str) -> bool:
    """Whether a file is a published table; the manifests that say where each lies are none."""
    return name.startswith("knowledge/tables/") and not name.endswith(".yaml")


def tables(program: str) -> list[str]:
    """The published tables among the files that a program opens."""
    return [Path(name).stem for name in opened(program) if is_table(name)]


def test_the_watch_sees_what_is_read() -> None:
    read = f"open({str(SOURCE / 'knowledge' / 'citations.yaml')!r}).close()\n"
    csv = f"import polars; polars.read_csv({str(SOURCE / 'knowledge' / 'tables' / 'add_ons.csv')!r})"
    assert opened(read + csv) == ["knowledge/citations.yaml", "knowledge/tables/add_ons.csv"]


def test_the_package_weighs_less_than_fifteen_megabytes() -> None:
    files = [file for file in SOURCE.rglob("*") if file.is_file() and "__pycache__" not in file.parts]
    assert sum(file.stat().st_size for file in files) < 15 * MEGABYTE
    assert sum(file.stat().st_size for file in files if "knowledge" in file.parts) > MEGABYTE // 4  # they are counted


def test_import_reads_nothing() -> None:
    assert opened("import romberg", polars=False) == []


def test_a_parameter_reads_its_own_file_alone() -> None:
    program = "from romberg.knowledge import parameters\nparameters.step('medicare.sequestration.payment_cut', on)"
    assert opened(program) == ["knowledge/parameters/medicare/sequestration.yaml"]


LOOKUPS = {
    "tables.rvu('97112', on)": ["fee_schedule"],
    "tables.gpci('04412', '18', on)": ["localities"],
    "tables.mue('97112', on)": ["unit_limits"],
    "tables.add_on_to()": ["add_ons"],
    "tables.locality('77002')": ["zips", "zips_plus_four"],
    "tables.edit_pair('97112', '97140', on)": ["pairs_practitioner", "pairs_without_edit"],
    "taxonomy.get('225100000X')": ["taxonomy"],
    "denials.reason('97')": ["adjustment_reasons"],
    "denials.remark('N851')": ["remarks"],
    "denials.route('reason', '97')": ["denial_routes"],
    "codes.places()": ["places"],
    "codes.get('97112')": [],
    "codes.modifiers()": [],
}


@pytest.mark.parametrize("order", [1, -1], ids=["forwards", "backwards"])
def test_a_lookup_reads_its_own_table_alone(order: int) -> None:
    """Forwards and backwards, so that what one of them reads too much is new in one of the two orders."""
    steps = [f"{call}\nadded[{call!r}] = seen[was:]\nwas = len(seen)" for call in list(LOOKUPS)[::order]]
    start = "from romberg.knowledge import codes, denials, tables, taxonomy\nadded, was = {}, len(seen)"
    program = "\n".join([start, *steps, "print('\\nadded', json.dumps(added))"])
    done = told(run(program), "added")
    assert {call: sorted({Path(name).stem for name in done[call] if is_table(name)}) for call in LOOKUPS} == LOOKUPS


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["price", "--code", "97112:2", "--on", "2026-03-02"], ["fee_schedule"]),
        (
            ["price", "--code", "97112:2", "--on", "2026-03-02", "--zip", "77002"],
            ["fee_schedule", "localities", "zips", "zips_plus_four"],
        ),
        (["units", "97112:24", "97110:23"], []),
    ],
    ids=["a national price", "a price of a place", "units"],
)
def test_a_command_reads_only_what_it_needs(arguments: list[str], wanted: list[str]) -> None:
    assert tables(f"from romberg.cli import main\nmain({arguments!r})") == wanted


CHECK = f"import romberg\ntext = open({str(NOTE)!r}, encoding='utf-8').read()\n"
ALONE = """text = text.replace("Therapeutic exercise 23 min: ", "Rest. ").replace("97110-GP x1", "")
text = text.replace("standing hip abduction red band 2 x 12, heel raises 3 x 10, sit to stand from", "")
text = text.replace('17" chair 3 x 8', "")
"""


PLACES = {"localities", "zips", "zips_plus_four"}
PAIRS = {"pairs_practitioner", "pairs_hospital", "pairs_medicaid", "pairs_without_edit"}
# What the rules themselves ask: statuses, values and limits of codes, add-on codes, and the denial of a finding.
OF_THE_RULES = {"add_ons", "denial_routes", "fee_schedule", "unit_limits"}


def test_a_check_of_one_service_reads_no_place_and_no_pair() -> None:
    """One code makes no pair, and without a ZIP code no place is looked up."""
    read = set(tables(f"{CHECK}{ALONE}found = romberg.check(text, 'medicare')\nassert found.price.allowed_cents"))
    assert "fee_schedule" in read
    assert read <= OF_THE_RULES


def test_a_check_that_needs_no_price_reads_the_pairs_of_its_setting_alone() -> None:
    program = f"{CHECK}found = romberg.check(text, 'cigna')\nassert found.price.allowed_cents is None"
    read = set(tables(program))
    assert not read & PLACES
    assert read & PAIRS == {"pairs_practitioner", "pairs_without_edit"}
    assert read - PAIRS <= OF_THE_RULES
