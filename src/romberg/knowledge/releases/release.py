"""A release: what one file, or one set of files, of a publisher says, in columns of Romberg's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl


@dataclass(frozen=True, slots=True)
class Read:
    """One file that a release was read from: its name as downloaded, its hash and its size."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Release:
    """One release as read.

    `kind` is the kind's name and `series` what of it (practitioner or hospital, a payer); releases of one kind and
    series follow one another. `issued` is the first day of the publisher's edition: of two releases that both speak for
    a day, the one issued later answers. `starts` and `ends` are the first and last day of service that it speaks for;
    without `ends` it speaks until a later one does. A correction of the same edition has a later `revision`: "" is the
    first text, then "r", or the day of the correction as YYYY-MM-DD.

    `tables` maps a table's name to its rows; the columns are those of `schemas.TABLES`. Rows are counted as read and as
    kept, for a release may hold more than rehabilitation needs.
    """

    kind: str
    name: str
    issued: date
    starts: date
    ends: date | None
    tables: Mapping[str, pl.DataFrame]
    rows_read: int
    files: tuple[Read, ...] = ()  # the import adds those that it was given
    series: str = ""
    revision: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def rows_kept(self) -> int:
        """The rows of all its tables."""
        return sum(table.height for table in self.tables.values())
