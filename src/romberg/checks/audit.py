"""Runs rules over facts: one row for each that failed or could not be decided, with its evidence, words and sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import polars as pl

from romberg.checks.finding import Cite, Explained, Finding, Findings
from romberg.checks.loading import rules as all_rules
from romberg.checks.rule import Rule, Severity
from romberg.checks.words import fill
from romberg.facts import Facts
from romberg.facts.catalogue import Grain
from romberg.facts.proof import spans
from romberg.facts.values import VisitSource
from romberg.knowledge import citations, parameters
from romberg.knowledge.steps import NOT_VERIFIED, VERIFIED

_GRAINS: tuple[Grain, ...] = ("visit", "line")
_ORDER: dict[Severity, int] = {"blocks": 0, "warns": 1, "informs": 2}
_Row = dict[str, Any]
_MANY = 500  # rows from which on the threads of the frame's engine pay for themselves
_SETS = 64  # sets of rules whose expressions are kept built
MARK = "mark"  # evidence of this name says how well the table behind a finding is known


def audit(facts: Facts, rules: Iterable[Rule] | None = None) -> Findings:
    """Every rule that failed, or that the record leaves undecided, on the visits of a call."""
    chosen = tuple(all_rules() if rules is None else rules)
    found: list[list[Finding]] = [[] for _ in facts.sources]
    for grain in _GRAINS:
        frame = _frame(facts, grain)
        for rule, row in violations(frame, [one for one in chosen if one.grain == grain]):
            found[row["visit"]].append(_finding(rule, row, facts.sources[row["visit"]]))
    return Findings(tuple(tuple(sorted(findings, key=_gravest_first)) for findings in found))


def explain(facts: Facts, visit: int, rules: Iterable[Rule] | None = None) -> tuple[Explained, ...]:
    """What every rule says of one visit: fail, pass, not applicable or unknown, each with its evidence."""
    chosen = tuple(all_rules() if rules is None else rules)
    told = []
    for grain in _GRAINS:
        mine = [rule for rule in chosen if rule.grain == grain]
        ready = with_parameters(_frame(facts, grain).filter(pl.col("visit") == visit), mine)
        told += [_explained(rule, row) for rule in mine for row in judged(ready, rule)]
    return tuple(sorted(told, key=lambda one: (one.rule, -1 if one.line is None else one.line)))


def _frame(facts: Facts, grain: Grain) -> pl.DataFrame:
    return facts.visits if grain == "visit" else facts.lines


def with_parameters(frame: pl.DataFrame, rules: Iterable[Rule]) -> pl.DataFrame:
    """Each parameter that the rules name, as a column "@path", computed once."""
    columns = _parameters(tuple(rules))
    return frame.with_columns_seq(columns) if frame.height < _MANY else frame.with_columns(columns)


@lru_cache(maxsize=_SETS)
def _parameters(rules: tuple[Rule, ...]) -> list[pl.Expr]:
    return [parameters.in_force(path) for path in sorted({path for rule in rules for path in rule.parameters()})]


@lru_cache(maxsize=_SETS)
def _violated(rules: tuple[Rule, ...]) -> list[pl.Expr]:
    """Whether each rule failed or is undecided, a column each."""
    return [rule.violated().fill_null(True).alias(rule.name) for rule in rules]


def violations(frame: pl.DataFrame, rules: Sequence[Rule]) -> list[tuple[Rule, _Row]]:
    """The rows on which a rule failed (`violated` true) or was left undecided (null), with its evidence."""
    if frame.is_empty() or not rules:
        return []
    ready, found = flags(frame, rules)
    hit = {column.name: column.any() for column in found}
    return [
        (rule, row)
        for rule in rules
        if hit[rule.name]
        for row in _evidence(ready.filter(found[rule.name]), rule, violated=rule.violated())
    ]


def flags(frame: pl.DataFrame, rules: Sequence[Rule]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The facts with their parameters, and a column a rule: true where it failed or is undecided. One pass."""
    ready, columns = with_parameters(frame, rules), _violated(tuple(rules))
    if frame.height < _MANY:
        return ready, ready.select_seq(columns)
    # Of many rows, what several rules ask is worked out once; in one piece each column costs a fourth of its time.
    ready = ready.rechunk()
    return ready, ready.lazy().select(columns).collect()


