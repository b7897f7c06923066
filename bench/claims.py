"""Claims: how many a second are written as 837P, and what a page of the form costs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from importlib.util import find_spec
from statistics import median

from bench.measures import Figure, loop
from romberg.claims import (
    Address,
    ClaimLine,
    Contact,
    Name,
    Payer,
    Person,
    ProfessionalClaim,
    Provider,
    ServiceLine,
    Subscriber,
)
from romberg.formats.cms1500 import forms, printed
from romberg.formats.x12.p837 import MOST_CLAIMS, Batch, Partner, written

PAGES = 500
_DAY = date(2026, 3, 12)
_CODES = ("97112", "97110", "97140", "97530")


def figures() -> list[Figure]:
    """Claims of three or four lines, each of a patient of their own, as a clinic bills a day."""
    claims = [_claim(number) for number in range(MOST_CLAIMS)]
    one_loop, spent = _spent(loop), _spent(lambda: written(_batch(claims)))
    a_claim = spent / len(claims)
    return [
        Figure("claims written as 837P, of one core", 1 / a_claim, "claims/s", 20_000, True, a_claim / one_loop),
        *_forms(claims[:PAGES], one_loop),
    ]


def _forms(claims: list[ProfessionalClaim], one_loop: float) -> list[Figure]:
    if find_spec("reportlab") is None:
        return []
    spent = _spent(lambda: printed([page for one in claims for page in forms(one, _DAY)])) / len(claims)
    return [Figure("a page of CMS-1500, from claim to PDF", spent * 1000, "ms", 10, times_loop=spent / one_loop)]


def _spent(work: Callable[[], object]) -> float:
    """Seconds of the processor, the median of five."""
    found = []
    for _ in range(5):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return median(found)


def _batch(claims: list[ProfessionalClaim]) -> Batch:
    ends = (Partner("SUBMITTER123", "HARBOUR LANE THERAPY LLC"), Partner("RECEIVER456", "LONE STAR CLEARING"))
    return Batch(*ends, Contact("BILLING OFFICE", "5125550100"), 17, datetime(2026, 3, 13, 9, 30), tuple(claims))


def _claim(number: int) -> ProfessionalClaim:
    home = Address(f"{number} OAK AVE", "AUSTIN", "TX", "78702")
    patient = Person(Name(f"VALE{number}", "ADA"), home, date(1944, 3, 2), "F")
    therapist = Provider(Name("QUIST", "BO"), "1245319599", "225100000X")
    clinic = Provider(
        Name("HARBOUR LANE THERAPY LLC", is_person=False),
        "1234567893",
        "261QP2000X",
        "741234567",
        address=replace(home, street="12 HARBOUR LANE", zip_code="787011234"),
    )
    return ProfessionalClaim(
        f"V{number}",
        clinic,
        Subscriber(patient, f"1EG4TE5MK{number:02}"[:11], Payer("MEDICARE PART B", "15202", "MB")),
        "11",
        tuple(_line(at, number) for at in range(3 + number % 2)),
        ("M54.50", "R26.81"),
        onset_date=date(2026, 2, 1),
        initial_treatment_date=date(2026, 2, 20),
        referring=Provider(Name("MARSH", "EDDA", "R"), "1679576722"),
        rendering=therapist,
    )


def _line(at: int, number: int) -> ClaimLine:
    cents = 4_500 + number % 90
    service = ServiceLine(_CODES[at], 1 + number % 3, ("GP",), charge_cents=cents)
    return ClaimLine(service, _DAY, cents, (1, 2), control=f"{number}{at}")
