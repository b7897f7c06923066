"""Codes of one visit beside one another, pair by pair of services: edits, distinct modifiers, add-ons, payers' pairs.

What the tables say of two codes is looked up once for each pair of codes that meets, on its stretch of days.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import polars as pl

from romberg.facts import catalogue
from romberg.facts.claimed.columns import Columns, whole
from romberg.facts.claimed.eras import day_of
from romberg.facts.claimed.lines import Array, ClaimLines, kinds
from romberg.facts.claimed.services import Services
from romberg.facts.pairs import _MANIPULATION as MANIPULATION
from romberg.facts.pairs import _SAME_REGION_NOT_APART as SAME_REGION
from romberg.knowledge import codes, tables
from romberg.knowledge.pairs import Setting, edit_pair

_KEPT = 200_000
_FAR = np.iinfo(np.int64).max
_AT = 1 << 40  # more lines than a bucket holds


class Said(NamedTuple):
    """What the tables say of a code (first) beside another: of the edit, of add-ons, of the payer's own pairs.

    `unpaid` is true where the edit may leave the first code unpaid, null where nobody knows; `paid` where the first
    stands in column one of an edit; `none` where it is known that no edit pairs the two.
    """

    unpaid: bool
    unknown: bool
    never: bool
    mark: str | None
    paid: bool
    none: bool
    beside: bool
    own: int


@lru_cache(maxsize=_KEPT)
def said(code: str, other: str, setting: Setting, day: int, own: tuple[str, ...]) -> Said:
    """What the tables of a day (counted from 1970) say of a code beside another."""
    on = day_of(day)
    edit = edit_pair(code, other, on, setting)
    role = edit.role(code) if edit else ""
    live = edit is not None and edit.status == "edit"
    unknown = edit is not None and edit.status == "unknown"
    known = codes.get(code) is not None and codes.get(other) is not None
    return Said(
        unpaid=live and role != "column one",
        unknown=unknown,
        never=live and edit is not None and edit.indicator == 0,
        mark=edit.mark if live and edit else None,
        paid=live and role == "column one",
        none=known if edit is None else edit.status == "none",
        beside=other in tables.add_on_to(on).get(code, ()),
        own=next((at for at, pair in enumerate(own) if _is(pair, code, other)), -1),
    )


def _is(pair: str, code: str, other: str) -> bool:
    """Whether a payer's own pair leaves a code unpaid beside another."""
    paid, _, unpaid = pair.partition("+")
    return (paid, unpaid) == (other, code)


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Every service of a visit beside every other of it: `mine` and `theirs` are services, `said` a place in `told`."""

    mine: Array
    theirs: Array
    said: Array
    told: list[Said]


class Context(NamedTuple):
    """Which tables answer for a visit: the setting, the stretch of days (by its first one), the payer's own pairs."""

    setting: Setting
    on: int
    own: tuple[str, ...]


def pairs(lines: ClaimLines, held: Services, context: Array, contexts: list[Context]) -> Pairs:
    """The pairs of services; `context` tells for each visit which tables answer, a place in `contexts`."""
    if not len(held.visit):
        return Pairs(held.visit, held.visit, held.visit, [])
    count = np.bincount(held.visit, minlength=len(lines.day))
    first = np.cumsum(count) - count
    many = np.flatnonzero(count[held.visit] > 1)
    sizes = count[held.visit[many]]
    mine = np.repeat(many, sizes)
    begin = np.repeat(np.cumsum(sizes) - sizes, sizes)
    theirs = np.arange(len(mine)) - begin + first[held.visit[mine]]
    apart = mine != theirs
    mine, theirs = mine[apart], theirs[apart]
    number, place = kinds(context[held.visit[mine]], held.code[mine], held.code[theirs])
    met = (context[held.visit[mine[place]]], held.code[mine[place]], held.code[theirs[place]])
    told_of = [
        said(lines.codes[one], lines.codes[other], *contexts[at])
        for at, one, other in zip(*(one.tolist() for one in met), strict=True)
    ]
    return Pairs(mine, theirs, number, told_of)


