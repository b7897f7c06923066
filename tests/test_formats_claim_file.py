"""Claims as CSV and JSON lines: read as people write them, or refused with the line at fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from romberg.formats.claim_file import read
from romberg.formats.unreadable import Unreadable
from romberg.visit import BilledLine

LINES = (BilledLine("97112", 2, ("GP",)), BilledLine("97110", 1, ("GP", "CQ"), 23))


def written(folder: Path, name: str, text: str) -> str:
    """A file with some text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("c.csv", "code,units,modifiers,minutes\n97112,2,GP,\n97110,1,GP CQ,23\n"),
        ("c.csv", "\ufeffCPT;Qty;Mod;Min\r\n97112;2;GP;\r\n\r\n97110;1;GP,CQ;23\r\n"),
        ("c.csv", 'HCPCS\tUnits\tModifier 1\tModifier 2\tMinutes\n97112\t2\tGP\t\t\n97110\t1\tgp\tcq\t23\n'),
        ("c.csv", "code,units,minutes\n97112-GP,2,\n97110-GP-CQ,1.0,23\n"),
        ("c.json", '[{"code": "97112", "units": 2, "modifiers": ["GP"]}, '
                   '{"code": 97110, "units": 1, "modifiers": "GP CQ", "minutes": 23}]'),
        ("c.json", '{"lines": [{"cpt": "97112", "units": "2", "mod": "GP"}, '
                   '{"cpt": "97110", "qty": 1, "mods": ["GP", "CQ"], "min": 23}]}'),
    ],
)  # fmt: skip
def test_the_ways_in_which_people_write_lines(name: str, text: str, tmp_path: Path) -> None:
    assert read(written(tmp_path, name, text)) == LINES


@pytest.mark.parametrize(
    ("name", "text", "at", "says"),
    [
        ("c.csv", "", "", "holds no service lines"),
        ("c.csv", "code,units\n", "", "holds no service lines"),
        ("c.csv", "date,amount\n1,2\n", ": line 1", "no column for code and units"),
        ("c.csv", "code,units\n97112,2\nabc,1\n", ": line 3", "no procedure code"),
        ("c.csv", "code,units\n97112,two\n", ": line 2", "no whole number of units"),
        ("c.csv", "code,units\n97112,-1\n", ": line 2", "no whole number of units"),
        ("c.csv", "code,units\n97112,\n", ": line 2", "has no units"),
        ("c.csv", "code,units,mod\n97112,1,GPX\n", ": line 2", "no modifier"),
        ("c.csv", 'code,units\n"97112,1\n', "", "no readable CSV"),
        ("c.json", "{", ": line 1", "no readable JSON"),
        ("c.json", "[" * 100_000, "", "no readable JSON"),
        ("c.json", "[1]", "", "expected a list of lines"),
        ("c.json", '[{"code": "97112", "units": true}]', ": line 1", "no whole number of units"),
        ("c.txt", "97112 x 2", "", ".csv or .json"),
    ],
)
def test_a_line_at_fault_is_named(name: str, text: str, at: str, says: str, tmp_path: Path) -> None:
    path = written(tmp_path, name, text)
    with pytest.raises(Unreadable) as caught:
        read(path)
    assert says in caught.value.says
    assert caught.value.at == path + at


@given(st.lists(st.tuples(st.sampled_from(["97112", "97110", "G0283"]), st.integers(0, 999)), min_size=1, max_size=8))
def test_lines_come_back_in_their_order(lines: list[tuple[str, int]]) -> None:
    import tempfile  # noqa: PLC0415  # hypothesis shares no fixture between examples

    with tempfile.TemporaryDirectory() as folder:
        text = "code,units\n" + "".join(f"{code},{units}\n" for code, units in lines)
        found = read(written(Path(folder), "c.csv", text))
    assert [(one.code, one.units) for one in found] == lines
