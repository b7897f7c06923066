"""The report of an audit as one page: clean claims, money at risk by rule, payer, clinician and month, worst days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl

from romberg.batch.audit import charts
from romberg.batch.audit.together import Told
from romberg.checks import rules
from romberg.formats.templating import environment
from romberg.money import usd

_SHOWN = 40  # rows of a table
_DAYS = 25
_TITLES = {"payer": "By payer", "clinician": "By clinician", "month": "By month"}


def page(told: Told) -> str:
    """The page; all of it stands in one file, and nothing is loaded from elsewhere."""
    manifest = told.manifest
    return environment().get_template("audit.html.j2").render(
        counts=manifest["counts"],
        clean=_percent(manifest["counts"]["clean_claims"], manifest["counts"]["claims"]),
        usd=usd,
        figures=charts.figures(told),
        outliers=charts.outliers(told),
        rules=_rules(told.summary),
        undecided=_undecided(told.summary),
        groups=[(title, _group(told.summary, by)) for by, title in _TITLES.items()],
        days=told.days.head(_DAYS).to_dicts(),
        rejects=[(name, rows, manifest["reasons"][name]) for name, rows in manifest["rejects"].items()],
        manifest=manifest,
        files=_files(manifest["files"]),
    )  # fmt: skip


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "0.0"


def _files(files: dict[str, list[int]]) -> list[tuple[str, int, str]]:
    """The files that were read, with their size and when they were changed, so many as a page holds."""
    some = list(files.items())[:_SHOWN]
    return [(name, size, f"{datetime.fromtimestamp(at // 10**9, UTC):%Y-%m-%d %H:%M:%S}") for name, (size, at) in some]


def _first_lines() -> dict[str, str]:
    return {one.name: one.doc.strip().split("\n", 1)[0] for one in rules()}


def _rules(summary: pl.DataFrame) -> list[dict[str, Any]]:
    """The rules that fail, by the money at risk, each with its own sentence and a bar of its share."""
    found = summary.filter((pl.col("by") == "rule") & (pl.col("failed") > 0))
    return _barred(found.sort("at_risk_cents", "failed", "name", descending=[True, True, False]), _first_lines())


def _undecided(summary: pl.DataFrame) -> list[dict[str, Any]]:
    """What only the record can decide, by how often."""
    found = summary.filter((pl.col("by") == "rule") & (pl.col("unknown") > 0))
    says = _first_lines()
    return [
        one | {"says": says.get(one["name"], "")}
        for one in found.sort("unknown", "name", descending=[True, False]).head(_SHOWN).to_dicts()
    ]


def _group(summary: pl.DataFrame, by: str) -> list[dict[str, Any]]:
    found = summary.filter(by=by)
    chosen = found.sort("name") if by == "month" else found.sort("at_risk_cents", "name", descending=[True, False])
    return _barred(chosen if by == "month" else chosen.head(_SHOWN), {})


def _barred(found: pl.DataFrame, says: dict[str, str]) -> list[dict[str, Any]]:
    most = max(found["at_risk_cents"].max() or 1, 1)
    rows: Sequence[dict[str, Any]] = found.to_dicts()
    return [
        {**row, "bar": round(100 * row["at_risk_cents"] / most), "says": says.get(row["name"], ""),
         "clean": _percent(row["clean_claims"], row["claims"])}
        for row in rows
    ]  # fmt: skip
