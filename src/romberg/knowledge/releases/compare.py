"""What changed between two releases: every figure and every rule, a row each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from romberg.knowledge.releases.display import shown
from romberg.knowledge.releases.loaded import Loaded
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.zips import runs

_KEYS: Final = {
    "fee_schedule": ("code",),
    "localities": ("mac", "locality"),
    "locality_counties": ("mac", "locality", "area"),
    "zips_nine": ("zip5", "first"),
    "published_prices": ("mac", "locality", "code"),
    "unit_limits_practitioner": ("code",),
    "unit_limits_hospital": ("code",),
    "unit_limits_medicaid": ("code",),
    "add_ons": ("code", "beside"),
    "payer_rates": ("term", "code", "starts"),
}
_UNSAID: Final = ("year",)  # differs between releases by itself
ABSENT = "not there"
Figures = Mapping[tuple[str, ...], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed: in which table, of what (a code, a locality, a pair), which value, from what to what."""

    table: str
    key: str
    what: str
    before: str
    after: str

    def as_dict(self) -> dict[str, str]:
        """The change as JSON carries it."""
        return {"table": self.table, "key": self.key, "what": self.what, "before": self.before, "after": self.after}


def changes(before: Loaded, after: Loaded) -> list[Change]:
    """Every change between two releases that share a table; a Refusal where they share none."""
    shared = [name for name in before.tables if name in after.tables]
    if not shared:
        what = f"it and {after.name} have no table in common"
        raise Refusal(before.name, what, "compare two releases of one kind, see `romberg knowledge list`")
    return [change for name in shared for change in _of_table(name, before, after)]


def _of_table(name: str, before: Loaded, after: Loaded) -> list[Change]:
    old, new = (_figures(name, one.table(name), one.issued) for one in (before, after))
    found = []
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        if was is None or now is None:
            words = _whole(was), _whole(now)
            found.append(Change(name, "/".join(key), "", *words))
            continue
        found += [
            Change(name, "/".join(key), column, was.get(column, ""), now.get(column, ""))
            for column in dict.fromkeys((*was, *now))
            if was.get(column, "") != now.get(column, "")
        ]
    return found


def _whole(values: Mapping[str, str] | None) -> str:
    return ABSENT if values is None else ", ".join(f"{name} {value}".strip() for name, value in values.items() if value)


def _figures(name: str, rows: pl.DataFrame, on: date) -> Figures:
    if name.startswith("pairs_"):
        return _pairs(rows, on)
    if name in ("zips", "zips_plus_four"):
        return _zips(rows)
    if name == "network_rates":
        return _network(rows)
    if name == "network_providers":  # groups have other numbers in every file; their rates are compared
        return {}
    keys = _KEYS.get(name, tuple(rows.columns[:1]) if rows.width > 1 else ())
    values = [column for column in rows.columns if column not in (*keys, *_UNSAID)]
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for row in rows.iter_rows(named=True):
        key = tuple(str(row[one]) for one in keys)
        found[_free(found, key)] = {column: shown(name, column, row[column]) for column in values}
    return found


def _free(found: Mapping[tuple[str, ...], Any], key: tuple[str, ...]) -> tuple[str, ...]:
    """The key, or with a number behind it where the table has it several times."""
    free, number = key, 2
    while free in found:
        free, number = (*key, str(number)), number + 1
    return free


def _pairs(rows: pl.DataFrame, on: date) -> Figures:
    """Each pair that an edit binds on the day of the release, with its indicator; ended ones are not there."""
    live = rows.filter(
        (pl.col("status") != "never")
        & (pl.col("starts").is_null() | (pl.col("starts") <= on))
        & (pl.col("ends").is_null() | (pl.col("ends") >= on))
    )
    return {
        (one, two): {"edit": "", "indicator": str(indicator)}
        for one, two, indicator in live.select("column_one", "column_two", "indicator").iter_rows()
    }


def _network(rows: pl.DataFrame) -> Figures:
    """The lowest and the highest rate of each service on the same terms, and how many groups of providers have one."""
    keys = ("code", "modifiers", "type", "places", "billing_class", "setting", "arrangement")
    ranges = rows.group_by(keys).agg(
        lowest=pl.col("amount").min(), highest=pl.col("amount").max(), groups=pl.col("group").n_unique()
    )
    return {
        tuple(word for word in key if word): {
            "lowest": shown("network_rates", "amount", lowest),
            "highest": shown("network_rates", "amount", highest),
            "groups": str(groups),
        }
        for *key, lowest, highest, groups in ranges.iter_rows()
    }


def _zips(rows: pl.DataFrame) -> Figures:
    return {
        (f"{one:05d}",): {"place": "/".join(map(str, place))}
        for *place, zips in rows.iter_rows()
        for first, last in runs(zips)
        for one in range(first, last + 1)
    }
