"""Files made to break readers, numbered as the project's list of attacks: T-20 to T-36."""

from __future__ import annotations

import json
import resource
import socket
import stat
import tempfile
import threading
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_documents import (
    LINES,
    NOTE,
    base64_of,
    bundle,
    cda,
    docx,
    drawing,
    html,
    message,
    obx,
    paragraph,
    pdf,
    pdf_of,
    reference,
    refused,
    rtf,
    section,
    stream,
    work_of,
    zipped,
)

import romberg
from romberg.cli import main
from romberg.cli.output import one_line
from romberg.formats.documents.limits import LARGEST_BYTES
from romberg.formats.documents.worker import Worker
from romberg.formats.unreadable import Unreadable
from romberg.visit import Document

BOMB = 1_000_000_000
AFTER = rtf(("Balance 20 min",))


@pytest.fixture(scope="module")
def reading() -> Iterator[Worker]:
    """A worker that all these files go through, one after another."""
    with Worker() as one:
        yield one


def found(reading: Worker, data: bytes, name: str) -> list[Document | Unreadable]:
    """What a file holds; and the worker must still read the next."""
    held = [one for _, one in reading.read(data, name)]
    assert [type(one) for _, one in reading.read(AFTER, "after.rtf")] == [Document]
    return held


def only(reading: Worker, data: bytes, name: str) -> Document | Unreadable:
    """The only document of a file."""
    (one,) = found(reading, data, name)
    return one


def code(one: Document | Unreadable) -> str:
    """Why a document is not read; "read" where it is."""
    return one.code if isinstance(one, Unreadable) else "read"


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """Status, output and errors of one call."""
    status = main([str(one) for one in arguments])
    told = capsys.readouterr()
    return status, told.out, told.err


