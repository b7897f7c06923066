"""Signing in through a clinic's directory: the way there and back, and every lie on it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from fastapi.testclient import TestClient
from invented_issuer import (
    CLIENT,
    ISSUER,
    SECRET,
    Issuer,
    ec_jwk,
    ec_key,
    jwk,
    rsa_key,
    signed,
    unsigned,
    with_public_key_as_secret,
)
from test_web_people import Clinic

from romberg.formats.unreadable import Unreadable
from romberg.store.people import members, passwords
from romberg.store.people.directory import settings
from romberg.store.people.directory.discovery import Directories
from romberg.store.people.directory.settings import Directory
from romberg.store.people.roles import Role
from romberg.store.workplace import trail
from romberg.store.workplace.sign_in_tables import directory_links

GIVEN = Directory(ISSUER, CLIENT, ("harbour.example",), SECRET)
MARA = "mara@harbour.example"


@dataclass
class Crossing:
    """A clinic, its directory, and a browser on its way."""

    clinic: Clinic
    issuer: Issuer
    browser: TestClient

    def leave(self, email: str = MARA, to: str = "/account") -> str:
        """Type the address; the address at the directory to which the browser is sent."""
        page = self.browser.post("/sign-in/directory", data={"email": email, "to": to})
        assert page.status_code == 200, page.text
        found = re.search(r'content="0; url=([^"]+)"', page.text)
        assert found is not None
        return html.unescape(found[1])

    def back(self, **changed: Any) -> Any:
        """The whole way; the page with which it ends."""
        given = self.issuer.enter(self.leave()) | changed
        return self.browser.get("/sign-in/directory/back", params=given)

    def set(self, **changed: Any) -> None:
        """Other settings of the clinic."""
        with self.clinic.place.desk(self.clinic.ids[0], "test") as desk:
            settings.save(self.clinic.place, desk, replace(GIVEN, **changed))

    def told(self) -> list[tuple[str, dict[str, Any]]]:
        """What stands on the clinic's trail, the newest first."""
        with self.clinic.place.glance(self.clinic.ids[0], "test") as desk:
            found = list(trail.entries(desk.connection, self.clinic.ids[0]))
        return [(one.action, trail.read_detail(one.detail)) for one in reversed(found)]


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    with pytest.MonkeyPatch.context() as patch:
        from argon2 import PasswordHasher  # noqa: PLC0415

        patch.setattr(passwords, "_hasher", lambda: PasswordHasher(1, 64, 1))
        made = Clinic(tmp_path_factory.mktemp("directory"))
        made.person(Role.BILLER, MARA)
        yield made
        made.place.close()


@pytest.fixture
def crossing(clinic: Clinic) -> Iterator[Crossing]:
    """Mara, whom an administrator invited and nobody knows at the directory yet."""
    issuer = Issuer(lambda: clinic.now.timestamp())  # noqa: PLW0108  # the clock is wound
    clinic.app.state.directories = Directories(issuer)
    found = Crossing(clinic, issuer, clinic.browser())
    found.set()
    with clinic.place.desk(clinic.ids[0], "test") as desk:
        desk.change_where(directory_links, subject_index=None)
    yield found
    clinic.now += timedelta(minutes=1)


# --- the way


def test_a_member_comes_in_and_types_the_code_of_their_app(crossing: Crossing) -> None:
    page = crossing.back()
    assert page.status_code == 200, page.text
    assert 'content="0; url=/sign-in/code"' in page.text
    assert crossing.browser.get("/account").headers["location"] == "/sign-in/code"
    shown = crossing.browser.get("/sign-in/code").text
    secret = re.search(r"<code class=\"secret\">(\w+)</code>", shown)
    if secret is not None:
        crossing.clinic.secrets[MARA] = secret[1]
    code = pyotp.TOTP(crossing.clinic.secrets[MARA]).at(crossing.clinic.now)
    assert crossing.browser.post("/sign-in/code", data={"code": code}).status_code in (200, 303)
    account = crossing.browser.get("/account")
    assert account.status_code == 200, "a first password that was never typed keeps nobody out"
    assert "Choose your own password" not in account.text
    told = crossing.told()
    assert ("people_change", {"change": "directory-linked"}) in told
    assert ("sign_in", {"second": True, "way": "directory"}) in told


