"""A true Chromium, and windows in it that remember whatever went wrong behind the page."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

DESKTOP: Final = (1280, 860)
TABLET: Final = (820, 1180)
_FINDS = Path(__file__).parents[1] / "chromium.sh"


@dataclass(slots=True)
class Window:
    """One person's browser: its page, and what nobody should find on it."""

    context: Any
    page: Any
    base: str
    faults: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open a page of the workplace by its address."""
        self.page.goto(self.base + path)


Opens = Callable[..., Window]  # a window before a workplace: its address, dark or not, how large


class Chromium:
    """A started browser, in which each person has a window of their own."""

    def __init__(self, browser: Any) -> None:
        self._browser = browser

    @contextmanager
    def window(
        self,
        base: str,
        dark: bool = False,
        size: tuple[int, int] = DESKTOP,
        zone: str | None = None,
        trusting: bool = False,
    ) -> Iterator[Window]:
        """A window with no past: its cookies and storage are its own, and go with it.

        `trusting` takes certificates that nobody knows, of a directory in the test.
        """
        context = self._browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="en-US",
            timezone_id=zone,
            accept_downloads=True,
            ignore_https_errors=trusting,
        )
        context.set_default_timeout(15_000)
        window = Window(context, context.new_page(), base)
        _watch(window)
        try:
            yield window
        finally:
            context.close()


# Chromium's own words: on a refusal that a page tells, and on a field that somebody reached before it focused itself.
_ANSWERED = re.compile(r"the server responded with a status of 4\d\d|Autofocus processing was blocked")


def _watch(window: Window) -> None:
    faults, page = window.faults, window.page
    page.on("console", lambda said: None if _ANSWERED.search(said.text) else faults.append(f"console: {said.text}"))
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    away = ("data:", "blob:", "about:", "file:", f"{window.base}/")
    window.context.on(
        "request", lambda asked: None if asked.url.startswith(away) else faults.append(f"left the machine: {asked.url}")
    )


def path_of_chromium() -> str | None:
    """Where a Chromium is; None where there is none."""
    found = subprocess.run([str(_FINDS), "find"], capture_output=True, text=True, check=False)
    return found.stdout.strip() if found.returncode == 0 else None


@contextmanager
def chromium() -> Iterator[Chromium]:
    """The browser, headless; raises RuntimeError where there is none."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # with `make walk` alone

    path = path_of_chromium()
    if path is None:
        raise RuntimeError("There is no Chromium: run tools/chromium.sh.")
    options = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]  # root has no sandbox to give
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=options)
        try:
            yield Chromium(browser)
        finally:
            browser.close()
