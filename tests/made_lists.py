"""Code lists and rates in the publishers' layouts, traps included; every name, word and price is invented.

The columns of the therapy code list are a guess: nobody here has opened a true one. The others are as read.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from made_sheets import Cell, workbook

from romberg.knowledge.published import rows

NOTICE = "An invented notice of rights \xae stands here in place of the publisher's."
WORDS = "invented words that no table may keep"
Json = dict[str, Any]


def csv_text(table: Iterable[Sequence[str]]) -> str:
    """Rows as CSV with the line ends of Windows."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(table)
    return text.getvalue()


# --- provider taxonomy

TAXONOMY_HEADER = (
    "Code", "Grouping", "Classification", "Specialization", "Definition", "Notes", "Display Name", "Section",
)  # fmt: skip
_TITLES = {
    "225100000X": "Physical Therapist",
    "225200000X": "Physical Therapy Assistant",
    "225500000X": "Specialist/Technologist",
    "225X00000X": "Occupational Therapist",
}


def taxonomy_rows(count: int = 740) -> list[list[str]]:
    """Code, three levels, definition, notes, display name, section; the definitions hold line breaks and dashes."""
    words = f"{WORDS} \x96 with a dash of Windows,\r\nand a second line, \x93quoted\x94"
    known = {row["taxonomy"]: _TITLES.get(row["taxonomy"], "An invented title") for row in rows("taxonomy")}
    titles = {**known, "2251Z9999X": "Physical Therapist \x96 of an invented kind"}
    titles |= {f"3{at:03d}00000X": f"Other {at}" for at in range(count)}
    return [
        [code, "Group", title, "", words, "Source: nobody\r\n[1/1/2026: new]", title, "Individual"]
        for code, title in sorted(titles.items())
    ]


def taxonomy(folder: Path, version: str = "261", count: int = 740) -> Path:
    """The code set of one half-year (261: version 26.1), in the letters of Windows."""
    path = folder / f"nucc_taxonomy_{version}.csv"
    path.write_bytes(csv_text([TAXONOMY_HEADER, *taxonomy_rows(count)]).encode("latin-1"))  # \x96 is a dash in cp1252
    return path


# --- diagnosis codes (ICD-10-CM order file)


def _category(code: str) -> Iterator[tuple[str, bool]]:
    """A category with five divisions of nine leaves each."""
    yield code, False
    for one in "01234":
        yield code + one, False
        yield from ((f"{code}{one}{leaf}", True) for leaf in range(1, 10))


def icd_codes(year: int) -> list[tuple[str, bool]]:
    """About as many codes as a true edition; G20 and G35 are leaves until they were divided (2024 and 2026)."""
    full, short = "ABCDEFHIJKLMNOQRSZ", "PTVWXY"
    numbers = [*((letter, number) for letter in full for number in range(100)), *((letter, 1) for letter in short)]
    made = {pair for letter, number in numbers for pair in _category(f"{letter}{number:02d}")}
    divided = {("G20", year < 2024), ("G35", year < 2026)}
    if year >= 2024:
        divided |= {("G20A", False), ("G20A1", True), ("G20A2", True), ("G20B", False), ("G20B1", True), ("G20C", True)}
    if year >= 2026:
        divided |= {("G35A", True), ("G35B", False), ("G35B1", True), ("G35D", True)}
        divided |= {("QA0", False), ("QA01", False), ("QA018", True)}  # a letter in the second place
    return sorted(made | divided)


def icd_order(folder: Path, year: int = 2026) -> Path:
    """The order file of a fiscal year: number, code, whether it is a leaf, and two titles, at fixed places."""
    lines = [
        f"{at:05d} {code:7} {int(leaf)} {'short title of ' + code:60} long title of {code}"
        for at, (code, leaf) in enumerate(icd_codes(year), start=1)
    ]
    path = folder / f"icd10cm_order_{year}.txt"
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode())
    return path


# --- therapy code list


