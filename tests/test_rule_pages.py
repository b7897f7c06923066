"""The pages of the rules: they are what the generator prints, and each rule has its section."""

from __future__ import annotations

from pathlib import Path

import pytest

from romberg import checks
from tools import rule_pages


@pytest.mark.parametrize("name", sorted(rule_pages.pages()))
def test_a_committed_page_is_what_the_generator_prints(name: str) -> None:
    file = rule_pages.FOLDER / name
    same = file.is_file() and file.read_text(encoding="utf-8") == rule_pages.pages()[name]
    assert same, f"docs/rules/{name} differs; run python -m tools.rule_pages"


def test_pages_that_differ_are_told_and_renewed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(rule_pages, "FOLDER", tmp_path / "rules")
    assert rule_pages.main(["--check"]) == 1
    assert "units.md" in capsys.readouterr().out
    assert rule_pages.main([]) == 0
    (tmp_path / "rules" / "gone.md").write_text("a topic that is gone", encoding="utf-8")
    assert rule_pages.main(["--check"]) == 1
    assert rule_pages.main([]) == 0
    assert rule_pages.main(["--check"]) == 0


def test_every_rule_has_a_section_with_its_words_and_denial() -> None:
    pages = rule_pages.pages()
    for rule in checks.rules():
        topic, _, short = rule.name.partition("/")
        section = pages[f"{topic}.md"].partition(f"\n## {short}\n")[2].partition("\n## ")[0]
        assert section.strip().startswith(rule.doc.strip().partition("\n")[0])
        assert rule.says in section
        assert rule.fix in section
        assert rule.carc is None or f"CARC {rule.carc}" in section
        assert f"[{short}]({topic}.md#{short})" in pages["README.md"]
