"""What the note supports: units by the payer's way of counting, with modifiers and the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from romberg.facts import Facts
from romberg.knowledge import codes
from romberg.knowledge.payers import Card
from romberg.report.values import Header, SupportedLine, UnitCounts
from romberg.visit import Visit

Row = Mapping[str, Any]
_WAYS = ("cms", "ama", "strict_fifteen")
_DISCIPLINE = {"PT": "GP", "OT": "GO", "SLP": "GN"}
_ASSISTANT = {"PT": "CQ", "OT": "CO"}
_NAMES = {
    "cms": "the pooled 8-minute rule (CMS)",
    "ama": "the midpoint rule for each code (AMA)",
    "strict_fifteen": "15 full minutes a unit",
}


Supported = tuple[UnitCounts, tuple[SupportedLine, ...]]


def of_facts(headers: Sequence[Header], facts: Facts) -> list[Supported]:
    """For each visit of a call its units under every way of counting, and the lines to bill."""
    return [_supported(header, *one) for header, one in zip(headers, _rows(facts), strict=True)]


def _rows(facts: Facts) -> Iterator[tuple[list[dict[str, Any]], frozenset[str]]]:
    """For each visit: its counted rows, and the codes that a statute excludes there."""
    rows: list[list[dict[str, Any]]] = [[] for _ in facts.sources]
    for row in facts.units.iter_rows(named=True):
        rows[row["visit"]].append(row)
    excluded: list[set[str]] = [set() for _ in facts.sources]
    chosen = facts.lines.select("visit", "code", "supported_code", "is_excluded_chiropractic")
    for visit, code, found, is_excluded in chosen.iter_rows():
        if is_excluded:
            excluded[visit] |= {code, found}
    return zip(rows, map(frozenset, excluded), strict=True)


def _supported(header: Header, rows: list[dict[str, Any]], excluded: frozenset[str]) -> Supported:
    counts = unit_counts(rows, header.card)
    return counts, supported_lines(rows, counts, header.coded.visit, header.card, excluded)


def unit_counts(rows: Sequence[Row], card: Card) -> UnitCounts:
    """The units of a visit under each way of counting; for an unknown way the lower of CMS and AMA is followed."""
    by_way = {way: {row["code"]: row[f"units_{way}"] or 0 for row in rows} for way in _WAYS}
    totals = {way: sum(units.values()) for way, units in by_way.items()}
    way = _followed(card, totals)
    pool = next((row["minutes_to_next"] for row in rows if row["minutes_to_next"] is not None), None)
    return UnitCounts(**by_way, counted_by=way, minutes_to_next=pool, says=_counted_how(card, way, totals))


def _followed(card: Card, totals: Mapping[str, int]) -> str:
    if card.counting != "unknown":
        return card.counting
    return min(("cms", "ama"), key=lambda way: totals[way])


def _counted_how(card: Card, way: str, totals: Mapping[str, int]) -> str:
    if card.counting != "unknown":
        return f"{card.title} counts by {_NAMES[way]}."
    asked = f"How {card.title} counts is not known"
    if totals["cms"] == totals["ama"]:
        return f"{asked}; CMS and AMA both give {_units(totals[way])}."
    return f"{asked}: CMS gives {_units(totals['cms'])}, AMA {_units(totals['ama'])}; bill the lower until you know."


def _units(count: int) -> str:
    return "1 unit" if count == 1 else f"{count} units"


def supported_lines(
    rows: Sequence[Row], counts: UnitCounts, visit: Visit, card: Card, excluded: frozenset[str]
) -> tuple[SupportedLine, ...]:
    """The lines to bill: units an assistant furnished apart from the others; codes without a unit stay, with 0."""
    return tuple(line for row in rows for line in _lines(row, counts.counted_by, visit, card, excluded))


def _lines(row: Row, way: str, visit: Visit, card: Card, excluded: frozenset[str]) -> Iterator[SupportedLine]:
    units, minutes, own = row[f"units_{way}"] or 0, row["minutes"], row["assistant_minutes"]
    plain = _modifiers(row["code"], visit, card, row["code"] in excluded)
    mark = _ASSISTANT.get(visit.discipline or "") if card.assistant_modifier else None
    carrying = (row[f"assistant_units_{way}"] or 0) if mark else 0
    to_next = _to_next(row, way)
    says = _says(row, way, card)
    if mark is None or carrying in (0, units):
        modifiers = (*plain, mark) if mark and carrying and units else plain
        yield SupportedLine(row["code"], units, minutes, own, modifiers, says, to_next)
        return
    rest = None if minutes is None else minutes - own
    yield SupportedLine(row["code"], units - carrying, rest, 0, plain, says, to_next)
    yield SupportedLine(row["code"], carrying, own, own, (*plain, mark), says, to_next)


def _modifiers(code: str, visit: Visit, card: Card, excluded: bool) -> tuple[str, ...]:
    known = codes.get(code)
    therapy = known is not None and known.therapy != "no"
    discipline = _DISCIPLINE.get(visit.discipline or "") if card.therapy_modifiers and therapy else None
    telehealth = "95" if visit.setting == "telehealth" else None
    return tuple(one for one in (discipline, telehealth, "GY" if excluded else None) if one)


def _to_next(row: Row, way: str) -> int | None:
    """Minutes missing to one unit more of this code; by CMS, of the visit's pool."""
    if not row["timed"] or row["minutes"] is None:
        return None
    if way == "cms":
        pool: int | None = row["minutes_to_next"]
        return pool
    clock = row["unit_minutes"] or 15
    units = row[f"units_{way}"] or 0
    wanted = clock * units + clock // 2 + 1 if way == "ama" else clock * (units + 1)
    return max(0, int(wanted - row["minutes"]))


def _says(row: Row, way: str, card: Card) -> str:
    units = row[f"units_{way}"]
    if not row["timed"]:
        return "Counted once a day, whatever its minutes."
    if units is None:
        return "No minutes stand in the note for it, so no unit is supported."
    told = f"{row['minutes']} min make {_units(units)} by {_NAMES[way]}"
    if way == "cms":
        told += _pooled(row)
    if card.counting == "unknown" and row["units_cms"] != row["units_ama"]:
        told += f"; CMS would give {row['units_cms']}, AMA {row['units_ama']}"
    if row[f"assistant_units_{way}"] is None and row["assistant_minutes"]:
        told += "; how many of them are the assistant's is not settled by any rule read"
    return told + "."


def _pooled(row: Row) -> str:
    full, left = divmod(row["minutes"], row["unit_minutes"] or 15)
    units = row["units_cms"]
    if row["tie_cms"]:
        return "; its remainder ties with another code's, and the clinician may choose which of them gets the unit"
    if units > full and left < 8:
        return f": its {left} minutes beyond {full} full quarter hours are the most that is left in the visit's pool"
    if units <= full and left >= 8:
        return f": its {left} minutes left over are used up in the visit's pool of minutes"
    return ""
