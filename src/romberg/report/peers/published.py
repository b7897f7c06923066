"""What clinicians of Medicare bill in a year: the public utilisation file, if it was imported.

The file shows a service of a clinician only where eleven patients or more had it. What it does not show is unknown, and
stays so: it is not nought, and no sum is taken apart to find it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

import polars as pl

from romberg.knowledge import codes
from romberg.knowledge.editions import Edition, Library, latest, library, rows_of

FEWEST_PATIENTS: Final = 11  # the publisher shows no service of fewer
_TABLE = "peer_services"


@dataclass(frozen=True, slots=True)
class Peers:
    """The imported file: its year, and one row for each clinician and code, both places together.

    `services` has npi, type, state, code, patients, units and patient_days; the last two as the file has them, with
    fractions.
    """

    year: int
    services: pl.DataFrame

    def of(self, npi: str) -> pl.DataFrame:
        """The rows of one clinician."""
        return self.services.filter(npi=npi)

    def types(self) -> tuple[str, ...]:
        """The types of clinicians in the file, the commonest first."""
        counted = self.services.group_by("type").agg(pl.col("npi").n_unique().alias("many"))
        return tuple(counted.sort("many", "type", descending=[True, False])["type"])


def peers() -> Peers | None:
    """The newest file that was imported; None where there is none."""
    edition = latest(_TABLE)
    return None if edition is None else _peers(library(), edition)


@cache
def _peers(_held: Library, edition: Edition) -> Peers:
    rows = rows_of(_TABLE, edition)
    together = (
        rows.group_by("npi", "type", "state", "code")
        .agg(
            pl.col("patients").max(),  # a patient may stand in both places: at least so many
            (pl.col("services_hundredths").sum() / 100).alias("units"),
            (pl.col("patient_days_hundredths").sum() / 100).alias("patient_days"),
        )
        .sort("npi", "code")
    )
    return Peers(edition.starts.year, together)


def timed_codes() -> Iterable[str]:
    """The codes whose units are minutes, of which a share of one code is taken."""
    return sorted(code for code, one in codes.all_codes().items() if one.timed)
