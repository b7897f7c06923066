"""Holds a page against WCAG 2.2 AA by axe: light and dark, on a desk and on a tablet, with all of it unfolded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from tools.browsing.browser import DESKTOP, TABLET, Window

_TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_ASKED: Final = {"runOnly": _TAGS, "resultTypes": ["violations"]}
_NAMES: Final = re.compile(r"(?<=/)[0-9a-f]{24}(?=/|$)|(?<=/rules/).+|(?<=/payers/).+")


def violations(page: Any, every: bool = True) -> list[str]:
    """What axe finds on the page as it stands, one line each: in both colour schemes on both sizes, or one on each."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415  # with `make walk` alone

    page.wait_for_load_state()  # a link was perhaps just followed
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = []
    for size in (DESKTOP, TABLET):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            found.append(f"{size[0]} wide: {wide} points stick out")
        for scheme in ("light", "dark") if every else ("light",) if size == DESKTOP else ("dark",):
            page.emulate_media(color_scheme=scheme)
            told = Axe().run(page, options=_ASKED).response["violations"]
            found += [f"{size[0]} wide, {scheme}: {line}" for one in told for line in _lines(one)]
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    page.emulate_media(color_scheme="light")
    return found


def _lines(one: dict[str, Any]) -> Iterator[str]:
    for node in one["nodes"][:3]:
        why = " ".join((node.get("failureSummary") or "").split())
        yield f"{one['id']}: {node['html'][:160]} ({why[:240]})"


def pattern(path: str) -> str:
    """An address with the names in it left open, so that pages of one kind are one."""
    return _NAMES.sub("*", path.partition("?")[0].partition("#")[0])


def walked(window: Window, first: str = "/") -> Iterator[str]:
    """Opens one page of each kind that links lead to, beginning with the first; the pattern of each."""
    page, ahead, seen = window.page, [first], {pattern(first)}
    while ahead:
        path = ahead.pop(0)
        window.go(path)
        yield pattern(path)
        links = page.eval_on_selector_all(
            "a[href^='/']:not([download])", "(all) => all.map((a) => a.getAttribute('href'))"
        )
        for one in links:
            if pattern(one) not in seen:
                seen.add(pattern(one))
                ahead.append(one)
