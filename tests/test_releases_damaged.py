"""Damaged price files: each is refused with its place, its reason and a remedy, and the old answers stay in force."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import made_releases as made
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from releases import damaged, imported, refused

from romberg.knowledge import editions, tables

AUTUMN = date(2026, 11, 2)
pytestmark = pytest.mark.usefixtures("small")


def replaced(old: str, new: str, count: int = -1) -> Callable[[bytes], bytes]:
    """A text put in another's place."""
    return lambda content: content.replace(old.encode("latin-1"), new.encode("latin-1"), count)


def without(*starts: str) -> Callable[[bytes], bytes]:
    """The lines that start in one of these ways lost."""
    marks = tuple(one.encode() for one in starts)
    return lambda content: b"\r\n".join(line for line in content.split(b"\r\n") if not line.startswith(marks))


def row_of(code: str, change: Callable[[str], str]) -> Callable[[bytes], bytes]:
    """One row of a csv changed."""

    def damage(content: bytes) -> bytes:
        lines = content.decode("latin-1").split("\r\n")
        return "\r\n".join(change(one) if one.startswith(code) else one for one in lines).encode("latin-1")

    return damage


VALUES: list[tuple[str, Callable[[bytes], bytes], str]] = [
    ("a column put in", replaced("HCPCS,MOD,", "HCPCS,EXTRA,MOD,"), "line 10: the header is none of those known"),
    ("no header", replaced("HCPCS,MOD", "CODE,MOD"), "no row starts with 'HCPCS'"),
    ("cut within a row", lambda content: content[: content.index(b"97150") + 60], "97150: the row has"),
    ("cut after a row", lambda content: content[: content.index(b"97110")], "and such a file has more than 400"),
    (
        "a factor edited",
        row_of("97112", lambda row: row.replace("33.4009", "33.4019")),
        "97112: the conversion factor is",
    ),
    (
        "every factor edited",
        replaced("33.4009", "33.9009"),
        "its conversion factor is 33.9009, and the law's for RVU26D is 33.4009",
    ),
    ("a value edited", row_of("97112", lambda row: row.replace("0.47", "0.74", 1)), "97112: the values do not add up"),
    (
        "letters for figures",
        row_of("97112", lambda row: row.replace("0.47", "O.47", 1)),
        "97112: the office expense value 'O.47' is no number",
    ),
    (
        "too many decimals",
        row_of("97112", lambda row: row.replace(",0.50,", ",0.505,")),
        "'0.505' is no number with at most 2 decimals",
    ),
    ("a status lost", row_of("97112", lambda row: row.replace(",A,", ",,", 1)), "97112: the status '' is no letter"),
    ("another year inside", replaced("2026 National", "2025 National"), "its title says 2025, and its name 2026"),
    ("another quarter inside", replaced("October Release", "April Release"), "its title says the April release"),
    ("a code twice", replaced("\r\n97113,", "\r\n97112,"), "97112: the code stands twice"),
    ("no code", replaced("\r\n97113,", "\r\n9711,"), "9711: this is no procedure code"),
    ("therapy left out", without("971", "975", "977"), "therapy codes of RVU26C"),
    (
        "quotes that do not close",
        row_of("97112", lambda row: row.replace(",A,", ',"A,', 1)),
        "its quotes or cells do not come out even",
    ),
    (
        "a web page instead",
        lambda _content: b"<!DOCTYPE html><html><title>License</title></html>",
        "a web page, perhaps the licence page",
    ),
    ("a PDF instead", lambda _content: b"%PDF-1.7 and so on", "its content is a PDF"),
    ("nothing in it", lambda _content: b"", "the file is empty"),
    ("an old workbook", lambda content: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + content, "an old .xls workbook"),
    ("UTF-16", lambda content: content.decode("latin-1").encode("utf-16"), "text in UTF-16"),
    ("bytes that are no text", lambda content: content[:50] + b"\0" * 20 + content[50:], "its content is not text"),
]
INDICES: list[tuple[str, Callable[[bytes], bytes], str]] = [
    (
        "a header without malpractice",
        replaced("2026 MP GPCI", "2026 M GPCI"),
        "the header does not name one column of malpractice",
    ),
    ("no header", replaced("Locality Number", "Number"), "no row names a locality number"),
    ("a locality lost", without("10112"), "it has 108 localities, and 2026 has 109"),
    ("a contractor changed", replaced("\r\n10112,", "\r\n10512,"), "1 missing (10112/00); 1 unknown (10512/00)"),
    (
        "a figure of ten times the size",
        row_of("10112", lambda row: row.replace(",0.875,", ",8.750,")),
        "10112/00: the practice expense index 8.750",
    ),
    (
        "a figure far from last year's",
        row_of("10112", lambda row: row.replace(",0.875,", ",1.250,")),
        "10112/00: its practice index is 1.250, and 0.869 in 2025",
    ),
    (
        "letters for figures",
        row_of("10112", lambda row: row.replace(",0.875,", ",O.875,")),
        "10112/00: the practice expense index 'O.875'",
    ),
    (
        "a row below the footnotes",
        lambda content: content + b"02102,AK,01,ALASKA,1.5,1.0,0.5\r\n",
        "stands below the footnotes",
    ),
    ("a row cut", row_of("10112", lambda row: row[:20]), "10112: the row is cut short"),
    ("another year inside", replaced("FINAL CY 2026", "FINAL CY 2025"), "its title says 2025, and its name 2026"),
]
ZIPS: list[tuple[str, Callable[[bytes], bytes], str]] = [
    ("a line too short", replaced("TX77002", "TX7702"), "the line has 79 characters"),
    ("two quarters", replaced("20261\r\n", "20254\r\n", 5), "its rows are of 2 quarters (20254 to 20261)"),
    ("a ZIP code twice", replaced("TX77003", "TX77002"), "77002: the ZIP code stands twice"),
    ("letters in a ZIP code", replaced("TX77002", "TX77OO2"), "77OO2: the line does not have the fields of this list"),
    ("cut", lambda content: content[: content.index(b"IN46")], "and such a list has more than 40,000"),
    (
        "localities nobody knows",
        lambda content: re.sub(rb"(?m)^([A-Z]{2}\d{7})\d{3}", rb"\g<1>555", content),
        "are among the 109 known",
    ),
]
PRICES: list[tuple[str, Callable[[bytes], bytes], str]] = [
    ("the last lines lost", lambda content: content[: content.index(b'"TRL')], "its last lines (TRL) are missing"),
    (
        "cut within a line",
        lambda content: content[: content.index(b'"TRL') - 30],
        "line 327, 98940: the line does not have the 16 fields",
    ),
    (
        "an amount without its zeros",
        replaced('"97110","  ","00000', '"97110","  ","', 1),
        "97110: the line does not have the 16 fields",
    ),
    ("rows of two years", replaced('"2026","10112"', '"2025","10112"'), "its rows are of 2025 to 2026"),
    ("a locality that is none", replaced('"10112","00"', '"10199","00"'), "10199/00: 2026 has no such locality"),
    ("a code twice", replaced('"10112","00","97112"', '"10112","00","97110"'), "10112/00/97110: the code stands twice"),
    ("a locality lost", without('"2026","10112"'), "3 therapy codes lack localities (97110, 97112, 98940)"),
]


