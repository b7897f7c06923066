"""C-CDA, FHIR and HL7: each note with its own words, its day, its signers, and the charges of its visit alone."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
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
    of,
    one,
    paragraph,
    pdf,
    reference,
    refused,
    rtf,
    says,
    section,
)

from romberg.formats.documents.beside import charge, day
from romberg.formats.documents.hl7_message import Marks, Segment
from romberg.visit import Document

ON = date(2026, 3, 12)
NARRATIVE = "".join(f"<paragraph>{line}</paragraph>" for line in LINES)
NOTES_SECTION = '<templateId root="2.16.840.1.113883.10.20.22.2.65"/>'


def words(text: str) -> list[str]:
    """Words without their layout."""
    return text.split()


def activity(text: str, on: str = "20260312", more: str = "") -> str:
    """A note activity of a notes section."""
    return (
        '<entry><act classCode="ACT" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.202"/>'
        f'{text}<effectiveTime value="{on}"/>{more}</act></entry>'
    )


def signer(role: str, person: str, on: str) -> str:
    """Someone who authenticated or wrote a document."""
    entity = "assignedAuthor" if role == "author" else "assignedEntity"
    name = f"<{entity}><assignedPerson><name>{person}</name></assignedPerson></{entity}>"
    code = "" if role == "author" else '<signatureCode code="S"/>'
    return f'<{role}><time value="{on}"/>{code}{name}</{role}>'


FALK = "<given>Ida</given><family>Falk</family><suffix>PT</suffix><suffix>DPT</suffix>"


# --- C-CDA

HEAD = "<tr><th>Activity</th><th>Min</th><th>By</th></tr>"
ROW = "<tr><td>stance</td><td>24</td><td>PT</td></tr>"


def test_a_document_s_sections_are_one_note_in_their_order() -> None:
    head = (
        signer("legalAuthenticator", FALK, "20260312170000-0500")
        + "<componentOf><encompassingEncounter><effectiveTime>"
        + '<low value="20260312"/></effectiveTime></encompassingEncounter></componentOf>'
    )
    found = one(
        cda(section("Subjective", "stairs") + section("Plan", "<list><item>2x/wk</item></list>"), head), "note.xml"
    )
    body = "Daily note\n\nSubjective:\nstairs\n\nPlan:\n- 2x/wk"
    assert found.text == f"{body}\n\nElectronically signed by: Ida Falk, PT, DPT, 03/12/2026"
    assert (found.service_date, found.kind) == (ON, "cda")
    assert "visit" in found.dated_by


def test_the_standard_s_name_of_a_document_type_makes_no_progress_report() -> None:
    data = cda(section("Plan", "2x/wk")).replace(b"Daily note", b"Progress Note")
    assert one(data, "note.xml").text == "Plan:\n2x/wk"


@pytest.mark.parametrize(
    ("narrative", "text"),
    [
        ("a<br/>b", "a\nb"),
        ("<content>one</content>  <content>two</content>", "one two"),
        (f"<table><thead>{HEAD}</thead><tbody>{ROW}</tbody></table>", "| Activity | Min | By |\n| stance | 24 | PT |"),
        ("kept <content revised='delete'>24 min</content>", "kept"),
        ("<paragraph><caption>Response:</caption> fewer cues</paragraph>", "Response:\nfewer cues"),
        ("24&#160;min &lt;b&gt; &#8805; 8", "24\xa0min <b> ≥ 8"),
    ],
)  # fmt: skip
def test_a_narrative_says_what_it_shows(narrative: str, text: str) -> None:
    assert one(cda(section("", narrative)), "note.xml").text == f"Daily note\n\n{text}"


def test_each_note_of_a_notes_section_is_a_report_of_its_own() -> None:
    narrative = (
        '<list><item ID="n1"><paragraph>Balance 20 min</paragraph></item><item ID="n2">Gait 24 min</item></list>'
    )
    acts = activity('<text><reference value="#n1"/></text>', "20260312", signer("author", FALK, "20260312"))
    acts += activity('<text><reference value="#n2"/></text>', "20260314")
    notes = section("Notes", narrative, NOTES_SECTION + acts)
    found = of(cda(notes + section("Medications", "97112 aspirin")), "note.xml")
    assert [name for name, _ in found] == ["note.xml#note-1", "note.xml#note-2"]
    first, second = (document for _, document in found)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert first.text == "- Balance 20 min\n\nAuthor: Ida Falk, PT, DPT"
    assert second.text == "- Gait 24 min"
    assert (first.service_date, second.service_date) == (ON, date(2026, 3, 14))
    assert "not: Medications" in says(first)
    assert not first.partial


def test_a_note_packed_in_an_activity_is_unpacked() -> None:
    packed = f'<text mediaType="text/rtf" representation="B64">{base64_of(rtf())}</text>'
    found = one(cda(section("Notes", "see attached", NOTES_SECTION + activity(packed))), "note.xml")
    assert words(found.text) == words(NOTE)
    assert (found.kind, found.service_date) == ("rtf", ON)


def test_a_document_without_structure_holds_its_note_as_bytes() -> None:
    def unstructured(text: str) -> bytes:
        return (
            '<ClinicalDocument xmlns="urn:hl7-org:v3"><component><nonXMLBody>'
            f"{text}</nonXMLBody></component></ClinicalDocument>"
        ).encode()

    for data, media in ((pdf([drawing(LINES)]), "application/pdf"), (NOTE.encode(), "text/plain")):
        packed = f'<text mediaType="{media}" representation="B64">{base64_of(data)}</text>'
        assert words(one(unstructured(packed), "note.xml").text) == words(NOTE)
    elsewhere = refused(unstructured('<text><reference value="http://127.0.0.1/note.pdf"/></text>'), "note.xml")
    assert elsewhere.code == "elsewhere"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<?xml version='1.0'?><note>97112</note>", "format_not_read"),
        (b"<?xml version='1.0'?><Bundle xmlns='http://hl7.org/fhir'/>", "format_not_read"),
        (cda(""), "empty"),
        (cda(section("Notes", NARRATIVE))[:-40], "damaged"),
        (cda(section("Notes", "", NOTES_SECTION + activity('<text><reference value="#gone"/></text>'))), "damaged"),
    ],
)
def test_xml_that_is_not_read(data: bytes, code: str) -> None:
    assert refused(data, "note.xml").code == code


# --- FHIR


def claim(*items: tuple[str, int], on: str = "2026-03-12", encounter: str = "") -> dict[str, Any]:
    """A Claim of codes and units."""
    lines = [
        {
            "productOrService": {"coding": [{"code": code}]},
            "modifier": [{"coding": [{"code": "GP"}]}],
            "quantity": {"value": units},
            "servicedDate": on,
            **({"encounter": [{"reference": encounter}]} if encounter else {}),
        }
        for code, units in items
    ]
    return {"resourceType": "Claim", "status": "active", "item": lines}


PRACTITIONER = {
    "resourceType": "Practitioner",
    "id": "falk",
    "name": [{"family": "Falk", "given": ["Ida"]}],
    "qualification": [{"code": {"coding": [{"code": "PT"}]}}],
}


def test_a_document_reference_holds_its_note_day_and_signer() -> None:
    note = reference(
        NOTE.replace("Ida Falk, PT, DPT   signed 03/12/2026\n", ""),
        context={"period": {"start": "2026-03-12T10:00:00-06:00"}},
        authenticator={"reference": "Practitioner/falk"},
        author=[{"reference": "#p1"}],
        contained=[{"resourceType": "Practitioner", "id": "p1", "name": [{"text": "Jon Marsh, PTA"}]}],
    )
    found = one(bundle(note, PRACTITIONER), "note.json")
    assert found.text.splitlines()[-2:] == ["Electronically signed by: Ida Falk, PT", "Author: Jon Marsh, PTA"]
    assert (found.service_date, found.kind, found.billed) == (ON, "fhir", None)


@pytest.mark.parametrize(
    ("data", "media", "kind"),
    [
        (NOTE.encode(), "text/plain; charset=utf-8", "fhir"),
        (html(), "text/html", "html"),
        (b"<p>" + "</p><p>".join(LINES).encode() + b"</p>", "text/html", "html"),
        (rtf(), "application/rtf", "rtf"),
        (pdf([drawing(LINES)]), "application/pdf", "pdf"),
        (docx("".join(map(paragraph, LINES))), "application/octet-stream", "docx"),
        (cda(section("Notes", NARRATIVE)), "application/xml", "cda"),
        (rtf(), "text/plain", "rtf"),  # decided by the content
    ],
)
def test_an_attachment_is_read_as_what_it_is(data: bytes, media: str, kind: str) -> None:
    found = one(json.dumps(reference(data, media)).encode(), "note.json")
    assert found.kind == kind
    assert " ".join(words(NOTE)) in " ".join(words(found.text)).removeprefix("Daily note Notes: ")


def test_of_one_note_in_several_formats_the_plainest_is_taken() -> None:
    note = reference(pdf([b""]), "application/pdf")
    note["content"].append(reference(NOTE)["content"][0])
    assert one(json.dumps(note).encode(), "note.json").text == NOTE


def test_a_composition_is_its_sections() -> None:
    goals = {"title": "Goals", "text": {"div": "<div>walk</div>"}}
    composition = {
        "resourceType": "Composition",
        "title": "Daily note",
        "encounter": {"reference": "Encounter/e1"},
        "attester": [{"mode": "legal", "time": "2026-03-12T17:00:00Z", "party": {"reference": "Practitioner/falk"}}],
        "section": [
            {"title": "Subjective", "text": {"div": "<div xmlns='http://www.w3.org/1999/xhtml'><p>stairs</p></div>"}},
            {"title": "Plan", "text": {"div": "<div>2x/wk</div>"}, "section": [goals]},
            {"title": "Vitals", "entry": [{"reference": "Observation/1"}]},
        ],
    }  # fmt: skip
    encounter = {"resourceType": "Encounter", "id": "e1", "period": {"start": "2026-03-12"}}
    found = one(bundle(composition, encounter, PRACTITIONER, kind="document"), "note.json")
    assert found.text.startswith("Daily note\n\nSubjective:\nstairs\n\nPlan:\n2x/wk\n\nGoals:\nwalk")
    assert found.text.endswith("Electronically signed by: Ida Falk, PT, 03/12/2026")
    assert found.service_date == ON
    assert found.partial  # the vitals have no words of their own


def test_several_documents_of_a_bundle_are_several_reports_each_with_its_own_claim() -> None:
    first = reference(NOTE, context={"encounter": [{"reference": "Encounter/1"}]})
    second = reference("Gait 24 min", context={"period": {"start": "2026-03-14"}})
    claims = (claim(("97112", 3), encounter="Encounter/1"), claim(("97116", 2), on="2026-03-14"))
    found = of(bundle(first, *claims, second), "bundle.json")
    assert [name for name, _ in found] == ["bundle.json#doc-1", "bundle.json#doc-2"]
    billed = [
        [(line.code, line.units, line.modifiers) for line in document.billed or ()]
        for _, document in found
        if isinstance(document, Document)
    ]
    assert billed == [[("97112", 3, ("GP",))], [("97116", 2, ("GP",))]]


def test_a_claim_that_may_belong_to_either_note_belongs_to_none() -> None:
    day_of: dict[str, Any] = {"context": {"period": {"start": "2026-03-12"}}}
    found = of(bundle(reference(NOTE, **day_of), reference("Speech", **day_of), claim(("97112", 3))), "b.json")
    assert [document.billed for _, document in found if isinstance(document, Document)] == [None, None]
    other_day = one(bundle(reference(NOTE, context={"period": {"start": "2026-03-14"}}), claim(("97112", 3))), "b.json")
    assert other_day.billed is None
    assert one(bundle(reference(NOTE), claim(("97112", 3))), "b.json").billed is not None


def test_documents_that_are_no_longer_valid_are_left_out_and_told() -> None:
    found = one(
        bundle(
            reference("old", status="superseded") | {"status": "superseded"}, reference(NOTE, docStatus="preliminary")
        ),
        "b.json",
    )
    assert found.text == NOTE
    assert "superseded" in says(found)
    assert "preliminary" in says(found)
    assert refused(bundle(reference("old") | {"status": "entered-in-error"}), "b.json").code == "empty"


def test_an_attachment_elsewhere_is_taken_from_the_bundle_and_never_fetched() -> None:
    note = reference("x")
    note["content"][0]["attachment"] = {"contentType": "text/plain", "url": "https://ehr.example/fhir/Binary/b1"}
    binary = {"resourceType": "Binary", "id": "b1", "contentType": "text/plain", "data": base64_of(NOTE)}
    assert one(bundle(note, binary), "note.json").text == NOTE
    assert refused(bundle(note), "note.json").code == "elsewhere"


@pytest.mark.parametrize(
    ("held", "code"),
    [
        ({"resourceType": "Patient", "id": "1"}, "empty"),
        ({"resourceType": "Bundle", "entry": []}, "empty"),
        (reference("") , "empty"),
        ({**reference("x"), "content": [{"attachment": {"data": "§§§"}}]}, "damaged"),
        ({**reference("x"), "content": "none"}, "empty"),
    ],
)  # fmt: skip
def test_fhir_that_is_not_read(held: Any, code: str) -> None:
    assert refused(json.dumps(held).encode(), "note.json").code == code


# --- HL7 v2


VISIT = "PV1|1|O" + "|" * 17 + "V1"
TXA = "TXA|1|PN|TX|20260312|||||77^Falk^Ida^^^^PT" + "|" * 8 + "AU|||||77^Falk^Ida^^^^PT^^^^^^^^20260312170000"


def ft1(code: str, units: int, on: str = "20260312", kind: str = "CG", modifiers: str = "GP") -> str:
    """A charge segment."""
    return f"FT1|1|||{on}||{kind}||||{units}" + "|" * 15 + f"{code}^x^CPT|{modifiers}"


def test_a_message_is_its_lines_with_day_and_signer() -> None:
    found = one(message("PID|1||M1", VISIT, TXA, *obx(LINES[:-1])), "note.hl7")
    assert found.text == "\n".join(LINES[:-1]) + "\n\nElectronically signed by: Ida Falk, PT, 03/12/2026"
    assert (found.service_date, found.dated_by, found.billed) == (ON, "TXA-4 of the message", None)


def test_charges_go_to_the_note_of_their_visit() -> None:
    note = message("PID|1||M1", VISIT, TXA, *obx(LINES))
    charges = message(
        "PID|1||M1",
        VISIT,
        ft1("97112", 3),
        ft1("97112", 1, kind="CD"),
        ft1("97110", 1, modifiers="GP~CQ"),
        kind="DFT^P03",
    )
    other = message("PID|1||M1", VISIT[:-2] + "V2", ft1("97116", 2), kind="DFT^P03")
    found = one(note + charges + other, "note.hl7")
    assert found.billed is not None
    assert [(line.code, line.units, line.modifiers) for line in found.billed] == [
        ("97112", 2, ("GP",)),
        ("97110", 1, ("GP", "CQ")),
    ]
    assert found.billed_by == "the FT1 segments of the message"
    assert "not plain to which note they belong" in says(found)


def test_charges_of_another_day_or_patient_stay_away() -> None:
    note = message("PID|1||M1", TXA, *obx(LINES))
    for charges in (
        message("PID|1||M1", ft1("97112", 3, on="20260314"), kind="DFT^P03"),
        message("PID|1||M2", ft1("97112", 3), kind="DFT^P03"),
    ):
        assert one(note + charges, "note.hl7").billed is None
    same = message("PID|1||M1", ft1("97112", 3), kind="DFT^P03")
    assert one(note + same, "note.hl7").billed is not None


def test_charges_that_two_notes_of_one_visit_may_claim_belong_to_neither() -> None:
    notes = message("PID|1||M1", VISIT, TXA, *obx(LINES)) + message("PID|1||M1", VISIT, TXA, *obx(["Addendum"]))
    charges = message("PID|1||M1", VISIT, ft1("97112", 3), kind="DFT^P03")
    held = [document for _, document in of(notes + charges, "note.hl7")]
    assert [document.billed for document in held if isinstance(document, Document)] == [None, None]
    assert all("not plain" in says(document) for document in held if isinstance(document, Document))


def test_notes_that_were_withdrawn_or_replaced_are_left_out_and_told() -> None:
    def note(event: str, line: str, number: str = "D1", state: str = "") -> bytes:
        txa = f"TXA|1|PN|TX|20260312||||||||{number}|||||||{state}"
        return message(txa, *obx([line]), kind=f"MDM^{event}")

    found = one(note("T02", "Gait 10 min") + note("T08", "Gait 24 min"), "note.hl7")
    assert found.text == "Gait 24 min"
    assert "withdrawn or replaced" in says(found)
    assert len(of(note("T02", "Gait") + note("T02", "Balance", "D2"), "note.hl7")) == 2
    for data in (note("T02", "Gait", state="OB"), note("T11", "Gait"), note("T02", "Gait") + note("T11", "Gait")):
        assert refused(data, "note.hl7").code == "not_current"


def test_lines_marked_as_wrong_are_left_out_and_told() -> None:
    lines = obx(["Gait 24 min", "Balance 60 min"])
    found = one(message(lines[0], lines[1][:-1] + "W"), "note.hl7")
    assert found.text == "Gait 24 min"
    assert "wrong or deleted" in says(found)


def test_several_messages_are_several_reports() -> None:
    both = message(TXA, *obx(LINES)) + message(TXA.replace("20260312|", "20260314|", 1), *obx(["Gait 24 min"]))
    batch = b"FHS|^~\\&|x\rBHS|^~\\&|x\r" + both + b"BTS|2\rFTS|1\r"
    for data in (both, batch, b"\x0b" + both.replace(b"\r", b"\r\n") + b"\x1c\r"):
        assert [name for name, _ in of(data, "day.hl7")] == ["day.hl7#message-1", "day.hl7#message-2"]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"a \T\ b \S\ c \F\ d \R\ e \E\ f", "a & b ^ c | d ~ e \\ f"),
        (r"one\.br\two", "one\ntwo"),
        (r"\H\bold\N\ text", "bold text"),
        (r"knee 110\XB0\ caf\XC3A9\ ", "knee 110° café"),
        (r"one\X0D0A\two", "one\ntwo"),
        (r"a\.sp2\b\.in+3\c", "a\n\nb   c"),
        (r"a\Zzz\b\C2842\c", "abc"),
        (r"and\or, c:\path", r"and\or, c:\path"),
        ("one~two", "one\ntwo"),
        (r"24 min \~ 3", "24 min \\\n3"),
    ],
)
def test_escapes_are_undone(written: str, text: str) -> None:
    kept = [line.strip() for line in one(message(*obx([written])), "note.hl7").text.splitlines()]
    assert kept == [" ".join(line.split(" ")).strip() for line in text.splitlines()]


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=80))
def test_what_a_sender_escapes_comes_back_whole(text: str) -> None:
    marks = Marks("|", "^", "~", "\\", "&")
    escaped = "".join(
        {"|": "\\F\\", "^": "\\S\\", "~": "\\R\\", "\\": "\\E\\", "&": "\\T\\"}.get(one, one) for one in text
    )
    assert Segment("OBX", (), marks).text(escaped) == text


def test_an_empty_segment_is_an_empty_line() -> None:
    assert one(message(*obx(["S: stairs", "", "O: stance"])), "note.hl7").text == "S: stairs\n\nO: stance"


def test_other_delimiters_are_taken_as_declared() -> None:
    data = message(TXA, *obx(["stance & gait"])).decode()
    swapped = data.translate(str.maketrans("|^~&", "#!@$")).encode()
    assert one(swapped, "note.hl7").service_date == ON


def test_a_file_within_a_message_is_read() -> None:
    packed = f"OBX|1|ED|x^y|1|^application^pdf^Base64^{base64_of(pdf([drawing(LINES)]))}||||||F"
    found = one(message(TXA, packed), "note.hl7")
    assert (found.kind, words(found.text), found.service_date) == ("pdf", words(NOTE), ON)
    assert found.places is not None
    beside = one(message(TXA, *obx(LINES), packed), "note.hl7")
    assert beside.partial
    assert refused(message(TXA, "OBX|1|RP|x^y|1|http://127.0.0.1/x||||||F"), "note.hl7").code == "elsewhere"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"MSH|^~\\&|A|B\r", "damaged"),
        (b"MSH|^^^^|A|B||||MDM^T02\rOBX|1|TX|x|1|a\r", "damaged"),
        (b"MSH|abc&|A\r", "damaged"),
        (message("OBX|1|NM|x|1|5", kind="ORU^R01"), "format_not_read"),
        (message(VISIT, ft1("97112", 3), kind="DFT^P03"), "no_note"),
        (message(TXA, "OBX|1|TX|x|1|"), "empty"),
        (b"ISA*00*          *00*", "format_not_read"),
    ],
)
def test_messages_that_are_not_read(data: bytes, code: str) -> None:
    assert refused(data, "note.hl7").code == code


# --- days and charges


def test_days_are_kept_as_written() -> None:
    assert day("20260312235959-0800") == day("2026-03-12T23:59:59Z") == day("3/12/2026") == ON
    assert day("20260230") is None
    assert day("202603") is day("") is day("yesterday") is None


def test_charges_need_a_code_and_units() -> None:
    assert charge("97112", "2.0", ["gp", ""], "24") is not None
    assert (
        charge("9711", 2, [])
        is charge("97112", "", [])
        is charge("97112", "two", [])
        is charge("97112", 1000, [])
        is None
    )
