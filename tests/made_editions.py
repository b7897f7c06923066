"""Edit tables in the publishers' layouts, traps included; figures of this project's tables, or invented ones.

Where a publisher writes words of its own, such as a notice, an invented sentence stands in its place.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from made_sheets import Cell, workbook

from romberg.knowledge.published import rows

NOTICE = "An invented notice of rights \xae stands here in place of the publisher's."
REASONS = {
    "coding instruction": "CPT Manual or CMS manual coding instruction",
    "part of the larger service": "CPT Separate procedure definition",
    "meaning of the code": "HCPCS/CPT procedure code definition",
    "not meant to go together": "Misuse of Column Two code with Column One code",
    "the larger service includes it": "More extensive procedure",
    "one excludes the other": "Mutually exclusive procedures",
    "usual part of the service": "Standards of medical/surgical practice",
}
Pair = tuple[str, str, str, str, str, str]  # column one, column two, effective, deletion, indicator, reason


# --- edit pairs (NCCI PTP)


def real_pairs(setting: str = "practitioner", quarter: str = "2026q4") -> list[Pair]:
    """The rehabilitation pairs of this project's table, and one invented pair that starts with the quarter.

    Where a start is not published there, one is invented: after an earlier row of the pair has ended, or in 2017.
    """
    table = rows(f"pairs_{setting}")
    ended = {(row["column_one"], row["column_two"]): row["ends"] for row in sorted(table, key=lambda one: one["ends"])}
    first = f"{quarter[:4]}{int(quarter[-1]) * 3 - 2:02d}01"
    found = [("97010", "97028", first, "*", "1", REASONS["usual part of the service"])]
    for row in table:
        one, two, ends = row["column_one"], row["column_two"], row["ends"]
        starts = row["starts"]
        if not starts:
            after = ended[one, two]
            starts = f"{ends[:4]}-01-01" if ends else f"{int(after[:4]) + 1}-01-01" if after else "2017-01-01"
            starts = "1996-01-01" if starts < "1997" else starts
        days = (starts.replace("-", ""), ends.replace("-", "") or "*")
        found.append((one, two, *days, row["indicator"], REASONS[row["reason"]]))
    return found


def other_pairs(first: int, count: int) -> Iterator[Pair]:
    """Invented pairs of other specialties, which an import leaves out."""
    for at in range(count):
        one, two = f"{first + at // 30:05d}", f"{first + 7_000 + at % 30:05d}"
        ended = at % 3 == 0
        reason = REASONS["usual part of the service"]
        yield one, two, "20100101", "20191231" if ended else "*", "01"[at % 2] if not ended else "1", reason


def ptp_line(pair: Pair) -> str:
    """One row as it stands in the text files: two codes, the old-edit sign, dates, indicator, rationale."""
    one, two, effective, deletion, indicator, reason = pair
    return "\t".join((one, two, "*" if effective == "19960101" else "", effective, deletion, indicator, reason))


_ONE_LINE = (
    "Column 1\tColumn 2\t*=in existence prior to 1996\tEffective Date\tDeletion Date *=no data\t"
    "Modifier 0=not allowed 1=allowed 9=not applicable\tPTP Edit Rationale"
)
_STACKED = (
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale",
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t",
    "\t\t\t\t*=no data\t1=allowed\t",
    "\t\t\t\t\t9=not applicable\t",
)


def ptp_head(stacked: bool) -> list[str]:
    """What stands above the rows: a notice and blank lines, then a header on one line or on four."""
    if stacked:
        return [NOTICE, "Column1/Column2 Edits", *_STACKED]
    return [NOTICE, "", "", "", "", "", _ONE_LINE]


def ptp_name(setting: str, quarter: str, part: int, suffix: str = "txt") -> str:
    """The publisher's name of one part: ccipra-v323r0-f1.txt is the first part of 2026Q4, practitioner."""
    short = {"practitioner": "ccipra", "hospital": "ccioph"}[setting]
    return f"{short}-v{int(quarter[:4]) - 1994}{int(quarter[-1]) - 1}r0-f{part}.{suffix}"


