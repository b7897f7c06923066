"""One visit, from the first look at the workplace to its approval, as a person goes through it."""

from __future__ import annotations

import re
from typing import Any

from tools.browsing import Opens, Served


def test_first_steps_lead_through_a_red_visit_to_its_approval(examples: Served, window: Opens, expect: Any) -> None:
    page = window(examples.base).page
    page.goto(examples.base)
    steps = page.get_by_role("region", name="First steps, with invented visits")
    expect(steps).to_be_visible()
    steps.get_by_role("link", name="Work the queue").click()
    expect(page.get_by_role("heading", name="Queue", level=1)).to_be_visible()

    # the visit with the most money at risk stands first
    first = page.get_by_role("region", name="The visits").get_by_role("row").nth(1)
    expect(first).to_contain_text("not supported")
    expect(first).to_contain_text("97112 is billed with 3 units")
    first.get_by_role("link", name="Odile Example").click()
    expect(page.get_by_text("DOES NOT STAND")).to_be_visible()

    # a finding lights its words, and words tell what they prove
    page.get_by_role("button", name=re.compile("blocks the claim")).click()
    expect(page.get_by_text(re.compile(r"exceed minutes: \d+ places? in the note"))).to_be_visible()
    page.locator("mark", has_text="tandem stance on foam").first.click()
    expect(page.get_by_text(re.compile("These words prove: .*97112"))).to_be_visible()

    # as long as it is blocked it cannot be approved
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("alert").filter(has_text="1 finding blocks this claim")).to_be_in_viewport()

    # two units instead of three: everything follows at once, and is kept as a second version with its reason
    page.get_by_role("button", name="Edit the note").click()
    note = page.get_by_role("textbox", name="The note")
    note.fill(note.input_value().replace("97112-GP x3", "97112-GP x2"))
    expect(page.get_by_text("DOES NOT STAND")).to_have_count(0)
    page.get_by_label("Why the visit is corrected").fill("24 minutes carry two units, not three")
    page.get_by_role("button", name="Keep as version 2").click()
    expect(page.get_by_text("24 minutes carry two units, not three")).to_be_visible()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Status: approved")).to_be_visible()

    # the version before stays readable
    page.get_by_role("link", name="Version 1").click()
    expect(page.get_by_text("This is version 1 of 2")).to_be_visible()
    expect(page.get_by_role("region", name="The note with its marks")).to_contain_text("97112-GP x3")


def test_a_note_is_checked_before_anybody_signs_it(empty: Served, window: Opens, expect: Any) -> None:
    page = window(empty.base).page
    page.goto(empty.base)
    page.get_by_role("button", name="Begin with an example").click()
    page.get_by_label("ZIP code of the clinic").fill("77002")
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_text("DOES NOT STAND")).to_be_visible()

    # what if other charges were billed
    page.get_by_text("What if other charges were billed?").click()
    page.get_by_label("Units of charge 1").fill("2")
    expect(page.get_by_text("DOES NOT STAND")).to_have_count(0)
    expect(page.get_by_label("Units of charge 1")).to_be_focused()

    # and under another payer
    page.get_by_label("Payer").select_option(label="Aetna")
    expect(page.get_by_role("list").filter(has_text="CMS 8-minute rule")).to_be_visible()

    page.get_by_role("button", name="Keep this visit").click()
    expect(page.get_by_role("heading", name="The work on this visit")).to_be_visible()
    page.get_by_role("link", name="Queue").first.click()
    expect(page.get_by_text("1 visit,")).to_be_visible()


def test_what_was_typed_amiss_is_told_where_it_was_typed(empty: Served, window: Opens, expect: Any) -> None:
    page = window(empty.base).page
    page.goto(empty.base)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("There is no note yet")


def test_a_finding_is_overridden_with_a_reason_that_stays(examples: Served, window: Opens, expect: Any) -> None:
    page = window(examples.base).page
    page.goto(f"{examples.base}/queue?light=red&payer=aetna")
    page.get_by_role("link", name="Bram Example").click()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("alert").filter(has_text="blocks this claim")).to_be_in_viewport()
    page.get_by_text("Override a finding, with a reason").click()
    page.get_by_role("radio", name=re.compile("97112 is billed with 2 units")).check()
    override = page.get_by_role("group").filter(has_text="An override holds for this version")
    override.get_by_label("Reason").fill("The payer confirmed two units by telephone")
    page.get_by_role("button", name="Override").click()
    expect(page.get_by_text("The payer confirmed two units by telephone")).to_be_visible()
    expect(page.get_by_role("radio", name=re.compile("97112 is billed with 2 units"))).to_have_count(0)
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Status: approved")).to_be_visible()
