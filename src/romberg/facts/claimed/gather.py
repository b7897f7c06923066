"""From claim lines to the two frames of facts: every column that claims tell, and null for all others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

import numpy as np
import polars as pl

from romberg.facts import catalogue
from romberg.facts.claimed import code, line, pairs, visit
from romberg.facts.claimed.columns import Columns, every, some
from romberg.facts.claimed.eras import day_of, eras, of_pairs
from romberg.facts.claimed.lines import Array, ClaimLines, kinds
from romberg.facts.claimed.services import services
from romberg.facts.claimed.source import _MANIPULATION, _OF_MODIFIER, _TREATS, setting, source, visit_of
from romberg.facts.pairs import setting_of
from romberg.knowledge import payers, taxonomy
from romberg.knowledge.payers import Family

DISCIPLINES = (None, "PT", "OT", "SLP", "DC", "MD")
_FAMILIES = list(get_args(Family))


@dataclass(frozen=True, slots=True, eq=False)
class ClaimFacts:
    """The facts of some claim lines: `visits` has a row a visit, `lines` a row a line, columns that claims tell.

    `own` are the columns of a line itself; `of_visit` gives the visit of each line.
    """

    visits: Columns
    lines: Columns
    of_visit: Array

    @property
    def count(self) -> int:
        """How many visits there are."""
        return int(self.of_visit[-1]) + 1 if len(self.of_visit) else 0

    def lines_of(self, name: str) -> pl.Series:
        """One fact of every line."""
        return every(self.lines[name])

    def frame(self, grain: catalogue.Grain, names: Iterable[str]) -> pl.DataFrame:
        """Some facts as a frame, a row each visit or line; those that claims do not tell are null."""
        count = self.count if grain == "visit" else len(self.of_visit)
        of_visit = self.of_visit.astype(np.uint32)
        held, empty = [], []
        for name in dict.fromkeys(names):
            if grain == "line" and name in self.lines:
                held.append(every(self.lines[name]).alias(name))
            elif name in self.visits:
                own = self.visits[name]
                held.append((every(own) if grain == "visit" else some(own, of_visit)).alias(name))
            else:
                empty.append(pl.lit(None, catalogue.schema((name,))[name]).alias(name))
        frame = pl.DataFrame(held) if held else pl.DataFrame({"_": np.zeros(count, bool)})
        return frame.with_columns(empty).drop("_", strict=False)

    def some(self, grain: catalogue.Grain, rows: Array, names: Iterable[str]) -> pl.DataFrame:
        """The same for some rows alone."""
        own = rows.astype(np.uint32)
        visits = self.of_visit[rows].astype(np.uint32) if grain == "line" else own
        held = {
            name: some(self.lines[name], own)
            if grain == "line" and name in self.lines
            else some(self.visits[name], visits)
            for name in dict.fromkeys(names)
            if (grain == "line" and name in self.lines) or name in self.visits
        }
        kinds_of = catalogue.schema(tuple(name for name in dict.fromkeys(names) if name not in held))
        return pl.DataFrame(held).with_columns(pl.lit(None, kind).alias(name) for name, kind in kinds_of.items())


def facts_of(lines: ClaimLines) -> ClaimFacts:
    """Every fact that claims tell, of some lines in their total order."""
    of_visit = eras(lines.day, [lines.cards[at] for at in np.unique(lines.card)])
    era = of_visit[lines.visit]
    whose, where = disciplines_of(lines), np.zeros(len(lines.day), np.int64)
    settings = [setting(place) for place in lines.places]
    named = tuple(dict.fromkeys([*settings, ""]))
    where = np.array([named.index(one) for one in settings] or [0])[lines.place]
    hospital = np.array([one == code.HOSPITAL for one in named])[where]
    by_code, adds = code.code_columns(lines, era, whose, hospital, DISCIPLINES)
    held = services(lines)
    contexts, context = _contexts(lines, where, named)
    carries = _assistants(lines, whose)
    families = _families(lines)
    columns_of_lines: Columns = {
        **by_code,
        **line.modifier_columns(lines, era),
        **line.own_columns(lines, held, list(lines.codes), carries),
        **line.sum_columns(lines),
        **line.pointer_columns(lines),
        **line.wanted_column(lines, families, _FAMILIES),
        **pairs.pair_columns(lines, held, pairs.pairs(lines, held, context, contexts), adds["is_add_on"]),
    }
    columns_of_visits: Columns = {
        "visit": pl.Series("visit", np.arange(len(lines.day)), pl.Int64),
        **visit.card_columns(lines, of_visit, whose, where, [DISCIPLINES, named]),
        **visit.head_columns(lines),
        **visit.day_columns(lines),
        **visit.diagnosis_columns(lines, whose, DISCIPLINES),
        **visit.sum_columns(lines, adds),
    }
    return ClaimFacts(columns_of_visits, columns_of_lines, lines.visit)


def disciplines_of(lines: ClaimLines) -> Array:
    """Whose each visit was, a place in DISCIPLINES: by taxonomy, else by the plan a line names, else by its codes."""
    known = [taxonomy.get(one) if one else None for one in lines.taxonomies]
    mine = np.array([DISCIPLINES.index(one.discipline or None) if one else 0 for one in known] or [0])[lines.taxonomy]
    treats = np.isin(mine, [DISCIPLINES.index(one) for one in _TREATS])
    plans = [next((_OF_MODIFIER[one] for one in held if one in _OF_MODIFIER), None) for held in lines.modifier_lists]
    told = np.array([DISCIPLINES.index(one) for one in plans] or [0])[lines.modifiers]
    first = _first_told(told, lines)
    manipulated = np.array([one in _MANIPULATION for one in lines.codes] or [False])[lines.code]
    moved = np.logical_or.reduceat(manipulated, lines.first) if len(told) else manipulated
    by_codes = np.where(moved, DISCIPLINES.index("DC"), 0)
    return np.where(treats, mine, np.where(first > 0, first, np.where(mine > 0, mine, by_codes)))


def _first_told(told: Array, lines: ClaimLines) -> Array:
    """The first number above nothing among the lines of each visit; 0 where there is none."""
    count = len(told)
    if not count:
        return told
    places = np.where(told > 0, np.arange(count), count)
    least = np.minimum.reduceat(places, lines.first)
    return np.where(least < count, told[np.minimum(least, count - 1)], 0)


def _contexts(lines: ClaimLines, where: Array, named: tuple[str, ...]) -> tuple[list[pairs.Context], Array]:
    """For each visit which edits hold: its setting, its stretch of days and the payer's own pairs."""
    era = of_pairs(lines.day)
    own = eras(lines.day, [lines.cards[at] for at in np.unique(lines.card)])
    which, places = kinds(lines.card, era - era.min(initial=0), own - own.min(initial=0), where)
    found = []
    for at in places:
        card = payers.card(lines.cards[lines.card[at]], day_of(int(own[at])))
        held = source(visit_of(day_of(int(era[at])), None, named[where[at]], ()), (), card)
        found.append(pairs.Context(setting_of(held), int(era[at]), card.own_pairs))
    distinct = {one: at for at, one in enumerate(dict.fromkeys(found))}
    return list(distinct), np.array([distinct[one] for one in found] or [0])[which]


def _assistants(lines: ClaimLines, whose: Array) -> Array:
    """Whether a line carries the modifier of an assistant of its visit's discipline."""
    of = whose[lines.visit]
    with_pta, with_ota = (np.array([one in held for held in lines.modifier_lists] or [False]) for one in ("CQ", "CO"))
    pt, ot = of == DISCIPLINES.index("PT"), of == DISCIPLINES.index("OT")
    carries: Array = (pt & with_pta[lines.modifiers]) | (ot & with_ota[lines.modifiers])
    return carries


def _families(lines: ClaimLines) -> Array:
    """The family of each visit's payer, a place among all families."""
    found = [_FAMILIES.index(payers.card(one, payers.verified_through(one)).family) for one in lines.cards]
    return np.array(found or [0])[lines.card]