def ptp_parts(setting: str = "practitioner", quarter: str = "2026q4", others: int = 400) -> list[list[Pair]]:
    """An edition in four parts; the rehabilitation codes lie in the last."""
    parts = [list(other_pairs(first, others)) for first in (11_000, 33_000, 64_000)]
    return [*parts, sorted([*real_pairs(setting, quarter), *other_pairs(71_000, 30)])]


def ptp(folder: Path, setting: str = "practitioner", quarter: str = "2026q4", others: int = 400) -> list[Path]:
    """The four text files of an edition: two with the suffix in capitals, one header on one line and three stacked."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for part, pairs in enumerate(ptp_parts(setting, quarter, others), start=1):
        path = folder / ptp_name(setting, quarter, part, "TXT" if part <= 2 else "txt")
        lines = [*ptp_head(stacked=part != 1), *map(ptp_line, pairs)]
        path.write_bytes(("\r\n".join(lines) + "\r\n").encode("latin-1"))
        made.append(path)
    return made


def ptp_sheets(folder: Path, setting: str = "practitioner", quarter: str = "2026q4", others: int = 60) -> list[Path]:
    """The same as workbooks: caption in the first rows, the header over four rows, dates as numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for part, pairs in enumerate(ptp_parts(setting, quarter, others), start=1):
        head: list[Sequence[Cell]] = [[NOTICE], ["Column1/Column2 Edits"], *(line.split("\t") for line in _STACKED)]
        body: list[Sequence[Cell]] = [
            [one, two, None, int(effective), deletion if deletion == "*" else int(deletion), int(indicator), reason]
            for one, two, effective, deletion, indicator, reason in pairs
        ]
        made.append(workbook(folder / ptp_name(setting, quarter, part, "xlsx"), [*head, *body]))
    return made


def medicaid_ptp(folder: Path, quarter: str = "2026q1", others: int = 400) -> Path:
    """Medicaid's practitioner edits: one file, six columns, a blank where an edit still lives."""
    head = [NOTICE, "", "Column 1\tColumn 2\tEffective Date\tDeletion Date\tModifier Indicator\tPTP Edit Rationale"]
    pairs = [pair for part in ptp_parts(quarter=quarter, others=others) for pair in part]
    lines = ["\t".join((*pair[:3], pair[3].replace("*", ""), *pair[4:])) for pair in pairs]
    path = folder / f"medicaid-ncci-q{quarter[-1]}-{quarter[:4]}-ptp-edits-practitioner-services.txt"
    path.write_bytes(("\r\n".join([*head, *lines]) + "\r\n").encode("latin-1"))
    return path


# --- most units (MUE)

_MUE_TITLES = {
    "practitioner": ("MCR_MUE_PractitionerServices", "Practitioner Services MUE Values"),
    "hospital": ("MCR_MUE_OutpatientHospitalServices", "Outpatient Hospital Services MUE Values"),
}
_KINDS = {"1": "1 Line Edit", "2": "2 Date of Service Edit: Policy", "3": "3 Date of Service Edit: Clinical"}


def other_codes(count: int) -> Iterator[str]:
    """Invented codes of other specialties, in the publishers' order of sorting."""
    numbers = (number for number in range(30_000, 90_000, 4))
    yield from (f"{number:05d}" for number, _ in zip(numbers, range(count), strict=False))


def mue_rows(setting: str, count: int) -> list[list[str]]:
    """Code, units, kind and rationale: the rehabilitation codes as this project knows them, others invented."""
    known = [row for row in rows("unit_limits") if row[setting]]
    real = [[row["code"], row[setting], _KINDS[row[f"{setting}_kind"] or "3"], "Clinical: Data"] for row in known]
    others = [[code, "2", _KINDS["3"], "Clinical: Data"] for code in other_codes(count)]
    return sorted({row[0]: row for row in (*others, *real)}.values())


