"""Passkeys: made, used as the second factor and alone, named, taken away; and every answer that proves nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from soft_authenticator import Authenticator
from test_web_people import NEW, Clinic

from romberg.store.people import members, passwords
from romberg.store.people.directory import settings
from romberg.store.people.directory.settings import Directory
from romberg.store.people.passkeys.ceremony import copied
from romberg.store.people.roles import Role
from romberg.store.workplace import trail
from romberg.store.workplace.sign_in_tables import proofs

BASE = "http://localhost:8750"


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", lambda: PasswordHasher(1, 64, 1))
        made = Clinic(tmp_path_factory.mktemp("passkeys"))
        yield made
        made.place.close()


@pytest.fixture
def email(clinic: Clinic) -> str:
    return f"p{clinic.now.timestamp():.0f}@harbour.example"


@pytest.fixture
def browser(clinic: Clinic, email: str) -> TestClient:
    """The browser of a biller who has signed in whole, at an address that has a name."""
    found = clinic.inside(Role.BILLER, email)
    return at_name(clinic, found)


def at_name(clinic: Clinic, found: TestClient | None = None) -> TestClient:
    made = TestClient(clinic.app, base_url=BASE, raise_server_exceptions=False, follow_redirects=False)
    if found is not None:
        made.cookies.set("romberg", found.cookies["romberg"])
    return made


def ask(browser: TestClient, path: str) -> dict[str, Any]:
    """What the browser is asked for."""
    answer = browser.post(f"{path}/options")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def add(browser: TestClient, key: Authenticator, name: str = "telephone") -> Any:
    """Make a passkey and keep it."""
    asked = ask(browser, "/account/passkeys")
    body = {"ticket": asked["ticket"], "credential": key.create(asked["options"]), "name": name}
    return browser.post("/account/passkeys", json=body)


def enter(browser: TestClient, key: Authenticator, to: str = "/account", **lies: Any) -> Any:
    """Sign in with it: as the second factor where the browser has the first, else alone."""
    asked = ask(browser, "/sign-in/passkey")
    body = {"ticket": asked["ticket"], "credential": key.get(asked["options"], **lies), "to": to}
    return browser.post("/sign-in/passkey", json=body)


def half(clinic: Clinic, email: str) -> TestClient:
    """A browser that has the password alone."""
    found = at_name(clinic)
    assert found.post("/sign-in", data={"email": email, "password": NEW}).status_code == 303
    return found


def told(clinic: Clinic) -> list[tuple[str, dict[str, Any]]]:
    with clinic.place.glance(clinic.ids[0], "test") as desk:
        found = list(trail.entries(desk.connection, clinic.ids[0]))
    return [(one.action, trail.read_detail(one.detail)) for one in reversed(found)]


# --- made and used


def test_it_is_made_and_opens_everything_alone(clinic: Clinic, browser: TestClient) -> None:
    key = Authenticator()
    assert add(browser, key).json() == {"to": "/account"}
    page = browser.get("/account").text
    assert 'value="telephone"' in page
    assert "never" in page
    fresh = at_name(clinic)
    assert enter(fresh, key).json() == {"to": "/account"}
    page = fresh.get("/account")
    assert page.status_code == 200
    assert "never" not in re.findall(r"<td>(.*?)</td>", page.text)
    assert ("sign_in", {"second": True, "way": "passkey"}) in told(clinic)
    assert ("people_change", {"change": "passkey", "synced": True}) in told(clinic)


def test_it_is_the_second_factor_after_the_password(clinic: Clinic, browser: TestClient, email: str) -> None:
    key = Authenticator(verifies=False)
    add(browser, key)
    window = half(clinic, email)
    assert "Use a passkey" in window.get("/sign-in/code").text
    asked = ask(window, "/sign-in/passkey")
    assert [one["id"] for one in asked["options"]["allowCredentials"]] == list(key.keys)
    before = window.cookies["romberg"]
    assert enter(window, key, "//evil.example").json() == {"to": "/"}
    assert window.get("/account").status_code == 200
    stolen = at_name(clinic)
    stolen.cookies.set("romberg", before)
    assert stolen.get("/account").status_code == 303, "the half session is over"


def test_without_finger_face_or_pin_it_is_no_way_in_alone(clinic: Clinic, browser: TestClient) -> None:
    key = Authenticator(verifies=False)
    add(browser, key)
    answer = enter(at_name(clinic), key)
    assert answer.status_code == 422
    assert "proves nothing" in answer.json()["says"]


def test_several_are_named_and_taken_away(clinic: Clinic, browser: TestClient, email: str) -> None:
    first, second = Authenticator(), Authenticator()
    add(browser, first, "  old   telephone ")
    clinic.now += timedelta(seconds=1)
    add(browser, second, "")
    asked = ask(browser, "/account/passkeys")["options"]
    assert {one["id"] for one in asked["excludeCredentials"]} == {*first.keys, *second.keys}
    page = browser.get("/account").text
    assert 'value="old telephone"' in page
    assert 'value="Passkey 2"' in page
    ids = re.findall(r'name="passkey" value="(\w+)"><button>Remove', page)
    assert len(ids) == 2
    assert browser.post("/account/passkeys/name", data={"passkey": ids[1], "name": "<b>stick"}).status_code == 303
    assert "&lt;b&gt;stick" in browser.get("/account").text
    assert "has a name" in browser.post("/account/passkeys/name", data={"passkey": ids[1], "name": " "}).text
    assert browser.post("/account/passkeys/end", data={"passkey": ids[0]}).headers["location"] == "/sign-in"
    assert browser.get("/account").status_code == 303, "every session ends"
    assert "not known here" in enter(at_name(clinic), first).json()["says"]
    assert enter(half(clinic, email), second).status_code == 200


def test_another_person_s_passkey_is_nobody_s(clinic: Clinic, browser: TestClient, email: str) -> None:
    key = Authenticator()
    add(browser, key)
    page = browser.get("/account").text
    name = re.findall(r'name="passkey" value="(\w+)"', page)[0]
    other = at_name(clinic, clinic.inside(Role.CLINIC_ADMIN, f"x{email}"))
    for path in ("name", "end"):
        answer = other.post(f"/account/passkeys/{path}", data={"passkey": name, "name": "mine"})
        assert "no such passkey" in answer.text
    foreign = at_name(clinic, clinic.inside(Role.CLINIC_ADMIN, f"y{email}", 1))
    assert "no such passkey" in foreign.post("/account/passkeys/end", data={"passkey": name}).text
    add(other, Authenticator())
    mixed = half(clinic, f"x{email}")
    asked = ask(mixed, "/sign-in/passkey")
    body = {"ticket": asked["ticket"], "credential": key.get(asked["options"] | {"allowCredentials": []})}
    assert "not known here" in mixed.post("/sign-in/passkey", json=body).json()["says"]
    assert mixed.get("/account").headers["location"] == "/sign-in/code"


# --- what proves nothing


@pytest.mark.parametrize(
    "lies",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://localhost:9999"},
        {"challenge": "bm90IG91cnM"},
        {"type": "webauthn.create"},
    ],
)
def test_an_answer_to_another_question_signs_nobody_in(
    clinic: Clinic, browser: TestClient, lies: dict[str, str]
) -> None:
    key = Authenticator()
    add(browser, key)
    fresh = at_name(clinic)
    answer = enter(fresh, key, **lies)
    assert answer.status_code == 422
    assert "romberg" not in fresh.cookies
    assert told(clinic)[0] == ("refused", {"why": "passkey"})


def test_another_site_s_and_a_forged_answer(clinic: Clinic, browser: TestClient) -> None:
    key = Authenticator()
    add(browser, key)
    elsewhere = replace(key, host="evil.example")
    assert enter(at_name(clinic), elsewhere).status_code == 422
    name, (_, handle) = next(iter(key.keys.items()))
    forger = Authenticator()
    forger.create({"challenge": "x", "user": {"id": handle}})
    forger.keys = {name: (next(iter(forger.keys.values()))[0], handle)}
    assert enter(at_name(clinic), forger).status_code == 422, "the right name, another key"
    nameless = Authenticator(keys={name: (key.keys[name][0], "AAAA")})
    assert enter(at_name(clinic), nameless).status_code == 422, "the right key, another person's name"
    assert enter(at_name(clinic), key).status_code == 200, "and the twin of all of them"


def test_an_answer_is_good_once_and_in_its_own_session(clinic: Clinic, browser: TestClient, email: str) -> None:
    key = Authenticator()
    add(browser, key)
    window = at_name(clinic)
    asked = ask(window, "/sign-in/passkey")
    body = {"ticket": asked["ticket"], "credential": key.get(asked["options"])}
    assert "too long ago" in half(clinic, email).post("/sign-in/passkey", json=body).json()["says"]
    assert window.post("/sign-in/passkey", json=body).status_code == 200
    assert "used already" in at_name(clinic).post("/sign-in/passkey", json=body).json()["says"]
    late = ask(at_name(clinic), "/sign-in/passkey")
    clinic.now += timedelta(minutes=11)
    body = {"ticket": late["ticket"], "credential": key.get(late["options"])}
    assert "too long ago" in at_name(clinic).post("/sign-in/passkey", json=body).json()["says"]


def test_a_copy_is_found_by_the_counter_and_ends_the_passkey(clinic: Clinic, browser: TestClient, email: str) -> None:
    key = Authenticator()
    add(browser, key)
    copy = replace(key, keys=dict(key.keys))
    assert enter(at_name(clinic), key).status_code == 200
    assert enter(at_name(clinic), key).status_code == 200
    answer = enter(at_name(clinic), copy)
    assert "as if a copy of it were at work" in answer.json()["says"]
    assert {"why": "passkey-copied"} in [detail for _, detail in told(clinic)[:2]]
    assert "not known here" in enter(at_name(clinic), key).json()["says"], "neither of the two opens anything any more"
    assert half(clinic, email).post("/sign-in/passkey/options").status_code == 422


def test_an_authenticator_that_does_not_count_is_taken(clinic: Clinic, browser: TestClient) -> None:
    key = Authenticator(counts=False)
    add(browser, key)
    for _ in range(3):
        assert enter(at_name(clinic), key).status_code == 200


def test_counters() -> None:
    for kept in range(4):
        for now in range(4):
            assert copied(kept, now) == (not (kept == now == 0) and now <= kept)


@pytest.mark.parametrize(
    "credential",
    [
        {},
        {"id": 7},
        {"id": "x" * 5000},
        {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": []},
        {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"clientDataJSON": "é", "userHandle": 1}},
    ],
)
def test_junk_is_told_and_breaks_nothing(clinic: Clinic, browser: TestClient, credential: dict[str, Any]) -> None:
    add(browser, key := Authenticator())
    for one in (credential, {**credential, "id": next(iter(key.keys))}):
        window = at_name(clinic)
        body = {"ticket": ask(window, "/sign-in/passkey")["ticket"], "credential": one}
        assert window.post("/sign-in/passkey", json=body).status_code == 422
        body = {"ticket": ask(browser, "/account/passkeys")["ticket"], "credential": one}
        assert browser.post("/account/passkeys", json=body).status_code == 422
    assert at_name(clinic).post("/sign-in/passkey", json={"ticket": "x", "credential": []}).status_code == 422


# --- who may


def test_it_is_added_soon_after_signing_in(clinic: Clinic, browser: TestClient) -> None:
    clinic.now += timedelta(minutes=10)
    answer = browser.post("/account/passkeys/options")
    assert "within ten minutes of signing in" in answer.json()["says"]


def test_the_password_alone_adds_none_and_sets_up_nothing_beside_one(
    clinic: Clinic, browser: TestClient, email: str
) -> None:
    """Who has a passkey and no app: somebody with the password cannot set up an app of their own."""
    add(browser, Authenticator())
    assert half(clinic, email).post("/account/passkeys/options").headers["location"] == "/sign-in/code"
    with clinic.place.desk(clinic.ids[0], "test") as desk:
        one = next(one for one in members.members(desk) if one.email == email)
        desk.change(proofs, {"person_id": one.id}, second=None, second_proved=False)
    window = half(clinic, email)
    page = window.get("/sign-in/code").text
    assert "Your passkey" in page
    assert "Set up" not in page
    assert window.post("/sign-in/code", data={"code": "123456"}).status_code == 401
    assert window.get("/account").headers["location"] == "/sign-in/code"


def test_the_only_second_factor_stays(clinic: Clinic, browser: TestClient, email: str) -> None:
    add(browser, Authenticator())
    with clinic.place.desk(clinic.ids[0], "test") as desk:
        one = next(one for one in members.members(desk) if one.email == email)
        desk.change(proofs, {"person_id": one.id}, second=None, second_proved=False)
    name = re.findall(r'name="passkey" value="(\w+)"', browser.get("/account").text)[0]
    assert "your only second factor" in browser.post("/account/passkeys/end", data={"passkey": name}).text


def test_an_administrator_sees_how_many_and_takes_them(clinic: Clinic, browser: TestClient, email: str) -> None:
    key = Authenticator()
    add(browser, key)
    admin = clinic.inside(Role.CLINIC_ADMIN, f"z{email}")
    page = admin.get("/people").text
    assert "set up, 1 passkey" in page
    with clinic.place.glance(clinic.ids[0], "test") as desk:
        person = next(one.id for one in members.members(desk) if one.email == email)
    assert admin.post(f"/people/{person}/second").status_code == 200
    assert "not known here" in enter(at_name(clinic), key).json()["says"]


def test_who_is_disabled_stays_out(clinic: Clinic, browser: TestClient, email: str) -> None:
    key = Authenticator()
    add(browser, key)
    with clinic.place.desk(clinic.ids[0], "test") as desk:
        person = next(one.id for one in members.members(desk) if one.email == email)
        members.disable(desk, person, None)
    assert "not known here" in enter(at_name(clinic), key).json()["says"]


def test_where_the_directory_is_the_only_way_it_is_none_alone(clinic: Clinic, browser: TestClient) -> None:
    key = Authenticator()
    add(browser, key)
    given = Directory("https://login.harbour.example", "romberg", ("harbour.example",), alone=True)
    with clinic.place.desk(clinic.ids[0], "test") as desk:
        settings.save(clinic.place, desk, given)
    assert "through its directory alone" in enter(at_name(clinic), key).json()["says"]
    with clinic.place.desk(clinic.ids[0], "test") as desk:
        settings.save(clinic.place, desk, replace(given, active=False))
    assert enter(at_name(clinic), key).status_code == 200


def test_an_address_that_is_a_number_has_none(clinic: Clinic) -> None:
    answer = clinic.browser().post("/sign-in/passkey/options")
    assert "open http://localhost:8750/ instead" in answer.json()["says"]


def test_another_site_asks_for_nothing(clinic: Clinic) -> None:
    for path in ("/sign-in/passkey", "/sign-in/passkey/options", "/account/passkeys"):
        answer = at_name(clinic).post(path, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403
