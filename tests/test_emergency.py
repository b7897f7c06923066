"""Records opened in an emergency: one patient, four hours, a reason, a trail of its own kind, and eyes on it after."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from workplaces import DATABASES, workplace

from romberg.formats.unreadable import Unreadable
from romberg.store.people import emergency, members
from romberg.store.people.roles import Role
from romberg.store.workplace import Workplace, clinics, patients, rotation, trail

REASON = "The patient fell in the waiting room"


class Place:
    """A clinic with a therapist, an administrator and two patients, on a clock of its own."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.now = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
        self.place: Workplace = workplace(kind, folder, lambda: self.now)
        self.clinic = clinics.found(self.place, "Harbour Lane", "system")
        self.ida, self.mara, self.eli = (
            self.person(role, f"{role.value}@harbour.example")
            for role in (Role.THERAPIST, Role.CLINIC_ADMIN, Role.ASSISTANT)
        )
        with self.place.desk(self.clinic, self.mara) as desk:
            self.zelda = patients.known(desk, "Zelda Quill", "QX-4471").id
            self.other = patients.known(desk, "Otis Marrow", "QX-4472").id

    def person(self, role: Role, email: str) -> str:
        """A new person of the clinic."""
        with self.place.desk(self.clinic, "system") as desk:
            return members.add(self.place, desk, f"Somebody {role.words}", email, role, None)[0]

    def open(self, person: str, words: str, reason: str = REASON) -> str:
        """Open a record."""
        return emergency.open_record(self.place, self.clinic, person, words, reason)

    def held(self, person: str, patient: str) -> emergency.Emergency | None:
        """What is in force."""
        with self.place.desk(self.clinic, person) as desk:
            return emergency.in_force(desk, person, patient)

    def trailed(self) -> list[dict[str, Any]]:
        """The entries of this kind: who, what, and their plain words."""
        with self.place.engine.connect() as connection:
            found = [one for one in trail.entries(connection, self.clinic) if one.action == "break_glass"]
        return [{"actor": one.actor, "subject": one.subject, **json.loads(one.detail)} for one in found]


