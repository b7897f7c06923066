"""What Medicare allowed each patient in a year so far: what a run leaves of it, and what the next one begins with.

It is the only thing that one day's claims tell of another day's: everything else is judged within a visit, and
priced within a day. So a run over new claims alone, given these sums, says of them what a run over all would say.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import polars as pl

from romberg.batch.audit import encoded, whole
from romberg.batch.audit.encoded import Array
from romberg.batch.audit.ordering import Ordered
from romberg.facts.claimed.columns import known
from romberg.facts.claimed.gather import DISCIPLINES, disciplines_of
from romberg.facts.claimed.lines import ClaimLines, sums

KEY = ("patient", "payer", "year", "therapies")
SUMS = ("visits", "unpriced", "allowed_cents")
SCHEMA = {"patient": pl.String, "payer": pl.String, "year": pl.Int32, "therapies": pl.String,
          "visits": pl.Int64, "unpriced": pl.Int64, "allowed_cents": pl.Int64, "last_day": pl.Date}  # fmt: skip
SHARED = {"PT": "PT and SLP", "SLP": "PT and SLP", "OT": "OT"}  # therapies that share a threshold
_NAMES = (None, "PT and SLP", "OT")
_OF = np.array([_NAMES.index(SHARED.get(one or "")) for one in DISCIPLINES])


def shared(claims: ClaimLines) -> Array:
    """For each visit which threshold its therapy counts towards: 1 (physical and speech therapy), 2 or, none, 0."""
    found: Array = _OF[disciplines_of(claims)]
    return found


def years(held: Ordered, claims: ClaimLines, opening: pl.DataFrame) -> pl.DataFrame:
    """The sums of a bucket after its visits, each patient's after one another; `opening` are those before."""
    found = _visits(held, claims, known(claims.allowed_before))
    every = pl.concat([opening.select(list(SCHEMA)), found.select(list(SCHEMA))])
    grouped = every.group_by(KEY).agg(pl.col(SUMS).sum(), pl.col("last_day").max())
    hashes = pl.Series("hash", encoded.hashed(grouped["patient"]), pl.UInt64)
    return grouped.with_columns(hashes).sort("hash", *KEY).select(list(SCHEMA))


def _visits(held: Ordered, claims: ClaimLines, some: Array) -> pl.DataFrame:
    first = claims.first
    unpriced = ~known(claims.allowed)
    day = pl.Series(claims.day).cast(pl.Date)
    frame = pl.DataFrame(
        {
            "patient": held.names["patient"].gather(first.astype(np.uint32)),
            "payer": pl.Series(claims.cards, dtype=pl.String).gather(claims.card.astype(np.uint32)),
            "year": day.dt.year(),
            "therapies": pl.Series(_NAMES, dtype=pl.String).gather(shared(claims).astype(np.uint32)),
            "visits": pl.Series(np.ones(len(first)), dtype=pl.Int64),
            "unpriced": pl.Series(sums(unpriced.astype(np.int64), first), dtype=pl.Int64),
            "allowed_cents": pl.Series(sums(np.where(unpriced, 0, claims.allowed), first), dtype=pl.Int64),
            "last_day": day,
        }
    )
    return frame.filter(pl.Series(some))


def before(held: Ordered, opening: pl.DataFrame) -> tuple[Array, Array]:
    """For each visit, what was allowed earlier in its year by the sums before, and on how many lines that is open."""
    claims = held.claims
    if not opening.height:
        return np.zeros(len(claims.day), np.int64), np.zeros(len(claims.day), np.int64)
    asked = _visits(held, claims, np.ones(len(claims.day), bool)).select(KEY)
    found = asked.join(opening, on=KEY, how="left", maintain_order="left")
    return found["allowed_cents"].fill_null(0).to_numpy(), found["unpriced"].fill_null(0).to_numpy()


# --- the sums of a former run, in the order of the hash of their patients


def keep(folder: Path, former: Path, year: int) -> None:
    """Lay the sums of a former run, from a year on, where buckets find theirs; whole or not at all."""
    if folder.is_dir():
        return
    held = pl.scan_parquet(former).filter(pl.col("year") >= year).select(list(SCHEMA)).collect()
    hashes = encoded.hashed(held["patient"])
    order = np.argsort(hashes, kind="stable")
    beside = folder.with_name(f".{folder.name}.{os.getpid()}{whole.UNFINISHED}")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    np.save(beside / "hashes.npy", hashes[order])
    held.select(pl.all().gather(order)).write_ipc(beside / "years.arrow", compression="uncompressed")
    beside.replace(folder)


def of_bucket(folder: Path | None, bucket: int, buckets: int) -> pl.DataFrame:
    """The sums that a bucket begins with."""
    if folder is None:
        return pl.DataFrame(schema=SCHEMA)
    first, last = encoded.stretch(np.load(folder / "hashes.npy", mmap_mode="r"), bucket, buckets)
    return pl.scan_ipc(folder / "years.arrow").slice(first, last - first).collect()
