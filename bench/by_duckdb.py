"""Some facts of claim lines by DuckDB's SQL, and all facts of the same lines by the audit's own kernels, in one run.

The SQL tells what windows and joins can tell without the rules' knowledge: visits, units of a code, timed units and
minutes, modifiers, code pairs of a day, units over the day's limit, charges of the year before the visit. The audit's
side tells all of its facts (`facts/claimed`), prices among them, from the same Parquet. Totals that both tell are
compared; where two lines of a claim have one number, the two keep another of them. DuckDB is no part of the product:
it comes from `requirements/bench.lock`, and without it nothing is compared.
"""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import polars as pl

from romberg.batch.audit import encoded, stages
from romberg.batch.audit.ordering import ordered, understood
from romberg.batch.audit.priced import priced, with_sums
from romberg.batch.audit.work import Work
from romberg.facts.claimed.code import of_code
from romberg.facts.claimed.gather import facts_of
from romberg.formats.line_tables.maps import opened
from romberg.formats.line_tables.pieces import pieces
from romberg.knowledge import tables

_SOUND = """
CREATE TEMP TABLE sound AS SELECT patient, claim, line, service_date AS day, code, units, minutes, modifiers, payer,
       rendering_npi, billing_npi, cast(round(charge * 100) AS BIGINT) AS charge,
       dense_rank() OVER (ORDER BY patient, payer, service_date, billing_npi, rendering_npi) AS visit
FROM (SELECT * FROM read_parquet($file)
      WHERE patient LIKE 'P%' AND units >= 0 AND length(code) = 5 AND payer NOT LIKE 'Nobody%')
QUALIFY row_number() OVER (PARTITION BY patient, claim, line ORDER BY payer, day, billing_npi, rendering_npi) = 1
"""
_FACTS = """
CREATE TEMP TABLE facts AS SELECT *,
       sum(units) OVER code AS code_units, row_number() OVER (code ORDER BY claim, line) = 1 AS is_first_of_code,
       bool_or(timed) OVER visit AS has_timed, sum(units) FILTER (timed) OVER visit AS timed_units,
       sum(minutes) FILTER (timed) OVER visit AS timed_minutes, sum(minutes) OVER visit AS all_minutes,
       list_contains(carried, 'KX') AS kx, list_contains(carried, 'GY') AS gy,
       list_has_any(carried, ['59', 'XE', 'XP', 'XS', 'XU']) AS parted, list_has_any(carried, ['CQ', 'CO']) AS assisted,
       sum(units) OVER code > most AS over_limit,
       sum(charge) OVER (PARTITION BY patient, payer, year(day) ORDER BY visit
                         RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS year_before
FROM (SELECT sound.*, coalesce(timed.timed, false) AS timed, most, string_split(modifiers, ',') AS carried
      FROM sound LEFT JOIN timed USING (code) LEFT JOIN most USING (code))
WINDOW code AS (PARTITION BY visit, code), visit AS (PARTITION BY visit)
"""
_PAIRS = """
CREATE TEMP TABLE paired AS SELECT a.visit, a.code, min(b.code) AS partner
FROM (SELECT DISTINCT visit, code FROM sound) a JOIN (SELECT DISTINCT visit, code FROM sound) b USING (visit)
JOIN pair ON pair.column_two = a.code AND pair.column_one = b.code GROUP BY a.visit, a.code
"""
_TOTALS = """
SELECT count(*) AS lines, max(visit) AS visits, sum(units) AS units, sum(code_units) AS units_of_codes,
       count(*) FILTER (is_first_of_code) AS firsts, sum(units) FILTER (timed) AS timed, count(*) FILTER (kx) AS kx
FROM facts
"""
_COMPARED = ("lines", "visits", "units", "units_of_codes", "firsts", "timed", "kx")


@dataclass(frozen=True, slots=True)
class Beside:
    """Processor seconds of both for some lines, and the totals that both tell."""

    lines: int
    sql_seconds: float
    own_seconds: float
    sql: dict[str, int]
    own: dict[str, int]