def therapy_rows() -> list[list[str]]:
    """Code, words, always or sometimes, and the disciplines' modifiers."""
    always = {"97110": "GP GO", "97112": "GP GO", "97161": "GP", "97165": "GO", "92507": "GN", "G0283": "GP GO"}
    sometimes = {"97597": "GP GO", "98979": "GP GO GN", "98984": "GP GO GN", "98985": "GP GO GN", "92610": "GN"}
    filler = {f"97{at}": "GP GO" for at in (113, 116, 124, 140, 150, 530, 533, 535, 537, 542, 750, 755, 760, 761, 763)}
    return [
        *([code, WORDS, "Always Therapy", at] for code, at in {**always, **filler}.items()),
        *([code, WORDS, "Sometimes Therapy", at] for code, at in sometimes.items()),
    ]


def therapy_list(folder: Path, year: int = 2026, marked: bool = False) -> Path:
    """The yearly list; `marked` writes a column a discipline with an X instead of one with all of them."""
    listed = therapy_rows()
    head: list[Cell] = ["HCPCS/CPT\nCode", "Short Descriptor", "Always/Sometimes Therapy", "Therapy Modifiers"]
    body: list[Sequence[Cell]] = list(listed)
    if marked:
        head = [*head[:3], "GN", "GO", "GP"]
        body = [[*row[:3], *("X" if one in row[3] else None for one in ("GN", "GO", "GP"))] for row in listed]
    caption: list[Sequence[Cell]] = [[f"CY {year} Therapy Code List"], [NOTICE], []]
    return workbook(folder / f"{year}_Therapy_Code_List.xlsx", [*caption, head, *body])


# --- adjustment codes (CARC, RARC)


def carc_rows() -> list[tuple[str, str, str, str, str]]:
    """Code, words, start, last change, stop; 17 was stopped with a successor in its words, 25 without."""
    known = [row["code"] for row in rows("adjustment_reasons") if row["code"] not in ("17", "25")]
    return [
        *((code, WORDS, "01/01/1995", "07/01/2017" if at % 5 == 0 else "", "") for at, code in enumerate(known)),
        ("17", f"{WORDS} Notes: (Use code 16 with appropriate remark code.)", "01/01/1995", "", "07/01/2009"),
        ("25", WORDS, "01/01/1995", "09/30/2007", "04/01/2008"),
        ("399", WORDS, "03/01/2026", "", ""),
    ]


def carc_table(folder: Path) -> Path:
    """An export with a column for each date."""
    path = folder / "claim_adjustment_reason_codes.csv"
    head = ("Code", "Description", "Start Date", "Last Modified", "Stop Date")
    path.write_bytes(b"\xef\xbb\xbf" + csv_text([head, *carc_rows()]).encode())
    return path


def carc_text(folder: Path) -> Path:
    """The list as it is copied from the publisher's page: code, a tab, and words with the dates behind them."""

    def dates(start: str, changed: str, stop: str) -> str:
        shown = (("Start", start), ("Last Modified", changed), ("Stop", stop))
        return " | ".join(f"{what}: {when}" for what, when in shown if when)

    lines = [f"{code}\t{words} {dates(start, changed, stop)}" for code, words, start, changed, stop in carc_rows()]
    path = folder / "claim-adjustment-reason-codes.txt"
    path.write_text("\n".join([NOTICE, "", *lines]) + "\n", "utf-8")
    return path


def rarc_table(folder: Path) -> Path:
    """Remark codes; the successor stands in the notes."""
    known = [row["code"] for row in rows("remarks") if row["code"] != "M33"]
    live = [(code, WORDS, "01/01/1997", "", "", "") for code in known]
    stopped = ("M33", WORDS, "01/01/1997", "", "08/01/2004", "Consider using M68, M70 or N29")
    head = ("Code", "Description", "Start Date", "Last Modified Date", "Stop Date", "Notes")
    path = folder / "remittance_advice_remark_codes.csv"
    path.write_bytes(csv_text([head, *live, stopped, ("N999", WORDS, "03/01/2026", "", "", "")]).encode())
    return path


# --- a payer's or a state's schedule


