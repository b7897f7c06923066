"""The sentences that tell a therapist how minutes became units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Row = dict[str, Any]  # one row of `units.count`, with its `unit_minutes`


def cms(rows: Sequence[Row], missing: int | None) -> str:
    """How the pooled 8-minute rule made these units, and how far the next one is."""
    pool = [row for row in rows if pooled(row)]
    said = [_total(pool), _shares(pool), _missing(pool, missing), *_outside(rows)]
    return " ".join(sentence for sentence in said if sentence)


def ama(rows: Sequence[Row]) -> str:
    """How the midpoint rule made these units, and where pooling gives another number."""
    said = [
        _each(rows, "ama", "Each code by itself earns a unit once more than half of its time is spent"),
        _unlike(rows),
    ]
    return " ".join(sentence for sentence in (*said, *_outside(rows)) if sentence)


def strict_fifteen(rows: Sequence[Row]) -> str:
    """How full units were counted, and which codes earn more by the usual rules."""
    said = [_each(rows, "strict_fifteen", "Only full time earns a unit, 15 minutes as a rule, each code by itself")]
    said += _usual([row for row in rows if _earns_more(row)])
    return " ".join(sentence for sentence in (*said, *_outside(rows)) if sentence)


def compared(totals: dict[str, int | None]) -> str:
    """The three totals in one line."""
    cms_total, ama_total, strict = (totals[way] for way in ("cms", "ama", "strict_fifteen"))
    return f"CMS (pooled): {_units(cms_total)}; AMA (midpoint): {_units(ama_total)}; 15 full minutes: {_units(strict)}."


def pooled(row: Row) -> bool:
    """Whether a code is timed in quarter hours and its minutes are known."""
    return bool(row["timed"]) and row["unit_minutes"] == 15 and row["minutes"] is not None


def joined(words: Iterable[str], last: str = "and") -> str:
    """Words as a person lists them: a, b and c."""
    *before, final = words
    return f"{', '.join(before)} {last} {final}" if before else final


def minutes(number: int) -> str:
    """A number of minutes in words."""
    return f"{number:,} minute" if number == 1 else f"{number:,} minutes"


def _units(number: int | None) -> str:
    if number is None:
        return "unknown"
    return {0: "no unit", 1: "1 unit"}.get(number, f"{number} units")


def _total(pool: Sequence[Row]) -> str:
    if not pool:
        return ""
    total, units = sum(row["minutes"] for row in pool), sum(row["units_cms"] for row in pool)
    support = "supports" if total == 1 else "support"
    if not units:
        return f"{minutes(total).replace(' minute', ' timed minute')} {support} no unit: the first needs 8."
    span = f"{15 * units - 7} to {15 * units + 7} minutes"
    return f"{total} timed minutes support {_units(units)} ({span})."


def _shares(pool: Sequence[Row]) -> str:
    spent = [row for row in pool if row["minutes"]]
    if len(spent) < 2 or not any(row["units_cms"] for row in pool):
        return ""
    full = [f"{row['code']} {row['minutes'] // 15}" for row in spent if row["minutes"] >= 15]
    first = f"Full quarter hours come first: {joined(full)}." if full else "No code fills a quarter hour."
    return f"{first} {_remainders(spent)}".strip()


def _remainders(spent: Sequence[Row]) -> str:
    tied = [row for row in spent if row["tie_cms"]]
    sure = [row for row in spent if _extra(row) and row not in tied]
    choice = sum(_extra(row) for row in tied)
    if not sure and not tied:
        over = sum(_left(row) for row in spent)
        return f"The {minutes(over)} left over make no further unit." if over else ""
    won = _won(sure, [row for row in spent if not _extra(row) and _left(row) and row not in tied], bool(tied))
    return f"{won} {_chosen(tied, choice)}".strip()


def _won(sure: Sequence[Row], lost: Sequence[Row], more: bool) -> str:
    if not sure:
        return ""
    winners = joined(
        f"{row['code']} ({minutes(_left(row))} left over)" for row in sorted(sure, key=_left, reverse=True)
    )
    losers = joined(f"{row['code']} ({_left(row)})" for row in sorted(lost, key=_left, reverse=True)) if lost else ""
    which = "One further unit each goes" if len(sure) > 1 else "One further unit goes" if more else "The last unit goes"
    return f"{which} to {winners}{f', ahead of {losers}' if losers else ''}."


def _chosen(tied: Sequence[Row], choice: int) -> str:
    if not tied:
        return ""
    codes = joined((row["code"] for row in tied), "or")
    here = joined(row["code"] for row in tied if _extra(row))
    unit = "The last unit may go" if choice == 1 else f"The last {choice} units may go"
    at = minutes(_left(tied[0]))
    return f"{unit} to {codes}, which tie at {at} left over: the clinician chooses; shown here on {here}."


def _missing(pool: Sequence[Row], missing: int | None) -> str:
    if not pool or missing is None:
        return ""
    units = sum(row["units_cms"] for row in pool)
    return f"{minutes(missing).replace(' minute', ' more timed minute')} would make it {units + 1}."


def _outside(rows: Sequence[Row]) -> list[str]:
    untimed = [row["code"] for row in rows if not row["timed"]]
    unknown = [row["code"] for row in rows if row["timed"] and row["minutes"] is None]
    said = []
    if untimed:
        is_, its = ("is", "its") if len(untimed) == 1 else ("are", "their")
        said.append(f"{joined(untimed)} {is_} untimed: 1 unit whatever {its} minutes, which stay out of the count.")
    if unknown:
        said.append(
            f"No minutes are known for {joined(unknown)}: those units are unknown, and only the others are counted."
        )
    said += [
        f"{row['code']} runs in units of {row['unit_minutes']} minutes and is counted by itself, outside the pool."
        for row in rows
        if row["timed"] and row["unit_minutes"] != 15 and row["minutes"] is not None
    ]
    return said


def _each(rows: Sequence[Row], way: str, rule: str) -> str:
    timed = [row for row in rows if row["timed"] and row["minutes"] is not None]
    if not timed:
        return ""
    return f"{rule}: {'; '.join(_one(row, way) for row in timed)}."


def _one(row: Row, way: str) -> str:
    units, spent, unit = row[f"units_{way}"], row["minutes"], row["unit_minutes"]
    needs = (unit // 2 + 1 if way == "ama" else unit) + units * unit - spent
    return f"{row['code']} {minutes(spent)}, {_units(units)}{f' ({needs} short of one)' if not units else ''}"


def _unlike(rows: Sequence[Row]) -> str:
    pool = [row for row in rows if pooled(row)]
    here, there = (sum(row[f"units_{way}"] for row in pool) for way in ("ama", "cms"))
    if here == there:
        return ""
    return f"That is {_units(here)} for the quarter-hour codes, where the pooled count of CMS gives {_units(there)}."


def _earns_more(row: Row) -> bool:
    return row["units_cms"] is not None and row["units_strict_fifteen"] < max(row["units_cms"], row["units_ama"])


def _usual(rows: Sequence[Row]) -> list[str]:
    alike = [row for row in rows if row["units_cms"] == row["units_ama"]]
    earned = joined(f"{_units(row['units_cms'])} for {row['code']}" for row in alike) if alike else ""
    by_both = [f"The CMS and the AMA count both give {earned}."] if alike else []
    return by_both + [
        f"{row['code']} earns {_units(row['units_cms'])} by CMS and {_units(row['units_ama'])} by AMA."
        for row in rows
        if row not in alike
    ]


def _left(row: Row) -> int:
    return int(row["minutes"] % 15)


def _extra(row: Row) -> bool:
    return bool(row["units_cms"] > row["minutes"] // 15)
