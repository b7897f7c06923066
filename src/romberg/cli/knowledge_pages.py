"""The pages of `romberg knowledge`: what is loaded, as a person reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import polars as pl

from romberg.knowledge.editions import BUNDLED
from romberg.knowledge.releases.compare import ABSENT, Change
from romberg.knowledge.releases.display import readable
from romberg.knowledge.releases.loaded import Loaded
from romberg.knowledge.releases.whole import Checked
from romberg.money import usd

MOST_DIFFERENCES = 5
MOST_ROWS = 40
_STATES = {"bundled": f"Bundled, knowledge {BUNDLED}", "imported": "Imported", "replaced": "Replaced, kept aside"}


def _columns(rows: Iterable[Sequence[str]]) -> list[str]:
    """Rows of words in even columns."""
    found = [list(map(str, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(*found, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in found]


def days(one: Loaded) -> str:
    """The days of service that a release speaks for."""
    ends = f"to {one.ends}" if one.ends else "on"
    return f"from {one.starts} {ends}" if one.starts != date.min else f"any day {ends}" if one.ends else "any day"


def kinds_page(shown: Sequence[Mapping[str, str]]) -> str:
    """What can be imported, and where each file is found."""
    return "\n".join(f"{one['title']}\n    {one['where']}" for one in shown)


def list_page(every: Sequence[Loaded], folder: str) -> str:
    """All that is loaded, by state."""
    lines = []
    for state, found in groupby(every, key=lambda one: one.state):
        lines.append(f"{_STATES[state]}{f' (in {folder})' if state == 'imported' else ''}:")
        lines += [f"  {line}" for line in _columns((one.name, days(one), _origin(one)) for one in found)]
    if not any(one.state == "imported" for one in every):
        lines.append(f"Nothing was imported (into {folder}); see `romberg knowledge list --kinds`.")
    return "\n".join(lines)


def _origin(one: Loaded) -> str:
    if one.kept is None:
        return ", ".join(one.tables)
    files = ", ".join(file.name for file in one.kept.files)
    took = f", took the place of {one.kept.replaces}" if one.kept.replaces else ""
    return f"{', '.join(one.tables)}; {one.kept.rows_kept:,} rows of {files}, imported on {one.kept.imported}{took}"


def _rows(name: str, rows: pl.DataFrame) -> Iterator[str]:
    some = readable(name, rows.head(MOST_ROWS))
    yield from (f"  {line}" for line in _columns([some.columns, *some.iter_rows()]))
    if rows.height > MOST_ROWS:
        yield f"  and {rows.height - MOST_ROWS:,} more rows; --format json prints all"


def release_page(one: Loaded) -> str:
    """One release: its days, its files, its warnings, its tables."""
    lines = [f"{one.name}, {one.state}, speaks for {days(one)}; issued for {one.issued}."]
    if one.kept is not None:
        lines += [f"  {file.name}: {file.size:,} bytes, SHA-256 {file.sha256}" for file in one.kept.files]
        lines += [f"  {warning}" for warning in one.kept.warnings]
    for name in one.tables:
        rows = one.table(name)
        lines += [f"{name}: {rows.height:,} row{'' if rows.height == 1 else 's'}", *_rows(name, rows)]
    return "\n".join(lines)


def release_object(one: Loaded) -> dict[str, Any]:
    """One release with all its rows."""
    return one.as_dict() | {"rows": {name: readable(name, one.table(name)).to_dicts() for name in one.tables}}


def table_page(name: str, of_table: Sequence[Loaded], newest: Loaded) -> str:
    """One table: the releases that hold it, and the rows of the newest."""
    lines = [f"{name}, in {len(of_table)} releases:"]
    lines += [f"  {line}" for line in _columns((one.name, one.state, days(one)) for one in of_table)]
    return "\n".join([*lines, f"Rows of {newest.name}:", *_rows(name, newest.table(name))])


def table_object(name: str, of_table: Sequence[Loaded], newest: Loaded) -> dict[str, Any]:
    """One table with the rows of its newest release."""
    rows = readable(name, newest.table(name)).to_dicts()
    return {"table": name, "releases": [one.as_dict() for one in of_table], "newest": newest.name, "rows": rows}


def diff_page(before: Loaded, after: Loaded, found: Sequence[Change]) -> str:
    """What changed, table by table: money first."""
    if not found:
        return f"Nothing changed from {before.name} to {after.name}."
    lines = []
    for table, some in groupby(found, key=lambda one: one.table):
        changed = list(some)
        lines.append(f"{table}: {len(changed)} changed from {before.name} to {after.name}")
        lines += [f"  {line}" for line in _columns(_change(one) for one in changed)]
    return "\n".join(lines)


def _change(one: Change) -> tuple[str, str, str]:
    if one.before == ABSENT:
        return one.key, "added", one.after
    if one.after == ABSENT:
        return one.key, "ended", one.before
    return (
        one.key,
        one.what.removesuffix("_cents").replace("_", " "),
        f"{one.before or 'none'} -> {one.after or 'none'}",
    )


def verify_page(checked: Sequence[Checked]) -> str:
    """What is not whole, or that all is."""
    wrong = [one for one in checked if one.wrong]
    lines = [f"{one.release}, {one.table}: {one.wrong}." for one in wrong]
    whole = len(checked) - len(wrong)
    return "\n".join([*lines, f"{whole} of {len(checked)} tables are as their manifests say."])


def compared_line(compared: Mapping[str, Any]) -> list[str]:
    """One sentence on Medicare's own prices beside ours; none where there was nothing to compare."""
    if not compared:
        return []
    if not compared["differ"]:
        return [f"All {compared['amounts']:,} amounts equal those that Romberg computes."]
    some = "; ".join(
        f"{one['code']} in {one['mac']}/{one['locality']} ({one['amount'].replace('_', ' ')}) "
        f"{usd(one['published_cents'])}, computed {usd(one['computed_cents'])}"
        for one in compared["widest"]
    )
    return [
        f"{compared['differ']:,} of {compared['amounts']:,} amounts differ from those that Romberg computes: {some}."
    ]
