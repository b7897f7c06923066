"""Money in the workplace: claims and payments come in, what they mean stands on the pages, and none of it is lost."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import made_claims
import pytest
from fastapi.testclient import TestClient
from made_remittances import as_835, claim, line, remittance, reversal
from made_workplace import opened_in
from test_claim import CLINIC as SHEET
from test_claim import FITTING
from test_web_claims import kept, send
from test_web_imports import packed, sent
from test_x12_acknowledged import COVER, file_of

from romberg.claims import Adjustment, Remittance
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.p837 import batches, written
from romberg.store import importing
from romberg.store.examples.fill import fill
from romberg.store.importing import exchange
from romberg.store.workplace import Workplace
from romberg.store.workplace import book_tables as b
from romberg.store.workplace import tables as t
from romberg.web.desks import CLINIC, PERSON
from romberg.web.permissions import Permission

Opened = tuple[TestClient, Workplace]
DENIED, CONTRACT = Adjustment("CO", "50", 10_000), Adjustment("CO", "45", 1_500)
DENIED_WHOLE = Adjustment("CO", "50", 4_500)
DAY = date(2026, 3, 12)
SELF = replace(made_claims.claim("V17").subscriber, relationship="18")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    folder = tmp_path_factory.mktemp("books")
    (folder / "data").mkdir()
    (folder / "data" / "clinic.yaml").write_text(SHEET)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROMBERG_DATA", str(folder / "data"))
        with opened_in(folder) as found:
            yield found


def came(client: TestClient, **files: bytes) -> list[tuple[str, str]]:
    """Outcome and sentence of each file of an import."""
    job = sent(client, {name.replace("__", "."): data for name, data in files.items()})
    return [(one.outcome, one.says or "") for one in job.came]


def claimed(client: TestClient, last: str = "Brandt") -> tuple[str, str]:
    """A visit that was kept, approved and claimed, and its claim's number."""
    visit = kept(client, FITTING.replace("Odile F.", f"Odile {last}"))
    assert send(client, visit, **{"subscriber.last": last}).status_code == 303
    address = client.get(f"/kept/{visit}/claim").text.partition("/claims/")[2].partition("/file")[0]
    (batch,) = batches(io.BytesIO(client.get(f"/claims/{address}/file").content))
    return visit, batch.claims[0].claim_id


def answered(number: str, trace: str, *, denied: bool = True) -> Remittance:
    """A payment of one claim: 97112 denied or paid, 97110 paid."""
    first = line("97112", 10_000, DENIED, units=2, rarcs=("N115",)) if denied else line("97112", 10_000, units=2)
    return remittance(trace, claim(number, first, line("97110", 4_500, CONTRACT), status="1"))


@pytest.fixture(scope="module")
def denied(opened: Opened) -> tuple[str, str, str]:
    """A visit whose claim was answered, its claim's number, and its denial."""
    client, place = opened
    visit, number = claimed(client)
    told = came(client, march__835=as_835(answered(number, "EFT-1")))
    assert told == [("posted", "Posted 1 claim, $30.00 paid, 1 line denied.")]
    with place.desk(CLINIC, PERSON) as desk:
        (row,) = desk.all(t.claims, t.claims.c.visit_id == visit)
        (answer,) = desk.all(b.answers, b.answers.c.claim_id == row["id"])
        (one,) = desk.all(b.denials, b.denials.c.answer_id == answer["id"])
    return visit, number, str(one["id"])


# --- what comes in


def test_a_payment_is_posted_and_moves_claim_and_visit(opened: Opened, denied: tuple[str, str, str]) -> None:
    client, place = opened
    visit, number, _ = denied
    with place.desk(CLINIC, PERSON) as desk:
        (row,) = desk.all(t.claims, t.claims.c.visit_id == visit)
        assert (row["status"], row["control"] is not None) == ("denied", True)
        found = desk.one(t.visits, id=visit)
        assert found is not None
        assert found["status"] == "denied"
    again = came(client, renamed__txt=as_835(answered(number, "EFT-1"), control=8))
    assert again == [("known", "1 payment was posted before; nothing changed.")]
    assert "came before" in came(client, march__835=as_835(answered(number, "EFT-1")))[0][1]


