"""The audit of many lines says of each what the plain audit of its visit says, to the cent; however it is run."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_claim_lines import Line, claims, frame, understood, written
from oracles import claims_alone

from bench.claim_lines import claim_lines
from romberg.batch.audit import encoded
from romberg.batch.audit.ordering import Ordered, ordered
from romberg.batch.audit.ordering import understood as understood_texts
from romberg.batch.audit.priced import priced, with_sums
from romberg.batch.audit.run import Wanted, run
from romberg.checks import rules
from romberg.checks.audit import with_parameters
from romberg.checks.many import Hits, facts_told, hits
from romberg.facts import catalogue
from romberg.facts.claimed.gather import ClaimFacts, facts_of
from romberg.facts.claimed.names import TOLD
from romberg.formats.line_tables.cells import ROW, ours
from romberg.formats.line_tables.maps import opened

AMOUNTS = ("allowed_cents", "payer_cents", "patient_cents")


def audited(lines: Sequence[Line], parts: int = 1, **asked: Any) -> dict[str, pl.DataFrame]:
    """The tables that an audit of the lines leaves."""
    folder = Path(tempfile.mkdtemp())
    try:
        inputs = written(folder / "in", lines, parts)
        out = folder / "out"
        run(Wanted(tuple(inputs), str(out), **asked), lambda *_: None, lambda _: None)
        return {name: pl.read_parquet(out / f"{name}.parquet") for name in ("findings", "lines", "summary", "rejects")}
    finally:
        shutil.rmtree(folder)


def findings(told: dict[str, pl.DataFrame]) -> list[tuple[Any, ...]]:
    rows = told["findings"].select("claim", "line", pl.col("rule", "outcome").cast(pl.String)).rows()
    return sorted(rows, key=str)


def amounts(told: dict[str, pl.DataFrame]) -> dict[Any, Any]:
    return {(row[0], row[1]): row[2:] for row in told["lines"].select("claim", "line", *AMOUNTS).iter_rows()}


def ordered_lines(lines: Sequence[Line]) -> Ordered:
    folder = Path(tempfile.mkdtemp())
    try:
        rows = frame(lines).with_columns(pl.int_range(1, pl.len() + 1).alias(ROW))
        encoded.write(folder / "0", ours(rows, opened(None)), 0)
        return ordered(encoded.bucket_of([folder / "0"], 0, 1, encoded.Texts()), understood_texts({}, None))
    finally:
        shutil.rmtree(folder)


def facts_and_hits(lines: Sequence[Line]) -> tuple[ClaimFacts, list[Hits]]:
    held = ordered_lines(lines)
    facts = facts_of(with_sums(held, priced(held), whole_years=False))
    return facts, hits(facts.frame, rules(), TOLD)


def judged(lines: Sequence[Line], whole_years: bool) -> tuple[list[tuple[Any, ...]], dict[Any, Any]]:
    """What the rules and prices of one bucket say of the lines, without the words of findings."""
    held = ordered_lines(lines)
    prices = priced(held)
    facts = facts_of(with_sums(held, prices, whole_years))
    keys = list(zip(held.names["claim"].to_list(), held.records["line"].tolist(), strict=True))
    of_visit = [(keys[at][0], None) for at in held.claims.first.tolist()]
    found = [
        (*(of_visit if one.rule.grain == "visit" else keys)[at], one.rule.name, outcome)
        for one in hits(facts.frame, rules(), TOLD)
        for outcome, rows_hit in (("fail", one.failed), ("unknown", one.unknown))
        for at in rows_hit
    ]
    return sorted(found, key=str), dict(zip(keys, prices.select(AMOUNTS).rows(), strict=True))


FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FEW
@given(claims(), st.booleans())
def test_every_finding_and_cent_is_that_of_the_plain_audit(lines: list[Line], whole_years: bool) -> None:
    plain = claims_alone.audited(understood(lines), whole_years)
    assert judged(lines, whole_years) == (plain.findings, plain.amounts)


def test_each_claim_of_a_visit_is_paid_by_its_own_place() -> None:
    """One claim from an office, one from a hospital's rooms: hypothesis met them once in many thousand draws."""
    shared = {
        "payer": "medicare", "service_date": date(2024, 3, 8), "taxonomy": "225100000X", "zip": "77002",
        "diagnoses": "",
        "referring_npi": "1234567893", "authorization": "", "patient": "P1", "rendering_npi": "1234567893",
        "billing_npi": "1987654321", "filed_on": date(2024, 3, 11), "modifiers": "", "minutes": None, "charge": None,
        "pointers": "", "line": 1,
    }  # fmt: skip
    lines = [
        shared | {"claim": "C0", "place": "11", "code": "97110", "units": 1},
        shared | {"claim": "C1", "place": "22", "code": "98940", "units": 1},
    ]
    plain = claims_alone.audited(understood(lines))
    assert judged(lines, whole_years=False) == (plain.findings, plain.amounts)
    office = judged([lines[0], lines[1] | {"place": "11"}], whole_years=False)[1]
    assert office["C1", 1] != plain.amounts["C1", 1]  # a place counts for this code


