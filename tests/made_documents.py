"""Builders of small documents of every kind, written by hand so that each byte is known; the people are invented."""

from __future__ import annotations

import base64
import json
import os
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

from romberg.formats.documents.readers import answer
from romberg.formats.documents.wire import Found, Request
from romberg.formats.documents.worker import Worker
from romberg.formats.unreadable import Unreadable
from romberg.visit import Document

NOTE = """\
Harbour Lane Physical Therapy      Daily note
Date of service: 03/12/2026     Payer: Medicare Part B     Dx: R26.81
S: Two near falls on the stairs this week.
O: Neuromuscular re-education 24 min: tandem stance on foam, head turns while walking, guarding at the hips
Therapeutic exercise 23 min: sit to stand 3 x 8
TUG 14.2 s (17.9 s on 02/17)
R: Two losses of balance, caught by the therapist; fewer with cues to the hip.
A: Sway grows with eyes closed; needs skilled cues to place the feet. Fall risk at home.
P: 2x/wk.
Timed 47 min   Total 55 min
Ida Falk, PT, DPT   signed 03/12/2026
"""
LINES = tuple(NOTE.splitlines())


def of(data: bytes, name: str, beside: bytes | None = None) -> list[Found]:
    """What a reader makes of some bytes, in this process."""
    suffix = "." + name.rpartition(".")[2] if "." in name else ""
    return list(answer(Request(name, suffix, data, beside)).found)


def one(data: bytes, name: str) -> Document:
    """The only document of a file."""
    ((_, found),) = of(data, name)
    assert isinstance(found, Document), found.says
    return found


def refused(data: bytes, name: str) -> Unreadable:
    """Why a file is not read."""
    ((_, found),) = of(data, name)
    assert isinstance(found, Unreadable), found.text
    return found


def says(found: Document) -> str:
    """What a document tells of its gaps, in one line."""
    return " ".join(gap.says for gap in found.gaps)