def test_broken_files_are_told_and_the_next_ones_are_read(opened: Opened, denied: tuple[str, str, str]) -> None:
    client, place = opened
    assert denied
    whole = as_835(remittance("EFT-20", claim("X-20", line("97110", 4_500))))
    unbalanced = replace(remittance("EFT-21", claim("X-21", line("97110", 4_500))), paid_cents=1)
    part = as_835(remittance("EFT-22", claim("X-22", line("97110", 4_500))), unbalanced)
    found = came(client, cut__835=whole[:300], part__835=part, cover__271=COVER, good__835=whole)
    assert [outcome for outcome, _ in found] == ["failed", "part", "failed", "posted"]
    assert found[0][1].startswith("cut.835")
    assert "Posted 1 claim, $45.00 paid, nothing denied." in found[1][1]
    assert "nothing of this payment is posted" in found[1][1]
    assert "271" in found[2][1]
    assert "1 claim is not known here" in found[3][1]
    with place.desk(CLINIC, PERSON) as desk:
        assert "X-21" not in [one["number"] for one in desk.all(b.answers)]


def test_claims_of_another_program_are_joined_with_their_visits(opened: Opened) -> None:
    client, place = opened
    note = FITTING.replace("Odile F.", "Ada Vale").encode()
    theirs = made_claims.claim(
        "V-31", lines=(made_claims.line("97112", 2, 10_000), made_claims.line("97110", 1, 4_500)), subscriber=SELF
    )
    stranger = replace(theirs, claim_id="V-32", lines=(made_claims.line("97140", 1, 3_000),))
    data = written(made_claims.batch(theirs, stranger)).encode("ascii")
    paid = as_835(answered("V-31", "EFT-31", denied=False))
    (told,) = came(client, month__zip=packed(z__835=paid, ada__txt=note, a__837=data))
    assert told[0] == "kept", told
    assert "Took in 2 claims" in told[1]
    (after,) = came(client, again__837=data.replace(b"*0930*", b"*0931*"))
    with place.desk(CLINIC, PERSON) as desk:
        found = {one["charge_cents"]: one for one in desk.all(t.claims, t.claims.c.control.is_(None))}
        assert found[14_500]["status"] == "paid"
        assert found[3_000]["visit_id"] is None
        visit = desk.one(t.visits, id=found[14_500]["visit_id"])
        assert visit is not None
        assert visit["status"] == "paid"
    assert after[0] == "known", after
    page = client.get(f"/kept/{visit['id']}/claim").text
    assert "in a file of another program" in page
    assert client.get(f"/claims/{found[14_500]['id']}/file").status_code == 404  # that file is not kept
    refused = remittance("EFT-32", claim("V-31", line("97112", 10_000, DENIED), line("97110", 4_500)))
    back = remittance("EFT-33", reversal(answered("V-31", "EFT-31", denied=False).claims[0]))
    came(client, b__835=as_835(refused, back))
    with place.desk(CLINIC, PERSON) as desk:
        answer = desk.one(b.answers, claim_id=found[14_500]["id"])
        assert answer is not None
        denial = desk.one(b.denials, answer_id=answer["id"])
        assert denial is not None
    page = client.get(f"/kept/{visit['id']}/claim?denial={denial['id']}").text
    member = theirs.subscriber.member_id
    for words in (f'value="{member}"', 'value="7" selected', f'value="{theirs.subscriber.person.address.street}"'):  # type: ignore[union-attr]
        assert words in page, words