def test_the_address_that_leads_there_says_what_it_must(crossing: Crossing) -> None:
    address = crossing.leave()
    asked = {name: one[0] for name, one in parse_qs(urlsplit(address).query).items()}
    assert address.startswith(f"{ISSUER}/enter?")
    assert asked["client_id"] == CLIENT
    assert asked["scope"].split()[0] == "openid"
    assert asked["redirect_uri"] == "http://127.0.0.1:8750/sign-in/directory/back"
    assert len(asked["state"]) > 40
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    assert "secret" not in address


def test_the_ticket_is_for_our_pages_and_ten_minutes(crossing: Crossing) -> None:
    answer = crossing.browser.post("/sign-in/directory", data={"email": MARA})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "max-age=600" in cookie
    assert MARA not in cookie
    held = crossing.issuer.enter(crossing.leave())
    crossing.clinic.now += timedelta(minutes=11)
    page = crossing.browser.get("/sign-in/directory/back", params=held)
    assert "more than ten minutes ago" in page.text


def test_who_came_before_is_known_by_the_directory_s_name_for_them(crossing: Crossing) -> None:
    assert crossing.back().status_code == 200
    crossing.issuer.claims = {"email": "mara.new@elsewhere.example", "email_verified": False}
    assert crossing.back().status_code == 200, "another address, the same person"
    crossing.issuer.claims = {"sub": "u-2"}
    assert "under another account" in crossing.back().text, "the same address, another person"


def test_the_directory_s_second_factor_counts_where_the_clinic_trusts_it(crossing: Crossing) -> None:
    crossing.issuer.claims = {"amr": ["pwd", "mfa"]}
    assert "url=/sign-in/code" in crossing.back().text, "not trusted yet"
    crossing.set(trusted=True, levels=("urn:strong",))
    assert "url=/account" in crossing.back().text
    assert crossing.browser.get("/account").status_code == 200
    for weak in ({"amr": ["pwd"]}, {"amr": "mfa"}, {"acr": "urn:weak"}, {}):
        crossing.issuer.claims, crossing.browser = weak, crossing.clinic.browser()
        assert "url=/sign-in/code" in crossing.back().text, weak
        assert crossing.browser.get("/account").headers["location"] == "/sign-in/code"
    crossing.issuer.claims = {"acr": "urn:strong"}
    assert "url=/account" in crossing.back().text


def test_an_address_that_the_token_leaves_out_is_asked_for(crossing: Crossing) -> None:
    crossing.issuer.claims = {"email": None, "email_verified": None}
    crossing.issuer.person = {"sub": "u-1", "email": MARA, "email_verified": True}
    assert crossing.back().status_code == 200
    assert crossing.issuer.asked[-1].headers["Authorization"] == "Bearer open"
    crossing.issuer.person = {"sub": "u-9", "email": MARA, "email_verified": True}
    assert "another person than it proved" in crossing.back().text


def test_signing_out_offers_to_sign_out_there_too(crossing: Crossing) -> None:
    crossing.set(trusted=True)
    crossing.issuer.claims = {"amr": ["mfa"]}
    crossing.back()
    page = crossing.browser.post("/sign-out")
    assert f"{ISSUER}/leave?client_id={CLIENT}&amp;post_logout_redirect_uri=" in page.text
    assert crossing.browser.get("/account").headers["location"].startswith("/sign-in")
    crossing.back()
    crossing.clinic.app.state.directories = Directories(crossing.issuer)
    crossing.issuer.away = True
    assert crossing.browser.post("/sign-out").headers["location"] == "/sign-in", "out here, even where it is away"


# --- who may come in


