"""What a clinic's own lines say of each clinician and code, counted as the public file counts."""

from __future__ import annotations

import polars as pl

LINES = {
    "npi": pl.String(),
    "patient": pl.String(),
    "service_date": pl.String(),
    "code": pl.String(),
    "units": pl.Float64(),
}


def own_services(lines: pl.DataFrame) -> pl.DataFrame:
    """One row for each clinician and code: patients, units, and patient-days (patients seen on a day, each once).

    `lines` has the columns of LINES, a row for each service line; reversals have negative units.
    """
    return (
        lines.group_by("npi", "code")
        .agg(
            pl.col("patient").n_unique().cast(pl.Int64).alias("patients"),
            pl.col("units").sum(),
            pl.struct("patient", "service_date").n_unique().cast(pl.Float64).alias("patient_days"),
        )
        .filter(pl.col("units") > 0)
        .sort("npi", "code")
    )