def test_answers_before_payment_are_recorded(opened: Opened) -> None:
    client, place = opened
    visit, number = claimed(client, "Rejected")
    back = file_of(
        "277", "005010X214",
        f"HL*1**20*1~\nHL*2*1*22*0~\nNM1*IL*1*VALE*ADA~\nTRN*2*{number}~\nSTC*A7:562:85*20260402*U*90~\nTRN*2*OTHER~\n"
        "STC*A2:20:PR*20260402*WQ*145~",
    )  # fmt: skip
    ((outcome, says),) = came(client, back__277=back)
    assert outcome == "posted", says
    assert "1 claim was sent back, 1 claim is not known here" in says
    with place.desk(CLINIC, PERSON) as desk:
        (row,) = desk.all(t.claims, t.claims.c.visit_id == visit)
        assert row["status"] == "rejected"
    control = row["control"]
    taken = file_of(
        "999", "005010X231A1",
        f"AK1*HC*{control}*005010X222A1~\nAK2*837*{control:04}~\nIK5*A~\nAK2*837*0999~\nIK5*R~\nAK9*P*2*2*1~",
    )  # fmt: skip
    ((_, says),) = came(client, taken__999=taken)
    assert "1 file was taken, 1 file is not known here" in says


def test_who_may_not_post_sends_notes_alone(opened: Opened) -> None:
    _, place = opened
    with place.desk(CLINIC, PERSON) as desk:
        import_id = importing.begin(desk, may_post=False)
    data = as_835(remittance("EFT-40", claim("X-40", line("97110", 4_500))))
    importing.take(place, CLINIC, PERSON, import_id, "a.835", [data])
    with place.desk(CLINIC, PERSON) as desk:
        importing.start(desk, import_id)
    importing.Importer(place).work()
    with place.desk(CLINIC, PERSON) as desk:
        job = importing.job(desk, import_id)
        assert job is not None
        assert (job.came[0].outcome, job.came[0].code) == ("failed", "not_allowed")
        assert "X-40" not in [one["number"] for one in desk.all(b.answers)]


# --- the pages


def test_the_worklist_names_what_to_do_until_when_and_keeps_each_step(
    opened: Opened, denied: tuple[str, str, str]
) -> None:
    client, _ = opened
    visit, number, denial = denied
    page = client.get("/denials").text
    assert f'data-path="/denials/{denial}"' in page
    for words in ("97112: CO-50", "with N115", "$100.00", "Appeal", "2026-07-31", "Odile Brandt", number):
        assert words in page, words
    for address in (
        "/denials?carc=50",
        "/denials?sort=money&route=appeal",
        "/denials?first=2026-03-12&last=2026-03-12",
    ):
        assert denial in client.get(address).text, address
    for address in ("/denials?carc=97", "/denials?state=settled", "/denials?last=2026-03-11", "/denials?assigned=me"):
        found = client.get(address).text
        assert denial not in found
        assert "No denial passes these filters" in found
    whole = client.get(f"/denials/{denial}").text
    for words in (f'href="/kept/{visit}"', "redetermination", "120 days after the decision", "What the payer answered"):
        assert words in whole, words
    take = f"/denials/{denial}/step"
    assert client.post(f"{take}/written_off", data={"was": "open"}).status_code == 422
    assert client.post(f"{take}/appealed", data={"was": "settled"}).status_code == 422
    assert client.post(f"{take}/nowhere", data={}).status_code == 422
    moved = client.post(
        f"{take}/appealed", data={"was": "open", "reason": "<b>by fax</b>", "back": "/denials?sort=money"}
    )
    assert "No denial waits" in moved.text or denial not in moved.text
    page = client.get(f"/denials/{denial}").text
    assert "&lt;b&gt;by fax&lt;/b&gt;" in page
    assert "<b>appealed</b>" in page
    assert client.post(f"/denials/{denial}/assign", data={"person": PERSON}).status_code == 200
    assert denial in client.get("/denials?state=waiting&assigned=me").text
    client.post(f"{take}/open", data={"was": "appealed", "reason": "the fax did not arrive"})