def pair_columns(lines: ClaimLines, held: Services, found: Pairs, add_ons: Array) -> Columns:
    """All facts of a line beside the other codes of its visit; `add_ons` tells which lines bill an add-on."""
    return {
        **_edits(lines, held, found),
        **_placed(lines, held, found, add_ons),
        **_own(lines, held, found),
    }


def _flag(found: Pairs, name: str) -> Array:
    """One of the truths that the tables tell of each pair."""
    if not len(found.said):
        return found.said > 0
    of_kind: Array = np.array([getattr(one, name) for one in found.told])
    return of_kind[found.said]


def _edits(lines: ClaimLines, held: Services, found: Pairs) -> Columns:
    """The gravest edit under which a line is not paid, as for one visit: never first, then unparted, then in order."""
    unknown, never = _flag(found, "unknown"), _flag(found, "never")
    on = np.flatnonzero(_flag(found, "unpaid") | unknown)
    mine, theirs, unknown, never = found.mine[on], found.theirs[on], unknown[on], never[on]
    lesser = np.where(never, 0, 2 * _AT)
    plain, parted, any_line = held.first_plain[theirs], held.first_parted[theirs], held.first_line[theirs]
    as_plain = np.where(unknown, 2 * _AT + any_line, lesser + np.where(plain < _FAR, plain, _AT + parted))
    as_parted = np.where(unknown, 2 * _AT + any_line, lesser + _AT + any_line)
    best = np.stack([_least(as_plain, mine, len(held.visit)), _least(as_parted, mine, len(held.visit))])
    of_line = best[held.parted.astype(np.int64), held.of_line]
    has = of_line < _FAR
    partner = np.where(has, of_line % _AT, 0)
    said_of = _said_of(found, held, has, partner)
    unknowns = np.array([*(one.unknown for one in found.told), False])[said_of]
    known = has & ~unknowns
    nevers = np.array([*(one.never for one in found.told), False])[said_of]
    either = held.parted | held.parted[partner] if len(partner) else held.parted
    names = pl.Series("ncci_partner", lines.codes, pl.Categorical).gather(lines.code[partner].astype(np.uint32))
    marks = catalogue.column("ncci_mark", [*(one.mark for one in found.told), None]).gather(said_of.astype(np.uint32))
    region = _among(lines, SAME_REGION)[lines.code] & _among(lines, MANIPULATION)[lines.code[partner]]
    return {
        "ncci_partner": names.set(pl.Series(~has), None),
        "ncci_never": whole("ncci_never", nevers, known),
        "ncci_parted": whole("ncci_parted", either, known),
        "is_region_pair": whole("is_region_pair", region, known),
        "ncci_mark": marks.set(pl.Series(~known), None),
        "ncci_both": _both(lines, partner, known),
    }


def _among(lines: ClaimLines, some: frozenset[str]) -> Array:
    return np.array([code in some for code in lines.codes], bool)


def _least(values: Array, mine: Array, services: int) -> Array:
    """The least value of each service; far away where it has none. Pairs stand by service."""
    least = np.full(services, _FAR)
    if len(mine):
        first = np.flatnonzero(np.append(True, mine[1:] != mine[:-1]))
        least[mine[first]] = np.minimum.reduceat(values, first)
    return least


def _said_of(found: Pairs, held: Services, has: Array, partner: Array) -> Array:
    """The place in `told` of each line's pair with its partner; the last place where it has none."""
    nothing = np.full(len(has), len(found.told), np.int64)
    at = np.flatnonzero(has)
    if len(at):
        services = len(held.visit)
        every = found.mine.astype(np.int64) * services + found.theirs
        wanted = held.of_line[at] * services + held.of_line[partner[at]]
        nothing[at] = found.said[np.searchsorted(every, wanted)]
    return nothing


