"""Code lists: taxonomy, diagnoses, therapy codes, adjustment reasons and remarks; what is damaged is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import made_lists as made
import polars as pl
import pytest
from made_sheets import workbook
from releases import damaged, imported, refused, taken

from romberg.knowledge import denials, diagnosis_codes, editions, taxonomy, therapy_codes
from romberg.knowledge.published import rows
from romberg.knowledge.releases.schemas import TABLES


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty store, from which the lookups answer."""
    (tmp_path / "store").mkdir()
    monkeypatch.setenv("ROMBERG_KNOWLEDGE", str(tmp_path / "store"))
    editions.forget()
    yield tmp_path / "store"
    editions.forget()


def swap(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """A damage: the first occurrence of some bytes becomes others."""
    return lambda text: text.replace(old, new, 1)


def without(start: bytes) -> Callable[[bytes], bytes]:
    """A damage: lines that start so are gone."""
    return lambda text: b"\n".join(line for line in text.split(b"\n") if not line.startswith(start))


# --- taxonomy


def test_the_taxonomy(tmp_path: Path, store: Path) -> None:
    """Quoted cells with line breaks, the dashes of Windows; our labels where we know a code, its title where not."""
    found = taken(store, made.taxonomy(tmp_path))["taxonomy"]
    editions.forget()
    assert dict(found.schema) == TABLES["taxonomy"]
    assert found.height == len(rows("taxonomy")) + 1
    new = taxonomy.get("2251Z9999X")
    assert new is not None
    assert (new.label, new.discipline, new.role) == ("Physical Therapist – of an invented kind", "PT", "therapist")
    known = taxonomy.get("225200000X")
    assert known is not None
    assert (known.discipline, known.role) == ("PT", "assistant")
    assert made.WORDS not in "".join(found["label"])


TAXONOMY_DAMAGES = {
    "a title of another": (
        swap(b"Physical Therapy Assistant,Individual", b"Occupational Therapist,Individual"),
        "it calls 225200000X 'Occupational Therapist', and it is the code of a physical therapy assistant",
    ),
    "a code too short": (swap(b"\r\n2251Z9999X", b"\r\n2251Z9999"), "'2251Z9999' is no taxonomy code"),
    "a code twice": (swap(b"\r\n300100000X", b"\r\n300000000X"), "300000000X: the code stands twice"),
    "an open quote": (swap(b"\r\n300100000X,Group", b'\r\n300100000X,"Group'), "do not come out even"),
    "a column gone": (swap(b"Display Name", b"Name"), "the header lacks Display Name"),
    "cut": (lambda text: text[: len(text) // 3].rpartition(b"\r\n2")[0] + b"\r\n", "an"),
}


@pytest.mark.parametrize("name", TAXONOMY_DAMAGES)
def test_a_damaged_taxonomy_is_refused(tmp_path: Path, store: Path, name: str) -> None:
    damage, says = TAXONOMY_DAMAGES[name]
    assert says in refused(store, damaged(made.taxonomy(tmp_path), damage))


def test_a_taxonomy_without_the_codes_of_rehabilitation(tmp_path: Path, store: Path) -> None:
    file = made.taxonomy(tmp_path, count=999)
    text = file.read_text("latin-1")
    file.write_text(text.replace("\n2251", "\n9251").replace("\n925100000X", "\n225100000X"), "latin-1")
    assert "known codes are missing" in refused(store, file)


# --- diagnoses


def test_the_order_file(tmp_path: Path, store: Path) -> None:
    """Codes, and whether they are billed; G20 and G35 are leaves until they were divided."""
    before = taken(store, made.icd_order(tmp_path, 2025))["diagnoses"]
    after = taken(store, made.icd_order(tmp_path, 2026))["diagnoses"]
    editions.forget()
    assert before.height < after.height
    assert diagnosis_codes.billable("G35", date(2025, 9, 30)) is True
    assert diagnosis_codes.billable("G35", date(2025, 10, 1)) is False
    assert diagnosis_codes.billable("G20.A1", date(2026, 3, 1)) is True
    assert diagnosis_codes.billable("QA0.18", date(2026, 3, 1)) is True
    assert diagnosis_codes.billable("G20", date(2024, 12, 1)) is False
    assert diagnosis_codes.billable("G35.A", date(2024, 12, 1)) is False  # there was no such code
    assert diagnosis_codes.billable("G35", date(2023, 1, 1)) is None  # no edition speaks for that day


def test_the_update_of_april_speaks_from_april(tmp_path: Path, store: Path) -> None:
    folder = tmp_path / "april-1-2026"
    folder.mkdir()
    file = made.icd_order(folder, 2026)
    told = imported(store, [file.rename(folder / "icd10cm-order-April-2026.txt")])
    assert told[0].kept is not None
    assert (told[0].kept.starts, told[0].kept.ends) == (date(2026, 4, 1), date(2026, 9, 30))


def without_chapter(text: bytes) -> bytes:
    """A damage: one letter's codes are gone, and the lines are numbered anew."""
    kept = [line for line in text.split(b"\r\n") if line[6:7] not in (b"P", b"")]
    return b"\r\n".join(b"%05d" % at + line[5:] for at, line in enumerate(kept, 1))


ICD_DAMAGES = {
    "a line gone": (without(b"00777 "), "after number 00776 comes 00778: lines are missing or moved"),
    "a flag turned": (swap(b" A0001   1 ", b" A0001   0 "), "may not be billed, though it is not divided"),
    "a head that may be billed": (swap(b" A000    0 ", b" A000    1 "), "may be billed, though it is divided further"),
    "a place moved": (swap(b"00050 ", b"0050 "), "the line is not number, code, 0 or 1"),
    "the end gone": (
        lambda text: text[: 19 * len(text) // 20].rpartition(b"\r\n")[0],
        "it has no codes of the category Z99",
    ),
    "a chapter gone": (without_chapter, "it has no codes that start with P"),
    "the first half": (lambda text: text[: len(text) // 2].rpartition(b"\r\n")[0], "an edition has more than 80,000"),
    "the head gone": (lambda text: text.partition(b"\n")[2], "its first lines are missing"),
}


@pytest.mark.parametrize("name", ICD_DAMAGES)
def test_a_damaged_order_file_is_refused(tmp_path: Path, store: Path, name: str) -> None:
    damage, says = ICD_DAMAGES[name]
    assert says in refused(store, damaged(made.icd_order(tmp_path), damage))


# --- therapy codes


@pytest.mark.parametrize("marked", [False, True], ids=["one column", "a column a discipline"])
def test_the_therapy_code_list(tmp_path: Path, store: Path, marked: bool) -> None:
    assert therapy_codes.therapy_of("98984", date(2026, 3, 1)) is not None  # from our own list, until there is a better
    found = taken(store, made.therapy_list(tmp_path, marked=marked))["therapy_codes"]
    editions.forget()
    assert found.height == len(made.therapy_rows())
    told = therapy_codes.therapy_of("98984", date(2026, 3, 1))
    assert told is not None
    assert (told.therapy, told.disciplines, told.mark) == ("sometimes", ("PT", "OT", "SLP"), "verified")
    always = therapy_codes.therapy_of("97161", date(2026, 3, 1))
    assert always is not None
    assert (always.therapy, always.disciplines) == ("always", ("PT",))
    unlisted = therapy_codes.therapy_of("20560", date(2026, 3, 1))
    assert unlisted is not None
    assert (unlisted.therapy, unlisted.mark) == ("no", "verified")
    other_year = therapy_codes.therapy_of("98984", date(2025, 3, 1))
    assert other_year is None or other_year.mark != "verified" or other_year.therapy == "sometimes"


def listed(folder: Path, change: Callable[[list[list[str]]], object]) -> Path:
    """A therapy code list with something changed in its rows."""
    table = made.therapy_rows()
    change(table)
    head = ["HCPCS/CPT Code", "Short Descriptor", "Always/Sometimes Therapy", "Therapy Modifiers"]
    return workbook(folder / "2026_Therapy_Code_List.xlsx", [["CY 2026"], head, *table])


LIST_DAMAGES: dict[str, tuple[Callable[[list[list[str]]], object], str]] = {
    "a word that says neither": (lambda table: table[3].__setitem__(2, "Perhaps"), "'perhaps' is neither always nor"),
    "a code twice": (lambda table: table.append(list(table[0])), "97110: the code stands in row 3 too"),
    "a spoilt code": (lambda table: table[4].__setitem__(0, "9250"), "'9250' is no procedure code"),
    "few codes": (lambda table: table.__delitem__(slice(8, None)), "it has 8 codes"),
    "an always code called sometimes": (
        lambda table: table[0].__setitem__(2, "Sometimes Therapy"),
        "it says sometimes of 97110, which is always therapy",
    ),
    "other codes": (
        lambda table: table.extend([[f"3{at:04d}", "x", "Always Therapy", "GP"] for at in range(60)]),
        "most of its codes are none of rehabilitation",
    ),
}


@pytest.mark.parametrize("name", LIST_DAMAGES)
def test_a_damaged_therapy_list_is_refused(tmp_path: Path, store: Path, name: str) -> None:
    change, says = LIST_DAMAGES[name]
    assert says in refused(store, listed(tmp_path, change))


def test_a_therapy_list_without_its_columns(tmp_path: Path, store: Path) -> None:
    file = workbook(tmp_path / "2026_Therapy_Code_List.xlsx", [["Numbers", "Words"], ["97110", "x"]])
    assert "no row heads a column of codes" in refused(store, file)


# --- adjustment reasons and remarks


@pytest.mark.parametrize("make", [made.carc_table, made.carc_text], ids=["columns", "dates behind the words"])
def test_adjustment_reasons(tmp_path: Path, store: Path, make: Callable[[Path], Path]) -> None:
    found = taken(store, make(tmp_path))["adjustment_reasons"]
    editions.forget()
    assert dict(found.schema) == TABLES["adjustment_reasons"]
    stopped = denials.reason("17")
    assert stopped is not None
    assert (stopped.stops, stopped.instead) == (date(2009, 7, 1), ("16",))
    assert stopped.state(date(2009, 6, 30)) == "in use"
    without_one = denials.reason("25")
    assert without_one is not None
    assert without_one.instead == ()
    new = denials.reason("399")
    assert new is not None
    assert new.state(date(2026, 2, 28)) == "not yet in use"
    assert new.mark(date(2026, 3, 1)) == "verified"
    assert denials.reason("1").label == "the patient's yearly deductible"  # type: ignore[union-attr]  # our own words stay
    kept = b"".join(file.read_bytes() for file in store.rglob("*.parquet"))
    assert made.WORDS.encode() not in kept


def test_remarks(tmp_path: Path, store: Path) -> None:
    taken(store, made.rarc_table(tmp_path))
    editions.forget()
    stopped = denials.remark("M33")
    assert stopped is not None
    assert (stopped.stops, stopped.instead) == (date(2004, 8, 1), ("M68", "M70", "N29"))


CARC_DAMAGES = {
    "a day that is none": (swap(b"03/01/2026", b"13/01/2026"), "399: Start '13/01/2026' is no date"),
    "no first day": (swap(b",01/01/1995,", b",,"), "does not say since when the code is used"),
    "a code twice": (swap(b"\r\n399,", b"\r\n16,"), "16: the code stands in line"),
    "another list": (swap(b"\r\n399,", b"\r\nN399,"), "'N399' is no code of this list (CARC)"),
    "cut": (lambda text: text[:4000].rpartition(b"\r\n")[0], "has more than 250"),
    "codes lost": (
        lambda text: b"\r\n".join(line for line in text.split(b"\r\n") if not line.startswith(b"2")),
        "known codes are missing",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CARC_DAMAGES)
def test_a_damaged_list_of_reasons_is_refused(tmp_path: Path, store: Path, name: str) -> None:
    damage, says = CARC_DAMAGES[name]
    assert says in refused(store, damaged(made.carc_table(tmp_path), damage))


def test_every_table_has_its_columns(tmp_path: Path, store: Path) -> None:
    """What is kept of each list is exactly what the schema names."""
    makers = (made.taxonomy, made.icd_order, made.therapy_list, made.carc_table, made.rarc_table)
    told = imported(store, [make(tmp_path) for make in makers])
    assert [one.status for one in told] == ["imported"] * len(makers)
    for file in store.rglob("*.parquet"):
        assert dict(pl.read_parquet_schema(file)) == TABLES[file.stem]
