"""Hostile words in a true browser: nothing runs, nothing leaves the machine, no content policy is even asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hostile_words import MARK, WORDS

from tools.browsing import Opens, Served, served

ALL = "\n".join(WORDS)


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path / "data") as found:
        yield found


def test_hostile_words_do_nothing_in_a_true_browser(fresh: Served, window: Opens, expect: Any) -> None:
    """Typed, kept, noted on, held, imported and sought; a violation of the policy would be a fault of the window."""
    here = window(fresh.base)
    page = here.page
    page.add_init_script(f"window.hits = []; window.{MARK} = () => window.hits.push(location.pathname);")
    dialogs: list[str] = []
    page.on("dialog", lambda one: dialogs.append(one.message))

    def quiet() -> None:
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.hits") == []
        assert page.locator(f"main {MARK}, main iframe, main object, main embed, main script, main img").count() == 0

    page.goto(f"{fresh.base}/")
    page.get_by_role("button", name="Begin with an example").click()
    note = page.get_by_label("Visit note")
    note.fill(f"{note.input_value()}\n{ALL}")
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_role("button", name="Keep this visit").wait_for()
    quiet()
    page.get_by_role("button", name="Keep this visit").click()
    page.get_by_role("heading", name="The work on this visit").wait_for()
    visit = page.url
    quiet()
    for start in range(0, len(WORDS), 8):
        page.get_by_label("A note for those who work on this visit").fill(" ".join(WORDS[start : start + 8]))
        page.get_by_role("button", name="Add the note").click()
        expect(page.locator(".told-list li")).to_have_count(start // 8 + 1)
    quiet()
    for path in ("/queue", "/patients"):
        page.goto(fresh.base + path)
        quiet()
    page.get_by_label("Whole name or record number").fill(" ".join(WORDS[:6])[:190])
    page.get_by_role("button", name="Search").click()
    quiet()
    page.goto(f"{fresh.base}/imports")
    files = [
        {"name": f"{one.replace('/', '|')}.txt", "mimeType": "text/plain", "buffer": ALL.encode()} for one in WORDS[:6]
    ]
    page.get_by_label("Drop files here, or choose them").set_input_files(files)
    page.get_by_role("button", name="Import").click()
    page.get_by_text("files were worked through").wait_for()
    quiet()
    with page.expect_download() as taken:
        page.evaluate(f"location.href = '{visit}/report'")
    paper = Path(taken.value.path()).read_text(encoding="utf-8")
    assert MARK in paper
    beside = here.context.new_page()
    beside.add_init_script(f"window.hits = []; window.{MARK} = () => window.hits.push('paper');")
    beside.goto("about:blank")
    beside.set_content(paper)
    beside.wait_for_timeout(300)
    assert beside.evaluate("window.hits") == []
    assert dialogs == []
