"""The audit report: every number as the visits themselves give it, a sample that anybody draws again, and its proof."""

from __future__ import annotations

import hashlib
import html
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from made_workplace import NOTE, keep, opened_in, trail_of
from pypdf import PdfReader
from test_web_people import Clinic
from workplaces import DATABASES, draft, workplace

from romberg.store.people import passwords
from romberg.store.people.roles import Role
from romberg.store.reporting import Scope, audit, drawn
from romberg.store.workplace import Desk, Workplace, clinics, visits, work
from romberg.store.workplace.drafts import Found
from romberg.store.workplace.tables import visits as visits_table
from romberg.web.desks import CLINIC, PERSON

RULES = ("units/exceed_minutes", "documentation/minutes_missing")
DAYS = (date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), None)
Opened = tuple[TestClient, Workplace]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """A workplace with three visits kept by their pages, one of them overridden."""
    with opened_in(tmp_path_factory.mktemp("reports")) as (client, place):
        for name in ("Ada <b>Paper", "Bo Paper", "Cy Paper"):
            keep(client, name)
        with place.desk(CLINIC, PERSON) as desk:
            visit = desk.all(visits_table)[0]["id"]
            work.override(desk, visit, 1, RULES[0], "The time log <i>of the day</i> has 40 minutes.", "97112")
        yield client, place


# --- the numbers

Visit = tuple[int, str, str, int, tuple[tuple[int, str, int | None], ...]]
A_FINDING = st.tuples(st.integers(0, 1), st.sampled_from(("fail", "unknown")), st.sampled_from((None, 0, 100, 2_500)))
A_VISIT = st.tuples(
    st.integers(0, 3), st.sampled_from(("medicare", "aetna")), st.sampled_from(("green", "yellow", "red", "grey")),
    st.integers(0, 9_999), st.lists(A_FINDING, max_size=4).map(tuple),
)  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    made = workplace("sqlite", tmp_path_factory.mktemp("numbers"))
    yield made
    made.close()


def put(desk: Desk, told: list[Visit]) -> list[str]:
    """Keep invented visits, each with an older version that must not count."""
    names = []
    for at, (day, payer, light, cents, found) in enumerate(told):
        said = [Found(RULES[rule], "blocks", out, "97112", None, own, "Something.") for rule, out, own in found]
        plain: dict[str, Any] = {"service_date": DAYS[day], "payer": payer}
        first = visits.keep(desk, draft(f"{at} before", light="red", at_risk_cents=77, **plain)).visit_id
        visits.keep(desk, draft(f"{at} now", light=light, at_risk_cents=cents, findings=tuple(said), **plain), first)
        names.append(first)
    return names


@given(st.lists(A_VISIT, max_size=6), st.sampled_from((None, "aetna")), st.sampled_from((None, DAYS[1])))
@settings(max_examples=25, deadline=None)
def test_every_number_is_what_the_visits_give(
    place: Workplace, told: list[Visit], payer: str | None, first: date | None
) -> None:
    clinic = clinics.found(place, "Of its own", "test")
    with place.desk(clinic, "test") as desk:
        put(desk, told)
    with place.glance(clinic, "test") as desk:
        found = audit(desk, Scope(first, None, payer))
    days = [(one, DAYS[one[0]]) for one in told]
    mine = [one for one, on in days if payer in (None, one[1]) and (first is None or (on is not None and on >= first))]
    assert found.whole.visits == len(mine)
    assert found.whole.at_risk_cents == sum(one[3] for one in mine)
    for light in found.by_light:
        assert light.visits == sum(one[2] == light.name for one in mine)
        assert light.at_risk_cents == sum(one[3] for one in mine if one[2] == light.name)
    assert {one.name: one.visits for one in found.payers} == {
        name: sum(one[1] == name for one in mine) for name in {one[1] for one in mine}
    }
    for at, name in enumerate(RULES):
        failed = [one for one in mine if any(each[:2] == (at, "fail") for each in one[4])]
        silent = [one for one in mine if any(each[:2] == (at, "unknown") for each in one[4])]
        money = [each[2] for one in failed for each in one[4] if each[:2] == (at, "fail") and each[2] is not None]
        row = next((one for one in found.rules if one.name == name), None)
        assert (row is None) == (not failed and not silent)
        if row is not None:
            assert (row.failed, row.unknown) == (len(failed), len(silent))
            assert row.at_risk_cents == (sum(money) if money or not failed else None)
    assert found.unpriced == sum(any(each[1] == "fail" and each[2] is None for each in one[4]) for one in mine)
    assert sum(count for _, _, count in found.judges) == len(mine)


@pytest.mark.parametrize("database", DATABASES)
def test_the_sample_is_drawn_again_by_anybody(database: str, tmp_path: Path) -> None:
    place = workplace(database, tmp_path)
    clinic, other = (clinics.found(place, name, "test") for name in ("Harbour Lane", "Lone Star"))
    with place.desk(clinic, "test") as desk:
        names = put(desk, [(0, "aetna", "green", 0, ())] * 12)
    with place.desk(other, "test") as desk:
        put(desk, [(0, "aetna", "green", 0, ())] * 3)
    with place.glance(clinic, "test") as desk:
        by_hand = sorted(names, key=lambda one: hashlib.sha256(f"s1\n{one}".encode()).hexdigest())
        assert drawn(desk, Scope(), "s1", 5) == tuple(by_hand[:5])
        assert drawn(desk, Scope(), "s2", 5) != tuple(by_hand[:5])
        assert len(drawn(desk, Scope(), "s1", 50)) == 12
        assert drawn(desk, Scope(date(2026, 2, 1)), "s1", 5) == ()
        assert audit(desk, Scope()).whole.visits == 12
    place.close()


