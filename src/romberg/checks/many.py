"""Rules over many facts at once: which rows each rule fails on or leaves undecided, and its words for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl

from romberg.checks.audit import sentence, with_parameters
from romberg.checks.rule import Rule
from romberg.facts.catalogue import Grain

Array = np.ndarray[Any, Any]
Frame = Callable[[Grain, Iterable[str]], pl.DataFrame]
_SETS = 16
_KEYS = ("service_date", "payer", "code")


@dataclass(frozen=True, slots=True)
class Hits:
    """The rows on which one rule failed, and those that the record leaves undecided."""

    rule: Rule
    failed: Array
    unknown: Array


def hits(frame: Frame, rules: Sequence[Rule]) -> list[Hits]:
    """What each rule says of all rows of its grain; `frame` gives the columns of a grain that are asked for."""
    found = []
    for grain in ("visit", "line"):
        chosen = tuple(rule for rule in rules if rule.grain == grain)
        if chosen:
            ready = with_parameters(frame(grain, _needed(chosen)), chosen)
            told = ready.lazy().select(_violated(chosen)).collect()
            found += [_hits(rule, told[rule.name]) for rule in chosen]
    return found


@lru_cache(maxsize=_SETS)
def _violated(rules: tuple[Rule, ...]) -> list[pl.Expr]:
    """A column a rule: true where it fails, null where the record leaves it undecided."""
    return [rule.violated().alias(rule.name) for rule in rules]


def _hits(rule: Rule, violated: pl.Series) -> Hits:
    undecided = violated.is_null() if violated.null_count() else None
    failed = violated.fill_null(False).arg_true() if violated.any() else pl.Series([], dtype=pl.UInt32)
    unknown = pl.Series([], dtype=pl.UInt32) if undecided is None else undecided.arg_true()
    return Hits(rule, failed.to_numpy(), unknown.to_numpy())


@lru_cache(maxsize=_SETS)
def _needed(rules: tuple[Rule, ...]) -> tuple[str, ...]:
    """The facts that decide about the rules of a grain."""
    found: dict[str, None] = {"service_date": None}
    for rule in rules:
        deciding = (rule.applies, rule.fails, *((rule.blocks_when,) if rule.blocks_when is not None else ()))
        named = [name for one in deciding for name in one.meta.root_names() if not name.startswith("@")]
        found |= dict.fromkeys([*named, *(("payer_family",) if rule.payers else ())])
    return tuple(found)


def told(rule: Rule, rows: pl.DataFrame) -> pl.DataFrame:
    """The outcome, severity and sentence of some rows on which a rule failed or was left undecided.

    `rows` holds the facts that the rule reads, with day and payer. Rows of the same evidence share one sentence.
    """
    ready = with_parameters(rows, [rule])
    blocks = pl.lit(False) if rule.blocks_when is None else rule.blocks_when.fill_null(False)
    keys = [name for name in _KEYS if name in rows.columns]
    evidence = {f"evidence.{name}": one for name, one in rule.evidence.items()}
    missing = {f"missing.{path}": pl.col("@" + path).is_null() for path in rule.parameters()}
    seen = ready.select(*keys, violated=rule.violated(), blocks=blocks, **evidence, **missing)
    number = _numbered(seen, ["service_date"] if not missing else [])
    first = number.arg_unique().sort()
    chosen = seen[first].to_dicts()
    sentences = {one: sentence(rule, row) for one, row in zip(number.gather(first).to_list(), chosen, strict=True)}
    return seen.select(
        outcome=pl.when(pl.col("violated")).then(pl.lit("fail")).otherwise(pl.lit("unknown")),
        severity=pl.when("blocks").then(pl.lit("blocks")).otherwise(pl.lit(rule.severity)),
        says=pl.lit(number.replace_strict(sentences, return_dtype=pl.String)),
    )


def _numbered(seen: pl.DataFrame, without: Sequence[str]) -> pl.Series:
    """A number for each row, equal where all cells are equal but those of some columns."""
    told = seen.drop(without)
    lists = [name for name, kind in told.schema.items() if isinstance(kind, pl.List)]
    texts = told.with_columns(pl.col(name).list.join("\x1f", ignore_nulls=False) for name in lists)
    return texts.hash_rows()


def facts_told(rule: Rule) -> tuple[str, ...]:
    """The facts that a rule's sentences and decisions read, beside day and payer."""
    keys = _KEYS if rule.grain == "line" else _KEYS[:-1]
    named = [name for name in sorted(rule.reads()) if not name.startswith("@")]
    return tuple(dict.fromkeys([*keys, "payer_family", *named]))
