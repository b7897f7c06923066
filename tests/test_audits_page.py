"""The table of auditors' questions: every rule it names exists, every question without one says what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import audits_page


def test_every_named_rule_exists() -> None:
    assert audits_page.missing() == []


def test_the_committed_page_is_what_the_generator_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert audits_page.main(["--check"]) == 0, capsys.readouterr().out


def test_all_four_auditors_are_there_and_what_is_open_is_said() -> None:
    assert set(audits_page.lists()) == {"OIG", "CERT", "TPE", "SMRC"}
    text = audits_page.page()
    for known in audits_page.lists().values():
        assert len({one["asks"] for one in known["items"]}) == len(known["items"]) > 4
        for one in known["items"]:
            assert set(one) <= {"asks", "found", "rules", "open"}
            assert one["asks"].endswith("?")
            assert bool(one["rules"]) is ("open" not in one), one["asks"]
            assert len(set(one["rules"])) == len(one["rules"])
            assert one["rules"] or f"{one['asks']} ({one['open']})" in text.partition("## Not covered yet")[2]


def test_a_rule_that_does_not_exist_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    item = {"asks": "Is it there?", "rules": ["units/nowhere"]}
    monkeypatch.setattr(audits_page, "lists", lambda: {"OIG": {"about": "", "cites": [], "items": [item]}})
    monkeypatch.setattr(audits_page, "PAGE", tmp_path / "audits.md")
    assert audits_page.main([]) == 1
    assert "units/nowhere" in capsys.readouterr().out
    assert not (tmp_path / "audits.md").exists()
