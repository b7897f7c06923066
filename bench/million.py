"""A million lines: what each rule costs once their facts are there."""

from __future__ import annotations

import time
from collections.abc import Sequence

import polars as pl

from bench.invented import note
from bench.measures import Figure
from romberg import checks, coding, facts, notes
from romberg.checks.audit import flags
from romberg.checks.rule import Rule
from romberg.knowledge import payers

ROWS = 1_000_000
_NOTES = 400  # read, coded and counted once; their facts are laid end to end until there are enough rows


def figures(seed: int) -> list[Figure]:
    """Milliseconds of processor a rule and million rows, all rules of a grain in one pass, their parameters too."""
    found, rules, spent = _facts(seed), checks.rules(), 0.0
    for grain, frame in (("visit", found.visits), ("line", found.lines)):
        mine, many = [one for one in rules if one.grain == grain], _repeated(frame)
        spent += min(_spent(many, mine) for _ in range(3))
    return [Figure(f"a rule on a million rows, of {len(rules)} in one pass", spent * 1000 / len(rules), "ms", 3)]


def _facts(seed: int) -> facts.Facts:
    coded = [coding.code(notes.read(note(seed + at))) for at in range(_NOTES)]
    cards = [payers.card("medicare", one.visit.service_date or payers.verified_through("medicare")) for one in coded]
    return facts.of(coded, [None] * len(coded), cards)


def _repeated(frame: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([frame] * (ROWS // frame.height + 1)).head(ROWS).rechunk()


def _spent(frame: pl.DataFrame, rules: Sequence[Rule]) -> float:
    """Processor seconds for whether each rule fails, passes or is undecided on every row."""
    start = time.process_time()
    flags(frame, rules)
    return time.process_time() - start
