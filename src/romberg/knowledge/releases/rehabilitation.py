"""Which codes an import keeps: those of rehabilitation, as this program and its own tables know them."""

from __future__ import annotations

from functools import cache

from romberg.knowledge.codes import all_codes
from romberg.knowledge.published import rows

_COLUMNS = {
    "fee_schedule": ("code",),
    "unit_limits": ("code",),
    "add_ons": ("code", "beside"),
    "pairs_practitioner": ("column_one", "column_two"),
    "pairs_hospital": ("column_one", "column_two"),
}


@cache
def rehabilitation_codes() -> frozenset[str]:
    """Every procedure code of rehabilitation: known by label, or named by a bundled table."""
    named = {row[column] for table, columns in _COLUMNS.items() for row in rows(table) for column in columns}
    return frozenset(named | set(all_codes()))