@pytest.mark.parametrize(
    ("claims", "says"),
    [
        ({"email": "nobody@harbour.example"}, "is not among the people of this clinic"),
        ({"email_verified": False}, "does not say that your e-mail address is verified"),
        ({"email_verified": None}, "does not say that your e-mail address is verified"),
        ({"email_verified": "true"}, "does not say that your e-mail address is verified"),
        ({"email": "mara@evil.example"}, "of no domain that your clinic"),
        ({"email": "mara@evil.example@harbour.example.evil.example"}, "of no domain that your clinic"),
        ({"email": "ｍara@harbour.example"}, "does not tell your e-mail address"),
        ({"email": ["mara@harbour.example"]}, "does not tell your e-mail address"),
    ],
)
def test_nobody_comes_in_whom_nobody_invited(crossing: Crossing, claims: dict[str, Any], says: str) -> None:
    crossing.issuer.claims = claims
    page = crossing.back()
    assert page.status_code == 401
    assert says in html.unescape(page.text)
    assert "romberg" not in crossing.browser.cookies
    assert crossing.told()[0][0] == "refused"


def test_a_member_of_another_clinic_is_not_found_through_this_one_s_directory(crossing: Crossing) -> None:
    crossing.clinic.person(Role.CLINIC_ADMIN, "boss@lonestar.example", 1)
    crossing.set(domains=("harbour.example", "lonestar.example"))
    crossing.issuer.claims = {"email": "boss@lonestar.example", "sub": "u-7"}
    assert "is not among the people of this clinic" in crossing.back().text


def test_where_the_clinic_wants_it_a_newcomer_becomes_a_member(crossing: Crossing) -> None:
    crossing.set(newcomer=Role.ASSISTANT)
    crossing.issuer.claims = {"sub": "u-new", "email": "noa@harbour.example", "name": "Noa <i>Fell"}
    assert crossing.back().status_code == 200
    with crossing.clinic.place.glance(crossing.clinic.ids[0], "test") as desk:
        one = next(one for one in members.members(desk) if one.email == "noa@harbour.example")
    assert (one.role, one.name) == (Role.ASSISTANT, "Noa <i>Fell")
    with pytest.raises(Unreadable, match="Nobody becomes an administrator"):
        crossing.set(newcomer=Role.CLINIC_ADMIN)


def test_a_directory_that_assigns_addresses_need_not_call_them_verified(crossing: Crossing) -> None:
    crossing.set(vouches=True)
    crossing.issuer.claims = {"email_verified": None}
    assert crossing.back().status_code == 200
    crossing.issuer.claims = {"email_verified": False, "sub": "u-3"}
    assert crossing.back().status_code == 401, "one that it calls unverified proves nothing still"


def test_who_is_disabled_here_stays_out(crossing: Crossing) -> None:
    crossing.back()
    place, clinic = crossing.clinic.place, crossing.clinic.ids[0]
    with place.desk(clinic, "test") as desk:
        person = next(one.id for one in members.members(desk) if one.email == MARA)
        members.disable(desk, person, None)
    assert "is disabled" in crossing.back().text
    with place.desk(clinic, "test") as desk:
        members.enable(desk, person, None)


def test_where_the_directory_is_the_only_way_passwords_open_nothing(crossing: Crossing) -> None:
    first, browser = crossing.clinic.person(Role.AUDITOR, "ola@harbour.example"), crossing.clinic.browser()
    crossing.set(alone=True)
    page = browser.post("/sign-in", data={"email": "ola@harbour.example", "password": first})
    assert "through its directory alone" in page.text
    assert page.status_code == 401
    wrong = browser.post("/sign-in", data={"email": "ola@harbour.example", "password": "x" * 14})
    assert "is not right" in wrong.text, "it is told to nobody who does not know the password"
    crossing.clinic.inside(Role.CLINIC_ADMIN, "keeper@harbour.example")  # an administrator finds a way in


# --- lies


def _nonce(claims: dict[str, Any]) -> str:
    return signed(claims | {"nonce": "n" * 43})


def _other_words(claims: dict[str, Any]) -> str:
    head, _, signature = signed(claims).split(".")
    return ".".join([head, signed(claims | {"sub": "u-9"}).split(".")[1], signature])


