"""The interface answers as `/api/v1/openapi.json` says, whatever is sent: schemathesis, as two roles and as nobody.

A few requests an operation here, and none where schemathesis is not installed; `make api` installs it and sends many.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from made_workplace import NOTE, denied_in
from test_web_api import ask, token
from test_web_people import BASE, Clinic

from romberg.store.people.roles import Role, permissions_of

schemathesis: Any = pytest.importorskip("schemathesis", reason="schemathesis comes with `make api`")
checks: Any = pytest.importorskip("schemathesis.specs.openapi.checks")

SECONDS = float(os.environ.get("ROMBERG_API_SECONDS", "0"))  # of the long run; without it, a few examples each
EXAMPLES = int(os.environ.get("ROMBERG_API_EXAMPLES", "2"))
ROLES = (Role.BILLER, Role.CLINIC_ADMIN)
"""A biller works the queue, an administrator all else; both make tokens for programs, and no other role does."""


@dataclass
class Lane:
    """A workplace with a kept visit, a token of each role, identifiers that are there, and what was answered."""

    clinic: Clinic
    keys: dict[Role, str]
    there: dict[str, list[str]]
    schema: Any
    answered: Counter[int] = field(default_factory=Counter)


@pytest.fixture(scope="module")
def lane(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lane]:
    folder: Path = tmp_path_factory.mktemp("schema")
    clinic = Clinic(folder)
    keys = {role: _key(clinic, role) for role in ROLES}
    told = {"Authorization": f"Bearer {keys[ROLES[0]]}", "Host": BASE.partition("//")[2]}
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", clinic.app, headers=told)
    yield Lane(clinic, keys, _there(clinic, keys), schema)
    clinic.place.close()


def _key(clinic: Clinic, role: Role) -> str:
    browser = clinic.inside(role, f"{role.value}@schema.example")
    clinic.now += timedelta(seconds=31)
    return token(browser, [one.name for one in permissions_of(role)])


def _there(clinic: Clinic, keys: dict[Role, str]) -> dict[str, list[str]]:
    """True identifiers by the name of the parameter that takes them."""
    biller = keys[Role.BILLER]
    visit = ask(clinic, biller, "POST", "/visits", {"text": NOTE}).json()["id"]
    patient = ask(clinic, biller, "GET", "/patients").json()["patients"][0]["id"]
    took = ask(clinic, biller, "POST", "/imports").json()["id"]
    rule = {"topic": ["units"], "name": ["exceed_minutes", "medicare"]}
    with clinic.place.desk(clinic.ids[0], "test") as desk:
        payment, denial = denied_in(desk)
    money = {"payment": [payment], "denial": [denial]}
    return {"visit": [visit], "patient": [patient], "import_id": [took], **rule, **money}


def operations(lane: Lane) -> list[Any]:
    """Every operation of the interface; none may be left out because its description is faulty."""
    return [one.ok() for one in lane.schema.get_all_operations()]


def send(lane: Lane, operation: Any, role: Role, examples: int, chance: int) -> None:
    """So many requests of one operation, a third of them to what is there."""

    told = f"Bearer {lane.keys[role]}"

    @seed(chance)
    @settings(
        max_examples=examples, deadline=None, database=None, phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck), print_blob=False,
    )  # fmt: skip
    @given(case=st.one_of([operation.as_strategy(generation_mode=mode) for mode in MODES]), known=st.integers(0, 2))
    def one(case: Any, known: int) -> None:
        for name in case.path_parameters or {}:
            if known == 0 and name in lane.there:
                case.path_parameters[name] = lane.there[name][chance % len(lane.there[name])]
        answer = case.call(base_url=BASE, headers={"Authorization": told})
        lane.answered[answer.status_code] += 1
        sent = answer.request.headers.get("Authorization")
        assert (answer.status_code == 401) == (sent != told), "the token is in force, and nothing else opens"
        case.validate_response(answer, checks=CHECKS)

    one()


MODES = tuple(schemathesis.GenerationMode)  # what is described, and what is not
CHECKS = [
    schemathesis.checks.not_a_server_error, checks.status_code_conformance, checks.content_type_conformance,
    checks.response_headers_conformance, checks.response_schema_conformance, checks.ignored_auth,
]  # fmt: skip


def test_what_is_answered_is_what_is_described(lane: Lane) -> None:
    """No fault of ours, no status, kind of content or shape that the description does not have."""
    until, turn = time.monotonic() + SECONDS, 0
    found = operations(lane)
    while turn == 0 or time.monotonic() < until:
        for operation in found:
            for role in ROLES:
                send(lane, operation, role, EXAMPLES, turn)
        turn += 1
    print(f"{sum(lane.answered.values())} requests to {len(found)} operations: {dict(sorted(lane.answered.items()))}")
    assert {200, 201, 404, 422} <= set(lane.answered)


def test_nobody_without_a_token_gets_anything(lane: Lane) -> None:
    for operation in operations(lane):
        address = operation.path.replace("{", "").replace("}", "")
        for sent in ({}, {"Authorization": "Bearer rbg_x.y"}, {"Authorization": "Basic eDp5"}):
            answer = lane.clinic.browser().request(operation.method.upper(), address, headers=sent)
            assert answer.status_code == 401, operation.path
            assert answer.json()["error"]["says"].endswith(".")
