"""The place of a visit in its price: the claim's place of service first, else what the note says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_notes import balance, report, visit

from romberg import batch
from romberg.claims import ClaimHead

COGNITION = replace(balance(), code="97129", service="cognition", minutes=20)
OFFICE, FACILITY = 2238, 1971


@pytest.mark.parametrize(
    ("setting", "allowed", "told"),
    [
        ("clinic", OFFICE, False),
        ("home", OFFICE, False),
        ("hospital-outpatient", FACILITY, False),
        ("nursing-facility", OFFICE, True),
        ("telehealth", OFFICE, True),
    ],
)
def test_the_note_s_place_chooses_the_amount(setting: str, allowed: int, told: bool) -> None:
    price = report(visit(setting=setting, billed=()), (COGNITION,), zip5=None).price
    assert price.allowed_cents == allowed
    assert ("no place of service is told" in " ".join(price.unknown)) is told


@pytest.mark.parametrize(("place", "allowed"), [("22", FACILITY), ("11", OFFICE), ("02", FACILITY), ("2", FACILITY)])
def test_the_claim_s_place_goes_first(place: str, allowed: int) -> None:
    note = "Date: 03/12/2026\nPayer: Medicare Part B\nCognitive skills training 20 min: sequencing of a meal, cues\n"
    found = batch.check_text(note, batch.Options(head=ClaimHead(place=place)))
    assert [line.allowed_cents for line in found.price.lines if line.code == "97129"] == [allowed]
