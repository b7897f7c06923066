"""Figures of the tables as people read them: 47 hundredths are 0.47, 3190 cents are $31.90."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from romberg.money import usd

_PLACES: Final = {
    "fee_schedule": {"work": 2, "office": 2, "facility": 2, "malpractice": 2},
    "localities": {"work": 3, "practice": 3, "malpractice": 3},
    "conversion_factors_general": {"factor": 4},
    "conversion_factors_qualifying": {"factor": 4},
    "network_rates": {"amount": 4},
}


def shown(table: str, column: str, value: Any) -> str:
    """One value as people read it; a blank for none."""
    if value is None:
        return ""
    places = _PLACES.get(table, {}).get(column)
    if places is not None:
        return f"{int(value) / 10**places:.{places}f}"
    return usd(int(value)) if column.endswith("_cents") else str(value)


def readable(table: str, rows: pl.DataFrame) -> pl.DataFrame:
    """A table with every value as people read it."""
    columns = {name: [shown(table, name, value) for value in rows[name].to_list()] for name in rows.columns}
    return pl.DataFrame(columns, schema=dict.fromkeys(rows.columns, pl.String()))
