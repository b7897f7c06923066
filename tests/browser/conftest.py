"""The browser of the stories: one Chromium for all of them, started where there is one; else each story is left out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tools.browsing import DESKTOP, Chromium, Opens, Served, Window, chromium, served
from tools.browsing.browser import path_of_chromium

HERE = Path(__file__).parent
QUICK = "test_one_visit.py"  # the one that `make test` tells, too, where there is a browser
LONG = "Five minutes in a true browser, told by `make walk` alone."


def _missing() -> str | None:
    if find_spec("playwright") is None or find_spec("axe_playwright_python") is None:
        return "Playwright is not installed: `make walk` installs it and tells the stories in a true browser."
    return None if path_of_chromium() else "There is no Chromium: `make walk` finds or installs one."


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the stories out, with a sentence, where there is no browser for them."""
    ours = [one for one in items if one.path.is_relative_to(HERE)]
    why = _missing() if ours else None
    for one in ours:
        if why or (one.path.name != QUICK and "ROMBERG_WALK" not in os.environ):
            one.add_marker(pytest.mark.skip(reason=why or LONG))


@pytest.fixture(scope="package")
def browser() -> Iterator[Chromium]:
    """The started browser."""
    with chromium() as found:
        yield found


@pytest.fixture
def window(browser: Chromium) -> Iterator[Opens]:
    """Opens windows before a workplace; when the story ends, nothing may have gone wrong behind any of them."""
    with ExitStack() as open_windows:
        held: list[Window] = []

        def opens(base: str, dark: bool = False, size: tuple[int, int] = DESKTOP) -> Window:
            held.append(open_windows.enter_context(browser.window(base, dark, size)))
            return held[-1]

        yield opens
        assert not [fault for one in held for fault in one.faults]


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A workplace with the example visits, as `make serve` opens it."""
    with served(tmp_path_factory.mktemp("examples") / "data", "--examples") as found:
        yield found


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A workplace of one person in which nothing is kept yet."""
    with served(tmp_path_factory.mktemp("empty") / "data") as found:
        yield found


@pytest.fixture
def expect() -> Any:
    """Playwright's patient assertions: each waits until it holds."""
    from playwright.sync_api import expect as found  # noqa: PLC0415  # not everywhere

    found.set_options(timeout=15_000)
    return found
