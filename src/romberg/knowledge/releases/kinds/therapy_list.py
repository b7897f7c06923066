"""Medicare's yearly list of therapy codes: which are always therapy and which sometimes, and in which disciplines.

Nobody here has opened a true one; so columns are found by what they are headed and must hold, and nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from romberg.knowledge.codes import all_codes
from romberg.knowledge.releases import grid
from romberg.knowledge.releases.grid import Row
from romberg.knowledge.releases.kind import Kind, Progress
from romberg.knowledge.releases.quarters import names
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.release import Release
from romberg.knowledge.releases.schemas import TABLES
from romberg.knowledge.releases.source import Source

LEAST_ROWS: Final = 20
_CODE = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]")
_YEAR = re.compile(r"20[12]\d")
_DISCIPLINES: Final = {"GP": "PT", "GO": "OT", "GN": "SLP"}
_WORDS: Final = {"always": "always", "a": "always", "sometimes": "sometimes", "s": "sometimes"}
_ALWAYS: Final = ("97110", "97112", "97161", "97165", "92507")  # codes that no list calls anything else
_OWN = "check that this is the publisher's own list; if its layout is new, tell the makers of Romberg"


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns stand: the code, always or sometimes, and the disciplines in one column or in three."""

    code: int
    therapy: int
    together: int | None
    apart: dict[str, int]


def _recognises(name: str, _head: bytes) -> bool:
    return bool(re.search(r"therapy[-_ ]*code[-_ ]*list.*\.(xlsx|csv)$", name, re.I))


def _read(sources: Sequence[Source], progress: Progress) -> Release:
    source = sources[0]
    found = grid.rows(source)
    above, columns = _header(source, found)
    told = {code: (therapy, disciplines) for code, therapy, disciplines in _rows(source, found, columns)}
    progress(source.size)
    _prove(source, told)
    year = _year(source, above)
    table = [(code, *rest) for code, rest in sorted(told.items())]
    return Release(
        kind=KIND.name,
        name=f"therapy code list {year}",
        issued=date(year, 1, 1),
        starts=date(year, 1, 1),
        ends=date(year, 12, 31),
        tables={"therapy_codes": pl.DataFrame(table, schema=TABLES["therapy_codes"], orient="row")},
        rows_read=len(told),
    )


def _header(source: Source, found: Iterator[Row]) -> tuple[str, _Columns]:
    """The words above the header, and its columns."""
    above: list[str] = []
    for _, cells in found:
        plain = [grid.plain(cell) for cell in cells]
        code = next((at for at, cell in enumerate(plain) if re.search(r"(hcpcs|cpt).*code|^(hcpcs|code)$", cell)), None)
        therapy = next((at for at, cell in enumerate(plain) if "always" in cell or "disposition" in cell), None)
        if code is None or therapy is None or code == therapy:
            above += cells
            continue
        apart = {name: plain.index(name.lower()) for name in _DISCIPLINES if name.lower() in plain}
        together = next((at for at, cell in enumerate(plain) if "modifier" in cell or "discipline" in cell), None)
        return " ".join(above), _Columns(code, therapy, together, apart)
    what = "no row heads a column of codes and one of always or sometimes therapy"
    raise Refusal(source.origin, what, _OWN)


def _rows(source: Source, found: Iterator[Row], columns: _Columns) -> Iterator[tuple[str, str, str]]:
    seen: dict[str, int] = {}
    for line, cells in found:
        code = cells[columns.code].upper().rstrip("*+^ ") if columns.code < len(cells) else ""
        if not _CODE.fullmatch(code):
            if seen and 0 < len(code) <= 6:  # too short for a caption or a footnote: a spoilt code
                raise grid.refusal(source, line, f"{code[:20]!r} is no procedure code", _OWN)
            continue
        if code in seen:
            raise grid.refusal(source, line, f"the code stands in row {seen[code]} too", _OWN, code)
        seen[code] = line
        said = cells[columns.therapy].lower().replace("therapy", "").strip()
        if said not in _WORDS:
            raise grid.refusal(source, line, f"{said[:30]!r} is neither always nor sometimes therapy", _OWN, code)
        yield code, _WORDS[said], _disciplines(cells, columns)


def _disciplines(cells: Sequence[str], columns: _Columns) -> str:
    """The disciplines in our own letters, where the list tells them."""
    if columns.apart:
        named = [name for name, at in columns.apart.items() if at < len(cells) and cells[at]]
    else:
        words = re.findall(r"G[PON]", cells[columns.together]) if columns.together is not None else []
        named = [name for name in _DISCIPLINES if name in words]
    return " ".join(_DISCIPLINES[name] for name in sorted(named, key=list(_DISCIPLINES).index))


def _prove(source: Source, told: dict[str, tuple[str, str]]) -> None:
    if len(told) < LEAST_ROWS:
        raise Refusal(source.origin, f"it has {len(told)} codes, and the list has more than {LEAST_ROWS}", _OWN)
    for code in _ALWAYS:
        if told.get(code, ("missing", ""))[0] != "always":
            what = f"it says {told.get(code, ('nothing',))[0]} of {code}, which is always therapy"
            raise Refusal(source.origin, what, _OWN, key=code)
    strange = sorted(code for code in told if code not in all_codes())
    if len(strange) > len(told) / 2:
        raise Refusal(source.origin, f"most of its codes are none of rehabilitation, the first is {strange[0]}", _OWN)


def _year(source: Source, above: str) -> int:
    found = _YEAR.search(names(source.origin)) or _YEAR.search(above)
    if found is None:
        fix = "give it the name that the publisher gave it, with the year"
        raise Refusal(source.origin, "neither its name nor its caption tells its year", fix)
    return int(found[0])


KIND = Kind(
    name="therapy_list",
    title="list of always and sometimes therapy codes",
    where="cms.gov, Therapy Services, Annual Therapy Update: the therapy code list as xlsx",
    recognises=_recognises,
    read=_read,
    forms=("csv", "xlsx"),
)
