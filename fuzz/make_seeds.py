"""Writes the seeds that are no crashes: small files of every kind with each thing that a reader knows."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import made_claims as claims
import made_documents as made
import made_remittances
import test_x12_acknowledged as answers
import test_x12_billed as limits
import test_x12_r835 as payments

from romberg.claims import Adjustment, LineAnswer, OtherPayer
from romberg.formats.x12.p837 import written

SEEDS = Path(__file__).parent / "seeds"
RTF = (
    b"{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset2 Symbol;}{\\f2\\fcharset128 M;}}"
    b"{\\header H\\par}{\\*\\x y}\\trowd\\cellx1\\intbl a\\cell b\\cell c\\cell\\row\\pard\\plain\\f1 \\'b7 \\f2\\'82"
    b"\\u8805?\\uc2\\u-10179 ab{\\deleted d}{\\v h}{\\strike s}{\\footnote f}{\\pict\\picwgoal9\\pichgoal9\\bin3 {}}}"
    b"{\\field{\\*\\fldinst X}{\\fldrslt r}}{\\object{\\*\\objdata 0}}\\tab\\line\\page\\emdash{\\annotation n}\\par}"
)
HTML = (
    b"<!DOCTYPE html><html><head><meta charset=windows-1252><style>x</style></head><body><h1>N</h1><p hidden>h<table>"
    b"<tr><td colspan=2>a<th>b<tr><td><table><td>c</table></table><ul><li>i</ul><pre> p\n</pre><del>d</del>"
    b"<img src=x width=9 height=9><input type=checkbox checked><br>&eacute;&#8805;<!-- c --><iframe></iframe>"
    b"<span style='display:none'>h</span></body></html>"
)
VISITS = (
    b'VisitID,DOS,Note,CPT,Units,Modifier1\r\nv1,03/12/2026,"a ""b""\nc",97112,2,GP\r\nv1,03/12/2026,x,97110,1,\r\n'
)
OBJECTS = [{"visitId": 1, "dos": "2026-03-12", "note": "a", "charges": [{"code": "97112", "units": 2}]}]
PACKED: dict[str, str | bytes] = {
    "a/n.txt": "Gait 24 min",
    "b.rtf": RTF,
    "Visits.csv": "VisitID,Note\nv,a\n",
    "Charges.csv": "VisitID,CPT,Units\n",
}
NOTE_MESSAGE = (
    "PID|1||M1||Q^O",
    "PV1|1|O" + "|" * 17 + "V1",
    "TXA|1|PN|TX|20260312|||||7^Falk^Ida^^^^PT||||||||AU",
    r"OBX|1|FT|x|1|a\.br\b \T\ \X41\ \H\c\N\ ~d",
    "NTE|1||e",
    f"OBX|2|ED|x|1|^text^plain^Base64^{made.base64_of('f')}",
)
CHARGES = ("PV1|1|O" + "|" * 17 + "V1", "FT1|1|||20260312||CG||||2" + "|" * 15 + "97112^x|GP~CQ")
HL7 = made.message(*NOTE_MESSAGE) + made.message(*CHARGES, kind="DFT^P03")


def seeds() -> Iterator[tuple[str, str, bytes]]:
    """Target, name and bytes of each."""
    yield from (("rtf", "all", RTF), ("rtf", "note", made.rtf()))
    yield from (("html", "all", HTML), ("html", "note", made.html()))
    yield from (("hl7", "all", HL7), ("hl7", "note", made.message(*made.obx(made.LINES))))
    yield from (("note", "note", made.NOTE.encode()), ("note", "windows", "Balance 20 min – 110°".encode("cp1252")))
    yield from (("pdf", name, data) for name, data in pdfs())
    yield from (("docx", name, data) for name, data in words())
    yield from (("cda", name, data) for name, data in records())
    yield from (("fhir", name, json.dumps(held).encode()) for name, held in resources())
    yield "json", "visits", json.dumps(OBJECTS).encode()
    yield "json", "soap", json.dumps({"visits": [{"soap": {"subjective": "a", "plan": "b"}}]}).encode()
    yield "csv", "visits", VISITS
    yield "csv", "tabs", "\ufeffNote\tDate\nbalance\t2026-03-12\n".encode()
    yield "zip", "some", made.zipped(PACKED)
    yield from ((target, name, data.replace(b"VALE*ADA", b"VALEXQ*ADAXQ")) for target, name, data in x12())


def x12() -> Iterator[tuple[str, str, bytes]]:
    """Claims, payments and answers, small, with what each reader of them knows; the patient's name is found again."""
    other = OtherPayer(claims.MEMBER, 1_000, claim_number="ICN9")
    answered = LineAnswer("15202", 1_000, "97112", ("GP",), 2, (Adjustment("CO", "45", 9_000),), claims.DAY)
    whole = claims.claim(
        lines=(
            claims.line(rendering=claims.THERAPIST, note="SEEN", answers=(answered,)),
            claims.line("97110", 1, 4_500),
        ),
        other_payers=(other,),
        note="PLAN",
        authorization="AUTH1",
    )
    text = written(claims.batch(whole, claims.claim("V18"))).encode()
    yield "x12_claims", "professional", text
    yield "x12_claims", "institutional", claims.institutional(written(claims.batch())).encode()
    yield "x12_claims", "two", text + written(claims.batch(control=18)).replace("~\n", "~").encode()
    yield "x12_payments", "one", (payments.ISA + payments.PAID).encode()
    paid = made_remittances.claim("V17", made_remittances.line("97112", 10_000, Adjustment("CO", "45", 4_103)))
    both = (paid, made_remittances.reversal(paid))
    yield (
        "x12_payments",
        "several",
        made_remittances.as_835(*(made_remittances.remittance(f"EFT{at}", *both) for at in "12")),
    )
    yield "x12_answers", "taken", answers.TAKEN.replace(b"GS*FA", b"TA1*000000017*260402*0930*A*000~GS*FA")
    yield "x12_answers", "refused", answers.REFUSED
    yield "x12_answers", "claims", answers.CLAIMS
    yield "x12_answers", "cover", limits.LIMITS