def _both(lines: ClaimLines, partner: Array, known: Array) -> pl.Series:
    """Both codes as a sentence quotes them: nothing but numbers stands behind a claim's lines."""
    quoted = pl.Series([f"“{code}”" for code in lines.codes], dtype=pl.String)
    one, other = (quoted.gather(places.astype(np.uint32)) for places in (lines.code, lines.code[partner]))
    frame = pl.DataFrame({"one": one, "other": other, "known": known})
    both = pl.when("known").then(pl.format("{} and {}", "one", "other"))
    return frame.select(both.alias("ncci_both")).to_series()


def _placed(lines: ClaimLines, held: Services, found: Pairs, add_ons: Array) -> Columns:
    """Add-ons, pairs without an edit, and on which code of a pair the distinct modifier stands."""
    services = len(held.visit)
    beside = np.bincount(found.mine, _flag(found, "beside"), services) > 0
    paid = _flag(found, "paid")
    edited = np.bincount(found.mine, paid | _flag(found, "unpaid"), services) > 0
    first = np.bincount(found.mine, paid, services) > 0
    parted_first = np.bincount(found.mine, paid & held.last_parted[found.theirs], services) > 0
    open_beside = np.bincount(found.mine, ~_flag(found, "none"), services) > 0
    mine = held.of_line
    counts = held.parted & edited[mine]
    return {
        "is_alone": whole("is_alone", ~beside[mine], add_ons),
        "distinct_on_column_one": whole("distinct_on_column_one", counts & first[mine] & ~parted_first[mine]),
        "distinct_on_both": whole("distinct_on_both", counts & parted_first[mine]),
        "no_edit_beside": _without_edit(lines, held, found, held.parted & ~open_beside[mine]),
    }


def _without_edit(lines: ClaimLines, held: Services, found: Pairs, rows: Array) -> pl.Series:
    """The other codes of the visit, in their order, on lines of which it is known that no edit pairs them."""
    wanted = np.zeros(len(held.visit), bool)
    wanted[held.of_line[rows]] = True
    on = np.flatnonzero(wanted[found.mine]) if len(found.mine) else found.mine
    order = on[np.lexsort((held.first_line[found.theirs[on]], found.mine[on]))]
    codes_of = pl.Series(lines.codes, dtype=pl.String).gather(held.code[found.theirs[order]].astype(np.uint32))
    mates = pl.DataFrame({"service": found.mine[order], "codes": codes_of}).group_by("service", maintain_order=True)
    listed = mates.agg("codes")
    alone: list[list[str] | None] = [[], None]  # a code that stands alone in its visit, and lines that are not asked
    values = pl.concat([listed["codes"].cast(pl.List(pl.String)), pl.Series("codes", alone, pl.List(pl.String))])
    place = np.full(len(held.visit), len(listed))
    place[listed["service"].to_numpy()] = np.arange(len(listed))
    which = np.where(rows, place[held.of_line], len(listed) + 1)
    return values.gather(which.astype(np.uint32)).alias("no_edit_beside")


def _own(lines: ClaimLines, held: Services, found: Pairs) -> Columns:
    """The code with which the payer's own rules pair a line."""
    own = np.array([one.own for one in found.told] or [-1])[found.said] if len(found.said) else found.said
    on = np.flatnonzero(own >= 0) if len(own) else np.zeros(0, np.int64)
    partner = np.full(len(held.visit), -1, np.int64)
    for at in on[np.argsort(-own[on], kind="stable")]:  # the card's first pair last, so that it stands
        partner[found.mine[at]] = found.theirs[at]
    mine = partner[held.of_line]
    has = mine >= 0
    code = held.code[np.where(has, mine, 0)] if len(held.code) else mine
    names = pl.Series("own_pair", lines.codes, pl.Categorical).gather(code.astype(np.uint32))
    parted = held.parted | (held.last_parted[np.where(has, mine, 0)] if len(held.code) else has)
    return {
        "own_pair": names.set(pl.Series(~has), None),
        "own_pair_parted": whole("own_pair_parted", parted, has),
    }
