"""The results of all buckets put together: tables, sums, and the manifest that tells how they came about."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from romberg.batch.audit import delta, whole
from romberg.batch.audit import spread as spreading
from romberg.batch.audit.tally import DAY, DAY_SUMS, SUMS
from romberg.batch.audit.work import MANIFEST, Plan, Work
from romberg.checks import rules
from romberg.formats.line_tables.reasons import REASONS

_WORST_DAYS = 500
TABLES = ("summary", "days", "clinicians", "spread", "rejects")  # that are put together in memory
NOTES_FILE = "notes.parquet"


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What a run tells: the sums by what they are of, clinicians' worst days, the sums of each clinician, how work is
    spread, rejects by reason, and the manifest.
    """

    summary: pl.DataFrame
    days: pl.DataFrame
    clinicians: pl.DataFrame
    spread: pl.DataFrame
    rejects: pl.DataFrame
    manifest: dict[str, Any]


def put(work: Work, plan: Plan, lost: pl.DataFrame) -> Told:
    """Write findings, lines, summary, days and rejects of the whole run; the manifest of another run goes first."""
    (work.out / MANIFEST).unlink(missing_ok=True)
    delta.forgotten(work.out)
    buckets = [work.bucket(at) for at in range(plan.buckets)]
    for name in ("findings", "lines", "years"):
        _joined(work.out / f"{name}.parquet", [one / f"{name}.parquet" for one in buckets])
    summary = _summed([one / "summary.parquet" for one in buckets])
    days, hours = _days([one / "days.parquet" for one in buckets])
    rejects = _rejects(work, plan, buckets, lost)
    clinicians = _added([one / "clinicians.parquet" for one in buckets], "rendering_npi", spreading.SUMS)
    spread = pl.concat([_added([one / "spread.parquet" for one in buckets], ("of", "least"), ("count",)), hours])
    for name, frame in zip(TABLES, (summary, days, clinicians, spread, rejects), strict=True):
        whole.table(work.out / f"{name}.parquet", frame)
    by_reason = _by_reason(rejects)
    manifest = _manifest(plan, summary, by_reason) | {"through": _through(work, plan)}
    (work.out / NOTES_FILE).unlink(missing_ok=True)  # of another run
    if plan.notes:
        manifest["note_outcomes"] = notes_told(work, buckets)
    return Told(summary, days, clinicians, spread, by_reason, manifest)


def notes_told(work: Work, buckets: Sequence[Path]) -> dict[str, int]:
    """Write what became of each note, in the order of the input; how many there are of each outcome."""
    parts = [pl.read_parquet(one / NOTES_FILE) for one in buckets]
    keys = pl.read_parquet(work.notes / "keys.parquet").filter(pl.col("outcome").is_not_null())
    against = keys.rename({"day": "service_date", "clinician": "rendering_npi"}).drop("hash")
    every = pl.concat([*parts, against], how="diagonal").sort("number").drop("number")
    whole.table(work.out / NOTES_FILE, every)
    counts = every.group_by("outcome").agg(pl.len()).sort("outcome")
    return dict(counts.iter_rows())


def _through(work: Work, plan: Plan) -> str | None:
    """The last day that is audited, this time or before."""
    last = pl.scan_parquet(work.out / "lines.parquet").select(pl.col("service_date").max()).collect().item()
    found = [one for one in (last, None if plan.since is None else plan.since.day) if one is not None]
    return max(found).isoformat() if found else None


def kept(work: Work) -> Told:
    """What a finished run told."""
    summary, days, clinicians, spread, rejects = (pl.read_parquet(work.out / f"{name}.parquet") for name in TABLES)
    manifest = json.loads((work.out / MANIFEST).read_text(encoding="utf-8"))
    return Told(summary, days, clinicians, spread, _by_reason(rejects), manifest)


def _by_reason(rejects: pl.DataFrame) -> pl.DataFrame:
    return rejects.group_by("reason").agg(pl.col("rows").sum()).sort("reason")


def _joined(path: Path, parts: Sequence[Path]) -> None:
    """The parts one behind the other, streamed, so that memory does not grow with them."""
    frames = pl.scan_parquet(list(parts))
    whole.written(
        path,
        lambda beside: frames.sink_parquet(
            beside, compression="zstd", compression_level=1, row_group_size=250_000, maintain_order=True
        ),
    )


def _summed(parts: Sequence[Path]) -> pl.DataFrame:
    found = pl.scan_parquet(list(parts)).group_by("by", "name").agg(pl.col(SUMS).sum()).sort("by", "name").collect()
    severity = {one.name: one.severity for one in rules()}
    named = pl.when(pl.col("by") == "rule").then(pl.col("name").replace_strict(severity, default=None))
    return found.with_columns(severity=named)


def _added(parts: Sequence[Path], key: str | tuple[str, ...], names: Sequence[str]) -> pl.DataFrame:
    """The sums of all buckets, in the order of their key."""
    keys = [key] if isinstance(key, str) else list(key)
    return pl.scan_parquet(list(parts)).group_by(keys).agg(pl.col(names).sum()).sort(keys).collect()


def _days(parts: Sequence[Path]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The clinicians' days with the most timed units, of all patients together, and how long all days are.

    A share of the clinicians at a time, as many shares as the buckets ask for: memory is that of one share's days.
    """
    shares = 1 + len(parts) // _BUCKETS_A_SHARE
    share = pl.col("rendering_npi").fill_null("").hash(seed=0) % shares
    told = [_days_of(parts, share == at) for at in range(shares)]
    worst = _worst(pl.concat([days for days, _ in told]))
    hours = pl.concat([bins for _, bins in told]).group_by("of", "least").agg(pl.col("count").sum())
    return worst, hours.select(list(spreading.BIN)).sort("of", "least")


_BUCKETS_A_SHARE = 64


def _days_of(parts: Sequence[Path], share: pl.Expr) -> tuple[pl.DataFrame, pl.DataFrame]:
    summed = pl.scan_parquet(list(parts)).filter(share).group_by(DAY).agg(pl.col(DAY_SUMS).sum())
    days = summed.collect(engine="streaming")
    return _worst(days), spreading.hours(days)


def _worst(days: pl.DataFrame) -> pl.DataFrame:
    order = ("timed_units", "units", "at_risk_cents", *DAY)
    return days.sort(*order, descending=[True, True, True, False, False]).head(_WORST_DAYS)


def _rejects(work: Work, plan: Plan, buckets: Sequence[Path], lost: pl.DataFrame) -> pl.DataFrame:
    parts = [work.piece_rejects(at) for at in range(len(plan.pieces))] + [one / "rejects.parquet" for one in buckets]
    every = pl.concat([lost, *(pl.read_parquet(one) for one in parts)])
    return every.sort("file", "row", "reason")


def _manifest(plan: Plan, summary: pl.DataFrame, rejects: pl.DataFrame) -> dict[str, Any]:
    """How the results came about: files, versions, options and counts; nothing of it hangs on the clock."""
    every = summary.filter(by="all").to_dicts()
    used = sorted(name for name in summary.filter(pl.col("by") == "rule")["name"])
    return {
        **plan.identity(),
        "counts": {name: every[0][name] if every else 0 for name in SUMS},
        "rejects": dict(rejects.iter_rows()),
        "reasons": {name: REASONS[name] for name, _ in rejects.iter_rows()},
        "rules_told": used,
        "rules_run": len(rules()),
    }
