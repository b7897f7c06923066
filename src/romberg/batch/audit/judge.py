"""One bucket: lines in order, prices, facts, rules; and what is told of them, as frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from romberg.batch.audit import years
from romberg.batch.audit.encoded import NONE, Array, Lines
from romberg.batch.audit.notes_joined import Beside
from romberg.batch.audit.notes_told import noted_findings, with_notes
from romberg.batch.audit.ordering import Ordered, Understood, ordered
from romberg.batch.audit.priced import priced, with_sums
from romberg.batch.audit.since import later
from romberg.batch.audit.spread import spread
from romberg.batch.audit.tally import FINDING, money, tally
from romberg.checks import rules as all_rules
from romberg.checks.loading import names as names_of_rules
from romberg.checks.many import Hits, facts_told, facts_worded, hits, told
from romberg.checks.rule import Rule
from romberg.facts.claimed.gather import ClaimFacts, facts_of
from romberg.facts.claimed.lines import begins
from romberg.facts.claimed.names import TOLD

_NOTHING = pl.DataFrame(schema=years.SCHEMA)


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What a bucket brings: findings, priced lines, sums, and the lines set aside."""

    findings: pl.DataFrame
    lines: pl.DataFrame
    summary: pl.DataFrame
    days: pl.DataFrame
    years: pl.DataFrame
    clinicians: pl.DataFrame
    spread: pl.DataFrame
    rejects: pl.DataFrame
    notes: pl.DataFrame | None = None  # what became of each note, where there are notes


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of every bucket: whether the input holds whole years, whether undecided findings are listed, and
    the last day (counted from 1970) whose visits only count towards the year.
    """

    whole_years: bool = False
    undecided: bool = False
    since: int | None = None
    rules: tuple[Rule, ...] | None = None


def judge(
    lines: Lines, known: Understood, asked: Asked, opening: pl.DataFrame = _NOTHING, beside: Beside | None = None
) -> Judged:
    """Audit the lines of a bucket; `opening` are the sums of the year with which its patients begin, `beside` notes."""
    held = ordered(lines, known)
    prices = priced(held)
    claims = with_sums(held, prices, asked.whole_years, opening)
    sums = years.years(held, claims, opening)
    if asked.since is not None:
        held, prices = later(held, claims, prices, asked.since)
        claims = held.claims
    facts = facts_of(claims)
    found = hits(facts.frame, all_rules() if asked.rules is None else asked.rules, TOLD)
    base = _base(held, prices)
    risk = _at_risk(base)
    if beside is None:
        findings = _findings(facts, base, risk, found, asked.undecided)
        summary, days = tally(held, base, risk, found, facts)
        return Judged(findings, base, summary, days, sums, *spread(base, held, facts), held.rejects)
    noted = with_notes(held, found, beside, asked.rules)
    more = noted_findings(base, risk, noted, asked.undecided)
    findings = _findings(facts, base, risk, noted.without, asked.undecided, more)
    summary, days = tally(held, base, risk, noted.found, facts)
    return Judged(findings, base, summary, days, sums, *spread(base, held, facts), held.rejects, noted.notes)


def _base(held: Ordered, prices: pl.DataFrame) -> pl.DataFrame:
    """The lines with the names by which people know them, and their prices."""
    claims, records = held.claims, held.records
    visit = claims.visit
    return pl.DataFrame(
        {
            "patient": held.names["patient"],
            "claim": held.names["claim"],
            "line": _numbers(records["line"]),
            "service_date": pl.Series(claims.day[visit]).cast(pl.Date),
            "payer": _word(claims.cards, claims.card[visit]),
            "rendering_npi": _word([one or None for one in claims.rendering_npis], claims.rendering[visit]),
            "billing_npi": _word([one or None for one in claims.billing_npis], claims.billing[visit]),
            "code": _word(claims.codes, claims.code),
            "modifiers": _word([",".join(one) for one in claims.modifier_lists], claims.modifiers),
            "units": claims.units,
            "charge_cents": _numbers(records["charge"]),
            "paid_cents": _numbers(records["paid"]),
        }
    ).hstack(prices)


def _numbers(values: Array) -> pl.Series:
    return pl.Series(values).set(pl.Series(values == NONE), None)


def _word(values: Sequence[str | None], places: Array) -> pl.Series:
    return pl.Series(values, dtype=pl.Categorical).gather(places.astype(np.uint32))


def _at_risk(base: pl.DataFrame) -> Array:
    """What hangs on each line: what was paid, else what its price says that the payer pays; below zero: not known."""
    return base.select(pl.coalesce("paid_cents", "payer_cents").fill_null(-1)).to_series().to_numpy()


def _findings(
    facts: ClaimFacts, base: pl.DataFrame, risk: Array, found: Sequence[Hits], undecided: bool,
    more: Sequence[pl.DataFrame] = (),
) -> pl.DataFrame:  # fmt: skip
    """Every failed rule, and where wanted every undecided one, with its words; by line, then by rule."""
    own = _of_claims(facts, base, risk, found, undecided)
    if not more:
        return own.select(FINDING)
    shaped = [one.select(*FINDING, pl.col("at", "number").cast(pl.Int64)) for one in (*more, own)]
    return _in_order(pl.concat(shaped)).select(FINDING)


def _in_order(every: pl.DataFrame) -> pl.DataFrame:
    return every[np.lexsort((every["number"].to_numpy(), every["at"].to_numpy()))]


def _of_claims(
    facts: ClaimFacts, base: pl.DataFrame, risk: Array, found: Sequence[Hits], undecided: bool
) -> pl.DataFrame:
    """The findings that claims alone tell, with what they are ordered by: `at` (a line) and `number` (of the rule)."""
    first = np.flatnonzero(begins(facts.of_visit))
    of_grain = money(risk, first)
    asked = [(one, _told_rows(one, undecided)) for one in found]
    parts = [_part(facts, one, rows, first, of_grain[one.rule.grain]) for one, rows in asked if len(rows)]
    if not parts:
        return _no_findings(base)
    every = _in_order(pl.concat(parts))
    of_line = base.select(pl.col([name for name in FINDING if name in base.columns]).gather(every["at"]))
    rules = pl.Series("rule", names_of_rules(), pl.Categorical).gather(every["number"])
    own = every.drop("of_visit").with_columns(pl.col("outcome", "severity").cast(pl.Categorical))
    on_line = ~every["of_visit"]
    placed = of_line.with_columns(line=pl.when(on_line).then("line"), code=pl.when(on_line).then("code"))
    return placed.hstack([*own, rules])


def _told_rows(one: Hits, undecided: bool) -> Array:
    """The rows of which a rule's findings are told."""
    return np.sort(np.concatenate([one.failed, one.unknown])) if undecided and len(one.unknown) else one.failed


