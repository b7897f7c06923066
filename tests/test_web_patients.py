"""Patients: an episode on one line of time, from the newest versions alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from made_workplace import NOTE, keep, opened_in, trail_of

from romberg.store import episodes
from romberg.store.workplace import Workplace, patients
from romberg.web.desks import CLINIC, PERSON
from romberg.web.patients.view import cases
from romberg.web.permissions import Permission

RECORD = Path(__file__).parent / "stories" / "odile" / "record"
Opened = tuple[TestClient, Workplace]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with opened_in(tmp_path_factory.mktemp("patients")) as found:
        for path in sorted(RECORD.glob("*.txt")):
            found[0].post("/kept", data={"text": path.read_text(encoding="utf-8")})
        yield found


def odile(workplace: Workplace) -> str:
    """The identifier of the patient of the record."""
    with workplace.desk(CLINIC, PERSON) as desk:
        return next(one.id for one in patients.listed(desk) if "Odile" in one.name)


def test_an_episode_stands_on_one_line_of_time(opened: Opened) -> None:
    client, workplace = opened
    patient = odile(workplace)
    page = client.get(f"/patients/{patient}").text
    lines = re.findall(r'<table class="timeline">.*?</thead>', page, re.DOTALL)
    days = [re.findall(r'<th scope="col"><a href="/kept/[0-9a-f]+">([^<]+)</a>', one) for one in lines]
    assert ["2026-02-17", "2026-03-12", "2026-03-16"] in days
    assert sum(map(len, days)) == 4
    assert ">evaluation</td>" in page
    assert "Certified" in page
    assert "of 10</span>" in page
    assert any(subject == f"patient/{patient}" for _, subject, _ in trail_of(workplace))


def test_measures_are_drawn_with_the_change_that_is_beyond_error(opened: Opened) -> None:
    _, workplace = opened
    patient = odile(workplace)
    with workplace.desk(CLINIC, PERSON) as desk:
        held = episodes.held_of(desk, patient)
    looked = episodes.episode(held, "p")
    last = max((report for _, report in reversed(looked.visits)), key=lambda one: len(one.header.beside.trends))
    trends = last.header.beside.trends
    charts = [chart for case in cases(looked) for chart in case.charts]
    assert trends
    for trend in trends:
        name = f"{trend.measure} ({trend.side})" if trend.side else trend.measure
        (chart,) = (one for one in charts if one.title == f"{name}, {trend.unit}: {trend.verdict}")
        assert [float(row[2].replace(",", "")) for row in chart.rows] == [value for _, value in trend.values]
        if trend.least is not None:
            assert f"MDC {trend.least:g}" in chart.spec


def test_a_correction_replaces_what_it_corrects(opened: Opened) -> None:
    client, workplace = opened
    visit = keep(client, "Cora Newest")
    text = NOTE.replace("Odile F.", "Cora Newest") + "\nBerg Balance Scale: 44/56."
    client.post(f"/kept/{visit}/versions", data={"text": text, "base": "1", "why": "measure"})
    with workplace.desk(CLINIC, PERSON) as desk:
        (patient,) = patients.sought(desk, "Cora Newest")
        (held,) = episodes.held_of(desk, patient.id)
    assert (held.number, held.note) == (2, text)


def test_patients_are_listed_and_sought(opened: Opened) -> None:
    client, _ = opened
    assert "Odile F." in client.get("/patients").text
    assert "Odile F." in client.post("/patients", data={"words": " odile f. "}).text
    assert "No patient here" in client.post("/patients", data={"words": "Odil"}).text
    assert client.get("/patients/none").status_code == 404


def test_a_therapist_sees_the_patients_of_own_visits_alone(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    client, workplace = opened
    patient = odile(workplace)
    monkeypatch.setattr("romberg.web.guard.EVERYTHING", frozenset(Permission) - {Permission.SEE_VISITS})
    refused, unknown = client.get(f"/patients/{patient}"), client.get("/patients/none")
    assert (refused.status_code, refused.text) == (404, unknown.text)
    assert client.get("/patients").status_code == 403