def squeezed(length: int, unit: bytes = b"\x00") -> bytes:
    """A long run of bytes, compressed without ever being held whole: one compressed million, over and over."""
    packer = zlib.compressobj(9)
    head = packer.compress(unit * (1_000_000 // len(unit))) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(unit * (1_000_000 // len(unit))) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + again * (length // 1_000_000 - 1) + packer.flush()


@cache
def bombed_page() -> bytes:
    """A stream of two Flate layers that unpacks to a gigabyte of drawing instructions."""
    outer = zlib.compress(squeezed(BOMB, b"BT /F1 9 Tf 50 700 Td (97112 24 min) Tj ET\n".ljust(64)), 9)
    return b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream" % (len(outer), outer)


def replaced(data: bytes, number: int, body: bytes) -> bytes:
    """A PDF of the same objects with one of them put anew."""
    objects: dict[int, bytes] = {}
    for part in data.split(b" obj\n")[1:]:
        objects[len(objects)] = part.split(b"\nendobj")[0]
    numbers = [int(part.rsplit(b"\n", 1)[-1].split()[0]) for part in data.split(b" obj\n")[:-1]]
    named = dict(zip(numbers, objects.values(), strict=True))
    return pdf_of({**named, number: body})


# --- T-20, T-23, T-24: PDF


def test_t20_a_pdf_bomb_is_unreadable_and_the_parent_does_not_grow(reading: Worker) -> None:
    bomb = replaced(pdf([b""]), 11, bombed_page())
    assert len(bomb) < 20_000
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, work_of(reading)
    one = only(reading, bomb, "bomb.pdf")
    assert work_of(reading) - started < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000
    assert code(one) == "limit"
    assert isinstance(one, Unreadable)
    assert "\n" not in one.says


def test_t20_an_image_of_a_gigabyte_is_never_unpacked(reading: Worker) -> None:
    image = b"<< /Subtype /Image /Width 30000 /Height 30000 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
    packed = squeezed(50_000_000)
    page = b"q 612 0 0 792 0 0 cm /Im1 Do Q " + drawing(LINES)
    data = pdf([page], resources=b"/XObject << /Im1 100 0 R >>", more={100: image % (len(packed), packed)})
    one = only(reading, data, "note.pdf")
    assert isinstance(one, Document)
    assert one.partial


ROOT = b"<< /Type /Catalog /Pages 2 0 R >>"
PDF_TRAPS = {
    "an xref that points at itself": pdf([drawing(LINES)]).replace(b"trailer\n<<", b"trailer\n<< /Prev 9"),
    "pages that hold themselves": pdf_of({1: ROOT, 2: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"}),
    "a million pages announced": pdf([drawing(LINES)]).replace(b"/Count 1", b"/Count 1000000"),
    "one page a million times": pdf_of({1: ROOT, 3: b"<< /Type /Page /Parent 2 0 R >>",
                                        2: b"<< /Type /Pages /Kids [" + b"3 0 R " * 200_000 + b"] /Count 200000 >>"}),
    "brackets without end": pdf([b"[" * 300_000]),
    "a name without end": pdf([b"/" + b"A" * 3_000_000]),
    "an object that refers to itself": pdf([drawing(LINES)]).replace(b"/BaseFont /Helvetica", b"/BaseFont 3 0 R     "),
}  # fmt: skip


@pytest.mark.parametrize("trap", PDF_TRAPS)
def test_t23_a_pdf_trap_ends_in_time_and_is_no_empty_note(trap: str, reading: Worker) -> None:
    started = work_of(reading)
    for one in found(reading, PDF_TRAPS[trap], "trap.pdf"):
        assert isinstance(one, Unreadable) or one.text.strip()
    assert work_of(reading) - started < 20


def test_t23_scripts_in_a_pdf_are_ignored(reading: Worker) -> None:
    plain = only(reading, pdf([drawing(LINES)]), "note.pdf")
    catalog = (
        b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> /AA << /WC << /S /URI /URI (http://127.0.0.1/) >> >>"
    )
    assert only(reading, pdf([drawing(LINES)], catalog=catalog), "note.pdf") == plain


def test_t23_an_encrypted_pdf_asks_for_a_copy_without_password(reading: Worker) -> None:
    encrypt = b"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <%s> /U <%s> >> /ID [<00> <00>]"
    data = pdf([drawing(LINES)], trailer=encrypt % (b"11" * 32, b"22" * 32))
    one = only(reading, data, "locked.pdf")
    assert code(one) == "encrypted"
    assert isinstance(one, Unreadable)
    assert "password" in one.says


def test_t23_a_pdf_under_aes_is_refused_with_what_to_do(reading: Worker) -> None:
    """With the library for it installed the file is tried, and then asks for its password."""
    keys = b"/O <%s> /U <%s> /OE <%s> /UE <%s> /Perms <%s>" % (
        b"11" * 48,
        b"22" * 48,
        b"33" * 32,
        b"44" * 32,
        b"55" * 16,
    )
    crypt = b"/CF << /StdCF << /CFM /AESV3 /AuthEvent /DocOpen /Length 32 >> >> /StmF /StdCF /StrF /StdCF"
    encrypt = b"/Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 /P -44 %s %s >> /ID [<00> <00>]" % (keys, crypt)
    one = only(reading, pdf([drawing(LINES)], trailer=encrypt), "locked.pdf")
    assert code(one) == "encrypted"
    assert isinstance(one, Unreadable)
    assert "save a copy without" in one.says


def test_t23_a_truncated_pdf_is_never_a_whole_note(reading: Worker) -> None:
    whole = pdf([drawing(LINES), drawing(LINES)])
    for length in range(50, len(whole) - 6, 211):
        for one in (each for _, each in reading.read(whole[:length], "cut.pdf")):
            assert isinstance(one, Unreadable) or one.partial


def test_t24_what_follows_a_limit_is_told_and_nothing_is_asserted_of_it(
    reading: Worker, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [*LINES, "97112 x3 GP"]
    bomb = replaced(pdf([drawing(lines), b""]), 13, bombed_page())
    one = only(reading, bomb, "part.pdf")
    assert isinstance(one, Document)
    assert one.partial
    assert one.text.splitlines() == lines
    (tmp_path / "part.pdf").write_bytes(bomb)
    status, out, err = run(capsys, "check", tmp_path / "part.pdf", "--format", "json")
    report = json.loads(out)
    assert status == 2
    assert "was not read whole" in err
    assert report["light"] == "grey"
    assert report["document"]["not_read"][0]["grave"] is True
    assert not [one for one in report["findings"] if one["outcome"] == "fail"]
    assert report["visit"]["timed_minutes"] == 47  # what was read still proves what it proves


# --- T-21, T-22: ZIP and DOCX


def test_t21_a_word_bomb_is_refused_before_it_is_parsed(reading: Worker) -> None:
    body = paragraph("") * 40
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        with file.open("word/document.xml", "w") as part:
            for _ in range(50_000):
                part.write(body.encode())
    assert len(out.getvalue()) < 1_000_000
    started = work_of(reading)
    assert code(only(reading, out.getvalue(), "bomb.docx")) == "limit"
    assert work_of(reading) - started < 20


def test_t21_too_many_members_are_refused_by_their_number(reading: Worker) -> None:
    many = zipped({f"{number}.txt": "" for number in range(2_001)})
    assert code(only(reading, many, "many.zip")) == "limit"
    lying = bytearray(zipped({"a.txt": NOTE}))
    at = lying.rindex(b"PK\x05\x06")
    lying[at + 10 : at + 12] = b"\xff\xff"
    assert code(only(reading, bytes(lying), "lying.zip")) == "limit"


def test_t21_a_zip_within_a_zip_is_not_opened(reading: Worker) -> None:
    nested = zipped({"inner.zip": zipped({"a.txt": NOTE}), "inner.docx": zipped({"a.txt": NOTE}), "b.txt": NOTE})
    assert [code(one) for one in found(reading, nested, "all.zip")] == ["nested_zip", "wrong_suffix", "read"]


def test_t21_members_that_overlap_are_refused(reading: Worker) -> None:
    data = bytearray(zipped({"a.txt": NOTE * 30, "b.txt": NOTE * 31}))
    listing = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", listing + 4)
    data[second + 42 : second + 46] = data[listing + 42 : listing + 46]
    assert code(only(reading, bytes(data), "overlap.zip")) == "unsafe"


def test_t21_a_member_that_announces_less_than_it_holds_is_damaged(reading: Worker) -> None:
    data = bytearray(zipped({"a.txt": NOTE * 30}))
    listing = data.index(b"PK\x01\x02")
    data[listing + 24 : listing + 28] = (10).to_bytes(4, "little")
    assert code(only(reading, bytes(data), "lying.zip")) == "damaged"


SLIP = "romberg-slip.txt"  # a name that is nowhere on the machine
NAMES = st.sampled_from(
    (f"../../{SLIP}", f"/etc/{SLIP}", f"C:\\{SLIP}", f"..\\{SLIP}", f"a/../../{SLIP}", SLIP, f"a\n{SLIP}",
     f"\u202e{SLIP}", "x" * 300 + SLIP)
)  # fmt: skip
REACHED = [Path(place) / SLIP for place in (".", "..", "../..", "/", "/etc", tempfile.gettempdir(), "a")]


@given(st.lists(NAMES, min_size=1, max_size=4, unique=True))
@settings(max_examples=25, deadline=None)
def test_t22_names_that_climb_out_of_the_zip_lead_nowhere(reading: Worker, names: list[str]) -> None:
    held = list(reading.read(zipped(dict.fromkeys(names, NOTE)), "all.zip"))
    assert [type(one) for _, one in held] == [Document] * len(names)
    for source, _ in held:
        assert ".." not in source
        assert "\n" not in source
        assert len(source) < 250
    assert not [path for path in REACHED if path.exists()]


def test_t22_a_link_in_a_zip_is_not_followed(reading: Worker) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        link = zipfile.ZipInfo("note.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/passwd")
    assert code(only(reading, out.getvalue(), "all.zip")) == "unsafe"


def test_t23_an_encrypted_member_asks_for_a_copy_without_password(reading: Worker) -> None:
    data = bytearray(zipped({"a.txt": NOTE}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert code(only(reading, bytes(data), "all.zip")) == "encrypted"


# --- T-25: XML


LAUGHS = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10 if n else 'ha'}'>" for n in range(10))
ENTITIES = {
    "a local file": '<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>',
    "an address": '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:{port}/">]>',
    "an outside document type": '<!DOCTYPE x SYSTEM "http://127.0.0.1:{port}/x.dtd">',
    "a parameter entity": '<!DOCTYPE x [<!ENTITY % e SYSTEM "http://127.0.0.1:{port}/"> %e;]>',
    "a billion laughs": f"<!DOCTYPE x [{LAUGHS}<!ENTITY e '&a9;'>]>",
}


@pytest.mark.parametrize("what", ENTITIES)
def test_t25_entities_are_refused_and_nothing_is_fetched(what: str, reading: Worker, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("PLANTED")
    with _trap() as (port, visitors):
        declared = ENTITIES[what].replace("{secret}", str(secret)).replace("{port}", str(port))
        note = cda(section("Notes", "&e;")).replace(b"<ClinicalDocument", declared.encode() + b"<ClinicalDocument", 1)
        one = only(reading, note, "note.xml")
        document = f"{declared}<w:document xmlns:w='x'><w:body><w:p>&e;</w:p></w:body></w:document>"
        assert code(only(reading, zipped({"word/document.xml": document}), "note.docx")) == "unsafe"
        assert visitors == []
    assert code(one) == "unsafe"
    assert "PLANTED" not in str(one)


def test_t25_inclusions_are_words_and_no_orders(reading: Worker, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("PLANTED")
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{tmp_path}/secret.txt" parse="text"/>'
    one = only(reading, cda(section("Notes", f"kept {include}")), "note.xml")
    assert isinstance(one, Document)
    assert "kept" in one.text
    assert "PLANTED" not in one.text


def _trap() -> Any:
    """A server on this machine that remembers who called."""
    return _Trap()


class _Trap:
    def __enter__(self) -> tuple[int, list[str]]:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(0.05)
        self._visitors: list[str] = []
        self._open = True
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self._socket.getsockname()[1], self._visitors

    def _serve(self) -> None:
        while self._open:
            try:
                connection, address = self._socket.accept()
            except TimeoutError:
                continue
            connection.close()
            self._visitors.append(str(address))

    def __exit__(self, *_: object) -> None:
        self._open = False
        self._thread.join()
        self._socket.close()


# --- T-26: what a file is


MADE = {
    ".rtf": rtf(),
    ".html": html(),
    ".pdf": pdf([drawing(LINES)]),
    ".docx": docx("".join(map(paragraph, LINES))),
    ".xml": cda(section("Notes", NOTE)),
    ".hl7": message(*obx(LINES)),
    ".zip": zipped({"a.txt": NOTE}),
}


@pytest.mark.parametrize("told", [".rtf", ".html", ".pdf", ".docx", ".xml", ".hl7", ".csv", ".json", ".txt", ".zip"])
@pytest.mark.parametrize("is_a", MADE)
def test_t26_a_wrong_suffix_is_refused_with_the_true_one(told: str, is_a: str) -> None:
    if told != is_a and (told, is_a) != (".html", ".xml"):
        data = MADE[is_a]
        error = refused(data, f"note{told}")
        assert error.code == "wrong_suffix"
        assert is_a in error.says


def test_t26_a_file_without_suffix_is_read_as_what_it_is(reading: Worker) -> None:
    for data in (*MADE.values(), json.dumps(reference(NOTE)).encode()):
        assert {code(one) for one in found(reading, data, "note")} == {"read"}


def test_t26_a_pdf_that_is_also_a_zip_is_read_as_one_of_them_alone(reading: Worker) -> None:
    both = pdf([drawing(LINES)]) + zipped({"word/document.xml": "<x>97110 60 min</x>"})
    one = only(reading, both, "note.pdf")
    assert isinstance(one, Document)
    assert "97110" not in one.text
    assert code(only(reading, both, "note.docx")) == "wrong_suffix"


# --- T-27, T-28: sizes and names


def test_t27_a_file_above_the_cap_is_not_even_held(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(1_000_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    status, _, err = run(capsys, "check", large)
    assert status == 2
    assert f"larger than {LARGEST_BYTES // 1_000_000} MB" in err
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 3 * LARGEST_BYTES // 1024


def test_t27_many_small_files_are_read_one_after_another(reading: Worker) -> None:
    files = {f"{number}.html": html((f"Gait {number} min",)) for number in range(300)}
    started = work_of(reading)
    held = [one for _, one in reading.read(zipped(files), "all.zip")]
    assert [one.text for one in held if isinstance(one, Document)] == [f"Gait {number} min" for number in range(300)]
    assert work_of(reading) - started < 20


@given(st.text("ab \n\t\u202e\x1b[\"'<&", min_size=1, max_size=60))
@settings(max_examples=40, deadline=None)
def test_t28_a_file_s_name_is_shown_and_obeyed_nowhere(name: str) -> None:
    error = refused(b"%PDF-1.7", f"{name}.pdf")
    assert error.as_dict()["says"].startswith(name)
    assert not any(one != "\t" and unicodedata.category(one) in ("Cc", "Cf") for one in one_line(error.says))


# --- T-29: messages and delimiters


MESSAGES = {
    "no head": b"PID|1||M1\rOBX|1|TX|x|1|Gait\r",
    "letters as delimiters": b"MSHabcdefg\rOBX|1|TX|x|1|Gait\r",
    "blanks as delimiters": b"MSH ^~\\& A B\r",
    "the same sign for all": b"MSH||||||||MDM^T02\r",
    "NUL bytes": message(*obx(["Ga\x00it"])),
    "UTF-16 without a mark": message(*obx(LINES)).decode().encode("utf-16-le"),
    "an X12 claim": b"ISA*00*          *00*          *ZZ*A              *ZZ*B              *260312*1200*^*00501*1*0*P",
    "one segment of a million fields": message("OBX|1|TX|x|1|" + "|" * 1_000_000),
    "a million segments": message(*["NTE|1||x"] * 300_000),
    "a day that is none": message("TXA|1|PN|TX|20260230", *obx(LINES)),
}


@pytest.mark.parametrize("what", MESSAGES)
def test_t29_broken_messages_end_in_one_sentence_or_in_their_words(what: str, reading: Worker) -> None:
    started = work_of(reading)
    one = only(reading, MESSAGES[what], "note.hl7")
    assert work_of(reading) - started < 20
    assert isinstance(one, Unreadable) or (one.text.strip() and one.service_date is None)


# --- T-30 to T-33: words that would be orders elsewhere


ORDERS = (
    "'; DROP TABLE visits; --",
    "{{ config }} ${7*7} %s %n $(id) `id`",
    "../../etc/passwd",
    "=HYPERLINK(\"http://x\";\"97112\")",
    "+1+1 @SUM(1) -2+3",
    "~ST*837*0001*005010X222A1~",
    "<img src=file:///etc/passwd onerror=alert(1)>",
    "#read(\"/etc/passwd\")",
)  # fmt: skip


@pytest.mark.parametrize("order", ORDERS)
def test_t30_t31_t32_orders_in_any_format_stay_words_and_decide_nothing(order: str, reading: Worker) -> None:
    lines = [*LINES[:3], order, *LINES[3:]]
    escaped = order.replace("&", "&amp;").replace("<", "&lt;")
    signs = {"\\": "\\E\\", "|": "\\F\\", "~": "\\R\\", "^": "\\S\\", "&": "\\T\\"}
    hl7 = "".join(signs.get(one, one) for one in order)
    in_rtf = order.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
    made = {
        "n.pdf": pdf([drawing(lines)]),
        "n.docx": docx("".join(paragraph(line if line is not order else escaped) for line in lines)),
        "n.html": html(line if line is not order else escaped for line in lines),
        "n.rtf": rtf(line if line is not order else in_rtf for line in lines),
        "n.json": json.dumps(reference("\n".join(lines))).encode(),
        "n.hl7": message(*obx(line if line is not order else hl7 for line in lines)),
        "n.csv": ('"Note"\r\n"' + "\n".join(lines).replace('"', '""') + '"\r\n').encode(),
    }
    plain = decided(NOTE)
    for name, data in made.items():
        one = only(reading, data, name)
        assert isinstance(one, Document), one.says
        assert " ".join(order.split()) in " ".join(one.text.split()), name
        assert decided(one.text) == plain, name


def decided(text: str) -> Any:
    """What a report decides."""
    report = romberg.check(text).as_dict()
    lines = [(one["code"], one["minutes"], one["assistant_minutes"]) for one in report["visit"]["procedures"]]
    return report["units"], report["light"], report["score"], lines, report["visit"]["service_date"]


def test_t33_a_document_cannot_break_out_of_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("PLANTED")
    hostile = f"<img src=file://{secret}><script>alert(1)</script>"
    (tmp_path / "n.json").write_bytes(bundle(reference(NOTE + hostile)))
    _, out, _ = run(capsys, "check", tmp_path / "n.json", "--format", "html")
    assert "PLANTED" not in out
    assert "<img" not in out
    assert "<script" not in out


# --- T-34: addresses


def test_t34_no_address_in_any_document_is_called(reading: Worker) -> None:
    with _trap() as (port, visitors):
        for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}"):
            address = f"http://{host}/note"
            note = reference("x")
            note["content"][0]["attachment"] = {"contentType": "text/plain", "url": address}
            relation = f'<Relationships><Relationship Target="{address}" TargetMode="External"/></Relationships>'
            made = {
                "n.json": bundle(note),
                "n.html": html((f'<img src="{address}"><link href="{address}"><iframe src="{address}">Gait 24 min',)),
                "n.xml": cda(section("N", f'<linkHtml href="{address}">Gait</linkHtml>')),
                "n.hl7": message(f"OBX|1|RP|x|1|{address}"),
                "n.docx": docx(paragraph("Gait"), {"word/_rels/document.xml.rels": relation}),
                "n.pdf": pdf([drawing(LINES)], catalog=b"/URI << /Base (%s) >>" % address.encode()),
                "n.rtf": rtf((f'{{\\field{{\\*\\fldinst INCLUDETEXT "{address}"}}{{\\fldrslt Gait}}}}',)),
            }
            for name, data in made.items():
                found(reading, data, name)
        assert visitors == []


# --- T-35, T-36: long and odd notes


LONG = {
    "a megabyte of brackets": "(" * 1_000_000,
    "a word of a million signs": "balance" * 140_000,
    "a hundred thousand codes": "97112\n" * 100_000,
}


@pytest.mark.parametrize("what", LONG)
@pytest.mark.parametrize("kind", ["rtf", "html", "docx", "json", "hl7", "csv", "xml"])
def test_t35_long_documents_are_extracted_in_little_time(what: str, kind: str, reading: Worker) -> None:
    text = LONG[what]
    made = {
        "rtf": rtf((text,)),
        "html": html((text,)),
        "docx": docx(paragraph(text)),
        "json": json.dumps(reference(text)).encode(),
        "hl7": message(*obx(text.splitlines())),
        "csv": f'"Note"\r\n"{text}"\r\n'.encode(),
        "xml": cda(section("Notes", text)),
    }
    started = work_of(reading)
    one = only(reading, made[kind], f"n.{kind}")
    assert work_of(reading) - started < 20
    assert isinstance(one, Document)
    assert text[:1000].split()[0][:1000] in one.text


@pytest.mark.parametrize("opening", ["<", "<!--", "<a ", "</", "&", "<![CDATA[", "<table><tr><td>", "<p>", "<!"])
def test_t35_openings_without_end_are_read_or_refused_in_time(opening: str, reading: Worker) -> None:
    started = work_of(reading)
    found(reading, (opening * (1_000_000 // len(opening))).encode(), "n.html")
    assert work_of(reading) - started < 20


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_t36_signs_of_any_sort_come_through_as_written(form: Literal["NFC", "NFD"], reading: Worker) -> None:
    odd = unicodedata.normalize(form, "Café, 2½ h, ９７１１２ ２４ min, 97\u200b112, \u202eturned\u202c, 😀, ≥ 8")
    basic = "".join(one for one in odd if ord(one) < 0x10000)
    numbered = "".join(one if one.isascii() else f"\\u{(ord(one) + 0x8000) % 0x10000 - 0x8000}?" for one in basic)
    made = {
        "n.html": html((odd,)),
        "n.docx": docx(paragraph(odd)),
        "n.xml": cda(section("N", odd)),
        "n.json": json.dumps(reference(odd)).encode(),
        "n.hl7": message(*obx([odd])),
        "n.csv": f'"Note"\r\n"{odd}"\r\n'.encode(),
    }
    for name, data in made.items():
        one = only(reading, data, name)
        assert isinstance(one, Document)
        assert odd in one.text, name
    in_rtf = only(reading, rtf((numbered,)), "n.rtf")
    assert isinstance(in_rtf, Document)
    assert in_rtf.text == basic


def test_t36_places_still_point_at_their_words_behind_odd_signs(reading: Worker) -> None:
    one = only(reading, pdf([drawing(("Café ½ – “Gait” 24 min", "97112"))]), "n.pdf")
    assert isinstance(one, Document)
    assert one.places is not None
    assert [one.text[start:end] for start, end in one.places.spans] == [
        "Café",
        "½",
        "–",
        "“Gait”",
        "24",
        "min",
        "97112",
    ]


def test_packed_bytes_that_are_none_are_told(reading: Worker) -> None:
    for data in ("§", base64_of(b"%PDF-1.7"), base64_of(zipped({"a": "b"})), base64_of(b"\x89PNG")):
        note = reference("x")
        note["content"][0]["attachment"]["data"] = data
        assert isinstance(only(reading, bundle(note), "n.json"), Unreadable)


def test_a_stream_that_lies_about_its_length_is_read_or_told(reading: Worker) -> None:
    for length in (0, 5, 10**9):
        data = pdf([drawing(LINES)], filters=()).replace(b"/Length %d" % len(drawing(LINES)), b"/Length %d" % length)
        one = only(reading, data, "n.pdf")
        assert isinstance(one, Unreadable) or one.partial or one.text == NOTE.rstrip("\n")


def test_a_picture_under_any_name_is_a_picture(reading: Worker) -> None:
    for data in (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"II*\x00", b"MM\x00*"):
        one = only(reading, data + stream(b"x"), "scan.pdf")
        assert code(one) == "format_not_read"
