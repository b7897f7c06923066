"""The child process: what it may do, how it is replaced, and that nothing is lost between the two sides."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_documents import LINES, NOTE, drawing, html, pdf, rtf, work_of, zipped

from romberg.formats.documents import limits, worker
from romberg.formats.documents.wire import Answer, Member, Request, send_answer, send_request, take_answer, take_request
from romberg.formats.documents.worker import Worker
from romberg.formats.unreadable import Unreadable
from romberg.visit import BilledLine, Document, Gap, Places, Span

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="limits are those of Unix")


@pytest.fixture(scope="module")
def reading() -> Iterator[Worker]:
    """A worker for the tests of this file."""
    with Worker() as one:
        yield one


def only(reading: Worker, data: bytes, name: str) -> Document | Unreadable:
    """The only document that a worker finds in a file."""
    ((_, found),) = reading.read(data, name)
    return found


def child_of(reading: Worker) -> subprocess.Popen[bytes]:
    """The process behind a worker."""
    process = reading._process
    assert process is not None
    return process


# --- what the two sides say to one another


TEXTS = st.text(max_size=30)
PLACES = st.builds(
    Places,
    st.tuples(st.builds(Span, st.integers(0, 9), st.integers(9, 20))),
    st.tuples(st.integers(1, 9)),
    st.tuples(st.tuples(*[st.floats(0, 800, allow_nan=False)] * 4)),
    st.tuples(st.tuples(*[st.floats(0, 800, allow_nan=False)] * 2)),
)
LINES_BILLED = st.builds(BilledLine, TEXTS, st.integers(0, 9), st.tuples(TEXTS), st.none() | st.integers(0, 99))
DOCUMENTS = st.builds(
    Document,
    TEXTS,
    TEXTS,
    st.tuples(st.builds(Gap, TEXTS, st.booleans(), st.booleans())),
    st.none() | PLACES,
    st.none() | st.dates(date(1950, 1, 1)),
    TEXTS,
    st.none() | st.tuples(LINES_BILLED),
    TEXTS,
)


@given(st.lists(st.tuples(TEXTS, DOCUMENTS), max_size=3), st.booleans())
def test_documents_come_through_whole(found: list[tuple[str, Document]], leaving: bool) -> None:
    pipe = io.BytesIO()
    send_answer(pipe, Answer(tuple(found), None, leaving))
    pipe.seek(0)
    assert take_answer(pipe) == Answer(tuple(found), None, leaving)


def test_errors_and_members_come_through_whole() -> None:
    error = Unreadable("limit", "a.pdf is too large.", "a.pdf")
    pipe = io.BytesIO()
    send_answer(pipe, Answer((("a", error),), (Member(3, "z#a", ".pdf", 4, error),)))
    pipe.seek(0)
    told = take_answer(pipe)
    assert told is not None
    assert told.members is not None
    held = (told.found[0][1], told.members[0].error)
    assert [one.as_dict() for one in held if isinstance(one, Unreadable)] == [error.as_dict()] * 2
    assert replace(told.members[0], error=None) == Member(3, "z#a", ".pdf", 4)


@given(st.binary(max_size=50), st.none() | st.binary(max_size=20), st.none() | st.integers(1, 9))
def test_requests_come_through_whole(data: bytes, beside: bytes | None, member: int | None) -> None:
    pipe = io.BytesIO()
    asked = Request("a\nb.pdf", ".pdf", data, beside, member)
    send_request(pipe, asked)
    send_request(pipe, replace(asked, held=True))
    pipe.seek(0)
    assert take_request(pipe, b"") == asked
    assert take_request(pipe, data) == replace(asked, held=True)
    assert take_request(pipe, b"") is None


@pytest.mark.parametrize("told", [b"", b"x\n", b"10\nshort", b"%d\n" % (limits.LARGEST_REPLY + 1)])
def test_a_child_that_breaks_off_gives_no_answer(told: bytes) -> None:
    assert take_answer(io.BytesIO(told)) is None


# --- one child for many files


def test_one_child_reads_many_files_quickly(reading: Worker) -> None:
    assert isinstance(only(reading, rtf(), "a.rtf"), Document)
    first = child_of(reading).pid
    started = work_of(reading)
    for _ in range(50):
        assert isinstance(only(reading, html(), "a.html"), Document)
    each = (work_of(reading) - started) / 50
    assert child_of(reading).pid == first
    assert each < 0.05


def test_a_child_that_died_between_two_files_is_replaced(reading: Worker) -> None:
    only(reading, rtf(), "a.rtf")
    child_of(reading).kill()
    child_of(reading).wait()
    assert isinstance(only(reading, rtf(), "a.rtf"), Document)


def test_the_child_ends_with_its_worker() -> None:
    with Worker() as one:
        only(one, rtf(), "a.rtf")
        process = child_of(one)
    assert process.poll() is not None


def test_no_child_is_started_for_nothing() -> None:
    with Worker() as one:
        assert one._process is None


@POSIX
def test_a_child_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child is stopped while it works: only the clock on the wall can end that."""
    with Worker() as one:
        assert isinstance(only(one, rtf(), "a.rtf"), Document)
        os.kill(child_of(one).pid, signal.SIGSTOP)
        with monkeypatch.context() as impatient:
            impatient.setattr(worker, "WALL_SECONDS", 0.3)
            started = time.perf_counter()
            found = only(one, rtf(), "a.rtf")
        assert time.perf_counter() - started < 60
        assert isinstance(found, Unreadable)
        assert found.code == "limit"
        assert isinstance(only(one, rtf(), "a.rtf"), Document)