def cases(of: str, damages: Sequence[tuple[str, Callable[[bytes], bytes], str]]) -> list[Any]:
    """Each damage as a case of a test."""
    return [pytest.param(damage, says, id=f"{of}: {name}") for name, damage, says in damages]


def answers(file: Path) -> tuple[object, ...]:
    """What the tables answer of the kind that a file is of."""
    if file.name.startswith("ZIP"):
        return (tables.locality("77002", AUTUMN),)
    return tables.rvu("97112", AUTUMN), tables.gpci("10112", "00", AUTUMN)


def stays_in_force(store: Path, file: Path, damage: Callable[[bytes], bytes], says: str) -> None:
    """The damaged file is refused with its sentence, and every answer is as it was."""
    before = answers(file)
    told = refused(store, damaged(file, damage))
    assert says in told
    assert file.name in told
    editions.forget()
    assert answers(file) == before
    assert all(before)


@pytest.mark.parametrize(("damage", "says"), cases("values", VALUES))
def test_damaged_relative_values(damage: Callable[[bytes], bytes], says: str, tmp_path: Path, store: Path) -> None:
    stays_in_force(store, made.value_csv(tmp_path), damage, says)


@pytest.mark.parametrize(("damage", "says"), cases("indices", INDICES))
def test_damaged_cost_indices(damage: Callable[[bytes], bytes], says: str, tmp_path: Path, store: Path) -> None:
    stays_in_force(store, made.index_csv(tmp_path), damage, says)