def pdfs() -> Iterator[tuple[str, bytes]]:
    """Text with a picture, a form, a filled field; streams plain, so that changes reach the instructions."""
    content = (
        b"q 1 0 0 1 0 0 cm BT /F1 10 Tf 12 TL 50 700 Td [(Bal) -20 (ance) -300 (20)] TJ T* (two) ' 0 0 (three) \" "
        b"0 -9 TD 3 Tr 90 Tz 1 Tc 1 Tw 2 Ts (x) Tj ET Q /Im1 Do /Fm1 Do q 9 0 0 9 9 9 cm "
        b"BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q"
    )
    form = made.stream(
        made.drawing(["form"]), more=b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Matrix [1 0 0 1 5 5]"
    )
    field = b"<< /Subtype /Widget /FT /Tx /V (24) /Rect [150 696 250 710] >>"
    resources = b"/XObject << /Im1 100 0 R /Fm1 101 0 R >>"
    more = {100: made.picture(), 101: form, 102: field}
    yield "all", made.pdf([content], filters=(), resources=resources, page=b"/Annots [102 0 R] /Rotate 90", more=more)
    yield "note", made.pdf([made.drawing(made.LINES)], filters=())
    yield "packed", made.pdf([made.drawing(made.LINES[:3])])


def words() -> Iterator[tuple[str, bytes]]:
    """Word documents, members stored so that changes reach the XML."""
    deleted = "<w:del><w:r><w:delText>d</w:delText></w:r></w:del>"
    drawn = "<w:drawing><w:extent cx='9' cy='9'/><w:blip/></w:drawing><w:object/>"
    run = f"<w:r><w:tab/><w:sym w:font='Wingdings' w:char='F0FE'/>{drawn}</w:r>"
    table = made.table([["a", "b", "c"], ["1", "2", "3"]])
    body = made.paragraph("a", "<w:strike/>", "<w:numPr/>") + table + f"<w:p>{deleted}{run}</w:p>"
    parts = {"word/header1.xml": made.part("hdr", made.paragraph("h")), "word/comments.xml": made.part("comments", "")}
    yield "all", stored(made.docx(body, parts))
    yield "note", made.docx("".join(map(made.paragraph, made.LINES)))


def stored(packed: bytes) -> bytes:
    """The same ZIP without compression."""
    import zipfile  # noqa: PLC0415
    from io import BytesIO  # noqa: PLC0415

    out = BytesIO()
    with zipfile.ZipFile(BytesIO(packed)) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.namelist():
            new.writestr(one, old.read(one))
    return out.getvalue()


def records() -> Iterator[tuple[str, bytes]]:
    """C-CDA with sections, and with notes."""
    table = "<table><tr><th>d</th><td colspan='2'>e</td></tr></table>"
    narrative = f"<paragraph>a<br/>b</paragraph><list><item>c</item></list>{table}"
    name = "<name><given>I</given><family>F</family></name>"
    person = f"<assignedEntity><assignedPerson>{name}</assignedPerson></assignedEntity>"
    head = f"<legalAuthenticator><time value='20260312'/>{person}</legalAuthenticator>"
    yield "sections", made.cda(made.section("S", narrative), head)
    template = "<templateId root='2.16.840.1.113883.10.20.22.4.202'/>"
    act = f"<entry><act>{template}{{}}<effectiveTime value='20260312'/></act></entry>"
    referred = act.format("<text><reference value='#n1'/></text>")
    packed = f"<text mediaType='text/rtf' representation='B64'>{made.base64_of(made.rtf(['r']))}</text>"
    yield "notes", made.cda(made.section("N", "<content ID='n1'>a</content>", referred + act.format(packed)))


def resources() -> Iterator[tuple[str, object]]:
    """FHIR documents with what may stand beside them."""
    person = {"resourceType": "Practitioner", "id": "p", "name": [{"family": "F", "given": ["I"]}]}
    item = {"productOrService": {"coding": [{"code": "97112"}]}, "quantity": {"value": 2}, "servicedDate": "2026-03-12"}
    note = made.reference("a", context={"period": {"start": "2026-03-12"}}, author=[{"reference": "Practitioner/p"}])
    yield "bundle", json.loads(made.bundle(note, person, {"resourceType": "Claim", "item": [item]}))
    sections = [{"title": "S", "text": {"div": "<div>a</div>"}, "section": [{"title": "T", "entry": [{}]}]}]
    yield (
        "composition",
        {
            "resourceType": "Composition",
            "title": "N",
            "section": sections,
            "attester": [{"mode": "legal", "party": {"display": "x"}}],
        },
    )
    yield "pdf", made.reference(made.pdf([made.drawing(["a"])]), "application/pdf")


if __name__ == "__main__":
    for target, name, data in seeds():
        if sys.argv[1:] and target not in sys.argv[1:]:
            continue
        (SEEDS / target).mkdir(parents=True, exist_ok=True)
        (SEEDS / target / name).write_bytes(data)
