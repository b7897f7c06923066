"""The provider taxonomy (NUCC), a csv each half-year: code and title are kept, definitions are not ours to keep."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from romberg.knowledge.published import rows as bundled_rows
from romberg.knowledge.releases import grid
from romberg.knowledge.releases.kind import Kind, Progress
from romberg.knowledge.releases.quarters import names
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.release import Release
from romberg.knowledge.releases.schemas import TABLES
from romberg.knowledge.releases.source import Source

LEAST_ROWS: Final = 700  # version 25.1 had 883
_NAME = re.compile(r"nucc_?taxonomy_?(?P<year>\d\d)(?P<half>[01]).*\.(csv|xlsx)$", re.I)
_COLUMNS: Final = ("Code", "Grouping", "Classification", "Specialization", "Display Name", "Section")
_CODE = re.compile(r"[0-9A-Z]{9}X")
_MISSING = 0.05
_OWN = "download the csv from NUCC itself, and do not edit it"
# Open data sets have these wrong: what the titles of four codes must say.
_TITLES: Final = {
    "225100000X": "physical therapist",
    "225200000X": "physical therapy assistant",
    "225X00000X": "occupational therapist",
    "225500000X": "specialist/technologist",
}


@dataclass(frozen=True, slots=True)
class _Family:
    """What codes with the same first four signs are."""

    discipline: str
    role: str


def _recognises(name: str, _head: bytes) -> bool:
    return bool(_NAME.search(name))


def _issued(source: Source) -> tuple[str, date]:
    found = _NAME.search(names(source.name))
    assert found is not None, "a file that was recognised"
    return f"{found['year']}.{found['half']}", date(2000 + int(found["year"]), 7 if found["half"] == "1" else 1, 1)


def _read(sources: Sequence[Source], progress: Progress) -> Release:
    source = sources[0]
    version, issued = _issued(source)
    titles = _titles(source)
    progress(source.size)
    _prove(source, titles)
    known = {row["taxonomy"]: row for row in bundled_rows("taxonomy")}
    families = _families(known.values())
    kept = [
        tuple(known[code][column] for column in TABLES["taxonomy"])
        if code in known
        else (code, title, families[code[:4]].discipline, families[code[:4]].role)
        for code, title in sorted(titles.items())
        if code in known or code[:4] in families
    ]
    return Release(
        kind=KIND.name,
        name=f"NUCC {version}",
        issued=issued,
        starts=issued,
        ends=None,
        tables={"taxonomy": pl.DataFrame(kept, schema=TABLES["taxonomy"], orient="row")},
        rows_read=len(titles),
    )


def _titles(source: Source) -> dict[str, str]:
    """The title of each code."""
    found = grid.rows(source)
    head = [grid.plain(cell) for cell in grid.header(source, found, "Code", _COLUMNS)]
    title_at = head.index(grid.plain("Display Name"))
    titles: dict[str, str] = {}
    for line, cells in found:
        if not any(cells):
            continue
        code = cells[0].upper()
        if not _CODE.fullmatch(code):
            raise grid.refusal(source, line, f"{code[:20]!r} is no taxonomy code of ten signs", _OWN)
        if len(cells) < len(head):
            raise grid.refusal(source, line, "the row has too few columns", _OWN, code)
        if code in titles:
            raise grid.refusal(source, line, "the code stands twice", _OWN, code)
        titles[code] = _windows(cells[title_at])
    return titles


def _windows(text: str) -> str:
    """A title with the dashes and quotes of Windows, where the file was written there."""
    if not re.search(r"[\x80-\x9f]", text):
        return text
    return text.encode("latin-1", "replace").decode("cp1252", "replace")


def _prove(source: Source, titles: Mapping[str, str]) -> None:
    if len(titles) < LEAST_ROWS:
        what = f"it has {len(titles)} codes, and the code set has more than {LEAST_ROWS}"
        raise Refusal(source.origin, what, "download it again: the file is cut")
    for code, words in _TITLES.items():
        if words not in titles.get(code, "").lower():
            what = f"it calls {code} {titles.get(code, '')[:60]!r}, and it is the code of a {words}"
            raise Refusal(source.origin, what, _OWN, key=code)
    known = [row["taxonomy"] for row in bundled_rows("taxonomy")]
    lacking = sorted(set(known) - set(titles))
    if len(lacking) > _MISSING * len(known):
        what = f"{len(lacking)} of {len(known)} known codes are missing, the first is {lacking[0]}"
        raise Refusal(source.origin, what, _OWN)


def _families(known: Iterable[Mapping[str, str]]) -> dict[str, _Family]:
    """What the codes of each therapy family mostly are, for codes that are new."""
    counted: dict[str, Counter[_Family]] = {}
    for row in known:
        if row["discipline"] in ("PT", "OT", "SLP", "DC"):
            counted.setdefault(row["taxonomy"][:4], Counter())[_Family(row["discipline"], row["role"])] += 1
    return {prefix: found.most_common(1)[0][0] for prefix, found in counted.items() if not prefix.startswith("261")}


KIND = Kind(
    name="taxonomy",
    title="provider taxonomy (NUCC)",
    where="nucc.org, Code Sets, Taxonomy, CSV: nucc_taxonomy_251.csv",
    recognises=_recognises,
    read=_read,
    forms=("csv", "xlsx"),
)
