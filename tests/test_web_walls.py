"""The walls of a workplace with sign-in, over every address there is: roles, clinics, other sites, reads that write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
from argon2 import PasswordHasher
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from made_workplace import NOTE, denied_in, keep
from sqlalchemy import event, select
from test_web_people import Clinic, routes

from romberg.store.people import passwords
from romberg.store.people.roles import Permission, Role, permissions_of
from romberg.store.workplace import claims, patients, trail
from romberg.store.workplace.claims import ClaimDraft
from romberg.store.workplace.tables import metadata
from romberg.web.permissions import declared
from romberg.web.sign_in.gate import PUBLIC

_GOES_ON = {"trail", "trail_heads", "sessions", "tries"}  # written by signing in and by being refused
_LONG = "0" * 24


@dataclass
class Two:
    """Two clinics: browsers of every role of the first, and identifiers of what the second one has."""

    clinic: Clinic
    browsers: dict[Role, TestClient]
    theirs: dict[str, str]

    def state(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table, but for those that go on."""
        with self.clinic.place.engine.connect() as connection:
            return {
                table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
                for table in metadata.sorted_tables
                if table.name not in _GOES_ON
            }

    def refusals(self) -> list[trail.Entry]:
        """The refusals on the first clinic's trail."""
        with self.clinic.place.engine.connect() as connection:
            return [one for one in trail.entries(connection, self.clinic.ids[0]) if one.action == "refused"]

    @contextmanager
    def counted(self) -> Iterator[list[str]]:
        """The statements that the database is asked meanwhile."""
        asked: list[str] = []

        def heard(_c: Any, _k: Any, statement: str, _p: Any, _x: Any, _m: Any) -> None:
            asked.append(re.sub(r"\s+", " ", statement))

        event.listen(self.clinic.place.engine, "before_cursor_execute", heard)
        yield asked
        event.remove(self.clinic.place.engine, "before_cursor_execute", heard)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", lambda: PasswordHasher(1, 64, 1))  # what a hash costs is tried elsewhere
        yield from _two(tmp_path_factory)


def _two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    clinic = Clinic(tmp_path_factory.mktemp("walls"))
    browsers = {role: clinic.inside(role, f"{role.value}@harbour.example") for role in Role}
    stranger = clinic.inside(Role.CLINIC_ADMIN, "admin@lonestar.example", 1)
    visit = keep(stranger, "Zelda Quill")
    started = stranger.post("/imports/begin", data={"files": "1"})
    with clinic.place.desk(clinic.ids[1], "system") as desk:
        patient = patients.sought(desk, "Zelda Quill")[0].id
        claim = claims.keep(desk, ClaimDraft("medicare", None, 100, "{}", visit_id=visit)).id
        payment, denial = denied_in(desk)
    person = re.search(r"/people/([0-9a-f]{24})/", stranger.get("/people").text)
    assert person is not None
    theirs = {"visit": visit, "claim": claim, "patient": patient, "person": person[1], "import_id": _import(started),
              "payment": payment, "denial": denial}  # fmt: skip
    keep(browsers[Role.BILLER], "Otis Marrow")
    yield Two(clinic, browsers, theirs)
    clinic.place.close()


def _import(answer: Any) -> str:
    found = re.search(r"[0-9a-f]{24}", answer.text + answer.headers.get("location", ""))
    assert found is not None, answer.text
    return found[0]


def addressed(route: APIRoute, names: dict[str, str]) -> str:
    """An address of a route with these names in it."""
    fixed = {"change": "disable", "step": "approve", "state": "appealed", "topic": "units", "name": "exceed_minutes"}
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda part: names.get(part[1], fixed.get(part[1], _LONG)), route.path)


def ask(browser: TestClient, route: APIRoute, names: dict[str, str], **headers: str) -> Any:
    """A route asked in its own way, with fields that would do."""
    (method,) = route.methods or {"GET"}
    fields = {"text": NOTE, "base": "1", "why": "a reason", "words": "a note", "reason": "a long enough reason",
              "was": "open", "number": "1", "rule": "units/exceed_minutes", "carc": "151", "role": "biller",
              "step": "approve", "person": "", "name": "Nobody", "email": "nobody@harbour.example"}  # fmt: skip
    path = addressed(route, names)
    if method == "GET":
        return browser.get(path, headers=headers)
    if path.startswith("/api/"):
        body = {"words": "x"} if path.endswith("remarks") else _body(path)
        return browser.request(method, path, json=body, headers=headers)
    if path.endswith("/file"):
        return browser.post(path, content=b"x", headers=headers)
    return browser.request(method, path, data=fields, headers=headers)


def _body(path: str) -> dict[str, Any]:
    said: dict[str, dict[str, Any]] = {
        "steps": {"step": "approve"}, "assignment": {"person": None},
        "overrides": {"number": 1, "rule": "units/exceed_minutes", "reason": "a reason"},
        "versions": {"text": NOTE, "base": 1, "why": "a reason"},
    }  # fmt: skip
    return said.get(path.rpartition("/")[2], {"text": NOTE})


def test_every_address_is_a_declared_route_or_named_here(two: Two) -> None:
    others = {getattr(one, "path", None) for one in two.clinic.app.routes if not isinstance(one, APIRoute)} - {None}
    assert others == {"/api/v1/openapi.json", "/static"}
    browser = two.clinic.browser()
    assert browser.get("/api/v1/openapi.json").status_code == 401
    ways = ("/sign-in/directory", "/sign-in/directory/back", "/sign-in/passkey", "/sign-in/passkey/options")
    assert ("/sign-in", *ways, "/static/") == PUBLIC
    assert all(len(one.methods or ()) == 1 for one in routes(two.clinic))


