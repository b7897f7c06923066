"""A workplace with sign-in: nobody passes the gate without a session, and everybody only where their role leads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from workplaces import workplace

from romberg.store.people import members
from romberg.store.people.roles import Permission, Role, permissions_of
from romberg.store.workplace import Workplace, clinics
from romberg.web import made
from romberg.web.permissions import declared, is_free
from romberg.web.sign_in.gate import PUBLIC

BASE, NEW = "http://127.0.0.1:8750", "four words in a row"
Person = tuple[str, str]


class Clinic:
    """A workplace of two clinics, its clock, and ways in."""

    def __init__(self, folder: Path) -> None:
        self.now = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
        self.place: Workplace = workplace("sqlite", folder, lambda: self.now)
        self.app: Any = made(workplace=self.place, people=True)
        self.ids = [clinics.found(self.place, name, "system") for name in ("Harbour Lane", "Lone Star")]
        self.secrets: dict[str, str] = {}

    def browser(self) -> TestClient:
        """A browser of nobody."""
        return TestClient(self.app, base_url=BASE, raise_server_exceptions=False, follow_redirects=False)

    def person(self, role: Role, email: str, clinic: int = 0) -> str:
        """A new person; the first password."""
        with self.place.desk(self.ids[clinic], "system") as desk:
            return members.add(self.place, desk, f"Somebody {role.words}", email, role, None)[1]

    def inside(self, role: Role, email: str, clinic: int = 0) -> TestClient:
        """The browser of a person who has signed in whole, with a password of their own."""
        first, browser = self.person(role, email, clinic), self.browser()
        self.enter(browser, email, first)
        typed = {"before": first, "after": NEW, "again": NEW}
        assert browser.post("/account/password", data=typed).headers["location"] == "/sign-in"
        self.now += timedelta(seconds=31)
        self.enter(browser, email, NEW)
        return browser

    def enter(self, browser: TestClient, email: str, password: str) -> None:
        """Type password and code."""
        answer = browser.post("/sign-in", data={"email": email, "password": password})
        assert answer.status_code == 303, answer.text
        page = browser.get("/sign-in/code").text
        found = re.search(r"<code class=\"secret\">(\w+)</code>", page)
        secret = self.secrets[email] = found[1] if found else self.secrets[email]
        answer = browser.post("/sign-in/code", data={"code": pyotp.TOTP(secret).at(self.now)})
        assert answer.status_code in (200, 303), answer.text


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    made_here = Clinic(tmp_path_factory.mktemp("people"))
    yield made_here
    made_here.place.close()


@pytest.fixture(scope="module")
def everybody(clinic: Clinic) -> dict[Role, TestClient]:
    """A browser of each role."""
    return {role: clinic.inside(role, f"{role.value}@harbour.example") for role in Role}


def routes(clinic: Clinic) -> list[APIRoute]:
    """Every route there is, those of included routers too."""
    return [one for one in every(clinic.app.routes) if isinstance(one, APIRoute)]


def every(found: Any) -> Iterator[Any]:
    """Routes, and the routes inside of them."""
    for one in found:
        yield one
        inner = getattr(one, "original_router", None) or getattr(one, "router", None)
        yield from every(inner.routes if inner is not None else [])


def address(route: APIRoute) -> str:
    """An address of a route, with names that lead to nothing."""
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda part: "disable" if part[1] == "change" else "0" * 24, route.path)


def call(browser: TestClient, route: APIRoute) -> Any:
    """Ask a route in its first way."""
    method = next(iter(sorted(route.methods or {"GET"})))
    return browser.request(method, address(route), data={} if method == "POST" else None)


# --- the gate


def test_there_are_routes_and_each_says_who_may(clinic: Clinic) -> None:
    found = routes(clinic)
    assert len(found) > 15
    for route in found:
        assert is_free(route) != bool(declared(route)), f"{route.path} says neither or both"


def test_without_a_session_nothing_opens_but_what_is_public(clinic: Clinic) -> None:
    browser = clinic.browser()
    for route in routes(clinic):
        answer = call(browser, route)
        if route.path in PUBLIC:
            assert answer.status_code in (200, 401, 422)
        elif route.path.startswith("/api/"):
            assert answer.status_code == 401, route.path
        else:
            assert answer.headers.get("location", "").startswith("/sign-in"), route.path
    ways = ("/sign-in/directory", "/sign-in/directory/back", "/sign-in/passkey", "/sign-in/passkey/options")
    assert ("/sign-in", *ways, "/static/") == PUBLIC


def test_the_password_alone_opens_nothing_else(clinic: Clinic) -> None:
    first, browser = clinic.person(Role.CLINIC_ADMIN, "half@harbour.example"), clinic.browser()
    assert browser.post("/sign-in", data={"email": "half@harbour.example", "password": first}).status_code == 303
    for route in routes(clinic):
        if route.path not in (*PUBLIC, "/sign-in/code", "/sign-out"):
            answer = call(browser, route)
            assert answer.status_code == 401 or answer.headers["location"] == "/sign-in/code", route.path


def test_a_second_window_with_the_password_alone_stays_so(clinic: Clinic) -> None:
    """The session that proves both factors is a new one; who kept the half one holds nothing any more."""
    first, browser, beside = clinic.person(Role.BILLER, "two@harbour.example"), clinic.browser(), clinic.browser()
    assert browser.post("/sign-in", data={"email": "two@harbour.example", "password": first}).status_code == 303
    beside.cookies = dict(browser.cookies)
    assert beside.get("/account").headers["location"] == "/sign-in/code"
    secret = re.search(r"<code class=\"secret\">(\w+)</code>", browser.get("/sign-in/code").text)
    assert secret is not None
    browser.post("/sign-in/code", data={"code": pyotp.TOTP(secret[1]).at(clinic.now)})
    assert browser.get("/account/password").status_code == 200
    assert beside.cookies["romberg"] != browser.cookies["romberg"]
    assert beside.get("/account").headers["location"].startswith("/sign-in?to=")


def test_a_first_password_has_to_be_changed_before_anything_else(clinic: Clinic) -> None:
    first, browser = clinic.person(Role.CLINIC_ADMIN, "first@harbour.example"), clinic.browser()
    clinic.enter(browser, "first@harbour.example", first)
    assert browser.get("/people").headers["location"] == "/account/password"
    page = browser.post("/account/password", data={"before": first, "after": NEW, "again": NEW + "x"})
    assert "typed in two ways" in page.text
    assert (
        "12 signs" in browser.post("/account/password", data={"before": first, "after": "short", "again": "short"}).text
    )


def test_every_role_opens_what_the_table_gives_and_no_more(clinic: Clinic, everybody: dict[Role, TestClient]) -> None:
    """Routes times roles: 403 exactly where the role lacks a permission that the route declares."""
    tried = 0
    for route in routes(clinic):
        needed = set(declared(route))
        if not needed:
            continue
        for role, browser in everybody.items():
            may = needed <= permissions_of(role)
            status = call(browser, route).status_code
            assert (status != 403) == may, f"{role.value} {route.path}: {status}"
            assert status < 500, f"{role.value} {route.path}"
            tried += 1
    assert tried > 60


def test_menus_show_what_opens(everybody: dict[Role, TestClient]) -> None:
    assert "/people" in everybody[Role.CLINIC_ADMIN].get("/account").text
    assert 'href="/queue"' not in everybody[Role.AUDITOR].get("/account").text
    assert Permission.WORK_QUEUE not in permissions_of(Role.AUDITOR)


# --- sessions


def test_a_stolen_cookie_is_nothing_after_signing_out(clinic: Clinic) -> None:
    browser, thief = clinic.inside(Role.BILLER, "out@harbour.example"), clinic.browser()
    thief.cookies = browser.cookies
    assert thief.get("/account").status_code == 200
    assert browser.post("/sign-out").headers["location"] == "/sign-in"
    assert thief.get("/account").status_code == 303


def test_an_idle_session_ends(clinic: Clinic) -> None:
    browser = clinic.inside(Role.BILLER, "idle@harbour.example")
    clinic.now += timedelta(minutes=14)
    assert browser.get("/account").status_code == 200
    clinic.now += timedelta(minutes=15)
    assert browser.get("/account").headers["location"] == "/sign-in?to=/account"
    assert browser.get("/account", headers={"HX-Request": "true"}).headers["hx-redirect"].startswith("/sign-in")


def test_the_cookie_is_for_our_pages_alone(clinic: Clinic) -> None:
    first, browser = clinic.person(Role.BILLER, "cookie@harbour.example"), clinic.browser()
    answer = browser.post("/sign-in", data={"email": "cookie@harbour.example", "password": first})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    secure = TestClient(made(workplace=clinic.place, people=True, secure=True), base_url=BASE, follow_redirects=False)
    answer = secure.post("/sign-in", data={"email": "cookie@harbour.example", "password": first})
    assert answer.headers["set-cookie"].startswith("__Host-romberg=")
    assert "secure" in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(clinic: Clinic, to: str) -> None:
    page = clinic.browser().get("/sign-in", params={"to": to}).text
    assert 'name="to" value="/"' in page


def test_a_form_of_another_site_signs_nobody_in(clinic: Clinic) -> None:
    fields = {"email": "x@harbour.example", "password": "y"}
    answer = clinic.browser().post("/sign-in", data=fields, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_wrong_pairs_read_alike_and_then_wait(clinic: Clinic) -> None:
    browser = clinic.browser()
    clinic.person(Role.BILLER, "known@harbour.example")
    told = [
        browser.post("/sign-in", data={"email": email, "password": "wrong password"})
        for email in ("known@harbour.example", "unknown@harbour.example")
    ]
    assert [one.status_code for one in told] == [401, 401]
    assert told[0].text == told[1].text
    for _ in range(4):
        browser.post("/sign-in", data={"email": "known@harbour.example", "password": "wrong password"})
    answer = browser.post("/sign-in", data={"email": "known@harbour.example", "password": "wrong password"})
    assert answer.status_code == 429
    clinic.now += timedelta(hours=2)


# --- people


@pytest.fixture
def admin(clinic: Clinic) -> TestClient:
    """The browser of an administrator of the second clinic."""
    return clinic.inside(Role.CLINIC_ADMIN, f"admin{clinic.now.timestamp()}@lonestar.example", 1)


def test_an_administrator_lets_somebody_in_and_out(clinic: Clinic, admin: TestClient) -> None:
    page = admin.post(
        "/people", data={"name": "Ida <b>Fenn", "email": "ida@lonestar.example", "role": "therapist"}
    ).text
    assert "Ida &lt;b&gt;Fenn" in page
    first = re.search(r'time: <code class="secret">([\w-]+)</code>', page)
    assert first is not None
    browser = clinic.browser()
    clinic.enter(browser, "ida@lonestar.example", first[1])
    with clinic.place.desk(clinic.ids[1], "test") as desk:
        person = next(one.id for one in members.members(desk) if one.email == "ida@lonestar.example")
    assert admin.post(f"/people/{person}/disable").status_code == 200
    assert browser.get("/account/password").headers["location"].startswith("/sign-in")
    assert "disabled" in admin.get("/people").text


def test_a_clinic_does_not_see_another_s_people(clinic: Clinic, admin: TestClient) -> None:
    clinic.person(Role.THERAPIST, "secret@harbour.example")
    assert "secret@harbour.example" not in admin.get("/people").text
    with clinic.place.desk(clinic.ids[0], "test") as desk:
        theirs = next(one.id for one in members.members(desk) if one.email == "secret@harbour.example")
    answers = [admin.post(f"/people/{one}/disable") for one in (theirs, "0" * 24)]
    assert [one.status_code for one in answers] == [404, 404]
    assert answers[0].text == answers[1].text


def test_more_fields_than_asked_change_nothing(clinic: Clinic, admin: TestClient) -> None:
    extra = {
        "name": "Eli Roe",
        "email": "eli@lonestar.example",
        "role": "assistant",
        "clinic_id": clinic.ids[0],
        "state": "x",
    }
    assert admin.post("/people", data=extra).status_code == 200
    with clinic.place.desk(clinic.ids[1], "test") as desk:
        one = next(one for one in members.members(desk) if one.email == "eli@lonestar.example")
    assert (one.role, one.state) == (Role.ASSISTANT, members.ACTIVE)
    assert (
        "Your role does not make"
        in admin.post("/people", data={**extra, "email": "b@c.d", "role": "system_admin"}).text
    )
    assert "Choose a role" in admin.post("/people", data={**extra, "email": "b@c.d", "role": "owner"}).text
