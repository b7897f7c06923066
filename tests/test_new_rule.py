"""`romberg rules new`: two files that load, whose failing case fails until somebody has written the rule."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from test_rules import rows_of

from romberg.checks.rule import Rule
from romberg.cli import main, new_rule


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one topic and no rule."""
    room = tmp_path / "src" / "romberg" / "checks"
    (room / "units").mkdir(parents=True)
    (room / "units" / "__init__.py").write_text('"""Minutes and units that do not fit."""\n')
    (tmp_path / "tests" / "cases" / "checks").mkdir(parents=True)
    monkeypatch.setattr(new_rule, "_ROOM", room)
    return tmp_path


def loaded(file: Path) -> Rule:
    """The rule of a file, as the loading of rules would give it."""
    spec = importlib.util.spec_from_file_location("made_rule", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    rule: Rule = module.rule
    return replace(rule, name="units/made", doc=module.__doc__ or "")


def test_a_new_rule_loads_and_its_failing_case_fails(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "new", "units/too_many_of_them"]) == 0
    rule_file = checkout / "src/romberg/checks/units/too_many_of_them.py"
    cases_file = checkout / "tests/cases/checks/units/too_many_of_them.yaml"
    told = capsys.readouterr().out
    assert str(rule_file) in told
    assert str(cases_file) in told
    assert "-k too_many_of_them" in told
    rule, written = loaded(rule_file), yaml.safe_load(cases_file.read_text(encoding="utf-8"))
    assert rule.doc.startswith("Too many of them: ")
    facts = [{**written["given"], **case.get("with", {})} for case in written["cases"]]
    outcomes = [row["outcome"] for row in rows_of(rule, facts)]
    wanted = [case["expect"] for case in written["cases"]]
    assert outcomes[1:] == wanted[1:]
    assert (outcomes[0], wanted[0]) == ("pass", "fail")


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (["new", "units/too_many"], "is there already"),
        (["new", "payers/too_many"], "The topics are: units."),
        (["new", "units/Too Many"], "small letters"),
        (["new", "units/../../escape"], "small letters"),
        (["new", "units"], "small letters"),
        (["new"], "asks nothing of the rules"),
        (["old", "units/too_many"], "asks nothing of the rules"),
    ],
)
def test_what_cannot_be_started_is_told(
    checkout: Path, capsys: pytest.CaptureFixture[str], asked: list[str], says: str
) -> None:
    (checkout / "src/romberg/checks/units/too_many.py").write_text("")
    assert main(["rules", *asked]) == 2
    told = capsys.readouterr().err
    assert says in told
    assert told.count("\n") == 1


def test_without_a_checkout_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    room = tmp_path / "lib" / "romberg" / "checks"
    (room / "units").mkdir(parents=True)
    (room / "units" / "__init__.py").write_text("")
    monkeypatch.setattr(new_rule, "_ROOM", room)
    assert main(["rules", "new", "units/too_many"]) == 2
    assert "checkout" in capsys.readouterr().err
    assert not (room / "units" / "too_many.py").exists()
