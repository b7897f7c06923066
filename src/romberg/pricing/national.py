"""National amounts of the codes of a fee schedule, for comparing one release with another."""

from __future__ import annotations

from datetime import date

import polars as pl

from romberg.knowledge import parameters
from romberg.pricing import fee_schedule

_WHOLE = 100


def amounts(schedule: pl.DataFrame, on: date, factor: int | None = None) -> dict[str, int]:
    """Cents that one unit of each payable code is allowed nationally on a day, in an office.

    `schedule` is a table `fee_schedule`; `factor` the conversion factor in ten-thousandths of a dollar that its release
    prints, used where the law's for that day is not known.
    """
    known = parameters.in_force("medicare.conversion_factor.general")
    lines = schedule.rename({"office": "practice"}).with_columns(
        service_date=pl.lit(on),
        excluded=pl.lit(False),
        work_index=pl.lit(1_000),
        practice_index=pl.lit(1_000),
        malpractice_index=pl.lit(1_000),
    )
    priced = lines.with_columns(factor=pl.coalesce(known, pl.lit(factor, pl.Int64))).select(
        "code", cents=fee_schedule.unit_cents(pl.lit(_WHOLE, pl.Int64))
    )
    return dict(priced.drop_nulls().iter_rows())