LIES: list[tuple[str, Callable[[dict[str, Any]], str] | dict[str, Any], str]] = [
    ("no signature", unsigned, "directory-algorithm"),
    ("the public key as a secret", with_public_key_as_secret, "directory-algorithm"),
    ("a key of somebody else", lambda claims: signed(claims, key=rsa_key("other")), "directory-signature"),
    ("a key that is not listed", lambda claims: signed(claims, "k9", key=rsa_key("other")), "directory-key"),
    ("a signature of other words", _other_words, "directory-signature"),
    ("another kind of key", lambda claims: signed(claims, "k1", "ES256", ec_key()), "directory-key"),
    ("no token at all", lambda _: "x", "directory-form"),
    ("a weak key", lambda claims: signed(claims, "weak", key=rsa_key("weak")), "directory-signature"),
    ("another nonce", _nonce, "directory-nonce"),
    ("no nonce", {"nonce": None}, "directory-nonce"),
    ("another issuer", {"iss": "https://login.evil.example"}, "directory-issuer"),
    ("another audience", {"aud": "another"}, "directory-audience"),
    ("no audience", {"aud": None}, "directory-audience"),
    ("several audiences", {"aud": [CLIENT, "another"]}, "directory-audience"),
    ("another party", {"aud": [CLIENT, "another"], "azp": "another"}, "directory-audience"),
    ("expired", {"exp": 1_700_000_000}, "directory-expired"),
    ("no end", {"exp": None}, "directory-time"),
    ("an end in words", {"exp": "tomorrow"}, "directory-time"),
    ("an end that is none", {"exp": True}, "directory-time"),
    ("issued long ago", {"iat": 1_700_000_000}, "directory-expired"),
    ("issued tomorrow", {"iat": 2_000_000_000}, "directory-early"),
    ("not before tomorrow", {"nbf": 2_000_000_000}, "directory-early"),
    ("nobody", {"sub": ""}, "directory-subject"),
    ("a number for a name", {"sub": 7}, "directory-subject"),
]


@pytest.mark.parametrize(("lie", "why"), [one[1:] for one in LIES], ids=[one[0] for one in LIES])
def test_a_lie_signs_nobody_in(crossing: Crossing, lie: Any, why: str) -> None:
    crossing.issuer.keys.append(jwk(rsa_key("weak"), "weak"))
    if isinstance(lie, dict):
        crossing.issuer.claims = lie
    else:
        crossing.issuer.sign = lie
    page = crossing.back()
    assert page.status_code == 401, page.text
    assert "nobody was signed in" in page.text
    assert "romberg" not in crossing.browser.cookies
    assert crossing.told()[0] == ("refused", {"why": why})


def test_the_truth_signs_somebody_in_by_every_kind_of_key(crossing: Crossing) -> None:
    """The twin of the lies: the same way with a right token."""
    crossing.issuer.keys = [jwk(rsa_key()), ec_jwk(), {"kty": "oct", "k": "c2VjcmV0", "kid": "k1"}]
    for sign in (
        signed,
        lambda claims: signed(claims, "e1", "ES256", ec_key()),
        lambda claims: signed(claims, "k1", "PS384"),
        lambda claims: signed(claims | {"aud": [CLIENT]}, None),
    ):
        crossing.issuer.sign = sign
        assert crossing.back().status_code == 200


def test_a_key_that_was_changed_is_looked_for_anew_and_not_at_every_question(crossing: Crossing) -> None:
    time = [0.0]
    crossing.clinic.app.state.directories = Directories(crossing.issuer, lambda: time[0])
    assert crossing.back().status_code == 200
    crossing.issuer.keys = [jwk(rsa_key("other"), "k2")]
    crossing.issuer.sign = lambda claims: signed(claims, "k2", key=rsa_key("other"))
    time[0] = 30
    assert crossing.back().status_code == 401, "looked for a moment ago"
    time[0] = 100
    assert crossing.back().status_code == 200
    asked = len(crossing.issuer.asked)
    crossing.issuer.sign = lambda claims: signed(claims, "k3", key=rsa_key("other"))
    for _ in range(3):
        assert crossing.back().status_code == 401
    assert len([one for one in crossing.issuer.asked[asked:] if one.url.endswith("/keys")]) == 0


# --- what is brought back


def test_what_was_used_once_is_used_up(crossing: Crossing) -> None:
    given = crossing.issuer.enter(crossing.leave())
    ticket = crossing.browser.cookies["romberg-crossing"]
    assert crossing.browser.get("/sign-in/directory/back", params=given).status_code == 200
    again = crossing.clinic.browser()
    again.cookies.set("romberg-crossing", ticket)
    page = again.get("/sign-in/directory/back", params=given)
    assert "was used already" in page.text
    assert crossing.told()[0] == ("refused", {"why": "directory-replayed"})


