"""The set of payment localities: which pairs of contractor and locality there are, and what a file must agree with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from romberg.knowledge.editions import edition_on, latest, rows_of
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.source import Source

Key = tuple[str, str]


def key(mac: str, locality: str) -> Key:
    """A contractor and a locality with the zeros that a spreadsheet lost: 2102 and 0 are 02102 and 00."""
    return mac.zfill(5), locality.zfill(2)


def _keys(table: str, on: date | None) -> frozenset[Key]:
    edition = edition_on(table, on) if on else latest(table)
    return frozenset(rows_of(table, edition).select("mac", "locality").iter_rows()) if edition else frozenset()


def prove_count(source: Source, count: int, year: int) -> None:
    """A Refusal where a file has more or fewer localities than its year: 112 until 2023, 109 since."""
    known = 112 if year <= 2023 else 109
    if count not in (known, len(_keys("zips", None))):
        what = f"it has {count} localities, and {year} has {known}"
        raise Refusal(source.origin, what, "get the file from cms.gov itself, whole and not edited")


def prove_keys(source: Source, found: Iterable[Key], year: int) -> None:
    """A Refusal where the localities of a file are neither those of its year nor of the year before.

    Where Medicare draws them anew, the ZIP list of the new year tells so and is to be imported first.
    """
    given = frozenset(found)
    known = {f"the indices of {one}": _keys("localities", date(one, 12, 31)) for one in (year, year - 1, year + 1)}
    known["the ZIP code list"] = _keys("zips", None)
    if any(given == keys for keys in known.values() if keys):
        return
    name, nearest = min(((name, keys) for name, keys in known.items() if keys), key=lambda one: len(one[1] ^ given))
    what = (
        f"its {len(given)} localities are not those of {name} ({len(nearest)}): "
        f"{_shown(nearest - given, 'missing')}{_shown(given - nearest, 'unknown')}"
    )
    fix = (
        f"get the file from cms.gov itself; if Medicare drew new localities for {year}, import its ZIP code list first"
    )
    raise Refusal(source.origin, what.rstrip("; "), fix)


def _shown(keys: frozenset[Key], word: str) -> str:
    if not keys:
        return ""
    some = ", ".join("/".join(one) for one in sorted(keys)[:4])
    return f"{len(keys)} {word} ({some}{' …' if len(keys) > 4 else ''}); "
