"""What claims should bring: the claims of a patient's day are one day, and after another payer Medicare pays less."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import made_claims as made
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from romberg import store
from romberg.claims import Adjustment, LineAnswer, LinePayment, OtherPayer, Payer, ProfessionalClaim
from romberg.claims.parties import Subscriber
from romberg.cli import main
from romberg.formats.x12.p837 import written
from romberg.knowledge import payers
from romberg.pricing import VisitToPrice, price_visits
from romberg.pricing.answered import answered
from romberg.pricing.variance import variance
from romberg.report.answers import KnownClaim, known, together
from romberg.report.answers.known import from_plain
from romberg.store import known_claims

OT = made.claim("V18", lines=(made.line("97535", 2, 11_000, control="L3"),))
FIRST = Subscriber(made.ADA, "XY9", Payer("LONE STAR HEALTH", "60054", "CI"))


def allowed(*claims: ProfessionalClaim) -> list[list[int | None]]:
    """What each line of claims should be allowed, the claims known together."""
    found = together((one, None, ()) for one in claims)
    return [[line.allowed_cents for line in one.lines] for one in found]


def test_two_claims_of_a_day_keep_one_whole_practice_expense() -> None:
    (alone,) = allowed(OT)
    both = allowed(made.claim("V17"), OT)
    assert both[1] == alone  # 97535 has the highest practice expense of the day
    assert both[0][0] != allowed(made.claim("V17"))[0][0]
    assert allowed(OT, made.claim("V17")) == both[::-1]


CODES = st.sampled_from(["97112", "97110", "97530", "97535", "92507", "97129"])
LINES = st.lists(st.tuples(CODES, st.integers(1, 3)), min_size=1, max_size=3)


@given(st.lists(LINES, min_size=1, max_size=3))
@settings(max_examples=20, deadline=None)
def test_the_claims_of_a_day_should_bring_what_the_day_brings_as_one(day: list[list[tuple[str, int]]]) -> None:
    claims = [
        made.claim(f"V{at}", lines=tuple(made.line(code, units, 99_900) for code, units in lines))
        for at, lines in enumerate(day)
    ]
    found = [line for one in together((one, None, ()) for one in claims) for line in one.lines]
    services = tuple(line.service for one in claims for line in one.lines)
    card = payers.card("medicare", made.DAY)
    (whole,) = price_visits([VisitToPrice(services, "78701", made.DAY, card)])
    assert [(one.allowed_cents, one.payer_cents) for one in found] == [
        (one.allowed_cents, one.payer_cents) for one in whole.lines
    ]


@pytest.mark.parametrize(
    "other",
    [
        replace(OT, subscriber=replace(made.MEMBER, member_id="2AA4TE5MK73")),
        replace(OT, billing=replace(made.CLINIC, tax_id="749999999", npi=made.NPIS[3])),
        replace(OT, lines=tuple(replace(one, service_date=made.DAY + timedelta(1)) for one in OT.lines)),
        replace(OT, frequency="7", payer_claim_number="ICN1"),
        replace(OT, subscriber=replace(made.MEMBER, payer=Payer("AETNA", "60054", "CI"))),
        replace(OT, claim_id="V17"),
    ],
    ids=["another patient", "another biller", "another day", "a replacement", "another payer", "the same claim again"],
)
def test_what_is_not_of_the_day_changes_nothing(other: ProfessionalClaim) -> None:
    assert allowed(made.claim("V17"), other)[0] == allowed(made.claim("V17"))[0]


def test_one_claim_alone_is_known_as_among_others() -> None:
    others = [made.claim(f"X{at}", subscriber=replace(made.MEMBER, member_id=f"{at}EG4TE5MK73")) for at in range(2, 9)]
    every = list(together((one, None, ()) for one in [*others, made.claim("V17")]))
    assert every[-1] == known(made.claim("V17"))
    assert [one.claim_id for one in every] == [*(one.claim_id for one in others), "V17"]


def test_a_file_of_claims_is_laid_beside_its_payment_by_the_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ROMBERG_DATA", str(tmp_path / "data"))
    (tmp_path / "sent.837").write_text(written(made.batch(made.claim("V17"), OT)))
    (tmp_path / "none.835").write_text("")
    main(["remit", str(tmp_path / "none.835"), "--claims", str(tmp_path / "sent.837"), "--format", "json"])
    capsys.readouterr()
    with store.opened() as database:
        held = {one.claim_id: one for one in known_claims.known(database)}
    both = allowed(made.claim("V17"), OT)
    assert [[line.allowed_cents for line in held[name].lines] for name in ("V17", "V18")] == both


# --- Medicare after another payer


def second(paid: int, *taken: Adjustment) -> ProfessionalClaim:
    """A claim of one line to Medicare, after another payer's answer."""
    one = made.line("97112", 2, 12_000)
    answer = LineAnswer("60054", paid, "97112", ("GP",), 2, taken, made.DAY)
    other = OtherPayer(FIRST, paid)
    member = replace(made.MEMBER, order="S")
    return made.claim("S1", subscriber=member, lines=(replace(one, answers=(answer,)),), other_payers=(other,))