def beside(file: Path) -> Beside | None:
    """Both over one file; None where DuckDB is not installed."""
    if find_spec("duckdb") is None:
        return None
    warm = _own(file)  # what a process learns once is not counted: DuckDB learns nothing
    begun = time.process_time()
    own = _own(file)
    own_seconds = time.process_time() - begun
    sql, sql_seconds = _by_sql(file)
    return Beside(warm["lines"], sql_seconds, own_seconds, sql, own)


def _by_sql(file: Path) -> tuple[dict[str, int], float]:
    duckdb = import_module("duckdb")  # only where it is installed
    with duckdb.connect() as held, tempfile.TemporaryDirectory() as folder:
        held.execute(f"SET threads = {os.cpu_count() or 1}")
        for name, frame in _tables().items():
            frame.write_parquet(Path(folder) / name)
            held.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM read_parquet('{Path(folder) / name}')")
        begun = time.process_time()
        held.execute(_SOUND, {"file": str(file)})
        for statement in (_FACTS, _PAIRS):
            held.execute(statement)
        told = held.execute(_TOTALS)
        names = [one[0] for one in told.description or ()]
        row = told.fetchone() or ()
        return {name: int(one) for name, one in zip(names, row, strict=True)}, time.process_time() - begun


def _tables() -> dict[str, pl.DataFrame]:
    """What the SQL joins: which codes count time, the day's limit of units, the code pairs; all without dates."""
    limits = tables.frame("unit_limits_practitioner")
    pairs = tables.frame("pairs_practitioner").select("column_one", "column_two").unique()
    codes = sorted({*limits["code"], *pairs["column_one"], *pairs["column_two"]})
    timed = pl.DataFrame({"code": codes, "timed": [bool(of_code(one, 20_500)["timed"]) for one in codes]})
    most = limits.group_by("code").agg(most=pl.col("units").max())
    return {"timed": timed, "most": most, "pair": pairs}


def _own(file: Path) -> dict[str, int]:
    """The totals of the audit's facts: from Parquet through records, order and prices to all columns."""
    with tempfile.TemporaryDirectory() as folder:
        work = Work(Path(folder))
        (work.folder / "pieces").mkdir(parents=True)
        encode = stages.Encode(folder, opened(None))
        held = pieces(str(file))
        for given in enumerate(held):
            encode(given)
        folders = [work.piece(at) for at in range(len(held))]
        lines = ordered(encoded.bucket_of(folders, 0, 1, _TEXTS), _KNOWN)
        facts = facts_of(with_sums(lines, priced(lines), whole_years=False))
    names = ("billed_units", "code_billed_units", "is_first_of_code", "timed", "carries_kx")
    told = facts.frame("line", names)
    timed = told.filter("timed")["billed_units"]
    sums = (told[one].sum() for one in ("billed_units", "code_billed_units", "is_first_of_code"))
    values = (told.height, facts.count, *sums, timed.sum(), told["carries_kx"].sum())
    return dict(zip(_COMPARED, map(int, values), strict=True))


_TEXTS, _KNOWN = encoded.Texts(), understood({}, None)


def told(found: Beside | None, audit_rate: float) -> list[str]:
    """The comparison in sentences; `audit_rate` is that of the whole audit in lines per core-second."""
    if found is None:
        return ["DuckDB is not installed, and is not compared (pip install -r requirements/bench.lock)."]
    sql, own = found.lines / found.sql_seconds, found.lines / found.own_seconds
    agree = [name for name, value in found.own.items() if found.sql[name] == value]
    differ = {name: (value, found.sql[name]) for name, value in found.own.items() if found.sql[name] != value}
    return [
        f"DuckDB's SQL, a dozen facts: {sql:,.0f} lines per core-second; all facts here: {own:,.0f}, "
        f"times as many: {own / sql:.2f}; the whole audit: {audit_rate / sql:.2f}",
        f"totals that agree: {', '.join(agree)}" + (f"; that differ (ours, SQL's): {differ}" if differ else ""),
    ]
