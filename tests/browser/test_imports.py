"""Two hundred files dropped at once: progress while it runs, a sentence for each, and no broken one stops the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from made_mixed import BROKEN, files

from tools.browsing import Opens, Served, served

COUNT = 200


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path / "data") as found:
        yield found


def test_two_hundred_files_five_of_them_broken(fresh: Served, window: Opens, expect: Any, tmp_path: Path) -> None:
    folder = tmp_path / "dropped"
    folder.mkdir()
    for name, data in files(COUNT):
        (folder / name).write_bytes(data)
    page = window(fresh.base).page
    page.goto(f"{fresh.base}/imports")
    expect(page.get_by_text("Nothing came in yet")).to_be_visible()
    page.get_by_label("Drop files here, or choose them").set_input_files(sorted(folder.iterdir()))
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text(re.compile(r"Sending file \d+ of 200"))).to_be_visible()

    # while it runs the page tells how far it is, and other pages open
    bar = page.get_by_role("progressbar", name="Files that are done")
    expect(bar).to_be_visible(timeout=60_000)
    expect(page.get_by_role("status")).to_have_text(re.compile(r"[1-9]\d* of 200 files are done"), timeout=60_000)
    other = window(fresh.base).page
    other.goto(f"{fresh.base}/queue")
    expect(other.get_by_text("at risk. Page 1 of")).to_be_visible()

    expect(page.get_by_text("All 200 files were worked through.")).to_be_visible(timeout=120_000)
    expect(page.get_by_role("listitem").filter(has_text="195 kept")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="5 not read")).to_be_visible()
    rows = page.get_by_role("region", name="Files").get_by_role("row")
    expect(rows).to_have_count(1 + COUNT)
    first = rows.all_inner_texts()[1:6]  # what needs somebody stands first
    assert {one.split("\t")[0] for one in first} == set(BROKEN)
    for one in first:
        assert re.search(r"not read\s+\S.*\.", one), one
    expect(page.get_by_text("2 visits kept.")).to_have_count(10)

    # all of it stands in the queue: 185 single notes, and two in each table and archive
    page.get_by_role("link", name="To the queue").click()
    expect(page.get_by_text("205 visits,")).to_be_visible()

    # the same files again change nothing
    page.goto(f"{fresh.base}/imports")
    page.get_by_label("Drop files here, or choose them").set_input_files(sorted(folder.iterdir())[:20])
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("All 20 files were worked through.")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("listitem").filter(has_text="known already")).to_be_visible()
    page.get_by_role("link", name="To the queue").click()
    expect(page.get_by_text("205 visits,")).to_be_visible()
