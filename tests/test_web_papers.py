"""Papers: files that print, stand by themselves, hold what they should, and are on the trail."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from made_workplace import keep, opened_in, trail_of

from romberg.store.workplace import Workplace, patients
from romberg.web.desks import CLINIC, PERSON
from romberg.web.permissions import Permission

Opened = tuple[TestClient, Workplace]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with opened_in(tmp_path_factory.mktemp("papers")) as found:
        yield found


def of(workplace: Workplace, name: str) -> str:
    """The identifier of a patient."""
    with workplace.desk(CLINIC, PERSON) as desk:
        return patients.sought(desk, name)[0].id


def test_the_report_of_a_visit_prints(opened: Opened) -> None:
    client, workplace = opened
    visit = keep(client, "Ada <b>Paper")
    assert f"/kept/{visit}/report" in client.get(f"/kept/{visit}").text
    paper = client.get(f"/kept/{visit}/report")
    assert paper.headers["content-disposition"] == 'attachment; filename="romberg-report.html"'
    assert "97112 is billed with 3 units" in paper.text
    assert "Ada &lt;b&gt;Paper" in paper.text
    assert visit not in paper.text
    assert "http" not in paper.text.replace("http-equiv", "")
    assert ("print", f"visit/{visit}", '{"version":1,"what":"report"}') in trail_of(workplace)


def test_the_packet_holds_every_visit_and_says_what_is_missing(opened: Opened) -> None:
    client, workplace = opened
    keep(client, "Bo Packet")
    patient = of(workplace, "Bo Packet")
    assert f"/patients/{patient}/packet" in client.get(f"/patients/{patient}").text
    paper = client.get(f"/patients/{patient}/packet")
    assert paper.headers["content-disposition"].startswith("attachment")
    assert "Records for review" in paper.text
    assert "tandem stance on foam" in paper.text
    assert "visit of 2026-03-12" in paper.text
    assert "absent" in paper.text
    assert any(action == "export" and subject == f"patient/{patient}" for action, subject, _ in trail_of(workplace))


def test_a_denial_is_answered_by_a_letter_or_by_advice(opened: Opened) -> None:
    client, _ = opened
    visit = keep(client, "Cy Letter")
    advised = client.post(f"/kept/{visit}/letter", data={"carc": "50", "code": "97110", "denied_on": "2026-04-01"})
    assert advised.headers["content-disposition"] == 'attachment; filename="romberg-letter.html"'
    assert "Cy Letter" in advised.text
    assert "hip abduction" in advised.text
    units = client.post(f"/kept/{visit}/letter", data={"carc": "CO-151", "code": "97112"})
    assert units.headers["content-disposition"] == 'attachment; filename="romberg-advice.html"'
    for wrong in ({"carc": "999999"}, {"carc": ""}, {"carc": "50", "denied_on": "soon"}):
        assert client.post(f"/kept/{visit}/letter", data=wrong).status_code == 422


def test_papers_of_others_are_not_there(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    client, workplace = opened
    visit = keep(client, "Di Others")
    patient = of(workplace, "Di Others")
    monkeypatch.setattr("romberg.web.guard.EVERYTHING", frozenset(Permission) - {Permission.SEE_VISITS})
    assert client.get(f"/kept/{visit}/report").status_code == 404
    assert client.post(f"/kept/{visit}/letter", data={"carc": "50"}).status_code == 404
    assert client.get(f"/patients/{patient}/packet").status_code == 404
    assert client.get("/kept/none/report").status_code == 404