def _no_findings(base: pl.DataFrame) -> pl.DataFrame:
    words = [pl.lit(None, pl.Categorical).alias(name) for name in ("rule", "outcome", "severity")]
    told = [pl.lit(None, pl.String).alias("says")]
    numbers = [pl.lit(None, pl.Int64).alias(name) for name in ("at_risk_cents", "at", "number")]
    return base.clear().with_columns(*words, *told, *numbers).select(*FINDING, "at", "number")


def _part(facts: ClaimFacts, one: Hits, rows: Array, first: Array, risk: tuple[Array, Array]) -> pl.DataFrame:
    """The findings of one rule; a visit's stand at its first line (`at`), and all its money is at risk."""
    rule, of_visit = one.rule, one.rule.grain == "visit"
    all_fail = len(rows) == len(one.failed)
    fails = np.ones(len(rows), bool) if all_fail else np.isin(rows, one.failed)
    seen = facts.some(rule.grain, rows, facts_worded(rule) if all_fail else facts_told(rule))
    amounts, known = (held[rows] for held in risk)
    return told(rule, seen, fails).with_columns(
        pl.Series("at_risk_cents", amounts).set(pl.Series(~known), None),
        pl.Series("at", first[rows] if of_visit else rows, pl.UInt32),
        pl.lit(names_of_rules().index(rule.name), pl.UInt32).alias("number"),
        pl.lit(of_visit).alias("of_visit"),
    )
