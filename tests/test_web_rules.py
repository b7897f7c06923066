"""The page of a rule: which kept visits it touches, counted against each visit's own findings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from made_workplace import opened_in
from test_web_people import Clinic
from workplaces import DATABASES, draft, workplace

from romberg.store.people import passwords
from romberg.store.people.roles import Role
from romberg.store.touched import Month, Touched, touched
from romberg.store.worklist import Asked, queue
from romberg.store.workplace import Workplace, claims, clinics, people, visits, work
from romberg.store.workplace.claims import ClaimDraft
from romberg.store.workplace.drafts import Found

RULE, OTHER = "units/exceed_minutes", "documentation/minutes_missing"


def found(rule: str, outcome: str, code: str = "97112") -> Found:
    return Found(rule, "blocks", outcome, code, None, 3000, "Something of these minutes.")


def stocked(place: Workplace, clinic: str, clinician: str | None = None) -> list[tuple[str, date | None, set[str]]]:
    """Visits with findings of two rules: each one's name, day, and the outcomes of the rule on its newest version."""
    days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), None, date(2025, 12, 31), date(2026, 2, 14)]
    outcomes = [("fail",), ("fail", "fail"), ("fail", "unknown"), ("unknown",), (), ("fail",)]
    told = []
    with place.desk(clinic, "test") as desk:
        for at, (day, held) in enumerate(zip(days, outcomes, strict=True)):
            findings = [found(RULE, one, str(97110 + line)) for line, one in enumerate(held)]
            one = draft(
                f"{clinic} {at}", service_date=day, clinician_id=clinician, findings=(*findings, found(OTHER, "fail"))
            )
            told.append((visits.keep(desk, one).visit_id, day, set(held)))
        visits.keep(desk, draft("mended", service_date=days[5], clinician_id=clinician, findings=()), told[5][0])
    return [*told[:5], (told[5][0], days[5], set())]


@pytest.mark.parametrize("database", DATABASES)
def test_what_is_counted_is_what_the_visits_say(database: str, tmp_path: Path) -> None:
    place = workplace(database, tmp_path)
    ids = [clinics.found(place, name, "test") for name in ("Harbour Lane", "Lone Star")]
    told = stocked(place, ids[0])
    stocked(place, ids[1])
    with place.desk(ids[0], "test") as desk:
        work.override(desk, told[1][0], 1, RULE, "The record was completed since.")
        work.override(desk, told[5][0], 1, RULE, "An older version.")
        for at, visit in enumerate(told[:2]):
            claims.keep(desk, ClaimDraft("medicare", visit[1], 100 + at, "{}", visit_id=visit[0]))
    by = Counter((one, day.isoformat()[:7] if day else None) for _, day, held in told for one in held)
    months = sorted({month for _, month in by}, key=lambda one: (one is None, one))
    with place.glance(ids[0], "test") as desk:
        answer = touched(desk, RULE)
        nobody = touched(desk, RULE, "nobody")
    assert answer.months == tuple(Month(one, by["fail", one], by["unknown", one]) for one in months)
    assert (answer.fail, answer.unknown, answer.overridden, answer.claims) == (3, 2, 1, 2)
    assert nobody == Touched(0, 0, 0, 0, ())
    place.close()


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", lambda: PasswordHasher(1, 64, 1))
        made = Clinic(tmp_path_factory.mktemp("rules"))
        yield made
        made.place.close()


def tiles(page: str) -> list[int]:
    """The numbers of the tiles, as a person reads them."""
    plain = re.sub(r"<span class=\"unseen\">.*?</span>|</?a[^>]*>", "", page)
    return [int(one) for one in re.findall(r"<dd>([\d,]+)</dd>", plain)]


def test_the_page_counts_and_leads_to_the_visits(clinic: Clinic) -> None:
    browser = clinic.inside(Role.BILLER, "biller@harbour.example")
    assert "No kept visit is touched" in browser.get(f"/rules/{RULE}").text
    stocked(clinic.place, clinic.ids[0])
    page = browser.get(f"/rules/{RULE}").text
    assert tiles(page) == [3, 2, 0, 0]
    links = re.findall(r'<a href="(/queue\?[^"]+)">([\d,]+)<', page)
    assert len(links) == 5
    for link, number in links:
        shown = browser.get(link.replace("&amp;", "&")).text
        assert f"<b>{number}</b>" in shown, link
    other = clinic.inside(Role.BILLER, "biller@lonestar.example", 1)
    assert "No kept visit is touched" in other.get(f"/rules/{RULE}").text


def test_a_clinician_sees_their_own_and_who_sees_no_patient_sees_nothing(clinic: Clinic) -> None:
    therapist = clinic.inside(Role.THERAPIST, "own@harbour.example")
    assert "No kept visit of yours is touched" in therapist.get(f"/rules/{RULE}").text
    with clinic.place.glance(clinic.ids[0], "test") as desk:
        person = people.with_email(desk, "own@harbour.example")[0][1].id
    stocked(clinic.place, clinic.ids[0], person)
    assert "your own" in therapist.get(f"/rules/{RULE}").text
    assert tiles(therapist.get(f"/rules/{RULE}").text)[:2] == [3, 2]
    auditor = clinic.inside(Role.AUDITOR, "auditor@harbour.example").get(f"/rules/{RULE}").text
    assert "/queue?" not in auditor
    assert tiles(auditor)[0] >= 3
    system = clinic.inside(Role.SYSTEM_ADMIN, "system@harbour.example")
    assert "visits</h2>" not in system.get(f"/rules/{RULE}").text
    assert system.get(f"/api/v1/rules/{RULE}/visits").status_code == 403


def test_programs_ask_the_same(tmp_path: Path) -> None:
    with opened_in(tmp_path) as (client, place):
        stocked(place, "local")
        answer = client.get(f"/api/v1/rules/{RULE}/visits").json()
        assert (answer["fail"], answer["unknown"]) == (3, 2)
        assert answer["months"][0] == {"month": "2026-01", "fail": 1, "unknown": 0}
        assert client.get("/api/v1/rules/no/such/visits").status_code == 404
        asked = {"rule": RULE, "outcome": "unknown", "status": "", "first": "2026-02-01", "last": "2026-02-28"}
        assert client.get("/api/v1/visits", params=asked).json()["count"] == 1
        assert queued(client, "first=2026-02-30&last=x&outcome=pass") >= 5, "what is no day asks for nothing"


def queued(client: TestClient, asked: str) -> int:
    found = re.search(r"<b>(\d+)</b> visit", client.get(f"/queue?status=&{asked}").text)
    return int(found[1]) if found else 0


def test_days_find_the_same_visits_whether_they_are_few_or_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two ways to the same page, against the plainest count."""
    place = workplace("sqlite", tmp_path)
    clinic = clinics.found(place, "Harbour Lane", "test")
    told = [(one, day) for one, day, _ in stocked(place, clinic)]
    spans = [(None, date(2026, 2, 1)), (date(2026, 2, 1), date(2026, 2, 28)), (date(2026, 1, 1), None)]
    for most in (0, 12_000):
        monkeypatch.setattr("romberg.store.worklist.rows._FEW", most)
        for first, last in spans:
            right = {one for one, day in told if day and (first or day) <= day <= (last or day)}
            with place.desk(clinic, "test") as desk:
                found = queue(desk, Asked(status="", first=first, last=last))
            assert {row.id for row in found.rows} == right
            assert found.count == len(right) > 1
    place.close()
