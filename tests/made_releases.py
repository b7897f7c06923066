"""Medicare's price files in their true layouts, traps included: figures of this project's own tables, or invented.

Where the publisher writes words of its own (copyright, descriptors, footnotes), an invented sentence stands instead.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
from made_sheets import workbook

from romberg.knowledge.published import rows
from romberg.pricing import price_frame

NOTICE = "An invented notice of rights \xae stands here in place of the publisher's."
DESCRIPTOR = "an invented descriptor that no table may keep"
FACTORS = {2020: "36.0896", 2021: "34.8931", 2022: "34.6062", 2023: "33.8872", 2024: "33.2875", 2025: "32.3465",
           2026: "33.4009"}  # fmt: skip
QUALIFYING = "33.5675"
MONTHS = {"A": ("Jan", "January"), "B": ("Apr", "April"), "C": ("Jul", "July"), "D": ("Oct", "October")}
Cells = list[str]
OTHERS = 15_500  # invented rows of a whole file, as many as the true one has; tests that need fewer say so


# --- relative values


def others(count: int) -> Iterable[dict[str, str]]:
    """Invented codes of other specialties, which an import leaves out."""
    for at in range(count):
        work, office = at % 900, at % 1_300
        yield {"code": f"{10_000 + at:05d}", "status": "A", "work": _two(work), "office": _two(office),
               "facility": _two(office // 2), "malpractice": "0.07", "multiple_procedure": "0"}  # fmt: skip


def _two(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def values(year: int, count: int | None = None) -> list[dict[str, str]]:
    """The rehabilitation rows of a year among invented ones, in the order of their codes."""
    ours = [row for row in rows("fee_schedule") if row["year"] == str(year)]
    known = {row["code"] for row in ours}
    return sorted(
        [*ours, *(row for row in others(OTHERS if count is None else count) if row["code"] not in known)],
        key=lambda row: row["code"],
    )


def _hundredths(text: str) -> int:
    return int(text.replace(".", ""))


def _totals(row: dict[str, str]) -> tuple[str, str]:
    parts = {key: _hundredths(row[key]) for key in ("work", "office", "facility", "malpractice")}
    base = parts["work"] + parts["malpractice"]
    return _two(base + parts["office"]), _two(base + parts["facility"])


def value_cells(row: dict[str, str], year: int, factor: str) -> Cells:
    """One row as csv and workbooks have it: 31 cells, or 32 from 2026 on."""
    total, total_facility = _totals(row)
    therapy = row["multiple_procedure"] == "5"
    head = [row["code"], "", DESCRIPTOR, row["status"], "", row["work"], row["office"], "", row["facility"],
            "NA" if therapy else "", row["malpractice"], total, total_facility, "7" if therapy else "0", "XXX",
            "0.00", "0.00", "0.00", row["multiple_procedure"], "0", "0", "0", "0"]  # fmt: skip
    indicator = [""] if year >= 2026 else []
    return [*head, *indicator, "", factor, "09", "0", "99", "0.00", "0.00", "0.00"]


def value_head(year: int, letter: str) -> list[Cells]:
    """Five title lines and four stacked lines of header, the last of which starts with HCPCS."""
    wide = 32 if year >= 2026 else 31
    title = f"{year} National Physician Fee Schedule Relative Value File {MONTHS[letter][1]} Release"
    indicator = ["IND"] if wide == 32 else []
    bottom = ["HCPCS", "MOD", "DESCRIPTION", "CODE", "PAYMENT", "RVU", "PE RVU", "INDICATOR", "PE RVU", "INDICATOR",
              "RVU", "TOTAL", "TOTAL", "IND", "DAYS", "OP", "OP", "OP", "PROC", "SURG", "SURG", "SURG", "SURG",
              *indicator, "BASE", "FACTOR", "PROCEDURES", "FLAG", "INDICATOR", *["AMOUNT"] * 3]  # fmt: skip
    tops = [["", "", title], ["", "", NOTICE], ["", "", NOTICE], ["", "", " "], ["", "", "RELEASED 12/23/2024"]]
    stacked = [["", "", "", "STATUS"], ["", "", "", "", "MEDICARE"], ["", "", "", "", "", "WORK", "NON-FAC"]]
    return [*([*one, *[""] * (wide - len(one))] for one in [*tops, [""], *stacked]), bottom]


def csv_bytes(lines: Iterable[Sequence[str]]) -> bytes:
    """Comma separated, CRLF, Latin-1."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(lines)
    return out.getvalue().encode("latin-1")


