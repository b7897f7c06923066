"""Imports: what is dropped is worked through once, file by file, whatever is wrong with some, however it was killed."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import textwrap
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from made_workplace import NOTE, opened_in, workplace_in

from romberg.formats.unreadable import Unreadable
from romberg.report import Report
from romberg.store import importing
from romberg.store.importing import content, run
from romberg.store.importing.notes import Result, keep, notes_of
from romberg.store.workplace import Desk, Workplace
from romberg.store.workplace.tables import import_files, visit_versions, visits
from romberg.web.desks import CLINIC, PERSON, ready_for_one

Opened = tuple[TestClient, Workplace]
MARKER = "ZZPATIENT"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with opened_in(tmp_path_factory.mktemp("imports")) as found:
        yield found


def note(patient: str) -> bytes:
    """A note of a patient."""
    return NOTE.replace("Odile F.", patient).encode()


def packed(**members: bytes) -> bytes:
    """A ZIP file."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        for name, data in members.items():
            file.writestr(name.replace("__", "."), data)
    return held.getvalue()


def sent(client: TestClient, files: dict[str, bytes]) -> importing.Job:
    """An import of files, as a form sends them, when it is done."""
    answer = client.post("/imports", files=[("files", one) for one in files.items()], follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return done(client, answer.headers["location"].rpartition("/")[2])


def done(client: TestClient, import_id: str) -> importing.Job:
    """An import, when it is done."""
    for _ in range(300):
        with client.app.state.workplace.desk(CLINIC, PERSON) as desk:  # type: ignore[attr-defined]  # an application of ours
            found = importing.job(desk, import_id)
        assert found is not None
        if found.state == "done":
            return found
        time.sleep(0.05)
    raise AssertionError(found)


def counted(workplace: Workplace) -> tuple[int, int]:
    """How many visits and versions are kept."""
    with workplace.desk(CLINIC, PERSON) as desk:
        return desk.count(visits), desk.count(visit_versions)


def test_files_of_every_kind_each_with_its_sentence(opened: Opened) -> None:
    client, _ = opened
    rtf = (r"{\rtf1\ansi " + NOTE.replace("Odile F.", "Rolf Text").replace("\n", "\\par\n") + "}").encode("ascii")
    files = {
        "ada.txt": note("Ada Import"),
        "rolf.rtf": rtf,
        "more.zip": packed(a__txt=note("Zip One"), b__txt=note("Zip Two"), c__pdf=b"%PDF-1.7 broken"),
        "broken.pdf": b"%PDF-1.7 broken",
        "empty.txt": b"  \n",
        "<script>.docx": b"PK\x03\x04 nothing",
        "last.txt": note("Lena Ende"),
    }
    job = sent(client, files)
    assert [one.outcome for one in job.came] == ["kept", "kept", "part", "failed", "failed", "failed", "kept"]
    assert (job.done, job.files) == (7, 7)
    assert all(one.says for one in job.came)
    assert "2 visits kept." in (job.came[2].says or "")
    assert job.came[0].visit_id
    page = client.get(f"/imports/{job.id}").text
    assert "&lt;script&gt;.docx" in page
    assert f'href="/kept/{job.came[0].visit_id}"' in page
    assert "/tmp" not in page
    queue = client.get("/queue").text
    for name in ("Ada Import", "Rolf Text", "Zip One", "Zip Two", "Lena Ende"):
        assert name in queue


def test_a_large_table_is_kept_a_part_at_a_time(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    client, workplace = opened
    monkeypatch.setattr(run, "_NOTES_AT_ONCE", 3)
    before = counted(workplace)
    names = ("Ann", "Ben", "Cyd", "Don", "Eva", "Fin", "Geo")
    job = sent(client, {"many.zip": packed(**{f"{one}__txt": note(f"{one} Parts") for one in names})})
    assert (job.came[0].outcome, job.came[0].says) == ("kept", "7 visits kept.")
    assert counted(workplace) == (before[0] + 7, before[1] + 7)


def test_the_same_file_twice_changes_nothing(opened: Opened) -> None:
    client, workplace = opened
    first = sent(client, {"twice.txt": note("Twice Same")})
    before = counted(workplace)
    again = sent(client, {"renamed.txt": note("Twice Same"), "packed.zip": packed(a__txt=note("Twice Same"))})
    assert counted(workplace) == before
    assert [one.outcome for one in again.came] == ["known", "known"]
    assert "came before" in (again.came[0].says or "")
    assert first.came[0].outcome == "kept"


def test_an_earlier_file_does_not_undo_a_correction(opened: Opened) -> None:
    client, workplace = opened
    job = sent(client, {"fix.txt": note("Fix Later")})
    visit = job.came[0].visit_id
    text = note("Fix Later").decode() + "\nAddendum: done."
    client.post(f"/kept/{visit}/versions", data={"text": text, "base": "1", "why": "addendum"})
    before = counted(workplace)
    again = sent(client, {"fix.zip": packed(a__txt=note("Fix Later"))})
    assert (again.came[0].outcome, counted(workplace)) == ("known", before)
    assert "Addendum" in client.get(f"/kept/{visit}").text


def test_files_are_sent_one_by_one_as_the_page_does(opened: Opened) -> None:
    client, _ = opened
    import_id = client.post("/imports/begin").json()["id"]
    for name, data in (("sch%C3%B6n%20%2F%20a.txt", note("Strom One")), ("big.txt", b"x" * 24_999_999)):
        assert client.post(f"/imports/{import_id}/file", content=data, headers={"X-File-Name": name}).status_code == 204
    client.post(f"/imports/{import_id}/start")
    job = done(client, import_id)
    assert [(one.name, one.outcome) for one in job.came] == [(" a.txt", "kept"), ("big.txt", "failed")]
    late = client.post(f"/imports/{import_id}/file", content=b"x", headers={"HX-Request": "true"})
    assert (late.status_code, "takes no more files" in late.text) == (422, True)
    told = client.get(f"/imports/{import_id}/events")
    assert told.headers["content-type"].startswith("text/event-stream")
    assert told.text == 'data: {"state": "done", "files": 2, "done": 2}\n\n'


def test_a_file_that_is_too_large_leaves_nothing_behind(tmp_path: Path) -> None:
    workplace = workplace_in(tmp_path)
    kept = content.Content(tmp_path / "incoming", "i", 0, "c")
    with pytest.raises(Unreadable, match="larger than 25 MB"):
        kept.written(workplace.keyring.sealer, (b"x" * 1_000_000 for _ in range(26)))
    assert list((tmp_path / "incoming").iterdir()) == []
    workplace.close()


def test_what_was_written_is_read_again_and_nothing_of_it_lies_open(tmp_path: Path) -> None:
    workplace = workplace_in(tmp_path)
    kept = content.Content(tmp_path / "incoming", "i", 0, "c")
    data = os.urandom(700_000) + MARKER.encode()
    kept.written(workplace.keyring.sealer, (data[at : at + 999] for at in range(0, len(data), 999)))
    assert kept.read(workplace.keyring.sealer) == data
    assert MARKER.encode() not in kept.path.read_bytes()
    lines = kept.path.read_bytes().splitlines(keepends=True)
    kept.path.write_bytes(b"".join([lines[1], lines[0], *lines[2:]]))
    with pytest.raises(Unreadable):
        kept.read(workplace.keyring.sealer)
    workplace.close()


def test_a_fault_of_our_own_stays_with_its_file(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    client, workplace = opened

    def reading(data: bytes, name: str, *more: object) -> object:
        if "bad" in name:
            raise RuntimeError(MARKER)
        return notes_of(data, name, *more)  # type: ignore[arg-type]  # handed on as they came

    def keeping(desk: Desk, reports: list[Report], result: Result) -> None:
        keep(desk, reports, result)
        if any("Worse Luck" in one.text for one in reports):
            raise RuntimeError(MARKER)

    monkeypatch.setattr(run, "notes_of", reading)
    monkeypatch.setattr(run, "keep", keeping)
    before = counted(workplace)
    job = sent(client, {"bad.txt": note("Bad Luck"), "worse.txt": note("Worse Luck"), "good.txt": note("Good Luck")})
    failed = ("failed", "internal")
    assert [(one.outcome, one.code) for one in job.came] == [failed, failed, ("kept", None)]
    assert counted(workplace) == (before[0] + 1, before[1] + 1)


def test_unknown_imports_are_not_there(opened: Opened) -> None:
    client, _ = opened
    assert client.get("/imports/none").status_code == 404
    assert client.get("/imports/none/events").status_code == 404
    assert client.post("/imports/none/start").status_code == 422
    assert client.post("/imports", data={"x": "y"}).status_code == 422
    assert "Nothing came in yet" not in client.get("/imports").text


KILLED = textwrap.dedent("""
    import os, sys
    from pathlib import Path
    from made_workplace import workplace_in
    from romberg.store.importing import Importer, run
    true, left = getattr(run, sys.argv[2]), [2]
    def step(*given):
        true(*given)
        left[0] -= 1
        if left[0] == 0:
            os._exit(9)
    setattr(run, sys.argv[2], step)
    Importer(workplace_in(Path(sys.argv[1]))).work()
""")


@pytest.mark.parametrize(("step", "kept"), [("_settle", 4), ("_tell", 2), ("keep", 2)])
def test_a_killed_import_goes_on_at_the_next_start(tmp_path: Path, step: str, kept: int) -> None:
    """Killed twice at the second file: when it was told, before that was on the disk, before it was told."""
    workplace = workplace_in(tmp_path)
    ready_for_one(workplace)
    with workplace.desk(CLINIC, PERSON) as desk:
        import_id = importing.begin(desk)
    for at in range(4):
        importing.take(workplace, CLINIC, PERSON, import_id, f"{at}.txt", iter([note(f"Killed Nr{'abcd'[at]}")]))
    with workplace.desk(CLINIC, PERSON) as desk:
        importing.start(desk, import_id)
    here = Path(__file__).parent
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(here), str(here.parent / "src")])}
    for _ in range(2):
        killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), step], env=env, check=False)
        assert killed.returncode == 9
    assert counted(workplace) == (kept, kept)
    importing.Importer(workplace).work()
    with workplace.desk(CLINIC, PERSON) as desk:
        job = importing.job(desk, import_id)
        assert desk.count(import_files) == 4
    assert job is not None
    assert (job.state, job.done) == ("done", 4)
    assert {one.outcome for one in job.came} <= {"kept", "known"}
    assert counted(workplace) == (4, 4)
    assert not list((tmp_path / "incoming").iterdir())
    workplace.close()


def test_no_name_of_a_file_stands_in_an_address(opened: Opened) -> None:
    client, _ = opened
    sent(client, {f"{MARKER}.txt": note("Name Less")})
    page = client.get("/imports").text
    assert not re.search(rf'(?:href|action|src)="[^"]*{MARKER}', page)
