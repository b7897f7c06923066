"""The edits miss nothing that another program refuses: claims with one thing spoiled, looked at by both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import made_claims as made
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_x12_p837 import FACILITY, accepted

from romberg.claims import Adjustment, LineAnswer, OtherPayer, Payer, Subscriber
from romberg.formats.x12.edits import validate
from romberg.formats.x12.p837 import Batch, written

ON = date(2026, 11, 26)
_PAID = date(2026, 3, 30)
_FIRST = Subscriber(made.ADA, "XY9", Payer("LONE STAR HEALTH", "60054", "CI"))
_LINES = (
    made.line(
        answers=(LineAnswer("60054", 6_000, "97112", ("GP",), 2, (Adjustment("PR", "2", 4_000, 1),), _PAID),),
        note="N",
        rendering=made.THERAPIST,
        place="12",
        last_date=date(2026, 3, 13),
    ),
    made.line("97110", 1, 4_500, control="L2", answers=(LineAnswer("60054", 4_500, "97110", ("GP",), 1, (), _PAID),)),
)
WHOLE = made.batch(
    made.claim(
        lines=_LINES,
        subscriber=replace(made.MEMBER, order="S", medicare_secondary="12", group_number="G1"),
        other_payers=(OtherPayer(_FIRST, 10_400, (Adjustment("CO", "45", 100),), claim_number="ICN9"),),
        authorization="A1",
        referral="R1",
        note="NOTE",
        supervising=made.PHYSICIAN,
        facility=replace(FACILITY, npi=made.NPIS[2]),
        pay_to=made.CLINIC,
        patient_paid_cents=100,
        accident_date=made.DAY,
        causes=("AA",),
        accident_state="TX",
        last_seen_date=made.DAY,
    )
)


def spoiled(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The same value with one text, amount, day or list in it changed, each with the path to what was changed."""
    if isinstance(value, str):
        yield from ((f"{path} {text[:9]!r}", text) for text in ("", "x", "X" * 100, "Ö*~:Ö*~:") if text != value)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield from ((f"{path} {number}", number) for number in (0, -5, 10**10))
    elif type(value) is date:
        yield f"{path} long ago", date(1800, 1, 1)
    elif isinstance(value, tuple):
        if "claims" not in path or "lines" in path:
            yield f"{path} none", ()
        for at, one in enumerate(value):
            yield from ((told, (*value[:at], bad, *value[at + 1 :])) for told, bad in spoiled(one, f"{path}[{at}]"))
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            for told, bad in spoiled(getattr(value, one.name), f"{path}.{one.name}"):
                yield told, replace(value, **{one.name: bad})


OURS = (".control", ".first_transaction")  # numbers that the ledger gives, and nobody types
SPOILED: list[tuple[str, Batch]] = [one for one in spoiled(WHOLE) if not one[0].startswith(OURS)]


def faults(batch: Batch) -> list[str]:
    return [one.code for one in validate(written(batch).encode(), ON).errors]


def test_the_whole_claim_is_without_fault_to_both(tmp_path: Path) -> None:
    assert faults(WHOLE) == []
    assert accepted(written(WHOLE), tmp_path) == ""
    assert len(SPOILED) > 500


@given(st.sampled_from(range(len(SPOILED))))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_the_edits_let_pass_the_other_program_accepts(tmp_path_factory: pytest.TempPathFactory, at: int) -> None:
    told, batch = SPOILED[at]
    if not faults(batch):
        assert accepted(written(batch), tmp_path_factory.mktemp("x12")) == "", told


@pytest.mark.parametrize(
    "path",
    [
        ".sender.name ''",
        ".receiver.name ''",
        ".claims[0].billing.name.last ''",
        ".claims[0].subscriber.member_id ''",
        ".claims[0].subscriber.payer.name ''",
        ".claims[0].place ''",
        ".claims[0].accident_state 'x'",
        ".claims[0].referring.name.last ''",
        ".claims[0].lines[0].answers[0].code ''",
        ".claims[0].lines[0].answers[0].code 'XXXXXXXXX'",
        ".claims[0].lines[0].answers[0].modifiers[0] 'x'",
        ".claims[0].other_payers[0].subscriber.relationship ''",
        ".claims[0].other_payers[0].subscriber.payer.name ''",
    ],
)
def test_what_the_other_program_refuses_has_its_edit(path: str) -> None:
    assert faults(dict(SPOILED)[path])
