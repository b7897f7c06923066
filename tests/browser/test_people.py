"""People: the first administrator, somebody whom she lets in, and two clinics that cannot see each other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tools.browsing import Opens, Served, Window, people_add, served
from tools.browsing.entered import OWN, change_password, first_entry, set_up_app, type_code, type_password

HARBOUR, LONE = "mara@harbour.example", "cyrus@lonestar.example"


def keep(here: Window, patient: str) -> str:
    """Check the example note as a patient's, and keep it; the address of the visit."""
    page = here.page
    here.go("/")
    page.get_by_role("button", name="Begin with an example").click()
    note = page.get_by_label("Visit note")
    note.fill(re.sub(r"Patient: [^,\n]+", f"Patient: {patient}", note.input_value()))
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_role("button", name="Keep this visit").click()
    page.get_by_role("heading", name="The work on this visit").wait_for()
    return str(page.url).removeprefix(here.base)


def test_the_first_administrator_and_a_therapist_whom_she_lets_in(tmp_path: Path, window: Opens, expect: Any) -> None:
    first_password = people_add(tmp_path / "data", "Harbour Lane", "Mara Quincey", "clinic admin", HARBOUR)
    with served(tmp_path / "data", "--people") as found:
        _first_days(found, first_password, window, expect)


def _first_days(found: Served, first_password: str, window: Opens, expect: Any) -> None:
    mara = window(found.base)
    page = mara.page
    page.goto(f"{found.base}/queue")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()  # nothing opens before
    type_password(mara, HARBOUR, "not the one at all")
    expect(page.get_by_role("alert")).to_contain_text("E-mail address or password is not right")
    type_password(mara, HARBOUR, first_password)
    expect(page.get_by_role("heading", name="Set up the second factor")).to_be_visible()
    page.goto(f"{found.base}/queue")  # the password alone opens nothing
    expect(page.get_by_role("heading", name="Set up the second factor")).to_be_visible()
    codes = set_up_app(page)
    assert len(set(codes)) == 10
    expect(page.get_by_role("heading", name="Choose your own password")).to_be_visible()
    change_password(page, first_password, OWN)
    type_password(mara, HARBOUR, OWN)
    type_code(page, codes[0])
    expect(page.get_by_role("link", name="Mara Quincey, clinic admin")).to_be_visible()

    page.get_by_role("link", name="People").click()
    page.get_by_label("Name", exact=True).fill("Marit Solheim")
    page.get_by_label("E-mail address").fill("marit@harbour.example")
    page.get_by_label("Role", exact=True).select_option(label="therapist")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("First password of Marit Solheim, shown this one time")).to_be_visible()
    first = page.locator("code.secret").inner_text()

    # the therapist sees her own visits and figures, and no page of the clinic's
    marit = window(found.base)
    first_entry(marit, "marit@harbour.example", first)
    menu = marit.page.get_by_role("navigation", name="Main")
    expect(menu.get_by_role("link", name="Own figures")).to_be_visible()
    expect(menu.get_by_role("link", name="People")).to_have_count(0)
    for closed in ("/people", "/figures", "/patients", "/imports"):
        marit.go(closed)
        expect(marit.page.get_by_role("heading", name="That did not work")).to_be_visible()
    keep(marit, "Wanda Quill")
    marit.page.get_by_role("link", name="Own figures").click()
    expect(marit.page.get_by_text("This page opens for you alone.")).to_be_visible()

    # signed out is out, in every window of hers
    beside = marit.context.new_page()
    beside.goto(f"{found.base}/queue")
    marit.page.get_by_role("button", name="Sign out").click()
    beside.reload()
    expect(beside.get_by_role("heading", name="Sign in")).to_be_visible()

    # what an administrator disables ends at once
    page.get_by_role("button", name="Disable Marit Solheim").click()
    expect(page.get_by_role("row").filter(has_text="Marit Solheim")).to_contain_text("disabled")
    type_password(marit, "marit@harbour.example", OWN)
    expect(marit.page.get_by_role("alert")).to_contain_text("not right")


def test_two_clinics_cannot_see_each_other(tmp_path: Path, window: Opens, expect: Any) -> None:
    folder = tmp_path / "data"
    firsts = {
        HARBOUR: people_add(folder, "Harbour Lane", "Mara Quincey", "clinic admin", HARBOUR),
        LONE: people_add(folder, "Lone Star", "Cyrus Bell", "clinic admin", LONE),
    }
    with served(folder, "--people") as found:
        here, there = window(found.base), window(found.base)
        first_entry(here, HARBOUR, firsts[HARBOUR])
        first_entry(there, LONE, firsts[LONE])
        visit, other = keep(here, "Wanda Quill"), keep(there, "Nestor Lone")
        here.page.get_by_role("link", name="The patient's episode").click()
        patient = str(here.page.url).removeprefix(found.base)

        # each sees one visit, its own
        for mine, name, foreign in ((here, "Wanda Quill", "Nestor Lone"), (there, "Nestor Lone", "Wanda Quill")):
            mine.go("/queue")
            expect(mine.page.get_by_text("1 visit,")).to_be_visible()
            expect(mine.page.get_by_role("link", name=name)).to_be_visible()
            mine.go("/patients")
            expect(mine.page.get_by_role("heading", name="1 patient")).to_be_visible()
            mine.page.get_by_label("Whole name or record number").fill(foreign)
            mine.page.get_by_role("button", name="Search").click()
            expect(mine.page.get_by_text("No patient here has just this name")).to_be_visible()
            mine.go("/people")
            expect(mine.page.get_by_role("table").get_by_role("row")).to_have_count(2)

        # what belongs to the other answers as what was never there, to every way of asking
        nothing = "0" * 24
        for path in (visit, f"{visit}/report", patient, f"{patient}/packet"):
            answers = [
                there.context.request.get(f"{found.base}{each}")
                for each in (path, re.sub("[0-9a-f]{24}", nothing, path))
            ]
            assert [one.status for one in answers] == [404, 404], path
            assert answers[0].text() == answers[1].text(), path
        for step in ("step/approve", "step/hold", "assign", "remark", "override", "versions"):
            form = {"words": "x", "reason": "x", "why": "x", "base": "1", "number": "1", "rule": "x", "text": "x"}
            assert there.context.request.post(f"{found.base}{visit}/{step}", form=form).status in (404, 422), step
        here.go(visit)
        expect(here.page.get_by_text("Status: open. Assigned to nobody.")).to_be_visible()
        expect(here.page.get_by_role("link", name="Version 2")).to_have_count(0)
        assert other != visit
