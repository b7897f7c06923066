"""Each thing that a professional claim may say: its segments, taken by another program, and back again the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import made_claims as made
import pytest
from test_x12_p837 import FACILITY, accepted, read

from romberg.claims import Adjustment, LineAnswer, Name, OtherPayer, Payer, ProfessionalClaim, Provider, Subscriber
from romberg.formats.x12.edits import validate
from romberg.formats.x12.p837 import written

ON = date(2026, 11, 26)
LONE_STAR = Payer("LONE STAR HEALTH", "60054", "CI")
FIRST = Subscriber(replace(made.ADA, birth_date=None, gender=""), "XY9", LONE_STAR)
SECOND = replace(made.MEMBER, order="S", medicare_secondary="12")
CHILD = replace(made.ADA, name=Name("VALE", "IDA"), birth_date=date(2015, 5, 5))
COMMERCIAL = replace(made.MEMBER, member_id="W123456", payer=LONE_STAR, relationship="19")
PLACE = replace(FACILITY, npi=made.NPIS[2])
NINE = tuple(Adjustment("CO", carc, 100) for carc in ("1", "2", "3", "45", "59", "97", "119", "151", "253"))


def services(*modifiers: str) -> ProfessionalClaim:
    """A claim of one line with some modifiers."""
    line = made.line()
    return made.claim(lines=(replace(line, service=replace(line.service, modifiers=modifiers)),))


def secondary(paid: int, *adjustments: Adjustment, **other: object) -> ProfessionalClaim:
    """A claim to Medicare after another payer, which answered its one line."""
    answer = LineAnswer("60054", paid, "97112", ("GP",), 2, adjustments, date(2026, 3, 30))
    first = replace(OtherPayer(FIRST, paid, claim_number="ICN9"), **other)  # type: ignore[arg-type]
    return made.claim(subscriber=SECOND, lines=(made.line(answers=(answer,)),), other_payers=(first,))


ITEMS: list[tuple[ProfessionalClaim, str]] = [
    (made.claim(), "SBR*P*18*******MB~"),
    (made.claim(), "NM1*IL*1*VALE*ADA****MI*1EG4TE5MK73~\nN3*2 OAK AVE~\nN4*AUSTIN*TX*78702~\nDMG*D8*19440302*F~"),
    (made.claim(subscriber=COMMERCIAL, patient=CHILD), "PAT*19~\nNM1*QC*1*VALE*IDA~\nN3*2 OAK AVE~\nN4*AUSTIN*TX*787"),
    (made.claim(subscriber=replace(COMMERCIAL, group_number="GRP7"), patient=CHILD), "SBR*P**GRP7******CI~"),
    (made.claim(), "NM1*85*2*HARBOUR LANE THERAPY LLC*****XX*1234567893~\nN3*12 HARBOUR LANE~\nN4*AUSTIN*TX*7870"),
    (made.claim(), "HL*1**20*1~\nPRV*BI*PXC*261QP2000X~"),
    (made.claim(pay_to=Provider(Name("", is_person=False), address=made.HOME)), "NM1*87*2~\nN3*2 OAK AVE~"),
    (made.claim(), "NM1*DN*1*MARSH*EDDA*R***XX*1679576722~\nNM1*82*1*QUIST*BO****XX*1245319599~\nPRV*PE*PXC*2251"),
    (made.claim(supervising=made.PHYSICIAN), "NM1*DQ*1*MARSH*EDDA*R***XX*1679576722~\nLX*1~"),
    (made.claim(lines=(made.line(ordering=made.PHYSICIAN),)), "REF*6R*L1~\nNM1*DK*1*MARSH*EDDA*R***XX*1679576722~"),
    (made.claim(lines=(made.line(rendering=replace(made.THERAPIST, npi=made.NPIS[2])),)),
     "REF*6R*L1~\nNM1*82*1*QUIST*BO****XX*1679576722~\nPRV*PE*PXC*225100000X~"),
    (made.claim(facility=PLACE), "NM1*77*2*LAKE POOL*****XX*1679576722~\nN3*12 HARBOUR LANE~\nN4*AUSTIN*TX*787011234~"),
    (made.claim(authorization="AUTH-1", referral="REF 2"), "REF*9F*REF 2~\nREF*G1*AUTH-1~"),
    (made.claim(), "DTP*431*D8*20260201~\nDTP*454*D8*20260220~"),
    (made.claim(last_seen_date=date(2026, 3, 1)), "DTP*454*D8*20260220~\nDTP*304*D8*20260301~"),
    (made.claim(causes=("AA",), accident_state="TX", accident_date=date(2026, 2, 1)), "*Y*A*Y*Y**AA:::TX~"),
    (made.claim(causes=("EM", "OA"), accident_date=date(2026, 2, 1)), "*Y*A*Y*Y**EM:OA~"),
    (made.claim(note="SEEN AFTER A FALL"), "NTE*ADD*SEEN AFTER A FALL~\nHI*ABK"),
    (made.claim(lines=(made.line(note="FOAM, EYES CLOSED"),)), "REF*6R*L1~\nNTE*ADD*FOAM, EYES CLOSED~"),
    (services("GP", "59", "KX"), "SV1*HC:97112:GP:59:KX*100*UN*2***1~"),
    (services("GP", "CQ", "KX", "XE"), "SV1*HC:97112:GP:CQ:KX:XE*100*UN*2***1~"),
    (made.claim(lines=(made.line(pointers=(2, 1)),)), "*100*UN*2***2:1~"),
    (made.claim(lines=(made.line(place="12"),)), "*100*UN*2*12**1~"),
    (made.claim(lines=(made.line(last_date=date(2026, 3, 14)),)), "DTP*472*RD8*20260312-20260314~"),
    (made.claim(frequency="7", payer_claim_number="ICN0099"), "*11:B:7*Y*A*Y*Y~"),
    (made.claim(frequency="7", payer_claim_number="ICN0099"), "REF*F8*ICN0099~"),
    (made.claim(frequency="8", payer_claim_number="ICN0099"), "*11:B:8*Y*A*Y*Y~"),
    (made.claim(patient_paid_cents=2_050), "AMT*F5*20.5~"),
    (secondary(7_000, Adjustment("CO", "45", 2_000), Adjustment("PR", "2", 1_000, 1)),
     "SVD*60054*70*HC:97112:GP**2~\nCAS*CO*45*20~\nCAS*PR*2*10*1~\nDTP*573*D8*20260330~"),
    (secondary(9_100, *NINE), "CAS*CO*1*1**2*1**3*1**45*1**59*1**97*1~\nCAS*CO*119*1**151*1**253*1~"),
    (secondary(0, Adjustment("CO", "50", 10_000)), "AMT*D*0~\nOI***Y***Y~\nNM1*IL*1*VALE*ADA****MI*XY9~"),
    (secondary(10_000, remaining_cents=0), "AMT*D*100~\nAMT*EAF*0~"),
    (secondary(10_000), "SBR*S*18***12****MB~"),
    (secondary(10_000), "NM1*PR*2*LONE STAR HEALTH*****PI*60054~\nREF*F8*ICN9~"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "segments"), ITEMS)
def test_each_item_is_written_where_it_belongs_and_taken(
    claim: ProfessionalClaim, segments: str, tmp_path: Path
) -> None:
    text = written(made.batch(claim))
    assert segments in text
    assert validate(text.encode(), ON).errors == ()
    assert accepted(text, tmp_path) == ""
    (again,) = read(text)
    assert again.claims == (claim,)
    assert written(again) == text


def test_an_ordering_physician_never_stands_at_the_claim() -> None:
    text = written(made.batch(made.claim(lines=(made.line(ordering=made.PHYSICIAN), made.line(control="L2")))))
    claim, lines = text.split("LX*1", 1)
    assert "NM1*DK" not in claim
    assert lines.count("NM1*DK") == 1