@pytest.fixture(params=DATABASES)
def at(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    made = Place(request.param, tmp_path)
    yield made
    made.place.close()


def test_it_opens_one_record_for_one_person_for_four_hours(at: Place) -> None:
    assert at.held(at.ida, at.zelda) is None
    assert at.open(at.ida, "zelda  quill") == at.zelda
    found = at.held(at.ida, at.zelda)
    assert found is not None
    assert (found.reason, found.ends_at) == (REASON, at.now + timedelta(hours=4))
    assert at.held(at.ida, at.other) is None
    assert at.held(at.eli, at.zelda) is None
    at.now += timedelta(hours=3, minutes=59)
    assert at.held(at.ida, at.zelda) is not None
    at.now += timedelta(minutes=1)
    assert at.held(at.ida, at.zelda) is None


def test_a_record_number_opens_it_and_a_second_try_opens_no_second_one(at: Place) -> None:
    assert at.open(at.ida, "QX-4471") == at.open(at.ida, "Zelda Quill", "And another reason, later") == at.zelda
    assert [one["change"] for one in at.trailed()] == ["opened"]


@pytest.mark.parametrize("reason", ["", "x", " " * 40, "because     of"])
def test_without_a_reason_nothing_opens(at: Place, reason: str) -> None:
    with pytest.raises(Unreadable, match="reason is reviewed"):
        at.open(at.ida, "Zelda Quill", reason)
    assert at.held(at.ida, at.zelda) is None
    assert at.trailed() == []


def test_a_try_that_finds_nobody_or_several_opens_nothing_and_is_on_the_trail(at: Place) -> None:
    with at.place.desk(at.clinic, at.mara) as desk:
        patients.known(desk, "Zelda Quill", "QX-9000")
    for words, says in (("Nobody Here", "No patient here"), ("", "No patient here"), ("Zelda Quill", "Several")):
        with pytest.raises(Unreadable, match=says):
            at.open(at.ida, words)
    told = at.trailed()
    assert [one["count"] for one in told] == [0, 0, 2]
    assert {(one["actor"], one["subject"]) for one in told} == {(at.ida, "patients")}
    assert "Quill" not in json.dumps(told)


def test_another_clinic_s_patient_is_not_found(at: Place) -> None:
    elsewhere = clinics.found(at.place, "Lone Star", "system")
    with at.place.desk(elsewhere, "system") as desk:
        patients.known(desk, "Foreign Person", "FP-1")
    with pytest.raises(Unreadable, match="No patient here"):
        at.open(at.ida, "Foreign Person")


def test_it_ends_when_it_is_closed_and_only_by_who_opened_it(at: Place) -> None:
    at.open(at.ida, "Zelda Quill")
    found = at.held(at.ida, at.zelda)
    assert found is not None
    for person, ended in ((at.eli, False), (at.ida, True), (at.ida, False)):
        with at.place.desk(at.clinic, person) as desk:
            assert emergency.close(desk, person, found.id) is ended
    assert at.held(at.ida, at.zelda) is None
    assert at.open(at.ida, "Zelda Quill") == at.zelda  # a new emergency, with a reason of its own
    assert [one["change"] for one in at.trailed()] == ["opened", "closed", "opened"]


@pytest.mark.parametrize("change", ["role", "disable", "reset"])
def test_it_ends_when_the_person_changes(at: Place, change: str) -> None:
    at.open(at.ida, "Zelda Quill")
    with at.place.desk(at.clinic, at.mara) as desk:
        if change == "role":
            members.give_role(desk, at.ida, Role.ASSISTANT, Role.CLINIC_ADMIN)
        else:
            getattr(members, change)(desk, at.ida, Role.CLINIC_ADMIN)
    assert at.held(at.ida, at.zelda) is None


def test_reviewers_see_it_until_somebody_else_acknowledged_it(at: Place) -> None:
    at.open(at.ida, "Zelda Quill")
    with at.place.desk(at.clinic, at.ida) as desk:
        found = emergency.in_force(desk, at.ida, at.zelda)
        assert found is not None
        for subject in (f"patient/{at.zelda}", "visit/0123", "visit/0123"):
            emergency.looked(desk, found, subject)
    with at.place.desk(at.clinic, at.mara) as desk:
        assert emergency.waiting(desk) == 1
        (one,) = emergency.listed(desk)
        assert (one.patient, one.person_id, one.reason, one.over) == ("Zelda Quill", at.ida, REASON, False)
        assert one.looks == (f"patient/{at.zelda}", "visit/0123")
    with pytest.raises(Unreadable, match="yourself"), at.place.desk(at.clinic, at.ida) as desk:
        emergency.acknowledge(desk, one.id)
    with pytest.raises(Unreadable, match="no such"), at.place.desk(at.clinic, at.mara) as desk:
        emergency.acknowledge(desk, "0" * 24)
    for _ in range(2):
        with at.place.desk(at.clinic, at.mara) as desk:
            emergency.acknowledge(desk, one.id)
    with at.place.desk(at.clinic, at.mara) as desk:
        assert emergency.waiting(desk) == 0
        assert [each.seen_by for each in emergency.listed(desk)] == [at.mara]
    assert at.held(at.ida, at.zelda) is not None, "to acknowledge is not to end"
    assert [one["change"] for one in at.trailed()] == ["opened", "looked", "looked", "looked", "acknowledged"]


def test_what_was_opened_stays_and_its_reason_is_sealed(at: Place) -> None:
    at.open(at.ida, "Zelda Quill")
    with at.place.engine.connect() as connection:
        (kept,) = connection.exec_driver_sql("SELECT reason FROM emergencies").one()
    assert b"waiting room" not in bytes(kept)
    for changed in (
        "UPDATE emergencies SET person_id = 'x'",
        "UPDATE emergencies SET ends_at = '2099'",
        "DELETE FROM emergencies",
    ):
        with pytest.raises(Exception, match="never changed"), at.place.engine.begin() as connection:
            connection.exec_driver_sql(changed)
    rotation.rotate(at.place)
    found = at.held(at.ida, at.zelda)
    assert found is not None
    assert found.reason == REASON


def test_only_who_signs_in_opens_one(at: Place) -> None:
    with pytest.raises(Unreadable, match="signs in"):
        at.open("local", "Zelda Quill")
    assert at.trailed() == []