def work_of(reading: Worker) -> float:
    """Seconds of work that this process and its readers have done so far, whatever else the machine is busy with."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    done = sum(one.ru_utime + one.ru_stime for one in used)
    process = reading._process
    if process is not None and process.poll() is None and sys.platform == "linux":
        with open(f"/proc/{process.pid}/stat", encoding="ascii") as file:
            ticks = file.read().rpartition(")")[2].split()[11:13]
        done += sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
    return done


# --- PDF


def pdf_of(objects: Mapping[int, bytes], root: int = 1, trailer: bytes = b"") -> bytes:
    """A PDF from its numbered objects."""
    out, places = BytesIO(), {}
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    for number, body in objects.items():
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    size = max(objects) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        out.write(b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n")
    out.write(b"trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, trailer, start))
    return out.getvalue()


def stream(data: bytes, *filters: str, more: bytes = b"") -> bytes:
    """A stream object; each filter is applied by Flate."""
    named = b"".join(b"/%s " % one.encode() for one in filters)
    for _ in filters:
        data = zlib.compress(data, 9)
    listed = b"/Filter [%s]" % named if filters else b""
    return b"<< /Length %d %s %s >>\nstream\n%s\nendstream" % (len(data), listed, more, data)


def drawing(lines: Iterable[str], left: float = 50, top: float = 740, size: float = 10) -> bytes:
    """Instructions that write lines of text, one below the other."""
    shown = [b"BT /F1 %g Tf %g TL %g %g Td" % (size, 1.3 * size, left, top)]
    shown += [b"(%s) Tj T*" % escaped(line) for line in lines]
    return b"\n".join([*shown, b"ET"])


def escaped(line: str) -> bytes:
    """A line as a PDF string holds it."""
    return line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def pdf(
    pages: Sequence[bytes],
    *,
    filters: Sequence[str] = ("FlateDecode",),
    page: bytes = b"",
    resources: bytes = b"",
    catalog: bytes = b"",
    more: Mapping[int, bytes] | None = None,
    trailer: bytes = b"",
) -> bytes:
    """A PDF of pages, each given by its instructions; `more` are further objects from number 100 on."""
    kids = b" ".join(b"%d 0 R" % (10 + 2 * at) for at in range(len(pages)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        3: FONT,
    }
    for at, content in enumerate(pages):
        number = 10 + 2 * at
        objects[number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R %s "
            b"/Resources << /Font << /F1 3 0 R >> %s >> >>" % (number + 1, page, resources)
        )
        objects[number + 1] = stream(content, *filters)
    return pdf_of({**objects, **(more or {})}, trailer=trailer)


def picture(width: int = 600, height: int = 700) -> bytes:
    """A picture as a PDF object."""
    head = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8"
    return stream(b"\x00" * 64, "FlateDecode", more=head % (width, height))


# --- Word


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paragraph(text: str, run: str = "", properties: str = "") -> str:
    """A paragraph of one run."""
    held = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f'<w:p>{held}<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table of plain cells."""
    cells = ["".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows]
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def docx(body: str, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A Word document from its body, and further parts by name."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    document = f'{head}<w:document xmlns:w="{W}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    return zipped({"[Content_Types].xml": f"{head}<Types/>", "word/document.xml": document, **(parts or {})})


def part(name: str, body: str) -> str:
    """A header, footer or notes part."""
    return f'<?xml version="1.0"?><w:{name} xmlns:w="{W}">{body}</w:{name}>'


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A ZIP file from its members."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            member = zipfile.ZipInfo(name)  # of one time: the same bytes on each run
            file.writestr(member, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


# --- C-CDA, FHIR, HL7


def rtf(lines: Iterable[str] = LINES) -> bytes:
    """An RTF document of plain paragraphs."""
    body = "".join(f"{line}\\par\n" for line in lines)
    return ("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fnil Arial;}}\n\\pard\\f0 " + body + "}").encode("ascii")


def html(lines: Iterable[str] = LINES) -> bytes:
    """A web page of paragraphs."""
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"<!DOCTYPE html><html><head><title>x</title></head><body>{body}</body></html>".encode()


def base64_of(data: bytes | str) -> str:
    """Bytes as base64."""
    return base64.b64encode(data.encode() if isinstance(data, str) else data).decode()


def cda(components: str, head: str = "") -> bytes:
    """A C-CDA document from its components."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><ClinicalDocument xmlns="urn:hl7-org:v3"><title>Daily note</title>'
        f"{head}<component><structuredBody>{components}</structuredBody></component></ClinicalDocument>"
    ).encode()


def section(title: str, narrative: str, rest: str = "") -> str:
    """A section of a C-CDA document."""
    return f"<component><section><title>{title}</title><text>{narrative}</text>{rest}</section></component>"


def bundle(*resources: Mapping[str, Any], kind: str = "collection") -> bytes:
    """A FHIR bundle of resources."""
    entries = [{"fullUrl": f"urn:uuid:{at}", "resource": one} for at, one in enumerate(resources, 1)]
    return json.dumps({"resourceType": "Bundle", "type": kind, "entry": entries}).encode()


def reference(data: bytes | str, media: str = "text/plain", **more: Any) -> dict[str, Any]:
    """A DocumentReference with its note attached."""
    attachment = {"contentType": media, "data": base64_of(data)}
    return {"resourceType": "DocumentReference", "status": "current", "content": [{"attachment": attachment}], **more}


def message(*segments: str, kind: str = "MDM^T02") -> bytes:
    """An HL7 v2 message from its segments behind the head."""
    head = f"MSH|^~\\&|EMR|HARBOUR|ROMBERG|CLINIC|20260312170000||{kind}|1|P|2.5.1"
    return "\r".join([head, *segments]).encode() + b"\r"


def obx(lines: Iterable[str], kind: str = "TX") -> list[str]:
    """One OBX segment for each line of a note."""
    return [f"OBX|{number}|{kind}|34109-9^Note^LN|1|{line}||||||F" for number, line in enumerate(lines, 1)]