def value_lines(
    year: int = 2026, letter: str = "D", factor: str | None = None, found: list[dict[str, str]] | None = None
) -> list[Cells]:
    """Header and rows of a relative value file."""
    chosen = values(year) if found is None else found
    return [*value_head(year, letter), *(value_cells(row, year, factor or FACTORS[year]) for row in chosen)]


def value_name(year: int, letter: str, suffix: str = "csv", kind: str = "nonQPP") -> str:
    """The publisher's name; from 2026 on it says which clinicians the file is for."""
    month = MONTHS[letter][0]
    return f"PPRRVU{year}_{month}_{kind}.{suffix}" if year >= 2026 else f"PPRRVU{year % 100}_{month.upper()}.{suffix}"


def value_csv(folder: Path, year: int = 2026, letter: str = "D", **more: Any) -> Path:
    """The relative values as csv."""
    path = folder / value_name(year, letter)
    path.write_bytes(csv_bytes(value_lines(year, letter, **more)))
    return path


def value_text_line(row: dict[str, str], factor: str) -> str:
    """One row of fixed width: 171 characters."""
    total, total_facility = _totals(row)
    therapy = row["multiple_procedure"] == "5"
    line = list(" " * 171)

    def put(first: int, last: int, text: str) -> None:
        line[first - 1 : last] = text.rjust(last - first + 1)

    put(1, 5, row["code"])
    line[7:57] = DESCRIPTOR.ljust(50)[:50]
    put(58, 58, row["status"])
    for key, first, last in (("work", 60, 65), ("office", 67, 72), ("facility", 76, 81), ("malpractice", 85, 89)):
        put(first, last, row[key])
    put(82, 83, "NA" if therapy else "")
    put(91, 96, total)
    put(97, 102, total_facility)
    put(103, 103, "7" if therapy else "0")
    put(104, 106, "XXX")
    put(107, 115, ".00.00.00")
    put(116, 116, row["multiple_procedure"])
    put(117, 120, "0000")
    put(133, 140, factor)
    put(142, 144, "090")
    put(146, 147, "99")
    for first in (152, 159, 166):
        put(first, first + 5, "0.00")
    return "".join(line)


def value_text(folder: Path, year: int = 2026, letter: str = "D", suffix: str = "txt") -> Path:
    """The relative values as text of fixed width, its name in capitals where the suffix is."""
    head = [f"HDR {NOTICE}"] * 7
    path = folder / value_name(year, letter, suffix)
    lines = [*head, *(value_text_line(row, FACTORS[year]) for row in values(year))]
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("latin-1"))
    return path


def value_book(folder: Path, year: int = 2026, letter: str = "D") -> Path:
    """The relative values as a workbook: codes of digits and figures are numbers there."""

    def cell(text: str, at: int) -> str | float | None:
        return float(text) if at in (5, 6, 8, 10, 11, 12) and text else text or None

    found = values(year)
    head = value_head(year, letter)
    body = [[cell(text, at) for at, text in enumerate(value_cells(row, year, FACTORS[year]))] for row in found]
    return workbook(folder / value_name(year, letter, "xlsx"), [*head, *body])


