"""What comes back before a payment: files taken or refused, claims sent back, cover and its limits."""

from __future__ import annotations

import io
import json
from pathlib import Path

import made_claims as made
import pytest

from romberg.claims.acknowledgement import ClaimAnswer, SegmentFault
from romberg.cli import main
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12 import acknowledged, eligible
from romberg.formats.x12.p837 import written
from romberg.formats.x12.shown import shown

ISA = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         *260402*0930*^*00501*000000007*0*T*:~"
BESIDE = Path(__file__).parents[2] / "shared" / "edi" / "samples"


def file_of(kind: str, version: str, body: str) -> bytes:
    """A whole file around the segments of one transaction."""
    rows = body.strip().split("\n")
    segments = [f"ST*{kind}*0001*{version}~", *rows, f"SE*{len(rows) + 2}*0001~"]
    head = f"GS*FA*PAYER*CLINIC*20260402*0930*7*X*{version}~"
    return "".join([ISA, head, *segments, "GE*1*7~", "IEA*1*000000007~"]).encode()


TAKEN = file_of("999", "005010X231A1", "AK1*HC*17*005010X222A1~\nAK2*837*0001~\nIK5*A~\nAK9*A*1*1*1~")
REFUSED = file_of(
    "999",
    "005010X231A1",
    "AK1*HC*17*005010X222A1~\nAK2*837*0001~\nIK3*CLM*22**8~\nIK4*2*782*1~\nIK3*HI*23**3~\nIK5*R*5~\nAK2*837*0002~\nIK5*A~\n"
    "AK9*P*2*2*1~",
)
CLAIMS = file_of(
    "277",
    "005010X214",
    "BHT*0085*08*B1*20260402*0930*TH~\nHL*1**20*1~\nNM1*PR*2*NORTHERN*****PI*NH~\nTRN*1*X~\nHL*2*1*21*1~\nNM1*41*2*CLINIC~\n"
    "TRN*2*BATCH~\nSTC*A1:19:PR*20260402*WQ*500~\nHL*3*2*19*1~\nNM1*1P*2*CLINIC*****XX*1234567893~\nHL*4*3*22*0~\n"
    "NM1*IL*1*VALE*ADA****MI*1EG4TE5MK73~\nTRN*2*V17~\nSTC*A2:20:PR*20260402*WQ*145~\nREF*1K*ICN1~\nHL*5*3*22*0~\n"
    "NM1*IL*1*KLEE*BO****MI*1EG4TE5MK74~\nTRN*2*V18~\nSTC*A7:562:85*20260402*U*90~",
)
COVER = file_of(
    "271",
    "005010X279A1",
    "BHT*0022*11*1*20260402*0930~\nHL*1**20*1~\nNM1*PR*2*MEDICARE*****PI*CMS~\nHL*2*1*21*1~\nNM1*1P*2*CLINIC~\nHL*3*2*22*0~\n"
    "NM1*IL*1*VALE*ADA****MI*1EG4TE5MK73~\nEB*1**30**MEDICARE PART B~\nEB*F**AE^AF***29*1340.5~\n"
    "MSG*USED AMOUNT 1139.50~\n"
    "EB*F**AD***29*2480~\nEB*C**30***29*0~",
)
NOT_FOUND = file_of(
    "271",
    "005010X279A1",
    "BHT*0022*11*1*20260402*0930~\nHL*1**20*1~\nNM1*PR*2*MEDICARE*****PI*CMS~\nHL*2*1*21*1~\nNM1*1P*2*CLINIC~\nHL*3*2*22*0~\n"
    "NM1*IL*1*VALE*ADA****MI*1EG4TE5MK73~\nAAA*N**75*C~",
)
TA1 = (ISA + "TA1*000000017*260402*0930*R*006~IEA*0*000000007~").encode()


def test_a_file_is_taken_or_refused_with_its_faults() -> None:
    (taken,) = acknowledged.file_answers(io.BytesIO(TAKEN))
    assert (taken.taken, taken.control, taken.faults) == (True, "0001", ())
    refused, second = acknowledged.file_answers(io.BytesIO(REFUSED))
    assert refused.taken is False
    assert refused.faults == (SegmentFault("CLM", 22, "2", "1"), SegmentFault("HI", 23, "", "3"))
    assert second.taken is True
    (whole,) = acknowledged.file_answers(io.BytesIO(TA1))
    assert (whole.kind, whole.control, whole.taken, whole.faults[0].code) == ("TA1", "000000017", False, "006")


def test_a_claim_goes_on_or_is_sent_back() -> None:
    first, second = acknowledged.claim_answers(io.BytesIO(CLAIMS))
    assert isinstance(first, ClaimAnswer)
    assert (first.claim_id, first.taken, first.payer_claim_id, first.charge_cents) == ("V17", True, "ICN1", 14_500)
    assert (second.claim_id, second.taken, second.category, second.status) == ("V18", False, "A7", "562")


def test_cover_tells_what_remains_of_therapy() -> None:
    (one,) = eligible.eligibilities(io.BytesIO(COVER))
    assert (one.member_id, one.payer_id, one.refused) == ("1EG4TE5MK73", "CMS", ())
    physical, occupational = one.therapy()
    assert (physical.what, physical.services, physical.period, physical.amount_cents) == (
        "F",
        ("AE", "AF"),
        "29",
        134_050,
    )
    assert physical.message == "USED AMOUNT 1139.50"
    assert (occupational.services, occupational.amount_cents) == (("AD",), 248_000)
    (none,) = eligible.eligibilities(io.BytesIO(NOT_FOUND))
    assert (none.refused, none.benefits) == (("75",), ())


@pytest.mark.parametrize("data", [TAKEN, REFUSED, CLAIMS, COVER, NOT_FOUND, TA1, written(made.batch()).encode()])
def test_what_a_file_holds_is_shown_without_its_patients(
    data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "file.x12"
    path.write_bytes(data)
    for more in ([], ["--format", "json"]):
        assert main(["x12", "show", str(path), *more]) == 0
        told = capsys.readouterr().out
        assert "VALE" not in told
        assert "1EG4TE5MK73" not in told
    assert json.loads(told)["holds"]


@pytest.mark.skipif(not BESIDE.is_dir(), reason="no samples lie beside the checkout")
def test_each_sample_is_shown_or_refused_with_a_reason() -> None:
    found = [path for path in sorted(BESIDE.iterdir()) if path.name != "index.csv"]
    told = [_shown_or_told(path) for path in found]
    assert len(told) > 80
    assert sum(told) > 50


def _shown_or_told(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            kind, found = shown(stream)
            return bool(kind) and all(one.line and one.held for one in found)
    except Unreadable as error:
        return not error.says.endswith((".",))
