"""The interface does what the pages do: each ability once, as a program would use it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from made_workplace import NOTE, opened_in
from test_web_api import ask, token
from test_web_people import Clinic

from romberg.store.people.roles import Permission, Role, permissions_of
from romberg.store.worklist import Place, cursor, read_cursor
from romberg.store.workplace import Workplace, trail
from romberg.store.workplace.tables import visits as visit_rows
from romberg.web.desks import CLINIC, PERSON

API = "/api/v1"
One = tuple[TestClient, Workplace]


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[One]:
    """A program before a workplace of one person, with a kept visit of Odile F."""
    with opened_in(tmp_path_factory.mktemp("whole")) as (client, place):
        assert client.post(f"{API}/visits", json={"text": NOTE, "zip": "77002"}).status_code == 201
        yield client, place


def visit_of(client: TestClient) -> str:
    """The visit of Odile F."""
    rows = client.get(f"{API}/visits", params={"status": ""}).json()["rows"]
    return str(next(each["id"] for each in rows if each["patient"] == "Odile F."))


def test_a_visit_tells_its_versions_and_what_was_said(one: One) -> None:
    client, _ = one
    visit = visit_of(client)
    found = client.get(f"{API}/visits/{visit}")
    assert found.headers["etag"] == '"1"'
    assert [each["number"] for each in client.get(f"{API}/visits/{visit}/versions").json()] == [1]
    client.post(f"{API}/visits/{visit}/remarks", json={"words": "asked for the log"})
    client.post(f"{API}/visits/{visit}/steps", json={"step": "hold", "reason": "waits for the log"})
    client.post(f"{API}/visits/{visit}/steps", json={"step": "reopen"})
    told = client.get(f"{API}/visits/{visit}/told").json()
    assert [(each["kind"], each["words"]) for each in told] == [
        ("remark", "asked for the log"), ("step", "waits for the log"), ("step", None),
    ]  # fmt: skip


def test_what_would_be_if_is_told_and_not_kept(one: One) -> None:
    client, _ = one
    visit = visit_of(client)
    as_kept = client.post(f"{API}/visits/{visit}/check", json={}).json()
    assert as_kept == client.get(f"{API}/visits/{visit}").json()["report"]
    other = client.post(f"{API}/visits/{visit}/check", json={"payer": "aetna"}).json()
    assert (as_kept["visit"]["payer"], other["visit"]["payer"]) == ("medicare", "aetna")
    charges = [{"code": "97112", "units": 9, "modifiers": ["GP"]}]
    billed = client.post(f"{API}/visits/{visit}/check", json={"charges": charges}).json()
    assert "units/exceed_minutes" in {each["rule"] for each in billed["findings"]}
    shorter = re.sub(r"\b24\b", "14", NOTE)
    assert shorter != NOTE
    edited = client.post(f"{API}/visits/{visit}/check", json={"text": shorter}).json()
    assert edited["units"]["cms"] != as_kept["units"]["cms"]
    assert client.get(f"{API}/visits/{visit}").json()["newest"] == 1
    wrong = client.post(f"{API}/visits/{visit}/check", json={"payer": "no such payer"})
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (422, "unknown_payer")


def test_nobody_overwrites_what_they_did_not_see(one: One) -> None:
    client, _ = one
    visit = client.post(f"{API}/visits", json={"text": NOTE.replace("Odile F.", "Una Seen")}).json()["id"]
    again = {"text": NOTE.replace("Odile F.", "Una Seen") + "\nTolerated well.", "base": 1, "why": "response"}
    assert client.post(f"{API}/visits/{visit}/versions", json=again).status_code == 201
    late = client.post(f"{API}/visits/{visit}/versions", json=again | {"text": NOTE + "\nAnother."})
    assert (late.status_code, late.json()["error"]["code"]) == (409, "overtaken")
    step = client.post(f"{API}/visits/{visit}/steps", json={"step": "hold", "was": "approved"})
    assert step.status_code == 409


def test_files_come_in_and_each_has_its_result(one: One) -> None:
    client, _ = one
    key = {"Idempotency-Key": "import-1"}
    made = [client.post(f"{API}/imports", headers=key).json()["id"] for _ in range(2)]
    assert made[0] == made[1]
    at = f"{API}/imports/{made[0]}"
    files = {"good%20one.txt": NOTE.replace("Odile F.", "Ivo Import").encode(), "broken.pdf": b"%PDF-1.7 nothing"}
    numbers = [client.post(f"{at}/files", content=data, headers={"X-File-Name": name}) for name, data in files.items()]
    assert [each.json()["at"] for each in numbers] == [0, 1]
    assert [client.post(f"{at}/start").status_code for _ in range(2)] == [200, 200]
    late = client.post(f"{at}/files", content=b"x")
    assert (late.status_code, late.json()["error"]["code"]) == (422, "no_import")
    until = time.monotonic() + 20
    while (job := client.get(at).json())["state"] != "done" and time.monotonic() < until:
        time.sleep(0.05)
    assert [(each["name"], each["outcome"]) for each in job["came"]] == [
        ("good one.txt", "kept"), ("broken.pdf", "failed"),
    ]  # fmt: skip
    assert job["came"][1]["says"].endswith(".")
    assert made[0] in {each["id"] for each in client.get(f"{API}/imports").json()["imports"]}


def test_a_patient_is_found_and_the_visits_are_looked_at_together(one: One) -> None:
    client, _ = one
    found = client.post(f"{API}/patients/search", json={"words": "odile f."}).json()
    (patient,) = found["patients"]
    assert patient["visits"] == 1
    episode = client.get(f"{API}/patients/{patient['id']}").json()
    assert episode["patient"]["name"] == "Odile F."
    assert [each["visit_id"] for each in episode["cases"][0]["columns"]] == [visit_of(client)]
    packet = client.get(f"{API}/patients/{patient['id']}/packet")
    assert packet.headers["content-type"].startswith("text/html")
    assert "Odile F." in packet.text
    assert client.post(f"{API}/patients/search", json={"words": "Odile"}).json()["patients"] == []


def test_patients_come_page_by_page_each_once(one: One) -> None:
    client, _ = one
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        page = client.get(f"{API}/patients", params={"after": after, "limit": 1}).json()
        seen += [each["id"] for each in page["patients"]]
        after = page["following"]
    assert seen == sorted(set(seen))
    assert len(seen) == client.get(f"{API}/patients").json()["count"]


def test_papers_are_made_and_stand_on_the_trail(one: One) -> None:
    client, place = one
    visit = visit_of(client)
    assert "romberg-report" in client.get(f"{API}/visits/{visit}/report").headers["content-disposition"]
    letter = client.post(f"{API}/visits/{visit}/letter", json={"carc": "50", "code": "97112"})
    assert letter.status_code == 200
    unknown = client.post(f"{API}/visits/{visit}/letter", json={"carc": "99999"})
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (422, "unknown_reason")
    with place.glance(CLINIC, PERSON) as desk:
        printed = [each for each in trail.entries(desk.connection, CLINIC) if each.action == "print"]
    assert {each.subject for each in printed} == {f"visit/{visit}"}


def test_rules_and_payers_tell_their_days_and_sources(one: One) -> None:
    client, _ = one
    found = client.get(f"{API}/rules", params={"search": "minutes support"}).json()
    assert "units/exceed_minutes" in {each["rule"] for each in found}
    rule = client.get(f"{API}/rules/units/exceed_minutes").json()
    assert rule["cites"]
    assert rule["doc"][-1].startswith("Example: ")
    names = [each["name"] for each in client.get(f"{API}/payers").json()]
    assert "medicare" in names
    card = client.get(f"{API}/payers/medicare", params={"on": "2026-03-12"}).json()
    steps = [step for line in card["lines"] for step in line["steps"]]
    assert steps
    assert {each["mark"] for each in steps} <= {"verified", "not verified"}
    for nowhere in ("/rules/units/nothing", "/payers/nobody"):
        assert client.get(API + nowhere).status_code == 404


def test_figures_count_what_is_kept(one: One) -> None:
    client, _ = one
    nothing = client.get(f"{API}/figures", params={"first": "1999-01-01", "last": "1999-12-31"}).json()
    assert nothing["whole"]["visits"] == 0
    rows = client.get(f"{API}/visits", params={"status": ""}).json()
    figures = client.get(f"{API}/figures", params={"first": "2020-01-01"}).json()
    assert figures["whole"]["visits"] == rows["count"]
    assert figures["whole"]["at_risk_cents"] == rows["at_risk_cents"]
    assert sum(each["visits"] for each in client.get(f"{API}/clinicians").json()) >= 1
    assert client.get(f"{API}/figures/own").json()["whole"]["visits"] == 0
    assert client.get(f"{API}/figures", params={"first": "yesterday"}).status_code == 422


def test_the_trail_is_read_in_order_and_proven(one: One) -> None:
    client, _ = one
    first = client.get(f"{API}/trail", params={"limit": 5}).json()
    assert [each["number"] for each in first["entries"]] == [1, 2, 3, 4, 5]
    then = client.get(f"{API}/trail", params={"after": first["following"], "limit": 2}).json()
    assert [each["number"] for each in then["entries"]] == [6, 7]
    assert then["entries"][0]["previous"] == first["entries"][-1]["hash"]
    proof = client.get(f"{API}/trail/proof", params={"whole": True}).json()
    assert proof["faults"] == []
    assert proof["entries"] > 7
    assert client.get(f"{API}/emergencies").json() == []


# --- the queue by cursor


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[One]:
    """A queue of more than two pages, with many alike in money, score and day to file."""
    with opened_in(tmp_path_factory.mktemp("many")) as (client, place):
        with place.desk(CLINIC, PERSON) as desk:
            for number in range(120):
                _put(desk, f"{number:024x}", number)
        yield client, place


def _put(desk: Any, name: str, number: int) -> None:
    desk.insert(
        visit_rows, id=name, identity=None, newest=1, status="open", assigned_to=None, patient_id=None,
        clinician_id=None, service_date=None, payer="medicare", discipline="PT", light="red",
        score=(60, 75)[number % 2], at_risk_cents=(0, 900, 1800)[number % 3],
        deadline=(None, date(2027, 1, 5), date(2027, 2, 5))[number % 5 % 3], changed_at=desk.clock(), **desk.made(),
    )  # fmt: skip


@pytest.mark.parametrize("sort", ["money", "risk", "deadline"])
def test_the_cursor_goes_through_the_queue_as_its_pages_do(many: One, sort: str) -> None:
    client, _ = many
    by_page, by_cursor = list[str](), list[str]()
    for number in (1, 2, 3):
        by_page += _ids(client.get(f"{API}/visits", params={"sort": sort, "page": number}).json())
    after: str | None = ""
    while after is not None:
        page = client.get(f"{API}/visits", params={"sort": sort, "after": after}).json()
        by_cursor += _ids(page)
        after = page["following"]
    assert len(set(by_page)) == 120
    assert by_cursor == by_page


def _ids(page: Any) -> list[str]:
    return [each["id"] for each in page["rows"]]


def test_what_comes_in_meanwhile_moves_no_row(many: One) -> None:
    client, place = many
    first = client.get(f"{API}/visits").json()
    before = _ids(client.get(f"{API}/visits", params={"after": first["following"]}).json())
    with place.desk(CLINIC, PERSON) as desk:
        for number in range(3):
            _put(desk, f"{number:x}".rjust(24, "f"), 5)  # with the most money: among the rows of the first page
    after = _ids(client.get(f"{API}/visits", params={"after": first["following"]}).json())
    assert after == before


WHOLE = st.integers(0, 10**9)
PLACES = st.builds(Place, WHOLE, st.none() | st.dates(), WHOLE, st.text("0123456789abcdef", min_size=1, max_size=24))


@given(PLACES)
def test_a_cursor_comes_back_as_it_went(place: Place) -> None:
    assert read_cursor(cursor(place)) == place


@pytest.mark.parametrize(
    "made_up", ["x", "1_2_3", "1__x_4", "-1__4_a", "1_2026-02-30_4_a", "9" * 40 + "__1_a", "1__1_a_b"]
)
def test_a_made_up_cursor_is_refused_in_a_sentence(many: One, made_up: str) -> None:
    answer = many[0].get(f"{API}/visits", params={"after": made_up})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "cursor")


# --- people and tokens


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    made = Clinic(tmp_path_factory.mktemp("staffed"))
    yield made
    made.place.close()


@pytest.fixture(scope="module")
def admin(clinic: Clinic) -> str:
    """A token of a clinic's administrator, for all that they may do."""
    browser = clinic.inside(Role.CLINIC_ADMIN, "api-admin@harbour.example")
    return token(browser, [each.name for each in permissions_of(Role.CLINIC_ADMIN)])


