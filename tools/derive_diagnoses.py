"""Derives Romberg's compact tables of ICD-10-CM: `python tools/derive_diagnoses.py JAN2021_ORDER APR2025_CODES [OUT]`.

The newest edition is that of the installed library (simple-icd-10-cm, April 2026); the two others are the lists that
its releases 1.0.1 and 1.4.0 carried: the official order file of January 2021, the code list of April 2025. ICD-10-CM is
in the public domain. No wording is kept: codes, and which codes the notes at a code name.

`leaves.csv`: six signs of a code (fewer where it has fewer), the seventh characters that end it, and the editions
in which these are leaves (1: January 2021, 2: April 2025, 3: April 2026). `notes.csv`: whose note it is, its
kind, and the codes that it names: `G11` means all below G11, `G20-G26` a range, `I69?93` any sign at the place.
"""

from __future__ import annotations

import csv
import hashlib
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import simple_icd_10_cm as icd
import yaml

OUT = Path(__file__).parents[1] / "src" / "romberg" / "knowledge" / "icd10cm"
NAMED = re.compile(r"\(([^()]*)\)")
CODE = r"[A-Z](?:[0-9][0-9A-Z]|[A-Z][0-9])(?:\.[0-9A-Z]*)*"
PLAIN = re.compile(rf"({CODE})\.?-?")
RANGE = re.compile(rf"({CODE})-?\s?-\s?({CODE})-?")
WITH = re.compile(rf"({CODE})(?:\s?-\s?({CODE}))? with \.([0-9A-Z]+)-?")
FINAL = re.compile(r"([A-Z][0-9][0-9A-Z])\. with final characters -([0-9A-Z]+)")


def order_file(path: Path) -> set[str]:
    """The billable codes of an official order file: number, code, 1 where it may be billed."""
    lines = path.read_text(encoding="latin-1").splitlines()
    return {line[6:13].strip() for line in lines if line[14:15] == "1"}


def leaves_of(codes: Iterable[str]) -> set[str]:
    """The codes of a list that no other one refines."""
    ordered = sorted({code for code in codes if len(code) >= 3 and "-" not in code})
    following = [*ordered[1:], ""]
    return {code for code, after in zip(ordered, following, strict=True) if not after.startswith(code)}


def code_rows(editions: list[set[str]]) -> Iterator[tuple[str, str, str]]:
    """The rows of the table of codes: base, seventh characters, editions."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code in sorted(set().union(*editions)):
        held = "".join(str(number) for number, edition in enumerate(editions, 1) if code in edition)
        found[code[:6], held].append(code[6:])
    for (base, held), sevenths in found.items():
        plain = [one for one in sevenths if not one]
        ending = "".join(one for one in sevenths if one)
        if plain:
            yield base, "", held
        if ending:
            yield base, ending, held


def named(text: str) -> Iterator[str]:
    """The codes that the words of a note name in brackets, as our table writes them."""
    for inside in NAMED.findall(text):
        for part in re.split(r"[,;]\s*|\s(?:and|or)\s", inside):
            yield from _pattern(part.strip())


def _pattern(part: str) -> Iterator[str]:
    if final := FINAL.fullmatch(part):
        yield f"{final[1]}?{final[2]}"
    elif qualified := WITH.fullmatch(part):
        first, last = qualified[1], qualified[2] or qualified[1]
        yield from (f"{category}{qualified[3]}" for category in _categories(first[:3], last[:3]))
    elif both := RANGE.fullmatch(part):
        yield f"{_plain(both[1])}-{_plain(both[2])}"
    elif one := PLAIN.fullmatch(part):
        yield _plain(one[1])


def _plain(code: str) -> str:
    return code.replace(".", "")


def _categories(first: str, last: str) -> list[str]:
    return sorted({code[:3] for code in icd.get_all_codes(False) if "-" not in code and first <= code[:3] <= last})


def owner(item: str) -> str:
    """An item as our table names it: a chapter by its range, a code without its point."""
    if not icd.is_chapter(item):
        return _plain(item)
    blocks = icd.get_children(item)
    return f"{blocks[0].partition('-')[0]}-{blocks[-1].rpartition('-')[2]}"


def note_rows() -> Iterator[tuple[str, str, str]]:
    """The rows of the table of notes: owner, kind, the codes that it names; a note may name none."""
    for item in icd.get_all_codes(True):
        for kind, entries in (("excludes1", icd.get_excludes1(item)), ("excludes2", icd.get_excludes2(item))):
            codes = list(dict.fromkeys(one for entry in entries for one in named(entry)))
            if codes:
                yield owner(item), kind, " ".join(codes)
        for kind, text in (
            ("code first", icd.get_code_first(item)),
            ("use additional", icd.get_use_additional_code(item)),
        ):
            if text:
                yield owner(item), kind, " ".join(dict.fromkeys(named(text)))


def write(path: Path, heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> int:
    """Write one table; the number of its rows."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heading)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


EDITIONS = (  # how the edition is written in the table, its first and last day, what it is, its source
    {"mark": "1", "first": date(2021, 1, 1), "last": date(2021, 9, 30), "cite": "icd10cm-2021-01"},
    {"mark": "2", "first": date(2025, 4, 1), "last": date(2025, 9, 30), "cite": "icd10cm-2025-04"},
    {"mark": "3", "first": date(2026, 4, 1), "last": date(2026, 9, 30), "cite": "icd10cm-2026-04"},
)


def manifest(folder: Path, counts: dict[str, int]) -> str:
    """The manifest: the editions, and each table with its rows and its hash."""
    tables = {
        name: {"rows": rows, "sha256": hashlib.sha256((folder / f"{name}.csv").read_bytes()).hexdigest()}
        for name, rows in counts.items()
    }
    held = {"editions": [dict(one) for one in EDITIONS], "tables": tables}
    return "# written by tools/derive_diagnoses.py\n" + yaml.safe_dump(held, sort_keys=False, width=110)


def main() -> int:
    """Derive both tables and say how many rows they have."""
    out = Path(sys.argv[3]) if len(sys.argv) > 3 else OUT
    newest = {_plain(code) for code in icd.get_all_codes(False) if "-" not in code and icd.is_leaf(code)}
    older = leaves_of(line.strip() for line in Path(sys.argv[2]).read_text(encoding="utf-8").splitlines())
    editions = [order_file(Path(sys.argv[1])), older, {code for code in newest if len(code) >= 3}]
    counts = {
        "leaves": write(out / "leaves.csv", ("base", "sevenths", "editions"), code_rows(editions)),
        "notes": write(out / "notes.csv", ("owner", "kind", "codes"), note_rows()),
    }
    (out / "manifest.yaml").write_text(manifest(out, counts), encoding="utf-8")
    print(f"leaves of the editions: {[len(edition) for edition in editions]}; rows: {counts}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