def test_a_denial_leads_to_its_letter_its_packet_and_a_corrected_claim(
    opened: Opened, denied: tuple[str, str, str]
) -> None:
    client, place = opened
    visit, number, denial = denied
    letter = client.post(f"/denials/{denial}/letter")
    assert letter.status_code == 200
    assert f"ICN-{number}" in letter.text
    assert "tandem stance" in letter.text
    with place.desk(CLINIC, PERSON) as desk:
        row = desk.one(t.visits, id=visit)
        assert row is not None
    assert f"/patients/{row['patient_id']}/packet" in client.get(f"/denials/{denial}").text
    page = client.get(f"/kept/{visit}/claim?denial={denial}").text
    assert f'name="payer_claim_number" type="text" value="ICN-{number}"' in page
    assert 'value="7" selected' in page
    assert 'value="1EG4TE5MK73"' in page  # what was filled in before is not typed again
    more = {"denial": denial, "frequency": "7", "payer_claim_number": f"ICN-{number}", "subscriber.last": "Brandt"}
    assert send(client, visit, **more).status_code == 303
    with place.desk(CLINIC, PERSON) as desk:
        one = desk.one(b.denials, id=denial)
        assert one is not None
        assert one["state"] == "corrected"
        claims = desk.all(t.claims, t.claims.c.visit_id == visit, order_by=t.claims.c.made_at)
        assert len(claims) == 2
    assert "replaces ICN-" in client.get(f"/kept/{visit}/claim").text
    assert "Sent again as claim R" in client.get(f"/denials/{denial}").text


def test_visit_and_claim_show_what_was_paid_beside_what_was_expected(
    opened: Opened, denied: tuple[str, str, str]
) -> None:
    client, _ = opened
    visit, number, denial = denied
    for address in (f"/kept/{visit}", f"/kept/{visit}/claim"):
        page = client.get(address).text
        for words in ("NORTHERN HEALTH, 2026-04-02", "$30.00 paid", "CO-45 $15.00", "CO-50", f"/denials/{denial}"):
            assert words in page, (address, words)
    rows = client.get("/answers?outcome=denied").text
    assert number in rows
    assert number not in client.get("/answers?outcome=clean").text
    assert client.get("/answers?first=soon").status_code == 422


def test_payments_are_listed_and_one_of_several_tellings_is_taken(opened: Opened) -> None:
    client, place = opened
    first = remittance("EFT-50", claim("X-50", line("97110", 4_500)))
    other = remittance("EFT-50", claim("X-50", line("97110", 4_500, Adjustment("CO", "45", 500))))
    told = came(client, a__835=as_835(first), b__835=as_835(other))
    assert "told before in another way" in told[1][1]
    page = client.get("/payments").text
    assert "Told in several ways" in page
    assert "not known here" in page
    with place.desk(CLINIC, PERSON) as desk:
        ids = {one["received_cents"]: one["id"] for one in desk.all(b.payments) if one["trace"] == "EFT-50"}
    assert client.post(f"/payments/{ids[4_000]}/take", data={"reason": ""}).status_code == 422
    assert client.post("/payments/none/take", data={"reason": "x"}).status_code == 404
    taken = client.post(f"/payments/{ids[4_000]}/take", data={"reason": "as the bank says"}).text
    assert "$40.00" in taken
    assert "does not count" in client.get(f"/payments/{ids[4_500]}").text
    assert "Told in several ways" not in client.get("/payments").text
    assert client.get("/payments/none").status_code == 404
    assert client.get("/denials/none").status_code == 404


def test_nothing_posted_yet_says_what_to_do(tmp_path: Path) -> None:
    with opened_in(tmp_path) as (client, _):
        for address in ("/denials", "/payments", "/answers", "/figures/money"):
            assert 'href="/imports"' in client.get(address).text, address


def test_the_examples_are_answered_as_claims_are(tmp_path: Path) -> None:
    with opened_in(tmp_path) as (client, place):
        fill(place, CLINIC, PERSON)
        fill(place, CLINIC, PERSON)
        with place.desk(CLINIC, PERSON) as desk:
            assert sorted(one["tie"] for one in desk.all(b.answers)) == ["tied"] * 4 + ["unknown"]
            claims = desk.all(t.claims)
            assert all(one["visit_id"] for one in claims)
            assert sorted(one["carc"] for one in desk.all(b.denials)) == ["16", "16", "197", "50"]
            assert desk.count(b.payments) == 2
            clean = [one for one in desk.all(b.answers) if one["clean"] and one["tie"] == "tied"]
            assert [one["compared_cents"] - one["expected_cents"] for one in clean] == [0]
        assert "EX-399" in client.get("/answers?outcome=untied").text
        _every_number_opens_its_rows(client)


