"""Windows over a patient's visits in their order: runs, days since, periods, sums of the year."""

from __future__ import annotations

import polars as pl
from polars import Expr, col

CASE = ("patient", "discipline")  # progress reports and plans are counted for each discipline by itself
_REPORTS = ("evaluation", "progress")
_KEYS = ("minutes", "units", "measures", "work")
NAMES = (
    "visits_found",
    "visit_number_found",
    "visits_missing",
    "number_of_other_day",
    "days_since_first",
    "same_minutes_visits",
    "same_units_visits",
    "same_measures_visits",
    "same_work_visits",
    "visits_without_measure",
    "days_since_report_found",
    "certified_through_found",
    "certified_by_evaluation",
    "discharged_on",
    "other_notes_of_day",
    "duplicates_of_day",
    "authorized_found",
    "visits_since_authorized",
    "year_allowed_found_cents",
    "year_visits_unpriced",
)


def windows(rows: pl.DataFrame) -> pl.DataFrame:
    """For each visit that has a day what the earlier ones tell of it; by `at`, in the order of the days."""
    ready = rows.filter(col("on").is_not_null()).sort("on", "rank", "at")
    ready = ready.with_columns(*_marks()).with_columns(*_counts()).with_columns(*_numbers())
    return ready.with_columns(*_gaps()).select("at", *CASE, "on", *_told())


def _over(*more: str) -> tuple[str, ...]:
    return (*CASE, *more)


def _place(*more: str) -> Expr:
    """Which row of its window a row is, counted from 1."""
    return pl.int_range(1, pl.len() + 1).over(_over(*more))


def _changes(what: Expr) -> Expr:
    """A number that grows by one wherever a value is not that of the row before."""
    return what.ne_missing(what.shift(1)).cum_sum().over(CASE)


def _marks() -> tuple[Expr, ...]:
    """Numbers of runs: of equal values, of episodes, of stretches after a report or a measured value."""
    return (
        *(_changes(col(key)).alias(f"{key}_run") for key in _KEYS),
        (col("kind") == "evaluation").cum_sum().over(CASE).alias("episode"),
        col("kind").is_in(_REPORTS).cum_sum().over(CASE).alias("report"),
        col("measures").is_not_null().cum_sum().over(CASE).alias("measured"),
        _changes(col("on")).cast(pl.Int64).alias("day"),
        col("authorized").forward_fill().over(CASE).alias("authorized_found"),
        pl.coalesce(
            "certified", pl.when(col("kind") == "evaluation").then(col("on") + pl.duration(days="longest_days"))
        ).alias("period"),
    )


def _counts() -> tuple[Expr, ...]:
    after_report = col("treated") & ~col("kind").is_in(_REPORTS)
    counted = pl.when(after_report).then(col("on"))
    return (
        _changes(col("authorized_found")).alias("authorization"),
        (counted.is_first_distinct().over(_over("report")) & after_report).alias("new_day"),
        (col("day") - col("day").first().over(_over("episode")) + 1).alias("day_of_episode"),
        pl.when(col("number").is_not_null()).then(col("number") - col("day")).alias("offset"),
        pl.coalesce("units", "minutes").alias("charge"),
    )


def _numbers() -> tuple[Expr, ...]:
    """The visit's number: as written, else counted on from the last that was, or from the evaluation."""
    window = _over("episode")
    counted_on = col("day") + col("offset").forward_fill().over(window)
    from_evaluation = pl.when(col("episode") > 0).then(col("day_of_episode"))
    other_day = col("on") != col("on").shift(1).over(window)
    same = (col("number") == col("number").shift(1).over(window)) & other_day
    return (
        pl.coalesce("number", counted_on, from_evaluation).alias("visit_number_found"),
        pl.when(same).then(col("on").shift(1).over(window)).alias("number_of_other_day"),
        col("charge").is_null().sum().over(_over("on", "kind")).alias("uncharged"),
    )


