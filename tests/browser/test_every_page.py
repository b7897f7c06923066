"""Every page that a person can reach: axe finds nothing, nothing sticks out, nothing goes wrong behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from made_remittances import as_835

from romberg.store.examples.books import remittances
from romberg.store.examples.fill import notes
from romberg.store.people.roles import Role
from romberg.web import made
from tools.browsing import Opens, Served, Window, people_add, served
from tools.browsing.audited import violations, walked
from tools.browsing.entered import first_entry

OF_A_CLINICIAN = {"/figures/own"}
OF_A_SIGNED_OFF_VISIT = {"/kept/*/claim"}  # the examples have one; what was just imported has none yet


def pages() -> set[str]:
    """The patterns of all pages there are, but those of signing in: a new one is looked at from its first day."""
    every = (getattr(one, "original_router", None) for one in made().routes)
    inner = [route for one in every if one is not None for route in one.routes if isinstance(route, APIRoute)]
    shown = [one.path for one in inner if "GET" in (one.methods or ()) and one.response_class is HTMLResponse]
    return {re.sub(r"\{[^}]+\}(/\{[^}]+\})*", "*", one) for one in shown}


def looked(window: Window, first: str = "/", every: bool = True) -> set[str]:
    """The patterns of all pages in reach, each held against WCAG."""
    seen, found = set(), []
    for name in walked(window, first):
        seen.add(name)
        drawn(window.page)
        found += [f"{name}: {line}" for line in violations(window.page, every)]
    assert not found, "\n".join(found)
    return seen


def drawn(page: Any) -> None:
    """Wait until the charts of a page are drawn."""
    for one in page.locator("figure[data-spec] .drawn").all():
        one.locator("canvas").wait_for()


def send(page: Any, base: str, count: int) -> None:
    """Import example notes, what was paid for some of them, and a file that nobody can read."""
    files = [
        {"name": f"note-{at}.txt", "mimeType": "text/plain", "buffer": text.encode()}
        for at, text in enumerate(notes())
        if at < count
    ]
    page.goto(f"{base}/imports")
    page.get_by_label("Drop files here, or choose them").set_input_files(
        [
            *files,
            {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 broken"},
            {"name": "paid.835", "mimeType": "text/plain", "buffer": as_835(*remittances())},
        ]
    )
    page.get_by_role("button", name="Import").click()
    page.get_by_text("files were worked through").wait_for()


def test_with_visits(examples: Served, window: Opens) -> None:
    here = window(examples.base)
    send(here.page, examples.base, 2)
    assert len(pages()) > 12
    assert looked(here) >= pages() - OF_A_CLINICIAN


def test_axe_sees_what_is_wrong(empty: Served, window: Opens) -> None:
    """A field without a label and letters too pale: a silent judge would be none."""
    page = window(empty.base).page
    page.goto(empty.base)
    page.evaluate("document.querySelector('label[for=zip]').remove()")
    page.evaluate("document.querySelector('#text-help').style.color = '#ddd'")
    told = " ".join(violations(page))
    assert "label:" in told
    assert "1280 wide, light: color-contrast:" in told


def test_with_nothing_kept(empty: Served, window: Opens) -> None:
    assert looked(window(empty.base)) >= {"/", "/queue", "/patients", "/imports", "/figures", "/rules", "/payers"}


def test_what_forms_answer(examples: Served, window: Opens, expect: Any) -> None:
    page = window(examples.base).page
    page.goto(examples.base)
    page.get_by_role("button", name="Begin with an example").click()
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_text("DOES NOT STAND")).to_be_visible()
    assert not violations(page)
    page.get_by_role("button", name="blocks the claim").click()
    assert not violations(page)
    for path in ("/queue?light=grey&assigned=nobody", "/no/such/page", "/rules?search=zzzz"):
        page.goto(f"{examples.base}{path}")
        assert not violations(page), path
    page.goto(f"{examples.base}/patients")
    page.get_by_label("Whole name or record number").fill("Nobody At All")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("No patient here has just this name")).to_be_visible()
    assert not violations(page)


def test_the_dialogs_of_the_queue(examples: Served, window: Opens, expect: Any) -> None:
    page = window(examples.base).page
    page.goto(f"{examples.base}/queue")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert not violations(page)
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("h")
    expect(page.get_by_role("dialog", name="Why is this visit held?")).to_be_visible()
    assert not violations(page)


# --- signed in as each role


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, dict[Role, str]]]:
    """A clinic with somebody of every role; their first passwords."""
    folder: Path = tmp_path_factory.mktemp("harbour") / "data"
    names = {Role.THERAPIST: "Marit Solheim", Role.ASSISTANT: "Tor Ellingsen"}
    firsts = {
        role: people_add(folder, "Harbour Lane", names.get(role, f"Ines {role.words}"), role.words, address(role))
        for role in (Role.CLINIC_ADMIN, *(one for one in Role if one is not Role.CLINIC_ADMIN))
    }
    with served(folder, "--people") as found:
        yield found, firsts


def address(role: Role) -> str:
    return f"{role.value}@harbour.example"


def test_signing_in(harbour: tuple[Served, dict[Role, str]], window: Opens) -> None:
    """Each page on the way in; then the clinic's visits, and all that an administrator sees."""
    found, firsts = harbour
    here = window(found.base)
    here.go("/sign-in")
    assert not violations(here.page)
    first_entry(here, address(Role.CLINIC_ADMIN), firsts[Role.CLINIC_ADMIN], each=check)
    send(here.page, found.base, 11)
    assert looked(here) >= pages() - OF_A_CLINICIAN - OF_A_SIGNED_OFF_VISIT | {"/people", "/account"}


def check(page: Any) -> None:
    assert not violations(page), page.url


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.CLINIC_ADMIN], ids=lambda one: one.value)
def test_as_each_role(harbour: tuple[Served, dict[Role, str]], window: Opens, role: Role) -> None:
    found, firsts = harbour
    here = window(found.base)
    first_entry(here, address(role), firsts[role])
    seen = looked(here, "/rules" if role is Role.SYSTEM_ADMIN else "/", every=False)
    clinician = role in (Role.THERAPIST, Role.ASSISTANT)
    assert ("/figures/own" in seen) == clinician
    assert ("/people" in seen) == (role is Role.SYSTEM_ADMIN)
    assert ("/imports" in seen) == (role is Role.BILLER)