def judged(ready: pl.DataFrame, rule: Rule) -> list[_Row]:
    """One row for each row of facts, with the rule's outcome and its evidence."""
    return _evidence(ready, rule, outcome=rule.outcome())


def _evidence(rows: pl.DataFrame, rule: Rule, **verdict: pl.Expr) -> list[_Row]:
    keys = ["visit", "service_date", "payer", *(("line", "code") if rule.grain == "line" else ())]
    blocks = pl.lit(False) if rule.blocks_when is None else rule.blocks_when.fill_null(False)
    evidence = {f"evidence.{name}": one for name, one in rule.evidence.items()}
    missing = {f"missing.{path}": pl.col("@" + path).is_null() for path in rule.parameters()}
    return rows.select(*keys, blocks=blocks, **verdict, **evidence, **missing).to_dicts()


def _values(row: _Row, prefix: str = "evidence.") -> _Row:
    return {name.removeprefix(prefix): value for name, value in row.items() if name.startswith(prefix)}


def _finding(rule: Rule, row: _Row, source: VisitSource) -> Finding:
    line = row.get("line")
    values = spoken(row)
    cites, marks = _sources(rule, row, source)
    return Finding(
        visit=row["visit"],
        line=line,
        rule=rule.name,
        outcome="fail" if row["violated"] else "unknown",
        severity="blocks" if row["blocks"] else rule.severity,
        basis=rule.basis,
        code=row.get("code"),
        says=sentence(rule, row),
        fix=fill(rule.fix, values),
        safe_fix=rule.safe_fix and bool(row["violated"]),
        carc=rule.carc,
        rarc=rule.remark(),
        route=rule.way(),
        cites=cites,
        spans=spans(source, None if line is None else source.lines[line], rule.proof),
        evidence=_values(row),
        mark=NOT_VERIFIED if NOT_VERIFIED in marks else values.get(MARK) or VERIFIED,
    )


def spoken(row: _Row) -> _Row:
    """What a rule's templates may name: its evidence, the line's code and the payer."""
    return {"code": row.get("code"), "payer": row["payer"], **_values(row)}


def sentence(rule: Rule, row: _Row) -> str:
    """What failed; or, where nothing is decided, what the record does not say and which number is not known."""
    values = spoken(row)
    if row.get("violated") or row.get("outcome") == "fail":
        return fill(rule.says, values)
    on = row["service_date"]
    unknown = [path for path, missing in _values(row, "missing.").items() if missing and on]
    return " ".join([fill(rule.asks, values), *(parameters.unknown_because(path, on) for path in unknown)])


def _sources(rule: Rule, row: _Row, source: VisitSource) -> tuple[tuple[Cite, ...], set[str]]:
    """The rule's own sources, those of the dated steps that it used, and those of the payer's lines."""
    on = row["service_date"]
    dated = [parameters.step(path, on) for path in rule.parameters()] if on else []
    lines = [source.card.lines[name] for name in rule.card_lines if name in source.card.lines]
    steps = [step for step in (*dated, *lines) if step is not None]
    ids = dict.fromkeys([*rule.cites, *(step.cite for step in steps if step.cite)])
    return tuple(_cite(one) for one in ids), {step.mark for step in steps}


def _cite(cite: str) -> Cite:
    found = citations.get(cite)
    title = f"{found.title}, {found.section}" if found.section else found.title
    return Cite(cite, title, found.date, found.mark)


def _explained(rule: Rule, row: _Row) -> Explained:
    undecided = row["outcome"] in ("fail", "unknown")
    says = sentence(rule, row) if undecided else ""
    return Explained(rule.name, row.get("line"), row.get("code"), row["outcome"], says, _values(row))


def _gravest_first(finding: Finding) -> tuple[bool, int, str, int]:
    line = -1 if finding.line is None else finding.line
    return finding.outcome == "unknown", _ORDER[finding.severity], finding.rule, line
