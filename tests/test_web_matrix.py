"""The matrix of routes and clinics, and the interface's own page: nothing new goes by undeclared, untried or untold."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from made_workplace import NOTE, denied_in, opened_in
from test_web_people import Clinic, every, routes

from romberg.store.people import members
from romberg.store.people.roles import Role
from romberg.store.workplace import claims
from romberg.store.workplace.claims import ClaimDraft
from romberg.web.permissions import Permission, declared, is_free, needs, opens_without
from tools import api_page

FORMS: dict[str, dict[str, Any]] = {
    "/kept/{visit}/versions": {"text": NOTE, "base": "1", "why": "x"},
    "/kept/{visit}/remark": {"words": "x"},
    "/kept/{visit}/override": {"number": "1", "rule": "units/exceed_minutes", "reason": "x"},
    "/kept/{visit}/step/{step}": {"reason": "x"},
    "/kept/{visit}/letter": {"carc": "50"},
    "/kept/{visit}/claim": {"form": "837p"},
    "/payments/{payment}/take": {"reason": "x"},
    "/people/{person}/{change}": {"role": "therapist"},
}  # fmt: skip
BODIES: dict[str, dict[str, Any]] = {
    "correct_visit": {"text": NOTE, "base": 1, "why": "x"},
    "try_visit": {},
    "step_visit": {"step": "hold"},
    "assign_visit": {"person": None},
    "remark_visit": {"words": "x"},
    "override_finding": {"number": 1, "rule": "units/exceed_minutes", "reason": "x"},
    "print_letter": {"carc": "50"},
    "change_person": {"change": "disable"},
    "step_denial": {"state": "appealed"},
    "assign_denial": {"person": None},
    "take_payment": {"reason": "x"},
}  # fmt: skip
FIXED = {"step": "hold", "state": "appealed", "change": "disable"}
KNOWLEDGE = {
    "/rules/{topic}/{name}",
    "/payers/{name}",
    "/api/v1/rules/{topic}/{name}",
    "/api/v1/payers/{name}",
    "/api/v1/rules/{topic}/{name}/visits",
}


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    made = Clinic(tmp_path_factory.mktemp("matrix"))
    yield made
    made.place.close()


@pytest.fixture(scope="module")
def theirs(clinic: Clinic) -> dict[str, str]:
    """Identifiers of the first clinic, by the parameter of an address that takes them."""
    browser = clinic.inside(Role.BILLER, "first@matrix.example")
    visit = browser.post("/api/v1/visits", json={"text": NOTE}).json()["id"]
    patient = browser.get("/api/v1/patients").json()["patients"][0]["id"]
    took = browser.post("/api/v1/imports").json()["id"]
    token = browser.post("/api/v1/tokens", json={"name": "x", "scopes": ["SEE_RULES"], "days": 1})
    assert token.status_code == 201
    named = browser.get("/api/v1/tokens").json()[0]["id"]
    with clinic.place.desk(clinic.ids[0], "test") as desk:
        person = next(one.id for one in members.members(desk) if one.email == "first@matrix.example")
        claim = claims.keep(desk, ClaimDraft("medicare", None, 100, "{}", visit_id=visit)).id
        payment, denial = denied_in(desk)
    return {
        "payment": payment,
        "denial": denial,
        "visit": visit,
        "claim": claim,
        "patient": patient,
        "import_id": took,
        "token": named,
        "person": person,
    }


def test_what_belongs_to_another_clinic_answers_as_if_it_were_nowhere(clinic: Clinic, theirs: dict[str, str]) -> None:
    """Every route that takes an identifier, pages and interface: the same status and the same words."""
    other = clinic.inside(Role.CLINIC_ADMIN, "other@matrix.example", 1)
    tried = 0
    for route in routes(clinic):
        names = set(re.findall(r"\{(\w+)", route.path)) - set(FIXED)
        if not names or route.path in KNOWLEDGE:
            continue
        assert names <= set(theirs), (
            f"{route.path} takes {names - set(theirs)}: put one of another clinic into `theirs`"
        )
        ours = _asked(other, route, theirs)
        nowhere = _asked(other, route, {name: "f" * len(one) for name, one in theirs.items()})
        assert ours == nowhere, route.path
        assert ours[0] >= 400, route.path
        tried += 1
    assert tried > 25


def _asked(browser: TestClient, route: APIRoute, names: dict[str, str]) -> tuple[int, str]:
    address = re.sub(r"\{(\w+)\}", lambda part: {**FIXED, **names}[part[1]], route.path)
    (method,) = (route.methods or {"GET"}) - {"HEAD"}
    sent: dict[str, Any] = {}
    if method == "POST":
        sent = {"json": BODIES[route.name]} if route.name in BODIES else {"data": FORMS.get(route.path, {})}
    answer = browser.request(method, address, **sent)
    text = answer.text
    for one in names.values():
        text = text.replace(one, "ID")
    return answer.status_code, text


def test_every_body_of_the_matrix_is_of_a_route_that_is_there(clinic: Clinic) -> None:
    found = routes(clinic)
    assert {one.name for one in found} >= set(BODIES)
    assert {one.path for one in found} >= set(FORMS)


def undeclared(app: Any) -> list[str]:
    """The routes that say neither what they need nor that they open without, or both."""
    found = [one for one in every(app.routes) if isinstance(one, APIRoute)]
    return [one.path for one in found if is_free(one) == bool(declared(one))]


def test_a_new_route_that_declares_nothing_is_found(clinic: Clinic) -> None:
    assert undeclared(clinic.app) == []
    app, inner = FastAPI(), APIRouter()
    inner.add_api_route("/open", lambda: None)
    inner.add_api_route("/both", lambda: None, dependencies=[opens_without(), needs(Permission.SEE_HELP)])
    inner.add_api_route("/one", lambda: None, dependencies=[needs(Permission.SEE_HELP)])
    app.include_router(inner)
    assert undeclared(app) == ["/open", "/both"]


# --- what the interface tells of itself


def test_the_table_of_scopes_is_as_it_would_be_written() -> None:
    assert api_page.main(["--check"]) == 0, "run `python -m tools.api_page`"


def test_every_operation_is_described_whole(clinic: Clinic) -> None:
    browser = clinic.inside(Role.BILLER, "reader@matrix.example")
    told = browser.get("/api/v1/openapi.json").json()
    operations = [one for path in told["paths"].values() for one in path.values()]
    names = [one["operationId"] for one in operations]
    assert len(names) == len(set(names)) == len(list(api_page.rows()))
    for one in operations:
        assert one["tags"], one["operationId"]
        assert one["security"] == [{"token": []}], one["operationId"]
        assert one["description"].endswith("."), one["operationId"]
        for status, answer in one["responses"].items():
            schemas = [held["schema"] for held in answer["content"].values()]
            assert all(schemas), f"{one['operationId']} {status}"


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Host": "evil.example"}, 403), ({"Sec-Fetch-Site": "cross-site"}, 403), ({"Content-Length": "99999999"}, 413)],
)
def test_what_the_guard_refuses_is_told_as_every_error_is(clinic: Clinic, headers: dict[str, str], status: int) -> None:
    answer = clinic.browser().post("/api/v1/check", headers=headers, content=b"{}")
    assert answer.status_code == status
    assert set(answer.json()["error"]) == {"code", "says", "at"}


def test_the_examples_of_the_page_do_what_it_says(tmp_path: Any) -> None:
    """Each `curl` of docs/api.md, in its order, before a workplace of one person."""
    text = api_page.PAGE.read_text(encoding="utf-8")
    lines = [one for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for one in _commands(block)]
    assert len(lines) > 8
    known: dict[str, str] = {}
    with opened_in(tmp_path) as (client, _):
        for line in lines:
            answer = _curl(client, line, known)
            assert answer.status_code in (200, 201), f"{line}: {answer.text}"
            if "/visits" in line and "VISIT" not in known and "id" in answer.json():
                known["VISIT"] = answer.json()["id"]
            if "/imports" in line and "IMPORT" not in known:
                known["IMPORT"] = answer.json()["id"]


def _commands(block: str) -> list[str]:
    return [one for one in block.replace("\\\n", " ").splitlines() if one.startswith("curl")]


def _curl(client: TestClient, line: str, known: dict[str, str]) -> Any:
    """A request as curl would send it."""
    words = shlex.split(line)[1:]
    method, url, headers, body = "GET", "", {}, None
    while words:
        word = words.pop(0)
        if word == "-X":
            method = words.pop(0)
        elif word == "-H":
            name, _, value = words.pop(0).partition(": ")
            headers[name] = value
        elif word in ("-d", "--data-binary"):
            body = words.pop(0).encode()
        else:
            url = word.removeprefix("$ROMBERG")
    for name, value in known.items():
        url = url.replace(name, value)
    return client.request(method, url, headers=headers, content=body)
