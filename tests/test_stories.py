"""Whole stories, from note to claim to remittance to letter; what each gives is changed on purpose only."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from tools.stories import GOLDEN, stories, told


@pytest.mark.parametrize("story", stories(), ids=lambda path: path.name)
def test_a_story_ends_as_it_is_told(story: Path) -> None:
    seen = set()
    for name, words, wanted, had in told(story):
        assert had == wanted, f"the step for {name or 'nothing kept'} ended with {had}"
        if name:
            seen.add(name)
            golden = (story / GOLDEN / name).read_text(encoding="utf-8")
            changed = "\n".join(difflib.unified_diff(golden.splitlines(), words.splitlines(), lineterm=""))
            assert words == golden, f"{name} changed; if that is meant, run `python -m tools.stories`:\n{changed}"
    assert seen == {file.name for file in (story / GOLDEN).iterdir()}


def test_there_are_stories() -> None:
    assert {path.name for path in stories()} >= {"odile", "units"}
