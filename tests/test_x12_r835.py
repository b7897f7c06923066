"""Remittances read: amounts to the cent, reasons, remarks; nothing of a cut file is taken."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from romberg.claims import Adjustment, ProviderAdjustment, Remittance
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.r835 import remittances

BESIDE = Path(__file__).parents[2] / "shared" / "edi" / "samples"
ISA = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         *260402*0930*^*00501*000000007*0*T*:~"
PAID = """\
GS*HP*PAYER*CLINIC*20260402*0930*7*X*005010X221A1~
ST*835*0007~
BPR*I*69.65*C*ACH*CCP*01*999999992*DA*123456*1512345678**01*999999992*DA*654321*20260402~
TRN*1*EFT0042*1512345678~
DTM*405*20260401~
N1*PR*NORTHERN HEALTH~
N3*1 LAKE ST~
N4*AUSTIN*TX*78701~
REF*2U*NH001~
N1*PE*HARBOUR LANE THERAPY*XX*1234567893~
REF*TJ*741234567~
LX*1~
CLP*V-17*1*150*88.65*12*MB*ICN0099*11*1~
CAS*CO*253*1.85~
NM1*QC*1*VALE*ADA****MI*1EG4TE5MK73~
NM1*82*1*QUIST*BO****XX*1987654328~
MOA***MA01*N130~
DTM*050*20260315~
SVC*HC:97112:GP*100*60.5**2~
DTM*472*20260312~
CAS*CO*45*27.5~
CAS*PR*2*12~
REF*6R*L1~
AMT*B6*72.5~
SVC*HC:97110:GP:CQ*50*30~
CAS*CO*59*18.15*1*45*1.85~
LQ*HE*N362~
CLP*V-18*22*-50*-10*0*MB*ICN0098~
CAS*CO*45*-40~
PLB*1234567893*20261231*WO:ICN0098*10*L6*-1~
SE*30*0007~
GE*1*7~
IEA*1*000000007~
""".replace("\n", "")


def read(text: str = ISA + PAID) -> list[Remittance]:
    return list(remittances(io.BytesIO(text.encode())))


def test_a_payment_says_who_paid_whom_when_and_how() -> None:
    (one,) = read()
    assert (one.payer_name, one.payer_id) == ("NORTHERN HEALTH", "NH001")
    assert (one.payee_npi, one.payee_tax_id) == ("1234567893", "741234567")
    assert (one.trace, one.method, one.paid_date, one.paid_cents) == ("EFT0042", "ACH", date(2026, 4, 2), 6965)
    assert one.provider_adjustments == (
        ProviderAdjustment("WO", 1000, "ICN0098", "1234567893", 31),
        ProviderAdjustment("L6", -100, None, "1234567893", 31),
    )


def test_a_claim_says_what_was_paid_and_why_not_more() -> None:
    claim, reversal = read()[0].claims
    assert (claim.claim_id, claim.payer_claim_id, claim.status) == ("V-17", "ICN0099", "1")
    assert (claim.charge_cents, claim.paid_cents, claim.patient_cents) == (15000, 8865, 1200)
    assert claim.adjustments == (Adjustment("CO", "253", 185),)
    assert claim.rarcs == ("MA01", "N130")
    assert (claim.rendering_npi, claim.received_date) == ("1987654328", date(2026, 3, 15))
    assert not claim.is_reversal
    assert reversal.is_reversal
    assert reversal.paid_cents == -1000


def test_a_line_carries_its_reasons_in_threes() -> None:
    first, second = read()[0].claims[0].lines
    assert (first.code, first.modifiers, first.units, first.control) == ("97112", ("GP",), 2, "L1")
    assert (first.charge_cents, first.paid_cents, first.allowed_cents) == (10000, 6050, 7250)
    assert first.adjustments == (Adjustment("CO", "45", 2750), Adjustment("PR", "2", 1200))
    assert second.units == 1  # left out where it is one
    assert second.adjustments == (Adjustment("CO", "59", 1815, 1), Adjustment("CO", "45", 185))
    assert second.rarcs == ("N362",)


@pytest.mark.parametrize("amount", ["", "ten", "1e9", "1" + "0" * 30, "1.005", "--5"])
def test_an_amount_that_cannot_be_read_is_absent_and_not_nothing(amount: str) -> None:
    (one,) = read((ISA + PAID).replace("BPR*I*69.65*", f"BPR*I*{amount}*"))
    assert one.paid_cents is None


@pytest.mark.parametrize(
    ("what", "instead", "code", "at"),
    [
        ("SE*30*0007~GE*1*7~IEA*1*000000007~", "", "x12_cut", "segment 31"),
        ("GE*1*7~IEA*1*000000007~", "", "x12_cut", "segment 32"),
        ("IEA*1*000000007~", "", "x12_cut", "segment 33"),
        ("SE*30*", "SE*29*", "x12_count", "segment 32, SE01"),
        ("GE*1*", "GE*2*", "x12_count", "segment 33, GE01"),
        ("IEA*1*", "IEA**", "x12_count", "segment 34, IEA01"),
        ("SE*30*0007", "SE*30*0008", "x12_control", "segment 32, SE02"),
        ("GE*1*7", "GE*1*8", "x12_control", "segment 33, GE02"),
        ("IEA*1*000000007", "IEA*1*000000008", "x12_control", "segment 34, IEA02"),
        ("SE*30*0007~", "", "x12_envelope", "segment 32"),
        ("GS*", "LX*", "x12_outside", "segment 2"),
        ("LX*1~", "ST*835*0008~", "x12_envelope", "segment 13"),
    ],
)
def test_a_cut_or_miscounted_file_gives_nothing(what: str, instead: str, code: str, at: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read((ISA + PAID).replace(what, instead))
    assert (caught.value.code, caught.value.at) == (code, at)


def test_another_transaction_is_named_as_such() -> None:
    with pytest.raises(Unreadable, match="ST01") as caught:
        read((ISA + PAID).replace("ST*835", "ST*837"))
    assert caught.value.code == "x12_other_transaction"


@pytest.mark.skipif(not BESIDE.is_dir(), reason="no samples lie beside the checkout")
def test_each_sample_is_read_or_refused_with_a_reason() -> None:
    found = [path for path in sorted(BESIDE.iterdir()) if b"ST*835" in path.read_bytes()]
    assert len(found) > 10
    assert all(_read_or_told(path) for path in found)


def _read_or_told(path: Path) -> bool:
    with path.open("rb") as stream:
        try:
            return all(one.claims or one.provider_adjustments for one in remittances(stream))
        except Unreadable as told:
            return told.says.endswith(".") and "segment" in told.at
