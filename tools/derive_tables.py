"""Derives Romberg's tables from a folder of reference figures: `python -m tools.derive_tables FOLDER [OUT]`.

The folder holds the extracts of the publishers' files (relative values, practice cost indices, ZIP codes, edit pairs,
unit limits). Only codes of rehabilitation are in them, and no descriptor. The tables get columns of our own; the
manifest names each release and carries row counts and hashes, so that a change by hand shows.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from tools import lists

OUT = Path(__file__).parents[1] / "src" / "romberg" / "knowledge" / "tables"
YEARS = range(2020, 2027)
Row = Mapping[str, str]

REASONS = {
    "CPT Manual or CMS manual coding instruction": "coding instruction",
    "CPT Separate procedure definition": "part of the larger service",
    "HCPCS/CPT procedure code definition": "meaning of the code",
    "Misuse of Column Two code with Column One code": "not meant to go together",
    "More extensive procedure": "the larger service includes it",
    "Mutually exclusive procedures": "one excludes the other",
    "Standards of medical/surgical practice": "usual part of the service",
}
STARTS = {"": "", "inferred": "inferred", "read": "read"}
ENTRIES: dict[str, dict[str, object]] = {
    "fee_schedule": {
        "release": "RVU20D, RVU21D, RVU22D, RVU23D, RVU24C, RVU25D, RVU26C (others than qualifying participants)",
        "sources": ["cms-rvu20d", "cms-rvu21d", "cms-rvu22d", "cms-rvu23d", "cms-rvu24c", "cms-rvu25d", "cms-rvu26c"],
        "verified_through": "2026-12-31",
        "holds": "relative values of the rehabilitation codes, of each year's last release (20560 and 20561 were not "
        "covered in the first months of 2020); multiple_procedure 5 = therapy reduction",
    },
    "localities": {
        "release": "practice cost indices of the same releases; 2026 of RVU26D",
        "sources": ["cms-gpci"],
        "verified_through": "2026-12-31",
        "holds": "practice cost indices by year, contractor and locality; 112 until 2023, 109 since",
    },
    "zips": {
        "release": "ZIP code to carrier locality, 2025 fourth quarter",
        "sources": ["cms-zip5-2025q4"],
        "verified_through": "2026-12-31",
        "holds": "contractor and locality of each ZIP code, as runs of consecutive ZIP codes",
    },
    "zips_plus_four": {
        "release": "ZIP code to carrier locality, 2025 fourth quarter",
        "sources": ["cms-zip5-2025q4"],
        "verified_through": "2026-12-31",
        "holds": "ZIP codes that lie in more than one locality: only the nine-digit ZIP code decides",
    },
    "pairs_practitioner": {
        "release": "NCCI procedure-to-procedure edits, practitioner, 2024 third quarter; 25 rows read again in 2026Q4",
        "sources": ["ncci-2024q3", "ncci-2026q4"],
        "edition_through": "2024-09-30",
        "verified_through": "2026-12-31",
        "holds": "edit pairs of which both codes are rehabilitation codes",
    },
    "pairs_hospital": {
        "release": "NCCI procedure-to-procedure edits, outpatient hospital, 2024 third quarter",
        "sources": ["ncci-2024q3"],
        "edition_through": "2024-09-30",
        "verified_through": "2026-12-31",
        "holds": "the same for institutions that bill outpatient therapy",
    },
    "pairs_without_edit": {
        "release": "NCCI procedure-to-procedure edits, both tables, 2024 third quarter",
        "sources": ["ncci-2024q3", "ncci-2026q4"],
        "edition_through": "2024-09-30",
        "verified_through": "2026-12-31",
        "holds": "pairs of which neither table has a live row, in either order",
    },
    "unit_limits": {
        "release": "medically unlikely edits 2026Q2 (some codes 2024Q3, as the column says); Medicaid 2026Q1",
        "sources": ["mue-2026q2", "medicaid-mue-2026q1"],
        "verified_through": "2026-12-31",
        "holds": "most units of a code; kind 1 by line, 2 by day without exception, 3 by day and open to appeal",
    },
    "add_ons": {
        "release": "NCCI add-on code edits, 2024 third quarter",
        "sources": ["ncci-2024q3"],
        "edition_through": "2024-09-30",
        "verified_through": "2026-12-31",
        "holds": "codes that stand only beside another; the days of a pair are not known here",
    },
    **lists.ENTRIES,
}


def read(folder: Path, name: str) -> Iterator[Row]:
    """The rows of one extract."""
    with (folder / name).open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def number(text: str, places: int) -> str:
    """A figure with a fixed number of decimals; one with more is refused, not rounded."""
    whole, _, part = text.strip().partition(".")
    if part.rstrip("0")[places:]:
        raise ValueError(f"{text} has more than {places} decimals")
    return f"{whole or '0'}.{part[:places].ljust(places, '0')}"


def fee_schedule(folder: Path) -> Iterator[Sequence[str]]:
    """Relative values, a row a year and code."""
    yield "year", "code", "status", "work", "office", "facility", "malpractice", "multiple_procedure"
    for year in YEARS:
        for row in read(folder, f"rvu_{year}.csv"):
            values = (number(row[key], 2) for key in ("work", "pe_nonfac", "pe_fac", "mp"))
            yield str(year), row["code"], row["status"], *values, row["multproc_indicator"]


def localities(folder: Path) -> Iterator[Sequence[str]]:
    """Practice cost indices, a row a year, contractor and locality."""
    yield "year", "mac", "locality", "state", "place", "work", "practice", "malpractice"
    for year in YEARS:
        for row in read(folder, f"gpci_{year}.csv"):
            mac, locality = row["MAC"].zfill(5), row["locality_number"].zfill(2)
            indices = (number(row[key], 3) for key in ("pw", "pe", "mp"))
            yield str(year), mac, locality, row["state"], row["locality_name"].strip(" *").title(), *indices


def runs(zips: Iterable[str]) -> str:
    """ZIP codes as runs: 99501-99524 99540."""
    found: list[list[int]] = []
    for one in sorted(map(int, zips)):
        if found and found[-1][1] == one - 1:
            found[-1][1] = one
        else:
            found.append([one, one])
    return " ".join(f"{a:05d}-{b:05d}" if b > a else f"{a:05d}" for a, b in found)


def zips(folder: Path) -> Iterator[Sequence[str]]:
    """The ZIP codes of each contractor, locality and state."""
    groups: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in read(folder, "zip5_locality_2025q4.csv"):
        if row["plus4_flag"] != "1":
            groups[row["carrier"].zfill(5), row["locality"].zfill(2), row["state"]].append(row["zip5"])
    yield "mac", "locality", "state", "zips"
    for key in sorted(groups):
        yield *key, runs(groups[key])


def zips_plus_four(folder: Path) -> Iterator[Sequence[str]]:
    """The ZIP codes that five digits do not place."""
    groups: dict[str, list[str]] = defaultdict(list)
    for row in read(folder, "zip5_locality_2025q4.csv"):
        if row["plus4_flag"] == "1":
            groups[row["state"]].append(row["zip5"])
    yield "state", "zips"
    for state in sorted(groups):
        yield state, runs(groups[state])


def pairs(folder: Path, setting: str) -> Iterator[Sequence[str]]:
    """The edit pairs of one setting, live, ended and never in force."""
    yield "column_one", "column_two", "starts", "starts_known", "ends", "indicator", "status", "reason"
    for row in read(folder, f"ncci_{setting}_2024q3.csv"):
        known = STARTS[row["effective_basis"].partition(":")[0].partition(" ")[0]]
        status = {"active": "live", "deleted": "ended", "never_in_force": "never"}[row["status"]]
        yield (row["col1"], row["col2"], row["effective"], known, row["deleted"], row["modifier_indicator"], status,
               REASONS[row["rationale"]])  # fmt: skip


def pairs_without_edit(folder: Path) -> Iterator[Sequence[str]]:
    """Pairs that are known to have no edit."""
    yield "code", "other", "as_of", "read_again_2026q4"
    for row in read(folder, "ncci_no_edit.csv"):
        yield row["code_a"], row["code_b"], row["as_of"], row["confirmed_2026q4"] or "no"


def unit_limits(folder: Path) -> Iterator[Sequence[str]]:
    """The most units of each code."""
    yield "code", "practitioner", "practitioner_kind", "hospital", "hospital_kind", "medicaid", "edition"
    for row in read(folder, "mue.csv"):
        yield (row["code"], row["practitioner"], row["practitioner_mai"], row["hospital"], row["hospital_mai"],
               row["medicaid_practitioner_2026q1"], row["edition"])  # fmt: skip


def add_ons(folder: Path) -> Iterator[Sequence[str]]:
    """The codes that stand only beside another."""
    yield "code", "beside", "kind", "starts", "ends"
    for row in read(folder, "add_on_codes.csv"):
        yield row["add_on_code"], row["primary_code"], row["aoc_edit_type"], "", ""


def write(out: Path, name: str, rows: Iterable[Sequence[str]]) -> dict[str, object]:
    """Write one table; its entry in the manifest."""
    file = out / f"{name}.csv"
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        count = sum(1 for row in rows if writer.writerow(row)) - 1
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return {"file": file.name, **ENTRIES[name], "rows": count, "sha256": digest}


def main(folder: Path, out: Path = OUT) -> None:
    """Derive every table and the manifest."""
    tables = {
        "fee_schedule": fee_schedule(folder),
        "localities": localities(folder),
        "zips": zips(folder),
        "zips_plus_four": zips_plus_four(folder),
        "pairs_practitioner": pairs(folder, "practitioner"),
        "pairs_hospital": pairs(folder, "hospital"),
        "pairs_without_edit": pairs_without_edit(folder),
        "unit_limits": unit_limits(folder),
        "add_ons": add_ons(folder),
        "places": lists.places(folder),
        "taxonomy": lists.taxonomy(folder),
        "adjustment_reasons": lists.reasons(folder, "adjustment_reasons", "carc.csv"),
        "remarks": lists.reasons(folder, "remarks", "rarc.csv"),
        "denial_routes": lists.denial_routes(folder),
    }
    out.mkdir(parents=True, exist_ok=True)
    manifest = {name: write(out, name, rows) for name, rows in tables.items()}
    text = yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True, width=110)
    (out / "manifest.yaml").write_text("# written by tools/derive_tables.py\n" + text, encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
