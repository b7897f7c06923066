"""The workplace: who may ask, what is shown, what is never shown, and what errors say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.routing import Route

import romberg
from romberg.formats.marks import visible
from romberg.web import made
from romberg.web.permissions import declared
from romberg.web.visits import routes
from romberg.web.visits.linked import runs

HERE = Path(__file__).parent
NOTE = (HERE.parent / "examples" / "balance-visit.txt").read_text(encoding="utf-8")
OPEN = ("/static", "/api/v1/openapi.json")  # what needs no permission: nothing of a patient is in it
HTMX = {"HX-Request": "true"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(made(), base_url="http://127.0.0.1:8750", raise_server_exceptions=False) as found:
        yield found


def all_routes(app: FastAPI) -> Iterator[Route]:
    """Every page of the application, those of its parts too."""
    for one in app.routes:
        inner = getattr(one, "original_router", None)
        found = inner.routes if inner is not None else [one]
        yield from (route for route in found if isinstance(route, Route))


def test_every_page_declares_what_it_needs() -> None:
    found = [one for one in all_routes(made()) if not one.path.startswith(OPEN)]
    assert len(found) > 7
    for one in found:
        assert len(declared(one)) == 1, one.path


def test_without_a_permission_no_page_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("romberg.web.guard.EVERYTHING", frozenset())
    client = TestClient(made(), base_url="http://127.0.0.1:8750")
    for one in all_routes(made()):
        if not one.path.startswith(OPEN):
            path = re.sub(r"{[^}]+}", "x", one.path)
            method = "POST" if "POST" in (one.methods or ()) else "GET"
            sent = {"text": NOTE} if path.startswith("/api/v1/check") else None
            assert client.request(method, path, json=sent).status_code == 403, path


@pytest.mark.parametrize("host", ["romberg.example", "127.0.0.1.evil.example:8750", "evil.example:8750", ""])
def test_other_hosts_are_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_forms_of_other_sites_are_refused(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/visits/check", data={"text": NOTE}, headers=headers).status_code == 403


def test_nothing_is_kept_framed_or_loaded_from_elsewhere(client: TestClient) -> None:
    for answer in (client.get("/"), client.post("/visits/check", data={"text": NOTE}), client.get("/no/such/page")):
        assert answer.headers["Cache-Control"] == "no-store"
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//", answer.text)
        assert not re.search(r"\son\w+=|style=", answer.text)


def test_a_visit_is_shown_with_its_words_and_what_they_prove(client: TestClient) -> None:
    shown = client.post("/visits/check", data={"text": NOTE, "zip": "77002"})
    assert shown.status_code == 200
    text = shown.text
    assert "DOES NOT STAND" in text
    assert re.search(r'<mark class="activity"[^>]*data-of="[^"]*p-97112', text)
    assert 'data-lights="p-97112"' in text
    assert "97112 is billed with 3 units" in text
    assert "CMS 8-minute rule: <b>3</b>" in text


def test_an_edit_is_checked_again_and_its_parts_alone_come_back(client: TestClient) -> None:
    charges = {"charges": "typed", "code": ["97112", "97110"], "units": ["2", "1"], "modifiers": ["GP", "GP"]}
    part = client.post("/visits/check", data={"text": NOTE} | charges, headers=HTMX)
    assert "<html" not in part.text
    assert "97112 is billed with 3 units" not in part.text
    assert "DOES NOT STAND" not in part.text


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"text": " "}, "There is no note yet"),
        ({"text": NOTE, "payer": "nobody"}, "nobody"),
        ({"text": NOTE, "zip": "7"}, "no ZIP code"),
        ({"text": NOTE, "on": "soon"}, "is no day"),
        ({"text": NOTE, "charges": "typed", "code": "9711", "units": "1", "modifiers": ""}, "no procedure code"),
        ({"text": NOTE, "charges": "typed", "code": "97112", "units": "two", "modifiers": ""}, "whole number"),
        ({"text": NOTE, "charges": "typed", "code": "97112", "units": "1", "modifiers": "G"}, "two signs each"),
    ],
)
def test_what_was_typed_amiss_is_told_and_the_note_stays(client: TestClient, data: dict[str, str], told: str) -> None:
    whole, part = client.post("/visits/check", data=data), client.post("/visits/check", data=data, headers=HTMX)
    for answer in (whole, part):
        assert answer.status_code == 422
        assert told in answer.text
    assert data["text"].strip() == "" or "HARBOR LIGHT" in whole.text
    assert "<html" not in part.text


def test_a_file_is_read_in_place_of_typed_words(client: TestClient) -> None:
    rtf = r"{\rtf1\ansi " + NOTE.replace("\n", "\\par\n") + "}"
    shown = client.post("/visits/check", data={"text": ""}, files={"file": ("ada.rtf", rtf.encode("ascii"))})
    assert shown.status_code == 200
    assert "97112 is billed with 3 units" in shown.text


@pytest.mark.parametrize("data", [b"%PDF-1.7 broken", b"\x00\x01\x02", b"PK\x03\x04 nothing"])
def test_a_file_that_cannot_be_read_is_told_without_its_place(client: TestClient, data: bytes) -> None:
    shown = client.post("/visits/check", data={"text": ""}, files={"file": ("a" * 300 + ".pdf", data)})
    assert shown.status_code == 422
    assert "/tmp" not in shown.text
    assert "romberg-" not in shown.text


HOSTILE = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "javascript:alert(1)", "</textarea><b>",
    "\u202edrow", "<svg/onload=alert(1)>", "' hx-get='/x", "&lt;b&gt;",
]  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_note_is_text_and_nothing_else(client: TestClient, hostile: str) -> None:
    text = NOTE.replace("Odile F.", hostile).replace("tandem stance", f"tandem stance {hostile}")
    fields = {"text": text, "charges": "typed", "code": "97112", "units": "1", "modifiers": "GP"}
    for answer in (
        client.post("/visits/check", data=fields),
        client.post("/visits/check", data=fields | {"zip": hostile}),
    ):
        assert "<script>alert" not in answer.text
        assert "<img" not in answer.text
        assert "<svg/" not in answer.text
        assert "</textarea><b>" not in answer.text
        assert "49" not in re.findall(r"Patient: (\S+)", answer.text)


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_whatever_is_pasted_gets_an_answer(text: str) -> None:
    client = TestClient(made(), base_url="http://127.0.0.1:8750", raise_server_exceptions=True)
    assert client.post("/visits/check", data={"text": text}).status_code in (200, 422)


def test_the_runs_of_a_note_are_the_note() -> None:
    for path in (HERE / "visits" / "first").glob("*.txt"):
        report = romberg.check(path.read_text(encoding="utf-8"), None)
        assert "".join(run.text for run in runs(report)) == visible(report.text), path.name


def test_a_fault_of_our_own_tells_a_number_and_nothing_of_the_note(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(text: str, *_: object) -> None:
        raise RuntimeError(text)

    monkeypatch.setattr(routes, "check_again", broken)
    for headers in ({}, HTMX):
        answer = client.post("/visits/check", data={"text": NOTE}, headers=headers)
        assert answer.status_code == 500
        assert re.search(r"fault [0-9a-f]{8}", answer.text)
        assert "Odile" not in answer.text
    assert "Odile" not in caplog.text


def test_rules_and_payers_have_their_pages(client: TestClient) -> None:
    assert (
        "exceed minutes" in client.get("/rules", params={"search": "eight minute"}).text
        or client.get("/rules").is_success
    )
    assert "No rule holds these words" in client.get("/rules", params={"search": "zzzz"}).text
    for link in re.findall(r'href="(/rules/[^"]+)"', client.get("/rules").text)[::20]:
        assert client.get(link).status_code == 200
    for link in re.findall(r'href="(/payers/[^"]+)"', client.get("/payers").text):
        assert client.get(link).status_code == 200
    for gone in ("/rules/units/nothing", "/payers/nobody", "/payers/../../etc/passwd"):
        assert client.get(gone).status_code == 404


# --- for programs


def test_programs_get_the_report_of_the_contract(client: TestClient) -> None:
    found = client.post("/api/v1/check", json={"text": NOTE, "payer": "medicare", "zip": "77002"}).json()
    assert found["schema"] == "romberg.check/1"
    assert found == romberg.check(NOTE, "medicare", zip5="77002").as_dict() | {"source": "the note"}
    given = {"text": NOTE, "charges": [{"code": "97112", "units": 2, "modifiers": ["GP"]}]}
    (billed,) = client.post("/api/v1/check", json=given).json()["billed"]
    assert (billed["code"], billed["units"], billed["modifiers"]) == ("97112", 2, ["GP"])
    assert {"rule", "severity", "basis", "says", "cites"} <= set(client.get("/api/v1/rules").json()[0])


@pytest.mark.parametrize(
    "sent", [{}, {"text": 7}, {"text": NOTE, "more": 1}, {"text": "x" * 1_000_001}, {"text": NOTE, "payer": "nobody"}]
)
def test_programs_are_told_what_is_wrong(client: TestClient, sent: dict[str, object]) -> None:
    answer = client.post("/api/v1/check", json=sent)
    assert answer.status_code == 422
    assert set(answer.json()["error"]) == {"code", "says", "at"}
    assert "Odile" not in answer.text


def test_too_much_at_once_is_not_taken(client: TestClient) -> None:
    assert client.post("/visits/check", content=b"x", headers={"Content-Length": "99999999999"}).status_code == 413
