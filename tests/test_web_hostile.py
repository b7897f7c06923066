"""Hostile words stay words on every page, and what names a patient lies open nowhere beside the pages."""

from __future__ import annotations

import logging
import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from hostile_words import MARK, WORDS
from made_workplace import NOTE
from test_web_people import Clinic

from romberg.store import importing
from romberg.store.people import passwords
from romberg.store.people.roles import Role
from romberg.store.workplace import patients, people, trail
from romberg.store.workplace.backup import take
from romberg.store.workplace.tables import patients as patient_rows
from romberg.store.workplace.tables import people as people_rows

PARTS = [" ".join(WORDS[at : at + 4]) for at in range(0, len(WORDS), 4)]
_OWN = ("/", "#", "?", "https://")  # where a page of ours leads; sources of rules lie elsewhere
_NEVER = {"iframe", "object", "embed", "base", "zzx", "math", "video", "svg", "img"}


class Seen(HTMLParser):
    """What a page would do: elements and attributes that are none of ours."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self._script = tag == "script"
        if tag in _NEVER or (tag == "script" and not (told.get("src") or "").startswith("/static/")):
            self.wrong.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith(("on", "hx-on", "data-hx-on")) or MARK in name or name == "srcdoc" or value == "refresh":
                self.wrong.append(f"{tag} {name}")
            leads = name in ("href", "src", "action", "formaction", "data", "hx-get", "hx-post")
            if leads and (not (value or "").startswith(_OWN) or (value or "").startswith("//")):
                self.wrong.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        if self._script and data.strip():
            self.wrong.append(f"a script's words: {data[:40]}")

    def handle_endtag(self, tag: str) -> None:
        self._script = self._script and tag != "script"


def wrong(page: str) -> list[str]:
    """What is wrong on a page."""
    seen = Seen()
    seen.feed(page)
    return seen.wrong


def test_the_eye_sees_what_it_is_there_to_see() -> None:
    blind = ("{{", "{%", "${", "&lt;", "<\u200b", "javascript:", "\uff1c", '" on', "' on", "` on")
    for one in WORDS:
        if not one.startswith(blind):
            assert wrong(f"<p>{one}</p>"), one
    assert wrong('<p title="x" onmouseover="zzx()">')
    assert not wrong('<p><a href="/queue">x</a> &lt;script&gt;</p>')


@dataclass
class Ward:
    """A workplace with sign-in, its administrator's and a therapist's browser, and every answer that they had."""

    clinic: Clinic
    admin: TestClient
    therapist: TestClient
    answers: list[Any] = field(default_factory=list)

    def imported(self, files: list[tuple[str, bytes]]) -> str:
        """The page of an import, when it is done."""
        where = self.admin.post("/imports", files=[("files", one) for one in files]).headers["location"]
        for _ in range(200):
            with self.clinic.place.desk(self.clinic.ids[0], "test") as desk:
                job = importing.job(desk, where.rpartition("/")[2])
            if job is not None and job.state == "done":
                break
            time.sleep(0.05)
        return str(self.admin.get(where).text)


@pytest.fixture
def ward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ward]:
    monkeypatch.setattr(passwords, "_hasher", lambda: PasswordHasher(1, 64, 1))
    for name in ("temp", "data"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv("ROMBERG_DATA", str(tmp_path / "data"))
    clinic = Clinic(tmp_path)
    clinic.app.state.importer.begin()
    made = Ward(
        clinic,
        clinic.inside(Role.CLINIC_ADMIN, "a@harbour.example"),
        clinic.inside(Role.THERAPIST, "t@harbour.example"),
    )
    for browser in (made.admin, made.therapist):
        browser.event_hooks["response"].append(made.answers.append)
    yield made
    clinic.app.state.importer.stop()
    clinic.place.close()


def pages_of(ward: Ward, visits: list[str], patient: str) -> Iterator[tuple[str, str]]:
    """Every page that shows what somebody typed."""
    paths = ["/queue", "/patients", "/people", "/account", "/emergencies", "/imports", "/figures", "/clinicians",
             f"/patients/{patient}", f"/patients/{patient}/packet"]  # fmt: skip
    paths += [f"/kept/{one}{more}" for one in visits for more in ("", "?version=1", "/report")]
    for path in paths:
        answer = ward.admin.get(path)
        assert answer.status_code == 200, path
        yield path, answer.text


def test_hostile_words_are_words_wherever_they_stand(ward: Ward) -> None:
    admin, visits = ward.admin, []
    for at in range(2):
        kept = admin.post("/kept", data={"text": NOTE.replace("Odile F.", f"Ida {at}") + "\n" + "\n".join(WORDS)})
        visits.append(kept.headers["location"].rpartition("/")[2])
    with ward.clinic.place.desk(ward.clinic.ids[0], "test") as desk:
        named = [one.id for one in patients.listed(desk)]
        for table, rows in ((patient_rows, named), (people_rows, [one.id for one in people.listed(desk)])):
            for row, word in zip(rows, WORDS, strict=False):
                desk.change(table, {"id": row}, name=word)
        for word in WORDS:
            patients.known(desk, word, word)
    for word, visit in zip(PARTS, visits * 20, strict=False):
        for act, sent in (("remark", {"words": word}), ("step/hold", {"reason": word, "was": "open"})):
            assert wrong(admin.post(f"/kept/{visit}/{act}", data=sent, headers={"HX-Request": "true"}).text) == []
    admin.post(
        f"/kept/{visits[0]}/versions", data={"text": NOTE + " ".join(WORDS), "base": "1", "why": " ".join(WORDS)[:1500]}
    )
    for at, word in enumerate(WORDS[:6]):
        admin.post("/people", data={"name": word, "email": f"x{at}@harbour.example", "role": "biller"})
        admin.post("/account/tokens", data={"name": word, "scope": ["WORK_QUEUE"], "days": "3"})
    ward.therapist.post("/emergency", data={"words": WORDS[-1], "reason": " ".join(WORDS)[:1900]})
    files = [(f"{word.replace('/', '|')}.txt", NOTE.encode()) for word in WORDS[:4]]
    assert wrong(ward.imported(files)) == []
    for path, page in pages_of(ward, visits, named[0]):
        assert wrong(page) == [], path
        assert "zzx" in page or path in ("/figures", "/imports"), path
    for word in PARTS:
        asked: list[tuple[str, dict[str, str]]] = [
            ("/queue", {"words": word}),
            ("/patients", {"words": word}),
            ("/visits/check", {"text": word, "zip": word, "payer": word, "on": word}),
            ("/sign-in", {"email": word, "to": word}),
        ]
        for path, sent in asked:
            assert wrong(admin.post(path, data=sent).text) == [], (path, word)


SECRETS = {
    "name": "Zzpatient Quillfeather",
    "record": "QX-88471-Z",
    "born": "1944-03-02",
    "telephone": "(555) 014-7788",
    "mail": "zzquill@patient.example",
    "street": "417 Tamarack Hollow",
    "security": "987-65-4329",
    "member": "1EG4TE5MK73",
    "account": "ACCT-5519-Z",
    "licence": "DL-ZZ-90210",
    "plate": "ZZQ-4417",
    "device": "SN-ZZ-77A1",
    "site": "zzquill.example",
    "address": "203.0.113.77",
    "words": "saves by the therapist on foam with a red balloon",
}


def test_nothing_of_a_patient_lies_open_beside_the_pages(
    ward: Ward, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Data, its log, what lies temporarily, backup, logs at their loudest, addresses, heads of answers, the trail."""
    caplog.set_level(logging.DEBUG)
    admin, said = ward.admin, "\n".join(f"{name}: {value}" for name, value in SECRETS.items() if name != "name")
    note = (
        NOTE.replace("Odile F.", SECRETS["name"] + f"  MRN: {SECRETS['record']}  DOB: {SECRETS['born']}") + "\n" + said
    )
    visit = admin.post("/kept", data={"text": note}).headers["location"].rpartition("/")[2]
    with ward.clinic.place.desk(ward.clinic.ids[0], "test") as desk:
        patient = patients.listed(desk)[0].id
    acts: list[tuple[str, dict[str, str]]] = [
        ("remark", {"words": said}),
        ("step/hold", {"reason": said, "was": "open"}),
        ("letter", {"carc": "151"}),
        ("letter", {"carc": said}),
        ("versions", {"text": note + " again", "base": "1", "why": said}),
        ("versions", {"text": note, "base": said, "why": said}),
        ("override", {"number": said, "rule": said, "reason": said}),
    ]
    for act, sent in acts:
        admin.post(f"/kept/{visit}/{act}", data=sent)
    admin.post("/patients", data={"words": SECRETS["name"]})
    ward.imported([(f"{SECRETS['name']}.txt", note.encode()), (f"{SECRETS['name']}.pdf", b"%PDF-1.7 " + note.encode())])
    ward.therapist.post("/emergency", data={"words": SECRETS["name"], "reason": said})
    for _ in pages_of(ward, [visit], patient):
        pass
    for path in (
        "/visits/check",
        "/sign-in",
        "/people",
        "/account/tokens",
        "/emergency",
        "/api/v1/check",
        "/api/v1/visits",
    ):
        admin.post(
            path, data={"email": said, "text": b"\xff".decode("latin-1") + note, "zip": said, "on": said, "days": said}
        )
        admin.post(path, json={"text": note, "on": said, "more": said})
    patch = pytest.MonkeyPatch()
    patch.setattr("romberg.web.kept.routes.visits.opened", lambda *_: 1 / int("0" * len(note)))
    fault = admin.get(f"/kept/{visit}")
    patch.undo()
    assert fault.status_code == 500
    take(ward.clinic.place, tmp_path / "all.backup")
    with ward.clinic.place.engine.connect() as connection:
        told = "".join(f"{one.subject} {one.detail}" for one in trail.entries(connection, ward.clinic.ids[0]))
    heads = "\n".join(f"{one.url} {one.headers}" for one in ward.answers)
    out = capfd.readouterr()
    places = {
        "trail": told,
        "heads and addresses": heads,
        "log": caplog.text,
        "printed": out.out + out.err,
        "fault": fault.text,
    }
    held = {name: text.encode() for name, text in places.items()}
    held |= {str(one): one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()}
    assert any(name.endswith("-wal") for name in held)
    assert any(name.endswith(".backup") for name in held)
    assert len(ward.answers) > 30
    for name, data in held.items():
        for kind, value in SECRETS.items():
            for form in {value, value.lower(), re.sub(r"\W", "", value)} - {"19440302"}:
                assert form.encode() not in data, (name, kind)
                assert form.encode("utf-16-le") not in data, (name, kind)