# --- the paper


def test_the_page_tells_all_of_it_and_names_nobody_unasked(opened: Opened) -> None:
    client, place = opened
    page = client.get("/reports/audit", params={"seed": "abc", "sample": 2})
    assert page.status_code == 200
    text = html.unescape(page.text)
    for words in ("What was checked, and what stood", "By payer", "units: exceed minutes", "A sample of visits"):
        assert words in text
    assert "97112 is billed with 3 units" in text
    assert "NMR" in text or "re-education" in text, "the words that prove it"
    assert "&lt;i&gt;of the day&lt;/i&gt;" in page.text, "a reason is words"
    assert "Paper" not in text, "no patient is named"
    assert "as PDF" in text.replace("As PDF", "as PDF")
    told = trail_of(place)
    entry = next(detail for action, subject, detail in told if (action, subject) == ("print", "report/audit"))
    assert '"sample":2' in entry
    assert '"seed":"abc"' in entry
    named = client.get("/reports/audit", params={"seed": "abc", "sample": 3, "named": "true"})
    assert "Bo Paper" in named.text
    assert "<b>Paper" not in named.text


def test_the_files_hold_the_same_visits(opened: Opened) -> None:
    client, place = opened
    page = client.get("/reports/audit", params={"sample": 2}).text
    links = [html.unescape(one) for one in re.findall(r'href="(/reports/audit/file[^"]+)"', page)]
    assert len(links) == 2
    marks = re.findall(r"\b[0-9a-f]{64}\b", page)
    assert len(marks) == 2
    answers = {one.headers["content-type"].partition(";")[0]: one for one in map(client.get, links)}
    alone = answers["text/html"]
    assert alone.headers["content-disposition"] == 'attachment; filename="romberg-audit.html"'
    assert re.findall(r"\b[0-9a-f]{64}\b", alone.text) == marks
    assert "http" not in alone.text.replace("http-equiv", "")
    words = "".join(one.extract_text() for one in PdfReader(io.BytesIO(answers["application/pdf"].content)).pages)
    plain = re.sub(r"\s", "", words)
    assert all(one in plain for one in marks)
    assert "The time log" in words
    assert {detail for action, subject, detail in trail_of(place) if action == "export" and subject == "report/audit"}


def test_each_drawn_visit_is_on_the_trail(opened: Opened) -> None:
    client, place = opened
    before = len(trail_of(place))
    client.get("/reports/audit", params={"sample": 3})
    read = [one for one in trail_of(place)[before:] if one[0] == "read"]
    assert len({subject for _, subject, _ in read}) == 3


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"first": "2026-02-30"}, "This is no day"),
        ({"first": "2026-03-02", "last": "2026-03-01"}, "before the first"),
        ({"payer": "nobody"}, "no such payer"),
        ({"seed": "a b"}, "letters and digits"),
    ],
)
def test_what_will_not_do_is_told_on_the_form(opened: Opened, asked: dict[str, str], says: str) -> None:
    client, _ = opened
    page = client.get("/reports/audit", params=asked)
    assert page.status_code == 422
    assert says in page.text
    assert client.get("/reports/audit/file", params=asked).status_code == 422
    assert client.get("/reports/audit", params={"sample": "51"}).status_code == 422


def test_days_without_visits_and_the_form(opened: Opened) -> None:
    client, _ = opened
    page = client.get("/reports/audit", params={"first": "2020-01-01", "last": "2020-01-31"})
    assert "there is nothing to report on" in page.text
    assert 'type="date"' in client.get("/reports").text
    assert 'href="/reports"' in client.get("/figures").text


def test_programs_take_it_too(opened: Opened) -> None:
    client, _ = opened
    answer = client.get("/api/v1/reports/audit", params={"sample": 1, "seed": "abc", "kind": "pdf"})
    assert answer.content[:5] == b"%PDF-"
    again = client.get("/api/v1/reports/audit", params={"sample": 1, "seed": "abc"})
    assert "Audit report" in again.text
    assert client.get("/api/v1/reports/audit", params={"first": "x"}).status_code == 422


def test_a_clinic_reports_on_its_own_visits_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", lambda: PasswordHasher(1, 64, 1))
    clinic = Clinic(tmp_path)
    theirs = clinic.inside(Role.BILLER, "them@harbour.example")
    assert theirs.post("/api/v1/visits", json={"text": NOTE}).status_code == 201
    auditor = clinic.inside(Role.AUDITOR, "auditor@lonestar.example", 1)
    page = auditor.get("/reports/audit", params={"named": "true"}).text
    assert "there is nothing to report on" in page
    assert "Lone Star" in page
    assert clinic.inside(Role.THERAPIST, "t@lonestar.example", 1).get("/reports/audit").status_code == 403
    clinic.place.close()