def _every_number_opens_its_rows(client: TestClient) -> None:
    """Each link of the figures leads to as many rows as it says, and to their money."""
    page = client.get("/figures/money").text
    links = re.findall(r'href="(/(?:answers|denials)\?[^"]+)">([^<]+)<', page)
    assert len(links) > 15
    opened = {html.unescape(address): client.get(html.unescape(address)).text for address, _ in links}
    for address, says in links:
        rows = opened[html.unescape(address)]
        count = re.search(r"<b>(\d+)</b> (?:claim|denial)", rows)
        number = int(count[1]) if count else 0
        if says.isdigit():
            assert number == int(says), address
        elif says.startswith("$") and "/denials" in address:
            assert says == "$0.00" or f"{says} denied" in rows, address
    shares = dict(re.findall(r"<dt>([^<]+)</dt><dd><a [^>]+>([\d.]+%)<", page))
    assert shares == {"Clean at once": "40.0%", "Lines denied": "44.4%"}
    assert "By payer" in page
    assert client.get("/figures/money?first=2030-01-01").text.count("No answered claim is of these days") == 1


def test_who_sees_no_money_sees_what_became_of_their_visit(
    opened: Opened, denied: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _ = opened
    visit, _, denial = denied
    monkeypatch.setattr("romberg.web.guard.EVERYTHING", frozenset(Permission) - {Permission.SEE_MONEY})
    page = client.get(f"/kept/{visit}").text
    answered = page.partition('id="answered"')[2].partition("</section>")[0]
    assert "the payer does not find the service necessary" in answered
    assert "$" not in answered
    assert denial not in answered
    for address in ("/denials", f"/denials/{denial}", "/payments", "/answers", "/figures/money"):
        assert client.get(address).status_code == 403, address


def test_a_run_that_was_cut_short_between_posting_and_working_out_goes_on(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, place = opened
    data = as_835(remittance("EFT-60", claim("X-60", line("97110", 4_500, DENIED_WHOLE))))

    def busy(*_: object) -> int:
        raise Unreadable("busy", "Others are writing without end.", "")

    with monkeypatch.context() as patch:
        patch.setattr(exchange, "refresh", busy)
        assert came(client, a__835=data)[0][0] == "failed"
    assert came(client, a__835=data) == [("known", "1 payment was posted before; nothing changed.")]
    with place.desk(CLINIC, PERSON) as desk:
        (answer,) = [one for one in desk.all(b.answers) if one["number"] == "X-60"]
        assert answer["denied_cents"] == 4_500


HOSTILE = (
    "<script>alert(1)</script>", "{{ 7 * 7 }}", "' OR 1=1 --", "=HYPERLINK(1)", "\u202eevil", "a" * 400, "\x00nul",
    "../../etc/passwd", "%s%n", "Zo\u00eb",
)  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_a_payer_are_words_and_nothing_else(opened: Opened, words: str) -> None:
    client, _ = opened
    number = f"{words}-{HOSTILE.index(words)}"[-38:]
    told = replace(claim(number, line("97110", 4_500, DENIED_WHOLE)), payer_claim_id=words[:30], status="4")
    one = replace(remittance(words[:50], told, payer="PAYER"), payer_name=words)
    ((outcome, says),) = came(client, a__835=as_835(one).decode().encode("utf-8"))
    assert outcome in ("posted", "failed"), says
    assert words not in says or outcome == "failed"
    for address in ("/denials?state=", "/payments", "/answers", "/figures/money"):
        page = client.get(address)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert ">49<" not in page.text


def test_programs_read_and_work_the_money_as_the_pages_do(opened: Opened) -> None:
    client, _ = opened
    visit, number = claimed(client, "Programs")
    came(client, a__835=as_835(answered(number, "EFT-70")))
    (row,) = [one for one in client.get("/api/v1/denials").json()["rows"] if one["claim"] == number]
    assert (row["carc"], row["cents"], row["until"]["last"], row["until"]["cite"]) == (
        "50", 10_000, "2026-07-31", "ngs-appeals-2025",
    )  # fmt: skip
    address = f"/api/v1/denials/{row['id']}"
    told = client.get(address).json()
    assert told["answer"]["lines"][0]["denials"][0]["route"] == "appeal"
    assert [one["state"] for one in told["steps"]] == ["open"]
    assert client.post(f"{address}/steps", json={"state": "written_off"}).status_code == 422
    step, key = {"state": "appealed", "was": "open", "reason": "by mail"}, {"Idempotency-Key": "appeal-1"}
    assert client.post(f"{address}/steps", json=step, headers=key).json() == {"id": row["id"], "done": True}
    assert client.post(f"{address}/steps", json=step, headers=key).status_code == 200  # once, however often
    assert client.post(f"{address}/steps", json=step).status_code == 409
    assert client.post(f"{address}/assignment", json={"person": PERSON}).status_code == 200
    assert client.post(f"{address}/assignment", json={"person": "nobody"}).status_code == 422
    steps = client.get(address).json()["steps"]
    assert [(one["state"], one["reason"]) for one in steps] == [("open", None), ("appealed", "by mail")]
    assert "tandem stance" in client.post(f"{address}/letter").text
    (payment,) = [one for one in client.get("/api/v1/payments").json()["payments"] if one["trace"] == "EFT-70"]
    whole = client.get(f"/api/v1/payments/{payment['id']}").json()
    assert [one["claim"] for one in whole["claims"]] == [number]
    assert client.post(f"/api/v1/payments/{payment['id']}/take", json={"reason": "the only one"}).status_code == 200
    assert [one["paid_cents"] for one in client.get(f"/api/v1/visits/{visit}/answers").json()["answers"]] == [3_000]
    listed = client.get("/api/v1/answers?outcome=denied").json()
    assert number in [one["claim"] for one in listed["rows"]]
    days = "first=2026-01-01&last=2026-12-31"
    figures = client.get(f"/api/v1/figures/money?{days}").json()
    assert sum(one["claims"] for one in figures["payers"]) == client.get(f"/api/v1/answers?{days}").json()["count"]


def test_a_reason_that_no_list_has_is_told_and_answered_with_care(opened: Opened) -> None:
    client, place = opened
    visit, number = claimed(client, "Strange")
    strange = line("97112", 10_000, Adjustment("CO", "X99", 10_000), units=2)
    came(client, a__835=as_835(remittance("EFT-80", claim(number, strange, line("97110", 4_500)))))
    with place.desk(CLINIC, PERSON) as desk:
        (one,) = [each for each in desk.all(b.denials) if each["carc"] == "X99"]
    page = client.get(f"/denials/{one['id']}").text
    assert "CO-X99</h1>" in page  # no words of ours, and none made up
    assert "Write off" in page  # what the group CO alone says
    letter = client.post(f"/denials/{one['id']}/letter")
    assert letter.status_code == 200
    assert "Do not appeal" in letter.text or "No letter is written" in letter.text
    assert f"/denials/{one['id']}" in client.get(f"/kept/{visit}").text


def test_a_claim_that_came_before_its_note_finds_it_later(opened: Opened) -> None:
    client, place = opened
    theirs = made_claims.claim("V-90", subscriber=SELF)
    person = replace(SELF.person, name=replace(SELF.person.name, first="Lena", last="Waiting", middle=""))
    theirs = replace(theirs, subscriber=replace(SELF, person=person))
    data = written(made_claims.batch(theirs)).encode("ascii")
    ((_, says), _) = came(client, a__837=data, b__835=as_835(answered("V-90", "EFT-90")))
    assert says == "Took in 1 claim, 0 joined with their visits."
    visit = kept(client, FITTING.replace("Odile F.", "Lena Waiting"), approve=False)
    stranger = kept(client, FITTING.replace("Odile F.", "Lena Otherone"), approve=False)
    with place.desk(CLINIC, PERSON) as desk:
        states = [(desk.one(t.visits, id=one) or {})["status"] for one in (visit, stranger)]
        assert states == ["denied", "open"]
        (row,) = desk.all(t.claims, t.claims.c.visit_id == visit)
        assert row["newest"] == 2
    assert "$100.00" in client.get(f"/kept/{visit}").text