def test_another_state_and_another_browser_are_refused(crossing: Crossing) -> None:
    page = crossing.back(state="s" * 43)
    assert "belongs to another sign-in" in page.text
    given = crossing.issuer.enter(crossing.leave())
    victim = crossing.clinic.browser()
    assert "begun in another browser" in victim.get("/sign-in/directory/back", params=given).text
    victim.cookies.set("romberg-crossing", "bm90IG9mIG91cnM=")
    assert "begun in another browser" in victim.get("/sign-in/directory/back", params=given).text


def test_an_answer_of_another_directory_is_refused(crossing: Crossing) -> None:
    """Mix-up (RFC 9207): where a directory names itself on the way back, it is the one to which the person was sent."""
    assert "from another directory" in crossing.back(iss="https://login.evil.example").text
    assert crossing.back(iss=ISSUER).status_code == 200
    crossing.issuer.told = {"authorization_response_iss_parameter_supported": True}
    crossing.clinic.app.state.directories = Directories(crossing.issuer)
    assert "from another directory" in crossing.back().text, "it says that it always names itself"
    given = crossing.issuer.enter(crossing.leave())
    crossing.set(issuer="https://login.other.example")
    assert "was changed meanwhile" in crossing.browser.get("/sign-in/directory/back", params=given).text


@pytest.mark.parametrize(("error", "says"), [("access_denied", "did not let you in"), ("<b>x", "without an answer")])
def test_a_refusal_there_is_told_in_our_own_words(crossing: Crossing, error: str, says: str) -> None:
    page = crossing.back(error=error, code="")
    assert says in page.text
    assert "<b>x" not in page.text
    assert page.status_code == 401


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_the_way_back_leads_to_no_other_site(crossing: Crossing, to: str) -> None:
    crossing.set(trusted=True)
    crossing.issuer.claims = {"amr": ["mfa"]}
    given = crossing.issuer.enter(crossing.leave(to=to))
    page = crossing.browser.get("/sign-in/directory/back", params=given)
    assert 'content="0; url=/"' in page.text
    assert "evil" not in page.text


def test_an_address_of_no_directory_and_one_that_is_away(crossing: Crossing) -> None:
    page = crossing.browser.post("/sign-in/directory", data={"email": "x@nowhere.example"})
    assert page.status_code == 422
    assert "No directory signs in people" in page.text
    time = [0.0]
    crossing.clinic.app.state.directories = Directories(crossing.issuer, lambda: time[0])
    crossing.issuer.away = True
    for _ in range(3):
        assert "does not answer" in crossing.browser.post("/sign-in/directory", data={"email": MARA}).text
    assert len(crossing.issuer.asked) == 1, "it is left alone for some seconds"
    crossing.issuer.away, time[0] = False, 11
    assert crossing.back().status_code == 200


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"issuer": "https://login.evil.example"}, "under another name"),
        ({"token_endpoint": "https://evil.example/token"}, "which is not the issuer"),
        ({"jwks_uri": "http://login.harbour.example/keys"}, "begins with https://"),
        ({"authorization_endpoint": None}, "lacks authorization_endpoint"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "begins with https://"),
    ],
)
def test_a_description_that_leads_elsewhere_is_refused(crossing: Crossing, told: dict[str, Any], says: str) -> None:
    crossing.issuer.told = told
    page = crossing.browser.post("/sign-in/directory", data={"email": MARA})
    assert page.status_code == 422
    assert says in html.unescape(page.text)


# --- settings


@pytest.fixture(scope="module")
def admin(clinic: Clinic) -> TestClient:
    return clinic.inside(Role.CLINIC_ADMIN, "admin@harbour.example")


FORM = {"issuer": ISSUER, "client": CLIENT, "secret": SECRET, "domains": "Harbour.Example", "active": "true"}


