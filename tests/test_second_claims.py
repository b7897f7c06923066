"""Claims that go to a second payer: the same services, with what the first one answered."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import made_claims as made
import made_remittances as paid
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_claim import CLINIC, SHEET, claim, desk
from test_fhir_benefits import benefit, usd
from test_fhir_benefits import told as eob
from test_x12_p837 import accepted

from romberg.claims import Adjustment, ClaimLine, ClaimPayment, LinePayment, Payer, ServiceLine, Subscriber
from romberg.claims.second import answered
from romberg.cli import main
from romberg.formats.x12.edits import validate
from romberg.formats.x12.p837 import batches, written

__all__ = ["desk"]  # a fixture
FIRST = Subscriber(made.ADA, "XY9", Payer("LONE STAR HEALTH", "60054", "CI"))
ON = date(2026, 4, 2)
COINSURANCE, CONTRACT = Adjustment("PR", "2", 2_000), Adjustment("CO", "45", 3_000)


def line(code: str, cents: int, control: str = "", modifiers: tuple[str, ...] = ("GP",)) -> ClaimLine:
    return ClaimLine(ServiceLine(code, 1, modifiers, charge_cents=cents), made.DAY, cents, control=control)


def told(code: str, cents: int, control: str = "", *taken: Adjustment) -> LinePayment:
    return paid.line(code, cents, *taken, control=control)


def test_each_line_carries_the_answer_to_it() -> None:
    claim = made.claim(lines=(line("97112", 10_000, "L1"), line("97110", 4_500, "L2")))
    answer = paid.claim("V17", told("97110", 4_500, "L2", COINSURANCE), told("97112", 10_000, "L1", CONTRACT))
    found = answered(claim, FIRST, answer, ON)
    assert found is not None
    first, second = (one.answers[0] for one in found.lines)
    assert (first.paid_cents, first.adjustments, first.paid_date) == (7_000, (CONTRACT,), ON)
    assert (second.paid_cents, second.adjustments, second.payer_id) == (2_500, (COINSURANCE,), "60054")
    (other,) = found.other_payers
    assert (other.paid_cents, other.claim_number, other.paid_date) == (9_500, "ICN-V17", None)


def test_lines_alike_are_told_apart_by_their_number_and_modifiers() -> None:
    claim = made.claim(lines=(line("97110", 4_500, "L1"), line("97110", 4_500, "L2")))
    answer = paid.claim("V17", told("97110", 4_500, "L2", COINSURANCE), told("97110", 4_500, "L1"))
    found = answered(claim, FIRST, answer, ON)
    assert found is not None
    assert [one.answers[0].paid_cents for one in found.lines] == [4_500, 2_500]
    unnumbered = (told("97110", 4_500), replace(told("97110", 4_500, "", COINSURANCE), modifiers=("GP", "59")))
    apart = replace(claim, lines=(line("97110", 4_500, "", ("GP", "59")), line("97110", 4_500)))
    found = answered(apart, FIRST, paid.claim("V17", *unnumbered), ON)
    assert found is not None
    assert [one.answers[0].paid_cents for one in found.lines] == [2_500, 4_500]


def test_an_answer_without_lines_stands_on_the_claim() -> None:
    answer = ClaimPayment("V17", "1", 14_500, 9_500, adjustments=(CONTRACT, COINSURANCE), payer_claim_id="ICN7")
    found = answered(made.claim(), FIRST, answer, ON)
    assert found is not None
    assert [one.answers for one in found.lines] == [(), ()]
    assert found.other_payers[0].adjustments == (CONTRACT, COINSURANCE)
    assert found.other_payers[0].paid_date == ON


@pytest.mark.parametrize(
    "answer",
    [
        paid.claim("V17", told("97112", 9_999, "L1"), told("97110", 4_500, "L2")),
        paid.claim("V17", told("97112", 14_500, "L1")),
        paid.claim("V17", told("97140", 10_000, "L1"), told("97110", 4_500, "L2")),
        ClaimPayment("V17", "1", 14_500, None),
    ],
)
def test_an_answer_on_other_services_is_none(answer: ClaimPayment) -> None:
    assert answered(made.claim(), FIRST, answer, ON) is None


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_every_line_balances_with_its_answer_whatever_the_order(data: st.DataObject) -> None:
    codes = data.draw(st.lists(st.sampled_from(["97110", "97112", "97140"]), min_size=1, max_size=6))
    lines = tuple(line(code, 1_000 + at, f"L{at}") for at, code in enumerate(codes))
    taken = [data.draw(st.integers(0, 1_000)) for _ in codes]
    answers = [told(one.service.code, one.charge_cents, one.control, Adjustment("PR", "2", cents))
               for one, cents in zip(lines, taken, strict=True)]  # fmt: skip
    found = answered(made.claim(lines=lines), FIRST, paid.claim("V17", *data.draw(st.permutations(answers))), ON)
    assert found is not None
    assert [sum(each.cents for each in one.answers[0].adjustments) for one in found.lines] == taken
    assert all(one.answers[0].paid_cents == one.charge_cents - cents
               for one, cents in zip(found.lines, taken, strict=True))  # fmt: skip


def test_a_claim_to_a_second_payer_is_accepted_by_the_edits() -> None:
    answer = paid.claim("V17", told("97112", 10_000, "L1", CONTRACT), told("97110", 4_500, "L2", COINSURANCE))
    second = replace(made.MEMBER, order="S", medicare_secondary="12")
    found = answered(made.claim(subscriber=second), FIRST, answer, ON)
    assert found is not None
    text = written(made.batch(found))
    assert validate(text.encode(), date(2026, 11, 26)).errors == ()
    assert next(batches(io.BytesIO(text.encode()))).claims == (found_as_sent(found),)


def found_as_sent(found: object) -> object:
    """The claim as the file tells it: without the birth date of who is insured with the other payer."""
    other = found.other_payers[0]  # type: ignore[attr-defined]
    who = replace(other.subscriber.person, birth_date=None, gender="")
    return replace(found, other_payers=(replace(other, subscriber=replace(other.subscriber, person=who)),))  # type: ignore[type-var]


# --- the command

SECOND = (
    SHEET.replace("subscriber:\n", "subscriber:\n  order: secondary\n").replace("1EG4TE5MK73", "XY9")
    + """\
