"""The way of a claim's money: sent, answered by its payer, denied in a line, worked, and its papers printed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from made_remittances import as_835, claim, line, remittance
from test_claim import CLINIC as SHEET
from test_claim import FITTING

from romberg.claims import Adjustment
from romberg.formats.x12.p837 import batches
from tools.browsing import Opens, Served, served
from tools.browsing.audited import violations

from .test_papers import saved

FILLED = {
    "Last name": "Brandt", "First name": "Odile", "Birth date": "1951-04-02",
    "Member number, as on the card": "1EG4TE5MK73", "Street": "1 Pine", "City": "Houston", "State, two letters": "TX",
    "ZIP code": "77002", "Last name of who certified": "Marsh", "First name of who certified": "Edda",
    "NPI of who certified": "1679576722", "Day of onset, where known": "2026-02-01",
}  # fmt: skip


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Served]:
    """A clinic with its sheet, in which nothing is kept yet."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    (folder / "clinic.yaml").write_text(SHEET)
    with served(folder) as found:
        yield found


def claimed(page: Any, base: str, folder: Path) -> str:
    """A note checked, kept, approved and claimed; the number under which it went out."""
    page.goto(base)
    page.get_by_label("Visit note").fill(FITTING.replace("Odile F.", "Odile Brandt"))
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_role("button", name="Keep this visit").click()
    page.get_by_role("button", name="Approve").click()
    page.get_by_role("link", name="Claim for this visit").click()
    for name, value in FILLED.items():
        page.get_by_label(name, exact=True).fill(value)
    page.get_by_role("button", name="Make the claim").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Take the file").click()
    waiting.value.save_as(folder / "sent.837")
    (batch,) = batches(io.BytesIO((folder / "sent.837").read_bytes()))
    return batch.claims[0].claim_id


def test_from_the_claim_to_the_packet(clinic: Served, window: Opens, expect: Any, tmp_path: Path) -> None:
    here = window(clinic.base)
    page = here.page
    here.go("/denials")
    expect(page.get_by_text("Nothing was posted yet")).to_be_visible()
    number = claimed(page, clinic.base, tmp_path)

    # the payer's answer comes in as a file: one line paid, one denied
    denied = line("97112", 10_000, Adjustment("CO", "50", 10_000), units=2, rarcs=("N115",))
    paid = as_835(remittance("EFT-1", claim(number, denied, line("97110", 4_500, Adjustment("CO", "45", 1_500)))))
    here.go("/imports")
    files = [
        {"name": "april.835", "mimeType": "text/plain", "buffer": paid},
        {"name": "cut.835", "mimeType": "text/plain", "buffer": paid[:400]},
    ]
    page.get_by_label("Drop files here, or choose them").set_input_files(files)
    page.get_by_role("button", name="Import").click()
    row = page.get_by_role("row", name=re.compile("april.835"))
    expect(row).to_contain_text("Posted 1 claim, $30.00 paid, 1 line denied.")
    expect(page.get_by_role("row", name=re.compile("cut.835"))).to_contain_text("not read")
    assert not violations(page)

    # the worklist: what was denied, what to do, until when; worked with the keyboard alone
    page.get_by_role("link", name="To the denials").click()
    expect(page.get_by_role("button", name="Keys")).to_be_visible()
    page.keyboard.press("j")
    chosen = page.locator("tr[aria-current]")
    expect(chosen).to_contain_text("Odile Brandt")
    expect(chosen).to_contain_text("97112: CO-50")
    expect(chosen).to_contain_text("2026-07-31")
    page.keyboard.press("w")
    dialog = page.get_by_role("dialog", name="Why is it written off?")
    expect(dialog).to_be_visible()
    assert not violations(page)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")

    # the denial: its words, its claim, its letter, its packet
    expect(page.get_by_role("heading", level=1)).to_contain_text("$100.00 denied: CO-50")
    expect(page.get_by_text("redetermination")).to_be_visible()
    expect(page.get_by_role("table")).to_contain_text("CO-45 $15.00")
    assert not violations(page)
    letter = saved(page, tmp_path, page.get_by_role("button", name="Write the letter").click)
    assert f"ICN-{number}" in letter
    assert "tandem stance" in letter
    packet = saved(page, tmp_path, page.get_by_role("link", name="Packet of the record").click)
    assert "Odile Brandt" in packet
    paper = here.context.new_page()
    paper.goto((tmp_path / "paper.html").as_uri())
    assert paper.pdf()[:5] == b"%PDF-"
    paper.close()

    # appealed, with who, when and why; it leaves what waits for the clinic
    page.get_by_label("What was done, or why").fill("Letter and packet sent by certified mail")
    page.get_by_role("button", name="Appealed").click()
    expect(page.get_by_role("listitem").filter(has_text="certified mail")).to_contain_text("appealed")
    here.go("/denials")
    expect(page.get_by_text("No denial waits for anybody")).to_be_visible()

    # the visit and the payment tell the same
    here.go("/payments")
    page.get_by_role("link", name="NORTHERN HEALTH").click()
    expect(page.get_by_role("table")).to_contain_text("$30.00")
    page.get_by_role("link", name="Odile Brandt").click()
    answered = page.get_by_role("region", name="What the payer answered", exact=True)
    expect(answered).to_contain_text("$30.00 paid")
    expect(answered.get_by_role("link", name="CO-50 on 97112")).to_be_visible()
    assert not violations(page)
