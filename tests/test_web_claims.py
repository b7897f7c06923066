"""Claims on the page: made when a visit is signed off, sent once, their files taken again, all on the trail."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from made_workplace import opened_in, trail_of
from sqlalchemy import select
from test_claim import CLINIC as SHEET
from test_claim import FITTING, NOTE
from workplaces import DATABASES, workplace

from romberg.batch import check_text
from romberg.formats.billing.clinic import clinic
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.edits import validate
from romberg.formats.x12.p837 import batches
from romberg.store import claiming
from romberg.store.claiming import Asking
from romberg.store.intake import Asked, keep_report
from romberg.store.workplace import Workplace, claims, clinics, visits, work
from romberg.store.workplace import tables as t
from romberg.web.claims.view import values_of
from romberg.web.permissions import Permission

Opened = tuple[TestClient, Workplace]
FILLED = {
    "subscriber.last": "Fall", "subscriber.first": "Odile", "subscriber.birth_date": "1951-04-02",
    "subscriber.gender": "F", "subscriber.member_id": "1EG4TE5MK73", "subscriber.address.street": "1 Pine",
    "subscriber.address.city": "Houston", "subscriber.address.state": "TX", "subscriber.address.zip": "77002",
    "referring.last": "Marsh", "referring.first": "Edda", "referring.npi": "1679576722", "onset_date": "2026-02-01",
}  # fmt: skip


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    _sheet(tmp_path, monkeypatch)
    with opened_in(tmp_path) as found:
        yield found


def _sheet(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "clinic.yaml").write_text(SHEET)
    monkeypatch.setenv("ROMBERG_DATA", str(folder / "data"))


def kept(client: TestClient, text: str = FITTING, approve: bool = True) -> str:
    """A visit kept, and approved where asked."""
    answer = client.post("/kept", data={"text": text}, follow_redirects=False)
    visit = str(answer.headers["location"].rpartition("/")[2])
    if approve:
        assert client.post(f"/kept/{visit}/step/approve", data={"was": "open"}).status_code == 200
    return visit


def send(client: TestClient, visit: str, form: str = "837p", **more: str) -> Response:
    data = {**FILLED, "form": form, **more}
    answer: Response = client.post(f"/kept/{visit}/claim", data=data, follow_redirects=False)
    return answer


def test_a_signed_off_visit_is_claimed_and_its_file_stays(opened: Opened) -> None:
    client, place = opened
    visit = kept(client)
    assert f"/kept/{visit}/claim" in client.get(f"/kept/{visit}").text
    empty = client.get(f"/kept/{visit}/claim").text
    assert "No claim went out" in empty
    assert 'value="Odile"' in empty
    assert send(client, visit).status_code == 303
    page = client.get(f"/kept/{visit}/claim").text
    assert "145.00" in page
    claim = page.partition("/claims/")[2].partition("/file")[0]
    first, again = (client.get(f"/claims/{claim}/file") for _ in range(2))
    assert first.content == again.content
    assert validate(first.content, date.today()).errors == ()
    (batch,) = batches(io.BytesIO(first.content))
    (one,) = batch.claims
    assert [(line.service.code, line.service.units) for line in one.lines] == [("97112", 2), ("97110", 1)]
    assert first.headers["content-disposition"] == f'attachment; filename="{one.claim_id}.837"'
    assert "<b>sent</b>" in client.get(f"/kept/{visit}").text
    actions = [(action, subject.partition("/")[0]) for action, subject, _ in trail_of(place)]
    assert actions.count(("export", "claim")) == 3


def test_the_same_services_go_out_once_unless_a_reason_is_given(opened: Opened) -> None:
    client, _ = opened
    visit = kept(client)
    assert send(client, visit).status_code == 303
    twice = send(client, visit, "cms1500")
    assert twice.status_code == 422
    assert "claimed before" in twice.text
    assert send(client, visit, "cms1500", again="the first file came back").status_code == 303
    page = client.get(f"/kept/{visit}/claim").text
    ids = [part.partition("/file")[0] for part in page.split("/claims/")[1:]]
    assert len(ids) == 2
    files = [client.get(f"/claims/{one}/file") for one in ids]
    assert sorted(one.headers["content-type"].partition(";")[0] for one in files) == ["application/pdf", "text/plain"]
    assert len({one.headers["content-disposition"].partition(".")[0] for one in files}) == 2


def test_what_is_looked_at_is_not_sent(opened: Opened) -> None:
    client, _ = opened
    visit = kept(client, approve=False)
    looked = send(client, visit, "json")
    assert looked.json()["claim"]["charge_cents"] == 14_500
    assert send(client, visit, "fhir").json()["resourceType"] == "Bundle"
    assert "No claim went out" in client.get(f"/kept/{visit}/claim").text
    refused = send(client, visit)
    assert refused.status_code == 422
    assert "not signed off" in refused.text


def test_what_is_missing_or_blocks_is_told_at_once_and_all_that_was_typed_stays(opened: Opened) -> None:
    client, place = opened
    visit = kept(client, NOTE, approve=False)
    bare = send(client, visit, **{"subscriber.member_id": "", "subscriber.address.city": ""})
    assert bare.status_code == 422
    for words in ("member number is missing", "no whole address", "97112 is billed with 3 units", 'value="1 Pine"'):
        assert words in bare.text, words
    wrong = send(client, visit, **{"subscriber.birth_date": "soon"})
    assert "subscriber.birth_date is no day" in wrong.text
    assert send(client, visit, "papyrus").status_code == 422
    with place.glance("local", "local") as desk:
        blocks = {row["rule"] for row in desk.all(t.findings) if row["severity"] == "blocks"}
    for rule in blocks:
        client.post(f"/kept/{visit}/override", data={"number": "1", "rule": rule, "reason": "the log is in the chart"})
    client.post(f"/kept/{visit}/step/approve", data={"was": "open"})
    assert send(client, visit).status_code == 303


def test_a_clinic_without_a_sheet_or_without_the_payer_is_told_what_to_do(opened: Opened, tmp_path: Path) -> None:
    client, _ = opened
    visit = kept(client)
    sheet = tmp_path / "data" / "clinic.yaml"
    sheet.write_text(SHEET.replace("medicare:", "aetna:"))
    assert "clinic.yaml has no payer medicare" in send(client, visit).text
    sheet.unlink()
    assert "There is no sheet of the clinic" in send(client, visit).text


def test_claims_of_others_are_not_there(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    client, _ = opened
    visit = kept(client)
    send(client, visit)
    claim = client.get(f"/kept/{visit}/claim").text.partition("/claims/")[2].partition("/file")[0]
    assert client.get("/claims/none/file").status_code == 404
    monkeypatch.setattr("romberg.web.guard.EVERYTHING", frozenset(Permission) - {Permission.SEE_VISITS})
    assert client.get(f"/claims/{claim}/file").status_code == 404
    assert client.get(f"/kept/{visit}/claim").status_code == 404
    assert send(client, visit).status_code == 404


@pytest.mark.parametrize("kind", DATABASES)
def test_of_several_clinics_each_bills_by_its_own_sheet(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _sheet(tmp_path, monkeypatch)
    place = workplace(kind, tmp_path)
    clinics.found(place, "North", "owner", "north")
    assert claiming.biller(place, "north").billing == clinic().billing  # alone, clinic.yaml is its own
    clinics.found(place, "South", "owner", "south")
    for one in ("north", "south"):
        with pytest.raises(Unreadable, match="Several clinics work here"):
            claiming.biller(place, one)
        assert claiming.known_biller(place, one) is None
    own = tmp_path / "data" / "clinics" / "south.yaml"
    own.parent.mkdir()
    own.write_text(SHEET.replace("Harbor", "Southern").replace("harbor", "southern"))
    assert claiming.biller(place, "south") == clinic(str(own))
    with pytest.raises(Unreadable, match="Several clinics work here"):
        claiming.biller(place, "north")


def test_the_page_of_a_claim_says_who_bills(opened: Opened) -> None:
    client, _ = opened
    visit = kept(client)
    told = clinic().billing
    assert f"Billed by {told.name.last}, NPI {told.npi}." in client.get(f"/kept/{visit}/claim").text


@pytest.mark.parametrize("kind", DATABASES)
def test_a_claim_is_sealed_numbered_and_sent_whole(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _sheet(tmp_path, monkeypatch)
    place = workplace(kind, tmp_path)
    clinics.found(place, "North", "owner", "north")
    report = check_text(FITTING, Asked().options(), "the note")
    asking = Asking("837p", values_of(FILLED))
    with place.desk("north", "ada") as desk:
        visit = keep_report(desk, report, Asked()).visit_id
        version = visits.opened(desk, visit)
        assert version is not None
        one = claiming.ready(version, (), clinic(), asking)
        work.move(desk, visit, "approved")
    with place.desk("north", "ada") as desk:
        sent = claiming.send(desk, one, asking)
    again = Asking("837p", asking.values, "morning and afternoon")
    with place.desk("north", "ada") as desk:
        second = claiming.send(desk, one, again)
    with pytest.raises(Unreadable, match="claimed before"), place.desk("north", "ada") as desk:
        claiming.send(desk, one, asking)
    with place.desk("north", "ada") as desk:
        bodies = [claims.opened(desk, each.id) for each in (sent, second)]
        assert [json.loads(each.body)["control"] for each in bodies if each] == [1, 2]
        assert [each.status for each in claiming.of_visit(desk, visit)] == ["sent", "sent"]
        (row, *_) = desk.connection.execute(select(t.claim_versions.c.body)).all()
        assert b"1EG4TE5MK73" not in bytes(row[0])
        assert claiming.file_of(desk, "none") is None
        keep_report(desk, check_text(FITTING + "Left early.\n", Asked().options(), "n"), Asked(), visit, 1, "late")
    with pytest.raises(Unreadable, match="meanwhile"), place.desk("north", "ada") as desk:
        claiming.send(desk, one, again)
    place.close()
