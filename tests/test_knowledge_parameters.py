"""Parameters: dated, cited, exact, and unknown where nobody has verified them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from romberg.knowledge import citations, parameters
from romberg.knowledge.documents import read_yaml
from romberg.knowledge.steps import NOT_VERIFIED, VERIFIED, steps

PATHS = parameters.paths()
FIRST, LAST = date(2020, 1, 1), date(2026, 12, 31)


def quarters() -> Iterator[date]:
    for year in range(2020, 2027):
        yield from (date(year, month, 1) for month in (1, 4, 7, 10))


@pytest.mark.parametrize("path", PATHS)
def test_every_quarter_has_one_value_and_then_none(path: str) -> None:
    found = parameters.parameter(path)
    for on in (*quarters(), LAST):
        step = parameters.step(path, on)
        assert step is not None
        assert step.since <= on
        assert parameters.unknown_because(path, on) == ""
    after = found.verified_through + timedelta(days=1)
    assert parameters.step(path, after) is None
    assert str(found.verified_through) in parameters.unknown_because(path, after)


@pytest.mark.parametrize("path", PATHS)
def test_the_column_says_what_the_steps_say_on_every_day(path: str) -> None:
    found = parameters.parameter(path)
    days = pl.DataFrame({"service_date": pl.date_range(FIRST, date(2028, 3, 1), eager=True)})
    column = days.select(parameters.in_force(path)).to_series()
    assert column.name == "@" + path
    expected = [
        parameters.in_frames(step.value, found.unit) if (step := parameters.step(path, on)) else None
        for on in days["service_date"]
    ]
    assert column.to_list() == expected


def test_before_the_first_step_nothing_is_known() -> None:
    path = "medicare.therapy_threshold.pt_slp"
    before = date(2017, 12, 31)
    assert parameters.step(path, before) is None
    assert "2018-01-01" in parameters.unknown_because(path, before)
    assert pl.DataFrame({"service_date": [before]}).select(parameters.in_force(path)).item() is None


@pytest.mark.parametrize("path", PATHS)
def test_every_step_cites_a_source_that_resolves(path: str) -> None:
    for step in parameters.parameter(path).steps:
        citation = citations.get(step.cite)
        assert citation.title
        if citation.mark == NOT_VERIFIED:  # what rests on unread words says so itself
            assert step.mark == NOT_VERIFIED, f"{path} since {step.since} rests on {step.cite}"


@pytest.mark.parametrize(
    ("path", "on", "value"),
    [
        ("medicare.conversion_factor.general", date(2024, 3, 8), Decimal("32.7442")),
        ("medicare.conversion_factor.general", date(2024, 3, 9), Decimal("33.2875")),
        (
            "medicare.conversion_factor.general",
            date(2026, 1, 1),
            Decimal("33.4009"),
        ),  # F36: the proposed one never held
        ("medicare.conversion_factor.qualifying", date(2026, 1, 1), Decimal("33.5675")),
        ("medicare.therapy_threshold.ot", date(2024, 6, 1), Decimal("2330")),
        ("medicare.therapy_threshold.pt_slp", date(2025, 6, 1), Decimal("2410")),
        ("medicare.therapy_threshold.pt_slp", date(2026, 6, 1), Decimal("2480")),  # F8
        ("medicare.deductible.part_b", date(2021, 6, 1), Decimal("203")),  # F37
        ("medicare.deductible.part_b", date(2022, 6, 1), Decimal("233")),
        ("medicare.deductible.part_b", date(2025, 6, 1), Decimal("257")),
        ("medicare.deductible.part_b", date(2026, 6, 1), Decimal("283")),
        ("medicare.sequestration.payment_cut", date(2020, 4, 30), 2),
        ("medicare.sequestration.payment_cut", date(2020, 5, 1), 0),
        ("medicare.sequestration.payment_cut", date(2022, 3, 31), 0),
        ("medicare.sequestration.payment_cut", date(2022, 4, 1), 1),
        ("medicare.sequestration.payment_cut", date(2022, 7, 1), 2),
        ("medicare.assistant.modifier_required", date(2020, 1, 1), True),
        ("medicare.assistant.modifier_required", date(2019, 12, 31), False),
        ("medicare.assistant.payment_percent", date(2021, 12, 31), 100),
        ("medicare.assistant.payment_percent", date(2022, 1, 1), 85),
        ("medicare.multiple_procedure_reduction.practice_expense_cut", date(2012, 6, 1), 20),
        ("medicare.multiple_procedure_reduction.practice_expense_cut", date(2013, 4, 1), 50),
        ("medicare.supervision.private_practice", date(2024, 12, 31), "direct"),  # F26
        ("medicare.supervision.private_practice", date(2025, 1, 1), "general"),
        ("medicare.signed_order.replaces_initial_signature", date(2024, 12, 31), False),
        ("medicare.signed_order.replaces_initial_signature", date(2025, 1, 1), True),
        ("medicare.progress_report.functional_codes_required", date(2019, 1, 1), False),  # F10
        ("medicare.medical_review_threshold.ot", date(2027, 12, 31), Decimal("3000")),  # F25
        ("medicare.telehealth.through", date(2026, 3, 1), date(2027, 12, 31)),
    ],
)
def test_known_values(path: str, on: date, value: object) -> None:
    step = parameters.step(path, on)
    assert step is not None
    assert step.value == value


def test_medical_review_is_unknown_from_2028() -> None:
    assert parameters.step("medicare.medical_review_threshold.pt_slp", date(2028, 1, 1)) is None


def test_what_was_not_verified_says_so() -> None:
    step = parameters.step("medicare.signed_order.recertification_needs_signature", date(2026, 1, 1))
    assert step is not None
    assert step.mark == NOT_VERIFIED
    threshold = parameters.step("medicare.therapy_threshold.pt_slp", date(2026, 1, 1))
    assert threshold is not None
    assert threshold.mark == VERIFIED


@pytest.mark.parametrize("path", ["", "medicare", "medicare.nothing", "medicare.therapy_threshold.pt", "a.b.c.d"])
def test_a_wrong_name_is_no_parameter(path: str) -> None:
    assert not parameters.exists(path)
    with pytest.raises(KeyError, match="There is no parameter"):
        parameters.parameter(path)


def test_frames_carry_cents_and_refuse_fractions() -> None:
    assert parameters.in_frames(Decimal("2480.00"), "usd") == 248_000
    assert parameters.in_frames(Decimal("33.4009"), "usd per RVU") == 334_009
    assert parameters.in_frames(True, "as named by each key") is True
    with pytest.raises(ValueError, match="no fractions"):
        parameters.in_frames(Decimal("2.5"), "percent")


@pytest.mark.parametrize(
    "entry",
    [{"cite": "cr-10176"}, {"value": 1, "sight": "cr-10176"}, {"value": 1, "mark": "perhaps"}],
)
def test_a_step_with_a_slip_is_refused(entry: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="2020-01-01"):
        steps({date(2020, 1, 1): entry})


def test_a_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "twice.yaml"
    file.write_text("values:\n  2020-01-01: {value: 1}\n  2020-01-01: {value: 2}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="stands twice"):
        read_yaml(file)
