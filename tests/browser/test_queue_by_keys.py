"""The queue worked through without a mouse, from the first Tab to the last step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tools.browsing import Opens, Served, served


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path / "data", "--examples") as found:
        yield found


def test_a_biller_s_morning_with_the_keyboard_alone(fresh: Served, window: Opens, expect: Any) -> None:
    page = window(fresh.base).page
    keys = page.keyboard
    page.goto(f"{fresh.base}/queue")
    keys.press("Tab")
    expect(page.get_by_role("link", name="To the page")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    chosen = page.locator("tr[aria-current]")

    # J and K move, and stop at the ends
    keys.press("k")
    expect(chosen).to_contain_text("Odile Example")
    keys.press("j")
    expect(chosen).to_contain_text("Dov Example")
    keys.press("k")
    expect(chosen).to_contain_text("97112 is billed with 3 units")

    # a blocked claim is not approved, and it is said why
    keys.press("a")
    expect(page.get_by_role("alert")).to_contain_text("1 finding blocks this claim")

    # returned with a reason: it waits for the clinician now, and stays in sight
    keys.press("r")
    dialog = page.get_by_role("dialog", name="What has the clinician to look at?")
    expect(dialog.get_by_label("Reason")).to_be_focused()
    keys.type("Two units, or an addendum for the third: jar of keys is typed, not pressed")
    keys.press("Tab")
    keys.press("Enter")
    expect(chosen).to_contain_text("returned")

    # held with a reason
    keys.press("j")
    keys.press("h")
    expect(page.get_by_role("dialog", name="Why is this visit held?")).to_be_visible()
    keys.type("Ask the payer first")
    keys.press("Tab")
    keys.press("Enter")
    expect(chosen).to_contain_text("on hold")

    # approved where nothing blocks: it leaves the queue, and the next one is chosen in its place
    keys.press("j")
    expect(chosen).to_contain_text("at risk")
    keys.press("a")
    expect(page.get_by_text("6 visits,")).to_be_visible()
    expect(chosen).to_contain_text("97112 is billed with 2 units")

    # the other keys are told, and can be turned off
    keys.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.get_by_label("Single keys are on").press("Space")
    keys.press("Escape")
    before = chosen.inner_text()
    keys.press("j")
    assert chosen.inner_text() == before
    keys.press("?")
    page.get_by_label("Single keys are on").press("Space")
    keys.press("Escape")
    keys.press("j")
    expect(chosen).not_to_have_text(before)

    # search, then open
    keys.press("/")
    expect(page.get_by_label("Patient's name or record number")).to_be_focused()
    keys.type("Carmen Example")
    keys.press("Enter")
    expect(page.get_by_role("link", name="Carmen Example")).to_have_count(3)
    page.goto(f"{fresh.base}/queue")
    keys.press("j")
    keys.press("e")
    expect(page.get_by_role("heading", name="The work on this visit")).to_be_visible()

    # words are reached by Tab and answer to Enter
    words = page.locator("mark[tabindex]").first
    words.focus()
    keys.press("Enter")
    expect(page.get_by_text("These words prove:")).to_be_visible()
    keys.press("Escape")
    expect(page.locator(".lit")).to_have_count(0)