def _csv(table: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(table)
    return text.getvalue()


def mue(folder: Path, setting: str = "practitioner", starts: str = "04-01-2026", count: int = 14_900) -> Path:
    """Medicare's limits: a notice of several lines in one quoted cell, a line break in the header's first cell."""
    stem, title = _MUE_TITLES[setting]
    notice = [f"{NOTICE}\r\nIt goes on\r\n\r\nover several lines, and says MUE, code, values.", "", "", ""]
    head = ["HCPCS/\nCPT Code", title, "MUE Adjudication Indicator", "MUE Rationale"]
    path = folder / f"{stem}_Eff_{starts}.csv"
    path.write_bytes(_csv([notice, head, *mue_rows(setting, count)]).encode("latin-1"))
    return path


def medicaid_mue(folder: Path, quarter: str = "2026q1", count: int = 14_900) -> Path:
    """Medicaid's limits: tabs, a quoted notice, and no adjudication indicator."""
    known = {row["code"]: row["medicaid"] for row in rows("unit_limits") if row["medicaid"]}
    limits = sorted({**dict.fromkeys(other_codes(count), "2"), **known}.items())
    body = [[code, units, "Clinical: Data"] for code, units in limits]
    head = ["HCPCS/CPT Code", "Practitioner Services MUE Values", "MUE Rationale"]
    path = folder / f"medicaid-ncci-q{quarter[-1]}-{quarter[:4]}-mue-edits-practitioner-services.txt"
    path.write_bytes(_csv([[f"{NOTICE}\r\nin two lines", "", ""], head, *body], "\t").encode("latin-1"))
    return path


# --- add-on codes

AddOn = tuple[str, str, str, str, str, str, str, str]
ADD_ON_HEADER = (
    "AOC_Edit_Type", "Add-On_Code", "AOC_DelDT", "Primary_Code", "Primary_Code_DelDT", "AOC_Edit_EffDT",
    "AOC_Edit_DelDT", "Special_Instruction_Notes",
)  # fmt: skip


def add_on_rows(others: int = 4_000) -> list[AddOn]:
    """Every add-on of this project's table, one that ended, one that a contractor defines, and invented ones."""
    real: list[AddOn] = [("1", row["code"], "", row["beside"], "", "2022001", "", "") for row in rows("add_ons")]
    special: list[AddOn] = [
        ("1", "97130", "", "97129", "", "2020001", "", ""),
        ("1", "97546", "", "97545", "", "2013091", "2025365", ""),
        ("2", "97139", "", "CCCCC", "", "2013091", "", "Contractor Defined Primary Codes"),
    ]
    invented: list[AddOn] = [
        ("1", f"{11_000 + at % 90:05d}", "", f"{40_000 + at:05d}", "", "2013091", "", "") for at in range(others)
    ]
    keys = {(row[1], row[3]) for row in special}
    return sorted([*(row for row in real if (row[1], row[3]) not in keys), *special, *invented])


def add_ons_sheet(folder: Path, quarter: str = "2026Q2", others: int = 4_000) -> Path:
    """The workbook: the notice in row 1, the header in row 2, dates as year and day of the year."""
    body: list[Sequence[Cell]] = [[int(row[0]), *row[1:]] for row in add_on_rows(others)]
    return workbook(folder / f"AOC_V{quarter}-MCR.xlsx", [[NOTICE], ADD_ON_HEADER, *body])


def add_ons_text(folder: Path, quarter: str = "2026Q2", others: int = 4_000) -> Path:
    """The text file: fixed positions, no header."""
    lines = [
        f"{kind:1}{code:5}{code_ends:7}{beside:5}{beside_ends:7}{starts:7}{ends:7}{note}".rstrip()
        for kind, code, code_ends, beside, beside_ends, starts, ends, note in add_on_rows(others)
    ]
    path = folder / f"AOC_V{quarter}-F-MCR.txt"
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("latin-1"))
    return path
