"""A million lines: what each rule costs once their facts are there, and what asking rule by rule would cost."""

from __future__ import annotations

import time
from collections.abc import Sequence

import polars as pl

from bench.invented import note
from bench.measures import Figure
from romberg import checks, coding, facts, notes
from romberg.checks.audit import with_parameters
from romberg.checks.rule import Rule
from romberg.knowledge import payers

ROWS = 1_000_000
_NOTES = 400
_SINGLY = 12  # rules that are asked one by one, for comparison


def figures(seed: int) -> list[Figure]:
    """Milliseconds of processor a rule and million rows, all rules of a grain in one pass."""
    found = _facts(seed)
    together, alone = 0.0, []
    rules = checks.rules()
    for grain, frame in (("visit", found.visits), ("line", found.lines)):
        mine = [one for one in rules if one.grain == grain]
        ready = with_parameters(_repeated(frame), mine)
        together += min(_spent(ready, mine) for _ in range(3))
        step = max(1, len(mine) // _SINGLY)
        alone += [_spent(ready, [one]) for one in mine[::step]]
    each, singly = together * 1000 / len(rules), sum(alone) * 1000 / len(alone)
    return [
        Figure(f"a rule on a million rows, of {len(rules)} in one pass", each, "ms", 3),
        Figure("the same, times a rule by itself", singly / each, "x", 3, more_is_better=True),
    ]


def _facts(seed: int) -> facts.Facts:
    coded = [coding.code(notes.read(note(seed + at))) for at in range(_NOTES)]
    cards = [payers.card("medicare", one.visit.service_date or payers.verified_through("medicare")) for one in coded]
    return facts.of(coded, [None] * len(coded), cards)


def _repeated(frame: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([frame] * (ROWS // frame.height + 1)).head(ROWS)


def _spent(ready: pl.DataFrame, rules: Sequence[Rule]) -> float:
    """Processor seconds for whether each rule fails, passes or is undecided on every row."""
    start = time.process_time()
    ready.lazy().select(one.violated().alias(one.name) for one in rules).collect()
    return time.process_time() - start