payer: {name: LONE STAR HEALTH, payer_id: "60054", filing: CI}
paid_before:
  first: {card: medicare, last: Fall, first: Odile, member_id: 1EG4TE5MK73, claim_id: CLAIM, remittance: FILE}
"""
)


def _answered(desk: Path) -> tuple[str, Path]:
    """A claim that was sent, and the file of its payer's answer."""
    assert claim(desk) == 0
    (one,) = next(batches((desk / "out.837").open("rb"))).claims
    lines = [told(each.service.code, each.charge_cents, each.control, COINSURANCE) for each in one.lines]
    path = desk / "era.835"
    path.write_bytes(paid.as_835(paid.remittance("EFT1", paid.claim(one.claim_id, *lines))))
    return one.claim_id, path


@pytest.mark.parametrize("posted", [False, True])
def test_the_answer_is_found_in_its_file_or_in_the_books(
    desk: Path, capsys: pytest.CaptureFixture[str], posted: bool
) -> None:
    claim_id, path = _answered(desk)
    if posted:
        assert main(["remit", str(path)]) in (0, 1)
    sheet = SECOND.replace("CLAIM", claim_id).replace("FILE", '""' if posted else path.name)
    (desk / "ada.claim.yaml").write_text(sheet)
    assert claim(desk, output="second.837") == 0, capsys.readouterr().err
    (one,) = next(batches((desk / "second.837").open("rb"))).claims
    assert one.subscriber.order == "S"
    assert [answer.paid_cents for each in one.lines for answer in each.answers] == [8_000, 2_500]
    assert one.other_payers[0].claim_number == f"ICN-{claim_id}"
    assert accepted((desk / "second.837").read_text(), desk) == ""


@pytest.mark.parametrize(
    ("was", "instead", "says"),
    [
        ("claim_id: CLAIM, ", "claim_id: R99, ", "holds no answer to claim R99"),
        ("remittance: FILE", 'remittance: ""', "the books hold no answer"),
        ("card: medicare", "card: lake", "names no payer"),
        ("remittance: FILE", "remittance: away.835", "no file"),
        ("paid_before", "paid_later", "no payer before it is named"),
    ],
)
def test_without_the_first_answer_nothing_is_sent(
    desk: Path, capsys: pytest.CaptureFixture[str], was: str, instead: str, says: str
) -> None:
    claim_id, path = _answered(desk)
    sheet = SECOND.replace(was, instead).replace("CLAIM", claim_id).replace("FILE", path.name)
    (desk / "ada.claim.yaml").write_text(sheet)
    assert claim(desk, output="second.837") in (1, 2)
    assert says in capsys.readouterr().err
    assert not (desk / "second.837").exists()


def test_the_answer_may_be_an_explanation_of_benefit(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert claim(desk) == 0
    (sent,) = next(batches((desk / "out.837").open("rb"))).claims
    items = [_item(one.service.code, one.charge_cents, "PR") for one in sent.lines]
    told = benefit(item=items, supportingInfo=[], claim={"identifier": {"value": sent.claim_id}}, total=[])
    told["payment"] = {"date": "2026-04-02", "amount": usd(10_500)}
    (desk / "eob.json").write_text(json.dumps(told))
    (desk / "ada.claim.yaml").write_text(SECOND.replace("CLAIM", sent.claim_id).replace("FILE", "eob.json"))
    assert claim(desk, output="second.837") == 0, capsys.readouterr().err
    (one,) = next(batches((desk / "second.837").open("rb"))).claims
    assert [answer.paid_cents for each in one.lines for answer in each.answers] == [8_000, 2_500]
    told["item"] = [_item(each.service.code, each.charge_cents, "") for each in sent.lines]
    (desk / "eob.json").write_text(json.dumps(told))
    assert claim(desk, "--again", "x", output="third.837") == 2
    assert "group and reason of every cut" in capsys.readouterr().err


def _item(code: str, cents: int, group: str) -> dict[str, object]:
    cut = eob("adjustmentreason", 2_000, "2", group)
    named = {"productOrService": {"coding": [{"code": code}]}, "modifier": [{"coding": [{"code": "GP"}]}]}
    return {"adjudication": [eob("submitted", cents), cut, eob("paidtoprovider", cents - 2_000)], **named}


def test_medicare_in_the_second_place_needs_its_reason(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "ada.claim.yaml").write_text(SHEET.replace("subscriber:\n", "subscriber:\n  order: secondary\n"))
    assert claim(desk) == 1
    assert "medicare_secondary" in capsys.readouterr().err
    assert "medicare: {name" in CLINIC
