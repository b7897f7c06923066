"""An emergency in a true browser: a therapist opens one record, and the administrator sees it on every page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tools.browsing import Opens, people_add, served
from tools.browsing.audited import violations
from tools.browsing.entered import first_entry

MARA, IDA = "mara@harbour.example", "ida@harbour.example"


def test_a_record_is_opened_in_an_emergency_and_acknowledged(tmp_path: Path, window: Opens, expect: Any) -> None:
    folder = tmp_path / "data"
    first = people_add(folder, "Harbour Lane", "Mara Quincey", "clinic admin", MARA)
    second = people_add(folder, "Harbour Lane", "Ida Fenn", "therapist", IDA)
    with served(folder, "--people") as found:
        mara, ida = window(found.base), window(found.base)
        first_entry(mara, MARA, first)
        mara.go("/")
        page = mara.page
        page.get_by_label("Visit note").fill(_note("Zelda Quill"))
        page.get_by_role("button", name="Check", exact=True).click()
        page.get_by_role("button", name="Keep this visit").click()
        page.get_by_role("heading", name="The work on this visit").wait_for()
        mara.go("/emergencies")
        expect(page.get_by_text("Nobody has opened a record in an emergency")).to_be_visible()
        assert not violations(page)

        first_entry(ida, IDA, second)
        hers = ida.page
        hers.get_by_role("link", name="Emergency").click()
        assert not violations(hers)
        hers.get_by_label("The patient's whole name or record number").fill("Zelda Quill")
        hers.get_by_label("What the emergency is").fill("short")
        hers.get_by_role("button", name="Open the record").click()
        expect(hers.get_by_role("alert")).to_contain_text("the reason is reviewed")
        expect(hers.get_by_label("The patient's whole name or record number")).to_have_value("Zelda Quill")
        hers.get_by_label("What the emergency is").fill("She fell in the waiting room")
        hers.get_by_role("button", name="Open the record").click()
        expect(hers.get_by_role("heading", name="Zelda Quill")).to_be_visible()
        expect(hers.get_by_role("status")).to_contain_text("Opened in an emergency, to read")
        assert not violations(hers)
        hers.locator(".timeline thead a").first.click()
        expect(hers.get_by_role("heading", name="The work on this visit")).to_be_visible()
        expect(hers.get_by_role("button", name="Approve")).to_have_count(0)
        assert not violations(hers)
        ida.go("/emergency")
        assert not violations(hers)

        mara.go("/rules")
        expect(page.get_by_text("1 record was opened in an emergency")).to_be_visible()
        assert not violations(page)
        page.get_by_role("link", name="who, which and why").click()
        expect(page.get_by_role("row").filter(has_text="Zelda Quill")).to_contain_text("She fell in the waiting room")
        assert not violations(page)
        page.get_by_role("button", name="Acknowledge").click()
        expect(page.get_by_text("was opened in an emergency")).to_have_count(0)
        expect(page.get_by_role("row").filter(has_text="Zelda Quill")).to_contain_text("by Mara Quincey")
        hers.get_by_role("button", name="Close").click()
        expect(hers.get_by_role("heading", name="Open now")).to_have_count(0)


def _note(patient: str) -> str:
    text = (Path(__file__).parents[2] / "examples" / "balance-visit.txt").read_text(encoding="utf-8")
    return text.replace("Odile F.", patient)