def _gaps() -> tuple[Expr, ...]:
    """Visits that the numbers tell of and that are not among the notes."""
    window = _over("episode")
    before, other_day = col("visit_number_found").shift(1).over(window), col("on") != col("on").shift(1).over(window)
    gap = (col("number") - before - 1).clip(0)
    return (pl.when(other_day).then(gap).fill_null(0).alias("gap"),)


def _told() -> tuple[Expr, ...]:
    return (*_of_runs(), *_of_reports(), *_of_plans(), *_of_the_day(), *_of_the_year())


def _of_runs() -> tuple[Expr, ...]:
    same = [pl.when(col(key).is_not_null()).then(_place(f"{key}_run")).alias(f"same_{key}_visits") for key in _KEYS]
    since = (col("on") - col("on").first().over(_over("episode"))).dt.total_days()
    return (
        _place().alias("visits_found"),
        col("visit_number_found"),
        col("gap").cum_sum().over(CASE).alias("visits_missing"),
        col("number_of_other_day"),
        since.alias("days_since_first"),
        *same,
        (_place("measured") - 1 + (col("measured") == 0)).alias("visits_without_measure"),
    )


def _of_reports() -> tuple[Expr, ...]:
    """Treatment days after the last report; null where none was found, or where a visit since then is not at hand."""
    missing = pl.when(~col("kind").is_in(_REPORTS)).then(col("gap")).fill_null(0).cum_sum().over(_over("report"))
    known = (col("report") > 0) & (missing == 0)
    days = col("new_day").cast(pl.Int64).cum_sum().over(_over("report"))
    return (pl.when(known).then(days).alias("days_since_report_found"),)


def _of_plans() -> tuple[Expr, ...]:
    silent = col("certified").is_null() & (col("kind") != "evaluation")
    last, told = (
        pl.when(silent).then(what.shift(1).forward_fill().over(CASE))
        for what in (col("period"), pl.when(col("period").is_not_null()).then(col("certified").is_null()))
    )
    ended = pl.when(col("kind") == "discharge").then(col("on")).when(col("kind") == "evaluation").then(pl.date(1, 1, 1))
    discharged = ended.shift(1).forward_fill().over(CASE)
    since = (col("day") - col("day").first().over(_over("authorization")) + 1).alias("visits_since_authorized")
    return (
        last.alias("certified_through_found"),
        told.alias("certified_by_evaluation"),
        pl.when(discharged > pl.date(1, 1, 1)).then(discharged).alias("discharged_on"),
        col("authorized_found"),
        pl.when(col("authorized_found").is_not_null()).then(since).alias("visits_since_authorized"),
    )


def _of_the_day() -> tuple[Expr, ...]:
    """Other notes of the day; duplicates are of one kind, with the same charges or, without charges, minutes."""
    of_kind = pl.len().over(_over("on", "kind")).cast(pl.Int64) - 1
    twins = pl.len().over(_over("on", "kind", "charge")).cast(pl.Int64) - 1
    same = pl.when(of_kind == 0).then(0).when(col("charge").is_not_null() & (twins > 0)).then(twins)
    return (
        (pl.len().over(_over("on")).cast(pl.Int64) - 1).alias("other_notes_of_day"),
        same.when(col("uncharged") == 0).then(0).alias("duplicates_of_day"),
    )


def _of_the_year() -> tuple[Expr, ...]:
    """What Medicare allowed in the earlier visits found of the year: the least that the year's total can be."""
    window = ("patient", "pool", col("on").dt.year())
    cents = col("allowed_cents").fill_null(0)
    unpriced = col("allowed_cents").is_null().cast(pl.Int64)
    return tuple(
        pl.when(col("pool").is_not_null()).then((what.cum_sum() - what).over(window)).alias(name)
        for what, name in ((cents, "year_allowed_found_cents"), (unpriced, "year_visits_unpriced"))
    )
