"""The report of an audit: charts of how work is spread, each with words and a table; clinicians who stand far out."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest
from made_claim_lines import Line, written
from test_audit_files import LINE

from romberg.batch.audit import charts
from romberg.batch.audit.run import Wanted, run
from romberg.batch.audit.together import Told
from romberg.formats.bar_picture import Bar, picture

NPIS = ("1234567893", "1003000126", "1003000134", "1003000142", "1003000159", "1003000167")


def told(folder: Path, lines: list[Line]) -> tuple[Told, str]:
    """What an audit of the lines tells, and its page."""
    wanted = Wanted(tuple(written(folder / "in", lines, 2)), str(folder / "out"), buckets=3)
    return run(wanted, lambda *_: None, lambda _: None), (folder / "out" / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> tuple[Told, str]:
    """Six clinicians with 24 patients' days each; the last bills 12 units a day, all 97112, the others 3, one of it."""
    lines = []
    for at, npi in enumerate(NPIS):
        for day in range(24):
            shared = LINE | {"rendering_npi": npi, "patient": f"P{at}-{day % 4}", "claim": f"C{at}-{day}",
                             "service_date": date(2026, 1, 5) + timedelta(days=3 * day)}  # fmt: skip
            last = npi == NPIS[-1]
            lines.append(shared | {"line": 1, "code": "97112", "units": 12 if last else 1})
            if not last:
                lines.append(shared | {"line": 2, "code": "97110", "units": 2})
    return told(tmp_path_factory.mktemp("page"), lines)


def test_days_and_clinicians_are_counted(audit: tuple[Told, str]) -> None:
    spread = {of: dict(rows.select("least", "count").iter_rows()) for (of,), rows in audit[0].spread.group_by("of")}
    assert spread["units of a patient's day"] == {3: 120, 12: 24}
    assert spread["hours of a clinician's day"] == {0: 120, 3: 24}
    assert sum(spread["dollars allowed for a patient's day"].values()) == 144
    rows = audit[0].clinicians.select("rendering_npi", "patient_days", "units", "timed_units", "watched_units").rows()
    assert rows == [(npi, 24, *((288, 288, 288) if npi == NPIS[-1] else (72, 72, 24))) for npi in sorted(NPIS)]
    allowed = audit[0].clinicians["priced_cents"].sum()
    assert allowed == audit[0].summary.filter(by="all")["allowed_cents"].item()


def test_who_stands_far_out_is_named(audit: tuple[Told, str]) -> None:
    far = {one.measure: [row[0] for row in one.rows] for one in charts.outliers(audit[0])}
    assert far["Units for a patient on a day"] == [NPIS[-1]]
    assert far["Share of 97112 in timed units"] == [NPIS[-1]]


def test_every_chart_has_words_and_the_same_figures_as_a_table(audit: tuple[Told, str]) -> None:
    figures = charts.figures(audit[0])
    assert len(figures) == 7
    for one in figures:
        drawn = ElementTree.fromstring(one.svg)
        names = {part.tag.rpartition("}")[2]: part.text for part in drawn}
        assert (names["title"], names["desc"], drawn.get("role")) == (one.title, one.says, "img")
        bars = [part for part in drawn if part.tag.endswith("rect")]
        assert len(bars) == len(one.rows)
        assert one.says.endswith(".")
    units = dict(figures[0].rows)
    assert (units["3"], units["4"], units["12"]) == ("120", "0", "24")


def test_the_page_stands_alone(audit: tuple[Told, str]) -> None:
    page = audit[1]
    assert page.count("<svg") == page.count("</svg>") == page.count("the figures as a table</summary>") == 7
    assert not re.search(r"<script|\bsrc=|href=|url\(", page)
    assert NPIS[-1] in page
    assert "lines-0.parquet" in page, "the files that were read"


def test_an_audit_of_nothing_has_a_page(tmp_path: Path) -> None:
    found, page = told(tmp_path, [LINE | {"patient": ""}])
    assert charts.outliers(found) == []
    assert found.clinicians.height == 0
    assert "patient_missing" in page


def test_what_is_drawn_is_escaped_and_as_high_as_it_is() -> None:
    drawn = picture("<b>", "a & b", [Bar('"<x>"', 10), Bar("y", 5, marked=True)], "<below>", "beside")
    bars = [part for part in ElementTree.fromstring(drawn) if part.tag.endswith("rect")]
    assert "<b>" not in drawn
    assert float(bars[0].get("height", 0)) == pytest.approx(2 * float(bars[1].get("height", 0)), abs=0.2)
    assert bars[1].get("class") == "bar marked"


def test_a_former_audit_is_told(tmp_path: Path) -> None:
    old = Wanted(tuple(written(tmp_path / "a", [LINE])), str(tmp_path / "old"))
    run(old, lambda *_: None, lambda _: None)
    new = LINE | {"claim": "C9", "service_date": LINE["service_date"] + timedelta(days=1)}
    since = Wanted(tuple(written(tmp_path / "b", [new])), str(tmp_path / "new"), since=str(tmp_path / "old"))
    assert run(since, lambda *_: None, lambda _: None).manifest["counts"]["lines"] == 1
    assert "Only days after 2026-03-12 are told" in (tmp_path / "new" / "report.html").read_text()
    assert pl.read_parquet(tmp_path / "new" / "spread.parquet")["count"].sum() == 3
