"""The house keeps its own order: rules that explain themselves, rooms that look up the list only, and small files."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from romberg.checks import rule, rules
from romberg.checks.rule import Rule
from romberg.checks.words import formats, holes
from romberg.facts import catalogue, proof
from romberg.knowledge import citations, parameters
from romberg.knowledge.payers import LINES

SOURCE = Path(__file__).parents[1] / "src" / "romberg"
CASES = Path(__file__).parent / "cases" / "checks"
ROOMS = (
    "knowledge", "visit", "claims", "notes", "coding", "units", "facts", "checks", "pricing", "report", "formats",
    "batch", "store", "cli",
)  # fmt: skip
Named = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
FOR_ALL = ("money",)  # the one small module that every room may use
FILES = sorted(SOURCE.rglob("*.py"))
TESTS = sorted(Path(__file__).parent.rglob("*.py"))
CONTRACT = {
    "documentation/activity_vague", "documentation/minutes_missing", "documentation/total_time_missing",
    "documentation/time_does_not_add_up", "documentation/response_missing", "documentation/measure_missing",
    "documentation/skill_not_shown", "documentation/signature_missing", "documentation/text_cloned",
    "units/below_eight_minutes", "units/below_fifteen_minutes", "units/exceed_minutes",
    "units/group_billed_as_individual", "coding/unrelated_service", "coding/code_not_supported",
    "coding/unattended_billed_as_attended", "modifiers/assistant_modifier_missing", "providers/not_qualified",
    "code_pairs/ncci_conflict", "coverage/diagnosis_does_not_support", "plan_of_care/progress_report_overdue",
    "plan_of_care/certification_overdue",
}  # fmt: skip
NAMES = [one.name for one in rules()]


@cache
def tree(file: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(file.read_text(encoding="utf-8"))


def short(file: Path) -> str:
    """A file as the test's name shows it."""
    return str(file.relative_to(SOURCE if file.is_relative_to(SOURCE) else Path(__file__).parent))


# --- rules


def test_the_rules_that_others_rely_on_are_there() -> None:
    assert set(NAMES) >= CONTRACT


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_explains_itself(name: str) -> None:
    """Its docstring: a sentence on the defect, why it matters, what to do, and an example."""
    parts = [part.strip() for part in rule(name).doc.strip().split("\n\n")]
    assert len(parts) >= 4, f"{name}: the docstring says what is wrong, why, what to do, and gives an example"
    assert "\n" not in parts[0], f"{name}: the first paragraph is one line"
    assert parts[0].endswith("."), f"{name}: the first line is a sentence"
    assert parts[-1].startswith("Example: "), f"{name}: the last paragraph is an example"


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_reads_only_facts_that_exist(name: str) -> None:
    one = rule(name)
    read = {column for column in one.reads() if not column.startswith("@")}
    assert read <= set(catalogue.names(one.grain))
    assert all(parameters.exists(path) for path in one.parameters())


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_s_templates_name_its_evidence(name: str) -> None:
    one = rule(name)
    spoken = {*one.evidence, "payer", *(("code",) if one.grain == "line" else ())}
    for template in (one.says, one.asks, one.fix):
        assert template.endswith("."), f"{name}: {template!r} is a sentence"
        assert {hole for hole, _ in holes(template)} <= spoken
        assert {form for _, form in holes(template) if form} <= formats()


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_s_sources_and_proofs_resolve(name: str) -> None:
    one = rule(name)
    assert one.cites, f"{name}: a rule cites its source"
    assert all(citations.get(cite).title for cite in one.cites)
    assert one.proof, f"{name}: a rule names the words that prove it"
    assert all(proof.known(each) for each in one.proof)
    assert set(one.card_lines) <= set(LINES)


def test_no_two_rules_share_a_name() -> None:
    every = [name for one in rules() for name in (one.name, *one.aliases)]
    assert len(every) == len(set(every))


@cache
def written(name: str) -> dict[str, Any]:
    """A rule's file of cases."""
    found: dict[str, Any] = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_cases_of_a_rule_are_complete(name: str) -> None:
    """A fail with its sentence, a pass, one not applicable where the rule has a scope, a boundary, and one unknown."""
    cases = written(name)["cases"]
    outcomes = {case["expect"] for case in cases}
    wanted = {"fail", "pass", "unknown"} | ({"not applicable"} if has_scope(rule(name)) else set())
    assert outcomes == wanted
    assert any("says" in case for case in cases if case["expect"] == "fail")
    assert any("(boundary)" in case["name"] for case in cases)
    assert len({case["name"] for case in cases}) == len(cases)
    assert all(set(case) <= {"name", "with", "expect", "says", "severity"} for case in cases)


