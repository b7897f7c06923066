"""A payer's in-network rates as the federal transparency rule wants them published: JSON, often of many gigabytes."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import polars as pl

from romberg.knowledge.releases.kind import Kind, Only, Progress
from romberg.knowledge.releases.network_groups import Groups
from romberg.knowledge.releases.network_rates import Rates, tables
from romberg.knowledge.releases.network_stream import Odd, Told, walk
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.release import Release
from romberg.knowledge.releases.source import Source

_MARKS: Final = (b'"reporting_entity_name"', b'"in_network"', b'"provider_references"')
_OTHERS: Final = {
    "reporting_structure": "the payer's table of contents: download the in-network file that it names, and import that",
    "out_of_network": "a file of out-of-network amounts: import the in-network file of the same plan",
}
_NEITHER: Final = "no in-network file, for it has no in_network: check which of the payer's files it is"
_LEADING_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}[_-]*")


def _recognises(name: str, head: bytes) -> bool:
    low = name.lower()
    return low.endswith(".json") and ("in-network" in low or any(mark in head for mark in _MARKS))


def _read(sources: Sequence[Source], progress: Progress) -> Release:
    return _read_only(sources, progress, Only())


def _read_only(sources: Sequence[Source], progress: Progress, only: Only) -> Release:
    """The rates of rehabilitation codes, of the providers that were asked for."""
    source, told = sources[0], Told()
    with tempfile.TemporaryFile() as scratch, source.opener() as file:
        found = Rates(Groups(scratch, only))
        packed = source.origin.lower().endswith(".gz")  # there the bar counts packed bytes, and unpacked ones pass by
        walk(file, source.origin, told, _silent if packed else progress, found.take)
        progress(source.size if packed else 0)
        first = _prove(source, told)
        made = _tables(source, found)
    if not made["network_rates"].height:
        what = "none of the providers that were asked for has a rate of a rehabilitation code in it"
        raise Refusal(source.origin, what, "check the numbers, or import it without them")
    return Release(
        kind=KIND.name,
        name=f"in-network rates of {str(told.about['reporting_entity_name'])[:60]} {first}",
        issued=first,
        starts=first,
        ends=None,
        tables=made,
        rows_read=found.count + made["network_providers"].height,
        series=_series(source.name),
        warnings=_warnings(found, told, only),
    )


def _silent(_read: int) -> None:
    """Nothing to tell yet."""


def _tables(source: Source, found: Rates) -> dict[str, pl.DataFrame]:
    try:
        return tables(found)
    except Odd as odd:
        raise Refusal(source.origin, str(odd), odd.fix) from None


def _prove(source: Source, told: Told) -> date:
    """The day of the file; a Refusal where it is another file, or of a schema that is not known here."""
    if "in_network" not in told.keys:
        other = next((what for key, what in _OTHERS.items() if key in told.keys), _NEITHER)
        what, _, fix = other.partition(": ")
        raise Refusal(source.origin, f"it is {what}", fix)
    version = str(told.about.get("version", "1"))
    if not re.match(r"v?[12](\.|$)", version):
        what = f"its schema is version {version[:20]!r}, and versions 1 and 2 are known here"
        raise Refusal(source.origin, what, "use a newer Romberg")
    if not told.about.get("reporting_entity_name"):
        raise Refusal(
            source.origin, "it does not name who reports", "ask the payer for a file that keeps to the schema"
        )
    if not told.kept:
        what = f"none of its {told.services:,} services is one of rehabilitation"
        raise Refusal(source.origin, what, "import the file of a network that has therapists")
    return _day(source, told.about.get("last_updated_on"))


def _day(source: Source, value: Any) -> date:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        what = f"last_updated_on {str(value)[:20]!r} is no date of the form 2026-03-01"
        raise Refusal(source.origin, what, "ask the payer for a file that keeps to the schema") from None


def _series(name: str) -> str:
    """The file's own name without its day and suffixes: the same network month after month."""
    stem = _LEADING_DAY.sub("", name.rpartition(".")[0] or name)
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:60]


def _warnings(found: Rates, walked: Told, only: Only) -> tuple[str, ...]:
    told = [f"{walked.kept:,} of its {walked.services:,} services are of rehabilitation"]
    if only != Only():
        told.append("Rates of the providers that were asked for, and of no others")
    if found.groups.elsewhere:
        told.append(f"The members of {len(found.groups.elsewhere)} groups lie in other files and are not known here")
    if found.rounded:
        told.append(f"{found.rounded} rates were finer than a hundredth of a cent, and are rounded")
    return tuple(told)


KIND = Kind(
    name="in_network",
    title="a payer's in-network rates (price transparency)",
    where="the payer's page of machine-readable files: …in-network-rates.json, or .json.gz",
    recognises=_recognises,
    read=_read,
    forms=("json",),
    read_only=_read_only,
)