@pytest.mark.parametrize(("damage", "says"), cases("zips", ZIPS))
def test_damaged_zip_codes(damage: Callable[[bytes], bytes], says: str, tmp_path: Path, store: Path) -> None:
    stays_in_force(store, made.zip_five(tmp_path), damage, says)


@pytest.mark.parametrize(("damage", "says"), cases("prices", PRICES))
def test_damaged_prices(damage: Callable[[bytes], bytes], says: str, tmp_path: Path, store: Path) -> None:
    stays_in_force(store, made.price_file(tmp_path / "PFALL26A.txt", made.price_lines()), damage, says)


def test_text_of_another_width(tmp_path: Path, store: Path) -> None:
    says = "97112: the line has 170 characters, and those of this file have 171"
    stays_in_force(store, made.value_text(tmp_path), replaced("\r\n97112 ", "\r\n97112"), says)


def test_the_fabricated_table_of_indices(tmp_path: Path, store: Path) -> None:
    """A table that was met in public: right at the top, then wrong contractors, repeated figures, 98 rows."""
    true = made.indices(2026)
    wrong = [{**true[20], "mac": f"{11_000 + at:05d}", "locality": "99", "place": f"Rest {at}"} for at in range(78)]
    file = made.index_csv(tmp_path, found=[*true[:20], *wrong])
    assert "it has 98 localities, and 2026 has 109" in refused(store, file)
    padded = made.index_csv(tmp_path, found=[*true[:20], *wrong, *true[90:101]])
    assert "the same figures stand at too many localities" in refused(store, padded)
    keys = [{**row, "mac": "10512"} if row["mac"] == "10112" else row for row in true]
    assert "are not those of" in refused(store, made.index_csv(tmp_path, found=keys))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("values.csv", "its name does not tell of which quarter it is"),
        ("PPRRVU25_OCT.csv", "its title says 2026, and its name 2025"),
        ("PPRRVU2026_Jan_nonQPP.csv", "its title says the October release, and its name RVU26A"),
    ],
)
def test_a_name_that_tells_nothing_or_a_lie(name: str, says: str, tmp_path: Path, store: Path) -> None:
    file = made.value_csv(tmp_path).rename(tmp_path / name)
    assert says in refused(store, file)


BUILT: dict[str, Callable[[Path], Path]] = {
    "values": made.value_csv,
    "values as text": made.value_text,
    "indices": made.index_csv,
    "indices as text": made.index_text,
    "counties": made.county_csv,
    "nine-digit ZIP codes": made.zip_nine,
    "prices": lambda folder: made.price_file(folder / "PFREV26A.txt", made.price_lines()[:20]),
}


@pytest.mark.parametrize("name", BUILT)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_damage_is_told_in_a_sentence(name: str, data: st.DataObject, tmp_path: Path, store: Path) -> None:
    """Bytes changed, lost or put in anywhere: the file is refused in one line, or what is kept has its true shape."""
    file = BUILT[name](tmp_path)
    content = file.read_bytes()
    first = data.draw(st.integers(0, len(content)))
    last = data.draw(st.integers(first, min(len(content), first + 400)))
    put_in = data.draw(st.binary(max_size=20))
    file.write_bytes(content[:first] + put_in + content[last:])
    (told,) = imported(store, [file])
    assert told.status in ("imported", "refused", "known")
    assert "Romberg itself failed" not in told.says
    assert "\n" not in told.says
    if told.kept is None:
        assert file.name in told.says
    else:
        shutil.rmtree(store)
