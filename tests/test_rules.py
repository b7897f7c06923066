"""The cases of every rule: facts in, outcome and sentence out; all cases of a file run as one frame."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from romberg.checks import rule, rules
from romberg.checks.audit import judged, sentence, violations, with_parameters
from romberg.checks.rule import Rule
from romberg.facts import catalogue

FOLDER = Path(__file__).parent / "cases" / "checks"
NAMES = [one.name for one in rules()]


@cache
def cases(name: str) -> list[dict[str, Any]]:
    """The cases of a rule's file, each with its facts filled in from what the file gives to all."""
    written = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return [{**case, "facts": {**written["given"], **case.get("with", {})}} for case in written["cases"]]


def as_frame(rule_: Rule, facts: list[dict[str, Any]]) -> pl.DataFrame:
    """Facts as a frame of the rule's grain; what a case does not name is null."""
    names = catalogue.names(rule_.grain)
    unknown = {name for one in facts for name in one} - set(names)
    assert not unknown, f"{rule_.name}: no such facts: {unknown}"
    rows = [{"visit": at, "line": 0, **one} for at, one in enumerate(facts)]
    return pl.DataFrame([catalogue.column(name, [row.get(name) for row in rows]) for name in names])


def rows_of(rule_: Rule, facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the rule says of each of some facts."""
    return judged(with_parameters(as_frame(rule_, facts), [rule_]), rule_)


@pytest.mark.parametrize("name", NAMES)
def test_cases(name: str) -> None:
    """Every case has the outcome, the sentence and the severity that its file expects."""
    one = rule(name)
    for case, row in zip(cases(name), rows_of(one, [case["facts"] for case in cases(name)]), strict=True):
        assert row["outcome"] == case["expect"], f"{name}: {case['name']}"
        if "says" in case:
            assert sentence(one, row) == case["says"], f"{name}: {case['name']}"
        if "severity" in case:
            assert ("blocks" if row["blocks"] else one.severity) == case["severity"], f"{name}: {case['name']}"


@pytest.mark.parametrize("name", NAMES)
def test_alone_and_reversed_say_the_same(name: str) -> None:
    """A case alone, and among the others in another order, has the same outcome and evidence."""
    one, facts = rule(name), [case["facts"] for case in cases(name)]
    together = [{**row, "visit": 0} for row in rows_of(one, facts)]
    assert [rows_of(one, [fact])[0] for fact in facts] == together
    assert [{**row, "visit": 0} for row in rows_of(one, facts[::-1])] == together[::-1]


@pytest.mark.parametrize("name", NAMES)
def test_audit_finds_what_explain_tells(name: str) -> None:
    """The rows that an audit reports are those whose outcome is fail or unknown."""
    one, facts = rule(name), [case["facts"] for case in cases(name)]
    reported = {row["visit"]: row["violated"] for _, row in violations(as_frame(one, facts), [one])}
    told = {"fail": True, "unknown": None}
    expected = {at: told[case["expect"]] for at, case in enumerate(cases(name)) if case["expect"] in told}
    assert reported == expected


@pytest.mark.parametrize("name", NAMES)
def test_no_fact_at_all_never_fails_and_never_raises(name: str) -> None:
    """Where the record says nothing a rule accuses nobody."""
    assert rows_of(rule(name), [{}])[0]["outcome"] != "fail"