def has_scope(one: Rule) -> bool:
    """Whether there are visits to which the rule does not apply."""
    return bool(one.applies.meta.root_names() or one.payers or one.effective or one.ends)


def test_every_file_of_cases_has_its_rule() -> None:
    assert {str(file.relative_to(CASES).with_suffix("")) for file in CASES.rglob("*.yaml")} == set(NAMES)


def test_every_fact_says_what_it_means() -> None:
    for fact in catalogue.catalogue().values():
        assert fact.meaning[0].isupper(), fact.name
        assert fact.meaning.endswith("."), fact.name


# --- rooms


def room_of(file: Path) -> str:
    """The room in which a file stands."""
    first = file.relative_to(SOURCE).parts[0]
    return first.removesuffix(".py")


def imported(file: Path) -> set[str]:
    """The rooms that a file imports, at its top or anywhere in it."""
    modules = [
        node.module or "" for node in ast.walk(tree(file)) if isinstance(node, ast.ImportFrom) and not node.level
    ]
    plain = [name.name for node in ast.walk(tree(file)) if isinstance(node, ast.Import) for name in node.names]
    whole = [
        f"romberg.{name.name}"
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ImportFrom) and node.module == "romberg"
        for name in node.names
    ]
    paths = [module.split(".") for module in (*modules, *plain, *whole)]
    return {path[1] for path in paths if path[0] == "romberg" and len(path) > 1}


@pytest.mark.parametrize("file", [file for file in FILES if room_of(file) in ROOMS], ids=short)
def test_imports_point_up_the_list(file: Path) -> None:
    allowed = {*ROOMS[: ROOMS.index(room_of(file)) + 1], *FOR_ALL}
    rooms = imported(file) & {*ROOMS, *FOR_ALL}
    assert rooms <= allowed, f"{short(file)} may not import {', '.join(sorted(rooms - allowed))}"


def test_no_rule_imports_another() -> None:
    for name in NAMES:
        modules = {
            node.module
            for node in ast.walk(tree(SOURCE / "checks" / f"{name}.py"))
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("romberg")
        }
        assert modules == {"romberg.checks.rule"}, name


# --- sizes and words


@pytest.mark.parametrize("file", FILES, ids=short)
def test_files_stay_small(file: Path) -> None:
    lines = len(file.read_text(encoding="utf-8").splitlines())
    limit = 150 if room_of(file) == "checks" and len(file.relative_to(SOURCE).parts) > 2 else 600
    assert lines <= limit, f"{short(file)} has {lines} lines, more than {limit}: split it by topic"


def functions(file: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, methods included."""
    return [node for node in ast.walk(tree(file)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize("file", FILES, ids=short)
def test_functions_stay_small(file: Path) -> None:
    for node in functions(file):
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        taken = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        assert length <= 80, f"{short(file)}: {node.name} has {length} lines"
        assert len([one for one in taken if one.arg not in ("self", "cls")]) <= 7, f"{short(file)}: {node.name}"


def public(body: list[ast.stmt]) -> list[Named]:
    """The functions and classes that others may use: at the top of a file, or in a class that is one of them."""
    named = [one for one in body if isinstance(one, Named) and not one.name.startswith("_")]
    inner = [each for one in named if isinstance(one, ast.ClassDef) for each in public(one.body)]
    return named + inner


@pytest.mark.parametrize("file", FILES, ids=short)
def test_public_functions_say_what_they_do(file: Path) -> None:
    for node in public(tree(file).body):
        assert (ast.get_docstring(node) or "").strip(), f"{short(file)}: {node.name} has no docstring"


def test_folders_stay_small() -> None:
    for folder in {file.parent for file in FILES}:
        count = len([file for file in folder.iterdir() if file.is_file()])
        assert count <= 40, f"{folder.relative_to(SOURCE)} has {count} files: split it by topic"


@pytest.mark.parametrize("file", FILES, ids=short)
def test_there_are_no_bins_for_leftovers(file: Path) -> None:
    assert file.stem not in ("utils", "util", "helpers", "common", "misc"), short(file)
