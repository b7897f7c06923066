"""The queue: what is kept stands in it, in order and under filters, and each step is on record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from made_workplace import HTMX, NOTE, keep, opened_in, trail_of, workplace_in

from romberg.store.worklist import PAGE, SORTS, Asked, queue, rows
from romberg.store.workplace import Workplace, drafts, visits, work
from romberg.web import made
from romberg.web.desks import CLINIC, PERSON, ready_for_one
from romberg.web.permissions import Permission

Opened = tuple[TestClient, Workplace]
Stock = tuple[Workplace, list[tuple[str, drafts.Draft, visits.Status]]]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with opened_in(tmp_path_factory.mktemp("queue")) as found:
        yield found


def test_a_checked_visit_is_kept_and_stands_in_the_queue(opened: Opened) -> None:
    client, _ = opened
    visit = keep(client, "Ada Vale")
    shown = client.get("/queue").text
    assert f'href="/kept/{visit}"' in shown
    assert "Ada Vale" in shown
    assert "Marit Solheim" in shown
    page = client.get(f"/kept/{visit}").text
    assert "Ada Vale" in page
    assert "Version 1" in page


def test_the_same_visit_kept_again_changes_nothing(opened: Opened) -> None:
    client, _ = opened
    first = keep(client, "Bea Twice")
    assert keep(client, "Bea Twice") == first
    assert "Version 2" not in client.get(f"/kept/{first}").text


def test_a_correction_is_a_new_version_with_its_reason(opened: Opened) -> None:
    client, _ = opened
    visit = keep(client, "Cato New")
    text = NOTE.replace("Odile F.", "Cato New") + "\nAddendum: patient tolerated well."
    fields = {"text": text, "base": "1", "why": "response was missing"}
    answer = client.post(f"/kept/{visit}/versions", data=fields, headers=HTMX)
    assert (answer.status_code, answer.headers["hx-redirect"]) == (204, f"/kept/{visit}")
    newest, first = client.get(f"/kept/{visit}").text, client.get(f"/kept/{visit}?version=1").text
    assert "response was missing" in newest
    assert "Addendum" in newest
    assert "This is version 1 of 2" in first
    overtaken = client.post(f"/kept/{visit}/versions", data=fields | {"text": text + "!"})
    assert overtaken.status_code == 422
    assert "Somebody else changed this visit" in overtaken.text
    for missing in ("why", "base"):
        assert client.post(f"/kept/{visit}/versions", data=fields | {missing: ""}).status_code == 422


def test_each_step_stands_on_record(opened: Opened) -> None:
    client, workplace = opened
    visit = keep(client, "Dora Step")
    held = client.post(f"/kept/{visit}/step/hold", data={"was": "open", "reason": "waits for the plan"})
    assert "waits for the plan" in held.text
    assert "on hold" in held.text
    late = client.post(f"/kept/{visit}/step/hold", data={"was": "open", "reason": "x"}, headers=HTMX)
    assert late.status_code == 422
    assert "Somebody else" in late.text
    assert client.post(f"/kept/{visit}/step/return").status_code == 422
    client.post(f"/kept/{visit}/step/return", data={"reason": "<b>sign</b> it"})
    client.post(f"/kept/{visit}/assign", data={"person": PERSON})
    client.post(f"/kept/{visit}/remark", data={"words": "called the front desk"})
    page = client.get(f"/kept/{visit}").text
    assert "&lt;b&gt;sign&lt;/b&gt; it" in page
    assert "called the front desk" in page
    assert "Assigned to <b>You</b>" in page
    told = [(action, detail) for action, subject, detail in trail_of(workplace) if subject == f"visit/{visit}"]
    assert ("write", '{"status":"rejected"}') in told
    assert ("write", f'{{"assigned_to":"{PERSON}"}}') in told
    assert not any("front desk" in detail or "<b>" in detail for _, detail in told)


def test_what_blocks_is_overridden_with_a_reason_before_it_is_approved(opened: Opened) -> None:
    client, workplace = opened
    visit = keep(client, "Eli Blocked", charges="typed", code=["97112"], units=["9"], modifiers=["GP"])
    refused = client.post(f"/kept/{visit}/step/approve")
    assert refused.status_code == 422
    rules = re.search(r"blocks? this claim \(([^)]+)\)", refused.text)
    assert rules is not None
    for rule in rules[1].split(", "):
        assert client.post(f"/kept/{visit}/override", data={"number": "1", "rule": rule, "reason": " "}).is_client_error
        sent = {"number": "1", "rule": rule, "reason": "the payer agreed in writing"}
        assert "the payer agreed in writing" in client.post(f"/kept/{visit}/override", data=sent).text
    assert "approved" in client.post(f"/kept/{visit}/step/approve").text
    assert any(action == "override" and subject == f"visit/{visit}" for action, subject, _ in trail_of(workplace))


def test_patients_are_sought_by_a_form_and_never_by_an_address(opened: Opened) -> None:
    client, _ = opened
    visit = keep(client, "Fay O'Dell")
    found = client.post("/queue", data={"words": "fay  o'dell"})
    assert visit in found.text
    assert "No patient here" in client.post("/queue", data={"words": "Fay"}).text
    assert not re.search(r'(?:href|action|hx-post)="[^"]*(?:Fay|Dell)', found.text)


@pytest.mark.parametrize("path", ["/kept/none", "/kept/none?version=2"])
def test_a_visit_that_is_not_there(opened: Opened, path: str) -> None:
    client, _ = opened
    assert client.get(path).status_code == 404
    for act in ("step/hold", "assign", "remark", "override"):
        sent = {"words": "x", "number": "1", "rule": "a/b", "reason": "x"}
        assert client.post(f"/kept/none/{act}", data=sent).status_code == 404


def test_a_therapist_sees_own_visits_alone(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    client, _ = opened
    visit = keep(client, "Gil Other")
    unknown = client.get("/kept/none")
    own = frozenset(Permission) - {Permission.SEE_VISITS}
    monkeypatch.setattr("romberg.web.guard.EVERYTHING", own)
    assert "Gil Other" not in client.get("/queue").text
    assert visit not in client.post("/queue", data={"words": "Gil Other"}).text
    refused = client.get(f"/kept/{visit}")
    assert (refused.status_code, refused.text) == (unknown.status_code, unknown.text)
    assert client.post(f"/kept/{visit}/remark", data={"words": "x"}).status_code == 404
    assert client.post(f"/kept/{visit}/versions", data={"text": NOTE, "base": "1", "why": "x"}).status_code == 404


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/queue.evil", "/rules"])
def test_a_step_leads_back_to_our_own_pages_alone(opened: Opened, back: str) -> None:
    client, _ = opened
    visit = keep(client, "Hal Back")
    answer = client.post(f"/kept/{visit}/step/hold", data={"back": back}, follow_redirects=False)
    assert answer.headers["location"] == f"/kept/{visit}"


def test_without_a_store_nothing_is_kept_and_the_page_says_so() -> None:
    client = TestClient(made(), base_url="http://127.0.0.1:8750")
    for path in ("/queue", "/kept/x"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "Nothing is kept in this run" in answer.text


# --- order, filters and pages against an obvious oracle

DRAFT = drafts.Draft("note", "{}", None, None, "PT", "red", 0, 0, None, "0", "0")


@pytest.fixture(scope="module")
def stocked(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Stock]:
    """A workplace with 130 visits, and what stands in it: identifier, draft, status."""
    workplace = workplace_in(tmp_path_factory.mktemp("stock"))
    ready_for_one(workplace)
    kept: list[tuple[str, drafts.Draft, visits.Status]] = []
    with workplace.desk(CLINIC, PERSON) as desk:
        for at in range(130):
            rule = ("units/exceed_minutes", "documentation/plan_goals_missing")[at % 2]
            failed = drafts.Found(
                rule, "blocks", "fail" if at % 3 else "unknown", "97112", "50", 100 * at, f"says {at}"
            )
            deadline = date(2026, 1, 1) + timedelta(days=at * 37 % 91) if at % 5 else None
            made_ = replace(
                DRAFT, note=f"note {at}", payer=("medicare", "cigna")[at % 4 == 0], light=("red", "green")[at % 2],
                score=at * 53 % 101, at_risk_cents=at * 71 % 13 * 100, deadline=deadline, findings=(failed,),
            )  # fmt: skip
            found = visits.keep(desk, made_)
            status: visits.Status = "held" if at % 7 == 0 else "approved" if at % 11 == 0 else "open"
            if status != "open":
                work.move(desk, found.visit_id, status)
            kept.append((found.visit_id, made_, status))
    yield workplace, kept
    workplace.close()


def test_a_note_without_a_patient_stands_in_the_queue_too(stocked: Stock) -> None:
    workplace, kept = stocked
    with workplace.desk(CLINIC, PERSON) as desk:
        assert queue(desk, Asked(status="")).count == len(kept)


@settings(max_examples=40, deadline=None)
@given(
    sort=st.sampled_from(SORTS), payer=st.sampled_from(["", "medicare", "cigna"]), light=st.sampled_from(["", "red"]),
    rule=st.sampled_from(["", "units/exceed_minutes"]), status=st.sampled_from(["", "todo", "approved"]),
    page=st.integers(1, 4), near=st.sampled_from([0, 512]),
)  # fmt: skip
def test_order_filters_and_pages_are_those_of_a_plain_sort(
    stocked: Stock,
    sort: str, payer: str, light: str, rule: str, status: str, page: int, near: int,
) -> None:  # fmt: skip
    """Found status by status near the top, from the nearer end elsewhere: the same rows."""
    workplace, kept = stocked

    def passes(one: drafts.Draft, at: str) -> bool:
        fails = one.findings[0].rule == rule and one.findings[0].outcome == "fail"
        standing = status in ("", at) or (status == "todo" and at in ("open", "held", "rejected"))
        return payer in ("", one.payer) and light in ("", one.light) and (not rule or fails) and standing

    def key(held: tuple[str, drafts.Draft, visits.Status]) -> tuple[object, ...]:
        one = held[1]
        money, risk, file_by = -one.at_risk_cents, one.score, one.deadline or date.max
        orders = {"money": (money, file_by, risk), "risk": (risk, money, file_by), "deadline": (file_by, money, risk)}
        return (*orders[sort], held[0])

    wanted = sorted((one for one in kept if passes(one[1], one[2])), key=key)
    asked = Asked(sort=sort, payer=payer, light=light, rule=rule, status=status, page=page)  # type: ignore[arg-type]  # sampled from SORTS
    with workplace.desk(CLINIC, PERSON) as desk, patch.object(rows, "_NEAR", near):
        found = queue(desk, asked)
    start = (found.number - 1) * PAGE
    assert [one.id for one in found.rows] == [one[0] for one in wanted[start : start + PAGE]]
    assert (found.count, found.at_risk_cents) == (len(wanted), sum(one[1].at_risk_cents for one in wanted))
    assert found.number == max(1, min(page, -(-len(wanted) // PAGE)))
    for row in found.rows:
        (failed,) = next(one[1].findings for one in kept if one[0] == row.id)
        assert row.says == (failed.says if failed.outcome == "fail" else None)


def test_what_an_earlier_version_failed_is_not_asked_of_the_newest(tmp_path: Path) -> None:
    workplace = workplace_in(tmp_path)
    ready_for_one(workplace)
    failed = drafts.Found("units/exceed_minutes", "blocks", "fail", "97112", "50", 100, "says")
    with workplace.desk(CLINIC, PERSON) as desk:
        first = visits.keep(desk, replace(DRAFT, findings=(failed,)))
        still = visits.keep(desk, replace(DRAFT, note="other", findings=(failed,)))
        visits.keep(desk, replace(DRAFT, note="mended"), first.visit_id)
        for near in (0, 512):
            with patch.object(rows, "_NEAR", near):
                found = queue(desk, Asked(rule="units/exceed_minutes"))
            assert [one.id for one in found.rows] == [still.visit_id]
    workplace.close()