def test_an_administrator_sets_it_up(crossing: Crossing, admin: TestClient) -> None:
    page = admin.post("/directory", data=FORM)
    assert "The directory answers" in page.text, page.text
    assert SECRET not in page.text
    assert "/sign-in/directory/back" in page.text
    assert admin.post("/directory", data=FORM | {"secret": ""}).status_code == 200
    with crossing.clinic.place.glance(crossing.clinic.ids[0], "test") as desk:
        kept = settings.kept(desk)
    assert kept == replace(GIVEN)
    assert SECRET.encode() not in Path(str(crossing.clinic.place.engine.url.database)).read_bytes()
    told = crossing.told()
    assert next(detail for action, detail in told if action == "people_change")["change"] == "directory"
    page = admin.post("/directory", data={**FORM, "active": "false"})
    assert "not in use" in page.text
    assert "Through your clinic" not in crossing.clinic.browser().get("/sign-in").text


def test_one_that_does_not_answer_is_not_kept(crossing: Crossing, admin: TestClient) -> None:
    crossing.issuer.away = True
    page = admin.post("/directory", data=FORM | {"client": "another"})
    assert page.status_code == 422
    assert "does not answer" in page.text
    with crossing.clinic.place.glance(crossing.clinic.ids[0], "test") as desk:
        assert settings.kept(desk) == GIVEN


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"issuer": "http://login.harbour.example"}, "begins with https://"),
        ({"issuer": "https://login.harbour.example?x=1"}, "no question mark"),
        ({"issuer": "https://user@login.harbour.example"}, "begins with https://"),
        ({"client": ""}, "client ID"),
        ({"domains": ""}, "Name the domains"),
        ({"domains": "harbour"}, "no name of a domain"),
        ({"newcomer": "owner"}, "Choose a role"),
        ({"newcomer": "clinic_admin"}, "Nobody becomes an administrator"),
        ({"hosts": "https://x.example/"}, "no name of a domain"),
    ],
)
def test_settings_that_will_not_do_are_told(
    crossing: Crossing, admin: TestClient, changed: dict[str, str], says: str
) -> None:
    assert crossing.clinic
    page = admin.post("/directory", data=FORM | changed)
    assert page.status_code == 422
    assert says in html.unescape(page.text)


def test_two_clinics_do_not_share_a_domain_and_do_not_see_each_other_s(crossing: Crossing) -> None:
    other = crossing.clinic.inside(Role.CLINIC_ADMIN, "admin@lonestar.example", 1)
    assert "login.harbour.example" not in other.get("/directory").text.replace("placeholder", "")
    assert "Another clinic signs in" in other.post("/directory", data=FORM).text
    assert other.get("/api/v1/directory").status_code == 404


def test_programs_set_it_too_and_never_read_the_secret(crossing: Crossing, admin: TestClient) -> None:
    body = {"issuer": ISSUER, "client": CLIENT, "secret": SECRET, "domains": ["harbour.example"]}
    answer = admin.put("/api/v1/directory", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.json() == admin.get("/api/v1/directory").json()
    assert answer.json()["has_secret"] is True
    assert SECRET not in answer.text
    assert crossing.issuer.asked


def test_an_administrator_unlinks_a_member(crossing: Crossing, admin: TestClient) -> None:
    crossing.back()
    page = admin.get("/people").text
    found = re.search(r"/people/(\w+)/unlink", page)
    assert found is not None
    assert admin.post(f"/people/{found[1]}/unlink").status_code == 200
    assert "/unlink" not in admin.get("/people").text
    crossing.issuer.claims = {"sub": "u-2"}
    assert crossing.back().status_code == 200, "and the next account with the address is linked"


def test_another_issuer_knows_nobody_yet(crossing: Crossing) -> None:
    crossing.back()
    crossing.set(issuer="https://login.other.example")
    crossing.set()
    crossing.issuer.claims = {"sub": "u-5"}
    assert crossing.back().status_code == 200


def test_clocks_may_differ_by_a_minute() -> None:
    """Against the plainest reading of the times that a token tells."""
    from romberg.store.people.directory.tokens import _in_time  # noqa: PLC0415

    now = datetime(2026, 11, 27, 9, 0, tzinfo=UTC).timestamp()
    for issued in range(-700, 120, 10):
        for ends in range(-120, 400, 10):
            said = {"iat": now + issued, "exp": now + ends}
            right = -600 <= issued <= 60 and ends > -60
            try:
                _in_time(said, now)
            except Unreadable:
                assert not right, (issued, ends)
            else:
                assert right, (issued, ends)
