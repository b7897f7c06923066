"""The page of attacks and faults names tests that are there, and all that would stop a release."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "workplace" / "security.md"
PLAN = HERE.parents[1] / "shared" / "domain" / "security_tests.md"
SECTIONS = ("5.1", "5.2", "5.5", "5.6")


def rows() -> dict[str, list[str]]:
    """The tests that each row of the page names."""
    found = re.findall(
        r"^\| (T-\d\d|) +\|(.*)\|$|^\| (T-\d\d) \|(.*)\|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    return {one[0] or one[2] or "more": re.findall(r"`([\w/]+\.py::\w+)`", one[1] or one[3]) for one in found}


def test_every_test_that_is_named_is_there() -> None:
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", PAGE.read_text(encoding="utf-8"))
    assert len(named) > 60
    for file, name in named:
        assert re.search(rf"^def {name}\(", (HERE / file).read_text(encoding="utf-8"), re.MULTILINE), f"{file}::{name}"


def test_each_row_is_proved_by_something() -> None:
    assert len(rows()) > 25
    assert all(rows().values())


@pytest.mark.skipif(not PLAN.is_file(), reason="the shared reference folder does not lie beside this checkout")
def test_all_that_would_stop_a_release_has_its_row() -> None:
    plan = PLAN.read_text(encoding="utf-8")
    parts = re.split(r"^### ", plan, flags=re.MULTILINE)
    stops = {
        number
        for part in parts
        if part.startswith(SECTIONS)
        for number in re.findall(r"^\| (T-\d\d) B \|", part, re.MULTILINE)
    }
    assert len(stops) > 20
    assert stops <= rows().keys()
