"""The page on what is known: it is what the generator prints, and it holds what a reader looks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from romberg.knowledge import citations, local_coverage, parameters, payers, tables
from tools import knowledge_page

PAGE = Path(__file__).parents[1] / "docs" / "knowledge.md"


def test_the_committed_page_is_what_the_generator_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert knowledge_page.main(["--check"]) == 0, capsys.readouterr().out


def test_a_page_that_differs_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(knowledge_page, "PAGE", tmp_path / "knowledge.md")
    assert knowledge_page.main(["--check"]) == 1
    assert "python -m tools.knowledge_page" in capsys.readouterr().out
    assert knowledge_page.main([]) == 0
    assert knowledge_page.main(["--check"]) == 0


def test_the_page_holds_payers_tables_parameters_and_documents() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for name in (*payers.names(), *tables.manifest(), *local_coverage.all_documents()):
        assert f"| {name} |" in text, name
    for path in parameters.paths():
        assert f"### {path.rpartition('.')[0]}\n" in text
    steps = sum(len(parameters.parameter(path).steps) for path in parameters.paths())
    section = text.partition("## Parameters")[2].partition("## Sources")[0]
    assert section.count("\n| ") - 2 * section.count("### ") == steps
    unread = [one.id for one in citations.all_citations().values() if one.mark != "verified"]
    assert all(f"| {one} |" in text for one in unread)
