"""Invented professional claims, valid and varied, for tests of every format."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from romberg.claims import (
    Address,
    Adjustment,
    ClaimLine,
    Contact,
    LineAnswer,
    Name,
    OtherPayer,
    Payer,
    Person,
    ProfessionalClaim,
    Provider,
    ServiceLine,
    Subscriber,
)
from romberg.formats.x12.p837 import Batch, Partner
from romberg.formats.x12.p837.write import SIGNS
from romberg.formats.x12.writing import clean

NPIS = ("1234567893", "1245319599", "1679576722", "1043206222")
CLINIC = Provider(
    Name("HARBOUR LANE THERAPY LLC", is_person=False),
    npi=NPIS[0],
    taxonomy="261QP2000X",
    tax_id="741234567",
    address=Address("12 HARBOUR LANE", "AUSTIN", "TX", "787011234"),
)
THERAPIST = Provider(Name("QUIST", "BO"), npi=NPIS[1], taxonomy="225100000X")
PHYSICIAN = Provider(Name("MARSH", "EDDA", "R"), npi=NPIS[2])
HOME = Address("2 OAK AVE", "AUSTIN", "TX", "78702")
MEDICARE = Payer("MEDICARE PART B", "15202", "MB")
ADA = Person(Name("VALE", "ADA"), HOME, date(1944, 3, 2), "F")
MEMBER = Subscriber(ADA, "1EG4TE5MK73", MEDICARE)
DAY = date(2026, 3, 12)


def line(code: str = "97112", units: int = 2, cents: int = 10_000, **more: Any) -> ClaimLine:
    """One line of a claim of the twelfth of March."""
    made = ClaimLine(ServiceLine(code, units, ("GP",), charge_cents=cents), DAY, cents, (1,), control="L1")
    return replace(made, **more)


def claim(claim_id: str = "V17", **more: Any) -> ProfessionalClaim:
    """A Medicare claim of two lines, complete."""
    made = ProfessionalClaim(
        claim_id,
        CLINIC,
        MEMBER,
        "11",
        (line(), line("97110", 1, 4_500, control="L2")),
        ("M54.50", "R26.81"),
        onset_date=date(2026, 2, 1),
        initial_treatment_date=date(2026, 2, 20),
        referring=PHYSICIAN,
        rendering=THERAPIST,
    )
    return replace(made, **more)


def batch(*claims: ProfessionalClaim, control: int = 17, **more: Any) -> Batch:
    """A file of claims, made on a fixed day."""
    return Batch(
        Partner("SUBMITTER123", "HARBOUR LANE THERAPY LLC"),
        Partner("RECEIVER456", "LONE STAR CLEARING"),
        Contact("BILLING OFFICE", "5125550100"),
        control,
        datetime(2026, 3, 13, 9, 30),
        claims or (claim(),),
        is_test=True,
        **more,
    )


def institutional(text: str) -> str:
    """A file of professional claims turned into one of a facility: its first line without a day of its own."""
    text = text.replace("005010X222A1", "005010X223A3").replace("HI*ABK", "DTP*434*RD8*20260301-20260331~\nHI*ABK")
    text = text.replace("LX*1~", "NM1*71*1*MARSH*EDDA****XX*1679576722~\nLX*1~").replace(":B:1*", ":A:1*")
    text = re.sub(r"SV1\*(.*?)\*(.*?)\*UN\*(\d+)\*[^~]*~", r"SV2*0420*\1*\2*UN*\3~", text)
    text = text.replace("DTP*472*D8*20260312~\n", "", 1)
    return counted(text)


def counted(text: str) -> str:
    """A file with the count of each transaction (SE01) as it is, after something was changed in it."""
    parts = re.split(r"(?=ST\*837)", text)
    return "".join(
        re.sub(r"SE\*\d+", f"SE*{part[: part.index('SE*')].count('~') + 1}", part) if part.startswith("ST") else part
        for part in parts
    )


# --- whatever a clinic may type

TYPED = st.text(min_size=1, max_size=30).filter(lambda text: bool(_letters(text)))
CODES = st.sampled_from(["97110", "97112", "97116", "97140", "97530", "97535", "G0283", "98940"])
MODIFIERS = st.lists(st.sampled_from(["GP", "GO", "CQ", "KX", "59", "XE"]), max_size=4, unique=True).map(tuple)
CENTS = st.integers(1, 99_999)
DAYS = st.dates(date(2025, 1, 2), date(2026, 11, 1))
ADJUSTMENTS = st.lists(
    st.builds(Adjustment, st.sampled_from(["CO", "PR", "OA", "PI"]), st.sampled_from(["1", "2", "45", "59", "119"]),
              st.integers(1, 50_000), st.none() | st.integers(1, 9)), max_size=8).map(tuple)  # fmt: skip


def _letters(text: str) -> str:
    return clean(text, SIGNS)


def _names(person: bool = True) -> st.SearchStrategy[Name]:
    first = TYPED if person else st.just("")
    return st.builds(Name, TYPED, first, st.just(""), st.just(""), st.just(person))


CITIES = TYPED.filter(lambda text: len(_letters(text)) > 1)
ADDRESSES = st.builds(
    Address, TYPED, CITIES, st.sampled_from(["TX", "OH", "CA"]), st.sampled_from(["78701", "432150000"])
)
PEOPLE = st.builds(Person, _names(), ADDRESSES, st.dates(date(1930, 1, 1), date(2020, 1, 1)), st.sampled_from("FMU"))
SUBSCRIBERS = st.builds(
    Subscriber, PEOPLE, st.from_regex(r"[A-Z0-9]{6,11}", fullmatch=True),
    st.builds(Payer, TYPED, st.from_regex(r"[A-Z0-9]{5}", fullmatch=True), st.sampled_from(["MB", "CI", "BL"])),
)  # fmt: skip
CLINICIANS = st.builds(Provider, _names(), st.sampled_from(NPIS), st.just("225100000X"))


@st.composite
def lines(draw: st.DrawFn, diagnoses: int) -> ClaimLine:
    """One line with anything that it may carry."""
    day, cents = draw(DAYS), draw(CENTS)
    service = ServiceLine(draw(CODES), draw(st.integers(1, 8)), draw(MODIFIERS), charge_cents=cents)
    pointers = draw(st.lists(st.integers(1, diagnoses), min_size=1, max_size=4, unique=True))
    return ClaimLine(
        service, day, cents, tuple(pointers),
        control=draw(st.from_regex(r"[A-Z0-9]{1,10}", fullmatch=True)),
        rendering=draw(st.none() | CLINICIANS),
        note=draw(st.just("") | TYPED),
        last_date=draw(st.none() | st.just(day + timedelta(days=2))),
    )  # fmt: skip


@st.composite
def claims(draw: st.DrawFn) -> ProfessionalClaim:
    """One claim: of the insured or a dependent, new or replaced, first or second in turn, with 1 to 50 lines."""
    codes = draw(
        st.lists(st.sampled_from(["M54.50", "R26.81", "M25.511", "G20.A1", "S83.511D"]), min_size=1, unique=True)
    )
    insured = draw(SUBSCRIBERS)
    patient = draw(st.none() | PEOPLE)
    if patient is not None:
        insured = replace(insured, relationship=draw(st.sampled_from(["01", "19", "G8"])))
    found = draw(st.lists(lines(len(codes)), min_size=1, max_size=draw(st.sampled_from([2, 6, 50]))))
    number = draw(st.from_regex(r"[A-Z0-9]{1,20}", fullmatch=True))
    made = ProfessionalClaim(number, CLINIC, insured, "11", tuple(found), tuple(codes), patient=patient,
                             rendering=draw(CLINICIANS), referring=draw(st.none() | CLINICIANS),
                             supervising=draw(st.none() | CLINICIANS), note=draw(st.just("") | TYPED),
                             authorization=draw(st.just("") | st.from_regex(r"[A-Z0-9]{4,12}", fullmatch=True)),
                             onset_date=draw(st.none() | DAYS),
                             initial_treatment_date=draw(st.none() | DAYS))  # fmt: skip
    if draw(st.booleans()):
        made = replace(made, frequency=draw(st.sampled_from("78")), payer_claim_number="ICN12345")
    return _second(draw, made) if draw(st.booleans()) else made


def _second(draw: st.DrawFn, made: ProfessionalClaim) -> ProfessionalClaim:
    """The claim to the payer whose turn is second, with what the first one answered."""
    first = draw(SUBSCRIBERS)
    answered = tuple(replace(one, answers=(_answer(draw, first, one),)) for one in made.lines)
    paid = sum(answer.paid_cents for one in answered for answer in one.answers)
    other = OtherPayer(first, paid, claim_number="ICN9")
    return replace(made, subscriber=replace(made.subscriber, order="S"), lines=answered, other_payers=(other,))


def _answer(draw: st.DrawFn, first: Subscriber, one: ClaimLine) -> LineAnswer:
    paid = draw(st.integers(0, one.charge_cents))
    left = one.charge_cents - paid
    taken = (Adjustment("CO", "45", left),) if left else ()
    return LineAnswer(
        first.payer.payer_id, paid, one.service.code, one.service.modifiers, one.service.units, taken, DAY
    )
