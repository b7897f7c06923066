"""How work is spread: units and amounts of a patient's day, and what each clinician did; buckets' sums add up."""

from __future__ import annotations

import numpy as np
import polars as pl

from romberg.batch.audit.ordering import Ordered
from romberg.facts.claimed.gather import ClaimFacts

WATCHED = "97112"  # whose share is shown; the code whose overuse auditors ask for most
UNITS, DOLLARS, HOURS = "units of a patient's day", "dollars allowed for a patient's day", "hours of a clinician's day"
SUMS = ("patient_days", "lines", "units", "timed_units", "watched_units", "priced_days", "priced_cents")
_DAY = ("patient", "service_date", "rendering_npi")
CAPS = {UNITS: 30, DOLLARS: 400, HOURS: 24}  # where the last bin begins, which holds all above
BIN = {"of": pl.String, "least": pl.Int64, "count": pl.Int64}  # a bin begins with `least`


def spread(base: pl.DataFrame, held: Ordered, facts: ClaimFacts) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The sums of each clinician, and in how many patients' days units and amounts were what.

    A patient's day is what one clinician did for a patient on a day; amounts are those of days without unpriced lines.
    """
    lines = base.select("service_date", "rendering_npi", "code", "units", "allowed_cents").with_columns(
        patient=pl.Series(held.patient), timed=facts.lines_of("timed").fill_null(False)
    )
    days = lines.group_by(_DAY).agg(
        lines=pl.len(),
        units=pl.col("units").sum(),
        timed_units=pl.col("units").filter(pl.col("timed")).sum(),
        watched_units=pl.col("units").filter(pl.col("code").cast(pl.String) == WATCHED).sum(),
        allowed_cents=pl.col("allowed_cents").sum(),
        unpriced=pl.col("allowed_cents").null_count(),
    )
    days = days.with_columns(priced=pl.col("unpriced") == 0)
    counted = days.filter(pl.col("rendering_npi").is_not_null()).group_by("rendering_npi")
    clinicians = counted.agg(
        patient_days=pl.len(),
        priced_days=pl.col("priced").sum(),
        priced_cents=pl.col("allowed_cents").filter("priced").sum(),
        **{name: pl.col(name).sum() for name in ("lines", "units", "timed_units", "watched_units")},
    )
    tens = days.filter("priced").select(pl.col("allowed_cents") // 1_000).to_series()
    bins = [_bins(UNITS, days["units"], 1), _bins(DOLLARS, tens, 10)]
    return clinicians.select(pl.col("rendering_npi").cast(pl.String), pl.col(SUMS).cast(pl.Int64)), pl.concat(bins)


def _bins(of: str, values: pl.Series, each: int) -> pl.DataFrame:
    """How often each value is met, all above the cap counted with it; a bin is `each` wide."""
    most = CAPS[of] // each
    counts = np.bincount(values.clip(0, most).to_numpy().astype(np.int64), minlength=most + 1)
    told = {"of": of, "least": np.arange(most + 1) * each, "count": counts}
    return pl.DataFrame(told, schema=BIN).filter(pl.col("count") > 0)


def hours(days: pl.DataFrame) -> pl.DataFrame:
    """In how many clinicians' days the timed units, at 15 minutes each, make how many hours."""
    return _bins(HOURS, days["timed_units"] // 4, 1)