def test_what_a_role_may_not_do_changes_nothing_and_is_on_the_trail(two: Two) -> None:
    before, refused, tried = two.state(), len(two.refusals()), []
    for route in routes(two.clinic):
        for role, browser in two.browsers.items():
            needed = declared(route)
            if needed and not set(needed) <= permissions_of(role):
                assert ask(browser, route, {}).status_code == 403, (role, route.path)
                tried.append(
                    (next(iter(route.methods or ())), re.sub(r"\{(\w+)\}", r":\1", route.path), needed[0].name)
                )
    assert two.state() == before
    told = [trail.read_detail(one.detail) for one in two.refusals()[refused:]]
    assert [(one["method"], one["path"], one["needs"]) for one in told] == tried
    assert len(tried) > 100


def test_what_another_clinic_has_is_answered_as_what_nobody_has(two: Two) -> None:
    """Every route that names something, as every role that it opens for: same answer, same words, same statements."""
    tried, before = 0, two.state()
    for route in routes(two.clinic):
        named = set(re.findall(r"\{(\w+)\}", route.path)) & two.theirs.keys()
        for role, browser in two.browsers.items():
            if not named or not set(declared(route)) <= permissions_of(role):
                continue
            with two.counted() as asked_theirs:
                theirs = ask(browser, route, two.theirs)
            with two.counted() as asked_nobody:
                nobody = ask(browser, route, {})
            assert 400 <= theirs.status_code < 500, (role, route.path, theirs.status_code)
            assert (theirs.status_code, theirs.text) == (nobody.status_code, nobody.text), (role, route.path)
            assert asked_theirs == asked_nobody, (role, route.path)
            tried += 1
    assert tried > 30
    assert two.state() == before


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="/?#"), min_size=1, max_size=60))
def test_no_name_in_an_address_breaks_a_page(two: Two, name: str) -> None:
    if name in (".", ".."):
        return
    browser = two.browsers[Role.CLINIC_ADMIN]
    for path in ("/kept/{}", "/patients/{}", "/imports/{}", "/rules/units/{}", "/payers/{}", "/api/v1/visits/{}"):
        assert browser.get(path.format(quote(name, safe=""))).status_code in (404, 422), path


def test_a_visit_is_not_handed_to_a_person_of_another_clinic(two: Two) -> None:
    biller = two.browsers[Role.BILLER]
    own = keep(biller, "Pia Handed")
    before = two.state()
    for person in (two.theirs["person"], _LONG):
        assert biller.post(f"/kept/{own}/assign", data={"person": person}).status_code in (404, 422)
    assert two.state() == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_no_form_of_another_site_changes_anything(two: Two, headers: dict[str, str]) -> None:
    before, tried = two.state(), 0
    sessions = {role: browser.cookies.get("romberg") for role, browser in two.browsers.items()}
    for route in routes(two.clinic):
        if route.methods == {"GET"}:
            continue
        answer = ask(two.browsers[Role.CLINIC_ADMIN], route, {}, **headers)
        told = answer.json()["error"]["says"] if route.path.startswith("/api/") else answer.text
        assert (answer.status_code, told) == (403, "Forms of other sites are not taken."), route.path
        tried += 1
    assert tried > 20
    assert two.state() == before
    assert {role: browser.cookies.get("romberg") for role, browser in two.browsers.items()} == sessions


def test_nothing_that_is_only_asked_changes_anything(two: Two) -> None:
    own = keep(two.browsers[Role.BILLER], "Gil Asked")
    with two.clinic.place.desk(two.clinic.ids[0], "test") as desk:
        patient = patients.sought(desk, "Gil Asked")[0].id
    before, opened = two.state(), 0
    for route in routes(two.clinic):
        if route.methods != {"GET"} or route.path.endswith("/events"):
            continue
        for role in (Role.THERAPIST, Role.CLINIC_ADMIN):
            browser = two.browsers[role]
            opened += ask(browser, route, {"visit": own, "patient": patient}).status_code == 200
    assert opened > 25
    assert two.state() == before
    assert Permission.SEE_TRAIL in permissions_of(Role.AUDITOR)


def test_every_page_with_a_patient_is_on_the_trail(two: Two) -> None:
    """Each address that shows a patient leaves an entry by who looked."""
    admin = two.browsers[Role.CLINIC_ADMIN]
    visit = keep(admin, "Rolf Read")
    with two.clinic.place.desk(two.clinic.ids[0], "test") as desk:
        patient = patients.sought(desk, "Rolf Read")[0].id
    for path in (f"/kept/{visit}", f"/kept/{visit}/report", f"/patients/{patient}", f"/patients/{patient}/packet",
                 "/patients", "/queue", f"/api/v1/visits/{visit}", "/api/v1/visits"):  # fmt: skip
        with two.clinic.place.engine.connect() as connection:
            last = sum(1 for _ in trail.entries(connection, two.clinic.ids[0]))
        assert admin.get(path).status_code == 200, path
        with two.clinic.place.engine.connect() as connection:
            fresh = list(trail.entries(connection, two.clinic.ids[0], last))
        assert {one.action for one in fresh} & {"read", "export", "print"}, path