def qualifying_csv(folder: Path, year: int = 2026, letter: str = "D") -> Path:
    """The file for qualifying participants: fewer rows, another factor."""
    path = folder / value_name(year, letter, kind="QPP")
    path.write_bytes(csv_bytes(value_lines(year, letter, QUALIFYING, values(year, OTHERS // 2))))
    return path


# --- places


def indices(year: int) -> list[dict[str, str]]:
    """The practice cost indices of a year."""
    return [row for row in rows("localities") if row["year"] == str(year)]


def index_head(year: int, two_works: bool = False) -> list[Cells]:
    """Title, blank line and header, whose words change every year."""
    title = f"ADDENDUM E. FINAL CY {year} GEOGRAPHIC PRACTICE COST INDICES (GPCIs) BY STATE AND MEDICARE LOCALITY"
    works = [f"{year} PW GPCI (without 1.0 Floor)"] if two_works else []
    state = ["State"] if year > 2020 else []
    head = ["Medicare Administrative Contractor (MAC)", *state, "Locality Number", "Locality Name", *works,
            f"{year} PW GPCI (with 1.0 Floor)", f"{year} PE GPCI", f"{year} MP GPCI"]  # fmt: skip
    return [[title], [], head]


def index_cells(row: dict[str, str], year: int, two_works: bool = False, lost: bool = False) -> Cells:
    """One locality; `lost` as a spreadsheet saves it, without leading zeros."""
    mac, locality = (str(int(row["mac"])), str(int(row["locality"]))) if lost else (row["mac"], row["locality"])
    works = ["0.961"] if two_works else []
    state = [row["state"]] if year > 2020 else []
    place = row["place"].upper() + "**"
    return [mac, *state, locality, place, *works, row["work"], row["practice"], row["malpractice"]]


FOOTNOTES = [[], ["* An invented footnote."], ["** Another invented footnote, on the floor of work."]]


def index_lines(
    year: int = 2026, found: list[dict[str, str]] | None = None, two_works: bool = False, lost: bool = False
) -> list[Cells]:
    """Title, header, rows and footnotes."""
    chosen = indices(year) if found is None else found
    body = (index_cells(row, year, two_works, lost) for row in chosen)
    return [*index_head(year, two_works), *body, *FOOTNOTES]


def index_csv(folder: Path, year: int = 2026, **more: Any) -> Path:
    """The practice cost indices as csv."""
    path = folder / f"GPCI{year}.csv"
    path.write_bytes(csv_bytes(index_lines(year, **more)))
    return path


def index_text(folder: Path, year: int = 2026) -> Path:
    """The practice cost indices as text of 150 characters a line."""
    lines = [index_head(year)[0][0], "", "Medicare Admi State  Locality..."]
    for row in indices(year):
        left = f"{row['mac']:16}{row['state']:8}{row['locality']:4}{row['place'].upper():93}"
        lines.append(f"{left}{row['work']:>5}       {row['practice']:>5}       {row['malpractice']:>5}")
    path = folder / f"GPCI{year}.txt"
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("latin-1"))
    return path


def county_rows(year: int) -> list[Cells]:
    """Contractor, locality, state (only on its first row), area, counties; one row stands twice, as in the original."""
    found, state = [], ""
    for row in sorted(indices(year), key=lambda row: (row["state"], row["locality"])):
        first = row["state"] != state
        state = row["state"]
        found.append([row["mac"], row["locality"], state if first else "", row["place"].upper(), "ALL COUNTIES"])
    return [*found, found[-1]]


def county_csv(folder: Path, year: int = 2026) -> Path:
    """The counties as csv: blank lines between blocks, leading zeros lost."""
    head = [[f"COUNTIES INCLUDED IN {year} LOCALITIES (ALPHABETICALLY BY STATE AND LOCALITY NAME WITHIN STATE)"], [],
            ["Medicare Administrative Contractor", "Locality Number", "State", "Fee Schedule Area", "Counties"],
            []]  # fmt: skip
    body: list[Cells] = []
    for mac, locality, *rest in county_rows(year):
        body += [[str(int(mac)), str(int(locality)), *rest], []]
    path = folder / f"{year % 100}LOCCO.csv"
    path.write_bytes(csv_bytes([*head, *body]))
    return path


def county_text(folder: Path, year: int = 2026) -> Path:
    """The counties as text in columns."""
    lines = [f"COUNTIES INCLUDED IN {year} LOCALITIES", "", "Medicare AdmiLocality         State", ""]
    for mac, locality, state, area, counties in county_rows(year):
        lines += [f"    {mac}       {locality}    {state:22}  {area:130}{counties}", ""]
    path = folder / f"{year % 100}LOCCO.txt"
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("latin-1"))
    return path


def zip_line(state: str, zip5: str, mac: str, locality: str, quarter: str, flag: str = "0", plus_four: str = "") -> str:
    """One ZIP code: 80 characters."""
    split = flag + (f"{plus_four:4}" if plus_four else "0".rjust(2).ljust(4))
    return f"{state}{zip5}{mac}{locality} Z1R  {split:5}".ljust(75) + quarter


@cache
def zips(quarter: str = "20261") -> list[str]:
    """Every ZIP code that this project knows, with those that need four more digits."""
    found = []
    for row in rows("zips"):
        for run in row["zips"].split():
            first, _, last = run.partition("-")
            found += [zip_line(row["state"], f"{one:05d}", row["mac"], row["locality"], quarter)
                      for one in range(int(first), int(last or first) + 1)]  # fmt: skip
    split = {state_zip for row in rows("zips_plus_four") for state_zip in _split(row)}
    found += [zip_line(state, zip5, "10112", "00", quarter, "1") for state, zip5 in split]
    return sorted(found, key=lambda line: line[2:7])


def _split(row: dict[str, str]) -> Iterable[tuple[str, str]]:
    for run in row["zips"].split():
        first, _, last = run.partition("-")
        yield from ((row["state"], f"{one:05d}") for one in range(int(first), int(last or first) + 1))


def zip_five(folder: Path, quarter: str = "20261", lines: list[str] | None = None) -> Path:
    """The list of five-digit ZIP codes."""
    month = ("JAN", "APR", "JUL", "OCT")[int(quarter[4]) - 1]
    path = folder / f"ZIP5_{month}{quarter[:4]}.txt"
    path.write_bytes(("\r\n".join(zips(quarter) if lines is None else lines) + "\r\n").encode("latin-1"))
    return path


def zip_nine(folder: Path, quarter: str = "20261") -> Path:
    """The list of nine-digit ZIP codes: 35958 lies in Alabama up to 4999 and in Georgia from 5000 on."""
    found = [zip_line("AL", "35958", "10112", "00", quarter, "1", f"{one:04d}") for one in range(4_000, 5_000)]
    found += [zip_line("GA", "35958", "10212", "99", quarter, "1", f"{one:04d}") for one in range(5_000, 5_600)]
    path = folder / f"ZIP9_JAN{quarter[:4]}.txt"
    path.write_bytes(("\r\n".join(found) + "\r\n").encode("latin-1"))
    return path


# --- Medicare's own prices


TRAILER = [f'"TRL- {NOTICE} "'] * 4


def price_line(
    year: int, mac: str, locality: str, code: str, amounts: Sequence[int | None], modifier: str = "  "
) -> str:
    """One price: 16 quoted fields, amounts padded with zeros; office, facility, both reduced."""
    office, facility, reduced, institution = (f"{(cents or 0) / 100:010.2f}" for cents in amounts)
    therapy = "5" if amounts[2] is not None else "0"
    fields = (str(year), mac, locality, code, modifier, office, facility, " ", "7" if therapy == "5" else "0", "A",
              therapy, reduced, institution, "9", "0000000.00", "0000000.00")  # fmt: skip
    return ",".join(f'"{field}"' for field in fields)


@cache
def price_lines(year: int = 2026, codes: tuple[str, ...] = ("97110", "97112", "98940")) -> list[str]:
    """Prices of some codes in every locality, as the formula gives them."""
    keys = [(row["mac"], row["locality"], code) for row in indices(year) for code in codes]
    found = []
    for facility in (False, True):
        lines = pl.DataFrame(keys, schema=["mac", "locality", "code"], orient="row").with_row_index("visit")
        whole = lines.with_columns(
            units=pl.lit(1, pl.Int64), service_date=pl.lit(date(year, 1, 5)), facility_rate=pl.lit(facility)
        )
        found.append(price_frame(whole).select("unit_cents", "reduced_unit_cents", "multiple_procedure").rows())
    return [
        price_line(year, mac, locality, code, (office, inside, *([reduced] * 2 if therapy == 5 else [None, None])))
        for (mac, locality, code), (office, reduced, therapy), (inside, _, _) in zip(keys, *found, strict=True)
    ]


def price_file(path: Path, lines: Iterable[str], trailer: Sequence[str] = TRAILER) -> Path:
    """A file of prices, with the four lines that end it."""
    path.write_bytes(("\r\n".join([*lines, *trailer]) + "\r\n").encode("latin-1"))
    return path


# --- archives


def packed(path: Path, files: Iterable[Path], more: dict[str, bytes] | None = None) -> Path:
    """A zip of some files, and of others that no import needs."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, file.name)
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return path
