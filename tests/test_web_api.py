"""The interface for programs: tokens that do some of what a person may, and requests that are done once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from made_workplace import NOTE
from test_web_people import Clinic

from romberg.store.people import members, sessions
from romberg.store.people.roles import Role
from romberg.store.workplace import trail

Made = tuple[Clinic, TestClient, str]
ALL = ["CHECK_VISITS", "SEE_VISITS", "KEEP_VISITS", "WORK_QUEUE", "OVERRIDE"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """A clinic, a biller's browser, and a token of theirs."""
    clinic = Clinic(tmp_path_factory.mktemp("api"))
    browser = clinic.inside(Role.BILLER, "bo@harbour.example")
    yield clinic, browser, token(browser, ALL)
    clinic.place.close()


def token(browser: TestClient, scopes: list[str], days: int = 30) -> str:
    """A new token, as its page shows it."""
    page = browser.post("/account/tokens", data={"name": "nightly", "scope": scopes, "days": days})
    found = re.search(r"(rbg_[\w.-]+)</code>", page.text)
    assert found is not None, page.text
    return found[1]


def ask(clinic: Clinic, key: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
    """A program's request."""
    sent = {"Authorization": f"Bearer {key}", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return clinic.browser().request(method, f"/api/v1{path}", json=body, headers=sent)


def test_a_program_keeps_works_and_reads_a_visit(made: Made) -> None:
    clinic, _, key = made
    kept = ask(clinic, key, "POST", "/visits", {"text": NOTE.replace("Odile F.", "Ada Vale")})
    assert kept.status_code == 201, kept.text
    visit = kept.json()["id"]
    rows = ask(clinic, key, "GET", "/visits").json()
    assert visit in {one["id"] for one in rows["rows"]}
    shown = ask(clinic, key, "GET", f"/visits/{visit}").json()
    assert "Ada Vale" in shown["note"]
    assert shown["report"]["schema"] == "romberg.check/1"
    assert ask(clinic, key, "POST", f"/visits/{visit}/remarks", {"words": "called the clinic"}).status_code == 201
    returned = ask(clinic, key, "POST", f"/visits/{visit}/steps", {"step": "return", "reason": "response is missing"})
    assert returned.json() == {"id": visit, "done": True}
    again = {"text": NOTE.replace("Odile F.", "Ada Vale") + "\nTolerated well.", "base": 1, "why": "response added"}
    assert ask(clinic, key, "POST", f"/visits/{visit}/versions", again).json()["number"] == 2
    assert ask(clinic, key, "GET", f"/visits/{visit}").json()["newest"] == 2
    said = {"number": 2, "rule": "units/exceed_minutes", "reason": "time log attached"}
    assert ask(clinic, key, "POST", f"/visits/{visit}/overrides", said).status_code == 201
    assert ask(clinic, key, "POST", f"/visits/{visit}/assignment", {"person": None}).status_code == 200


def test_what_is_sent_twice_is_done_once(made: Made) -> None:
    clinic, _, key = made
    note = {"text": NOTE.replace("Odile F.", "Bea Once")}
    first = ask(clinic, key, "POST", "/visits", note, Idempotency_Key="n-1")
    visit = first.json()["id"]
    answers = [
        ask(clinic, key, "POST", f"/visits/{visit}/remarks", {"words": "once"}, Idempotency_Key="r-1").json()
        for _ in range(3)
    ]
    assert answers[0] == answers[1] == answers[2]
    assert ask(clinic, key, "POST", "/visits", note, Idempotency_Key="n-1").json() == first.json()
    other = ask(clinic, key, "POST", f"/visits/{visit}/remarks", {"words": "another"}, Idempotency_Key="r-1")
    assert other.status_code == 422
    assert other.json()["error"]["code"] == "key_reused"


def test_a_token_does_what_it_was_made_for_and_no_more(made: Made) -> None:
    clinic, browser, _ = made
    only = token(browser, ["WORK_QUEUE"])
    assert ask(clinic, only, "GET", "/visits").status_code == 200
    assert ask(clinic, only, "POST", "/check", {"text": NOTE}).status_code == 403
    assert ask(clinic, only, "POST", "/visits", {"text": NOTE}).status_code == 403
    more = browser.post("/account/tokens", data={"name": "x", "scope": ["MANAGE_PEOPLE"], "days": 3})
    assert "nothing else" in more.text
    assert "rbg_" not in more.text


@pytest.mark.parametrize("key", ["", "rbg_", "rbg_x.y", "nonsense", "rbg_" + "a" * 400])
def test_no_token_and_a_made_up_one_open_nothing(made: Made, key: str) -> None:
    answer = ask(made[0], key, "GET", "/visits")
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "sign_in"


def test_a_token_opens_no_page(made: Made) -> None:
    clinic, _, key = made
    answer = clinic.browser().get("/queue", headers={"Authorization": f"Bearer {key}"})
    assert answer.headers["location"].startswith("/sign-in")


def test_a_token_is_over_when_it_is_ended_when_its_days_are_and_when_the_person_goes(made: Made) -> None:
    clinic, browser, _ = made
    first, short = token(browser, ["WORK_QUEUE"]), token(browser, ["WORK_QUEUE"], 1)
    with clinic.place.desk(clinic.ids[0], "test") as desk:
        one = next(each for each in members.members(desk) if each.email == "bo@harbour.example")
    known_as = sessions.kept(first.partition(".")[2])
    page = browser.get("/account").text
    assert known_as in page
    assert first not in page
    browser.post("/account/tokens/end", data={"token": known_as})
    assert [ask(clinic, each, "GET", "/visits").status_code for each in (first, short)] == [401, 200]
    clinic.now += timedelta(days=2)
    assert ask(clinic, short, "GET", "/visits").status_code == 401
    browser = clinic.inside(Role.BILLER, "leaves@harbour.example")
    mine = token(browser, ["WORK_QUEUE"])
    with clinic.place.desk(clinic.ids[0], "test") as desk:
        leaver = next(each for each in members.members(desk) if each.email == "leaves@harbour.example")
        members.disable(desk, leaver.id, None)
    assert ask(clinic, mine, "GET", "/visits").status_code == 401
    with clinic.place.glance(clinic.ids[0], "test") as desk:
        kinds = [entry.subject for entry in trail.entries(desk.connection, clinic.ids[0])]
    assert f"person/{one.id}" in kinds


def test_another_clinic_s_visit_is_not_there(made: Made) -> None:
    clinic, _, key = made
    visit = ask(clinic, key, "POST", "/visits", {"text": NOTE}).json()["id"] if _alive(clinic, key) else "0" * 24
    other = token(clinic.inside(Role.BILLER, "other@lonestar.example", 1), ALL)
    paths = [("GET", f"/visits/{visit}", None), ("POST", f"/visits/{visit}/remarks", {"words": "x"})]
    for method, path, body in paths:
        theirs = ask(clinic, other, method, path, body)
        nowhere = ask(clinic, other, method, path.replace(visit, "f" * 24), body)
        assert theirs.status_code == 404
        assert theirs.text == nowhere.text


def _alive(clinic: Clinic, key: str) -> bool:
    return bool(ask(clinic, key, "GET", "/visits").status_code == 200)


def test_more_than_was_asked_is_refused(made: Made) -> None:
    clinic, _, key = made
    answer = ask(clinic, key, "POST", "/visits", {"text": NOTE, "clinic_id": clinic.ids[1], "status": "paid"})
    assert answer.status_code == 422
    assert "Odile" not in answer.text
