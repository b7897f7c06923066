"""The form CMS-1500: what stands in each item, at its place on the page, and read back from the page."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import made_claims as made
import pytest
from hypothesis import HealthCheck, given, settings
from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject

from romberg.claims import Contact, Name, OtherPayer, Payer, ProfessionalClaim, Provider, Subscriber
from romberg.formats.cms1500 import Shift, alignment, forms, printed
from romberg.formats.cms1500.grid import places
from romberg.formats.cms1500.words import digits, filed, money, plain
from romberg.formats.unreadable import Unreadable

pytest.importorskip("reportlab")
ON = date(2026, 3, 13)
STRAIGHT = Shift()
ANCHORS = {"1a": 8, "2": 10, "3.birth": 10, "4": 10, "11": 18, "14.date": 32, "15.date": 32, "17": 34, "19": 36,
           "21.A": 38, "21.E": 39, "21.I": 40, "24.1.note": 43, "24.1.code": 44, "24.6.note": 53, "24.6.code": 54,
           "25": 56, "26": 56, "28": 56, "29": 56, "32a": 61, "33a": 61}  # fmt: skip
COMMERCIAL = Payer("LONE STAR HEALTH", "60054", "CI", made.HOME)


def items(claim: ProfessionalClaim) -> Mapping[str, str]:
    """What stands on the only form of a claim."""
    (one,) = forms(claim, ON)
    return one.items


def read_back(data: bytes, shift: Shift = STRAIGHT) -> list[dict[str, str]]:
    """The items of each page, found by the places at which their words begin."""
    return [_page(page, shift) for page in PdfReader(io.BytesIO(data)).pages]


def _page(page: Any, shift: Shift) -> dict[str, str]:
    at = {(one.row, one.column): (item, one.width) for item, one in places().items()}
    found = {}
    for (row, column), text in _cells(page, shift).items():
        begins = max((one for r, one in at if r == row and one <= column), default=0)
        item, width = at.get((row, begins), ("", 0))
        if column < begins + width:
            found[item] = " " * (column - begins) + text
    return found


def _cells(page: Any, shift: Shift) -> dict[tuple[int, int], str]:
    """Each piece of text on a page by the row and column at which it begins."""
    cells: dict[tuple[int, int], str] = {}

    def shown(operator: bytes, operands: Any, cm: Any, tm: Any) -> None:
        if operator == b"Tj":
            across, down = tm[4] + cm[4] - shift.right_mm * 72 / 25.4, 792 - tm[5] - cm[5] - shift.down_mm * 72 / 25.4
            assert abs(down / 12 - round(down / 12)) < 0.01
            cells[(round(down / 12), round((across - 21.6) / 7.2) + 1)] = operands[0].original_bytes.decode("ascii")

    page.extract_text(visitor_operand_before=shown)
    return cells


# --- what stands in each item


def test_a_claim_to_medicare() -> None:
    found = items(made.claim(note="Plan of care, certified.", authorization="AUTH-1"))
    assert found == {
        "carrier.1": "MEDICARE PART B", "1.medicare": "X", "1a": "1EG4TE5MK73", "2": "VALE, ADA",
        "3.birth": "03 02 1944", "3.female": "X", "5.street": "2 OAK AVE", "5.city": "AUSTIN", "5.state": "TX",
        "5.zip": "78702", "10a.no": "X", "10b.no": "X", "10c.no": "X", "11": "NONE", "12": "SIGNATURE ON FILE",
        "14.date": "02 01 2026", "14.kind": "431", "15.kind": "454", "15.date": "02 20 2026",
        "17.kind": "DN", "17": "EDDA R MARSH", "17b": "1679576722", "19": "PLAN OF CARE, CERTIFIED",
        "21.icd": "0", "21.A": "M5450", "21.B": "R2681", "23": "AUTH1",
        "24.1.from": "03 12 26", "24.1.to": "03 12 26", "24.1.place": "11", "24.1.code": "97112",
        "24.1.modifiers": "GP", "24.1.pointers": "A", "24.1.charge": "  100 00", "24.1.units": "2",
        "24.1.npi": "1245319599",
        "24.2.from": "03 12 26", "24.2.to": "03 12 26", "24.2.place": "11", "24.2.code": "97110",
        "24.2.modifiers": "GP", "24.2.pointers": "A", "24.2.charge": "   45 00", "24.2.units": "1",
        "24.2.npi": "1245319599",
        "25": "741234567", "25.ein": "X", "26": "V17", "27.yes": "X", "28": "   145 00",
        "31.signature": "SIGNATURE ON FILE", "31.date": "03 13 26",
        "32.name": "HARBOUR LANE THERAPY LLC", "32.street": "12 HARBOUR LANE", "32.city": "AUSTIN TX 787011234",
        "33.name": "HARBOUR LANE THERAPY LLC", "33.street": "12 HARBOUR LANE", "33.city": "AUSTIN TX 787011234",
        "33a": "1234567893",
    }  # fmt: skip


def test_another_payer_is_told_of_the_insured_person_and_the_taxonomy() -> None:
    insured = Subscriber(replace(made.ADA, name=Name("VALE", "JOHN"), gender="M"), "XY9", COMMERCIAL,
                         relationship="19", group_number="G-77")  # fmt: skip
    clinic = replace(made.CLINIC, contact=Contact("BILLING", "5125550100"), tax_id_kind="SY")
    found = items(made.claim(subscriber=insured, patient=made.ADA, billing=clinic, causes=("AA",), accident_state="TX"))
    told = {
        "1.group": "X", "4": "VALE, JOHN", "6.child": "X", "7.street": "2 OAK AVE", "11": "G77",
        "11a.birth": "03 02 1944", "11a.male": "X", "11c": "LONE STAR HEALTH", "11d.no": "X",
        "13": "SIGNATURE ON FILE", "10b.yes": "X", "10b.state": "TX", "24.1.kind": "ZZ",
        "24.1.other_id": "225100000X", "33b": "ZZ261QP2000X", "33.area": "512", "33.telephone": "5550100",
        "25.ssn": "X", "carrier.2": "2 OAK AVE", "carrier.3": "AUSTIN TX 78702",
    }  # fmt: skip
    assert {item: found.get(item) for item in told} == told
    assert not {"10b.no", "1.medicare", "25.ein"} & set(found)


def test_a_second_payer_is_told_of_the_first() -> None:
    first = OtherPayer(Subscriber(made.ADA, "XY9", COMMERCIAL, group_number="G77"), paid_cents=6_000)
    medicare = items(made.claim(subscriber=replace(made.MEMBER, order="S"), other_payers=(first,)))
    assert (medicare["4"], medicare["6.self"], medicare["11"]) == ("VALE, ADA", "X", "G77")
    assert medicare["11c"] == "LONE STAR HEALTH"
    assert "29" not in medicare  # Medicare wants there what the patient paid, and the payer's answer on its own sheet
    second = replace(made.MEMBER, order="S", payer=replace(COMMERCIAL, name="OTHER HEALTH"))
    other = items(made.claim(subscriber=second, other_payers=(first,), patient_paid_cents=1_000))
    assert (other["9"], other["9a"], other["9d"], other["11d.yes"]) == ("VALE, ADA", "G77", "LONE STAR HEALTH", "X")
    assert other["29"] == "   70 00"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"referring": None, "supervising": made.PHYSICIAN}, "DQ"),
        ({"referring": None, "lines": (made.line(ordering=made.PHYSICIAN),)}, "DK"),
        ({"supervising": made.THERAPIST, "lines": (made.line(ordering=made.PHYSICIAN),)}, "DN"),
    ],
)
def test_item_17_names_one_provider_with_its_qualifier(more: dict[str, Any], told: str) -> None:
    found = items(made.claim(**more))
    assert (found["17.kind"], found["17b"]) == (told, made.PHYSICIAN.npi)


def test_a_claim_that_replaces_names_the_one_before() -> None:
    found = items(made.claim(frequency="7", payer_claim_number="ICN-0099"))
    assert (found["22.code"], found["22.number"]) == ("7", "ICN0099")


def test_a_visit_at_home_names_no_facility() -> None:
    assert "32.name" not in items(made.claim(place="12"))
    lake = Provider(Name("LAKE POOL", is_person=False), npi=made.NPIS[3], address=made.CLINIC.address)
    found = items(made.claim(facility=lake))
    assert (found["32.name"], found["32a"]) == ("LAKE POOL", made.NPIS[3])


def test_more_than_six_lines_go_on_further_forms_each_with_its_total() -> None:
    lines = tuple(made.line(control=f"L{number}", cents=1_000 + number) for number in range(13))
    first, second, third = forms(made.claim(lines=lines, patient_paid_cents=2_000), ON)
    assert [money(sum(1_000 + n for n in part), 9) for part in (range(6), range(6, 12), range(12, 13))] == [
        first.items["28"], second.items["28"], third.items["28"]
    ]  # fmt: skip
    assert [(one.number, one.of) for one in (first, second, third)] == [(1, 3), (2, 3), (3, 3)]
    assert "29" in first.items
    assert "29" not in {**second.items, **third.items}
    assert "24.2.code" not in third.items


def test_words_that_do_not_fit_are_cut_and_told_numbers_are_refused() -> None:
    long = replace(made.ADA, name=Name("VALE OF THE LONG AND WINDING WATERS", "ADA"))
    (one,) = forms(made.claim(subscriber=replace(made.MEMBER, person=long)), ON)
    assert one.cut == ("2",)
    assert len(one.items["2"]) == 28
    with pytest.raises(Unreadable, match="Item 26 of the form holds 14 signs, and 15 are wanted"):
        forms(made.claim("A" * 15), ON)
    with pytest.raises(Unreadable, match=r"Item 24\.1\.units"):
        forms(made.claim(lines=(made.line(units=1_000),)), ON)


def test_words_as_the_form_takes_them() -> None:
    assert plain("Müller-O’Neil & Co. *#$`") == "MULLER-O'NEIL & CO"
    assert filed(Name("Vale", "Ada", "Ruth", "Jr.")) == "VALE JR, ADA, R"
    assert digits("74-123 4567") == "741234567"
    assert money(123_456_789, 9) == "123456789".rjust(9)
    assert money(5, 8) == "    0 05"


# --- on the page


def test_every_place_stands_where_others_measured_it_and_apart_from_its_neighbours() -> None:
    assert {item: places()[item].row for item in ANCHORS} == ANCHORS
    taken: dict[tuple[int, int], str] = {}
    for item, one in places().items():
        assert one.column + one.width <= 80, item
        for column in range(one.column, one.column + one.width):
            assert (one.row, column) not in taken, f"{item} covers {taken.get((one.row, column))}"
            taken[(one.row, column)] = item


@given(made.claims())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_what_is_printed_is_read_back_from_the_page(claim: ProfessionalClaim) -> None:
    try:
        found = forms(replace(claim, claim_id=claim.claim_id[:14]), ON)
    except Unreadable:
        pytest.fail("a number of these claims fits its item")
    data = printed(found)
    assert read_back(data) == [dict(one.items) for one in found]
    assert printed(found) == data


def test_a_shifted_page_is_the_same_page_a_little_aside() -> None:
    found = forms(made.claim(), ON)
    shift = Shift(right_mm=1.5, down_mm=-2.0)
    assert read_back(printed(found, shift), shift) == read_back(printed(found)) == [dict(found[0].items)]


def test_the_page_for_alignment_fills_every_item_and_says_what_it_is() -> None:
    text = PdfReader(io.BytesIO(alignment())).pages[0].extract_text()
    assert "ALIGNMENT PAGE, NOT A CLAIM" in text
    (found,) = read_back(alignment())
    assert {item for item in found if not item.startswith("carrier")} == {
        item for item in places() if not item.startswith("carrier")
    }


# --- over the user's own form


def form_page(width: float = 612, height: float = 792, left: float = 0, password: str = "") -> bytes:
    """An empty page that stands for a form."""
    writer = PdfWriter()
    page = writer.add_blank_page(width, height)
    page.mediabox = RectangleObject((left, 0, left + width, height))
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def test_the_data_lies_over_each_copy_of_the_form() -> None:
    lines = tuple(made.line(control=f"L{number}") for number in range(7))
    found = forms(made.claim(lines=lines), ON)
    assert read_back(printed(found, over=form_page())) == [dict(one.items) for one in found]
    aside = printed(found, over=form_page(left=10))  # a form whose page does not begin at nothing
    assert read_back(aside) == [dict(one.items) for one in found]
    assert PdfReader(io.BytesIO(aside)).pages[0].mediabox.left == 0


@pytest.mark.parametrize(
    ("form", "told"),
    [
        (b"", "no PDF"),
        (b"not a form", "no PDF"),
        (form_page(595, 842), "letter size"),
        (form_page(password="secret"), "protected"),
    ],
)
def test_a_form_that_cannot_be_used_is_refused(form: bytes, told: str) -> None:
    with pytest.raises(Unreadable, match=told):
        printed(forms(made.claim(), ON), over=form)
