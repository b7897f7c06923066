"""Rules over many facts at once: which rows each rule fails on or leaves undecided, and its words for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, get_args

import numpy as np
import polars as pl

from romberg.checks import words
from romberg.checks.audit import sentence, with_parameters
from romberg.checks.rule import Rule, Severity
from romberg.facts.catalogue import Grain

Array = np.ndarray[Any, Any]
Frame = Callable[[Grain, Iterable[str]], pl.DataFrame]
_SETS = 16
_AS_THEY_ARE = (pl.String, pl.Categorical, pl.Int64, pl.Int32, pl.UInt32)  # kinds whose values read as they stand
_OUTCOMES, _SEVERITIES = pl.Enum(["fail", "unknown"]), pl.Enum(get_args(Severity))
_SIGN = "\x1f"  # between texts that are put together, and stands in none of them
_ASKED = re.compile(r'col\("(\w+)"\)\.(?:is_null|is_not_null|fill_null)\(')
_KEYS = ("service_date", "payer", "code")


@dataclass(frozen=True, slots=True)
class Hits:
    """The rows on which one rule failed, and those that the record leaves undecided."""

    rule: Rule
    failed: Array
    unknown: Array


def asks_whether_told(rule: Rule, known: Container[str]) -> bool:
    """Whether a rule takes the silence of a record as its answer about a fact that is not among those known.

    Where there is no record at all such a rule decides nothing: that a claim does not tell the minutes is no defect.
    """
    asked = (_ASKED.findall(str(one)) for one in (rule.applies, rule.fails))
    return any(name not in known for names in asked for name in names)


def hits(frame: Frame, rules: Sequence[Rule], known: Container[str] | None = None) -> list[Hits]:
    """What each rule says of all rows of its grain; `frame` gives the columns of a grain that are asked for.

    `known` are the facts that the record can tell, where there are others: a rule that asks whether one of those others
    is told at all leaves undecided what it would fail.
    """
    found = []
    for grain in ("visit", "line"):
        chosen = tuple(rule for rule in rules if rule.grain == grain)
        if chosen:
            ready = with_parameters(frame(grain, _needed(chosen)), chosen)
            told = ready.lazy().select(_violated(chosen)).collect()
            found += [_hits(rule, _sure(rule, told[rule.name], known)) for rule in chosen]
    return found


@lru_cache(maxsize=_SETS)
def _violated(rules: tuple[Rule, ...]) -> list[pl.Expr]:
    """A column a rule: true where it fails, null where the record leaves it undecided."""
    return [rule.violated().alias(rule.name) for rule in rules]


def _sure(rule: Rule, violated: pl.Series, known: Container[str] | None) -> pl.Series:
    if known is None or not asks_whether_told(rule, known):
        return violated
    return violated.set(violated.fill_null(False), None)


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


def told(rule: Rule, rows: pl.DataFrame, fails: Array) -> pl.DataFrame:
    """The outcome, severity and sentence of some rows, of which `fails` tells on which the rule fails.

    `rows` holds the facts that the rule reads, with day and payer; where it fails on all of them, those that its words
    and its severity hang on.
    """
    ready = with_parameters(rows, [rule]) if rule.parameters() else rows
    blocks = pl.lit(False) if rule.blocks_when is None else rule.blocks_when.fill_null(False)
    keys = [name for name in _KEYS if name in rows.columns]
    shown = _shown(rule) if fails.all() else tuple(rule.evidence)
    evidence = {f"evidence.{name}": rule.evidence[name] for name in shown}
    missing = {} if fails.all() else {f"missing.{path}": pl.col("@" + path).is_null() for path in rule.parameters()}
    seen = ready.select(*keys, blocks=blocks, **evidence, **missing).with_columns(violated=pl.Series(fails))
    fail, unknown = (pl.lit(one, _OUTCOMES) for one in ("fail", "unknown"))
    grave, usual = (pl.lit(one, _SEVERITIES) for one in ("blocks", rule.severity))
    return seen.select(
        outcome=pl.when("violated").then(fail).otherwise(unknown),
        severity=pl.when("blocks").then(grave).otherwise(usual),
        says=pl.lit(_says(rule, seen)),
    )


def _shown(rule: Rule) -> tuple[str, ...]:
    """The evidence that the sentence of a failed rule shows."""
    return tuple(dict.fromkeys(name for name, _ in words.holes(rule.says) if name in rule.evidence))


def facts_worded(rule: Rule) -> tuple[str, ...]:
    """The facts that the sentence and the severity of a failed rule hang on, with day and payer."""
    keys = _KEYS if rule.grain == "line" else _KEYS[:-1]
    deciding = [rule.evidence[name] for name in _shown(rule)]
    deciding += [] if rule.blocks_when is None else [rule.blocks_when]
    named = [name for one in deciding for name in one.meta.root_names() if not name.startswith("@")]
    return tuple(dict.fromkeys([*keys, *named]))


def _says(rule: Rule, seen: pl.DataFrame) -> pl.Series:
    """The sentence of each row; where a number of the law is not known, the reason is told beside what is asked."""
    failed = seen["violated"]
    says = _filled(rule.says, seen)
    if failed.all():
        return says
    says = says.zip_with(failed, _filled(rule.asks, seen))
    unknown = [name for name in seen.columns if name.startswith("missing.")]
    rows = (~failed & seen.select(pl.any_horizontal(unknown)).to_series()).arg_true() if unknown else failed.clear()
    if not len(rows):
        return says
    sentences = [sentence(rule, row) for row in seen[rows].iter_rows(named=True)]
    return says.scatter(rows, pl.Series(sentences, dtype=pl.String))


def _filled(template: str, seen: pl.DataFrame) -> pl.Series:
    """A template filled for each row; each value of a hole is put into words once."""
    pieces: list[pl.Expr] = []
    for before, name, form in words.parts(template):
        pieces.append(pl.lit(before, pl.String))
        if name is not None:
            column = name if name in ("payer", "code") else f"evidence.{name}"
            pieces.append(pl.lit(_worded(seen[column], form)))
    return seen.select(pl.concat_str([pl.repeat("", pl.len()), *pieces])).to_series()


def _worded(column: pl.Series, form: str | None) -> pl.Series:
    """Each value of a column as a hole shows it; each distinct value is put into words once."""
    if form is None and column.dtype in _AS_THEY_ARE:
        return column.cast(pl.String).fill_null(words.plain(None))
    key = _key(column).alias("key")
    one_of_each = key.to_frame().with_row_index("at").unique("key", keep="any")
    shown = [words.one_value(value, form) for value in column.gather(one_of_each["at"]).to_list()]
    return key.replace_strict(one_of_each["key"], pl.Series(shown, dtype=pl.String), return_dtype=pl.String)


def _key(column: pl.Series) -> pl.Series:
    """A plain value for each of a column; of a list its length and its texts, which stand in one text."""
    if not isinstance(column.dtype, pl.List):
        return column
    texts = column.cast(pl.List(pl.String)).list
    lengths = texts.len().cast(pl.String)
    return lengths + _SIGN + texts.eval(pl.element().fill_null(_SIGN)).list.join(_SIGN)


def facts_told(rule: Rule) -> tuple[str, ...]:
    """The facts that a rule's sentences and decisions read, beside day and payer."""
    keys = _KEYS if rule.grain == "line" else _KEYS[:-1]
    named = [name for name in sorted(rule.reads()) if not name.startswith("@")]
    return tuple(dict.fromkeys([*keys, "payer_family", *named]))
