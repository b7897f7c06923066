"""The lists beside the fee schedule: places, providers, and what a remittance gives as reasons.

Codes and dates are the publishers'; every word is our own and lies in `tools/words/`, one file a list. A code of ours
that the publisher does not have is refused.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

WORDS = Path(__file__).parent / "words"
Row = Mapping[str, str]
_KINDS = {"reason": "CARC", "remark": "RARC", "group": "GROUP"}
_MARKS = {"V": "verified", "M": "not verified"}

ENTRIES: dict[str, dict[str, object]] = {
    "places": {
        "release": "place of service codes for professional claims, 2024 to 2026",
        "sources": ["cms-pos"],
        "verified_through": "2026-12-31",
        "holds": "places of service, and whether the fee schedule's facility amount applies there; our own labels",
    },
    "taxonomy": {
        "release": "NUCC provider taxonomy 25.1, the codes of rehabilitation and of those who refer to it",
        "sources": ["nucc-taxonomy-25.1"],
        "edition_through": "2025-12-31",
        "verified_through": "2026-12-31",
        "holds": "discipline and role of each provider's code; our own labels",
    },
    "adjustment_reasons": {
        "release": "X12 claim adjustment reason codes, spring 2024",
        "sources": ["x12-carc-2024"],
        "edition_through": "2024-06-18",
        "verified_through": "2026-12-31",
        "holds": "start, last change and end of every code, what stands for it since; our own words where it meets "
        "therapy, blank elsewhere",
    },
    "remarks": {
        "release": "X12 remittance advice remark codes, spring 2024",
        "sources": ["x12-rarc-2024"],
        "edition_through": "2024-06-18",
        "verified_through": "2026-12-31",
        "holds": "the same for remarks; the list names none that ended",
    },
    "denial_routes": {
        "release": "X12 lists of 2024-06-18; denial tables of Novitas and Noridian, 2024",
        "sources": ["x12-carc-2024", "x12-rarc-2024", "mac-denials-2024"],
        "edition_through": "2024-06-18",
        "verified_through": "2026-12-31",
        "holds": "what usually brings a denial on in therapy, what to do, and the rule that would have told before",
    },
}


def _read(file: Path) -> dict[str, Row]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {next(iter(row.values())): row for row in rows}


def _words(name: str, published: Mapping[str, Row]) -> dict[str, Row]:
    ours = _read(WORDS / f"{name}.csv")
    if strange := sorted(set(ours) - set(published)):
        raise ValueError(f"tools/words/{name}.csv names {', '.join(strange)}, which the publisher does not have")
    return ours


def places(folder: Path) -> Iterator[Sequence[str]]:
    """Places of service with our labels."""
    published = _read(folder / "pos.csv")
    ours = _words("places", published)
    yield "place", "label", "facility"
    for place, row in published.items():
        yield place, ours[place]["label"], {"Facility": "yes", "Non-Facility": "no"}[row["pfs_rate"]]


def taxonomy(folder: Path) -> Iterator[Sequence[str]]:
    """Providers' codes with our labels, disciplines and roles."""
    published = _read(folder / "taxonomy_rehab.csv")
    ours = _words("taxonomy", published)
    yield "taxonomy", "label", "discipline", "role"
    for code in published:
        yield code, ours[code]["label"], ours[code]["discipline"], ours[code]["role"]


def reasons(folder: Path, name: str, file: str) -> Iterator[Sequence[str]]:
    """Reason or remark codes: the publisher's dates, our words."""
    published = _read(folder / file)
    ours = _words(name, published)
    yield "code", "starts", "changed", "stops", "instead", "label"
    for code, row in published.items():
        mine = ours.get(code, {})
        dates = row["start_date"], row["last_modified"], row["stop_date"]
        yield code, *dates, mine.get("instead", ""), mine.get("label", "")


def denial_routes(folder: Path) -> Iterator[Sequence[str]]:
    """What to do about each denial; marked by whether its cause and remedy were read in a source."""
    with (folder / "denials.csv").open(encoding="utf-8-sig", newline="") as lines:
        marks = {(row["kind"], row["code"]): _MARKS[row["cause_fix_mark"]] for row in csv.DictReader(lines)}
    yield "kind", "code", "route", "rule", "cause", "fix", "mark"
    with (WORDS / "denial_routes.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            known = marks[_KINDS[row["kind"]], row["code"]]
            yield row["kind"], row["code"], row["route"], row["rule"], row["cause"], row["fix"], known