def test_a_child_that_cannot_start_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_START", "raise SystemExit(1)")
    with Worker() as one:
        found = only(one, rtf(), "a.rtf")
    assert isinstance(found, Unreadable)
    assert found.code == "internal"


@POSIX
def test_a_zip_of_traps_is_given_up_after_some() -> None:
    traps = {f"{number}.rtf": b"{\\rtf1" + b"{" * 1000 for number in range(worker.MOST_LIMITS + 3)}
    with Worker() as one:
        found = [document for _, document in one.read(zipped(traps), "all.zip")]
    assert all(isinstance(document, Unreadable) and document.code == "limit" for document in found)
    assert sum("was not tried" in document.says for document in found if isinstance(document, Unreadable)) == 3


def test_the_members_of_a_zip_are_read_one_by_one(reading: Worker) -> None:
    data = zipped({"a.rtf": rtf(), "b.pdf": pdf([drawing(LINES)]), "c.txt": NOTE, "d.pdf": b"%PDF-1.7"})
    found = list(reading.read(data, "all.zip"))
    assert [name for name, _ in found] == [f"all.zip#{name}" for name in ("a.rtf", "b.pdf", "c.txt", "d.pdf")]
    assert [isinstance(document, Document) for _, document in found] == [True, True, True, False]


# --- what the child may not do


PROBE = """
import sys, json, socket, resource
sys.path[:0] = json.loads(sys.argv[1])
from romberg.formats.documents import limits
limits.confine()
told = []
for what in (lambda: open("/etc/hostname"), lambda: open("romberg-probe", "w"), lambda: socket.socket()):
    try:
        what()
        told.append("opened")
    except OSError:
        told.append("refused")
try:
    bytearray(2 * limits.MEMORY_BYTES)
    told.append("opened")
except MemoryError:
    told.append("refused")
with limits.doors_open():
    import wave
try:
    open("/etc/hostname")
    told.append("opened")
except OSError:
    told.append("refused")
print(told)
"""


@POSIX
def test_a_confined_process_opens_no_file_and_no_connection_and_takes_no_more_memory() -> None:
    import json  # noqa: PLC0415  # for this test alone

    paths = json.dumps([one for one in sys.path if one])
    found = subprocess.run([sys.executable, "-I", "-S", "-c", PROBE, paths], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == str(["refused"] * 5)


@POSIX
def test_work_without_end_is_ended_by_the_kernel() -> None:
    import json  # noqa: PLC0415  # for this test alone

    loop = PROBE.split("limits.confine()", maxsplit=1)[0] + "limits.allow_cpu(0)\nwhile True: pass"
    paths = json.dumps([one for one in sys.path if one])
    found = subprocess.run(
        [sys.executable, "-I", "-S", "-c", loop, paths], capture_output=True, timeout=20, check=False
    )
    assert found.returncode == -signal.SIGXCPU


def test_the_child_gets_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROMBERG_SECRET", "planted")
    with Worker() as one:
        only(one, rtf(), "a.rtf")
        if sys.platform == "linux":
            with open(f"/proc/{child_of(one).pid}/environ", "rb") as file:
                assert b"planted" not in file.read()


def test_the_parent_loads_no_reader_and_no_library() -> None:
    program = (
        "import sys; from romberg.formats.documents.worker import Worker; "
        "sys.exit(any(name == 'pypdf' or name.startswith('xml.') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
