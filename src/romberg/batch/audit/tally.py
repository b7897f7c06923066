"""Sums of a bucket: by rule, payer, clinician and month; and clinicians' days. Buckets' sums add up to those of all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from romberg.batch.audit.encoded import NONE, Array
from romberg.batch.audit.ordering import Ordered
from romberg.checks.many import Hits
from romberg.facts.claimed.gather import ClaimFacts
from romberg.facts.claimed.lines import begins

GRAVE = ("blocks", "warns")
SUMS = ("lines", "visits", "claims", "clean_claims", "failed", "unknown", "charge_cents", "allowed_cents",
        "payer_cents", "paid_cents", "unpriced", "at_risk_cents", "at_risk_unknown")  # fmt: skip
FINDING = (
    "patient", "claim", "line", "service_date", "payer", "rendering_npi", "code", "rule", "outcome", "severity",
    "says", "at_risk_cents",
)  # fmt: skip
DAY = ("rendering_npi", "service_date")
DAY_SUMS = ("patients", "lines", "units", "timed_units", "minutes", "failed", "at_risk_cents")


def tally(
    held: Ordered, base: pl.DataFrame, risk: Array, found: Sequence[Hits], facts: ClaimFacts
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The sums by what they are of (`by`, `name`), and those of each clinician's day."""
    first = np.flatnonzero(begins(facts.of_visit)) if len(facts.of_visit) else facts.of_visit
    failing = _failing(facts, found, first)
    claim = np.unique(held.patient.astype(np.int64) << 32 | held.claim, return_index=True, return_inverse=True)
    failing_claims = np.zeros(len(claim[0]), bool)
    failing_claims[claim[2][failing]] = True
    new_claim, clean = np.zeros(len(failing), bool), np.zeros(len(failing), bool)
    new_claim[claim[1]], clean[claim[1]] = True, ~failing_claims  # a claim counts at its first line
    rows = base.with_columns(
        patient_number=pl.Series(held.patient),
        month=pl.col("service_date").dt.month_start(),
        bad=pl.Series(failing),
        risk=pl.Series(np.where(failing & (risk >= 0), risk, 0)),
        risk_unknown=pl.Series(failing & (risk < 0)),
        new_visit=pl.Series(begins(facts.of_visit)) if len(facts.of_visit) else pl.Series([], dtype=pl.Boolean),
        new_claim=pl.Series(new_claim),
        clean=pl.Series(clean),
    )
    of = (("all", None), ("payer", "payer"), ("clinician", "rendering_npi"), ("month", "month"))
    parts = [_sums(rows, by, name) for by, name in of]
    return pl.concat([*parts, _by_rule(found, risk, first)]), _days(rows, held, facts)


def _failing(facts: ClaimFacts, found: Sequence[Hits], first: Array) -> Array:
    """Whether a rule that blocks or warns fails on a line or on its visit."""
    lines = np.zeros(len(facts.of_visit), bool)
    visits = np.zeros(len(first), bool)
    for one in found:
        if one.rule.severity in GRAVE or one.rule.blocks_when is not None:
            (visits if one.rule.grain == "visit" else lines)[one.failed] = True
    return lines | visits[facts.of_visit] if len(lines) else lines


def _sums(rows: pl.DataFrame, by: str, name: str | None) -> pl.DataFrame:
    key = pl.lit("") if name is None else pl.col(name)
    sums = rows.group_by(key.alias("name")).agg(
        lines=pl.len(),
        visits=pl.col("new_visit").sum(),
        claims=pl.col("new_claim").sum(),
        clean_claims=pl.col("clean").sum(),
        failed=pl.col("bad").sum(),
        unpriced=pl.col("allowed_cents").is_null().sum(),
        at_risk_cents=pl.col("risk").sum(),
        at_risk_unknown=pl.col("risk_unknown").sum(),
        **{one: pl.col(one).sum() for one in ("charge_cents", "allowed_cents", "payer_cents", "paid_cents")},
    )
    text = pl.col("name").dt.strftime("%Y-%m") if by == "month" else pl.col("name").cast(pl.String).fill_null("")
    return _shaped(sums.with_columns(text, by=pl.lit(by)))


def money(risk: Array, first: Array) -> dict[str, tuple[Array, Array]]:
    """What hangs on each line and on each visit, and whether that is known of all of it."""
    known, amounts = risk >= 0, np.where(risk >= 0, risk, 0)
    if not len(first):
        return {"line": (amounts, known), "visit": (amounts, known)}
    return {
        "line": (amounts, known),
        "visit": (np.add.reduceat(amounts, first), np.logical_and.reduceat(known, first)),
    }


def _by_rule(found: Sequence[Hits], risk: Array, first: Array) -> pl.DataFrame:
    of_grain = money(risk, first)
    rows = []
    for one in found:
        if not len(one.failed) and not len(one.unknown):
            continue
        amounts, sure = of_grain[one.rule.grain]
        rows.append(
            {
                "by": "rule",
                "name": one.rule.name,
                "failed": len(one.failed),
                "unknown": len(one.unknown),
                "at_risk_cents": int(amounts[one.failed].sum()),
                "at_risk_unknown": int((~sure[one.failed]).sum()),
            }
        )
    return _shaped(pl.DataFrame(rows, schema={"by": pl.String, "name": pl.String, **dict.fromkeys(
        ("failed", "unknown", "at_risk_cents", "at_risk_unknown"), pl.Int64)}))  # fmt: skip


def _shaped(sums: pl.DataFrame) -> pl.DataFrame:
    missing = [pl.lit(0, pl.Int64).alias(name) for name in SUMS if name not in sums.columns]
    return sums.with_columns(missing).select("by", "name", pl.col(SUMS).cast(pl.Int64))


def _days(rows: pl.DataFrame, held: Ordered, facts: ClaimFacts) -> pl.DataFrame:
    """What each clinician billed on each day: patients, lines, units, timed units, minutes where they are told."""
    minutes = held.claims.minutes
    return (
        rows.with_columns(
            timed=facts.lines_of("timed").fill_null(False), minutes=pl.Series(np.where(minutes == NONE, 0, minutes))
        )
        .filter(pl.col("rendering_npi").is_not_null())
        .group_by(DAY)
        .agg(
            patients=pl.col("patient_number").n_unique(),
            lines=pl.len(),
            units=pl.col("units").sum(),
            timed_units=pl.col("units").filter(pl.col("timed")).sum(),
            minutes=pl.col("minutes").sum(),
            failed=pl.col("bad").sum(),
            at_risk_cents=pl.col("risk").sum(),
        )
        .select(pl.col("rendering_npi").cast(pl.String), "service_date", pl.col(DAY_SUMS).cast(pl.Int64))
    )