@settings(FEW, max_examples=5)
@given(claims(), st.randoms(use_true_random=False), st.integers(2, 7), st.integers(1, 3))
def test_order_files_and_buckets_change_nothing(
    lines: list[Line], chance: random.Random, buckets: int, parts: int
) -> None:
    first = audited(lines, buckets=1)
    other = list(lines)
    chance.shuffle(other)
    again = audited(other, parts, buckets=buckets)
    for name in ("findings", "lines", "summary"):
        assert again[name].equals(first[name]), name


@pytest.fixture(scope="module")
def many() -> list[Line]:
    """Sound lines as the bench invents them."""
    held = claim_lines(7, 800).with_columns(pl.col("charge").round(2))
    sound = held.filter(pl.col("patient").str.starts_with("P") & (pl.col("units") >= 0) & (pl.col("code") != "9711"))
    sound = sound.filter(~pl.col("payer").str.starts_with("Nobody"))
    return sound.unique(["claim", "line"], keep="first", maintain_order=True).to_dicts()


def test_a_thousand_lines_are_as_plain_as_one(many: list[Line]) -> None:
    plain = claims_alone.audited(understood(many))
    assert judged(many, whole_years=False) == (plain.findings, plain.amounts)
    told = audited(many)
    assert told["rejects"].height == 0
    assert amounts(told) == plain.amounts
    assert findings(told) == [one for one in plain.findings if one[-1] == "fail"]


def test_each_patient_alone_is_as_all_together(many: list[Line]) -> None:
    together = audited(many[:120])
    patients = {one["patient"] for one in many[:120]}
    alone = [audited([one for one in many[:120] if one["patient"] == patient]) for patient in sorted(patients)]
    assert sorted((row for told in alone for row in findings(told)), key=str) == findings(together)
    assert {key: value for told in alone for key, value in amounts(told).items()} == amounts(together)


def test_more_processes_change_nothing(many: list[Line]) -> None:
    first, again = audited(many[:300], parts=2, buckets=3), audited(many[:300], parts=2, buckets=3, jobs=2)
    assert all(again[name].equals(first[name]) for name in first)


def test_what_fails_without_a_note_fails_with_any_note(many: list[Line]) -> None:
    """Whatever a note may say of the facts that claims do not tell, a rule that failed without it still fails."""
    facts, found = facts_and_hits(many)
    chance = random.Random(3)
    for one in found:
        if not len(one.failed):
            continue
        rows = facts.some(one.rule.grain, one.failed, facts_told(one.rule))
        asked = [name for name in one.rule.reads() if not name.startswith("@") and name not in TOLD]
        for _ in range(4):
            noted = with_parameters(rows.with_columns(_any(name, rows.height, chance) for name in asked), [one.rule])
            assert noted.select(one.rule.violated()).to_series().fill_null(False).all(), one.rule.name


def _any(name: str, count: int, chance: random.Random) -> pl.Series:
    values: dict[str, list[Any]] = {
        "yes/no": [True, False], "whole": [0, 3, 40], "marks": [[]], "texts": [[], ["a", "b"]], "text": ["a"],
        "word": ["a"], "date": [date(2020, 1, 1), date(2027, 1, 1)],
    }  # fmt: skip
    return catalogue.column(name, chance.choices(values[catalogue.catalogue()[name].kind], k=count))
