"""Medicare's procedure-to-procedure edits (NCCI PTP): four files a quarter, practitioner and outpatient hospital."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from romberg.knowledge.releases.edit_tables import MEDICARE, read_part
from romberg.knowledge.releases.kind import Kind, Progress, by_itself
from romberg.knowledge.releases.pair_edition import prove_set, proved
from romberg.knowledge.releases.quarters import called, first_day, last_day, quarter_in
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.release import Release
from romberg.knowledge.releases.source import Source

LEAST_ROWS = 1_000_000  # an edition of 2024 had 2,546,017, ended rows among them, and editions only grow
_PARTS = 4
_NAME = re.compile(r"cc(?P<whose>ipra|ioph)-v(?P<version>\d{3})r(?P<revision>\d)-f(?P<part>\d)\.(txt|xlsx)$", re.I)
_WHOSE = {"ipra": "practitioner", "ioph": "hospital"}
_GIVE = "give the four parts of one quarter in one command, under the names that the publisher gave them"


@dataclass(frozen=True, slots=True)
class _Name:
    """What the publisher's name says: ccipra-v323r0-f1 is part 1 of 2026Q4, practitioner."""

    setting: str
    version: str
    revision: str
    part: int

    @property
    def first(self) -> date:
        """The first day of the quarter: version 320 is the first of 2026, since versions count from 1994."""
        return first_day(1994 + int(self.version[:2]), int(self.version[2]) + 1)


def _recognises(name: str, head: bytes) -> bool:
    if _NAME.search(name):
        return True
    return "medicaid" not in name.lower() and b"Column 1\tColumn 2\t*=in" in head


def _name(source: Source) -> _Name:
    found = _NAME.search(source.name)
    if found is None:
        raise Refusal(source.origin, "its name does not tell its quarter", _GIVE)
    name = _Name(_WHOSE[found["whose"].lower()], found["version"], found["revision"], int(found["part"]))
    if name.version[2] not in "0123":
        what = f"the version v{name.version} in its name is no quarter: the last digit runs from 0 to 3"
        raise Refusal(source.origin, what, _GIVE)
    said = quarter_in(source.origin)
    if said not in (None, name.first):
        what = f"version v{name.version} is {called(name.first)}, but its archive says {called(said or name.first)}"
        raise Refusal(source.origin, what, "download the quarter that you mean again")
    return name


def _set_of(origin: str) -> str:
    found = _NAME.search(origin)
    return f"{found['whose']}-v{found['version']}r{found['revision']}".lower() if found else by_itself(origin)


def _read(sources: Sequence[Source], progress: Progress) -> Release:
    names = [_name(source) for source in sources]
    _prove_parts(sources, names)
    first, last = names[0].first, last_day(names[0].first)
    parts = []
    for source in sources:
        parts.append(read_part(source, MEDICARE))
        progress(source.size)
    count = sum(part.count for part in parts)
    if count < LEAST_ROWS:
        what = f"the four parts have {count:,} rows together, and an edition has more than {LEAST_ROWS:,}"
        raise Refusal(sources[0].origin, what, "download the parts again: at least one of them is cut")
    found, told = proved(pl.concat(part.rows for part in parts), sources, last)
    prove_set(found, sources, f"pairs_{names[0].setting}", last)
    return _release(names[0], found, count, (*told, *_unstarted(found, first)))


def _prove_parts(sources: Sequence[Source], names: Sequence[_Name]) -> None:
    given = sorted(name.part for name in names)
    if given == list(range(1, _PARTS + 1)):
        return
    edition = f"{called(names[0].first)}, {names[0].setting}"
    lacking = [part for part in range(1, _PARTS + 1) if part not in given]
    wrong = lacking or sorted({part for part in given if given.count(part) > 1})
    parts = f"part{'s' * (len(wrong) > 1)} {', '.join(map(str, wrong))}"
    verb = "are" if len(wrong) > 1 else "is"
    what = f"of the edition {edition}, {parts} {verb} {'missing' if lacking else 'given twice'}"
    raise Refusal(sources[0].origin, what, _GIVE)


def _unstarted(found: pl.DataFrame, first: date) -> tuple[str, ...]:
    if found.filter(pl.col("starts") >= first.replace(year=first.year - 1)).height:
        return ()
    return (f"No rehabilitation edit starts in the year before {first}; check that the files are of that quarter",)


def _release(name: _Name, found: pl.DataFrame, count: int, told: tuple[str, ...]) -> Release:
    starts: date = found.select(pl.col("starts").min()).item()
    return Release(
        kind=KIND.name,
        name=f"NCCI PTP {name.setting} {called(name.first)}",
        issued=name.first,
        starts=starts,
        ends=last_day(name.first),
        tables={f"pairs_{name.setting}": found},
        rows_read=count,
        series=name.setting,
        revision="" if name.revision == "0" else f"r{name.revision}",
        warnings=told,
    )


KIND = Kind(
    name="edit_pairs",
    title="procedure-to-procedure edits (NCCI PTP), four parts a quarter",
    where="cms.gov, Medicare NCCI Procedure to Procedure (PTP) Edits: ccipra-v…-f1 to f4, or ccioph-v…-f1 to f4",
    recognises=_recognises,
    read=_read,
    set_of=_set_of,
    forms=("txt", "xlsx"),
)