def schedule(folder: Path) -> Path:
    """A state's therapy schedule as it likes to name its columns; amounts with dollar signs, American dates."""
    table = [
        ("Proc Code", "Mod 1", "Fee", "Begin Date", "End Date", "Long Description"),
        ("97110", "", "$24.50", "01/01/2026", "", WORDS),
        ("97112", "", "25.75", "01/01/2026", "06/30/2026", WORDS),
        ("97112", "", "26.00", "07/01/2026", "", WORDS),
        ("97161", "", "$1,080.00", "01/01/2026", "12/31/2026", WORDS),
        ("97110", "CQ", "20.83", "01/01/2026", "", WORDS),
        ("99213", "", "61.00", "01/01/2026", "", WORDS),
        ("97799", "", "by report", "01/01/2026", "", WORDS),
    ]
    path = folder / "therapy_fees.csv"
    path.write_bytes(csv_text(table).encode())
    return path


SCHEDULE_MAP = """\
title: An invented state's Medicaid
payer: medicaid
schedule:
  file: therapy_fees.csv
  columns: {code: Proc Code, modifier: Mod 1, amount: Fee, from: Begin Date, through: End Date}
"""


def schedule_map(folder: Path) -> Path:
    """The map of the columns of the schedule beside it, as a clinic writes it."""
    schedule(folder)
    path = folder / "medicaid-lakota.yaml"
    path.write_text(SCHEDULE_MAP, encoding="utf-8")
    return path


# --- in-network rates (price transparency)


def price(rate: float, kind: str = "negotiated", **more: Any) -> Json:
    """One negotiated price, professional in an office where nothing else is said."""
    made: Json = {"negotiated_type": kind, "negotiated_rate": rate, "expiration_date": "9999-12-31"}
    return {**made, "service_code": ["11"], "billing_class": "professional", **more}


def service(code: str, rates: Sequence[Json], **more: Any) -> Json:
    """One service with its rates."""
    return {
        "negotiation_arrangement": "ffs",
        "name": WORDS,
        "billing_code_type": "CPT",
        "billing_code_type_version": "2026",
        "billing_code": code,
        "description": WORDS,
        "negotiated_rates": list(rates),
        **more,
    }


CLINIC: Json = {"npi": [1_000_000_004, 1_000_000_012], "tin": {"type": "ein", "value": "00-1234567"}}
OTHER: Json = {"npi": [1_000_000_020], "tin": {"type": "npi", "value": "1000000020"}}


def services() -> list[Json]:
    """Rates of every type, by groups written in place and by groups named by number."""
    assistant = price(26.78, billing_code_modifier=["CQ"])
    elsewhere = price(29.25, "fee schedule", service_code=["11", "22"])
    return [
        service("97110", [{"provider_references": [1], "negotiated_prices": [price(65.0, "percentage")]}]),
        service(
            "97112",
            [
                {"provider_references": [1], "negotiated_prices": [price(31.5), assistant]},
                {"provider_groups": [OTHER], "negotiated_prices": [elsewhere]},
            ],
        ),
        service("97140", [{"provider_references": [2], "negotiated_prices": [price(140, "per diem")]}]),
        service("97530", [{"provider_references": [2], "negotiated_prices": [price(33, "derived", service_code=[])]}]),
        service("99213", [{"provider_references": [1], "negotiated_prices": [price(90)]}]),
        service("97110", [{"provider_references": [1], "negotiated_prices": [price(99)]}], billing_code_type="LOCAL"),
    ]


def groups() -> list[Json]:
    """The provider groups that rates name by number; the third lies elsewhere."""
    return [
        {"provider_group_id": 1, "provider_groups": [CLINIC]},
        {"provider_group_id": 2, "provider_groups": [OTHER]},
        {"provider_group_id": 3, "location": "https://example.invalid/groups.json"},
    ]


def network(version: str = "1.0.0", **more: Any) -> Json:
    """A whole file's object; version 2 knows settings and reporting plans."""
    made: Json = {
        "reporting_entity_name": "Invented Health",
        "reporting_entity_type": "health insurance issuer",
        "last_updated_on": "2026-03-01",
        "version": version,
        "provider_references": groups(),
        "in_network": services(),
    }
    return {**made, **more}


def in_network(folder: Path, version: str = "1.0.0", packed: bool = False, **more: Any) -> Path:
    """The file of one payer, packed with gzip where asked."""
    text = json.dumps(network(version, **more)).encode()
    path = folder / ("2026-03-01_invented-health_in-network-rates.json" + (".gz" if packed else ""))
    path.write_bytes(gzip.compress(text) if packed else text)
    return path