def test_an_administrator_s_program_lets_people_in_and_out(clinic: Clinic, admin: str) -> None:
    person = {"name": "Nia Moss", "email": "nia@harbour.example", "role": "therapist"}
    made = ask(clinic, admin, "POST", "/people", person)
    assert made.status_code == 201
    assert made.json()["first_password"]
    assert ask(clinic, admin, "POST", "/people", person).status_code == 422
    at = f"/people/{made.json()['id']}"
    assert ask(clinic, admin, "POST", at, {"change": "role", "role": "biller"}).status_code == 200
    assert ask(clinic, admin, "POST", at, {"change": "disable"}).json()["first_password"] is None
    told = {each["email"]: each for each in ask(clinic, admin, "GET", "/people").json()}
    assert (told["nia@harbour.example"]["role"], told["nia@harbour.example"]["state"]) == ("biller", "disabled")
    assert ask(clinic, admin, "POST", at, {"change": "enable"}).status_code == 200
    assert ask(clinic, admin, "POST", at, {"change": "reset"}).json()["first_password"]
    assert ask(clinic, admin, "POST", at, {"change": "second"}).status_code == 200
    assert ask(clinic, admin, "POST", at, {"change": "disable", "role": "biller"}).status_code == 422
    assert ask(clinic, admin, "POST", "/people/" + "0" * 24, {"change": "disable"}).status_code == 404


