"""A patient's episode on its line of time, and the papers that are made of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tools.browsing import Opens, Served


def saved(page: Any, folder: Path, press: Any) -> str:
    """What a press hands over as a file; its name tells nothing of the patient."""
    with page.expect_download() as waiting:
        press()
    assert re.fullmatch(r"romberg-[a-z]+\.html", waiting.value.suggested_filename)
    waiting.value.save_as(folder / "paper.html")
    return (folder / "paper.html").read_text(encoding="utf-8")


def test_an_episode_and_its_packet(examples: Served, window: Opens, expect: Any, tmp_path: Path) -> None:
    here = window(examples.base)
    page = here.page
    here.go("/patients")
    page.get_by_role("link", name="Odile Example").click()
    expect(page.get_by_role("heading", name="Odile Example", level=1)).to_be_visible()
    line = page.get_by_role("region", name="The line of time, PT")
    days = line.get_by_role("columnheader").all_inner_texts()
    assert days == ["2026-03-02", "2026-03-05", "2026-03-12", "2026-03-16"]
    expect(line.get_by_role("row", name="Certified")).to_contain_text("to 2026-05-12")

    # each chart says the same as a table, to the last visit
    chart = page.get_by_role("figure").filter(has_text="TUG, s")
    expect(chart.locator("canvas")).to_be_visible()
    chart.get_by_text("As a table").click()
    values = [one.split("\t") for one in chart.get_by_role("row").all_inner_texts()[1:]]
    assert [(day, value) for day, _, value in values] == [
        ("2026-03-02", "17.1"), ("2026-03-05", "16.2"), ("2026-03-12", "14.2"), ("2026-03-16", "13.8"),
    ]  # fmt: skip

    # the packet for a record request: every visit, and nothing that is loaded from elsewhere
    packet = saved(page, tmp_path, lambda: page.get_by_role("link", name="Packet for a record request").click())
    for day in days:
        assert f"visit of {day}" in packet
    assert "http" not in packet.replace("http-equiv", "")
    paper = here.context.new_page()
    paper.goto((tmp_path / "paper.html").as_uri())
    expect(paper.get_by_role("heading", name="Records for review")).to_be_visible()
    assert paper.pdf()[:5] == b"%PDF-"

    # a visit's report, and the answer to a denial
    line.get_by_role("link", name="2026-03-12").click()
    report = saved(page, tmp_path, lambda: page.get_by_role("link", name="Report to print").click())
    assert "97112 is billed with 3 units" in report
    page.get_by_text("Answer a denial").click()
    page.get_by_label("Payer's reason (CARC)").fill("50")
    page.get_by_label("Code denied, if not the whole visit").fill("97110")
    letter = saved(page, tmp_path, page.get_by_role("button", name="Write the letter").click)
    assert "standing hip abduction" in letter


def test_the_days_of_a_chart_are_those_of_the_note_west_of_greenwich(examples: Served, browser: Any) -> None:
    """A day without a time is no instant: in Texas the second of March is not the first."""
    with browser.window(examples.base, zone="America/Chicago") as here:
        here.go("/patients")
        here.page.get_by_role("link", name="Odile Example").click()
        here.page.locator("figure canvas").first.wait_for()
        told = here.page.evaluate(
            """() => { const spec = JSON.parse(document.querySelector('figure[data-spec]').dataset.spec);
            return spec.data.values.map((one) => new Date(one.day).getDate()); }"""
        )
        assert told == [2, 5, 12, 16]
