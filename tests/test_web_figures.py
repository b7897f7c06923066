"""Figures: plain sums over the newest versions alone; a clinician's own page; first steps with examples."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from made_workplace import NOTE, keep, opened_in, workplace_in
from sqlalchemy.exc import DBAPIError

import romberg
from romberg.formats.unreadable import Unreadable
from romberg.report import Report
from romberg.store.examples import fill
from romberg.store.examples.fill import notes
from romberg.store.figures import Period, figures
from romberg.store.workplace import Workplace, people
from romberg.store.workplace.tables import visits
from romberg.web import made
from romberg.web.desks import CLINIC, PERSON, ready_for_one
from romberg.web.figures.lately import FRESH, SHOWN, Lately

Opened = tuple[TestClient, Workplace]


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    workplace = workplace_in(tmp_path_factory.mktemp("examples"))
    ready_for_one(workplace)
    fill(workplace, CLINIC, PERSON)
    with TestClient(made(workplace=workplace, examples=True), base_url="http://127.0.0.1:8750") as client:
        yield client, workplace
    workplace.close()


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    return [romberg.check(one, None) for one in notes()]


def test_the_figures_are_the_sums_of_the_reports(examples: Opened, reports: list[Report]) -> None:
    _, workplace = examples
    with workplace.glance(CLINIC, PERSON) as desk:
        found = figures(desk, Period())
        cents = sum(one["at_risk_cents"] for one in desk.all(visits))
    assert found.whole.visits == len(reports)
    assert found.whole.green == sum(one.light == "green" for one in reports)
    assert round(found.whole.score * len(reports)) == sum(one.score for one in reports)
    assert found.whole.at_risk_cents == cents > 0
    payers = Counter(one.header.card.name for one in reports)
    assert {one.name: one.visits for one in found.payers} == payers
    minutes = [(one.code, one.minutes or 0) for report in reports for one in report.supported]
    own = sum(count for code, count in minutes if code == "97112")
    assert found.neuromuscular == pytest.approx(own / sum(count for _, count in minutes))
    failed = [one for report in reports for one in report.failed]
    for rule in found.rules:
        of_rule = [one for one in failed if one.finding.rule == rule.name]
        assert rule.at_risk_cents == sum(one.at_risk_cents or 0 for one in of_rule)
    assert {one.name for one in found.rules} == {one.finding.rule for one in failed}
    assert {one.name for one in found.denials} == {one.finding.carc for one in failed if one.finding.carc}


@pytest.mark.parametrize(("first", "last"), [("2026-03-04", ""), ("", "2026-03-09"), ("2026-03-05", "2026-03-11")])
def test_a_period_counts_its_days_both_included(examples: Opened, reports: list[Report], first: str, last: str) -> None:
    client, workplace = examples
    begin, end = (date.fromisoformat(one) if one else None for one in (first, last))
    period = Period(begin, end)
    days = [str(one.header.coded.visit.service_date) for one in reports]
    with workplace.glance(CLINIC, PERSON) as desk:
        found = figures(desk, period)
    assert found.whole.visits == sum((not first or first <= one) and (not last or one <= last) for one in days)
    assert client.get("/figures", params={"first": first, "last": last}).status_code == 200


def test_a_day_that_is_none_is_told(examples: Opened) -> None:
    client, _ = examples
    assert "is no day" in client.get("/figures", params={"first": "2026-02-30"}).text


def test_an_earlier_version_counts_no_more(tmp_path: Path) -> None:
    with opened_in(tmp_path) as (client, workplace):
        visit = keep(client, "Ada Newest", charges="typed", code=["97112"], units=["9"], modifiers=["GP"])
        with workplace.glance(CLINIC, PERSON) as desk:
            before = figures(desk, Period())
        fixed = {"text": NOTE.replace("Odile F.", "Ada Newest"), "base": "1", "why": "typing error", "charges": "typed"}
        fixed |= {"code": "97112", "units": "2", "modifiers": "GP"}
        client.post(f"/kept/{visit}/versions", data=fixed)
        with workplace.glance(CLINIC, PERSON) as desk:
            after = figures(desk, Period())
    assert after.whole.visits == before.whole.visits == 1
    assert after.whole.at_risk_cents < before.whole.at_risk_cents
    assert after.neuromuscular == before.neuromuscular
    assert "units/exceed_minutes" in {one.name for one in before.rules} - {one.name for one in after.rules}


def test_what_a_version_supports_is_never_changed(examples: Opened) -> None:
    _, workplace = examples
    for change in ("UPDATE visit_lines SET minutes = 0", "DELETE FROM visit_lines"):
        with pytest.raises(DBAPIError, match="never changed"), workplace.engine.begin() as connection:
            connection.exec_driver_sql(change)


def test_own_figures_hold_own_visits_alone(examples: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    client, workplace = examples
    assert "names you as the clinician" in client.get("/figures/own").text
    with workplace.desk(CLINIC, PERSON) as desk:
        marit = next(one for one in people.listed(desk) if one.name == "Marit Solheim")
    monkeypatch.setattr("romberg.web.guard.PERSON", marit.id)
    page = client.get("/figures/own").text
    assert "Your own figures" in page
    assert "Visits to learn from" in page
    assert "Tor Ellingsen" not in page


def test_clinicians_are_listed_without_their_scores(examples: Opened) -> None:
    client, _ = examples
    page = client.get("/clinicians").text
    assert "Marit Solheim" in page
    assert "Tor Ellingsen" in page
    assert "Score</th>" not in page


def test_examples_are_called_examples_on_every_page(examples: Opened) -> None:
    client, _ = examples
    for path in ("/", "/queue", "/imports", "/patients", "/figures", "/rules"):
        assert "all people here are invented" in client.get(path).text
    assert "First steps, with invented visits" in client.get("/").text
    assert client.get("/queue").text.count("Example</a>") > 5


def test_first_steps_stand_where_nothing_is_kept_yet(tmp_path: Path) -> None:
    with opened_in(tmp_path) as (client, _):
        assert "First steps" in client.get("/").text
        for path in ("/queue", "/imports", "/patients", "/figures", "/clinicians"):
            page = client.get(path)
            assert page.status_code == 200
            assert 'href="/"' in page.text
        keep(client, "Ada First")
        assert "First steps" not in client.get("/").text
    assert "First steps" not in TestClient(made(), base_url="http://127.0.0.1:8750").get("/").text


# --- figures that were counted lately


def test_figures_are_shown_as_counted_lately_and_counted_anew_beside_the_page() -> None:
    clock, counted, gate = [0.0], [0], threading.Event()
    held = Lately(lambda: clock[0])

    def now() -> int:
        counted[0] += 1
        return counted[0]

    def later() -> int:
        gate.wait(5)
        return now()

    for at, shown in ((0.0, 1), (FRESH, 1), (FRESH + 1, 1), (FRESH + 2, 1)):
        clock[0] = at
        assert held.get("figures", now, later) == shown, "nobody waits"
    assert counted == [1]
    gate.set()
    until = time.monotonic() + 5
    while held.get("figures", now, later) == 1 and time.monotonic() < until:
        time.sleep(0.005)
    assert (held.get("figures", now, later), counted) == (2, [2]), "counted once, however many looked"
    assert held.get("others", now, later) == 3
    clock[0] += SHOWN + 1
    assert held.get("figures", now, later) == 4, "so old that it is waited for"
    held.clear()
    assert held.get("figures", now, later) == 5


def test_where_the_database_is_away_the_next_look_tries_again(caplog: pytest.LogCaptureFixture) -> None:
    clock, tries = [0.0], [0]
    held = Lately(lambda: clock[0])

    def away() -> int:
        tries[0] += 1
        raise Unreadable("database", "It is away.", "here")

    assert held.get("figures", lambda: 1, away) == 1
    clock[0] = FRESH + 1
    until = time.monotonic() + 5
    while tries[0] < 2 and time.monotonic() < until:
        assert held.get("figures", lambda: 2, away) == 1
        time.sleep(0.005)
    assert tries[0] >= 2
    assert "figures: database" in caplog.text
    assert "away" not in caplog.text


def test_what_is_counted_beside_a_page_is_the_clinic_s_own(examples: Opened) -> None:
    client, _ = examples
    first = client.get("/api/v1/figures").json()
    held = client.app.state.figures  # type: ignore[attr-defined]  # an application of FastAPI
    clock = [time.monotonic()]
    held._clock = lambda: clock[0]
    clock[0] += FRESH + 1
    client.get("/api/v1/figures")
    until = time.monotonic() + 10
    while held._counting and time.monotonic() < until:
        time.sleep(0.005)
    assert client.get("/api/v1/figures").json() == first
    assert not held._counting
