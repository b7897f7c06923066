"""Medicare's own prices beside ours: every amount that differs. It is the best test of the formula there is."""

from __future__ import annotations

from datetime import date

import polars as pl

from romberg.pricing.frame import price_frame

_KEYS = ("mac", "locality", "code")


def compared(published: pl.DataFrame, on: date) -> pl.DataFrame:
    """Each published amount beside the one computed for a day; codes that our tables do not price are left out.

    In: the table `published_prices`. Out: `mac`, `locality`, `code`, `amount` (office, facility, reduced_office or
    reduced_institution), `published_cents`, `computed_cents`.
    """
    ours = _computed(published, on, facility=False).join(
        _computed(published, on, facility=True), on=_KEYS, suffix="_in"
    )
    both = published.join(ours, on=_KEYS).select(
        *_KEYS,
        office=pl.struct(published_cents="office_cents", computed_cents="unit_cents"),
        facility=pl.struct(published_cents="facility_cents", computed_cents="unit_cents_in"),
        reduced_office=pl.struct(published_cents="reduced_office_cents", computed_cents="reduced_unit_cents"),
        reduced_institution=pl.struct(published_cents="reduced_institution_cents", computed_cents="reduced_unit_cents"),
    )
    long = both.unpivot(index=_KEYS, variable_name="amount", value_name="cents").unnest("cents")
    return long.filter(pl.col("published_cents").is_not_null() & pl.col("computed_cents").is_not_null())


def _computed(published: pl.DataFrame, on: date, facility: bool) -> pl.DataFrame:
    lines = published.select(_KEYS).with_row_index("visit").with_columns(
        units=pl.lit(1, pl.Int64), service_date=pl.lit(on), facility_rate=pl.lit(facility)
    )  # fmt: skip
    return price_frame(lines).select(*_KEYS, "unit_cents", "reduced_unit_cents")


def differences(published: pl.DataFrame, on: date) -> pl.DataFrame:
    """The amounts that differ, the widest first."""
    apart = (pl.col("published_cents") - pl.col("computed_cents")).abs()
    return compared(published, on).filter(apart > 0).sort(apart, descending=True)
