"""A kept report is the fresh one to the last value, and none is shown that other judges made."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from made_workplace import NOTE, keep
from sqlalchemy import delete
from workplaces import DATABASES, workplace

import romberg
from romberg import web
from romberg.batch import Options, check, check_text
from romberg.batch import again as batch_again
from romberg.batch.again import SOURCE, again, check_again, judged_by, packed
from romberg.formats.unreadable import Unreadable
from romberg.knowledge import editions
from romberg.notes import interventions
from romberg.notes.interventions.own import Own
from romberg.report import Report
from romberg.report import packed as report_packed
from romberg.store.importing import begin, job, start, take
from romberg.store.importing.run import Importer
from romberg.store.intake import Asked, keep_report, kept_report
from romberg.store.workplace import Workplace, visits
from romberg.store.workplace.tables import visit_reports
from romberg.visit import BilledLine, Document, Gap, Visit
from romberg.web.desks import CLINIC, PERSON

HERE = Path(__file__).parent
NOTES = sorted(HERE.glob("visits/**/*.txt"))
CLAIM = (BilledLine("97112", 3, ("GP",)), BilledLine("97110", 1, ("GP", "KX")))
ASKED = (
    Options(),
    Options(payer="cigna", zip5="77002", claim=CLAIM),
    Options(payer="medicare", on=date(2025, 6, 2), claim=CLAIM),
)


def checked(text: str, options: Options) -> Report:
    return check_text(text, options, SOURCE)


@pytest.mark.parametrize("options", ASKED, ids=["as the note says", "a plan", "Medicare, another day"])
def test_every_labelled_visit_comes_back_as_it_was(options: Options) -> None:
    assert len(NOTES) > 200
    for path in NOTES[::9]:
        text = path.read_text(encoding="utf-8")
        fresh = checked(text, options)
        kept = packed(fresh)
        assert kept is not None
        assert json.dumps(text, ensure_ascii=False)[1:-1] not in kept, "the words stand beside the report"
        back = again(kept, text, options)
        assert back == fresh, path
        assert back.as_dict() == fresh.as_dict()


def test_a_text_that_is_no_report_is_refused() -> None:
    kept = packed(checked(NOTE, Options()))
    assert kept is not None
    for other in ("{}", "[]", "null", '{"Path":["/"]}', kept.replace('{"Verdict"', '{"Popen"', 1), kept[:-9]):
        with pytest.raises(ValueError, match=r"."):
            again(other, NOTE, Options())
    with pytest.raises(TypeError, match=r"PosixPath|WindowsPath"):
        report_packed.pack(Path("/"))  # type: ignore[arg-type]  # what the type forbids is refused, too


def test_a_report_that_the_note_alone_does_not_give_is_not_kept() -> None:
    fresh = checked(NOTE, Options())
    bare = Document(NOTE, "text")
    assert packed(replace(fresh, header=replace(fresh.header, document=bare))) == packed(fresh), "words and no more"
    for more in (
        replace(bare, gaps=(Gap("A picture was not read.", True),)),
        replace(bare, service_date=date(2026, 3, 12)),
        replace(bare, billed=CLAIM),
        replace(bare, patient="Q-1"),
    ):
        assert packed(replace(fresh, header=replace(fresh.header, document=more))) is None
    assert packed(replace(fresh, header=replace(fresh.header, patient="1"))) is None


# --- the mark of what judges


def test_the_mark_is_steady_and_names_words_cards_releases_and_program(monkeypatch: pytest.MonkeyPatch) -> None:
    before = judged_by()
    assert before == judged_by()
    assert len(before) == 64
    for name, value in (("_program", "other"), ("_cards", "other"), ("_imported", "other"), ("_words", "other")):
        with monkeypatch.context() as patch:
            patch.setattr(batch_again, name, lambda *_, told=value: told)
            assert judged_by() != before, name


def test_own_words_cards_and_releases_change_the_mark(tmp_path: Path) -> None:
    marks = {batch_again._words(interventions.own()), batch_again._cards(tmp_path / "payers")}
    marks.add(batch_again._words(Own({"balance": ("wobble plank",)}, {})))
    marks.add(batch_again._words(Own({}, {"97112": ("wobble plank",)})))
    for number, words in enumerate(("a: 1", "a: 2")):
        folder = tmp_path / f"cards {number}"
        folder.mkdir()
        (folder / "mine.yaml").write_text(words, encoding="utf-8")
        (folder / "rates.csv").write_text("code,rate\n", encoding="utf-8")
        marks.add(batch_again._cards(folder))
    assert len(marks) == 6
    assert batch_again._imported(editions.Library(tmp_path, ())) == batch_again._imported(editions.library())


def test_every_file_of_the_program_counts() -> None:
    """A rule, a table and a card are among what the mark is made of."""
    folder = Path(str(romberg.__file__)).parent
    names = {one.suffix for one in folder.rglob("*") if one.is_file()}
    assert {".py", ".yaml", ".csv"} <= names
    assert len(batch_again._program()) == 64


# --- in the workplace


@pytest.fixture(params=DATABASES)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[TestClient, Workplace]]:
    place = workplace(request.param, tmp_path)
    with TestClient(web.made(workplace=place), base_url="http://127.0.0.1:8750") as client:
        yield client, place
    place.close()


def rows(place: Workplace) -> list[tuple[str, int, str]]:
    with place.glance(CLINIC, PERSON) as desk:
        return [(one["visit_id"], one["number"], one["judged_by"]) for one in desk.all(visit_reports)]


def emptied(place: Workplace) -> None:
    with place.engine.begin() as connection:
        connection.execute(delete(visit_reports))


def test_the_page_from_a_kept_report_is_the_page_of_a_fresh_one(
    opened: tuple[TestClient, Workplace], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, place = opened
    visit = keep(client, "Ada Vale", charges="typed", code=["97112"], units=["3"], modifiers=["GP"])
    assert rows(place) == [(visit, 1, judged_by())]
    with monkeypatch.context() as patch:
        patch.setattr("romberg.store.intake.again.check_text", None)  # nothing is read anew
        quick = client.get(f"/kept/{visit}").text
        told = client.get(f"/api/v1/visits/{visit}").json()
    emptied(place)
    assert client.get(f"/kept/{visit}").text == quick
    assert "97112 is billed with 3 units" in quick
    assert rows(place) == [(visit, 1, judged_by())], "and kept for whoever looks next"
    emptied(place)
    assert client.get(f"/api/v1/visits/{visit}").json() == told


def test_a_report_of_other_judges_is_made_anew(
    opened: tuple[TestClient, Workplace], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, place = opened
    with monkeypatch.context() as patch:
        patch.setattr(batch_again, "_program", lambda: "the program of yesterday")
        old = judged_by()
        visit = keep(client, "Bea Lind")
    assert rows(place) == [(visit, 1, old)]
    with place.desk(CLINIC, PERSON) as desk:
        version = visits.opened(desk, visit)
        assert version is not None
        assert kept_report(desk, version) is None
    assert client.get(f"/kept/{visit}").status_code == 200
    assert rows(place) == [(visit, 1, judged_by())]


def test_each_version_has_its_own(opened: tuple[TestClient, Workplace]) -> None:
    client, place = opened
    visit = keep(client, "Cato Brun")
    text = NOTE.replace("Odile F.", "Cato Brun").replace("24 min:", "22 min:")
    sent = client.post(f"/kept/{visit}/versions", data={"text": text, "base": "1", "why": "the clock"})
    assert sent.status_code == 200
    assert [one[:2] for one in rows(place)] == [(visit, 1), (visit, 2)]
    for number, minutes in ((1, "24 min:"), (2, "22 min:")):
        assert minutes in client.get(f"/kept/{visit}?version={number}").text


def test_an_imported_note_has_its_report_beside_it(tmp_path: Path) -> None:
    place = workplace("sqlite", tmp_path)
    with TestClient(web.made(workplace=place), base_url="http://127.0.0.1:8750"):
        pass  # founds the clinic
    with place.desk(CLINIC, PERSON) as desk:
        made = begin(desk)
    packed_up = io.BytesIO()
    with zipfile.ZipFile(packed_up, "w") as file:
        file.writestr("another.txt", NOTE.replace("24 min:", "22 min:"))
    take(place, CLINIC, PERSON, made, "a note.txt", [NOTE.encode()])
    take(place, CLINIC, PERSON, made, "more.zip", [packed_up.getvalue()])
    with place.desk(CLINIC, PERSON) as desk:
        start(desk, made)
    Importer(place).work()
    with place.desk(CLINIC, PERSON) as desk:
        done = job(desk, made)
        assert done is not None
        for came in done.came:
            version = visits.opened(desk, came.visit_id or "")
            assert version is not None
            held = kept_report(desk, version)
            assert held == checked(version.note, Options()), "under the name of a kept note, not of its file"
    place.close()


def test_what_came_before_is_not_written_again(tmp_path: Path) -> None:
    place = workplace("sqlite", tmp_path)
    with TestClient(web.made(workplace=place), base_url="http://127.0.0.1:8750"):
        pass
    report = checked(NOTE, Options())
    for outcome in ("new", "unchanged"):
        with place.desk(CLINIC, PERSON) as desk:
            assert keep_report(desk, report, Asked()).outcome == outcome
    assert len(rows(place)) == 1
    place.close()


# --- tried again with other charges


@pytest.mark.parametrize("options", ASKED, ids=["as the note says", "a plan", "Medicare, another day"])
def test_a_note_tried_again_is_judged_as_if_it_were_read_anew(options: Options) -> None:
    for path in NOTES[::29]:
        text = path.read_text(encoding="utf-8")
        assert check_again(text, options) == checked(text, options), path


def test_a_reading_is_held_for_the_same_words_and_judges_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    batch_again._reading.cache_clear()
    count = Counting(check.visit_of)
    monkeypatch.setattr(batch_again, "visit_of", count)
    for _ in range(3):
        check_again(NOTE, Options(payer="cigna", claim=CLAIM))
    assert count.times == 1
    check_again(NOTE + " ", Options())
    monkeypatch.setattr(batch_again, "_words", lambda _: "other words")
    check_again(NOTE, Options())
    assert count.times == 3
    long = NOTE + "\n" * 30_000
    for _ in range(2):
        check_again(long, Options())
    assert count.times == 5, "long ones are not held"
    with pytest.raises(Unreadable, match="no words"):
        check_again("  ", Options())


class Counting:
    """Calls a function and counts how often."""

    def __init__(self, work: Callable[[str, str], Visit]) -> None:
        self.work, self.times = work, 0

    def __call__(self, source: str, text: str) -> Visit:
        self.times += 1
        return self.work(source, text)
