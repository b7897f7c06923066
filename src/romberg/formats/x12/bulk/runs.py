"""A window of segments cut into runs, and what the segments of one kind say in each run."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from romberg.formats.x12.bulk.table import Table, fields


class Told(NamedTuple):
    """What some segments say: the run in which each stands, and one element of each; in their order."""

    runs: pl.Series
    values: pl.Series

    def where(self, mask: pl.Series) -> Told:
        """Those that a mask chooses."""
        return Told(self.runs.filter(mask), self.values.filter(mask))


class Runs(NamedTuple):
    """A window cut where something begins (a level, a claim, a line); run 0 is what stands before the first.

    `of` gives each segment its run, `kinds` what each run is.
    """

    held: Table
    of: pl.Series
    kinds: pl.Series

    def named(self, name: str) -> Told:
        """The segments of a name, each as its whole text."""
        mask = self.held.where(name)
        return Told(self.of.filter(mask), self.held.segments.filter(mask))

    def told(self, name: str, at: int) -> Told:
        """An element of each segment of a name."""
        found = self.named(name)
        return Told(found.runs, fields(found.values, self.held.signs.element, at)[0])

    def qualified(self, name: str, at: int, *qualifiers: str) -> list[Told]:
        """The same for each of some qualifiers (the first element, all of one length): of the segments that bear it."""
        element, found = self.held.signs.element, self.named(name)
        begins = found.values.str.slice(0, len(f"{name}{element}{qualifiers[0]}{element}"))
        told = []
        for one in qualifiers:
            bare = f"{name}{element}{one}"
            mine = found.where((begins == bare + element) | (begins == bare))
            told.append(Told(mine.runs, _element(mine.values, element, at, bare + element)))
        return told

    def last(self, told: Told, wanted: pl.Series) -> pl.Series:
        """For each wanted run the last thing that is told in it; empty where nothing is, null among numbers."""
        if len(told.runs) == len(wanted) and (told.runs == wanted).all():
            return told.values
        places = self._places(told.runs)[wanted]
        if not places.null_count() or told.values.dtype.is_numeric():
            return told.values[places]
        nothing = pl.Series([[] if told.values.dtype == pl.List else ""], dtype=told.values.dtype)
        if places.null_count() == len(places):
            return nothing.new_from_index(0, len(places))
        return pl.concat([told.values, nothing], rechunk=True)[places.fill_null(len(told.values))]

    def first(self, told: Told, wanted: pl.Series) -> pl.Series:
        """As `last`, with the first thing that is told in a run."""
        if not twice(told.runs):
            return self.last(told, wanted)
        return self.last(Told(told.runs.reverse(), told.values.reverse()), wanted)

    def of_kind(self, told: Told, kind: int) -> Told:
        """What is told in runs of one kind."""
        return told.where(self.kinds[told.runs] == kind)

    def _places(self, runs: pl.Series) -> pl.Series:
        """By run the number of the last of some things that stand in runs, null where none does."""
        nothing = pl.Series([None], dtype=pl.UInt32).new_from_index(0, len(self.kinds))
        return nothing.scatter(runs, pl.int_range(len(runs), dtype=pl.UInt32, eager=True))


def _element(texts: pl.Series, element: str, at: int, begins: str) -> pl.Series:
    """An element of segments that all begin alike; the second mostly is all that follows."""
    if at == 2:
        rest = texts.str.slice(len(begins))
        if not rest.str.contains(element, literal=True).any():
            return rest
    return fields(texts, element, at)[0]


def twice(runs: pl.Series) -> bool:
    """Whether two of some things stand in one run; the runs are in order."""
    return bool((runs.slice(1) == runs.head(max(0, len(runs) - 1))).any())