def test_a_program_hands_out_no_more_than_its_person_may(clinic: Clinic, admin: str) -> None:
    higher = {"name": "Root", "email": "root@harbour.example", "role": "system_admin"}
    answer = ask(clinic, admin, "POST", "/people", higher)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "role"


def test_a_token_makes_smaller_tokens_and_ends_them(clinic: Clinic, admin: str) -> None:
    small = ask(clinic, admin, "POST", "/tokens", {"name": "small", "scopes": ["USE_TOKENS", "SEE_RULES"], "days": 3})
    assert small.status_code == 201
    key = small.json()["token"]
    assert ask(clinic, key, "GET", "/rules").status_code == 200
    assert ask(clinic, key, "GET", "/people").status_code == 403
    wider = ask(clinic, key, "POST", "/tokens", {"name": "wide", "scopes": ["MANAGE_PEOPLE"], "days": 3})
    assert (wider.status_code, wider.json()["error"]["code"]) == (422, "scopes")
    listed = ask(clinic, admin, "GET", "/tokens")
    assert key not in listed.text
    name = next(each["id"] for each in listed.json() if each["name"] == "small")
    assert ask(clinic, admin, "DELETE", f"/tokens/{name}").status_code == 200
    assert ask(clinic, key, "GET", "/rules").status_code == 401
    assert ask(clinic, admin, "DELETE", f"/tokens/{'f' * 64}").status_code == 404
    assert Permission.USE_TOKENS in permissions_of(Role.CLINIC_ADMIN)
