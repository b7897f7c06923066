"""Passkeys in a true browser, with the authenticator that Chromium itself plays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tools.browsing import Opens, people_add, served
from tools.browsing.audited import violations
from tools.browsing.entered import OWN, first_entry, type_password

MARA = "mara@harbour.example"


def plugged_in(page: Any) -> tuple[Any, str]:
    """A platform authenticator that verifies its person, as a computer with a fingerprint reader has one."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, str(made["authenticatorId"])


def test_a_passkey_is_made_and_opens_the_workplace(tmp_path: Path, window: Opens, expect: Any) -> None:
    first = people_add(tmp_path / "data", "Harbour Lane", "Mara Quincey", "clinic admin", MARA)
    with served(tmp_path / "data", "--people") as found:
        mara = window(found.base.replace("127.0.0.1", "localhost"))  # a passkey belongs to a name
        page = mara.page
        session, which = plugged_in(page)
        first_entry(mara, MARA, first)
        mara.go("/account")
        page.get_by_label("Name of a new one").fill("the front desk")
        page.get_by_role("button", name="Add a passkey").click()
        expect(page.get_by_label("Name of the front desk")).to_have_value("the front desk")
        assert not violations(page)
        (kept,) = session.send("WebAuthn.getCredentials", {"authenticatorId": which})["credentials"]
        assert kept["isResidentCredential"]
        page.get_by_role("button", name="Add a passkey").click()
        expect(page.get_by_role("alert")).to_contain_text("on this device already")

        # alone
        page.get_by_role("button", name="Sign out").click()
        mara.go("/queue")
        page.get_by_role("button", name="Use a passkey").click()
        expect(page.get_by_role("heading", name="Queue")).to_be_visible()

        # as the second factor
        page.get_by_role("button", name="Sign out").click()
        type_password(mara, MARA, OWN)
        expect(page.get_by_role("heading", name="The code of your app")).to_be_visible()
        assert not violations(page)
        page.get_by_role("button", name="Use a passkey").click()
        expect(page.get_by_role("link", name="Mara Quincey, clinic admin")).to_be_visible()

        # not verified: no way in alone
        session.send("WebAuthn.setUserVerified", {"authenticatorId": which, "isUserVerified": False})
        page.get_by_role("button", name="Sign out").click()
        page.get_by_role("button", name="Use a passkey").click()
        expect(page.get_by_role("alert")).to_contain_text("found no passkey, or you turned it down")
        session.send("WebAuthn.setUserVerified", {"authenticatorId": which, "isUserVerified": True})

        # taken away
        page.get_by_role("button", name="Use a passkey").click()
        expect(page.get_by_role("link", name="Mara Quincey, clinic admin")).to_be_visible()
        mara.go("/account")
        page.get_by_role("button", name="Remove the front desk").click()
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        page.get_by_role("button", name="Use a passkey").click()
        expect(page.get_by_role("alert")).to_contain_text("not known here")


def test_at_an_address_that_is_a_number_it_says_where_to_go(tmp_path: Path, window: Opens, expect: Any) -> None:
    people_add(tmp_path / "data", "Harbour Lane", "Mara Quincey", "clinic admin", MARA)
    with served(tmp_path / "data", "--people") as found:
        page = window(found.base).page
        page.goto(f"{found.base}/sign-in")
        page.get_by_role("button", name="Use a passkey").click()
        expect(page.get_by_role("alert")).to_contain_text("localhost")
