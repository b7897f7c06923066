"""The pages of an emergency: what a therapist then reads, what stays shut, and who sees it at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from made_workplace import NOTE, keep
from test_web_people import Clinic

from romberg.store.people.roles import Role
from romberg.store.workplace import patients, trail

WHY = "Fell in the waiting room & fainted"
NOTICE = "opened in an emergency</b> and not acknowledged yet"


@dataclass
class Scene:
    """A clinic, the browsers of some of its people, and two patients with a visit of another clinician each."""

    clinic: Clinic
    browsers: dict[Role, TestClient]
    patient: str
    other: str
    visit: str
    other_visit: str

    @property
    def therapist(self) -> TestClient:
        """The therapist's browser."""
        return self.browsers[Role.THERAPIST]

    def opened(self) -> TestClient:
        """The therapist's browser, with the first patient's record open."""
        answer = self.therapist.post("/emergency", data={"words": "Zelda Quill", "reason": WHY})
        assert answer.headers["location"] == f"/patients/{self.patient}"
        return self.therapist


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    clinic = Clinic(tmp_path)
    roles = (Role.THERAPIST, Role.AUDITOR, Role.CLINIC_ADMIN)
    browsers = {role: clinic.inside(role, f"{role.value}@harbour.example") for role in roles}
    kept = [keep(browsers[Role.CLINIC_ADMIN], name) for name in ("Zelda Quill", "Otis Marrow")]
    with clinic.place.desk(clinic.ids[0], "system") as desk:
        zelda, otis = (patients.sought(desk, name)[0].id for name in ("Zelda Quill", "Otis Marrow"))
    yield Scene(clinic, browsers, zelda, otis, *kept)
    clinic.place.close()


def test_one_patient_s_record_opens_to_read_and_nothing_else(scene: Scene) -> None:
    addresses = [f"/patients/{scene.patient}", f"/kept/{scene.visit}"]
    unknown = scene.therapist.get("/kept/" + "0" * 24)
    for one in addresses:
        assert (scene.therapist.get(one).status_code, scene.therapist.get(one).text) == (404, unknown.text)
    browser = scene.opened()
    for one in addresses:
        page = browser.get(one)
        assert page.status_code == 200
        assert "Opened in an emergency, to read, until" in page.text
    for one in (f"/patients/{scene.other}", f"/kept/{scene.other_visit}"):
        assert (browser.get(one).status_code, browser.get(one).text) == (404, unknown.text)


def test_nothing_of_it_is_changed(scene: Scene) -> None:
    browser = scene.opened()
    page = browser.get(f"/kept/{scene.visit}").text
    for words in ("Why the visit is corrected", "Add the note", ">Approve<", "Override a finding"):
        assert words not in page, words
    sent = {
        "text": NOTE,
        "base": "1",
        "why": "x",
        "words": "x",
        "was": "open",
        "number": "1",
        "rule": "a/b",
        "reason": "x",
    }
    for act in ("versions", "remark", "step/approve", "assign", "override"):
        assert browser.post(f"/kept/{scene.visit}/{act}", data=sent).status_code == 404, act
    assert "Zelda" not in browser.get("/queue").text


def test_an_interface_for_programs_knows_no_emergency(scene: Scene) -> None:
    browser = scene.opened()
    assert browser.get(f"/api/v1/visits/{scene.visit}").status_code == 404


def test_it_ends_by_time_and_by_hand(scene: Scene) -> None:
    browser = scene.opened()
    page = browser.get("/emergency").text
    assert "Zelda Quill" in page
    name = page.partition('name="emergency_id" value="')[2].partition('"')[0]
    assert browser.post("/emergency/end", data={"emergency_id": "0" * 24}).status_code == 404
    assert browser.post("/emergency/end", data={"emergency_id": name}).status_code == 303
    assert browser.get(f"/kept/{scene.visit}").status_code == 404
    scene.opened()
    for _ in range(17):  # the session stays in use
        scene.clinic.now += timedelta(minutes=14)
        assert browser.get("/emergency").status_code == 200
    assert browser.get(f"/kept/{scene.visit}").status_code == 200
    scene.clinic.now += timedelta(minutes=4)
    assert browser.get(f"/kept/{scene.visit}").status_code == 404
    assert "Zelda" not in browser.get("/emergency").text


def test_reviewers_see_it_on_every_page_until_an_administrator_acknowledged_it(scene: Scene) -> None:
    auditor, admin = scene.browsers[Role.AUDITOR], scene.browsers[Role.CLINIC_ADMIN]
    assert all(NOTICE not in one.get("/rules").text for one in (auditor, admin))
    scene.opened().get(f"/kept/{scene.visit}")
    for one in (auditor, admin):
        assert NOTICE in one.get("/rules").text
        listed = one.get("/emergencies").text
        assert "Fell in the waiting room &amp; fainted" in listed
        assert f"/kept/{scene.visit}" in listed
        assert f"/kept/{scene.other_visit}" not in listed
    assert NOTICE not in scene.therapist.get("/rules").text
    assert "Acknowledge" not in auditor.get("/emergencies").text.replace("Acknowledged", "")
    name = admin.get("/emergencies").text.partition('name="emergency_id" value="')[2].partition('"')[0]
    assert auditor.post("/emergencies/seen", data={"emergency_id": name}).status_code == 403
    assert admin.post("/emergencies/seen", data={"emergency_id": "0" * 24}).status_code == 404
    assert NOTICE in auditor.get("/rules").text
    assert admin.post("/emergencies/seen", data={"emergency_id": name}).status_code == 303
    assert all(NOTICE not in one.get("/rules").text for one in (auditor, admin))
    assert "by Somebody clinic admin" in auditor.get("/emergencies").text


def test_another_clinic_s_administrator_sees_and_acknowledges_nothing(scene: Scene) -> None:
    stranger = scene.clinic.inside(Role.CLINIC_ADMIN, "admin@lonestar.example", 1)
    scene.opened()
    name = scene.browsers[Role.CLINIC_ADMIN].get("/emergencies").text.partition('emergency_id" value="')[2][:24]
    assert NOTICE not in stranger.get("/rules").text
    assert "Zelda" not in stranger.get("/emergencies").text
    assert stranger.post("/emergencies/seen", data={"emergency_id": name}).status_code == 404


def test_what_will_not_do_is_told_and_stays_typed(scene: Scene) -> None:
    for sent, says in (
        ({"words": "Zelda Quill", "reason": "<b>short"}, "reason is reviewed"),
        ({"words": "<i>Nobody", "reason": WHY}, "No patient here"),
    ):
        page = scene.therapist.post("/emergency", data=sent)
        assert page.status_code == 422
        assert says in page.text
        assert "<b>short" not in page.text
        assert "<i>Nobody" not in page.text
    assert scene.therapist.get("/emergency").text.count("<tr>") == 0


def test_each_look_is_an_entry_of_its_own_kind(scene: Scene) -> None:
    browser = scene.opened()
    browser.get(f"/patients/{scene.patient}")
    browser.get(f"/kept/{scene.visit}")
    with scene.clinic.place.engine.connect() as connection:
        found = [one for one in trail.entries(connection, scene.clinic.ids[0]) if one.action == "break_glass"]
    told = [(one.subject, trail.read_detail(one.detail)["change"]) for one in found]
    patient, visit = f"patient/{scene.patient}", f"visit/{scene.visit}"
    assert told == [(patient, "opened"), (patient, "looked"), (visit, "looked")]
    assert "waiting" not in "".join(one.detail for one in found)