def only(claim: KnownClaim) -> tuple[int | None, int]:
    """What the one line should bring, and what the earlier payer's part takes off."""
    (line,) = claim.lines
    return line.payer_cents, line.prior_cents


def test_medicare_s_part_after_another_payer_is_the_least_of_three() -> None:
    """Austin, 97112 twice: 42 CFR 411.33(a) worked out once more from the same allowed amount."""
    alone = known(replace(second(0), lines=(made.line("97112", 2, 12_000),), other_payers=()))
    (line,) = alone.lines
    share = (line.allowed_cents or 0) - line.coinsurance_cents
    for paid, patient, contract in ((5_000, 2_000, 5_000), (4_000, 500, 0), (0, 0, 0), (12_000, 0, 0)):
        taken = [Adjustment("PR", "2", patient), Adjustment("CO", "45", contract)]
        found = known(second(paid, *(one for one in taken if one.cents)))
        due = 12_000 - contract - paid
        least = max(0, min(share, due, max(line.allowed_cents or 0, paid + patient) - paid))
        payer = least - (least * 2 + 50) // 100
        assert only(found) == (payer, (line.payer_cents or 0) - payer)


def test_an_answer_to_the_whole_claim_leaves_each_line_unknown() -> None:
    bare = replace(second(5_000), lines=(made.line("97112", 2, 12_000),))
    (line,) = known(bare).lines
    assert (line.allowed_cents, line.payer_cents) == (None, None)
    assert "answered the claim as a whole" in line.unknown


def test_what_is_known_of_a_second_claim_is_kept_and_comes_back() -> None:
    found = known(second(5_000, Adjustment("PR", "2", 2_000)))
    assert from_plain(json.loads(json.dumps(found.as_dict()))) == found


@given(st.integers(0, 12_000), st.integers(0, 6_000), st.integers(0, 8_000), st.integers(0, 4_000))
@settings(max_examples=40, deadline=None)
def test_every_cent_of_a_second_claim_s_difference_has_its_reason(
    paid: int, told: int, prior: int, coinsurance: int
) -> None:
    (line,) = known(second(paid, Adjustment("PR", "2", 500))).lines
    taken = _taken(("OA", "23", prior), ("PR", "2", coinsurance), ("CO", "45", 12_000 - told - prior - coinsurance))
    answer = LinePayment("97112", ("GP",), 12_000, told, 2, adjustments=taken)
    found = variance(line, answered([answer]))
    assert sum(cents for _, cents in found.reasons) == found.difference_cents == told - (line.payer_cents or 0)


def _taken(*given: tuple[str, str, int]) -> tuple[Adjustment, ...]:
    return tuple(Adjustment(group, carc, cents) for group, carc, cents in given if cents)
